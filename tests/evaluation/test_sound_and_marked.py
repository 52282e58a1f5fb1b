"""Checks without gold, intervals, and the page with facts marked in the text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.articles import read_articles
from kg.cli import cli
from kg.evaluation import evaluate
from kg.evaluation.intervals import intervals
from kg.evaluation.marked import as_html, marked_facts
from kg.evaluation.soundness import soundness, unstable_articles
from kg.model import Article
from kg.vocabulary import InputError
from kg.workspace import build_graph

from .builder import entity, figure, relation, write_gold

SEEDS = ("000_1a7cadfdf621ab76", "001_88b91df809469b87")
NEWS = '速卖通隶属于<阿里国际>&AIDC。淘宝营收为3亿元。<script>alert("x")</script>菜鸟真好。\n'


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Path]]:
    """The graphs of the seeds with their gold annotations."""
    folder = tmp_path_factory.mktemp("graphs")
    pairs = []
    for name in SEEDS:
        build_graph(sorted((ROOT / "seeds").glob(f"{name}.*")), folder / name)
        pairs.append((folder / name / "kg.ttl", ROOT / "tests" / "gold" / f"{name}.json"))
    return pairs


@pytest.fixture(scope="module")
def seeds() -> list[Article]:
    return read_articles([ROOT / "seeds"])


def test_the_graphs_of_the_seeds_are_sound(graphs: list[tuple[Path, Path]], seeds: list[Article]) -> None:
    for graph, _ in graphs:
        found = soundness(graph, seeds)
        assert found.faults == ()
        assert {share.right == share.of > 30 for share in found.checks.values()} == {True}
    assert unstable_articles(seeds) == []


@pytest.mark.parametrize(
    ("change", "check", "what"),
    [
        (
            ("速卖通", "火星通", "AliExpress", "Mars", "速賣通", "火星通", "全球", "火星"),
            "ends occur",
            "not in the text: subject Mars",
        ),
        (("xb:start 0 ", "xb:start 1 "), "spans exact", "other words at 1.."),
        (("xb:predicate xb:partOf", "xb:predicate xb:leads"), "ontology kept", "aliexpress cannot be subject of leads"),
        (("xb:predicate xb:partOf", "xb:predicate xb:eats"), "ontology kept", "eats is no relation"),
        (("xb:unit xbu:CNY", "xb:unit xbu:rank"), "ontology kept", "revenue is not measured in rank"),
        (("xb:metric xb:revenue", "xb:metric xb:joy"), "ontology kept", "joy is no metric"),
    ],
)
def test_faults_are_found(tmp_path: Path, change: tuple[str, ...], check: str, what: str) -> None:
    (tmp_path / "a1.txt").write_text("速卖通隶属于AIDC。淘宝营收为3亿元。", encoding="utf-8")
    build_graph([tmp_path / "a1.txt"], tmp_path / "graph")
    graph = tmp_path / "graph" / "kg.ttl"
    text = graph.read_text(encoding="utf-8")
    for old, new in zip(change[::2], change[1::2], strict=True):
        if check == "ends occur":  # names of the thing, not the words of the evidence
            text = "\n".join(line if "xb:quote" in line else line.replace(old, new) for line in text.split("\n"))
        else:
            assert old in text
            text = text.replace(old, new)
    graph.write_text(text, encoding="utf-8")
    faults = soundness(graph, read_articles([tmp_path / "a1.txt"])).faults
    assert any(one.check == check and what in one.what for one in faults), faults


def test_texts_of_other_articles_are_told(graphs: list[tuple[Path, Path]], tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text("别的文章。", encoding="utf-8")
    with pytest.raises(InputError, match="--text"):
        soundness(graphs[0][0], read_articles([tmp_path / "a1.txt"]))


def test_intervals_hold_their_figures_and_are_the_same_each_time(graphs: list[tuple[Path, Path]]) -> None:
    evaluation = evaluate(graphs)
    found = intervals(evaluation)
    assert found == intervals(evaluation) and len(found) == 18
    assert all(0 <= one.low <= one.value <= one.high <= 1 for one in found)
    assert any(one.low < one.high for one in found)
    assert intervals(evaluate(graphs[:1])) == []


class _Page(HTMLParser):
    """The words of a page's text element, and its marks."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text, self._in_text = "", False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._in_text = self._in_text or ("class", "text") in attrs

    def handle_endtag(self, tag: str) -> None:
        self._in_text = self._in_text and tag != "div"

    def handle_data(self, data: str) -> None:
        if self._in_text:
            self.text += data


def test_the_page_marks_hostile_texts_whole_and_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a1.txt").write_text(NEWS, encoding="utf-8")
    build_graph([tmp_path / "a1.txt"], tmp_path / "graph")
    entities = [entity("e1", "速卖通"), entity("e2", "菜鸟<b>", "Organization"), entity("e3", "淘宝")]
    facts = [relation("e1", "partOf", "e2", evidence="菜鸟真好"), figure("e3", "revenue", 3e8, "CNY", evidence="3亿元")]
    pair = (tmp_path / "graph" / "kg.ttl", write_gold(tmp_path / "gold.json", entities, facts))
    articles = read_articles([tmp_path / "a1.txt"])
    html = as_html(evaluate([pair]), articles)
    page = _Page()
    page.feed(html)
    assert page.text == articles[0].file_text
    assert not {"script", "b", "img", "link", "iframe"} & set(page.tags)
    assert not re.search(r"https?://|src=|@import|url\(", html)
    sides = {one.side: one for one in marked_facts(*pair, text=articles[0].file_text)}
    assert sides["missed"].quote == "菜鸟真好" == articles[0].file_text[sides["missed"].start : sides["missed"].end]
    assert sides["right"].fact.startswith("revenue(Taobao)")
    assert html == as_html(evaluate([pair]), articles)


def test_every_fact_of_the_seeds_is_on_the_page(graphs: list[tuple[Path, Path]], seeds: list[Article]) -> None:
    evaluation = evaluate(graphs)
    for (graph, gold), one in zip(graphs, evaluation.articles, strict=True):
        facts = marked_facts(graph, gold)
        tally = one.score.measures["facts"]
        counts = [sum(fact.side == side for fact in facts) for side in ("right", "wrong", "missed")]
        assert counts == [tally.right, tally.predicted - tally.right, tally.gold - tally.right]
    html = as_html(evaluation, seeds)
    assert html.count('<mark class="right"') > 40 and html.count('<mark class="missed"') > 10


def test_the_command(graphs: list[tuple[Path, Path]], tmp_path: Path) -> None:
    files = [str(file) for pair in graphs for file in pair]
    plain = CliRunner().invoke(cli, ["eval", *files]).stdout
    more = ["--bootstrap", "--text", str(ROOT / "seeds"), "--html", str(tmp_path / "page.html")]
    run = CliRunner().invoke(cli, ["eval", *files, *more], catch_exceptions=False)
    assert run.stdout.startswith(plain)  # the figures are as they were
    assert "the same in every order" in run.stdout and "facts, f1" in run.stdout
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    run = CliRunner().invoke(cli, ["eval", *files, *more, "--format", "json"], catch_exceptions=False)
    found = json.loads(run.stdout)
    assert found["checks"]["unstable"] == [] and len(found["intervals"]) == 18
    assert set(json.loads(CliRunner().invoke(cli, ["eval", *files, "--format", "json"]).stdout)) == {"articles", "all"}
