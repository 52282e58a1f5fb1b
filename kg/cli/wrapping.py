"""Breaking lines of text in which Chinese and Latin letters stand side by side.

A Chinese character takes two columns of a terminal and may end a line, unless the next character is punctuation that
opens no line (Requirements for Chinese Text Layout, W3C, §3.1.3).
"""

from __future__ import annotations

import re
from unicodedata import east_asian_width

__all__ = ["columns", "wrapped"]

_NO_START = "，。、；：！？）】》〉」』”’…—,.;:!?)]}"
_NO_END = "（【《〈「『“‘([{"
_HAN = "\u2e80-\u9fff\uf900-\ufaff"
_PIECE = re.compile(
    rf"[ \n]+|[{re.escape(_NO_END)}]*(?:[{_HAN}]|[^\s{_HAN}，。、；：！？（）]+|.)[{re.escape(_NO_START)}]*"
)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """A text as lines of at most so many columns; a longer word has a line of its own."""
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if not piece.strip():
            line += " " if line else ""
        elif line and columns(line + piece) > width:
            lines.append(line.rstrip())
            line = piece
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
