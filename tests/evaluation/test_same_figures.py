"""The figures are those of the scorer that stands beside the gold annotations."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.evaluation import MEASURES, evaluate

from .builder import FaultyGraph

GOLD = sorted((Path(__file__).resolve().parent.parent / "gold").glob("*.json"))
NOISES = (0.0, 0.15, 0.3, 0.5)


def _generated(golds: list[Path], folder: Path) -> list[tuple[Path, Path]]:
    """A graph for each gold file and noise; every pair with a gold file of its own, which names it in the report."""
    pairs = []
    for seed, (gold, noise) in enumerate((gold, noise) for gold in golds for noise in NOISES):
        annotations = json.loads(gold.read_text(encoding="utf-8"))
        graph = FaultyGraph(annotations, seed, noise).graph
        form, ending = (("turtle", "ttl"), ("nt", "nt"), ("xml", "rdf"))[seed % 3]
        graph_file, gold_file = folder / f"{seed}.{ending}", folder / f"{seed}.json"
        graph.serialize(graph_file, format=form, encoding="utf-8")
        gold_file.write_bytes(gold.read_bytes())
        pairs.append((graph_file, gold_file))
    return pairs


def _score(shared: Path, pairs: list[tuple[Path, Path]]) -> dict[str, Any]:
    files = [str(file) for pair in pairs for file in pair]
    command = [sys.executable, "-W", "ignore", str(shared / "tools" / "score.py"), "--json", *files]
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    return json.loads(run.stdout)


def _assert_same(pairs: list[tuple[Path, Path]], wanted: dict[str, Any]) -> None:
    found = evaluate(pairs)
    scores = {str(one.gold): one.score for one in found.articles} | {"all": found.total}
    for name, score in scores.items():
        for measure in MEASURES:
            tally = score.measures[measure]
            ours = (tally.precision, tally.recall, tally.f1)
            theirs = tuple(wanted[name][measure][key] for key in ("p", "r", "f1"))
            assert ours == pytest.approx(theirs, abs=5e-4), (name, measure)
    qualities = {name: share.ratio for name, share in found.total.qualities.items()}
    assert qualities == pytest.approx(wanted["matched"], abs=5e-4)


@pytest.mark.shared
def test_figures_are_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    pairs = _generated(GOLD, tmp_path)
    _assert_same(pairs, _score(shared, pairs))


@pytest.mark.shared
def test_figures_of_one_article_alone_are_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    for pair in _generated(GOLD, tmp_path)[1::5]:
        _assert_same([pair], _score(shared, [pair]))


@pytest.mark.shared
def test_figures_of_a_dataset_are_those_of_the_scorer(shared: Path, tmp_path: Path) -> None:
    pairs = []
    for seed, gold in enumerate(GOLD):
        claims = FaultyGraph(json.loads(gold.read_text(encoding="utf-8")), seed, 0.1).graph.serialize(format="nt")
        article = f"<https://w3id.org/alibaba-xborder/id/article/{seed}>"
        (tmp_path / f"{seed}.trig").write_text(f"{article} {{\n{claims}}}\n", encoding="utf-8")
        pairs.append((tmp_path / f"{seed}.trig", gold))
    _assert_same(pairs, _score(shared, pairs))


def test_a_graph_without_faults_scores_full_marks(tmp_path: Path) -> None:
    for gold in GOLD:
        graph = tmp_path / f"{gold.stem}.ttl"
        FaultyGraph(json.loads(gold.read_text(encoding="utf-8")), 1, 0.0).graph.serialize(graph, format="turtle")
        score = evaluate([(graph, gold)]).total
        assert score.measures["facts"].f1 == pytest.approx(1.0, abs=0.02)
