"""Yearly sales as times, where one is asked."""

from __future__ import annotations

import pytest

from kg.language.occasions import occasion_time
from kg.language.times import Published, find_times


@pytest.mark.parametrize(
    ("words", "year", "expected"),
    [
        ("双11", None, "2024-11"),
        ("2023年双十一", None, "2023-11"),
        ("去年黑五", None, "2024-11"),
        ("618大促", None, "2024-06"),
        ("618大促", 2022, "2022-06"),
        ("23年双12", None, "2023-12"),
        ("春节", None, "2025-01"),
        ("2024年春节", None, "2024-02"),
        ("春节前后", 2023, "2023-01"),
        ("五一假期", None, "2024-05"),
        ("五一前夕", None, "2024-04"),
        ("元旦前夕", 2024, "2023-12"),
        ("双11前夕", 2023, "2023"),
        ("双11前夕", None, None),
        ("店庆", None, None),
    ],
)
def test_an_occasion_has_a_month(words, year, expected):
    found = occasion_time(words, Published(2025, 4, 21), year)
    assert (found.value if found else None) == expected


def test_without_any_year_it_has_no_time():
    assert occasion_time("双11", None) is None
    assert occasion_time("春节", None) is None


def test_in_the_text_an_occasion_is_no_time_by_itself():
    assert find_times("双11期间订单大增", Published(2025, 4, 21)) == []
