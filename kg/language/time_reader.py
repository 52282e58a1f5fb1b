"""Reading a date: what an expression of time says, by the article's date and the times named before it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from kg.language.date_parts import distance, ends_after_january, part_of, quarter_index, tells_of_today
from kg.language.dates import Date, offset_of, small_number
from kg.model import TimeSpan
from kg.vocabulary import ModelError

__all__ = ["Published", "Reader", "time_span"]

_NEAR, _FAR = 150, 400  # characters over which a time named before is still meant


@dataclass(frozen=True)
class Published:
    """The date of an article as far as it is known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def from_text(cls, text: str | None) -> Published | None:
        """From ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None stays None."""
        if not text:
            return None
        parts = [int(part) for part in text.split("-")]
        return cls(*parts)

    def date(self) -> Date:
        """As a date of the text."""
        return Date(self.year, months=(self.month, self.month) if self.month else None, day=self.day)


def _decade(first: int) -> str:
    return f"{first}/{first + 9}"


class Reader:
    """Reads the dates of one text from left to right, remembering the times last named."""

    def __init__(self, published: Published | None, alibaba: bool) -> None:
        self.published, self.alibaba = published, alibaba
        self.year_named: int | None = None
        self.year_at = -1
        self.reported: Date | None = None  # the quarter of the financial report last named
        self.last: Date | None = None
        self.last_at = -1

    def date(self, match: re.Match[str]) -> Date | str | None:
        """What a match says: a date, a finished time, or None where it cannot be resolved."""
        for group, read in _READERS:
            if match[group]:
                return read(self, match)
        return self._year_and_part(match)

    # ------------------------------------------------------------------ of their own
    def _iso(self, match: re.Match[str]) -> Date:
        numbers = [int(part) for part in re.split(r"[-/.]", match["iso"] or match["iso_short"])]
        year = numbers[0] if numbers[0] > 99 else 2000 + numbers[0]
        day = numbers[2] if len(numbers) > 2 else None
        return Date(year, months=(numbers[1], numbers[1]), day=day, explicit=True)

    def _years(self, match: re.Match[str]) -> str | None:
        first, last = (int(year) for year in re.findall("[0-9]+", match.group()))
        if last < 100:
            first, last = first + 2000, last + 2000
        return f"{first}/{last}" if first < last <= first + 60 else None

    def _tens(self, match: re.Match[str]) -> str | None:
        if match["decade"]:
            return _decade(int(match["decade"]))
        written = match["tens"] or match["tens_alone"]
        return _decade(1900 + (int(written) if written.isdigit() else small_number(written)))

    def _century(self, match: re.Match[str]) -> str:
        word = match["century"]
        number = {"本": 21, "上": 20}.get(word) or (int(word) if word.isdigit() else small_number(word))
        first = (number - 1) * 100
        return {"初": _decade(first), "末": _decade(first + 90), "中叶": f"{first + 40}/{first + 60}"}[match["age"]]

    # ------------------------------------------------------------------ related to the article's date
    def _span(self, match: re.Match[str]) -> str | None:
        count = small_number(match["count"])
        if not self.published or not 0 < count <= 60:
            return None
        if match["span"] == "前" and match["unit"] != "年":
            anchor = self._anchor(match)
            if anchor and anchor.months and anchor.months[1] == count and not anchor.fiscal:
                return f"{anchor.year}-01/{anchor.year}-{count:02}"  # 截至10月，前10个月…
            if _FREE.match(match.string, match.end()):  # 前三个月免佣金: how long, not when
                return ""
        if match["span"] == "前" and count == 1:  # 2017年…，前一年…
            told = self.year_named is not None and match.start() - self.year_at <= _NEAR
            return str((self.year_named or 0) - 1) if told else ""
        if match["span"] == "前" and match["unit"] == "年" and count > 2:
            return ""  # 成立的前五年: the first five, of what the words before it tell; 前两年 is lately
        ahead = match["span"] in ("未来", "今后", "接下来")
        if match["unit"] == "年":
            year = self.published.year
            return f"{year}/{year + count}" if ahead else f"{year - count}/{year}"
        now = self._month(0)
        other = now.moved(months=count if ahead else -count) if now else None
        first, last = (now, other) if ahead else (other, now)
        return f"{first.text()}/{last.text()}" if first and last else None

    def _last_days(self, match: re.Match[str]) -> str | None:
        """近30天: so many days up to the article's."""
        known = self.published
        if not known or not known.month or not known.day:
            return None
        today = dt.date(known.year, known.month, known.day)
        return f"{(today - dt.timedelta(days=small_number(match['day_count']))).isoformat()}/{today.isoformat()}"

    def _month(self, offset: int) -> Date | None:
        if not self.published or self.published.month is None:
            return None
        now = Date(self.published.year, months=(self.published.month, self.published.month))
        return now.moved(months=offset) if offset else now

    def _month_word(self, match: re.Match[str]) -> Date | None:
        date = self._month(offset_of("months", match["monthword"]))
        return replace(date, day=small_number(match["month_day"])) if date and match["month_day"] else date

    def _recent(self, match: re.Match[str]) -> Date | str | None:
        """日前 is the month of the article; so is 几天前, but for its first days."""
        early = self.published is not None and (self.published.day or 31) <= _FEW
        return "" if match["recent"] == "几天前" and early else self._month(0)

    def _day_word(self, match: re.Match[str]) -> Date | str | None:
        """昨天 is a day; 今天 mostly means these days, unless it opens a clause that tells of that day."""
        offset = offset_of("days", match["dayword"])
        if offset == 0 and not tells_of_today(match):
            return ""
        date = self.published.date() if self.published else None
        if date is None or date.day is None:
            return self._month(0)
        return date.moved(days=offset) if offset else date

    def _week(self, match: re.Match[str]) -> str | Date | None:
        """Weeks start on Monday (ISO 8601)."""
        if not self.published or not self.published.month or not self.published.day:
            return self._month(0)
        today = dt.date(self.published.year, self.published.month, self.published.day)
        monday = today - dt.timedelta(days=today.weekday())
        monday += dt.timedelta(weeks={"上上": -2, "上": -1, "下": 1}.get(match["week"], 0))
        if match["weekday"]:
            day = monday + dt.timedelta(days=min("一二三四五六日天".index(match["weekday"]), 6))
            return Date(day.year, months=(day.month, day.month), day=day.day)
        return f"{monday.isoformat()}/{(monday + dt.timedelta(days=6)).isoformat()}"

    # ------------------------------------------------------------------ related to another time of the text
    def _anchor(self, match: re.Match[str], reach: int = _NEAR) -> Date | None:
        """The time last named, where it stands in the same paragraph and not too far before."""
        if self.last is None or match.start() - self.last_at > reach:
            return None
        return None if "\n" in match.string[self.last_at : match.start()] else self.last

    def _same_month(self, match: re.Match[str]) -> Date | str | None:
        anchor = self._anchor(match)
        if anchor is None or anchor.months is None or anchor.months[0] != anchor.months[1]:
            return ""
        month = replace(anchor, day=None)
        offset = offset_of("anchored_months", match["same_month"])
        moved = month.moved(months=offset) if offset else month
        day = match["same_month_day"]
        return replace(moved, day=small_number(day)) if moved and day else moved

    def _same_day(self, match: re.Match[str]) -> Date | str | None:
        anchor = self._anchor(match)
        if anchor is None or anchor.day is None:
            return ""
        offset = offset_of("anchored_days", match["same_day"])
        return anchor.moved(days=offset) if offset else anchor

    def _quarter_word(self, match: re.Match[str]) -> Date | str | None:
        word, anchor = match["quarterword"], self._anchor(match, _FAR)
        if word[0] not in "上下" and not (anchor and anchor.quarter and not anchor.fiscal):
            return self.reported or self._quarter_just_over(match) or ""
        named = bool(anchor and anchor.quarter and not anchor.fiscal)
        if not named and (word[0] not in "上下" or not self.published or not self.published.month):
            return ""
        if anchor and named:
            index = (anchor.year or 0) * 4 + (anchor.quarter or 1) - 1
        else:
            assert self.published is not None
            index = quarter_index(self.published.year, self.published.month)
        index += {"上": -1, "下": 1}.get(word[0], 0)
        return Date(index // 4, quarter=index % 4 + 1)

    def _quarter_just_over(self, match: re.Match[str]) -> Date | None:
        """The last quarter that had ended when an article tells its results: 这季度总营收…."""
        known = self.published
        if not known or not known.month or not _RESULTS.match(match.string, match.end()):
            return None
        index = quarter_index(known.year, known.month) - 1
        return Date(index // 4, quarter=index % 4 + 1)

    def _moved(self, match: re.Match[str]) -> Date | str | None:
        """两年后 counts from the time last named, 两年前 from the article's date."""
        years, months, days = distance(match["moved"])
        if match["way"].endswith("前"):
            if not self.published or days:
                return ""
            moved = self.published.date().moved(years=-years, months=-months)
            return replace(moved, explicit=False) if moved else ""
        anchor = self._anchor(match)
        moved = anchor.moved(years, months, days) if anchor else None
        if moved is None or (self.published and (moved.year or 0) > self.published.year):
            return ""  # 4年之后的现在: counted from something else
        return moved

    def _then(self, match: re.Match[str]) -> Date | str | None:
        """当时 is the time last named."""
        return self._anchor(match) or ""

    def _after(self, match: re.Match[str]) -> str:
        anchor = self._anchor(match)
        value = anchor.text() if anchor else None
        return f"{value}/.." if value and "/" not in value else ""

    # ------------------------------------------------------------------ year and part of it
    def _year_and_part(self, match: re.Match[str]) -> Date | None:
        date = part_of(match)
        year, fiscal, explicit = self._written_year(match)
        if (match["anchored"] or match["fiscalrel"]) and year is None:
            return None
        fiscal = fiscal and (self.alibaba or date == Date())  # parts of others' are those of the calendar year
        date = replace(date, year=year, fiscal=fiscal, explicit=explicit)
        if date.year is None and not match["relative"]:
            date = replace(date, year=self._year_for(date, match))
        return date if date.year else None

    def _written_year(self, match: re.Match[str]) -> tuple[int | None, bool, bool]:
        """Year, whether it is a financial one that starts in April, and whether its own words name it."""
        if match["year"] or match["year2"]:
            return int(match["year"] or match["year2"]), bool(match["fiscal"]), True
        if match["fy"] or match["fyshort"]:
            return 2000 + int(match["fy"] or match["fyshort"]) % 100, True, True
        if match["han"]:
            return small_number(match["han"]), False, True
        if match["short"]:
            return 2000 + int(match["short"]), False, True
        if match["anchored"]:
            return self._anchored_year(match), False, False
        if match["relative"]:
            known = self.published
            if known and known.month == 1 and match["relative"] == "今年" and ends_after_january(part_of(match)):
                return known.year - 1, False, True  # 今年上半年, written before a January
            return (known.year + offset_of("years", match["relative"]), False, True) if known else (None, False, False)
        if match["fiscalrel"] and self.published and self.published.month and self.alibaba:
            current = self.published.year + (self.published.month >= 4)
            return current - (not match["fiscalrel"].startswith("本")), True, False
        return None, False, False

    def _anchored_year(self, match: re.Match[str]) -> int | None:
        between = match.string[self.year_at : match.start()]
        local = match["anchored"] in _LOCAL_YEARS
        local = local and part_of(match) == Date()  # 当年8月 only what the words say
        if match["anchored"] == "第二年" and _ORDINAL.fullmatch(between):
            return None
        local = local and not _IN_THAT_YEAR.search(match.string[max(0, match.start() - 4) : match.start()])
        if self.year_named is None or len(between) > _FAR or (local and ("\n" in between or len(between) > _NEAR)):
            return None
        return self.year_named + offset_of("anchored", match["anchored"])

    def _year_for(self, date: Date, match: re.Match[str]) -> int | None:
        """The year of a month, quarter or half that names none: the year just named, else the latest not to come."""
        told = self.year_named is not None and self._still_told(match, bool(date.day))
        if told and not self._back_to_now(date):
            return self.year_named
        if not self.published:
            return None
        first, now, before = date.first_month, self.published.month, self.published.year - 1
        if now == 1 and match["edge"]:  # 年初, 年内, written in a January: the year just over
            return self.published.year - 1
        if now is None:
            return self.published.year if first == 1 else None
        later = first > now or (
            first == now and bool(date.day and self.published.day and date.day > self.published.day)
        )
        if later and _TO_COME.search(match.string[max(0, match.start() - 8) : match.start()]):
            return self.published.year
        if later and self._is_at_hand(date):
            return self.published.year
        if later and first - now <= _AHEAD and _SET_FOR.match(match.string, match.end()):
            return self.published.year
        ended = date.quarter and date.quarter * 3 >= now and not first > now
        if not (later or ended):
            return self.published.year
        told_of = self.year_named if date.months and not date.day and match.start() - self.year_at <= _FAR else None
        stale = (now - first) % 12 > _STALE  # 2018年…。7月，…, written in February 2025
        return min(told_of or before, before) if stale else before

    def _is_at_hand(self, date: Date) -> bool:
        """Whether a day of the article's year comes within two weeks: nobody means by it the one a year ago."""
        known = self.published
        if known is None or not known.month or not known.day or not date.day or not date.months:
            return False
        try:
            day = dt.date(known.year, date.months[0], date.day)
        except ValueError:
            return False
        return 0 < (day - dt.date(known.year, known.month, known.day)).days <= _AT_HAND

    def _still_told(self, match: re.Match[str], to_the_day: bool) -> bool:
        """Whether the year last named still holds: in its sentence for a day, in its paragraph for a month."""
        if match.start() - self.year_at > 120:
            return False
        between = match.string[self.year_at : match.start()]
        return not re.search(r"[。！？!?\n]", between) if to_the_day else "\n" not in between

    def _back_to_now(self, date: Date) -> bool:
        """Whether a month is one of the weeks before the article: 2024年第三季度…. 4月下旬…, written in May 2025."""
        known, last = self.published, self.last
        if known is None or known.month is None or last is None or last.year != self.year_named:
            return False
        part = last.quarter or last.months
        before = part and last.year == known.year - 1 and date.first_month < last.first_month
        over = date.months is None or date.months[1] <= known.month  # 前三季度, written in February, are last year's
        return bool(before) and over and 0 <= known.month - date.first_month <= _SOON

    @staticmethod
    def _aside(match: re.Match[str]) -> bool:
        """Whether a time is only that of what another is compared with: 与去年相比, 从2022年的8%降至…."""
        text = match.string
        before, behind = text[match.start() - 1 : match.start()], match.end()
        former = before in ("从", "由") and text[behind : behind + 1] == "的"
        described = before in ("了", "将", "把") and _DESCRIBES.match(text, behind)  # 重启了去年初搁置的计划
        return former or bool(described or _COMPARED.match(text, behind))

    def remember(self, date: Date, match: re.Match[str]) -> None:
        """Keep the time for those that follow in the same passage."""
        if not date.year:
            return
        calendar = not (date.fiscal and self.alibaba)
        if (date.explicit or match["anchored"]) and calendar and not self._aside(match):
            self.year_named, self.year_at = date.year, match.end()
        self.last, self.last_at = date, match.end()
        if date.quarter and _REPORT.match(match.string, match.end()):
            known = self.reported and self.reported.text()
            self.reported = date if not known or (date.text() or "") > known else self.reported


# 当年 also means in those days, 第二年 the second one, 这一年 the year that is being told of.
_LOCAL_YEARS = ("当年", "第二年", "这一年", "那一年", "那年")
# 也正是在那一年 takes up the year of the paragraph before.
_IN_THAT_YEAR = re.compile("[就正也]是?在$")
# 2013年是A发售的第二年: counted from something else.
_ORDINAL = re.compile(r"[^，。；\n]*?是[^，。；\n]*的")
_AT_HAND, _FEW = 14, 7  # days
_STALE = 3  # months behind which nobody says 7月 of the year before: 去年7月
# 自5月2日起, 11月底前, written some months before.
_AHEAD, _SOON = 3, 2
_SET_FOR = re.compile("(?:底|末|初)?(?:起|开始|之?前)")
_TO_COME = re.compile(r"(?:计划|将|拟|预计|即将|定)[于在从自]?\s*$")
_RESULTS = re.compile(r"[^，。；\n]{0,14}?(?:营收|收入|利润|财报|业绩|亏损|GMV)")
_FREE = re.compile(r"(?:而且|均|都|还|可|将|内|的)*(?:免|享|减|零|0|无|不收)")
_COMPARED = re.compile(r"(?:同期)?相[比较]")
_DESCRIBES = re.compile(r"[^，。；、\n]{2,6}的")
_REPORT = re.compile(r"[^，。；、\n]{0,14}?(?:财报|业绩|季报|财务报告)")
# Which group of the pattern is read how; what has none of them is a year and part of it.
_READERS: tuple[tuple[str, Callable[[Reader, re.Match[str]], Date | str | None]], ...] = (
    ("iso", Reader._iso),
    ("iso_short", Reader._iso),
    ("years", Reader._years),
    ("years_short", Reader._years),
    ("tens", Reader._tens),
    ("tens_alone", Reader._tens),
    ("decade", Reader._tens),
    ("century", Reader._century),
    ("monthword", Reader._month_word),
    ("same_month", Reader._same_month),
    ("same_day", Reader._same_day),
    ("dayword", Reader._day_word),
    ("week", Reader._week),
    ("quarterword", Reader._quarter_word),
    ("recent", Reader._recent),
    ("span", Reader._span),
    ("days", Reader._last_days),
    ("moved", Reader._moved),
    ("then", Reader._then),
    ("after", Reader._after),
)


def time_span(value: str | None) -> TimeSpan | None:
    """A time of the fact model; None where there is none, or the calendar has no such day."""
    if not value:
        return None
    try:
        return TimeSpan(value)
    except ModelError:
        return None
