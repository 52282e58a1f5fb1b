"""What the graph says of one IRI, as triples and written out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from typing import cast

import pyoxigraph as ox

from kg.graph import GraphView, turtle_bytes
from kg.graph.store import GRAPH_LEXICON, GRAPH_ONTOLOGY
from kg.server.addresses import kind_of
from kg.vocabulary import data_folder, parse_turtle_file, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB

__all__ = ["MOST", "describe", "exists", "write_triples"]

MOST = 2000  # triples that point at a thing; a hub has no end of them

_LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
_EVIDENCE = tuple(ox.NamedNode(XB + name) for name in ("evidence", "alsoIn"))
_MODEL = (GRAPH_ONTOLOGY, GRAPH_LEXICON)


@cache
def _ontology() -> dict[str, list[ox.Triple]]:
    """What the installation's ontology says, by subject: a graph read from a file has no ontology with it."""
    found: dict[str, list[ox.Triple]] = {}
    for path in sorted(data_folder("ontology").glob("*.ttl")):
        for triple in parse_turtle_file(path):
            if isinstance(triple.subject, ox.NamedNode):
                found.setdefault(triple.subject.value, []).append(triple)
    return found


def _outgoing(graph: GraphView, node: ox.NamedNode) -> list[ox.Triple]:
    """What is said of a node: by the articles, else by the model's own graphs, else by the installed ontology."""
    said = list(graph.triples(node))
    if not said:
        said = [quad.triple for name in _MODEL for quad in graph.store.quads_for_pattern(node, None, None, name)]
    if not said and kind_of(node.value) in ("term", "unit"):
        said = _ontology().get(node.value, [])
    return said


def exists(graph: GraphView, iri: str) -> bool:
    """Whether anything is said of an IRI, by the articles or by the ontology and the lexicon."""
    return bool(_outgoing(graph, ox.NamedNode(iri)))


def describe(graph: GraphView, iri: str) -> list[ox.Triple]:
    """The triples of an IRI.

    What is said of it, the plain relations that lead to it (the first :data:`MOST`), the evidence of a statement or
    observation, and the names of what they mention.
    """
    node = ox.NamedNode(iri)
    found = dict.fromkeys(_outgoing(graph, node))
    if kind_of(iri) == "thing":
        relations = (ox.NamedNode(XB + name) for name in sorted(vocabulary().predicates))
        incoming = (triple for relation in relations for triple in graph.triples(None, relation, node))
        found.update(dict.fromkeys(islice(incoming, MOST)))
    for predicate in _EVIDENCE:
        for evidence in graph.objects(node, predicate):
            if isinstance(evidence, ox.NamedNode):
                found.update(dict.fromkeys(graph.triples(evidence)))
    named = {term for triple in found for term in (triple.subject, triple.object) if isinstance(term, ox.NamedNode)}
    for term in named - {node}:
        found.update(dict.fromkeys(graph.triples(term, _LABEL)))
    return list(found)


def _chunks(module: str) -> Callable[[list[ox.Triple]], Iterable[bytes]]:
    def write(triples: list[ox.Triple]) -> Iterator[bytes]:
        store = ox.Store()
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        chunks = cast("Callable[[GraphView], Iterator[bytes]]", import_module(f"kg.exchange.{module}").chunks)
        return chunks(GraphView(store, has_articles=False))

    return write


_WRITERS: dict[str, Callable[[list[ox.Triple]], Iterable[bytes]]] = {
    "ttl": lambda triples: [turtle_bytes(triples)],
    "trig": lambda triples: [turtle_bytes(triples)],  # a default graph alone is the same in both (RDF 1.1 TriG §1)
    "jsonld": _chunks("jsonld"),
    "nt": _chunks("ntriples"),
    "nq": _chunks("ntriples"),
    "rdf": _chunks("rdfxml"),
}


def write_triples(triples: list[ox.Triple], form: str) -> bytes:
    """Triples in a form of :data:`kg.server.negotiation.GRAPH_FORMS`; the same triples give the same bytes."""
    return b"".join(_WRITERS[form](triples))
