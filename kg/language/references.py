"""Topics of clauses, and what pronouns and short forms (其, 该平台, 后者) refer to."""

from __future__ import annotations

import re
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Mention, Sentence
from kg.model import Entity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_references", "is_subject_position", "leading_subject"]

_ACTORS = ("Organization", "Platform")


def _words(key: str, section: str = "subjects") -> list[str]:
    return word_table("discourse")[section][key]


@cache
def _transparent() -> re.Pattern[str]:
    words = alternation(_words("transparent"))
    return re.compile(rf"(?:{words}|[\s，“”\"‘’（）()《》0-9年月日第季度Q.\-:：%号]|[一二三四五六七八九十]+[月日年])*")


@cache
def _modified() -> re.Pattern[str]:
    """What follows a name that only modifies another noun."""
    return re.compile(rf"\s*(?:{alternation(_words('modifiers'))})")


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_words('prepositions'))})\s*[“\"]?$")


def is_transparent(text: str) -> bool:
    """Whether a run holds only adverbs, times, connectives and the like: nothing that could be a subject."""
    return bool(_transparent().fullmatch(text))


def is_subject_position(text: str, start: int, end: int, left: int) -> bool:
    """Whether the name at `start`..`end` can be the subject of what follows: no object of a preposition, no modifier.

    Args:
        text: the text.
        start: where the name starts.
        end: where it ends, head noun (平台, 方面) included.
        left: where its clause starts.
    """
    return not _preposition().search(text, max(left, start - 4), start) and not _modified().match(text, end)


@cache
def _head(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation(_words(kind))})")


def with_head(text: str, end: int, entity_type: str = "Platform") -> int:
    """The end of a name together with a head noun that adds nothing to it (平台, 方面; of a programme 模式, 服务)."""
    head = _head("program_heads" if entity_type == "Program" else "heads").match(text, end)
    return head.end() if head else end


def leading_subject(text: str, mentions: list[Mention], start: int, end: int) -> Mention | None:
    """The subject with which a clause opens: its first name, where only adverbs and times stand before it."""
    for mention in mentions:
        if mention.start < start:
            continue
        if mention.start >= end:
            break
        if mention.entity.type in ("Place", "Event"):
            continue
        if not is_transparent(_without(text, mentions, start, mention.start)):
            return _described(text, mentions, start, end)
        if mention.entity.type not in (*_ACTORS, "Program", "Person"):
            return None
        return (
            mention
            if is_subject_position(text, mention.start, with_head(text, mention.end, mention.entity.type), start)
            else None
        )
    return None


def _described(text: str, mentions: list[Mention], start: int, end: int) -> Mention | None:
    """The name with which a clause ends, where all before it is said of it: 流放海外两年的蒋凡，…."""
    inside = [m for m in mentions if start <= m.start < end]
    if not inside or text[inside[-1].end : end].strip() or not text[start : inside[-1].start].rstrip().endswith("的"):
        return None
    return inside[-1]


def _without(text: str, mentions: list[Mention], start: int, end: int) -> str:
    """A run of the text without the places and events in it."""
    parts, position = [], start
    for mention in mentions:
        if start <= mention.start and mention.end <= end and mention.entity.type in ("Place", "Event"):
            parts.append(text[position : mention.start])
            position = mention.end
    return "".join([*parts, text[position:end]])


@cache
def _pattern() -> re.Pattern[str]:
    table = word_table("discourse")["references"]
    refused = [word for word in table["own_not_after"] if word.startswith("其")]
    before = "".join(sorted({word[0] for word in table["own_not_after"] if not word.startswith("其")}))
    tails = alternation([word[1:] for word in refused])
    groups = "|".join(
        f"(?P<{key}>{alternation(table[key])})"
        for key in ("platform", "organization", "program", "pair", "former", "latter")
    )
    bare, never = alternation(table["bare"]), alternation(table["bare_not_before"])
    groups += rf"|(?P<bare>(?<=[，。；：！？\n])(?:{bare})(?!{never}))"
    return re.compile(rf"{groups}|(?P<own>(?<![{before}])其(?!{tails}))|(?P<it>(?<!其)它(?!们))")


_KINDS = {"platform": ("Platform",), "organization": ("Organization", "Platform"), "program": ("Program",)}


class _Resolver:
    """Walks the text from left to right and remembers what it has been about."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self.found: list[Mention] = []
        self.topic: Entity | None = None  # subject of the last clause that had one
        self.block = -1

    def sentence(self, sentence: Sentence) -> None:
        if sentence.block != self.block and sentence.heading:
            self.topic = None
        self.block = sentence.block
        inside = [m for m in self.mentions if sentence.start <= m.start < sentence.end]
        for clause in sentence.clauses:
            for match in _pattern().finditer(self.text, clause.start, clause.end):
                mention = self._resolve(match, inside, clause.start)
                if mention and not any(m.start < mention.end and mention.start < m.end for m in inside):
                    self.found.append(mention)
            subject = leading_subject(self.text, inside, clause.start, clause.end)
            if subject and subject.entity.type in (*_ACTORS, "Program", "Person"):
                self.topic = subject.entity

    def _resolve(self, match: re.Match[str], inside: list[Mention], clause_start: int) -> Mention | None:
        kind = match.lastgroup or ""
        start, end = match.span()
        before = [m for m in self.mentions if m.end <= start and start - m.end < 400]
        if kind == "bare":
            fits = self.topic and self.topic.type in (("Platform",) if match.group() == "平台" else _ACTORS)
            return Mention(start, end, self.topic, "reference") if self.topic and fits else None
        if kind in _KINDS:
            return self._nearest(start, end, before, _KINDS[kind])
        if kind == "pair":
            return self._pair(start, end, before)
        if kind in ("former", "latter"):
            pair = self._last_pair(before)
            return Mention(start, end, pair[0 if kind == "former" else 1], "reference") if pair else None
        local = [m for m in inside if m.end <= clause_start and m.entity.type in (*_ACTORS, "Program", "Person")]
        subject = next(
            (
                m
                for m in local
                if is_subject_position(self.text, m.start, with_head(self.text, m.end, m.entity.type), 0)
            ),
            None,
        )
        same = leading_subject(self.text, inside, clause_start, start)
        target = same.entity if same else subject.entity if subject else self.topic
        return Mention(start, end, target, "reference") if target else None

    def _nearest(self, start: int, end: int, before: list[Mention], types: tuple[str, ...]) -> Mention | None:
        if self.topic and self.topic.type in types:
            return Mention(start, end, self.topic, "reference")
        fitting = [m for m in before if m.entity.type in types]
        return Mention(start, end, fitting[-1].entity, "reference") if fitting else None

    @staticmethod
    def _last_pair(before: list[Mention]) -> tuple[Entity, Entity] | None:
        """The two things last named, of one type, close together."""
        actors = [m for m in before if m.entity.type in _ACTORS]
        for right in range(len(actors) - 1, 0, -1):
            a, b = actors[right - 1], actors[right]
            if a.entity != b.entity and b.start - a.end < 40:
                return a.entity, b.entity
        return None

    def _pair(self, start: int, end: int, before: list[Mention]) -> Mention | None:
        pair = self._last_pair(before)
        return Mention(start, end, pair[0], "reference", (pair[1],)) if pair else None


def find_references(text: str, mentions: list[Mention], sentences: list[Sentence]) -> list[Mention]:
    """What pronouns and short forms refer to, where it can be told."""
    resolver = _Resolver(text, mentions)
    for sentence in sentences:
        resolver.sentence(sentence)
    return resolver.found


@Language.factory("kg_references", requires=["doc._.mentions", "doc._.sentences"], assigns=["doc._.references"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.references = find_references(doc.text, doc._.mentions, doc._.sentences)
    return doc
