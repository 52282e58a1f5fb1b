"""Yearly sales and holidays as times, for where the time of one is asked: 双11 is an event, its month a time."""

from __future__ import annotations

import re
from functools import cache

from kg.language.marks import TimeMark
from kg.language.times import Published
from kg.model import TimeSpan
from kg.vocabulary.tables import alternation, word_table

__all__ = ["occasion_time", "occasions_in"]

_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})|(?<![0-9])(?P<short>[0-2][0-9])年")
# 在618时或达到…, 双11期间将…: it is to come.
_TO_COME = re.compile("[，,]?[^，。；！？]{0,8}?(?:将(?!近)|或(?!者|是)|有望|预计|计划|即将|准备)")
_ON_THE_FIRST = ("元旦", "五一", "劳动节", "六一", "儿童节", "国庆")
_RELATIVE = {"前年": -2, "去年": -1, "今年": 0, "明年": 1}


@cache
def _month_of(word: str) -> str | None:
    for key, words in word_table("times")["promotions"].items():
        if word in words:
            return key[1:]
    return None


@cache
def _names() -> tuple[list[str], list[str]]:
    """The names of the Chinese New Year, and of all other occasions."""
    table = word_table("times")
    return table["spring_festivals"]["names"], [word for words in table["promotions"].values() for word in words]


@cache
def _pattern() -> re.Pattern[str]:
    festivals, promotions = _names()
    return re.compile(rf"(?P<festival>{alternation(festivals)})|{alternation(promotions)}")


@cache
def _told() -> re.Pattern[str]:
    """An occasion that tells when: 双12期间, 在2023年圣诞节推出."""
    festivals, promotions = _names()
    names = alternation([*promotions, *festivals])
    named = (
        rf"(?:(?:(?:19|20)[0-9]{{2}}|[0-2][0-9])年?|前年|去年|今年|[同当该次翌]年)?的?[“「]?(?:{names})[”」]?"
        "(?:购物节|购物季|狂欢节|狂欢季|电商节|周年庆|年中|大促|活动|假期)*"
    )
    when = "期间|当天|当日|前夕|前后|之际|时(?![尚装代间长候])|(?:开卖|大促)?首日|开门红|伊始|来临"
    return re.compile(
        rf"{named}(?:{when})|(?<=在){named}(?=[，推上发举开启])"
        rf"|(?:(?<=[，。；！？\n])|^){named}(?=[，,])"
    )


def occasions_in(text: str, published: Published | None) -> list[TimeMark]:
    """The occasions that tell when something is done, in order: 双12期间, 在2023年圣诞节推出.

    Args:
        text: the text.
        published: the article's date.
    """
    found = [
        (match, occasion_time(match.group(), published, coming=bool(_TO_COME.match(text, match.end()))))
        for match in _told().finditer(text)
    ]
    return [TimeMark(match.start(), match.end(), value) for match, value in found if value]


def _year_of(words: str, year: int | None, published: Published | None) -> int | None:
    written = _YEAR.search(words)
    if written:
        return int(written["year"]) if written["year"] else 2000 + int(written["short"])
    for word, offset in _RELATIVE.items():
        if word in words:
            return published.year + offset if published else None
    return year


def occasion_time(
    words: str, published: Published | None, year: int | None = None, coming: bool = False
) -> TimeSpan | None:
    """The month of a yearly occasion; None where it is no such, or its year is unknown.

    Args:
        words: how the text calls it, with the year where it names one: 2024双11, 去年黑五, 618大促.
        published: the article's date: without any year, the occasion is the latest that is not to come.
        year: the year that its surroundings give, if any.
        coming: whether it is told of as one to come; then it is the next one.

    >>> occasion_time("双11大促", Published(2025, 4, 21)).value
    '2024-11'
    """
    found = _pattern().search(words)
    if not found:
        return None
    known = _year_of(words, year, published)
    if words.endswith("前夕"):
        return _eve(found.group(), known, published)
    if found["festival"]:
        return _festival(known, published)
    month = _month_of(found.group())
    if month is None:
        return None
    if known is None and published:
        ahead = published.month is not None and int(month) - published.month
        known = published.year + (ahead < 0 if coming else -(ahead > 0))
    return TimeSpan(f"{known}-{month}") if known else None


def _eve(word: str, year: int | None, published: Published | None) -> TimeSpan | None:
    """When the eve of an occasion is: the month before one on the first of a month; else only the year is known."""
    month = _month_of(word)
    if word not in _ON_THE_FIRST or month is None:
        return TimeSpan(str(year)) if year else None
    if year is None and published and published.month:
        year = published.year - (int(month) > published.month)
    if year is None:
        return None
    return TimeSpan(f"{year}-{int(month) - 1:02}" if month > "01" else f"{year - 1}-12")


def _festival(year: int | None, published: Published | None) -> TimeSpan | None:
    """The month in which the Chinese New Year of a year falls."""
    months = word_table("times")["spring_festivals"]["months"]
    if year is not None:
        return next((TimeSpan(month) for month in months if month.startswith(str(year))), None)
    if published is None:
        return None
    latest = f"{published.year}-{published.month or 12:02}"
    return next((TimeSpan(month) for month in reversed(months) if month <= latest), None)
