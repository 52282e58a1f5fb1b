"""Paths, timelines, ranks, communities and comparisons as CSV (RFC 4180)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kg.exchange.csv_tables import guarded
from kg.explore.contrast import Contrast, Side
from kg.explore.facts import Figure, StatedRelation, Thing
from kg.explore.plain import plain_text
from kg.explore.rankings import Community, Ranking
from kg.explore.routes import Routes
from kg.explore.ties import statuses
from kg.explore.timeline import Timeline
from kg.explore.words import Words

__all__ = ["community_csv", "contrast_csv", "ranking_csv", "route_csv", "timeline_csv"]

_EVIDENCE = ("quote", "article", "title", "publisher", "issued", "url")
_FACT = (
    "fact", "subject", "subject_name", "term", "object", "object_name", "value", "unit", "time", "status", "qualifiers",
    "attributed_to", *_EVIDENCE,
)  # fmt: skip


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; text that a spreadsheet would take for a formula is guarded, numbers are as they are."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([guarded(cell) if isinstance(cell, str) else "" if cell is None else cell for cell in row])
    return buffer.getvalue()


def _named(thing: Thing | None, words: Words) -> tuple[str, str]:
    return (thing.iri, words.thing(thing)) if thing else ("", "")


def _fact(fact: StatedRelation | Figure, words: Words) -> list[object]:
    figure = isinstance(fact, Figure)
    term = fact.metric if isinstance(fact, Figure) else fact.predicate
    ends = [*_named(fact.subject, words), term]
    if isinstance(fact, Figure):
        ends += ["", "", fact.value, fact.unit or ""]
    else:
        ends += [*_named(fact.object, words), plain_text(fact.object_text or ""), ""]
    said = "; ".join(f"{one.name}={plain_text(one.value, 200)}" for one in fact.qualifiers)
    speaker = words.thing(fact.attributed_to) if fact.attributed_to else ""
    quotation = next(iter(fact.quotations), None)
    source = quotation.source if quotation else None
    told = [plain_text(quotation.text) if quotation else "", source.article if source else ""]
    told += [
        plain_text(text or "")
        for text in ((source.title, source.publisher, source.issued, source.url) if source else (None,) * 4)
    ]
    row: list[object] = [fact.iri, *ends, fact.time or "", " ".join(statuses(fact)), said, speaker, *told]
    if figure and row[6]:
        row[6] = _Number(str(row[6]))
    return row


class _Number:
    """A figure as the graph has it; never guarded, so that a negative one stays a number."""

    def __init__(self, text: str) -> None:
        self._text = text if text.replace("-", "").replace(".", "").isdigit() else guarded(plain_text(text))

    def __str__(self) -> str:
        return self._text


def route_csv(routes: Routes, words: Words) -> str:
    """A row a statement of a hop of a path."""

    def rows() -> Iterator[list[object]]:
        for number, route in enumerate(routes.routes, 1):
            for at, hop in enumerate(route.hops, 1):
                for fact in hop.statements:
                    yield [number, at, *_named(hop.start, words), *_named(hop.end, words), *_fact(fact, words)]

    return _csv(["path", "hop", "from", "from_name", "to", "to_name", *_FACT], rows())


def timeline_csv(line: Timeline, words: Words) -> str:
    """A row a fact, with the days that bound its time."""
    rows = ([moment.start, moment.end, *_fact(moment.fact, words)] for moment in line.moments)
    return _csv(["start", "end", *_FACT], rows)


def ranking_csv(ranking: Ranking, words: Words, top: int | None) -> str:
    """A row a thing."""
    head = ["place", "thing", "name", "type", "degree", "statements", "pagerank", "betweenness", "betweenness_sample"]
    rows = (
        [one.place, *_named(one.thing, words), " ".join(one.thing.types), one.degree, one.statements,
         _decimal(one.pagerank), _decimal(one.betweenness), ranking.sampled]
        for one in ranking.ranked[:top]
    )  # fmt: skip
    return _csv(head, rows)


def _decimal(value: float | None) -> str | None:
    return None if value is None else f"{value:.6f}"


def community_csv(found: Sequence[Community], words: Words, top: int | None) -> str:
    """A row a member."""
    rows = (
        [
            one.number,
            " · ".join(words.thing(thing) for thing in one.named_by),
            place,
            *_named(thing, words),
            " ".join(thing.types),
        ]
        for one in found[:top]
        for place, thing in enumerate(one.members, 1)
    )
    return _csv(["community", "community_name", "place", "thing", "name", "type"], rows)


def contrast_csv(found: Contrast, words: Words) -> str:
    """A row an item or a figure: what it is, whose, and what is told of the first (a) and the second (b)."""
    sides = ("relations", "statements", "articles", "status", "value")
    head = ["aspect", "item", "name", "whose", "denied", "metric", "period", "unit", "qualifiers"]
    head += [f"{which}_{name}" for which in "ab" for name in sides]

    def rows() -> Iterator[list[object]]:
        for item in found.items:
            iri, name = _named(item.thing, words) if item.thing else ("", plain_text(item.text or ""))
            whose = _whose(item.sides)
            cells = [cell for side in item.sides for cell in _side(side)]
            yield [item.aspect, iri, name, whose, "true" if item.denied else "false", "", "", "", "", *cells]
        for row in found.figures:
            said = "; ".join(f"{name}={plain_text(value, 200)}" for name, value in row.remarks)
            lead = ["figures", "", words.term(row.metric, True), _whose(row.sides), "false", row.metric]
            yield [
                *lead,
                row.period or "",
                row.unit or "",
                said,
                *(cell for one in row.sides for cell in _figures(one)),
            ]

    return _csv(head, rows())


def _whose(sides: tuple[object, object]) -> str:
    return "both" if all(sides) else "a" if sides[0] else "b"


def _side(side: Side | None) -> list[object]:
    if side is None:
        return ["", 0, 0, "", ""]
    return [" ".join(side.predicates), side.statements, side.articles, " ".join(side.statuses), ""]


def _figures(side: tuple[Figure, ...]) -> list[object]:
    articles = {quotation.source.counted for one in side for quotation in one.quotations}
    status = " ".join(dict.fromkeys(name for one in side for name in statuses(one)))
    values = list(dict.fromkeys(one.value for one in side))
    value = _Number(values[0]) if len(values) == 1 else " | ".join(values)
    return ["", len(side), len(articles), status, value]
