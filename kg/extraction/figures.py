"""What belongs to a figure besides its subject: its currency, what it was before, its place, per what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.extraction.clauses import severally
from kg.extraction.context import Context
from kg.extraction.view import CODES, SentenceView
from kg.language import QuantityMark
from kg.language.subjects import is_transparent
from kg.model import Entity, Quantity
from kg.vocabulary import vocabulary
from kg.vocabulary.tables import alternation, word_table

__all__ = [
    "active_in",
    "as_money",
    "behind_put_first",
    "bounded",
    "carried_noun",
    "fallen",
    "figure_words",
    "following",
    "joint_with",
    "label_of",
    "part_named",
    "per_of",
    "scope_between",
    "shared_bounds",
    "together",
    "told_as",
]

_TIME = CODES["time"]
_PER = (
    ("日", re.compile(r"日均|单日|每天|每日|一天(?:能|可|要|就)?|平均每天|日(?=单量|订单|销|处理|发|包裹)")),
    ("月", re.compile(r"月均|单月|每月|每个月|一个月(?=能|可)")),
    ("年", re.compile(r"每年|年均")),
    ("场", re.compile(r"场均|每场|单场")),
    ("件", re.compile(r"每件|单件")),
    ("单", re.compile(r"每单|单笔")),
)
_PER_BEHIND = re.compile(r"^[/每](?P<per>天|日|月|年|件|单|人|公斤|平方米|场|次|个月)")


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
    bare = bare and not (noun.endswith("销量") and "亿" not in value.text)  # 销量2.4万: pieces
    if not bare or "money" not in kinds or "count" in kinds:
        return mark
    told = [m for _, m in sorted(view.marks.items()) if isinstance(m, QuantityMark)]
    told = [m for m in told if "money" in vocabulary().units[m.quantity.unit].kinds]
    before = [m.quantity.unit for m in told if m.start < mark.start]
    clause = view.clause_index(view.position_of(mark.start))
    after = [m for m in told if view.clause_index(view.position_of(m.start)) == clause]
    units = before[-1:] or [m.quantity.unit for m in after if 0 < m.start - mark.end < _BESIDE]
    return replace(mark, quantity=replace(value, unit=units[0] if units else "CNY"))


_TOGETHER = re.compile(
    "共(?=[\ue010-\ue016])|两大(?=巨头|龙头|平台|电商|公司)|合计|总共|加起来|合起来|共同|一共|总和|合并|总(?!部|裁|经理)"
)
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
    at_most = (_MOST.search(ahead) and value.unit != "rank") or (within and re.match("之?内|以内", behind))
    if value.bound is None and at_most:
        value = replace(value, bound="atMost")
    if re.search("约[有为达占在]$", ahead):
        value = replace(value, approx=True)
    was = _WAS.match(view.code, position + 1)
    former = [view.marks.get(n) for n in range(*was.span("was"))] if was else []
    same = [m.quantity for m in former if isinstance(m, QuantityMark) and m.quantity.unit == value.unit]
    previous = same[0] if same else None
    return replace(mark, quantity=_to_most(view, position, value), previous=mark.previous or previous)


def _to_most(view: SentenceView, position: int, value: Quantity) -> Quantity:
    """The same figure as the lower end of a range whose upper end follows: 最低10万元，最高50万元."""
    other = view.marks.get(position + 2)
    if not value.text.startswith(("最低", "最少")) or view.code[position + 1 : position + 2] not in ("，", ",", "、"):
        return value
    if not isinstance(other, QuantityMark) or not other.quantity.text.startswith(("最高", "最多")):
        return value
    fits = other.quantity.unit == value.unit and other.quantity.value > value.value
    return replace(value, bound=None, max=other.quantity.value) if fits else value


_SEVERALLY = re.compile("分别(?:已经?|为|是|达到?|有|在|将|均)*$")


def shared_bounds(view: SentenceView, first: int, marks: list[QuantityMark]) -> list[QuantityMark]:
    """The same figures, each with the bound that stands before all of them: 分别约为A和B, 分别突破A和B.

    Args:
        view: the sentence.
        first: position of the first of them.
        marks: the figures.
    """
    values = [mark.quantity for mark in marks]
    bare = len(values) > 1 and not any(value.approx or value.bound for value in values[1:])
    if not bare or not _SEVERALLY.search(view.code, max(0, first - 12), first):
        return marks
    lead = values[0]
    return [replace(mark, quantity=replace(mark.quantity, approx=lead.approx, bound=lead.bound)) for mark in marks]


_ACTIVE = {
    "MAU": re.compile("每个?月|月均|月度"),
    "DAU": re.compile("每天|每日|日均"),
    "年度活跃用户": re.compile("年度|年活跃"),
}


def active_in(words: str) -> str | None:
    """How often users are active whom words count: 每月…的活跃用户."""
    return next((listed for listed, told in _ACTIVE.items() if told.search(words)), None)


def told_as(mark: QuantityMark, noun: str) -> bool:
    """Whether a noun is told in such a unit: rates in percent, and only rates: not 四成产品的产量."""
    return (mark.quantity.unit == "percent") <= noun.endswith(("率", "比", "比例", "度", "增速", "ROI"))


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


def together(told: str) -> bool:
    """Whether words tell that several have a figure between them: 合计, 总GMV."""
    return bool(_TOGETHER.search(told))


def joint_with(told: str, heads: tuple[Entity, ...], head: Entity, one: bool) -> Entity | None:
    """With whom a figure is one's: of two that have it together (合计, 总GMV).

    Args:
        told: what stands between its subjects and its end.
        heads: its subjects.
        head: one of them.
        one: whether two have such a figure together, unless words tell that each does.
    """
    if len(heads) != 2 or severally(told) or not (one or together(told)):
        return None
    return heads[1] if head == heads[0] else heads[0]


def following(mark: QuantityMark, steps: int) -> QuantityMark:
    """The place so many behind another."""
    return replace(mark, quantity=replace(mark.quantity, value=mark.quantity.value + steps, bound=None))


def fallen(mark: QuantityMark) -> QuantityMark:
    """The same figure as a fall: negative."""
    value = mark.quantity
    return replace(mark, quantity=replace(value, value=-value.value, max=None))


_PUT_FIRST = re.compile("^[\u3400-\u9fff]*?(?:(?<![即行必终也仍])将|把)(?=[\u3400-\u9fff]{2,}率)")


def behind_put_first(words: str) -> str:
    """What a figure is called, without what leads up to the object put first: 会员分层营销将会员复购率."""
    return _PUT_FIRST.sub("", words)


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
    first = max([first, *[n + 1 for n in range(first, noun[0]) if n in view.marks or view.code[n] in "，,、：:（("]])
    words = text[view.starts[first] : view.ends[noun[1] - 1]]
    words = re.sub(r"\s+", " ", words)
    words = re.sub(
        r"^(?:该国的?|全国的?|国内的?|将(?!来)|把|宣布|号称|宣称|实现了|建立了|共有|处置了|并且|现在的?|旗下的?|准(?=将)|上|以(?!色列|太)|目前|已|则|也|其|更是|而|但|就|还|都|整体|中|市场的|的|里|内(?!容|地|部|购)|平台)+",
        "",
        words,
    )
    words = behind_put_first(words)
    return words if 0 < len(words) <= 20 else re.sub(r"\s+", " ", text[view.starts[noun[0]] : view.ends[noun[1] - 1]])


@cache
def _counting() -> re.Pattern[str]:
    """Words at either end of a scope that only say how it was counted."""
    words = alternation(word_table("discourse")["scopes"]["counting"])
    return re.compile(rf"^(?:的|上的?|在(?!线)|中的?|{words}|{_TIME})+|(?:的|在|{words}|{_TIME})+$")


@cache
def _verbal() -> re.Pattern[str]:
    return re.compile(alternation(word_table("discourse")["scopes"]["verbs"]))


_BEFORE_PART = re.compile(
    "^(?:上|中|下(?![一-龥]?[单沉])|里|旗下的?|及其他部分|对于?(?!外)|针对|向|每[年月日天](?=..))"
)


def part_named(words: str) -> str:
    """The part of a business that words name; "" where they name none: （使用神券后）, 上, 宣布.

    Args:
        words: the words that a rule took for it.
    """
    told = words.strip("（）()“”「」、，：: ")
    told = _BEFORE_PART.sub("", told)
    told = re.sub("(?<=[一-龥]{2})(?:的|的?日|上(?<!线上)|净)$", "", told)
    return "" if len(told) < 2 or _verbal().search(told) or is_transparent(told) else told


def scope_between(code: str) -> str | None:
    """The part of a thing's business that a figure is of, told between its name and the noun: 淘天的客户管理收入.

    Args:
        code: what stands between them in a view.

    Returns:
        The words, or None where they tell a time, a manner or something else.
    """
    words = _counting().sub("", _counting().sub("", code).removeprefix("全球的"))  # 全球的日均跨境包裹量: 跨境
    if words.startswith(("以", "较", "比")) or re.fullmatch("[两二三四五六七八九十0-9]+[家者大个]", words):
        return None  # A和B两家, 以一骑绝尘的姿态拿下了…: a manner; 较日常订单增长…: a comparison
    if words in word_table("discourse")["scopes"]["parts"]:
        return words
    named = re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9、和及与-]{2,12}", words)
    return part_named(words) or None if named else None
