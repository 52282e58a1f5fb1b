"""Which words of a text are common ones: what they leave unexplained may be a name."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from kg.language.marks import Mention
from kg.vocabulary.tables import word_table

__all__ = ["Cover", "is_common", "is_common_latin", "is_particle", "lies_across_words"]

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
_LONGEST_NAME = 6


@cache
def _heads() -> dict[str, tuple[int, ...]]:
    """The first two characters of each common word, and the lengths of the words that begin so, longest first."""
    heads: dict[str, set[int]] = {}
    for words in word_table("common_words")["chinese"].values():
        for word in words:
            heads.setdefault(word[:2], set()).add(len(word))
    return {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items()}


@cache
def _words() -> frozenset[str]:
    return frozenset(word for words in word_table("common_words")["chinese"].values() for word in words)


@cache
def _particles() -> frozenset[str]:
    """Characters that stand alone as words of grammar and that names hardly hold."""
    return frozenset("".join(word_table("names")["common"]["particles"]))


_COUNTED = frozenset("一二三四五六七八九十两几百千万亿半数多每这那整某各0123456789")


def _begins_a_name(text: str, position: int) -> bool:
    """Whether 张 is a surname: what counts sheets of paper stands behind a number or a word that points."""
    return text[position] == "张" and text[position - 1 : position] not in _COUNTED


def _next_word(text: str, start: int, end: int) -> int:
    """Length of the longest common word at `start`; 0 where none begins."""
    words = _words()
    for length in _heads().get(text[start : start + 2], ()):
        if start + length <= end and text[start : start + length] in words:
            return length
    return 0


class Cover:
    """What the common words of a text leave unexplained.

    Words are taken from left to right, the longest first; known names are no words.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.

    Attributes:
        runs: unexplained runs of at least two Han characters, as pairs of offsets in order.
        open: for each character 1 where nothing explains it.
        starts: for each character 1 where a common word begins.
    """

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text = text
        self.open = bytearray(len(text) + 1)
        self.starts = bytearray(len(text) + 1)
        self.runs: list[tuple[int, int]] = []
        position = 0
        for mention in mentions:
            if mention.start > position:
                self._read(position, mention.start)
            position = max(position, mention.end)
        self._read(position, len(text))
        self._counts = Counter(
            text[a : a + length]
            for start, end in self.runs
            for a in range(start, end)
            for length in range(2, min(_LONGEST_NAME, end - a) + 1)
        )

    def trimmed(self, start: int, end: int, left: bool, right: bool) -> tuple[int, int]:
        """The part of a run that the article uses more often than the whole: its name without a word beside it.

        Args:
            start: offset of the run.
            end: offset behind it.
            left: whether characters may fall away at its start.
            right: whether they may at its end.
        """
        if end - start > _LONGEST_NAME + 4:
            return start, end
        best, most = (start, end), max(1, self._counts[self.text[start:end]])
        for a in range(start, end - 1 if left else start + 1):
            for b in range(end, a + 1, -1) if right else (end,):
                count = self._counts[self.text[a:b]]
                if b - a >= 2 and count > most:
                    best, most = (a, b), count
        return best

    def count(self, start: int, end: int) -> int:
        """How often a string stands in the unexplained runs of the text."""
        return self._counts[self.text[start:end]]

    def _read(self, first: int, last: int) -> None:
        text, particles, heads, words = self.text, _particles(), _heads(), _words()
        for run in _HAN_RUN.finditer(text, first, last):
            position, end = run.span()
            begun = -1
            while position < end:
                length = 0
                lengths = heads.get(text[position : position + 2])
                if lengths:
                    for one in lengths:
                        if position + one <= end and text[position : position + one] in words:
                            length = one
                            break
                if length or (text[position] in particles and not _begins_a_name(text, position)):
                    if begun >= 0 and position - begun > 1:
                        self.runs.append((begun, position))
                    begun = -1
                    self.starts[position] = 1
                    position += length or 1
                else:
                    if begun < 0:
                        begun = position
                    self.open[position] = 1
                    position += 1
            if begun >= 0 and end - begun > 1:
                self.runs.append((begun, end))


def is_particle(char: str) -> bool:
    """Whether a character stands alone as a word of grammar, which names hardly hold."""
    return char in _particles()


def is_common(name: str) -> bool:
    """Whether common words alone make up a string of Han characters."""
    position, end = 0, len(name)
    while position < end:
        length = _next_word(name, position, end)
        if not length and not is_particle(name[position]):
            return False
        position += length or 1
    return True


@cache
def _latin() -> frozenset[str]:
    common = word_table("common_words")["latin"]["common"]
    return frozenset(
        word.lower()
        for word in [*common, *word_table("names")["latin"]["acronyms"], *word_table("names")["latin"]["small"]]
    )


def is_common_latin(name: str) -> bool:
    """Whether a Latin name is made of common words and abbreviations alone."""
    return all(part.lower() in _latin() or part.isdigit() for part in re.split(r"[ ・·&.\-]+", name) if part)


def lies_across_words(text: str, start: int, end: int) -> bool:
    """Whether two characters are the end of one common word and the beginning of the next: 国美 in 外国美女.

    Args:
        text: the text, simplified.
        start: offset of the first of the two.
        end: offset behind them.

    Returns:
        False too where a word ends before them and another begins behind them, as beside a name.
    """
    if (
        end - start != 2
        or start == 0
        or not (is_common(text[start - 1 : start + 1]) and is_common(text[end - 1 : end + 1]))
    ):
        return False
    stands_free = is_common(text[max(0, start - 2) : start]) or is_particle(text[start - 1])
    return not (stands_free and (is_common(text[end : end + 2]) or is_particle(text[end])))
