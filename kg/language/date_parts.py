"""Parts of a date that a match of the date pattern names: its months, its quarter, how far it counts on."""

from __future__ import annotations

import re

from kg.language.dates import Date, part_months, small_number

__all__ = ["YEARS", "distance", "ends_after_january", "part_of", "quarter_index", "tells_of_today"]


def _digit(text: str) -> int:
    found = re.search(r"[1-4一二三四]", text)
    return "1234".find(found[0]) + 1 or "一二三四".find(found[0]) + 1 if found else 0


def distance(text: str) -> tuple[int, int, int]:
    """Years, months and days of 两年, 半年, 三个月, 10天, 一周."""
    if text == "半年":
        return 0, 6, 0
    number = small_number(re.match(r"[0-9]+|[一二两三四五六七八九十]+", text)[0])  # type: ignore[index]
    if text.endswith("年半"):
        return 0, number * 12 + 6, 0
    if text.endswith("年"):
        return number, 0, 0
    if text.endswith("个月"):
        return 0, number, 0
    return 0, 0, number * 7 if text.endswith("周") else number


def _months_of(match: re.Match[str], mark: str) -> tuple[int, int] | None:
    month = match[f"month{mark}"]
    if not month:
        return None
    return small_number(month), small_number(match[f"month_to{mark}"] or month)


def ends_after_january(date: Date) -> bool:
    """Whether a part of a year is one that no January has seen the end of: 上半年, 三季度."""
    return bool(date.quarter) or bool(date.months and date.months[1] > 1)


def part_of(match: re.Match[str]) -> Date:
    """The part of the year that a match names."""
    mark = "" if any(match[g] for g in YEARS) else "_"
    quarters, quarter = match[f"quarters{mark}"], match[f"quarter{mark}"]
    part = match[f"part{mark}"] or (f"年{match['edge'][-1]}" if match["edge"] in ("年底", "年末") else None)
    if quarters:
        return Date(months=(1, 3 * small_number(quarters[1])))
    if quarter:
        return Date(quarter=_digit(quarter))
    if part:
        return Date(months=part_months(part))
    months = _months_of(match, mark)
    if months:
        day = match[f"day{mark}"]
        return Date(months=months, day=small_number(day) if day and months[0] == months[1] else None)
    if mark:
        return Date()
    if match["half"]:
        return Date(months=(1, 6) if match["half"].endswith("1") else (7, 12))
    if match["first_months"]:
        return Date(months=(1, small_number(match["first_months"])))
    return Date(months=(12, 12)) if match["yearend"] else Date()


def tells_of_today(match: re.Match[str]) -> bool:
    """Whether 今天 opens a clause that tells of that day, and does not mean these days."""
    before = match.string[max(0, match.start() - 2) : match.start()]
    after = match.string[match.end() : match.end() + 2]
    opens = not before or before[-1] in "，。；：！？、“\n（( " or before == "就在"
    return opens and (len(match.group()) > 2 or match["dayword"] in ("今早", "今晚") or after[:1] in "，,宣正发")


def quarter_index(year: int, month: int | None) -> int:
    """The number of the quarter that a month is in, counted from the year 0."""
    return year * 4 + ((month or 1) - 1) // 3


YEARS = ("year", "fy", "fyshort", "year2", "short", "fiscalrel", "relative", "anchored", "han")
