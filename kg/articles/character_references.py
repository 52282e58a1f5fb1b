"""Character references of HTML (``&amp;``, ``&#20013;``), each as the one character that it stands for."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from html.entities import html5

__all__ = ["REFERENCE", "referenced"]

REFERENCE = r"&(?:#[0-9]{1,8};?|#[xX][0-9A-Fa-f]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};?)"
"""A pattern of what may be a reference."""

_LEGACY = tuple(sorted((name for name in html5 if not name.endswith(";")), key=len, reverse=True))
_NAME = re.compile(r"&([A-Za-z][A-Za-z0-9]*)")


@lru_cache(maxsize=4096)
def referenced(text: str) -> tuple[str, int] | None:
    """The character that a reference stands for, and how much of the text is the reference.

    Source: HTML, section 13.2.5.72 to 13.2.5.80. None where it is no reference, or one to two characters.

    Args:
        text: what `REFERENCE` found.
    """
    length = len(text)
    if text[1] != "#" and not text.endswith(";"):  # only old names may stand without semicolon, and may have a tail
        match = _NAME.match(text)
        name = match[1] if match else ""
        length = 1 + next((len(old) for old in _LEGACY if name.startswith(old)), 0)
        if length == 1:
            return None
    char = unescape(text[:length])
    return (char, length) if len(char) == 1 else None
