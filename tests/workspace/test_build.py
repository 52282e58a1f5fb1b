"""Building a folder: exactly what the articles yield, whole or not at all, the same bytes always."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT

from kg import exchange, explore, extraction
from kg.graph import changing, open_graph
from kg.graph.store import default_lines
from kg.query import ask, run_query
from kg.vocabulary import InputError, OutputError
from kg.workspace import assembly, build_graph

FILES = ["kg.graphml", "kg.html", "kg.trig", "kg.ttl"]
ONE = "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n"
KEPT = ["cache", "lock", "store", "store.json", "texts"]
TWO = "# 蒋凡执掌阿里国际\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.md").write_text(ONE)
    (tmp_path / "news" / "two.md").write_text(TWO)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def articles(folder: Path) -> list[str]:
    rows = run_query(open_graph(folder), "SELECT ?a WHERE { ?a a xb:Article } ORDER BY ?a").rows()
    return [str(row[0]).rpartition("/")[2].rstrip(">") for row in rows]


def test_articles_go_to_the_folder_graph(here: Path) -> None:
    told: list[tuple[int, int, str]] = []
    report = build_graph(["news"], progress=lambda *step: told.append(step))
    assert report.folder == Path("graph")
    assert sorted(contents(here / "graph")) == FILES
    assert (report.counts.articles, articles(here / "graph")) == (2, ["one", "two"])
    assert told == [(0, 2, "one"), (1, 2, "two"), (2, 2, "")]
    assert run_query(open_graph(), "ASK { xbr:aliexpress xb:partOf xbr:aidc }")
    assert sorted(path.name for path in (here / "graph" / ".kg").iterdir()) == KEPT


def test_the_folder_holds_what_these_articles_yield_and_no_more(here: Path) -> None:
    build_graph(["news"], "out")
    build_graph(["news/two.md"], "out")
    first = contents(here / "out")
    assert articles(here / "out") == ["two"]
    build_graph(["news/two.md"], "fresh")
    same = contents(here / "fresh") == first
    assert same


def test_the_order_of_paths_changes_nothing(here: Path) -> None:
    build_graph(["news/one.md", "news/two.md"], "a")
    build_graph(["news/two.md", "news/one.md"], "b")
    assert contents(here / "a") == contents(here / "b")


def test_files_and_store_agree(here: Path) -> None:
    build_graph(["news"], "out")
    assert (
        default_lines(open_graph("out/kg.ttl"))
        == default_lines(open_graph("out"))
        == default_lines(open_graph("out/kg.trig"))
    )
    graphs = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"
    names = [str(row[0]).rpartition("/id/")[2].rstrip(">") for row in run_query(open_graph("out"), graphs).rows()]
    assert names == ["article/one", "article/two", "graph-lexicon", "graph-ontology", "graph-support"]


def test_two_texts_under_one_id(here: Path) -> None:
    (here / "more").mkdir()
    (here / "more" / "one.md").write_text(TWO)
    with pytest.raises(InputError, match=r"one\.md.*one\.md"):
        build_graph(["news", "more"], "out")
    assert not (here / "out").exists()


@pytest.mark.parametrize("failing", ["extract", "export_graph", "write_page", "load_model"])
def test_a_build_that_fails_leaves_the_former_graph_whole(
    here: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    build_graph(["news/one.md"], "out")
    before = contents(here / "out")

    def fail(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    room = {"extract": extraction, "load_model": assembly, "write_page": explore}.get(failing, exchange)
    monkeypatch.setattr(room, failing, fail)
    with pytest.raises(KeyboardInterrupt):
        build_graph(["news/two.md"], "out")
    same = contents(here / "out") == before
    assert same
    assert articles(here / "out") == ["one"]
    assert sorted(path.name for path in (here / "out" / ".kg").iterdir()) == KEPT


@pytest.mark.parametrize("moves", range(8))
def test_an_end_between_two_moves_is_made_good(here: Path, monkeypatch: pytest.MonkeyPatch, moves: int) -> None:
    build_graph(["news/two.md"], "fresh")
    build_graph(["news/one.md"], "out")
    move, left = changing._move, iter(range(moves))

    def end(*given: Path) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        move(*given)

    monkeypatch.setattr(changing, "_move", end)
    with suppress(KeyboardInterrupt):
        build_graph(["news/two.md"], "out")
    monkeypatch.setattr(changing, "_move", move)
    assert articles(here / "out") == ["two"]
    same = contents(here / "out") == contents(here / "fresh")
    assert same
    assert sorted(path.name for path in (here / "out" / ".kg").iterdir()) == KEPT


def test_what_a_killed_build_left_is_removed(here: Path) -> None:
    (here / "out" / ".kg" / "work-x").mkdir(parents=True)
    build_graph(["news/one.md"], "out")
    assert sorted(path.name for path in (here / "out" / ".kg").iterdir()) == KEPT


def test_other_files_of_the_folder_stay(here: Path) -> None:
    (here / "out").mkdir()
    (here / "out" / "reviews.toml").write_text("")
    build_graph(["news/one.md"], "out")
    assert (here / "out" / "reviews.toml").is_file()


@pytest.mark.parametrize("paths", [["missing.md"], ["empty.md"], ["void"]])
def test_articles_that_cannot_be_read(here: Path, paths: list[str]) -> None:
    (here / "empty.md").touch()
    (here / "void").mkdir()
    with pytest.raises(InputError, match=paths[0]):
        build_graph(paths, "out")
    assert not (here / "out").exists()


def test_a_folder_that_cannot_be_written(here: Path) -> None:
    (here / "file").touch()
    with pytest.raises(OutputError, match="file"):
        build_graph(["news"], "file/out")
    with pytest.raises(OutputError, match="file"):
        build_graph(["news"], "file")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The seeds built twice in processes of their own, under two hash seeds, locales and working folders."""
    folders = []
    for seed, locale in (("1", "C"), ("4711", "C.UTF-8")):
        folder = tmp_path_factory.mktemp(f"seed{seed}")
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "LANG": locale}
        done = subprocess.run(
            [sys.executable, "-m", "kg", "build"], cwd=folder, env=environment, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        assert b"2 articles" in done.stdout
        folders.append(folder / "exports")
    return folders


@pytest.mark.parametrize("name", FILES)
def test_the_seeds_give_the_same_bytes_twice(seeds: list[Path], name: str) -> None:
    first, second = ((folder / name).read_bytes() for folder in seeds)
    assert first == second


@pytest.mark.parametrize("name", FILES)
def test_exports_are_what_the_seeds_yield(seeds: list[Path], name: str) -> None:
    committed = ROOT / "exports" / name
    same = committed.read_bytes() == (seeds[0] / name).read_bytes()
    assert same, "run `kg build` and commit exports/"


def test_the_seeds_in_both_libraries(seeds: list[Path]) -> None:
    lines = default_lines(open_graph(seeds[0]))
    assert default_lines(open_graph(seeds[0] / "kg.ttl")) == lines
    assert len(rdflib.Graph().parse(seeds[0] / "kg.ttl")) == len(lines)


def test_the_seeds_tell_of_cainiao_and_aliexpress(seeds: list[Path]) -> None:
    answer = ask("cainiao-aliexpress-integration", open_graph(seeds[0]))
    rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows()]
    assert rows
    assert any("菜鳥" in str(row["sentence"]) and "融合" in str(row["sentence"]) for row in rows)
