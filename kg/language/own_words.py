"""Whom a speaker means by 我们: the body that he speaks for, told by his title or by being that body himself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache, cached_property
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.marks import Mention, SpeechMark
from kg.language.name_cues import any_of
from kg.language.subjects import ACTORS
from kg.language.tokens import text_of
from kg.model import Entity

__all__ = ["find_own_words"]

_WE = re.compile("我们|我司|咱们")
# Words behind which 我们 means people at large, or before which it does: 让我们, 我们知道, 我们可以看到.
_AT_LARGE = re.compile("(?:让|给|带|与|跟|和|教|告诉)$")
_ANYBODY = re.compile(
    "(?:都)?(?:知道|可以|能够?|看到|看看?|来看|常说|不妨|生活|国家|中国人|普通人|消费者|这一代|人类|身边|每个人)"
)
# Who deals with a body and does not speak for it: 亚马逊卖家张三, Temu前员工李四.
_NOT_FOR_IT = re.compile(
    "[商卖买]家|用户|消费者|商户|店主|达人|主播|博主|骑手|分析师|投资人|股东|服务商|代理|加盟|供应商|合作|[前原]|离职"
)
_TITLE_REACH = 16  # characters between the name of a body and that of the person whose title stands there
_CUE_REACH = 12  # and between the name of a body that speaks and what it says


@cache
def _title() -> re.Pattern[str]:
    """A title that ends right before a person's name."""
    return re.compile(rf"(?:{any_of('person', 'before')}|{any_of('person', 'titles')})[“”\"]?\s*$")


class _OwnWords:
    """Finds for whom the people and bodies of one text speak."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text, self.mentions = text, mentions
        self.starts = [m.start for m in mentions]

    @cached_property
    def bodies(self) -> dict[str, list[Mention]]:
        """The bodies before people's titles, by person, where the text names them: 速卖通总经理张凯夫."""
        found: dict[str, list[Mention]] = {}
        named = [m for m in self.mentions if m.entity.type in (*ACTORS, "Person") and m.kind != "reference"]
        for body, person in pairwise(named):
            if body.entity.type == "Person" or person.entity.type != "Person":
                continue
            between = self.text[body.end : person.start]
            close = len(between) <= _TITLE_REACH and not re.search("[，。；：、\n]", between)
            if close and _title().search(between) and not _NOT_FOR_IT.search(between):
                found.setdefault(person.entity.slug, []).append(body)
        return found

    def body(self, mark: SpeechMark) -> Entity | None:
        """For whom the speaker of some words speaks; None where that is not told."""
        speaker = mark.speaker
        if speaker is None:
            return None
        if speaker.type == "Person":
            told = self.bodies.get(speaker.slug, [])
            before = [body for body in told if body.start < max(mark.end, mark.cue)]
            return before[-1].entity if before else None
        index = bisect_right(self.starts, mark.cue) - 1
        named = self.mentions[index] if index >= 0 else None
        if speaker.type not in ACTORS or named is None or named.entity.slug != speaker.slug:
            return None
        end = mark.start if mark.start >= named.end else named.end + _CUE_REACH
        between = self.text[named.end : end]
        return None if len(between) > _CUE_REACH or _NOT_FOR_IT.search(between) else speaker

    def means_it(self, start: int, end: int) -> bool:
        """Whether 我们 is no people at large, and no name holds it."""
        if _AT_LARGE.search(self.text, max(0, start - 2), start) or _ANYBODY.match(self.text, end):
            return False
        index = bisect_left(self.starts, end) - 1
        return index < 0 or self.mentions[index].end <= start


def find_own_words(text: str, mentions: list[Mention], speech: list[SpeechMark]) -> list[Mention]:
    """What 我们 stands for in what is said, in order.

    Args:
        text: the text, simplified.
        mentions: names and references, in order.
        speech: who says what.
    """
    own = _OwnWords(text, mentions)
    found: dict[int, Mention] = {}
    for mark in speech:
        for match in _WE.finditer(text, mark.start, mark.end):
            body = own.body(mark)
            if body is not None and match.start() not in found and own.means_it(*match.span()):
                found[match.start()] = Mention(match.start(), match.end(), body, "reference")
    return [found[start] for start in sorted(found)]


@Language.factory(
    "kg_own_words", requires=["doc._.mentions", "doc._.references", "doc._.speech"], assigns=["doc._.own_words"]
)
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    mentions = sorted([*doc._.mentions, *doc._.references])
    doc._.own_words = find_own_words(text_of(doc), mentions, doc._.speech)
    return doc
