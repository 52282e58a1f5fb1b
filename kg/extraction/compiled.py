"""Regular expressions compiled once for many runs.

To compile the rules takes longer than to read an article with them. What the interpreter makes of a pattern, and what
its matches need, is kept in a file, by pattern and interpreter; another interpreter, a damaged file or an unknown
pattern is compiled as ever.

    keep_compiled(folder / "patterns.bin")      # before the first pattern is compiled
    compiled("(?:收购|并购)")
    save_compiled()                             # if there was a new one

Where ``$KG_CACHE`` names a folder, they are kept in that one, for all graphs.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]
import hashlib
import json
import os
import re
import sys
import zlib
from array import array
from contextlib import suppress
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]
from typing import NamedTuple

from kg.extraction.needs import VERSION, Needs, needs_of

__all__ = ["Compiled", "compiled", "keep_compiled", "save_compiled"]

_MOST = 1 << 28  # bytes that a file may unpack to
_VERSION = f"2 {VERSION} {sys.version} {_sre.MAGIC} {_sre.CODESIZE} {sys.byteorder}"
_Row = tuple[int, int, dict[str, int], list[int], Needs]  # flags, groups, names of groups, code, what it needs


class Compiled(NamedTuple):
    """A compiled pattern, and what every match of it holds (:func:`kg.extraction.needs.needs_of`)."""

    pattern: re.Pattern[str]
    needs: Needs


class _Patterns:
    """The patterns of a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, _Row] = {}
        self._used: dict[str, _Row] = {}
        self.is_changed = False
        with suppress(OSError, ValueError, TypeError, KeyError, zlib.error):
            self._known = _read(path.read_bytes())

    def compile(self, source: str) -> Compiled:
        """The compiled pattern, with what its matches need."""
        row = self._known.get(source)
        if row is not None:
            with suppress(RuntimeError, OverflowError, TypeError, ValueError):  # no code of this interpreter
                found = _built(source, row)
                self._used[source] = row
                return found
        row = _parsed(source)
        self._used[source], self.is_changed = row, True
        return _built(source, row)

    def save(self) -> None:
        """Write the patterns that were used, whole or not at all."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(_written(self._used))
        temporary.replace(self.path)
        self._known, self.is_changed = dict(self._used), False


def _parsed(source: str) -> _Row:
    """What is kept of a pattern, parsed once for its code and for what its matches need."""
    parsed = _parser.parse(source, 0)
    state = parsed.state
    code = list(_compiler._code(parsed, 0))
    return state.flags, state.groups, dict(state.groupdict), code, needs_of(source, parsed)


def _built(source: str, row: _Row) -> Compiled:
    """A pattern of its code, which the interpreter checks."""
    flags, groups, names, code, needs = row
    places: list[str | None] = [None] * groups
    for name, place in names.items():
        places[place] = name
    return Compiled(_sre.compile(source, flags, code, groups - 1, names, tuple(places)), needs)


def _written(rows: dict[str, _Row]) -> bytes:
    codes, table = array("I"), []
    for source, (flags, groups, names, code, needs) in rows.items():
        table.append([source, flags, groups, names, len(code), *needs])
        codes.extend(code)
    head = json.dumps([_VERSION, table]).encode()
    body = zlib.compress(len(head).to_bytes(4, "big") + head + codes.tobytes(), 1)
    return hashlib.sha256(body).digest() + body


def _read(data: bytes) -> dict[str, _Row]:
    """The patterns of a file; none of one that another interpreter wrote.

    Raises:
        ValueError, TypeError, KeyError, zlib.error: it is damaged.
    """
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise ValueError("damaged")
    content = zlib.decompressobj().decompress(data[32:], _MOST)
    size = int.from_bytes(content[:4], "big")
    version, table = json.loads(content[4 : 4 + size])
    if version != _VERSION:
        return {}
    codes, place = array("I"), 0
    codes.frombytes(content[4 + size :])
    found: dict[str, _Row] = {}
    for source, flags, groups, names, length, begun, marks in table:
        needs = Needs(tuple(begun), tuple(marks))
        found[source] = flags, groups, names, codes[place : place + length].tolist(), needs
        place += length
    return found


_active: _Patterns | None = None


def keep_compiled(path: Path | None = None) -> None:
    """Have patterns that are compiled from now on come from a file, and be kept in it.

    Args:
        path: the file, where ``$KG_CACHE`` names no folder for it.
    """
    global _active
    shared = os.environ.get("KG_CACHE")
    path = Path(shared, "patterns.bin") if shared else path
    if path is not None and (_active is None or _active.path != path):
        _active = _Patterns(path)


def save_compiled() -> None:
    """Write the file if some pattern was not in it; a folder that cannot be written stays as it is."""
    if _active is not None and _active.is_changed:
        with suppress(OSError):
            _active.save()


def compiled(source: str) -> Compiled:
    """A pattern as :func:`re.compile` gives it, with what its matches need.

    Raises:
        re.error: it is none.
    """
    return _built(source, _parsed(source)) if _active is None else _active.compile(source)
