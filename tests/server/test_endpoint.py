"""The SPARQL endpoint over HTTP: protocol, forms, errors, headers (SPARQL 1.1 Protocol, RFC 9110)."""

from __future__ import annotations

import csv
import io
import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from urllib.parse import quote, urlencode
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from kg.vocabulary.namespaces import XB, XBA, XBR

from .running import Running

NAME = 'SELECT ?name { xbr:aliexpress skos:prefLabel ?name FILTER(langMatches(lang(?name), "zh-Hans")) }'
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"


def names(answer_json: dict) -> list[str]:
    return [row["name"]["value"] for row in answer_json["results"]["bindings"]]


# ---------------------------------------------------------------- 1-6, 9-14: how a query is sent
@pytest.mark.parametrize("path", ["/sparql", "/sparql/"])
def test_a_query_by_get_form_and_body(server: Running, path: str) -> None:
    encoded = urlencode({"query": NAME})
    for answer in (
        server.ask(f"{path}?{encoded}"),
        server.ask(path, "POST", {"Content-Type": FORM}, encoded.encode()),
        server.ask(path, "POST", {"Content-Type": f"{QUERY}; charset=UTF-8"}, NAME.encode()),
    ):
        assert answer.status == 200
        assert answer.headers["content-type"] == f"{JSON}; charset=utf-8"
        assert names(answer.json) == ["速卖通"]


ESCAPES = 'SELECT ("a%20b%2Bc+d 速卖通 &=#" AS ?name) ("<https://example.org/a%20b>" AS ?iri) {}'


def test_escapes_plus_signs_and_chinese_survive_every_way(server: Running) -> None:
    encoded = urlencode({"query": ESCAPES})
    for answer in (
        server.ask(f"/sparql?{encoded}"),
        server.ask(f"/sparql?query={quote(ESCAPES, safe='')}"),
        server.ask("/sparql", "POST", {"Content-Type": FORM}, encoded.encode()),
        server.ask("/sparql", "POST", {"Content-Type": QUERY}, ESCAPES.encode()),
    ):
        row = answer.json["results"]["bindings"][0]
        assert row["name"]["value"] == "a%20b%2Bc+d 速卖通 &=#"
        assert row["iri"]["value"] == "<https://example.org/a%20b>"


ASK = quote("ASK {}")


@pytest.mark.parametrize(
    ("method", "target", "headers", "body", "status"),
    [
        ("GET", f"/sparql?query={ASK}&query={ASK}", {}, None, 400),
        ("POST", "/sparql", {"Content-Type": FORM}, f"query={ASK}&query={ASK}".encode(), 400),
        ("POST", f"/sparql?query={ASK}", {"Content-Type": QUERY}, b"ASK {}", 400),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {}, f"query={ASK}".encode(), 415),
        ("POST", "/sparql", {"Content-Type": f"{QUERY}; charset=utf-16"}, "ASK {}".encode("utf-16"), 415),
        ("POST", "/sparql", {"Content-Type": QUERY}, "ASK {}".encode("utf-16"), 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"query=%FF%FE", 400),
        ("GET", "/sparql?query=ASK%20%7B%FF%7D", {}, None, 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"other=1", 400),
        ("GET", "/sparql?query=", {}, None, 400),
        ("GET", f"/sparql?update={quote('CLEAR ALL')}", {}, None, 400),
        ("GET", f"/sparql?query={quote('INSERT DATA { <a:b> <a:b> <a:b> }')}", {}, None, 400),
        ("POST", "/sparql", {"Content-Type": FORM}, b"update=CLEAR%20ALL", 403),
        ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, b"CLEAR ALL", 403),
        ("POST", "/sparql", {"Content-Type": QUERY}, b"LOAD <http://127.0.0.1/x>", 400),
        ("GET", f"/sparql?query={ASK}&default-graph-uri=relative", {}, None, 400),
        ("PUT", "/sparql", {}, b"", 405),
        ("DELETE", "/sparql", {}, None, 405),
        ("PATCH", "/sparql", {}, b"", 405),
    ],
)
def test_what_is_refused(
    server: Running, method: str, target: str, headers: dict[str, str], body: bytes | None, status: int
) -> None:
    answer = server.ask(target, method, headers, body)
    assert answer.status == status
    assert answer.media_type == "text/plain"
    assert len(answer.text.splitlines()) == 1
    if status == 405:
        assert {"GET", "HEAD", "POST"} <= set(answer.headers["allow"].split(", "))


def test_a_malformed_query_says_where(server: Running) -> None:
    answer = server.query("SELECT ?x {\n  ?x xb:partOf }")
    assert answer.status == 400
    assert answer.media_type == "text/plain"
    assert "line 2, column" in answer.text
    problem = server.query("SELECT ?x {\n  ?x foo:bar ?y }", f"{JSON}, application/problem+json")
    assert problem.media_type == "application/problem+json"
    assert (problem.json["status"], problem.json["line"], problem.json["column"]) == (400, 2, 6)


def test_head_is_get_without_its_body(server: Running) -> None:
    target = f"/sparql?{urlencode({'query': NAME})}"
    got, head = server.ask(target), server.ask(target, "HEAD")
    assert head.status == 200
    assert head.raw == b""
    same = {name: value for name, value in got.headers.items() if name != "date"}
    assert {name: value for name, value in head.headers.items() if name != "date"} == same
    assert server.ask("/sparql?query=nonsense", "HEAD").status == 400


# ---------------------------------------------------------------- 7, 8, 38: without a query
SD = "http://www.w3.org/ns/sparql-service-description#"


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        (None, ox.RdfFormat.TURTLE),
    ],
)
def test_the_service_describes_itself(server: Running, accept: str | None, form: ox.RdfFormat) -> None:
    answer = server.ask("/sparql", headers={"Accept": accept} if accept else {})
    assert answer.media_type == (accept or "text/turtle")
    store = ox.Store()
    store.load(answer.body, form)

    def objects(subject: object, name: str) -> list:
        return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(name), None)]

    service = ox.NamedNode(f"{server.address}/sparql")
    assert objects(service, SD + "endpoint") == [service]
    assert objects(service, SD + "supportedLanguage") == [ox.NamedNode(SD + "SPARQL11Query")]
    formats = {one.value.rpartition("/")[2] for one in objects(service, SD + "resultFormat")}
    assert {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "Turtle", "JSON-LD"} <= formats
    (dataset,) = objects(service, SD + "defaultDataset")
    (default,) = objects(dataset, SD + "defaultGraph")
    counted = server.query("SELECT (COUNT(*) AS ?name) { ?s ?p ?o }").json
    (triples,) = objects(default, "http://rdfs.org/ns/void#triples")
    assert triples.value == names(counted)[0]
    graphs = {name.value for one in objects(dataset, SD + "namedGraph") for name in objects(one, SD + "name")}
    assert {XBA + "a1", XBA + "a2"} <= graphs


def test_browsers_get_the_query_page(server: Running) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for target in ("/", "/sparql", f"/sparql?query={ASK}"):
        answer = server.ask(target, headers={"Accept": browser})
        assert answer.media_type == "text/html"
        assert "<textarea" in answer.text
    assert server.ask(f"/sparql?query={ASK}&format=xml", headers={"Accept": browser}).media_type == XML


# ---------------------------------------------------------------- 17-20: the dataset
IN_TWO = 25  # triples of the second article


def graph(name: str) -> str:
    return quote(XBA + name, safe="")


def test_the_dataset_of_the_request(server: Running) -> None:
    count = "SELECT (COUNT(*) AS ?name) { ?s ?p ?o }"
    in_one, in_two = (
        int(names(server.query(count, extra=f"&default-graph-uri={graph(one)}").json)[0]) for one in ("a1", "a2")
    )
    both = server.query(count, extra=f"&default-graph-uri={graph('a1')}&default-graph-uri={graph('a2')}")
    assert in_two == IN_TWO
    assert int(names(both.json)[0]) == in_one + in_two - 2  # two triples stand in both
    inside = "SELECT (COUNT(*) AS ?name) { GRAPH ?g { ?s ?p ?o } }"
    assert int(names(server.query(inside, extra=f"&named-graph-uri={graph('a2')}").json)[0]) == in_two
    assert int(names(server.query(inside, extra=f"&default-graph-uri={graph('a2')}").json)[0]) == 0
    unknown = server.query(count, extra=f"&default-graph-uri={graph('nothing')}")
    assert (unknown.status, names(unknown.json)) == (200, ["0"])


def test_the_dataset_of_the_request_wins_over_from(server: Running) -> None:
    query = f"SELECT (COUNT(*) AS ?name) FROM <{XBA}a1> {{ ?s ?p ?o }}"
    assert names(server.query(query, extra=f"&default-graph-uri={graph('a2')}").json) == [str(IN_TWO)]
    form = urlencode({"query": query, "default-graph-uri": XBA + "a2"}).encode()
    assert names(server.ask("/sparql", "POST", {"Content-Type": FORM}, form).json) == [str(IN_TWO)]
    direct = server.ask(f"/sparql?default-graph-uri={graph('a2')}", "POST", {"Content-Type": QUERY}, query.encode())
    assert names(direct.json) == [str(IN_TWO)]


# ---------------------------------------------------------------- 21-31: forms of answers
ROWS = r"""SELECT ?b ?name ?n ?none {
  VALUES (?name ?n) { ("速卖通"@zh-Hans 1.5) ("a\n\"b\",c" UNDEF) } BIND(BNODE() AS ?b)
}"""


def test_rows_as_json(server: Running) -> None:
    answer = server.query(ROWS, JSON)
    rows = answer.json["results"]["bindings"]
    assert answer.json["head"]["vars"] == ["b", "name", "n", "none"]
    assert rows[0]["name"] == {"type": "literal", "value": "速卖通", "xml:lang": "zh-hans"}
    assert rows[0]["n"]["datatype"].endswith("#decimal")
    assert rows[0]["b"]["type"] == "bnode"
    assert rows[0]["b"] != rows[1]["b"]
    assert "n" not in rows[1]


def test_rows_as_xml(server: Running) -> None:
    answer = server.query(ROWS, XML)
    assert answer.headers["content-type"] == f"{XML}; charset=utf-8"
    root = ET.fromstring(answer.body)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [one.get("name") for one in root.iter(f"{space}variable")] == ["b", "name", "n", "none"]
    assert [one.text for one in root.iter(f"{space}literal")] == ["速卖通", "1.5", 'a\n"b",c']


def test_rows_as_csv_and_tsv(server: Running) -> None:
    answer = server.query(ROWS, "text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.startswith("b,name,n,none\r\n")
    rows = list(csv.reader(io.StringIO(answer.text, newline="")))
    assert rows[1][1:] == ["速卖通", "1.5", ""]
    assert rows[2][1] == 'a\n"b",c'
    tabs = server.query(ROWS, "text/tab-separated-values")
    assert tabs.media_type == "text/tab-separated-values"
    assert tabs.text.splitlines()[0] == "?b\t?name\t?n\t?none"
    assert '"速卖通"@zh-hans\t1.5' in tabs.text


RDF = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
    "application/n-quads": ox.RdfFormat.N_QUADS,
}


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s skos:prefLabel ?o }", "DESCRIBE xbr:aliexpress"])
@pytest.mark.parametrize("media_type", RDF)
def test_triples_in_every_form(server: Running, query: str, media_type: str) -> None:
    answer = server.query(query, media_type)
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    found = {quad.triple for quad in ox.parse(answer.body, format=RDF[media_type])}
    name = ox.Literal("速卖通", language="zh-hans")
    assert any(triple.object == name for triple in found)
    assert found == {quad.triple for quad in ox.parse(server.query(query).body, format=ox.RdfFormat.TURTLE)}


def test_a_truth_value(server: Running) -> None:
    assert server.query("ASK { xbr:aliexpress a xb:Platform }", JSON).json["boolean"] is True
    assert "<boolean>false</boolean>" in server.query("ASK { xbr:aliexpress a xb:Person }", XML).text
    assert server.query("ASK {}", "text/csv").status == 406


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("text/*", "text/csv"),
        (f"{JSON};q=0.2, {XML};q=0.9", XML),
        (f"{JSON};q=0, */*;q=0.1", XML),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.5", "text/csv"),
        (f"image/png, {XML};q=0.001", XML),
        ("application/json", JSON),
        ("text/xml", XML),
        ("APPLICATION/SPARQL-RESULTS+XML", XML),
        ("nonsense", JSON),
        (";;,,/", JSON),
    ],
)
def test_the_form_that_is_welcome(server: Running, accept: str | None, given: str) -> None:
    assert server.query(NAME, accept).media_type == given


@pytest.mark.parametrize("accept", ["image/png", f"{JSON};q=0", "text/turtle", "image/*, text/turtle;q=0.3"])
def test_what_cannot_be_written_is_not_acceptable(server: Running, accept: str) -> None:
    answer = server.query(NAME, accept)
    assert answer.status == 406
    assert "text/csv (format=csv)" in answer.text


@pytest.mark.parametrize(
    ("name", "query", "given"),
    [
        ("csv", NAME, "text/csv"),
        ("tsv", NAME, "text/tab-separated-values"),
        (XML, NAME, XML),
        ("turtle", "CONSTRUCT WHERE { ?s ?p ?o }", "text/turtle"),
        ("json-ld", "CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json"),
        ("rdf+xml", "CONSTRUCT WHERE { ?s ?p ?o }", "application/rdf+xml"),
    ],
)
def test_format_wins_over_accept(server: Running, name: str, query: str, given: str) -> None:
    assert server.query(query, "image/png", f"&format={quote(name, safe='')}").media_type == given


def test_an_unknown_format_is_refused(server: Running) -> None:
    assert server.query(NAME, extra="&format=png").status == 406


# ---------------------------------------------------------------- 33, 34, 39-42: limits
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_a_slow_query_is_stopped_and_holds_nobody_up(server: Running) -> None:
    found: list[tuple[int, str, float]] = []

    def ask() -> None:
        started = time.monotonic()
        answer = server.post(SLOW)
        found.append((answer.status, answer.text, time.monotonic() - started))

    slow = threading.Thread(target=ask)
    slow.start()
    time.sleep(0.5)
    started = time.monotonic()
    assert server.answers()
    assert time.monotonic() - started < 2
    slow.join()
    status, text, seconds = found[0]
    assert status == 504
    assert "5 s" in text
    assert 4.5 < seconds < 8


def running_threads(server: Running) -> int:
    """Threads of the server's workers that are at work."""
    command = ["ps", "--ppid", str(server.process.pid), "-L", "-o", "stat="]
    listed = subprocess.run(command, capture_output=True, check=False)
    return sum(line.startswith(b"R") for line in listed.stdout.splitlines())


def until(condition: Callable[[], bool], patience: float = 3) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_a_client_that_hangs_up_ends_its_query(server: Running) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: {QUERY}\r\nContent-Length: {len(SLOW)}\r\n\r\n"
    with server.connect() as connection:
        connection.sendall(head.encode() + SLOW.encode())
        assert until(lambda: running_threads(server) > 0)
    assert until(lambda: running_threads(server) == 0)


def test_other_servers_are_never_called(server: Running) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.3)
        there = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ service silent <{there}> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ VALUES ?u {{ <{there}> }} SERVICE ?u {{ ?s ?p ?o }} }}",
        ):
            assert server.query(query).status == 403
        assert server.query(f"LOAD <{there}>").status == 400
        assert server.query(f"SELECT * FROM <{there}> {{ ?s ?p ?o }}").status == 200
        with pytest.raises(TimeoutError):
            listening.accept()


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")")])
def test_deep_nesting_is_refused_and_the_server_lives(server: Running, opening: str, closing: str) -> None:
    query = f"SELECT * WHERE {{ FILTER {opening * 6000}1{closing * 6000} }}"
    assert server.post(query).status == 400
    assert server.answers()


def test_a_memory_bomb_is_stopped_and_the_server_lives(server: Running) -> None:
    doubled = " ".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1})" for i in range(33))
    answer = server.post(f'SELECT (STRLEN(?a33) AS ?n) {{ BIND("aaaaaaaa" AS ?a0) {doubled} }}')
    assert answer.status in (503, 504)
    assert server.answers()


# ---------------------------------------------------------------- 35-37: headers
def test_the_row_limit_is_told(server: Running) -> None:
    assert server.query(NAME).headers["kg-row-limit"] == "500000"


def test_gzip_where_it_is_welcome(server: Running) -> None:
    query = "SELECT * { ?s ?p ?o }"
    plain, packed = server.query(query), server.query(query, **{"Accept-Encoding": "br, gzip;q=0.5"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.raw) < len(plain.raw) / 3
    assert sorted(map(json.dumps, packed.json["results"]["bindings"])) == sorted(
        map(json.dumps, plain.json["results"]["bindings"])
    )
    assert "content-encoding" not in server.query(query, **{"Accept-Encoding": "gzip;q=0"}).headers
    assert "Accept-Encoding" in plain.headers["vary"]


def test_what_is_unchanged_is_not_sent_again(server: Running) -> None:
    tag = server.query(NAME).headers["etag"]
    again = server.query(NAME, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status, again.raw) == (304, b"")
    assert again.headers["etag"] == tag
    assert server.query(NAME, XML).headers["etag"] != tag
    assert server.query(NAME + " LIMIT 1").headers["etag"] != tag
    assert "etag" not in server.query("SELECT (RAND() AS ?name) {}").headers
    assert "etag" not in server.post(NAME).headers


# ---------------------------------------------------------------- 43, 44: sizes and hosts
def test_long_queries_by_get_and_post(server: Running) -> None:
    padded = NAME + " # " + "x" * 8000
    assert server.query(padded).status == 200
    assert server.query(NAME + " # " + "x" * 40_000).status == 414
    assert server.post(NAME + " # " + "速" * 330_000).status == 200
    assert server.post(NAME + " # " + "x" * 3_000_000).status == 413


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("127.0.0.1:7878", 200),
        ("[::1]", 200),
        ("127.0.0.2", 200),
        ("evil.example", 421),
        ("evil.example:80", 421),
        ("127.0.0.1.evil.example", 421),
        ("10.0.0.1", 421),
        ("localhost:99<script>", 421),
        ("", 421),
    ],
)
def test_only_this_machine_is_answered(server: Running, host: str, status: int) -> None:
    assert server.ask(f"/sparql?query={ASK}", headers={"Host": host}).status == status


def test_things_are_named_by_prefixes_that_need_no_declaration(server: Running) -> None:
    answer = server.query("SELECT ?name { ?name xb:partOf xbr:aidc }")
    assert names(answer.json) == [XBR + "aliexpress"]
    assert server.query(f"ASK {{ <{XBR}aliexpress> <{XB}partOf> ?x }}").json["boolean"] is True
