"""Latin names among Chinese words, told by the nouns beside them or by standing more than once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.name_cues import HAN, LATIN_NAME, Found
from kg.vocabulary.tables import alternation, word_table

__all__ = ["find_latin", "find_latin_programs", "find_repeated_latin"]


@cache
def _latin_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    table = word_table("names")["latin"]
    before_platform, after_platform = alternation(table["platform_before"]), alternation(table["platform_after"])
    before_body, after_body = alternation(table["organization_before"]), alternation(table["organization_after"])
    name = rf"(?P<name>(?<![A-Za-z0-9]){LATIN_NAME})(?![A-Za-z0-9])"
    return (
        (re.compile(rf"(?:{before_platform})[“\"]?\s*{name}"), "Platform"),
        (re.compile(rf"(?:{before_body})[“\"]?\s*{name}"), "Organization"),
        (
            re.compile(
                rf"(?:据|根据|来自|援引)\s*《?{name}》?\s*(?=(?:的|发布|最新)*(?:统计|数据|报告|预测|报道|调研|调查|监测|研究|消息))"
            ),
            "Organization",
        ),
        (re.compile(rf"{name}\s*(?=的?(?:数据|报告|统计|研究|调研)(?:显示|指出|表明|称))"), "Organization"),
        (re.compile(rf"{name}\s*(?:{after_platform})"), "Platform"),
        (re.compile(rf"{name}\s*(?:{after_body})"), "Organization"),
    )


def find_latin(text: str) -> Iterator[Found]:
    """Latin names with a noun beside them that says what they are: 购物平台 Wish."""
    acronyms = {word.lower() for word in word_table("names")["latin"]["acronyms"]}
    for pattern, kind in _latin_patterns():
        for match in pattern.finditer(text):
            name = match["name"].rstrip(".-'’&")
            if len(name) >= 3 and not any(part.lower() in acronyms for part in re.split(r"[ ・·]", name)):
                yield match.start("name"), match.start("name") + len(name), kind, name


_LATIN_WORD = re.compile(rf"(?<![A-Za-z0-9@#./_\-]){LATIN_NAME}(?![A-Za-z0-9/_])")
_INTRODUCED = re.compile(
    rf"(?:旗下的?|子公司|收购了?|并购了?|名为|叫做|一款|推出的|品牌|对手|竞品)(?:{HAN}{{0,8}})[“\"]?(?P<name>{LATIN_NAME})(?![A-Za-z0-9/_])"
)
_SENTENCE_CASE = re.compile(r"[A-Z][a-z]+(?: [A-Z]?[a-z]+){3,}")


def find_repeated_latin(text: str) -> Iterator[Found]:
    """Capitalised Latin names that stand at least twice, or that a word introduces: 旗下的 Peacock."""
    acronyms = {word.lower() for word in word_table("names")["latin"]["acronyms"]}
    prose = [m.span() for m in _SENTENCE_CASE.finditer(text)]
    seen: dict[str, list[tuple[int, int]]] = {}
    for match in _LATIN_WORD.finditer(text):
        name = match.group().rstrip(".-'’&")
        short = len(name) < 4 or (name.isupper() and len(name) < 5)
        common = any(part.lower() in acronyms for part in re.split(r"[ ・·]", name))
        if short or common or any(a <= match.start() < b for a, b in prose):
            continue
        seen.setdefault(name, []).append((match.start(), match.start() + len(name)))
    introduced = {m["name"].rstrip(".-'’&") for m in _INTRODUCED.finditer(text)}
    for name, places in seen.items():
        if len(places) >= 2 or name in introduced:
            yield places[0][0], places[0][1], "Platform", name


@cache
def _mixed_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?<![A-Za-z0-9])(?P<name>1688[A-Za-z]{3,12}|[a-z]?[A-Z][A-Za-z]+[0-9]{0,2})(?=\s*(?:业务|项目|计划|服务|模式))"
    )


def find_latin_programs(text: str) -> Iterator[Found]:
    """Latin names of services: 1688overseas 业务."""
    acronyms = {word.lower() for word in word_table("names")["latin"]["acronyms"]}
    for match in _mixed_pattern().finditer(text):
        if match["name"].lower() not in acronyms and len(match["name"]) >= 4:
            yield match.start(), match.end(), "Program", match["name"]
