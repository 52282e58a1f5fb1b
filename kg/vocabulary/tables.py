"""Word tables of ``ontology/language/*.toml`` as plain values, checked as they are read."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from kg.vocabulary.errors import DataFileError
from kg.vocabulary.paths import data_folder

__all__ = ["alternation", "line_of", "load_toml", "word_table"]


def line_of(text: str, key: str) -> int | None:
    """The line of a TOML text in which `key` is first set."""
    match = re.search(rf"^\s*(?:\[+)?\s*\"?{re.escape(key)}\"?\s*(?:=|\])", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else None


def load_toml(path: Path) -> dict[str, Any]:
    """A TOML file as a dictionary.

    Raises:
        DataFileError: it is missing or no TOML; the message names the line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(f"cannot be read: {error.strerror}", path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        raise DataFileError(f"no valid TOML: {error}", path, int(line[1]) if line else None) from error


@cache
def word_table(name: str) -> dict[str, dict[str, list[str]]]:
    """The table ``ontology/language/NAME.toml``: sections of lists of words.

    Raises:
        DataFileError: a section is no table of lists of non-empty strings.
    """
    path = data_folder("ontology") / "language" / f"{name}.toml"
    table = load_toml(path)
    text = path.read_text(encoding="utf-8")
    for section, rows in table.items():
        if not isinstance(rows, dict):
            raise DataFileError(f"{section!r} must be a section of word lists", path, line_of(text, section))
        for key, words in rows.items():
            if not isinstance(words, list) or not words or not all(isinstance(w, str) and w for w in words):
                raise DataFileError(f"{section}.{key} must be a list of words", path, line_of(text, key))
    return table


def alternation(words: list[str]) -> str:
    """A regular expression for any of `words`, the longest first, each to the letter."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda w: (-len(w), w)))
