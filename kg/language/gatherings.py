"""Meetings, fairs and contests that no lexicon holds: 2024年Q2财报电话会, 第十二届中国网络视听大会."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, Found, any_of, is_clean

__all__ = ["find_gatherings"]

_YEAR = rf"(?:19|20)[0-9]{{2}}(?:年(?![初底末])度?|(?!年)){GAP}"
_ORDINAL = r"(?:首届|首期|第[一二三四五六七八九十0-9]{1,4}[届期])"
_INSIDE = rf"(?![的了在于一某这那次每们和与及等是有不没被把向对从看办我你他她它各])(?:{HAN}|[A-Za-z0-9·&])[ ]?"
_BEHIND = r"[”」》]?(?=上|现场|期间|中(?![国心文])|里|，|之?后|闭幕|开幕|结束)"
_CALLS = re.compile(
    rf"(?P<name>{_YEAR}(?:财年)?{GAP}(?:(?:第?[一二三四]季度|Q{GAP}[1-4]|上半年|下半年)?{GAP}(?:财报|业绩)?{GAP}(?:分析师)?{GAP}"
    r"(?:电话会议?|业绩会|股东大会|投资者日)|(?:全球|跨境|中国|电商|跨境电商)?(?:开发者大会|商家大会|卖家大会|峰会|博览会|展览会)))"
)
_QUARTERLY = re.compile(
    rf"(?P<name>(?:{_YEAR}(?:财年)?{GAP})?(?:第?[一二三四](?:财季|季度)|Q{GAP}[1-4])(?:[及既暨](?:全年|年度|半年度?))?的?{GAP}"
    rf"(?:(?:全年)?(?:财报|业绩)?(?:发布|沟通|分析师)?(?:电话会议?|沟通会)|(?:全年)?财?报?业绩(?:会|发布会|说明会)))"
)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Gatherings behind 在, with their year or number, and those that somebody holds or attends."""
    kinds = any_of("events", "gatherings")
    held = "举办|召开|举行|主办|承办"
    when = (
        r"(?:(?:近日|日前|最近|刚刚|不久前|前不久|此前|(?:今年|去年|前年|当年)[初底末]?|年初|年底|当天){0,2}"
        r"(?:(?:19|20)[0-9]{2}年[初底末]?)?(?:[0-9]{1,2}月(?:份|[上中下]旬|[初底中末])?(?:[0-9]{1,2}[日号])?|[春夏秋冬]季|[上中下]旬|[年月][初底中末])?的?)?"
    )
    inner = rf"(?![0-9]{{1,4}}年)(?:{_INSIDE}){{2,18}}?(?:{kinds})"
    name = rf"{_ORDINAL}?{GAP}[“「]?(?P<name>(?:{_YEAR})?{inner})"
    by = rf"(?:[^，。；：！？\n“”在]{{0,14}}?(?:{held}|结束)的)?"
    return (
        re.compile(rf"(?<=[在于]){when}{by}[“「《]?{name}{_BEHIND}"),
        re.compile(
            rf"(?:^|(?<=[，。；\n]))(?=[去前今明当不近日最刚此年0-9])(?:早在)?{when}{by}[“「《]?{name}{_BEHIND}",
            re.MULTILINE,
        ),
        re.compile(
            rf"(?<![0-9.])(?:{_YEAR}{_ORDINAL}[“「]?(?P<first>{inner})|(?P<name>{_YEAR}{inner})|{_ORDINAL}[“「]?(?P<second>{inner}))"
            r"[”」》]?(?=上|现场|期间|中(?![国心文])|在|于|，|正式|将于|开幕|召开|举行|举办|落幕|启动|收官|吸引|收到|反响)"
        ),
        re.compile(rf"(?:{held}|出席|列席|参加|亮相|现身|举办的)(?:了)?(?:一场|的)?[“「《]?{name}"),
    )


_OPENED = re.compile(
    rf"(?:(?:首届|第[一二三四五六七八九十0-9]{{1,4}}届)[“「]?(?P<first>{HAN}{{2,10}}?(?:节|展|大会|博览会|峰会|论坛))"
    rf"|(?<!{HAN})(?P<second>{HAN}{{4,10}}(?:展|节|大会|博览会|峰会)))[”」]?(?=开幕|召开|举行|举办|落幕)"
)

# Those named in marks of quotation that somebody holds or attends, also in a row: 举办“普惠季”“未来大会”等活动.
_QUOTED = re.compile(
    r"(?:(?:举办|举行|召开|主办|承办|参加|出席|亮相)(?:了|的)?[^，。；：！？\n“”「」]{0,14}|(?<=[”」])[、和]?)"
    r"[“「](?P<name>[^“”「」《》，。；：！？\n]{2,18}?(?:节|开放日|大会|发布会|峰会|论坛|大赛|嘉年华|盛典|博览会|沙龙))[”」](?![^，。；]{0,6}活动)"
)


@cache
def _beside_names() -> re.Pattern[str]:
    """What of the name of a gathering tells no more than its kind."""
    return re.compile(
        rf"^(?:{_YEAR})?{_ORDINAL}?|(?:{any_of('events', 'gatherings')})$|{any_of('events', 'vague')}|[\s“「]"
    )


def _is_named(name: str) -> bool:
    """Whether a gathering is called by more than its kind: 京喜产业带发展大会, but no 内部沟通会."""
    return (
        len(name) >= 4
        and len(_beside_names().sub("", name)) >= 2
        and is_clean(name, "events")
        and is_clean(name, "program")
    )


def _year_before(name: str) -> tuple[int, bool]:
    """Length of the year with which a name begins, and whether it is none of its part: 2025年X大会, not 2025X大会."""
    year = re.match(r"(?:19|20)[0-9]{2}(年度?)?[ \t]{0,2}", name)
    if year is None or not _is_named(name[year.end() :]):
        return 0, False
    return year.end(), year[1] is not None


def _told_by_words(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Those that the words beside them tell, a known gathering apart."""
    known = {m.start for m in mentions if m.entity.type == "Event"}
    spans = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            start, end = match.span(match.lastgroup or "name")
            if known.isdisjoint(range(start, end)) and _is_named(text[start:end]):
                year, apart = _year_before(text[start:end])
                spans.append((start + year * apart, year * (not apart), end))
    names = {text[start:end] for start, _, end in spans}
    for start, year, end in spans:
        start += year if text[start + year : end] in names else 0  # 2025X大会 where X大会 stands without its year, too
        yield (start, end, "Event", text[start:end]), 2


@cache
def _prize() -> re.Pattern[str]:
    inner = rf"(?:(?![的了在和与及等一两三四五六七八九十多各此该]){HAN}|[A-Za-z0-9·&])[ ]?"
    return re.compile(
        rf"(?:{any_of('events', 'won')})(?:了|过)?"
        rf"(?:由[^，。；\n]{{2,14}}(?:颁发|评选|授予)的)?{_ORDINAL}?{GAP}"
        rf"(?:[“「《](?P<quoted>[^“”「」《》，。；\n]{{2,20}}?(?:{any_of('events', 'prizes')}))[”」》]"
        rf"|(?P<bare>(?:{_YEAR})?(?:{inner}){{2,16}}?(?:{any_of('events', 'prizes')})))"
        r"(?<!终奖)(?<!抽奖)(?<!获奖)(?<!颁奖)(?<!最高奖)(?<!特等奖)(?<![一二三]等奖)(?![学金牌励品杯章状池项者得“])"
    )


# The day of the month that a sale is called by: 6.6 促销活动, 3.27生日大促.
_DAY_SALE = re.compile(
    r"(?<=[^0-9.\n ])[ ]?(?P<name>(?:[1-9]|1[0-2])\.[0-9]{1,2}[ ]?(?:生日|周年|品牌|年中|全球)?"
    r"(?:大促|购物节|促销活动|狂欢节|超级购物节))"
)


def _sales_and_prizes(text: str) -> Iterator[Found]:
    """Sales by their day, and prizes that somebody wins."""
    for match in _DAY_SALE.finditer(text):
        yield (match.start("name"), match.end("name"), "Event", match["name"])
    for match in _prize().finditer(text):
        key = "quoted" if match["quoted"] else "bare"
        if is_clean(match[key], "program"):
            yield (match.start(key), match.end(key), "Event", match[key])


def find_gatherings(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Meetings by their quarter, their place in a sentence or what is done with them.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order; a known gathering is none of these.
    """
    for pattern in (_CALLS, _QUARTERLY):
        for match in pattern.finditer(text):
            yield (match.start(), match.end(), "Event", re.sub(r"\s+", "", match["name"])), 2
    yield from _told_by_words(text, mentions)
    yield from ((find, 2) for find in _sales_and_prizes(text))
    ends = set()
    for match in _QUOTED.finditer(text):
        if text[match.start()] in "“「、和" and match.start() not in ends:
            continue  # behind other words in marks of quotation
        ends.add(match.end())
        yield (match.start("name"), match.end("name"), "Event", match["name"]), 3
    for match in _OPENED.finditer(text):
        key = "first" if match["first"] else "second"
        if is_clean(match[key], "program"):
            yield (match.start(key), match.end(key), "Event", match[key]), 2
