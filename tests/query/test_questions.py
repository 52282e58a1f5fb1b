"""The saved questions: well-formed, and the same rows on the store on the Turtle in rdflib, and from another server."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT
from graph.toy import MERGED, toy_graph

from kg.graph import GraphView, open_graph, turtle_bytes
from kg.query import Endpoint, QueryPool, ask, questions, read_result
from kg.query.saved import read_question
from kg.vocabulary import DataFileError, NotFoundError, UsageError
from kg.vocabulary.namespaces import XBR
from query.field import field_graph
from query.oxigraph_server import oxigraph_serving

# Those that ask a graph of the store (xbr:graph-support) need it: a Turtle holds the default graph alone.
NAMES = sorted(name for name, one in questions().items() if " GRAPH " not in one.query)
Row = tuple[str | None, ...]


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return toy_graph()


@pytest.fixture(scope="module")
def field() -> GraphView:
    return field_graph()


@pytest.fixture(scope="module")
def theirs(field: GraphView) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle_bytes(field.triples()), format="turtle")


def plain(value: object) -> str | None:
    """A term as text that is the same of both libraries."""
    if value is None:
        return None
    if isinstance(value, (ox.NamedNode, rdflib.URIRef)):
        return f"<{getattr(value, 'value', str(value))}>"
    assert isinstance(value, (ox.Literal, rdflib.Literal))
    text = value.value if isinstance(value, ox.Literal) else str(value)
    return f"{text}@{(value.language or '').lower()}"


def ours(graph: GraphView, name: str, **params: str) -> Counter[Row]:
    return Counter(tuple(plain(term) for term in row) for row in ask(name, graph, **params).rows())


def of_rdflib(graph: rdflib.Graph, name: str, **params: str) -> Counter[Row]:
    bound = {key: rdflib.URIRef(value) for key, value in params.items()}
    found = graph.query(questions()[name].query, initBindings=bound)
    rows = (tuple(plain(row.get(variable)) for variable in found.vars or ()) for row in found.bindings)
    # Where nothing is grouped, rdflib gives one row of nothing (SPARQL 1.1 §18.5.1: no group, no row).
    given = {None, *(f"<{value}>" for value in params.values())}
    return Counter(row for row in rows if not set(row) <= given)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_rows_on_the_store_and_in_rdflib(name: str, field: GraphView, theirs: rdflib.Graph) -> None:
    rows = ours(field, name)
    assert rows == of_rdflib(theirs, name)
    assert rows


@pytest.mark.parametrize("name", NAMES)
def test_the_same_rows_where_a_thing_is_given(name: str, field: GraphView, theirs: rdflib.Graph) -> None:
    for param in questions()[name].params:
        value = XBR + "aliexpress"
        assert ours(field, name, **{param: value}) == of_rdflib(theirs, name, **{param: value})


@pytest.mark.parametrize("name", NAMES)
def test_the_same_rows_of_the_seeds(name: str) -> None:
    folder = ROOT / "exports"
    if not (folder / "kg.ttl").is_file():
        pytest.skip("missing: exports/kg.ttl")
    turtle = rdflib.Graph().parse(folder / "kg.ttl")
    assert ours(open_graph(folder), name) == of_rdflib(turtle, name)


@pytest.fixture(scope="module")
def served(field: GraphView, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    quads = field.store.dump(format=ox.RdfFormat.N_QUADS) or b""
    with oxigraph_serving(quads, tmp_path_factory.mktemp("store")) as url:
        yield Endpoint(url)


@pytest.fixture(scope="module")
def pool(field: GraphView) -> Iterator[QueryPool]:
    with QueryPool(field.store.dump(format=ox.RdfFormat.N_QUADS) or b"", workers=1) as one:
        yield one


@pytest.mark.oxigraph
@pytest.mark.parametrize("name", NAMES)
def test_the_same_rows_from_another_server(name: str, field: GraphView, served: Endpoint) -> None:
    with served.run(questions()[name].query) as result:
        rows = Counter(tuple(plain(term) for term in row) for row in read_result(result).rows())
    assert rows == ours(field, name)


def test_the_same_rows_from_workers(field: GraphView, pool: QueryPool) -> None:
    for name in NAMES:
        rows = Counter(tuple(plain(term) for term in row) for row in ask(name, field, pool=pool).rows())
        assert rows == ours(field, name)


def test_how_cainiao_and_aliexpress_were_integrated(graph: GraphView) -> None:
    answer = ask("cainiao-aliexpress-integration", graph)
    (row,) = [dict(zip(answer.variables, map(plain, row), strict=True)) for row in answer.rows()]
    assert row["teamName"] == "菜鸟国际电商物流团队@zh-hans"
    assert (row["sentence"], row["time"]) == (f"{MERGED}@zh-hant", "2025@")
    assert row["article"] == f"<{XBR}article/a>"
    assert (row["issued"], row["publisher"]) == ("2025-03@", "雷峰网@zh-hans")


def test_a_triple_of_three_articles_is_one_row(graph: GraphView) -> None:
    answer = ask("corroborated", graph)
    (row,) = [dict(zip(answer.variables, map(plain, row), strict=True)) for row in answer.rows()]
    assert (row["subjectName"], row["objectName"], row["articles"]) == ("AliExpress@en", "AIDC@en", "3@")


def test_things_are_named_in_any_way(graph: GraphView) -> None:
    asked = [
        ours(graph, "mentions", thing=name) for name in ("速賣通", "ali express", "xbr:aliexpress", XBR + "aliexpress")
    ]
    assert asked[0]
    assert all(one == asked[0] for one in asked)
    assert len(ours(graph, "figures", metric="xb:revenue")) == 2


@pytest.mark.parametrize(
    ("name", "params", "error", "message"),
    [
        ("who-lead", {}, NotFoundError, "who-leads"),
        ("mentions", {"thing": "没有的"}, NotFoundError, "没有的"),
        ("mentions", {"person": "速卖通"}, UsageError, "it takes thing"),
        ("mentions", {"thing": "xbr:a b"}, UsageError, "IRI"),
        ("cainiao-aliexpress-integration", {"thing": "速卖通"}, UsageError, "takes none"),
    ],
)
def test_what_cannot_be_asked(
    graph: GraphView, name: str, params: dict[str, str], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask(name, graph, **params)


HEADER = "# zh: 问\n# en: Q\n# topic: t\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# en: Q\n# topic: t\nSELECT * { ?s ?p ?o }", "x.rq:1: the header has no line '# zh"),
        (HEADER + "# zh: 再\nSELECT * { ?s ?p ?o }", "x.rq:4: zh stands twice"),
        (HEADER + "# parm: s\nSELECT * { ?s ?p ?o }", "x.rq:4: unknown key 'parm'; did you mean 'param'"),
        (HEADER + "# param: x\nSELECT * { ?s ?p ?o }", r"x.rq:4: \?x is no column"),
        (HEADER + "# param:\nSELECT * { ?s ?p ?o }", "x.rq:4: param says nothing"),
        (HEADER + "ASK {}", "a SELECT"),
        (HEADER + "SELECT * { ?s ?p ", "line 4, column 10"),
    ],
)
def test_files_that_break_the_schema(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_text(text)
    with pytest.raises(DataFileError, match=message):
        read_question(path)


def test_a_well_formed_file(tmp_path: Path) -> None:
    path = tmp_path / "x.rq"
    path.write_text(HEADER + "# param: s\n# a plain comment: with a colon\n\nSELECT * { ?s ?p ?o }\n# zh: no header\n")
    question = read_question(path)
    assert (question.name, question.zh, question.en, question.topic, question.params) == ("x", "问", "Q", "t", ("s",))
