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


def _about(token: bytes, attribute_of_iri: str) -> str:
    """The attribute that names a node."""
    if token.startswith(b"_:"):
        return f'rdf:nodeID="{token[2:].decode()}"'
    return f'{attribute_of_iri}="{attribute(token[1:-1].decode())}"'


def _property(name: tuple[str, str], obj: bytes) -> str:
    tag, declared = name
    if not obj.startswith(b'"'):
        return f"    <{tag}{declared} {_about(obj, 'rdf:resource')}/>\n"
    value, language, datatype = literal_parts(obj)
    kind = f' xml:lang="{language}"' if language else f' rdf:datatype="{attribute(datatype)}"' if datatype else ""
    return f"    <{tag}{declared}{kind}>{content(value)}</{tag}>\n"


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph.

    Raises:
        InputError: a predicate cannot be the name of an element.
    """
    spaces = "".join(f'\n    xmlns:{prefix}="{attribute(PREFIXES[prefix])}"' for prefix in sorted(PREFIXES))
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{spaces}>\n'.encode()
    names: dict[bytes, tuple[str, str]] = {}
    for subject, rows in paragraphs(default_lines(graph)):
        parts = [f"  <rdf:Description {_about(subject, 'rdf:about')}>\n"]
        for predicate, objects in rows:
            name = names.get(predicate) or names.setdefault(predicate, _element(predicate))
            parts += [_property(name, obj) for obj in objects]
        parts.append("  </rdf:Description>\n")
        yield "".join(parts).encode()
    yield b"</rdf:RDF>\n"
