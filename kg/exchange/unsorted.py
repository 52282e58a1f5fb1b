"""Graphs as the store has them, by its own serialiser: nothing is sorted, and nothing kept in memory."""

from __future__ import annotations

import re
from typing import IO, cast

import pyoxigraph as ox

from kg.graph import GraphView
from kg.graph.paragraphs import canonical_language
from kg.vocabulary.namespaces import PREFIXES, XBA

__all__ = ["UNSORTED", "write_unsorted"]

UNSORTED = ("nquads", "ntriples", "turtle")

_PIECE = 1 << 18
_TAG = re.compile(rb'"@([a-z]+-[a-z0-9-]+)')


def _canonical(match: re.Match[bytes]) -> bytes:
    """A language tag as RFC 5646 spells it; a quotation mark behind a backslash may be of the text itself."""
    if match.string[match.start() - 1 : match.start()] == b"\\":
        return match[0]
    return b'"@' + canonical_language(match[1].decode()).encode()


class _Lines:
    """A stream that passes whole lines on: language tags respelt, and the graph's name put at their ends."""

    def __init__(self, stream: IO[bytes], name: str | None = None) -> None:
        self._stream = stream
        self._ending = f" <{name}> .\n".encode() if name else b""
        self._waiting: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        self._waiting.append(bytes(data))
        self._size += len(data)
        if self._size >= _PIECE:
            self._pass_on(b"".join(self._waiting))
        return len(data)

    def _pass_on(self, data: bytes) -> None:
        cut = data.rfind(b"\n") + 1
        lines = _TAG.sub(_canonical, data[:cut])
        if self._ending:  # a literal holds no line feed, so this is the end of a line
            lines = lines.replace(b" .\n", self._ending)
        self._stream.write(lines)
        self._waiting, self._size = [data[cut:]], len(data) - cut

    def flush(self) -> None:
        """Pass on what is left."""
        self._pass_on(b"".join(self._waiting))
        self._stream.write(b"".join(self._waiting))
        self._waiting, self._size = [], 0


def _io(lines: _Lines) -> IO[bytes]:
    """Oxigraph asks no more of a stream than to take bytes."""
    return cast("IO[bytes]", lines)


def write_unsorted(graph: GraphView, name: str, stream: IO[bytes]) -> None:
    """Write a graph to a stream in the store's own order.

    Args:
        graph: the graph.
        name: one of :data:`UNSORTED`; N-Quads hold the article graphs, the others the default graph.
        stream: where to.
    """
    if name == "nquads":
        articles = sorted(g.value for g in graph.store.named_graphs() if isinstance(g, ox.NamedNode))
        for article in articles:
            if article.startswith(XBA):
                lines = _Lines(stream, article)
                graph.store.dump(_io(lines), format=ox.RdfFormat.N_TRIPLES, from_graph=ox.NamedNode(article))
                lines.flush()
        return
    kind = ox.RdfFormat.TURTLE if name == "turtle" else ox.RdfFormat.N_TRIPLES
    prefixes = PREFIXES if name == "turtle" else None
    lines = _Lines(stream)
    graph.store.dump(_io(lines), format=kind, from_graph=ox.DefaultGraph(), prefixes=prefixes)
    lines.flush()
