"""Asking other servers: what they answer, and what they say when they do not."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import ClassVar
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from graph.toy import toy_graph

from kg.query import Endpoint, Limits, MalformedQueryError, QueryLimitError, read_result, write_result
from kg.vocabulary import InputError, UsageError
from query.oxigraph_server import oxigraph_serving

JSON = "application/sparql-results+json"
ROW = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"literal","value":"x"}}]}}'


class Handler(BaseHTTPRequestHandler):
    answer: ClassVar[tuple[int, str, bytes]] = (200, JSON, ROW)
    asked: ClassVar[list[str]] = []
    delay: ClassVar[float] = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Handler.asked.append(parse_qs(body.decode())["query"][0])
        time.sleep(Handler.delay)
        status, media, text = Handler.answer
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
        server.shutdown()


def told(monkeypatch: pytest.MonkeyPatch, status: int, media: str, text: bytes, delay: float = 0) -> None:
    monkeypatch.setattr(Handler, "answer", (status, media, text))
    monkeypatch.setattr(Handler, "delay", delay)


def test_prefixes_are_declared_for_the_server(url: str) -> None:
    with Endpoint(url).run("PREFIX xb: <urn:own:> SELECT ?a { ?a xb:partOf/skos:broader xbr:aidc }") as result:
        assert [str(row[0]) for row in read_result(result).rows()] == ['"x"']
    first, second = Handler.asked[-1].split("\n")
    assert "PREFIX skos: <" in first
    assert "PREFIX xbr: <" in first
    assert "xb:" not in first
    assert second.startswith("PREFIX xb: <urn:own:>")


@pytest.mark.parametrize(
    ("status", "text", "error", "message"),
    [
        (400, "Parse error at line 3: no such thing", MalformedQueryError, "says 400: Parse error at line 2: no such"),
        (401, "<html><head><title>x</title></head><body><p>Log in</p></body></html>", InputError, "says 401: Log in$"),
        (403, "", InputError, "says 403"),
        (404, "\x1b[2J not here", InputError, r"says 404: \[2J not here"),
        (500, "x" * 5000, InputError, "says 500: x{600}…"),
        (503, "busy", QueryLimitError, "says 503: busy"),
    ],
)
def test_what_a_server_says_is_passed_on(
    url: str, monkeypatch: pytest.MonkeyPatch, status: int, text: str, error: type[Exception], message: str
) -> None:
    told(monkeypatch, status, "text/html", text.encode())
    with pytest.raises(error, match=message):
        Endpoint(url).run("SELECT * { ?s ?p ?o }")


def test_a_mistake_is_told_by_us_too(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, 400, "text/plain", b"Bad Request")
    with pytest.raises(MalformedQueryError, match=r"line 2, column 7: '}' does not fit here .*Bad Request"):
        Endpoint(url).run("SELECT * {\n?s ?p }")


@pytest.mark.parametrize(
    ("media", "text", "message"),
    [
        ("text/html", b"<p>Welcome</p>", "is it a SPARQL endpoint"),
        (JSON, ROW[:-20], "cut short or broken"),
        (JSON, b"", "cut short or broken"),
    ],
)
def test_what_is_no_result(url: str, monkeypatch: pytest.MonkeyPatch, media: str, text: bytes, message: str) -> None:
    told(monkeypatch, 200, media, text)
    with pytest.raises(InputError, match=message):
        Endpoint(url).run("SELECT * { ?s ?p ?o }")


def test_a_server_that_is_late_or_talks_too_much(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told(monkeypatch, 200, JSON, b" " * 5000)
    with pytest.raises(QueryLimitError, match="more than"):
        Endpoint(url, Limits(size=1000)).run("ASK {}")
    told(monkeypatch, 200, JSON, ROW, delay=1)
    with pytest.raises(QueryLimitError, match=r"within 0\.2 s"):
        Endpoint(url, Limits(timeout=0.2)).run("ASK {}")


def test_what_is_no_server() -> None:
    with pytest.raises(UsageError, match="no address"):
        Endpoint("file:///etc/passwd")
    with pytest.raises(InputError, match="cannot be asked"):
        Endpoint("http://127.0.0.1:1/sparql").run("ASK {}")


@pytest.mark.oxigraph
def test_all_formats_of_a_real_server(tmp_path_factory: pytest.TempPathFactory) -> None:
    quads = toy_graph().store.dump(format=ox.RdfFormat.N_QUADS) or b""
    with oxigraph_serving(quads, tmp_path_factory.mktemp("store")) as url:
        endpoint = Endpoint(url)
        with endpoint.run("SELECT ?s { ?s a xb:Article }", rows="csv") as result:
            assert (result.kind, result.variables, result.count) == ("rows", ("s",), 4)
            stream = BytesIO()
            write_result(result, "csv", stream)
            assert stream.getvalue().count(b"\r\n") == 5
        for form in ("nt", "ttl", "rdf"):
            with endpoint.run("CONSTRUCT WHERE { ?s a xb:Article }", triples=form) as result:
                assert (result.kind, result.format, result.count) == ("triples", form, 4)
        assert read_result(endpoint.run("ASK { ?s a xb:Article }"))
        with pytest.raises(QueryLimitError, match="more than 3"):
            Endpoint(url, Limits(rows=3)).run("SELECT ?s { ?s a xb:Article }")
        with pytest.raises(MalformedQueryError, match="line 1, column 24"):
            endpoint.run("SELECT * { ?s ?p ?o ;; ,}")
