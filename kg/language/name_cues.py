"""What the modules that tell new names share: their finds, and the word lists of ``ontology/language/names.toml``."""

from __future__ import annotations

from kg.vocabulary.tables import alternation, word_table

__all__ = ["HAN", "LATIN_NAME", "Found", "any_of", "is_clean"]

HAN = r"[\u3400-\u9fff]"
LATIN_NAME = r"[A-Z][A-Za-z0-9&.'’\-]*(?:[ ・·][A-Z][A-Za-z0-9&.'’\-]*){0,3}"

Found = tuple[int, int, str, str]
"""Start, end, type and name of a find."""


def any_of(section: str, key: str) -> str:
    """A regular expression for any word of a list."""
    return alternation(word_table("names")[section][key])


def is_clean(inner: str, section: str) -> bool:
    """Whether a run holds none of the words that no name of its kind holds."""
    return not any(word in inner for word in word_table("names")[section]["not_inside"])
