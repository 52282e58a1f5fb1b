"""Latin names among Chinese words, told by the words beside them, by lists or by standing more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from kg.language.common_words import is_common_latin
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, LATIN_END, LATIN_NAME, LATIN_WORDS, Found, any_of
from kg.language.name_patterns import name_patterns
from kg.vocabulary.tables import word_table

__all__ = ["find_latin", "find_latin_beside", "find_latin_called", "find_latin_programs", "find_repeated_latin"]

_CLOSE = rf"{GAP}[”\"」』》]?{GAP}"
_TRAIL = ".-'’&"


_PROSE = re.compile(
    r"[ ]{1,2}(?![A-Z]{2,5}(?![A-Za-z]))[A-Za-z]{2,30}"
)  # what follows a string that is cut out of a foreign sentence


def _plain(name: str) -> str:
    return name.rstrip(_TRAIL)


def _without_title(name: str) -> str:
    """A name without a title in front of it: CEO Grant Lee."""
    first, _, rest = name.partition(" ")
    return rest if rest and first in _TITLES and len(rest) > 2 else name


_RANK = re.compile(r"(?:Top|TOP|No\.?|NO\.?)[0-9]{1,4}")
_DEVICE = re.compile("i(?:Phone|Pad|Pod|Mac|OS)")
_CODE = re.compile(
    r"[A-Za-z](?:2[A-Za-z]){1,3}|(?:Step|Part|PART|Case|CASE|Chapter) ?[0-9]{1,2}|[A-Za-z]{2,40}Exception|"
    r"[A-Za-z]{2,30}\.[a-z]{1,20}[A-Z][A-Za-z]{0,20}|[vV]?[0-9.]{1,12}"
)


def _is_name(name: str) -> bool:
    """Whether a Latin string may be a name: more than common words and abbreviations, no device, no program text."""
    if _RANK.fullmatch(name) or _DEVICE.match(name) or _CODE.fullmatch(name):
        return False
    return len(name) >= 3 and (not is_common_latin(name) or _DOMAIN.fullmatch(name) is not None)


_DOMAIN = re.compile(r"[A-Z][A-Za-z0-9]{1,20}\.(?:com|ai|io|co|net|tv|app)")  # Match.com
_LICENCE = re.compile(
    "(?:[（(][^（）()\n]{1,14})?[）)](?:[^，。；\n]{0,4})(?:牌照|许可|资质|资格|证书)"
)  # 电子货币机构（EMI）牌照
_ENDS = re.compile(r"[”」]? ?(?:[，。；、）)（(]|的|合作|和|与|等|在|宣布|推出|上线|联合创始人|创始人|合伙人|CEO|$)")


def find_latin(text: str) -> Iterator[tuple[Found, int]]:
    """Latin names with a word beside them that says what they are: 购物平台 Wish."""
    for pattern in name_patterns("latin"):
        kind, weight = pattern.type, pattern.weight
        for match in pattern.names(text):
            name = _plain(match["name"])
            if " X " in name:  # two that do something together: AppGrowing X Airbridge
                first, _, second = name.partition(" X ")
                yield (match.start("name"), match.start("name") + len(first), kind, first), weight
                yield (match.start("name") + len(first) + 3, match.start("name") + len(name), kind, second), weight
                continue
            bare = name if name.startswith("AI ") else _without_title(name)
            begin = match.start("name") + len(name) - len(bare)
            if bare != name and not _is_name(bare):
                continue
            name = bare
            titled = (
                weight >= 3
                and (" " in name or "-" in name)
                and name[0].isupper()
                and _ENDS.match(text, match.end("name"))
            )
            if _LICENCE.match(text, match.end("name")):
                continue
            if (_is_name(name) or titled) and not _PROSE.match(text, match.end("name")):
                yield (begin, begin + len(name), kind, name), weight


_BRAND = (
    rf"(?P<name>(?=[A-Z]{{4}}|[A-Za-z]{{1,30}}[a-z]){LATIN_WORDS}"
    rf"|(?<![A-Za-z0-9])[a-z]{{2,15}}[0-9][A-Za-z0-9]{{0,8}}){LATIN_END}"
)
_PAIRED = re.compile(rf"{GAP}(?:和|以及|及){GAP}{_BRAND}(?![./_]|{GAP}、)")
_PAIRED_BEFORE = re.compile(rf"{_BRAND}{GAP}(?:和|以及|及){GAP}$")
_OF_PLACE = re.compile(rf"{GAP}{_BRAND}(?![./_])")
_HELD_BY_PLACE = re.compile(rf"的{GAP}{_BRAND}(?![./_])")
_IN_ROW = re.compile(r"(?:^|[，。；：！？、（(\n]|如|像|用|包括)$")


def find_latin_beside(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Latin names that 和 joins to a known body, or that stand behind their country: Uniik 和 Catalog, 荷兰 iDEAL.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    for mention in mentions:
        kind = mention.entity.type
        if kind in ("Organization", "Platform"):
            finds = [_PAIRED.match(text, mention.end)]
            if text[mention.start - 1 : mention.start] in (" ", "和", "及"):
                finds.append(_PAIRED_BEFORE.search(text, max(0, mention.start - _PAIR), mention.start))
        elif kind == "Place" and mention.entity.name != "中国" and not text[mention.end - 1].isascii():
            kind, finds = "Platform", [_OF_PLACE.match(text, mention.end)]
            if _IN_ROW.search(text, max(0, mention.start - 2), mention.start):
                finds.append(_HELD_BY_PLACE.match(text, mention.end))  # 中东的CashU among others
        else:
            continue
        for match in finds:
            name = _plain(match["name"]) if match else ""
            if match and _is_name(name) and not _PROSE.match(text, match.start("name") + len(name)):
                yield (match.start("name"), match.start("name") + len(name), kind, name), 1


_PAIR = 40  # characters in front of a name in which the other of a pair stands


_TITLES = frozenset(
    {"CEO", "COO", "CFO", "CTO", "CMO", "CPO", "VP", "Co-CEO", "Dr", "Mr", "Ms", "App", "APP", "AI", "IP"}
)
_SENTENCE_CASE = re.compile(r"(?<![A-Za-z])[A-Z][a-z]{1,20}(?: [A-Z]?[a-z]{1,20}){3,40}")
_LATIN_WORD = re.compile(rf"(?<![@#./_\-]){LATIN_NAME}(?![A-Za-z0-9/_])")
_GLOSS_OF = re.compile(r"[\u3400-\u9fff][ ]?[（(][ ]?$")


def find_repeated_latin(text: str) -> Iterator[tuple[Found, int]]:
    """Capitalised Latin names that stand at least twice and are no common words."""
    given = set(word_table("common_words")["latin"]["given"])
    prose = bytearray(len(text))
    for match in _SENTENCE_CASE.finditer(text):
        prose[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    seen: dict[str, list[int]] = {}
    for match in _LATIN_WORD.finditer(text):
        name = _without_title(_plain(match.group()))
        short = len(name) < 4 or (name.isupper() and len(name) < 5)
        if short or prose[match.start()] or not _is_name(name) or _PROSE.match(text, match.start() + len(name)):
            continue
        if not _GLOSS_OF.search(text, max(0, match.start() - 4), match.start()):
            seen.setdefault(name, []).append(match.start() + len(_plain(match.group())) - len(name))
    for name, places in seen.items():
        if len(places) >= 2:
            kind = "Person" if name.split(" ")[0] in given else _kind_around(text, name, places)
            yield (places[0], places[0] + len(name), kind, name), 1


_AROUND = 14  # characters on each side of a name in which words tell what it is


@cache
def _around() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(any_of("latin", "of_bodies")), re.compile(any_of("latin", "of_platforms"))


def _kind_around(text: str, name: str, places: list[int]) -> str:
    """The type of a name that no cue tells: a brand where most words around it are those of brands and companies."""
    body, platform = _around()
    votes = 0
    for place in places:
        before = text[max(0, place - _AROUND) : place].rpartition("\n")[2]
        behind = text[place + len(name) : place + len(name) + _AROUND].partition("\n")[0]
        for words in (before, behind):
            votes += bool(body.search(words)) - 2 * bool(platform.search(words))
    return "Organization" if votes > 0 else "Platform"


def find_latin_called(text: str) -> Iterator[tuple[Found, int]]:
    """Latin names by which a text says that something is called, whatever words they are made of.

    Args:
        text: the text, simplified.
    """
    acronyms = set(word_table("names")["latin"]["acronyms"])
    for pattern in name_patterns("called"):
        for match in pattern.names(text):
            if match["name"] not in acronyms:
                yield (match.start("name"), match.end("name"), pattern.type, match["name"]), pattern.weight


@cache
def _mixed_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![A-Za-z0-9])(?P<name>1688[A-Za-z]{{3,12}}|[a-z]?[A-Z][A-Za-z]{{1,30}}[0-9]{{0,2}})(?={GAP}(?:业务|项目|计划|服务|模式))"
    )


@cache
def _planned_pattern() -> re.Pattern[str]:
    """Names of several words or with a small letter before nouns that hardly follow plain words."""
    kinds = any_of("program", "latin_kinds")
    return re.compile(
        rf"(?P<name>(?=[A-Za-z]{{1,30}}[a-z]){LATIN_WORDS}){LATIN_END}{GAP}(?={HAN}{{0,4}}?(?:{kinds})(?![书性化者商]))"
    )


@cache
def _function_pattern() -> re.Pattern[str]:
    """Functions that somebody brings out: 推出了Spotlight短视频功能."""
    launch, sets = any_of("program", "launch"), any_of("program", "sets")
    return re.compile(
        rf"(?:{launch}|{sets}|内测|测试)(?:了|过)?(?:新的|全新|一项|名为)?{GAP}[“「]?"
        rf"(?P<name>(?=[A-Za-z]{{1,30}}[a-z]){LATIN_WORDS}){LATIN_END}"
        rf"(?={_CLOSE}的?{HAN}{{0,4}}?功能(?![结图框弹点模对页介架列需分设]))"
    )


@cache
def _new_pattern() -> re.Pattern[str]:
    """Names of several Latin words, common ones too, behind a plain verb of bringing out: 推出Service Cloud."""
    word = r"[A-Z][a-z]{1,20}"
    return re.compile(
        rf"(?:{any_of('program', 'brings')})了?(?:新的|全新|一项)?{GAP}[“「]?"
        rf"(?P<name>{word}(?: {word}){{1,3}}){LATIN_END}"
        rf"(?={_CLOSE}(?:[，。、；）)的和与后]|服务|功能|计划|平台|会员|套餐|频道|项目|产品|工具|助手|系列|$))"
    )


def find_latin_programs(text: str) -> Iterator[tuple[Found, int]]:
    """Latin names of services: 1688overseas 业务."""
    for match in _mixed_pattern().finditer(text):
        name = match["name"]
        if len(name) >= 4 and not is_common_latin(name):
            yield (match.start(), match.end(), "Program", name), 2
    for match in _new_pattern().finditer(text):
        yield (match.start("name"), match.end("name"), "Program", match["name"]), 1
    for match in chain(_planned_pattern().finditer(text), _function_pattern().finditer(text)):
        name = _plain(match["name"])
        if len(name) >= 4 and not is_common_latin(name):
            yield (match.start("name"), match.start("name") + len(name), "Program", name), 2
