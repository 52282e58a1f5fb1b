"""The block structure of markdown: headings, paragraphs, quotes, items of lists, cells of tables, code.

A line is a block, as Chinese pages turned into markdown have it: a line end that their writers meant. After CommonMark
0.31, section 4, and GitHub's tables; what they forbid is text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.articles.blocks import RawBlock
from kg.articles.inline import inline_blocks, verbatim_blocks

__all__ = ["markdown_blocks"]

_INDENT = " \t\u00a0\u3000"
# The first character of a line that may be more than a paragraph's.
_STRUCTURAL = frozenset("#>*+-=_`~|:<{]0123456789")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_HEADING = re.compile(r"#{1,6}(?=[ \t\u00a0]|$)")
_ITEM = re.compile(r"(?:[*+-]|\d{1,3}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
_RULE = re.compile(r"(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){2,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"={2,}$")
_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})[^`]*$")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$")
_BARE_FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[ \t\r]*$", re.MULTILINE)
_TEMPLATE_TAG = re.compile(r"\{%.*%\}$")
_CELL = re.compile(r"(?:[^|\\`]|\\.|`[^`|]*`|`)+")
_WRAP_HEAD = re.compile(r"^[ \t]*(?P<line>(?:[*+-][ \t]+)?)\[", re.MULTILINE)
_WRAP_TAIL = re.compile(r"^[ \t]*(?P<mark>\])\((?P<url>[^()\s]+)\)[ \t\r]*$", re.MULTILINE)
_LONGEST_WRAP = 4000  # characters of a link around several paragraphs


class _Wrap(NamedTuple):
    """A link around several paragraphs: ``[``, paragraphs, a line ``](URL)``.

    Attributes:
        line: offset of the first character of its first line that is no space.
        inside: offset behind its ``[``.
        tail: offset of its ``]``.
        url: its URL.
    """

    line: int
    inside: int
    tail: int
    url: str


def _wraps(text: str, start: int, end: int) -> list[_Wrap]:
    """Links around several paragraphs. CommonMark has none, but converters write them for cards that are links."""
    found: list[_Wrap] = []
    floor = start
    for tail in _WRAP_TAIL.finditer(text, start, end):
        opening = None
        for opening in _WRAP_HEAD.finditer(text, max(floor, tail.start() - _LONGEST_WRAP), tail.start()):  # noqa: B007
            pass
        if opening:
            found.append(_Wrap(opening.start("line"), opening.end(), tail.start("mark"), tail["url"]))
            floor = tail.end()
    return found


class _Parser:
    """One pass over the lines of a document."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.end = text, end
        self.blocks: list[RawBlock] = []
        self.paragraph: list[tuple[int, int]] = []  # lines under way
        self.in_table = False
        self.fence = ""
        self.skip_to = start  # lines before it are done
        self._fences = {
            m["fence"]: m.start() for m in _BARE_FENCE.finditer(text, start, end)
        }  # each with its last place
        self._comments_closed = text.rfind("-->", start, end)
        self._wraps = iter(_wraps(text, start, end))
        self._wrap = next(self._wraps, None)
        self._wrapped_from = 0  # index of the first block inside the link under way

    def parse(self, start: int) -> list[RawBlock]:
        """The blocks from `start` on."""
        position = start
        for line in self.text[start : self.end].splitlines(keepends=True):
            begin, position = position, position + len(line)
            if begin < self.skip_to:
                continue
            content = line.strip()
            first = begin + len(line) - len(line.lstrip())
            if content and self._wrap and first >= self._wrap.line:
                first, content = self._in_wrap(self._wrap, first, content)
            if self.fence:
                self._code(first, begin, position, content)
            elif not content:
                self._flush()
                self.in_table = False
            elif content[0] in _STRUCTURAL or self.in_table:
                self._structure(content, first, first + len(content))
            else:
                self.paragraph.append((first, first + len(content)))
        self._flush()
        return self.blocks

    def _in_wrap(self, wrap: _Wrap, first: int, content: str) -> tuple[int, str]:
        """A line of a link around paragraphs, without the link's own marks."""
        if first == wrap.line:
            self._flush()
            self._wrapped_from = len(self.blocks)
            return wrap.inside, content[wrap.inside - first :]
        if first < wrap.tail:
            return first, content
        self._flush()
        for block in self.blocks[self._wrapped_from :]:
            block.urls = [wrap.url] * len(block.pieces)
        self._wrap = next(self._wraps, None)
        return first, ""

    def _flush(self) -> None:
        """End the paragraph under way."""
        if self.paragraph:
            start, end = self.paragraph[0][0], self.paragraph[-1][1]
            self.paragraph.clear()
            self.blocks.extend(inline_blocks("paragraph", self.text, start, end))

    def _add(self, kind: str, start: int, end: int) -> None:
        self._flush()
        self.blocks.extend(inline_blocks(kind, self.text, start, end))

    def _code(self, first: int, begin: int, end: int, content: str) -> None:
        """A line of fenced code: text as it stands."""
        if content.startswith(self.fence) and not content.strip(self.fence[0]):
            self.fence = ""
        else:
            self.blocks.extend(verbatim_blocks("paragraph", self.text, max(begin, first), end))

    def _structure(self, content: str, start: int, end: int) -> None:
        """A line that may be more than a paragraph's."""
        if "|" in content and self._table_line(content, start, end):
            return
        self.in_table = False
        mark = content[0]
        if mark == ">":
            self._quote(start, end)
        elif mark == "#" and (heading := _HEADING.match(self.text, start, end)):
            self._add("heading", heading.end(), self._without_closing(heading.end(), end))
        elif _RULE.match(content):
            self._flush()
        elif item := _ITEM.match(self.text, start, end):
            self._add("item", item.end(), end)
        elif not self._rarer(content, start, end):
            self.paragraph.append((start, end))

    def _rarer(self, content: str, start: int, end: int) -> bool:
        """Underlined headings, fences, comments and template tags."""
        if self.paragraph and _UNDERLINE.match(content):
            line = self.paragraph.pop()
            self._flush()
            self._add("heading", *line)
        elif (match := _FENCE.match(content)) and self._is_closed(match["fence"], end):
            self._flush()
            self.fence = match["fence"]
        elif match or _TEMPLATE_TAG.match(content):
            self._flush()
        elif content.startswith("<!--") and "-->" not in content and end < self._comments_closed:
            self._flush()
            self.skip_to = self.text.index("-->", end) + 3
        else:
            return False
        return True

    def _is_closed(self, fence: str, position: int) -> bool:
        """Whether a fence is closed behind a position; one that is not fences nothing."""
        return any(mark.startswith(fence) and last > position for mark, last in self._fences.items())

    def _without_closing(self, start: int, end: int) -> int:
        """The end of a heading's text without the marks that may close it."""
        content = self.text[start:end].rstrip()
        bare = content.rstrip("#")
        return start + len(bare if not bare or bare[-1].isspace() else content)

    def _quote(self, start: int, end: int) -> None:
        """A quoted line, whatever else it is."""
        mark = _QUOTE.match(self.text, start, end)
        start = mark.end() if mark else start
        while start < end and self.text[start] in _INDENT:
            start += 1
        heading = _HEADING.match(self.text, start, end)
        if heading:
            start, end = heading.end(), self._without_closing(heading.end(), end)
        elif item := _ITEM.match(self.text, start, end):
            start = item.end()
        self._add("quote", start, end)

    def _table_line(self, content: str, start: int, end: int) -> bool:
        """Whether a line is a table's: its rule under a header row, or a row after that."""
        if self.in_table:
            self._row(start, end)
            return True
        if _TABLE_RULE.match(content) and self.paragraph and "|" in self.text[slice(*self.paragraph[-1])]:
            header = self.paragraph.pop()
            self._flush()
            self._row(*header)
            self.in_table = True
            return True
        return False

    def _row(self, start: int, end: int) -> None:
        for cell in _CELL.finditer(self.text, start, end):
            self.blocks.extend(inline_blocks("cell", self.text, cell.start(), cell.end()))


def markdown_blocks(text: str, start: int = 0, end: int | None = None) -> list[RawBlock]:
    """The blocks of a markdown document, without markup.

    Args:
        text: the decoded file.
        start: of the part to read; by default all.
        end: of the part to read.
    """
    return _Parser(text, start, len(text) if end is None else end).parse(start)
