"""Meetings that no lexicon holds, and the times in their names."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.language import analyse
from kg.model import Article, Block, Body, Segment


def article(text: str) -> Article:
    body = Body(text, (Segment(0, 0, len(text), len(text)),), (Block("paragraph", 0, len(text)),))
    return Article(id="a", file_text=text, sha256="0" * 64, body=body, published="2025-04-21")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在2026青禾智慧农业大会上，许多人发言。", ["2026青禾智慧农业大会"]),
        ("在不久前召开的第十二届青禾智慧农业大会上，许多人发言。", ["青禾智慧农业大会"]),
        ("在青禾协会主办的智慧农机博览会现场，许多人发言。", ["智慧农机博览会"]),
        ("王兴列席了上周的会，也出席了智慧农机座谈会。", ["智慧农机座谈会"]),
        ("在2024年第三季度财报电话会上，有人提问。", ["2024年第三季度财报电话会"]),
        ("在二季度业绩会上，有人提问。", ["二季度业绩会"]),
        ("去年11月的青禾智慧农业大会上，许多人发言。", ["青禾智慧农业大会"]),
        ("1月中旬的青禾集团年会上，许多人发言。", ["青禾集团年会"]),
        ("2026年青禾智慧农业大会上，许多人发言。", ["青禾智慧农业大会"]),
        ("在2026青禾智慧农业大会上发言的人，去年也在青禾智慧农业大会现场。", ["青禾智慧农业大会"] * 2),
        ("今年年会上，许多人发言。", []),
        ("在一次行业大会上，许多人发言。", []),
        ("在今年的内部年会上，许多人发言。", []),
        ("他在年会上发言，也在公司的论坛上发帖。", []),
    ],
)
def test_a_gathering_is_told_by_more_than_its_kind(text: str, names: list[str]) -> None:
    assert [m.entity.name for m in analyse(article(text))._.mentions if m.entity.type == "Event"] == names


def test_a_known_gathering_is_no_new_one() -> None:
    doc = analyse(article("在2024年世界人工智能大会上，宇树科技发布了机器人。"))
    assert [m.entity.linked for m in doc._.mentions if m.entity.type == "Event"] == [True]


def test_the_quarter_of_a_call_is_that_of_the_figures_told_there() -> None:
    facts = extract(article("在2024年第三季度财报电话会上，刘炽平表示，腾讯营收同比增长8%。"))
    assert [(f.metric, f.time.value if f.time else None) for f in facts.observations] == [("revenueGrowth", "2024-Q3")]
    assert [(f.predicate, f.time) for f in facts.relations] == [("participatesIn", None)]


def test_gatherings_in_marks_of_quotation_are_told_by_who_holds_them() -> None:
    doc = analyse(article("青禾每年举办“农机嘉年华”“未来农业大会”，但“农机大赛”只是玩笑。"))
    assert [m.entity.name for m in doc._.mentions if m.entity.type == "Event"] == ["农机嘉年华", "未来农业大会"]
