"""Dates as they are written, and dates being read: year, part of it, month, day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache

from kg.language.numerals import read_number
from kg.vocabulary.tables import alternation, word_table

__all__ = ["CLOCK", "DAY", "MONTH", "Date", "date_pattern", "offset_of", "part_months", "small_number"]

MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
DAY = r"(?:3[01]|[12][0-9]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
CLOCK = (
    r"(?:\s*(?:凌晨|早上|早间|上午|中午|下午|傍晚|晚间|晚上?)?\s*[0-9]{1,2}(?:[:：][0-9]{2}|[点时](?:[0-9]{1,2}分|半)?)"
    r"|\s*(?:凌晨|早上|早间|上午|中午|下午|傍晚|晚间|晚上|当日|当天|晚(?![期年婚])))?"
)
_COUNT = r"(?:[0-9]{1,4}|[一二两三四五六七八九十]{1,4})"
_QUARTER = r"(?:(?:第\s{0,4})?[一二三四1-4]\s*(?:季(?!《|节目|综艺)度?(?!报告会)|财季)|Q\s*[1-4](?![0-9A-Za-z]))"
_QUARTERS = r"前[一二两三](?:个季|季度?)"
_TO = r"\s*(?:至|到|[-–—~～－]{1,2})\s*"
_BEGUN = "(?:正式)?(?:上线|推出|成立|创立|创办|发布|收购|进入|登陆|入驻|开业)"  # 字节 2021 上线…: a year without 年
_NO_MONTH = r"(?!活|租|费|薪|销|度|均|子|饼|入|光|嫂|卡|刊|榜|经)"
_NO_START = r"(?!创|步|期|始|心|次|衷|级|赛|稿|中|高|代|见|试|学|恋|选|审|版)"
_NO_MIDDLE = r"(?!国|心|期|型|小|等|间|文|美|欧|东|位|层|产|央|高|年|学|台|转|介|的)"
_NO_END = r"(?!层|部|线|盘|价|气|蕴|子|特|色|座|薪|妆|图|单|细|班|端|位|日|世|梢|尾)"


@dataclass(frozen=True)
class Date:
    """A date being read.

    Attributes:
        year: its year; None where none is known.
        fiscal: whether the year is a financial year; its parts are those of one from April before to March.
        quarter: quarter of the year.
        months: first and last month, both included.
        day: day of the one month.
        explicit: whether its own words name the year.
    """

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
        end = self.year + (last < first)
        return f"{self.year}-{first:02}" if first == last else f"{self.year}-{first:02}/{end}-{last:02}"

    def _fiscal_text(self) -> str:
        """Alibaba's financial year starts in April before: its quarters are written as calendar quarters."""
        year = self.year or 0
        if self.quarter:
            return f"{year}-Q1" if self.quarter == 4 else f"{year - 1}-Q{self.quarter + 1}"
        if self.months == (1, 6):
            return f"{year - 1}-04/{year - 1}-09"
        if self.months == (1, 9):
            return f"{year - 1}-04/{year - 1}-12"
        if self.months == (7, 12):
            return f"{year - 1}-10/{year}-03"
        return f"FY{year}"

    @property
    def first_month(self) -> int:
        """The first month that it covers."""
        return self.months[0] if self.months else self.quarter * 3 - 2 if self.quarter else 1

    def moved(self, years: int = 0, months: int = 0, days: int = 0) -> Date | None:
        """The same date some years, months or days on; None where it is not known that exactly.

        Moved by months it is a month, moved by days a day.
        """
        if self.year is None or self.fiscal:
            return None
        if years:
            return Date(self.year + years, explicit=self.explicit)
        if self.months is None or self.months[0] != self.months[1]:
            return None
        if months:
            index = self.year * 12 + self.months[0] - 1 + months
            return Date(index // 12, months=(index % 12 + 1, index % 12 + 1), explicit=self.explicit)
        if self.day is None:
            return None
        try:
            day = dt.date(self.year, self.months[0], self.day) + dt.timedelta(days)
        except (ValueError, OverflowError):
            return None
        return Date(day.year, months=(day.month, day.month), day=day.day, explicit=self.explicit)

    def a_year_before(self) -> Date:
        """The same part of the year before."""
        return replace(self, year=self.year - 1 if self.year else None)


def small_number(text: str) -> int:
    """A small numeral; 0 where it is none."""
    value = read_number(text)
    return int(value) if value is not None and value < 10**6 else 0


def _words(section: str) -> str:
    return alternation([word for words in word_table("times")[section].values() for word in words])


@cache
def offset_of(section: str, word: str) -> int:
    """How many years or months a word of ``times.toml`` counts on."""
    for key, words in word_table("times")[section].items():
        if word in words:
            return {"minus2": -2, "minus1": -1, "zero": 0, "plus1": 1, "plus2": 2}[key]
    raise KeyError(word)


@cache
def part_months(word: str) -> tuple[int, int]:
    """First and last month of a part of the year that ``times.toml`` names."""
    for section in ("halves", "seasons"):
        for key, words in word_table("times")[section].items():
            if word in words:
                return int(key[1:3]), int(key[5:7])
    raise KeyError(word)


def _year() -> str:
    written = r"(?:19|20)[0-9]{2}"
    short = r"(?:0[0-9]|1[0-9]|2[0-9])"
    part = rf"(?:{_QUARTER}|{_QUARTERS}|H[12](?![0-9A-Za-z])|{_words('halves')})"
    month = rf"{MONTH}\s*(?:{_TO}{MONTH}\s*)?月"
    behind = rf"(?=\s*(?:{part}|{month}|年?[底初末]|全年|[春夏秋冬]|双1[12]|618|以来|之[前后]|开始))"
    return (
        rf"(?P<year>(?<![0-9]){written})\s*(?P<fiscal>财年|财政年度)"
        rf"|FY\s*(?P<fy>20[0-9]{{2}}|[0-9]{{2}}(?![0-9]))"
        rf"|(?P<fyshort>(?<![0-9.]){short})(?=财年)财年"
        rf"|(?P<year2>(?<![0-9]){written})(?:\s*年度?(?!代|轻|级|龄|画|报告期)|(?=\s*{part})|(?=\s*{_BEGUN})|(?=\s*[和与及、]\s*{written}\s*年))"
        rf"|(?P<short>(?<![0-9.]){short})(?:年{behind}|(?=(?:Q[1-4]|H[12])(?![0-9A-Za-z])))"
        rf"|(?P<fiscalrel>上一?个?财年|本财年|上财年)|(?P<relative>{_words('years')})|(?P<anchored>{_words('anchored')})"
        rf"|(?P<han>[二一][〇零九][〇零一二三四五六七八九]{{2}})年(?!代)"
    )


def _part(alone: bool) -> str:
    """What may follow a year; alone, only what is a time without one, its groups' names ending in ``_``."""
    mark = "_" if alone else ""
    month = (
        rf"(?P<month{mark}>{MONTH})(?:\s*月?{_TO}(?P<month_to{mark}>{MONTH}))?\s*月{_NO_MONTH}份?"
        rf"(?:\s*(?P<day{mark}>{DAY})\s*[日号](?!线|店|楼|链|群|文|常){CLOCK}"
        rf"|的?(?P<tenth{mark}>上旬|中旬|下旬|月?初{_NO_START}|月?底|月?末|中(?=[，。、]))|)"
    )
    quarter = rf"(?P<quarters{mark}>{_QUARTERS}度?)|(?P<quarter{mark}>{_QUARTER})度?"
    if alone:
        return rf"{quarter}|(?P<part{mark}>{_words('halves')})|{month}"
    return (
        rf"{quarter}|(?P<half>H[12](?![0-9A-Za-z]))|(?P<part>{_words('halves')}|{_words('seasons')})"
        rf"|前(?P<first_months>1[01]|[2-9]|[二两三四五六七八九十])个?月(?!内|里)|{month}"
        rf"|(?P<yearend>年?(?:底|末|尾){_NO_END})|(?P<yearpart>年?初{_NO_START}|年?中{_NO_MIDDLE})"
    )


def _of_their_own() -> tuple[str, ...]:
    """Expressions that are no year and part of it."""
    written = r"(?:19|20)[0-9]{2}"
    far = r"(?:上世纪|20世纪|二十世纪)"
    return (
        # 2016-04-20, 2021.7.1, 2023.1：, 24.7.12
        rf"(?P<iso>(?<![0-9./]){written}(?P<mark>[-/.])(?:(?:1[0-2]|0[1-9])|[1-9](?=(?P=mark)|[，,：:]))"
        r"(?:(?P=mark)(?:3[01]|[12][0-9]|0?[1-9]))?(?![0-9]|(?P=mark)[0-9]))",
        r"(?P<iso_short>(?<![0-9.])(?:1[0-9]|2[0-9])\.(?:1[0-2]|0?[1-9])\.(?:3[01]|[12][0-9]|0?[1-9])(?=[，。）) ]|$))",
        # 2019-2022年, 2023-2024, 在15年到16年
        rf"(?P<years>(?<![0-9.\-/]){written}\s*年?{_TO}{written}(?![0-9.\-/])(?!\s*年?\s*[0-9]+\s*月|\s*[元万个人名家件亿财])年?(?![初底末]))",
        r"(?P<years_short>(?<=[在从自于])(?:0[5-9]|[12][0-9])年?(?:到|至|-)(?:0[5-9]|[12][0-9])年(?![内后前期来]))",
        rf"{far}\s*(?P<tens>[二三四五六七八九]十|[2-9]0)年代(?:初期?|中期?|末|后期)?",
        r"(?<![0-9])(?P<tens_alone>[6789]0|[六七八九]十)年代(?:初期?|中期?|末|后期)?",
        r"(?<![0-9])(?P<decade>(?:19|20)[0-9]0)年代(?:初期?|中期?|末|后期)?",
        r"(?P<century>1[5-9]|2[01]|十[五六七八九]|二十一?|本|上)世纪(?P<age>初|末|中叶)",
    )


def _related() -> tuple[str, ...]:
    """Expressions that count from the article's date or from another time of the text."""
    return (
        rf"(?P<monthword>{_words('months')})(?:\s*(?P<month_day>{DAY})\s*[日号]|的?(?:上旬|中旬|下旬|初|底|末))?",
        rf"(?P<same_month>{_words('anchored_months')})(?!薪|供|销)(?:\s*(?P<same_month_day>{DAY})\s*[日号]|的?(?:上旬|中旬|下旬|初|底|末))?",
        rf"(?P<same_day>{_words('anchored_days')})(?!达|送|留存|到账|起){CLOCK}",
        rf"(?<![目之此以])(?P<dayword>{_words('days')})(?!头条){CLOCK}",
        r"(?P<week>上上|上|本|这|下)个?(?:周|星期|礼拜)(?!围|边|期|转|全|刊|末|年|岁|到|报)(?P<weekday>[一二三四五六日天](?!个))?",
        r"(?P<quarterword>上一?个?季度|下一?个?季度|本季度|该季度|这一季度|这个?季度(?!末|初)|本财季|当季(?!水果|食|新)|(?:报告|统计|财报)期内?(?!间))",
        rf"(?P<recent>{_words('recent')})",
        rf"(?P<span>过去|近|最近|前|这|未来|今后|接下来)的?(?P<count>{_COUNT})(?P<unit>个月|年|月)"
        rf"(?!级|份|龄|轻|代|[前后底初末]|[0-9])(?:以?来|里|内|间|时间|多)?",
        r"(?P<days>过去|近|最近)的?\s*(?P<day_count>7|14|15|28|30|60|90|180|七|三十)\s*(?:天|日)(?![左才送到后前])(?:以?来|里|内|间)?",
        rf"(?<![0-9.个第几数])(?P<moved>半年|{_COUNT}\s?(?:年半|年|个月|天|日|周))"
        r"(?P<way>之后|以后|过后|后(?!续|台|端|期|来|面|者|半|他|，他)|之前|以前|前(?!后|夕|端|沿|三|五|十|置|[0-9]))",
        rf"(?:(?<=[，。；！？])|^)(?P<then>{alternation(word_table('times')['then']['words'])})(?=[，,])",
        r"(?P<after>此后|自此之后|从此以后|自那以后|在那之后|那之后|这之后)",
        r"(?<![0-9一二两三四五六七八九十几多半数百当每那这])(?P<edge>年[内底初末])(?!胎|级|(?<=初)[一二三四五六七八九十](?:[，、。]|到|至|开始|当天|那天))",
    )


@cache
def date_pattern() -> re.Pattern[str]:
    """One date: year, part of it, month, day; or a word of its own."""
    dated = r"(?:1[0-2]|[1-9])月(?:[0-9]|份|[初中底末，])"  # Temu9月1日上线
    own = "|".join((*_of_their_own(), rf"(?:{_year()})(?:\s*的?\s*(?:{_part(False)}))?", *_related()))
    whole = rf"第|{dated}|[一二三四]季度|{_words('halves')}"  # Temu一季度
    free = rf"(?<![0-9.一二三四五六七八九十几多数个第点每A-Za-z])|(?:(?<=[A-Za-z])|(?<=拼多多))(?={whole})"
    return re.compile(rf"{own}|(?:{free})(?:{_part(True)})")
