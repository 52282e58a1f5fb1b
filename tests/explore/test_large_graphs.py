"""What a page shows of a graph that is too large for one: the things with most facts, and a word about the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.explore import View, selection, write_page
from kg.explore.index import GraphIndex
from kg.explore.selection import extract_of
from kg.graph import GraphView, open_graph

SENTENCES = (
    "速卖通隶属于阿里巴巴。",
    "速卖通进入韩国市场。",
    "速卖通进入西班牙市场。",
    "速卖通在巴西建立了海外仓。",
    "Lazada进入越南市场。",
    "SHEIN收购了Missguided。",
)


@pytest.fixture
def graph(tmp_path: Path) -> GraphView:
    import kg

    (tmp_path / "a.md").write_text("# 标题\n\n" + "".join(f"{one}\n\n" for one in SENTENCES), encoding="utf-8")
    kg.build_graph([tmp_path / "a.md"], tmp_path / "graph")
    return open_graph(tmp_path / "graph")


def test_of_a_large_graph_the_busiest_things_are_shown(graph: GraphView, monkeypatch: pytest.MonkeyPatch) -> None:
    index = GraphIndex(graph)
    whole = extract_of(graph, index, View())
    assert whole.left_out == 0
    assert len(whole.facts) >= 5
    monkeypatch.setattr(selection, "MOST_FACTS", 3)
    core = extract_of(graph, index, View())
    assert 1 <= len(core.facts) <= 3
    assert core.left_out == len(whole.facts) - len(core.facts)
    assert any(thing.endswith("/aliexpress") for thing in core.things)
    assert core.facts.items() <= whole.facts.items()
    assert extract_of(graph, index, View(whole=True)).facts == whole.facts


def test_what_is_named_is_shown_whole(graph: GraphView, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST_FACTS", 1)
    near = extract_of(graph, GraphIndex(graph), View(focus=("速卖通",)))
    assert len(near.facts) > 1
    assert near.left_out == 0


def test_the_command_says_what_is_left_out(
    graph: GraphView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from click.testing import CliRunner

    from kg.cli.viz_command import viz_command

    monkeypatch.setattr(selection, "MOST_FACTS", 3)
    place = ["-g", str(tmp_path / "graph"), "-o", str(tmp_path / "page.html")]
    said = CliRunner().invoke(viz_command, place).output
    assert "left out; --focus NAME" in said
    assert "left out" not in CliRunner().invoke(viz_command, [*place, "--all"]).output
    assert write_page(graph, tmp_path / "again.html").left_out > 0
