"""TriG (RDF 1.1 TriG): each article's claims in the graph that the article names, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.store import article_graphs
from kg.graph.turtle import trig_chunks

__all__ = ["chunks"]


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The article graphs, by their IRI."""
    return trig_chunks(article_graphs(graph))
