"""The list that a rank is of, where the text has named it before: 该榜单第一; 在免费榜上，…，排名第三."""

from __future__ import annotations

import re

from kg.extraction.context import Context
from kg.extraction.rules import Rule, RuleBook
from kg.extraction.scenes import home_country
from kg.extraction.view import CODES, PLACE_CODES, SentenceView
from kg.extraction.wordings import LIST_NOUN, SAME_LIST
from kg.model import Entity

__all__ = ["list_told_before", "measured_by", "places_of_list"]

# A list named before: 同一榜单.
_SAME_LIST = f"{SAME_LIST}{LIST_NOUN}|榜单"
_LIST = re.compile(
    rf"(?:全球)?[{PLACE_CODES}]?(?:区|地区|市场)?(?:的)?{CODES['Platform']}?[^，。；！？,;\n了上在\ue000-\ue009]{{1,14}}?(?:榜单|总榜|排行榜|榜)(?![首样单])"
)


def _last_named(context: Context, number: int, position: int, back: int) -> tuple[str, Entity | None] | None:
    """The list last named before a position, in its sentence or one of those before, and the place it names.

    Args:
        context: the article.
        number: number of the sentence.
        position: position in its view.
        back: how many sentences before count.
    """
    for index in range(number, max(-1, number - back - 1), -1):
        view = context.views[index]
        end = position if index == number else len(view.code)
        runs = [m.span() for m in _LIST.finditer(view.code, 0, end) if not re.fullmatch(_SAME_LIST, m.group())]
        if runs:
            first, last = runs[-1]
            words = re.sub(r"\s+", " ", context.text[view.starts[first] : view.ends[last - 1]]).strip("“”《》的 ")
            places = [e for n in range(first, last) for e in view.entities(n) if e.type == "Place"]
            return words, places[0] if places else None
    return None


# What is said of a place on a list, not of the greatest of its kind: 第三位, 榜首, 排名第三的.
_ON_LIST = re.compile(
    "第[一二三四五六七八九十百0-9]+(?!大|[一-龥]{0,4}的|[家个次季])|榜|首位|登顶|[0-9]+[名位]|[Tt][Oo][Pp]"
    "|(?:排名|位列|排在)[^，。]{0,6}第"
)


def list_told_before(
    context: Context, number: int, rule: Rule, taken: tuple[str, int], told: tuple[str, int]
) -> tuple[str, Entity | None] | None:
    """The list that a rank is of and the place that it names, where its own words name none.

    Args:
        context: the article.
        number: number of the sentence.
        rule: the rule that reads the rank.
        taken: what it took for a list, and where that stands in the view.
        told: what it matched, and where that starts.
    """
    if taken[0]:
        return _last_named(context, number, taken[1], 3) if re.fullmatch(_SAME_LIST, taken[0]) else None
    if rule.metric != "rank" or not _ON_LIST.search(told[0]):
        return None
    return _last_named(context, number, told[1], 0)


def places_of_list(view: SentenceView, spans: list[tuple[int, int]]) -> list[Entity]:
    """The places that the words of a list name: 美国最大的平台; 国内 is China in a Chinese article.

    Args:
        view: the sentence.
        spans: first position of each run of its words, and the position behind its last.
    """
    if any(re.search("[以之]外", view.code[first:last]) for first, last in spans):
        return []  # 中国以外最大的平台: anywhere else
    named = [e for span in spans for n in range(*span) for e in view.entities(n) if e.type == "Place"]
    if not named and any(view.code.startswith("国内", first) for first, _ in spans):
        named = home_country()
    return named


_FIGURE = f"[{CODES['money']}{CODES['percent']}{CODES['count']}{CODES['times']}]"
# By what somebody ranks: 从营收规模上看，…; 以40%的市场份额位居第一; 访客数达4亿，排名第二.
_CRITERION = re.compile(
    f"从([一-龥A-Z]{{2,10}}?)(?:上|来|角度)看[，,]|以{_FIGURE}(?:左右)?的([一-龥A-Z]{{2,8}}?)(?:仍然?|继续|依然)?[，,]?$"
)
_LED = re.compile("[，,](?:并|且|也|则|已经?|仍|一举|成功|正式|目前)*$")
_OF_WIDTH = re.compile("(?:全球|全国|国内|世界|[\ue005\ue008]?)")


def measured_by(view: SentenceView, book: RuleBook, start: int, taken: str) -> str | None:
    """By what somebody ranks, where the words of the rank do not tell: an earlier clause names it, with its figure.

    Args:
        view: the sentence.
        book: the rules, which hold the nouns of figures.
        start: where the match of the rank starts.
        taken: what its rule took for a list; the breadth alone (全球) is joined with what is measured.
    """
    if taken and not _OF_WIDTH.fullmatch(taken):
        return None
    told = _CRITERION.search(view.code, 0, start)
    if told:
        return None if taken else told[1] or told[2]
    led = _LED.search(view.code, 0, start)
    before, _ = view.clause_of(led.start()) if led else (0, 0)
    clause = view.code[before : led.start()] if led else ""
    nouns = [noun for noun in book.nouns_in(clause, 0, len(clause)) if clause.count(noun) == 1]
    figures = re.findall(_FIGURE, clause)
    if len(nouns) != 1 or len(figures) != 1 or clause.index(nouns[0]) > clause.index(figures[0]):
        return None
    return taken + nouns[0]
