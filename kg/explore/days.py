"""Days as users give them."""

from __future__ import annotations

from datetime import date

from kg.vocabulary import UsageError

__all__ = ["day_given"]


def day_given(text: str | None) -> str | None:
    """A day as ISO 8601 writes it; None where none is given.

    Raises:
        UsageError: it is no day.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"{text!r} is no day; write it as 2025-04-21") from error
