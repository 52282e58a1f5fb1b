"""A line of text of a page as it comes together: runs of the file, with white space as a browser shows it."""

from __future__ import annotations

import unicodedata

from kg.articles.blocks import Piece, RawBlock, make_block
from kg.vocabulary import LimitError

__all__ = ["LineWriter"]

_MOST_PIECES = 400_000
_WIDE_MARKS = frozenset("“”‘’—…·")


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or char in _WIDE_MARKS


class LineWriter:
    """Collects the line under way, white space as a browser shows it.

    Runs of white space become one space; a line end of the source between wide characters becomes nothing (CSS Text 3,
    section 4.1.3).

    Args:
        text: the decoded file.

    Raises:
        LimitError: (of what adds) the page has more runs of text than an article can have.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[Piece] = []
        self._urls: list[str | None] = []
        self._linked = 0
        self._count = 0
        self._last = ""  # the character written last
        self._waiting: tuple[int, int] | None = None  # white space not yet written

    def space(self, start: int, end: int) -> None:
        """White space, written once something follows it."""
        if self._last and not self._waiting:
            self._waiting = (start, end)

    def add(self, start: int, end: int, char: str | None, url: str | None) -> None:
        """A run of the file, or the one character that it stands for."""
        first = char or self._text[start]
        if self._waiting:
            before, behind = self._waiting
            self._waiting = None
            broken = "\n" in self._text[before:behind] or "\r" in self._text[before:behind]
            if not (broken and _is_wide(self._last) and _is_wide(first)):
                self._put(before, behind, " ", url)
        self._put(start, end, char, url)
        self._last = char or self._text[end - 1]
        if url is not None:
            self._linked += 1 if char else end - start

    def _put(self, start: int, end: int, char: str | None, url: str | None) -> None:
        self._count += 1
        if self._count > _MOST_PIECES:
            raise LimitError(f"more than {_MOST_PIECES:,} runs of text; no article is that large, split it")
        self._pieces.append((start, end, None if char == self._text[start:end] else char))
        self._urls.append(url)

    def take(self, kind: str) -> tuple[RawBlock, int] | None:
        """The line as a block, with its count of linked characters; None where it is empty."""
        self._waiting, self._last = None, ""
        if not self._pieces:
            return None
        urls = self._urls if self._linked else []
        block = make_block(kind, self._text, self._pieces, urls)
        linked = self._linked
        self._pieces, self._urls, self._linked = [], [], 0
        return (block, linked) if block else None
