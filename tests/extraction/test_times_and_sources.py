"""When a fact holds and who is named as its source."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.extraction.trial import read_text


def facts(sentence):
    found = extract(read_text(sentence, "2025-04-21"))
    return [*found.relations, *found.observations]


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("2022年3月，TikTok Shop终于在越南开始测试。", "2022-03"),
        ("2022年3月，TikTok Shop已经向越南提供服务。", None),
        ("去年8月，花西子入驻Shopee。", "2024-08"),
        ("拼多多的跨境电商平台Temu9月1日上线。", "2024-09-01"),
        ("字节跳动 2021 上线 Lemon8。", "2021"),
        ("双12期间，Temu在美国上线。", "2024-12"),
        ("去年圣诞节期间，Temu在美国上线。", "2024-12"),
        ("2023年，Temu在双11期间于美国上线。", "2023-11"),
    ],
)
def test_a_state_that_begins_has_the_time_of_its_clause(sentence, time):
    told = [fact for fact in facts(sentence) if getattr(fact, "predicate", "") != "partOf"]
    assert told
    assert {fact.time.value if fact.time else None for fact in told} == {time}


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Sensor Tower数据，Temu的下载量达到1亿次。", "Sensor Tower"),
        ("来自Statista的数据，Temu的下载量达到1亿次。", "Statista"),
        ("数据平台Sensor Tower显示，Temu的下载量达到1亿次。", "Sensor Tower"),
        ("据Sensor Tower，Temu的下载量达到1亿次。", "Sensor Tower"),
        ("记者通过企查查发现，Temu的下载量达到1亿次。", "企查查"),
        ("Temu的下载量达到1亿次（来源：Sensor Tower）。", "Sensor Tower"),
        ("Temu的下载量达到1亿次，Sensor Tower指出。", "Sensor Tower"),
        ("摩根士丹利估算，Temu的下载量达到1亿次。", "摩根士丹利"),
        ("速卖通显示出强大的韧性，Temu的下载量达到1亿次。", None),
        ("速卖通，Temu的下载量达到1亿次。", None),
    ],
)
def test_a_name_that_is_cited_as_it_stands_is_the_source(sentence, source):
    told = [fact for fact in facts(sentence) if getattr(fact, "metric", "") == "downloads"]
    assert [fact.attributed_to.name if fact.attributed_to else None for fact in told] == [source]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Temu难以进入日本市场。", [("asserted", True)]),
        ("Temu以难以复制的低价进入日本市场。", [("asserted", False)]),
        ("Temu希望进入日本市场。", [("planned", False)]),
        ("考虑到成本，Temu进入日本市场。", [("asserted", False)]),
        ("有人问Temu是否进入日本市场。", []),
        ("Temu退出越南市场的传闻不实。", []),
        ("Temu退出越南市场的消息传出后，股价下跌。", [("asserted", False)]),
    ],
)
def test_what_is_hard_hoped_for_asked_or_denied_is_not_told_as_done(sentence, expected):
    assert [(fact.modality, fact.negated) for fact in facts(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    ["如果字节跳动旗下的剪映涨价，用户会离开。", "字节跳动旗下的剪映可能不会涨价。", "没有人用过字节跳动旗下的剪映。"],
)
def test_whose_a_thing_is_holds_whatever_is_said_of_it(sentence):
    told = [fact for fact in extract(read_text(sentence)).relations if fact.predicate == "partOf"]
    assert [(fact.subject.name, fact.modality, fact.negated) for fact in told] == [("剪映", "asserted", False)]
