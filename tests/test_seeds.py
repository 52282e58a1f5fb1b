"""What the seeds yield, and how long it takes: the figures to keep, and the fact that started it all."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, need

from kg.evaluation import evaluate
from kg.explore import View, write_page
from kg.graph import open_graph
from kg.query import ask, run_query
from kg.workspace import build_graph

SEEDS = sorted((ROOT / "seeds").glob("*.txt"))
TEAM = "SELECT ?team { ?team xb:partOf xbr:cainiao ; xb:integratesWith xbr:aliexpress }"


def kg(folder: Path, *args: str) -> tuple[float, str]:
    """Run a command as a user does; the seconds that it took, and what it printed."""
    environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")}
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "kg", *args], cwd=folder, env=environment, capture_output=True, check=False
    )
    taken = time.perf_counter() - started
    assert done.returncode == 0, done.stderr.decode()
    return taken, done.stdout.decode()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A folder in which the seeds have been built, and the seconds that it took."""
    folder = tmp_path_factory.mktemp("seeds")
    return folder, kg(folder, "build")[0]


@pytest.fixture
def folder(built: tuple[Path, float]) -> Path:
    return built[0]


def test_building_takes_less_than_20_seconds(built: tuple[Path, float]) -> None:
    assert built[1] < 20


@pytest.mark.parametrize(("args", "limit"), [(["--help"], 0.3), (["query", TEAM], 0.6)])
def test_answers_come_at_once(folder: Path, args: list[str], limit: float) -> None:
    assert min(kg(folder, *args)[0] for _ in range(5)) < limit


def _loaded(folder: Path, *args: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    code = (
        "import sys; from kg.cli import main\n"
        "try: main()\n"
        "finally: sys.stderr.write('\\n'.join(name for name in sys.modules if '.' not in name))"
    )
    done = subprocess.run([sys.executable, "-c", code, *args], cwd=folder, capture_output=True, check=True)
    return set(done.stderr.decode().splitlines())


@pytest.mark.parametrize("args", [["--help"], ["query", TEAM], ["ask", "who-leads"], ["show", "菜鸟"], ["stats"]])
def test_reading_a_graph_needs_no_text_pipeline(folder: Path, args: list[str]) -> None:
    loaded = _loaded(folder, *args)
    assert "click" in loaded
    assert loaded & {"spacy", "thinc", "networkx", "scipy", "pyvis", "rdflib"} == set()


def test_each_seed_alone_scores_what_it_should(tmp_path: Path) -> None:
    pairs = []
    for seed in SEEDS:
        build_graph([seed], tmp_path / seed.stem)
        pairs.append((tmp_path / seed.stem / "kg.ttl", ROOT / "tests" / "gold" / f"{seed.stem}.json"))
    score = evaluate(pairs).total.measures
    assert score["facts"].precision >= 0.75
    assert score["facts"].f1 >= 0.40
    assert score["entities"].f1 >= 0.80


def test_the_team_of_cainiao_is_joined_with_aliexpress(folder: Path) -> None:
    graph = open_graph(folder / "exports")
    ((team,),) = run_query(graph, TEAM).rows()
    named = f"SELECT ?name {{ {team} skos:prefLabel ?name }}"
    assert [row[0].value for row in run_query(graph, named).rows()] == ["菜鸟国际电商物流团队"]


def test_the_saved_question_tells_the_team_the_sentence_and_the_article(folder: Path) -> None:
    answer = ask("cainiao-aliexpress-integration", open_graph(folder / "exports"))
    rows = [dict(zip(answer.variables, row, strict=True)) for row in answer.rows()]
    assert rows
    source = SEEDS[0].read_text(encoding="utf-8")
    for row in rows:
        assert row["teamName"].value == "菜鸟国际电商物流团队"
        assert row["article"].value.endswith("/article/000_1a7cadfdf621ab76")
        assert "融合" in row["sentence"].value
        assert row["sentence"].value in source


def test_the_picture_shows_it_with_its_sentence(folder: Path) -> None:
    html = (folder / "exports" / "kg.html").read_text(encoding="utf-8")
    assert "菜鸟国际电商物流团队" in html
    assert "融合" in html
    answer = ask("cainiao-aliexpress-integration", open_graph(folder / "exports"))
    column = answer.variables.index("sentence")
    assert all(row[column].value in html for row in answer.rows())
    write_page(open_graph(folder / "exports"), folder / "near.html", View(focus=("菜鸟",), hops=2))
    near = (folder / "near.html").read_text(encoding="utf-8")
    assert "菜鸟国际电商物流团队" in near
    assert "AliExpress" in near


def _count(folder: Path, pattern: str) -> int:
    ((count,),) = run_query(open_graph(folder), f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows()
    return int(count.value)


@pytest.mark.parametrize("read", [lambda folder: folder / "exports", lambda folder: folder / "exports" / "kg.ttl"])
def test_no_plain_triple_counts_twice(folder: Path, read: Callable[[Path], Path]) -> None:
    """However many articles state it: the default graph is a set."""
    assert _count(read(folder), "xbr:aliexpress xb:partOf xbr:aidc") == 1
    assert _count(read(folder), "?s xb:predicate xb:partOf ; xb:subject xbr:aliexpress ; xb:object xbr:aidc") > 1


def test_another_parser_finds_as_many_triples(folder: Path) -> None:
    rapper = shutil.which("rapper")
    need(rapper is not None, "rapper (Debian: apt-get install raptor2-utils)")
    turtle = folder / "exports" / "kg.ttl"
    done = subprocess.run([str(rapper), "-c", "-i", "turtle", turtle], capture_output=True, check=False)
    said = done.stderr.decode()
    assert done.returncode == 0, said
    assert f"returned {_count(turtle, '?s ?p ?o')} triples" in said
