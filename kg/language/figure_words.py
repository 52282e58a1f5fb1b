"""Figures told in words: ranks, halves, fractions, doubling."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from kg.language.marks import QuantityMark
from kg.language.numerals import ARABIC, plain, read_number
from kg.model import Quantity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_ranks", "find_shares"]

_RANK_NUMBER = rf"(?:{ARABIC}|[一二三四五六七八九十百]{{1,7}})"
_HAN_NUMBER = r"(?<![一二两三四五六七八九十])[一二两三四五六七八九十]{1,4}"
# 第一 before these is no rank: the first time, quarter, step …
_NO_RANK = (
    "次|时间|季|步|个|批|代|方|线|届|轮|天|年|份|反应|页|种|类|章|节|条|点|阶段|手|期|梯队|款|场|大道|周|月|集|题|行"
    "|部分|家|件|张|层|单|站|人称|性|桶|财|版|段|句|眼|夫人|现场|曲线|课|幕|性原理|责任|日|排|号|小时|分钟|秒|万"
)
_NO_TOP = (
    "个|年|天|月|条|次|款|期|几|段|后|半|端|者|辈|人|列|夕|景|往|集|章|页|周|秒|分钟|小时|批|张|轮|行|步|题|层|台|部|座|间"
    "|单|件|万|季|句|字|点|线|排|面|提|沿|言|位(?:为|是|数|字)|百度"
)


@cache
def _rank_pattern() -> re.Pattern[str]:
    table = word_table("quantities")["ranks"]
    before, first = alternation(table["before"]), alternation(table["first"])
    return re.compile(
        rf"(?P<first>{first})"
        rf"|第\s*(?P<nth>{_RANK_NUMBER})(?!\s*(?:{_NO_RANK}|[0-9一二三四五六七八九十]))(?:名|位)?"
        rf"|(?P<top>(?:排名|排行|位居|位列|跻身|进入|闯进|挤进|稳居|名列)?前)\s*(?P<within>{_RANK_NUMBER})"
        rf"(?!\s*(?:{_NO_TOP}|[0-9一二三四五六七八九十]))(?:名|位|强|大)?"
        rf"|(?:{before}|(?<![安编彩牌并])排)(?:还|也|仍|仅|只|曾|已|均|都|一直|一度|目前|大约|约)?(?:第|在|到|至)?\s*[“\"]?(?P<placed>{_RANK_NUMBER})[”\"]?(?:名|位)"
        rf"|(?<=第[二三四五六七八九]、)(?P<next>[三四五六七八九十])(?=[名位])"
        rf"|(?P<strong>[1-9][0-9]{{0,2}}0|[二三五]?十|百)强(?!企业|公司|品牌|赛|客户|高管|县|区|房企|的|第|排|[中里]|榜?单?[中里第])"
        rf"|[“\"](?:屈居)[”\"]\s*(?P<humbled>{_RANK_NUMBER})(?:名|位)"
        rf"|(?<=[业场域道商频卖递圈界])[“\"]?老(?P<elder>[大二三四五])(?![人哥爷板难师家头奶])[”\"]?"
        rf"|(?<![A-Za-z])(?i:TOP)\s*(?P<topn>[0-9]+)(?![0-9]|\s*[%％])"
        rf"|(?<![A-Za-z])(?i:NO)\.?\s*(?P<no>[0-9]{{1,3}})(?![0-9.])"
    )


# What comes before 百强 where it is a place that is reached, and no kind of company.
_REACHES = re.compile(
    r"(?:跻身|入选|入围|位列|名列|闯入|闯进|杀入|冲进|挤进|挤入|登上|荣登|进入|上榜)[^，。；！？\n]{0,24}$"
)


def find_ranks(text: str) -> list[QuantityMark]:
    """The ranks of `text`: 第一, 前三 and 跻身百强 (with ``atMost``), 榜首, TOP5, 排名第15, 行业老二."""
    found = []
    for match in _rank_pattern().finditer(text):
        within = match["within"] or match["topn"] or match["strong"]
        if match["strong"] and not _REACHES.search(text, max(0, match.start() - 32), match.start()):
            continue
        elder = match["elder"] and match["elder"].replace("大", "一")
        number = match["nth"] or within or match["placed"] or match["humbled"] or match["no"] or match["next"] or elder
        value = Decimal(1) if match["first"] else read_number(number)
        if value is None or value < 1 or value > 1000 or value != value.to_integral_value():
            continue
        bound = "atMost" if within and value > 1 and int(value) != 1 else None
        bound = None if match["topn"] and match.group().upper().replace(" ", "") == "TOP1" else bound
        found.append(QuantityMark(match.start(), match.end(), Quantity(value, "rank", match.group(), bound=bound)))
    return found


_HALF = re.compile(
    r"(?P<near>(?:将近|接近|逼近|近)半(?:数)?)|(?P<over>(?<![通度越路])(?<!(?<!已)经)(?:超过|超|逾|大于|过)半(?:数)?|(?<![一])大半(?:数)?|一大半|半数以上|一半以上)"
    r"|(?P<under>(?:不到|不足|低于|少于)(?:一半|半数)|半数以下|一半不到|一小半)|(?P<about>约(?:一半|半数)|(?:一半|半数)左右)"
    r"|(?P<half>(?<!另)一半|(?<![多过])半数)"
)
_NO_HALF = re.compile(r"[年天月个夜路岁价球场导步托径成信推固闲小途空决学]|辈子")


def _halves(text: str) -> list[QuantityMark]:
    """一半, 近半, 过半, 不到一半: fifty percent with its bound."""
    found = []
    for match in _HALF.finditer(text):
        if match.group().endswith("半") and not match.group().endswith("一半") and _NO_HALF.match(text, match.end()):
            continue
        bound = "atLeast" if match["over"] else "atMost" if match["under"] else None
        approx = bool(match["near"] or match["about"])
        quantity = Quantity(Decimal(50), "percent", match.group(), approx=approx, bound=bound)
        found.append(QuantityMark(match.start(), match.end(), quantity))
    return found


@cache
def _fraction_pattern() -> re.Pattern[str]:
    before, after = (
        alternation([w for words in word_table("quantities")[s].values() for w in words]) for s in ("before", "after")
    )
    han = r"[零一二两三四五六七八九十百]{1,8}(?:点[零一二三四五六七八九]{1,6})?"
    return re.compile(
        rf"(?P<before>{before})?(?:(?P<of>百|千|万|{_HAN_NUMBER})分之(?P<part>{han}|[0-9]+(?:\.[0-9]+)?)"
        rf"|(?<![0-9/.（(A-Za-z])(?P<above>[1-9]|[1-9][0-9])/(?P<below>[2-9]|10|100)(?![0-9/）)A-Za-z.%]))(?P<after>{after})?"
    )


_WHOLE = {"百": 100, "千": 1000, "万": 10000}


def _bound(before: str | None, after: str | None) -> tuple[bool, str | None]:
    """Whether words round a figure make it an estimate, and its bound."""
    approx, bound = False, None
    for word, section in ((before, "before"), (after, "after")):
        for kind, words in word_table("quantities")[section].items():
            if word in words:
                approx = approx or kind == "approx"
                bound = kind if kind != "approx" else bound
    return approx, bound


def _fractions(text: str) -> list[QuantityMark]:
    """三分之一, 百分之八十, 千分之二, 1/3 as percent."""
    found = []
    for match in _fraction_pattern().finditer(text):
        below = _WHOLE.get(match["of"]) or read_number(match["of"] or match["below"])
        above = read_number(match["part"] or match["above"])
        if not below or above is None or (above > below and match["of"] not in _WHOLE) or above == 0:
            continue
        if match["below"] and above == below:
            continue
        share = plain((above / below * 100).quantize(Decimal("0.01")))
        approx, bound = _bound(match["before"], match["after"])
        quantity = Quantity(share, "percent", match.group(), approx=approx, bound=bound)
        found.append(QuantityMark(match.start(), match.end(), quantity))
    return found


_DOUBLING = re.compile(
    r"(?P<near>近乎?|接近|几乎|将近)?(?:翻了?(?P<n>[一两二三四五六七八])番|(?P<once>翻倍|翻番))(?P<more>有余|多)?"
)


def _doublings(text: str) -> list[QuantityMark]:
    """翻倍, 翻番 as growth of a hundred percent, 翻两番 of three hundred."""
    found = []
    for match in _DOUBLING.finditer(text):
        times = int(read_number(match["n"]) or 1) if match["n"] else 1
        bound = "atLeast" if match["more"] else None
        quantity = Quantity(Decimal((2**times - 1) * 100), "percent", match.group(), None, bool(match["near"]), bound)
        found.append(QuantityMark(match.start(), match.end(), quantity))
    return found


def find_shares(text: str) -> list[QuantityMark]:
    """Figures in words as percent: halves, fractions, doubling; in the order in which they count where they overlap."""
    return [*_doublings(text), *_fractions(text), *_halves(text)]
