"""A graph for rdflib, term by term; no text is written and parsed again."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib
from rdflib.term import Node

from kg.graph import GraphView
from kg.graph.paragraphs import canonical_language
from kg.vocabulary.namespaces import PREFIXES, XBA

__all__ = ["to_rdflib"]


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | ox.DefaultGraph) -> Node:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError("RDF 1.1 has no triple terms")
    if term.language:
        return rdflib.Literal(term.value, lang=canonical_language(term.language))
    kind = term.datatype.value
    return rdflib.Literal(term.value, datatype=None if kind == PREFIXES["xsd"] + "string" else rdflib.URIRef(kind))


def to_rdflib(graph: GraphView, articles: bool = False) -> rdflib.Graph | rdflib.Dataset:
    """The default graph as a graph of rdflib, or the article graphs as a data set.

    Args:
        graph: the graph.
        articles: whether a data set is wanted.
    """
    if not articles:
        found = rdflib.Graph()
        for prefix, namespace in PREFIXES.items():
            found.bind(prefix, namespace)
        for triple in graph.triples():
            found.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
        return found
    dataset = rdflib.Dataset()
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace)
    for quad in graph.store:
        name = quad.graph_name
        if isinstance(name, ox.NamedNode) and name.value.startswith(XBA):
            one = dataset.graph(rdflib.URIRef(name.value))
            one.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return dataset
