"""Where a graph is: the folder or file that a command reads, and the store made from it where there is none."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.forgotten import read_forgotten
from kg.graph.sources import load_sources
from kg.graph.store import GRAPH_LEXICON, load_model, read_rdf
from kg.graph.view import GraphView
from kg.vocabulary import InputError

try:
    import fcntl
except ImportError:  # no Unix: two builds of one folder at a time are the user's to avoid
    fcntl = None  # type: ignore[assignment]

__all__ = [
    "GRAPH_FILES",
    "STORE",
    "GraphPlace",
    "find_graph",
    "open_graph",
    "ready_graph",
    "swap_store",
    "work_folder",
    "write_stamp",
]

GRAPH_FILES = ("kg.trig", "kg.ttl")  # what a store is made from, the better one first
STORE = Path(".kg", "store")
_STAMP = Path(".kg", "store.json")
_FOLDERS = ("graph", "exports")
_WORK = "work-"


def _source(folder: Path) -> Path | None:
    """The file of a folder that a store can be made from."""
    return next((folder / name for name in GRAPH_FILES if (folder / name).is_file()), None)


def _holds_graph(folder: Path) -> bool:
    return (folder / STORE).is_dir() or _source(folder) is not None


def find_graph(path: str | os.PathLike[str] | None = None) -> Path:
    """The folder or file of the graph: `path`, else ``$KG_GRAPH``, else ``./graph``, else ``./exports``.

    Raises:
        InputError: there is none; says how to make one.
    """
    given = path or os.environ.get("KG_GRAPH")
    if not given:
        for name in _FOLDERS:
            if _holds_graph(Path(name)):
                return Path(name)
        raise InputError("no graph in ./graph or ./exports; make one with `kg build`, or name one with -g")
    place = Path(given)
    if not place.exists():
        raise InputError(f"{place}: no such file or folder; make a graph there with `kg build -o {place}`")
    if place.is_dir() and not _holds_graph(place):
        raise InputError(f"{place} holds no graph; make one there with `kg build -o {place}`")
    return place


def _fingerprint(path: Path) -> dict[str, object]:
    """What tells whether a file is still the one that a store was made from."""
    state = path.stat()
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"file": path.name, "size": state.st_size, "time": state.st_mtime_ns, "sha256": digest}


def write_stamp(folder: Path) -> None:
    """Note which file of `folder` its store belongs to."""
    source = _source(folder)
    if source is not None:
        (folder / _STAMP).write_text(json.dumps(_fingerprint(source)) + "\n", encoding="utf-8")


def _is_current(folder: Path, source: Path) -> bool:
    """Whether the store of a folder was made from its file as that now is (by size and time, else by content)."""
    try:
        stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        state = source.stat()
        if stamp["file"] != source.name or stamp["size"] != state.st_size:
            return False
        same: bool = stamp["time"] == state.st_mtime_ns or stamp["sha256"] == _fingerprint(source)["sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return same


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """An empty folder beside the store of `folder`, to make a new one in; afterwards it is gone.

    One process works on a folder at a time, others wait; what one that was killed left behind is removed.

    Raises:
        OSError: the folder cannot be written.
    """
    home = (folder / STORE).parent
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("a") as lock:
        if fcntl is not None:
            fcntl.flock(lock, fcntl.LOCK_EX)
        for leftover in home.glob(f"{_WORK}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=home))
        try:
            yield work
        finally:
            _remove(work)


def _remove(work: Path) -> None:
    """Remove a folder, even while a store that an error still holds writes to it."""
    for _ in range(20):
        shutil.rmtree(work, ignore_errors=True)
        if not work.exists():
            return
        time.sleep(0.05)


def swap_store(work: Path, folder: Path) -> None:
    """Put the finished ``store`` of a work folder in the place of the folder's old one.

    Until the stamp is written the store counts as outdated.
    """
    (folder / _STAMP).unlink(missing_ok=True)
    with suppress(FileNotFoundError):
        (folder / STORE).rename(work / "old")
    (work / "store").rename(folder / STORE)


def _make_store(folder: Path, source: Path) -> None:
    """Make the store of a folder from its file.

    Raises:
        OSError: the folder cannot be written.
    """
    with work_folder(folder) as work:
        if _is_current(folder, source):  # another process was quicker
            return
        store = ox.Store(str(work / "store"))
        read_rdf(store, source)
        load_model(store)
        read_forgotten(folder).clear(store, GRAPH_LEXICON)
        load_sources(store, folder)
        store.flush()
        del store  # gives up its lock
        swap_store(work, folder)
        write_stamp(folder)


def _read_file(path: Path) -> GraphView:
    """A graph file as a store in memory."""
    store = ox.Store()
    named = read_rdf(store, path)
    return GraphView(store, path, named)


@dataclass(frozen=True)
class GraphPlace:
    """A graph that is there to be opened.

    Attributes:
        path: the folder or file that was named.
        source: what to open: the folder of an Oxigraph store, or an RDF file.
        has_articles: whether each article's claims stand in a graph of their own; None for a file, not read yet.
    """

    path: Path
    source: Path
    has_articles: bool | None


def ready_graph(path: str | os.PathLike[str] | None = None) -> GraphPlace:
    """Have a graph ready to be opened: make the store of a folder that has none, or one older than its file.

    Args:
        path: as for :func:`open_graph`.

    Raises:
        InputError: there is no graph, or it cannot be read.
    """
    place = find_graph(path)
    if not place.is_dir():
        return GraphPlace(place, place, None)
    source = _source(place)
    if source is not None and not _is_current(place, source):
        try:
            _make_store(place, source)
        except OSError:  # a folder that cannot be written is read all the same
            return GraphPlace(source, source, None)
    return GraphPlace(place, place / STORE, source is None or source.suffix == ".trig")


def open_graph(path: str | os.PathLike[str] | None = None) -> GraphView:
    """Open a graph to read it.

    Args:
        path: a folder that `kg build` made, or an RDF file; without it ``$KG_GRAPH``, else ``./graph``, else
            ``./exports``. Where a folder has no store, or one that is older than its file, it is made from the file.

    Raises:
        InputError: there is no graph, or it cannot be read.
    """
    place = ready_graph(path)
    if place.has_articles is None:
        return _read_file(place.source)
    try:
        store = ox.Store.read_only(str(place.source))
    except OSError as error:
        raise InputError(f"{place.source} cannot be read ({error}); build the graph again with `kg build`") from error
    return GraphView(store, place.path, place.has_articles)
