"""A fact that someone looks for in an article, by names: which candidates and facts say it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from kg.extraction.candidates import Candidate
from kg.language import Mention
from kg.language.quantities import find_quantities
from kg.lexicon import lexicon
from kg.model import PROFIT_STATUSES, Entity, Observation, Relation, fold, simplify
from kg.vocabulary import NotFoundError, UsageError, vocabulary

__all__ = ["NOBODY", "Wanted", "term_of", "wanted_fact"]

NOBODY = ("-", "—")
_NUMBER = re.compile(r"([+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*([A-Za-z%]*)")


@cache
def _terms() -> dict[str, str]:
    """Predicates and metrics by every name of theirs as compared; local names win over labels."""
    known = vocabulary()
    named = [(one.name, one.zh, one.en) for one in known.metrics.values()]
    named += [(one.name, one.zh, one.en) for one in known.predicates.values()]
    found = {fold(label): names[0] for names in named for label in names[1:]}
    return found | {fold(names[0]): names[0] for names in named}


def term_of(name: str) -> str:
    """The predicate or metric of a name: its local name, or its Chinese or English label.

    Raises:
        NotFoundError: there is none; offers those that are spelt alike.
    """
    found = _terms().get(fold(name))
    if found is None:
        start = fold(name)[:3]
        near = sorted({term for label, term in _terms().items() if start and label.startswith(start)})[:5]
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise NotFoundError(f"{name[:60]!r} is no predicate or metric of the fact model{hint}")
    return found


@dataclass(frozen=True)
class Wanted:
    """A fact looked for.

    Attributes:
        term: predicate or metric.
        subject: things that the subject's name may mean, by slug; None for no subject.
        object: things that the object's name may mean.
        text: the object's name as it is compared with a text object.
        value: figure of an observation.
        unit: its unit, where given.
        status: value of `profitStatus`.
    """

    term: str
    subject: frozenset[str] | None
    object: frozenset[str] = frozenset()
    text: str = ""
    value: Decimal | None = None
    unit: str | None = None
    status: str | None = None

    @property
    def is_relation(self) -> bool:
        """Whether it is a relation, not a figure."""
        return self.term in vocabulary().predicates

    def _ends(self, subject: Entity | None, target: Entity | None, text: str | None) -> bool:
        heads = subject is None if self.subject is None else subject is not None and subject.slug in self.subject
        if heads and ((target is not None and target.slug in self.object) or (text and fold(text) == self.text)):
            return True
        if not vocabulary().predicates[self.term].symmetric or subject is None or target is None:
            return False
        return subject.slug in self.object and target.slug in (self.subject or ())

    def is_value(self, value: Decimal | None, unit: str | None) -> bool:
        """Whether a figure is the one looked for; a fall counts with or without its sign."""
        same = value is not None and self.value is not None and abs(value) == abs(self.value)
        return same and (self.unit is None or self.unit == unit)

    def said_by(self, one: Candidate | Relation | Observation) -> bool:
        """Whether a candidate or a fact says it."""
        if isinstance(one, Relation):
            return one.predicate == self.term and self._ends(one.subject, one.object, one.object_text)
        if isinstance(one, Observation):
            about = self.subject is not None and one.metric == self.term and one.subject.slug in self.subject
            number = one.value if isinstance(one.value, Decimal) else None
            return about and (one.value == self.status if self.status else self.is_value(number, one.unit))
        if self.is_relation:
            return one.rule.predicate == self.term and self._ends(one.subject, one.object, one.object_text)
        about = one.metric == self.term and one.subject is not None and one.subject.slug in (self.subject or ())
        if self.status:
            return about and one.status == self.status
        return about and one.value is not None and self.is_value(one.value.value, one.value.unit)


@lru_cache(maxsize=65536)
def _key(name: str) -> str:
    """A name as it is compared, in any script."""
    return fold(simplify(name))


def _meant(name: str, mentions: Iterable[Mention], text: str) -> frozenset[str]:
    """Slugs that a name may mean in an article: things of it named so, and what the lexicon knows by the name."""
    wanted = _key(name)
    found = {entry.slug for entry in lexicon().find(name)}
    for mention in mentions:
        if mention.kind != "reference" and fold(text[mention.start : mention.end]) == wanted:
            found.add(mention.entity.slug)
        for entity in (mention.entity, *mention.others):
            names = (entity.name, entity.en or "", entity.slug, *entity.aliases)
            if any(_key(one) == wanted for one in names if one):
                found.add(entity.slug)
    return frozenset(found)


def _value(text: str) -> tuple[Decimal | None, str | None]:
    match = _NUMBER.fullmatch(text.strip())
    if match:
        unit = {"": None, "%": "percent"}.get(match[2], match[2])
        if unit is None or unit in vocabulary().units:
            try:
                return Decimal(match[1].replace(",", "")), unit
            except InvalidOperation:
                pass
    marks = find_quantities(simplify(text))
    return (marks[0].quantity.value, marks[0].quantity.unit) if marks else (None, None)


def wanted_fact(subject: str, term: str, target: str, mentions: Iterable[Mention], text: str) -> Wanted:
    """A fact looked for, from the words of a user.

    Args:
        subject: any name of its subject; ``-`` for none.
        term: predicate or metric, by any of its names.
        target: any name of the object, its text, or the value (``32 percent``, ``377.56亿元``, ``loss``).
        mentions: names and references of the article.
        text: the analysed text.

    Raises:
        NotFoundError: there is no such predicate or metric.
        UsageError: the value is none.
    """
    name, mentions = term_of(term), list(mentions)
    heads = None if subject.strip() in NOBODY else _meant(subject, mentions, text)
    if name in vocabulary().predicates:
        return Wanted(name, heads, _meant(target, mentions, text), _key(target))
    if target in PROFIT_STATUSES:
        return Wanted(name, heads, status=target)
    value, unit = _value(target)
    if value is None:
        raise UsageError(f"{target[:60]!r} is no value; write 32 percent, 37756000000 CNY, 377.56亿元 or the like")
    return Wanted(name, heads, value=value, unit=unit)
