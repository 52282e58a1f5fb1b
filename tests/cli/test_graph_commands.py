"""kg build, query, export and stats as a user runs them: in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from graph.toy import toy_graph

from kg.exchange import export_graph

ROWS = "SELECT ?whole WHERE { xbr:aliexpress xb:partOf ?whole }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with a graph in ./graph, and its store."""
    place = tmp_path_factory.mktemp("work")
    (place / "graph").mkdir()
    export_graph(toy_graph(), "trig", place / "graph" / "kg.trig")
    assert run(place, "stats").returncode == 0
    return place


def run(cwd: Path, *args: str, given: bytes | None = None, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")} | variables
    return subprocess.run(
        [sys.executable, "-m", "kg", *args], cwd=cwd, env=environment, input=given, capture_output=True, check=False
    )


def refused(done: subprocess.CompletedProcess[bytes], code: int, *words: str) -> None:
    """It ended with this code and one clear line."""
    said = done.stderr.decode()
    assert done.returncode == code, said
    assert not done.stdout
    assert "Traceback" not in said
    assert all(word in said for word in words), said


def test_query_prints_csv_where_no_terminal_is(folder: Path) -> None:
    done = run(folder, "query", ROWS)
    assert done.stdout.decode().splitlines() == ["whole", "https://w3id.org/alibaba-xborder/id/aidc"]
    assert not done.stderr


def test_query_from_a_file_and_from_standard_input(folder: Path) -> None:
    (folder / "q.rq").write_text(ROWS)
    wanted = run(folder, "query", ROWS).stdout
    assert run(folder, "query", "-f", "q.rq").stdout == wanted
    assert run(folder, "query", "-", given=ROWS.encode()).stdout == wanted
    assert run(folder, "query", "-f", "-", given=ROWS.encode()).stdout == wanted


@pytest.mark.parametrize(
    ("form", "sign"),
    [("table", "xbr:aidc"), ("csv", "whole"), ("tsv", "?whole"), ("json", '"bindings"'), ("xml", "<?xml")],
)
def test_query_in_every_format(folder: Path, form: str, sign: str) -> None:
    assert sign in run(folder, "query", ROWS, "--format", form).stdout.decode()


def test_query_gives_turtle_for_triples(folder: Path) -> None:
    done = run(folder, "query", "CONSTRUCT WHERE { xbr:aidc rdfs:label ?label }")
    assert 'xbr:aidc rdfs:label "AIDC"@en .' in done.stdout.decode()


def test_query_into_a_file(folder: Path) -> None:
    done = run(folder, "query", ROWS, "--format", "json", "-o", "rows.json")
    assert (done.stdout, done.stderr) == (b"", b"")
    assert json.loads((folder / "rows.json").read_text())["head"]["vars"] == ["whole"]


def test_query_takes_the_graph_from_anywhere(folder: Path, tmp_path: Path) -> None:
    wanted = run(folder, "query", ROWS).stdout
    assert run(tmp_path, "query", ROWS, "-g", str(folder / "graph")).stdout == wanted
    assert run(tmp_path, "query", ROWS, "-g", str(folder / "graph" / "kg.trig")).stdout == wanted
    assert run(tmp_path, "query", ROWS, KG_GRAPH=str(folder / "graph")).stdout == wanted


def test_a_reader_that_goes_away_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m kg query 'SELECT * {{ ?s ?p ?o . ?a ?b ?c }}' | head -1"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
    assert not done.stderr


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["query"], 2, ["-f"]),
        (["query", ROWS, "-f", "q.rq"], 2, ["once"]),
        (["query", "SELECT * WHERE {\n ?s ?p }"], 2, ["line 2", "column"]),
        (["query", "INSERT DATA { <a:b> <a:c> <a:d> }"], 2, ["only reads"]),
        (["query", ROWS, "--format", "ttl"], 2, ["csv"]),
        (["query", ROWS, "--format", "png"], 2, ["csv"]),
        (["query", "SELECT * WHERE " + "{" * 999 + "}" * 999], 5, ["nested"]),
        (["query", "-f", "missing.rq"], 3, ["missing.rq"]),
        (["query", ROWS, "-o", "nowhere/rows.csv"], 3, ["nowhere"]),
        (["query", ROWS, "-g", "nowhere"], 3, ["nowhere", "kg build"]),
        (["export", "turtle", "-o", "nowhere/kg.ttl"], 3, ["nowhere"]),
        (["export", "png", "-o", "kg.png"], 2, ["jsonld"]),
        (["export", "turtle"], 2, ["-o"]),
        (["stats", "-g", "nowhere"], 3, ["nowhere"]),
        (["build", "missing.md", "-o", "out"], 3, ["missing.md"]),
    ],
)
def test_bad_input(folder: Path, args: list[str], code: int, words: list[str]) -> None:
    before = sorted(path.name for path in folder.rglob("*"))
    refused(run(folder, *args), code, *words)
    assert sorted(path.name for path in folder.rglob("*")) == before


@pytest.mark.parametrize("args", [["query", ROWS], ["stats"], ["export", "turtle", "-o", "-"]])
def test_no_graph_yet(tmp_path: Path, args: list[str]) -> None:
    refused(run(tmp_path, *args), 3, "kg build")


def test_a_query_that_is_no_text(folder: Path) -> None:
    (folder / "bad.rq").write_bytes(b"\xff\xfe\x00")
    refused(run(folder, "query", "-f", "bad.rq"), 3, "UTF-8")


def test_an_empty_article(folder: Path) -> None:
    (folder / "empty.md").touch()
    refused(run(folder, "build", "empty.md", "-o", "out"), 3, "empty.md")
    assert not (folder / "out").exists()


def test_export(folder: Path) -> None:
    assert run(folder, "export", "ntriples", "-o", "kg.nt").returncode == 0
    lines = (folder / "kg.nt").read_bytes()
    assert run(folder, "export", "ntriples", "-o", "-").stdout == lines
    assert int(json.loads(run(folder, "stats", "--format", "json").stdout)["triples"]) == lines.count(b"\n")


def test_stats(folder: Path) -> None:
    text = run(folder, "stats").stdout.decode()
    assert "statements by predicate" in text
    assert "  partOf" in text
    assert json.loads(run(folder, "stats", "--format", "json").stdout)["observations_by_metric"]["revenue"] == 2


def test_query_loads_neither_rdflib_nor_spacy_and_is_quick(folder: Path) -> None:
    probe = (
        "import sys; sys.argv = ['kg', 'query', 'ASK {}']\n"
        "from kg.cli import main\n"
        "try: main()\n"
        "finally: print(sorted({'rdflib', 'spacy', 'networkx', 'opencc', 'rich', 'pypinyin'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=folder, capture_output=True, check=False)
    assert done.stdout.decode().splitlines() == ["true", "[]"]
    taken = []
    for _ in range(3):
        before = os.times()
        run(folder, "query", ROWS)
        after = os.times()  # of the processor, so that what else runs does not count
        taken.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(taken) < 0.35
