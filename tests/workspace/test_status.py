"""kg status: what a build would do, told without doing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.vocabulary import InputError, UsageError
from kg.workspace import assembly, build_graph, cache, status
from kg.workspace.status import graph_status

TEXTS = {
    "a": "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n",
    "b": "# 淘宝\n\n淘宝隶属于阿里巴巴。\n",
    "c": "# Temu进入韩国\n\n2024年，Temu进入韩国市场。Temu隶属于拼多多。\n",
}


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three articles, built."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    monkeypatch.setattr(assembly, "load_model", lambda store: None)
    (tmp_path / "news").mkdir()
    for name, text in TEXTS.items():
        (tmp_path / "news" / f"{name}.md").write_text(text, encoding="utf-8")
    build_graph(["news"], "graph", jobs=1, exports=False)
    return tmp_path / "news"


def found(*paths: str) -> list[tuple[str, str]]:
    return [(one.state, one.article or one.path.partition(":")[0]) for one in graph_status(paths).differences]


def test_nothing_to_do(news: Path) -> None:
    assert graph_status().unchanged == 3
    assert graph_status().is_current
    assert found() == found("news") == []


def test_new_changed_gone_and_unreadable(news: Path) -> None:
    (news / "a.md").write_text(TEXTS["a"] + "\n速卖通与Temu竞争。\n", encoding="utf-8")
    (news / "b.md").unlink()
    (news / "d.md").write_text(TEXTS["b"] + "\n淘宝进入泰国市场。\n", encoding="utf-8")
    (news / "e.md").write_bytes(b"\xff\xfe\x00")
    expected = [("new", "d"), ("changed", "a"), ("gone", "b"), ("unreadable", "news/e.md")]
    assert found("news") == expected
    assert not graph_status().is_current


def test_another_program_makes_all_stale(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "program_fingerprint", lambda: "another")
    assert found() == [("stale", "a"), ("stale", "b"), ("stale", "c")]


def test_what_a_manifest_says_makes_stale(news: Path) -> None:
    (news / "manifest.toml").write_text('[[article]]\nid = "a"\npublished = 2024-05-06\n')
    assert found() == [("stale", "a")]
    build_graph(["news"], "graph", jobs=1, exports=False)
    assert found() == []


def test_a_decision_makes_stale(news: Path) -> None:
    review = (
        'fact = "0"\narticle = "b"\ndecision = "accept"\nby = "A"\nsubject = ""\nterm = ""\nobject = ""\nquote = ""\n'
    )
    (news / "reviews.toml").write_text(f"[[review]]\n{review}on = 2025-01-02\n", encoding="utf-8")
    assert found() == [("stale", "b")]


def test_a_graph_that_does_not_know_its_articles(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (news.parent / "graph" / ".kg" / "store" / "ledger.db").unlink()
    with pytest.raises(UsageError, match="name the articles"):
        graph_status()
    assert found("news") == [("stale", "a"), ("stale", "b"), ("stale", "c")]


def test_no_graph(news: Path) -> None:
    with pytest.raises(InputError, match="kg build"):
        graph_status(["news"], "nowhere")


def test_the_exit_code_tells_whether_there_is_something_to_do(news: Path) -> None:
    done = CliRunner().invoke(cli, ["status"])
    assert (done.exit_code, done.stdout) == (
        0,
        "graph: 3 unchanged, 0 new, 0 changed, 0 stale, 0 gone, 0 unreadable\n",
    )
    (news / "b.md").unlink()
    done = CliRunner().invoke(cli, ["status", "news"])
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "gone        b  news/b.md",
        "graph: 2 unchanged, 0 new, 0 changed, 0 stale, 1 gone, 0 unreadable",
    ]
    assert CliRunner().invoke(cli, ["status", "-q"]).output == ""
    assert status.STATES[0] == "new"
