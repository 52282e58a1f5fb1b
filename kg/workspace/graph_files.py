"""The files of a graph's folder: made in a work folder, then put in their places together."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.exchange import export_graph
from kg.explore import write_page
from kg.graph import GraphView
from kg.graph.changing import STORE, commit
from kg.graph.forgotten import read_forgotten
from kg.graph.inference import infer
from kg.graph.sources import load_sources
from kg.graph.stamps import STAMP, Stamp, file_state, write_stamp
from kg.graph.statistics import GraphStatistics, count_graph
from kg.graph.store import GRAPH_LEXICON, load_model
from kg.workspace.texts import KEPT_TEXTS

__all__ = ["finish_graph", "put_in_place"]

_EXPORTS = {"kg.ttl": "turtle", "kg.trig": "trig", "kg.graphml": "graphml"}
_PAGE = "kg.html"


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
    for name, kind in _EXPORTS.items():
        export_graph(graph, kind, work / name)
    write_page(graph, work / _PAGE)
    load_model(store)
    read_forgotten(folder).clear(store, GRAPH_LEXICON)
    load_sources(store, folder)
    if inferred:
        infer(store)
    store.optimize()
    store.flush()
    return counts


def put_in_place(work: Path, folder: Path, inferred: bool) -> None:
    """Put a finished graph in its place: store, texts and files together, whatever happens meanwhile.

    Args:
        work: the work folder.
        folder: the folder that it is for.
        inferred: whether its store holds inferences.
    """
    state = file_state(work / "kg.trig")
    write_stamp(work / STAMP.name, Stamp(inferred=inferred, **state))  # type: ignore[arg-type]
    moves = [("store", str(STORE)), ("texts", str(KEPT_TEXTS))]
    moves += [(name, name) for name in (*_EXPORTS, _PAGE)]
    commit(work, folder, [*moves, (STAMP.name, str(STAMP))])
