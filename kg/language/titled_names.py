"""People told by titles, by what they say and by what they are appointed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import Cover, is_common
from kg.language.cued_names import is_person_form
from kg.language.name_cues import GAP, HAN, Found, any_of
from kg.vocabulary.tables import word_table

__all__ = ["find_persons", "find_presented", "find_role_people"]


@cache
def _not_given() -> str:
    return "".join(word_table("names")["person"]["not_given"])


def _full_name() -> str:
    surname, wrong = any_of("person", "surnames"), _not_given()
    return rf"(?P<name>(?:{surname})(?![{wrong}])(?:{HAN}(?![{wrong}]){HAN}|{HAN}))"


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    surname, before, after = any_of("person", "surnames"), any_of("person", "before"), any_of("person", "after")
    wrong = _not_given()
    name = rf"(?P<name>(?:{surname})[^\W{wrong}]{{1,2}}?)"
    full = _full_name()
    speech = rf"(?=(?:等人?)?[在对向]?(?:本?报?记者)?(?:{after})|[，、：（(”“\"—]|看来"
    speech += r"|的(?:表态|说法|观点|看法|判断|讲述|回忆|账号|评论区|直播间|带领|领导|主导))"
    alone = rf"(?:(?<=[，。；：！？、”“\"\n（(的])|^){GAP}"
    verbs = rf"(?=(?:则|也|还|曾|就|却|又|均|都|进一步|公开|补充)?(?:{after}))"
    nickname = rf"(?:{any_of('person', 'nicknames')}){HAN}"
    return (
        re.compile(rf"(?:{before})(?:之一)?{GAP}{name}{speech}"),
        re.compile(rf"{alone}{name}{verbs}"),
        re.compile(rf"(?<=在){name}(?=看来)"),
        re.compile(rf"(?:{before}){GAP}(?P<name>{any_of('person', 'compound')})(?={after})"),
        re.compile(
            rf"(?:{before}|{any_of('person', 'trades')}|社长){GAP}"
            rf"(?P<name>(?:{any_of('person', 'japanese')}){HAN}{{1,3}}?)"
            rf"(?={after}|[，。、：（(”“]|[是的曾于在和与也对将为])"
        ),
        re.compile(rf"(?:{before}){GAP}(?P<name>{nickname})(?!{HAN}{{0,1}}家)"),
        re.compile(rf"(?P<name>{nickname})(?=(?:{any_of('person', 'tells')}))"),
        re.compile(
            rf"{alone}{full}(?=(?:、(?:{surname}){HAN}{{1,2}})?(?:所著|合著)|{_career()}"
            rf"|[、和与](?:{surname}){HAN}{{1,2}}{_JOINTLY})"
        ),
        re.compile(rf"(?<=[、和与]){full}(?=所著|合著|{_JOINTLY})"),
        re.compile(rf"(?:任命|委任|聘请|由){full}(?=(?:为|担任|出任|接任|负责|主导|带领))"),
    )


def _career() -> str:
    """What only people do to offices: 出任, 从…离职."""
    when = "(?:曾经?|也|还|则|将|正式|随后|此前|于[0-9年月]{2,9}|先后|一直|后来){0,2}"
    worked = "在[^，。；：]{2,12}(?:担任|任职|就职|供职)|是[^，。；：]{2,12}的(?:联合)?创始人"
    return rf"{when}(?:{any_of('person', 'career')}|从[^，。；：]{{2,10}}(?:离职|辞职|跳槽|离开后)|{worked})"


_JOINTLY = "(?:共同|联合|一起|一同|合伙)(?:创立|创办|创建)"


@cache
def _joining() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Who joins or leaves, and the office before it that tells who it is: 曾任副总裁的李雷加入…."""
    verbs = "加入|加盟|创办|创立|接任|出任|离职|跳槽"
    return (
        re.compile(rf"的{_full_name()}(?=(?:也|便|就|随后)?(?:{verbs}))"),
        re.compile(rf"(?:{any_of('person', 'before')}|任职[^，。；：]{{0,4}}|工作[^，。；：]{{1,4}})$"),
    )


def _named(text: str) -> Iterator[re.Match[str]]:
    """What the patterns of people match."""
    for pattern in _person_patterns():
        yield from pattern.finditer(text)
    joins, office = _joining()
    for match in joins.finditer(text):
        if office.search(text, max(0, match.start() - 16), match.start()):
            yield match


def find_persons(text: str) -> Iterator[tuple[Found, int]]:
    """People behind a title or a trade, or before a verb of speech: 商家孙兴表示.

    Args:
        text: the text, simplified.
    """
    for match in _named(text):
        name = match["name"]
        if not _refused(name) and not is_common(name):
            yield (match.start("name"), match.end("name"), "Person", name), 2
    yield from _foreign(text)


@cache
def _foreign_patterns() -> tuple[re.Pattern[str], ...]:
    roles = "|".join(any_of("person", key) for key in ("before", "trades", "scholars", "appointed"))
    after = f"{any_of('person', 'after')}|{any_of('person', 'acts')}"
    return (
        re.compile(rf"(?:{roles}){GAP}(?!兼)(?P<first>{HAN}{{1,6}}?)$"),
        re.compile(rf"(?:^|[，。；：！？、”“\"\n（(的 ]|一位是)(?P<first>{HAN}{{1,6}})$"),
        re.compile(
            rf"(?P<last>{HAN}{{1,6}}?(?:·{HAN}{{1,6}}?)?)(?=小说|(?!小说)(?:{after})|[，。、）)（(：:“”]|{GAP}[（(]"
            r"|[为是在和与的对将曾也等]|签署|提出|发明|开创|所著|撰写|执导|$)"
        ),
    )


def _foreign(text: str) -> Iterator[tuple[Found, int]]:
    """People whose foreign names are written with a dot: 安德烈·莫罗."""
    behind_role, alone, right = _foreign_patterns()
    for dot in re.finditer("·", text):
        place = (max(0, dot.start() - 12), dot.start())
        first = behind_role.search(text, *place) or alone.search(text, *place)
        last = right.match(text, dot.end(), min(len(text), dot.end() + 14))
        if first and last:
            start, end = first.start("first"), last.end("last")
            if dot.start() - start > 3 and is_common(text[start : start + 2]):
                start += 2  # a verb in front of the name
            start += text[start] in "的和与由对被让者是叫像如"
            if is_common(text[start : dot.start()]) or text[start:end].endswith("服务"):
                continue  # 借钱·分期
            yield (start, end, "Person", text[start:end]), 2


@cache
def _no_names() -> tuple[tuple[str, ...], frozenset[str]]:
    person = word_table("names")["person"]
    return tuple(person["not_names"]), frozenset([*person["before"], *person["trades"], *person["titles"]])


def _refused(name: str) -> bool:
    starts, whole = _no_names()
    return name.startswith(starts) or name in whole or name.endswith(("们", "方", "等", "本身"))


@cache
def _role_pattern() -> re.Pattern[str]:
    roles = "|".join(any_of("person", key) for key in ("before", "trades", "titles", "scholars"))
    return re.compile(
        rf"(?:(?P<role>{roles})(?:之一)?|“[^“”]{{1,10}}(?:人|Fellow)”|(?P<apart>{any_of('person', 'appointed')}))"
        rf"{GAP}(?P<surname>{any_of('person', 'surnames')}|{any_of('person', 'rare_surnames')})(?={HAN})"
    )


def find_role_people(text: str, cover: Cover) -> Iterator[tuple[Found, int]]:
    """People right behind a role, their names as long as the words behind them let them be: 导演陈英雄用一部片.

    Args:
        text: the text, simplified.
        cover: what its common words leave unexplained.
    """
    rare = set(word_table("names")["person"]["rare_surnames"])
    wrong = _not_given()
    for match in _role_pattern().finditer(text):
        start, given = match.start("surname"), match.end("surname")
        inside = not cover.starts[given] and not cover.open[given]
        begins = cover.starts[start] and inside and match["surname"] not in rare
        if begins or text.startswith("师傅", start - 1):
            continue  # the surname is the beginning of a common word, or its end: 老师傅
        for length in (2, 1):
            end = given + length
            words = text[given:end]
            if len(words) < length or not all("\u3400" <= c <= "\u9fff" for c in words):
                continue
            if (
                _is_cut_short(text, text[start:end])
                or _foreign_run().match(text, start)
                or (words[-1] == "一" and text[end : end + 1] in _ONCE)
                or any(c in wrong for c in words)
                or (match["surname"] in rare and (len(words) < 2 or not all(cover.open[given:end])))
            ):
                continue
            if text[end : end + 1] == "·":
                break
            follows = end >= len(text) or not "\u3400" <= text[end] <= "\u9fff" or cover.starts[end]
            follows = follows or (length == 2 and text[end] == "于")  # 王永利于2025年: 利于 is no word here
            if match["surname"] in _WORDS_OF_GRAMMAR and not _speaks().match(text, end):
                continue
            name = text[start:end]
            if (follows or (length == 2 and cover.open[end])) and not _refused(name) and not is_common(name):
                if match["apart"] and not _appointed().match(text, end):
                    break
                yield (start, end, "Person", name), 3
                break


@cache
def _foreign_run() -> re.Pattern[str]:
    """Four characters that a longer foreign name begins with, of which no shorter one is a name: 麦格雷戈."""
    return re.compile(rf"[{''.join(word_table('names')['person']['foreign'])}]{{4}}")


_ONCE = frozenset("上来到开出")  # 林薇一上台: as soon as she does


def _is_cut_short(text: str, name: str) -> bool:
    """Whether three characters are a shorter name and a word behind it: 张丽刚忍痛, where 张丽 stands elsewhere."""
    return len(name) == 3 and name[-1] in _ADVERBS and text.count(name[:-1]) > text.count(name)


@cache
def _profile_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Lines that present a person: 李莫 某电商平台创始人 在外创业七年; and headings that name who tells: 02 小莫：…."""
    roles = f"{any_of('organization', 'heads')}|{any_of('person', 'trades')}|合伙人|总监|负责人|分析师|研究员"
    return (
        re.compile(
            rf"^[ ]{{0,2}}(?P<name>{HAN}{{2,3}}|{HAN}{{1,6}}·{HAN}{{1,6}})[ \u3000|｜/，]{{1,3}}"
            rf"(?=[^，。：；！？\n]{{2,40}}(?:{roles})[^，。：；！？\n]{{0,14}}$)",
            re.MULTILINE,
        ),
        re.compile(
            rf"^[ ]{{0,2}}(?:0?[1-9][ .、]{{0,2}}|[一二三四五六七八九]、)(?P<name>{HAN}{{2,3}})[：:](?=[^\n]{{4,40}}$)",
            re.MULTILINE,
        ),
    )


def find_presented(text: str, cover: Cover) -> Iterator[tuple[Found, int]]:
    """People whom a line of their own presents, or whose names open headings: their words follow.

    Args:
        text: the text, simplified.
        cover: what its common words leave unexplained.
    """
    line, heading = _profile_patterns()
    for pattern in (line, heading):
        for match in pattern.finditer(text):
            name, start = match["name"], match.start("name")
            doubled = len(name) == 2 and name[0] == name[1]
            unexplained = all(cover.open[start : match.end("name")]) or (is_person_form(name) and not is_common(name))
            if _refused(name) or not (unexplained or doubled):
                continue
            if pattern is line or text.count(name) > 1:
                yield (start, match.end("name"), "Person", name), 3


_ADVERBS = frozenset("亦刚便仍忙早先正常总只才就已曾也都还终竟更最又再")

# Surnames that are mostly words of grammar: 创业者向光锥智能咨询.
_WORDS_OF_GRAMMAR = frozenset("向从和于经能都应时全")


@cache
def _speaks() -> re.Pattern[str]:
    return re.compile(
        rf"(?:则|也|还|曾|就|公开|多次|对此){{0,3}}"
        rf"(?:{any_of('person', 'after')}|{any_of('person', 'acts')})|[，。、：（(]|$"
    )


@cache
def _appointed() -> re.Pattern[str]:
    return re.compile(rf"{GAP}(?:为|{any_of('person', 'acts')})")
