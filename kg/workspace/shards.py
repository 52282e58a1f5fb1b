"""A graph left in shards, for an archive that no embedded store should hold: each made by whatever worker is free.

    place/graphs/part-00000.nq.gz …      what :mod:`kg.exchange.shards` says, a file a shard
    place/copies/copies.parquet          which articles are copies of which; in graphs/ and default/ likewise
    place/model.nq.gz                    ontology and lexicon, as their graphs
    place/shards.json                    the files with their sizes and digests, and how much they hold

Shards follow the list of articles, never the workers: the same articles give the same files, however many workers there
are and whichever of them die. What is made already is not made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.articles.batches import same_file, same_id, same_text
from kg.articles.listing import Listed, is_archive, list_articles
from kg.exchange.nquads import canonical_line
from kg.exchange.shards import copy_files, packed_lines
from kg.graph.store import load_model
from kg.vocabulary import InputError, KgError
from kg.workspace.cluster import cluster_fingerprint
from kg.workspace.copies import CopyIndex
from kg.workspace.decisions import Decisions
from kg.workspace.intake import MakePool
from kg.workspace.pool import Lost
from kg.workspace.shard_store import ShardStore, shard_store
from kg.workspace.shard_work import Made, Shard, made_of, report_name, sketches_name, sketches_of

__all__ = ["INDEX", "ShardReport", "build_shards"]

INDEX = "shards.json"
_MAKER = "kg.workspace.shard_work:ShardMaker"
Problem = Callable[[KgError], None]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ShardReport:
    """What was made.

    Attributes:
        place: where the shards are.
        shards: how many.
        articles: of how many articles.
        relations: how many relations they state.
        observations: how many figures.
        left_out: how many articles could not be read.
        undated: how many have no date.
    """

    place: str
    shards: int
    articles: int
    relations: int
    observations: int
    left_out: int = 0
    undated: int = 0


def shards_of(listed: Iterable[Listed], size: int) -> Iterator[Shard]:
    """Articles in shards of `size`, in order; an archive, or a piece of one, is a shard by itself."""
    number, batch = 0, list[Listed]()
    for one in listed:
        alone = one.members is not None or is_archive(one.place)
        if batch and (alone or len(batch) >= size):
            yield Shard(number, tuple(batch))
            number, batch = number + 1, []
        if alone:
            yield Shard(number, (one,))
            number += 1
        else:
            batch.append(one)
    if batch:
        yield Shard(number, tuple(batch))


class _Building:
    """Shards in the making."""

    def __init__(self, store: ShardStore, pool: Any, problem: Problem, progress: Progress | None) -> None:
        self._store, self._pool = store, pool
        self._problem, self._progress = problem, progress
        self.shards: dict[int, Shard] = {}
        self._done = 0
        self._heard: set[int] = set()
        self.left_out = 0

    def make(self, shards: Iterable[Shard]) -> None:
        """Make shards; one that workers die of without what they die of."""
        lost: list[tuple[Shard, str]] = []
        for found in self._pool.run(self._noted(shards)):
            if isinstance(found, Lost):
                lost.append((found.task, found.reason))
            else:
                self._told(found)
        for shard, reason in sorted(lost, key=lambda one: one[0].number):
            culprits = self._culprits(shard, reason)
            if culprits is not None:
                self.make([replace(shard, skipped=tuple(sorted({*shard.skipped, *culprits})))])

    def _noted(self, shards: Iterable[Shard]) -> Iterator[Shard]:
        for shard in shards:
            self.shards[shard.number] = shard
            yield shard

    def _told(self, made: Made) -> None:
        if made.number in self._heard:
            return
        self._heard.add(made.number)
        for line in made.problems:
            self.left_out += 1
            self._problem(InputError(line))
        self._done += sum(1 for one in made.articles if one)
        if self._progress:
            self._progress(self._done, 0, f"{made.number}")

    def _culprits(self, shard: Shard, reason: str) -> list[int] | None:
        """The articles of a shard that workers die of; None where nothing of it can be made."""
        count = shard.positions()
        places = [one.place for one in shard.listed]
        if count is None:
            self.left_out += 1
            self._problem(InputError(f"{places[0]}: left out: {reason}; unpack it and give the files"))
            del self.shards[shard.number]
            return None
        found: list[int] = []
        parts = [(0, count)]
        while parts:
            tried = [replace(shard, part=part) for part in parts]
            parts = []
            for one in self._pool.run(tried):
                if isinstance(one, Lost):
                    first, behind = one.task.part
                    middle = (first + behind) // 2
                    if behind - first == 1:
                        found.append(first)
                    else:
                        parts += [(first, middle), (middle, behind)]
        for position in sorted(found):
            self.left_out += 1
            where = places[position] if len(places) == count else f"{places[0]}, article {position + 1}"
            self._problem(InputError(f"{where}: left out: {reason}"))
        return found


class _Twins:
    """Which articles stand in several shards: an index in a file of its own, however many articles there are."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")  # a temporary file, gone with the connection
        self._base.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE id (digest BLOB PRIMARY KEY, sha256 BLOB, place INTEGER, name TEXT) WITHOUT ROWID;"
            "CREATE TABLE text (digest BLOB PRIMARY KEY, name TEXT) WITHOUT ROWID;"
        )

    def close(self) -> None:
        self._base.close()

    def first(self, article: tuple[str, str, str, str, bool], place: int) -> tuple[bytes, int, str] | None:
        """SHA-256, shard and name of the article with the same id that came before; None for the first."""
        digest = hashlib.sha256(article[0].encode("utf-8", "surrogatepass")).digest()[:16]
        row = (digest, bytes.fromhex(article[1]), place, article[2])
        if self._base.execute("INSERT OR IGNORE INTO id VALUES (?, ?, ?, ?)", row).rowcount:
            return None
        found = self._base.execute("SELECT sha256, place, name FROM id WHERE digest = ?", (digest,)).fetchone()
        return bytes(found[0]), int(found[1]), str(found[2])

    def same_text(self, article: tuple[str, str, str, str, bool]) -> str | None:
        """The name of the article with the same text that came before; None for the first."""
        row = (bytes.fromhex(article[3]), article[2])
        if self._base.execute("INSERT OR IGNORE INTO text VALUES (?, ?)", row).rowcount:
            return None
        return str(self._base.execute("SELECT name FROM text WHERE digest = ?", row[:1]).fetchone()[0])


def _made(store: ShardStore, shard: Shard) -> Made:
    """The report of a shard.

    Raises:
        InputError: it is gone.
    """
    made = made_of(store.read(report_name(shard)))
    if made is None:
        raise InputError(f"{store.place}/{report_name(shard)}: gone or damaged; run the same command again")
    return made


def _twins(store: ShardStore, building: _Building, problem: Problem, note: Callable[[str], None]) -> list[Shard]:
    """The shards that hold articles of which an earlier shard holds another under the same id, without those."""
    again: list[Shard] = []
    with closing(_Twins()) as twins:
        for number, shard in sorted(building.shards.items()):
            skipped = set(shard.skipped)
            for position, article in enumerate(_made(store, shard).articles):
                if article is None:
                    continue
                first = twins.first(article, number)
                if first is None:
                    twin = twins.same_text(article)
                    if twin is not None:
                        note(same_text(article[2], twin))
                    continue
                if first[1] != number:
                    skipped.add(position)
                if first[0] == bytes.fromhex(article[1]):
                    note(same_file(article[2], first[2]))
                else:
                    building.left_out += 1
                    problem(InputError(same_id(article[0], article[2], first[2])))
            if skipped != set(shard.skipped):
                again.append(replace(shard, skipped=tuple(sorted(skipped))))
    return again


def _model(store: ShardStore) -> tuple[int, str]:
    """Write ontology and lexicon as the graphs that the embedded store has; size and SHA-256 of the file."""
    base = ox.Store()
    load_model(base)
    quads = ox.Dataset(base)
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)  # names of blank nodes
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    packed = packed_lines(sorted(canonical_line(line) for line in data.split(b"\n") if line))
    store.write("model.nq.gz", packed)
    return len(packed), hashlib.sha256(packed).hexdigest()


def _copies(store: ShardStore, building: _Building) -> dict[str, tuple[int, str]]:
    """Write which articles are copies of which, over all shards; names of the files with size and SHA-256."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder, CopyIndex(Path(folder, "copies.sqlite")) as index:
        shards = (shard for _, shard in sorted(building.shards.items()))
        index.update(sketch for shard in shards for sketch in sketches_of(store.read(sketches_name(shard))))
        links = index.links()
    files: dict[str, tuple[int, str]] = {}
    for name, data in copy_files(links):
        store.write(name, data)
        files[name] = len(data), hashlib.sha256(data).hexdigest()
    return files


def _finish(store: ShardStore, building: _Building, size: int) -> ShardReport:
    """Write the index, remove what is no part of it."""
    files = {"model.nq.gz": _model(store), **_copies(store, building)}
    articles = relations = observations = undated = 0
    for _, shard in sorted(building.shards.items()):
        made = _made(store, shard)
        files.update(made.files)
        ids = {one[0]: one[4] for one in made.articles if one}
        articles += len(ids)
        undated += sum(1 for dated in ids.values() if not dated)
        relations, observations = relations + made.relations, observations + made.observations
    if not articles:
        raise InputError(f"no article could be read; {store.place} holds no shards")
    listed = [{"name": name, "size": length, "sha256": digest} for name, (length, digest) in sorted(files.items())]
    counts = {
        "articles": articles,
        "relations": relations,
        "observations": observations,
        "shards": len(building.shards),
    }
    index = {"counts": counts, "articles_a_shard": size, "files": listed}
    store.write(INDEX, (json.dumps(index, indent=1) + "\n").encode())
    known = {*files, *(name(shard) for shard in building.shards.values() for name in (report_name, sketches_name))}
    for folder in sorted({name.rpartition("/")[0] for name in known} - {""}):
        for name in store.names(folder):
            if name not in known:
                store.remove(name)
    return ShardReport(store.place, len(building.shards), articles, relations, observations, building.left_out, undated)


def build_shards(
    paths: Sequence[str | os.PathLike[str]],
    place: str,
    make_pool: MakePool,
    *,
    size: int = 500,
    decisions: Decisions | None = None,
    problem: Problem | None = None,
    note: Callable[[str], None] | None = None,
    progress: Progress | None = None,
) -> ShardReport:
    """Build the graph of articles as shards.

    Args:
        paths: files, folders, archives, URLs and lists of articles (:mod:`kg.articles.listing`); workers must find them
            under the same names.
        place: the folder or URL of the shards; workers write to it.
        make_pool: makes the workers: of this machine, or of a cluster (:meth:`kg.workspace.cluster.Cluster.pool`).
        size: articles of a shard.
        decisions: what people decided.
        problem: told of what cannot be read, which is left out; without it the first such ends the build.
        note: told of articles that are given twice.
        progress: told how many articles are done.

    Raises:
        KgError: nothing can be read, or written, or the workers cannot be used.
    """

    def tell(error: KgError) -> None:
        if problem is None:
            raise error
        problem(error)

    decided = decisions or Decisions()
    version = f"{cluster_fingerprint()} {decided.digest()}"
    store = shard_store(str(place))
    listed = list_articles([os.fspath(one) for one in paths], on_problem=tell)
    with make_pool(_MAKER, (store.place, version, decided)) as pool:
        building = _Building(store, pool, tell, progress)
        building.make(shards_of(listed, size))
        again = _twins(store, building, tell, note or (lambda _: None))
        if again:
            building.make(again)
    return _finish(store, building, size)
