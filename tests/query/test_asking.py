"""Asking saved questions by the names that people use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.ask_command import ask_command
from kg.graph import GraphView, turtle_bytes
from kg.query import ask, ask_about, find_questions, questions
from kg.vocabulary import NotFoundError, UsageError
from query.field import field_graph


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return field_graph()


@pytest.fixture(scope="module")
def file(graph: GraphView, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("field") / "kg.ttl"
    path.write_bytes(turtle_bytes(graph.triples()))
    return str(path)


def test_a_thing_at_either_end(graph: GraphView) -> None:
    leads = [len(list(ask_about("who-leads", graph, [name]).rows())) for name in ("速賣通", "孙兴", "AIDC")]
    assert leads == [3, 2, 1]
    assert len(list(ask_about("connections", graph, ["菜鸟", "孙兴"]).rows())) == 1
    assert list(ask_about("who-leads", graph, ["欧洲杯"]).rows()) == []


def test_metrics_and_relations_by_name(graph: GraphView) -> None:
    counts = [len(list(ask("figures", graph, metric=name).rows())) for name in ("revenue", "营收", "xb:revenue")]
    assert counts == [4, 4, 4]


@pytest.mark.parametrize(
    ("name", "things", "on", "error", "message"),
    [
        ("who-leads", ["速卖通", "孙兴", "AIDC"], None, UsageError, "3 names"),
        ("who-leads", ["速卖通"], "2024-01-01", UsageError, "held-on"),
        ("held-on", [], "21 April", UsageError, "2025-04-21"),
        ("who-led", [], None, NotFoundError, "who-leads"),
        ("who-leads", ["没有的"], None, NotFoundError, "没有的"),
    ],
)
def test_what_cannot_be_asked(
    graph: GraphView, name: str, things: list[str], on: str | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask_about(name, graph, things, on=on)


def test_questions_are_found_by_words_of_either_language() -> None:
    assert len(find_questions()) == len(questions())
    assert [one.name for one in find_questions("同一市场")] == ["rivals-by-market"]
    assert [one.name for one in find_questions("SAME market")] == ["rivals-by-market"]
    assert [one.name for one in find_questions("關稅")] == ["tariffs"]


def run(*args: str) -> str:
    found = CliRunner().invoke(ask_command, args, catch_exceptions=False)
    assert found.exit_code == 0
    return found.output


def test_the_command(file: str) -> None:
    assert "rivals-by-market" in run("--search", "市场")
    assert {one["name"] for one in json.loads(run("--format", "json"))} == set(questions())
    assert run("groups", "--show") == questions()["groups"].query
    rows = run("who-leads", "--name", "速卖通", "-g", file, "--format", "csv").splitlines()
    assert len(rows) == 4
    assert len(run("held-on", "--on", "2024-12-01", "-p", "predicate=leads", "-g", file).splitlines()) == 3


@pytest.mark.parametrize(
    ("args", "error"),
    [
        (["--search", "没有这样的问题"], NotFoundError),
        (["--format", "csv"], UsageError),
        (["figures", "-p", "metric"], UsageError),
        (["figures", "-p", "what=营收"], UsageError),
    ],
)
def test_the_command_says_what_is_wrong(args: list[str], error: type[Exception], file: str) -> None:
    found = CliRunner().invoke(ask_command, [*args, "-g", file])
    assert isinstance(found.exception, error)
