"""Whether the characters of a body, and the words that facts quote, stand in the file where they are said to stand."""

from __future__ import annotations

from html import unescape

from kg.model import Article, ArticleFacts


def assert_exact(article: Article) -> None:
    """Every character of the body is the one of the file; one for several is a character reference or white space."""
    body, file = article.body, article.file_text
    for segment in body.segments:
        run = body.text[segment.body : segment.body + segment.length]
        there = file[segment.file : segment.file + segment.file_length]
        if run == there:
            continue
        if run in (" ", "\n"):
            assert not there or there.isspace() or "<" in there or "|" in there or there.startswith("&"), (run, there)
            continue
        if segment.length != segment.file_length:
            assert unescape(there) == run or there.startswith("&"), (run, there)
            continue
        assert all(one == other or (one in " \n" and other.isspace()) for one, other in zip(run, there, strict=True))


def assert_facts_exact(facts: ArticleFacts) -> int:
    """Every fact's words stand at its offsets, character by character; returns how many facts there are."""
    article = facts.article
    body, file = article.body, article.file_text
    places = _places(article)
    count = 0
    for fact in (*facts.relations, *facts.observations):
        evidence = fact.evidence
        assert file[evidence.start : evidence.end] == evidence.quote
        end = evidence.body_start + len(evidence.text)
        assert body.text[evidence.body_start : end] == evidence.text
        assert places[evidence.body_start] == evidence.start
        for offset in range(evidence.body_start, end):
            char, there = body.text[offset], file[places[offset]]
            assert evidence.start <= places[offset] < evidence.end
            assert char == there or there == "&" or char.isspace(), (article.id, offset, char, there)
        count += 1
    return count


def _places(article: Article) -> list[int]:
    """Where each character of a body stands in the file."""
    places: list[int] = []
    for segment in article.body.segments:
        step = 1 if segment.length == segment.file_length else 0
        places += [segment.file + step * number for number in range(segment.length)]
    return places
