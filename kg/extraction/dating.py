"""Whether a fact takes a time, and which of those told before or around it is meant."""

from __future__ import annotations

import re
from bisect import bisect_left

from kg.extraction.context import Context
from kg.extraction.rules import Rule
from kg.extraction.timing import carried_time, goes_on, reported_time, time_of, told_before
from kg.extraction.view import SentenceView
from kg.language import TimeMark
from kg.vocabulary import vocabulary

__all__ = ["as_of", "earlier_time", "is_dated", "is_running_total", "of_another_act"]

_OF_RESULTS = frozenset({"revenue", "revenueGrowth", "revenueShare", "profit", "profitGrowth"})
# Metrics that add up over time: 截至11月 is until November.
_RUNNING = frozenset({"gmv", "revenue", "profit", "orderVolume", "parcels", "paymentAmount", "subsidy"})

# States that begin with an act, whose time is theirs then (2022年3月，A在越南开始测试), unless told as lasting.
_BEGUN = frozenset({"targetsMarket", "hasFacilityIn", "adoptsModel", "sellsOn", "participatesIn", "affiliatedWith"})
_BEGINS = re.compile(
    "进入|进军|登陆|上线|落地|入驻|加入|参加|参与|亮相|现身|布局|拓展|扩张|回归|重返|启动|启用|试点|测试|试运营"
    "|采用|引入|转为|转向|转型|推出|推行|推广|发布|首发|获得|取得"
    "|拿下|设立|成立|建立|建成|投用|举办|新增|走红|爆红|爆火"
    "|开[设出业店张通启辟始卖拓国]|卖(?!家|点)"
)
_LASTS = re.compile("已经?|目前|一直|长期|多年|仍|均|都|至今|以来")
# Of where something is, only when it is held is told; of who works together, when they came together.
_HELD = re.compile("举[办行]|召开|主办|开幕|闭幕|落幕|开赛|揭幕")
_CONTEST = re.compile("迎战|大战(?!略)|开战|对决|交锋|开抢|打响|爆发|超越|反超|形成")
_COMES_TOGETHER = re.compile("达成|签[约署订]|联[手合]|携手|牵手|结盟|[宣官]宣?布?|推出|接入|打通")
# 2023年底，A宣布将进入B: when it was announced is not when it happens.
_TO_HAPPEN = frozenset({"targetsMarket", "hasFacilityIn"})
_ANNOUNCES = re.compile("(?:宣布|表示|透露|公告称?|声称)[^，。；]{0,3}(?:将(?!近)|计划|拟|即将|准备)")
# States that may be told as of a day: 截至2024年底，覆盖…; since one: 自2015年起与A合作.
_LASTING = _BEGUN | {"supplies", "offers", "partnersWith", "competesWith", "leads", "partOf"}
# States, and acts whose time is not theirs: 2018年被A收购，业务遍及….
_STATES = re.compile("遍及|遍布|覆盖|涵盖|囊括|横跨|辐射|面向|服务于|专注|聚焦|主打|主攻|主做|深耕|瞄准")
_OTHER_ACTS = re.compile(
    "收购|并购|入股|投资|注资|融资|上市|挂牌|成立|创立|创办|创建|诞生|更名|改名|拆分|分拆|加入|出任"
)


def is_dated(rule: Rule, view: SentenceView, match: re.Match[str]) -> bool:
    """Whether what a match tells takes a time where the rule does not say: figures, happenings, states that begin.

    Args:
        rule: the rule.
        view: the sentence.
        match: its match.
    """
    if rule.predicate is None:
        return True
    words = match.group("trigger") if "trigger" in match.re.groupindex else match.group()
    words = match.group() if words == "在内" else words  # 包括A在内的百余家品牌入驻了B
    if rule.predicate == "competesWith":
        return bool(words and _CONTEST.search(words))
    if rule.predicate == "locatedIn":
        return bool(words and _HELD.match(words))
    if rule.predicate == "partnersWith":
        return bool(words and _COMES_TOGETHER.search(words))
    if rule.predicate in _BEGUN:
        start, _ = view.clause_of(match.start())
        if words and _BEGINS.search(words) and not _LASTS.search(view.code, start, match.end()):
            return True
    return vocabulary().predicates[rule.predicate].event_class is not None


def of_another_act(rule: Rule, view: SentenceView, match: re.Match[str], time: TimeMark) -> bool:
    """Whether something would take the time of another act: 2018年被A收购，业务遍及…; 2023年，A宣布将进入B.

    Args:
        rule: the rule.
        view: the sentence.
        match: its match.
        time: the time found for it.
    """
    words = (match["trigger"] if "trigger" in match.re.groupindex else None) or ""
    start, _ = view.clause_of(match.start())
    opening = bisect_left(view.starts, time.start)
    if rule.predicate in _TO_HAPPEN and words and _ANNOUNCES.search(view.code, opening, match.start("trigger")):
        return True
    if rule.predicate not in _BEGUN or not _STATES.match(words):
        return False
    return opening < start and bool(_OTHER_ACTS.search(view.code, opening, start))


def earlier_time(context: Context, number: int, first: int, metric: str | None) -> TimeMark | None:
    """The time that sentences before give to what a sentence tells without one.

    Args:
        context: the article.
        number: number of the sentence.
        first: first position of the match.
        metric: the metric of a figure, else None.
    """
    if metric is None:
        return told_before(context, number, first) or goes_on(context, number)
    if metric in ("rank", "profitStatus"):
        return None
    told = carried_time(context, number, first)
    return told or (reported_time(context, number, first) if metric in _OF_RESULTS else None)


def is_running_total(metric: str | None, words: str, text: str, mark: TimeMark) -> bool:
    """Whether a figure adds up until its time, not in it: 截至11月，交易总额达M.

    Args:
        metric: its metric.
        words: its clause up to its end.
        text: the text.
        mark: its time.
    """
    if not re.search(r"截[至止]到?至?\s*$", text[max(0, mark.start - 6) : mark.start]):
        return False
    adds_up = metric in _RUNNING or "累计" in words
    return adds_up and not re.search("日均?(?:订|出|发)?单|每[日天]|单日", words)  # of a day


def as_of(context: Context, rule: Rule, view: SentenceView, first: int, last: int) -> TimeMark | None:
    """The day or month as of which a state is told: 截至2024年底，覆盖美国、英国; since which: 2016年起成为A的平台.

    Args:
        context: the article.
        rule: the rule.
        view: the sentence.
        first: first position of the match.
        last: position behind it.
    """
    words = slice(max(0, view.starts[0] - 3), view.ends[-1])
    if rule.predicate not in _LASTING or not re.search("截|起", context.text[words]):
        return None  # most sentences: the time need not be looked for
    mark = time_of(context, view, first, last)
    if mark is None or mark.value is None:
        return None
    start, _ = view.clause_of(first)
    if mark.value.value.endswith("/..") and context.text[mark.start : mark.end].endswith("起"):
        if start:
            before, _ = view.clause_of(start - 1)
            start = before if view.code[before + 1] in "，," else start
        here = view.starts[start] <= mark.start < view.starts[last - 1]  # 2016年起，A成为…
        return mark if here and (rule.predicate != "partOf" or "成为" in view.code[first:last]) else None
    told = re.search(r"截[至止]到?$", context.text[max(0, mark.start - 3) : mark.start])
    return mark if told and rule.predicate != "partOf" else None
