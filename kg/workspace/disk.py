"""What a disk that is full, missing or not to be written tells, as an error of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from kg.vocabulary import OutputError

__all__ = ["disk_errors"]


@contextmanager
def disk_errors(place: Path, doing: Literal["write", "look over", "mend"] = "write") -> Iterator[None]:
    """Work on a folder's files; what the system says against it names the folder.

    Args:
        place: the folder.
        doing: what is done to it.

    Raises:
        OutputError: the system refused; SQLite too, of the ledger and the cache, on a full disk.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        why = getattr(error, "strerror", None) or error
        if doing == "look over":
            raise OutputError(f"{place} cannot be looked over: {why}") from error
        if doing == "mend":
            raise OutputError(f"{place} cannot be mended: {why}") from error
        raise OutputError(f"{place} cannot be written: {why}") from error
