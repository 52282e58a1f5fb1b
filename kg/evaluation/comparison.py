"""When two names, wordings, times or quotes count as the same.

Every comparison here is deliberately forgiving about script, case, spaces and punctuation, and about nothing else.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from kg.model import simplify

__all__ = ["common_share", "covered", "nearly_equal", "plain", "same_wording"]

_NOT_COMPARED = re.compile(r"[\W_]+")
_BRACKET = re.compile("[()（）]")
_SUFFIXES = ("模式", "业务")  # 半托管 and 半托管模式 name one thing
_TOLERANCE = 0.01  # of the gold's figure

_PART = re.compile(r"(?P<fy>FY)?(?P<year>\d{4})(?:-(?:Q(?P<q>[1-4])|H(?P<h>[12])|(?P<m>\d\d)(?:-(?P<d>\d\d))?))?")
_LAST_OF_MONTH = 31

_Day = tuple[int, int] | str


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A text as it is compared: simplified characters, lower case, neither spaces nor punctuation.

    Unlike :func:`kg.model.fold` it leaves full-width and other compatibility forms as they are.

    >>> plain("速賣通 AliExpress!")
    '速卖通aliexpress'
    """
    return _NOT_COMPARED.sub("", simplify(text).lower())


@lru_cache(maxsize=65536)
def _readings(text: str) -> frozenset[str]:
    """A wording as a whole, and what stands outside and inside its brackets; each without a closing 模式 or 业务."""
    found = set()
    for part in (text, *_BRACKET.split(text)):
        whole = plain(part)
        ending = next((s for s in _SUFFIXES if whole.endswith(s)), "")
        found.add(whole.removesuffix(ending) or whole)
    return frozenset(found - {""})


def _neighbours(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _near(one: str, other: str, least: float) -> bool:
    if one == other:
        return True
    if one.isascii() or other.isascii():  # codes differ in one letter: B2C is not C2C
        return False
    left, right = _neighbours(one), _neighbours(other)
    return bool(left and right) and 2 * len(left & right) / (len(left) + len(right)) >= least


def same_wording(one: str, other: str, least: float) -> bool:
    """Whether two free texts say the same in some reading.

    Args:
        one: a text; a gloss in brackets is a reading of its own.
        other: a text.
        least: Dice coefficient of their sets of neighbouring characters that is enough, 0 to 1 (Dice 1945).

    >>> same_wording("半托管(POP)", "POP 模式", 0.8)
    True
    """
    return any(_near(a, b, least) for a in _readings(one) for b in _readings(other))


def nearly_equal(given: float, wanted: float) -> bool:
    """Whether a figure is within 1 % of the gold's; nothing but zero is near zero."""
    return abs(given - wanted) <= _TOLERANCE * max(abs(wanted), 1e-9)


def _edges(part: str) -> tuple[_Day, _Day]:
    match = _PART.fullmatch(part)
    if not match:
        return part, part
    first, months = 1, 12
    if match["q"]:
        first, months = int(match["q"]) * 3 - 2, 3
    elif match["h"]:
        first, months = int(match["h"]) * 6 - 5, 6
    elif match["m"]:
        first, months = int(match["m"]), 1
    month = int(match["year"]) * 12 + first - (9 if match["fy"] else 0)  # the financial year starts in April before
    return (month, int(match["d"] or 1)), (month + months - 1, int(match["d"] or _LAST_OF_MONTH))


@lru_cache(maxsize=4096)
def covered(time: str | None) -> tuple[_Day, _Day] | None:
    """The first and the last day that a time covers, to be compared for equality only; None for no time.

    Months are counted from year 0; the last day of every month counts as its 31st, so that a month and the days from
    its first to its 30th stay apart. An open end, and what is no time of the fact model, stands for itself.

    >>> covered("2024-Q4") == covered("2024-10/2024-12") == covered("FY2025-Q3")
    True
    """
    if not time:
        return None
    start, _, end = time.partition("/")
    return _edges(start)[0], _edges(end or start)[1]


@lru_cache(maxsize=16384)
def common_share(one: str, other: str) -> float:
    """The longest run that two quotes have in common, as a share of their mean length; 0 where one is empty."""
    a, b = plain(one), plain(other)
    if not a or not b:
        return 0.0
    run = SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size
    return 2 * run / (len(a) + len(b))
