"""kg push: into the real Oxigraph server, and into servers that fail, cut off, or refuse."""

from __future__ import annotations

import dataclasses
import json
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from conftest import need

from exchange.samples import hostile_graph
from kg.cli.push_command import push_command
from kg.exchange import export_graph
from kg.exchange.http_send import Endpoint, endpoint
from kg.exchange.push import push_graph
from kg.graph import GraphView, open_graph
from kg.vocabulary import OutputError, UsageError


@pytest.fixture
def graph(tmp_path: Path) -> GraphView:
    """A graph in a file of its own folder."""
    export_graph(hostile_graph(), "trig", tmp_path / "kg.trig")
    return open_graph(tmp_path / "kg.trig")


def quads(graph: GraphView) -> set[ox.Quad]:
    return set(graph.store)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    """The address of an Oxigraph server in memory."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    need(program is not None, "the program oxigraph (the Python package oxigraph)")
    port = free_port()
    server = subprocess.Popen(
        [str(program), "serve", "--bind", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def held(server: str) -> set[ox.Quad]:
    """Everything that the server holds."""
    request = urllib.request.Request(f"{server}/store", headers={"Accept": "application/n-quads"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return set(ox.parse(answer.read(), format=ox.RdfFormat.N_QUADS))


def empty(server: str) -> None:
    urllib.request.urlopen(
        urllib.request.Request(
            f"{server}/update", data=b"DROP ALL", headers={"Content-Type": "application/sparql-update"}
        ),
        timeout=30,
    ).close()


@pytest.mark.parametrize(("protocol", "path"), [("store", "/store"), ("update", "/update")])
def test_oxigraph_holds_the_graph_and_a_second_push_changes_nothing(
    oxigraph: str, graph: GraphView, protocol: str, path: str
) -> None:
    empty(oxigraph)
    store = endpoint(oxigraph + path)
    first = push_graph(graph, store, protocol=protocol)
    assert held(oxigraph) == quads(graph)
    assert (len(first.sent), first.kept, first.triples) == (6, 0, len(quads(graph)))
    assert push_graph(graph, store, protocol=protocol) == first
    assert held(oxigraph) == quads(graph)


def test_a_push_replaces_what_an_article_said_before(oxigraph: str, graph: GraphView) -> None:
    empty(oxigraph)
    old = "<a:old> <a:says> 'old'"
    name = "https://w3id.org/alibaba-xborder/id/article/b"
    for where in (f"?graph={quote(name, safe='')}", "?default"):
        request = urllib.request.Request(
            f"{oxigraph}/store{where}", data=f"{old} .".encode(), method="PUT", headers={"Content-Type": "text/turtle"}
        )
        urllib.request.urlopen(request, timeout=30).close()
    push_graph(graph, endpoint(f"{oxigraph}/update"), protocol="update")
    assert held(oxigraph) == quads(graph)


def test_updates_go_in_pieces(oxigraph: str, graph: GraphView, monkeypatch: pytest.MonkeyPatch) -> None:
    empty(oxigraph)
    monkeypatch.setattr("kg.exchange.push._PIECE", 7)
    push_graph(graph, endpoint(f"{oxigraph}/update"), protocol="update")
    assert held(oxigraph) == quads(graph)


@pytest.mark.parametrize(("protocol", "path"), [("store", "/store"), ("update", "/update")])
def test_the_ontology_goes_with_iris_for_its_blank_nodes(oxigraph: str, protocol: str, path: str) -> None:
    name = "https://w3id.org/alibaba-xborder/id/graph-ontology"
    data = f"<{name}> {{ <a:class> <a:is> [ <a:of> [ <a:says> 'it' ] ] }} <a:s> <a:p> <a:o> ."
    store = ox.Store()
    store.load(data, format=ox.RdfFormat.TRIG)
    empty(oxigraph)
    for _ in range(2):
        push_graph(GraphView(store), endpoint(oxigraph + path), protocol=protocol, model=True)
        there = {quad for quad in held(oxigraph) if quad.graph_name == ox.NamedNode(name)}
        assert len(there) == 3
        assert not any(isinstance(one, ox.BlankNode) for quad in there for one in quad)


def test_without_the_default_graph(oxigraph: str, graph: GraphView) -> None:
    empty(oxigraph)
    push_graph(graph, endpoint(f"{oxigraph}/store"), default=False)
    assert held(oxigraph) == {quad for quad in quads(graph) if quad.graph_name != ox.DefaultGraph()}


# ---------------------------------------------------------------- servers that fail
Answer = Callable[[int, BaseHTTPRequestHandler], int | None]


@contextmanager
def server(answer: Answer) -> Iterator[tuple[str, list[tuple[str, str, bytes, dict[str, str]]]]]:
    """A server that answers its n-th request with a status, or cuts the line off for None; its address and requests."""
    seen: list[tuple[str, str, bytes, dict[str, str]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.command, self.path, body, dict(self.headers)))
            status = answer(len(seen), self)
            if status is None:
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            said = b"\n  out of \x1b[31mmemory\n trace"
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "http://elsewhere.example/store")
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def do_POST(self) -> None:
            self.do_PUT()

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{running.server_address[1]}/store", seen
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def patient(url: str, waited: list[float], retries: int = 3) -> Endpoint:
    return dataclasses.replace(endpoint(url), retries=retries, wait=waited.append, timeout=10)


def test_a_busy_server_is_asked_again(graph: GraphView) -> None:
    waited: list[float] = []
    with server(lambda number, _: {1: 503, 2: None, 3: 500}.get(number, 204)) as (url, seen):
        done = push_graph(graph, patient(url, waited))
    assert len(done.sent) == 6
    assert len(seen) == 9
    assert waited == [0.5, 1.0, 2.0]


def test_an_interrupted_push_says_what_is_in_and_goes_on(graph: GraphView, tmp_path: Path) -> None:
    with server(lambda number, _: 204 if number <= 2 else 500) as (url, seen):
        with pytest.raises(OutputError) as told:
            push_graph(graph, patient(url, [], retries=1))
        said = str(told.value)
        assert "\n" not in said and "\x1b" not in said
        for words in ("500", "out of [31mmemory", "2 tries", "2 graphs are", "article/c"):
            assert words in said
    journals = [path for path in tmp_path.iterdir() if "push" in path.name]
    assert len(journals) == 1
    journals[0].write_text(journals[0].read_text() + '{"graph": "cut of')
    with server(lambda *_: 204) as (other, _):
        assert push_graph(graph, patient(other, [])).kept == 0  # another store has a journal of its own
    port = url.rpartition(":")[2].partition("/")[0]
    with at_port(int(port)) as seen:
        done = push_graph(graph, patient(url, []))
    assert (done.kept, len(done.sent), len(seen)) == (2, 4, 4)
    assert [path.name for path in tmp_path.iterdir()] == ["kg.trig"]


@contextmanager
def at_port(port: int) -> Iterator[list[str]]:
    """A server that takes everything, at a port."""
    seen: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            seen.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    running = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=running.serve_forever, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        running.shutdown()
        running.server_close()
        thread.join()


def test_a_graph_that_changed_meanwhile_is_sent_again(graph: GraphView, tmp_path: Path) -> None:
    with server(lambda number, _: 204 if number != 3 else 400) as (url, seen):
        with pytest.raises(OutputError, match="400"):
            push_graph(graph, patient(url, []))
        assert len(seen) == 3  # what a server refuses is not asked again
        changed = (tmp_path / "kg.trig").read_text(encoding="utf-8").replace('"今年初"', '"今年"')
        (tmp_path / "kg.trig").write_text(changed, encoding="utf-8")
        done = push_graph(open_graph(tmp_path / "kg.trig"), patient(url, []))
    assert (done.kept, len(done.sent)) == (1, 5)


def test_a_redirect_is_told_and_not_followed(graph: GraphView) -> None:
    with server(lambda *_: 307) as (url, seen), pytest.raises(OutputError, match=r"elsewhere\.example"):
        push_graph(graph, patient(url, []))
    assert len(seen) == 1


def test_nobody_there(graph: GraphView) -> None:
    waited: list[float] = []
    with pytest.raises(OutputError, match=r"cannot be reached.* 3 tries"):
        push_graph(graph, patient(f"http://127.0.0.1:{free_port()}/store", waited, retries=2))
    assert waited == [0.5, 1.0]


def test_credentials_are_sent_and_never_told(graph: GraphView) -> None:
    with server(lambda *_: 401) as (url, seen), pytest.raises(OutputError) as told:
        push_graph(graph, patient(url.replace("//", "//me:s%40cret@"), []))
    assert seen[0][3]["Authorization"] == "Basic bWU6c0BjcmV0"
    assert "cret" not in str(told.value) + repr(endpoint("http://me:s3cret@x/"))
    assert endpoint("http://x/", token="abc").headers["Authorization"] == "Bearer abc"


@pytest.mark.parametrize(
    "url", ["localhost:7878", "ftp://x/", "file:///etc/passwd", "http://", "http://[::1/", "http://x:port/"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UsageError):
        endpoint(url)


def test_the_command(graph: GraphView) -> None:
    with server(lambda *_: 204) as (url, seen):
        place = str(graph.path)
        dry = CliRunner().invoke(push_command, [url, "-g", place, "--dry-run"])
        assert (dry.exit_code, seen) == (0, [])
        assert dry.stdout.splitlines()[-1] == "default graph"
        assert len(dry.stdout.splitlines()) == 6
        done = CliRunner().invoke(push_command, [url, "-g", place, "--update"])
    assert "6 graphs sent" in done.stderr
    assert {method for method, *_ in seen} == {"POST"}
    assert json.dumps(dict(seen[0][3])).count("sparql-update") == 1
