"""Clients that others wrote: SPARQLWrapper, rdflib's SPARQLStore, Comunica, curl."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError

import pytest
from conftest import need
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import (
    CSV,
    GET,
    JSON,
    JSONLD,
    N3,
    POST,
    POSTDIRECTLY,
    RDFXML,
    TSV,
    TURTLE,
    URLENCODED,
    XML,
    SPARQLWrapper,
)
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBR

from .running import Running

# Both libraries still make graphs of a kind that rdflib calls old.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

WHOLE = (
    'SELECT ?whole ?name { xbr:aliexpress xb:partOf ?whole . ?whole skos:prefLabel ?name FILTER(lang(?name) != "en") }'
)
AIDC, NAME = XBR + "aidc", "阿里国际数字商业集团"
ALIEXPRESS = URIRef(XBR + "aliexpress")


# ---------------------------------------------------------------- SPARQLWrapper
def wrapper(server: Running, query: str, form: str) -> SPARQLWrapper:
    made = SPARQLWrapper(f"{server.address}/sparql")
    made.setQuery(query)
    made.setReturnFormat(form)
    return made


@pytest.mark.parametrize(("method", "request_method"), [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_asks_every_way_for_every_form(
    server: Running, method: str, request_method: str, form: str
) -> None:
    made = wrapper(server, WHOLE, form)
    made.setMethod(method)
    made.setRequestMethod(request_method)
    answer = made.query()
    if form is JSON:
        row = answer.convert()["results"]["bindings"][0]
        assert (row["whole"]["value"], row["name"]["value"]) == (AIDC, NAME)
    elif form is XML:
        found = answer.convert()
        assert AIDC in found.toxml()
        assert NAME in found.toxml()
    else:
        text = answer.convert().decode()
        assert AIDC in text
        assert NAME in text


@pytest.mark.parametrize("form", [TURTLE, RDFXML, N3, JSONLD])
def test_sparqlwrapper_reads_graphs(server: Running, form: str) -> None:
    found = wrapper(server, "CONSTRUCT WHERE { ?s xb:partOf ?o }", form).query().convert()
    graph = found if isinstance(found, Graph) else Graph().parse(data=found, format="turtle")
    assert (ALIEXPRESS, URIRef(XB + "partOf"), URIRef(AIDC)) in graph


def test_sparqlwrapper_tells_a_malformed_query(server: Running) -> None:
    with pytest.raises(QueryBadFormed, match="line 1"):
        wrapper(server, "SELECT * { ?s ?p }", JSON).query()
    assert wrapper(server, "ASK { xbr:aliexpress xb:partOf ?x }", JSON).query().convert()["boolean"] is True


# ---------------------------------------------------------------- rdflib
@pytest.mark.parametrize("form", ["xml", "json", "csv"])
@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_reads_the_graph_as_its_own(server: Running, form: str, method: str) -> None:
    store = SPARQLStore(f"{server.address}/sparql", method=method, returnFormat=form)
    graph = Graph(store)
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space, override=True)
    assert list(graph.objects(ALIEXPRESS, URIRef(XB + "partOf"))) == [URIRef(AIDC)]
    rows = [(str(row[0]), str(row[1])) for row in graph.query(WHOLE)]
    assert rows == [(AIDC, NAME)]
    assert len(graph) > 100
    name = Literal("AliExpress", lang="en")
    if form != "csv":
        assert (ALIEXPRESS, URIRef(PREFIXES["skos"] + "prefLabel"), name) in graph
    store.close()


def test_rdflib_asks_one_article(server: Running) -> None:
    store = SPARQLStore(f"{server.address}/sparql", returnFormat="json", context_aware=True)
    graph = Graph(store, identifier=URIRef(XBA + "a2"))
    assert len(graph) == 25
    store.close()


def test_rdflib_reads_a_thing_at_its_own_address(server: Running) -> None:
    for suffix in ("", ".ttl", ".jsonld", ".rdf", ".nt"):
        graph = Graph().parse(f"{server.address}/id/aliexpress{suffix}")
        assert (ALIEXPRESS, URIRef(XB + "partOf"), URIRef(AIDC)) in graph
    with pytest.raises(HTTPError):
        Graph().parse(f"{server.address}/id/nothing")


# ---------------------------------------------------------------- curl
def curl(*arguments: str) -> str:
    program = shutil.which("curl")
    need(program is not None, "curl (Debian: apt-get install curl)")
    command = [program or "", "--silent", "--show-error", "--fail-with-body", *arguments]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=60)
    assert done.returncode in (0, 22), done.stderr
    return done.stdout


def test_curl(server: Running, tmp_path: Path) -> None:
    endpoint, file = f"{server.address}/sparql", tmp_path / "question.rq"
    file.write_text(WHOLE, encoding="utf-8")
    csv = ["-H", "Accept: text/csv"]
    by_get = curl(endpoint, "-G", "--data-urlencode", f"query={WHOLE}", *csv)
    assert by_get == f"whole,name\n{AIDC},{NAME}\n"
    assert curl(endpoint, "--data-urlencode", f"query@{file}", *csv) == by_get
    kind = ["-H", "Content-Type: application/sparql-query"]
    assert curl(endpoint, "--data-binary", f"@{file}", *kind, *csv) == by_get
    assert curl(endpoint, "--compressed", "--data-binary", f"@{file}", *kind, *csv) == by_get
    assert curl(endpoint, "--http1.0", "--data-binary", f"@{file}", *kind, *csv) == by_get
    assert "line 1, column 1" in curl(endpoint, "-d", "query=SELEKT")
    assert "HTTP/1.1 200" in curl(endpoint, "--head")
    large = tmp_path / "large.rq"
    large.write_text(WHOLE + "# " + "x" * 1_500_000, encoding="utf-8")
    assert curl(endpoint, "--data-binary", f"@{large}", *kind, *csv) == by_get  # waits for 100 Continue
    large.write_text(WHOLE + "# " + "x" * 5_000_000, encoding="utf-8")
    assert "longer than" in curl(endpoint, "--data-binary", f"@{large}", *kind, *csv)


# ---------------------------------------------------------------- Comunica
@pytest.fixture(scope="module")
def comunica() -> Path:
    modules = os.environ.get("KG_NODE_MODULES")
    found = Path(modules, "@comunica", "query-sparql", "bin", "query.js") if modules else None
    need(
        shutil.which("node") is not None and found is not None and found.is_file(),
        "Node.js and @comunica/query-sparql below $KG_NODE_MODULES",
    )
    assert found is not None
    return found


def by_comunica(comunica: Path, *arguments: str) -> list[dict[str, str]]:
    done = subprocess.run(
        ["node", str(comunica), *arguments], capture_output=True, check=False, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[dict[str, str]] = json.loads(done.stdout)
    return found


PROLOGUE = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())


@pytest.mark.node
def test_comunica_reads_the_endpoint_by_its_description(server: Running, comunica: Path) -> None:
    rows = by_comunica(comunica, f"{server.address}/sparql", PROLOGUE + WHOLE)
    assert rows == [{"whole": AIDC, "name": f'"{NAME}"@zh-hans'}]


@pytest.mark.node
def test_comunica_joins_the_endpoint_with_pages_of_things(server: Running, comunica: Path) -> None:
    sources = [f"sparql@{server.address}/sparql", f"{server.address}/id/cainiao"]
    query = PROLOGUE + "SELECT DISTINCT ?team { ?s xb:subject ?team ; xb:predicate xb:partOf ; xb:object xbr:cainiao }"
    assert by_comunica(comunica, *sources, query) == [{"team": XBR + "team"}]
