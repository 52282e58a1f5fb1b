"""Timelines: the facts about a thing by the time that they tell of."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.explore.days import day_given
from kg.explore.facts import FactReader, Figure, StatedRelation, Thing
from kg.explore.names import find_thing
from kg.graph import GraphView
from kg.vocabulary.namespaces import XB

__all__ = ["Moment", "Timeline", "facts_about", "timeline"]


@dataclass(frozen=True)
class Moment:
    """A fact and the days that bound its time (ISO 8601); None where the time is open or not stated."""

    start: str | None
    end: str | None
    fact: StatedRelation | Figure


@dataclass(frozen=True)
class Timeline:
    """What is told of a thing by time; facts without a time come last, by the date of their article."""

    thing: Thing
    moments: tuple[Moment, ...]


def facts_about(graph: GraphView, reader: FactReader, iri: str) -> list[StatedRelation | Figure]:
    """The statements at one of whose ends a thing stands, and the figures about it, sorted by their IRIs."""
    node = ox.NamedNode(iri)

    def having(role: str) -> set[str]:
        found = graph.triples(None, ox.NamedNode(XB + role), node)
        return {triple.subject.value for triple in found if isinstance(triple.subject, ox.NamedNode)}

    relations: list[StatedRelation | Figure] = [
        reader.relation(one) for one in sorted(having("subject") | having("object"))
    ]
    return relations + [reader.figure(one) for one in sorted(having("about"))]


def timeline(graph: GraphView, name: str, since: str | None = None, until: str | None = None) -> Timeline:
    """The facts about a thing by time.

    Args:
        graph: where to look.
        name: as :func:`kg.explore.names.find_thing` takes it.
        since: a day (2025-04-21); only facts whose time reaches it. Facts without a time are left out then.
        until: a day; only facts whose time begins by then. Facts without a time are left out then.

    Raises:
        NotFoundError: the name is unknown, or several things have it.
        UsageError: a day is none.
    """
    low, high = day_given(since), day_given(until)
    iri, reader = find_thing(graph, name), FactReader(graph)
    moments = []
    for fact in facts_about(graph, reader, iri):
        start, end = (graph.value(ox.NamedNode(fact.iri), ox.NamedNode(XB + side)) for side in ("timeStart", "timeEnd"))
        moment = Moment(start, end, fact)
        if (low is None and high is None) or _within(moment, low, high):
            moments.append(moment)
    return Timeline(reader.thing(iri), tuple(sorted(moments, key=_order)))


def _within(moment: Moment, low: str | None, high: str | None) -> bool:
    if moment.start is None and moment.end is None:
        return False
    begins = high is None or moment.start is None or moment.start <= high
    return begins and (low is None or moment.end is None or moment.end >= low)


def _order(moment: Moment) -> tuple[str, ...]:
    """By the first day (of what only ends, the last), then the shorter time; undated ones last, by their article."""
    fact = moment.fact
    issued = next((one.source.issued for one in fact.quotations if one.source.issued), "9999")
    first = moment.start or moment.end or fact.time or "9999"
    term = "~" + fact.metric if isinstance(fact, Figure) else fact.predicate
    return first, moment.end or "9999", issued, term, fact.iri
