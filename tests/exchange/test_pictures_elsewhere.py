"""GEXF, Cytoscape JSON, DOT and GraphML hold the same things and links: other programs read them back."""

from __future__ import annotations

import json
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import networkx as nx
import pytest
from conftest import need
from graph.toy import all_facts, toy_graph

from exchange.samples import hostile_graph, library
from kg.analysis import to_networkx
from kg.analysis.colours import TYPE_COLOURS
from kg.exchange import export_graph
from kg.exchange.links import Drawing, draw_links
from kg.graph import GraphView

ALI = "https://w3id.org/alibaba-xborder/id/aliexpress"
AIDC = "https://w3id.org/alibaba-xborder/id/aidc"


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return hostile_graph()


@pytest.fixture(scope="module")
def drawing(graph: GraphView) -> Drawing:
    return draw_links(graph)


def test_statements_that_say_the_same_are_one_link(graph: GraphView, drawing: Drawing) -> None:
    (owned,) = [one for one in drawing.links if (one.source, one.target, one.predicate) == (ALI, AIDC, "partOf")]
    assert (owned.weight, owned.articles, len(owned.statements)) == (3, ("b", "c", "d"), 3)
    assert sum(len(one.statements) for one in drawing.links) == to_networkx(graph).number_of_edges()
    (launched,) = [one for one in drawing.links if one.predicate == "launches"]
    assert launched.spells == (("2024-01-01", "2024-12-31"), ("2024-09-01", "2024-09-30"))
    assert (launched.start, launched.end, launched.weight) == ("2024-01-01", "2024-12-31", 1)
    assert {one.modality for one in drawing.links if one.predicate == "targetsMarket"} == {"planned", "asserted"}


def test_a_copy_of_a_text_counts_once() -> None:
    graph = toy_graph(*all_facts())
    graph.store.update(
        "PREFIX xba: <https://w3id.org/alibaba-xborder/id/article/> PREFIX xb: <https://w3id.org/alibaba-xborder/ontology#>"
        "INSERT DATA { xba:d xb:copyOf xba:c }"
    )
    (owned,) = [one for one in draw_links(graph).links if one.predicate == "partOf" and one.source == ALI]
    assert (owned.weight, len(owned.statements)) == (2, 3)


def test_networkx_reads_the_gexf(graph: GraphView, drawing: Drawing, tmp_path: Path) -> None:
    export_graph(graph, "gexf", tmp_path / "kg.gexf")
    read = nx.read_gexf(tmp_path / "kg.gexf")
    assert read.is_directed()
    assert {node: data["label"] for node, data in read.nodes(data=True)} == {
        one.iri: one.label for one in drawing.things
    }
    assert read.nodes[ALI]["label_zh"] == "速卖通"
    looks = read.nodes[ALI]["viz"]
    (ali,) = [one for one in drawing.things if one.iri == ALI]
    assert (looks["position"]["x"], -looks["position"]["y"], looks["size"]) == (ali.x, ali.y, ali.size)
    colour = "#{r:02x}{g:02x}{b:02x}".format(**looks["color"])
    assert colour == TYPE_COLOURS["Platform"]
    edges = {data["id"]: (a, b, data) for a, b, data in read.edges(data=True)}
    assert len(edges) == len(drawing.links)
    for one in drawing.links:
        source, target, data = edges[one.id]
        assert (source, target, data["weight"], data["predicate"]) == (
            one.source,
            one.target,
            one.weight,
            one.predicate,
        )
        assert (data["predicate_en"], data["negated"], data["sources"]) == (one.en, one.negated, one.weight)
        if len(one.spells) == 1:
            assert (data.get("start"), data.get("end")) == one.spells[0]
        elif one.spells:
            assert [tuple(spell) for spell in data["spells"]] == list(one.spells)


def test_the_gexf_is_made_for_a_timeline(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "gexf", tmp_path / "kg.gexf")
    space = "{http://gexf.net/1.3}"
    root = ET.parse(tmp_path / "kg.gexf").getroot()
    network = root.find(f"{space}graph")
    assert network is not None
    assert (network.get("mode"), network.get("timeformat")) == ("dynamic", "date")
    kinds = [edge.get("kind") for edge in network.iter(f"{space}edge")]
    assert {"partOf", "launches"} <= set(kinds)


def test_networkx_reads_the_cytoscape_json(graph: GraphView, drawing: Drawing, tmp_path: Path) -> None:
    export_graph(graph, "cytoscape", tmp_path / "kg.cyjs")
    document = json.loads((tmp_path / "kg.cyjs").read_bytes())
    read = nx.cytoscape_graph(document)
    assert read.is_multigraph()
    assert list(read.nodes) == [one.iri for one in drawing.things]
    assert {key for *_, key in read.edges(keys=True)} == {one.id for one in drawing.links}
    assert read.edges[ALI, AIDC, next(one.id for one in drawing.links if one.weight == 3)]["weight"] == 3
    assert document["elements"]["nodes"][0]["position"]["x"] == drawing.things[0].x


@pytest.mark.filterwarnings("ignore::DeprecationWarning:pydot.*")
@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")
def test_pydot_reads_the_dot(graph: GraphView, drawing: Drawing, tmp_path: Path) -> None:
    export_graph(graph, "dot", tmp_path / "kg.dot")
    library("pydot")
    read = nx.drawing.nx_pydot.read_dot(tmp_path / "kg.dot")
    assert {node.strip('"') for node in read.nodes} == {one.iri for one in drawing.things}
    assert sorted(data["id"].strip('"') for *_, data in read.edges(data=True)) == sorted(
        one.id for one in drawing.links
    )


def test_graphviz_draws_the_dot(graph: GraphView, drawing: Drawing, tmp_path: Path) -> None:
    need(shutil.which("dot") is not None, "dot (Debian package graphviz)")
    export_graph(graph, "dot", tmp_path / "kg.dot")
    done = subprocess.run(["dot", "-Tjson", str(tmp_path / "kg.dot")], capture_output=True, check=True)
    read = json.loads(done.stdout)
    names = {one["name"]: one for one in read["objects"]}
    assert set(names) == {one.iri for one in drawing.things}
    assert len(read["edges"]) == len(drawing.links)
    assert names[ALI]["label"] == "速卖通\\nAliExpress"


def test_igraph_reads_the_graphml(graph: GraphView, tmp_path: Path) -> None:
    igraph = library("igraph")
    export_graph(graph, "graphml", tmp_path / "kg.graphml")
    read, network = igraph.Graph.Read_GraphML(str(tmp_path / "kg.graphml")), to_networkx(graph)
    assert read.is_directed()
    assert read.vs["id"] == list(network.nodes)
    assert read.vs["label_zh"][list(network.nodes).index(ALI)] == "速卖通"
    ends = [(read.vs[edge.source]["id"], read.vs[edge.target]["id"], edge["statement"]) for edge in read.es]
    assert ends == list(network.edges(keys=True))
    assert [edge["negated"] for edge in read.es] == [data["negated"] for *_, data in network.edges(data=True)]
