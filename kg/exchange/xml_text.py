"""Text as XML 1.0 can hold it."""

from __future__ import annotations

import re

__all__ = ["attribute", "content"]

# Characters that XML 1.0 §2.2 excludes, even as references: each becomes U+FFFD, so that lengths keep.
_EXCLUDED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTENT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_ATTRIBUTE = _CONTENT | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_IN_CONTENT = re.compile("[&<>\r]")
_IN_ATTRIBUTE = re.compile('[&<>\r"\t\n]')


def content(text: str) -> str:
    """Text between tags. A carriage return is a reference, else a parser would make it a line feed (XML 1.0 §2.11)."""
    return _IN_CONTENT.sub(lambda match: _CONTENT[match[0]], _EXCLUDED.sub("\ufffd", text))


def attribute(text: str) -> str:
    """Text between the double quotes of an attribute, white space as references (XML 1.0 §3.3.3)."""
    return _IN_ATTRIBUTE.sub(lambda match: _ATTRIBUTE[match[0]], _EXCLUDED.sub("\ufffd", text))
