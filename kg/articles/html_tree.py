"""HTML as a tree of boxes and the lines of text in them, every character with its place in the file.

A scanner of its own, since parsers of HTML give trees without offsets. After the tokenizer of the HTML standard
(section 13.2.5), with as much of its tree construction (13.2.6) as the extent of boxes needs. Linear in the length of
any text, however broken.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape

from kg.articles.blocks import RawBlock
from kg.articles.character_references import REFERENCE, referenced
from kg.articles.html_lines import LineWriter
from kg.model import simplify
from kg.vocabulary import LimitError

__all__ = ["Box", "Line", "Page", "attributes", "scan_page"]

_LONGEST_KEY = 450  # characters of the longest line of furniture
_MOST_BOXES = 100_000
_MOST_LINES = 100_000

_TAG = re.compile(
    r"""<(?:(?P<name>[a-zA-Z][^\s/>]*+)(?P<rest>(?>(?:[^>=]++|=\s*+(?>(?:"[^"]*+"|'[^']*+')?))*))(?:>|\Z)
    |/(?P<close>[a-zA-Z][^\s/>]*+)[^>]*+(?:>|\Z)
    |!--(?:>|->|[\s\S]*?(?:--!?>|\Z))
    |[!?/][^>]*+(?:>|\Z))""",
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""(?P<key>[^\s=/>"'][^\s=/>]*+)(?>(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?)"""
)
_INVISIBLE = "\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffc"
_JOINERS = "[\u200c\u200d]+(?![\u2190-\u2bff\U0001f000-\U0001faff])"
_SPACE = " \t\n\r\f"
_OTHER_ENDS = "\x0b\x1c-\x1e\x85\u2028\u2029"  # line ends of Python, not of HTML
_SPECIAL = re.compile(
    rf"(?P<space>[\t\n\r\f][{_SPACE}]*|[ ][{_SPACE}]+)|(?P<reference>{REFERENCE})"
    rf"|(?P<drop>[{_INVISIBLE}]+|{_JOINERS})|(?P<end>[{_OTHER_ENDS}])"
)
_ANY_SPECIAL = re.compile(rf"[&\t\n\r\f{_INVISIBLE}\u200c\u200d{_OTHER_ENDS}]")
_PRE_BREAK = re.compile(r"\r\n|[\n\r]")

_RAW = ("script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript")
_RAW_END = {
    name: re.compile("</" + "".join(f"[{c}{c.upper()}]" for c in name) + r"(?=[\s/>])[^>]*+(?:>|\Z)") for name in _RAW
}
_SKIPPED = frozenset((
    "applet", "audio", "button", "canvas", "datalist", "dialog", "embed", "map", "math", "object", "picture", "rp",
    "rt", "select", "svg", "template", "video",
))  # fmt: skip
_VOID = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
))  # fmt: skip
_BOXES = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup",
    "html", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
))  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TABLE = frozenset(("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"))
_ENDS_ITSELF = {  # what an opening tag ends besides a paragraph
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
    "tbody": ("td", "th", "tr", "tbody", "thead"),
    "tfoot": ("td", "th", "tr", "tbody", "thead"),
    "thead": ("caption",),
}
_MARK = re.compile(r"itemprop|source|author|writer|nickname|js_name|media|origin|byline|publish|pubtime")
_MOST_MARKS = 400
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


@dataclass(slots=True)
class Box:
    """An element that stands in a block of its own.

    Attributes:
        name: its tag, in lower case.
        hint: its class, id, role and itemprop, in lower case.
        parent: its index in `Page.boxes`; -1 for the root.
        start: offset in the file of its tag.
        hidden: whether it is not shown.
    """

    name: str
    hint: str
    parent: int
    start: int
    hidden: bool = False


@dataclass(slots=True)
class Line:
    """A line of text.

    Attributes:
        block: the text and its place.
        box: index of the box that it stands in.
        linked: characters of it that are links.
        key: the text as patterns see it, in simplified characters; empty where it is too long to be furniture.
    """

    block: RawBlock
    box: int
    linked: int
    key: str = ""


@dataclass(slots=True)
class Page:
    """A page.

    Attributes:
        text: the decoded file.
        boxes: its boxes; the first is the root.
        lines: its lines.
        metas: what its ``meta`` elements say: name or property in lower case, content.
        titles: the texts of its ``title`` elements.
        scripts: attributes and place of its scripts.
        marks: its elements that may hold date, author or source: tag, offset behind it, attributes.
        canonical: its own URL, as ``link rel=canonical`` has it.
    """

    text: str
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    scripts: list[tuple[Mapping[str, str], int, int]] = field(default_factory=list)
    marks: list[tuple[str, int, Mapping[str, str]]] = field(default_factory=list)
    canonical: str | None = None


@lru_cache(maxsize=2048)
def attributes(rest: str) -> Mapping[str, str]:
    """The attributes of a tag, keys in lower case; of two with one key, the first.

    Args:
        rest: what stands between the tag's name and its end.
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        value = match["double"] or match["single"] or match["bare"] or ""
        found.setdefault(match["key"].lower(), unescape(value) if "&" in value else value)
    return found


@lru_cache(maxsize=2048)
def _look(rest: str) -> tuple[str, bool]:
    """The hint of a box, and whether it is hidden."""
    if not rest or rest.isspace():
        return "", False
    found = attributes(rest)
    hint = " ".join(found[key] for key in ("class", "id", "role", "itemprop") if found.get(key))
    hidden = "hidden" in found or bool(_HIDDEN_STYLE.search(found.get("style", "")))
    return hint.lower()[:400], hidden


def _is_hidden(rest: str) -> bool:
    """Whether an inline element is not shown."""
    return ("none" in rest or "hidden" in rest) and _look(rest)[1]


class _Scanner:
    """One pass over a page."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.position = text, start
        self.page = Page(text, [Box("", "", -1, start)])
        self.line = LineWriter(text)
        self.stack = [0]  # open boxes
        self.open: list[dict[str, int]] = [{}]  # open boxes by name, a table cell apart from what is around it
        self.all_open: dict[str, int] = {}
        self.quotes = self.preformatted = 0
        self.kind = "paragraph"
        self.url: str | None = None
        self.skipping, self.depth = "", 0  # an inline element whose content is not shown

    def scan(self) -> Page:
        """Read the whole page."""
        text, search = self.text, _TAG.search
        position = self.position
        while match := search(text, position):
            start = match.start()
            if start > position and not self.skipping:
                self._run(position, start)
            position = match.end()
            if name := match["name"]:
                position = self._opening(name.lower(), match["rest"], start, position)
            elif name := match["close"]:
                self._closing(name.lower())
        if position < len(text) and not self.skipping:
            self._run(position, len(text))
        self._flush()
        short = [line for line in self.page.lines if len(line.block.text) <= _LONGEST_KEY]
        for line, key in zip(short, simplify("\n".join(line.block.text for line in short)).split("\n"), strict=False):
            line.key = key
        return self.page

    def _run(self, start: int, end: int) -> None:
        """A run of text between two tags."""
        if self.preformatted:
            self._preformatted(start, end)
            return
        run = self.text[start:end]
        kept = run.strip(_SPACE)
        if not kept:
            self.line.space(start, end)
            return
        first = start + len(run) - len(run.lstrip(_SPACE))
        if first > start:
            self.line.space(start, first)
        last = first + len(kept)
        if _ANY_SPECIAL.search(kept) or "  " in kept:
            self._inner(first, last)
        else:
            self.line.add(first, last, None, self.url)
        if last < end:
            self.line.space(last, end)

    def _inner(self, start: int, end: int) -> None:
        """Text without white space at its edges."""
        add, url = self.line.add, self.url
        position = start
        for match in _SPECIAL.finditer(self.text, start, end):
            kind = match.lastgroup
            begin, behind = match.span()
            char = None
            if kind == "reference":
                found = referenced(match.group())
                if not found:
                    continue
                char, behind = found[0], begin + found[1]
            if begin > position:
                add(position, begin, None, url)
            position = behind
            if (
                kind == "space"
                or (char and char in _SPACE)
                or kind == "end"
                or (char and (char.splitlines() != [char]))
            ):
                self.line.space(begin, behind)
            elif char and not _SPECIAL.fullmatch(char):
                add(begin, behind, char, url)
        if position < end:
            add(position, end, None, url)

    def _preformatted(self, start: int, end: int) -> None:
        """Text whose line ends count."""
        position = start
        for match in _PRE_BREAK.finditer(self.text, start, end):
            if match.start() > position:
                self._inner(position, match.start())
            self._flush()
            position = match.end()
        if position < end:
            self._inner(position, end)

    def _flush(self) -> None:
        """End the line under way."""
        taken = self.line.take("quote" if self.quotes and self.kind == "paragraph" else self.kind)
        if taken:
            if len(self.page.lines) >= _MOST_LINES:
                raise LimitError(f"more than {_MOST_LINES:,} lines; no article has so many, split it")
            self.page.lines.append(Line(taken[0], self.stack[-1], taken[1]))

    def _opening(self, name: str, rest: str, start: int, end: int) -> int:
        """An opening tag; returns where to read on."""
        if name in _RAW_END:
            return self._raw(name, rest, end)
        if self.skipping:
            self.depth += name == self.skipping and not rest.endswith("/")
            return end
        if name in _BOXES:
            self._push(name, rest, start)
        elif name == "a":
            self.url = attributes(rest).get("href") if rest else None
        elif name in ("br", "hr"):
            self._flush()
        elif name in ("meta", "link"):
            self._head(name, attributes(rest))
        elif name not in _VOID and not rest.endswith("/") and (name in _SKIPPED or _is_hidden(rest)):
            self.skipping, self.depth = name, 1
        if rest and (name == "time" or _MARK.search(rest)) and len(self.page.marks) < _MOST_MARKS:
            self.page.marks.append((name, end, attributes(rest)))
        return end

    def _raw(self, name: str, rest: str, start: int) -> int:
        """An element whose content is no markup."""
        match = _RAW_END[name].search(self.text, start)
        close, behind = match.span() if match else (len(self.text), len(self.text))
        if name == "title" and not self.skipping:
            self.page.titles.append(unescape(self.text[start:close][:1000]).strip())
        elif name == "script":
            self.page.scripts.append((attributes(rest[:2000]), start, close))
        return behind

    def _head(self, name: str, found: Mapping[str, str]) -> None:
        """A ``meta`` or ``link`` element."""
        if name == "link":
            if found.get("rel", "").lower() == "canonical" and self.page.canonical is None:
                self.page.canonical = found.get("href")
            return
        key = found.get("property") or found.get("name") or found.get("itemprop")
        if key and found.get("content"):
            self.page.metas.append((key.strip().lower(), found["content"].strip()))

    def _push(self, name: str, rest: str, start: int) -> None:
        """Open a box."""
        self._flush()
        boxes, stack = self.page.boxes, self.stack
        if boxes[stack[-1]].name == "p":
            self._pop()
        for ended in _ENDS_ITSELF.get(name, ()):
            if boxes[stack[-1]].name == ended:
                self._pop()
        if len(boxes) > _MOST_BOXES:
            raise LimitError(f"more than {_MOST_BOXES:,} elements; no article has so many, split it")
        hint, hidden = _look(rest)
        boxes.append(Box(name, hint, stack[-1], start, hidden))
        stack.append(len(boxes) - 1)
        self._count(name, 1)
        if name in ("td", "th"):
            self.open.append({})
        self._kind()

    def _count(self, name: str, step: int) -> None:
        """Note that a box is opened or closed."""
        scope = self.open[-1]
        scope[name] = scope.get(name, 0) + step
        self.all_open[name] = self.all_open.get(name, 0) + step
        if name == "blockquote":
            self.quotes += step
        elif name == "pre":
            self.preformatted += step

    def _pop(self) -> None:
        """Close the innermost box."""
        name = self.page.boxes[self.stack.pop()].name
        if name in ("td", "th"):
            self.open.pop()
        self._count(name, -1)
        self._kind()

    def _kind(self) -> None:
        name = self.page.boxes[self.stack[-1]].name
        if name in _HEADINGS:
            self.kind = "heading"
        elif name in ("td", "th"):
            self.kind = "cell"
        elif name in ("li", "dd", "dt") or (name == "p" and self.page.boxes[self.stack[-2]].name == "li"):
            self.kind = "item"
        else:
            self.kind = "paragraph"

    def _closing(self, name: str) -> None:
        """A closing tag; one that closes nothing is none."""
        if self.skipping:
            if name == self.skipping:
                self.depth -= 1
                if not self.depth:
                    self.skipping = ""
        elif name == "a":
            self.url = None
        elif name in _BOXES:
            if name in _HEADINGS:  # any heading's end ends any heading
                name = next((other for other in _HEADINGS if self.open[-1].get(other)), name)
            counts = self.all_open if name in _TABLE else self.open[-1]
            if counts.get(name, 0) > 0:
                self._flush()
                while self.page.boxes[self.stack[-1]].name != name:
                    self._pop()
                self._pop()
        elif name == "br":
            self._flush()


def scan_page(text: str, start: int = 0) -> Page:
    """Read a page.

    Args:
        text: the decoded file.
        start: where the markup begins.

    Raises:
        LimitError: the page has more elements or runs of text than an article can have.
    """
    return _Scanner(text, start).scan()
