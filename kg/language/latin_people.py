"""People with Latin names among Chinese words, by their roles and by what they say and do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import is_common_latin
from kg.language.name_cues import GAP, LATIN_END, LATIN_NAME, Found, any_of
from kg.vocabulary.tables import word_table

__all__ = ["find_latin_people"]

_SELLERS = ("商家", "卖家", "运营", "高管")


@cache
def _people_patterns() -> tuple[re.Pattern[str], ...]:
    role = f"(?:{any_of('person', 'before')}|{any_of('person', 'trades')}|{any_of('person', 'scholars')})"
    after = any_of("person", "after")
    word = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ž]{1,20}(?:-?[A-Z][a-zß-öø-ž]{1,20})?"
    further = rf"(?:[ ·](?:[A-Z]\. )?{word}){{0,2}}"
    name = rf"(?P<name>(?<![A-Za-z0-9])(?:{word}|[A-Z]{{2}}(?= [A-Z][a-z])){further}){LATIN_END}"
    adverb = r"(?:则|也|还|曾|就|却|又|均|都|进一步|对|向|在看来|早年|此前|当时|本人)?"
    return (
        re.compile(
            rf"(?:{role})(?:之一)?{GAP}{name}(?={GAP}(?:{after}|[，。、：（(”\n]|{adverb}|的|和|与|于|在|看来|曾|分享))"
        ),
        re.compile(rf"(?:^|(?<=[，。；：！？、”“\"\n（(的据]))[ ]{{0,2}}{name}(?={GAP}{adverb}(?:{after}))"),
        re.compile(rf"(?<=[据在]){GAP}{name}(?={GAP}(?:的?介绍|看来|透露))"),
        re.compile(rf"{name}(?={GAP}(?:担任|出任)[^，。；]{{0,16}}(?:代言人|大使|CEO|总裁))"),
        re.compile(
            rf"(?P<name>(?<![A-Za-z0-9]){word}[ ·]{word}){LATIN_END}"
            rf"(?={GAP}(?:毕业于|出生于|出生在|曾担任|曾任职|回忆|写道|在个人))"
        ),
        re.compile(
            rf"(?:由|丈夫|妻子){GAP}(?P<name>{word}[ ·]{word}){LATIN_END}"
            rf"(?={GAP}(?:[和与及][^，。；]{{2,24}})?(?:[于在][^，。；]{{2,16}})?(?:共同|联合)?"
            r"(?:创立|创办|创建|成立|还|也|曾|执导|设计|撰写))"
        ),
    )


@cache
def _joining() -> re.Pattern[str]:
    """Full names in front of what people do with bodies: Nina Holt 加入了."""
    return re.compile(
        rf"(?P<name>(?<![A-Za-z0-9])[A-Z][a-z]{{1,20}} [A-Z][a-z]{{1,20}}){LATIN_END}"
        rf"(?={GAP}(?:曾|也|正式|随后|先后)?(?:{any_of('person', 'acts')}))"
    )


def find_latin_people(text: str) -> Iterator[tuple[Found, int]]:
    """People with Latin names, by their roles and by what they say: 分析师Nina Holt认为."""
    given = set(word_table("common_words")["latin"]["given"])
    for number, pattern in enumerate(_people_patterns()):
        for match in pattern.finditer(text):
            name = match["name"]
            if not is_common_latin(name) and (len(name) > 2 or name in given):
                before = text[max(0, match.start("name") - 4) : match.start("name")].rstrip()
                seller = number == 0 and before.endswith(_SELLERS)
                if seller and name not in given:
                    continue
                weight = 3 if " " in name or name in given or number == 0 else 1
                yield (match.start("name"), match.end("name"), "Person", name), weight
    for match in _joining().finditer(text):
        if match["name"].split(" ")[0] in given:
            yield (match.start("name"), match.end("name"), "Person", match["name"]), 2
    for match in re.finditer(rf"(?P<a>{LATIN_NAME})和(?P<b>{LATIN_NAME})(?=两位|二人|两人)", text):
        for key in "ab":
            yield (match.start(key), match.end(key), "Person", match[key]), 2
