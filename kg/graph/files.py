"""Writing files whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from kg.vocabulary import OutputError

__all__ = ["STANDARD_STREAM", "atomic_output", "write_file"]

STANDARD_STREAM = "-"


@contextmanager
def atomic_output(target: str | os.PathLike[str]) -> Iterator[IO[bytes]]:
    """A binary stream that becomes the file `target` once its block ends well; ``-`` is standard output.

    The bytes go to a temporary name in the same folder; a failure leaves what stood there before. Missing parent
    folders are an error, so that a misspelt path does not grow a tree.

    Raises:
        OutputError: the file cannot be written.
    """
    if os.fspath(target) == STANDARD_STREAM:
        with _told("standard output"):
            sys.stdout.flush()
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    path = Path(target)
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file")
    if path.exists() and not path.is_file():  # a device or pipe is written to, never replaced
        with _told(path), path.open("wb") as stream:
            yield stream
        return
    path = path.resolve()
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        temporary.chmod(_usual_mode())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def _told(target: object) -> Iterator[None]:
    """What keeps `target` from being written, as an error in one line; a reader that went away is none."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{target} cannot be written: {error.strerror or error}") from error


def _usual_mode() -> int:
    """The mode that a plainly opened file gets: a temporary file is private, what it becomes is not."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def write_file(target: str | os.PathLike[str], chunks: Iterable[bytes]) -> None:
    """Write `chunks` to the file `target`, whole or not at all; ``-`` is standard output.

    Raises:
        OutputError: the file cannot be written.
    """
    with atomic_output(target) as stream:
        for chunk in chunks:
            stream.write(chunk)
