"""Building again: what did not change is not read again, and the bytes are those of a build from nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg.explore
import kg.extraction
from kg.graph import open_graph
from kg.graph.store import default_lines
from kg.model import Article, ArticleFacts
from kg.query import run_query
from kg.vocabulary import InputError, KgError
from kg.workspace import Listener, assembly, build_graph
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.intake import Intake
from kg.workspace.texts import KEPT_TEXTS

TEXTS = {
    "a": "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n",
    "b": "# 蒋凡执掌阿里国际\n\n蒋凡担任阿里国际数字商业集团的首席执行官。速卖通隶属于阿里国际数字商业集团。\n",
    "c": "# Temu进入韩国\n\n2024年，Temu进入韩国市场。Temu隶属于拼多多。\n",
    "d": "# 菜鸟\n\n菜鸟隶属于阿里巴巴。2025年3月，菜鸟与速卖通达成合作。\n",
    "e": "# 淘宝\n\n淘宝隶属于阿里巴巴。阿里巴巴收购了菜鸟。\n",
}
FILES = ("kg.graphml", "kg.html", "kg.trig", "kg.ttl")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    # Neither the model's graphs nor the page depend on how the store came about, and both take their time.
    monkeypatch.setattr(assembly, "load_model", lambda store: None)
    monkeypatch.setattr(kg.explore, "write_page", lambda graph, path: path.write_text(f"{len(graph.store)}"))
    write(tmp_path / "news", TEXTS)
    return tmp_path


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the articles that are read, as they are."""
    ids: list[str] = []
    extract = kg.extraction.extract

    def watched(article: Article) -> ArticleFacts:
        ids.append(article.id)
        return extract(article)

    monkeypatch.setattr(kg.extraction, "extract", watched)
    return ids


def write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def contents(folder: str | Path) -> dict[str, bytes]:
    return {name: (Path(folder) / name).read_bytes() for name in FILES if (Path(folder) / name).is_file()}


def check_as_new(folder: str, paths: list[str] | None = None) -> None:
    """The folder is as a build from nothing makes it, in its files and in its store."""
    shutil.rmtree("fresh", ignore_errors=True)
    build_graph(paths or ["news"], "fresh", jobs=1)
    same = contents(folder) == contents("fresh")
    assert same
    asked = "SELECT ?g ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o"
    rows = [[str(term) for term in row] for row in run_query(open_graph(folder), asked).rows()]
    fresh = [[str(term) for term in row] for row in run_query(open_graph("fresh"), asked).rows()]
    same = rows == fresh and default_lines(open_graph(folder)) == default_lines(open_graph("fresh"))
    assert same


def test_nothing_is_read_twice(here: Path, read: list[str]) -> None:
    first = build_graph(["news"], "out")
    assert read == ["a", "b", "c", "d", "e"]
    store = sorted((here / "out" / ".kg" / "store").glob("*.sst"))
    read.clear()
    again = build_graph(["news"], "out")
    assert (again.counts, again.new, again.gone, read) == (first.counts, 0, 0, [])
    assert sorted((here / "out" / ".kg" / "store").glob("*.sst")) == store
    check_as_new("out")


def test_only_what_changed_is_read(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    read.clear()
    write(here / "news", {"b": TEXTS["b"] + "\n蒋凡曾执掌淘宝。\n", "f": "# 虾皮\n\n虾皮隶属于冬海集团。\n"})
    (here / "news" / "d.md").unlink()
    report = build_graph(["news"], "out")
    assert (read, report.new, report.gone, report.counts.articles) == (["b", "f"], 2, 1, 5)
    check_as_new("out")


def test_a_file_that_moved_is_not_read_again(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    read.clear()
    (here / "news").rename(here / "archive")
    assert build_graph(["archive"], "out").new == 0
    assert read == []


def test_the_cache_serves_another_store(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    read.clear()
    shutil.rmtree(here / "out" / ".kg" / "store")
    for name in FILES:
        (here / "out" / name).unlink()
    build_graph(["news"], "out")
    assert read == []
    check_as_new("out")


def test_without_the_cache_the_store_stays_and_new_articles_alone_are_read(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    read.clear()
    shutil.rmtree(here / "out" / ".kg" / "cache")
    write(here / "news", {"f": "# 虾皮\n\n虾皮隶属于冬海集团。\n"})
    build_graph(["news"], "out")
    assert read == ["f"]
    check_as_new("out")


def test_a_text_that_is_missing_is_kept_again(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    kept = sorted((here / "out" / KEPT_TEXTS).iterdir())
    kept[0].unlink()
    (here / "out" / KEPT_TEXTS / "odd.json").touch()
    read.clear()
    build_graph(["news"], "out")
    assert sorted((here / "out" / KEPT_TEXTS).iterdir()) == kept
    assert read == []


def test_changed_decisions_change_the_articles_that_they_concern(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    read.clear()
    rows = ("fact", "article", "subject", "term", "object", "quote")
    asked = "SELECT ?s { ?s xb:subject xbr:taobao ; xb:predicate xb:partOf }"
    ((statement,),) = run_query(open_graph("out"), asked).rows()
    digits = str(statement).rpartition("/")[2].rstrip(">")
    said = (digits, "e", "taobao", "partOf", "alibaba", "")
    review = "".join(f'{name} = "{value}"\n' for name, value in zip(rows, said, strict=True))
    text = f'[[review]]\n{review}decision = "reject"\nby = "A"\non = 2025-01-02\n'
    (here / "news" / "reviews.toml").write_text(text, encoding="utf-8")
    assert run_query(open_graph("out"), "ASK { xbr:taobao xb:partOf xbr:alibaba }")
    report = build_graph(["news"], "out")
    assert (read, report.new) == ([], 1)
    assert not run_query(open_graph("out"), "ASK { xbr:taobao xb:partOf xbr:alibaba }")
    check_as_new("out")
    (here / "news" / "reviews.toml").unlink()
    assert build_graph(["news"], "out").new == 1
    check_as_new("out")


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sets(st.sampled_from(sorted(TEXTS)), min_size=1), min_size=1, max_size=3))
def test_any_way_to_the_same_articles_gives_the_same_graph(here: Path, steps: list[set[str]]) -> None:
    for number, step in enumerate(steps):
        chosen = sorted(step, reverse=bool(number % 2))
        build_graph([f"news/{name}.md" for name in chosen], "out", jobs=1, exports=number == len(steps) - 1)
    check_as_new("out", [f"news/{name}.md" for name in sorted(steps[-1])])
    shutil.rmtree("out")


def test_inferences_come_and_go(here: Path, read: list[str]) -> None:
    asked = "ASK { GRAPH xbr:graph-inferred { ?s ?p ?o } }"
    for inferred in (False, True, False):
        build_graph(["news"], "out", inferred=inferred)
        assert bool(run_query(open_graph("out"), asked)) == inferred
    assert len(read) == 5


def test_files_can_wait(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out", exports=False)
    assert not contents("out")
    assert run_query(open_graph("out"), "SELECT ?g { GRAPH ?g { ?s a xb:Article } }").rows()
    build_graph(["news"], "out")
    assert len(read) == 5
    check_as_new("out")


def test_files_that_someone_changed_are_written_again(here: Path, read: list[str]) -> None:
    build_graph(["news"], "out")
    (here / "out" / "kg.graphml").write_text("mine")
    (here / "out" / "kg.ttl").unlink()
    build_graph(["news"], "out")
    check_as_new("out")


def test_a_store_ahead_of_its_files_is_the_one_that_is_read(here: Path) -> None:
    build_graph(["news/a.md"], "out")
    build_graph(["news/c.md"], "out", exports=False)
    assert run_query(open_graph("out"), "ASK { xbr:temu xb:partOf xbr:pinduoduo }")
    build_graph(["news/c.md"], "out")
    check_as_new("out", ["news/c.md"])


def test_an_interrupted_build_goes_on_where_it_was(
    here: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    take, numbers = Intake._take, count()

    def end(self: Intake, outcome: object) -> None:
        take(self, outcome)  # type: ignore[arg-type]
        if next(numbers) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Intake, "_take", end)
    with pytest.raises(KeyboardInterrupt):
        build_graph(["news"], "out")
    monkeypatch.setattr(Intake, "_take", take)
    assert read == ["a", "b", "c"]
    build_graph(["news"], "out")
    assert read == ["a", "b", "c", "d", "e"]
    check_as_new("out")


def test_a_bad_article_is_told_and_the_others_are_built(here: Path) -> None:
    (here / "news" / "bad.md").write_bytes(b"\xff\xfe\x00")
    (here / "news" / "english.md").write_text("Nothing in Chinese at all here.\n" * 5)
    told: list[str] = []
    report = build_graph(["news"], "out", listener=Listener(problem=lambda error: told.append(str(error))))
    assert (report.left_out, report.counts.articles) == (2, 5)
    assert sorted(line.partition(":")[0] for line in told) == ["news/bad.md", "news/english.md"]
    with pytest.raises(InputError, match="bad"):
        build_graph(["news"], "strict")
    assert not (here / "strict").exists()


def test_two_texts_under_one_id_are_told_in_the_order_of_the_files(here: Path) -> None:
    write(here / "more", {"a": TEXTS["c"], "g": TEXTS["a"]})
    told: list[str] = []
    notes: list[str] = []
    listener = Listener(problem=lambda error: told.append(str(error)), note=notes.append)
    report = build_graph(["news", "more"], "out", listener=listener)
    assert (report.left_out, report.counts.articles) == (1, 6)
    assert len(told) == 1
    assert "more/a.md: has the same id 'a' as news/a.md" in told[0]
    assert [note for note in notes if "the same text" in note] == [
        "more/g.md: the same text as news/a.md under another id; both are kept"
    ]


def test_a_fault_of_the_program_costs_one_article(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extract = kg.extraction.extract

    def failing(article: Article) -> ArticleFacts:
        if article.id == "c":
            raise ZeroDivisionError("never")
        return extract(article)

    monkeypatch.setattr(kg.extraction, "extract", failing)
    told: list[KgError] = []
    report = build_graph(["news"], "out", listener=Listener(problem=told.append))
    assert (report.left_out, report.counts.articles) == (1, 4)
    assert "news/c.md" in str(told[0])
    assert "ZeroDivisionError" in str(told[0])


def test_workers_give_what_one_process_gives(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.workspace.intake._WORTH_WORKERS", 0)
    facts: list[int] = []
    steps: list[tuple[int, int, str]] = []
    listener = Listener(facts=facts.append, extracting=lambda *step: steps.append(step))
    build_graph(["news"], "out", jobs=2, listener=listener)
    monkeypatch.setattr("kg.workspace.intake._WORTH_WORKERS", 10**9)
    check_as_new("out")
    assert facts == sorted(facts)
    assert facts[-1] > 5
    assert steps[-1] == (5, 5, "")


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_an_interrupt_ends_a_build_with_workers_quickly(here: Path) -> None:
    for number in range(400):
        write(here / "news", {f"x{number}": TEXTS["a"] + f"\n{'速卖通进入韩国市场。' * 200}{number}\n"})
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", "build", "news", "-o", "out", "-j", "2"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, start_new_session=True) as running:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and not (here / "out" / CACHE).is_file():
            time.sleep(0.1)
        time.sleep(1)
        os.killpg(running.pid, signal.SIGINT)
        started = time.monotonic()
        _, said = running.communicate(timeout=60)
    assert time.monotonic() - started < 20
    assert (running.returncode, said.decode().splitlines()[-1]) == (130, "kg: interrupted")
    with FactCache(here / "out" / CACHE) as cache:
        assert len(cache) < 405
