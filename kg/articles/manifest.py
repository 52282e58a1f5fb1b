"""``manifest.toml``: what is known of articles whose files do not say it, or say it wrong.

    [[article]]
    id = "2025-07-rei"                      # the file's stem, unless `file` is given
    file = "rei.txt"                        # optional: relative to the manifest, or a URL
    title = "…"
    publisher = "…"
    author = "…"
    published = 2025-07-01                  # or "2025-07", or "2025"
    source = "https://…"
    script = "Hant"                         # or "Hans"

What is not known is left out. What is given wins over what the file says.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from kg.articles.metadata import clean_url, published_date
from kg.vocabulary import DataFileError

__all__ = ["MANIFEST_NAME", "Entry", "Manifest", "entry_of"]

MANIFEST_NAME = "manifest.toml"
_KEYS = ("id", "file", "title", "publisher", "author", "published", "source", "script")
_HEADER = re.compile(r"^\s*\[\[\s*article\s*\]\]")
_KEY = re.compile(r"^\s*[\"']?(?P<key>[\w-]+)[\"']?\s*=")
_POSITION = re.compile(r" \(at line (\d+), column \d+\)$")


@dataclass(frozen=True, order=True)
class Entry:
    """What a manifest says of one article; None where it says nothing. The fields are those of `kg.model.Article`."""

    id: str
    file: str | None = None
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: str | None = None
    source: str | None = None
    script: str | None = None


class _Lines:
    """The line on which each key of each entry stands; tomllib tells none."""

    def __init__(self, text: str) -> None:
        self._lines: dict[tuple[int, str], int] = {}
        entry = -1
        for number, line in enumerate(text.splitlines(), start=1):
            if _HEADER.match(line):
                entry += 1
                self._lines[entry, ""] = number
            elif match := _KEY.match(line):
                self._lines.setdefault((entry, match["key"]), number)

    def of(self, entry: int, key: str = "") -> int | None:
        """The line of a key, else of its entry."""
        return self._lines.get((entry, key), self._lines.get((entry, "")))


@dataclass(frozen=True)
class Manifest:
    """The entries of a manifest, by file and by id.

    Attributes:
        path: where it was read from.
        entries: its entries, in order.
    """

    path: Path
    entries: tuple[Entry, ...] = ()

    @classmethod
    def load(cls, path: Path | str) -> Manifest:
        """Read a manifest.

        Raises:
            DataFileError: it cannot be read, is no TOML, or holds what the schema does not allow; names the line.
        """
        path = Path(path)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DataFileError(f"cannot be read: {error.strerror}", path) from error
        return cls.of(data, path)

    @classmethod
    def of(cls, content: bytes, path: PurePath, *, beside: bool = True) -> Manifest:
        """Read the content of a manifest.

        Args:
            content: of the file.
            path: where it stands, for messages.
            beside: whether the files that it names must be there, on this machine.

        Raises:
            DataFileError: as :meth:`load`.
        """
        try:
            text = content.decode("utf-8-sig")
            data = tomllib.loads(text)
        except UnicodeDecodeError as error:
            raise DataFileError("is not UTF-8; save it as UTF-8", path) from error
        except tomllib.TOMLDecodeError as error:
            place = _POSITION.search(str(error))
            line = int(place[1]) if place else None
            raise DataFileError(f"no valid TOML: {_POSITION.sub('', str(error))}", path, line) from error
        return cls(Path(path), _entries(data, path, _Lines(text), Path(path).parent if beside else None))

    @cached_property
    def _folder(self) -> Path:
        return self.path.resolve().parent

    @cached_property
    def _index(self) -> tuple[dict[str, Entry], dict[str, Entry]]:
        """The entries by file, and those without one by id."""
        named = {entry.file: entry for entry in self.entries if entry.file is not None}
        return named, {entry.id: entry for entry in self.entries if entry.file is None}

    def entry(self, file: Path | str) -> Entry | None:
        """The entry of a file: by its place relative to the manifest, else by its stem; None where there is none."""
        file = Path(file)
        try:
            place = file.resolve().relative_to(self._folder).as_posix()
        except ValueError:
            place = file.name
        return self.named(place)

    def named(self, place: str) -> Entry | None:
        """The entry of a place relative to the manifest, with ``/`` between its parts; None where there is none."""
        named, by_id = self._index
        return named.get(place) or by_id.get(PurePosixPath(place).stem)


def _entries(data: Mapping[str, Any], path: PurePath, lines: _Lines, folder: Path | None) -> tuple[Entry, ...]:
    """The entries of a parsed manifest, checked."""
    for key in data:
        if key != "article":
            raise DataFileError(f"unknown key {key!r}; entries are [[article]] tables", path, lines.of(-1, key))
    tables = data.get("article", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise DataFileError("article is no list of [[article]] tables", path, lines.of(-1, "article"))
    entries: list[Entry] = []
    ids: set[str] = set()
    files: set[str | None] = set()
    for number, table in enumerate(tables):
        entry = _entry(table, path, lambda key="", at=number: lines.of(at, key), folder)
        if entry.id in ids or (entry.file and entry.file in files):
            raise DataFileError(f"two entries for {entry.id!r}", path, lines.of(number))
        ids.add(entry.id)
        files.add(entry.file)
        entries.append(entry)
    return tuple(entries)


def entry_of(table: dict[str, Any], path: object, line: int) -> Entry:
    """An entry that stands in a line of some other list.

    Raises:
        DataFileError: it breaks the schema; names the line.
    """
    return _entry(table, path, lambda _="": line, None)


def _entry(table: dict[str, Any], path: object, line: Callable[..., int | None], folder: Path | None) -> Entry:
    """One entry, checked; `line` tells where a key stands."""
    for key in sorted(table):
        if key not in _KEYS:
            raise DataFileError(f"unknown key {key!r}; known are {', '.join(_KEYS)}", path, line(key))
    values = {key: _text(key, value, path, line(key)) for key, value in table.items()}
    if "id" not in values:
        raise DataFileError("an entry without id", path, line())
    for key, value in values.items():
        problem = _problem(key, value, folder)
        if problem:
            raise DataFileError(problem, path, line(key))
    return Entry(**values)


def _text(key: str, value: object, path: object, line: int | None) -> str:
    """A value as text; a TOML date is one."""
    if key == "published" and type(value) is date:
        return value.isoformat()
    if not isinstance(value, str) or not value.strip():
        raise DataFileError(f"{key} is no text; what is not known is left out", path, line)
    return value.strip()


def _problem(key: str, value: str, folder: Path | None) -> str | None:
    """What is wrong with a value; None where it is fine."""
    if key == "published" and published_date(value) != value:
        return f"date {value!r} is not YYYY-MM-DD, YYYY-MM or YYYY"
    if key == "source" and clean_url(value) is None:
        return f"source {value!r} is no http or https URL"
    if key == "script" and value not in ("Hans", "Hant"):
        return f"script {value!r} is neither Hans nor Hant"
    if key == "id" and re.search(r"\s", value):
        return f"id {value!r} holds white space; use letters, digits, - and _"
    if key == "file" and "://" not in value:
        place = PurePosixPath(value)
        if place.is_absolute() or ".." in place.parts or "\\" in value:
            return f"file {value!r} is not inside the manifest's folder"
        if folder is not None and not (folder / place).is_file():
            return f"file {value!r} does not stand beside the manifest"
    return None
