"""The articles of a tar archive, by name."""

from __future__ import annotations

import tarfile
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path


def every(path: Path, step: int = 1, names: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """One article in so many, chosen by its name, and those that are named: name and bytes."""
    with tarfile.open(path, "r|*") as members:
        for member in members:
            if member.isfile() and (member.name in names or zlib.crc32(member.name.encode()) % step == 0):
                file = members.extractfile(member)
                if file is not None:
                    yield member.name, file.read()
