"""Patterns of words beside a name, by which new names are found: ``ontology/language/name_patterns.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from kg.language.name_cues import GAP, HAN, LATIN_END, LATIN_WORDS
from kg.vocabulary.errors import DataFileError
from kg.vocabulary.paths import data_folder
from kg.vocabulary.tables import alternation, load_toml, word_table

__all__ = ["NamePattern", "load_name_patterns", "name_patterns"]

_TYPES: Final = ("Organization", "Person", "Platform", "Program")
_TELLINGS: Final = ("", "beside", "called")
_KEYS: Final = {"id": str, "pattern": str, "type": str, "weight": int, "finds": list, "leaves": list}
_GIVEN: Final = {"gap": GAP, "han": HAN, "latin_words": LATIN_WORDS, "latin_end": LATIN_END}
_PART = re.compile(r"\{([a-z][a-z_]*(?:\.[a-z][a-z_]*)?)\}")


@dataclass(frozen=True, slots=True)
class NamePattern:
    """One pattern.

    Attributes:
        id: what it is known by among its kind.
        pattern: the expression; its group ``name`` is the name.
        type: the type of thing that it tells.
        weight: how much it tells, against other cues for the same name.
        telling: ``beside`` where the cue may stand beside any quoted words, ``called`` where the words are a name
            whatever they are made of, else empty.
        finds: examples, each a text and the name that is found in it.
        leaves: texts in which it finds none.
    """

    id: str
    pattern: re.Pattern[str]
    type: str
    weight: int
    telling: str
    finds: tuple[tuple[str, str], ...]
    leaves: tuple[str, ...]

    def names(self, text: str) -> Iterator[re.Match[str]]:
        """Where the pattern stands in a text, simplified."""
        return self.pattern.finditer(text)


class _Reader:
    """Reads the patterns of one file."""

    def __init__(self, path: Path) -> None:
        self.path, self.table = path, load_toml(path)
        self.text = path.read_text(encoding="utf-8")
        self.parts = self.table.pop("parts", {})

    def fail(self, message: str, kind: str, row_id: str = "") -> DataFileError:
        """An error that names the line on which the pattern, or the first of its kind, begins."""
        sought = (
            rf'^\[\[{re.escape(kind)}\]\]\s*id\s*=\s*"{re.escape(row_id)}"' if row_id else rf"^\[+{re.escape(kind)}\]"
        )
        match = re.search(sought, self.text, re.MULTILINE)
        line = self.text.count("\n", 0, match.start()) + 1 + bool(row_id) if match else None
        return DataFileError(f"{kind} {row_id!r}: {message}" if row_id else f"{kind}: {message}", self.path, line)

    def expand(self, source: str, kind: str, row_id: str, depth: int = 0) -> str:
        """A pattern with its parts and word lists filled in."""

        def part(match: re.Match[str]) -> str:
            section, _, key = match[1].partition(".")
            if key:
                words = word_table("names").get(section, {}).get(key)
                if words is None:
                    raise self.fail(f"names.toml has no list {match[1]!r}", kind, row_id)
                return alternation(words)
            if section in _GIVEN:
                return _GIVEN[section]
            if section not in self.parts or depth > 5:
                raise self.fail(f"no part {section!r}", kind, row_id)
            return self.expand(self.parts[section], kind, row_id, depth + 1)

        return _PART.sub(part, source)

    def row(self, row: dict[str, Any], kind: str) -> NamePattern:
        row_id = row.get("id", "")
        for key, of in _KEYS.items():
            if not isinstance(row.get(key), of) or row[key] in ("", []):
                raise self.fail(f"needs {key}, {'a number' if of is int else 'words'}", kind, row_id)
        unknown = sorted(row.keys() - _KEYS.keys() - {"telling"})
        if unknown:
            raise self.fail(f"unknown key {unknown[0]!r}", kind, row_id)
        if row["type"] not in _TYPES or row.get("telling", "") not in _TELLINGS:
            raise self.fail(f"type is one of {', '.join(_TYPES)}; telling, if any, beside or called", kind, row_id)
        try:
            pattern = re.compile(self.expand(row["pattern"], kind, row_id))
        except re.error as error:
            raise self.fail(f"pattern is no regular expression: {error}", kind, row_id) from error
        finds = tuple(tuple(example.rsplit(" = ", 1)) for example in row["finds"])
        if "name" not in pattern.groupindex or any(len(find) != 2 for find in finds):
            raise self.fail("the pattern needs a group name, and each of finds a text, ' = ' and a name", kind, row_id)
        return NamePattern(
            row_id, pattern, row["type"], row["weight"], row.get("telling", ""), finds, tuple(row["leaves"])
        )


def load_name_patterns(path: Path) -> dict[str, tuple[NamePattern, ...]]:
    """The patterns of a file, by kind, in their order.

    Args:
        path: the file.

    Raises:
        DataFileError: it breaks the schema; the message names the line.
    """
    reader = _Reader(path)
    kinds: dict[str, tuple[NamePattern, ...]] = {}
    for kind, rows in reader.table.items():
        if not isinstance(rows, list):
            raise reader.fail("must be a list of patterns", kind)
        kinds[kind] = tuple(reader.row(row, kind) for row in rows)
        ids = [pattern.id for pattern in kinds[kind]]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise reader.fail("stands twice", kind, twice[0])
    return kinds


@cache
def _every() -> dict[str, tuple[NamePattern, ...]]:
    return load_name_patterns(data_folder("ontology") / "language" / "name_patterns.toml")


def name_patterns(kind: str) -> tuple[NamePattern, ...]:
    """The patterns of a kind, compiled once a process."""
    return _every()[kind]
