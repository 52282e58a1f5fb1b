"""Places of CLDR."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.lexicon import lexicon
from kg.lexicon.places import territory_records, territory_slug


def test_slugs_are_plain_english() -> None:
    expected = {
        "US": "united-states",
        "GB": "united-kingdom",
        "KR": "south-korea",
        "HK": "hong-kong",
        "MO": "macao",
        "MM": "myanmar",
        "TR": "turkiye",
        "CI": "cote-d-ivoire",
        "TT": "trinidad-and-tobago",
        "AX": "aland-islands",
        "150": "europe",
    }
    assert {code: territory_slug(code) for code in expected} == expected


def test_no_slug_stands_twice_and_the_world_is_no_place() -> None:
    slugs = [record.slug for record in territory_records()]
    assert len(slugs) == len(set(slugs))
    assert not {"world", "unknown-region", "european-union", "united-nations"} & set(slugs)


def test_a_traditional_name_that_means_something_else_is_left_out() -> None:
    names = {name for record in territory_records() for name in record.names()}
    assert "中美" not in names


@given(st.text(max_size=30))
def test_any_text_can_be_looked_up(text: str) -> None:
    found = lexicon().find(text)
    assert len({entry.slug for entry in found}) == len(found)


@given(st.sampled_from(sorted(lexicon().entries)), st.sampled_from(["zh", "zh_hant", "en", "label"]))
def test_every_preferred_name_finds_its_thing(slug: str, which: str) -> None:
    name = getattr(lexicon().entries[slug], which)
    assert name is None or slug in {entry.slug for entry in lexicon().find(name)}
