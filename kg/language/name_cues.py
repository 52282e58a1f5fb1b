"""What the modules that tell new names share: their finds, and the word lists of ``ontology/language/names.toml``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from kg.model import Entity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["GAP", "HAN", "LATIN_END", "LATIN_NAME", "LATIN_WORDS", "Found", "Part", "any_of", "is_clean", "stands_near"]

HAN = r"[\u3400-\u9fff]"
GAP = r"[ \t\u3000\xa0]{0,2}"
"""Blanks between words; never a line break, and few of them, so that a run of blanks is read once."""

_WORD = r"[A-Z][A-Za-z0-9À-ÖØ-öø-ž&.'’\-]{0,30}"
_FIRST = rf"[a-z]?{_WORD}"  # iZettle
LATIN_END = r"(?![A-Za-z0-9À-ÖØ-öø-ž])"
LATIN_NAME = rf"(?<![A-Za-z0-9]){_FIRST}(?:[ ・·]{_WORD}){{0,3}}"
"""A capitalised Latin name of up to four words; it begins where a word begins, so that a long run is read once."""

LATIN_WORDS = rf"(?<![A-Za-z0-9]){_FIRST}(?:[ ・·](?:(?:of|for|the|and|de|&) )?{_WORD}){{0,4}}"
"""The same with small words of grammar inside: The Coffee Bean & Tea Leaf."""

Found = tuple[int, int, str, str]
"""Start, end, type and name of a find."""

Part = tuple[int, int, str, str, Entity]
"""A find named after a known thing: start, end, type, name and that thing."""


def any_of(section: str, key: str) -> str:
    """A regular expression for any word of a list."""
    return alternation(word_table("names")[section][key])


@cache
def _harmless() -> re.Pattern[str]:
    return re.compile(any_of("common", "harmless"))


def is_clean(inner: str, section: str) -> bool:
    """Whether a run holds none of the words that no name of its kind holds."""
    inner = _harmless().sub("", inner)
    return not any(word in inner for word in word_table("names")[section]["not_inside"])


def stands_near(text: str, ends: Sequence[int], position: int, reach: int) -> bool:
    """Whether the last of some names before a position stands near it, in the same sentence.

    Args:
        text: the text.
        ends: where the names end, in order.
        position: the position.
        reach: how many characters may stand between.
    """
    place = bisect_right(ends, position)
    if not place or position - ends[place - 1] > reach:
        return False
    return not any(stop in text[ends[place - 1] : position] for stop in "。！？!?\n")
