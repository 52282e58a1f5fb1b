"""Markdown inside a line: what is markup and what is text, with the place of every character.

After CommonMark 0.31, section 6, with the leniency that Chinese pages need: emphasis may touch Han characters and
full-width punctuation on either side (``**“引用”**文字``), and link destinations may hold spaces.
"""

from __future__ import annotations

import re
from html import unescape

from kg.articles.blocks import Piece, RawBlock, make_block

__all__ = ["inline_blocks", "verbatim_blocks"]

# Characters that print nothing and may split a name; zero-width joiners stay where emoji need them.
_JOINERS = "\u200c\u200d"
_UNPRINTED = "\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc"
_INVISIBLE = rf"[{_UNPRINTED}]+|[{_JOINERS}]+(?![\u2190-\u2bff\U0001f000-\U0001faff])"

_LINE_ENDS = "\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029"  # as `str.splitlines` knows them

_TAGS = (
    "a|abbr|article|aside|b|big|blockquote|br|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|footer|"
    "h[1-6]|header|hr|i|iframe|img|ins|kbd|li|main|mark|nav|ol|p|picture|pre|q|s|section|small|source|span|strike|strong|"
    "sub|summary|sup|svg|table|tbody|td|tfoot|th|thead|tr|u|ul|video|wbr"
)
_DESTINATION = (  # possessive and atomic throughout, so that no text makes it slow
    r"\([ \t]*+(?P<url><[^<>\n]*+>|(?>(?:[^()\s\\]|\\.|\((?>(?:[^()\s\\]|\\.)*)\))*))"
    r"(?>(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?)[ \t]*+\)"
    r"|\((?P<loose>https?://(?>(?:[^()\n]|\([^()\n]*+\))*))\)"
)
_TOKEN = re.compile(
    rf"""(?P<escape>\\[!-/:-@\[-`{{-~])
    |(?P<ticks>`+)
    |(?P<entity>&(?:\#[0-9]{{1,7}}|\#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    |(?P<image>!\[(?:\\|(?>(?:[^\[\]\\\n]|\\[^\n])*))\]\([^()\n]*\))
    |(?P<open>!?\[)
    |(?P<close>\](?:{_DESTINATION})?)
    |(?P<mark>\*+|_+|(?<!~)~~(?!~))
    |(?P<break><br\s*/?>|[{_LINE_ENDS}])
    |(?P<autolink><(?=https?://[^\s<>]*>))
    |(?P<drop>{_INVISIBLE}|<!--(?>(?:[^-<]|-(?!->)|<(?!!--))*)-->|</?(?:{_TAGS})(?:\s[^<>]*)?/?>)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPECIAL = re.compile(rf"[\\`&\[\]*_~<{_LINE_ENDS}{_UNPRINTED}{_JOINERS}]")
_VERBATIM = re.compile(rf"{_INVISIBLE}|(?P<break>[{_LINE_ENDS}])")
_ASCII_WORD = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_MARKS = "*_~` "
_BREAK = "\n"


class _Scanner:
    """One pass over a paragraph. `out` holds what is kept; markers go in as text and are taken out once paired."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.out: list[Piece | None] = []
        self.brackets: list[tuple[int, bool]] = []  # index in `out`, whether an image's
        self.links: list[tuple[int, int, str]] = []  # first and last (exclusive) index in `out`, URL
        self.marks: list[tuple[int, str]] = []  # index in `out`, the marker
        self._unclosed_ticks: set[int] = set()

    def scan(self) -> None:
        """Read the whole run."""
        position = self.start
        while match := _TOKEN.search(self.text, position, self.end):
            if match.start() > position:
                self.out.append((position, match.start(), None))
            position = getattr(self, f"_{match.lastgroup}")(match)
        if position < self.end:
            self.out.append((position, self.end, None))
        self._resolve_marks()

    def _escape(self, match: re.Match[str]) -> int:
        self.out.append((match.end() - 1, match.end(), None))
        return match.end()

    def _ticks(self, match: re.Match[str]) -> int:
        """A code span: its content as it stands (CommonMark 6.1)."""
        start, ticks = match.end(), match.group()
        if len(ticks) not in self._unclosed_ticks:
            closing = _closing_ticks(self.text, ticks, start, self.end)
            if closing >= 0:
                self.out.extend(_verbatim(self.text, start, closing))
                return closing + len(ticks)
            self._unclosed_ticks.add(len(ticks))
        self.out.append((match.start(), start, None))
        return start

    def _entity(self, match: re.Match[str]) -> int:
        char = unescape(match.group())
        if len(char) != 1:  # no known entity, or one of two characters, which a segment cannot hold
            self.out.append((match.start(), match.end(), None))
        elif not _VERBATIM.match(char) or char.isspace():
            self.out.append((match.start(), match.end(), " " if char.splitlines() != [char] else char))
        return match.end()

    def _open(self, match: re.Match[str]) -> int:
        self.brackets.append((len(self.out), match.group() == "!["))
        self.out.append((match.start(), match.end(), None))
        return match.end()

    def _close(self, match: re.Match[str]) -> int:
        url = match["url"] if match["url"] is not None else match["loose"]
        if not self.brackets or url is None:
            if self.brackets:
                self.brackets.pop()
            self.out.append((match.start(), match.start() + 1, None))
            return match.start() + 1
        index, image = self.brackets.pop()
        if image:
            del self.out[index:]
            while self.marks and self.marks[-1][0] >= index:
                self.marks.pop()
            while self.links and self.links[-1][1] > index:
                self.links.pop()
        else:
            self.out[index] = None
            self.links.append((index, len(self.out), url.strip("<>")))
        return match.end()

    def _mark(self, match: re.Match[str]) -> int:
        self.marks.append((len(self.out), match.group()))
        self.out.append((match.start(), match.end(), None))
        return match.end()

    def _break(self, match: re.Match[str]) -> int:
        self.out.append((match.start(), match.end(), _BREAK))
        return match.end()

    def _autolink(self, match: re.Match[str]) -> int:
        close = self.text.index(">", match.end())
        self.out.append((match.end(), close, None))
        return close + 1

    def _drop(self, match: re.Match[str]) -> int:
        return match.end()

    _image = _drop

    def _flanks(self, unit: str, start: int, end: int) -> tuple[bool, bool]:
        """Whether a mark may open and may close emphasis.

        ``**`` and ``~~`` may anywhere but between spaces, the others neither inside a Latin word or number nor towards
        a space.
        """
        before = self.text[start - 1] if start > self.start else " "
        after = self.text[end] if end < self.end else " "
        if unit in ("**", "~~"):
            anywhere = not (before.isspace() and after.isspace())
            return anywhere, anywhere
        can_open = not after.isspace() and before not in _ASCII_WORD
        can_close = not before.isspace() and after not in _ASCII_WORD
        return can_open, can_close

    def _resolve_marks(self) -> None:
        """Take out the emphasis marks that pair up; others are text (``张**``, ``2*3``, ``user_id``)."""
        waiting: dict[str, int] = {}
        dropped: dict[int, int] = {}
        for index, run in self.marks:
            piece = self.out[index]
            if piece is None:
                continue
            for unit in _units(run, waiting):
                can_open, can_close = self._flanks(unit, piece[0], piece[1])
                if unit in waiting and can_close:
                    for place in (waiting.pop(unit), index):
                        dropped[place] = dropped.get(place, 0) + len(unit)
                elif unit not in waiting and can_open:
                    waiting[unit] = index
        for index, count in dropped.items():
            piece = self.out[index]
            if piece is not None:
                start, end, _ = piece
                self.out[index] = (start + count, end, None) if start + count < end else None


def _units(run: str, waiting: dict[str, int]) -> tuple[str, ...]:
    """The marks that a run of them may be.

    ``***`` is strong and emphasis; of an even run whose half is open, the halves are the end of one and the start of
    the next (``**甲****乙**``); longer runs pair with their like (``****甲****``).
    """
    half = len(run) // 2
    if half > 1 and run[:half] * 2 == run and run[:half] in waiting:
        return (run[:half], run[:half])
    return (run[:2], run[:1]) if len(run) == 3 else (run,)


def _closing_ticks(text: str, ticks: str, start: int, end: int) -> int:
    """Where a run of exactly these backticks stands next; -1: nowhere."""
    while (found := text.find(ticks, start, end)) >= 0:
        start = found + len(ticks)
        while start < end and text[start] == "`":
            start += 1
        if start - found == len(ticks):
            return found
    return -1


def _verbatim(text: str, start: int, end: int) -> list[Piece]:
    """A run of the file without its invisible characters, line ends as breaks."""
    pieces: list[Piece] = []
    position = start
    for match in _VERBATIM.finditer(text, start, end):
        if match.start() > position:
            pieces.append((position, match.start(), None))
        if match.lastgroup:
            pieces.append((match.start(), match.end(), _BREAK))
        position = match.end()
    if position < end:
        pieces.append((position, end, None))
    return pieces


def _split(kind: str, text: str, entries: list[Piece | None], urls: list[str | None]) -> list[RawBlock]:
    """The lines of what a scan kept, each a block."""
    blocks: list[RawBlock] = []
    pieces: list[Piece] = []
    piece_urls: list[str | None] = []
    for index, entry in enumerate([*entries, (0, 0, _BREAK)]):
        if entry is None:
            continue
        if entry[2] == _BREAK:
            block = make_block(kind, text, pieces, piece_urls)
            if block and block.text.strip(_MARKS):
                blocks.append(block)
            pieces, piece_urls = [], []
            continue
        pieces.append(entry)
        if urls:
            piece_urls.append(urls[index])
    return blocks


def inline_blocks(kind: str, text: str, start: int, end: int) -> list[RawBlock]:
    """The blocks of a run of markdown, one a line, without markup.

    A link's text is kept and its URL dropped; images are dropped; code spans keep their content; an entity becomes its
    character. Never fails: what is not well-formed markup is text.

    Args:
        kind: of the blocks.
        text: the decoded file.
        start: of the run, behind marks of block structure.
        end: of the run.
    """
    if not _SPECIAL.search(text, start, end):
        run = text[start:end]
        kept = run.strip()
        if not kept:
            return []
        start += len(run) - len(run.lstrip())
        return [RawBlock(kind, kept, [(start, start + len(kept), None)], [])]
    scanner = _Scanner(text, start, end)
    scanner.scan()
    urls: list[str | None] = []
    if scanner.links:
        urls = [None] * len(scanner.out)
        for first, last, url in scanner.links:
            urls[first:last] = [url] * (last - first)
    return _split(kind, text, list(scanner.out), urls)


def verbatim_blocks(kind: str, text: str, start: int, end: int) -> list[RawBlock]:
    """The blocks of a run that is no markdown, one a line; invisible characters are dropped."""
    return _split(kind, text, list(_verbatim(text, start, end)), [])
