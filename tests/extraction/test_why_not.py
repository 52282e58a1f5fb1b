"""Why an article does not yield a fact: the stage that is named is the one that a person finds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.articles import read_article
from kg.cli import cli
from kg.evaluation import Gold, GoldFact, read_gold
from kg.extraction.tracing import dropped_candidates
from kg.extraction.trial import read_text
from kg.extraction.wanted import term_of
from kg.extraction.whynot import why_not
from kg.model import Article
from kg.vocabulary import NotFoundError, UsageError

# Facts of the gold annotations that were not read, by article, number in the file, and the stage found by hand: no name
# (a programme in plain words that no lexicon has), no trigger (said without a verb that rules know), role unfilled (the
# verb is there, the subject stands elsewhere).
BY_HAND = [
    ("000", 14, "adoptsModel", "no trigger"),
    ("000", 18, "adoptsModel", "no trigger"),
    ("000", 20, "adoptsModel", "no trigger"),
    ("000", 26, "markets", "role unfilled"),
    ("000", 33, "drivesGrowthOf", "no trigger"),
    ("000", 43, "drivesGrowthOf", "role unfilled"),
    ("000", 48, "targetsMarket", "no trigger"),
    ("000", 56, "competesWith", "no trigger"),
    ("000", 57, "competesWith", "no trigger"),
    ("000", 58, "competesWith", "no trigger"),
    ("000", 59, "competesWith", "no trigger"),
    ("001", 16, "targetsMarket", "role unfilled"),
    ("001", 19, "offers", "no name"),
    ("001", 24, "gmvGrowth", "role unfilled"),
    ("001", 42, "participatesIn", "no name"),
    ("001", 47, "adoptsModel", "role unfilled"),
    ("001", 54, "launches", "no name"),
    ("001", 56, "supplies", "no trigger"),
    ("001", 59, "competesWith", "no trigger"),
    ("001", 60, "competesWith", "no trigger"),
    ("001", 64, "launches", "no name"),
    ("001", 65, "launches", "no name"),
    ("001", 70, "costReduction", "no name"),
    ("001", 71, "launches", "no name"),
    ("001", 74, "partOf", "no name"),
]
SEED = {"000": "000_1a7cadfdf621ab76", "001": "001_88b91df809469b87"}


@pytest.fixture(scope="module")
def seeds() -> dict[str, tuple[Article, Gold]]:
    found = {}
    for key, name in SEED.items():
        (path,) = (ROOT / "seeds").glob(f"{name}.*")
        found[key] = read_article(path), read_gold(ROOT / "tests" / "gold" / f"{name}.json")
    return found


def target(gold: Gold, fact: GoldFact) -> str:
    if fact.kind == "relation":
        return gold.name(fact.object)
    return f"{fact.value:.15g} {fact.unit}" if isinstance(fact.value, (int, float)) else str(fact.value)


@pytest.mark.parametrize(("key", "number", "term", "stage"), BY_HAND, ids=lambda value: str(value))
def test_the_stage_is_the_one_found_by_hand(
    seeds: dict[str, tuple[Article, Gold]], key: str, number: int, term: str, stage: str
) -> None:
    article, gold = seeds[key]
    fact = gold.facts[number]
    assert fact.term == term
    found = why_not(article, gold.name(fact.subject) if fact.subject else "-", term, target(gold, fact), fact.quote)
    if found.stage == "found":
        pytest.skip(f"{term}({gold.name(fact.subject)}, {target(gold, fact)}) is read by now")
    assert found.stage == stage, found
    assert found.reason


TRIED = [
    ("速卖通隶属于阿里国际。", "速卖通", "partOf", "AIDC", "found"),
    ("速卖通隶属于阿里国际？", "速卖通", "partOf", "AIDC", "stance"),
    ("如果速卖通隶属于阿里国际，成本会下降。", "速卖通", "partOf", "AIDC", "stance"),
    ("速卖通隶属于阿里国际。", "淘宝", "partOf", "AIDC", "no name"),
    ("速卖通隶属于阿里国际。", "速卖通", "partOf", "菜鸟", "no name"),
    ("速卖通隶属于美国。", "速卖通", "partOf", "美国", "type refused"),
    ("速卖通与阿里国际都很好。", "速卖通", "partOf", "AIDC", "no trigger"),
    ("2024年，速卖通营收为3亿元。", "速卖通", "revenue", "4亿元", "no figure"),
    ("2024年，速卖通营收为3亿元。", "速卖通", "revenue", "3 rank", "type refused"),
    ("2024年，速卖通营收为3亿元。", "速卖通", "revenue", "300000000 CNY", "found"),
    ("淘宝很好。商家营收为3亿元。", "淘宝", "revenue", "3亿元", "role unfilled"),
    ("2024年，速卖通推出了Choice服务。Choice服务正式上线。", "-", "launches", "Choice", "most specific"),
    ("速卖通推出了Choice服务。速卖通Choice业务增长很快。", "Choice", "partOf", "速卖通", "most specific"),
]


@pytest.mark.parametrize(("text", "subject", "term", "other", "stage"), TRIED)
def test_stages_in_small_texts(text: str, subject: str, term: str, other: str, stage: str) -> None:
    found = why_not(read_text(text), subject, term, other)
    assert found.stage == stage, found


def test_terms_have_several_names() -> None:
    assert term_of("PARTOF") == term_of("partOf") == "partOf"
    with pytest.raises(NotFoundError, match="launches"):
        term_of("launched")
    with pytest.raises(UsageError, match="no value"):
        why_not(read_text("速卖通很好。"), "速卖通", "revenue", "many")
    with pytest.raises(NotFoundError, match="do not stand"):
        why_not(read_text("速卖通很好。"), "速卖通", "partOf", "AIDC", "别的话")


def test_dropped_candidates_say_what_stopped_them() -> None:
    assert dropped_candidates(read_text("速卖通隶属于阿里国际。")) == []
    (one,) = dropped_candidates(read_text("如果速卖通隶属于阿里国际，成本会下降。"))
    assert (one.stage, one.rule, one.offset) == ("stance", "partOf.under", 0)
    assert one.reason.startswith("partOf(速卖通, 阿里国际数字商业集团): condition")


def test_every_dropped_candidate_of_the_seeds_has_a_stage_and_a_reason(seeds: dict[str, tuple[Article, Gold]]) -> None:
    for article, _ in seeds.values():
        found = dropped_candidates(article)
        assert found == dropped_candidates(article)
        assert all(one.stage != "found" and one.reason and one.rule for one in found)


def test_the_command(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("如果速卖通隶属于阿里国际，成本会下降。", encoding="utf-8")
    run = CliRunner().invoke(cli, ["why-not", "速賣通", "partOf", "AIDC", str(path)])
    assert run.exit_code == 0 and run.stdout.startswith("stance: condition\n") and "partOf.under" in run.stdout
    run = CliRunner().invoke(cli, ["why-not", "速賣通", "partOf", "AIDC", str(path), "--format", "json"])
    assert json.loads(run.stdout)["stage"] == "stance"
    run = CliRunner().invoke(cli, ["why-not", "速賣通", "partOf", "AIDC", "nowhere", "-g", str(tmp_path)])
    assert getattr(run.exception, "exit_code", 0) == 3


def test_the_command_lists_what_was_dropped_and_where(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text("如果速卖通隶属于阿里国际，成本会下降。", encoding="utf-8")
    shown = CliRunner().invoke(cli, ["read", str(file), "--dropped"])
    first, sentence = shown.output.splitlines()[:2]
    assert first.startswith("article:0  stance  partOf.under  ")
    assert sentence.strip() == "如果速卖通隶属于阿里国际，成本会下降。"
    assert CliRunner().invoke(cli, ["read", str(file), "--dropped", "--html"]).exit_code != 0
