"""The table of formats that a graph can be written in; each is a module of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from kg.graph import GraphView, write_file
from kg.graph.inference import with_inferred
from kg.vocabulary import InputError, UsageError

__all__ = ["FORMATS", "Format", "export_graph"]


@dataclass(frozen=True, order=True)
class Format:
    """A format of graphs.

    Attributes:
        name: how it is called on the command line.
        suffix: its usual ending of file names.
        media_type: its media type.
        about: what it is, in a line.
        needs_articles: whether it holds each article's graph, which a graph read from Turtle lacks.
        module: the module that writes it; its function ``chunks`` takes a graph and yields bytes.
    """

    name: str
    suffix: str
    media_type: str
    about: str
    needs_articles: bool
    module: str


_TABLE = (
    Format("graphml", ".graphml", "application/graphml+xml", "GraphML: things and statements", False, "graphml"),
    Format("jsonld", ".jsonld", "application/ld+json", "JSON-LD 1.1", False, "jsonld"),
    Format("nquads", ".nq", "application/n-quads", "N-Quads, an article a graph", True, "nquads"),
    Format("ntriples", ".nt", "application/n-triples", "N-Triples", False, "ntriples"),
    Format("rdfxml", ".rdf", "application/rdf+xml", "RDF/XML", False, "rdfxml"),
    Format("trig", ".trig", "application/trig", "TriG, an article a graph", True, "trig"),
    Format("turtle", ".ttl", "text/turtle", "Turtle", False, "turtle"),
)
FORMATS: dict[str, Format] = {one.name: one for one in _TABLE}


_WITH_INFERRED = ("ntriples", "turtle")


def export_graph(graph: GraphView, name: str, target: str | os.PathLike[str], *, inferred: bool = False) -> None:
    """Write a graph to a file, whole or not at all; the same graph gives the same bytes.

    Args:
        graph: the graph.
        name: a key of :data:`FORMATS`.
        target: the file; ``-`` is standard output.
        inferred: whether what follows by the ontology is written too (Turtle and N-Triples).

    Raises:
        UsageError: there is no such format, or it cannot hold inferences.
        InputError: the format holds article graphs, or inferences are wanted, and `graph` has none.
        OutputError: the file cannot be written.
    """
    known = FORMATS.get(name)
    if known is None:
        raise UsageError(f"unknown format {name!r}; there are {', '.join(FORMATS)}")
    if known.needs_articles and not graph.has_articles:
        raise InputError(f"{graph.path}: has no graph an article, which {name} holds; read a TriG or a built folder")
    if inferred:
        if name not in _WITH_INFERRED:
            raise UsageError(f"{name} is written without inferences; choose {', '.join(_WITH_INFERRED)}")
        graph = with_inferred(graph)
    chunks = cast("Callable[[GraphView], Iterator[bytes]]", import_module(f"kg.exchange.{known.module}").chunks)
    write_file(target, chunks(graph))
