"""Where a graph is: the folder or file that a command reads, and the store made from it where there is none."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.graph.changing import READY, STORE, commit, finish_change, work_folder
from kg.graph.forgotten import read_forgotten
from kg.graph.inference import infer
from kg.graph.sources import load_sources
from kg.graph.stamps import SHAPE, STAMP, Stamp, file_state, read_stamp, source_file, write_stamp
from kg.graph.store import GRAPH_LEXICON, load_model, read_rdf
from kg.graph.support import renew_support
from kg.graph.view import GraphView
from kg.vocabulary import InputError

__all__ = ["GraphPlace", "find_graph", "is_current", "is_whole", "make_store", "open_graph", "ready_graph"]

_FOLDERS = ("graph", "exports")
_ATTEMPTS = 5  # to open a store that another process puts in its place just now


def _holds_graph(folder: Path) -> bool:
    places = (folder / STORE, folder / READY)
    return any(place.is_dir() for place in places) or source_file(folder) is not None


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


def is_whole(store: Path) -> bool:
    """Whether a folder looks like a store: RocksDB's file CURRENT names a manifest that is there."""
    try:
        name = (store / "CURRENT").read_text(encoding="ascii").strip()
        return name.startswith("MANIFEST-") and (store / name).stat().st_size > 0
    except (OSError, ValueError):
        return False


def is_current(folder: Path) -> bool:
    """Whether the store of a folder holds what it should: what its file holds, or more recent changes.

    Raises:
        InputError: it was written in another shape of the graph.
    """
    stamp, source = read_stamp(folder), source_file(folder)
    if stamp is None:
        return source is None and (folder / STORE).is_dir()
    changed = source is not None and not stamp.ahead and not stamp.fits(source)
    if not changed and stamp.shape != SHAPE:
        raise InputError(
            f"{folder / STORE} has version {stamp.shape} of the graph's shape, and this program version {SHAPE};"
            f" `kg doctor --fix -g {folder}` makes it anew"
        )
    return not changed and is_whole(folder / STORE)


def make_store(work: Path, folder: Path) -> None:
    """Make the store of a folder from its file, as ``store`` and ``store.json`` of a work folder.

    Raises:
        InputError: the folder has no such file, or it cannot be read.
        OSError: the work folder cannot be written.
    """
    source = source_file(folder)
    stamp = read_stamp(folder)
    if source is None or (stamp is not None and stamp.ahead):
        raise InputError(f"{folder / STORE} is damaged; `kg doctor --fix -g {folder}` mends it")
    state = file_state(source)
    store = ox.Store(str(work / "store"))
    read_rdf(store, source)
    renew_support(store)
    load_model(store)
    read_forgotten(folder).clear(store, GRAPH_LEXICON)
    load_sources(store, folder)
    inferred = stamp is not None and stamp.inferred
    if inferred:
        infer(store)
    store.flush()
    del store  # gives up its lock
    write_stamp(work / STAMP.name, Stamp(inferred=inferred, **state))  # type: ignore[arg-type]


def _mend(folder: Path) -> None:
    """Have a folder's store made from its file.

    Raises:
        InputError: as `make_store`.
        OSError: the folder cannot be written.
    """
    with work_folder(folder) as work:
        if not is_current(folder):  # else another process was quicker
            make_store(work, folder)
            commit(work, folder, [("store", str(STORE)), (STAMP.name, str(STAMP))])


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
    with suppress(OSError):  # a folder that cannot be written is read all the same
        finish_change(place)
    store, source = place / STORE, source_file(place)
    if (place / READY / "store").is_dir():
        store = place / READY / "store"
    elif not is_current(place):
        try:
            _mend(place)
        except OSError:
            if source is None:
                raise InputError(f"{store} is damaged; `kg doctor --fix -g {place}` mends it") from None
            return GraphPlace(source, source, None)
    stamp = read_stamp(place)
    has_articles = source is None or source.suffix == ".trig" or (stamp is not None and stamp.file != source.name)
    return GraphPlace(place, store, has_articles)


def open_graph(path: str | os.PathLike[str] | None = None) -> GraphView:
    """Open a graph to read it.

    Args:
        path: a folder that `kg build` made, or an RDF file; without it ``$KG_GRAPH``, else ``./graph``, else
            ``./exports``. Where a folder has no store, or one that is older than its file, it is made from the file.

    Raises:
        InputError: there is no graph, or it cannot be read.
    """
    for attempt in range(_ATTEMPTS):
        place = ready_graph(path)
        if place.has_articles is None:
            return _read_file(place.source)
        try:
            return GraphView(ox.Store.read_only(str(place.source)), place.path, place.has_articles)
        except (OSError, RuntimeError) as error:  # damaged, or being replaced just now
            if attempt == _ATTEMPTS - 1:
                what = " ".join(str(error).split())
                raise InputError(
                    f"{place.source} is damaged ({what}); `kg doctor --fix -g {place.path}` mends it"
                ) from error
            time.sleep(0.02 * attempt)
    raise AssertionError("unreachable")
