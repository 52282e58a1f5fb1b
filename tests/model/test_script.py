from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import fold, is_han, script_of, simplify, traditionalize

# Every code point, lone surrogates among them, and characters whose conversion depends on their neighbours.
ANY_TEXT = st.text(
    st.characters(exclude_categories=()) | st.sampled_from("乾隆燥後台臺灣头髮發 -ＡｂİßﬀΩ"), max_size=16
)


@given(ANY_TEXT)
def test_the_simplified_view_keeps_every_offset(text: str) -> None:
    view = simplify(text)
    assert len(view) == len(text)
    view.encode("utf-8")


@given(ANY_TEXT)
def test_what_is_simplified_stays_so(text: str) -> None:
    assert simplify(simplify(text)) == simplify(text)


def test_traditional_characters_are_simplified_in_place() -> None:
    assert simplify("速賣通\ud800 AliExpress") == "速卖通\ufffd AliExpress"
    assert simplify("plain") == "plain"


def test_a_word_across_which_the_converter_reads_another_stays() -> None:
    assert simplify("首批覆蓋英國，反复盖章") == "首批覆盖英国，反复盖章"


def test_simplified_names_have_a_traditional_form() -> None:
    assert traditionalize("速卖通") == "速賣通"
    assert traditionalize("\udfff通") == "\ufffd通"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("速賣通 AliExpress", "速卖通AliExpress"),
        ("ＡＩＤＣ", "aidc"),
        ("Wiseapp・Retail", "WISEAPP RETAIL"),
        ("“双11”", "雙11"),
        ("\uf900", "豈"),
        ("乾 隆", "乾隆"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_names_that_differ() -> None:
    assert len({fold(name) for name in ("速卖通", "速卖", "1688", "11街", "Temu", "TikTok")}) == 6


@given(ANY_TEXT)
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT, st.integers(0, 16))
def test_spaces_never_change_a_folded_name(text: str, place: int) -> None:
    if text.isascii() or all(is_han(char) for char in text):  # elsewhere a space may part a letter from its accent
        assert fold(f"{text[:place]} {text[place:]}") == fold(text)


@pytest.mark.parametrize("char", ["中", "㐀", "鿿", "𠀀", "豈", "〇"])
def test_ideographs(char: str) -> None:
    assert is_han(char)


@pytest.mark.parametrize("char", ["a", "1", "，", "あ", "가", "䷀", "\u3000", "€"])
def test_other_characters(char: str) -> None:
    assert not is_han(char)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("", "Hans"),
        ("AliExpress", "Hans"),
        ("速卖通隶属于阿里国际数字商业集团", "Hans"),
        ("速賣通隸屬於阿裏國際數字商業集團", "Hant"),
        ("速卖通隶属于阿里国际数字商业集团，旧称「淘寶」", "Hans"),
        ("\ud800abc", "Hans"),
    ],
)
def test_the_script_of_a_text(text: str, script: str) -> None:
    assert script_of(text) == script


@given(ANY_TEXT)
def test_any_text_has_a_script(text: str) -> None:
    assert script_of(text) in ("Hans", "Hant")
