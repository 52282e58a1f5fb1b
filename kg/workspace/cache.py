"""Facts by content: what was read once is not read again while neither the article nor the program changes.

    with FactCache(folder / CACHE) as cache:
        key = fact_key(source)           # of a kg.articles.Source
        record = cache.get(key)          # None: unknown or damaged
        cache.put(key, record)

One SQLite file in WAL mode: a process that is killed at any moment loses at most the records since the last
:meth:`FactCache.save`. A record that does not match its checksum counts as unknown; a file that SQLite cannot read is
removed and begun anew. Decisions of people are no part of it: they are applied to what comes out.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from kg.articles import Source
from kg.graph.changing import STORE
from kg.workspace.fingerprint import program_fingerprint
from kg.workspace.records import Head, Record

__all__ = ["CACHE", "FactCache", "fact_key", "source_key"]

CACHE = STORE.parent / "cache" / "facts.db"
_SHAPE = "1"  # of the file; another one is begun anew
_KEPT = 2  # programs whose facts are kept: this one, and the one before
_PATIENCE = 60.0  # seconds to wait for another process that writes
_SAVED_EVERY = 1.0  # seconds

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS program (number INTEGER PRIMARY KEY, fingerprint TEXT UNIQUE NOT NULL);
CREATE TABLE IF NOT EXISTS record (
    key BLOB PRIMARY KEY, program INTEGER NOT NULL, digest BLOB NOT NULL, head TEXT NOT NULL, facts BLOB NOT NULL,
    graph BLOB NOT NULL);
"""
_T = TypeVar("_T")


def source_key(identity: str, fingerprint: str) -> bytes:
    """The key of an article's facts: 32 bytes.

    Args:
        identity: :meth:`kg.articles.Source.identity`.
        fingerprint: of the program that reads it.
    """
    return hashlib.sha256(f"{fingerprint}\n{identity}".encode()).digest()


def fact_key(source: Source) -> bytes:
    """The key of a source's facts, read by this program."""
    return source_key(source.identity(), program_fingerprint())


class FactCache:
    """The cache file of a graph's folder; use it as a context manager.

    Args:
        path: the file; it is made if need be.
        fingerprint: of the program; this one's by default.
        note: told of what was damaged.
    """

    def __init__(
        self, path: Path, *, fingerprint: str | None = None, note: Callable[[str], None] | None = None
    ) -> None:
        self._path, self._note = path, note
        self._fingerprint = fingerprint or program_fingerprint()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._saved = time.monotonic()
        self.damaged = 0
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self._begin_anew(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _open(self) -> None:
        self._base = sqlite3.connect(self._path, timeout=_PATIENCE)
        try:
            self._base.execute("PRAGMA journal_mode=WAL")
            self._base.execute("PRAGMA synchronous=NORMAL")
            self._base.executescript(_TABLES)
            shape = self._base.execute("SELECT value FROM about WHERE name = 'shape'").fetchone()
            if shape is not None and shape[0] != _SHAPE:
                raise sqlite3.DatabaseError(f"shape {shape[0]}")  # noqa: TRY301
            self._base.execute("INSERT OR IGNORE INTO about VALUES ('shape', ?)", (_SHAPE,))
            self._base.execute("INSERT OR IGNORE INTO program (fingerprint) VALUES (?)", (self._fingerprint,))
            found = self._base.execute("SELECT number FROM program WHERE fingerprint = ?", (self._fingerprint,))
            self._program = int(found.fetchone()[0])
            self._base.commit()
        except BaseException:
            self._base.close()
            raise

    def _begin_anew(self, error: Exception) -> None:
        """Remove a file that cannot be read, and start an empty one.

        Raises:
            OSError: another process holds it, or there is no room.
        """
        if isinstance(error, sqlite3.OperationalError) and "malformed" not in str(error):
            raise OSError(f"{self._path}: {error}") from error  # locked, full, not writable: nothing wrong with it
        if self._note:
            self._note(f"{self._path}: damaged ({error}); begun anew")
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        self._open()

    def _do(self, work: Callable[[], _T], otherwise: _T) -> _T:
        """Do something with the file; if it turns out to be damaged, begin it anew."""
        try:
            return work()
        except sqlite3.DatabaseError as error:
            self._base.close()
            self._begin_anew(error)
            return otherwise

    def _row(self, columns: str, key: bytes) -> tuple[Any, ...] | None:
        def work() -> tuple[Any, ...] | None:
            found: tuple[Any, ...] | None = self._base.execute(
                f"SELECT {columns} FROM record WHERE key = ?", (key,)
            ).fetchone()
            return found

        return self._do(work, None)

    def get(self, key: bytes) -> Record | None:
        """The record of a key; None where it is unknown or damaged."""
        row = self._row("digest, head, facts, graph", key)
        if row is None:
            return None
        try:
            record = Record(Head.of_row(row[1]), bytes(row[2]), bytes(row[3]))
            if record.digest() == bytes(row[0]):
                return record
        except (ValueError, TypeError, KeyError):
            pass
        self.damaged += 1
        self.remove([key])
        return None

    def head(self, key: bytes) -> Head | None:
        """The head of a record; None where it is unknown. What else the record holds is not checked."""
        row = self._row("head", key)
        try:
            return Head.of_row(row[0]) if row else None
        except (ValueError, TypeError, KeyError):
            return None

    def heads(self) -> Iterator[tuple[bytes, Head]]:
        """All keys and heads that can be read, the oldest first."""
        nothing: list[Any] = []
        rows = self._do(lambda: self._base.execute("SELECT key, head FROM record ORDER BY rowid").fetchall(), nothing)
        for key, head in rows:
            with suppress(ValueError, TypeError, KeyError):
                yield bytes(key), Head.of_row(head)

    def check(self) -> int:
        """Read all records, and forget those that are damaged; how many these were."""
        before, nothing = self.damaged, list[Any]()
        for (key,) in self._do(lambda: self._base.execute("SELECT key FROM record").fetchall(), nothing):
            self.get(bytes(key))
        return self.damaged - before

    def put(self, key: bytes, record: Record) -> None:
        """Keep a record; it is safe once it is saved, which happens every second.

        Raises:
            OSError: there is no room.
        """

        def work() -> None:
            row = (key, self._program, record.digest(), record.head.row(), record.packed_facts, record.packed_graph)
            self._base.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?, ?)", row)

        self._do(work, None)
        if time.monotonic() - self._saved > _SAVED_EVERY:
            self.save()

    def remove(self, keys: Iterable[bytes]) -> None:
        """Forget the records of some keys."""
        rows = [(key,) for key in keys]
        self._do(lambda: self._base.executemany("DELETE FROM record WHERE key = ?", rows), None)
        self.save()

    def remove_articles(self, ids: Iterable[str]) -> None:
        """Forget every record of some articles, whatever their content was (who asked to be left out)."""
        wanted = set(ids)

        def work() -> list[bytes]:
            rows = self._base.execute("SELECT key, head FROM record")
            return [bytes(key) for key, head in rows if Head.of_row(head).id in wanted]

        self.remove(self._do(work, []))
        self._do(lambda: self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall(), None)
        self._do(lambda: self._base.execute("VACUUM"), None)

    def save(self) -> None:
        """Have all records so far outlive the process."""
        self._do(self._base.commit, None)
        self._saved = time.monotonic()

    def prune(self) -> None:
        """Forget what programs before the last one read."""

        def work() -> None:
            last = "SELECT number FROM program ORDER BY number = ? DESC, number DESC LIMIT ?"
            kept = [row[0] for row in self._base.execute(last, (self._program, _KEPT))]
            marks = ",".join("?" * len(kept))
            self._base.execute(f"DELETE FROM record WHERE program NOT IN ({marks})", kept)
            self._base.execute(f"DELETE FROM program WHERE number NOT IN ({marks})", kept)

        self._do(work, None)
        self.save()

    def __len__(self) -> int:
        return self._do(lambda: int(self._base.execute("SELECT COUNT(*) FROM record").fetchone()[0]), 0)

    def close(self) -> None:
        """Save, and let go of the file."""
        try:
            self.save()
        finally:
            self._base.close()
