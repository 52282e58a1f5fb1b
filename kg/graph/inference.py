"""What follows from the graph by the ontology's own axioms.

Five rules of OWL 2 RL (OWL 2 Profiles §4.3: cax-sco, prp-spo1, prp-inv, prp-symp, prp-trp), each a CONSTRUCT of
``ontology/inference``; the ontology's own terms alone, so that nothing foreign is concluded. What they yield stands in
``xbr:graph-inferred`` and nowhere else.
"""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox

from kg.graph.store import GRAPH_ONTOLOGY
from kg.graph.view import GraphView
from kg.vocabulary import InputError, data_folder, parse_turtle_file
from kg.vocabulary.namespaces import PREFIXES, XBR

__all__ = ["GRAPH_INFERRED", "infer", "with_inferred"]

GRAPH_INFERRED = ox.NamedNode(XBR + "graph-inferred")
_DEFAULT = ox.DefaultGraph()
_MODEL = ("ontology.ttl", "metrics.ttl")
_ROUNDS = 64  # each round at least doubles what a transitive property spans


@cache
def _rules() -> tuple[tuple[str, str], ...]:
    """The CONSTRUCT queries by name."""
    files = sorted((data_folder("ontology") / "inference").glob("*.rq"))
    return tuple((path.stem, path.read_text(encoding="utf-8")) for path in files)


def _with_model(store: ox.Store) -> None:
    """Make sure that the ontology stands in its graph."""
    if next(iter(store.quads_for_pattern(None, None, None, GRAPH_ONTOLOGY)), None) is None:
        for name in _MODEL:
            for triple in parse_turtle_file(data_folder("ontology") / name):
                store.add(ox.Quad(triple.subject, triple.predicate, triple.object, GRAPH_ONTOLOGY))


def infer(store: ox.Store) -> int:
    """Fill ``xbr:graph-inferred`` with what follows and is not stated; the number of its triples.

    The store needs its default graph, and gets the ontology's graph where it has none.
    """
    _with_model(store)
    store.clear_graph(GRAPH_INFERRED)
    known = 0
    for _ in range(_ROUNDS):
        for _name, query in _rules():
            found = store.query(query, prefixes=PREFIXES, default_graph=[_DEFAULT, GRAPH_INFERRED])
            if not isinstance(found, ox.QueryTriples):
                raise TypeError(f"{_name}: not a CONSTRUCT query")
            new = [ox.Quad(t.subject, t.predicate, t.object, _DEFAULT) for t in found]
            store.extend(ox.Quad(q.subject, q.predicate, q.object, GRAPH_INFERRED) for q in new if q not in store)
        now = sum(1 for _ in store.quads_for_pattern(None, None, None, GRAPH_INFERRED))
        if now == known:
            break
        known = now
    return known


def with_inferred(graph: GraphView) -> GraphView:
    """A copy in memory whose default graph also holds what was inferred.

    Raises:
        InputError: the graph was built without inferences.
    """
    store = ox.Store()
    store.bulk_extend(
        ox.Quad(quad.subject, quad.predicate, quad.object)
        for one in (GRAPH_INFERRED, _DEFAULT)
        for quad in graph.store.quads_for_pattern(None, None, None, one)
    )
    if next(iter(graph.store.quads_for_pattern(None, None, None, GRAPH_INFERRED)), None) is None:
        raise InputError(f"{graph.path} holds no inferences; build it with `kg build --infer`")
    return GraphView(store, graph.path, has_articles=False)
