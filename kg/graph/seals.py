"""Checksums of a store's files, so that a damaged one is found before a query meets it.

A store that was put in its place is not written to any more (:mod:`kg.graph.changing`). Its data files never change, so
that of a changed copy only the new ones are read to be sealed.
"""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pyoxigraph as ox

__all__ = ["SEAL", "broken_files", "seal_store"]

SEAL = "seal.json"
_OWN = ("CURRENT", "IDENTITY")
_PIECE = 1 << 20


def _checksum(path: Path) -> int:
    found = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            found = zlib.crc32(piece, found)
    return found


def _is_sealed(name: str) -> bool:
    """Whether a file is the database's and stays as it is once the store is closed."""
    return name.endswith((".sst", ".log")) or name.startswith(("MANIFEST-", "OPTIONS-")) or name in _OWN


def _read(store: Path) -> dict[str, tuple[int, int]] | None:
    try:
        table = json.loads((store / SEAL).read_text(encoding="ascii"))
        return {str(name): (int(size), int(checksum)) for name, (size, checksum) in table.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def _settle(store: Path) -> None:
    """Open and close a store, so that it drops the log of what its data files hold already: a copy is small then."""
    if any(path.stat().st_size for path in store.glob("*.log")):
        ox.Store(str(store))
    for path in store.glob("LOG.old.*"):
        path.unlink()


def seal_store(store: Path) -> None:
    """Note the checksums of the files of a store that nobody has open.

    Raises:
        OSError: the folder cannot be read or written.
    """
    if not (store / "CURRENT").is_file():  # no store
        return
    _settle(store)
    known = _read(store) or {}
    found = {}
    for path in sorted(store.iterdir()):
        if _is_sealed(path.name):
            size = path.stat().st_size
            former = known.get(path.name)
            if path.suffix == ".sst" and former is not None and former[0] == size:
                found[path.name] = former
            else:
                found[path.name] = size, _checksum(path)
    (store / SEAL).write_text(json.dumps(found) + "\n", encoding="ascii")


def broken_files(store: Path) -> list[str]:
    """The files of a store that are missing or not as they were sealed; none of a store without a seal."""
    broken = []
    for name, (size, checksum) in sorted((_read(store) or {}).items()):
        path = store / name
        try:
            whole = path.stat().st_size == size and _checksum(path) == checksum
        except OSError:
            whole = False
        if not whole:
            broken.append(name)
    return broken
