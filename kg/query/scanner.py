"""The tokens of a SPARQL text (SPARQL 1.1 §19.8), coarsely: strings, IRIs, comments and names are told apart.

The time is linear in the text whatever it holds: a string that does not end is one token up to the end of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Token", "place", "scan"]

# Names may hold almost anything beyond ASCII (§19.8, PN_CHARS), which else stands in strings, IRIs and comments alone:
# all of it counts as part of a name here.
_NAME = r"\w\-\x80-\U0010FFFF"
_ESCAPED = r"\\[_~.\-!$&'()*+,;=/?\#@%]"
# The engine needs no blank between words: it reads "1SERVICE" and "SERVICESILENT" as two, here each is one token.
_TOKEN = re.compile(
    r"""(?P<string>\"\"\"(?>(?:[^"\\]++|\\.|"(?!""))*)\"\"\"|'{3}(?>(?:[^'\\]++|\\.|'(?!''))*)'{3}"""
    r"""|(?!\"\"\"|'{3})(?:"(?>(?:[^"\\\n\r]++|\\.)*)"|'(?>(?:[^'\\\n\r]++|\\.)*)'))"""
    r"""|(?P<endless>["'].*)"""
    r"|(?P<iri><(?>(?:[^<>\"{}|^`\\\x00-\x20]++|\\[uU][0-9A-Fa-f]++)*)>)"
    r"|(?P<comment>\#[^\n\r]*+)"
    r"|(?P<variable>[?$][\w\x80-\U0010FFFF]+)"
    r"|(?P<language>@[A-Za-z]+(?:-{1,2}[A-Za-z0-9]+)*)"
    rf"|(?P<blank>_:(?>(?:[{_NAME}]|\.+(?=[{_NAME}]))*))"
    r"|(?P<number>\d(?>(?:[\w\x80-\U0010FFFF]|\.(?=\w))*))"
    rf"|(?P<prefixed>(?>(?:[^\W\d_](?>(?:[{_NAME}]|\.+(?=[{_NAME}]))*))?):"
    rf"(?>(?:[{_NAME}:%]|{_ESCAPED}|\.+(?=[{_NAME}:%\\]))*))"
    r"|(?P<word>[^\W\d_][\w\x80-\U0010FFFF]*+)"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])"
    r"|(?P<other>[^ \t\n\r])",
    re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query.

    Attributes:
        kind: ``string``, ``endless`` (a string without its end), ``iri``, ``variable``, ``language``, ``blank``,
            ``number``, ``prefixed``, ``word``, ``open``, ``close`` or ``other``.
        text: as it stands there.
        start: its offset, in characters.
    """

    kind: str
    text: str
    start: int


def scan(query: str) -> Iterator[Token]:
    """The tokens of a query in their order, without comments."""
    for match in _TOKEN.finditer(query):
        kind = match.lastgroup or ""
        if kind != "comment":
            yield Token(kind, match.group(), match.start())


def place(query: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, counted from 1; lines end with LF, CR or both."""
    before = query[:offset].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
