"""Figures with their units, bounds and ranges."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.numerals import chinese_number, read_number
from kg.language.quantities import find_quantities
from kg.model import simplify


def read(text):
    return [(str(m.quantity.value), m.quantity.unit) for m in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("377.56亿元人民币（51.73亿美元）", [("37756000000", "CNY"), ("5173000000", "USD")]),
        ("同比增长32%至377.56亿元", [("32", "percent"), ("37756000000", "CNY")]),
        ("3成以上", [("30", "percent")]),
        ("3.6897 万亿韩元和 0.6 万亿韩元", [("3689700000000", "KRW"), ("600000000000", "KRW")]),
        ("近7万商家", [("70000", "count")]),
        ("成交额翻倍", [("100", "percent")]),
        ("50余万条", [("500000", "count")]),
        ("免费榜第二", [("2", "rank")]),
        ("位居前10", [("10", "rank")]),
        ("“屈居”15名", [("15", "rank")]),
        ("排名第9、第10", [("9", "rank"), ("10", "rank")]),
        ("分列第二、三位", [("2", "rank"), ("3", "rank")]),
        ("跻身世界500强", [("500", "rank")]),
        ("服务世界500强企业", []),
        ("他是世界500强", []),
        ("72小时", [("72", "hours")]),
        ("两成", [("20", "percent")]),
        ("五分之四", [("80", "percent")]),
        ("$39.9", [("39.9", "USD")]),
        ("三十万家", [("300000", "count")]),
        ("增长2.5倍", [("2.5", "times")]),
        ("第一时间、第一次、三方、一个、无数", []),
        ("十几万人、二十几家店", [("100000", "count"), ("20", "count")]),
        ("十几年、十几岁", []),
        ("百余家工厂，千余名店员", [("100", "count"), ("1000", "count")]),
        ("流水上亿元", [("100000000", "CNY")]),
        ("单量暴增百倍，付出百倍的努力", [("100", "times")]),
        ("用户已经过亿，经过百万次尝试", [("100000000", "count")]),
        ("数百万商家", [("1000000", "count")]),
        ("几十家门店", [("10", "count")]),
        ("达到数亿美元", [("100000000", "USD")]),
        ("成千上万的人，网上百货，数十年", []),
        ("B2B、3C、Q3", []),
    ],
)
def test_a_figure_is_read_with_its_unit(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "approx", "bound", "upper"),
    [
        ("近7万", True, None, None),
        ("超过20个", False, "atLeast", None),
        ("不到15%", False, "atMost", None),
        ("100多万", False, "atLeast", None),
        ("5-7天", False, None, Decimal(7)),
        ("30%-50%", False, None, Decimal(50)),
        ("40%左右", True, None, None),
        ("前十", False, "atMost", None),
        ("拥有上千家", False, "atLeast", None),
        ("数百万名", False, "atLeast", None),
    ],
)
def test_bounds_ranges_and_approximations_are_kept(text, approx, bound, upper):
    [mark] = find_quantities(text)
    assert (mark.quantity.approx, mark.quantity.bound, mark.quantity.max) == (approx, bound, upper)


def test_a_figure_within_a_name_or_time_is_none():
    assert find_quantities("2024年有1688", [(0, 5), (6, 10)]) == []


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_numerals_are_read_as_they_are(number):
    assert read_number(f"{number:,}") == number


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿点", max_size=12))
def test_any_row_of_chinese_numerals_is_read_or_refused(text):
    value = chinese_number(text)
    assert value is None or value >= 0


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_any_text_is_read_without_an_error(text):
    text = simplify(text)
    last = 0
    for mark in find_quantities(text):
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("月活已越过67万", [("670000", "count", "atLeast")]),
        ("单价将跌破30美元", [("30", "USD", "atMost")]),
        ("通过5美元以下的商品", [("5", "USD", "atMost")]),
        ("节约90%的成本", [("90", "percent", None)]),
        ("签约1万名骑手", [("10000", "count", None)]),
        ("拿到1500万天使轮投资", [("15000000", "count", None)]),
        ("只有40%多了", [("40", "percent", "atLeast")]),
        ("占比连10%都不到", [("10", "percent", "atMost")]),
        ("十天内送达，缩短到三四天", [("10", "days", None), ("3", "days", None)]),
        ("首次突破百亿至101.81亿元", [("10000000000", "count", "atLeast"), ("10181000000", "CNY", None)]),
        ("用户突破3亿后，增长放缓", [("300000000", "count", "atLeast")]),
        ("90后用户不少，业内老三也有", []),
        ("成为行业老三", [("3", "rank", None)]),
        ("坐稳电商“老大”", [("1", "rank", None)]),
        ("拥有1.2亿MAU", [("120000000", "count", None)]),
        ("排30名", [("30", "rank", None)]),
        ("安排30名员工", [("30", "count", None)]),
    ],
)
def test_bounds_that_words_before_and_behind_tell(text, expected):
    assert [(str(m.quantity.value), m.quantity.unit, m.quantity.bound) for m in find_quantities(text)] == expected
