"""Numbers with what stands round them: 近 / $ / 3.6 / 余 / 万亿 / 韩元 / 以上, with or without an upper end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kg.language.numerals import ADJACENT, ARABIC, CHINESE, SCALES
from kg.vocabulary.tables import alternation, word_table

__all__ = ["Amount", "amount_at", "kind_of", "number_pattern", "quantity_words"]

_SCALE = "|".join(SCALES)
# About so many, told by their size alone: 数百, 几十万, 上千; not 人数百万, 网上百货, 十几.
_VAGUE = (
    "(?:(?<![人次总件单户量家台店倍位岁分参多少无系指基级天条篇款员销码字读计算号])数"
    "|(?<![十百千第0-9])几|(?:(?<=[有达过约超近、，,到为着是获已出值额量入模润])|(?<=流水))上)"
)
_NO_TENTH = "(?![为了交功本立员长果效熟都不品绩群套型名像组])"


def quantity_words(section: str) -> dict[str, list[str]]:
    """A section of ``ontology/language/quantities.toml``."""
    return word_table("quantities")[section]


def _words(rows: dict[str, list[str]]) -> list[str]:
    return [word for words in rows.values() for word in words]


@cache
def kind_of(section: str) -> dict[str, str]:
    """What each word of a section stands for: a currency, a unit, a bound."""
    return {word: key for key, words in quantity_words(section).items() for word in words}


@cache
def number_pattern() -> re.Pattern[str]:
    """A numeral that stands for itself, or a vague one: not within a name, a longer numeral or an ordinal."""
    return re.compile(
        rf"(?P<vague>{_VAGUE}(?P<least>[十百千万亿]{{1,4}}))|"
        rf"(?P<arabic>(?:(?<![A-Za-z0-9.第])|(?<=USD)|(?<=RMB)|(?<=CNY)|(?<=EUR)|(?<=GBP)|(?<=(?<![A-Za-z])RM))(?<![0-9][-/:：])(?<![A-Za-z][-_/])(?>{ARABIC})(?![几])|(?<=[A-Za-z])[0-9][0-9.]*(?=万?亿[一-龥]?元))"
        rf"|(?<![零〇一二两三四五六七八九十百千万亿数几好上每第某唯])"
        rf"(?:(?P<pair>{ADJACENT})(?![0-9])|(?P<chinese>(?>{CHINESE}))(?!(?<!十)几|来岁))"
        rf"|(?<![0-9一二两三四五六七八九十百千万亿几])(?P<half>半)(?=个?小时)"
    )


@cache
def _before_pattern() -> re.Pattern[str]:
    before, symbols = alternation(_words(quantity_words("before"))), alternation(_words(quantity_words("symbols")))
    return re.compile(
        rf"(?P<before>(?!(?<=[通度路])过|(?<=经)(?<!已经)过|(?<=[节签预违履])约)(?:{before}))?\s*(?P<symbol>(?<![A-Za-z])(?:{symbols}))?\s*(?P<sign>[-−－])?$"
    )


def _alone(words: list[str]) -> str:
    """Measure words, the longest first, none where it is part of another word (67w+ 笔记)."""
    within = quantity_words("not_alone")
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(rf"{w}(?!\s*[{''.join(within[w])}])" if w in within else w for w in ordered)


@cache
def _after_pattern(ranges: bool) -> re.Pattern[str]:
    """What follows a number: 余 / 万亿 / + / - 5万亿 / 级 / 韩元 / 以上."""
    dozens = "(?<=十)(?<![几数]十)几(?![十百千])"  # 十几万, 二十几个
    middle = rf"(?:{alternation(_words(quantity_words('middle')))}|{dozens}|[+＋](?![0-9A-Za-z]))"
    units = _alone([*_words(quantity_words("units")), *_words(quantity_words("currencies")), "比索"])
    counters = _alone(quantity_words("counters")["words"])
    after = alternation([word for word in _words(quantity_words("after")) if word != "多"]) + "|多(?=[了，。；、]|$)"
    refused = _alone(quantity_words("no_units")["words"])  # 90后, but in 突破3亿后 the word tells when
    wide = r"[wW](?![A-Za-z0-9])|[kK](?=[+＋]|\s*(?:元|块|美元|美金|人|个粉|粉|条|个月薪))"
    number = rf"(?:{ARABIC}|{CHINESE})"
    to = r"(?:[-–—~～−]{1,2}|至|到)"
    upper = rf"(?:\s*(?P<unit1>{units}|{counters})?\s*{to}\s*[¥￥$]?(?P<max>{number})\s*(?P<scale2>{_SCALE}|{wide})?)?"
    return re.compile(
        rf"\s*(?P<mid>{middle})?\s*(?P<scale>{_SCALE}|{wide})?"
        rf"{upper if ranges else '(?P<unit1>(?!))?(?P<max>(?!))?(?P<scale2>(?!))?'}"
        rf"\s*(?P<mid2>{middle})?(?P<level>级)?\s*"
        rf"(?:(?P<unit>半(?=小时)|个半小时|{units}|成{_NO_TENTH})|(?P<refused>(?!(?<=[万亿])后)(?:{refused}))|(?P<counter>{counters}))?"
        rf"\s*(?P<after>{after})?"
    )


@cache
def _latin_scale() -> re.Pattern[str]:
    return re.compile(r"\s?(?P<latin>thousand|million|billion|trillion|[kKmMbB](?![A-Za-z]))", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A number with what stands round it."""

    text: str
    number: re.Match[str]
    before: re.Match[str]
    after: re.Match[str]

    @property
    def start(self) -> int:
        """Where it starts, the words before it included."""
        return self.before.start("before") if self.before["before"] else self.figure_start

    @property
    def figure_start(self) -> int:
        """Where its symbol, sign or first digit stands."""
        for group in ("symbol", "sign"):
            if self.before[group]:
                return self.before.start(group)
        return self.number.start()

    @property
    def end(self) -> int:
        """Where it ends, without blanks behind it."""
        group = self.after.group()
        return self.after.start() + len(group.rstrip())

    @property
    def written(self) -> str:
        """The numeral; of a vague one its size: 百万 of 数百万."""
        return self.number["least"] or self.number.group()

    def part(self, group: str) -> str | None:
        """What a group of the words behind the number holds."""
        return self.after[group] if group in self.after.re.groupindex else None

    @property
    def word(self) -> str | None:
        """Its unit or measure word."""
        return self.part("unit") or self.part("counter") or self.part("unit1")


def amount_at(text: str, number: re.Match[str]) -> Amount:
    """The number with its surroundings; without its range where the ends are of two kinds: 32%至377.56亿元."""
    low = max(0, number.start() - 10)
    before = _before_pattern().search(text, low, number.start())
    assert before is not None  # an empty match is one
    after = _after_pattern(True).match(text, number.end())
    assert after is not None
    first, last = after["unit1"], after["unit"] or after["counter"]
    if after["max"] and before["before"] and re.match("[百千万亿]{2}", number.group()):
        after = _after_pattern(False).match(text, number.end())  # 突破百亿至101.81亿元: the latter is the figure
        assert after is not None
    elif after["max"]:
        moved = re.search(r"[从由](?:[^，。；！？\n]{0,6})$", text[max(0, before.start() - 8) : before.start()])
        one_kind = not (first and (not last or first != last) and last != "成")
        if not one_kind or (moved and (first or number["chinese"])) or _longer_number(text, after):
            after = _after_pattern(False).match(text, number.end())
            assert after is not None
    if before["symbol"] and not after["scale"]:
        latin = _latin_scale().match(text, number.end())
        after = latin if latin else after
    return Amount(text, number, before, after)


def _longer_number(text: str, after: re.Match[str]) -> bool:
    """Whether the upper end of a range is the start of something else: a date, a code."""
    return (
        bool(re.match(r"[-/.:：][0-9]|[A-Za-z]", text[after.end("max") : after.end("max") + 2])) and not after["scale2"]
    )
