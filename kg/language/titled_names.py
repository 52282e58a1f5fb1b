"""People told by titles and speech, bodies by suffixes and by the titles of their people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.name_cues import HAN, LATIN_NAME, Found, any_of, is_clean
from kg.vocabulary.tables import word_table

__all__ = ["find_bodies", "find_persons", "find_titled"]


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    surname, before, after = any_of("person", "surnames"), any_of("person", "before"), any_of("person", "after")
    name = rf"(?P<name>(?:{surname}){HAN}{{1,2}}?)"
    latin = r"(?P<name>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
    speech = rf"(?=(?:等人?)?[在对向]?(?:本?报?记者)?(?:{after})|[，、：（(”“\"—]|看来)"
    alone = r"(?:(?<=[，。；：！？、”“\"\n（(的])|^)\s*"
    verbs = rf"(?=(?:则|也|还|曾|就|却|又|均|都|进一步|公开|补充)?(?:{after}))"
    return (
        re.compile(rf"(?:{before})(?:之一)?\s*{name}{speech}"),
        re.compile(rf"(?:{before})\s*(?P<name>(?:{surname}){HAN}{{2}})(?=[和与在曾是把将对向])"),
        re.compile(rf"(?:{before})\s*(?P<name>(?:{any_of('person', 'nicknames')}){HAN})(?!{HAN}{{0,1}}家)"),
        re.compile(rf"(?:{before})\s*{latin}(?=\s*(?:{after}|[，、：（(]|则|也|曾|对|向|在|看来))"),
        re.compile(rf"{alone}{name}{verbs}"),
        re.compile(rf"(?<=在){name}(?=看来)"),
        re.compile(rf"{alone}{latin}\s*{verbs}"),
        re.compile(
            r"(?P<name>[A-Z][A-Za-z]{2,}(?:\s[A-Z][a-z]+)?)\s*(?=(?:担任|出任|成为)[^，。；]{0,16}(?:代言人|大使))"
        ),
    )


def find_persons(text: str) -> Iterator[Found]:
    """People behind a title or a trade, or before a verb of speech: 商家孙兴表示."""
    refused = tuple(word_table("names")["person"]["not_names"])
    acronyms = set(word_table("names")["latin"]["acronyms"])
    for pattern in _person_patterns():
        for match in pattern.finditer(text):
            name = match["name"]
            if not name.startswith(refused) and name not in acronyms and not name.endswith(("们", "方", "等")):
                yield match.start("name"), match.end("name"), "Person", name


@cache
def _titled_pattern() -> re.Pattern[str]:
    """A body, a title and a person: 点众科技董事长陈瑞卿, Wayfair联合创始人 Niraj Shah."""
    before, titles = any_of("organization", "titled_before"), any_of("person", "titles")
    surname, wrong = any_of("person", "surnames"), "".join(word_table("names")["person"]["not_given"])
    body = rf"(?P<body>(?:(?<=[A-Za-z])\s)?(?:{HAN}{{2,7}}?|{LATIN_NAME}))"
    person = rf"(?P<person>(?:{surname})(?:{HAN}(?![{wrong}]){HAN}|{HAN})|[A-Z][a-z]+(?:\s[A-Z][a-z]+){{0,2}})"
    return re.compile(
        rf"(?:^|(?<=\n)|(?:{before}))\s{{0,2}}(?:{body})?\s{{0,2}}(?:的|集团|公司)?\s{{0,2}}(?P<title>{titles})\s{{0,2}}(?:之一)?{person}"
    )


def find_titled(text: str) -> Iterator[Found]:
    """People behind a title, and the bodies before it: 点众科技董事长陈瑞卿."""
    refused = tuple(word_table("names")["person"]["not_names"])
    acronyms = set(word_table("names")["latin"]["acronyms"])
    for match in _titled_pattern().finditer(text):
        person, body = match["person"], match["body"]
        if not person.startswith(refused) and person not in acronyms and len(person) >= 2:
            yield match.start("person"), match.end("person"), "Person", person
            if body and _is_body(body):
                yield match.start("body"), match.end("body"), "Organization", body


_GENERIC_BODY = re.compile(
    r"(?:公司|平台|企业|品牌|机构|团队|集团|行业|联合|首席|高级|前|原|该|这家|某|一家|一位|一名|资深|知名|著名|现任|新任|海外|国内|中国|美国|全球"
    r"|亚太|业务|部门|区域|大区|电商|跨境|独立站|投资|技术|产品|运营|市场|销售|董事会|执行|行政|财务|战略|高管|创始|其|他|她|我)$"
)


def _is_body(name: str) -> bool:
    """Whether what stands before a title names a body and is no common noun."""
    if name.isascii():
        return len(name) >= 3
    return is_clean(name, "organization") and not _GENERIC_BODY.search(name) and not _GENERIC_BODY.match(name[:2] + "")


@cache
def _organization_patterns() -> tuple[re.Pattern[str], ...]:
    """Behind a boundary with a suffix that only bodies have; behind a noun for bodies with one that others have too."""
    boundary, suffix = any_of("organization", "boundaries"), any_of("organization", "suffixes")
    weak, before = any_of("organization", "weak_suffixes"), any_of("organization", "weak_before")
    refused = rf"(?!{HAN}{{0,2}}(?:化|类|感|性))"
    return (
        re.compile(rf"(?:(?<=\n)|^|(?:{boundary}))\s*(?P<name>{HAN}{{2,4}}?(?:{suffix})){refused}"),
        re.compile(rf"(?:{before})\s*(?P<name>{HAN}{{2,4}}?(?:{weak})){refused}"),
    )


def _generic_organization(name: str) -> bool:
    """Whether every part of a name is a common word, so that it names a kind and not a body."""
    return bool(
        re.search(
            r"^(?:跨境|国内|海外|本地|第三方|国际|中国|美国|全球|大型|传统|头部|知名|大|小|新|多家|各大|电商|互联网|专线|商品|品牌|产品|技术"
            r"|模式|清算|换汇|合作|商业|中央|收单|发卡|地方|私人|投资|网上|手机|海外|境外|人工|高|黑|金融|信息|自建|自有|末端|头程|干线|航空|海运|空运|快|冷链|服装|整合|完善|优化|柔性|供应|仓储|社交|移动|智能|家具)"
            r"{1,3}(?:科技|物流|快递|供应链|网络|银行|服饰|汽车|航空|创新|资本|证券|协会|商会|咨询|电器|家居|集团|股份|传媒|生物)$",
            name,
        )
    )


def find_bodies(text: str) -> Iterator[Found]:
    """Bodies told by their suffixes: 宇树科技 behind a noun for bodies, 华纳集团 behind a boundary."""
    for pattern in _organization_patterns():
        for match in pattern.finditer(text):
            name = match["name"]
            if is_clean(name, "organization") and not _generic_organization(name):
                yield match.start("name"), match.end("name"), "Organization", name
