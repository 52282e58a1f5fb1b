"""Figures told in a row: one a year, one a thing, one a metric; and the part of a business that they are of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from kg.extraction.view import CODES, SentenceView, unbracketed
from kg.language import QuantityMark, TimeMark
from kg.model import Entity, TimeSpan
from kg.vocabulary.tables import alternation, word_table

__all__ = ["OPENING", "Told", "heads_of", "in_row", "opens_with_part", "part_before", "years_of"]

_JOINED = re.compile("、|和|与|及|以及|,|，")
_IN_TURN = re.compile("[\u3400-\u9fff]{0,2}?(?:、|和|与|及|以及|,|，)")
_YEARS = re.compile(r"(?P<first>\d{4})/(?P<last>\d{4})")
# 2024年前三季度: three quarters.
_QUARTERS = re.compile(r"(?P<year>\d{4})-(?:01/(?P=year)-(?P<month>06|09|12)|(?P<half>H1))")
OPENING = re.compile("^(?:而|但|其中|且|并|该|其(?!他|它)|的|同时|此外|另外|和|与|及|季度|来自|以及)+")
"""Words with which a clause opens, before the part of a business that it tells of."""
_INTENT = re.compile("计划|目标|打算|力争")
_TO_COME = re.compile("预计|预期|有望|或将|预测|估计|将")


@dataclass(frozen=True)
class Told:
    """One figure of one thing.

    Attributes:
        head: the thing.
        mark: the figure.
        noun: its metric noun, where several are told in a row.
        time: its own time, where each figure has one.
        forecast: ``planned`` or ``hedged`` where the words before it tell of what is to come.
        place: its own place, where each figure has one.
    """

    head: Entity
    mark: QuantityMark
    noun: str | None = None
    time: TimeMark | None = None
    forecast: str = ""
    place: Entity | None = None


def in_row(
    view: SentenceView, span: tuple[int, int], heads: tuple[Entity, ...], placed: bool = False
) -> Iterator[Told]:
    """The figures of a run in which each follows its time or its thing: 2022年为A，2023年为B; 淘宝占A，京东占B.

    Several things named together have theirs in the same order: 淘宝和京东分别为A、B.

    Args:
        view: the sentence.
        span: the run.
        heads: what the figures are about, where the run names only times or places.
        placed: whether the places of the run only tell where each figure holds: 墨西哥增长A，阿根廷增长B.
    """
    things, time, place, left = heads, None, None, span[0]
    together: list[tuple[Entity, ...]] = []
    severally = False
    for n in range(*span):
        mark = view.marks.get(n)
        if isinstance(mark, TimeMark):
            time = mark if mark.value else None
        elif isinstance(mark, QuantityMark):
            forecast = "planned" if _INTENT.search(view.code, left, n) else ""
            forecast = forecast or ("hedged" if _TO_COME.search(view.code, left, n) else "")
            severally = severally or "分别" in view.code[left:n]
            if severally:
                things, together = (together[0], together[1:]) if together else ((), [])
            for head in things:
                yield Told(head, mark, time=time, forecast=forecast, place=place)
            left = n + 1
        elif placed and (named := view.entities(n)):
            place = named[0] if named[0].type == "Place" else None
        elif view.entities(n):
            joined = bool(together) and bool(_JOINED.fullmatch(view.code, left, n))
            things = view.entities(n)
            together = [*together, things] if joined else [things]
            severally, left = False, n + 1


def heads_of(view: SentenceView, at: int, heads: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """The things that a figure is of: all, or the one whose turn it is, told 分别: A和B分别有20亿和10亿用户.

    Args:
        view: the sentence.
        at: position of the figure.
        heads: the things before it, in order; none comes back where their number is not that of the figures.
    """
    if len(heads) < 2 or at < 0 or "分别" not in view.code[view.clause_of(at)[0] : at]:
        return heads
    figures = [n for n in range(len(view.code)) if isinstance(view.marks.get(n), QuantityMark)]
    row: list[int] = []
    for n in figures:
        joined = bool(row) and bool(_IN_TURN.fullmatch(view.code, row[-1] + 1, n))
        if row and not joined and at in row:
            break
        row = [*row, n] if joined else [n]
    if row == [at]:  # 分别仅占10%
        return heads
    return (heads[row.index(at)],) if at in row and len(row) == len(heads) else ()


def years_of(view: SentenceView, last: int, count: int) -> list[TimeMark]:
    """The years or quarters that so many figures are of, one each: 2017年至2019年, or 2022年、2023年, before them.

    Args:
        view: the sentence.
        last: position before which they stand.
        count: how many figures there are.
    """
    places = [n for n in range(last) if isinstance(view.marks.get(n), TimeMark)]
    marks = [m for n in places if isinstance(m := view.marks[n], TimeMark) and m.value is not None]
    if count < 2 or not marks or len(marks) != len(places):
        return []
    years = _YEARS.fullmatch(marks[-1].value.value if marks[-1].value else "")
    if years and int(years["last"]) - int(years["first"]) + 1 == count:
        return [replace(marks[-1], value=TimeSpan(f"{int(years['first']) + n:04d}")) for n in range(count)]
    quarters = _QUARTERS.fullmatch(marks[-1].value.value if marks[-1].value else "")
    if quarters and int(quarters["month"] or 6) == 3 * count:
        return [replace(marks[-1], value=TimeSpan(f"{quarters['year']}-Q{n + 1}")) for n in range(count)]
    listed = places[-count:]
    joined = all(_JOINED.fullmatch(view.code, a + 1, b) for a, b in pairwise(listed))
    return marks[-count:] if len(listed) == count and joined else []


@cache
def _part() -> re.Pattern[str]:
    """The part of a business at the end of a run: 游戏业务, 海外, 云计算和广告服务."""
    table = word_table("discourse")["scopes"]
    words, heads = alternation(table["parts"]), alternation(table["part_heads"])
    described = rf"[^，。；：、（()）\ue000-\uf8ff0-9的]{{1,6}}?(?:{heads})"
    return re.compile(
        rf"(?<![A-Za-z])(?P<part>(?:{words}|{described})(?:(?:、|和|与|及|以及)?(?:{words}|{heads}|{described}))*)的?(?:全年?|年度|当季|季度|单季)?(?:总|净|毛)?$"
    )


def opens_with_part(clause: str) -> bool:
    """Whether a clause goes on about a part of a business: 但国际电商虽然增长."""
    words = re.match(
        r"(?:[而但且则]|其中|不过|同时|此外)*([一-龥A-Za-z]{2,8}?)(?:虽然|虽|则|也|却|仍|还|依然|的?(?:收入|营收|利润|亏损))",
        clause,
    )
    return bool(words and part_before(words[1])[1] == words[1])


def part_before(code: str) -> tuple[str, str]:
    """What stands before the part of a business at the end of a run, and that part; all and nothing without one.

    Args:
        code: what stands in a view between the start of a clause and a metric noun.
    """
    code = unbracketed(code)  # 新业务分部（如A、B等）收入
    opened = max((code.rfind(mark) for mark in CODES.values()), default=-1) + 1
    found = _part().search(code, opened)
    if not found:
        return code, ""
    part = OPENING.sub("", found["part"])
    return code[: found.start()] + found["part"][: len(found["part"]) - len(part)], part
