"""Where a figure holds, and figures that a place itself has: 在英国市场，…; 沙特的电商交易量."""

from __future__ import annotations

import re
from functools import cache

from kg.extraction.bearers import is_by_the_way
from kg.extraction.clauses import only_tells_figures, tells_origin
from kg.extraction.context import Context, Found
from kg.extraction.view import CODES, PLACE_CODES, SentenceView
from kg.lexicon import lexicon
from kg.model import Entity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["figure_place", "listed_places", "market_metric", "place_bearer"]

_ACTORS = re.compile("[" + "".join(CODES[k] for k in ("Organization", "Platform", "Program", "Person")) + "]")
_TIME = CODES["time"]
_HEADS_PROFILE = re.compile(rf"(?:[0-9一二三四五六七八九十]+[.．、）)]\s*)?[{PLACE_CODES}][：:]")
# A clause that only tells when, or that a report tells: 有报告称，2022年，….
_SETS_TIME = re.compile(
    rf"(?:截至|截止|到|在|据)?{_TIME}(?:底|末|初|年)?[，,]|(?:据|有)?(?:报告|数据|统计|机构|研究|资料)[^，。；]{{0,4}}(?:称|显示|指出|预测|表明)[，,]"
)
_ONE_OF_MARKETS = re.compile("(?:市场|站点?|地区|区|门店)的?")
# A trade whose size a country has: 中国礼物经济产业的, 我国宠物行业（犬猫）.
_TRADE = re.compile(
    "(?!.*(?:全球|海外|世界|出海|企业|公司|品牌|商家|卖家|平台|用户|团队|玩家|在|将|已|了|是|为|对|把|使|让|有|占|等))"
    "(?:的)?[\u3400-\u9fffA-Za-z0-9、+＋]{0,12}(?:[（(][^（()）]{1,10}[)）])?(?:的)?"
)
# What is counted for a country as a whole, by its statistics: 全国网上零售额, 国内餐饮收入.
_NATION = re.compile("(?:全国|国内)(?:的)?")
_NATIONAL = re.compile(
    "零售总?额$|交易规模$|市场规模$|进出口|出口总?额$|进口总?额$|票房$|快递业务量$|GDP$|国内生产总值$"
)
_STATISTIC = re.compile(
    "社会消费品零售总额|(?:网上|网络|商品)?零售总?额|(?:交易|市场)规模|进出口总?额|出口总?额|(?<=餐饮)收入|快递业务量|国内生产总值"
)
_DINING = re.compile("(?:全国|国内)(?:的)?餐饮$")
_SETS_SCENE = re.compile("在|以|就|从|对|放眼|聚焦|具体到|其中|仅")
# Where somebody is, not where a figure holds.
_SEATED = re.compile("总部|成立|创立|创办|注册于|位于|诞生|来自|起家|起步|上市|挂牌")


@cache
def _market() -> re.Pattern[str]:
    """Words that only tell which market of a country a figure is about: 的电商市场."""
    return re.compile(rf"(?:{_TIME}|[（()）]|{alternation(word_table('discourse')['markets']['words'])})*")


@cache
def _before_place() -> re.Pattern[str]:
    """What may stand between the start of a clause and its country."""
    words = alternation(word_table("discourse")["markets"]["before"])
    return re.compile(rf"(?:{_TIME}(?:期间|里|内|底|末)?|{words}|[，,“‘（(])*")


@cache
def _place_alone() -> re.Pattern[str]:
    """A clause that only names a country, or a market of it: 中国的互联网人口，…."""
    words = alternation([*word_table("discourse")["markets"]["words"], "市", "来说", "而言", "人口"])
    return re.compile(rf"(?:在|对|而|但|{_TIME}|的|、)*[{PLACE_CODES}](?:{_TIME}|{words})*[，,]")


def _place_before(context: Context, number: int, start: int, least: int) -> Entity | None:
    """The one place that an earlier clause of the sentence sets for what follows: 在英国市场，….

    Args:
        context: the article.
        number: number of the sentence.
        start: position of the figure's clause in its view.
        least: position of the figure's subject, -1 where it stands in an earlier sentence: clauses behind it count
            where they name nobody else.
    """
    view = context.views[number]
    for clause in range(view.clause_index(start) - 1, -1, -1):
        low, high = view.clause_starts[clause], view.clause_starts[clause + 1]
        told = [
            n for n in range(low, high) if not tells_origin(view.code, n + 1) and not is_by_the_way(view.code, low, n)
        ]
        places = {e.slug: e for n in told for e in view.entities(n) if e.type == "Place"}
        if places and _SEATED.search(view.code, low, high):
            return None
        if places:
            scene = _SETS_SCENE.match(view.code, low)
            own = low <= least < high or (not _ACTORS.search(view.code, low, high) and least < low)
            return next(iter(places.values())) if len(places) == 1 and (scene or own) else None
    return None


def _carried_place(context: Context, number: int, position: int) -> Found | None:
    """The place with which an earlier clause opens, where only its figures stand between: 沙特拥有…人口，平均年龄仅….

    The clause of the figure itself opens with what is counted.
    """
    view = context.views[number]
    current = view.clause_index(position)
    own = view.code[view.clause_starts[current] : position].removeprefix("其中")
    if not _before_place().fullmatch(own) and not _market().fullmatch(own):
        return None
    for clause in range(current - 1, -1, -1):
        low, high = view.clause_starts[clause], view.clause_starts[clause + 1]
        alone = _place_alone().fullmatch(view.code, low, high)
        words = view.code[low:high]
        if only_tells_figures(words) and (nation := _opens_nation_wide(words)):
            return nation
        passed = alone or only_tells_figures(words) or _SETS_TIME.fullmatch(words)
        if _ACTORS.search(words) or not passed:
            return None
        places = [n for n in range(low, high) if view.code[n] in PLACE_CODES]
        if places:
            opens = _before_place().fullmatch(view.code[low : places[0]])
            return Found(view.entities(places[0]), places[0], places[0] + 1) if opens and len(places) == 1 else None
    return _profiled(context, number)


_PROFILE = 8  # sentences of a country's profile


def _profiled(context: Context, number: int) -> Found | None:
    """The country whose profile a paragraph is: 马来西亚：总人口为…. 从年龄上看，…. 互联网用户为….

    It heads the paragraph with a colon, and nobody acts in between.
    """
    block = context.views[number].sentence.block
    for index in range(number - 1, max(-1, number - _PROFILE), -1):
        view = context.views[index]
        if view.sentence.block != block or _ACTORS.search(view.code):
            return None
        first = index == 0 or context.views[index - 1].sentence.block != block
        headed = _HEADS_PROFILE.match(view.code)
        if first and headed:
            return Found(view.entities(headed.end() - 2))
    return None


# What a country has only as a market: its size is no turnover of anybody's.
_MARKET_SIZES = frozenset(
    {"employees", "gmv", "gmvGrowth", "salesGrowth", "profit", "profitGrowth", "marketShare", "trafficGrowth"}
)


# What is sold in a country over a period (网上零售额, 交易规模), and the trades whose growth is that of sales.
_SOLD = re.compile("交易|GMV|零售总?额")
_SELLS = re.compile("交易|GMV|零售|电商|电子商务|外卖|团购")


def market_metric(metric: str, subject: Entity, noun: str = "", market: str = "") -> str:
    """The metric of a figure of its subject: the size and growth of a country's market has none of its own.

    Args:
        metric: what the noun names.
        subject: the subject.
        noun: the noun.
        market: the noun with the words before it: 即时零售市场规模.
    """
    sold = (metric == "gmv" and _SOLD.search(noun)) or (metric == "gmvGrowth" and _SELLS.search(market or noun))
    sized = metric in _MARKET_SIZES and not sold
    return "other" if subject.type == "Place" and sized else metric


_SELLERS = re.compile("商家|卖家|商户|店铺")


def _nation_wide(before: str, noun: str) -> Found | None:
    """The country of a figure of its statistics that a clause calls nation-wide: 2024年全国网上零售额….

    Args:
        before: what stands in a view between the start of the clause and the noun.
        noun: the noun.
    """
    told = _NATION.search(before)
    if told is None or not (_NATIONAL.search(noun) or (noun == "收入" and _DINING.search(before))):
        return None
    if not _before_place().fullmatch(before[: told.start()]) or not _market().fullmatch(before[told.end() :]):
        return None
    return _china()


def _opens_nation_wide(clause: str) -> Found | None:
    """The country of whose statistics an earlier clause told first: 全国网上零售额…，其中实物商品网上零售额…."""
    told = _STATISTIC.search(clause)
    return _nation_wide(clause[: told.start()], told.group()) if told else None


def _china() -> Found:
    return Found(tuple(entry.entity() for entry in lexicon().find("中国") if entry.type == "Place"))


def place_bearer(context: Context, number: int, position: int, noun: str = "") -> Found | None:
    """The country, region or city that a market's figure is about: 越南电商市场的总收入, 沙特的电商交易量.

    Its clause names nobody who acts, and opens with the place, its own times and sources aside.
    """
    view = context.views[number]
    start, _ = view.clause_of(position)
    places = [n for n in range(start, position) if view.code[n] in PLACE_CODES]
    if not places:
        return _nation_wide(view.code[start:position], noun) or _carried_place(context, number, position)
    if len(places) != 1:
        return None
    opening, between = view.code[start : places[0]], view.code[places[0] + 1 : position]
    if _ONE_OF_MARKETS.fullmatch(between) or (
        not between and "单" in noun
    ):  # 美国市场的GMV: of somebody, in that market
        return None
    if context.text[: view.ends[places[0]]].endswith("区") or (not between and _SELLERS.match(noun)):
        return None  # 美区GMV, 中国卖家数量: of somebody there
    trade = noun.endswith("规模") and _TRADE.fullmatch(between)
    if not _before_place().fullmatch(opening) or not (trade or _market().fullmatch(between)):
        return None
    return Found(view.entities(places[0]), places[0], places[0] + 1)


_PLACE_LIST = re.compile(f"[{PLACE_CODES}](?:(?:、|和|与|及|以及)[{PLACE_CODES}])+")


def listed_places(view: SentenceView, span: tuple[int, int]) -> tuple[Entity, ...]:
    """The places of a run that names several in a row: each has a list of its own (泰国和菲律宾的下载榜)."""
    rows = list(_PLACE_LIST.finditer(view.code, *span))
    told = [e for row in rows for n in range(*row.span()) for e in view.entities(n)]
    return tuple(dict.fromkeys(told)) if len(rows) == 1 else ()


def _described(code: str, place: int, subject: int) -> bool:
    """Whether a place only belongs to what describes a subject behind it: 发源于欧洲的支付巨头A, 英国公司A."""
    between = code[place + 1 : subject]
    origin = re.search("(?:源于|源自|来自|诞生于|位于|总部在|成立于)$", code[max(0, place - 4) : place])
    return bool(origin) or bool(
        re.search("的?[^，。；]{0,8}(?:公司|平台|企业|巨头|品牌|商|独角兽|应用|网站)$", between)
    )


def figure_place(
    context: Context, number: int, span: tuple[int, int], least: int, subject: Entity, metric: str = ""
) -> Entity | None:
    """Where a figure holds: the one place of its clause but its subject, else what an earlier clause sets.

    Args:
        context: the article.
        number: number of the sentence.
        span: first position of the match and the position behind its last.
        least: position of the subject.
        subject: the subject.
        metric: the metric; a tariff names first whose goods pay it.
    """
    view = context.views[number]
    start, end = view.clause_of(span[0])
    bracket = next((n for n in range(span[1], end) if view.code[n] in "（("), end)  # 1%至4%（越南6%至8%）
    near = [n for n in range(start, max(bracket, span[1])) if not is_by_the_way(view.code, start, n)]
    told = [n for n in near if not (n < least and _described(view.code, n, least))]
    inside = {e.slug: e for n in told for e in view.entities(n) if e.type == "Place"}
    if subject.type == "Place" and metric != "tariffRate":  # another country in the match is what it is compared with
        inside = {e.slug: e for n in range(start, span[0]) for e in view.entities(n) if e.type == "Place"}
    inside = {s: e for s, e in inside.items() if s != subject.slug}
    if inside:
        return next(iter(inside.values())) if len(inside) == 1 or metric == "tariffRate" else None
    found = _place_before(context, number, start, least)
    return found if found != subject else None
