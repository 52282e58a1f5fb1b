"""The page's script: its modules joined, without the comments and blanks that only readers of the source need."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["joined_script", "without_blanks"]

_TOKEN = re.compile(
    r"(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<blank>\s+)|(?P<word>[\w$]+)"
    r"|(?P<text>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*')|(?P<sign>=>|\+\+|--|.)",
    re.DOTALL,
)
_REGEX = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/\w*")
# After these a slash starts a regular expression; after anything else it divides (ECMA-262, section 12).
_BEFORE_REGEX = frozenset((*"(,=:[!&|?{};+-*%<>", "=>", "return", "typeof", "case", "in", "of"))
_OPENING, _CLOSING = frozenset((*"{([,;?:&|=+", "=>")), frozenset("})],;.?:&|=+")


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    """The tokens of a script as (kind, text)."""
    at, last = 0, ""
    while at < len(source):
        regex = _REGEX.match(source, at) if source[at] == "/" and (not last or last in _BEFORE_REGEX) else None
        if source[at] == "`":
            kind, text = "text", _template(source, at)
        elif regex and source[at + 1] not in "/*":
            kind, text = "text", regex[0]
        else:
            found = _TOKEN.match(source, at)
            assert found is not None
            assert found.lastgroup is not None
            kind, text = found.lastgroup, found[0]
        at += len(text)
        if kind not in ("blank", "comment"):
            last = text
        yield kind, text


def _template(source: str, start: int) -> str:
    """A template literal with whatever stands in its substitutions."""
    at, depth = start + 1, 0
    while source[at] != "`" or depth:
        if source[at] == "\\":
            at += 1
        elif source.startswith("${", at):
            depth, at = depth + 1, at + 1
        elif depth and source[at] == "{":
            depth += 1
        elif depth and source[at] == "}":
            depth -= 1
        elif depth and source[at] == "`":
            at += len(_template(source, at)) - 1
        at += 1
    return source[start : at + 1]


def without_blanks(source: str) -> str:
    r"""A script that does the same without comments and needless blanks; a line end that may end a statement stays.

    >>> without_blanks("const a = 1; // one\nconst b = a / 2;\n")
    'const a=1;const b=a/2;'
    """
    parts: list[str] = []
    line, gap, last_kind = False, False, ""
    for kind, text in _tokens(source):
        if kind in ("blank", "comment"):
            gap = True
            line = line or "\n" in text
            continue
        last = parts[-1] if parts else ""
        if line and last not in _OPENING and text not in _CLOSING and parts:
            parts.append("\n")
        elif gap and parts and _needs_gap(last_kind, last, kind, text):
            parts.append(" ")
        parts.append(text)
        line, gap, last_kind = False, False, kind
    return "".join(parts)


def _needs_gap(last_kind: str, last: str, kind: str, text: str) -> bool:
    if last_kind == "word" and kind == "word":
        return True
    return last[-1:] in ("+", "-") and text[:1] == last[-1:]


def joined_script(modules: list[str]) -> str:
    """The modules, in their order, as one function that runs at once."""
    return without_blanks('(function () {\n"use strict";\n' + "\n".join(modules) + "\n})();")
