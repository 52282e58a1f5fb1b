"""Blocks as a format's parser finds them, each with its place in the file, and the body that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Block, Body, Segment

__all__ = ["Piece", "RawBlock", "build_body", "make_block"]

Piece = tuple[int, int, str | None]
"""A run of the file: start, end (exclusive), and the one character that it stands for; None: text as it stands."""

# The ends of lines as `str.splitlines` knows them.
_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


@dataclass(slots=True)
class RawBlock:
    """A block before site chrome is cut.

    Attributes:
        kind: as in `kg.model.Block`.
        text: its text, of one line.
        pieces: where its characters stand in the file, in order.
        urls: for each piece the URL that it links to, or None; empty where the block has no link.
    """

    kind: str
    text: str
    pieces: list[Piece]
    urls: list[str | None]

    @property
    def start(self) -> int:
        """Offset in the file of its first character."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Offset in the file behind its last character."""
        return self.pieces[-1][1]


def make_block(kind: str, file_text: str, pieces: list[Piece], urls: list[str | None]) -> RawBlock | None:
    """A block of the pieces without white space at its edges; None where nothing else is in it."""
    first, last = 0, len(pieces)
    while first < last:
        start, end, char = pieces[first]
        run = char or file_text[start:end]
        kept = len(run.lstrip())
        if kept:
            if kept < len(run):
                pieces[first] = (end - kept, end, None)
            break
        first += 1
    while last > first:
        start, end, char = pieces[last - 1]
        run = char or file_text[start:end]
        kept = len(run.rstrip())
        if kept:
            if kept < len(run):
                pieces[last - 1] = (start, start + kept, None)
            break
        last -= 1
    if first == last:
        return None
    pieces = pieces[first:last]
    text = "".join([char or file_text[start:end] for start, end, char in pieces])
    return RawBlock(kind, text, pieces, urls[first:last])


class _BodyWriter:
    """Collects the text and its segments; runs that follow each other in the file become one segment."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.segments: list[Segment] = []
        self.length = 0
        self._body = self._file = self._run = 0  # the segment under way: its offsets and length

    def add(self, start: int, end: int, text: str) -> None:
        """Add a run of the file, or the one character that it stands for."""
        self.parts.append(text)
        if len(text) != end - start:
            self.flush()
            self.segments.append(Segment(self.length, start, 1, end - start))
        elif self._run and self._file + self._run == start:
            self._run += len(text)
        else:
            self.flush()
            self._body, self._file, self._run = self.length, start, len(text)
        self.length += len(text)

    def flush(self) -> None:
        """End the segment under way."""
        if self._run:
            self.segments.append(Segment(self._body, self._file, self._run, self._run))
            self._run = 0


def _line_end(file_text: str, start: int, end: int) -> tuple[int, int]:
    """The run of the file for which the line end between two blocks of the body stands.

    A real line end where there is one, preferably one that touches a block; else (cells of a row) all between them.
    """
    if file_text[start] == "\n":
        return start, start + 1
    found = file_text.rfind("\n", start, end)
    if found < 0:
        match = _LINE_END.search(file_text, start, end)
        if not match:
            return start, end
        found = match.start()
    return found, found + 1


def build_body(file_text: str, blocks: Iterable[RawBlock]) -> Body:
    """The body that blocks make, separated by line ends.

    Args:
        file_text: the decoded file.
        blocks: its blocks, in the order of the file, not overlapping.
    """
    writer = _BodyWriter()
    made: list[Block] = []
    previous = -1
    for block in blocks:
        if previous >= 0:
            writer.add(*_line_end(file_text, previous, block.start), "\n")
        begin = writer.length
        for start, end, char in block.pieces:
            writer.add(start, end, char or file_text[start:end])
        made.append(Block(block.kind, begin, writer.length))
        previous = block.end
    writer.flush()
    return Body("".join(writer.parts), tuple(writer.segments), tuple(made))
