"""Reprints and near-copies: found over all articles of a graph, and linked ``xb:copyOf``.

Two articles are copies where runs that they share are over half of the shorter text. The index of a folder,
``.kg/cache/copies.db``, holds the comparable text and the fingerprints of each article, so that adding one compares it
with those alone that share a fingerprint; the pairs depend on the articles, never on their order.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from kg.articles.likeness import comparable_text, fingerprints, run_hashes, shared_share
from kg.graph.changing import HOME
from kg.model import Article
from kg.vocabulary import OutputError

__all__ = ["COPIES", "CopyIndex", "Sketch", "sketch", "sketch_of"]

COPIES = HOME / "cache" / "copies.db"
SHARE = 0.5
"""Of the shorter text: with more of it shared, one of the two is a copy."""
COMMON = 8
"""Articles that a run may stand in before it counts as boilerplate: as an author's card or the intro of a series.

With so many others alone that are next to it in length is an article compared for one fingerprint's sake, so that what
a text costs is bounded however many reprint it: reprints of one text are of like length, and a chain is a family.
"""
_HINT = 0.1  # of the fingerprints of the shorter text: with fewer shared, the texts are not compared
_SEVERAL = 8  # fingerprints of a text that must share two at least: one is shared by chance, as a phrase may be
_VERSION = 3
FLOOD = 1000
"""Articles that a fingerprint may stand in and still hint that two of them are copies."""
_FEW = 500  # articles
_LONGEST = 1 << 22  # characters: of texts longer than that the order by length is left to chance
_MOST_HELD = 1_000_000  # fingerprints to be written
_NEXT = (
    "SELECT article FROM print WHERE hash = ? AND article < ? ORDER BY article DESC LIMIT ?",
    "SELECT article FROM print WHERE hash = ? AND article > ? ORDER BY article LIMIT ?",
)
_TABLES = """
CREATE TABLE article (key INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, version TEXT NOT NULL,
  published TEXT NOT NULL, length INTEGER NOT NULL, text BLOB NOT NULL, prints BLOB NOT NULL);
CREATE TABLE print (hash INTEGER, article INTEGER, PRIMARY KEY (hash, article)) WITHOUT ROWID;
CREATE TABLE pair (first INTEGER, second INTEGER, share REAL, PRIMARY KEY (first, second)) WITHOUT ROWID;
CREATE INDEX pair_second ON pair (second);
"""


@dataclass(frozen=True)
class Sketch:
    """What the index keeps of an article: enough to compare it with any other.

    Attributes:
        id: its id.
        version: what changes with its text, and with the way in which it is read.
        published: when, ``YYYY-MM-DD`` or a part of it; "" where not known.
        length: of its comparable text, in characters.
        text: that text, packed.
        prints: the fingerprints of that, eight bytes each.
    """

    id: str
    version: str
    published: str
    length: int
    text: bytes = field(repr=False)
    prints: bytes = field(repr=False)


def sketch_of(id_: str, version: str, published: str, text: str) -> Sketch:
    """The sketch of a comparable text (:func:`kg.articles.likeness.comparable_text`)."""
    return Sketch(id_, version, published, len(text), _packed(text), fingerprints(text).astype("<i8").tobytes())


def sketch(article: Article, version: str | None = None) -> Sketch:
    """The sketch of an article; its version is the SHA-256 of its file where none is given."""
    return sketch_of(article.id, version or article.sha256, article.published or "", comparable_text(article))


class CopyIndex:
    """The index of a graph's articles; to be closed, or used in ``with``.

    Args:
        path: its file, made where there is none, and anew where it is damaged or of another version; None: in memory.

    Raises:
        OutputError: the file cannot be written.
    """

    def __init__(self, path: Path | None = None, common: int = COMMON) -> None:
        self._path, self._limit = path, common
        self._base = self._opened()
        self._hashes = lru_cache(maxsize=256)(self._read_hashes)

    def __enter__(self) -> CopyIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up the file."""
        self._base.close()

    # ------------------------------------------------------------------ the file
    def _opened(self) -> sqlite3.Connection:
        try:
            base = _base(self._path)
        except sqlite3.OperationalError as error:
            raise OutputError(f"{self._path} cannot be written: {error}") from error
        except sqlite3.DatabaseError:
            base = None
        if base is None and self._path is not None:  # damaged, or of another version: all of it can be made anew
            self._path.unlink()
            base = _base(self._path)
        assert base is not None
        return base

    def known(self) -> dict[str, tuple[str, str]]:
        """The articles that it holds: version and date of publication by id."""
        return {row[0]: (row[1], row[2]) for row in self._base.execute("SELECT id, version, published FROM article")}

    # ------------------------------------------------------------------ adding and removing
    def update(self, new: Iterable[Sketch] = (), gone: Iterable[str] = ()) -> None:
        """Take articles in, in the place of those of the same id, and others out; all of it or nothing.

        Args:
            new: sketches of articles; they are read one by one, and compared when all are in.
            gone: ids of articles to be taken out; unknown ones are passed over.

        Raises:
            OutputError: the file cannot be written.
        """
        try:
            with self._base:
                affected = self._remove(gone)
                fresh, neighbours = self._insert(new)
                affected |= neighbours | self._touched(fresh) | fresh
                self._compare(affected)
        except sqlite3.Error as error:
            raise OutputError(f"{self._path or 'the index of copies'} cannot be written: {error}") from error
        finally:
            self._hashes.cache_clear()

    def _insert(self, new: Iterable[Sketch]) -> tuple[set[int], set[int]]:
        """Take articles in; their keys, and those of articles that met the ones they replace."""
        fresh: set[int] = set()
        affected: set[int] = set()
        prints: list[tuple[int, int]] = []
        for one in new:
            if self._base.execute("SELECT 1 FROM article WHERE id = ?", (one.id,)).fetchone():
                self._write(prints)
                affected |= self._remove([one.id])
            key = self._free_key(one)
            row = (key, one.id, one.version, one.published, one.length, one.text, one.prints)
            self._base.execute("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            fresh.add(key)
            prints += ((hash_, key) for hash_ in _hashes(one.prints))
            if len(prints) > _MOST_HELD:
                self._write(prints)
        self._write(prints)
        return fresh, affected

    def _free_key(self, one: Sketch) -> int:
        """The key of an article: in order of length, and the same wherever the article stands."""
        digest = hashlib.blake2b(one.id.encode("utf-8", "surrogatepass"), digest_size=5).digest()
        key = min(one.length, _LONGEST) << 40 | int.from_bytes(digest, "big")
        while self._base.execute("SELECT 1 FROM article WHERE key = ?", (key,)).fetchone():
            key += 1
        return key

    def _write(self, prints: list[tuple[int, int]]) -> None:
        prints.sort()  # the order of the table: a tree grows several times as quickly so
        self._base.executemany("INSERT INTO print VALUES (?, ?)", prints)
        prints.clear()

    def _remove(self, ids: Iterable[str]) -> set[int]:
        """Take articles out; those that may be compared otherwise now."""
        found = (self._base.execute("SELECT key FROM article WHERE id = ?", (one,)).fetchone() for one in ids)
        keys = {row[0] for row in found if row}
        affected = self._touched(keys) - keys
        for key in keys:
            prints = self._prints(key)
            self._base.executemany("DELETE FROM print WHERE hash = ? AND article = ?", ((p, key) for p in prints))
            self._forget_pairs(key)
            self._base.execute("DELETE FROM article WHERE key = ?", (key,))
        return affected

    def _forget_pairs(self, key: int) -> None:
        self._base.execute("DELETE FROM pair WHERE first = ? OR second = ?", (key, key))

    def _touched(self, some: set[int]) -> set[int]:
        """The articles that are compared otherwise with `some` articles than without them.

        They are the holders of a fingerprint that is common, or floods the index, with `some` alone; and those next to
        one of `some` among the holders of a common one.
        """
        found: set[int] = set()
        if self._total() == len(some):
            return found
        shared = self._shared(some)
        within = Counter(hash_ for key in some for hash_ in self._prints(key) if hash_ in shared)
        query = "SELECT article FROM print WHERE hash = ?"
        for hash_, inside in within.items():
            if any(shared[hash_] - inside <= limit < shared[hash_] for limit in (self._limit, FLOOD)):
                found.update(row[0] for row in self._base.execute(query, (hash_,)))
        for key in some:
            for hash_ in self._prints(key):
                if self._limit < shared.get(hash_, 0) <= FLOOD:
                    found.update(self._next(hash_, key))
        return found

    # ------------------------------------------------------------------ comparing
    def _total(self) -> int:
        return int(self._base.execute("SELECT COUNT(*) FROM article").fetchone()[0])

    def _prints(self, key: int) -> list[int]:
        row = self._base.execute("SELECT prints FROM article WHERE key = ?", (key,)).fetchone()
        return _hashes(row[0]) if row else []

    def _shared(self, keys: set[int]) -> dict[int, int]:
        """The fingerprints of some articles that stand in another, too, with the number of articles that hold them.

        Of a fingerprint with more than :data:`FLOOD` holders besides those articles, some are counted.
        """
        if len(keys) > _FEW and len(keys) * 4 > self._total():  # those of all articles are read more quickly
            return dict(self._base.execute("SELECT hash, COUNT(*) FROM print GROUP BY hash HAVING COUNT(*) > 1"))
        found: dict[int, int] = {}
        query, most = "SELECT COUNT(*) FROM (SELECT 1 FROM print WHERE hash = ? LIMIT ?)", FLOOD + len(keys) + 1
        for key in keys:
            for hash_ in self._prints(key):
                if hash_ not in found:
                    found[hash_] = self._base.execute(query, (hash_, most)).fetchone()[0]
        return {hash_: count for hash_, count in found.items() if count > 1}

    def _next(self, hash_: int, key: int) -> Iterator[int]:
        """The holders of a fingerprint that are next to an article in length: so many as make it common, each way."""
        for query in _NEXT:
            for row in self._base.execute(query, (hash_, key, self._limit)):
                yield row[0]

    def _read_hashes(self, key: int) -> Any:
        row = self._base.execute("SELECT text FROM article WHERE key = ?", (key,)).fetchone()
        return run_hashes(_unpacked(row[0]))

    def _compare(self, keys: set[int]) -> None:
        """Find the pairs of some articles anew: of each with those that hold one of its fingerprints, next to it."""
        for key in keys:
            self._forget_pairs(key)
        shared = self._shared(keys)
        prints = lru_cache(maxsize=4096)(lambda key: frozenset(self._prints(key)))
        elsewhere = lru_cache(maxsize=256)(lambda key: self._shared({key}))
        for key in sorted(keys):
            hints = sorted(hash_ for hash_ in prints(key) if 1 < shared.get(hash_, 0) <= FLOOD)
            for other in sorted({other for hash_ in hints for other in self._next(hash_, key)}):
                short, long = min(key, other), max(key, other)
                if other in keys and key != short:
                    continue  # it was compared already
                fewer = min(len(prints(key)), len(prints(other)))
                if len(prints(key) & prints(other)) >= max(_HINT * fewer, 1 + (fewer >= _SEVERAL)):
                    self._match(short, long, shared if short in keys else elsewhere(short))

    def _match(self, short: int, long: int, shared: dict[int, int]) -> None:
        """Note two articles as a pair if they are one."""
        limit = self._limit
        share = shared_share(self._hashes(short), self._hashes(long), lambda one: shared.get(one, 0) > limit, SHARE)
        if share > SHARE:
            self._base.execute("INSERT INTO pair VALUES (?, ?, ?)", (short, long, share))

    # ------------------------------------------------------------------ what it says
    def pairs(self) -> list[tuple[str, str, float]]:
        """The pairs of copies by id, and the share of the shorter text that both have; sorted."""
        query = (
            """SELECT a.id, b.id, share FROM pair JOIN article a ON a.key = first JOIN article b ON b.key = second"""
        )
        return sorted((min(a, b), max(a, b), round(share, 3)) for a, b, share in self._base.execute(query))

    def _published(self, article: str) -> str:
        return str(self._base.execute("SELECT published FROM article WHERE id = ?", (article,)).fetchone()[0])

    def links(self) -> dict[str, str]:
        """Each copy with the earliest article of its family, by date, then id; undated ones count as latest."""
        pairs = self.pairs()
        dates = {one: self._published(one) for pair in pairs for one in pair[:2]}
        order = sorted(dates, key=lambda one: (not dates[one], dates[one], one))
        rank = {one: place for place, one in enumerate(order)}
        first: dict[str, str] = {}

        def root(one: str) -> str:
            while (next_ := first.get(one, one)) != one:
                first[one] = one = first.get(next_, next_)
            return one

        for a, b, _ in pairs:
            early, late = sorted((root(a), root(b)), key=rank.__getitem__)
            if early != late:
                first[late] = early
        return {one: root(one) for one in sorted(first) if root(one) != one}


def _base(path: Path | None) -> sqlite3.Connection | None:
    """An index that is opened, its tables made where it has none; None where they are of another version.

    Raises:
        sqlite3.DatabaseError: it is damaged, or cannot be opened.
    """
    base = sqlite3.connect(path or ":memory:")
    base.execute("PRAGMA synchronous = NORMAL")
    base.execute("PRAGMA secure_delete = ON")  # of a text that is taken out nothing stays in the file
    tables = {row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        base.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_VERSION}; COMMIT;")
    elif base.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
        base.close()
        return None
    return base


def _hashes(prints: bytes) -> list[int]:
    found: list[int] = np.frombuffer(prints, "<i8").tolist()
    return found


def _packed(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 1)


def _unpacked(data: bytes) -> str:
    return zlib.decompress(data).decode("utf-8", "surrogatepass")
