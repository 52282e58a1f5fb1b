"""The benchmark of what a graph costs, at a hundredth of its size: its tables, and the sums that follow from them."""

from __future__ import annotations

import importlib.util
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT, need

from workspace.shard_samples import write_articles

pytestmark = pytest.mark.long


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", list(sys.path))  # the benchmark adds its folder
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    spec = importlib.util.spec_from_file_location("scaling_benchmark", ROOT / "benchmarks" / "scaling.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_builds_and_shards_are_measured(benchmark: ModuleType, tmp_path: Path) -> None:
    need(all(map(find_spec, ("fsspec", "pyarrow"))), "fsspec and pyarrow, of the extra [cluster]")
    corpus = write_articles(tmp_path / "news", 6)
    found = benchmark.run(corpus, [3, 6], [], tmp_path / "work", ("builds", "shards", "sums"))
    assert {name: one["articles"] for name, one in found["builds"].items()} == {"3": 3, "6": 6, "6, with exports": 6}
    assert all(one["megabytes"] > 50 and one["disk store"] > 0 for one in found["builds"].values())
    lines = list(benchmark.tables(found))
    assert [line for line in lines if line.startswith("### ")] == [
        "### Cost\n",
        "### Steps and disk\n",
        "### Shards\n",
        "### Ten million articles\n",
    ]


def test_sums_follow_from_what_was_measured(benchmark: ModuleType) -> None:
    disk = {"disk store": 1.0, "disk cache": 2.0, "disk texts": 3.0}
    more = {"disk store": 3.0, "disk cache": 4.0, "disk texts": 5.0}
    builds = {
        "100": {"articles": 100, "processor": 10.0, **disk},
        "1,100": {"articles": 1100, "processor": 96.4, **more},
    }
    kinds = {"disk graphs": 1.0, "disk defaul": 0.5, "disk tables": 0.25}
    shards = {"articles": 100, "quads": 2000, "relations": 150, "observations": 50, **kinds}
    rows = {row[0]: row[2] for row in benchmark._sum_rows({"builds": builds, "shards": shards})}
    assert rows["processor, all steps"] == "10.0 core-days"
    assert rows["facts together"] == "20.0 million"
    assert rows["quads in article graphs"] == "0.20 thousand million"
    assert rows["N-Quads, packed"] == "100 GB"
    assert rows["a folder's store"] == "20 GB"


def test_items_are_always_the_same_and_have_facts(benchmark: ModuleType, tmp_path: Path) -> None:
    first, second = benchmark.items(20, tmp_path / "a.tar"), benchmark.items(20, tmp_path / "b.tar")
    same = first.read_bytes() == second.read_bytes()
    assert same
    from kg.articles import read_articles
    from kg.extraction import extract

    articles = read_articles([first])
    assert len(articles) == 20
    assert sum(len(extract(one).relations) + len(extract(one).observations) for one in articles[:5]) >= 5


def test_tables_take_the_place_of_those_before(benchmark: ModuleType, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- tables -->\nold\n<!-- end of tables -->\nb\n", encoding="utf-8")
    for _ in range(2):
        benchmark.write_tables(["new", ""], page)
    assert page.read_text(encoding="utf-8") == "a\n<!-- tables -->\n\nnew\n<!-- end of tables -->\nb\n"


def test_every_command_is_timed_on_one_graph(benchmark: ModuleType, tmp_path: Path) -> None:
    import kg

    kg.build_graph([write_articles(tmp_path / "news", 4)], tmp_path / "graph")
    runs = list(
        benchmark.commands.measure(tmp_path / "graph", ("show", "stats", "ask held-on", "export turtle", "serve"))
    )
    assert {run.name.split()[0] for run in runs} == {"show", "stats", "ask", "export", "serve"}
    assert all(run.code == 0 and run.size > 0 for run in runs if run.name != "ask held-on")
