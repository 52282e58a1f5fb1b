from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.explore.picture import hover_text
from kg.explore.plain import plain_text, text_width
from kg.explore.wording import number


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_nothing_that_steers_is_left(text: str, limit: int) -> None:
    for shown in (plain_text(text), plain_text(text, limit)):
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in shown)
    assert len(plain_text(text, limit)) <= limit


@given(st.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    once = plain_text(text)
    assert plain_text(once) == once


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("速卖通", "速卖通"),
        ("a\x1b[2J\x07b", "a[2Jb"),
        ("\u202etxt.exe\u202c", "txt.exe"),
        ("一\n\t二", "一 二"),
        ("0 \x1b\r0", "0 0"),
        ("\ud800", "\ufffd"),
        ("\u200b", ""),
    ],
)
def test_examples(text: str, shown: str) -> None:
    assert plain_text(text) == shown


def test_long_names_end_in_an_ellipsis() -> None:
    assert plain_text("长" * 10_000, 5) == "长长长长…"


def test_han_is_wider_than_latin() -> None:
    assert text_width("速卖通") == 3.0
    assert text_width("abc") < 2


@given(st.text(alphabet="hrefHREFx\u200b<>", max_size=40))
def test_no_tooltip_holds_the_word_that_makes_pyvis_use_html(text: str) -> None:
    shown = hover_text(text)
    assert "href" not in shown.lower()
    assert shown.replace("\u200b", "") == text.replace("\u200b", "")


def test_numbers_get_thousands() -> None:
    assert number("37756000000") == "37,756,000,000"
    assert number("0.5") == "0.5"
    assert number("profitable") == "profitable"
    assert number("1e999999") == "1e999999"
    assert number("NaN") == "NaN"
