"""One order for values of which some parts may be missing."""

from __future__ import annotations

from dataclasses import fields
from functools import cached_property

__all__ = ["Ordered"]


def _key(value: object) -> tuple[object, ...]:
    """A value as something that compares with any other part: nothing first, then by the name of its type."""
    if value is None:
        return ()
    if isinstance(value, Ordered):
        return (type(value).__name__, value._order)
    if isinstance(value, tuple):
        return ("tuple", tuple(_key(part) for part in value))
    return (type(value).__name__, value)


class Ordered:
    """A frozen dataclass that compares field by field; a field that is None comes before one that is not.

    ``@dataclass(order=True)`` cannot compare None with a value.
    """

    @cached_property
    def _order(self) -> tuple[tuple[object, ...], ...]:
        return tuple(_key(getattr(self, one.name)) for one in fields(self))  # type: ignore[arg-type]

    def __lt__(self, other: object) -> bool:
        return self._order < other._order if isinstance(other, type(self)) else NotImplemented

    def __le__(self, other: object) -> bool:
        return self._order <= other._order if isinstance(other, type(self)) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return self._order > other._order if isinstance(other, type(self)) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return self._order >= other._order if isinstance(other, type(self)) else NotImplemented
