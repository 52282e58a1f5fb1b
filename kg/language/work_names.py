"""Titles in 《》 that name things of their own: plays, films and other works, and plans and rules of public bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from kg.language.common_words import is_common
from kg.language.name_cues import GAP, HAN, Found, any_of

__all__ = ["find_works"]

_TITLE = r"《(?P<name>[^《》\n]{2,48})》"
_PRINTED = re.compile(
    "(?:报告|白皮书|蓝皮书|年鉴|指南|洞察|日报|周刊|晚报|财报|早报|榜单|指数|一文|图鉴|观察|年报|文章|财经|周报|时报)[）)0-9]*$"
)
_BOOK = re.compile(rf"{GAP}(?:一书|这本书|一文|这篇|报道|杂志|显示|指出|记者)")
_SURE = 4  # characters of a title that is no plain word


@cache
def _work_patterns() -> tuple[re.Pattern[str], ...]:
    """A noun for works in front of a title or of a row of titles, or behind it; or what is done with works only."""
    works = any_of("work", "nouns")
    row = r"(?:[、和与及]{0,1}《[^《》\n]{2,48}》){0,8}"
    led = r"(?:，?(?:比如|例如|包括|诸如|如|像|有)|[（(]如?)"
    return (
        re.compile(rf"(?:{works})(?:——|：)?{GAP}{_TITLE}"),
        re.compile(rf"(?:{works}|原创内容|自制内容){led}{GAP}{_TITLE}"),
        re.compile(rf"{_TITLE}(?={GAP}是一?[部档款][^，。；！？《》\n]{{0,14}}?(?:{works}|喜剧|悬疑剧|游戏))"),
        re.compile(rf"[一两三四五六七八九十几0-9][季部]{GAP}{_TITLE}"),
        re.compile(rf"(?:追剧|重温|刷完|看完|追看|热播剧){GAP}{_TITLE}"),
        re.compile(rf"{_TITLE}(?={row}(?:等|这样的?|这类)[^，。；：！？《》\n]{{0,10}}?(?:{works}))"),
        re.compile(rf"(?:{any_of('work', 'makes')})了?[^，。；《》\n]{{0,14}}?(?:{works}){GAP}{row}{_TITLE}"),
        re.compile(rf"(?:{any_of('work', 'made')})了?{GAP}{_TITLE}"),
        re.compile(rf"{_TITLE}(?=[^，。；！？《》\n]{{0,14}}?(?:{any_of('work', 'measured')}))"),
    )


@cache
def _rule_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{any_of('work', 'issues')})了?(?:的|新版|新修订的|最新的?|修订后的)?"
        rf"《(?P<name>[^《》\n]{{3,48}}?(?:{any_of('work', 'rules')})(?:（[^（）]{{2,8}}）|20[0-9]{{2}})?)》"
    )


_ROW = re.compile(
    rf"《[^《》\n]{{2,48}}》(?:[、和与及或，]{{0,1}}{GAP}(?:(?!和){HAN}{{1,5}}的)?《[^《》\n]{{2,48}}》){{1,9}}"
)
_IN_ROW = re.compile(_TITLE)


def _in_rows(text: str, told: set[str]) -> Iterator[re.Match[str]]:
    """The other titles of a row in which one is told to be a work's: 西班牙的《A》、德国的《B》."""
    for row in _ROW.finditer(text):
        matches = list(_IN_ROW.finditer(text, *row.span()))
        if any(match["name"] in told for match in matches):
            yield from (match for match in matches if match["name"] not in told)


def find_works(text: str) -> Iterator[tuple[Found, int]]:
    """Works and rules by their titles: 短剧《山谷钟声》, 出台《绿色港口总体规划》.

    Reports and papers are none: what they say is told, not they themselves.

    Args:
        text: the text, simplified.
    """
    told: set[str] = set()
    cued = chain.from_iterable(pattern.finditer(text) for pattern in _work_patterns())
    for match in chain(cued, _in_rows(text, told)):  # the rows are looked at once all that cues tell is known
        name = match["name"]
        if (len(name) < _SURE or is_common(name)) and text.count(name) > text.count(f"《{name}》"):
            continue  # 《后浪》, where 后浪 are people elsewhere
        if name.strip() == name and not _PRINTED.search(name) and not _BOOK.match(text, match.end("name") + 1):
            told.add(name)
            yield (match.start("name"), match.end("name"), "Program", name), 3
    for match in _rule_pattern().finditer(text):
        yield (match.start("name"), match.end("name"), "Program", match["name"]), 2
