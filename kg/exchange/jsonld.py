"""JSON-LD 1.1 (W3C JSON-LD 1.1 §9): the default graph as flat, compacted node objects under one local context.

The context holds prefixes alone, so no processor needs the network, and values keep language and datatype as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kg.graph import GraphView
from kg.graph.paragraphs import Paragraph, literal_parts, paragraphs
from kg.graph.store import default_lines
from kg.vocabulary.namespaces import PREFIXES, compact_iri

__all__ = ["chunks"]

_TYPE = f"<{PREFIXES['rdf']}type>".encode()


class _Names(dict[bytes, str]):
    """IRIs and blank nodes of N-Triples as JSON-LD names them."""

    def __missing__(self, token: bytes) -> str:
        name = token.decode()
        if name.startswith("<"):
            name = name[1:-1]
            compact = compact_iri(name)
            if compact:
                name = ":".join(compact)
        self[token] = name
        return name


def _value(token: bytes, names: _Names) -> dict[str, str]:
    if not token.startswith(b'"'):
        return {"@id": names[token]}
    value, language, datatype = literal_parts(token)
    if language:
        return {"@language": language, "@value": value}
    return {"@type": names[f"<{datatype}>".encode()], "@value": value} if datatype else {"@value": value}


def _node(paragraph: Paragraph, names: _Names) -> dict[str, object]:
    subject, rows = paragraph
    node: dict[str, object] = {"@id": names[subject]}
    for predicate, objects in rows:
        if predicate == _TYPE:
            node["@type"] = [names[one] for one in objects]
        else:
            node[names[predicate]] = [_value(one, names) for one in objects]
    return node


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph, a node a line."""
    context = json.dumps(PREFIXES, ensure_ascii=False, sort_keys=True)
    yield b'{"@context": ' + context.encode() + b',\n"@graph": ['
    names, between = _Names(), b"\n"
    for paragraph in paragraphs(default_lines(graph)):
        yield between + json.dumps(_node(paragraph, names), ensure_ascii=False).encode()
        between = b",\n"
    yield b"\n]}\n"
