"""What is to come and what is past: whether a figure is planned or foreseen, and whether an office is held no more."""

from __future__ import annotations

import re

from kg.language.time_reader import Published
from kg.model import TimeSpan

__all__ = ["doubted", "is_to_come", "outlook", "outlook_of_later", "past_office"]

# Figures that somebody sets himself: said with 将 they are plans; of these, those that even with 预计 are.
_OWN_ACTS = frozenset({
    "investment", "subsidy", "fee", "price", "deliveryTime", "tariffRate",
    "penalty", "costReduction", "employees", "warehouses", "fundingAmount",
})  # fmt: skip
_OWN_PLANS = frozenset({"investment", "subsidy", "employees", "warehouses", "fee"})
_NO_PLAN = "".join(
    f"(?<!{word})" for word in ("创作", "扶持", "激励", "合作", "出海", "招商", "补贴", "回购", "增长", "”", "」")
)
_INTENT = re.compile(
    r"目标(?!价|客|用户|消费|人群|群|市场|的[^，。；]{0,6}[商卖买]家)|打算|准备(?!金)|力争|要让|表示要|宣布要|定下"
    rf"|{_NO_PLAN}计划(?![，,]|的|已)"
)
_EXPECTED = re.compile("[，,][^，。；]{0,12}预期[^，。；]{0,8}[，,]")  # 营收M，不及市场预期的N，增速为P
_FORECAST = re.compile("预计|预期|有望|或将|可能|预测|估计")
_DOUBT = re.compile("有望|或将|可能|或(?=达|超|可)|恐|也许|疑")
_NAMES = re.compile("[\ue010-\ue01f]")
_BREAK = re.compile("——|[，；](?:但|不过|然而|可是|却)")  # what stands before it tells nothing of what stands behind
_DONE = re.compile("[了过起]|已")
_SPELLED = re.compile("其中|包括|分别")  # what spells out the target of the clause before
_PAST_OFFICE = re.compile("(?:时任|前任|前|原|曾任|时任的)(?:全球|中国区?|亚太区?)?$")
_BEFORE_BODY = re.compile(
    "(?:时任|前任|(?<![之以此目当日年月天提空先从])前|原|曾任|早期|此前)(?:[\ue000-\ue009]的?|[^，。；：、]{1,12}、)?$"
)


def outlook(modality: str, metric: str | None, led: str, before: str, told: str) -> str:
    """How a figure is held: forecast (市场规模将达…), unless it is a target or one's own act (将投入…, 目标是…).

    Args:
        modality: as the words of stance in its clause tell.
        metric: what is measured.
        led: the clause before that of the figure, where the figure's opens with it.
        before: what stands between the start of the figure's clause and its value.
        told: the words that tell the figure.
    """
    led = "" if _NAMES.search(led) or led.endswith(("；", "。", "!", "！")) else led  # 有望超过A，成为第三
    before = _BREAK.split(led + before)[-1]
    if _INTENT.search(before):
        return "planned"
    foreseen = _EXPECTED.sub("", led + told)
    if _FORECAST.search(foreseen):
        return "planned" if metric in _OWN_PLANS and not _DOUBT.search(foreseen) else "hedged"
    if metric in _OWN_ACTS or (modality == "planned" and _SPELLED.match(before) and "将" not in before):
        return modality
    return "hedged" if modality == "planned" or re.search("^[^，]{0,4}(?:预计|预测|估计)", before) else modality


def doubted(words: str) -> bool:
    """Whether words of what is to come leave it open: 有望, 或将, no mere 预计 or 将.

    Args:
        words: the words.
    """
    return bool(_DOUBT.search(words)) or not re.search("将|预计|预期|预测", words)


def past_office(code: str, first: int, role: int) -> bool:
    """Whether an office is told of as past: A前CEO某某, 时任A CEO某某; not of what its holder did (曾被A CEO某某…).

    Args:
        code: the sentence, names as marks.
        first: where the words that tell of the office start.
        role: where its title starts.
    """
    return bool(_PAST_OFFICE.search(code, first, role) or _BEFORE_BODY.search(code, max(0, first - 20), first))


def outlook_of_later(metric: str | None) -> str:
    """How what lies behind the article's date is held: a plan, or of a figure that nobody sets himself a forecast.

    Args:
        metric: what is measured; None of a relation: 第四季度进入丹麦, told in September.
    """
    return "planned" if metric is None or metric in _OWN_ACTS else "hedged"


def is_to_come(time: TimeSpan | None, published: Published | None, words: str) -> bool:
    """Whether a time lies wholly behind the date of the article that tells of it.

    Args:
        time: the time.
        published: the date of the article, as far as known.
        words: the words that tell what holds then; 已, 了 in them tell that it is done.
    """
    first = time.first if time else None
    if published is None or first is None or _DONE.search(words):
        return False
    known = [part for part in (published.year, published.month, published.day) if part]
    return [first.year, first.month, first.day][: len(known)] > known
