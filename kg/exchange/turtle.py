"""Turtle (RDF 1.1 Turtle): the default graph, for people and for every tool."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.store import default_lines
from kg.graph.turtle import turtle_chunks

__all__ = ["chunks"]


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph."""
    return turtle_chunks(default_lines(graph))
