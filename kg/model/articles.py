"""An article as it was read: its file, its metadata, its body, and where each character of the body came from."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cached_property

from kg.model.script import script_of
from kg.model.times import TimeSpan
from kg.vocabulary import ModelError

__all__ = ["Article", "Block", "Body", "Segment", "Span"]

_KINDS = ("heading", "paragraph", "quote", "item", "cell")


@dataclass(frozen=True, order=True)
class Span:
    """A run of a text in code points, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ModelError(f"no span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return max(self.start, other.start) < min(self.end, other.end)


@dataclass(frozen=True, order=True)
class Segment:
    """A run of the body that stands in the file without a break.

    Attributes:
        body: offset of its first character in the body.
        file: offset of its first character in the decoded file.
        length: characters in the body.
        file_length: characters in the file; differs from `length` only where one body character stands for several
            of the file (an entity such as ``&amp;``), and then `length` is 1.
    """

    body: int
    file: int
    length: int
    file_length: int

    def __post_init__(self) -> None:
        at_odds = self.length != self.file_length and self.length != 1
        if self.body < 0 or self.file < 0 or self.length < 1 or self.file_length < 0 or at_odds:
            raise ModelError(f"no segment: {self.length} characters of the body for {self.file_length} of the file")


@dataclass(frozen=True, order=True)
class Block:
    """A block of the body: ``heading``, ``paragraph``, ``quote``, ``item`` (of a list) or ``cell`` (of a table)."""

    kind: str
    start: int
    end: int

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ModelError(f"block {self.kind!r} is not one of {', '.join(_KINDS)}")
        if not 0 <= self.start <= self.end:
            raise ModelError(f"no block: {self.start}..{self.end}")


@dataclass(frozen=True)
class Body:
    """The text of an article without site chrome.

    Attributes:
        text: the text, blocks separated by line ends.
        segments: where each run of it stands in the file, in order, without gaps in the body.
        blocks: its blocks, in order.

    Raises:
        ModelError: the segments leave a gap, or segments or blocks are out of order or reach beyond the text.
    """

    text: str
    segments: tuple[Segment, ...]
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        body = file = 0
        for segment in self.segments:
            if segment.body != body or segment.file < file:
                raise ModelError(f"segment out of place: {segment.body} of the body, {segment.file} of the file")
            body, file = segment.body + segment.length, segment.file + segment.file_length
        if body != len(self.text):
            raise ModelError(f"a body of {len(self.text)} characters has segments for {body}")
        end = 0
        for block in self.blocks:
            if block.start < end or block.end > len(self.text):
                raise ModelError(f"block out of place: {block.start}..{block.end} of {len(self.text)} characters")
            end = block.end

    @cached_property
    def _starts(self) -> list[int]:
        return [segment.body for segment in self.segments]

    def _segment(self, offset: int) -> Segment:
        return self.segments[bisect.bisect_right(self._starts, offset) - 1]

    def file_span(self, span: Span) -> Span:
        """Where a non-empty run of the body stands in the decoded file, from its first to its last character.

        Raises:
            ModelError: the run is empty or not of this body.
        """
        if not span or span.end > len(self.text):
            raise ModelError(f"{span.start}..{span.end} is no run of a body of {len(self.text)} characters")
        first, last = self._segment(span.start), self._segment(span.end - 1)
        start = first.file + (span.start - first.body if first.length == first.file_length else 0)
        end = last.file + (span.end - last.body) if last.length == last.file_length else last.file + last.file_length
        return Span(start, end)


_PUBLISHED = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


@dataclass(frozen=True)
class Article:
    """One article.

    Attributes:
        id: identifier, from the manifest or front matter, else the file's stem.
        file_text: the decoded file, byte order mark excluded, line ends as they are.
        sha256: SHA-256 of the file's bytes, hex.
        body: the text of the article.
        title: title, where known.
        published: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, where known.
        publisher: the outlet, where known.
        author: byline, where known.
        source: URL, where known.
        script: ``Hans`` or ``Hant``.
        path: where it was read from, for messages.
    """

    id: str
    file_text: str = field(repr=False)
    sha256: str
    body: Body = field(repr=False)
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    source: str | None = None
    script: str = ""
    path: str = ""

    def __post_init__(self) -> None:
        if not self.id or any(c.isspace() for c in self.id):
            raise ModelError(f"{self.path or 'article'}: {self.id!r} is no article id; use letters, digits, - and _")
        if self.published is not None and not _PUBLISHED.fullmatch(self.published):
            raise ModelError(f"{self.id}: date {self.published!r} is not YYYY-MM-DD, YYYY-MM or YYYY")
        if self.published is not None:
            TimeSpan(self.published)  # a date of the calendar
        if not self.script:
            object.__setattr__(self, "script", script_of(self.body.text))
        if self.script not in ("Hans", "Hant"):
            raise ModelError(f"{self.id}: script {self.script!r} is neither Hans nor Hant")
