from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.comparison import common_share, covered, nearly_equal, plain, same_wording

TEXTS = st.text(st.characters() | st.sampled_from("速賣通半托管模式业务（）() ab"), max_size=20)


@pytest.mark.parametrize(
    ("one", "other"),
    [("速賣通 AliExpress", "速卖通aliexpress"), ("Wiseapp・Retail", "wiseapp retail"), ("“双11”", "双11")],
)
def test_names_are_compared_without_script_case_spaces_and_punctuation(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_full_width_letters_stay_apart() -> None:
    assert plain("ＡＢ") != plain("AB")


@given(TEXTS)
def test_plain_text_is_plain_already(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("one", "other", "least", "same"),
    [
        ("半托管模式", "半托管", 0.8, True),
        ("模式", "模式", 0.8, True),
        ("平台化（POP）", "POP", 0.8, True),
        ("消费者运营", "消费者的运营", 0.55, True),
        ("消费者运营", "供应商管理", 0.55, False),
        ("B2C", "C2C", 0.1, False),
        ("物", "物流", 0.1, False),
        ("", "", 0.1, False),
    ],
)
def test_wordings(one: str, other: str, least: float, same: bool) -> None:
    assert same_wording(one, other, least) is same
    assert same_wording(other, one, least) is same


@given(TEXTS, TEXTS)
def test_wordings_are_compared_both_ways(one: str, other: str) -> None:
    assert same_wording(one, other, 0.5) == same_wording(other, one, 0.5)


@pytest.mark.parametrize(
    ("given_figure", "wanted", "near"),
    [
        (99, 100, True),
        (101, 100, True),
        (98.9, 100, False),
        (-99, -100, True),
        (99, -100, False),
        (0, 0, True),
        (0.001, 0, False),
        (float("nan"), 1, False),
        (float("inf"), 1, False),
    ],
)
def test_figures_agree_within_one_percent(given_figure: float, wanted: float, near: bool) -> None:
    assert nearly_equal(given_figure, wanted) is near


@pytest.mark.parametrize(
    "times",
    [
        ("2024-Q4", "2024-10/2024-12", "FY2025-Q3"),
        ("2024", "2024-01/2024-12", "2024-H1/2024-H2", "2024-01-01/2024-12-31"),
        ("FY2025", "2024-04/2025-03"),
        ("2024-11-21", "2024-11-21/2024-11-21"),
        ("2023-03/..", "2023-03-01/.."),
    ],
)
def test_times_that_cover_the_same_days_are_one(times: tuple[str, ...]) -> None:
    assert len({covered(time) for time in times}) == 1


def test_times_that_cover_other_days_differ() -> None:
    times = [None, "2024", "2024-01", "2024-01-01", "2024-Q1", "2024-H1", "FY2024", "2024/..", "../2024", "spring"]
    assert len({covered(time) for time in times}) == len(times)


@given(TEXTS | st.from_regex(r"(FY)?\d{4}-(Q\d|\d\d)(-\d\d)?(/.{0,8})?", fullmatch=True))
def test_any_text_can_stand_for_a_time(time: str) -> None:
    assert covered(time) == covered(time)


def test_quotes_share_their_longest_common_run() -> None:
    assert common_share("速卖通隶属于AIDC。", "速賣通隸屬於 AIDC") == 1.0
    assert common_share("abcd", "xxabyy") == pytest.approx(2 * 2 / 10)
    assert common_share("", "ab") == 0.0
