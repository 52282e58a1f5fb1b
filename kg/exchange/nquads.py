"""N-Quads (RDF 1.1 N-Quads): each article's claims with the article as graph, a quad a line, sorted."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.paragraphs import with_canonical_language
from kg.graph.store import article_graphs

__all__ = ["chunks"]


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The article graphs, by their IRI."""
    for name, lines in article_graphs(graph):
        ending = f"<{name}> .\n".encode()
        for line in lines:
            yield with_canonical_language(line)[:-1] + ending
