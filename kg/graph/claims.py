"""Claims of articles as they are compared: which tell of the same, which of these agree, which contradict."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.graph.view import GraphView, Term
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XB

__all__ = ["Claim", "PlainFigures", "contradicts", "figure_rows", "group_of", "groups_in", "relation_rows", "supports"]

_APART = ("place", "list", "label", "comparison", "per", "scope")  # what tells two figures apart
_NUMBER = re.compile(r"[0-9]+(?:\.([0-9]+))?")
_APPROXIMATE = Decimal("0.05")
_VAGUE = (XB + "other",)  # a metric whose label tells what it is, in the words of each article
_OPEN_START, _OPEN_END = "0000", "9999"

# Predicates of which one end has one other end at a time, or that happen once (graph shape, "Many articles").
_SINGLE = {"acquires": "subject", "founded": "time", "leads": "subject"}

_RELATIONS = """
SELECT ?id ?term ?subject ?object ?negated ?former ?start ?end ?role ?article WHERE {
  ?id xb:predicate ?term ; xb:subject ?subject ; xb:object|xb:objectText ?object ;
    xb:modality ?modality ; xb:negated ?negated ; xb:evidence ?evidence .
  ?evidence xb:article ?article .
  FILTER(?modality = xb:asserted)
  OPTIONAL { ?id xb:former ?former }
  OPTIONAL { ?id xb:timeStart ?start }
  OPTIONAL { ?id xb:timeEnd ?end }
  OPTIONAL { ?id xb:role ?role }
}"""
_FIGURES = """
SELECT ?id ?term ?subject ?value ?text ?unit ?negated ?period ?bound ?max ?approx
  ?place ?list ?label ?comparison ?per ?scope ?article WHERE {
  ?id xb:metric ?term ; xb:about ?subject ; xb:value ?value ; xb:valueText ?text ;
    xb:modality ?modality ; xb:negated ?negated ; xb:evidence ?evidence .
  ?evidence xb:article ?article .
  FILTER(?modality = xb:asserted)
  OPTIONAL { ?id xb:unit ?unit }
  OPTIONAL { ?id xb:period ?period }
  OPTIONAL { ?id xb:bound ?bound }
  OPTIONAL { ?id xb:max ?max }
  OPTIONAL { ?id xb:approx ?approx }
  OPTIONAL { ?id xb:place ?place }
  OPTIONAL { ?id xb:list ?list }
  OPTIONAL { ?id xb:label ?label }
  OPTIONAL { ?id xb:comparison ?comparison }
  OPTIONAL { ?id xb:per ?per }
  OPTIONAL { ?id xb:scope ?scope }
}"""


@dataclass(frozen=True)
class Claim:
    """A statement or figure that an article asserts.

    Attributes:
        iri: its IRI.
        article: IRI of the article.
        term: IRI of its predicate or metric.
        subject: IRI.
        object: IRI, or ``"`` and a text; of a figure its value as the graph writes it.
        negated: whether the article denies it.
        time: bounds of its time, open ones as the least and the greatest day; of a figure its period.
        role: of a statement.
        unit: of a figure.
        apart: what tells a figure from others of the same metric, unit and period.
        figure: the number, the worth of its last digit, its bound, its upper end and whether it is approximate.
    """

    iri: str
    article: str
    term: str
    subject: str
    object: str
    negated: bool
    time: tuple[str, str]
    role: str = ""
    former: bool = False
    unit: str = ""
    apart: tuple[str, ...] = ()
    figure: _Figure | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it is a figure."""
        return self.figure is not None


@dataclass(frozen=True)
class _Figure:
    value: Decimal | str
    last: Decimal
    bound: str
    max: Decimal | None
    approx: bool


def _text(value: Term | None) -> str:
    return "" if value is None else str(getattr(value, "value", value))


def _end(value: Term | None) -> str:
    return f'"{_text(value)}' if isinstance(value, ox.Literal) else _text(value)


def relation_rows(graph: GraphView, **bound: Term) -> Iterator[Claim]:
    """The asserted statements of a graph with both ends; `bound` fixes ``id``, ``term``, ``subject``, ``object``."""
    for row in graph.select(_RELATIONS, **bound):
        yield Claim(
            iri=_text(row["id"]),
            article=_text(row["article"]),
            term=_text(row["term"]),
            subject=_text(row["subject"]),
            object=_end(row["object"]),
            negated=_text(row["negated"]) == "true",
            time=(_text(row["start"]) or _OPEN_START, _text(row["end"]) or _OPEN_END),
            role=_text(row["role"]),
            former=_text(row["former"]) == "true",
        )


def figure_rows(graph: GraphView, **bound: Term) -> Iterator[Claim]:
    """The asserted figures of a graph; `bound` fixes ``id``, ``term``, ``subject``."""
    for row in graph.select(_FIGURES, **bound):
        value, period = _text(row["value"]), _text(row["period"])
        yield Claim(
            iri=_text(row["id"]),
            article=_text(row["article"]),
            term=_text(row["term"]),
            subject=_text(row["subject"]),
            object=value,
            negated=_text(row["negated"]) == "true",
            time=(period, period),
            unit=_text(row["unit"]),
            apart=tuple(_text(row[name]) for name in _APART),
            figure=_figure(value, _text(row["text"]), row),
        )


def _figure(value: str, words: str, row: ox.QuerySolution) -> _Figure:
    number, highest = _number(value), _number(_text(row["max"]))
    bound, approx = _text(row["bound"]).removeprefix(XB), _text(row["approx"]) == "true"
    if number is None:
        return _Figure(value, Decimal(0), bound, None, approx)
    return _Figure(number, _last_digit(number, words), bound, highest, approx)


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _last_digit(value: Decimal, words: str) -> Decimal:
    """What the last digit of a figure is worth, by its words: of 377.56亿 a million."""
    match = _NUMBER.search(words.replace(",", ""))
    if match and Decimal(match[0]):
        return abs(value) / Decimal(match[0]) / Decimal(10) ** len(match[1] or "")
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** exponent if isinstance(exponent, int) else Decimal(1)


# ---------------------------------------------------------------------- what tells of the same
def group_of(claim: Claim) -> tuple[str, ...]:
    """What is the same for claims that may support or contradict each other."""
    if claim.is_figure:
        return ("figure", claim.term, claim.subject, claim.unit, claim.time[0], *claim.apart)
    name = claim.term.removeprefix(XB)
    if name in _SINGLE:
        return ("single", claim.term, claim.object)
    known = vocabulary().predicates.get(name)
    if known is not None and known.symmetric:
        return ("both", claim.term, *sorted((claim.subject, claim.object)))
    return ("relation", claim.term, claim.subject, claim.object)


def groups_in(graph: GraphView, article: str) -> set[tuple[str, ...]]:
    """The groups of what an article claims."""
    found = set()
    node = ox.NamedNode(article)
    for kind, rows in (("predicate", relation_rows), ("metric", figure_rows)):
        said = graph.store.quads_for_pattern(None, ox.NamedNode(XB + kind), None, node)
        for iri in [quad.subject for quad in said]:
            found |= {group_of(one) for one in rows(graph, id=iri)}
    return found


def _overlap(one: Claim, other: Claim) -> bool:
    return one.time[0] <= other.time[1] and other.time[0] <= one.time[1]


def _timed(claim: Claim) -> bool:
    return claim.time[0] != _OPEN_START and claim.time[1] != _OPEN_END


def _same_ends(one: Claim, other: Claim) -> bool:
    ends = (other.subject, other.object)
    return (one.subject, one.object) in (ends, ends[::-1])


def supports(one: Claim, other: Claim) -> bool:
    """Whether a claim says what another of its group says; each supports itself."""
    if one.negated != other.negated:
        return False
    if one.figure is None or other.figure is None:
        return _same_ends(one, other) and not _at_odds(one, other)
    if one.figure.bound != other.figure.bound:
        return False
    return one.object == other.object or (not one.figure.bound and _agree(one.figure, other.figure))


class PlainFigures:
    """The figures of a group that are one number each, neither bounded nor approximate, nor denied.

    Two of them agree only where they differ by less than the worth of a last digit, so that each is compared with few.

    Args:
        claims: the claims of a group.
    """

    def __init__(self, claims: Iterable[Claim]) -> None:
        self.all = {one for one in claims if not one.negated and _is_plain(one.figure)}
        self._sorted: dict[Decimal, tuple[list[Decimal], list[Claim]]] = {}
        by_digit: dict[Decimal, list[tuple[Decimal, str, Claim]]] = defaultdict(list)
        for one in self.all:
            by_digit[one.figure.last].append((one.figure.value, one.object, one))  # type: ignore[union-attr, arg-type]
        for last, rows in by_digit.items():
            rows.sort(key=lambda row: row[:2])
            self._sorted[last] = [row[0] for row in rows], [row[2] for row in rows]

    def near(self, claim: Claim) -> Iterator[Claim]:
        """Those that may agree with one of them; itself, too."""
        value, own = claim.figure.value, claim.figure.last  # type: ignore[union-attr]
        for last in sorted(self._sorted):
            values, claims = self._sorted[last]
            reach = max(own, last)
            yield from claims[bisect_left(values, value - reach) : bisect_right(values, value + reach)]  # type: ignore[operator]

    @staticmethod
    def exclude(claim: Claim) -> bool:
        """Whether one of them contradicts all others that do not agree with it."""
        return bool(claim.time[0]) and claim.term not in _VAGUE


def _is_plain(figure: _Figure | None) -> bool:
    if figure is None or isinstance(figure.value, str):
        return False
    return not figure.bound and figure.max is None and not figure.approx


def contradicts(one: Claim, other: Claim) -> bool:
    """Whether two claims of a group cannot both be true."""
    if one.figure is not None and other.figure is not None:
        if one.negated != other.negated:
            return one.object == other.object and one.figure.bound == other.figure.bound
        told = not one.negated and bool(one.time[0]) and one.term not in _VAGUE
        return told and not _agree(one.figure, other.figure)
    if one.negated != other.negated:
        return _same_ends(one, other) and _overlap(one, other) and one.former == other.former
    return not one.negated and _at_odds(one, other)


def _at_odds(one: Claim, other: Claim) -> bool:
    """Whether two statements tell of one thing that is so once, or of one at a time, and do not tell the same."""
    single = _SINGLE.get(one.term.removeprefix(XB))
    if single is None or one.former or other.former or not (_timed(one) and _timed(other)):
        return False
    if single == "time":
        return not _overlap(one, other)
    same_role = one.term != XB + "leads" or (
        bool(one.role) and one.role == other.role and _short(one) and _short(other)
    )
    return one.subject != other.subject and _overlap(one, other) and same_role


def _short(claim: Claim) -> bool:
    """Whether its time is of one month at most: within a longer one an office may pass from one to the next."""
    return claim.time[0][:7] == claim.time[1][:7]


def _agree(one: _Figure, other: _Figure) -> bool:
    """Whether two figures may be the same one, differently rounded or cut off."""
    if isinstance(one.value, str) or isinstance(other.value, str):
        return one.value == other.value
    if one.bound or other.bound:
        return _bounds_meet(one, other)
    fine, rough = sorted((one, other), key=lambda figure: figure.last)
    near = _rounded(fine, rough)
    if one.approx or other.approx:
        wide = _APPROXIMATE * max(abs(one.value), abs(other.value))
        near = near or abs(one.value - other.value) <= wide
    high = max((figure.max for figure in (one, other) if figure.max is not None), default=None)
    return near or (high is not None and max(one.value, other.value) <= high)


def _rounded(fine: _Figure, rough: _Figure) -> bool:
    """Whether a figure is another with more digits."""
    assert isinstance(fine.value, Decimal)
    assert isinstance(rough.value, Decimal)
    more = fine.value - rough.value
    if fine.last == rough.last:
        return abs(more) < fine.last / 2
    return -rough.last / 2 <= more < rough.last


def _bounds_meet(one: _Figure, other: _Figure) -> bool:
    if one.bound == other.bound:
        return True
    limit, figure = (one, other) if one.bound else (other, one)
    assert isinstance(limit.value, Decimal)
    assert isinstance(figure.value, Decimal)
    if limit.bound == "atLeast":
        return (figure.bound == "atMost" and figure.value >= limit.value) or (
            not figure.bound and (figure.max or figure.value) + figure.last > limit.value
        )
    return (figure.bound == "atLeast" and figure.value <= limit.value) or (
        not figure.bound and figure.value - figure.last < limit.value
    )
