"""One event told in two sentences; the clearest of several statements; in which market something holds."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.extraction.derivation import Deriver
from kg.extraction.trial import fact_line, read_text
from kg.model import Observation, Relation


def facts(text: str) -> dict[str, Relation | Observation]:
    found = extract(read_text(text, "2025-04-21"))
    return {fact_line(fact): fact for fact in (*found.relations, *found.observations)}


@pytest.mark.parametrize(
    ("text", "fact", "time", "again"),
    [
        ("速卖通收购了菜鸟。该交易于2024年3月完成。", "acquires(速卖通, 菜鸟)", "2024-03", 1),
        ("速卖通收购了菜鸟。天气很好。2024年3月，此次收购获批。", "acquires(速卖通, 菜鸟)", "2024-03", 1),
        ("速卖通与菜鸟达成合作。此次合作始于2021年。", "partnersWith(速卖通, 菜鸟)", "2021", 1),
        # it has a time of its own; what is planned or another matter; too far away
        ("2023年，速卖通收购了菜鸟。该交易于2024年3月完成。", "acquires(速卖通, 菜鸟)", "2023", 0),
        ("速卖通收购了菜鸟。该交易预计于2026年3月完成。", "acquires(速卖通, 菜鸟)", None, 0),
        ("速卖通收购了菜鸟。该诉讼于2024年3月结束。", "acquires(速卖通, 菜鸟)", None, 0),
        ("速卖通收购了菜鸟。天很好。天很冷。天很热。该交易于2024年完成。", "acquires(速卖通, 菜鸟)", None, 0),
        ("速卖通收购了菜鸟。\n\n该交易于2024年3月完成。", "acquires(速卖通, 菜鸟)", None, 0),
    ],
)
def test_an_event_that_is_taken_up(text: str, fact: str, time: str | None, again: int) -> None:
    found = facts(text)[fact]
    assert (found.time.value if found.time else None, len(found.also_in)) == (time, again)


@pytest.mark.parametrize(
    ("text", "fact", "amount"),
    [
        ("2016年，阿里以10亿美元收购了Lazada。", "acquires(阿里巴巴, Lazada)", "1000000000 USD"),
        ("阿里以10亿美元的价格收购了Lazada。", "acquires(阿里巴巴, Lazada)", "1000000000 USD"),
        ("京东收购了达达，交易金额为2.86亿美元。", "acquires(京东, 达达集团)", "286000000 USD"),
        ("Lazada获得阿里2.3亿美元的战略投资。", "investsIn(阿里巴巴, Lazada)", "230000000 USD"),
        ("阿里收购了菜鸟。该交易于2024年3月完成，交易金额37.5亿美元。", "acquires(阿里巴巴, 菜鸟)", "3750000000 USD"),
        # what it is worth, another figure, several at once, another event
        ("阿里以200亿元的估值投资了极兔。", "investsIn(阿里巴巴, 极兔)", None),
        ("阿里收购了Lazada，Lazada营收为2亿美元。", "acquires(阿里巴巴, Lazada)", None),
        ("2024年，阿里投资了京东、美团，投资总额为30亿美元。", "investsIn(阿里巴巴, 京东)", None),
        ("阿里收购了菜鸟。该诉讼涉及总金额2亿元。", "acquires(阿里巴巴, 菜鸟)", None),
    ],
)
def test_what_was_paid(text: str, fact: str, amount: str | None) -> None:
    told = facts(text)[fact].qualifiers
    assert (None if told.amount is None else f"{told.amount} {told.amount_unit}") == amount


def test_a_sentence_that_gives_time_and_amount_is_one_place() -> None:
    fact = facts("阿里收购了菜鸟。该交易于2024年3月完成，交易金额37.5亿美元。")["acquires(阿里巴巴, 菜鸟)"]
    assert fact.time is not None and fact.time.value == "2024-03"
    assert [one.quote.rstrip("。") for one in fact.also_in] == ["该交易于2024年3月完成，交易金额37.5亿美元"]


def test_the_explanation_says_that_the_time_is_from_another_sentence() -> None:
    deriver = Deriver(read_text("速卖通收购了菜鸟。该交易于2024年3月完成。", "2025-04-21"))
    derivation = deriver.of(deriver.facts.relations[0])
    assert derivation is not None
    assert any(step.part == "time" and "another sentence" in step.result for step in derivation.steps)
    assert any(step.kind == "also stated" and "该交易" in step.words for step in derivation.steps)


def test_the_explanation_says_where_the_amount_stands() -> None:
    deriver = Deriver(read_text("阿里收购了菜鸟。该交易总价约为37.5亿美元。", "2025-04-21"))
    derivation = deriver.of(deriver.facts.relations[0])
    assert derivation is not None
    found = [step for step in derivation.steps if step.part == "amount"]
    assert [(step.kind, step.words, step.offset) for step in found] == [("figure words", "约为37.5亿美元", 13)]


def test_a_launch_is_dated_by_the_sentence_that_names_nobody() -> None:
    found = facts("阿里推出了速卖通。行业变化很快。速卖通于2010年4月正式上线。")
    assert "launches(—, 速卖通)" not in found
    launch = found["launches(阿里巴巴, 速卖通)"]
    assert launch.time is not None and launch.time.value == "2010-04" and len(launch.also_in) == 1


def test_the_exact_figure_is_the_clearer_one() -> None:
    found = facts("淘宝营收为13.6亿元。分析认为增长很快。淘宝营收为13.61亿元。")
    assert [line for line in found if line.startswith("revenue(淘宝)")] == ["revenue(淘宝) = 1361000000 CNY"]


def test_a_statement_that_contradicts_another_stays() -> None:
    found = extract(read_text("速卖通进入了法国市场。速卖通没有进入法国市场。")).relations
    assert sorted(one.negated for one in found) == [False, True]


def test_in_which_market_they_compete() -> None:
    place = facts("速卖通与Temu在法国市场展开竞争。")["competesWith(速卖通, Temu)"].qualifiers.place
    assert place is not None and place.name == "法国"
    found = facts("速卖通与Temu展开竞争，法国没有动静。")
    assert found["competesWith(速卖通, Temu)"].qualifiers.place is None


def test_a_source_before_the_time_is_passed_over() -> None:
    launch = facts("根据企业年报显示2022年9月1日，得物在泰国上线。")["launches(—, 得物)"]
    assert launch.time is not None and launch.time.value == "2022-09-01"
