"""Expressions of time, resolved against the article's date and the times named before, in the fact model's format."""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.date_parts import YEARS
from kg.language.dates import CLOCK, DAY, Date, date_pattern, small_number
from kg.language.marks import TimeMark
from kg.language.time_reader import Published, Reader, time_span
from kg.language.tokens import text_of
from kg.vocabulary.tables import alternation, word_table

__all__ = ["Published", "find_times", "find_vague_times"]

_RANGE = re.compile(r"(?:期间)?\s*(?:至|到|[-–—~～－]{1,2})\s*")
_RANGE_END_DAY = re.compile(rf"(?P<day>{DAY})\s*[日号](?!线|店){CLOCK}")
# Behind a quarter, its end; behind the last day of a period, what ends then: 截至9月30日止的六个月.
_QUARTER_END = re.compile(r"[末底](?![层部线端])")
_BY_THEN = re.compile("截[至止]到?(?:至)?$")
_CLOSED = re.compile(r"\s*止?的?(?:(?P<quarter>一?个?季度|财季|三个月|3个月)|(?P<months>[六九69]个月))")
_EDGE_DAY = re.compile(r"\s*的?(?:(?P<first>第一天|首日)|最后一[天日])")  # 2025年的第一天, 6月最后一天
_SINCE = re.compile(
    r"\s*(?:年?以来|开始|起(?![步码家诉飞售价源点到了草])|至今|到(?:现在|今天|目前)|迄今|以后|之后(?!的?[几数多])"
    r"|后(?![续台端期来面者半勤的]|[0-9零一二两三四五六七八九十]))"
)
_UNTIL = re.compile(r"\s*(?:年?以前|之前|前(?![后十三五夕端沿列景]|[0-9一二两三四]))")
_FROM = re.compile(r"[自从]$")
_ONWARDS = re.compile(r"[^，。；！？\n]{0,24}?(?:以来|(?:开始|起)(?=[，。；]|$))")


class _Finder:
    """Finds the times of one text in order, with their ranges and open ends."""

    def __init__(self, text: str, published: Published | None, alibaba: bool) -> None:
        self.text, self.reader = text, Reader(published, alibaba)
        self.found: list[TimeMark] = []

    def all(self) -> list[TimeMark]:
        """The times, none overlapping another."""
        position, pattern = 0, date_pattern()
        while match := pattern.search(self.text, position):
            position = max(self._one(match), match.start() + 1)
        return self.found

    def _one(self, match: re.Match[str]) -> int:
        """Keep what a match says; where reading goes on."""
        said = self.reader.date(match)
        if said == "" or self._in_apposition(match):  # words that would be a time only beside another, or without it
            return match.end()
        start, end = match.span()
        explicit = False
        if isinstance(said, Date):
            said, end = self._edge_day(*self._part_meant(said, start, end))
            value = said.text()
            self.reader.remember(said, match)
            explicit = said.explicit
            if value:
                value, end = self._extend(match, said, value, end)
        else:
            value = said
        before = self.text[max(0, start - 2) : start]
        if value and "/" not in value and _FROM.search(before) and _ONWARDS.match(self.text, end):
            value += "/.."
        self.found.append(TimeMark(start, end, time_span(value), explicit))
        return end

    def _in_apposition(self, match: re.Match[str]) -> bool:
        """Whether these years are the ones just named: 2023-2024这两年."""
        return bool(match["span"] == "这" and self.found and self.found[-1].end == match.start())

    def _part_meant(self, date: Date, start: int, end: int) -> tuple[Date, int]:
        """The end of a quarter (三季度末) as its month; the quarter that ends on a day (截至3月31日止的季度)."""
        last = _QUARTER_END.match(self.text, end)
        if date.quarter and not date.fiscal and last:
            return replace(date, quarter=None, months=(date.quarter * 3, date.quarter * 3)), last.end()
        closed = _CLOSED.match(self.text, end)
        ends = date.months[1] if date.months else 0
        if not closed or not date.day or ends % 3 or not _BY_THEN.search(self.text[max(0, start - 4) : start]):
            return date, end
        bare = replace(date, day=None)
        if closed["quarter"]:
            return replace(bare, months=None, quarter=ends // 3), end
        length = small_number(closed["months"][0])
        return (replace(bare, months=(ends - length + 1, ends)) if length <= ends else date), end

    def _edge_day(self, date: Date, end: int) -> tuple[Date, int]:
        """The first or last day of a period, where the words behind it say so: 2025年的第一天."""
        edge = _EDGE_DAY.match(self.text, end)
        if not edge or date.day or date.fiscal or date.year is None:
            return date, end
        first, last = date.months or ((date.quarter * 3 - 2, date.quarter * 3) if date.quarter else (1, 12))
        month = first if edge["first"] else last
        day = 1 if edge["first"] else calendar.monthrange(date.year, month)[1]
        return replace(date, quarter=None, months=(month, month), day=day), edge.end()

    def _extend(self, match: re.Match[str], date: Date, value: str, end: int) -> tuple[str, int]:
        """A range, an open start or an open end that follows a date."""
        dash = _RANGE.match(self.text, end)
        if dash:
            closed = self._range_end(match, date, value, dash.end())
            if closed:
                return closed
        if "/" in value:  # 春天开始, 上半年之后: from its first or behind its last month
            since = _SINCE.match(self.text, end)
            if not since or "/.." in value:
                return value, end
            first, _, last = value.partition("/")
            return f"{last if since.group().strip().endswith('后') else first}/..", since.end()
        since = None if match["moved"] else _SINCE.match(self.text, end)
        if since:
            return f"{value}/..", since.end()
        until = None if match["moved"] else _UNTIL.match(self.text, end)
        return (f"../{value}", until.end()) if until else (value, end)

    def _range_end(self, first: re.Match[str], date: Date, value: str, at: int) -> tuple[str, int] | None:
        """Where a range that starts with `date` ends: a later date that leaves out what both share."""
        if "/" in value:
            return None
        stop = _RANGE_END_DAY.match(self.text, at)
        if stop and date.day and date.months:
            last = replace(date, day=small_number(stop["day"]))
            return (f"{value}/{last.text()}", stop.end()) if time_span(f"{value}/{last.text()}") else None
        match = date_pattern().match(self.text, at)
        if not match or any(match[g] for g in _NO_RANGE_END):
            return None
        if match["anchored"] and date.year:
            self.reader.year_named, self.reader.year_at = date.year, first.end()
        other = self.reader.date(match)
        if not isinstance(other, Date) or other.fiscal != date.fiscal:
            return None
        if not any(match[g] for g in (*YEARS, "iso", "iso_short")):
            year = date.year if other.first_month >= date.first_month else (date.year or 0) + 1
            other = replace(other, year=year)
        last_text = other.text()
        if not last_text or "/" in last_text or not time_span(f"{value}/{last_text}"):
            return None
        self.reader.remember(other, match)
        return f"{value}/{last_text}", match.end()


_NO_RANGE_END = (
    "span", "days",
    "moved", "then", "after", "recent", "years", "years_short", "tens", "tens_alone", "decade", "century",
)  # fmt: skip


def find_times(text: str, published: Published | None, alibaba: bool = True) -> list[TimeMark]:
    """The expressions of time in `text`, in order, none overlapping another.

    Args:
        text: the text, simplified.
        published: the article's date; without it, what is relative to it has no value.
        alibaba: whether financial years are Alibaba's (April to March), else calendar years.
    """
    return _Finder(text, published, alibaba).all()


@cache
def _vague_pattern() -> re.Pattern[str]:
    table = word_table("times")
    return re.compile(
        rf"(?P<repeated>{alternation(table['repeated']['words'])}"
        rf"|每隔?[0-9一二两三四五六七八九十]{1, 4}个?(?:年|月|天|日|周|小时|分钟|季度)"
        rf"|每逢[^，。；！？\n]{{1,6}}?(?:节|日|周末|季|假期))|(?P<vague>{alternation(table['vague']['words'])})"
    )


def find_vague_times(text: str, taken: list[TimeMark]) -> list[TimeMark]:
    """Words of time that name none: vague ones (近期, 目前) and repeated ones (每天), in order.

    Args:
        text: the text, simplified.
        taken: the times found in it, in order.
    """
    found, index = [], 0
    for match in _vague_pattern().finditer(text):
        while index < len(taken) and taken[index].end <= match.start():
            index += 1
        if index == len(taken) or taken[index].start >= match.end():
            kind = "repeated" if match["repeated"] else "vague"
            found.append(TimeMark(match.start(), match.end(), None, kind=kind))
    return found


@Language.factory(
    "kg_times", requires=["doc._.mentions"], assigns=["doc._.times", "doc._.vague_times", "doc._.named_times"]
)
def _factory(nlp: Language, name: str) -> object:
    return _component


_ALIBABA = re.compile("阿里|淘天|菜鸟|速卖通|AIDC|Lazada")


def _outside(times: list[TimeMark], names: list[tuple[int, int]]) -> list[TimeMark]:
    """Those that overlap no name; both in order."""
    kept, index = [], 0
    for time in times:
        while index < len(names) and names[index][1] <= time.start:
            index += 1
        if index == len(names) or names[index][0] >= time.end:
            kept.append(time)
    return kept


def _component(doc: Doc) -> Doc:
    names = sorted((m.start, m.end) for m in doc._.mentions)
    published = Published.from_text(doc._.published)
    text = text_of(doc)
    times = find_times(text, published, bool(_ALIBABA.search(text)))
    doc._.times = _outside(times, names)
    events = {m.start: m.end for m in doc._.mentions if m.entity.type == "Event"}
    doc._.named_times = [time for time in times if time.end < events.get(time.start, 0)]
    doc._.vague_times = _outside(find_vague_times(text, times), names)
    return doc
