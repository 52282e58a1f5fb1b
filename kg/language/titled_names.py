"""People told by titles, by what they say and by what they are appointed to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.name_cues import GAP, HAN, Found, any_of
from kg.vocabulary.tables import word_table

__all__ = ["find_persons"]


@cache
def _person_patterns() -> tuple[re.Pattern[str], ...]:
    surname, before, after = any_of("person", "surnames"), any_of("person", "before"), any_of("person", "after")
    wrong = "".join(word_table("names")["person"]["not_given"])
    name = rf"(?P<name>(?:{surname})[^\W{wrong}]{{1,2}}?)"
    full = rf"(?P<name>(?:{surname})(?![{wrong}])(?:{HAN}(?![{wrong}]){HAN}|{HAN}))"
    speech = rf"(?=(?:等人?)?[在对向]?(?:本?报?记者)?(?:{after})|[，、：（(”“\"—]|看来)"
    alone = rf"(?:(?<=[，。；：！？、”“\"\n（(的])|^){GAP}"
    verbs = rf"(?=(?:则|也|还|曾|就|却|又|均|都|进一步|公开|补充)?(?:{after}))"
    foreign = rf"(?P<name>{HAN}{{2,6}}·{HAN}{{1,6}})"
    return (
        re.compile(rf"(?:{before})(?:之一)?{GAP}{name}{speech}"),
        re.compile(rf"(?:{any_of('person', 'titles')}){GAP}(?:之一)?{full}"),
        re.compile(rf"(?:{before}){GAP}(?P<name>(?:{surname}){HAN}{{2}})(?=[和与在曾是把将对向])"),
        re.compile(rf"(?:{before}){GAP}(?P<name>(?:{any_of('person', 'nicknames')}){HAN})(?!{HAN}{{0,1}}家)"),
        re.compile(rf"{alone}{name}{verbs}"),
        re.compile(rf"(?<=在){name}(?=看来)"),
        re.compile(rf"(?:{before}){GAP}(?P<name>{any_of('person', 'compound')})(?={after})"),
        re.compile(rf"(?P<name>(?:{any_of('person', 'nicknames')}){HAN})(?=(?:{any_of('person', 'tells')}))"),
        re.compile(rf"(?:任命|委任|聘请|由){full}(?=(?:为|担任|出任|接任|负责|主导|带领))"),
        re.compile(
            rf"(?:{before}|{alone}|{any_of('person', 'trades')}|任命|由){foreign}"
            rf"(?=(?:{after}|{any_of('person', 'acts')}|[，。、）)]|为|签署))"
        ),
    )


def find_persons(text: str) -> Iterator[tuple[Found, int]]:
    """People behind a title or a trade, or before a verb of speech: 商家孙兴表示.

    Args:
        text: the text, simplified.
    """
    refused = tuple(word_table("names")["person"]["not_names"])
    for pattern in _person_patterns():
        for match in pattern.finditer(text):
            name = match["name"]
            if name and not name.startswith(refused) and not name.endswith(("们", "方", "等")):
                yield (match.start("name"), match.end("name"), "Person", name), 2
