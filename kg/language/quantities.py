"""Quantities: money, shares, ranks, counts, durations, multiples, with bounds, ranges and pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.amounts import Amount, amount_at, kind_of, number_pattern, quantity_words
from kg.language.figure_words import find_ranks, find_shares
from kg.language.marks import QuantityMark
from kg.language.numerals import SCALES, plain, read_number
from kg.language.tokens import text_of
from kg.model import Quantity
from kg.vocabulary.tables import alternation

__all__ = ["find_quantities"]

_DIGITS_ROW = re.compile("[零〇一二两三四五六七八九]{2,}")
# What one of these is in the base unit.
_FACTORS = {
    "个基点": Decimal("0.01"), "基点": Decimal("0.01"), "‰": Decimal("0.1"), "美分": Decimal("0.01"),
    "毛钱": Decimal("0.1"), "角钱": Decimal("0.1"), "分钱": Decimal("0.01"),
}  # fmt: skip
_MINUTES = ("分钟", "分钟达")
_WIDE = {"w": 10**4, "W": 10**4, "k": 10**3, "K": 10**3, "m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9}
_LATIN_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12} | _WIDE


def _unit(amount: Amount) -> tuple[str, str | None] | None:
    """The unit of an amount and, of a count, its measure word; None where it is no quantity of the fact model."""
    word = amount.word
    if word in ("半", "个半小时"):
        return "hours", None
    if word and word in kind_of("currencies"):
        if word == "块" and re.match(
            r"[屏地砖硬电蛋肉冰面内板业市石玻拼田区]", amount.text[amount.end : amount.end + 1]
        ):
            return "count", word
        return kind_of("currencies")[word], None
    if amount.before["symbol"]:
        return kind_of("symbols")[amount.before["symbol"]], word
    if word == "成":
        return "percent", None
    if word in ("个点", "点") and not re.search(
        r"[涨升降跌增减滑高低提超][^，。]{0,5}$|(?:佣|费率|费用率|利率|抽成|扣点|抽点)[^，。]{0,9}$",
        amount.text[max(0, amount.start - 12) : amount.start],
    ):
        return "count", "个"
    if word and word in kind_of("units"):
        return kind_of("units")[word], None
    if word == "比索":
        return _peso(amount), None
    return "count", word


def _peso(amount: Amount) -> str:
    """Whose pesos are meant: of the country last named."""
    near = amount.text[max(0, amount.start - 200) : amount.start]
    places = {"菲律宾": "PHP", "墨西哥": "MXN", "阿根廷": "ARS", "智利": "CLP", "哥伦比亚": "COP"}
    last = max(places, key=near.rfind)
    return places[last] if last in near else "MXN"


def _is_figure(amount: Amount) -> bool:
    """Whether a numeral is a figure: bare Chinese ones and much else without unit or scale are not."""
    if amount.part("refused"):
        return False
    behind = amount.text[amount.after.end() : amount.after.end() + 1]
    word, scale = amount.word, amount.part("scale")
    if amount.part("latin"):
        return True
    if amount.part("counter") and amount.text[amount.start - 1 : amount.start] == "前":
        return False  # 前6位 is a place, not a number of them
    if amount.before["sign"] and not (_signed(amount)):
        return False
    if amount.number["vague"]:
        return bool(word) or not re.match(r"\s*(?:[年岁载代步]|分之)", amount.text[amount.after.end() :][:4])
    if amount.number["arabic"]:
        return bool(word or scale or amount.before["symbol"]) or _bare_figure(amount, behind)
    return _chinese_figure(amount, word, scale)


def _signed(amount: Amount) -> bool:
    """Whether a dash before a number is its sign: -5%."""
    at = amount.before.start("sign")
    before = amount.text[at - 1 : at] if at else ""
    percent = amount.word in ("%", "％", "个百分点") or (amount.word or "") in kind_of("currencies")
    return percent and not re.match(r"[0-9A-Za-z%％元倍天\-—]", before)


def _bare_figure(amount: Amount, behind: str) -> bool:
    """Whether a number without unit and scale counts something: no code, year, score, ratio, list mark."""
    written, start = amount.written, amount.number.start()
    if behind and (behind in "-－/:：×*℃°" or behind in "+＋" or (behind.isascii() and behind.isalpha())):
        return False
    ahead = amount.text[max(0, start - 1) : start]
    if ahead and (
        ahead in "-/:：×*+＋#=_≈<>" or (not amount.before["before"] and ahead in "（(【[" and behind in "）)】]")
    ):
        return False
    if amount.before["before"] or amount.part("max") or amount.part("mid"):
        return not re.fullmatch(r"(?:19|20)[0-9]{2}", written)
    if behind and behind in ".．、）)】]" and (not ahead or ahead in "\n 　"):
        return False
    return not ("." in written or re.fullmatch(r"0[0-9]*|(?:19|20)[0-9]{2}", written) or len(written) > 12)


_GROWS = re.compile("[增长涨升翻]了?$")


def _chinese_figure(amount: Amount, word: str | None, scale: str | None) -> bool:
    number = amount.written
    if amount.number["half"] or (word == "天" and _takes_days(amount)):
        return True
    exact = bool(
        word and (word in kind_of("units") or word in kind_of("currencies") or word in ("成", "个半小时", "比索"))
    )
    if amount.number["pair"]:
        large = len(number) > 2
        return (exact and word not in ("天", "块", "元", "小时", "个小时", "个点")) or (large and bool(word or scale))
    if len(number) > 1 and _DIGITS_ROW.fullmatch(number):
        return False
    if word == "刀" or (word in ("块", "天", "元", "个点") and len(number) == 1 and not amount.before["before"]):
        return False
    if number[0] in "百千万亿" and len(number) == 1 and not exact:
        told = amount.before["before"] and (word or amount.part("level") or number == "亿")
        return bool(told or (amount.part("mid") and word))  # 百余家, 千余名
    if number[0] in "百千万亿" and not (exact or amount.before["before"] or amount.part("level")):
        return False  # 千亿市场, 百万用户: a size, not a figure
    if exact or scale or (len(number) > 1 and any(c in number for c in "万亿")):
        return not (word == "倍" and not scale and _rhetorical(amount))
    if word is None:
        return False
    if len(number) > 1 or number == "十" or amount.part("mid"):
        return True
    return bool(word in ("个", "座", "家", "国") and _counted_noun(amount))


def _rhetorical(amount: Amount) -> bool:
    """Whether a round number of times is only a way of speaking: 百倍的努力; not 单量暴增百倍."""
    told = amount.before["before"] or _GROWS.search(amount.text[max(0, amount.start - 3) : amount.start])
    return amount.written in ("百", "千", "万", "亿") and not told


def _takes_days(amount: Amount) -> bool:
    """Whether so many days are what something takes, not days on which it happens: 十天内送达, 缩短到三四天."""
    ahead = amount.text[max(0, amount.start - 4) : amount.start]
    behind = amount.text[amount.after.end() : amount.after.end() + 4]
    return bool(re.search(r"(?:缩短[到至]|压缩[到至]|耗时|用时|时效[为是]|只需要?|仅需)$", ahead)) or bool(
        re.match(r"\s*(?:之?内)?(?:送达|到货|必达|妥投|收到货|发货|交付)", behind)
    )


def _counted_noun(amount: Amount) -> bool:
    """Whether a small Chinese numeral counts what is counted in earnest: 五个国家, 三座海外仓."""
    nouns = alternation(quantity_words("counted")["nouns"])
    return amount.written not in ("一", "零") and bool(
        re.match(rf"\s*(?:{nouns})", amount.text[amount.after.end() :][:12])
    )


def _scale_of(word: str | None) -> int:
    if not word:
        return 1
    word = word.strip()
    return SCALES.get(word) or _LATIN_SCALES[word.lower()]


def _value(amount: Amount) -> tuple[Decimal, Decimal | None] | None:
    """The number in base units, and the upper end of a range."""
    factor = _factor(amount.word)
    scale = amount.part("latin") or amount.part("scale")
    if amount.number["half"]:
        return Decimal("0.5"), None
    if amount.number["pair"]:
        low, high = _pair_values(amount.written)
        size = _scale_of(scale) * factor
        return plain(low * size), plain(high * size)
    value = read_number(amount.written)
    if value is None:
        return None
    if amount.part("unit") == "个半小时":
        value += Decimal("0.5")
    top = amount.part("max")
    upper = read_number(top) if top else None
    shared = amount.part("scale2") if top and not amount.part("unit1") else None  # 5-8万家, but 8000元到1万元
    first = _scale_of(scale or shared) * factor
    value = plain(value * first)
    if amount.before["sign"]:
        value = -value
    if upper is None:
        return value, None
    upper = plain(upper * _scale_of(amount.part("scale2")) * factor)
    return value, upper if upper > value else None


def _factor(word: str | None) -> Decimal:
    if word == "成":
        return Decimal(10)
    if word in _MINUTES:
        return Decimal(1) / 60
    return _FACTORS.get(word or "", Decimal(1))


def _pair_values(written: str) -> tuple[Decimal, Decimal]:
    """Both ends of two numerals side by side: 七八, 五六十, 一两百."""
    size = SCALES.get(written[2:], 10 if written[2:] == "十" else 1)
    first, second = (read_number(c) or Decimal(0) for c in written[:2])
    return first * size, second * size


def _exactness(amount: Amount) -> tuple[bool, str | None]:
    vague = amount.number["vague"]
    approx = bool(amount.part("level") and not vague)
    bound = "atLeast" if vague else None  # 数百万, 几十, 上千: as many at the least
    for word, section in ((amount.before["before"], "before"), (amount.part("after"), "after")):
        if word:
            kind = kind_of(section)[word]
            approx = approx or kind == "approx"
            bound = kind if kind != "approx" else bound
    if bound is None and (amount.part("mid") or amount.part("mid2")):
        bound = "atLeast"
    return approx, bound


def _amount(amount: Amount) -> Quantity | None:
    """The figure; None where it is none."""
    if not _is_figure(amount):
        return None
    unit, value = _unit(amount), _value(amount)
    if unit is None or value is None:
        return None
    low, high = value
    if unit[0] == "hours":
        low, high = plain(low.quantize(Decimal("0.0001"))), plain(high.quantize(Decimal("0.0001"))) if high else None
    approx, bound = _exactness(amount)
    return Quantity(low, unit[0], amount.text[amount.start : amount.end].strip(), unit[1], approx, bound, high)


_COINS = re.compile(
    r"(?<![0-9一二三四五六七八九十百])(?P<whole>[0-9]{1,3}|[一二两三四五六七八九])块(?P<part>[0-9]|[一二三四五六七八九])(?![0-9.个条家万百千十])"
)


def _coins(text: str) -> Iterator[QuantityMark]:
    """9块9, 九块九: yuan and tenths."""
    for match in _COINS.finditer(text):
        whole, part = read_number(match["whole"]), read_number(match["part"])
        if whole is not None and part is not None:
            yield QuantityMark(match.start(), match.end(), Quantity(whole + part / 10, "CNY", match.group()))


def _amounts(text: str) -> Iterator[QuantityMark]:
    position, pattern = 0, number_pattern()
    while number := pattern.search(text, position):
        amount = amount_at(text, number)
        quantity = _amount(amount)
        position = max(amount.end if quantity or amount.part("refused") else number.end(), number.end())
        if quantity is not None:
            yield QuantityMark(amount.start, amount.end, quantity)


_MOVES = re.compile(
    r"[^，。；！？\n]{0,8}?(?:提升|提高|增长|增加|上升|上涨|上调|下降|下跌|下调|下滑|降低|减少|缩减|缩短|跌|涨|升|降|增|减|变|扩大|扩张|压缩|跃升|飙升|猛增)?"
    r"[^，。；！？\n]{0,3}?(?:到了?|至|为|成)了?[^，。；！？\n]{0,8}"
)
_SAME_AMOUNT = re.compile(r"\s*(?:之间|左右|上下)?\s*[（(]\s*(?:约|折|合|约合|折合|大约|等于|即)*(?:人民币)?\s*")


def _paired(text: str, marks: list[QuantityMark]) -> list[QuantityMark]:
    """With each figure that a text gives anew the one that it had before (从A到B), and the same in another currency."""
    found = list(marks)
    for n in range(len(found) - 1):
        first, second = found[n], found[n + 1]
        between = text[first.end : second.start]
        if len(between) > 24:
            continue
        one, two = first.quantity, second.quantity
        if one.unit == two.unit and _MOVES.fullmatch(between) and _opens_with_from(text, first.start):
            found[n + 1] = replace(second, previous=one)
        elif one.unit != two.unit and _both_money(one, two) and _SAME_AMOUNT.fullmatch(between):
            found[n] = replace(first, also=two)
    return found


def _opens_with_from(text: str, start: int) -> bool:
    return bool(re.search(r"[从由](?!而|于)[^，。；！？\n]{0,14}$", text[max(0, start - 16) : start]))


def _both_money(one: Quantity, two: Quantity) -> bool:
    return all(len(q.unit) == 3 and q.unit.isupper() for q in (one, two))


def find_quantities(text: str, taken: list[tuple[int, int]] | None = None) -> list[QuantityMark]:
    """The figures of `text`, in order, none overlapping another or a run of `taken` (times, names).

    A vague number (数百, 上千, 几十) is the least that it may mean; a small Chinese numeral is one only before a unit
    or a noun that is counted in earnest.

    Args:
        text: the text, simplified.
        taken: runs that are already explained, by start and end, sorted.
    """
    used = bytearray(len(text) + 1)
    for start, end in taken or ():
        used[start:end] = b"\x01" * (end - start)
    found: list[QuantityMark] = []
    for mark in (*find_ranks(text), *find_shares(text), *_coins(text), *_amounts(text)):
        if not any(used[mark.start : mark.end]):
            used[mark.start : mark.end] = b"\x01" * (mark.end - mark.start)
            found.append(mark)
    return _paired(text, sorted(found))


@Language.factory("kg_quantities", requires=["doc._.mentions", "doc._.times"], assigns=["doc._.quantities"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    taken = [(mark.start, mark.end) for mark in (*doc._.mentions, *doc._.times)]
    doc._.quantities = find_quantities(text_of(doc), sorted(taken))
    return doc
