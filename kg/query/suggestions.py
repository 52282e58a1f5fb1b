"""Terms of a query that nothing knows, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from itertools import pairwise

import pyoxigraph as ox

from kg.query.labels import Asked
from kg.query.run import read_result
from kg.query.scanner import place, scan
from kg.vocabulary import data_folder, parse_turtle_file
from kg.vocabulary.namespaces import PREFIXES, XB, XBR, compact_iri

__all__ = ["unknown_terms"]

_MOST_NAMES = 50_000
_PRESENT = "SELECT DISTINCT ?thing WHERE {{ VALUES ?thing {{ {things} }} {{ ?thing ?a ?b }} UNION {{ ?c ?d ?thing }} }}"
_ALL = f"SELECT DISTINCT ?thing WHERE {{ ?thing skos:prefLabel ?name }} LIMIT {_MOST_NAMES}"


def _iris(query: str) -> Iterator[tuple[str, int]]:
    """The IRIs of a query, prefixed or not, with their offsets."""
    declared = dict(PREFIXES)
    tokens = list(scan(query))
    for name, iri in pairwise(tokens):
        if name.kind == "prefixed" and iri.kind == "iri" and name.text.endswith(":"):
            declared[name.text[:-1]] = iri.text[1:-1]
    for token in tokens:
        prefix, colon, local = token.text.partition(":")
        if token.kind == "prefixed" and local and prefix in declared:
            yield declared[prefix] + local.replace("\\", ""), token.start
        elif token.kind == "iri" and colon and token.text[-2] not in "#/":  # those are of PREFIX
            yield token.text[1:-1], token.start


def _ontology_terms() -> set[str]:
    return {
        triple.subject.value
        for path in sorted(data_folder("ontology").glob("*.ttl"))
        for triple in parse_turtle_file(path)
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(XB)
    }


def _absent(asked: Asked, iris: set[str]) -> set[str]:
    """Those of the things that stand nowhere in the graph."""
    nodes = [ox.NamedNode(iri) for iri in sorted(iris)]
    with asked.run(_PRESENT.format(things=" ".join(map(str, nodes)))) as result:
        return iris - {thing.value for (thing,) in read_result(result).rows() if isinstance(thing, ox.NamedNode)}


def _meant(iri: str, known: set[str]) -> str:
    """The known IRI that is nearest, as words."""
    short = {":".join(compact_iri(one) or ("", one)): one for one in known}
    name = ":".join(compact_iri(iri) or ("", iri))
    folded = {one.lower(): one for one in sorted(short)}
    close = folded.get(name.lower()) or next(iter(get_close_matches(name, sorted(short), 1, 0.75)), None)
    return f"; did you mean {close}?" if close else ""


def unknown_terms(query: str, asked: Asked | None = None) -> list[str]:
    """What a query without an answer names that does not exist, a line each.

    Args:
        query: a well-formed query.
        asked: the graph that it was asked of; without it, only terms of the ontology are looked at.
    """
    found = dict(reversed(list(_iris(query))))  # the first place of each
    terms = {iri for iri in found if iri.startswith(XB)}
    things = {iri for iri in found if iri.startswith(XBR)}
    told: list[tuple[int, str]] = []
    if terms:
        known = _ontology_terms()
        told += [(found[iri], f"is no term of the ontology{_meant(iri, known)}") for iri in terms if iri not in known]
    absent = _absent(asked, things) if things and asked is not None else set()
    if absent and asked is not None:
        with asked.run(_ALL) as result:
            known = {one.value for (one,) in read_result(result).rows() if isinstance(one, ox.NamedNode)}
        told += [(found[iri], f"stands nowhere in this graph{_meant(iri, known)}") for iri in absent]
    lines = []
    names = {offset: ":".join(compact_iri(iri) or (f"<{iri}>",)) for iri, offset in found.items()}
    for offset, what in sorted(told):
        line, column = place(query, offset)
        lines.append(f"line {line}, column {column}: {names[offset]} {what}")
    return lines
