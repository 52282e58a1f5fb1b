"""Two things side by side: what is told of both, what of one alone, and their figures of the same metric and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.explore.facts import FactReader, Figure, StatedRelation, Thing
from kg.explore.names import find_thing
from kg.explore.plain import plain_text
from kg.explore.ties import statuses
from kg.explore.timeline import facts_about
from kg.graph import GraphView
from kg.model import fold
from kg.vocabulary import UsageError

__all__ = ["ASPECTS", "Contrast", "FigureRow", "Item", "Side", "contrast"]

ASPECTS = ("partners", "rivals", "markets", "places", "models", "programs", "people", "events", "bodies", "functions")
# Bodies are told apart by the relation; every other aspect by what stands at the other end.
_BODIES = {
    "partnersWith": "partners",
    "integratesWith": "partners",
    "supplies": "partners",
    "competesWith": "rivals",
}
_BY_TYPE = {"Person": "people", "Program": "programs", "Event": "events", "Place": "places"}
# What two figures must share, besides metric, unit and period, to be figures of the same.
_KEYS = ("list", "place", "comparison", "per", "scope", "label")


@dataclass(frozen=True)
class Side:
    """What is told of one of the two: the relations, how many statements and articles tell them, and how.

    Attributes:
        predicates: local names, an ``^`` before those of which the thing is the object.
        statements: how many.
        articles: how many; copies count as the article that they copy.
        statuses: what no statement is free of: planned, hedged, former.
    """

    predicates: tuple[str, ...]
    statements: int
    articles: int
    statuses: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """Something that one or both have to do with: a thing or a text.

    Attributes:
        aspect: one of :data:`ASPECTS`.
        thing, text: what it is; one of the two.
        denied: whether it is told that they have nothing to do with it.
        sides: what is told of the first and of the second of the two; None where nothing is.
    """

    aspect: str
    thing: Thing | None
    text: str | None
    denied: bool
    sides: tuple[Side | None, Side | None]


@dataclass(frozen=True)
class FigureRow:
    """Figures of one metric, period, unit and the same qualifiers; those of both sides where both have a period."""

    metric: str
    period: str | None
    unit: str | None
    remarks: tuple[tuple[str, str], ...]
    sides: tuple[tuple[Figure, ...], tuple[Figure, ...]]


@dataclass(frozen=True)
class Contrast:
    """Two things side by side.

    Attributes:
        things: the two.
        between: statements that join them.
        items: by aspect; what both share comes first, then what is the first's, then the second's.
        figures: by metric and period.
    """

    things: tuple[Thing, Thing]
    between: tuple[StatedRelation, ...]
    items: tuple[Item, ...]
    figures: tuple[FigureRow, ...]


def contrast(graph: GraphView, first: str, second: str) -> Contrast:
    """Compare two things by what articles state of them.

    Statements that deny something are items of their own; those that plan, doubt or call it past count, and are marked
    where no plain one says the same.

    Args:
        graph: where to look.
        first: a name, as :func:`kg.explore.names.find_thing` takes it.
        second: another.

    Raises:
        NotFoundError: a name is unknown, or several things have it.
        UsageError: both names are one thing's.
    """
    ends = find_thing(graph, first), find_thing(graph, second)
    reader = FactReader(graph)
    things = reader.thing(ends[0]), reader.thing(ends[1])
    if ends[0] == ends[1]:
        raise UsageError(f"both names mean {plain_text(things[0].name, 60)!r}; name two things")
    told = facts_about(graph, reader, ends[0]), facts_about(graph, reader, ends[1])
    between = [one for one in told[0] if isinstance(one, StatedRelation) and _other(one, ends[0]) == ends[1]]
    return Contrast(
        things,
        tuple(sorted(between, key=lambda one: (one.predicate, one.time or "9999", one.iri))),
        tuple(_items(graph, reader, told, ends)),
        tuple(_figures(told)),
    )


def _other(fact: StatedRelation, iri: str) -> str | None:
    other = fact.object if fact.subject and fact.subject.iri == iri else fact.subject
    return other.iri if other else None


# ---------------------------------------------------------------- relations
_Key = tuple[str, Thing | None, str | None, bool]


def _items(
    graph: GraphView, reader: FactReader, told: Sequence[Iterable[StatedRelation | Figure]], ends: tuple[str, str]
) -> list[Item]:
    keyed = [
        (number, _key(fact, ends[number]), fact)
        for number in (0, 1)
        for fact in told[number]
        if isinstance(fact, StatedRelation) and _other(fact, ends[number]) not in ends
    ]
    named = _named(reader, {key for _, key, _ in keyed if key})
    stated: list[dict[_Key, list[StatedRelation]]] = [defaultdict(list), defaultdict(list)]
    shown: dict[_Key, str] = {}
    for number, key, fact in keyed:
        if key is not None:
            key = named.get(key, key)
            shown.setdefault(key, fact.object_text or "")
            stated[number][key].append(fact)
    items = []
    for key, text in shown.items():
        sides = [_side(graph, stated[n][key], ends[n]) if key in stated[n] else None for n in (0, 1)]
        items.append(Item(key[0], key[1], text if key[1] is None else None, key[3], (sides[0], sides[1])))
    return sorted(items, key=_item_order)


def _named(reader: FactReader, keys: set[_Key]) -> dict[_Key, _Key]:
    """Texts that are the name of a thing among the keys, with the thing's key."""
    names: dict[tuple[str, str, bool], _Key] = {}
    for key in sorted((key for key in keys if key[1]), key=lambda key: (str(key[1]), key[0], key[3])):
        for name, _, _ in reader.names(key[1].iri if key[1] else ""):
            names.setdefault((key[0], fold(name), key[3]), key)
    return {key: names[key[0], key[2], key[3]] for key in keys if key[2] and (key[0], key[2], key[3]) in names}


def _key(fact: StatedRelation, iri: str) -> _Key | None:
    """What two statements share that tell the same of two things."""
    outgoing = fact.subject is not None and fact.subject.iri == iri
    other = fact.object if outgoing else fact.subject
    if other is not None:
        return _aspect(fact.predicate, outgoing, other), other, None, fact.negated
    if not outgoing or fact.object_text is None:
        return None  # the article leaves unnamed who did it
    aspect = "models" if fact.predicate == "adoptsModel" else "functions"
    return aspect, None, fold(fact.object_text) or fact.object_text, fact.negated


def _aspect(predicate: str, outgoing: bool, other: Thing) -> str:
    if predicate == "adoptsModel" and outgoing:
        return "models"
    if predicate == "targetsMarket" and outgoing:
        return "markets"
    return _BY_TYPE.get(next(iter(other.types), "")) or _BODIES.get(predicate, "bodies")


def _side(graph: GraphView, facts: Sequence[StatedRelation], iri: str) -> Side:
    predicates = {("" if one.subject and one.subject.iri == iri else "^") + one.predicate for one in facts}
    articles = {quotation.source.counted for one in facts for quotation in one.quotations}
    held = [set(statuses(one)) - {"negated"} for one in facts]
    plain = any(not one for one in held)
    shared = (
        () if plain else tuple(status for status in ("planned", "hedged", "former") if any(status in h for h in held))
    )
    return Side(tuple(sorted(predicates)), len(facts), len(articles), shared)


def _item_order(item: Item) -> tuple[int | str | bool, ...]:
    whose = 0 if None not in item.sides else 1 if item.sides[0] else 2
    weight = sum(side.statements for side in item.sides if side)
    name = item.thing.name if item.thing else item.text or ""
    return ASPECTS.index(item.aspect), whose, -weight, name, item.thing.iri if item.thing else "", item.denied


# ---------------------------------------------------------------- figures
def _figures(told: Sequence[Iterable[StatedRelation | Figure]]) -> list[FigureRow]:
    rows: dict[tuple[str, ...], tuple[list[Figure], list[Figure]]] = {}
    for number in (0, 1):
        for fact in told[number]:
            if isinstance(fact, Figure):
                remarks = [f"{one.name}\n{one.value}" for one in fact.qualifiers if one.name in _KEYS]
                # what has no period is never of the same period as another
                told_of = (fact.time, "") if fact.time else ("", str(number))
                key = (fact.metric, *told_of, fact.unit or "", *remarks)
                rows.setdefault(key, ([], []))[number].append(fact)
    found = []
    for (metric, period, _, unit, *remarks), given in rows.items():
        kept = tuple((name, value) for name, _, value in (one.partition("\n") for one in remarks))
        first, second = (tuple(sorted(side, key=lambda one: (one.value, one.iri))) for side in given)
        found.append(FigureRow(metric, period or None, unit or None, kept, (first, second)))
    return sorted(found, key=_figure_order)


def _figure_order(row: FigureRow) -> tuple[object, ...]:
    whose = 0 if all(row.sides) else 1 if row.sides[0] else 2
    return row.metric, row.period or "9999", row.unit or "", row.remarks, whose
