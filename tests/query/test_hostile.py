"""Hostile queries: each ends as it may, and the pool answers ordinary ones before, meanwhile and after."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph.toy import toy_graph
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.query import Limits, MalformedQueryError, QueryLimitError, QueryPool, RefusedQueryError, check_query
from kg.vocabulary import KgError
from query.hostile import Hostile, hostile_bytes, hostile_queries

LIMITS = Limits(timeout=0.6, memory=256 << 20, rows=20_000, size=16 << 20)
ORDINARY = "SELECT ?s { ?s a xb:Article }"


@pytest.fixture(scope="module")
def pool() -> Iterator[QueryPool]:
    source = toy_graph().store.dump(format=ox.RdfFormat.N_QUADS) or b""
    with QueryPool(source, workers=2, most=4, limits=LIMITS) as one:
        yield one


def ending(pool: QueryPool, query: str) -> str:
    try:
        pool.run(query).close()
    except MalformedQueryError:
        return "malformed"
    except RefusedQueryError:
        return "refused"
    except QueryLimitError as error:
        return error.limit
    except KgError as error:
        return f"failed: {error}"
    return "fine"


def test_there_are_enough_of_each_class() -> None:
    names = [one.name.rpartition("-")[0] for one in hostile_queries()]
    assert len(names) >= 120
    assert min(names.count(name) for name in set(names)) >= 10


@pytest.mark.parametrize("one", hostile_queries(), ids=lambda one: one.name)
def test_a_hostile_query_ends_as_it_may(pool: QueryPool, one: Hostile) -> None:
    started = time.monotonic()
    how = ending(pool, one.text)
    assert how in one.ends
    assert time.monotonic() - started < 15
    assert pool.run(ORDINARY).count == 4


def test_ordinary_queries_are_answered_while_hostile_ones_run(pool: QueryPool) -> None:
    slow = [one.text for one in hostile_queries() if one.name.startswith(("joins", "aggregates"))][:6]

    def run_slow(texts: list[str]) -> None:
        for text in texts:
            ending(pool, text)

    threads = [threading.Thread(target=run_slow, args=(slow[i::2],)) for i in range(2)]
    for thread in threads:
        thread.start()
    answered = 0
    while any(thread.is_alive() for thread in threads):
        assert pool.run(ORDINARY).count == 4
        answered += 1
    assert answered > 3


@pytest.mark.parametrize("data", hostile_bytes(), ids=range(len(hostile_bytes())))
def test_bytes_that_are_no_text_are_one_clear_line(tmp_path: Path, data: bytes) -> None:
    from click.testing import CliRunner

    from kg.cli.query_command import query_command
    from kg.vocabulary import InputError

    (tmp_path / "q.rq").write_bytes(data)
    with pytest.raises(InputError, match="UTF-8"):
        CliRunner().invoke(query_command, ["-f", str(tmp_path / "q.rq")], catch_exceptions=False)


@pytest.fixture(scope="module")
def listening() -> Iterator[socket.socket]:
    """A server that nothing must ever call."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as one:
        one.settimeout(0)
        yield one


def test_a_server_that_is_silent_ends_with_the_deadline(listening: socket.socket) -> None:
    host = f"127.0.0.1:{listening.getsockname()[1]}"
    with QueryPool(b"", workers=1, limits=LIMITS, services=(host,)) as pool:
        with pytest.raises(QueryLimitError) as caught:
            pool.run(f"SELECT * {{ SERVICE <http://{host}/> {{ ?s ?p ?o }} }}")
        assert caught.value.limit == "timeout"
        assert pool.run("ASK {}").kind == "truth"
    listening.accept()[0].close()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not tell what is open")
@pytest.mark.parametrize("kind", ["memory", "store"])
def test_a_worker_calls_nobody_even_where_the_guard_is_mistaken(
    listening: socket.socket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("kg.query.pool.check_query", lambda *_: None)
    quads = toy_graph().store.dump(format=ox.RdfFormat.N_QUADS) or b""
    store = ox.Store(str(tmp_path))
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    del store
    with QueryPool(tmp_path if kind == "store" else quads, workers=1, limits=LIMITS) as pool:
        for target in (f"http://127.0.0.1:{listening.getsockname()[1]}/", "http://localhost:9/"):
            with pytest.raises(KgError, match="the query failed"):
                pool.run(f"SELECT * {{ SERVICE <{target}> {{ ?s ?p ?o }} }}")
        assert pool.run("SELECT (NOW() AS ?a) (UUID() AS ?b) (RAND() AS ?c) (TZ(NOW()) AS ?d) {}").count == 1
        assert pool.run("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o", rows="csv").count > 50
    with pytest.raises(BlockingIOError):
        listening.accept()


_PIECES = [
    "SERVICE", "service", "SILENT", "<http://127.0.0.1:PORT/>", "{}", "{", "}", "(", ")", "FILTER(",
    "BIND(1 AS ?x)", "?s ?p ?o", ".",
    "<urn:a#b>", "<a'b>", "<1#>", "<", ">", "1", "1e5", "true", "'", '"', "'''", '"""', "#", "\\", "\n",
    "\r", " ", "xb:a", "xb:a\\#b", "xb:a\\'b", "@en", "_:b", "<urn:\\u0061'b>", "<urn:\u3000'>", "\u00a0", "UNION",
    "?o<'x>'", "1<2)", "OPTIONAL", "&&", "EXISTS",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14), st.sampled_from(["", " "]))
@settings(max_examples=300, deadline=None)
def test_what_passes_the_guard_calls_nobody(listening: socket.socket, pieces: list[str], between: str) -> None:
    port = str(listening.getsockname()[1])
    query = f"SELECT * {{ ?s ?p ?o {between.join(pieces).replace('PORT', port)} }}"
    try:
        check_query(query, LIMITS)
    except KgError:
        return
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")))
    thread = threading.Thread(target=_run, args=(store, query), daemon=True)
    thread.start()
    thread.join(0.2 if "http" in query else 2)
    with pytest.raises(BlockingIOError):
        listening.accept()


def _run(store: ox.Store, query: str) -> None:
    try:
        found = store.query(query, prefixes={"xb": "urn:xb:"})
        if isinstance(found, ox.QuerySolutions):
            for _ in found:
                pass
    except (OSError, SyntaxError, ValueError):
        pass
