"""Where a relation holds or happened, where the place is no end of it: 在日本上线…, 在印度，A与B合作."""

from __future__ import annotations

import re

from kg.extraction.view import CODES, PLACE_CODES, SentenceView
from kg.lexicon import lexicon
from kg.model import Entity

__all__ = ["home_country", "scene_of"]

# Relations that hold in some market; and those of events, which take place somewhere.
_IN_MARKETS = frozenset({"competesWith", "partnersWith", "adoptsModel", "supplies", "integratesWith"})
_TAKE_PLACE = frozenset({"launches", "offers", "ends"})
_POSTS = frozenset({"leads", "affiliatedWith"})
# What stands behind the place of no scene: 在美国的商家, 在美国上市的A; but 在美国的最大竞争对手.
_NO_SCENE = re.compile(
    rf"的(?!最|主要|头号|直接|竞争|[^，。；]{{0,8}}(?:伙伴|对手))|[、和与及][{PLACE_CODES}]"
    "|[^，。；]{0,8}(?:上市|挂牌|注册|成立|创立|诞生|举行|举办|召开|接受)"
)
_WITHIN = re.compile(rf"(?:首都|省会)?[{PLACE_CODES}]")
# The part of somebody's business that is in a market: A西班牙站, A美国市场.
_ITS_MARKET = re.compile(
    rf"[{CODES['Organization']}{CODES['Platform']}]的?(?P<place>[{PLACE_CODES}])(?:本土|分)?(?:站点?|市场|区)(?!.{{0,4}}负责)"
)
_FOUNDED = re.compile(
    rf"[在于](?P<place>[{PLACE_CODES}])(?:正式)?(?:注册)?(?:成立|创立|诞生|创办|创建|组建)"
    rf"|(?:成立|创立|诞生|创办|创建|始创)于(?:{CODES['time']})?(?P<seat>[{PLACE_CODES}])"
)
_MARKET = "(?:等)?(?:的?[一-龥]{0,6}市场|地区|国内|本土|区域|站点|境内|当地|本地|方面)?(?:上|中|里)?"
_LED = rf"(?:[而但且如]|例如|比如|譬如|又如|目前|此外|同时|{CODES['time']})*"
_SETS_SCENE = re.compile(rf"{_LED}在(?P<place>[{PLACE_CODES}]|国内){_MARKET}[，,]")
# A market of which a clause tells: 韩国的电商市场已形成A与B…; and the home market, which is China's.
_MARKET_OF = re.compile(rf"{_LED}(?P<place>[{PLACE_CODES}])的?[一-龥]{{0,6}}市场(?:上|中|里|已|形成|由)")
_AT_HOME = re.compile("在国内(?!外)")
_OF_POST = re.compile(rf"(?P<place>[{PLACE_CODES}])(?:市场|地区|区|站|国家|业务)?的?$")


def scene_of(view: SentenceView, predicate: str | None, match: re.Match[str]) -> list[Entity]:
    """The places that a sentence sets for a relation, its ends among them.

    Args:
        view: the sentence.
        predicate: the relation.
        match: the match of its rule in the view.
    """
    if predicate in _POSTS:
        return _of_post(view, match)
    start, end = view.clause_of(match.start())
    if predicate == "founded":
        born = _FOUNDED.search(view.code, start, max(end, match.end()))
        return _places(view, [born.start(born.lastgroup or 0)] if born else [])
    if predicate not in _IN_MARKETS | _TAKE_PLACE:
        return []
    if predicate in _TAKE_PLACE:
        end = min(end, match.end())
    here = [n for n in range(start, end) if view.code[n] in PLACE_CODES]
    scenes = [_narrowest(view, n) for n in here if view.code[max(0, n - 1) : n] == "在"]
    scenes = [n for n in scenes if not _NO_SCENE.match(view.code, n + 1)]
    if not here and (earlier := _set_before(view, start)) is not None:
        scenes = [earlier]
    if not here and not scenes and predicate in _IN_MARKETS:
        scenes = [m.end() - 2 for m in _AT_HOME.finditer(view.code, start, end)]
    if not scenes and predicate in _IN_MARKETS and (market := _MARKET_OF.match(view.code, start, end)):
        scenes = [market.start("place")]
    if not scenes:
        scenes = [m.start("place") for m in _ITS_MARKET.finditer(view.code, start, end)]
    if not scenes and "object" in match.re.groupindex and predicate == "launches":
        scenes = _before_object(view, start, match.span("object"))
    return _places(view, scenes)


def _narrowest(view: SentenceView, position: int) -> int:
    """The last of places told as one within the other: 沙特首都利雅得."""
    further = _WITHIN.match(view.code, position + 1)
    return _narrowest(view, further.end() - 1) if further else position


def _before_object(view: SentenceView, start: int, span: tuple[int, int]) -> list[int]:
    """The place of which what is launched is: 英国TikTok Shop上线; not where it is one of a list."""
    first, last = span
    alone = last - first == 1 and first > start and view.code[last : last + 1] not in ("、", "和", "与", "及")
    return [first - 1] if alone and view.code[first - 1] in PLACE_CODES else []


def home_country() -> list[Entity]:
    """The country that 国内 means in a Chinese article."""
    return [entry.entity() for entry in lexicon().find("中国") if entry.type == "Place"]


def _places(view: SentenceView, positions: list[int]) -> list[Entity]:
    named = [e for n in positions for e in view.entities(n) if e.type == "Place"]
    return named or (home_country() if any(view.code.startswith("国内", n) for n in positions) else [])


def _set_before(view: SentenceView, start: int) -> int | None:
    """The place with which the clause right before a clause sets its scene."""
    index = view.clause_index(start)
    if not index:
        return None
    scene = _SETS_SCENE.fullmatch(view.code, view.clause_starts[index - 1], view.clause_starts[index])
    return scene.start("place") if scene else None


def _of_post(view: SentenceView, match: re.Match[str]) -> list[Entity]:
    """The country that somebody's post is for: A的泰国负责人."""
    if "role" not in match.re.groupindex or match.start("role") < 0:
        return []
    first, last = match.span("role")
    opens = next((n for n in range(first, last) if view.code[n] in PLACE_CODES), None)
    told = _OF_POST.search(view.code, match.start(), first)
    at = first if opens == first else told.start("place") if told else None
    return _places(view, [at] if at is not None else [])
