"""The files of a graph's folder: made in a work folder, then put in their places together."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from kg.graph import GraphView
from kg.graph.changing import STORE, Waiting, commit, work_folder
from kg.graph.forgotten import read_forgotten
from kg.graph.inference import infer
from kg.graph.location import ready_graph
from kg.graph.sources import load_sources
from kg.graph.stamps import STAMP, Stamp, file_state, read_stamp, write_stamp
from kg.graph.statistics import GraphStatistics, count_graph
from kg.graph.store import GRAPH_LEXICON, load_model
from kg.graph.support import renew_support
from kg.vocabulary import InputError
from kg.workspace.disk import disk_errors
from kg.workspace.fingerprint import package_fingerprint
from kg.workspace.ledger import Ledger
from kg.workspace.texts import KEPT_TEXTS

__all__ = [
    "counted",
    "files_are_current",
    "finish_graph",
    "put_in_place",
    "refresh_files",
    "renew_files",
    "write_files",
]

_EXPORTS = {"kg.ttl": "turtle", "kg.trig": "trig", "kg.graphml": "graphml"}
_PAGE = "kg.html"
_FILES = (*_EXPORTS, _PAGE)


def counted(graph: GraphView, ledger: Ledger) -> GraphStatistics:
    """What a graph holds, counted once and then noted in its ledger."""
    with suppress(ValueError, TypeError, KeyError):
        return GraphStatistics.of_dict(json.loads(ledger.value("counts")))
    counts = count_graph(graph)
    ledger.set(counts=json.dumps(counts.as_dict()))
    return counts


def write_files(graph: GraphView, work: Path, ledger: Ledger | None = None) -> None:
    """Write the files of a graph into a work folder, and note in its ledger what they are."""
    from kg.exchange import export_graph  # all formats, and networkx: only where files are written
    from kg.explore import write_page

    for name, kind in _EXPORTS.items():
        export_graph(graph, kind, work / name)
    write_page(graph, work / _PAGE)
    if ledger is not None:
        states = {name: file_state(work / name) for name in _FILES}
        ledger.set(files=json.dumps({"program": package_fingerprint(), "files": states}))


def files_are_current(folder: Path, ledger: Ledger) -> bool:
    """Whether the files of a folder are those that this program wrote of its store."""
    stamp = read_stamp(folder)
    try:
        noted = json.loads(ledger.value("files"))
        if stamp is None or stamp.ahead or noted["program"] != package_fingerprint():
            return False
        return all(Stamp(**noted["files"][name]).fits(folder / name) for name in _FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def refresh_files(graph: GraphView, work: Path, folder: Path, ledger: Ledger) -> None:
    """Write the files of a folder anew, of its store as it is.

    Args:
        graph: the graph of the store.
        work: a work folder.
        folder: the folder.
        ledger: the store's.
    """
    stamp = read_stamp(folder)
    write_files(graph, work, ledger)
    put_in_place(work, folder, stamp is not None and stamp.inferred)


def renew_files(
    folder: str | os.PathLike[str] | None = None, *, waiting: Waiting | None = None
) -> tuple[Path, tuple[str, ...]]:
    """Write the files of a folder where they are not those of its store; the folder, and the names of what is written.

    Args:
        folder: the folder of the graph; by default the one that other commands read.
        waiting: what to do where another process changes the folder; by default wait.

    Raises:
        InputError: there is no such folder, or its graph cannot be read.
        OutputError: it cannot be written.
    """
    found = ready_graph(folder)
    place = found.path
    if found.has_articles is None:
        raise InputError(f"{place} is a file; name the folder that `kg build` made")
    with disk_errors(place), work_folder(place, waiting) as work, Ledger(place / STORE) as ledger:
        if files_are_current(place, ledger):
            return place, ()
        store = ox.Store.read_only(str(place / STORE))
        refresh_files(GraphView(store, has_articles=found.has_articles), work, place, ledger)
    return place, _FILES


def finish_graph(store: ox.Store, work: Path, folder: Path, inferred: bool) -> GraphStatistics:
    """Write the files of a store that holds its articles, and give it the model, the imports and what follows.

    Args:
        store: the store ``store`` of the work folder.
        work: the work folder.
        folder: the folder that all of it is for, which keeps the imports.
        inferred: whether the store also gets what follows by the ontology.
    """
    graph = GraphView(store)
    counts = count_graph(graph)
    write_files(graph, work)
    renew_support(store)
    load_model(store)
    read_forgotten(folder).clear(store, GRAPH_LEXICON)
    load_sources(store, folder)
    if inferred:
        infer(store)
    store.optimize()
    store.flush()
    return counts


def put_in_place(work: Path, folder: Path, inferred: bool) -> None:
    """Put what a work folder holds of a finished graph in its place: store, texts, files; all together.

    A store without new files is ahead of the folder's own.

    Args:
        work: the work folder.
        folder: the folder that it is for.
        inferred: whether its store holds inferences.
    """
    if (work / "kg.trig").is_file():
        state = file_state(work / "kg.trig")
        stamp = Stamp(inferred=inferred, **state)  # type: ignore[arg-type]
    else:
        stamp = Stamp(ahead=True, inferred=inferred)
    write_stamp(work / STAMP.name, stamp)
    places = [("store", str(STORE)), ("texts", str(KEPT_TEXTS)), *((name, name) for name in _FILES)]
    moves = [(name, place) for name, place in places if (work / name).exists()]
    commit(work, folder, [*moves, (STAMP.name, str(STAMP))])
