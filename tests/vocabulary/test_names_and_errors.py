from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary
from kg.vocabulary import DataFileError, KgError, ModelError
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBR, content_id, mint_slug

ANY_TEXT = st.text(st.characters(exclude_categories=()) | st.sampled_from("\x00\x1f\\01绿單吕é "), max_size=12)
PARTS = st.lists(st.none() | ANY_TEXT, min_size=1, max_size=4)


def test_names_of_namespaces_are_fixed() -> None:
    assert XB == "https://w3id.org/alibaba-xborder/ontology#"
    assert XBA == XBR + "article/" == "https://w3id.org/alibaba-xborder/id/article/"
    assert PREFIXES["xbu"] == "https://w3id.org/alibaba-xborder/unit#"
    assert list(PREFIXES) == sorted(PREFIXES)
    assert all(iri.endswith(("#", "/")) for iri in PREFIXES.values())


def test_a_content_id_never_changes() -> None:
    assert content_id("https://example.org/a", None, "partOf") == "1c2b9083a8edc6b2"
    assert content_id("a", digits=6) == content_id("a")[:6]


@given(PARTS, PARTS)
def test_content_ids_differ_where_their_parts_do(one: list[str | None], other: list[str | None]) -> None:
    assert (content_id(*one) == content_id(*other)) == (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(["a", "b"], ["ab"]), (["a\x1fb"], ["a", "b"]), ([None], ["\x00"]), ([None], [""]), (["\\0"], ["\x00"])],
)
def test_parts_cannot_be_forged(one: list[str | None], other: list[str | None]) -> None:
    assert content_id(*one) != content_id(*other)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("孙兴", "sun-xing-"),
        ("速卖通 Choice", "su-mai-tong-choice-"),
        ("1688", "1688-"),
        ("绿城", "lv-cheng-"),
        ("《》", "x-"),
        ("Wiseapp・Retail", "wiseapp-retail-"),
    ],
)
def test_a_slug_reads_as_the_name(name: str, start: str) -> None:
    assert mint_slug("Person", name).startswith(start)


@given(ANY_TEXT)
def test_any_name_has_a_slug_of_plain_letters(name: str) -> None:
    slug = mint_slug("Program", name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*-[0-9a-f]{6}", slug)
    assert len(slug) <= 55
    assert slug == mint_slug("Program", name)


def test_slugs_tell_types_and_names_apart() -> None:
    slugs = [mint_slug("Person", "李方"), mint_slug("Organization", "李方"), mint_slug("Person", "黎芳")]
    assert len(set(slugs)) == 3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("KgError", 4),
        ("NotFoundError", 1),
        ("ConformanceError", 1),
        ("UsageError", 2),
        ("InputError", 3),
        ("DataFileError", 3),
        ("ModelError", 3),
        ("OutputError", 3),
        ("LimitError", 5),
    ],
)
def test_every_error_knows_its_exit_code(name: str, code: int) -> None:
    error: KgError = getattr(vocabulary, name)("what is wrong")
    assert isinstance(error, KgError)
    assert error.exit_code == code
    assert str(error) == "what is wrong"


def test_a_fault_in_a_data_file_says_where() -> None:
    assert str(DataFileError("no word", "rules/a.toml", 7)) == "rules/a.toml:7: no word"
    assert str(DataFileError("no word", "rules/a.toml")) == "rules/a.toml: no word"
    assert issubclass(ModelError, vocabulary.InputError)
