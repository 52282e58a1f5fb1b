"""Of the clause that is read and those before it in its sentence: the subject with which each opens."""

from __future__ import annotations

import re
from functools import cache

from kg.language.marks import Clause, Mention
from kg.language.subjects import ACTORS, is_subject_position, is_transparent, leading_subject
from kg.vocabulary.tables import alternation, word_table

__all__ = ["ACTING", "Leads"]

ACTING = (*ACTORS, "Program", "Person")


@cache
def _apposition() -> re.Pattern[str]:
    """Between a name and the one that it only describes: 的母公司, 旗下跨境平台, CEO."""
    table = word_table("discourse")["references"]
    kinds = ("roles", "person_heads", "platform_heads", "organization_heads", "brand_heads")
    nouns = alternation([word for kind in kinds for word in table[kind]])
    return re.compile(rf"\s*(?:的|旗下的?)?[\u3400-\u9fff]{{0,6}}?(?:{nouns})\s*|\s*旗下的?\s*")


# Around the name in a clause that only sets what the next are about: 以2023年A为例, A为例.
_BEFORE_EXAMPLE = re.compile(r"[，,]?(?:而|但)?(?:[以拿][0-9年月的去今前]{0,8})?")
_AS_EXAMPLE = re.compile("(?:平台|公司)?为例[，,：:；;。]?")


@cache
def _generic() -> re.Pattern[str]:
    """A noun that names nobody and acts: 商家, 中国卖家, 我们."""
    nouns = alternation(word_table("discourse")["subjects"]["other_subjects"])
    return re.compile(rf"[\u3400-\u9fff]{{0,3}}?(?:{nouns})")


class Leads:
    """The subjects of one sentence, clause by clause.

    Args:
        text: the text.

    Attributes:
        clause: the clause that is read.
        current: its subject.
        earlier: the subject of the nearest clause before it that has one.
        thing: the same, of those that are no persons.
        generic: whether a noun that names nobody opens a clause nearer than `earlier`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.clause = Clause(0, 0)
        self.current: Mention | None = None
        self.earlier: Mention | None = None
        self.thing: Mention | None = None
        self.generic = False
        self._place = False

    @property
    def nearest(self) -> Mention | None:
        """The subject of the clause, else of one before it."""
        return self.current or self.earlier

    def begin(self) -> None:
        """A new sentence."""
        self.current = self.earlier = self.thing = None
        self.generic = False

    def enter(self, clause: Clause, inside: list[Mention]) -> None:
        """The next clause, with the names in it."""
        self.clause = clause
        self.current = self._lead(clause, inside)
        self._place = bool(inside) and self._is_place(inside[0])

    def leave(self) -> Mention | None:
        """Its subject, now that it has been read."""
        if self.current:
            self.earlier, self.generic = self.current, False
            if self.current.entity.type != "Person":
                self.thing = self.current
        elif self._place or self._opens_generic():
            self.generic = True
        lead, self.current = self.current, None
        return lead

    def _opens_generic(self) -> bool:
        match = _generic().match(self.text, self.clause.start, min(self.clause.end, self.clause.start + 8))
        return bool(match)

    def _is_place(self, first: Mention) -> bool:
        """Whether a clause opens with a country or the like as what acts: 美国经济乏力，导致其…."""
        if first.entity.type != "Place" or not is_transparent(self.text[self.clause.start : first.start]):
            return False
        return is_subject_position(self.text, first.start, first.end, self.clause.start)

    def _lead(self, clause: Clause, inside: list[Mention]) -> Mention | None:
        acting = [m for m in inside if m.entity.type in ACTING]
        if not acting:
            return None
        last = 0
        while last + 1 < len(acting) and acting[last + 1].start - acting[last].end < 14:
            if not _apposition().fullmatch(self.text, acting[last].end, acting[last + 1].start):
                break
            last += 1
        first, head = acting[0], acting[last]
        named = _AS_EXAMPLE.fullmatch(self.text, head.end, clause.end)
        if named and _BEFORE_EXAMPLE.fullmatch(self.text, clause.start, first.start):
            return head
        if last and is_transparent(self.text[clause.start : first.start]):
            plain = is_subject_position(self.text, first.start, head.end, clause.start)
            return head if plain or self._possessive(first.start, head.end, clause) else None
        lead = leading_subject(self.text, inside, clause.start, clause.end)
        if lead or not is_transparent(self.text[clause.start : first.start]):
            return lead
        return first if self._possessive(first.start, first.end, clause) else None

    def _possessive(self, start: int, end: int, clause: Clause) -> bool:
        """Whether a clause is about what the name has (抖音的货架…): the name is what the text goes on about."""
        after = self.text[end : min(end + 8, clause.end)]
        free = is_subject_position(self.text, start, start, clause.start)
        return free and after.startswith("的") and not _generic().search(after)
