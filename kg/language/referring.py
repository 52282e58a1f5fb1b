"""The words that refer: pronouns, short forms, described things (其, 他, 该平台, 这家物流公司, 两家公司, 后者)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.vocabulary.tables import alternation, word_table

__all__ = ["KINDS", "Referring", "referring_words", "unnamed_things"]

# What each kind of head noun may stand for.
KINDS: dict[str, tuple[str, ...]] = {
    "platform": ("Platform",),
    "organization": ("Organization", "Platform"),
    "brand": ("Organization",),  # no marketplace is 该品牌
    "program": ("Program",),
    "person": ("Person",),
}
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}


@dataclass(frozen=True)
class Referring:
    """Words that refer.

    Attributes:
        start: offset of the first character.
        end: offset behind the last.
        kind: ``own`` (其), ``it``, ``he``, ``bare`` (公司), ``role`` (母公司), ``group``, ``former``, ``latter``, or
            a key of `KINDS`.
        count: how many things a ``group`` is; 0 for the other kinds.
    """

    start: int
    end: int
    kind: str
    count: int = 0


def _words(key: str) -> list[str]:
    return word_table("discourse")["references"][key]


def _any(key: str) -> str:
    return alternation(_words(key))


def _body_heads() -> list[str]:
    return sorted({*_words("platform_heads"), *_words("organization_heads"), *_words("brand_heads")})


@cache
def _described() -> str:
    """该平台, 这家物流公司, 这位掌门人: a pointing word, what describes the thing, its head noun."""
    modifier = rf"(?:(?!{_any('no_modifier')})[\u3400-\u9fffA-Za-z]){{0,5}}?"
    heads = "|".join(f"(?P<{kind}>{_any(kind + '_heads')})" for kind in KINDS)
    clause = r"(?:(?<=这家|那家)[^，。；：！？\n“”的]{1,14}的)?"  # 这家成立仅七年的公司
    return rf"(?<![应本活不因如])(?:{_any('pointing')}){clause}{modifier}(?:{heads})(?!{_any('not_after_head')})"


@cache
def _own() -> str:
    refused = _words("own_not_after")
    before = "".join(sorted({word[0] for word in refused if not word.startswith("其")}))
    tails = alternation([word[1:] for word in refused if word.startswith("其")])
    return rf"(?P<own>(?<![{before}])其(?!{tails}))|(?P<it>(?<!其)它(?!们))|(?P<he>(?<!其)[他她](?!们|人|国|乡|日|处))"


@cache
def _pattern() -> re.Pattern[str]:
    nouns = alternation(_body_heads())
    many = r"(?:(?<![了有找过另每近前后第等])[这那]?(?P<many>[两三四五])(?:家|大|个|款)"
    many += rf"(?:(?!月|小时)[\u3400-\u9fff]{{0,3}}?(?:{nouns})|(?=[都均各皆]))"
    many += r"|(?<![前后买卖夫])(?:[两二]者|(?P<three>三者)))(?!的合作伙伴)"
    both = rf"(?P<both>(?<!{alternation(_words('not_before_both'))})双方)"
    ordered = f"(?P<former>{_any('former')})|(?P<latter>{_any('latter')})"
    bare = rf"(?P<bare>(?<![^，。；：！？\n“])(?:{_any('bare')})(?!{_any('bare_not_before')})"
    bare += r"|(?<=[年度内间季期])(?:公司|集团)(?=的?(?:总|净|整体)?(?:营收|收入|利润|毛利)|实现|归母|经营|经调整))"
    opening = r"(?<![^，。；：！？\n“其年])"
    role = rf"(?P<role>{opening}(?:{_any('roles')})(?=[\u3400-\u9fff]))"
    return re.compile(f"(?P<group>{many})|{both}|{ordered}|{_described()}|{bare}|{role}|{_own()}")


def referring_words(text: str, start: int, end: int) -> Iterator[Referring]:
    """The words that refer in a run of the text, in order.

    Args:
        text: the text.
        start: offset of the run.
        end: offset behind it.
    """
    for match in _pattern().finditer(text, start, end):
        groups = match.groupdict()
        if groups["both"] or groups["group"]:
            count = 3 if groups["three"] else _NUMBERS[groups["many"]] if groups["many"] else 2
            yield Referring(match.start(), match.end(), "group", count)
            continue
        kind = next(k for k in (*KINDS, "former", "latter", "bare", "role", "own", "it", "he") if groups[k])
        yield Referring(match.start(), match.end(), kind)


@cache
def _unnamed() -> re.Pattern[str]:
    """一家做服装的公司, 某平台, 一位商家: things that the text does not name."""
    heads = {
        "organization": alternation(_body_heads()),
        "person": alternation([*_words("person_heads"), *_words("unnamed_persons")]),
    }
    one = r"(?<![是为成这那每同])(?:一[家个款]|某家?|另一[家个]|有家)"
    who = r"(?<![是为成这那每同])(?:一[位名]|某位?|有位|另一[位名]|多位|几位|不少|有(?!限|的|关))"
    return re.compile(
        rf"(?P<organization>{one}[^，。；\n]{{0,12}}?(?:{heads['organization']}))"
        rf"|(?P<person>{who}[^，。；\n]{{0,12}}?(?:{heads['person']}))"
    )


# What heads an entry on a body, known or not: 甲乙科技：公司总部位于杭州.
_HEADS_ENTRY = re.compile(r"[^，。；：:\n]{2,10}(?=[：:](?:公司|集团)?(?:全球)?(?:总部|(?:成立|创立|创办|始创)[于在]))")


def unnamed_things(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where things stand that no name before tells, each with ``organization`` or ``person``."""
    if headed := _HEADS_ENTRY.match(text, start):
        yield headed.end(), "organization"
    for match in _unnamed().finditer(text, start, end):
        yield match.end(), match.lastgroup or ""
