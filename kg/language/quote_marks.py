"""Quotation marks put right: ”X”, “X“ and "X" are read as “X”, each mark in its place."""

from __future__ import annotations

import re

__all__ = ["straighten_quotes"]

_MARK = re.compile('[“”"]')
_NOT_OPENED = "，。、；：！？）》」』,;)"  # no quotation begins with these
_NOT_CLOSED = "（《「『("  # nor ends with these


def straighten_quotes(text: str) -> str:
    """The text with double quotation marks that open and close in turn in each line; every offset stays.

    A line keeps its marks where they already match, where one is missing, or where turning them would leave a quotation
    that begins or ends as none does.
    """
    return "\n".join(map(_straighten, text.split("\n")))


def _straighten(line: str) -> str:
    places = [match.start() for match in _MARK.finditer(line)]
    if len(places) % 2 or _match(line, places):
        return line
    chars = list(line)
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        inside = line[opening + 1 : closing].strip()
        if not inside or inside[0] in _NOT_OPENED or inside[-1] in _NOT_CLOSED or line[closing - 1 : closing] == "=":
            return line
        if line[opening] == '"' and (line[opening - 1 : opening] == "=" or line[opening - 1 : opening].isdigit()):
            return line  # an attribute, or inches
        chars[opening], chars[closing] = "“", "”"
    return "".join(chars)


def _match(line: str, places: list[int]) -> bool:
    """Whether the marks of a line open and close one another as they stand."""
    depth = 0
    for place in places:
        depth += {"“": 1, "”": -1}.get(line[place], -len(places))
        if depth < 0:
            return False
    return depth == 0
