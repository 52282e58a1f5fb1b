"""Families of copies: a reprint or near-copy and its original are one source wherever sources are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

import pyoxigraph as ox

from kg.graph.terms import article_iri, term
from kg.graph.view import GraphView
from kg.vocabulary.namespaces import XBA

__all__ = ["SOURCE_OF", "count_sources", "link_copies", "linked", "original", "originals"]

SOURCE_OF = "OPTIONAL { ?article xb:copyOf ?original } BIND(COALESCE(?original, ?article) AS ?source)"
"""In a SPARQL query: the source of ``?article``, by which it counts; ``COUNT(DISTINCT ?source)`` counts sources."""

_COPY_OF = term("xb:copyOf")
_DEFAULT = ox.DefaultGraph()


def originals(graph: GraphView) -> dict[str, str]:
    """The IRI of each copy with that of the first of its family; links of copies to copies are followed."""
    found = {
        triple.subject.value: triple.object.value
        for triple in graph.triples(None, _COPY_OF)
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode)
    }

    return {one: _first(one, found.get) for one in sorted(found)}


def original(graph: GraphView, article: str) -> str:
    """The IRI of the first of an article's family, which is the article itself where it is no copy."""
    return _first(article, lambda one: graph.value(ox.NamedNode(one), _COPY_OF))


def _first(one: str, above: Callable[[str], str | None]) -> str:
    """Where links from copies to originals lead; round in a circle, to the last before the first."""
    seen = {one}
    while (further := above(one)) is not None and further not in seen:
        seen.add(further)
        one = further
    return one


def count_sources(articles: Iterable[str], firsts: Mapping[str, str]) -> int:
    """How many sources some articles are.

    Args:
        articles: their IRIs.
        firsts: what :func:`originals` gave.
    """
    return len({firsts.get(one, one) for one in articles})


def linked(store: ox.Store) -> dict[str, str]:
    """The id of each copy with that of the article that it is linked to, as IRIs write them."""
    quads = store.quads_for_pattern(None, _COPY_OF, None, _DEFAULT)
    return {_id(quad.subject): _id(quad.object) for quad in quads}


def _id(node: object) -> str:
    return unquote(str(getattr(node, "value", node)).removeprefix(XBA))


def link_copies(store: ox.Store, links: Mapping[str, str]) -> int:
    """Have a store link copies so, and no others; how many triples changed.

    A link stands in the graph of the copy and in the default graph. Links of or to articles that the store does not
    hold are left out.

    Args:
        store: a store with its articles.
        links: the id of each copy with that of its original (:meth:`kg.workspace.copies.CopyIndex.links`).
    """
    named = ((article_iri(copy), article_iri(first)) for copy, first in links.items())
    held = {(copy, first) for copy, first in named if _holds(store, copy) and _holds(store, first)}
    wanted = {ox.Quad(copy, _COPY_OF, first, graph) for copy, first in held for graph in (copy, _DEFAULT)}
    there = {
        quad
        for quad in store.quads_for_pattern(None, _COPY_OF, None)
        if isinstance(quad.graph_name, ox.DefaultGraph) or quad.graph_name.value.startswith(XBA)
    }
    for quad in there - wanted:
        store.remove(quad)
    store.extend(wanted - there)
    return len(there ^ wanted)


def _holds(store: ox.Store, article: ox.NamedNode) -> bool:
    return ox.Quad(article, term("rdf:type"), term("xb:Article"), article) in store
