"""Paths, timelines, ranks, communities and comparisons as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.explore.contrast import ASPECTS, Contrast, FigureRow, Item
from kg.explore.facts import Figure, StatedRelation
from kg.explore.plain import plain_text
from kg.explore.rankings import Community, Ranking
from kg.explore.render import Line
from kg.explore.routes import Routes
from kg.explore.ties import statuses
from kg.explore.timeline import Timeline
from kg.explore.wording import quotation_place, source_text
from kg.explore.words import Words

__all__ = ["community_lines", "contrast_lines", "ranking_lines", "route_lines", "timeline_lines"]

_BLANK = Line(0, "", "note")
_ASPECTS_ZH = dict(
    zip(ASPECTS, ("伙伴", "对手", "市场", "地点", "模式", "项目", "人物", "活动", "其他机构", "职能"), strict=True)
)


def _evidence(fact: StatedRelation | Figure, indent: int) -> Iterator[Line]:
    for quotation in fact.quotations:
        yield Line(indent, f"“{plain_text(quotation.text)}”", "quote")
        yield Line(indent, f"{source_text(quotation.source)}  <{quotation_place(quotation)}>", "source")


# ---------------------------------------------------------------- path
def route_lines(routes: Routes, words: Words) -> Iterator[Line]:
    """Paths hop by hop, each statement with its sentence, article and date."""
    ends = f"{words.thing(routes.start)} … {words.thing(routes.end)}"
    if routes.shortest is None:
        yield Line(0, f"{ends}: {_count(len(routes.routes), 'path')}", "heading")
    else:
        others = f", one of {routes.shortest:,} as short" if routes.shortest > 1 else ""
        yield Line(0, f"{ends}: {_count(len(routes.routes[0].hops), 'relation')}{others}", "heading")
    for number, route in enumerate(routes.routes, 1):
        yield _BLANK
        things = [route.hops[0].start, *(hop.end for hop in route.hops)]
        way = " — ".join(words.thing(thing) for thing in things)
        yield Line(0, f"{number}. {way}" if routes.shortest is None else way, "name")
        for hop in route.hops:
            yield Line(1, f"{words.thing(hop.start)} — {words.thing(hop.end)}", "group")
            for fact in hop.statements:
                yield Line(2, words.relation(fact) + words.remarks(fact), "fact")
                yield from _evidence(fact, 3)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# ---------------------------------------------------------------- timeline
def timeline_lines(line: Timeline, words: Words) -> Iterator[Line]:
    """Facts under their times; those without a time under the dates of their articles."""
    yield Line(0, f"{words.thing(line.thing)}: {_count(len(line.moments), 'fact')}", "heading")
    for time, group in groupby(line.moments, key=lambda moment: moment.fact.time or ""):
        yield _BLANK
        yield Line(0, plain_text(time, 40) or ("无时间" if words.chinese else "no time stated"), "group")
        for moment in group:
            yield Line(1, words.fact(moment.fact) + words.remarks(moment.fact, with_time=False), "fact")
            yield from _evidence(moment.fact, 2)


# ---------------------------------------------------------------- rank
def ranking_lines(ranking: Ranking, words: Words, top: int | None) -> Iterator[Line]:
    """A table, and under it how many more there are and how betweenness was found."""
    shown = ranking.ranked[:top]
    head = ["", "thing", "type", "degree", "statements", "PageRank"]
    rows = [
        [str(one.place), words.thing(one.thing, 40), words.kind(one.thing), f"{one.degree:,}", f"{one.statements:,}",
         f"{one.pagerank:.6f}", *([] if one.betweenness is None else [f"{one.betweenness:.6f}"])]
        for one in shown
    ]  # fmt: skip
    if ranking.measure == "betweenness":
        head.append("betweenness")
    yield from _table(head, rows, right=(0, 3, 4, 5, 6))
    if len(shown) < len(ranking.ranked):
        yield Line(0, f"{len(ranking.ranked) - len(shown):,} more; --top shows more", "note")
    if ranking.sampled:
        drawn = f"{ranking.sampled:,} of {ranking.things:,} things, drawn with a fixed seed"
        yield Line(0, f"betweenness is estimated from {drawn}", "note")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> Iterator[Line]:
    from rich.cells import cell_len  # Chinese characters take two columns

    widths = [max(cell_len(row[at]) for row in (head, *rows)) for at in range(len(head))]
    for number, row in enumerate((head, *rows)):
        cells = []
        for at, cell in enumerate(row):
            pad = " " * (widths[at] - cell_len(cell))
            cells.append(pad + cell if at in right else cell + pad)
        yield Line(0, "  ".join(cells).rstrip(), "fact" if number else "group")


# ---------------------------------------------------------------- communities
def community_lines(found: Sequence[Community], words: Words, top: int | None) -> Iterator[Line]:
    """Each community by its name, with its members."""
    shown = found[:top]
    for community in shown:
        if community is not shown[0]:
            yield _BLANK
        name = (" · " if words.chinese else ", ").join(words.thing(one, 40) for one in community.named_by)
        yield Line(0, f"{community.number}. {name}", "name")
        told = f"{_count(community.inside, 'statement')} inside, {community.outside:,} to others"
        yield Line(1, f"{_count(len(community.members), 'thing')}, {told}", "note")
        yield Line(1, ("、" if words.chinese else ", ").join(words.thing(one) for one in community.members), "fact")
    if len(shown) < len(found):
        yield _BLANK
        yield Line(0, f"{len(found) - len(shown):,} more; --top shows more", "note")


# ---------------------------------------------------------------- compare
def contrast_lines(found: Contrast, words: Words) -> Iterator[Line]:
    """What joins the two, then a table an aspect, then figures side by side; numbers count statements and articles."""
    names = [words.thing(thing, 30) for thing in found.things]
    yield Line(0, f"{names[0]} | {names[1]}", "name")
    yield Line(0, "behind a name: statements/articles, of what is common the first's and the second's", "note")
    if found.between:
        yield _BLANK
        yield Line(0, f"between the two ({len(found.between)})", "heading")
        for fact in found.between:
            yield Line(1, words.relation(fact) + words.remarks(fact), "fact")
            yield from _evidence(fact, 2)
    for aspect, group in groupby(found.items, key=lambda item: item.aspect):
        yield _BLANK
        yield Line(0, f"{_ASPECTS_ZH[aspect]} {aspect}" if words.chinese else aspect, "heading")
        columns: list[list[str]] = [[], [], []]
        for item in group:
            columns[0 if None not in item.sides else 1 if item.sides[0] else 2].append(_item(item, words))
        deep = max(map(len, columns))
        rows = [[column[at] if at < len(column) else "" for column in columns] for at in range(deep)]
        yield from _indented(_table(["common", f"only {names[0]}", f"only {names[1]}"], rows))
    for metric, figures in groupby(found.figures, key=lambda row: row.metric):
        yield _BLANK
        yield Line(0, words.term(metric, True), "heading")
        yield from _indented(_table(["", *names], [_figure(row, words) for row in figures]))
    if not (found.between or found.items or found.figures):
        yield _BLANK
        yield Line(0, "no article states a fact about either", "note")


def _indented(lines: Iterator[Line]) -> Iterator[Line]:
    return (line._replace(indent=1) for line in lines)


def _item(item: Item, words: Words) -> str:
    name = words.thing(item.thing, 24) if item.thing else f"“{plain_text(item.text or '', 24)}”"
    counts = " : ".join(f"{side.statements}/{side.articles}" for side in item.sides if side)
    marks = words.statuses(("negated",)) if item.denied else []
    told = [words.statuses(side.statuses) for side in item.sides if side]
    if any(told):
        marks += [" : ".join(",".join(one) or "-" for one in told)]
    return f"{name} {counts}" + (f" [{'; '.join(marks)}]" if marks else "")


def _figure(row: FigureRow, words: Words) -> list[str]:
    said = [plain_text(row.period or "", 40), *(plain_text(value, 30) for _, value in row.remarks)]
    cells = [", ".join(part for part in said if part) or ("无时间" if words.chinese else "no period")]
    for side in row.sides:
        values: dict[str, int] = {}
        for one in side:
            marks = words.statuses(statuses(one))
            text = words.value(one) + (f" [{', '.join(marks)}]" if marks else "")
            values[text] = values.get(text, 0) + 1
        cells.append("; ".join(f"{text} ×{count}" if count > 1 else text for text, count in values.items()) or "—")
    return cells
