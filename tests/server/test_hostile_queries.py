"""Hostile queries by HTTP: each ends with the status of how it may end, and ordinary ones are answered throughout."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from query.hostile import Hostile, hostile_bytes, hostile_queries

from .running import Running, write_graph

STATUS = {
    "fine": 200, "malformed": 400, "refused": 400, "failed": 500, "timeout": 504, "memory": 503, "rows": 422,
    "size": 422, "length": 413, "nesting": 400, "crash": 503,
}  # fmt: skip
QUERY = "application/sparql-query"


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    graph = write_graph(tmp_path_factory.mktemp("strict") / "graph")
    with Running(graph, "--timeout", "0.6", "--memory", "256", "--rows", "20000", "--workers", "2") as running:
        yield running


def test_every_hostile_query_ends_as_it_may_by_http(strict: Running) -> None:
    queries, over = hostile_queries(), threading.Event()
    unanswered = []

    def ordinary() -> None:
        while not over.wait(0.2):
            if not strict.answers():
                unanswered.append(1)

    def end(one: Hostile) -> tuple[str, int, str]:
        answer = strict.post(one.text, "application/sparql-results+json, text/turtle;q=0.5", timeout=60)
        return one.name, answer.status, "" if answer.status == 200 else answer.text

    watching = threading.Thread(target=ordinary)
    watching.start()
    try:
        with ThreadPoolExecutor(4) as threads:
            found = list(threads.map(end, queries))
    finally:
        over.set()
        watching.join()
    assert len(found) >= 120
    may = {one.name: {STATUS[end] for end in one.ends} | ({403} if "refused" in one.ends else set()) for one in queries}
    assert [(name, status, text) for name, status, text in found if status not in may[name]] == []
    assert not unanswered
    assert strict.answers()


@pytest.mark.parametrize("body", hostile_bytes(), ids=lambda body: body[:8].hex())
def test_what_is_no_text_is_refused(strict: Running, body: bytes) -> None:
    answer = strict.ask("/sparql", "POST", {"Content-Type": QUERY}, body)
    assert 400 <= answer.status < 500
    assert strict.answers()
