"""Requests that mean harm: whatever they are, the server says no in a line and answers the next one."""

from __future__ import annotations

import contextlib
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from .running import HOSTILE, Running, write_graph

OK = b"Host: localhost\r\n"
GOOD = b"GET /health HTTP/1.1\r\n" + OK + b"Connection: close\r\n\r\n"
CHUNKED = (
    b"POST /sparql HTTP/1.1\r\n" + OK + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
)
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server with little patience and room for few connections."""
    code = (
        "import sys; from kg.server import Settings, serve; "
        "serve(sys.argv[1], Settings(port=0, patience=0.5, connections=40, timeout=5), "
        "lambda address: print('kg serve:', address, file=sys.stderr, flush=True))"
    )
    graph = write_graph(tmp_path_factory.mktemp("hostile") / "graph")
    with Running(graph, code=code) as running:
        yield running


def statuses(data: bytes) -> list[int]:
    return [int(one) for one in STATUS.findall(data)]


# Class, and what is sent: none of it may be answered by 200, or by nothing at all.
REFUSED: dict[str, list[bytes]] = {
    "no HTTP": [
        b"\x00" * 100 + b"\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\xff" * 200 + b"\r\n\r\n",  # a TLS hello
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n" + OK + b"\r\n",
        b"GET / HTTP/1.1 HTTP/1.1\r\n" + OK + b"\r\n",
        b"G\xc3\x89T / HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /\x00 HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /\xe9\x80\x9f HTTP/1.1\r\n" + OK + b"\r\n",
        b" / HTTP/1.1\r\n" + OK + b"\r\n",
        b"\r\n\r\n\r\nGET / FTP/1.0\r\n\r\n",
    ],
    "headers": [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\n" + OK + OK + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"X: a\r\n folded\x00\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"No colon\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"Sp ace: x\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"X: " + b"y" * 100_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"".join(b"X-%d: y\r\n" % n for n in range(9000)) + b"\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"Content-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"Content-Length: 1e9\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Content-Length: 99999999999999999999\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Transfer-Encoding: gzip\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\n",
    ],
    "targets": [
        b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /sparql?query=" + b"%20" * 20_000 + b" HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /sparql?" + b"a&" * 5000 + b" HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /sparql?query=%ff%fe HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /sparql?query=%C0%AF HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /sparql?query=%ED%A0%80 HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /search?q=%F5 HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /data?graph=%00 HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /id/%00 HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /id/%FF%FE HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET /id/" + quote(HOSTILE).encode() + b" HTTP/1.1\r\n" + OK + b"\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\n" + OK + b"\r\n",
        b"TRACE / HTTP/1.1\r\n" + OK + b"\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"PROPFIND / HTTP/1.1\r\n" + OK + b"\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\n" + OK + b"\r\n",
    ],
    "paths out of the server": [
        b"GET %s HTTP/1.1\r\n" % path + OK + b"\r\n"
        for path in (
            b"/../etc/passwd", b"/static/../../../etc/passwd", b"/static/..%2f..%2fa.py", b"/static/%2e%2e/guard.py",
            b"/static//etc/passwd", b"/static/%2Fetc%2Fpasswd", b"/static/query.js%00.css", b"/static/..\\..\\guard.py",
            b"/id/../../etc/passwd", b"/id/%2e%2e%2f%2e%2e%2fetc%2fpasswd", b"/ontology/../../../pyproject.toml",
            b"/templates/base.html", b"/static/", b"//etc/passwd", b"/.git/config", b"/static/.hidden",
        )
    ],
    "hosts": [
        b"GET / HTTP/1.1\r\nHost: %s\r\n\r\n" % host
        for host in (
            b"evil.example", b"localhost.evil.example", b"localhost@evil.example", b"localhost:80:80", b"<script>",
            b"127.0.0.1\"><script>", b"[::1", b"0x7f.1.evil", b"169.254.169.254", b"*",
        )
    ],
    "bodies": [
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Content-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(body)) + body
        for kind, body in (
            (b"application/sparql-query", "SELECT * {}".encode("utf-16")),
            (b"application/sparql-query", b"\xff\xfe\xfd"),
            (b"application/sparql-query", b"\x00" * 1000),
            (b"application/sparql-query", b"("),
            (b"application/sparql-query; charset=utf-7", b"ASK {}"),
            (b"multipart/form-data; boundary=x", b"--x\r\n\r\nASK {}\r\n--x--"),
            (b"application/json", b'{"query": "ASK {}"}'),
            (b"application/x-www-form-urlencoded", b"query=%zz"),
            (b"application/x-www-form-urlencoded", b"&".join(b"a=%d" % n for n in range(5000))),
            (b"application/x-www-form-urlencoded", b"query=ASK%20{}&query=ASK%20{}"),
            (b"application/sparql-update", b"DROP ALL"),
            (b"a/b/c", b"ASK {}"),
        )
    ],
}  # fmt: skip
CASES = [(name, index) for name, found in REFUSED.items() for index in range(len(found))]


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 80
    assert all(len(found) >= 10 for found in REFUSED.values())


@pytest.mark.parametrize(("kind", "index"), CASES)
def test_what_means_harm_is_refused(short: Running, kind: str, index: int) -> None:
    answer = short.raw(REFUSED[kind][index], timeout=10)
    found = statuses(answer)
    assert found
    assert all(400 <= status < 500 or status == 505 for status in found)
    assert b"Traceback" not in answer
    assert b"<script>" not in answer
    assert b"root:" not in answer
    assert statuses(short.raw(GOOD)) == [200]


# ---------------------------------------------------------------- slow, silent and many
def closes_within(connection: socket.socket, seconds: float) -> bool:
    connection.settimeout(seconds)
    try:
        while connection.recv(65536):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"G",
        b"GET / HTTP/1.1\r\nHost: loc",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Content-Type: application/sparql-query\r\nContent-Length: 100\r\n\r\nASK",
        b"POST /sparql HTTP/1.1\r\n"
        + OK
        + b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nA",
        b"POST /labels HTTP/1.1\r\n" + OK + b"Content-Type: application/json\r\nContent-Length: 9\r\n\r\n[",
        GOOD.replace(b"close", b"keep-alive"),
        GOOD.replace(b"close", b"keep-alive") + b"GET /hea",
        b"POST /sparql HTTP/1.1\r\n" + OK + b"Expect: 100-continue\r\nContent-Length: 100\r\n"
        b"Content-Type: application/sparql-query\r\n\r\n",
    ],
)
def test_a_client_that_falls_silent_is_let_go(short: Running, start: bytes) -> None:
    with short.connect() as connection:
        connection.sendall(start)
        assert short.answers()
        assert closes_within(connection, 5)


def test_a_client_that_drips_its_head_is_let_go(short: Running) -> None:
    with short.connect() as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n" + OK)
        started = time.monotonic()
        with contextlib.suppress(ConnectionError):
            while time.monotonic() - started < 6:
                connection.sendall(b"X: y\r\n")
                time.sleep(0.1)
        assert time.monotonic() - started < 4
    assert short.answers()


def test_a_client_that_does_not_read_is_let_go(short: Running) -> None:
    query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000")
    whole = len(short.ask(f"/sparql?query={query}").raw)
    with short.connect() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(b"GET /sparql?query=" + query.encode() + b" HTTP/1.1\r\n" + OK + b"\r\n")
        time.sleep(4)
        assert short.answers()
        sent = [int(line.split('" 200 ')[1].split()[0]) for line in short.log if "60000" in line and '" 200 ' in line]
    assert len(sent) == 2
    assert min(sent) < max(sent) == whole


def test_half_closed_connections(short: Running) -> None:
    for data in (GOOD, b"GET / HTTP/1.1\r\n", b"", b"POST /sparql HTTP/1.1\r\n" + OK + b"Content-Length: 10\r\n\r\nab"):
        for _ in range(10):
            short.raw(data, timeout=5, half_close=True)
    assert short.answers()


def test_connections_that_are_cut_in_the_midst(short: Running) -> None:
    query = b"GET /sparql?query=" + quote("SELECT * { ?s ?p ?o . ?a ?b ?c }").encode() + b" HTTP/1.1\r\n" + OK + b"\r\n"
    for cut in range(0, len(query), 7):
        with short.connect() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # a reset, not an end
            connection.sendall(query[:cut])
    assert short.answers()


def test_more_connections_than_there_is_room_for(short: Running) -> None:
    with contextlib.ExitStack() as stack:
        for _ in range(150):
            stack.enter_context(short.connect()).sendall(b"GET / HT")
            if _ % 30 == 0:
                assert short.answers()
        assert short.answers()


def test_pipelined_requests_are_answered_in_turn(short: Running) -> None:
    keep = GOOD.replace(b"close", b"keep-alive")
    assert statuses(short.raw(keep * 20 + GOOD)) == [200] * 21


def test_a_body_without_end_is_refused(short: Running) -> None:
    with short.connect() as connection, contextlib.suppress(ConnectionError):
        connection.sendall(CHUNKED)
        for _ in range(2000):
            connection.sendall(b"10000\r\n" + b" " * 0x10000 + b"\r\n")
    assert short.answers()


# ---------------------------------------------------------------- nothing is reflected
REFLECTING = [
    "/sparql?query={}", "/sparql?query=ASK%20%7B%7D&format={}", "/sparql?query=ASK%20%7B%7D&default-graph-uri={}",
    "/search?q={}", "/search?q=a&kind={}", "/search?q=a&limit={}", "/id/{}", "/ontology/{}", "/unit/{}",
    "/data?graph={}", "/static/{}", "/{}", "/sparql?{}", "/sparql?update={}",
]  # fmt: skip


@pytest.mark.parametrize("target", REFLECTING)
@pytest.mark.parametrize(
    "accept", ["text/html", "*/*", "application/problem+json", HOSTILE.encode("ascii", "ignore").decode()]
)
def test_nothing_is_reflected_as_html(short: Running, target: str, accept: str) -> None:
    for payload in (HOSTILE, "<svg/onload=alert(1)>", "'\"--><img src=x onerror=alert(1)>", "javascript:alert(1)//"):
        answer = short.ask(
            target.format(quote(payload, safe="")), headers={"Accept": accept, "Origin": "http://evil.example"}
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert not any(name.startswith("access-control") for name in answer.headers)
        assert not any("\n" in value or "<" in value.replace("</", "") for value in answer.headers.values())
        if answer.media_type == "text/html":
            assert "<script>alert" not in answer.text
            assert "<svg/" not in answer.text
            assert "<img src=x" not in answer.text
            assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_log_holds_a_line_a_request_whatever_is_asked(short: Running) -> None:
    short.raw(b"GET /%0d%0aFAKE%1b[31m HTTP/1.1\r\nHost: localhost\r\nUser-Agent: \x1b[31m\r\n\r\n")
    short.ask("/health?" + "x" * 5000)
    time.sleep(0.3)
    assert not any(line.startswith("FAKE") or "\x1b" in line for line in short.log)
    assert all(len(line) < 400 for line in short.log)
    assert any('"GET /%0d%0aFAKE%1b[31m"' in line or "FAKE" not in line for line in short.log)


def test_nothing_went_wrong_inside(short: Running) -> None:
    assert [line for line in short.log if "internal error" in line or "Traceback" in line] == []
    assert short.process.poll() is None


def test_the_server_keeps_no_file_that_a_request_named(short: Running, tmp_path: Path) -> None:
    target = tmp_path / "made"
    short.post(f"LOAD <file://{target}>")
    short.query(f"SELECT * FROM <file://{target}> {{ ?s ?p ?o }}")
    assert not target.exists()
