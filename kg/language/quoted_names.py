"""Names in quotation marks, and names of meetings: by the nouns beside them and by verbs of launching before them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import is_common
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, Found, any_of, is_clean, stands_near
from kg.language.name_patterns import name_patterns
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_launched", "find_quoted", "find_quoted_bodies"]


@cache
def _quoted_pattern() -> re.Pattern[str]:
    table = word_table("names")["program"]
    followed = alternation(sorted({*table["suffixes"], *table["told"]}))
    return re.compile(
        rf"[“「『\"]{GAP}(?P<name>[^“”「」『』\"\s，。；：！？…、]"
        rf"[^“”「」『』\"\n，。；：！？…、（(]{{0,22}}[^“”「」『』\"\s，。；：！？…、])"
        rf"{GAP}(?:[（(][A-Za-z][A-Za-z0-9 &+.\-]{{1,30}}[）)])?{GAP}[”」』\"]"
        rf"(?=(?P<after>(?:[（(][A-Za-z][A-Za-z \-]{{2,30}}[）)])?"
        rf"(?:{GAP}[和与及、]?{GAP}[“「][^“”「」\n]{{2,12}}[”」]){{0,3}}"
        rf"(?:等?[两三四五六七八九十]?[大项款种个]|等)?{GAP}的?(?:全新的?|新)?"
        rf"(?P<noun>(?:营销|优惠|促销|激励|扶持|专项|配送|点餐|搜索|推荐|直播|互动|智能)?(?:{followed})))?)"
    )


@cache
def _made() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('program', 'makes')})(?:了|的)?[^，。；：！？\n为“”]{{0,8}}$")


@cache
def _launches() -> tuple[re.Pattern[str], re.Pattern[str]]:
    launch = any_of("program", "launch")
    return (
        re.compile(
            rf"(?:{launch})(?:了|的)?(?:名为|一项|一个|全新|新)?[^，。；：！？\n为]{{0,14}}$|(?:推出|发起)的?名为{GAP}$"
        ),
        re.compile(rf"(?:{launch})[^，。；：！？\n]{{0,40}}[”」]{GAP}(?:、|和|与|及|以及)?[^，。；“”]{{0,4}}$"),
    )


@cache
def _set_up() -> re.Pattern[str]:
    """Verbs of setting up and using, behind which a noun must tell the programme."""
    return re.compile(
        rf"(?:{any_of('program', 'sets')})(?:了|到)?[^，。；：！？\n“”]{{0,6}}(?:“[^“”\n]{{2,12}}”[、和与及]?){{0,3}}$"
    )


@cache
def _kinds_before() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Nouns in front of the quotation marks that tell a programme: some alone, some where it is brought out."""
    sure, weak, launch = any_of("program", "kinds"), any_of("program", "weak_kinds"), any_of("program", "launch")
    called = rf"(?:名为|叫做?|——)?{GAP}$"
    return (
        re.compile(rf"(?:{sure}){called}"),
        re.compile(rf"(?:旗下|基于|{launch})[^，。；：！？\n“”「」]{{0,14}}(?:{weak}){called}"),
    )


@cache
def _named_kind() -> re.Pattern[str]:
    """The noun behind quoted words that something is called by: 名为“X”的预热活动."""
    table = word_table("names")["program"]
    kinds = alternation(sorted({*table["kinds"], *table["weak_kinds"], *table["suffixes"], *table["shown"]}))
    return re.compile(rf"{GAP}[”」』\"]{GAP}的?(?:{HAN}|[A-Za-z0-9]){{0,8}}?(?:{kinds})")


_NAMED = re.compile(rf"(?:名为|取名|命名为){GAP}$")
_CARRIED = re.compile(
    rf"搭载(?:了|的)?(?:全新的?|新一代|自研的?)?{GAP}[“「『\"]$|搭载[^，。；“”\n]{{0,6}}“[^“”\n]{{2,12}}”[、和与及]?[“]$"
)
_HOUSE = re.compile(
    rf"旗下的?(?:(?![的有都在和与是为也将了过])(?:{HAN}|[A-Za-z])){{0,10}}(?<!主播)(?<!艺人)(?<!达人)(?<!网红){GAP}$"
)
_STANDS = re.compile(rf"{GAP}[”」』\"](?=[，。、；）)！\n]|的|和|与|及|也|将|已|正式|退出|上线|$)")


@cache
def _brought_out() -> re.Pattern[str]:
    """Plain words for bringing something out, in front of the quotation marks."""
    return re.compile(
        rf"(?:{any_of('program', 'brings')})(?:了|过)?(?:的|全新的?|新版|最新的?|一[项个款种])?{GAP}[“「『\"]$"
    )


# Nouns beside which shorter words are plain words: “特价”入口.
_LEAST = {"板块": 3, "玩法": 3, "标识": 2, "入口": 2, "礼包": 2}
_PLACES = ("频道", "板块", "入口", "专区", "栏目", "页面")
_LONGEST_PLAIN = 2  # characters of a plain word that tells what stands in such a place: “视频”频道
_NEAR = 40  # characters in front of a quoted function in which a body stands whose it may be
_LEAST_OWNED = 2  # characters that a quoted name right behind its owner must outnumber
_LEAST_FUNCTION = 3  # characters of a quoted function
_LEAST_PLAIN = 4  # the same where common words make it
_SAID_OF = 60  # characters in front of a verb of bringing out in which the body stands that does it


def _owned(text: str, start: int, ends: set[int]) -> bool:
    """Whether a body stands in front of a place, with 的 or without."""
    before = start - 1 if text[start - 1 : start] == " " else start
    return before in ends or (text[before - 1 : before] == "的" and before - 1 in ends)


def _told_before(text: str, start: int) -> bool:
    """Whether the noun in front of quotation marks that open at `start` tells a programme: AI助手“小轮”."""
    sure, weak = _kinds_before()
    return bool(sure.search(text, max(0, start - 12), start) or weak.search(text, max(0, start - 36), start))


def _called_by(text: str, match: re.Match[str]) -> bool:
    """Whether quoted words are what something is called by: 名为“X”的预热活动."""
    called = _NAMED.search(text, max(0, match.start() - 6), match.start())
    return bool(called and _named_kind().match(text, match.end("name")))


def _is_brought_out(text: str, match: re.Match[str], acting: list[int]) -> bool:
    """Whether a body that ends at one of `acting` brings the quoted words out, in the sentence."""
    if _CARRIED.search(text, max(0, match.start() - 24), match.start() + 1):
        return True
    verb = _brought_out().search(text, max(0, match.start() - 12), match.start() + 1)
    if verb is None or text.startswith(("等产品", "等商品"), match.end()):
        return False
    return stands_near(text, acting, verb.start(), _SAID_OF)


def _is_set_up(text: str, match: re.Match[str], acting: list[int]) -> bool:
    """Whether a body that stands near sets up what the quoted words name: 得物设置了“拍照识货”功能."""
    verb = _set_up().search(text, max(0, match.start() - 40), match.start())
    return bool(verb and stands_near(text, acting, verb.start(), _SAID_OF))


def _is_function(text: str, match: re.Match[str], noun: str, acting: list[int]) -> bool:
    """Whether quoted words of some length, with a noun of functions behind, stand near a body: 淘宝的“搜同款”功能."""
    name = match["name"].strip()
    if noun and len(name) >= _LEAST_FUNCTION and _is_set_up(text, match, acting):
        return True
    if noun not in word_table("names")["program"]["owned_kinds"] or len(name) < _LEAST_FUNCTION:
        return False
    plain = len(name) < _LEAST_PLAIN and is_common(name)
    return not plain and stands_near(text, acting, match.start(), _NEAR)


_CALLED_SO = re.compile(rf"(?:叫[作做]|名为|定为|[升改更][级名]为|组成了?|成立了?|推出了?|上线了?|即){GAP}[“「『\"]$")
_SET_DAY = re.compile(rf"(?:定为|设为|官宣[^，。“”\n]{{2,14}}为){GAP}[“「『\"]$")
_PLAIN_CARDS = ("购物卡", "银行卡", "信用卡", "会员卡", "储值卡", "礼品卡", "电话卡", "流量卡", "刷卡", "打卡")


def _is_no_programme(text: str, match: re.Match[str], name: str) -> bool:
    """Whether quoted words are an account's, 账号“雨夜剧场”, or a report's with its short form: “船运报告(SR)”."""
    if name.endswith(("报告", "白皮书")):
        return text[match.end("name")] in "（("
    return name.endswith("剧场") and "账号" in text[max(0, match.start() - 40) : match.end() + 40]


def _is_sum(name: str, noun: str) -> bool:
    """Whether quoted words are a figure or things added up; a policy may be called by what it adds up."""
    added = _SUM.search(name) and noun != "政策"
    return bool(_COUNTED.search(name) or (added and not name.endswith(("计划", "活动"))))


def _is_service(text: str, match: re.Match[str], name: str, begun: dict[int, int], acting: list[int]) -> bool:
    """Whether quoted words are named after the body with which they begin, or are a day or a card that one gives."""
    end = begun.get(match.start("name"))
    named = end is not None and _is_named_after(text, match, end, match["noun"] or "")
    return named or _is_day_or_card(text, match, name, acting)


def _is_named_after(text: str, match: re.Match[str], end: int, noun: str) -> bool:
    """Whether quoted words begin with a body, which ends at `end`, and are said to be called so: “淘宝小灰盒”功能."""
    name = text[match.start("name") : match.end("name")].strip()
    if match.start("name") + len(name) - end < _LEAST_OWNED or re.search("[要来做让会把被给+=，们]", name):
        return False
    return bool((noun and noun != "话题") or _CALLED_SO.search(text, max(0, match.start() - 8), match.start("name")))


def _is_day_or_card(text: str, match: re.Match[str], name: str, acting: list[int]) -> bool:
    """Whether a day is set, or a card that a body gives stands in the marks: 每月18日定为“超级省钱日”, “免单卡”."""
    if name.endswith(("日", "节")) and _SET_DAY.search(text, max(0, match.start() - 20), match.start("name")):
        return True
    card = name.endswith(("卡", "券包", "大会员")) and len(name) >= _LEAST_FUNCTION and name[0] not in "每抽领用"
    return card and not name.endswith(_PLAIN_CARDS) and stands_near(text, acting, match.start(), _SAID_OF)


_ROW = re.compile(r"[“「『][^“”「」『』\n]{2,16}[”」』](?:[、和与及]{0,1}[“「『][^“”「」『』\n]{2,16}[”」』]){1,9}")
_IN_ROW = re.compile(r"(?<=[“「『])[^“”「」『』\n]{2,16}(?=[”」』])")


_ACCOUNTS = ("公众号", "账号", "博主", "自媒体")
_SUCH_ACCOUNTS = tuple(f"等{one}" for one in _ACCOUNTS)


def _in_rows(text: str, mentions: list[Mention], found: set[str]) -> Iterator[Found]:
    """Quoted words in a row with those of a programme: “百亿补贴”“象划算”“仅退款”.

    Args:
        text: the text, simplified.
        mentions: mentions of known names.
        found: the quoted programmes found.
    """
    known = {(mention.start, mention.end) for mention in mentions}
    programs = {(m.start, m.end) for m in mentions if m.entity.type == "Program"}
    refused = set(word_table("names")["program"]["not_names"])
    for row in _ROW.finditer(text):
        if text.endswith(_ACCOUNTS, 0, row.start()) or text.startswith(_SUCH_ACCOUNTS, row.end()):
            continue
        spans = [match.span() for match in _IN_ROW.finditer(text, *row.span())]
        if not any(span in programs or text[slice(*span)] in found for span in spans):
            continue
        for start, end in spans:
            name = text[start:end]
            plain = len(name) < _LEAST_FUNCTION and is_common(name)
            if (start, end) not in known and not plain and name not in refused and is_clean(name, "program"):
                yield start, end, "Program", name


def find_quoted(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Quoted programmes, those that cues tell and those that stand in a row with them.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    found = set()
    for find, weight in _told_quoted(text, mentions):
        found.add(find[3])
        yield find, weight
    for find in _in_rows(text, mentions, found):
        if find[3] not in found:
            yield find, 1


def _told_quoted(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Quoted programmes: by the noun that they end in or that follows, or by a verb of launching before them."""
    table = word_table("names")["program"]
    suffixes, refused = tuple(table["strong_suffixes"]), set(table["not_names"])
    near = set(table["near_kinds"])
    told, ends_made = tuple(table["told"]), tuple(table["made"])
    ends_told = ("业务", "产品", "战略", "体验", *told)
    ends = {mention.end for mention in mentions if mention.entity.type in ("Organization", "Platform")}
    launch, launched_list = _launches()
    acting = sorted(ends)
    begun = {mention.start: mention.end for mention in mentions if mention.end in ends}
    for match in _quoted_pattern().finditer(text):
        name = match["name"].strip()
        launched = launch.search(text, max(0, match.start() - 24), match.start())
        listed = launched_list.search(text, max(0, match.start() - 60), match.start())
        place = max(match.end("after"), match.end())
        behind = text[place : place + 1]
        owned = _owned(text, match.start(), ends) or text.endswith(("旗下的", "旗下"), 0, match.start())
        made = owned or _made().search(text, max(0, match.start() - 16), match.start())
        noun = match["noun"] or ""
        of_body = (made and noun in ("功能", "系统", "工具")) or (owned and noun in near and len(name) > _LEAST_OWNED)
        by = launched or listed or of_body or _is_function(text, match, noun, acting)
        place_of = not owned and noun in _PLACES and len(name) <= _LONGEST_PLAIN and is_common(name)
        sure = bool(noun) and noun not in told and "等" not in match["after"] and not place_of
        followed = noun and (sure or (by and len(name) > _LEAST.get(noun, 1)))
        goods = text.startswith(("商品", "人群"), match.end())
        called = (
            (launched or listed) and (behind != "的" or noun) and len(name) >= 3 and not is_common(name) and not goods
        )
        is_name = (
            (name.endswith(suffixes) and name not in suffixes)
            or followed
            or called
            or (_STANDS.match(text, match.end("name")) and _told_before(text, match.start()))
            or _called_by(text, match)
            or (len(name) >= 3 and not name.endswith(ends_told) and _is_brought_out(text, match, acting))
            or (made and name.endswith(ends_made) and len(name) > 4)
            or _is_service(text, match, name, begun, acting)
            or (_HOUSE.search(text, max(0, match.start() - 20), match.start()) and not is_common(name))
        )
        if name.endswith(_NO_ENDS) or name[0] in "数几" or _is_no_programme(text, match, name):
            continue  # “抢城大战”, “数日达”
        if is_name and name not in refused and is_clean(name, "program") and not _is_sum(name, noun):
            weight = 1 if name.isascii() and not followed else 2  # an application where other words say so
            yield (match.start("name"), match.start("name") + len(name), "Program", name), weight


_NO_ENDS = ("大战", "之战", "战争", "时代", "之路", "热潮", "狂潮", "之争", "现象", "困境", "陷阱")
_SUM = re.compile(r"\+(?=.)")  # “线上+线下”
# “三大支柱”, “单杯1.9元”, “满12减12”
_COUNTED = re.compile(r"^[一二三四五六七八九十两几][大个项种类]|[0-9]元$|^满[0-9]+减[0-9]+$")


_AMOUNT = re.compile("[一二三四五六七八九十两几多各数0-9]{1,3}[种款类项个档]")  # 三种套餐


@cache
def _launched_pattern() -> re.Pattern[str]:
    launch, kinds = any_of("program", "launch"), any_of("program", "launched")
    return re.compile(
        rf"(?:(?:{launch}|内测)(?:了|过)?){{1,2}}(?:(?:面向|针对|专为|适用于)[^，。；：的“”\n]{{1,14}}的)?(?:20[0-9]{{2}}年)?"
        rf"(?:最新的?|全新的?|新版|新的|一项|名为)?(?P<name>(?:{HAN}|[A-Za-z0-9]){{2,10}}?(?:{kinds}))"
        r"(?=[，。；、）)”！\n]|[后以和的与并]|等|$)"
    )


@cache
def _plain_pattern() -> re.Pattern[str]:
    plain, beside, kinds = (any_of("program", key) for key in ("plain", "beside", "launched"))
    return re.compile(rf"{plain}|{beside}|(?:{kinds})$")


def find_launched(text: str) -> Iterator[tuple[Found, int]]:
    """Programmes without quotation marks behind a verb of launching: 公布了返佣政策."""
    vague = tuple(word_table("names")["program"]["vague"])
    for match in _launched_pattern().finditer(text):
        name = match["name"]
        named = len(_plain_pattern().sub("", name)) > 1 and not any(word in name for word in vague)
        named = named and not _AMOUNT.match(name)
        joined = re.search("[和与及]", name) and not name.endswith(("政策", "计划", "新规"))
        if named and not joined and is_clean(name, "program"):
            yield (match.start("name"), match.end("name"), "Program", name), 1


@cache
def _own() -> re.Pattern[str]:
    """Verbs in front of the noun by which a body has or brings out something of its own."""
    return re.compile(rf"(?:旗下|自有|创立|{any_of('program', 'brings')})[^，。；：！？\n“”「」]{{0,12}}$")


_SAYS = re.compile("[不更免够太]")


def find_quoted_bodies(text: str) -> Iterator[tuple[Found, int]]:
    """Quoted names of bodies and platforms: 电商平台“云集市”, 据「市声」观察."""
    table = word_table("names")["organization"]
    bodies = (*table["suffixes"], *table["weak_suffixes"], *table["kinds"])
    for pattern in name_patterns("quoted"):
        beside = pattern.telling == "beside"
        for match in pattern.names(text):
            name = match["name"]
            if beside and _SAYS.search(name):
                continue  # 让商家“每单赚更多”
            if is_common(name) and beside and not name.endswith(bodies):
                brought = _own().search(text, max(0, match.start() - 14), match.start())
                if not (brought and len(name) > 2 and _STANDS.match(text, match.end("name"))):
                    continue
            if (pattern.telling == "called" or is_clean(name, "public")) and not name.endswith(
                ("报告", "白皮书", "指数", "中", "里", "上")
            ):
                yield (match.start("name"), match.end("name"), pattern.type, name), pattern.weight
