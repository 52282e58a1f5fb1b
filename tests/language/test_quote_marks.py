"""Quotation marks of the wrong direction are read as they were meant."""

import pytest

from kg.language.quote_marks import straighten_quotes


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("平台推出”先行付”计划和”安心送”服务。", "平台推出“先行付”计划和“安心送”服务。"),
        ("平台推出”先行付“计划。", "平台推出“先行付”计划。"),
        ('平台推出"先行付"计划。', "平台推出“先行付”计划。"),
        ("”先行付”来了\n“安心送“也来了", "“先行付”来了\n“安心送”也来了"),
    ],
)
def test_marks_open_and_close_in_turn(told, meant):
    assert straighten_quotes(told) == meant


@pytest.mark.parametrize(
    "told",
    [
        "他说：“外面叫它“快送”计划。”",
        "“这段话在下一段才结束。",
        '一块15.6英寸（15.6"）和一块14"的屏幕',
        '<a class="name">',
        "先有”，后有”的一行",
    ],
)
def test_marks_that_match_or_cannot_be_matched_stay(told):
    assert straighten_quotes(told) == told
