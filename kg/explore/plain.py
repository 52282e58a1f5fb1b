"""Text of articles made harmless for a terminal, a tooltip or a page: what is invisible or steers is taken out."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["plain_text", "text_width"]

_SPACES = re.compile(r"\s+")
_STEERING = frozenset({"Cc", "Cf"})  # control; format: bidirectional, zero width


def plain_text(text: str, limit: int | None = None) -> str:
    r"""`text` on one line without control and format characters, lone surrogates as U+FFFD.

    Control characters move a terminal's cursor, and bidirectional ones make a page show other words than it holds
    (Unicode Technical Report 36, section 2.9); none carries meaning in a name or a sentence.

    Args:
        text: any string.
        limit: characters at most, the last of them an ellipsis where more is cut off.

    >>> plain_text("AI\u202eDC\x1b[31m\n 国际")
    'AIDC[31m 国际'
    """
    if limit is not None:
        text = text[: 8 * limit + 64]  # a name of a million characters need not be cleaned whole
    if not (text.isascii() and text.isprintable()):
        kept = []
        for char in text:
            category = unicodedata.category(char)
            if category not in _STEERING or char.isspace():  # a line break becomes a space
                kept.append("\ufffd" if category == "Cs" else char)
        text = "".join(kept)
    one_line = _SPACES.sub(" ", text).strip()
    if limit is not None and len(one_line) > limit:
        one_line = one_line[: limit - 1].rstrip() + "…"
    return one_line


def text_width(text: str) -> float:
    """Width of `text` in ems, by the East Asian width of its characters (Unicode Standard Annex 11).

    >>> text_width("速卖通")
    3.0
    """
    return round(sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.58 for char in text), 2)
