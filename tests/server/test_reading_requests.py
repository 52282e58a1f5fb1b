"""What a request asks, read from its parts: any bytes, any header."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.server.negotiation import (
    GRAPH_FORMS,
    HTML,
    JSON,
    PAGE_FORMS,
    TABLE_FORMS,
    accepts_gzip,
    choose,
    named_form,
)
from kg.server.protocol import FORM_TYPE, QUERY_TYPE, QueryRequest, read_query
from kg.server.refusals import Refusal
from kg.server.settings import Settings

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))


@given(TEXT.filter(bool))
def test_a_query_comes_through_every_way(query: str) -> None:
    encoded = urlencode({"query": query}).encode()
    assert read_query("GET", encoded, {}, b"").query == query
    assert read_query("GET", b"query=" + quote(query, safe="").encode(), {}, b"").query == query
    assert read_query("POST", b"", {"content-type": FORM_TYPE}, encoded).query == query
    bare = query.encode()
    if not bare.startswith(b"\xef\xbb\xbf"):
        assert read_query("POST", b"", {"content-type": QUERY_TYPE}, bare).query == query


@given(st.sampled_from(["GET", "HEAD", "POST"]), st.binary(), st.text(max_size=60), st.binary())
def test_whatever_comes_is_read_or_refused(method: str, encoded: bytes, media_type: str, body: bytes) -> None:
    try:
        found = read_query(method, encoded, {"content-type": media_type}, body)
    except Refusal as refusal:
        assert refusal.status in (400, 403, 415)
        assert refusal.text().decode().strip()
    else:
        assert isinstance(found, QueryRequest)


@given(st.sampled_from(["GET", "POST"]), st.binary())
def test_any_bytes_as_a_form(method: str, data: bytes) -> None:
    try:
        read_query(method, data, {"content-type": FORM_TYPE}, data)
        read_query("POST", b"", {"content-type": QUERY_TYPE}, data)
    except Refusal as refusal:
        assert 400 <= refusal.status < 500


@given(st.text(max_size=200))
def test_any_accept_header_gives_a_form_or_none(accept: str) -> None:
    for forms in (TABLE_FORMS, GRAPH_FORMS, PAGE_FORMS):
        found = choose(accept, forms)
        assert found is None or found in forms
    accepts_gzip(accept)
    named_form(accept, GRAPH_FORMS)


WEIGHTS = st.integers(0, 1000).map(lambda n: n / 1000)


@given(st.lists(st.tuples(st.sampled_from(TABLE_FORMS), WEIGHTS), min_size=1, unique_by=lambda one: one[0].name))
def test_the_heaviest_form_wins(given_: list) -> None:
    accept = ", ".join(f"{form.media_type};q={weight}" for form, weight in given_)
    found = choose(accept, TABLE_FORMS)
    best = max(weight for _, weight in given_)
    if best == 0:
        assert found is None
    else:
        assert found in [form for form, weight in given_ if weight == best]


@pytest.mark.parametrize(
    ("accept", "given"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("*/*", JSON),
        (None, JSON),
        ("", JSON),
        ("application/json", JSON),
        ("text/*;q=0.4, application/*;q=0.3", HTML),
        ("image/png", None),
    ],
)
def test_browsers_and_programs_are_told_apart(accept: str | None, given: object) -> None:
    assert choose(accept, (JSON, HTML)) is given


@pytest.mark.parametrize(
    ("header", "yes"),
    [
        ("gzip", True), ("GZIP", True), ("*", True), ("br, *;q=0.1", True), ("gzip;q=0", False),
        ("", False), (None, False), ("*;q=0, gzip", True), ("x-gzip", True), ("gzip;q=0, *", False),
    ],
)  # fmt: skip
def test_gzip(header: str | None, yes: bool) -> None:
    assert accepts_gzip(header) is yes


def test_hosts_when_others_may_reach_the_server() -> None:
    wide = Settings(host="0.0.0.0", hosts=("kg.example",))
    assert not wide.loopback
    assert all(map(wide.answers_to, ("10.0.0.5:7878", "kg.example", "KG.example:80", "localhost", "[2001:db8::1]:78")))
    assert not any(map(wide.answers_to, ("evil.example", "kg.example.evil", "a b", "kg.example:port", "")))
    assert Settings(hosts=("*",)).answers_to("any.example")
