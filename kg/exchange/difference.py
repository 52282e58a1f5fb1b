"""What facts came, went and changed between two graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kg.exchange.records import Records
from kg.graph import GraphView

__all__ = ["Change", "Difference", "StatedFact", "difference"]

# What is said of a fact besides its ends, in the order in which readers want it; ``quote`` is its clearest evidence's.
_DETAILS = (
    "time period timeText modality negated former attributedTo role scope facility label per list comparison "
    "alsoGivenAs place jointWith from max bound approx until announced effective amount amountUnit valueText "
    "confidence rule quote"
)
_Key = tuple[str, ...]


@dataclass(frozen=True, order=True)
class StatedFact:
    """A fact as one article states it.

    Attributes:
        article: id of the article.
        subject: name of the subject, ``""`` for none.
        term: predicate or metric.
        object: name of the object, or the figure with its unit.
        id: local name of its node.
        details: everything else that is said of it, by name.
    """

    article: str
    subject: str
    term: str
    object: str
    id: str
    details: Mapping[str, str] = field(compare=False, hash=False)


@dataclass(frozen=True, order=True)
class Change:
    """A fact that is told otherwise: before, after, and the names of what differs."""

    before: StatedFact
    after: StatedFact
    differing: tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """What came, went and changed, by article; articles by their ids."""

    came: tuple[StatedFact, ...] = ()
    went: tuple[StatedFact, ...] = ()
    changed: tuple[Change, ...] = ()
    articles_came: tuple[str, ...] = ()
    articles_went: tuple[str, ...] = ()
    things_came: tuple[str, ...] = ()
    things_went: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        facts = self.came or self.went or self.changed
        return bool(facts or self.articles_came or self.articles_went or self.things_came or self.things_went)


def _named(records: Records, iri: str | None) -> str:
    return records.name(iri, "zh-Hans") or records.name(iri) or "" if iri else ""


def _detail(records: Records, fact: str, name: str) -> str:
    if name == "quote":
        evidence = records.value(fact, "evidence")
        return (records.value(evidence, "text") or records.value(evidence, "quote") or "") if evidence else ""
    values = records.values(fact, name)
    if name in ("attributedTo", "place", "jointWith"):
        return ", ".join(_named(records, one) for one in values)
    return ", ".join(records.short(one) for one in values)


def _fact(records: Records, fact: str) -> StatedFact:
    figure = records.value(fact, "metric") is not None
    unit = records.local(fact, "unit")
    obj = _named(records, records.value(fact, "object")) or records.value(fact, "objectText") or ""
    if figure:
        obj = " ".join(one for one in (records.value(fact, "value"), unit) if one)
    article = records.article_of(fact)
    return StatedFact(
        article=records.short(article) if article else "",
        subject=_named(records, records.value(fact, "about" if figure else "subject")),
        term=records.local(fact, "metric" if figure else "predicate") or "",
        object=obj,
        id=records.short(fact),
        details={name: value for name in _DETAILS.split() if (value := _detail(records, fact, name))},
    )


def _facts(records: Records) -> dict[str, StatedFact]:
    return {iri: _fact(records, iri) for kind in ("statements", "observations") for iri in records.all(kind)}


def _differing(before: StatedFact, after: StatedFact) -> tuple[str, ...]:
    """Names of what two tellings of a fact differ in."""
    found = ["object"] if before.object != after.object else []
    found += ["subject"] if before.subject != after.subject else []
    return (*found, *(name for name in _DETAILS.split() if before.details.get(name) != after.details.get(name)))


def _pairs(went: set[StatedFact], came: set[StatedFact], whole: bool) -> Iterator[tuple[StatedFact, StatedFact]]:
    """Facts of both sides that are the same but for details; where not `whole`, but for their object too."""

    def key(one: StatedFact) -> _Key:
        return (one.article, one.subject, one.term, one.object if whole else one.details.get("quote", one.id))

    waiting: dict[_Key, list[StatedFact]] = defaultdict(list)
    for one in sorted(came):
        waiting[key(one)].append(one)
    for one in sorted(went):
        if waiting[key(one)]:
            yield one, waiting[key(one)].pop(0)


def difference(old: GraphView, new: GraphView) -> Difference:
    """Compare two graphs fact by fact.

    A fact is the same where its node is; one of the same article, subject, term and object (or, failing that, the same
    sentence) counts as changed, not as gone and come.

    Args:
        old: the graph before.
        new: the graph after.
    """
    before, after = Records(old), Records(new)
    first, second = _facts(before), _facts(after)
    changed = [
        Change(first[iri], second[iri], differing)
        for iri in first.keys() & second.keys()
        if (differing := _differing(first[iri], second[iri]))
    ]
    went = {first[iri] for iri in first.keys() - second.keys()}
    came = {second[iri] for iri in second.keys() - first.keys()}
    for whole in (True, False):
        for one, other in list(_pairs(went, came, whole)):
            changed.append(Change(one, other, _differing(one, other)))
            went.remove(one)
            came.remove(other)
    articles = [{records.short(one) for one in records.all("articles")} for records in (before, after)]
    things = [set(records.all("things")) for records in (before, after)]
    return Difference(
        came=tuple(sorted(came)),
        went=tuple(sorted(went)),
        changed=tuple(sorted(changed)),
        articles_came=tuple(sorted(articles[1] - articles[0])),
        articles_went=tuple(sorted(articles[0] - articles[1])),
        things_came=tuple(sorted(_named(after, one) for one in things[1] - things[0])),
        things_went=tuple(sorted(_named(before, one) for one in things[0] - things[1])),
    )
