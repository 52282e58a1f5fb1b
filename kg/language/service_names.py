"""Services named after their brand, functions that somebody brings out, and units named after what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, Found, any_of, is_clean, stands_near
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_features", "find_glossed", "find_policies", "find_services", "find_units"]

_OFTEN = 3  # times that a compound stands in a text before it counts as a name without another cue
_NEAR = 40  # characters in front of a function in which it must say whose it is
_LEAST_ADDED = 4  # characters that the name of a function just added must outnumber: 搜索功能 is none
_QUOTED = re.compile(r"“([^“”\n]{2,8})”")


@cache
def _service_patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, tuple[str, str]]]:
    table = word_table("names")["service"]
    kinds = {
        noun: (kind, worth)
        for kind, worths in (("Platform", "platforms"), ("Program", "programs"))
        for worth in ("sure", "acts", "weak")
        for noun in table[f"{worth}_{worths}"]
    }
    return (
        re.compile(rf"{GAP}(?P<noun>{alternation(sorted(kinds))})(?!{any_of('service', 'not_before')})"),
        re.compile(rf"(?:{any_of('service', 'before')})[“「]?$|[“「]$"),
        re.compile(rf"(?:{any_of('service', 'used')})$"),
        kinds,
    )


def find_services(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Services whose name is a brand and what they do: 拼多多驿站, 抖音小时达.

    Some nouns make a name wherever they stand behind a brand. Those that are things done as well (用滴滴打车) do where
    nobody uses the brand for them, others (团购) where the words beside, quotation marks or standing again say so.
    """
    pattern, before, used, kinds = _service_patterns()
    table = word_table("names")["service"]
    found: dict[str, list[tuple[int, int, str]]] = {}
    for mention in mentions:
        match = pattern.match(text, mention.end) if mention.entity.type in ("Organization", "Platform") else None
        if match is None or mention.end - mention.start < 2 or pattern.search(text, mention.start, mention.end):
            continue
        noun, name = match["noun"], text[mention.start : match.end()]
        if mention.entity.type != "Platform" and noun not in table["any_body"]:
            continue
        if name not in table["itself"] and not (noun == "外卖" and text[mention.end - 1].isascii()):
            found.setdefault(name, []).append((mention.start, match.end(), noun))
    for name, places in found.items():
        kind, worth = kinds[places[0][2]]
        called = any(before.search(text, max(0, start - 8), start) for start, _, _ in places)
        if worth == "acts" and not called:
            called = len(places) > 1 and not any(used.search(text, max(0, start - 4), start) for start, _, _ in places)
        if worth == "sure" or called or len(places) >= _OFTEN:
            for start, end, _ in places:
                yield (start, end, kind, name), 2


@cache
def _feature_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<adds>{any_of('feature', 'adds')})|{any_of('feature', 'launch')})(?:了|过)?"
        rf"(?:全新的?|新的|最新的?|名为)?{GAP}"
        rf"(?P<name>(?:{HAN}|[A-Za-z0-9]){{2,8}}?(?:{any_of('feature', 'kinds')})"
        rf"|(?:{HAN}|[A-Za-z0-9]){{3,8}}?(?:{any_of('feature', 'long_kinds')}))"
        r"(?=[，。；、）)！\n]|[后以和与并]|等|$)"
    )


@cache
def _listed_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:、|和|与|及|以及)(?P<name>(?:{HAN}|[A-Za-z0-9]){{2,8}}?(?:{any_of('feature', 'kinds')}))"
        r"(?=[，。；、）)]|[和与及等]|$)"
    )


_LAW = re.compile(
    rf"《(?P<name>(?:{HAN}|[A-Za-z0-9]){{1,24}}(?:法案|条例|(?<![方兵心护步做看说算战作品活干魔手想用])法|管理办法|实施办法|暂行办法|管理规定|协定|公约|处理规则|处理总则|管理规则|管理规范|行为准则|指令|法令))》"
)
_SPEED = re.compile(
    "(?:次日|当日|隔日|半日|小时|分钟|[0-9一二三四五六七八九十两半]{1,2}[日天]|[0-9一二三四五六七八九十两半]{1,2}小时)达(?!到|成)"
)


@cache
def _sped_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('feature', 'launch')}|开通|升级为|首推|试点)(?P<rest>[^，。；：！？\n]{{0,24}})")


def find_policies(text: str) -> Iterator[tuple[Found, int]]:
    """Laws by their title, and promises of delivery that somebody brings out: 《电信法案》, 推出次日达、半日达服务."""
    for match in _LAW.finditer(text):
        yield (match.start("name"), match.end("name"), "Program", match["name"]), 2
    for match in _sped_pattern().finditer(text):
        for speed in _SPEED.finditer(text, *match.span("rest")):
            yield (speed.start(), speed.end(), "Program", speed.group()), 1


def find_features(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Functions and systems that a named body brings out: 闲鱼上线AI验货功能."""
    program = word_table("names")["program"]
    refused = (*program["vague"], *program["plain"], *word_table("names")["feature"]["vague"])

    def plain(name: str) -> bool:
        return is_clean(name, "program") and not any(word in name for word in refused)

    ends = [m.end for m in mentions if m.entity.type in ("Organization", "Platform")]
    known = {m.end for m in mentions}
    added = tuple(word_table("names")["feature"]["added"])
    quoted = set(_QUOTED.findall(text))  # named without the noun: “送礼”功能
    for match in _feature_pattern().finditer(text):
        name = match["name"]
        if not stands_near(text, ends, match.start(), _NEAR) or match.end("name") - 2 in known:
            continue
        if match["adds"] and not (len(name) > _LEAST_ADDED and name.endswith(added)):
            continue
        if name[:-2] in quoted or not plain(name):
            continue
        yield (match.start("name"), match.end("name"), "Program", name), 1
        further = _listed_pattern().match(text, match.end())
        while further:
            if plain(further["name"]):
                yield (further.start("name"), further.end("name"), "Program", further["name"]), 1
            further = _listed_pattern().match(text, further.end())


@cache
def _glossed_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<rest>{GAP}(?:{HAN}|[A-Za-z0-9]){{2,8}}?(?:{any_of('service', 'glossed')}))"
        rf"{GAP}(?=[（(]{GAP}[A-Z][A-Za-z+\- ]{{1,28}}[）)，])"
    )


def find_glossed(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Services named after their body whose Latin name or short form stands behind: 亚马逊跨境物流服务（AGL）."""
    for mention in mentions:
        if mention.entity.type not in ("Organization", "Platform"):
            continue
        match = _glossed_pattern().match(text, mention.end)
        if match and is_clean(match["rest"], "program"):
            yield (mention.start, match.end(), "Program", text[mention.start : match.end()]), 2


# Plain words for what somebody has many of: 成立数据中心.
_PLAIN_CENTRES = (
    "数据|物流|配送|分拨|研发|运营|服务|客服|仓储|呼叫|转运|集运|分拣|履约|结算|培训|展示|体验|总部|区域|售后|采购|购物|交易"
    "|生产|制造|技术|销售|维修|运输|处理|营销|海外|全球|专门|自己|一个|多个|[家座的个]"
)


@cache
def _unit_patterns() -> tuple[re.Pattern[str], ...]:
    inner = rf"(?:{HAN}|[A-Za-z]){{2,9}}?"
    return (
        re.compile(r"(?<![A-Za-z])(?P<name>[A-Z]{2,5} ?(?:事业群|事业部))(?!制)"),
        re.compile(
            rf"(?:[，。、；：（(“\s和原任前]|成立|新设|设立|并入|划入|负责|执掌)(?=(?P<name>(?!与){inner}(?:事业群|事业部))(?!制))"
        ),
        re.compile(rf"(?:成立|新设|设立|升级为|合并为)了?(?P<name>{inner}(?:业务部|发展部|业务组))(?!门)"),
        re.compile(rf"(?:成立|组建|新设|设立)了?(?P<name>(?!专门){inner}(?:业务团队|商业化团队|业务部门))"),
        re.compile(rf"(?:成立|组建|新设)了?(?P<name>(?:(?!{_PLAIN_CENTRES}){HAN}){{2,8}}?中心)(?=[，。；、]|和|并|$)"),
    )


def find_units(text: str) -> Iterator[tuple[Found, int]]:
    """Units without their body's name: MMC事业群, 云与智慧产业事业群, 成立中小商家发展部."""
    for pattern in _unit_patterns():
        for match in pattern.finditer(text):
            name = match["name"]
            core = re.sub("(?:事业[群部]|业务[部组]|发展部|中心)$|与|[商卖]家|家[电居]", "", name)
            if core and is_clean(core, "organization") and is_clean(core, "unit"):
                yield (match.start("name"), match.end("name"), "Organization", name), 2
