"""A graph packed as a versioned data set: the same graph, version and day give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pyoxigraph as ox

from kg.exchange import FORMATS, export_graph
from kg.exchange.codebook import codebook
from kg.exchange.difference import Difference, difference
from kg.exchange.folders import LISTING, write_folder
from kg.graph import GraphView, open_graph
from kg.graph.store import fill_store
from kg.graph.withdrawal import names_of, people_in, without_people
from kg.vocabulary import InputError, OutputError, UsageError
from kg.vocabulary.namespaces import XBA
from kg.workspace.release_texts import Packed, changelog, citation, description, readme

__all__ = ["DEFAULT_FORMATS", "release"]

DEFAULT_FORMATS = ("turtle", "trig", "nquads", "jsonld", "csv", "sqlite")
_VERSION = re.compile(r"[0-9]+\.[0-9]+\.[0-9]+(?:[-+][0-9A-Za-z.-]+)?")  # semver.org, its plain part
_SMALL = 1 << 20  # bytes up to which a file is packed as it is
_LICENCES = Path(__file__).resolve().parent / "licences"
_Progress = Callable[[int, int, str], None]


def _day(given: str | None) -> date:
    """The day of a release: as given, else of SOURCE_DATE_EPOCH (reproducible-builds.org).

    Raises:
        UsageError: neither is there, or it is no day.
    """
    if given is not None:
        try:
            return date.fromisoformat(given)
        except ValueError as error:
            raise UsageError(f"{given!r} is no day; write it as 2026-01-31") from error
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdecimal():
        raise UsageError("a release has a day: give --date 2026-01-31, or set SOURCE_DATE_EPOCH")
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (OverflowError, ValueError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH {epoch} is no time: {error}") from error


def _without_persons(graph: GraphView) -> GraphView:
    """A copy in memory without any people.

    Raises:
        InputError: the graph has no article graphs, by which evidence is told apart.
    """
    if not graph.has_articles:
        raise InputError(f"{graph.path}: has no graph an article, without which people cannot be left out")
    articles = _article_quads(graph)
    people = {one for quads in articles for one in people_in(quads)}
    names = {name for quads in articles for found in names_of(quads, people).values() for name in found}
    store = ox.Store()
    fill_store(store, (without_people(quads, people, names) for quads in articles))
    return GraphView(store, graph.path, True)


def _article_quads(graph: GraphView) -> list[list[ox.Quad]]:
    names = sorted(one.value for one in graph.store.named_graphs() if isinstance(one, ox.NamedNode))
    return [
        sorted(graph.store.quads_for_pattern(None, None, None, ox.NamedNode(name)), key=str)
        for name in names
        if name.startswith(XBA)
    ]


def _former(previous: str | os.PathLike[str]) -> GraphView:
    """The graph of a former release, built folder or file.

    Raises:
        InputError: it holds none.
    """
    place = Path(previous)
    for name in ("data/kg.trig", "data/kg.trig.gz", "data/kg.ttl", "data/kg.ttl.gz"):
        path = place / name
        if path.is_file():
            return _unpacked(path) if path.suffix == ".gz" else open_graph(path)
    if (place / "SHA256SUMS").is_file():
        raise InputError(f"{place} is a release without Turtle or TriG, with which nothing can be compared")
    return open_graph(place)


def _unpacked(path: Path) -> GraphView:
    with tempfile.TemporaryDirectory() as work:
        plain = Path(work) / path.stem
        try:
            with gzip.open(path) as packed, plain.open("wb") as stream:
                while piece := packed.read(1 << 20):
                    stream.write(piece)
        except (OSError, EOFError) as error:
            raise InputError(f"{path} cannot be read: {error}") from error
        found = open_graph(plain)
    return GraphView(found.store, path, found.has_articles)


def _exported(graph: GraphView, name: str, work: Path) -> Iterator[Packed]:
    """The files of one format, under ``data``; a large stream is compressed."""
    known = FORMATS[name]
    base = work / "data"
    base.mkdir(exist_ok=True)
    stem = {"turtle12": "kg-rdf12", "trig12": "kg-rdf12", "nanopubs": "kg-nanopubs", "n10s": "kg-n10s"}.get(name, "kg")
    target = base / (f"{stem}{known.suffix}" if known.suffix else name)
    export_graph(graph, name, target)
    if known.kind == "folder":
        (target / LISTING).unlink()
        paths = sorted(path for path in target.rglob("*") if path.is_file())
    else:
        if known.kind == "stream" and target.stat().st_size > _SMALL:
            packed = target.with_name(f"{target.name}.gz")
            export_graph(graph, name, packed)
            target.unlink()
            target = packed
        paths = [target]
    for path in paths:
        media_type = "text/markdown" if path.suffix == ".md" else known.media_type
        yield Packed(path.relative_to(work).as_posix(), media_type, path)


def _contents(packed: Sequence[Packed]) -> Iterator[tuple[str, Iterator[bytes]]]:
    for one in packed:
        yield one.name, _pieces(one.path)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(1 << 20):
            yield piece


def release(
    folder: str | os.PathLike[str],
    graph: str | os.PathLike[str] | None = None,
    *,
    version: str,
    day: str | None = None,
    formats: Sequence[str] = DEFAULT_FORMATS,
    previous: str | os.PathLike[str] | None = None,
    without_persons: bool = False,
    progress: _Progress | None = None,
) -> tuple[str, ...]:
    """Pack a graph as a data set.

    The folder then holds ``data/`` with all formats, ``dataset.ttl`` (VoID and DCAT with counts), ``SHA256SUMS``,
    ``README.md``, ``LICENSE``, ``codebook.md``, ``CITATION.cff`` and ``CHANGELOG.md``.

    Args:
        folder: a new or empty folder, or an earlier attempt at the same release.
        graph: the graph; by default the one that other commands read.
        version: of the data set (semver.org).
        day: of the release, ``2026-01-31``; by default that of SOURCE_DATE_EPOCH.
        formats: keys of :data:`kg.exchange.FORMATS`.
        previous: the former release, or a graph, with which the changelog compares.
        without_persons: whether all people are left out and their names covered.
        progress: told how many formats are written, of how many, and which is next.

    Returns:
        The names of its files.

    Raises:
        UsageError: the version or day is none, or there is no such format.
        InputError: a graph cannot be read, or lacks the articles that a format needs.
        OutputError: the folder cannot be written, or holds other files.
    """
    if not _VERSION.fullmatch(version):
        raise UsageError(f"{version!r} is no version; write it as 1.0.0")
    unknown = [name for name in formats if name not in FORMATS]
    if unknown or not formats:
        raise UsageError(f"no format {', '.join(unknown)}; there are {', '.join(FORMATS)}")
    issued, opened = _day(day), open_graph(graph)
    former = _former(previous) if previous is not None else None
    if without_persons:
        opened = _without_persons(opened)
        former = _without_persons(former) if former is not None else None
    compared = difference(former, opened) if former is not None else None
    parent = Path(folder).absolute().parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".kg-release-", dir=parent) as name:
            work = Path(name)
            packed = _data(opened, dict.fromkeys(formats), work, progress)
            packed += _papers(opened, packed, work, version, issued, compared, without_persons)
            sums = "".join(f"{_digest(one.path)}  {one.name}\n" for one in sorted(packed, key=lambda one: one.name))
            (work / "SHA256SUMS").write_text(sums, encoding="utf-8")
            packed.append(Packed("SHA256SUMS", "text/plain", work / "SHA256SUMS"))
            write_folder(Path(folder), _contents(packed))
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error
    return tuple(sorted(one.name for one in packed))


def _data(graph: GraphView, formats: dict[str, None], work: Path, progress: _Progress | None) -> list[Packed]:
    found: list[Packed] = []
    for done, name in enumerate(formats):
        if progress:
            progress(done, len(formats), name)
        found += _exported(graph, name, work)
    return found


def _papers(
    graph: GraphView,
    data: Sequence[Packed],
    work: Path,
    version: str,
    issued: date,
    compared: Difference | None,
    without_persons: bool,
) -> list[Packed]:
    """What explains the data."""
    papers = {
        "CHANGELOG.md": ("text/markdown", changelog(version, issued, compared)),
        "CITATION.cff": ("application/yaml", citation(version, issued)),
        "LICENSE": ("text/plain", (_LICENCES / "dataset.txt").read_bytes()),
        "README.md": ("text/markdown", readme(graph, version, issued, data, without_persons)),
        "codebook.md": ("text/markdown", codebook()),
        "dataset.ttl": ("text/turtle", description(graph, version, issued, data)),
    }
    found = []
    for name, (media_type, content) in papers.items():
        (work / name).write_bytes(content)
        found.append(Packed(name, media_type, work / name))
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
