"""What waits on the disk for the store: sketches, and graphs that the cache does not hold as they are wanted."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.graph.filling import ArticleGraph
from kg.workspace.copies import Sketch

__all__ = ["Spool"]

_TABLES = """
CREATE TABLE graph (number INTEGER NOT NULL, name TEXT NOT NULL, lines BLOB NOT NULL);
CREATE INDEX by_number ON graph (number);
CREATE TABLE owner (article TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE sketch (id TEXT, version TEXT, published TEXT, length INTEGER, text BLOB, prints BLOB);
CREATE INDEX by_id ON sketch (id);
"""


class Spool:
    """A file of graphs and sketches, gone with its folder.

    Args:
        path: the file, which is new.
    """

    def __init__(self, path: Path) -> None:
        self._base = sqlite3.connect(path)
        self._base.execute("PRAGMA journal_mode=OFF")
        self._base.execute("PRAGMA synchronous=OFF")
        self._base.executescript(_TABLES)

    def put(self, number: int, graph: ArticleGraph) -> None:
        """Keep a graph under the number of a task."""
        self._base.execute("INSERT INTO graph VALUES (?, ?, ?)", (number, graph[0], zlib.compress(graph[1], 1)))

    def give(self, number: int, article: str) -> None:
        """Say to which article the graphs of a number belong."""
        self._base.execute("INSERT OR REPLACE INTO owner VALUES (?, ?)", (article, number))

    def of(self, article: str) -> Iterator[ArticleGraph]:
        """The graphs of an article; none where it has none here."""
        rows = self._base.execute(
            "SELECT name, lines FROM graph JOIN owner USING (number) WHERE article = ?", (article,)
        )
        for name, lines in rows.fetchall():
            yield str(name), zlib.decompress(lines)

    def put_sketch(self, sketch: Sketch) -> None:
        """Keep what an article is compared with others by."""
        self._base.execute("INSERT INTO sketch VALUES (?, ?, ?, ?, ?, ?)", tuple(vars(sketch).values()))

    def sketch(self, article: str, version: str, published: str) -> Sketch | None:
        """What was kept of an article, of that version and date; None where nothing was."""
        query = "SELECT * FROM sketch WHERE id = ? AND version = ? AND published = ?"
        row = self._base.execute(query, (article, version, published)).fetchone()
        return Sketch(*row) if row else None

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()
