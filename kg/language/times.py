"""Expressions of time, resolved against the article's date into the fact model's format."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import TimeMark
from kg.language.numerals import read_number
from kg.model import TimeSpan
from kg.vocabulary import ModelError
from kg.vocabulary.tables import alternation, word_table

__all__ = ["Published", "find_times"]

_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUARTER = r"(?:第?\s*[一二三四1-4]\s*季度?|Q\s*[1-4]|[一二三四]季度)"
_CLOCK = r"(?:\s*(?:上午|下午|凌晨|晚上?|中午)?\s*[0-9]{1,2}[:：][0-9]{2}|上午|下午|晚间|凌晨|当日)?"


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


def _words(section: str) -> str:
    return alternation([word for words in word_table("times")[section].values() for word in words])


@cache
def _offset(section: str, word: str) -> int:
    for key, words in word_table("times")[section].items():
        if word in words:
            return {"minus2": -2, "minus1": -1, "zero": 0, "plus1": 1, "plus2": 2}[key]
    raise KeyError(word)


@cache
def _part_months(word: str) -> tuple[int, int]:
    for key, words in word_table("times")["parts"].items():
        if word in words:
            return int(key[1:3]), int(key[5:7])
    raise KeyError(word)


@cache
def _pattern() -> re.Pattern[str]:
    """One date: year, part of it, month, day; or a word of its own."""
    year = (
        rf"(?P<year>(?:19|20)[0-9]{{2}})\s*(?P<fiscal>财年|财政年度)|FY\s*(?P<fy>20[0-9]{{2}}|[0-9]{{2}})|"
        rf"(?P<year2>(?:19|20)[0-9]{{2}})(?:\s*年度?(?!前|代|轻|内|以?来|的?时间)|(?=\s*Q[1-4])|(?=\s*年(?:前|以?来)))|"
        rf"(?P<short>(?<![0-9])(?:0[0-9]|1[0-9]|2[0-6]))年(?=\s*(?:Q?[1-4一二三四]季?|第[一二三四]|[0-9]{{1,2}}\s*月|上半年|下半年|[底初末]))|"
        rf"(?P<fiscalrel>上一?个?财年|本财年|上财年)|(?P<relative>{_words('years')})|(?P<anchored>{_words('anchored')})|"
        rf"(?P<han>二[〇零]{{1}}[〇零一二][〇零一二三四五六七八九])年"
    )
    inner = (
        rf"(?P<quarter>{_QUARTER})(?:度)?|(?P<part>{_words('parts')})|"
        rf"(?P<month>{_MONTH})\s*月(?!活|租|费|薪|销|度|均|子|饼|入|光)份?\s*(?:(?P<day>{_DAY})\s*[日号]{_CLOCK}|(?P<tenth>上旬|中旬|下旬|初|底|末|中(?=[，。、旬]))|)|"
        rf"(?P<yearpart>年?初|年?中(?![国心期型小等间文美欧]))"
    )
    return re.compile(
        rf"(?P<iso>(?:19|20)[0-9]{{2}}[-/.](?:1[0-2]|0[1-9])(?:[-/.](?:3[01]|[12][0-9]|0[1-9]))?(?![0-9]))"
        rf"|(?:{year})(?:\s*的?\s*(?:{inner}))?"
        rf"|(?P<monthword>{_words('months')})(?:\s*(?P<day3>{_DAY})\s*[日号]|(?P<tenth3>上旬|中旬|下旬|初|底|末))?"
        rf"|(?P<quarter2>(?<![A-Za-z0-9])Q\s*[1-4](?![A-Za-z0-9])|第[一二三四]季度|[一二三四]季度)"
        rf"|(?<![0-9一二三四五六七八九十几多数个])(?P<month2>{_MONTH})\s*月(?!活|租|费|薪|销|度|均|子|饼|入|光)份?(?:\s*(?P<day2>{_DAY})\s*[日号]{_CLOCK}|(?P<tenth2>上旬|中旬|下旬|初|底|末)|)"
        rf"|(?P<recent>{_words('recent')})"
        rf"|(?P<span>(?:过去|近|最近|前|这)(?P<count>[0-9]+|[一二两三四五六七八九十]+)(?:个)?(?P<unit>年|月)(?:来|里|内|间|时间|多)?)"
        rf"|(?P<decade>(?:上世纪|20世纪)(?P<tens>[二三四五六七八九])十年代|(?P<tens2>[6789])0年代)"
        rf"|(?P<partalone>上半年|下半年|年初|年底|年末)"
    )


@dataclass
class _Date:
    """A date being read: financial year, year, quarter, first and last month, day."""

    year: int | None = None
    fiscal: bool = False
    quarter: int | None = None
    months: tuple[int, int] | None = None
    day: int | None = None
    explicit: bool = False

    def text(self) -> str | None:
        """In the fact model's format; None without a year."""
        if self.year is None:
            return None
        if self.fiscal:
            return self._fiscal_text()
        if self.quarter:
            return f"{self.year}-Q{self.quarter}"
        if self.months is None:
            return str(self.year)
        first, last = self.months
        if self.day and first == last:
            return f"{self.year}-{first:02}-{self.day:02}"
        if (first, last) in ((1, 6), (7, 12)):
            return f"{self.year}-H{1 if first == 1 else 2}"
        return f"{self.year}-{first:02}" if first == last else f"{self.year}-{first:02}/{self.year}-{last:02}"

    def _fiscal_text(self) -> str:
        """Alibaba's financial year starts in April before: its quarters are written as calendar quarters."""
        assert self.year is not None
        if self.quarter:
            return f"{self.year}-Q1" if self.quarter == 4 else f"{self.year - 1}-Q{self.quarter + 1}"
        if self.months == (1, 6):
            return f"{self.year - 1}-04/{self.year - 1}-09"
        if self.months == (7, 12):
            return f"{self.year - 1}-10/{self.year}-03"
        return f"FY{self.year}"


def _digit(text: str) -> int:
    found = re.search(r"[1-4一二三四]", text)
    return "1234".find(found[0]) + 1 or "一二三四".find(found[0]) + 1 if found else 0


def _number(text: str) -> int:
    value = read_number(text)
    return int(value) if value is not None else 0


class _Reader:
    """Reads the dates of one text from left to right, remembering the year last named."""

    def __init__(self, published: Published | None, alibaba: bool) -> None:
        self.published, self.alibaba = published, alibaba
        self.year_named: int | None = None
        self.year_at = -1

    def date(self, match: re.Match[str]) -> _Date | str | None:
        """What a match says: a date, a finished time, or None where it cannot be resolved."""
        if match["iso"]:
            parts = [int(p) for p in re.split(r"[-/.]", match["iso"])]
            return _Date(parts[0], months=(parts[1], parts[1]), day=parts[2] if len(parts) > 2 else None, explicit=True)
        if match["span"]:
            return self._span(match)
        if match["decade"]:
            tens = _number(match["tens"] or "") if match["tens"] else int(match["tens2"])
            return f"19{tens}0/19{tens}9"
        if match["recent"]:
            return self._month(0)
        if match["monthword"]:
            return self._month_word(match)
        return self._year_and_part(match)

    def _span(self, match: re.Match[str]) -> str | None:
        count = _number(match["count"])
        if not self.published or not 0 < count <= 60:
            return None
        if match["unit"] == "年":
            return f"{self.published.year - count}/{self.published.year}"
        if self.published.month is None:
            return None
        index = self.published.year * 12 + self.published.month - 1
        first = index - count
        return f"{first // 12}-{first % 12 + 1:02}/{index // 12}-{index % 12 + 1:02}"

    def _month(self, offset: int) -> _Date | None:
        if not self.published or self.published.month is None:
            return None
        index = self.published.year * 12 + self.published.month - 1 + offset
        return _Date(index // 12, months=(index % 12 + 1, index % 12 + 1))

    def _month_word(self, match: re.Match[str]) -> _Date | None:
        date = self._month(_offset("months", match["monthword"]))
        if date and match["day3"]:
            date.day = _number(match["day3"])
        return date

    def _year_and_part(self, match: re.Match[str]) -> _Date | None:
        date = _Date()
        self._set_year(match, date)
        quarter = match["quarter"] or match["quarter2"]
        part = match["part"] or (match["partalone"] if match["partalone"] not in (None, "年初") else None)
        month, day = match["month"] or match["month2"], match["day"] or match["day2"]
        if quarter:
            date.quarter = _digit(quarter)
        elif part:
            date.months = _part_months(part)
        elif month:
            date.months = (_number(month), _number(month))
            date.day = _number(day) if day else None
        if date.year is None:
            date.year = self._year_for(date, match)
        return date if date.year else None

    def _set_year(self, match: re.Match[str], date: _Date) -> None:
        written = match["year"] or match["year2"]
        if written:
            date.year, date.explicit, date.fiscal = int(written), True, bool(match["fiscal"]) and self.alibaba
        elif match["fy"]:
            date.year, date.explicit, date.fiscal = 2000 + int(match["fy"]) % 100, True, self.alibaba
        elif match["han"]:
            date.year, date.explicit = _number(match["han"]), True
        elif match["short"]:
            date.year, date.explicit = 2000 + int(match["short"]), True
        elif match["anchored"]:
            if self.year_named:
                date.year = self.year_named + _offset("anchored", match["anchored"])
        elif match["relative"] and self.published:
            date.year, date.explicit = self.published.year + _offset("years", match["relative"]), True
        elif match["fiscalrel"] and self.published and self.published.month and self.alibaba:
            current = self.published.year + (self.published.month >= 4)
            date.year, date.fiscal = current - (0 if match["fiscalrel"].startswith("本") else 1), True

    def _year_for(self, date: _Date, match: re.Match[str]) -> int | None:
        """The year of a month, quarter or half that names none: the year just named, else the latest not to come."""
        if match["anchored"] or (match["relative"] and not self.published):
            return None
        if self.year_named is not None and self._still_told(match, bool(date.day)):
            return self.year_named
        if not self.published:
            return None
        first = date.months[0] if date.months else date.quarter * 3 - 2 if date.quarter else 1
        now = self.published.month
        if now is None:
            return self.published.year if first == 1 else None
        later = first > now or (
            first == now and bool(date.day and self.published.day and date.day > self.published.day)
        )
        ended = date.quarter and date.quarter * 3 > now and not first > now
        return self.published.year - 1 if later or ended else self.published.year

    def _still_told(self, match: re.Match[str], to_the_day: bool) -> bool:
        """Whether the year last named still holds: in its sentence for a day, in its paragraph for a month."""
        between = match.string[self.year_at : match.start()]
        return not re.search(r"[。！？!?\n]", between) if to_the_day else len(between) < 120 and "\n" not in between

    def remember(self, date: _Date, match: re.Match[str]) -> None:
        """Keep the year for the dates that follow in the same passage."""
        if date.year and (date.explicit or match["anchored"]) and not date.fiscal:
            self.year_named, self.year_at = date.year, match.end()


def _valid(value: str | None) -> TimeSpan | None:
    if value is None:
        return None
    try:
        return TimeSpan(value)
    except ModelError:
        return None


_RANGE = re.compile(r"\s*(?:至|到|-|–|—|~|～|—{2})\s*")
_RANGE_END_DAY = re.compile(rf"(?P<day>{_DAY})\s*[日号]{_CLOCK}")
_RANGE_END_YEAR = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?!\s*年?\s*[0-9]*月)年?")
_SINCE = re.compile(r"\s*(?:年?以来|开始|起|至今|迄今|以后|之后)(?!步|码|家|诉|飞|售|价|源|点|到|了)")
_UNTIL = re.compile(r"\s*(?:年?以前|之前|前(?!后|十|三|五|夕|端|沿|列|景|[0-9]))")
_FROM = re.compile(r"[自从]$")
_ONWARDS = re.compile(r"[^，。；！？\n]{0,24}(?:开始|以来|起)(?=[，。；])")


def _extend(text: str, end: int, date: _Date, value: str) -> tuple[str, int]:
    """A range, an open start or an open end that follows a date."""
    dash = _RANGE.match(text, end)
    if dash:
        stop = _RANGE_END_DAY.match(text, dash.end())
        if stop and date.day and date.months:
            last = f"{date.year}-{date.months[0]:02}-{_number(stop['day']):02}"
            return f"{value}/{last}", stop.end()
        year = _RANGE_END_YEAR.match(text, dash.end())
        if year and date.months is None and not date.fiscal and int(year["year"]) > (date.year or 0):
            return f"{value}/{year['year']}", year.end()
    since = _SINCE.match(text, end)
    if since:
        return f"{value}/..", since.end()
    until = _UNTIL.match(text, end)
    if until:
        return f"../{value}", until.end()
    return value, end


_BARE_YEAR_RANGE = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*(?:至|到|-|–|—|~|～)\s*((?:19|20)[0-9]{2})\s*年")


def find_times(text: str, published: Published | None, alibaba: bool = True) -> list[TimeMark]:
    """The expressions of time in `text`, in order, none overlapping another.

    Args:
        text: the text, simplified.
        published: the article's date; without it, what is relative to it has no value.
        alibaba: whether financial years are Alibaba's (April to March), else calendar years.
    """
    reader = _Reader(published, alibaba)
    found: list[TimeMark] = []
    position = 0
    pattern = _pattern()
    while match := pattern.search(text, position):
        years = _BARE_YEAR_RANGE.search(text, max(position, match.start() - 8), match.end() + 8)
        if years and int(years[1]) < int(years[2]):
            found.append(TimeMark(years.start(), years.end(), _valid(f"{years[1]}/{years[2]}"), True))
            position = years.end()
            continue
        position = max(match.end(), match.start() + 1)
        said = reader.date(match)
        end = match.end()
        if isinstance(said, _Date):
            value = said.text()
            if value:
                value, end = _extend(text, end, said, value)
            reader.remember(said, match)
            explicit = said.explicit
        else:
            value, explicit = said, False
        start = match.start()
        if value and "/" not in value and _FROM.search(text, max(0, start - 2), start) and _ONWARDS.match(text, end):
            value += "/.."
        found.append(TimeMark(start, end, _valid(value), explicit))
        position = max(position, end)
    return found


@Language.factory("kg_times", requires=["doc._.mentions"], assigns=["doc._.times"])
def _factory(nlp: Language, name: str) -> object:
    return _component


_ALIBABA = re.compile("阿里|淘天|菜鸟|速卖通|AIDC|Lazada")


def _component(doc: Doc) -> Doc:
    names = [(m.start, m.end) for m in doc._.mentions]
    published = Published.from_text(doc._.published)
    times = find_times(doc.text, published, bool(_ALIBABA.search(doc.text)))
    doc._.times = [t for t in times if not any(s < t.end and t.start < e for s, e in names)]
    return doc
