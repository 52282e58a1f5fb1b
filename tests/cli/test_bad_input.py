"""Bad input and bad output of every command: one clear line, the documented exit code, nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, need
from graph.toy import toy_graph

from kg.cli import main
from kg.exchange import export_graph

Refused = Callable[..., str]

ARTICLE = "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。\n"
QUERY = "SELECT ?s { ?s a xb:Platform }"
READING = {
    "ask": ["ask", "who-leads"],
    "explain": ["explain", "0123456789abcdef"],
    "export": ["export", "turtle", "-o", "-"],
    "query": ["query", QUERY],
    "show": ["show", "菜鸟"],
    "stats": ["stats"],
    "viz": ["viz", "-o", "picture.html"],
}
WRITING = {
    "ask": ["ask", "mentions"],
    "export": ["export", "trig"],
    "query": ["query", QUERY],
    "stats": ["stats"],
    "viz": ["viz"],
}


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a graph, an article, and files and folders of the wrong kind."""
    (tmp_path / "graph").mkdir()
    export_graph(toy_graph(), "trig", tmp_path / "graph" / "kg.trig")
    (tmp_path / "article.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "file").write_text("no graph\n", encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.ttl").touch()
    (tmp_path / "broken.ttl").write_text("<a:b> <a:c>\n  nothing .\n", encoding="utf-8")
    (tmp_path / "binary.ttl").write_bytes(b"\xff\xfe\x00\x01")
    return tmp_path


def run(folder: Path, *args: object, **kwargs: object) -> subprocess.CompletedProcess[bytes]:
    environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")}
    command = [sys.executable, "-m", "kg", *map(str, args)]
    given = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | kwargs
    return subprocess.run(command, cwd=folder, env=environment, check=False, **given)  # type: ignore[call-overload]


def tree(folder: Path) -> dict[str, bytes]:
    """Every file with its content; the store that a command makes of a graph file may come to it."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b""
        for path in sorted(folder.rglob("*"))
        if ".kg" not in path.parts
    }


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Refused:
    """A check that a command ends with a code and one line that says some words, and leaves the folder as it was."""

    def check(code: int, words: list[str], *args: object) -> str:
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, args)])
        for variable in ("KG_GRAPH", "KG_DEBUG"):
            monkeypatch.delenv(variable, raising=False)
        before = tree(tmp_path)
        with pytest.raises(SystemExit) as leaving:
            main()
        printed, error = capfdbinary.readouterr()
        said = error.decode()
        assert leaving.value.code == code, said
        assert printed == b""
        assert said.startswith("kg: ")
        assert said.count("\n") == 1, said
        assert "Traceback" not in said
        assert "internal error" not in said
        assert all(word in said for word in words), said
        assert tree(tmp_path) == before
        return said

    return check


@pytest.mark.parametrize("command", READING)
def test_no_graph_yet(refused: Refused, command: str) -> None:
    refused(3, ["./graph", "./exports", "`kg build`", "-g"], *READING[command])


@pytest.mark.parametrize("command", READING)
@pytest.mark.parametrize(
    ("graph", "words"),
    [
        ("missing", ["missing", "kg build -o missing"]),
        ("missing.ttl", ["missing.ttl"]),
        ("folder", ["folder", "kg build -o folder"]),
        ("file", ["file", ".ttl"]),
        ("empty.ttl", ["empty.ttl", "empty"]),
        ("broken.ttl", ["broken.ttl:2"]),
        ("binary.ttl", ["binary.ttl", "UTF-8"]),
        ("file/below", ["file/below"]),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_graph_that_is_none(refused: Refused, command: str, graph: str, words: list[str]) -> None:
    refused(3, words, *READING[command], "-g", graph)


@pytest.mark.parametrize("command", WRITING)
@pytest.mark.parametrize("output", ["folder", "file/below", "missing/below", "/proc/below"])
@pytest.mark.usefixtures("here")
def test_an_output_that_cannot_be_written(refused: Refused, command: str, output: str) -> None:
    need(not output.startswith("/proc") or Path("/proc/self").exists(), "/proc")
    refused(3, [output.split("/")[-1]], *WRITING[command], "-o", output)


@pytest.mark.parametrize("output", ["file", "file/below", "/proc/below"])
@pytest.mark.usefixtures("here")
def test_a_folder_that_cannot_be_written(refused: Refused, output: str) -> None:
    need(not output.startswith("/proc") or Path("/proc/self").exists(), "/proc")
    refused(3, [output, "cannot be written"], "build", "article.md", "-o", output)


def test_a_graph_file_in_the_way_of_a_build(refused: Refused, here: Path) -> None:
    (here / "graph" / "kg.ttl").mkdir()
    (here / "graph" / "kg.ttl" / "kept").touch()
    refused(3, ["graph", "cannot be written"], "build", "article.md", "-o", "graph")


@pytest.mark.parametrize("command", [*WRITING, "show"])
def test_a_full_device(refused: Refused, here: Path, command: str) -> None:
    full = Path("/dev/full")
    need(full.exists(), "/dev/full")
    if command in WRITING:
        refused(3, ["/dev/full cannot be written: No space left"], *WRITING[command], "-o", full)
    with full.open("wb") as stream:
        given = ["-o", "-"] if command in WRITING else []
        done = run(here, *(WRITING | READING)[command], *given, stdout=stream)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 3, said
    assert said[-1] == "kg: standard output cannot be written: No space left on device"
    assert len(said) == 1


@pytest.mark.parametrize("args", [["query", QUERY], ["show", "菜鸟"], ["stats"], ["ask"], ["--help"]])
def test_a_closed_standard_output_is_no_error(here: Path, args: list[str]) -> None:
    done = run(here, *args, stdout=None, preexec_fn=lambda: os.close(1))
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["ask", "export", "query", "stats"])
def test_a_reader_that_leaves_early_is_no_error(here: Path, command: str) -> None:
    run(here, "stats")
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = run(here, *WRITING[command], "-o", "-", stdout=writing)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?x WHERE { ?x a xb:Platform", ["line 1, column 17", "{"]),
        ("SELECT ?x\nWHERE { ?x foo:bar ?y }", ["line 2, column 12", "foo:"]),
        ("SELECT ?x\n\nWHERE { ?x a }", ["line 3"]),
        ("SELCT ?x { ?x a xb:Platform }", ["line 1, column 1", "SELCT"]),
        ('ASK { ?x rdfs:label "速卖通 }', ["line 1, column 21", "string"]),
        ("", ["empty"]),
    ],
)
def test_malformed_sparql(refused: Refused, here: Path, query: str, words: list[str]) -> None:
    refused(2, words, "query", query)
    (here / "question.rq").write_text(query, encoding="utf-8")
    refused(2, words, "query", "-f", "question.rq")


@pytest.mark.parametrize("name", ["missing.rq", "folder", "binary.ttl"])
@pytest.mark.usefixtures("here")
def test_a_query_that_cannot_be_read(refused: Refused, name: str) -> None:
    refused(3, [name], "query", "-f", name)


@pytest.mark.parametrize(
    ("name", "near"),
    [("菜鸟网洛", "菜鸟 (Cainiao)"), ("AliExpres", "速卖通 (AliExpress)"), ("速賣", "速卖通 (AliExpress)")],
)
@pytest.mark.usefixtures("here")
def test_an_unknown_name(refused: Refused, name: str, near: str) -> None:
    for args in (["show", name], ["viz", "--focus", name, "-o", "picture.html"]):
        refused(1, [repr(name), "nearest", near], *args)


@pytest.mark.usefixtures("here")
def test_a_name_like_no_other(refused: Refused) -> None:
    assert "nearest" not in refused(1, ["'zzzz'"], "show", "zzzz")
    refused(1, ["''"], "show", "")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing.md", ["missing.md"]),
        ("empty.ttl", ["empty.ttl", "empty"]),
        ("folder", ["folder", "no article", ".md"]),
        ("file/below", ["file/below"]),
    ],
)
@pytest.mark.usefixtures("here")
def test_articles_that_are_none(refused: Refused, path: str, words: list[str]) -> None:
    refused(3, words, "build", path, "-o", "out")
    refused(3, words, "build", path, "-o", "graph")


@pytest.mark.parametrize(
    ("graph", "gold", "words"),
    [
        ("missing.ttl", "gold", ["missing.ttl"]),
        ("broken.ttl", "gold", ["broken.ttl:2"]),
        ("empty.ttl", "empty.ttl", ["empty.ttl"]),
        ("graph/kg.trig", "missing.json", ["missing.json"]),
        ("graph/kg.trig", "folder", ["folder"]),
        ("graph/kg.trig", "binary.ttl", ["binary.ttl"]),
    ],
)
@pytest.mark.usefixtures("here")
def test_what_cannot_be_scored(refused: Refused, graph: str, gold: str, words: list[str]) -> None:
    known = sorted((ROOT / "tests" / "gold").glob("*.json"))[0]
    refused(3, words, "eval", graph, known if gold == "gold" else gold)


def test_bad_input_says_no_more_where_faults_are_hunted(here: Path) -> None:
    """KG_DEBUG=1 is for faults of the program; bad input says no more than its line."""
    environment = os.environ | {"KG_DEBUG": "1"}
    command = [sys.executable, "-m", "kg", "stats", "-g", "missing"]
    done = subprocess.run(command, cwd=here, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr.count(b"\n")) == (3, 1)


def test_a_mistyped_command_is_told_the_nearest(tmp_path: Path) -> None:
    for given, near in (("shwo", "Did you mean 'show'?"), ("whynot", "Did you mean 'why-not'?")):
        done = run(tmp_path, given)
        assert done.returncode == 2
        assert done.stderr.decode().rstrip().endswith(near)
    assert b"Did you mean" not in run(tmp_path, "zzzz").stderr


def test_without_a_command_there_is_help_and_no_error(tmp_path: Path) -> None:
    for given in ((), ("lexicon",)):
        done = run(tmp_path, *given)
        assert done.returncode == 2
        assert done.stderr.count(b"Usage: ") == 1
        assert b"Commands:" in done.stderr
        assert b"Error" not in done.stderr
