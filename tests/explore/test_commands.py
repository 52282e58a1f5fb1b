from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from kg.cli import main

from .samples import write_sample


def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr(sys, "argv", ["kg", *args])
    with pytest.raises(SystemExit) as leaving:
        main()
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


def test_show(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = write_sample(tmp_path)
    assert run(monkeypatch, "show", "菜鳥", "-g", source) == 0
    assert capsys.readouterr().out.startswith("菜鸟 (Cainiao)\n")
    assert run(monkeypatch, "show", "菜鳥", "-g", source, "--format", "json") == 0
    assert json.loads(capsys.readouterr().out)[0]["thing"]["en"] == "Cainiao"


def test_show_of_an_unknown_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(monkeypatch, "show", "菜鸟网", "-g", write_sample(tmp_path)) == 1
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("kg: nothing in the graph is named '菜鸟网'; nearest: 菜鸟 (Cainiao)")
    assert caught.err.count("\n") == 1


def test_without_a_graph(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(monkeypatch, "show", "菜鸟", "-g", str(tmp_path / "none")) == 3
    assert "kg build" in capsys.readouterr().err


def test_viz(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source, target = write_sample(tmp_path), tmp_path / "out.html"
    assert run(monkeypatch, "viz", "--focus", "菜鸟", "--hops", "2", "-g", source, "-o", str(target)) == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>\n")
    assert capsys.readouterr().err.startswith("kg viz: ")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--path", "菜鸟", "速卖通"], "3 things, 2 relations"),
        (["--path", "菜鸟", "速卖通", "--article", "a2"], "6 things, 5 relations"),
        (["--focus", "Temu", "--focus", "菜鸟"], "4 things, 2 relations"),
        (["--query", "{tmp}/asked.rq"], "2 things, 1 relations"),
        (["--engine", "pyvis"], "6 things, 6 relations"),
        (["--engine", "pyvis", "--path", "菜鸟", "速卖通"], "3 things, 2 relations"),
    ],
)
def test_viz_shows_what_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, args: list[str], said: str
) -> None:
    source, target = write_sample(tmp_path), tmp_path / "out.html"
    (tmp_path / "asked.rq").write_text("SELECT ?s { ?s xb:predicate xb:competesWith }", encoding="utf-8")
    given = [arg.format(tmp=tmp_path) for arg in args]
    assert run(monkeypatch, "viz", "-g", source, "-o", str(target), *given) == 0
    assert capsys.readouterr().err == f"kg viz: {said}\n"


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["-o", "{tmp}/none/x.html"], 3),
        (["-o", "{tmp}/x.html", "--focus", "没有"], 1),
        (["-o", "{tmp}/x.html", "--path", "菜鸟", "没有"], 1),
        (["-o", "{tmp}/x.html", "--article", "没有"], 1),
        (["-o", "{tmp}/x.html", "--query", "没有"], 1),
        (["-o", "{tmp}/x.html", "--query", "{tmp}/none.rq"], 3),
        (["-o", "{tmp}/x.html", "--query", "{tmp}/kg.ttl"], 2),
        (["-o", "{tmp}/x.html", "--query", "who-leads"], 1),
        (["-o", "{tmp}/x.html", "--since", "2025-01-01"], 1),
        (["-o", "{tmp}/x.html", "--on", "2025-13-01"], 2),
        (["-o", "{tmp}/x.html", "--engine", "pyvis", "--with-text"], 2),
        (["-o", "{tmp}/x.html", "--hops", "-1"], 2),
        ([], 2),
    ],
)
def test_viz_fails_in_one_line_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    args: list[str],
    code: int,
) -> None:
    source = write_sample(tmp_path)
    assert run(monkeypatch, "viz", "-g", source, *(arg.format(tmp=tmp_path) for arg in args)) == code
    caught = capsys.readouterr()
    assert caught.out == ""
    assert "Traceback" not in caught.err
    assert [path.name for path in tmp_path.iterdir()] == ["kg.ttl"]
