"""Products and branches named after a known body: Qwen2.5-Max, AliExpress Direct, 瑞幸App, 沃尔玛中国."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import is_common_latin
from kg.language.marks import Mention
from kg.language.name_cues import Part, any_of
from kg.vocabulary.tables import word_table

__all__ = ["NAMED_PRODUCTS", "OWNED_PRODUCTS"]

_BODIES = ("Organization", "Platform")

_VERSION = re.compile(
    r"(?:大模型|模型)?(?: ?-?[A-Z]?[0-9](?:[0-9A-Za-z]|\.(?=[0-9])|-(?=[A-Za-z0-9])){0,20})"
    r"(?![0-9]{0,9}(?:\.[0-9]{1,9})?[ ]?版)"
)


# 京东Q2营收: a quarter; Shopee 9.9大促: a day; 闲鱼1k: a price; 京东3C: a kind of business
_NO_VERSION = re.compile(
    r" ?[0-9]+| ?(?P<day>[0-9]{1,2})\.(?P=day)"
    r"| ?-?(?:(?:19|20)[0-9]{2})?(?:Q[0-9]|H[125])| ?[0-9.]{1,9}[kKwW]| ?(?:3C|O2O|[BC]2[BC])"
)


# A number that counts or is a price: Canva 12.99 美金.
_COUNTED = re.compile(
    r"[亿万%个家年月日天倍岁位款人名元块分秒折条]| ?元|及?以[上下]|焕新|大促"
    r"|[ ]?(?:[美欧日]元|[美韩]金|英镑|卢比|卢布|泰铢|新元|港[元币]|澳元|人民币)"
)


def _versions(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Versions of a known product are things of their own: Qwen2.5-Max, 文心大模型4.5."""
    for mention in mentions:
        if mention.entity.type not in ("Platform", "Program") or text[mention.end - 1].isdigit():
            continue
        match = _VERSION.match(text, mention.end)
        if not match or _NO_VERSION.fullmatch(match.group()) or match.group().count(".") > 1:
            continue
        if not _COUNTED.match(text, match.end()):
            yield mention.start, match.end(), "Program", text[mention.start : match.end()], mention.entity


# What a body has, told by 的: Snap的My AI; no one's name or title.
_OWN = re.compile(
    r"的 ?(?P<rest>(?![A-Z]{2,5} )[A-Z][a-z]{1,14}(?: (?:& )?[A-Z][A-Za-z]{1,14}){1,2})(?![A-Za-z0-9]| [A-Za-z])"
)


def _own_latin(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Services of several Latin words, common ones too, that a body is said to have: Snap的My AI."""
    starts = {mention.start for mention in mentions}
    people = set(word_table("common_words")["latin"]["given"])
    bodies = set(word_table("names")["latin"]["bodies"])
    for mention in mentions:
        match = _OWN.match(text, mention.end) if mention.entity.type in _BODIES else None
        words = match["rest"].split() if match else []
        if match is None or match.start("rest") in starts or people & set(words) or words[-1] in bodies:
            continue
        yield match.start("rest"), match.end("rest"), "Program", match["rest"], mention.entity


# A service in a country: WeChat Pay MY（马来西亚）.
_ABBREVIATED = re.compile(r" (?:MY|TH|ID|HK|SG|US|UK|JP|KR|VN|PH|TW|BR|MX|EU)(?![A-Za-z0-9]| [A-Za-z])")
_FURTHER = re.compile(r" (?P<rest>(?:[A-Z][A-Za-z]{2,14})(?: [A-Z][A-Za-z]{2,14})?)(?![A-Za-z0-9]| [A-Za-z])")
_COMPANY_WORDS = ("Corp", "Corporation", "Group", "Holdings", "Inc", "Limited", "Ltd")


def _longer_latin(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Services whose Latin name goes on behind that of a known thing: AliExpress Direct, LazMall Prestige."""
    starts = {mention.start for mention in mentions}
    products = set(word_table("names")["program"]["latin_products"])
    for mention in mentions:
        latin = mention.entity.type in (*_BODIES, "Program") and text[mention.end - 1].isascii()
        abroad = _ABBREVIATED.match(text, mention.end) if mention.entity.type == "Program" else None
        if latin and abroad:
            yield mention.start, abroad.end(), "Program", text[mention.start : abroad.end()], mention.entity
        match = _FURTHER.match(text, mention.end) if latin else None
        if match is None or match.start("rest") in starts:
            continue
        words = match["rest"].split()
        if words[-1] in _COMPANY_WORDS:
            continue
        last = words[-1] in products and not re.match(r" [A-Za-z]", text[match.end() : match.end() + 2])
        if last or not any(map(is_common_latin, words)):
            yield mention.start, match.end(), "Program", text[mention.start : match.end()], mention.entity


def _latin_companies(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Companies whose Latin name is that of a known body and a legal form or the like: Ninja Van Group."""
    for mention in mentions:
        latin = mention.entity.type in _BODIES and text[mention.end - 1].isascii()
        match = _FURTHER.match(text, mention.end) if latin else None
        last = match["rest"].split()[-1] if match else ""
        chat = last == "Group" and mention.entity.type == "Platform"  # a WhatsApp Group is no company
        if match and last in _COMPANY_WORDS and not chat:
            yield mention.start, match.end(), "Organization", text[mention.start : match.end()], mention.entity


# A service that goes beyond the free one: Snapchat+; no sum of things as in TikTok+独立站.
_PLUS = re.compile(
    r"[+＋](?=[，。、；）)”》]|(?:的|会员|订阅|计划|用户|服务|等|和|与|于|在|已|是|则|推出|上线)|[ ](?![A-Za-z0-9]))"
)


def _plus_services(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Paid services called by the name of a platform and a plus: Snapchat+."""
    for mention in mentions:
        latin = mention.entity.type in _BODIES and text[mention.start : mention.end].isascii()
        match = _PLUS.match(text, mention.end) if latin else None
        if match and text[mention.start - 1 : mention.start] not in ("+", "＋"):
            yield mention.start, match.end(), "Program", text[mention.start : match.end()], mention.entity


_GRADE = r"(?: (?:Pro|Max|Plus|Ultra|Lite|Mini|mini|Air|SE|GT|Turbo|Fold|Flip|Edge)\+?){1,2}"
_GRADED = rf"[A-Z][A-Za-z]{{1,15}} ?[A-Z]?[0-9]{{1,3}}[A-Za-z]?{_GRADE}"
_MODEL = re.compile(
    rf" ?(?:手机|新机|旗舰机?|折叠屏手机|折叠屏|平板|眼镜|耳机)? ?(?P<rest>{_GRADED}"
    r"|(?:[A-Z][A-Za-z]{0,15}[0-9]{1,3}|[A-Z][A-Za-z]{0,15}[0-9]{0,3} (?:[A-Z][a-z]{2,12}|[A-Z]?[0-9]{1,2})))"
    r"(?![A-Za-z0-9.]| [A-Za-z]|[万亿年月日轮至到])"
)
_KINDS_BEGIN = tuple("手新旗折平眼耳")
# The same where the maker's name is Latin: XREAL Air 2 Pro.
_GRADED_LATIN = re.compile(rf" (?P<rest>{_GRADED}|[0-9]{{1,3}}[A-Za-z]?{_GRADE})(?![A-Za-z0-9.]| [A-Za-z])")
_FIGURED = re.compile(
    r"(?:Layer|GMV|MAU|DAU|ROI|ROAS|CPM|CPC|ARPU|AI|APP|App|FY|Q|H|Top|TOP|VIP|CEO|CTO|CFO|COO|VP)[0-9 ]"
)


def _models(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """Products by the name of their maker and a Latin one with a number or of two words: 华为MatePad Pro."""
    people = set(word_table("common_words")["latin"]["given"])
    starts = {mention.start for mention in mentions}
    for mention in mentions:
        if mention.entity.type not in _BODIES:
            continue
        latin = text[mention.end - 1].isascii()
        told = _GRADED_LATIN.match(text, mention.end) if latin else None
        if told:
            yield mention.start, told.end(), "Program", text[mention.start : told.end()], mention.entity
        by_kind = text[mention.end : mention.end + 1] in _KINDS_BEGIN
        match = _MODEL.match(text, mention.end) if by_kind or not latin else None
        if match is None or match.start("rest") in starts or _FIGURED.match(match["rest"]):
            continue
        first = match["rest"].split(" ")[0]
        device = text[mention.end : match.start("rest")].strip() and match["rest"][-1].isdigit()
        if (device or not is_common_latin(first)) and first not in people:
            yield match.start("rest"), match.end(), "Program", match["rest"], mention.entity


_APP = re.compile(r" ?(?:App|APP)(?![A-Za-z0-9]|(?:数据|信息)?显示)")


def _apps(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """The applications of companies that are no platforms themselves: 瑞幸App."""
    for mention in mentions:
        match = _APP.match(text, mention.end) if mention.entity.type == "Organization" else None
        if match and mention.end - mention.start > 1:
            yield mention.start, match.end(), "Platform", text[mention.start : match.end()], mention.entity


@cache
def _branch() -> re.Pattern[str]:
    return re.compile(rf"中国(?=(?:{any_of('organization', 'branch_acts')}))")


_GOES_THERE = re.compile("(?:进入|进军|退出|重返|离开|登陆|[在从向到])$")


def _branches(text: str, mentions: list[Mention]) -> Iterator[Part]:
    """The Chinese branches of companies, in front of what they do and have: 沃尔玛中国营收."""
    for mention in mentions:
        match = _branch().match(text, mention.end) if mention.entity.type in _BODIES else None
        if match and not _GOES_THERE.search(text, max(0, mention.start - 2), mention.start):
            yield mention.start, match.end(), "Organization", text[mention.start : match.end()], mention.entity


NAMED_PRODUCTS = (_versions, _longer_latin, _plus_services, _apps, _branches)
"""What finds things whose names begin with their owner's."""

OWNED_PRODUCTS = (_own_latin, _models, _latin_companies)
"""What finds things that a body has, its name apart, and companies told by their legal form."""
