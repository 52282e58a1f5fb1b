"""Graphs that wait to be put into the store, on the disk: those that the cache does not hold as they are wanted."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.graph.filling import ArticleGraph

__all__ = ["Spool"]

_TABLES = """
CREATE TABLE graph (number INTEGER NOT NULL, name TEXT NOT NULL, lines BLOB NOT NULL);
CREATE INDEX by_number ON graph (number);
CREATE TABLE owner (article TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;
"""


class Spool:
    """A file of graphs, gone with its folder.

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

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()
