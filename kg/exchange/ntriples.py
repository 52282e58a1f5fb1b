"""N-Triples (RDF 1.1 N-Triples): the default graph, a triple a line, sorted."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.paragraphs import with_canonical_language
from kg.graph.store import default_lines

__all__ = ["chunks"]


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph."""
    for line in default_lines(graph):
        yield with_canonical_language(line) + b"\n"
