"""Clauses that leave their subject out, and those that have one of their own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.openings import leaves_subject_out, opening
from kg.extraction.view import CODES
from kg.model import Article, Body, Observation, Relation, Segment

A, PLACE, TIME, MONEY = CODES["Organization"], CODES["Place"], CODES["time"], CODES["money"]


@pytest.mark.parametrize(
    "clause",
    [
        "保持业绩增长",
        f"并计划于{TIME}进一步",
        "自上线以来表现不俗",
        f"与{A}达成合作",
        "被收购后",
        "在这种情况下",
        f"{TIME}连通全球多家物流商",
        f"凭借{MONEY}的低价迅速打开局面",
    ],
)
def test_clauses_without_a_subject(clause: str) -> None:
    assert opening(clause).subject == ""
    assert leaves_subject_out(clause, whole=True)


@pytest.mark.parametrize("clause", ["总部设在海边", "业务范围覆盖多国", "但整体仍未见起色", "用户规模持续扩大"])
def test_a_part_of_the_subject_is_no_other_one(clause: str) -> None:
    assert opening(clause).is_part
    assert leaves_subject_out(clause, whole=True)


@pytest.mark.parametrize(
    "clause",
    [
        "消费者越来越谨慎",
        "于是他们乘胜追击",
        "卖家可以有效规避风险",
        f"{A}的商家叫苦不迭",
        f"{PLACE}本土对手奋起直追",
        "政府出台新规",
    ],
)
def test_clauses_with_a_subject_of_their_own(clause: str) -> None:
    assert opening(clause).subject
    assert not leaves_subject_out(clause, whole=True)


@pytest.mark.parametrize("before", ["每年帮助商家", "有商家", "吸引品牌", "使得工厂"])
def test_another_one_acts_behind_such_verbs(before: str) -> None:
    assert not leaves_subject_out(before)


def facts(text: str) -> list[str]:
    from kg.extraction import extract

    article = Article("a", text, "0" * 64, Body(text, (Segment(0, 0, len(text), len(text)),)), published="2025-04-21")
    found = extract(article)
    rows: list[Relation | Observation] = [*found.relations, *found.observations]
    return sorted(
        f"{getattr(one, 'predicate', getattr(one, 'metric', ''))}({one.subject.name})" for one in rows if one.subject
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Keeta自上线以来表现不俗，已跻身应用榜单前列，并计划于明年进一步进入阿联酋市场。", "targetsMarket(Keeta)"),
        ("Lazada成立于2012年，总部设在新加坡，业务范围覆盖印度尼西亚和越南。", "targetsMarket(Lazada)"),
        ("2021年速卖通表现平稳，整体保持增长势头，全年营收达到800亿元。", "revenue(速卖通)"),
    ],
)
def test_the_subject_is_that_of_the_clause_before(text: str, wanted: str) -> None:
    assert wanted in facts(text)


def test_another_subject_between_is_not_passed_over() -> None:
    assert "targetsMarket(速卖通)" not in facts("速卖通表现平稳，消费者越来越谨慎，于是他们乘胜追击，进入阿联酋市场。")


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert opening(text) == opening(text)


def test_half_a_surrogate_pair_is_read() -> None:
    assert opening("\ud83d保持增长").verbs
