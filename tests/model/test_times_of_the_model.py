from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import TimeSpan
from kg.vocabulary import ModelError


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-09", "2024-09-01", "2024-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-11-21", "2024-11-21", "2024-11-21"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("FY2025", "2024-04-01", "2025-03-31"),
        ("2024-10-21/2024-10-24", "2024-10-21", "2024-10-24"),
        ("1990/1999", "1990-01-01", "1999-12-31"),
        ("2024/2024-03", "2024-01-01", "2024-03-31"),
        ("2023-03/..", "2023-03-01", None),
        ("../2022", None, "2022-12-31"),
        ("FY2024/FY2025", "2023-04-01", "2025-03-31"),
    ],
)
def test_the_days_that_a_time_covers(value: str, first: str | None, last: str | None) -> None:
    span = TimeSpan(value)
    assert (span.first and span.first.isoformat(), span.last and span.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "..",
        "../..",
        "2024/",
        "/2024",
        "2024/2025/2026",
        "24",
        "2024-9",
        "2024-Q5",
        "2024-H3",
        "2024-Q1-02",
        "2024-00",
        "2024-13",
        "2024-02-30",
        "2023-02-29",
        "2024-04-31",
        "0000",
        "2024-01-00",
        "FY0001",
        "2025/2024",
        "2024-05/2024-04",
        "2024-05-02/2024-05-01",
        "FY2024-03",
        "FY2025-Q3",
        "FY2025-H1",
        "２０２４",
        "2024 ",
        "2024\n",
        "spring",
        "2024–2025",
    ],
)
def test_what_is_no_time_is_refused(value: str) -> None:
    with pytest.raises(ModelError) as error:
        TimeSpan(value)
    assert repr(value) in str(error.value)


@given(st.dates())
def test_any_day_covers_itself(day: dt.date) -> None:
    span = TimeSpan(day.isoformat())
    assert span.first == span.last == day


@given(st.dates(), st.dates())
def test_ranges_start_and_end_with_their_days(one: dt.date, other: dt.date) -> None:
    first, last = sorted((one, other))
    span = TimeSpan(f"{first}/{last}")
    assert (span.first, span.last) == (first, last)


@given(st.text(alphabet="0123456789-/.QHFY", max_size=21))
def test_a_text_is_a_time_in_order_or_refused(value: str) -> None:
    try:
        span = TimeSpan(value)
    except ModelError:
        return
    assert span.first or span.last
    assert not (span.first and span.last) or span.first <= span.last


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("2024", "2024-Q4", True),
        ("2024-Q3", "2024-Q4", False),
        ("2023/..", "2030-01", True),
        ("../2022", "2023", False),
        ("../2022", "2021/..", True),
        ("2024-01-31", "2024-01-31/2024-02-03", True),
    ],
)
def test_overlap(one: str, other: str, same: bool) -> None:
    assert TimeSpan(one).overlaps(TimeSpan(other)) is same
    assert TimeSpan(other).overlaps(TimeSpan(one)) is same


def test_times_are_values() -> None:
    assert TimeSpan("2024") == TimeSpan("2024")
    assert len({TimeSpan("2024"), TimeSpan("2024"), TimeSpan("2025")}) == 2
    assert sorted([TimeSpan("2025"), TimeSpan("2024")])[0].value == "2024"
