"""Every format holds the graph: the other library reads it back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from graph.toy import CHOICE, SUN, all_facts, article, known, proof, toy_graph

from kg.analysis import to_networkx
from kg.exchange import FORMATS, export_graph
from kg.graph import GraphView, open_graph
from kg.graph.paragraphs import ntriples_lines
from kg.graph.store import default_lines
from kg.model import ArticleFacts, Relation
from kg.vocabulary import InputError, UsageError

# rdflib warns of its own old classes, which its JSON-LD and quad parsers use.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib.*")

HOSTILE = 'a<b>&amp;"c"\t\r\n]]>\\u0041 \\ é 🙂\ufffe\x01'
FOR_XML = HOSTILE.replace("\ufffe", "\ufffd").replace("\x01", "\ufffd")


@pytest.fixture(scope="module")
def graph() -> GraphView:
    """The toy graph with an article whose words are hostile."""
    text = article("e", HOSTILE)
    led = Relation(predicate="leads", subject=SUN, object=known("temu"), evidence=proof(text, HOSTILE), rule=HOSTILE)
    return toy_graph(*all_facts(), ArticleFacts(text, (CHOICE,), (led,)))


def exported(graph: GraphView, name: str) -> bytes:
    chunks: Callable[[GraphView], Iterator[bytes]] = import_module(f"kg.exchange.{FORMATS[name].module}").chunks
    return b"".join(chunks(graph))


def by_rdflib(data: bytes, name: str) -> set[bytes]:
    """The triples that rdflib reads, as lines of N-Triples."""
    read = rdflib.Graph().parse(data=data, format=name)
    return set(ntriples_lines(_triples(read.serialize(format="nt", encoding="utf-8"))))


def _triples(data: bytes) -> Iterator[ox.Triple]:
    return (quad.triple for quad in ox.parse(data, format=ox.RdfFormat.N_TRIPLES))


@pytest.mark.parametrize(("name", "theirs"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")])
def test_both_libraries_read_the_default_graph(graph: GraphView, name: str, theirs: str) -> None:
    data = exported(graph, name)
    lines = set(default_lines(graph))
    rdf_format = ox.RdfFormat.from_media_type(FORMATS[name].media_type)
    assert set(ntriples_lines(quad.triple for quad in ox.parse(data, format=rdf_format))) == lines
    assert by_rdflib(data, theirs) == lines


def test_rdfxml_holds_all_but_control_characters(graph: GraphView) -> None:
    data = exported(graph, "rdfxml")
    escaped = ox.serialize(
        [ox.Triple(ox.NamedNode("a:a"), ox.NamedNode("a:a"), ox.Literal(text)) for text in (HOSTILE, FOR_XML)],
        format=ox.RdfFormat.N_TRIPLES,
    )
    assert escaped is not None
    hostile, harmless = (line[len(b"<a:a> <a:a> ") : -2] for line in escaped.splitlines())
    lines = {line.replace(hostile, harmless) for line in default_lines(graph)}
    assert lines != set(default_lines(graph))
    assert by_rdflib(data, "xml") == lines


@pytest.mark.parametrize(("name", "theirs"), [("trig", "trig"), ("nquads", "nquads")])
def test_both_libraries_read_the_article_graphs(graph: GraphView, name: str, theirs: str) -> None:
    data = exported(graph, name)
    expected = {quad for quad in graph.store if quad.graph_name != ox.DefaultGraph()}
    rdf_format = ox.RdfFormat.from_media_type(FORMATS[name].media_type)
    assert set(ox.parse(data, format=rdf_format)) == expected
    dataset = rdflib.Dataset()
    dataset.parse(data=data, format=theirs)
    counted = {str(one.identifier): len(one) for one in dataset.graphs() if len(one)}
    graphs = {quad.graph_name.value for quad in expected if isinstance(quad.graph_name, ox.NamedNode)}
    assert counted == {name: sum(quad.graph_name == ox.NamedNode(name) for quad in expected) for name in graphs}


@pytest.mark.parametrize("name", ["ntriples", "nquads"])
def test_lines_are_sorted_and_spelt_as_elsewhere(graph: GraphView, name: str) -> None:
    lines = exported(graph, name).splitlines()
    assert len(lines) == len(set(lines))
    if name == "ntriples":
        assert [line.lower() for line in lines] == [line.lower() for line in sorted(lines)]
    assert any(b'"@zh-Hans' in line for line in lines)
    assert not any(b'"@zh-hans' in line for line in lines)


def test_jsonld_needs_no_network(graph: GraphView) -> None:
    document = json.loads(exported(graph, "jsonld"))
    assert all(value.startswith("http") for value in document["@context"].values())
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert nodes["xbr:aliexpress"]["xb:partOf"] == [{"@id": "xbr:aidc"}]
    assert {"@language": "zh-Hans", "@value": "速卖通"} in nodes["xbr:aliexpress"]["skos:prefLabel"]


def test_graphml_is_the_network(graph: GraphView, tmp_path: Path) -> None:
    target = tmp_path / "kg.graphml"
    export_graph(graph, "graphml", target)
    read, network = nx.read_graphml(target, force_multigraph=True), to_networkx(graph)
    assert list(read.nodes) == list(network.nodes)
    assert read.number_of_edges() == network.number_of_edges() == 12
    thing = "https://w3id.org/alibaba-xborder/id/aliexpress"
    assert read.nodes[thing] == {
        "slug": "aliexpress",
        "label": "AliExpress",
        "label_zh": "速卖通",
        "label_en": "AliExpress",
        "type": "Platform",
    }
    for source, target_node, key, data in network.edges(keys=True, data=True):
        got = read.edges[source, target_node, key]
        for name, value in data.items():
            if value is not None and name not in ("quote", "rule"):
                assert got[name] == value
    (hostile,) = [data for *_, data in read.edges(data=True) if data["article"] == "e"]
    assert hostile["quote"] == FOR_XML
    (denied,) = [data for *_, data in read.edges(data=True) if data["negated"]]
    assert denied["predicate"] == "targetsMarket"


def test_the_network_keeps_a_fixed_order(graph: GraphView) -> None:
    network = to_networkx(graph)
    assert list(network.nodes) == sorted(network.nodes)
    (merged,) = [data for *_, data in network.edges(data=True) if data["predicate"] == "integratesWith"]
    assert merged["time"] == "2025"
    assert (merged["publisher"], merged["issued"], merged["title"]) == ("雷峰网", "2025-03", None)
    assert (merged["modality"], merged["negated"], merged["article"]) == ("asserted", False, "a")


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_bytes_from_store_and_file(graph: GraphView, name: str, tmp_path: Path) -> None:
    export_graph(graph, "trig", tmp_path / "a.trig")
    again = open_graph(tmp_path / "a.trig")
    export_graph(again, name, tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == exported(graph, name)


def test_what_cannot_be_exported(graph: GraphView, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="turtle"):
        export_graph(graph, "png", tmp_path / "a")
    export_graph(graph, "turtle", tmp_path / "a.ttl")
    with pytest.raises(InputError, match="TriG"):
        export_graph(open_graph(tmp_path / "a.ttl"), "nquads", tmp_path / "b")
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_rdfxml_names_predicates_that_it_cannot_hold(tmp_path: Path) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("http://example.org/p#ok"), ox.BlankNode("b")))
    export_graph(GraphView(store), "rdfxml", tmp_path / "a.rdf")
    assert {t.predicate.value for t in open_graph(tmp_path / "a.rdf").triples()} == {"http://example.org/p#ok"}
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("http://example.org/1/2"), ox.Literal("c")))
    with pytest.raises(InputError, match="<http:"):
        export_graph(GraphView(store), "rdfxml", tmp_path / "b.rdf")
    assert not (tmp_path / "b.rdf").exists()
