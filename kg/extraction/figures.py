"""What belongs to a figure besides its subject: its currency, what it was before, its place, per what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.extraction.bearers import is_by_the_way
from kg.extraction.clauses import only_tells_figures, severally, tells_origin
from kg.extraction.context import Context, Found
from kg.extraction.view import CODES, PLACE_CODES, SentenceView
from kg.language import QuantityMark
from kg.language.subjects import is_transparent
from kg.model import Entity, Quantity
from kg.vocabulary import vocabulary
from kg.vocabulary.tables import alternation, word_table

__all__ = [
    "SAME_LIST",
    "as_money",
    "bounded",
    "carried_noun",
    "fallen",
    "figure_place",
    "figure_words",
    "following",
    "joint_with",
    "label_of",
    "market_metric",
    "named_list",
    "per_of",
    "place_bearer",
    "place_before",
    "scope_between",
]

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
    "(?:的)?[\u3400-\u9fffA-Za-z0-9、]{0,12}(?:[（(][^（()）]{1,10}[)）])?(?:的)?"
)
_SETS_SCENE = re.compile("在|以|就|从|对|放眼|聚焦|具体到|其中|仅")
# Where somebody is, not where a figure holds.
_SEATED = re.compile("总部|成立|创立|创办|注册于|位于|诞生|来自|起家|起步|上市|挂牌")
_PER = (
    ("日", re.compile(r"日均|单日|每天|每日|一天(?:能|可|要|就)?|平均每天|日(?=单量|订单|销|处理|发|包裹)")),
    ("月", re.compile(r"月均|单月|每月|每个月|一个月(?=能|可)")),
    ("年", re.compile(r"每年|年均")),
    ("场", re.compile(r"场均|每场|单场")),
    ("件", re.compile(r"每件|单件")),
    ("单", re.compile(r"每单|单笔")),
)
_PER_BEHIND = re.compile(r"^[/每](?P<per>天|日|月|年|件|单|人|公斤|平方米|场|次|个月)")


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


def per_of(view: SentenceView, start: int, end: int) -> str | None:
    """What a figure is counted by (日均, 每件, /月), told between two positions of a view or right behind them."""
    behind = _PER_BEHIND.match(view.code[end : end + 4])
    if behind:
        return behind["per"]
    return next((per for per, words in _PER if words.search(view.code, start, end)), None)


def _plain(quantity: Quantity) -> str:
    """A figure in base units with its upper end and its unit: 22-37 CNY."""
    upper = f"-{quantity.max:f}" if quantity.max is not None else ""
    return f"{quantity.value:f}{upper} {quantity.unit}"


def figure_words(mark: QuantityMark) -> Iterator[tuple[str, str]]:
    """Qualifiers that a figure brings itself: what it was before, the same amount in another currency."""
    if mark.previous is not None:
        yield "from", str(mark.previous.value)
    if mark.also is not None:
        yield "also_given_as", _plain(mark.also)


# Nouns without a metric of their own that are told in money.
_IN_MONEY = re.compile("(?:市场规模|总额|额|GDP|支出|费用|成本|投入|开支|储备|总值|资本|资产|票房)$")


_BESIDE = 12  # characters to a figure whose currency a bare number before it shares: 从100亿增长到200亿美元


def as_money(view: SentenceView, mark: QuantityMark, kinds: frozenset[str], noun: str = "") -> QuantityMark:
    """A large bare number for what is measured in money (营收2801亿), in the currency around it."""
    value = mark.quantity
    if kinds >= {"money", "count"} and _IN_MONEY.search(noun):
        kinds -= {"count"}
    bare = value.unit == "count" and value.noun is None and any(c in value.text for c in "亿万")
    if not bare or "money" not in kinds or "count" in kinds:
        return mark
    told = [m for _, m in sorted(view.marks.items()) if isinstance(m, QuantityMark)]
    told = [m for m in told if "money" in vocabulary().units[m.quantity.unit].kinds]
    before = [m.quantity.unit for m in told if m.start < mark.start]
    units = before[-1:] or [m.quantity.unit for m in told if 0 < m.start - mark.end < _BESIDE]
    return replace(mark, quantity=replace(value, unit=units[0] if units else "CNY"))


_TOGETHER = re.compile(
    "共(?=[\ue010-\ue016])|两大(?=巨头|龙头|平台|电商|公司)|合计|总共|加起来|合起来|共同|一共|总和|合并|总(?!部|裁|经理)"
)
# A list named before: 同一榜单.
SAME_LIST = r"(?:同一|该|这一|这个|上述|此)(?:榜单|榜|排行榜|排名)|榜单"
_LIST = re.compile(
    rf"(?:全球)?[{PLACE_CODES}]?(?:区|地区|市场)?(?:的)?{CODES['Platform']}?[^，。；！？,;\n了上在\ue000-\ue009]{{1,14}}?(?:榜单|总榜|排行榜|榜)(?![首样])"
)


def named_list(context: Context, number: int, position: int) -> tuple[str, Entity | None] | None:
    """The list last named before a position, in its sentence or one of the three before, and the place it names."""
    for index in range(number, max(-1, number - 4), -1):
        view = context.views[index]
        end = position if index == number else len(view.code)
        runs = [m.span() for m in _LIST.finditer(view.code, 0, end) if not re.fullmatch(SAME_LIST, m.group())]
        if runs:
            first, last = runs[-1]
            words = re.sub(r"\s+", " ", context.text[view.starts[first] : view.ends[last - 1]]).strip("“”《》的 ")
            places = [e for n in range(first, last) for e in view.entities(n) if e.type == "Place"]
            return words, places[0] if places else None
    return None


_MOST = re.compile(
    r"(?:最高|最多|至多)(?:可|要|会|能|将|再|拿到?|获得|交|缴|返还|补贴|达到?|享受?|收取|支付)*[^，。]{0,4}$"
)
_WAS = re.compile("[^，。；（(]{0,8}[（(](?:此前|之前|原先|原来|原)(?:为|是)?(?P<was>[^）)]{1,6})[)）]")


def bounded(view: SentenceView, position: int, mark: QuantityMark, within: bool) -> QuantityMark:
    """The same figure with the bounds that words around it tell (最高可返60%, 10天内) and what it was (此前为…).

    Args:
        view: the sentence.
        position: position of the figure.
        mark: the figure.
        within: whether it is a time that something takes.
    """
    start, _ = view.clause_of(position)
    ahead, behind = view.code[start:position], view.code[position + 1 : position + 4]
    value = mark.quantity
    if value.bound is None and (_MOST.search(ahead) or (within and re.match("之?内|以内", behind))):
        value = replace(value, bound="atMost")
    if re.search("约[有为达占在]$", ahead):
        value = replace(value, approx=True)
    was = _WAS.match(view.code, position + 1)
    former = [view.marks.get(n) for n in range(*was.span("was"))] if was else []
    same = [m.quantity for m in former if isinstance(m, QuantityMark) and m.quantity.unit == value.unit]
    previous = same[0] if same else None
    return replace(mark, quantity=value, previous=mark.previous or previous)


def carried_noun(context: Context, number: int, end: int, words: tuple[str, ...]) -> str | None:
    """The metric noun last named before a position, in its sentence or the one before it in the paragraph."""
    view = context.views[number]
    codes = [view.code[:end]]
    if number and context.views[number - 1].sentence.block == view.sentence.block:
        codes.append(context.views[number - 1].code)
    for code in codes:
        found = [(code.rfind(noun) + len(noun), len(noun), noun) for noun in words if noun in code]
        if found:
            return max(found)[2]
    return None


def joint_with(view: SentenceView, span: tuple[int, int], heads: tuple[Entity, ...], head: Entity) -> Entity | None:
    """With whom a figure is one's: of two that have it together (合计, 总GMV)."""
    if len(heads) != 2 or severally(view.code[slice(*span)]) or not _TOGETHER.search(view.code, *span):
        return None
    return heads[1] if head == heads[0] else heads[0]


def following(mark: QuantityMark, steps: int) -> QuantityMark:
    """The place so many behind another."""
    return replace(mark, quantity=replace(mark.quantity, value=mark.quantity.value + steps, bound=None))


def fallen(mark: QuantityMark) -> QuantityMark:
    """The same figure as a fall: negative."""
    value = mark.quantity
    return replace(mark, quantity=replace(value, value=-value.value, max=None))


def place_before(context: Context, number: int, start: int, least: int) -> Entity | None:
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
    own = view.code[view.clause_starts[current] : position]
    if not _before_place().fullmatch(own) and not _market().fullmatch(own):
        return None
    for clause in range(current - 1, -1, -1):
        low, high = view.clause_starts[clause], view.clause_starts[clause + 1]
        alone = _place_alone().fullmatch(view.code, low, high)
        words = view.code[low:high]
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


def market_metric(metric: str, subject: Entity, noun: str = "") -> str:
    """The metric of a figure of its subject: the size and growth of a country's market has none of its own."""
    sized = metric in _MARKET_SIZES and not (metric.startswith("gmv") and "交易" in noun)
    return "other" if subject.type == "Place" and sized else metric


def label_of(text: str, view: SentenceView, behind: int, noun: tuple[int, int]) -> str:
    """What a figure is called: its noun with the words that describe it, back to its subject.

    Args:
        text: the text.
        view: the sentence.
        behind: position behind the subject, -1 where it stands elsewhere.
        noun: first position of the noun and the position behind its last.
    """
    start, _ = view.clause_of(noun[0])
    first = max(start, behind)
    first = max([first, *[n + 1 for n in range(first, noun[0]) if n in view.marks or view.code[n] in "，,、：:"]])
    words = text[view.starts[first] : view.ends[noun[1] - 1]]
    words = re.sub(r"\s+", " ", words)
    words = re.sub(
        r"^(?:该国的?|上|目前|已|则|也|其|更是|而|但|就|还|都|整体|中|市场的|的|里|内(?!容|地|部|购)|平台)+", "", words
    )
    return words if 0 < len(words) <= 20 else re.sub(r"\s+", " ", text[view.starts[noun[0]] : view.ends[noun[1] - 1]])


_SELLERS = re.compile("商家|卖家|商户|店铺")


def place_bearer(context: Context, number: int, position: int, noun: str = "") -> Found | None:
    """The country, region or city that a market's figure is about: 越南电商市场的总收入, 沙特的电商交易量.

    Its clause names nobody who acts, and opens with the place, its own times and sources aside.
    """
    view = context.views[number]
    start, _ = view.clause_of(position)
    places = [n for n in range(start, position) if view.code[n] in PLACE_CODES]
    if not places:
        return _carried_place(context, number, position)
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
    found = place_before(context, number, start, least)
    return found if found != subject else None


@cache
def _counting() -> re.Pattern[str]:
    """Words at either end of a scope that only say how it was counted."""
    words = alternation(word_table("discourse")["scopes"]["counting"])
    return re.compile(rf"^(?:的|上的?|在(?!线)|中的?|{words}|{_TIME})+|(?:的|在|{words}|{_TIME})+$")


@cache
def _verbal() -> re.Pattern[str]:
    return re.compile(alternation(word_table("discourse")["scopes"]["verbs"]))


def scope_between(code: str) -> str | None:
    """The part of a thing's business that a figure is of, told between its name and the noun: 淘天的客户管理收入.

    Args:
        code: what stands between them in a view.

    Returns:
        The words, or None where they tell a time, a manner or something else.
    """
    words = _counting().sub("", _counting().sub("", code).removeprefix("全球的"))  # 全球的日均跨境包裹量: 跨境
    if words.startswith("以") or re.fullmatch("[两二三四五六七八九十0-9]+[家者大个]", words):
        return None  # A和B两家, 以一骑绝尘的姿态拿下了…: a manner
    if words in word_table("discourse")["scopes"]["parts"]:
        return words
    named = re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9、和及与-]{2,12}", words)
    return words if named and not is_transparent(words) and not _verbal().search(words) else None
