"""N-Triples (RDF 1.1 N-Triples): the default graph, a triple a line, sorted."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.paragraphs import with_canonical_language
from kg.graph.store import default_lines

__all__ = ["chunks"]

_PIECE = 4096


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph."""
    lines = default_lines(graph)
    for start in range(0, len(lines), _PIECE):
        yield b"\n".join([*map(with_canonical_language, lines[start : start + _PIECE]), b""])
