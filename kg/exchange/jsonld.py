"""JSON-LD 1.1 (W3C JSON-LD 1.1 §9): the default graph, a thing an object with what is stated of it, and its evidence.

A node is written where the first node leads to it: statements within their subject, observations within what they are
about, evidence and occurrences within the first fact that rests on them. Articles stand for themselves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kg.exchange.jsonld_context import FRAMED, Key, context, keys
from kg.graph import GraphView
from kg.graph.paragraphs import Subjects, canonical_language, literal_parts, ordered_subjects
from kg.graph.store import default_lines
from kg.vocabulary.namespaces import PREFIXES, XB, compact_iri

__all__ = ["chunks"]

_TYPE = f"<{PREFIXES['rdf']}type>".encode()
_XSD = PREFIXES["xsd"]
_INTEGER = re.compile(rb"-?[1-9][0-9]{0,14}|0")  # within what every reader of JSON keeps (RFC 8259 §6)
_FRAMING = {f"<{XB}{name}>".encode() for name in FRAMED}
_STATEMENT = f"<{XB}hasStatement>".encode()
_SUBJECT = f"<{XB}subject>".encode()
_DATE = f"^^<{_XSD}date>".encode()


def _quoted(text: str) -> bytes:
    return json.dumps(text, ensure_ascii=False).encode()


def _string(token: bytes, cut: int) -> bytes:
    """A literal of N-Triples up to its closing quotation mark as a string of JSON: their escapes agree, but for one."""
    string = token[: cut + 1]
    return _quoted(literal_parts(string)[0]) if b"\\U" in string else string


class _Names(dict[bytes, bytes]):
    """IRIs and blank nodes of N-Triples as JSON-LD names them."""

    def __missing__(self, token: bytes) -> bytes:
        name = token.decode()
        if name.startswith("<"):
            name = ":".join(compact_iri(name[1:-1]) or (name[1:-1],))
        found = self[token] = _quoted(name)
        return found


class _Terms(dict[bytes, bytes]):
    """IRIs of the ontology by their local names, all others as they are named elsewhere."""

    def __missing__(self, token: bytes) -> bytes:
        iri = token[1:-1].decode()
        local = iri.removeprefix(XB)
        found = self[token] = _quoted(
            local if local != iri and local.isalnum() else ":".join(compact_iri(iri) or (iri,))
        )
        return found


class _Suffixes(dict[bytes, tuple[bytes, bytes]]):
    """What follows a literal's value, as key and value of JSON-LD."""

    def __missing__(self, suffix: bytes) -> tuple[bytes, bytes]:
        if suffix.startswith(b"@"):
            found = b'"@language": ', _quoted(canonical_language(suffix[1:].decode()))
        else:
            iri = suffix[3:-1].decode()
            found = b'"@type": ', _quoted(":".join(compact_iri(iri) or (iri,)))
        self[suffix] = found
        return found


class _Predicates(dict[bytes, tuple[bytes, Key | None, bytes]]):
    """Properties with their short key, and the name that stands for them where no key fits the values."""

    def __missing__(self, token: bytes) -> tuple[bytes, Key | None, bytes]:
        iri = token[1:-1].decode()
        full = ":".join(compact_iri(iri) or (iri,))
        known = keys().get(iri)
        local = iri.removeprefix(XB)
        free = local != iri and local.isalnum() and local not in context()
        found = self[token] = (_quoted(known.key if known else local if free else full), known, _quoted(full))
        return found


def _listed(values: list[bytes], always: bool = False) -> bytes:
    return values[0] if len(values) == 1 and not always else b"[" + b", ".join(values) + b"]"


class _Writer:
    """Nodes as objects of JSON, each once."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects
        self._waiting = set(subjects.ranges)  # nodes that stand nowhere yet
        self._names, self._terms, self._predicates, self._suffixes = _Names(), _Terms(), _Predicates(), _Suffixes()

    def nodes(self) -> Iterator[bytes]:
        """All nodes that stand within no other."""
        for subject in ordered_subjects(self._subjects):
            if subject in self._waiting:
                self._waiting.remove(subject)
                yield self._node(subject)

    def _node(self, subject: bytes) -> bytes:
        """A node with what it says, and within it the nodes that it leads to first."""
        parts = [b'{"id": ' + self._names[subject]]
        for predicate, objects in self._subjects.rows(subject):
            if predicate == _TYPE:
                parts.append(b'"type": ' + _listed([self._terms[one] for one in objects]))
                continue
            key, known, full = self._predicates[predicate]
            values = self._shaped(known, predicate, subject, objects) if known else None
            if values is None:
                key = full if known else key
                values = _listed([self._value(one) for one in objects])
            parts.append(key + b": " + values)
        return b", ".join(parts) + b"}"

    def _led_to(self, subject: bytes, predicate: bytes, obj: bytes) -> bytes:
        """A node in its place, unless it stands elsewhere already or belongs to the other end of a statement."""
        if obj not in self._waiting:
            return self._names[obj]
        if predicate == _STATEMENT:
            owner = next(self._subjects.objects(obj, _SUBJECT), subject)
            if owner != subject and owner in self._waiting:
                return self._names[obj]
        self._waiting.remove(obj)
        return self._node(obj)

    def _shaped(self, known: Key, predicate: bytes, subject: bytes, objects: list[bytes]) -> bytes | None:
        """Values as their key has them; None where one is of another kind."""
        literal = known.kind in ("date", "language")
        if any((one[:1] == b'"') != literal for one in objects):
            return None
        if predicate in _FRAMING:
            return _listed([self._led_to(subject, predicate, one) for one in objects], known.kind == "links")
        if known.kind == "term":
            return _listed([self._terms[one] for one in objects])
        if not literal:
            return _listed([self._names[one] for one in objects], known.kind == "links")
        return self._dates(objects) if known.kind == "date" else self._by_language(objects)

    @staticmethod
    def _dates(objects: list[bytes]) -> bytes | None:
        if not all(one.endswith(_DATE) for one in objects):
            return None
        return _listed([one[: -len(_DATE)] for one in objects])

    def _by_language(self, objects: list[bytes]) -> bytes | None:
        found: dict[bytes, list[bytes]] = {}
        for one in objects:
            cut = one.rindex(b'"')
            key, tag = self._suffixes[one[cut + 1 :]] if cut + 1 < len(one) else (b"", b"")
            if key != b'"@language": ':
                return None
            found.setdefault(tag, []).append(_string(one, cut))
        return b"{" + b", ".join(tag + b": " + _listed(values) for tag, values in found.items()) + b"}"

    def _value(self, token: bytes) -> bytes:
        """A value that says its kind itself."""
        if token[:1] != b'"':
            return b'{"id": ' + self._names[token] + b"}"
        cut = token.rindex(b'"')
        if cut + 1 == len(token):
            return _string(token, cut)
        key, kind = self._suffixes[token[cut + 1 :]]
        if kind == b'"xsd:boolean"' and token[1:cut] in (b"true", b"false"):
            return token[1:cut]
        if kind == b'"xsd:integer"' and _INTEGER.fullmatch(token, 1, cut):
            return token[1:cut]
        return b"{" + key + kind + b', "@value": ' + _string(token, cut) + b"}"


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The default graph, an object a line."""
    yield b'{"@context": ' + json.dumps(context(), ensure_ascii=False).encode() + b',\n"@graph": ['
    between = b"\n"
    for node in _Writer(Subjects(default_lines(graph))).nodes():
        yield between + node
        between = b",\n"
    yield b"\n]}\n"
