"""The only writer of facts as RDF: statements, store, files."""

from typing import TYPE_CHECKING

from kg.graph.files import STANDARD_STREAM, atomic_output, write_file
from kg.graph.location import GraphPlace, find_graph, open_graph, ready_graph
from kg.graph.turtle import turtle_bytes
from kg.graph.view import GraphView

if TYPE_CHECKING:
    from kg.graph.quads import article_quads

__all__ = [
    "STANDARD_STREAM",
    "GraphPlace",
    "GraphView",
    "article_quads",
    "atomic_output",
    "find_graph",
    "open_graph",
    "ready_graph",
    "turtle_bytes",
    "write_file",
]


def __getattr__(name: str) -> object:
    if name == "article_quads":  # needs the lexicon, which reading a graph does not
        from kg.graph.quads import article_quads

        return article_quads
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
