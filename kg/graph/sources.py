"""Graphs of users' own facts: files in the folder ``imports`` of a graph, each a graph of its own in the store.

They are no articles: the default graph, the exports and every count leave them out, and ``GRAPH xbr:source-NAME`` asks
them. Building the articles again keeps them.
"""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox

from kg.vocabulary import InputError
from kg.vocabulary.namespaces import XBR

__all__ = ["IMPORTS", "SOURCE_NAME", "load_sources", "source_graph"]

IMPORTS = "imports"
SOURCE_NAME = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


def source_graph(name: str) -> ox.NamedNode:
    """The graph of the source `name`."""
    return ox.NamedNode(f"{XBR}source-{name}")


def load_sources(store: ox.Store, folder: Path) -> None:
    """Add the sources that a folder keeps to its store, each to its graph.

    Raises:
        InputError: a file is damaged.
    """
    for path in sorted((folder / IMPORTS).glob("*.ttl")):
        if SOURCE_NAME.fullmatch(path.stem):
            try:
                store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=source_graph(path.stem))
            except (SyntaxError, OSError, ValueError) as error:
                raise InputError(f"{path} is damaged ({error}); import it again or remove it") from error
