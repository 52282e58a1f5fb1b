"""An article's text cut where quoted sentences start and end, for a page that marks them."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from kg.model import Article, Block, Span

__all__ = ["marked_blocks"]


def marked_blocks(article: Article, sentences: Mapping[int, tuple[int, int]]) -> list[list[Any]]:
    """The blocks of an article as ``[kind, piece, piece …]``; a piece is a text, or ``[text, sentence, …]``.

    Args:
        article: the article.
        sentences: where each sentence stands in the article's file (code points, end exclusive), by number.
    """
    body = article.body
    spans = {number: _in_body(article, start, end) for number, (start, end) in sentences.items()}
    found: list[list[Any]] = []
    for block in body.blocks or (Block("paragraph", 0, len(body.text)),):
        inside = {n: s for n, s in sorted(spans.items()) if s and s.start < block.end and s.end > block.start}
        edges = {block.start, block.end}
        for span in inside.values():
            edges |= {edge for edge in (span.start, span.end) if block.start < edge < block.end}
        pieces: list[Any] = []
        for start, end in pairwise(sorted(edges)):
            covering = [number for number, span in inside.items() if span.start < end and span.end > start]
            text = body.text[start:end]
            pieces.append([text, *covering] if covering else text)
        if pieces:
            found.append([block.kind, *pieces])
    return found


def _in_body(article: Article, start: int, end: int) -> Span | None:
    """The run of the body that stands in a run of the file."""
    low: int | None = None
    high = 0
    for segment in article.body.segments:
        first, last = max(start, segment.file), min(end, segment.file + segment.file_length)
        if first >= last:
            continue
        whole = segment.length != segment.file_length
        left = segment.body if whole else segment.body + first - segment.file
        right = segment.body + segment.length if whole else segment.body + last - segment.file
        low = left if low is None else min(low, left)
        high = max(high, right)
    return None if low is None else Span(low, high)
