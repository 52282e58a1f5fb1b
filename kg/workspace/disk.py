"""What a disk that is full, missing or not to be written tells, as an error of ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.vocabulary import OutputError

__all__ = ["disk_errors"]


@contextmanager
def disk_errors(place: Path, what: str) -> Iterator[None]:
    """Work on a folder's files; what the system says against it names the folder.

    Args:
        place: the folder.
        what: what is done to it: "written".

    Raises:
        OutputError: the system refused; SQLite too, of the ledger and the cache, on a full disk.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"{place} cannot be {what}: {getattr(error, 'strerror', None) or error}") from error
