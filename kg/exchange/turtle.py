"""Turtle (RDF 1.1 Turtle): the default graph, for people and for every tool."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.store import default_lines
from kg.graph.turtle import turtle_chunks

__all__ = ["chunks"]


# For whoever opens the file in an editor; no tool reads it.
_OPENING = b"""\
# What articles state: things first, then statements, observations and articles, then the sentences that say so.
# A relation that holds stands twice: plainly (xbr:aliexpress xb:partOf xbr:aidc), and as a xb:Statement with its time,
# modality, qualifiers and evidence. What is denied, planned, uncertain or past is a xb:Statement alone.
# Terms: https://w3id.org/alibaba-xborder/ontology# (ontology/ontology.ttl and metrics.ttl; pages by `kg docs`).
# Facts: CC BY 4.0. Quoted sentences remain their publishers'.
"""


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph, behind a comment that tells what it is."""
    yield _OPENING
    yield from turtle_chunks(default_lines(graph))
