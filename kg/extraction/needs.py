"""What a sentence must hold for a rule to match it, so that most rules need not be tried on most sentences.

A pattern whose trigger stands at its top level matches only where one of the trigger's words stands. The first one or
two characters of these words are what the rule needs; a sentence is cut into its characters and pairs of them once,
and only the rules that find one of theirs are run. Of these, a rule also needs marks of the kinds that it relates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from kg.extraction.view import ANY_MARK, MARKS

__all__ = ["beginnings", "marks_in", "marks_needed", "trigger_beginnings"]

_GROUP = "(?P<trigger>"
_MOST = 600  # beginnings: a trigger with more of them tells little
_MOST_OF_CLASS = 40  # characters of a class
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.S)
_FIRST, _LAST = ord(ANY_MARK[0]), ord(ANY_MARK[-1])
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


def marks_in(code: str) -> int:
    """The kinds of marks in a view, one bit a character of the private alphabet."""
    return sum(1 << (ord(one) - _FIRST) for one in {*MARKS.findall(code)})


def marks_needed(source: str) -> tuple[int, ...]:
    """Sets of kinds of marks, of each of which one stands in every match of a pattern.

    Args:
        source: a regular expression over views.
    """
    try:
        parsed = _parser.parse(source)
    except re.error:
        return ()
    found = set(_sets_of_marks(list(parsed)))
    return tuple(sorted(one for one in found if not any(other != one and other & one == other for other in found)))


def _sets_of_marks(items: Sequence[Any]) -> Iterator[int]:
    """The sets of marks that parts of a pattern need, one after the other."""
    for kind, value in items:
        if kind in (_constants.LITERAL, _constants.IN):
            found = _marks_of_class([(kind, value)] if kind is _constants.LITERAL else value)
            if found:
                yield found
        elif kind is _constants.SUBPATTERN:
            yield from _sets_of_marks(value[3])
        elif kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT) and value[0]:
            yield from _sets_of_marks(value[2])
        elif kind is _constants.ASSERT:
            yield from _sets_of_marks(value[1])


def _marks_of_class(parts: Sequence[Any]) -> int:
    """The marks of a class that holds nothing else; else 0."""
    found = 0
    for kind, value in parts:
        if kind is _constants.NEGATE or kind is _constants.CATEGORY:
            return 0
        first, last = value if kind is _constants.RANGE else (value, value)
        if not _FIRST <= first <= last <= _LAST:
            return 0
        found |= (1 << (last - _FIRST + 1)) - (1 << (first - _FIRST))
    return found


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
