"""Every format holds the graph: the other library reads it back."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib
from conftest import need
from graph.toy import CHOICE, SUN, all_facts, article, known, proof, toy_graph

from exchange.samples import library
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
    return b"".join(chunks(graph, **dict(FORMATS[name].options)))


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


def test_jsonld_needs_no_network_and_is_framed_by_thing(graph: GraphView) -> None:
    document = json.loads(exported(graph, "jsonld"))
    assert all(isinstance(value, dict) or value.startswith(("http", "@")) for value in document["@context"].values())
    nodes = {node["id"]: node for node in document["@graph"]}
    thing = nodes["xbr:aliexpress"]
    assert thing["partOf"] == ["xbr:aidc"]
    assert thing["prefLabel"]["zh-Hans"] == "速卖通"
    assert thing["type"] == ["Marketplace", "Platform"]
    within = [one for one in thing["hasStatement"] if isinstance(one, dict)]
    planned = [one for one in within if one["modality"] == "planned"]
    assert [(one["predicate"], one["object"]) for one in planned] == [("targetsMarket", "xbr:korea")]
    assert planned[0]["evidence"]["quote"] == {"zh-Hans": "速卖通将进入韩国。"}
    assert not [name for name in nodes if name.startswith(("xbs:", "xbo:", "xbe:", "xbv:"))]


def test_another_processor_expands_and_frames_the_jsonld(graph: GraphView) -> None:
    jsonld = library("pyld").jsonld
    document = json.loads(exported(graph, "jsonld"))
    lines = jsonld.to_rdf(document, {"format": "application/n-quads"}).encode()
    read = ntriples_lines(quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    assert set(read) == set(default_lines(graph))
    frame = {"@context": document["@context"], "type": "Platform", "partOf": {"@embed": "@never"}}
    framed = jsonld.frame(document, frame, {"omitGraph": False})["@graph"]
    assert {one["id"] for one in framed} == {"xbr:aliexpress", "xbr:temu"}


@pytest.mark.parametrize("name", ["turtle12", "trig12"])
def test_rdf12_holds_the_same_and_reifies_every_statement(graph: GraphView, name: str) -> None:
    named = name == "trig12"
    read = set(ox.parse(exported(graph, name), format=ox.RdfFormat.TRIG))
    reifies = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
    plain = {quad for quad in read if quad.predicate != reifies}
    assert plain == {quad for quad in graph.store if (quad.graph_name != ox.DefaultGraph()) == named}
    terms = {quad.subject: quad.object for quad in read - plain}
    ends = graph.select("SELECT ?s ?a ?p ?b WHERE { ?s xb:subject ?a ; xb:predicate ?p ; xb:object|xb:objectText ?b }")
    assert terms == {row["s"]: ox.Triple(row["a"], row["p"], row["b"]) for row in ends}
    assert b"~ xbs:" in exported(graph, name)


def test_nanopublications_are_of_what_holds(graph: GraphView) -> None:
    np, prov = "http://www.nanopub.org/nschema#", "http://www.w3.org/ns/prov#"
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(graph, "nanopubs"), format="trig")
    heads = list(
        dataset.query(
            f"SELECT ?np ?a ?p ?i {{ GRAPH ?h {{ ?np a <{np}Nanopublication> ; <{np}hasAssertion> ?a ; "
            f"<{np}hasProvenance> ?p ; <{np}hasPublicationInfo> ?i }} }}"
        )
    )
    holding = set()
    for row in heads:
        assertion, provenance, info = (dataset.graph(row[at]) for at in (1, 2, 3))
        (article,) = provenance.objects(row[1], rdflib.URIRef(prov + "hadPrimarySource"))
        assert (row[0], None, None) in info
        assert (None, rdflib.URIRef("https://w3id.org/alibaba-xborder/ontology#quote"), None) in provenance
        holding.update((str(article), *map(str, triple)) for triple in assertion)
    wanted = """SELECT ?g ?a ?p ?b ?s { GRAPH ?g {
        ?s xb:subject ?a ; xb:predicate ?p ; xb:object ?b ; xb:modality xb:asserted ; xb:negated false .
        ?a ?p ?b FILTER NOT EXISTS { ?s xb:former true } } }"""
    assert len(heads) == sum(1 for _ in graph.select(wanted)) == 9
    rows = {tuple(row[at].value for at in range(4)) for row in graph.select(wanted)}
    assert rows <= holding
    assert {(p, b, a) for _, a, p, b in holding - rows} <= {(p, a, b) for _, a, p, b in rows}


def test_nquads_are_canonical(graph: GraphView) -> None:
    jsonld = library("pyld").jsonld
    data = exported(graph, "nquads")
    assert data.splitlines() == sorted(data.splitlines())
    harmless = b"".join(line for line in data.splitlines(keepends=True) if b"\\" not in line)
    options = {"algorithm": "URDNA2015", "inputFormat": "application/n-quads", "format": "application/n-quads"}
    same = jsonld.normalize(harmless.decode(), options) == harmless.decode()
    assert same
    assert "\ufffe".encode() in data


@pytest.mark.parametrize("name", ["turtle", "ntriples", "nquads"])
def test_unsorted_is_the_same_graph(graph: GraphView, name: str, tmp_path: Path) -> None:
    export_graph(graph, name, tmp_path / "a", unsorted=True)
    data = (tmp_path / "a").read_bytes()
    rdf_format = ox.RdfFormat.from_media_type(FORMATS[name].media_type)
    assert set(ox.parse(data, format=rdf_format)) == set(ox.parse(exported(graph, name), format=rdf_format))
    assert b'"@zh-Hans' in data
    assert not re.search(rb'[^\\]"@zh-hans', data)
    if name != "turtle":
        assert sorted(data.splitlines()) == sorted(
            exported(graph, name).replace("\ufffe".encode(), b"\\uFFFE").splitlines()
        )


def test_a_tag_within_a_text_stays_as_it_is(tmp_path: Path) -> None:
    tricky = 'he said \\"x\\"@zh-hans . and "@en-us'
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(tricky, language="zh-hans")))
    for name in ("ntriples", "turtle"):
        export_graph(GraphView(store), name, tmp_path / "a", unsorted=True)
        (quad,) = ox.parse(path=tmp_path / "a", format=ox.RdfFormat.TURTLE)
        assert quad.object == ox.Literal(tricky, language="zh-hans")


def test_compressed_files_have_neither_name_nor_time(graph: GraphView, tmp_path: Path) -> None:
    for name in ("first.nq.gz", "second.nq.gz"):
        export_graph(graph, "nquads", tmp_path / name)
    first = (tmp_path / "first.nq.gz").read_bytes()
    assert first == (tmp_path / "second.nq.gz").read_bytes()
    assert first[3:8] == bytes(5)
    assert gzip.decompress(first) == exported(graph, "nquads")


@pytest.mark.parametrize(
    ("name", "theirs"),
    [("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml"), ("trig", "trig"), ("nquads", "nquads")],
)
def test_rapper_reads_as_many(graph: GraphView, name: str, theirs: str, tmp_path: Path) -> None:
    need(shutil.which("rapper") is not None, "rapper (Debian package raptor2-utils)")
    export_graph(toy_graph(), name, tmp_path / "a")
    done = subprocess.run(
        ["rapper", "-q", "-i", theirs, "-o", "ntriples", str(tmp_path / "a"), "http://base/"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    expected = {
        q.triple for q in ox.parse(path=tmp_path / "a", format=ox.RdfFormat.from_media_type(FORMATS[name].media_type))
    }
    assert {quad.triple for quad in ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES)} == expected


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
                assert got["statement" if name == "id" else name] == value
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


@pytest.mark.parametrize("name", [one.name for one in FORMATS.values() if one.kind == "stream"])
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
