"""Quantities: money, shares, ranks, counts, durations, multiples, with bounds and ranges."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import QuantityMark
from kg.language.numerals import ARABIC, CHINESE, SCALES, plain, read_number
from kg.model import Quantity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_quantities"]

_SCALE = "|".join(SCALES)
_RANK_NUMBER = rf"(?:{ARABIC}|[一二三四五六七八九十]+)"
# 第一 before these is no rank: the first time, quarter, step …
_NO_RANK = (
    "次|时间|季|步|个|批|代|方|线|届|轮|天|年|份|反应|页|种|类|章|节|条|点|阶段|手|期|梯队|款|场|大道"
    "|部分|家|件|张|层|单|站|人称|性|桶|财"
)


def _table(section: str) -> dict[str, list[str]]:
    return word_table("quantities")[section]


def _words(rows: dict[str, list[str]]) -> list[str]:
    return [word for words in rows.values() for word in words]


@cache
def _lookup(section: str) -> dict[str, str]:
    return {word: key for key, words in _table(section).items() for word in words}


@cache
def _amount_pattern(ranges: bool) -> re.Pattern[str]:
    """A number with what stands around it: 近 / $ / 3.6 / 余 / 万亿 / 韩元 / 以上; with or without an upper end."""
    before, after, middle = (alternation(_words(_table(s))) for s in ("before", "after", "middle"))
    units = alternation(_words(_table("units")) + _words(_table("currencies")))
    symbols = alternation(_words(_table("symbols")))
    number = rf"(?:{ARABIC}|{CHINESE})"
    upper = rf"(?:\s*(?P<unit1>{units})?\s*[-–—~～至到]\s*(?P<max>{number})\s*(?P<scale2>{_SCALE})?)"
    counters = alternation(_table("counters")["words"])
    return re.compile(
        rf"(?P<before>{before})?\s*(?P<symbol>{symbols})?\s*"
        rf"(?P<number>(?<![A-Za-z0-9.\-数几好]){number})\s*(?P<mid>{middle})?(?P<scale>\s*(?:{_SCALE}))?"
        rf"{upper + '?' if ranges else '(?P<unit1>(?!))?(?P<max>(?!))?(?P<scale2>(?!))?'}"
        rf"\s*(?P<mid2>{middle})?(?P<level>级)?\s*"
        rf"(?P<unit>{units}|成(?![为了交功本立员就长果效熟都])|(?:{counters}))?\s*(?P<after>{after})?"
    )


def _amount_at(text: str, match: re.Match[str]) -> re.Match[str]:
    """The match without its range where the ends are of two kinds: 32%至377.56亿元 are two figures."""
    first, last = match["unit1"], match["unit"]
    if match["max"] and ((first and last and first != last) or (first and not last)):
        return _amount_pattern(False).match(text, match.start()) or match
    return match


@cache
def _rank_pattern() -> re.Pattern[str]:
    before, first = alternation(_table("ranks")["before"]), alternation(_table("ranks")["first"])
    return re.compile(
        rf"(?P<first>{first})"
        rf"|第\s*(?P<nth>{_RANK_NUMBER})(?!\s*(?:{_NO_RANK}))(?:名|位)?"
        rf"|(?P<top>(?:排名|排行|位居|位列|跻身|进入|闯进|挤进|稳居|名列)?前)\s*(?P<within>{_RANK_NUMBER})(?:名|位|强|大)?"
        rf"(?![\s]*(?:个|年|天|月|条|次|款|期|几|段|后|半|端|者|辈|人|列|夕|景|往))"
        rf"|(?:{before})(?:第|在)?\s*[“\"]?(?P<placed>{_RANK_NUMBER})[”\"]?(?:名|位)"
        rf"|[“\"](?:屈居)[”\"]\s*(?P<humbled>{_RANK_NUMBER})(?:名|位)"
        rf"|(?i:TOP)\s*(?P<topn>[0-9]+)"
    )


def _ranks(text: str) -> list[QuantityMark]:
    found = []
    for match in _rank_pattern().finditer(text):
        within = match["within"] or match["topn"]
        number = match["nth"] or within or match["placed"] or match["humbled"]
        value = Decimal(1) if match["first"] else read_number(number)
        if value is None or value < 1 or value > 1000:
            continue
        bound = "atMost" if within and value > 1 else None
        start = match.start("placed") if match["placed"] else match.start()
        if match["placed"] and text[start - 1] == "第":
            start -= 1
        words = text[start : match.end()]
        found.append(QuantityMark(start, match.end(), Quantity(value, "rank", words, bound=bound)))
    return found


def _unit(match: re.Match[str]) -> tuple[str, str | None]:
    """The unit of an amount and, of a count, its measure word."""
    word = match["unit"] or match["unit1"]
    if word and word in _lookup("currencies"):
        return _lookup("currencies")[word], None
    if match["symbol"]:
        return _lookup("symbols")[match["symbol"]], word
    if word == "成":
        return "percent", None
    if word and word in _lookup("units"):
        return _lookup("units")[word], None
    return "count", word


def _counts(match: re.Match[str]) -> bool:
    """Whether a run of numerals is a figure: bare Chinese numerals and figures without unit or scale mostly are not."""
    number, word = match["number"], match["unit"] or match["unit1"]
    if number[0].isdigit():
        return True
    exact_unit = word and (word in _lookup("units") or word in _lookup("currencies") or word == "成")
    if word in ("块", "天", "元", "个点") and len(number) == 1 and not match["before"]:
        return False
    large = any(c in number for c in "万亿") and len(number) > 1
    return bool(exact_unit) or large or bool(match["scale"] and len(number) > 1)


def _value(number: str, scale: str | None, unit_word: str | None) -> Decimal | None:
    value = read_number(number)
    if value is None:
        return None
    if scale:
        value *= SCALES[scale.strip()]
    return plain(value * 10 if unit_word == "成" else value)


def _exactness(match: re.Match[str]) -> tuple[bool, str | None]:
    approx, bound = bool(match["level"]), None
    for word, section in ((match["before"], "before"), (match["after"], "after")):
        if word:
            kind = _lookup(section)[word]
            approx = approx or kind == "approx"
            bound = kind if kind != "approx" else bound
    if bound is None and (match["mid"] or match["mid2"]):
        bound = "atLeast"
    return approx, bound


def _amount(match: re.Match[str]) -> Quantity | None:
    if not _counts(match) or (
        not (match["unit"] or match["scale"]) and re.match(r"[A-Za-z年月]", match.string[match.end() :])
    ):
        return None
    unit, noun = _unit(match)
    word = match["unit"] or match["unit1"]
    value = _value(match["number"], match["scale"] or (match["scale2"] if match["max"] else None), word)
    upper = _value(match["max"], match["scale2"], word) if match["max"] else None
    if value is None:
        return None
    if upper is not None and upper <= value:
        upper = None
    approx, bound = _exactness(match)
    return Quantity(value, unit, match.group().strip(), noun, approx, bound, upper)


def _words_for_figures(text: str) -> list[QuantityMark]:
    """翻倍 and 翻番 as growth of a hundred percent, 翻了 N 倍 as written, 一半 and fractions as percent."""
    found = [
        QuantityMark(m.start(), m.end(), Quantity(Decimal(100), "percent", m.group()))
        for m in re.finditer(r"翻倍|翻番|翻了一番|翻一番", text)
    ]
    for match in re.finditer(r"([一二两三四五六七八九十]+)分之([一二两三四五六七八九十]+)", text):
        below, above = read_number(match[1]), read_number(match[2])
        if below and above and above < below:
            share = plain((above / below * 100).quantize(Decimal("0.01")))
            found.append(QuantityMark(match.start(), match.end(), Quantity(share, "percent", match.group())))
    return found


def find_quantities(text: str, taken: list[tuple[int, int]] | None = None) -> list[QuantityMark]:
    """The figures of `text`, in order, none overlapping another or a run of `taken` (times, names).

    Args:
        text: the text, simplified.
        taken: runs that are already explained, by start and end, sorted.
    """
    used = bytearray(len(text) + 1)
    for start, end in taken or ():
        used[start:end] = b"\x01" * (end - start)
    found: list[QuantityMark] = []

    def keep(mark: QuantityMark) -> None:
        if not any(used[mark.start : mark.end]):
            used[mark.start : mark.end] = b"\x01" * (mark.end - mark.start)
            found.append(mark)

    for mark in (*_ranks(text), *_words_for_figures(text)):
        keep(mark)
    position = 0
    while found_at := _amount_pattern(True).search(text, position):
        match = _amount_at(text, found_at)
        position = max(match.end(), match.start() + 1)
        quantity = _amount(match)
        if quantity is not None:
            raw = match.group()
            start = match.start() + len(raw) - len(raw.lstrip())
            keep(QuantityMark(start, start + len(raw.strip()), quantity))
    return sorted(found)


@Language.factory("kg_quantities", requires=["doc._.mentions", "doc._.times"], assigns=["doc._.quantities"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    taken = [(mark.start, mark.end) for mark in (*doc._.mentions, *doc._.times)]
    doc._.quantities = find_quantities(doc.text, sorted(taken))
    return doc
