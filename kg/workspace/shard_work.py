"""One shard, made on whatever machine: its articles read, their graphs written as files.

Whoever makes a shard from the same articles with the same program writes the same bytes, so that a shard may be made
twice, and at the same time. What stands in it is told by a report beside the files, ``.kg/reports/NAME.json``, written
last: a shard that has one, and whose sources have not changed since, is not made again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.articles import Source
from kg.articles.listing import Listed, is_archive, read_listed, stamp_of
from kg.exchange.shards import packed_lines, shard_files
from kg.vocabulary import KgError
from kg.workspace.copies import Sketch
from kg.workspace.decisions import Decisions
from kg.workspace.records import Record
from kg.workspace.shard_store import ShardStore, shard_store
from kg.workspace.work import Task, Worker

__all__ = ["Made", "Shard", "ShardMaker", "made_of", "report_name", "sketches_name", "sketches_of"]


@dataclass(frozen=True)
class Shard:
    """A shard to be made.

    Attributes:
        number: its place among the shards.
        listed: where its articles are.
        skipped: positions of articles in it that are left out: they stand in another shard, or cannot be read.
        part: to find out on which article workers die: only positions from here up to there are read, and nothing is
            written.
    """

    number: int
    listed: tuple[Listed, ...]
    skipped: tuple[int, ...] = ()
    part: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """Of its files."""
        return f"part-{self.number:05}"

    @property
    def size(self) -> int:
        """As much as a worker should be given at a time."""
        return 1 << 30

    def positions(self) -> int | None:
        """How many articles it has at most; None where only reading an archive would tell."""
        if any(one.members is None and is_archive(one.place) for one in self.listed):
            return None
        return sum(one.members[1] - one.members[0] if one.members else 1 for one in self.listed)


@dataclass(frozen=True)
class Made:
    """What is known of a shard that was made.

    Attributes:
        number: of the shard.
        key: what changes where its sources, the program or decisions do.
        articles: of each position the article's id, SHA-256, name of file, digest of text, and whether it has a date;
            None where it could not be read or is left out.
        problems: what could not be read, in order.
        relations: how many relations its articles state.
        observations: how many figures.
        skipped: positions that were left out.
        files: names of its files with size and SHA-256.
    """

    number: int
    key: str
    articles: tuple[tuple[str, str, str, str, bool] | None, ...]
    problems: tuple[str, ...] = ()
    relations: int = 0
    observations: int = 0
    skipped: tuple[int, ...] = ()
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


def report_name(shard: Shard) -> str:
    """The file that tells of a shard."""
    return f".kg/reports/{shard.name}.json"


def sketches_name(shard: Shard) -> str:
    """The file with what its articles are compared by (:mod:`kg.workspace.copies`)."""
    return f".kg/sketches/{shard.name}.json.gz"


def sketches_of(data: bytes | None) -> list[Sketch]:
    """What :func:`sketches_name` holds; nothing where it is gone."""
    lines = gzip.decompress(data).splitlines() if data else []
    rows = (json.loads(line) for line in lines)
    return [Sketch(one[0], one[1], one[2], one[3], b64decode(one[4]), b64decode(one[5])) for one in rows]


def _sketch_row(sketch: Sketch) -> bytes:
    *about, text, prints = vars(sketch).values()
    return json.dumps([*about, b64encode(text).decode(), b64encode(prints).decode()]).encode()


def made_of(data: bytes | None) -> Made | None:
    """A report; None where there is none, or it is damaged."""
    try:
        row = json.loads(data) if data else None
        if row is None:
            return None
        row["articles"] = tuple(one and tuple(one) for one in row["articles"])
        row["files"] = {name: (int(size), str(digest)) for name, (size, digest) in row["files"].items()}
        return Made(**{**row, "problems": tuple(row["problems"]), "skipped": tuple(row["skipped"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


class ShardMaker:
    """Makes shards.

    Args:
        place: the folder or URL of the shards.
        version: of program and decisions.
        decisions: what people decided.
    """

    def __init__(self, place: str, version: str, decisions: Decisions) -> None:
        from threading import Lock

        self._place, self._version = place, version
        self._worker = Worker(decisions)
        self._lock = Lock()

    def __call__(self, shard: Shard) -> Made | None:
        """Make a shard, unless it is there already; None where only a part of it was tried.

        Raises:
            OutputError: its files cannot be written.
            UsageError: what reads or writes URLs is not installed.
        """
        with self._lock:
            if shard.part is not None:
                for _ in self._graphs(shard, _Found()):
                    pass
                return None
            store = shard_store(self._place)
            key = self._key(shard)
            there = made_of(store.read(report_name(shard)))
            if there and there.key == key and set(shard.skipped) <= set(there.skipped) and _whole(store, shard, there):
                return there
            return self._make(shard, store, key)

    def _key(self, shard: Shard) -> str:
        parts = [self._version]
        for one in shard.listed:
            try:
                stamp = stamp_of(one)
            except KgError:
                raise
            except Exception as error:  # noqa: BLE001  # each driver of fsspec has errors of its own; reading tells
                stamp = type(error).__name__
            parts.append(repr((one, stamp)))
        return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _make(self, shard: Shard, store: ShardStore, key: str) -> Made:
        found = _Found()
        graphs = dict(self._graphs(shard, found))
        files: dict[str, tuple[int, str]] = {}
        for name, data in shard_files(graphs, shard.name):
            store.write(name, data)
            files[name] = len(data), hashlib.sha256(data).hexdigest()
        sketches = packed_lines(map(_sketch_row, found.sketches))
        store.write(sketches_name(shard), sketches)
        made = Made(
            shard.number,
            key,
            tuple(found.articles),
            tuple(found.problems),
            found.relations,
            found.observations,
            shard.skipped,
            files,
        )
        store.write(report_name(shard), (json.dumps(vars(made), ensure_ascii=True) + "\n").encode())
        return made

    def _graphs(self, shard: Shard, found: _Found) -> Iterator[tuple[str, bytes]]:
        """The graphs of the shard's articles by id; of two with one id the first."""
        first, behind = shard.part or (0, None)
        seen: set[str] = set()
        position = -1
        for listed in shard.listed:
            for source in read_listed(listed):
                position += 1
                found.articles.append(None)
                if position < first or (behind is not None and position >= behind) or position in shard.skipped:
                    continue
                if isinstance(source, KgError):
                    found.problems.append(str(source))
                    continue
                record, lines, likeness = self._told(source, found)
                if record is not None and record.head.id not in seen:
                    seen.add(record.head.id)
                    found.relations += record.head.relations
                    found.observations += record.head.observations
                    if shard.part is None and likeness is not None:
                        found.sketches.append(likeness)
                    yield record.head.id, lines

    def _told(self, source: Source, found: _Found) -> tuple[Record | None, bytes, Sketch | None]:
        """The graph of an article, and what it is compared with others by."""
        outcome = self._worker(Task(0, source.name, source=source))
        if outcome.record is None:
            found.problems.append(str(outcome.error))
            return None, b"", None
        head = outcome.record.head
        row = (head.id, source.sha256, source.name, head.text, bool(head.article.get("published")))
        found.articles[-1] = row
        graph = outcome.record.graph if outcome.graph is None else outcome.graph
        return outcome.record, graph, outcome.sketch


@dataclass
class _Found:
    articles: list[tuple[str, str, str, str, bool] | None] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    relations: int = 0
    observations: int = 0
    sketches: list[Sketch] = field(default_factory=list)


def _whole(store: ShardStore, shard: Shard, made: Made) -> bool:
    """Whether the files of a shard are all there, and of their size."""
    return store.size(sketches_name(shard)) is not None and all(
        store.size(name) == size for name, (size, _) in made.files.items()
    )
