"""Answers as text."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from io import BytesIO

import pyoxigraph as ox
import pytest
from graph.toy import toy_graph

from kg.graph import GraphView
from kg.query import RESULT_FORMATS, default_format, run_query, short_name, write_answer
from kg.vocabulary import UsageError


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return toy_graph()


def written(graph: GraphView, query: str, form: str, width: int | None = None) -> str:
    stream = BytesIO()
    write_answer(run_query(graph, query), form, stream, width)
    return stream.getvalue().decode()


ROWS = """SELECT ?thing ?name ?none WHERE { VALUES ?thing { xbr:aidc xbr:temu }
          ?thing skos:prefLabel ?name FILTER(LANGMATCHES(LANG(?name), "zh")) } ORDER BY ?thing"""


def test_csv_and_tsv(graph: GraphView) -> None:
    rows = list(csv.DictReader(io.StringIO(written(graph, ROWS, "csv"))))
    assert [row["name"] for row in rows] == ["阿里国际数字商业集团", "Temu"]
    assert written(graph, ROWS, "tsv").splitlines()[0] == "?thing\t?name\t?none"


def test_json_and_xml(graph: GraphView) -> None:
    found = json.loads(written(graph, ROWS, "json"))
    assert found["head"]["vars"] == ["thing", "name", "none"]
    assert found["results"]["bindings"][1]["name"]["value"] == "Temu"
    assert "none" not in found["results"]["bindings"][0]
    space = {"r": "http://www.w3.org/2005/sparql-results#"}
    assert len(ET.fromstring(written(graph, ROWS, "xml")).findall(".//r:result", space)) == 2


def test_a_table(graph: GraphView) -> None:
    lines = written(graph, ROWS, "table").splitlines()
    assert lines[0].split() == ["thing", "name", "none"]
    assert lines[2].split() == ["xbr:aidc", "阿里国际数字商业集团"]
    narrow = written(graph, ROWS, "table", width=24).splitlines()
    assert len(narrow) > len(lines)


def test_a_table_is_the_same_folded_or_not_where_it_fits(graph: GraphView) -> None:
    for query in (ROWS, "SELECT ?one ?two WHERE { FILTER(false) }", "SELECT ?long WHERE { ?s xb:quote ?long }"):
        assert written(graph, query, "table").split() == written(graph, query, "table", width=500).split()
    plain, folded = written(graph, ROWS, "table"), written(graph, ROWS, "table", width=500)
    assert plain.splitlines()[2:] == folded.splitlines()[2:]


def test_nothing_of_an_article_steers_the_terminal() -> None:
    store = ox.Store()
    hostile = "\x1b[2J[red]x[/red]\r\n\u202e\u2028y"
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal(hostile)))
    text = written(GraphView(store), "SELECT ?o WHERE { ?s ?p ?o }", "table")
    assert len(text.splitlines()) == 3
    assert "[red]x[/red]" in text
    assert not any(char in text for char in "\x1b\r\u202e\u2028")


@pytest.mark.parametrize(
    ("form", "expected"), [("csv", "true\n"), ("tsv", "true\n"), ("table", "true\n"), ("json", None), ("xml", None)]
)
def test_truth(graph: GraphView, form: str, expected: str | None) -> None:
    text = written(graph, "ASK { ?s a xb:Article }", form)
    assert text == expected or "true" in text
    assert text.endswith("\n")


def test_triples_are_turtle(graph: GraphView) -> None:
    text = written(graph, "CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o }", "ttl")
    assert 'xbr:aidc rdfs:label "AIDC"@en .' in text
    assert text == written(graph, "CONSTRUCT WHERE { ?s rdfs:label ?o }", "ttl")


@pytest.mark.parametrize(
    ("query", "form", "offered"),
    [(ROWS, "ttl", "csv"), ("ASK {}", "ttl", "json"), ("DESCRIBE xbr:aidc", "csv", "ttl"), (ROWS, "png", "xml")],
)
def test_formats_that_do_not_fit(graph: GraphView, query: str, form: str, offered: str) -> None:
    with pytest.raises(UsageError, match=offered):
        written(graph, query, form)


def test_the_format_where_none_is_named(graph: GraphView) -> None:
    assert [default_format("rows", terminal) for terminal in (True, False)] == ["table", "csv"]
    assert default_format("triples", True) == "ttl"
    assert {"table", "csv", "tsv", "json", "xml", "ttl", "nt", "jsonld", "rdf", "trig"} <= set(RESULT_FORMATS)


def test_short_names() -> None:
    assert short_name("https://w3id.org/alibaba-xborder/id/article/001") == "xba:001"
    assert short_name("https://w3id.org/alibaba-xborder/id/") == "<https://w3id.org/alibaba-xborder/id/>"
    assert short_name("https://example.org/xbr:a") == "<https://example.org/xbr:a>"
