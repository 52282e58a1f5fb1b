"""What follows from the graph: the same as a general OWL 2 RL engine concludes about the ontology's own terms."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

from graph.test_validation import CONTRADICTION, FOLDER, graph_of
from graph.toy import toy_graph
from kg.graph import GraphView, open_graph, turtle_bytes
from kg.graph.inference import GRAPH_INFERRED, infer
from kg.vocabulary.namespaces import XB, XBR

Triple = tuple[str, str, str]
ONTOLOGY = ROOT / "ontology"


def inferred(graph: GraphView) -> set[Triple]:
    infer(graph.store)
    quads = graph.store.quads_for_pattern(None, None, None, GRAPH_INFERRED)
    return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}  # type: ignore[union-attr]


def closure(turtle: bytes) -> tuple[rdflib.Graph, set[rdflib.term.Node]]:
    owlrl = pytest.importorskip("owlrl")
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    graph.parse(ONTOLOGY / "ontology.ttl").parse(ONTOLOGY / "metrics.ttl")
    before = set(graph)
    rules = owlrl.DeductiveClosure(owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False)
    rules.expand(graph)
    errors = set(graph.objects(None, rdflib.URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")))
    added = rdflib.Graph()
    for triple in set(graph) - before:
        added.add(triple)
    return added, errors


def own(added: rdflib.Graph) -> set[Triple]:
    """What is concluded about things in terms of the ontology."""
    return {
        (str(s), str(p), str(o))
        for s, p, o in added
        if s.startswith(XBR) and (p.startswith(XB) or (p == rdflib.RDF.type and o.startswith(XB)))
    }


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("which", ["seeds", "toy"])
def test_a_general_engine_concludes_the_same(which: str) -> None:
    graph = open_graph(ROOT / "exports" / "kg.ttl") if which == "seeds" else toy_graph()
    turtle = turtle_bytes(graph.triples())
    ours = inferred(graph)
    added, errors = closure(turtle)
    assert ours == own(added)
    assert ours
    assert not errors


@pytest.mark.filterwarnings("ignore")
def test_a_general_engine_sees_the_contradiction() -> None:
    graph = graph_of(FOLDER / "conforming.ttl", more=CONTRADICTION)
    assert closure(turtle_bytes(graph.triples()))[1]


CHAIN = """
xbr:a a xb:Program , xb:Service ; xb:partOf xbr:b . xbr:b a xb:Platform ; xb:partOf xbr:c .
xbr:c a xb:Organization ; xb:partOf xbr:d . xbr:d a xb:Organization ; xb:partOf xbr:e . xbr:e a xb:Organization .
xbr:b xb:competesWith xbr:c . xba:x xb:mentions xbr:a .
"""


def test_each_rule() -> None:
    graph = graph_of(more=CHAIN)
    found = inferred(graph)

    def has(s: str, p: str, o: str) -> bool:
        return (XBR + s, XB + p, XBR + o) in found

    assert has("a", "belongsTo", "e")
    assert not has("e", "belongsTo", "a")
    assert not has("a", "partOf", "c")
    assert has("b", "hasPart", "a")
    assert has("c", "competesWith", "b")
    assert not has("b", "competesWith", "c")
    assert has("a", "mentionedIn", "article/x")
    assert (XBR + "b", str(rdflib.RDF.type), XB + "Actor") in found
    default = set(graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    again = infer(graph.store)
    assert again == len(found)
    assert default == set(graph.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
