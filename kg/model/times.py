"""Times of the fact model: a closed set of spellings, and the days that each covers."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from kg.vocabulary import ModelError

__all__ = ["TimeSpan"]

_PART = re.compile(
    r"(?P<fy>FY)?(?P<year>[0-9]{4})(?:-(?:Q(?P<q>[1-4])|H(?P<h>[12])|(?P<m>[0-9]{2})(?:-(?P<d>[0-9]{2}))?))?"
)


def _bounds(part: str, whole: str) -> tuple[dt.date, dt.date]:
    match = _PART.fullmatch(part)
    if not match or (match["fy"] and len(part) > len("FY2025")):  # parts of a financial year are calendar ones
        raise ModelError(
            f"{whole!r} is no time of the fact model; write 2024, 2024-09, 2024-Q4, 2024-01-02/.. or the like"
        )
    if match["m"] and not "01" <= match["m"] <= "12":
        raise ModelError(f"{whole!r} is no date of the calendar: month must be in 1..12")
    year = int(match["year"])
    try:
        if match["d"]:
            day = dt.date(year, int(match["m"]), int(match["d"]))
            return day, day
        first, months = 1, 12
        if match["q"]:
            first, months = int(match["q"]) * 3 - 2, 3
        elif match["h"]:
            first, months = int(match["h"]) * 6 - 5, 6
        elif match["m"]:
            first, months = int(match["m"]), 1
        index = year * 12 + first - 1 - (9 if match["fy"] else 0)  # Alibaba's financial year starts in April before
        end = index + months - 1
        start = dt.date(index // 12, index % 12 + 1, 1)
        last = calendar.monthrange(end // 12, end % 12 + 1)[1]
        return start, dt.date(end // 12, end % 12 + 1, last)
    except ValueError as error:
        raise ModelError(f"{whole!r} is no date of the calendar: {error}") from error


@dataclass(frozen=True, order=True)
class TimeSpan:
    """A time in the fact model's format, such as ``2024-09``, ``2023-03/..`` or ``FY2025``.

    Raises:
        ModelError: `value` is not of the format, is no date, or ends before it starts.

    >>> TimeSpan("2024-Q4").first.isoformat(), TimeSpan("2023-03/..").last
    ('2024-10-01', None)
    """

    value: str

    def __post_init__(self) -> None:
        start, _, end = self.value.partition("/")
        if (start == ".." and end in ("", "..")) or self.value.endswith("/"):
            raise ModelError(f"{self.value!r} has neither start nor end")
        first, last = self.first, self.last
        if first and last and last < first:
            raise ModelError(f"{self.value!r} ends before it starts")

    @property
    def first(self) -> dt.date | None:
        """The first day covered; None where it is open."""
        part = self.value.partition("/")[0]
        return None if part == ".." else _bounds(part, self.value)[0]

    @property
    def last(self) -> dt.date | None:
        """The last day covered; None where it is open."""
        start, _, end = self.value.partition("/")
        part = end or start
        return None if part == ".." else _bounds(part, self.value)[1]

    def overlaps(self, other: TimeSpan) -> bool:
        """Whether the two share a day, open ends reaching without limit."""
        low, high = dt.date.min, dt.date.max
        return (self.first or low) <= (other.last or high) and (other.first or low) <= (self.last or high)
