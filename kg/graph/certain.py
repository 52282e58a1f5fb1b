"""A graph without the claims that are too uncertain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.graph.terms import term
from kg.graph.view import GraphView
from kg.vocabulary import vocabulary

__all__ = ["at_least"]

_Subject = ox.NamedNode | ox.BlankNode | ox.Triple


def _claims_below(quads: Iterable[ox.Quad], least: Decimal) -> set[_Subject]:
    found = set()
    for quad in quads:
        try:
            if Decimal(str(getattr(quad.object, "value", ""))) < least:
                found.add(quad.subject)
        except InvalidOperation:  # no number: nothing that a build writes
            continue
    return found


def _resting_on(store: ox.Store, gone: set[_Subject]) -> set[object]:
    """Evidence and event nodes that only these claims rest on."""
    rests: dict[object, set[_Subject]] = defaultdict(set)
    for name in ("evidence", "alsoIn", "tells"):
        for quad in store.quads_for_pattern(None, term(f"xb:{name}"), None, None):
            rests[quad.object].add(quad.subject)
    return {node for node, claims in rests.items() if claims <= gone}


def _links(store: ox.Store, gone: set[_Subject]) -> tuple[set[ox.Triple], set[ox.Triple]]:
    """The plain triples of the claims that go, and of the other statements."""
    predicates = {term(f"xb:{one.name}"): one.symmetric for one in vocabulary().predicates.values()}
    going: set[ox.Triple] = set()
    staying: set[ox.Triple] = set()
    for quad in store.quads_for_pattern(None, term("xb:predicate"), None, None):
        ends = [
            next((q.object for q in store.quads_for_pattern(quad.subject, term(f"xb:{end}"), None, None)), None)
            for end in ("subject", "object")
        ]
        predicate, (one, other) = quad.object, ends
        if not isinstance(predicate, ox.NamedNode) or predicate not in predicates:
            continue
        if not isinstance(one, ox.NamedNode) or not isinstance(other, ox.NamedNode):
            continue
        triples = {ox.Triple(one, predicate, other)}
        if predicates[predicate]:
            triples.add(ox.Triple(other, predicate, one))
        (going if quad.subject in gone else staying).update(triples)
    return going, staying


def at_least(graph: GraphView, confidence: Decimal) -> GraphView:
    """A copy in memory without the claims whose confidence is below a bound; those that have none stay.

    With a claim go its evidence and its event node, unless another claim has them too, and its plain triple, unless
    another statement says the same.

    Args:
        graph: the graph.
        confidence: the least that a claim may have, 0 to 1.
    """
    gone = _claims_below(graph.store.quads_for_pattern(None, term("xb:confidence"), None, None), confidence)
    nodes = {*gone, *_resting_on(graph.store, gone)}
    going, staying = _links(graph.store, gone)
    dropped = going - staying
    store = ox.Store()
    store.bulk_extend(
        quad
        for quad in graph.store.quads_for_pattern(None, None, None, None)
        if quad.subject not in nodes and quad.object not in nodes and quad.triple not in dropped
    )
    return GraphView(store, graph.path, graph.has_articles)
