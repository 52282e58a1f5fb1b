"""Names of bodies that no common words explain, told by who heads them, by what they do and by their legal form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kg.language.common_words import Cover, is_common, is_particle
from kg.language.cued_names import is_person_form
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, Found, any_of, is_clean
from kg.vocabulary.tables import word_table

__all__ = ["find_acting", "find_companies", "find_headed", "find_latin_bodies"]

_BEFORE = 30  # characters in front of a person in which the name of the body and the role stand
_BODIES = ("Organization", "Platform")


@cache
def _headed_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The role in front of a person, and the name in front of the role with what may stand before it."""
    heads = any_of("organization", "heads")
    further = f"{heads}|{any_of('person', 'trades')}"
    return (
        re.compile(
            rf"(?:(?:的{GAP})?(?:{heads})(?:{GAP}[、兼和及&]{GAP}(?:{further})){{0,3}}"
            rf"|的{GAP}(?:(?!的){HAN}){{0,5}}(?:总监|负责人|经理)){GAP}$"
        ),
        re.compile(
            rf"(?:^|[，。；：！？、（(“”\s]|的|和|与|像|如|对|向|据|由|是|而|跟|在|{any_of('organization', 'nouns')})"
            rf"(?P<name>(?:{HAN}|[A-Za-z0-9]){{2,8}}?)$"
        ),
    )


def _is_new(text: str, start: int, end: int, cover: Cover) -> bool:
    """Whether a string may be a name: words of grammar begin none, common words explain none."""
    name = text[start:end]
    if "和" in name[1:-1] or name.isascii() or is_common(name) or not sum(cover.open[start:end]) or name[0].isdigit():
        return False
    table = word_table("names")["organization"]
    return not (name.startswith(tuple(table["not_first"])) or name.endswith(tuple(table["not_last"])))


def find_headed(
    text: str, cover: Cover, mentions: list[Mention], people: Iterable[tuple[Found, int]]
) -> Iterator[tuple[Found, int]]:
    """Bodies in front of the role of a person: 丰行文化CEO李涛, 歪胖子创始人郭峰.

    Args:
        text: the text, simplified.
        cover: what its common words leave unexplained.
        mentions: mentions of known names, in order.
        people: the people found in the text.
    """
    role, named = _headed_patterns()
    known = {place for m in mentions for place in range(m.start, m.end)}
    starts = {m.start for m in mentions if m.entity.type == "Person"} | {found[0] for found, _ in people}
    for start in sorted(starts):
        first = max(0, start - _BEFORE)
        head = role.search(text, first, start)
        match = named.search(text, first, head.start()) if head else None
        if match is None:
            continue
        begin, end = match.span("name")
        begin = _without_lead(text, begin, end)
        if text[end - 1] in "前原":
            end -= 1
        end = _without_kind(text, begin, end, cover)
        if end - begin < 2 or known & {*range(begin, end)} or not _is_new(text, begin, end, cover):
            continue
        if is_clean(text[begin:end], "headed"):
            yield (begin, end, "Organization", text[begin:end]), 2


@cache
def _leads() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"(?:{any_of('organization', 'led')}){{1,2}}"),
        re.compile(rf"(?:{any_of('organization', 'led_doubtful')})"),
    )


def _without_lead(text: str, start: int, end: int) -> int:
    """Where a name begins behind words that lead up to it: 而酷骑单车, 原小蓝单车 where 小蓝单车 stands more often."""
    sure, doubtful = _leads()
    nouns = list(re.finditer(any_of("organization", "led_nouns"), text[start : end - 2]))
    start += nouns[-1].end() if nouns else 0
    lead = sure.match(text, start, end)
    start = lead.end() if lead else start
    lead = doubtful.match(text, start, end)
    if lead and text.count(text[lead.end() : end]) > text.count(text[start:end]):
        start = lead.end()
    return start


def _without_kind(text: str, start: int, end: int, cover: Cover) -> int:
    """Where a name ends in front of a noun that the text mostly leaves out: 郝阿娘 of 郝阿娘火锅."""
    most = text.count(text[start:end])
    for cut in range(start + 3, end - 1):
        if cover.starts[cut] and text.count(text[start:cut]) >= 2 * most and not is_common(text[start:cut]):
            return cut
    return end


@cache
def _acting_pattern() -> re.Pattern[str]:
    """Strings at the beginning of a clause in front of what bodies do."""
    return re.compile(
        rf"(?:^|(?<=[，。；！？：\n]))[ ]?(?:{any_of('acting', 'leads')}){{0,2}}(?P<name>{HAN}{{2,6}}?)"
        rf"(?=(?:{any_of('acting', 'adverbs')}){{0,2}}(?:(?:{any_of('acting', 'verbs')})"
        r"|(?:完成|获得|拿下|宣布)(?:[^，。；]{0,14}|由[^，。；]{0,40})(?:融资|投资)|以[0-9.]{1,6}[亿万][^，。；]{0,4}(?:入股|收购)|在[^，。；]{1,8}(?:上市|开业|开设|开出)|赴[港美]上市))",
        re.MULTILINE,
    )


def find_acting(text: str, cover: Cover) -> Iterator[tuple[Found, int]]:
    """Unexplained strings that begin a clause and do what only bodies do: 酷骑单车成立于2016年.

    Args:
        text: the text, simplified.
        cover: what its common words leave unexplained.
    """
    for match in _acting_pattern().finditer(text):
        start, end = match.span("name")
        start = _without_lead(text, start, end)
        end = _without_kind(text, start, end, cover)
        name = text[start:end]
        if text[start - 1 : start] == "在":
            continue  # 在希壤刚推出的时候
        if any(
            cover.starts[place] and not cover.open[place] and is_particle(text[place]) for place in range(start, end)
        ):
            continue
        opened = sum(cover.open[start:end])
        if opened < 2 or not _is_new(text, start, end, cover) or is_person_form(name):
            continue
        if not is_clean(name, "headed") or name.endswith(tuple(word_table("names")["acting"]["not_last"])):
            continue
        if opened == end - start and end - start == 2 and text.count(name) < 2:
            continue  # 赶忙宣布
        yield (start, end, "Organization", name), 1


_COMPANY = re.compile(
    rf"(?:^|(?<=[，。；：！？、（(“\s的和与由为是]))"
    rf"(?P<name>{HAN}{{2,8}}(?:[（(]{HAN}{{2,5}}[）)])?{HAN}{{0,10}}?(?:股份)?有限(?:责任)?公司)",
    re.MULTILINE,
)


_LEADING_UP = re.compile("名为|[母子联方]公司为?|公司为|主体为?|前身为?|所属|旗下的?|成立了|收购了?|叫做?|控股的")


def find_companies(text: str) -> Iterator[tuple[Found, int]]:
    """Companies by their legal names: 悦之谜（北京）生物科技有限公司."""
    for match in _COMPANY.finditer(text):
        name = _LEADING_UP.split(match["name"])[-1]
        start = match.end("name") - len(name)
        if is_clean(name, "public") and is_clean(name, "headed") and not is_common(re.split("[（(]", name)[0]):
            yield (start, match.end("name"), "Organization", name), 3


@cache
def _latin_bodies() -> re.Pattern[str]:
    kinds = any_of("latin", "bodies")
    word = r"[A-Z][A-Za-z0-9&'’\-]{1,20}"
    return re.compile(
        rf"(?<![A-Za-z0-9.@/] )(?<![A-Za-z0-9.@/_\-])(?P<name>(?:The )?{word}(?: {word}){{0,2}} (?:{kinds}))"
        r"(?![A-Za-z0-9]|[ ·]{1,2}[A-Za-z])"
    )


_GLOSS = re.compile(rf"{HAN} ?[（(] ?$")


def find_latin_bodies(text: str) -> Iterator[tuple[Found, int]]:
    """Bodies whose Latin names end in a word for bodies, common words or not: Reality Labs, Alpha Wave Ventures."""
    for match in _latin_bodies().finditer(text):
        if _GLOSS.search(text, max(0, match.start() - 3), match.start()):
            continue  # 用户研究（User Research）
        words = match["name"].split(" ")
        if not any(word.isupper() and len(word) < 3 for word in words[:-1]) and words[0] not in ("Your", "My", "Our"):
            yield (match.start("name"), match.end("name"), "Organization", match["name"]), 2
