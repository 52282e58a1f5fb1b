"""Confidence: what holds of a match, what it weighs, and the file of the weights."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ROOT

from kg.articles import read_articles
from kg.extraction import extract
from kg.extraction.confidence import CIRCUMSTANCES, circumstances_of, confidence_model, load_confidence
from kg.extraction.derivation import Deriver
from kg.extraction.rules import rule_book
from kg.extraction.trial import read_text
from kg.vocabulary import DataFileError

_HEAD = "base = { weight = 2.0, right = 8, of = 9 }\n[files]\nties = { weight = -0.5, right = 1, of = 2 }\n[rules]\n"
_ALL = "".join(f'"{name}" = {{ weight = 0.0, right = 0, of = 0 }}\n' for name in CIRCUMSTANCES)
FILE = f'{_HEAD}"partOf.under" = {{ weight = 1.0, right = 3, of = 3 }}\n[circumstances]\n{_ALL}'


def held(text: str) -> dict[str, frozenset[str]]:
    """What holds of each fact of a text, by predicate or metric."""
    deriver = Deriver(read_text(text, "2025-04-21"))
    found = {}
    for fact in (*deriver.facts.relations, *deriver.facts.observations):
        candidate = deriver.candidate(fact)
        assert candidate is not None
        name = fact.rule.partition(".")[0] if fact.rule else ""
        found[name] = circumstances_of(candidate, bool(fact.also_in))
    return found


@pytest.mark.parametrize(
    ("text", "name", "there", "absent"),
    [
        ("速卖通进入韩国市场。", "targetsMarket", "", "listed"),
        ("速卖通进入韩国、法国市场。", "targetsMarket", "listed", "pronoun"),
        ("速卖通发展很快。该平台进入韩国市场。", "targetsMarket", "pronoun", "listed"),
        ("速卖通将进入韩国市场。", "targetsMarket", "not asserted", "new name"),
        ("速卖通进入韩国市场。业内人士认为，速卖通进入韩国市场是对的。", "targetsMarket", "told again", "quoted"),
    ],
)
def test_what_holds_of_a_match(text: str, name: str, there: str, absent: str) -> None:
    found = held(text)[name]
    assert not there or there in found
    assert absent not in found


def test_the_confidence_of_every_fact_of_the_seeds_can_be_recomputed() -> None:
    seen = set()
    for article in read_articles([ROOT / "seeds"]):
        deriver = Deriver(article)
        for fact in (*deriver.facts.relations, *deriver.facts.observations):
            candidate = deriver.candidate(fact)
            assert candidate is not None and fact.confidence == deriver.confidence(candidate, fact), fact
            seen.add(fact.confidence)
    assert len(seen) > 5 and all(Decimal("0.02") <= one <= Decimal("0.99") for one in seen if one)


def test_an_explanation_tells_every_weight() -> None:
    deriver = Deriver(read_text("速卖通将进入韩国、法国市场。", "2025-04-21"))
    derivation = deriver.of(deriver.facts.relations[0])
    assert derivation is not None
    assert derivation.confidence == str(deriver.facts.relations[0].confidence)
    assert derivation.weighed[0].endswith("right)") and "every fact" in derivation.weighed[0]
    assert any("listed: an end is one of a list" in line for line in derivation.weighed)


def test_the_weights_add_up(tmp_path: Path) -> None:
    path = tmp_path / "confidence.toml"
    path.write_text(FILE.replace('"listed" = { weight = 0.0', '"listed" = { weight = -1.0'), encoding="utf-8")
    model = load_confidence(path)
    assert model.of("ties", "", frozenset()) == Decimal("0.82")  # 1 / (1 + e^-1.5)
    assert model.of("ties", "partOf.under", frozenset()) == Decimal("0.92")
    assert model.of("unheard", "unheard", frozenset({"listed"})) == Decimal("0.73")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[files]", "[folders]"), "'files' is missing"),
        (("weight = 2.0", "weight = 20.0"), "from -8 to 8"),
        (("weight = 2.0", "weight = nan"), "from -8 to 8"),
        (("weight = 2.0, ", ""), "'base' must be"),
        (("right = 8, of = 9", "right = 9, of = 8"), "right the smaller"),
        (('"listed"', '"lasted"'), "'lasted' is none"),
        (("[circumstances]", "[circumstances"), "no valid TOML"),
    ],
)
def test_what_breaks_the_schema(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "confidence.toml"
    path.write_text(FILE.replace(*change, 1), encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        load_confidence(path)


def test_the_weights_of_this_installation_know_its_files() -> None:
    files = {Path(rule.path).stem for rule in rule_book().rules}
    assert set(confidence_model().files) <= files


def test_what_is_told_twice_is_weighed_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "confidence.toml"
    path.write_text(FILE.replace('"told again" = { weight = 0.0', '"told again" = { weight = 1.0'), encoding="utf-8")
    weights = load_confidence(path)
    monkeypatch.setattr("kg.extraction.document.confidence_model", lambda: weights)
    once = extract(read_text("速卖通隶属于菜鸟。", "2025-04-21")).relations[0]
    twice = extract(read_text("速卖通隶属于菜鸟。天气很好。速卖通隶属于菜鸟。", "2025-04-21")).relations[0]
    assert once.confidence is not None and twice.confidence is not None and once.confidence < twice.confidence
