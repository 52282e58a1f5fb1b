"""The safe runner: results whole or an error that says why."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph.toy import toy_graph

from kg.query import (
    Limits,
    MalformedQueryError,
    QueryCancelledError,
    QueryLimitError,
    QueryPool,
    RefusedQueryError,
    Stop,
    UnfitFormatError,
    query_kind,
)
from kg.vocabulary import InputError, KgError

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


@pytest.fixture(scope="module")
def source() -> bytes:
    return toy_graph().store.dump(format=ox.RdfFormat.N_QUADS) or b""


@pytest.fixture(scope="module")
def pool(source: bytes) -> Iterator[QueryPool]:
    with QueryPool(source, workers=1, most=2, limits=Limits(timeout=1, rows=50, memory=512 << 20)) as one:
        yield one


def test_rows_truth_and_triples(pool: QueryPool) -> None:
    with pool.run("SELECT ?s { ?s a xb:Article }") as result:
        assert (result.kind, result.format, result.variables, result.count) == ("rows", "json", ("s",), 4)
        assert len(json.loads(result.read())["results"]["bindings"]) == 4
        assert b"".join(result.pieces(7)) == result.read()
        assert result.size == len(result.read())
    assert pool.run("ASK {}", truth="csv").read() == b"true\n"
    assert pool.run("CONSTRUCT WHERE { ?s a xb:Article }").count == 4


@pytest.mark.parametrize("form", ["csv", "json", "tsv", "xml"])
def test_rows_are_counted_in_every_format(pool: QueryPool, form: str) -> None:
    hostile = r'VALUES (?a ?b) { ("\"}},{\"\\" 1) ("\n,\r\n</result>},{" UNDEF) (UNDEF UNDEF) ("\\\\" "x\\\"") }'
    assert pool.run(f"SELECT ?a ?b {{ {hostile} }}", rows=form).count == 4
    assert pool.run("SELECT ?a { FILTER(false) }", rows=form).count == 0
    assert pool.run("SELECT * {}", rows=form).count == 1


@pytest.mark.parametrize("form", ["csv", "json", "tsv", "xml"])
def test_one_row_too_many_is_an_error(pool: QueryPool, form: str) -> None:
    assert pool.run("SELECT * { ?s ?p ?o } LIMIT 50", rows=form).count == 50
    with pytest.raises(QueryLimitError, match="more than 50 rows") as caught:
        pool.run("SELECT * { ?s ?p ?o } LIMIT 51", rows=form)
    assert caught.value.limit == "rows"


def test_one_triple_too_many_is_an_error(pool: QueryPool) -> None:
    assert pool.run("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 50", triples="ttl").count == 50
    with pytest.raises(QueryLimitError, match="more than 50"):
        pool.run("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 51", triples="ttl")


def test_a_query_is_killed_at_its_deadline_and_the_pool_lives(pool: QueryPool) -> None:
    started = time.monotonic()
    with pytest.raises(QueryLimitError, match="longer than 1 s") as caught:
        pool.run(ENDLESS)
    assert caught.value.limit == "timeout"
    assert time.monotonic() - started < 5
    assert pool.run("ASK {}").kind == "truth"


def test_a_query_ends_with_whoever_asked(source: bytes) -> None:
    stop = Stop()
    with QueryPool(source, workers=1) as pool:
        threading.Timer(0.2, stop.set).start()
        with pytest.raises(QueryCancelledError):
            pool.run(ENDLESS, stop=stop)
        with pytest.raises(QueryCancelledError):
            pool.run("ASK {}", stop=stop)


def test_slow_queries_do_not_hold_up_quick_ones(source: bytes) -> None:
    with QueryPool(source, workers=1, most=2, limits=Limits(timeout=4)) as pool:
        failures: list[str] = []

        def slow() -> None:
            try:
                pool.run(ENDLESS)
            except QueryLimitError as error:
                failures.append(error.limit)

        thread = threading.Thread(target=slow)
        thread.start()
        time.sleep(0.1)
        started = time.monotonic()
        assert pool.run("ASK {}").kind == "truth"
        assert time.monotonic() - started < 3
        thread.join()
        assert failures == ["timeout"]


def test_no_free_worker_is_an_error(source: bytes) -> None:
    with QueryPool(source, workers=1, limits=Limits(timeout=3, wait=0.3)) as pool:

        def slow() -> None:
            with pytest.raises(QueryLimitError):
                pool.run(ENDLESS)

        thread = threading.Thread(target=slow)
        thread.start()
        time.sleep(0.3)
        with pytest.raises(QueryLimitError) as caught:
            pool.run("ASK {}")
        assert caught.value.limit == "wait"
        thread.join()


def test_errors_have_types(pool: QueryPool) -> None:
    with pytest.raises(MalformedQueryError) as malformed:
        pool.run("SELECT * {\n ?s foo:bar ?o }")
    assert (malformed.value.line, malformed.value.column) == (2, 5)
    with pytest.raises(RefusedQueryError) as refused:
        pool.run("DROP ALL")
    assert refused.value.what == "update"
    with pytest.raises(UnfitFormatError) as unfit:
        pool.run("SELECT * {}", rows=None)
    assert unfit.value.kind == "rows"


def test_the_dataset_is_the_protocols(source: bytes) -> None:
    article = "https://w3id.org/alibaba-xborder/id/article/001"
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    with QueryPool(source) as pool:
        assert b'"0"' in pool.run(count, default_graphs=[article]).read()
        assert not json.loads(pool.run("ASK { ?s ?p ?o }", named_graphs=[article]).read())["boolean"]
        assert b'"0"' not in pool.run(count).read()


def test_values_are_bound_not_spliced(pool: QueryPool) -> None:
    value = ox.Literal('" } INSERT DATA { <a:b> <a:c> <a:d> } #')
    assert pool.run("SELECT ?label { ?thing rdfs:label ?label }", values={"label": value}).count == 0
    node = ox.NamedNode("https://w3id.org/alibaba-xborder/id/aidc")
    assert pool.run("SELECT ?thing { ?thing rdfs:label ?label }", values={"thing": node}).count == 1


def test_a_pool_that_is_renewed_sees_what_is_there_now(source: bytes) -> None:
    with QueryPool(source, workers=1) as pool:
        assert pool.run("SELECT * { ?s a xb:Article }").count == 4
        pool.renew(b"")
        assert pool.run("SELECT * { ?s a xb:Article }").count == 0


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("PREFIX a: <urn:a> SELECT * {}", "rows"),
        ("#SELECT\nask{}", "truth"),
        ("DESCRIBE xb:x", "triples"),
        ("construct where {}", "triples"),
        ("DROP ALL", None),
        ("", None),
    ],
)
def test_the_kind_of_an_answer_is_known_before(query: str, kind: str | None) -> None:
    assert query_kind(query) == kind


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _soon(condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + 10
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
def test_no_worker_outlives_who_asked(tmp_path: Path, source: bytes) -> None:
    (tmp_path / "data.nq").write_bytes(source)
    code = (
        "import sys; from kg.query import QueryPool\n"
        "pool = QueryPool(sys.argv[1], start=1)\n"
        "print(pool._idle[0]._popen.pid, flush=True)\n"
        f"pool.run({ENDLESS!r})\n"
    )
    asking = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "data.nq")], stdout=subprocess.PIPE)
    assert asking.stdout is not None
    worker = int(asking.stdout.readline())
    time.sleep(0.5)
    assert _alive(worker)
    asking.kill()
    asking.communicate()
    assert _soon(lambda: not _alive(worker))


def test_closing_a_pool_ends_its_queries_and_workers(source: bytes) -> None:
    pool = QueryPool(source, workers=1, start=1)
    failures: list[Exception] = []

    def ask() -> None:
        try:
            pool.run(ENDLESS)
        except KgError as error:
            failures.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.3)
    pool.close()
    thread.join(5)
    assert len(failures) == 1
    with pytest.raises(KgError, match="closed"):
        pool.run("ASK {}")


def test_a_graph_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<urn:a> <urn:b> .")
    for place, message in ((tmp_path / "bad.ttl", r"bad\.ttl:1"), (tmp_path, "is damaged")):
        with QueryPool(place, workers=1) as pool, pytest.raises(InputError, match=message):
            pool.run("ASK {}")


def test_many_threads_share_a_pool(source: bytes) -> None:
    with QueryPool(source, workers=2, most=3) as pool:
        counts: list[int] = []

        def ask() -> None:
            counts.extend(pool.run("SELECT * { ?s a xb:Article }").count for _ in range(20))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert counts == [4] * 160


def test_the_text_of_a_large_result_is_whole(pool: QueryPool, source: bytes) -> None:
    with QueryPool(source, workers=1) as wide:
        cells = "SELECT ('" + "速卖通" * 2000 + "' AS ?t) { ?a ?b ?c . ?d ?e ?f } LIMIT 3000"
        with wide.run(cells) as result:
            rows = json.loads(result.read())["results"]["bindings"]
            assert result.size > 16 << 20
            assert len(rows) == result.count == 3000
    with QueryPool(source, workers=1, limits=Limits(size=1 << 20)) as narrow:
        with pytest.raises(QueryLimitError, match="larger than 1 MiB") as caught:
            narrow.run(cells)
        assert caught.value.limit == "size"
        assert narrow.run("ASK {}").kind == "truth"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not cap memory")
def test_memory_is_capped_where_the_system_can(pool: QueryPool) -> None:
    assert pool.run("ASK {}").kind == "truth"
    assert pool.caps_memory
    doubled = "".join(f"BIND(CONCAT(?a{i}, ?a{i}) AS ?a{i + 1}) " for i in range(30))
    with pytest.raises(QueryLimitError) as caught:
        pool.run(f"SELECT (STRLEN(?a30) AS ?n) {{ BIND('0123456789' AS ?a0) {doubled} }}")
    assert caught.value.limit in ("memory", "timeout")
