"""RDF/XML (RDF 1.1 XML Syntax): the default graph as flat descriptions.

XML cannot hold most control characters: in this format, and in no other, each of them in a literal becomes U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.exchange.xml_text import attribute, content
from kg.graph import GraphView
from kg.graph.paragraphs import literal_parts, paragraphs
from kg.graph.store import default_lines
from kg.vocabulary import InputError
from kg.vocabulary.namespaces import PREFIXES, compact_iri

__all__ = ["chunks"]

# What may stand behind the colon of an element's name (Namespaces in XML §3), the ASCII of it.
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*$")


def _element(token: bytes) -> tuple[str, str]:
    """The tag of a predicate, and the declaration that it needs where no prefix of ours covers it.

    Raises:
        InputError: no element can be named so.
    """
    iri = token[1:-1].decode()
    compact = compact_iri(iri)
    if compact and _LOCAL.match(compact[1]):
        return ":".join(compact), ""
    match = _LOCAL.search(iri)
    if not match or not match.start():
        raise InputError(f"RDF/XML cannot hold the predicate <{iri}>; choose another format")
    return f"p:{match[0]}", f' xmlns:p="{attribute(iri[: match.start()])}"'


class _Nodes(dict[bytes, str]):
    """The attribute that names a node: `by_iri` with its IRI, or ``rdf:nodeID`` with the label of a blank node."""

    def __init__(self, by_iri: str) -> None:
        self._by_iri = by_iri

    def __missing__(self, token: bytes) -> str:
        if token.startswith(b"_:"):
            found = f'rdf:nodeID="{token[2:].decode()}"'
        else:
            found = f'{self._by_iri}="{attribute(token[1:-1].decode())}"'
        self[token] = found
        return found


class _Kinds(dict[bytes, str]):
    """What follows a literal's value, as an attribute."""

    def __missing__(self, suffix: bytes) -> str:
        _, language, datatype = literal_parts(b'""' + suffix)
        kind = f' xml:lang="{language}"' if language else f' rdf:datatype="{attribute(datatype)}"' if datatype else ""
        self[suffix] = kind
        return kind


_SPECIAL = re.compile(rb"[\\&<>\r]|\xef\xbf[\xbe\xbf]|\xc2[\x80-\x9f]")


class _Writer:
    """Descriptions, a paragraph each."""

    def __init__(self) -> None:
        self._about, self._resources, self._kinds = _Nodes("rdf:about"), _Nodes("rdf:resource"), _Kinds()
        self._elements: dict[bytes, tuple[str, str]] = {}

    def description(self, subject: bytes, rows: list[tuple[bytes, list[bytes]]]) -> bytes:
        """A node with all that is said of it."""
        parts = [f"  <rdf:Description {self._about[subject]}>\n"]
        for predicate, objects in rows:
            found = self._elements.get(predicate) or self._elements.setdefault(predicate, _element(predicate))
            parts += [self._property(found, obj) for obj in objects]
        parts.append("  </rdf:Description>\n")
        return "".join(parts).encode()

    def _property(self, name: tuple[str, str], obj: bytes) -> str:
        tag, declared = name
        if obj[:1] != b'"':
            return f"    <{tag}{declared} {self._resources[obj]}/>\n"
        cut = obj.rindex(b'"')
        value = content(literal_parts(obj[: cut + 1])[0]) if _SPECIAL.search(obj, 1, cut) else obj[1:cut].decode()
        return f"    <{tag}{declared}{self._kinds[obj[cut + 1 :]]}>{value}</{tag}>\n"


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph.

    Raises:
        InputError: a predicate cannot be the name of an element.
    """
    spaces = "".join(f'\n    xmlns:{prefix}="{attribute(PREFIXES[prefix])}"' for prefix in sorted(PREFIXES))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'.encode()
    writer = _Writer()
    for subject, rows in paragraphs(default_lines(graph)):
        yield writer.description(subject, rows)
    yield b"</rdf:RDF>\n"
