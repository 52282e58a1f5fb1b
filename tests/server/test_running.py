"""Starting, stopping, options, a graph that is built anew, and limits that the command sets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from .running import Answer, Running, write_graph

SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return write_graph(tmp_path / "graph")


@pytest.mark.parametrize(("sign", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_stop_waits_for_the_queries_that_run(graph: Path, sign: int, code: int) -> None:
    with Running(graph, "--timeout", "2") as running:
        found: list[Answer] = []
        asking = threading.Thread(target=lambda: found.append(running.post(SLOW)))
        asking.start()
        time.sleep(0.7)
        assert running.stop(sign) == code
        asking.join()
        assert found[0].status == 504  # it was stopped at its own limit, and said so
        assert not any("Traceback" in line for line in running.log)


def children(running: Running) -> list[int]:
    command = ["ps", "--ppid", str(running.process.pid), "-o", "pid="]
    return [int(line) for line in subprocess.run(command, capture_output=True, check=False).stdout.split()]


def test_nothing_outlives_the_server(graph: Path) -> None:
    with Running(graph) as running:
        assert running.answers()
        workers = children(running)
        assert workers
        running.process.kill()
        running.process.wait()
        end = time.monotonic() + 5
        while any(Path(f"/proc/{pid}").exists() for pid in workers) and time.monotonic() < end:
            time.sleep(0.05)
        assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


def test_a_graph_that_is_built_anew_is_served(graph: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with Running(graph) as running:
        first = running.query(query)
        more = "@prefix xba: <https://w3id.org/alibaba-xborder/id/article/> .\nxba:a3 { <urn:a> <urn:b> <urn:c> }\n"
        path = graph / "kg.trig"
        new = path.with_suffix(".new")
        new.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
        new.replace(path)
        end = time.monotonic() + 15
        while running.query(query).headers["etag"] == first.headers["etag"] and time.monotonic() < end:
            time.sleep(0.1)
        again = running.query(query)
        count = [int(one.json["results"]["bindings"][0]["n"]["value"]) for one in (first, again)]
        assert count[1] == count[0] + 1
        assert running.ask("/data?graph=https%3A%2F%2Fw3id.org%2Falibaba-xborder%2Fid%2Farticle%2Fa3").status == 200


def test_a_file_is_served_too(tmp_path: Path) -> None:
    path = tmp_path / "small.ttl"
    path.write_text('<urn:a> <http://www.w3.org/2000/01/rdf-schema#label> "速卖通"@zh .\n', encoding="utf-8")
    with Running(path) as running:
        assert running.query("SELECT ?o { <urn:a> ?p ?o }").json["results"]["bindings"][0]["o"]["value"] == "速卖通"
        for term in ("/ontology/partOf", "/unit/CNY"):  # of the installation: the file holds no ontology
            assert running.ask(f"{term}.ttl").status == 200
            assert running.ask(term, headers={"Accept": "text/html"}).status == 200


def test_pages_of_other_origins_read_only_where_they_may(graph: Path) -> None:
    mine, other = {"Origin": "https://mine.example"}, {"Origin": "https://other.example"}
    with Running(graph, "--cors", "https://mine.example") as running:
        for target, status in (("/sparql?query=ASK%7B%7D", 200), ("/sparql?query=nonsense", 400), ("/nothing", 404)):
            answer = running.ask(target, headers=mine)
            assert answer.status == status
            assert answer.headers["access-control-allow-origin"] == "https://mine.example"
            assert "Origin" in answer.headers["vary"]
            assert "access-control-allow-origin" not in running.ask(target, headers=other).headers
        preflight = {**mine, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        answer = running.ask("/sparql", "OPTIONS", preflight)
        assert answer.status == 204
        assert "POST" in answer.headers["access-control-allow-methods"]
        assert "Content-Type" in answer.headers["access-control-allow-headers"]
    with Running(graph, "--cors", "*") as running:
        assert running.ask("/health", headers=other).headers["access-control-allow-origin"] == "*"


def test_options_of_the_command(graph: Path) -> None:
    with Running(graph, "--rows", "5", "--allow-host", "kg.example", "--quiet", "--timeout", "1") as running:
        assert running.query("SELECT * { ?s ?p ?o } LIMIT 5").headers["kg-row-limit"] == "5"
        refused = running.query("SELECT * { ?s ?p ?o } LIMIT 6")
        assert (refused.status, "LIMIT" in refused.text) == (422, True)
        assert running.ask("/health", headers={"Host": "kg.example:99"}).status == 200
        assert running.ask("/health", headers={"Host": "other.example"}).status == 421
        started = time.monotonic()
        assert running.post(SLOW).status == 504
        assert time.monotonic() - started < 4
        assert len(running.log) == 1


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "KG_GRAPH"}
    whole = [sys.executable, "-m", "kg", "serve", *arguments]
    return subprocess.run(whole, capture_output=True, encoding="utf-8", env=environment, timeout=60, check=False)


def test_what_keeps_the_server_from_starting_is_said_in_a_line(graph: Path, server: Running, tmp_path: Path) -> None:
    for arguments, code, words in (
        (("-g", str(tmp_path / "none")), 3, "no such file or folder"),
        (("-g", str(graph), "--port", str(server.port)), 3, "choose another with --port"),
        (("-g", str(graph), "--host", "203.0.113.7"), 3, "cannot listen on 203.0.113.7"),
        (("-g", str(graph), "--port", "99999"), 2, "--port"),
        (("-g", str(graph), "--timeout", "0"), 2, "--timeout"),
    ):
        done = command(*arguments)
        assert done.returncode == code
        assert done.stdout == ""
        assert words in done.stderr
        assert "Traceback" not in done.stderr


def test_the_explorer_is_served(server: Running) -> None:
    answer = server.ask("/explore", headers={"Accept": "text/html"}, timeout=120)
    assert (answer.status, answer.media_type) == (200, "text/html")
    assert "速卖通" in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert server.ask("/explore", headers={"If-None-Match": answer.headers["etag"]}).status == 304


def test_the_idle_server_is_light(graph: Path) -> None:
    def resident(pid: int) -> int:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))

    with Running(graph) as running:
        assert running.answers()
        kilobytes = sum(map(resident, [running.process.pid, *children(running)]))
        assert kilobytes < 150 * 1024
