"""What a store holds and what it was made from: a line an article, kept inside the store's own folder.

    with Ledger(folder / STORE) as ledger:
        line = ledger.line("001_88b91df809469b87")       # by the article's id
        line.key, line.decided                           # made from these facts under these decisions

It moves with the store when that is swapped, so that the two are always of one build. Whoever changes a store in
place calls :meth:`Ledger.begin` with the ids first and :meth:`Ledger.end` with their new lines afterwards: what a
process that was killed in between left in doubt is done again by the next build.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["LEDGER", "Ledger", "Line"]

LEDGER = "ledger.db"
_SHAPE = "1"
_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS line (
    article TEXT PRIMARY KEY, key BLOB NOT NULL, decided TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL,
    path TEXT NOT NULL, published TEXT NOT NULL, facts INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS by_key ON line (key);
CREATE INDEX IF NOT EXISTS by_text ON line (text);
CREATE INDEX IF NOT EXISTS by_file ON line (sha256);
CREATE TABLE IF NOT EXISTS doubt (article TEXT PRIMARY KEY) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Line:
    """An article of a store.

    Attributes:
        article: its id.
        key: of its facts (:func:`kg.workspace.cache.fact_key`); empty where no rules read it.
        decided: digest of the decisions that its graph honours; "" for none.
        sha256: of its file, hex.
        text: digest of its text without white space.
        path: where it was read from.
        published: its date, "" where it has none.
        facts: how many relations and figures it states.
    """

    article: str
    key: bytes
    decided: str
    sha256: str
    text: str
    path: str
    published: str
    facts: int


class Ledger:
    """The ledger of a store; use it as a context manager.

    Args:
        store: the folder of the store; the ledger is made if need be.
    """

    def __init__(self, store: Path) -> None:
        self._path = store / LEDGER
        try:
            self._open()
        except sqlite3.DatabaseError:
            with suppress(AttributeError):
                self._base.close()
            for suffix in ("", "-journal"):
                self._path.with_name(LEDGER + suffix).unlink(missing_ok=True)
            self._open()

    def _open(self) -> None:
        self._base = sqlite3.connect(self._path, timeout=60.0)
        self._base.execute("PRAGMA synchronous=NORMAL")
        self._base.executescript(_TABLES)
        if self.value("shape") not in ("", _SHAPE):
            raise sqlite3.DatabaseError("another shape")
        self.set(shape=_SHAPE)

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Save, and let go of the file."""
        with suppress(sqlite3.ProgrammingError):
            self._base.commit()
        self._base.close()

    # ------------------------------------------------------------------ what holds for the whole store
    def value(self, name: str) -> str:
        """What is noted under a name, or "".

        Names are ``model`` (fingerprint of the model's graphs), ``decisions`` (digest of all), ``inferred`` ("1" where
        inferences are in the store), ``paths`` (what the last build was given, as JSON), ``counts`` (of the graph) and
        ``files`` (those that were written of it).
        """
        row = self._base.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def set(self, **values: str) -> None:
        """Note something."""
        self._base.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", list(values.items()))
        self._base.commit()

    def paths(self) -> list[str]:
        """What the last build was given."""
        with suppress(ValueError):
            return [str(one) for one in json.loads(self.value("paths") or "[]")]
        return []

    # ------------------------------------------------------------------ its articles
    def _lines(self, where: str, *values: object) -> Iterator[Line]:
        columns = "line.article, key, decided, sha256, text, path, published, facts"
        for row in self._base.execute(f"SELECT {columns} FROM line {where}", values):
            yield Line(row[0], bytes(row[1]), *row[2:])

    def line(self, article: str) -> Line | None:
        """The line of an article; None where the store does not have it, or its state is in doubt."""
        where = "LEFT JOIN doubt USING (article) WHERE line.article = ? AND doubt.article IS NULL"
        return next(self._lines(where, article), None)

    def of_key(self, key: bytes) -> list[Line]:
        """The lines made from the facts of a key."""
        return list(self._lines("LEFT JOIN doubt USING (article) WHERE key = ? AND doubt.article IS NULL", key))

    def of_file(self, sha256: str) -> list[Line]:
        """The lines of a file's content."""
        return list(self._lines("WHERE sha256 = ? ORDER BY line.article", sha256))

    def of_text(self, text: str) -> Line | None:
        """The first line of a text; None where there is none."""
        return next(self._lines("WHERE text = ? ORDER BY rowid LIMIT 1", text), None)

    def lines(self) -> Iterator[Line]:
        """All lines by the article's id; keep nothing else waiting on the ledger meanwhile."""
        yield from self._lines("ORDER BY line.article")

    def ids(self) -> Iterator[str]:
        """The ids of all articles that the store may hold, in order, those in doubt included."""
        for row in self._base.execute("SELECT article FROM line UNION SELECT article FROM doubt ORDER BY 1"):
            yield str(row[0])

    def undated(self) -> list[str]:
        """Where the articles without a date were read from, by their ids."""
        return [
            str(row[0]) for row in self._base.execute("SELECT path FROM line WHERE published = '' ORDER BY article")
        ]

    def __len__(self) -> int:
        return int(self._base.execute("SELECT COUNT(*) FROM line").fetchone()[0])

    def has_file(self, sha256: str) -> bool:
        """Whether an article of the store has the content of this SHA-256."""
        return self._base.execute("SELECT 1 FROM line WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone() is not None

    # ------------------------------------------------------------------ changing it
    def add(self, lines: Iterable[Line]) -> None:
        """Add or replace lines; saved with the next :meth:`set`, :meth:`begin`, :meth:`end` or :meth:`close`."""
        self._base.executemany("INSERT OR REPLACE INTO line VALUES (?,?,?,?,?,?,?,?)", map(astuple, lines))

    def begin(self, articles: Iterable[str]) -> None:
        """Say that the graphs of some articles are about to change."""
        self._base.executemany("INSERT OR IGNORE INTO doubt VALUES (?)", [(one,) for one in articles])
        self.set(counts="", files="")

    def end(self, lines: Iterable[Line], gone: Iterable[str] = ()) -> None:
        """Say what became of them.

        Args:
            lines: the articles that are in the store now.
            gone: ids of those that are in it no longer.
        """
        known = list(lines)
        self._base.executemany("DELETE FROM line WHERE article = ?", [(one,) for one in gone])
        self.add(known)
        self._base.execute("DELETE FROM doubt")
        self._base.commit()

    def take_paths(self, other: Ledger) -> None:
        """Take over from where articles were read last, and what another ledger was given."""
        moved = []
        for line in other.lines():
            known = self.line(line.article)
            if known is not None and known.path != line.path:
                moved.append(replace(known, path=line.path))
        self.add(moved)
        self.set(**{name: other.value(name) for name in ("paths", "decisions")})

    def in_doubt(self) -> list[str]:
        """Ids of articles whose change a process did not end."""
        return [str(row[0]) for row in self._base.execute("SELECT article FROM doubt ORDER BY article")]
