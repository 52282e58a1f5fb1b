"""Spans, bodies and articles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article, Block, Body, Segment, Span
from kg.vocabulary import ModelError

OFFSETS = st.integers(0, 12)


def whole(text: str) -> Body:
    return Body(text, (Segment(0, 0, len(text), len(text)),) if text else ())


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (-3, -1)])
def test_a_span_runs_forward_from_zero(start: int, end: int) -> None:
    with pytest.raises(ModelError, match="no span"):
        Span(start, end)


@given(OFFSETS, OFFSETS, OFFSETS, OFFSETS)
def test_spans_share_what_their_characters_share(a: int, b: int, c: int, d: int) -> None:
    one, other = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    ones, others = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert len(one) == len(ones)
    assert one.overlaps(other) == bool(ones & others) == other.overlaps(one)
    if others:
        assert one.contains(other) == (others <= ones)


# The file "**速卖通**&amp;<br>AIDC" as the body "速卖通&\nAIDC".
FILE = "**速卖通**&amp;<br>AIDC"
BODY = Body("速卖通&\nAIDC", (Segment(0, 2, 3, 3), Segment(3, 7, 1, 5), Segment(4, 12, 1, 4), Segment(5, 16, 4, 4)))


@pytest.mark.parametrize(
    ("start", "end", "quote"),
    [
        (0, 3, "速卖通"),
        (1, 2, "卖"),
        (3, 4, "&amp;"),
        (2, 4, "通**&amp;"),
        (3, 6, "&amp;<br>A"),
        (4, 5, "<br>"),
        (7, 9, "DC"),
        (0, 9, "速卖通**&amp;<br>AIDC"),
    ],
)
def test_a_run_of_the_body_is_found_in_the_file(start: int, end: int, quote: str) -> None:
    where = BODY.file_span(Span(start, end))
    assert FILE[where.start : where.end] == quote


@pytest.mark.parametrize(("start", "end"), [(3, 3), (0, 10), (9, 10)])
def test_no_run_of_the_body_is_refused(start: int, end: int) -> None:
    with pytest.raises(ModelError, match="is no run of a body of 9 characters"):
        BODY.file_span(Span(start, end))


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.booleans()), min_size=1, max_size=6), st.data())
def test_places_in_the_file_keep_the_order_of_the_body(runs: list[tuple[int, int, bool]], data: st.DataObject) -> None:
    segments, body, file = [], 0, 0
    for skipped, length, is_entity in runs:
        file += skipped
        segments.append(Segment(body, file, 1, length) if is_entity else Segment(body, file, length, length))
        body, file = body + segments[-1].length, file + length
    made = Body("x" * body, tuple(segments))
    start = data.draw(st.integers(0, body - 1))
    end = data.draw(st.integers(start + 1, body))
    where = made.file_span(Span(start, end))
    assert made.file_span(Span(0, body)).contains(where)
    assert where.start == made.file_span(Span(start, start + 1)).start
    assert where.end == made.file_span(Span(end - 1, end)).end


@pytest.mark.parametrize("segment", [(0, 0, 0, 0), (0, 0, 2, 5), (-1, 0, 1, 1), (0, -1, 1, 1), (0, 0, 1, -1)])
def test_what_is_no_segment_is_refused(segment: tuple[int, int, int, int]) -> None:
    with pytest.raises(ModelError, match="no segment"):
        Segment(*segment)


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("ab", ()),
        ("ab", (Segment(0, 0, 1, 1),)),
        ("ab", (Segment(0, 0, 3, 3),)),
        ("ab", (Segment(0, 0, 1, 1), Segment(2, 1, 1, 1))),
        ("ab", (Segment(1, 0, 1, 1), Segment(0, 1, 1, 1))),
        ("ab", (Segment(0, 5, 1, 1), Segment(1, 3, 1, 1))),
    ],
)
def test_segments_cover_the_body_without_gap_and_in_order(text: str, segments: tuple[Segment, ...]) -> None:
    with pytest.raises(ModelError):
        Body(text, segments)


def test_blocks_stand_in_order_within_the_body() -> None:
    segments = (Segment(0, 0, 3, 3),)
    assert Body("a\nb", segments, (Block("heading", 0, 1), Block("paragraph", 2, 3))).blocks[1].kind == "paragraph"
    for blocks in (
        (Block("quote", 0, 4),),
        (Block("item", 0, 2), Block("cell", 1, 3)),
        (Block("item", 2, 3), Block("item", 0, 1)),
    ):
        with pytest.raises(ModelError, match="block out of place"):
            Body("a\nb", segments, blocks)
    with pytest.raises(ModelError, match="'footer' is not one of heading"):
        Block("footer", 0, 1)
    with pytest.raises(ModelError, match="no block"):
        Block("item", 2, 1)


def article(**more: str) -> Article:
    return Article(**{"id": "a1", "file_text": "速賣通", "sha256": "5e", "body": whole("速賣通"), **more})  # type: ignore[arg-type]


def test_the_script_of_an_article_is_that_of_its_body_unless_given() -> None:
    assert article().script == "Hant"
    assert article(script="Hans").script == "Hans"


@pytest.mark.parametrize("published", ["2025", "2025-03", "2025-04-21", "2024-02-29"])
def test_dates_of_publication(published: str) -> None:
    assert article(published=published).published == published


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("published", v)
        for v in ("", "25", "2025-3", "2025-13", "2025-02-30", "2025-Q1", "2025/2026", "２０２５", "2025-04-21\n")
    ]
    + [("id", v) for v in ("", "a b", "a\n")]
    + [("script", "Latn")],
)
def test_an_article_refuses_what_it_cannot_be(field: str, value: str) -> None:
    with pytest.raises(ModelError):
        article(**{field: value})
