"""The files of a graph's folder: made in a work folder, then put in their places together."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.exchange import export_graph
from kg.explore import write_page
from kg.graph import GraphView
from kg.graph.forgotten import read_forgotten
from kg.graph.inference import infer
from kg.graph.location import swap_store, write_stamp
from kg.graph.sources import load_sources
from kg.graph.statistics import GraphStatistics, count_graph
from kg.graph.store import GRAPH_LEXICON, load_model
from kg.workspace.texts import swap_texts

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


def put_in_place(work: Path, folder: Path) -> None:
    """Move a finished graph to its folder, the store first.

    Each file changes in one step. Should the process end between two of them, the store counts as outdated and is made
    again from the file (:func:`kg.graph.open_graph`), so that what is read is one whole graph, the old or the new.
    """
    swap_store(work, folder)
    swap_texts(work, folder)
    for name in (*_EXPORTS, _PAGE):
        (work / name).replace(folder / name)
    write_stamp(folder)
