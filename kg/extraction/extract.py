"""From an article to its facts."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc

from kg.extraction.amounts import with_amounts
from kg.extraction.candidates import Candidate, candidates_in
from kg.extraction.context import Context
from kg.extraction.document import facts_of
from kg.extraction.retold import with_retellings
from kg.extraction.rules import RuleBook, rule_book
from kg.extraction.several_times import with_times_of_each
from kg.extraction.view import SentenceView, sentence_view
from kg.language import Mention, analyse
from kg.language.tokens import text_of
from kg.model import Article, ArticleFacts, Entity, Observation, Qualifiers, Relation, fold

__all__ = ["extract", "find_candidates", "views_of"]


def views_of(doc: Doc) -> list[SentenceView]:
    """The sentence views of an analysed text, in order."""
    marks = sorted(
        [*doc._.mentions, *doc._.references, *doc._.own_words, *doc._.times, *doc._.quantities],
        key=lambda m: (m.start, -m.end),
    )
    text = text_of(doc)
    views, position = [], 0
    for sentence in doc._.sentences:
        while position < len(marks) and marks[position].start < sentence.start:
            position += 1
        last = position
        while last < len(marks) and marks[last].start < sentence.end:
            last += 1
        inside, end = [], -1
        for mark in marks[position:last]:
            if mark.start >= end and mark.end <= sentence.end:
                inside.append(mark)
                end = mark.end
        views.append(sentence_view(text, sentence, inside))
        position = last
    return views


def find_candidates(doc: Doc, book: RuleBook | None = None) -> list[Candidate]:
    """Everything that rules read in an analysed text, sentence by sentence."""
    book = book or rule_book()
    context = Context(doc, views_of(doc))
    found = [candidates_in(number, context, book) for number in range(len(context.views))]
    return with_amounts(with_retellings(with_times_of_each(found), context))


def _named(article: Article, mentions: list[Mention]) -> dict[str, Entity]:
    """The things of the article with the names by which it calls them, by slug."""
    surfaces: dict[str, dict[str, str]] = {}
    things: dict[str, Entity] = {}
    for mention in mentions:
        for entity in (mention.entity, *mention.others):
            things.setdefault(entity.slug, entity)
        if mention.others:  # 日韩 is no other name of 日本
            continue
        surface = re.sub(r"\s+", " ", article.body.text[mention.start : mention.end]).strip()
        surfaces.setdefault(mention.entity.slug, {}).setdefault(surface, surface)
    named = {}
    for slug, entity in things.items():
        known = {fold(n) for n in (entity.name, entity.en or "", *entity.aliases)}
        new = [s for s in surfaces.get(slug, ()) if s != entity.name and s not in entity.aliases]
        extra = [s for s in sorted(new) if fold(s) not in known or not entity.linked]
        named[slug] = replace(entity, aliases=tuple(sorted({*entity.aliases, *extra})))
    return named


def _with(fact: Relation | Observation, named: dict[str, Entity]) -> Relation | Observation:
    """The same fact about the things as the article names them."""

    def of(entity: Entity | None) -> Entity | None:
        return named.get(entity.slug, entity) if entity else None

    qualifiers: Qualifiers = replace(
        fact.qualifiers, place=of(fact.qualifiers.place), joint_with=of(fact.qualifiers.joint_with)
    )
    changes = {"subject": of(fact.subject), "attributed_to": of(fact.attributed_to), "qualifiers": qualifiers}
    if isinstance(fact, Relation):
        changes["object"] = of(fact.object)
    return replace(fact, **changes)  # type: ignore[arg-type]


def extract(article: Article) -> ArticleFacts:
    """Read an article: the things it mentions, the relations and figures that it states, each with its exact words.

    >>> from kg.articles import read_article  # doctest: +SKIP
    >>> extract(read_article("seeds/001_88b91df809469b87.txt")).relations[0]  # doctest: +SKIP
    """
    doc = analyse(article)
    relations, observations = facts_of(article, find_candidates(doc))
    named = _named(article, doc._.mentions)
    return ArticleFacts(
        article=article,
        entities=tuple(named[slug] for slug in sorted(named)),
        relations=tuple(_with(fact, named) for fact in relations),  # type: ignore[misc]
        observations=tuple(_with(fact, named) for fact in observations),  # type: ignore[misc]
    )
