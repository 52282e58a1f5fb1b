"""N-Quads in canonical form and order (RDF Dataset Canonicalization, W3C Recommendation 2024, §5 and appendix A).

Each article's claims with the article as graph, a quad a line; the lines in the order of their code points, so that the
file's digest is that of the data set. There are no blank nodes to be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.paragraphs import with_canonical_language
from kg.graph.store import article_graphs

__all__ = ["canonical_line", "chunks"]

_PIECE = 4096
# Oxigraph also escapes the two noncharacters of the first plane; the canonical form has them as they are.
_NONCHARACTER = re.compile(rb"((?<!\\)(?:\\\\)*)\\u(FFF[EF])")


def canonical_line(line: bytes) -> bytes:
    """A line of Oxigraph's N-Triples in canonical form."""
    if b"\\uFFF" in line:
        line = _NONCHARACTER.sub(lambda match: match[1] + chr(int(match[2], 16)).encode(), line)
    return with_canonical_language(line)


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The article graphs."""
    lines: list[bytes] = []
    for name, triples in article_graphs(graph):
        ending = f"<{name}> .\n".encode()
        lines += [canonical_line(line)[:-1] + ending for line in triples]
    lines.sort()
    for start in range(0, len(lines), _PIECE):
        yield b"".join(lines[start : start + _PIECE])
