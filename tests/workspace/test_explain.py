"""Every fact explained: from the words of the article to its parts, found by IRI, digits or names."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.articles import read_articles
from kg.cli import cli
from kg.explore.facts import Figure, StatedRelation
from kg.extraction.derivation import Deriver
from kg.graph import open_graph
from kg.vocabulary import InputError, NotFoundError, UsageError, data_folder
from kg.workspace import build_graph
from kg.workspace.explain import article_of, explain_facts, explain_nodes, find_facts

NEWS = "2024年，速卖通进入韩国市场。其营收为3亿元。速卖通隶属于阿里国际数字商业集团。\n\n去年，其計劃進入法国市場。\n"


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("seeds")
    build_graph([ROOT / "seeds"], folder)
    return folder


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    (folder / "one.txt").write_text(NEWS, encoding="utf-8")
    build_graph([folder / "one.txt"], folder / "graph")
    return folder


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(args))
    code = getattr(result.exception, "exit_code", result.exit_code)
    return code, result.output


def test_every_fact_of_the_seeds_is_explained(seeds: Path) -> None:
    graph = open_graph(seeds)
    facts = [iri for digit in "0123456789abcdef" for iri in _starting(graph, digit)]
    assert len(facts) > 80
    for iri, one in zip(facts, explain_nodes(graph, facts), strict=True):
        assert one.derivation is not None, (iri, one.note)
        assert one.derivation.rule == one.fact.rule
        assert one.derivation.gloss and one.derivation.pattern and one.derivation.source.startswith("ontology/rules/")
        assert one.derivation.sentence
        _accounts_for(one.fact, {(step.part, step.kind): step.result for step in one.derivation.steps})


def _starting(graph: object, digit: str) -> list[str]:
    try:
        return find_facts(graph, [digit])  # type: ignore[arg-type]
    except NotFoundError:
        return []
    except UsageError:
        return [iri for more in "0123456789abcdef" for iri in _starting(graph, digit + more)]


def _accounts_for(fact: StatedRelation | Figure, steps: dict[tuple[str, str], str]) -> None:
    """Every part of a fact is what some step gives."""
    said = {part: [result for (p, _), result in steps.items() if p == part] for part, _ in steps}

    def gives(part: str, value: str) -> bool:
        return any(value in result for result in said.get(part, ()))

    if fact.subject:
        assert gives("subject", fact.subject.iri.rpartition("/")[2]), (fact.iri, steps)
    if isinstance(fact, StatedRelation):
        target = fact.object.iri.rpartition("/")[2] if fact.object else fact.object_text or ""
        assert gives("object", target), (fact.iri, steps)
    else:
        assert gives("value", f"{Decimal(fact.value):f}" if fact.unit else fact.value), (fact.iri, steps)
    if fact.time:
        assert gives("time", fact.time), (fact.iri, steps)
    if fact.modality != "asserted":
        assert gives("modality", fact.modality), (fact.iri, steps)


def test_the_words_of_every_step_stand_where_it_says() -> None:
    for article in read_articles([data_folder("seeds")]):
        deriver = Deriver(article)
        for fact in (*deriver.facts.relations, *deriver.facts.observations):
            found = deriver.of(fact)
            assert found is not None
            for step in found.steps:
                if step.offset is not None:
                    head = step.words.split(" ")[0][:3]
                    assert article.file_text.startswith(head, step.offset), (fact.rule, step)


def test_steps_name_pronouns_scripts_figures_and_times(news: Path) -> None:
    graph = open_graph(news / "graph")
    (one,) = explain_facts(graph, ["速卖通", "revenue"])
    assert one.derivation is not None
    kinds = {(step.part, step.kind): step for step in one.derivation.steps}
    assert kinds["subject", "reference"].words == "其"
    assert "named 速卖通 at 6" in kinds["subject", "reference"].result
    assert kinds["value", "figure words"].result == "300000000 CNY"
    (market,) = explain_facts(graph, ["速卖通", "targetsMarket", "韩国"])
    assert market.derivation is not None
    assert ("time", "time words", "2024年", 0) in [
        (step.part, step.kind, step.words, step.offset) for step in market.derivation.steps
    ]


def test_facts_are_found_by_any_key(news: Path) -> None:
    graph = open_graph(news / "graph")
    (iri,) = find_facts(graph, ["速賣通", "partOf", "AIDC"])
    digits = iri.rpartition("/")[2]
    for key in (iri, digits, digits[:8], f"xbs:{digits}", digits.upper()):
        assert find_facts(graph, [key]) == [iri]
    assert find_facts(graph, ["AliExpress", "revenue", "3亿元"]) == find_facts(
        graph, ["速卖通", "revenue", "300000000"]
    )
    for keys in (
        ["速卖通", "partOf", "淘宝"],
        ["-", "launches", "Choice"],
        ["0" * 16],
        ["so what"],
        ["速卖通", "flies"],
    ):
        with pytest.raises(NotFoundError):
            find_facts(graph, keys)
    with pytest.raises(UsageError):
        find_facts(graph, ["a", "b", "c", "d"])


def test_a_graph_without_kept_texts_takes_them_from_the_seeds_or_a_file(
    news: Path, seeds: Path, tmp_path: Path
) -> None:
    for folder in (news / "graph", seeds):
        (tmp_path / folder.name).mkdir()
        shutil.copy(folder / "kg.trig", tmp_path / folder.name / "kg.trig")
    assert article_of(open_graph(tmp_path / seeds.name / "kg.trig"), "001_88b91df809469b87").published == "2025-04-21"
    graph = open_graph(tmp_path / "graph")
    with pytest.raises(InputError, match="--text"):
        explain_facts(graph, ["速卖通", "partOf"])
    (one,) = explain_facts(graph, ["速卖通", "partOf"], [news / "one.txt"])
    assert one.derivation is not None


def test_a_damaged_text_and_a_hostile_digest_are_told(news: Path, tmp_path: Path) -> None:
    shutil.copytree(news / "graph", tmp_path / "graph")
    for path in (tmp_path / "graph" / ".kg" / "texts").iterdir():
        path.write_text('{"file": 3}', encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        explain_facts(open_graph(tmp_path / "graph"), ["速卖通", "partOf"])
    trig = (news / "graph" / "kg.trig").read_text(encoding="utf-8")
    digest = next((news / "graph" / ".kg" / "texts").iterdir()).stem
    (tmp_path / "kg.trig").write_text(trig.replace(digest, "../../../etc/passwd"), encoding="utf-8")
    with pytest.raises(InputError, match="not kept"):
        explain_facts(open_graph(tmp_path / "kg.trig"), ["速卖通", "partOf"])


def test_a_fact_that_no_rule_here_reads_is_told(news: Path, tmp_path: Path) -> None:
    trig = (news / "graph" / "kg.trig").read_text(encoding="utf-8")
    (iri,) = find_facts(open_graph(news / "graph"), ["速卖通", "partOf"])
    digits = iri.rpartition("/")[2]
    (tmp_path / "kg.trig").write_text(trig.replace(digits, "0" * 16), encoding="utf-8")
    (one,) = explain_facts(open_graph(tmp_path / "kg.trig"), ["0" * 16], [news / "one.txt"])
    assert one.derivation is None and "another installation" in one.note


def test_the_command(news: Path) -> None:
    graph = str(news / "graph")
    code, text = run("explain", "-g", graph, "速卖通", "partOf")
    assert code == 0
    for part in (
        "partOf(速卖通, 阿里国际数字商业集团)",
        "partOf.under: A 隶属于 B",
        "⟨Platform 速卖通⟩隶属于",
        "lexicon name",
    ):
        assert part in text
    code, text = run("explain", "-g", graph, "--format", "json", "速卖通", "partOf")
    assert (code, json.loads(text)[0]["derivation"]["rule"]) == (0, "partOf.under")
    assert run("explain", "-g", graph, "0000")[0] == 1
    assert run("explain", "-g", graph)[0] == 2
