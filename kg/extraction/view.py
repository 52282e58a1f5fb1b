"""A sentence as rules see it: each name, time and figure one character of a private alphabet, blanks left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from kg.language import Mention, QuantityMark, Sentence, TimeMark
from kg.language.subjects import with_head
from kg.model import Entity
from kg.vocabulary import TOP_TYPES, vocabulary

__all__ = ["ACTING", "ANY_MARK", "CODES", "MARKS", "PLACE_CODES", "SentenceView", "sentence_view", "unbracketed"]

Mark = Mention | TimeMark | QuantityMark

# One private-use character a kind of mark, so that patterns are plain regular expressions.
CODES: dict[str, str] = {kind: chr(0xE000 + n) for n, kind in enumerate(TOP_TYPES)} | {
    "time": "\ue006",
    "OperatingModel": "\ue007",
    "Region": "\ue008",
    "City": "\ue009",
    "money": "\ue010",
    "percent": "\ue011",
    "rank": "\ue012",
    "count": "\ue013",
    "days": "\ue014",
    "hours": "\ue014",
    "times": "\ue015",
    "tonnes": "\ue016",
    "squareMetres": "\ue016",
}
ANY_MARK = "\ue000-\ue01f"
MARKS = re.compile(f"[{ANY_MARK}]")
PLACE_CODES = "".join(CODES[kind] for kind in ("Place", "Region", "City"))
ACTING = ("Organization", "Platform", "Program", "OperatingModel", "Person")
"""Kinds of marks of things that act."""
# A bracket behind a name that gives another one in Latin letters, a short form, or says that it is made up.
_GLOSS = re.compile(
    r"\s*[（(](?:(?:以下)?简称[^）)]{0,16}|应?(?:受访者)?(?:要求)?化名|[A-Za-z][A-Za-z0-9 .&\-]{0,30})[）)]"
)
# A bracket behind a name, with what tells that another name of it follows: 陈航（花名无招）.
_BRACKET = re.compile(r"\s*[（(]\s*(?:花名|艺名|网名|昵称|本名|原名|真名|英文名|又名|曾用名|股票代码)?[：:为是叫]?\s*")
_OPEN, _CLOSE = '“"「『‘《（(', '”"」』’》）)'


@dataclass(frozen=True)
class SentenceView:
    """One sentence in that alphabet.

    Attributes:
        sentence: the sentence.
        code: its characters, one a mark.
        starts: offset in the text of each character.
        ends: offset behind it.
        marks: the mark that a character stands for, by position.
        clause_starts: positions at which clauses start, in order.
    """

    sentence: Sentence
    code: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    marks: dict[int, Mark] = field(repr=False)
    clause_starts: tuple[int, ...] = ()

    def clause_of(self, position: int) -> tuple[int, int]:
        """First position of the clause at `position`, and the position behind its last."""
        index = self.clause_index(position)
        last = self.clause_starts[index + 1] if index + 1 < len(self.clause_starts) else len(self.code)
        return self.clause_starts[index], last

    def clause_index(self, position: int) -> int:
        """Number of the clause at `position`."""
        return max(bisect_right(self.clause_starts, position) - 1, 0)

    def entities(self, position: int) -> tuple[Entity, ...]:
        """The things that the mark at `position` stands for."""
        mark = self.marks.get(position)
        return (mark.entity, *mark.others) if isinstance(mark, Mention) else ()

    def position_of(self, offset: int) -> int:
        """The position at or behind an offset of the text."""
        return bisect_right(self.ends, offset)


def _kind(mark: Mark) -> str:
    if isinstance(mark, Mention):
        finer = mark.entity.subclass
        return finer if finer in ("OperatingModel", "Region", "City") else mark.entity.type
    if isinstance(mark, TimeMark):
        return "time"
    unit = vocabulary().units[mark.quantity.unit]
    return next(iter(unit.kinds))


def _with_surroundings(text: str, mark: Mark, marks: list[Mark], index: int, end: int) -> tuple[int, int, int]:
    """Start and end of a mark with its quotation marks, its head noun and a bracketed other name; marks used up."""
    start, stop, used = mark.start, mark.end, 1
    if not isinstance(mark, Mention):
        return start, stop, used
    before, after = text[start - 1 : start], text[stop : stop + 1]
    if before and after and before in _OPEN[:6] and after == _CLOSE[_OPEN.index(before)]:
        start, stop = start - 1, stop + 1
    if mark.entity.type == "Place" and text[start:stop].endswith("市场"):
        stop -= 2  # the word matters to rules: 美国市场
    if mark.kind != "reference" and mark.entity.type in ("Organization", "Platform", "Program"):
        stop = min(with_head(text, stop, mark.entity.type), end)
    bracket = _BRACKET.match(text, stop)
    if bracket and index + 1 < len(marks):
        other = marks[index + 1]
        closing = re.compile(r"[^）)，。]{0,4}[）)]").match(text, other.end)
        if isinstance(other, Mention) and other.start == bracket.end() and other.entity == mark.entity and closing:
            return start, closing.end(), 2
    gloss = _GLOSS.match(text, stop)
    if gloss and not (index + 1 < len(marks) and marks[index + 1].start < gloss.end()):
        stop = gloss.end()
    if index + 1 < len(marks):  # 速卖通 AliExpress: two names of one thing side by side
        other = marks[index + 1]
        if isinstance(other, Mention) and other.entity == mark.entity and not text[stop : other.start].strip():
            return start, other.end, 2
    return start, stop, used


def _quoted_list(text: str, one: Mark, other: Mark, end: int) -> bool:
    """Whether two names in quotation marks stand side by side, where a list leaves its mark out: “A”“B”."""
    between = text[end - 1 : other.start].replace(" ", "")
    both = isinstance(one, Mention) and isinstance(other, Mention) and one.entity.type == other.entity.type
    return both and between in ("”“", "」「", "》《")


_IN_BRACKETS = re.compile("[（(][^（）()]*[)）]")


def unbracketed(code: str) -> str:
    """What stands outside brackets: 新业务分部收入 of 新业务分部（如A、B等）收入."""
    return _IN_BRACKETS.sub("", code)


_REST_OF_BRACKET = re.compile(r"[^（()），。；\n]{0,6}[)）]")


def _with_other_currency(text: str, mark: Mark, marks: list[Mark], index: int, end: int) -> tuple[int, int, int]:
    """A figure with the bracket behind it that gives the same in another currency: 39万亿越南盾（16.5亿美元）."""
    if isinstance(mark, QuantityMark) and mark.also is not None and index + 1 < len(marks):
        closing = _REST_OF_BRACKET.match(text, marks[index + 1].end, end)
        if closing:
            return mark.start, closing.end(), 2
    return mark.start, mark.end, 1


def sentence_view(text: str, sentence: Sentence, marks: list[Mark]) -> SentenceView:
    """The view of one sentence.

    Args:
        text: the analysed text.
        sentence: the sentence.
        marks: the marks that lie in it, in order, not overlapping.
    """
    code: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    placed: dict[int, Mark] = {}
    position, index = sentence.start, 0

    def copy(until: int) -> None:
        for offset in range(position, until):
            if not text[offset].isspace():
                code.append(text[offset] if not "\ue000" <= text[offset] <= "\uf8ff" else "\ufffd")
                starts.append(offset)
                ends.append(offset + 1)

    while index < len(marks):
        mark = marks[index]
        around = _with_other_currency if isinstance(mark, QuantityMark) else _with_surroundings
        start, end, used = around(text, mark, marks, index, sentence.end)
        start = max(start, position)
        copy(start)
        placed[len(code)] = mark
        code.append(CODES[_kind(mark)])
        starts.append(start)
        ends.append(max(end, start + 1))
        position = max(end, position)
        index += used
        while index < len(marks) and marks[index].start < position:
            index += 1
        if index < len(marks) and _quoted_list(text, mark, marks[index], position):
            code.append("、")
            starts.append(position)
            ends.append(position)
    copy(sentence.end)
    clause_starts: list[int] = []
    for clause in sentence.clauses:
        at = next((n for n, end in enumerate(ends) if end > clause.start), None)
        if at is not None and (not clause_starts or at > clause_starts[-1]):
            clause_starts.append(at)
    return SentenceView(
        sentence, "".join(code), tuple(starts), tuple(ends), placed, tuple(clause_starts) if clause_starts else (0,)
    )
