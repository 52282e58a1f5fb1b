"""What a sentence must hold for a rule to match it, so that most rules need not be tried on most sentences.

A pattern whose trigger stands at its top level matches only where one of the trigger's words stands. The first one or
two characters of these words are what the rule needs; a sentence is cut into its characters and pairs of them once,
and only the rules that find one of theirs are run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

__all__ = ["beginnings", "trigger_beginnings"]

_GROUP = "(?P<trigger>"
_MOST = 600  # beginnings: a trigger with more of them tells little
_MOST_OF_CLASS = 40  # characters of a class
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.S)
_ZERO_WIDTH = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)


def beginnings(text: str) -> set[str]:
    """The characters of a text, and its pairs of neighbouring ones."""
    return {*text, *map("".join, pairwise(text))}


def trigger_beginnings(source: str) -> frozenset[str] | None:
    """The beginnings of one or two characters of which one stands in every match of a pattern; None where unknown.

    Args:
        source: a regular expression, its trigger in a group of that name.
    """
    inner = _trigger(source)
    if inner is None or "(?i" in source:
        return None
    try:
        found = frozenset(_prefixes(list(_parser.parse(inner)), 2))
    except (re.error, _UnknownError):
        return None
    return found if found and "" not in found and len(found) <= _MOST else None


class _UnknownError(Exception):
    """A part of a pattern of which nothing is known."""


def _trigger(source: str) -> str | None:
    """What stands in the trigger's group; None where the group need not take part in a match."""
    depth, start, inner = 0, -1, None
    for token in _TOKEN.finditer(source):
        word = token[0]
        if word == "|" and not depth:
            return None  # several patterns, one of which matches
        if word == "(":
            if not depth and source.startswith(_GROUP, token.start()):
                start = token.start() + len(_GROUP)
            depth += 1
        elif word == ")":
            depth -= 1
            if not depth and start >= 0 and inner is None:
                inner = source[start : token.start()]
                if source[token.end() : token.end() + 1] in ("?", "*", "{"):
                    return None
    return inner


def _prefixes(items: Sequence[Any], size: int) -> set[str]:
    """With which strings of at most `size` characters a match of some parts of a pattern starts."""
    if size == 0 or not items:
        return {""}
    (kind, value), rest = items[0], items[1:]
    if kind in _ZERO_WIDTH:
        return _prefixes(rest, size)
    if kind is _constants.LITERAL:
        return {chr(value) + more for more in _prefixes(rest, size - 1)}
    if kind is _constants.IN:
        later = _prefixes(rest, size - 1)
        return {one + more for one in _characters(value) for more in later}
    if kind is _constants.BRANCH:
        return set().union(*(_prefixes([*one, *rest], size) for one in value[1]))
    if kind is _constants.SUBPATTERN:
        return _prefixes([*value[3], *rest], size)
    if kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT) and value[1] == 1:
        once = _prefixes([*value[2], *rest], size)
        return once if value[0] else once | _prefixes(rest, size)
    raise _UnknownError


def _characters(parts: Sequence[Any]) -> Iterator[str]:
    """The characters of a class."""
    count = 0
    for kind, value in parts:
        if kind is _constants.LITERAL:
            codes = range(value, value + 1)
        elif kind is _constants.RANGE:
            codes = range(value[0], value[1] + 1)
        else:
            raise _UnknownError
        count += len(codes)
        if count > _MOST_OF_CLASS:
            raise _UnknownError
        yield from map(chr, codes)
