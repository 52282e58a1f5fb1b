"""Programmes without quotation marks: memberships by their grade, what a body brings out at a price, rows of kinds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import is_common_latin
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, Found, any_of, is_clean, stands_near
from kg.vocabulary.tables import word_table

__all__ = ["find_brought"]

_NEAR = 60  # characters in front of a grade or row in which the body stands whose it is
_LEAST = 2  # characters of a name that its kind and plain words must leave


@cache
def _grades() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('brought', 'grades')})(?:会员|卡(?![片车通])|VIP)(?!制|体系|等级|人数)")


_MEMBER = re.compile(rf"(?:(?![和与及]){HAN}){{2,8}}")


@cache
def _row() -> re.Pattern[str]:
    led = "分为|分成|包括|包含|推出了?|上线了?|设有|设置了?|提供了?"
    return re.compile(
        rf"(?:{led}){GAP}(?P<row>{HAN}{{2,8}}(?:[、和与及]{HAN}{{2,8}}?){{1,6}})"
        rf"(?:等?[两三四五六七八][大种款类项个档]|等)(?:{any_of('brought', 'row_kinds')})"
    )


@cache
def _brought() -> re.Pattern[str]:
    """A verb of bringing out, what it costs or whom it is for, and the name with its kind."""
    launch, kinds = any_of("program", "launch"), any_of("brought", "kinds")
    money = r"[0-9][0-9.,]{0,8}[万亿]?(?:美元|欧元|英镑|日元|元)"
    return re.compile(
        rf"(?:{launch}|增设|设立|开设)(?:了|过)?(?:一项|一个|一款|一种|名为)?"
        rf"(?:每[月年周]{GAP})?(?:{money}的?)?{GAP}"
        rf"(?P<name>(?:{HAN}|[A-Za-z0-9·%+-]){{2,12}}?(?:{kinds}))(?=[，。；、）)”！\n]|[后以的]|等|$)"
    )


_LATIN_KIND = re.compile(
    rf"(?<![A-Za-z0-9+])(?P<name>(?P<word>[A-Z][a-z]{{2,12}}\+?(?: [A-Z][a-z]{{2,12}})?){GAP}"
    r"(?:会员|套餐|订阅计划|会员计划))(?![制体费价])"
)


@cache
def _plain() -> re.Pattern[str]:
    plain, beside, kinds = any_of("brought", "plain"), any_of("program", "beside"), any_of("brought", "kinds")
    return re.compile(rf"{plain}|{any_of('program', 'plain')}|{beside}|(?:{kinds})$")


def _is_named(name: str) -> bool:
    """Whether something brought out is called by more than its kind and plain words."""
    table = word_table("names")
    vague = any(word in name for word in (*table["program"]["vague"], *table["brought"]["vague"]))
    rest = _plain().sub("", name)
    return not vague and len(rest) > _LEAST and is_clean(name, "program") and not re.search("[和与及等]", name)


def _rows(text: str, acting: list[int]) -> Iterator[Found]:
    """Kinds in a row, all of which end alike: 生活卡、购物卡、全能卡三种套餐."""
    for match in _row().finditer(text):
        spans = [(m.start(), m.end()) for m in _MEMBER.finditer(text, *match.span("row"))]
        names = [text[start:end] for start, end in spans]
        alike = len(names) > 1 and len({name[-1] for name in names}) == 1
        named = all(len(name) > _LEAST and is_clean(name, "program") for name in names)
        if alike and named and stands_near(text, acting, match.start(), _NEAR):
            yield from ((start, end, "Program", text[start:end]) for start, end in spans)


def find_brought(text: str, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Programmes that no marks set apart: 黄金会员, 推出每月9元的无广告套餐.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    acting = [m.end for m in mentions if m.entity.type in ("Organization", "Platform", "Program")]
    for match in _grades().finditer(text):
        if stands_near(text, acting, match.start(), _NEAR):
            yield (match.start(), match.end(), "Program", match.group()), 1
    for find in _rows(text, acting):
        yield find, 1
    for match in _brought().finditer(text):
        if _is_named(match["name"]) and stands_near(text, acting, match.start(), _NEAR):
            yield (match.start("name"), match.end("name"), "Program", match["name"]), 1
    for match in _LATIN_KIND.finditer(text):
        if match["word"] not in word_table("names")["latin"]["acronyms"] and is_common_latin(match["word"]):
            yield (match.start("name"), match.end("name"), "Program", match["name"]), 1
