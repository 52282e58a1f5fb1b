"""SPARQL on a graph."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graph.toy import toy_graph
from hypothesis import given
from hypothesis import strategies as st

from kg.graph import GraphView
from kg.query import run_query
from kg.vocabulary import KgError, LimitError, UsageError


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return toy_graph()


def test_prefixes_need_no_declaration(graph: GraphView) -> None:
    answer = run_query(graph, "SELECT ?whole WHERE { xbr:aliexpress xb:partOf ?whole }")
    assert answer.kind == "rows"
    assert answer.variables == ("whole",)
    assert [str(row[0]) for row in answer.rows()] == ["<https://w3id.org/alibaba-xborder/id/aidc>"]


def test_a_prefix_may_be_declared_otherwise(graph: GraphView) -> None:
    assert run_query(graph, "PREFIX xb: <urn:x:> PREFIX y: <urn:y:> ASK { ?s xb:partOf y:z }").kind == "truth"


def test_kinds_of_answers(graph: GraphView) -> None:
    assert run_query(graph, "ASK { ?s a xb:Article }")
    assert not run_query(graph, "ASK { ?s a xb:Nothing }")
    assert len(list(run_query(graph, "CONSTRUCT WHERE { ?s a xb:Article }").triples())) == 4
    assert run_query(graph, "DESCRIBE xbr:aidc").kind == "triples"
    with pytest.raises(TypeError):
        list(run_query(graph, "ASK {}").rows())


def test_the_default_graph_is_no_union_of_graphs(graph: GraphView) -> None:
    (row,) = run_query(graph, "SELECT (COUNT(*) AS ?n) WHERE { xbr:aidc rdfs:label ?label }").rows()
    assert str(row[0]).startswith('"1"')


def test_values_are_bound_not_spliced(graph: GraphView) -> None:
    value = ox.Literal('" } INSERT DATA { <a:b> <a:c> <a:d> } #')
    answer = run_query(graph, "SELECT ?label WHERE { ?thing rdfs:label ?label }", {"label": value})
    assert list(answer.rows()) == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE {\n  ?s foo:bar ?o }", "line 2, column 6: the prefix foo: is not declared"),
        ("SELECT * WHERE {\n  ?s ?p ?o", "line 1, column 16: nothing closes this {"),
        ("SELECT * WHERE { ?s ?p ?o }\n}", "line 2, column 1: nothing opens this }"),
        ("SELECT * WHERE { ?s ?p '速卖通 }", "line 1, column 24: this string does not end"),
        ("SELEKT * WHERE { ?s ?p ?o }", "line 1, column 1: 'SELEKT' is no word"),
        ("SELECT * WHERE {\n ?s ?p ?o \n FILTR(?o > 1) }", "line 3, column 2: 'FILTR' is no word"),
        ("SELECT ?a ?b WHERE { ?a ?p ?b } GROUP BY ?a", "line 1, column .*SELECT"),
        ("SELECT * WHERE {\n ?s xb:partOf / ?o }", "line 2, column 17"),
    ],
)
def test_malformed_sparql_says_where(graph: GraphView, query: str, message: str) -> None:
    with pytest.raises(UsageError, match=message.replace("{", r"\{").replace("}", r"\}")) as caught:
        run_query(graph, query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("word", ["INSERT DATA", "DELETE WHERE", "CLEAR ALL #", "DROP ALL #", "LOAD <http://x.org> #"])
def test_updates_are_refused(graph: GraphView, word: str) -> None:
    with pytest.raises(UsageError, match="only reads"):
        run_query(graph, f"PREFIX x: <urn:x:>\n{word} {{ <a:b> <a:c> <a:d> }}")


def test_other_servers_are_not_asked(graph: GraphView) -> None:
    with pytest.raises(UsageError, match="line 1, column 12: SERVICE"):
        run_query(graph, "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }")
    harmless = "SELECT * { ?s ?p \"SERVICE } INSERT\", '''a\"{''' } # SERVICE {"
    assert list(run_query(graph, harmless).rows()) == []


def test_nesting_has_a_limit(graph: GraphView) -> None:
    with pytest.raises(LimitError, match="nested"):
        run_query(graph, "SELECT * WHERE " + "{" * 5000 + "}" * 5000)
    run_query(graph, "SELECT * WHERE " + "{" * 100 + "}" * 100)


@pytest.mark.parametrize("query", ["", "  \n# only a comment\n", "PREFIX x: <urn:x:>"])
def test_an_empty_query_is_no_query(graph: GraphView, query: str) -> None:
    with pytest.raises(UsageError, match="empty"):
        run_query(graph, query)


_PIECES = [
    "SELECT",
    "*",
    "WHERE",
    "{",
    "}",
    "?s",
    "<a:b>",
    "'",
    '"',
    '"""',
    "#",
    "\n",
    "xb:partOf",
    "@en",
    "_:b",
    "速",
    "1e5",
    "\\",
    ".",
    "(",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=15).map(" ".join))
def test_any_text_is_an_answer_or_one_clear_line(query: str) -> None:
    try:
        run_query(GraphView(ox.Store()), query)
    except KgError as error:
        assert error.exit_code in (2, 5)
        assert "\n" not in str(error)
