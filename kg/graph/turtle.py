"""Turtle and TriG for people: a thing or a statement a paragraph, in the order of :mod:`kg.graph.paragraphs`.

A literal of N-Triples is one of Turtle, so the writer has no escaping of its own; it shortens what prefixes and bare
numbers can shorten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.graph.paragraphs import Paragraph, canonical_language, ntriples_lines, paragraphs
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["TurtleTerms", "graph_block", "prefix_lines", "trig_chunks", "turtle_bytes", "turtle_chunks"]

_NAMESPACES: dict[bytes, bytes] = {namespace.encode(): f"{prefix}:".encode() for prefix, namespace in PREFIXES.items()}
_LOCAL = re.compile(rb"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_BARE = {
    b"<http://www.w3.org/2001/XMLSchema#integer>": re.compile(rb"[+-]?[0-9]+"),
    b"<http://www.w3.org/2001/XMLSchema#decimal>": re.compile(rb"[+-]?[0-9]*\.[0-9]+"),
    b"<http://www.w3.org/2001/XMLSchema#boolean>": re.compile(rb"true|false"),
}
_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

_MANY = 3  # more objects than these stand a line each


class TurtleTerms(dict[bytes, bytes]):
    """Terms of N-Triples as Turtle writes them, made once each: IRIs whole, literals by what follows their quotes."""

    def __missing__(self, token: bytes) -> bytes:
        written = token
        if token.startswith(b"<"):
            cut = max(token.rfind(b"#"), token.rfind(b"/")) + 1
            prefix = _NAMESPACES.get(token[1:cut])
            local = token[cut:-1]
            if prefix and _LOCAL.fullmatch(local):
                written = prefix + local
        elif token.startswith(b"@"):
            written = b"@" + canonical_language(token[1:].decode()).encode()
        elif token.startswith(b"^^"):
            written = b"^^" + self[token[2:]]
        self[token] = written
        return written

    def literal(self, token: bytes) -> bytes:
        """A literal of N-Triples as Turtle writes it."""
        cut = token.rindex(b'"') + 1
        if cut == len(token):
            return token
        suffix = token[cut:]
        bare = _BARE.get(suffix[2:])
        if bare is not None and bare.fullmatch(token, 1, cut - 1):
            return token[1 : cut - 1]
        return token[:cut] + self[suffix]

    def written(self, token: bytes) -> bytes:
        """Any term."""
        return self.literal(token) if token.startswith(b'"') else self[token]


def _written(paragraph: Paragraph, terms: TurtleTerms, pad: bytes) -> bytes:
    """One subject with all that is said of it."""
    subject, rows = paragraph
    parts = []
    for predicate, objects in rows:
        name = b"a" if predicate == _TYPE else terms[predicate]
        written = [terms.literal(obj) if obj.startswith(b'"') else terms[obj] for obj in objects]
        if len(written) > _MANY:
            first, between = b"\n" + pad + b"        ", b" ,\n" + pad + b"        "
            parts.append(name + first + between.join(written))
        else:
            parts.append(name + b" " + b" , ".join(written))
    return pad + terms[subject] + b" " + (b" ;\n" + pad + b"    ").join(parts) + b" .\n"


def _header(lines: list[bytes]) -> bytes:
    """The prefixes that occur."""
    data = b"\n".join(lines)
    used = [namespace for namespace in _NAMESPACES if b"<" + namespace in data]
    rows = [b"@prefix " + _NAMESPACES[n] + b" <" + n + b"> .\n" for n in sorted(used, key=_NAMESPACES.__getitem__)]
    return b"".join(rows)


def prefix_lines() -> bytes:
    """All prefixes, in the form of Turtle and TriG."""
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in sorted(PREFIXES)).encode()


def turtle_chunks(lines: list[bytes]) -> Iterator[bytes]:
    """A graph in Turtle, from its sorted lines of N-Triples (:func:`ntriples_lines`), in chunks of bytes.

    Blank nodes are written by their labels. Parsing it gives back the same triples (RDF 1.1 Turtle).
    """
    yield _header(lines)
    terms = TurtleTerms()
    for paragraph in paragraphs(lines):
        yield b"\n" + _written(paragraph, terms, b"")


def turtle_bytes(triples: Iterable[ox.Triple]) -> bytes:
    """Triples in Turtle."""
    return b"".join(turtle_chunks(ntriples_lines(triples)))


def trig_chunks(graphs: Iterable[tuple[str, list[bytes]]]) -> Iterator[bytes]:
    """Named graphs in TriG (RDF 1.1 TriG), each given by its IRI and its sorted lines of N-Triples; in their order."""
    yield prefix_lines()
    terms = TurtleTerms()
    for name, lines in graphs:
        yield graph_block(name, lines, terms)


def graph_block(name: str, lines: list[bytes], terms: TurtleTerms) -> bytes:
    """One named graph of TriG: its IRI and its sorted lines of N-Triples."""
    written = [_written(paragraph, terms, b"    ") for paragraph in paragraphs(lines)]
    return b"\n" + terms[f"<{name}>".encode()] + b" {\n" + b"\n".join(written) + b"}\n"
