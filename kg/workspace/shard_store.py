"""Where shards are written: a folder, or a URL that fsspec can write to; each file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from kg.articles.listing import opened_url
from kg.articles.sources import is_url
from kg.vocabulary import OutputError

__all__ = ["ShardStore", "shard_store"]

_OBJECT_STORES = frozenset(("abfs", "az", "gcs", "gs", "memory", "oci", "s3", "s3a"))  # a file appears whole there


class ShardStore:
    """A local folder. Names of files have ``/`` between their parts.

    Args:
        place: the folder; it is made if need be.
    """

    def __init__(self, place: str) -> None:
        self.place = place

    def _path(self, name: str) -> Path:
        return Path(self.place, *PurePosixPath(name).parts)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None where there is none."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        """Bytes of a file; None where there is none."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all.

        Raises:
            OutputError: it cannot be written.
        """
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                Path(temporary).chmod(0o644)
                Path(temporary).replace(path)
            finally:
                Path(temporary).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""
        self._path(name).unlink(missing_ok=True)

    def names(self, folder: str) -> Iterator[str]:
        """The files of a folder, those that a killed process left half-written among them."""
        try:
            found = sorted(one.name for one in self._path(folder).iterdir())
        except FileNotFoundError:
            return
        yield from (f"{folder}/{name}" for name in found)


class _Remote(ShardStore):
    """A folder behind a URL."""

    def __init__(self, place: str) -> None:
        super().__init__(place.rstrip("/"))
        self._system, self._root = opened_url(self.place)
        self._whole = self.place.partition("://")[0] in _OBJECT_STORES

    def _there(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _tried(self, work: Any, name: str) -> Any:
        try:
            return work()
        except FileNotFoundError:
            return None
        except Exception as error:  # each driver of fsspec has errors of its own
            told = " ".join(str(error).split())[:200]
            raise OutputError(f"{self.place}/{name} cannot be written or read: {told}") from error

    def read(self, name: str) -> bytes | None:
        found: bytes | None = self._tried(lambda: self._system.cat_file(self._there(name)), name)
        return found

    def size(self, name: str) -> int | None:
        found: int | None = self._tried(lambda: int(self._system.info(self._there(name))["size"]), name)
        return found

    def write(self, name: str, data: bytes) -> None:
        path = self._there(name)
        folder, _, last = path.rpartition("/")
        temporary = f"{folder}/.{last}.{os.urandom(6).hex()}.tmp"

        def work() -> None:
            if self._whole:
                self._system.pipe_file(path, data)
                return
            self._system.makedirs(folder, exist_ok=True)
            self._system.pipe_file(temporary, data)
            self._system.mv(temporary, path)

        self._tried(work, name)

    def remove(self, name: str) -> None:
        self._tried(lambda: self._system.rm_file(self._there(name)), name)

    def names(self, folder: str) -> Iterator[str]:
        found = self._tried(lambda: self._system.ls(self._there(folder), detail=False), folder) or ()
        yield from sorted(f"{folder}/{str(one).rpartition('/')[2]}" for one in found)


def shard_store(place: str) -> ShardStore:
    """The store of a folder or URL.

    Raises:
        UsageError: it is a URL, and what writes there is not installed.
    """
    return _Remote(place) if is_url(place) else ShardStore(str(Path(place).absolute()))
