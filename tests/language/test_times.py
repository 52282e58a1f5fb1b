"""Expressions of time, resolved against the article's date."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.language.times import Published, find_times
from kg.model import simplify

PUBLISHED = Published(2025, 4, 21)


def values(text, published=PUBLISHED):
    return [mark.value.value if mark.value else None for mark in find_times(text, published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("去年10月21日20:00至24日24:00", ["2024-10-21/2024-10-24"]),
        ("4月16日上午", ["2025-04-16"]),
        ("2024 年 11 月下旬", ["2024-11"]),
        ("成立于2010年", ["2010"]),
        ("2024年初", ["2024"]),
        ("今年初", ["2025"]),
        ("今年三月", ["2025-03"]),
        ("2023年开始", ["2023/.."]),
        ("去年9月", ["2024-09"]),
        ("日前", ["2025-04"]),
        ("近30天的下载量", ["2025-03-22/2025-04-21"]),
        ("近 30 天的下载量", ["2025-03-22/2025-04-21"]),
        ("2024年前三个季度", ["2024-01/2024-09"]),
        ("2024年第三季度末", ["2024-09"]),
        ("2024年的最后一天", ["2024-12-31"]),
        ("第一季度的第一天", ["2025-01-01"]),
        ("截至2024年6月30日止六个月", ["2024-H1"]),
        ("12月12日上榜。3 天之后登顶", ["2024-12-12", "2024-12-15"]),
        ("2021年上线。4年之后的现在，2026年上线。4年之后", ["2021", "2025", "2026"]),
        ("2013年上线。\n\n正是在那一年，公司转型", ["2013", "2013"]),
        ("2013年上线。\n\n那一年，公司转型", ["2013", None]),
        ("2013年是新品发售的第二年", ["2013", None]),
        ("2017年入股，前一年签约", ["2017", "2016"]),
        ("就在4月25日", ["2025-04-25"]),
        ("5月25日", ["2024-05-25"]),
        ("就在几天前", ["2025-04"]),
        ("不久前", []),
        ("2018年上市。\n9月，新店开业", ["2018", "2018-09"]),
        ("2018年上市。\n3月，新店开业", ["2018", "2025-03"]),
        ("7月1日前入驻", ["../2025-07-01"]),
        ("今年2月，重启了去年初搁置的计划。4月开业", ["2025-02", "2024", "2025-04"]),
        ("截至2024年9月30日止的季度内", ["2024-Q3"]),
        ("截至2024年9月30日止六个月", ["2024-04/2024-09"]),
        ("截至2024年9月30日，用户很多", ["2024-09-30"]),
        ("截至2024年10月，前10个月的收入", ["2024-10", "2024-01/2024-10"]),
        ("前三个月免佣金", []),
        ("成立后的前五年没有盈利，前两年转型", ["2023/2025"]),
        ("送货近10天", []),
        ("2024.3，平台上线", ["2024-03"]),
        ("2024年第三季度的报告说，前三季度收入下降", ["2024-Q3", "2024-01/2024-09"]),
        ("去年Q4", ["2024-Q4"]),
        ("2025 财年 Q3 财报", ["2024-Q4"]),
        ("2025财年", ["FY2025"]),
        ("2024 年三季度", ["2024-Q3"]),
        ("在 2022 年之前", ["../2022"]),
        ("2024 年以来", ["2024/.."]),
        ("2023年3月起", ["2023-03/.."]),
        ("自5月2日起", ["2025-05-02/.."]),  # set for a time soon to come
        ("自11月2日起", ["2024-11-02/.."]),
        ("自去年11月21日蒋凡执掌开始，", ["2024-11-21/.."]),
        ("这两年", ["2023/2025"]),
        ("过去一个月", ["2025-03/2025-04"]),
        ("2019-2022年", ["2019/2022"]),
        ("2021年至2023年", ["2021/2023"]),
        ("上世纪九十年代", ["1990/1999"]),
        ("2024年。同年9月，次年3月", ["2024", "2024-09", "2025-03"]),
        ("始于2018年6月。当时，平台没有回应", ["2018-06", "2018-06"]),
        ("平台没有回应。当时，大家都不看好", []),
        ("2012年转型。这一年，公司亏损", ["2012", "2012"]),
        ("2024年第三季度增长。2月下旬，放缓", ["2024-Q3", "2025-02"]),
        ("2024年第一季度增长。9月，放缓", ["2024-Q1", "2024-09"]),
        ("2024下半年", ["2024-H2"]),
        ("2023年年底", ["2023-12"]),
        ("9月12日", ["2024-09-12"]),
        ("目前、近期、此前", []),
        ("月活、三个月、十几年", []),
    ],
)
def test_a_time_is_resolved_against_the_date_of_the_article(text, expected):
    assert values(text) == expected


def test_a_day_of_another_sentence_does_not_take_its_year():
    assert values("早在2020年，公司成立。截至4月18日下午") == ["2020", "2025-04-18"]


def test_without_a_date_what_is_relative_stays_open():
    assert values("去年9月", None) == [None]
    assert values("2024年9月", None) == ["2024-09"]


def test_parts_of_financial_years_of_others_are_those_of_calendar_years():
    marks = find_times("2025财年Q3", PUBLISHED, alibaba=False)
    assert [m.value.value for m in marks] == ["2025-Q3"]


def test_whole_financial_years_of_others_stay_financial_years():
    marks = find_times("2025财年的利润超过上一财年", PUBLISHED, alibaba=False)
    assert [m.value and m.value.value for m in marks] == ["FY2025", None]


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_any_text_is_read_without_an_error(text):
    text = simplify(text)
    last = 0
    for mark in find_times(text, PUBLISHED):
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end


@given(st.text(alphabet="0123456789年月日季度上下半去今明初底至到-起以来Q", max_size=40))
def test_any_row_of_words_for_times_is_read_without_an_error(text):
    find_times(text, PUBLISHED)
