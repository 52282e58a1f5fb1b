"""Fitting the weights of confidence, how reliable they are, and the script that does it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from kg.articles import read_article
from kg.evaluation.calibration import Judged, as_toml, fitted, judged_facts, read_counts, reliability
from kg.evaluation.gold import read_gold
from kg.extraction.confidence import load_confidence
from kg.vocabulary import DataFileError

SEED = "001_88b91df809469b87"


def judged(source: str, rule: str, right: int, of: int, *holds: str, annotated: bool = True) -> Judged:
    return Judged(source, "ties", rule, tuple(sorted(holds)), right, of, annotated)


def test_what_is_mostly_right_weighs_more() -> None:
    model = fitted([judged("a", "good", 40, 40), judged("b", "bad", 20, 40), judged("b", "good", 10, 20, "listed")])
    assert model.rules["good"].weight > 0 > model.rules["bad"].weight
    assert model.circumstances["listed"].weight < 0 == model.circumstances["quoted"].weight
    assert (model.rules["good"].right, model.rules["good"].of) == (50, 60)


def test_few_facts_weigh_little() -> None:
    common = [judged("a", "other", 80, 100)]
    few, many = (fitted([*common, judged("b", "bad", 0, n)]).rules["bad"].weight for n in (1, 30))
    assert many < few < 0
    assert few > -0.8


def test_annotated_articles_do_not_make_the_others_look_better() -> None:
    rows = [judged("a", "rule", 99, 100), judged("p", "rule", 80, 100, annotated=False)]
    assert fitted(rows).of("ties", "rule", frozenset()) < Decimal("0.85")


def test_reliability_is_of_what_was_left_out() -> None:
    rows = [judged(source, rule, right, 20) for source in "ab" for rule, right in (("good", 20), ("bad", 8))]
    found = reliability(rows)
    assert sum(band.of for band in found.bands) == 80
    assert [band.right / band.of < 0.7 for band in found.bands if band.of] == [True, False]
    assert 0 < found.brier < 0.25 and 0 <= found.error < 0.3


def test_the_facts_of_a_seed_are_judged_as_its_gold_says(tmp_path: Path) -> None:
    article = read_article(next((ROOT / "seeds").glob(f"{SEED}.*")))
    found = judged_facts(article, read_gold(ROOT / "tests" / "gold" / f"{SEED}.json"))
    assert len(found) > 30 and all(one.of == 1 and one.source == SEED for one in found)
    assert 0.7 < sum(one.right for one in found) / len(found) <= 1
    path = tmp_path / "weights.toml"
    path.write_text(as_toml(fitted(found), "of a test"), encoding="utf-8")
    assert load_confidence(path) == fitted(found)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('part = "a"', "row 1 needs"),
        ('part = "a"\nfile = "f"\nrule = "r"\ncircumstances = ["odd"]\nright = 1\nof = 1', "'odd' cannot be"),
        ('part = "a"\nfile = "f"\nrule = "r"\ncircumstances = []\nright = 2\nof = 1', "'right' cannot be"),
    ],
)
def test_counts_are_checked(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "counts.toml"
    path.write_text(f"[[read]]\n{row}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        read_counts(path)


def test_the_script_prints_the_tables_and_writes_the_weights(tmp_path: Path) -> None:
    (tmp_path / "benchmarks").mkdir()
    (tmp_path / "ontology").mkdir()
    (tmp_path / "gold").mkdir()
    for name in ("confidence.py", "confidence.toml"):
        shutil.copy(ROOT / "benchmarks" / name, tmp_path / "benchmarks" / name)
    shutil.copy(ROOT / "tests" / "gold" / f"{SEED}.json", tmp_path / "gold")
    shutil.copy(next((ROOT / "seeds").glob(f"{SEED}.*")), tmp_path / "gold")
    command = [sys.executable, str(tmp_path / "benchmarks" / "confidence.py"), "gold", "--articles", "gold", "--write"]
    done = subprocess.run(command, cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "| confidence | facts | right | share | expected |" in done.stdout and "Brier score" in done.stdout
    assert load_confidence(tmp_path / "ontology" / "confidence.toml").base.of > 400
    again = subprocess.run(command[:-1], cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False)
    assert again.stdout == done.stdout
    lost = [*command[:4], str(tmp_path / "ontology")]
    assert "no article" in subprocess.run(lost, cwd=tmp_path, env=_environment(), capture_output=True, text=True).stderr


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONPATH": str(ROOT)}
