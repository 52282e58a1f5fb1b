"""What a sentence must hold for a rule to match it, so that most rules need not be tried on most sentences.

A pattern matches only where each of its parts that are not optional does. Of each, the first one or two characters are
known that it may begin with; the part whose beginnings are the rarest is what the rule needs. A sentence is cut into
its characters and pairs of them once, and only the rules that find one of theirs are run. Of these, a rule also needs
marks of the kinds that it relates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

from kg.extraction.view import ANY_MARK, MARKS

__all__ = ["VERSION", "Needs", "beginnings", "marks_in", "needs_of"]

VERSION = 1
"""Of what is told here of a pattern, for those who keep it."""

_MOST = 600  # beginnings: a part with more of them tells little
_MOST_OF_CLASS = 40  # characters of a class
_FIRST, _LAST = ord(ANY_MARK[0]), ord(ANY_MARK[-1])
_ZERO_WIDTH = (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT)
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
# How much rarer in texts two characters are than one of them, or than a mark.
_OF_ONE, _OF_MARK = 30, 400


class Needs(NamedTuple):
    """What stands in every match of a pattern.

    Attributes:
        beginnings: strings of one or two characters, one of which does; empty where unknown.
        marks: sets of kinds of marks, of each of which one does.
    """

    beginnings: tuple[str, ...] = ()
    marks: tuple[int, ...] = ()


def beginnings(text: str) -> set[str]:
    """The characters of a text, and its pairs of neighbouring ones."""
    return {*text, *map("".join, pairwise(text))}


def marks_in(code: str) -> int:
    """The kinds of marks in a view, one bit a character of the private alphabet."""
    return sum(1 << (ord(one) - _FIRST) for one in {*MARKS.findall(code)})


def needs_of(source: str, parsed: Any = None) -> Needs:
    """What every match of a regular expression over views holds; nothing is known of one for letters of either case.

    Args:
        source: the expression.
        parsed: what the interpreter's parser makes of it, where that is at hand.

    Raises:
        re.error: it is none.
    """
    parsed = parsed or _parser.parse(source)
    if parsed.state.flags & re.IGNORECASE:
        return Needs()
    parts = list(parsed)
    found = set(_sets_of_marks(parts))
    marks = sorted(one for one in found if not any(other != one and other & one == other for other in found))
    ways = min(_ways(parts), key=lambda one: (sum(map(_frequency, one)), sorted(one)), default=set[str]())
    return Needs(tuple(sorted(ways)), tuple(marks))


def _frequency(beginning: str) -> int:
    """How often a beginning stands in a text, roughly: two characters that are no marks are 1."""
    return _OF_MARK if MARKS.search(beginning) else _OF_ONE if len(beginning) == 1 else 1


def _taking_part(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The parts of a pattern that take part in every match, also those within others, each with what follows it."""
    for place, (kind, value) in enumerate(items):
        if kind in _REPEATS and not value[0]:
            continue
        yield items[place:]
        if kind is _constants.SUBPATTERN:
            yield from _taking_part(value[3])
        elif kind is _constants.ASSERT:
            yield from _taking_part(value[1])
        elif kind in _REPEATS:
            yield from _taking_part(value[2])


def _ways(items: Sequence[Any]) -> Iterator[set[str]]:
    """With what each part of a pattern that takes part in every match may begin, where that is known."""
    for part in _taking_part(items):
        if part[0][0] in _ZERO_WIDTH:
            continue
        try:
            found = _prefixes(part, 2)
        except _UnknownError:
            continue
        if "" not in found and len(found) <= _MOST:
            yield found


def _sets_of_marks(items: Sequence[Any]) -> Iterator[int]:
    """The sets of marks that parts of a pattern need, one after the other."""
    for (kind, value), *_ in _taking_part(items):
        if kind in (_constants.LITERAL, _constants.IN):
            found = _marks_of_class([(kind, value)] if kind is _constants.LITERAL else value)
            if found:
                yield found


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
        found: set[str] = set()
        for one in value[1]:
            found |= _prefixes([*one, *rest], size)
            if len(found) > _MOST:
                raise _UnknownError
        return found
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
