"""Bytes out of files, compressed ones included, never more than an article can have."""

from __future__ import annotations

import io
import lzma
import stat
import zlib
from pathlib import Path
from typing import IO, Any

from kg.vocabulary import InputError, LimitError

__all__ = ["LARGEST", "Unpacked", "is_packed", "read_bytes", "shown", "unpack"]

LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is read as an article; saved pages with their pictures inside come close."""

_GZIP, _XZ = b"\x1f\x8b", b"\xfd7zXZ\0"
_STEP = 1 << 16
_XZ_MEMORY = 256 * 1024 * 1024  # bytes that unpacking may take; the largest preset of xz needs 65 MB
_PACKINGS = 2  # one inside the other


def shown(name: object) -> str:
    """A name as messages have it: of one line, whatever it holds."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in str(name))


def is_packed(head: bytes) -> bool:
    """Whether a file that begins so is compressed with gzip or xz."""
    return head.startswith((_GZIP, _XZ))


class Unpacked(io.RawIOBase):
    """What a stream of gzip or xz data unpacks to, up to a limit.

    Args:
        stream: the packed data.
        limit: bytes that may come out.
        name: for messages.
    """

    def __init__(self, stream: IO[bytes], limit: int, name: str) -> None:
        self._stream, self._limit, self._name = stream, limit, name
        self._packed = stream.read(_STEP)
        self._make: Any = self._gunzip if self._packed.startswith(_GZIP) else self._unxz
        self._kind = "gzip" if self._packed.startswith(_GZIP) else "xz"
        self._worker = self._make()
        self._fresh = True  # the worker has seen nothing yet
        self._given = 0

    @staticmethod
    def _gunzip() -> Any:
        return zlib.decompressobj(wbits=31)

    @staticmethod
    def _unxz() -> Any:
        return lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    def readable(self) -> bool:  # noqa: D102
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: D102
        data = self._next(min(len(buffer), _STEP))
        buffer[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        """Up to so many bytes more; none at the end."""
        while True:
            if not self._packed and not self._refill():
                return b""
            try:
                data = self._unpacked(size)
            except (zlib.error, lzma.LZMAError, EOFError) as error:
                raise InputError(f"{self._name}: broken {self._kind} data; pack or save it again") from error
            if data:
                self._given += len(data)
                if self._given > self._limit:
                    raise LimitError(
                        f"{self._name}: unpacks to more than {self._limit // 2**20} MB; no article is that large"
                    )
                return data

    def _refill(self) -> bool:
        """Read on; whether there is more."""
        if self._kind == "xz" and not self._worker.eof and not self._worker.needs_input:
            return True
        self._packed = self._stream.read(_STEP)
        if self._packed:
            return True
        if not self._fresh and not self._worker.eof:
            raise InputError(f"{self._name}: the {self._kind} data end too early; pack or save it again")
        return False

    def _unpacked(self, size: int) -> bytes:
        """Bytes of what is packed; at the end of one stream of data the next begins."""
        if self._worker.eof:
            rest = self._packed.lstrip(b"\0")
            if not rest:
                self._packed = b""
                return b""
            self._worker, self._packed = self._make(), rest
        self._fresh = False
        data: bytes = self._worker.decompress(self._packed, size)
        if self._worker.eof:
            self._packed = self._worker.unused_data
            self._fresh = True
        else:
            self._packed = self._worker.unconsumed_tail if self._kind == "gzip" else b""
        return data


def read_bytes(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        InputError: it is missing, no file, or cannot be read.
        LimitError: it is larger than any article.
    """
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode) and not stat.S_ISDIR(state.st_mode):
            raise InputError(f"{shown(path)}: cannot be read: no regular file")
        if state.st_size > LARGEST:
            raise LimitError(f"{shown(path)}: larger than {LARGEST // 2**20} MB; no article is that large, split it")
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputError(f"{shown(path)}: no such file") from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{shown(path)}: cannot be read: {reason}") from error


def unpack(data: bytes, name: str) -> bytes:
    """The bytes in gzip or xz data; others as they are.

    Args:
        data: the bytes.
        name: of their file, for messages.

    Raises:
        InputError: the packed data are broken.
        LimitError: more comes out than any article has.
    """
    for _ in range(_PACKINGS):
        if not is_packed(data):
            return data
        data = Unpacked(io.BytesIO(data), LARGEST, name).read()
    if is_packed(data):
        raise InputError(f"{name}: packed more than {_PACKINGS} times; unpack it")
    return data
