"""One process at a time: a lock that the system gives up when its holder ends, however that ends.

POSIX record locks (``lockf``), which forked workers do not inherit, and ``msvcrt.locking`` on Windows; within a process
the threads take turns. The file stays, and names its holder for messages while it is held: a name that stands there
while nobody holds the lock is that of a process that was killed.
"""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.vocabulary import OutputError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
    import msvcrt

__all__ = ["held_by", "left_by", "locked"]

_EVERY = 0.05  # seconds between two attempts
_FAR = 1 << 30  # Windows locks bytes against reading too: one far behind the holder's name
_threads: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


def _take(stream: IO[str]) -> bool:
    """Try to take the lock of an open file."""
    try:
        if fcntl is not None:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        else:
            stream.seek(_FAR)
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except (BlockingIOError, PermissionError):
        return False
    return True


def _give_up(stream: IO[str]) -> None:
    if fcntl is not None:
        fcntl.lockf(stream, fcntl.LOCK_UN)
    else:
        stream.seek(_FAR)
        msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined,unused-ignore]


def held_by(path: Path) -> str:
    """Who says in a lock's file that they hold it; "" for nobody."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()[:200]
    except OSError:
        return ""


def left_by(path: Path) -> str:
    """Who held a lock and was killed with it; "" for nobody, or where it is held now."""
    name = held_by(path)
    if not name or not _threads[str(path.resolve())].acquire(blocking=False):
        return ""
    try:
        with path.open("r+", encoding="utf-8") as stream:
            if not _take(stream):
                return ""
            _give_up(stream)
    except OSError:
        return ""
    finally:
        _threads[str(path.resolve())].release()
    return name


def _wait(attempt: Callable[[], bool], path: Path, wait: bool, tell: Callable[[str], None] | None) -> None:
    """Attempt until it succeeds, telling once that it takes its time.

    Raises:
        OutputError: it does not succeed at once, and is not to be waited for.
    """
    told = False
    while not attempt():
        if not told:
            holder = held_by(path) or "another process"
            what = f"{path.parent.parent} is being changed by {holder}"
            if not wait:
                raise OutputError(f"{what}; try again later, or wait for it with --wait")
            if tell is not None:
                tell(f"{what}; waiting for it")
            told = True
        time.sleep(_EVERY)


@contextmanager
def locked(
    path: Path, doing: str = "", *, wait: bool = True, tell: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Hold the lock of a file in a folder's ``.kg``; the file is made where it is missing.

    Args:
        path: the file.
        doing: what it is held for, for the messages of others: ``kg build``.
        wait: whether to wait for whoever holds it.
        tell: told once, in a line, that it is waited for.

    Raises:
        OutputError: another process holds it, and it is not to be waited for.
        OSError: the file cannot be written.
    """
    turn = _threads[str(path.resolve())]
    _wait(lambda: turn.acquire(blocking=False), path, wait, tell)
    try:
        with path.open("a+", encoding="utf-8") as stream:
            _wait(lambda: _take(stream), path, wait, tell)
            try:
                stream.truncate(0)
                stream.write(f"process {os.getpid()}" + (f" ({doing})" if doing else ""))
                stream.flush()
                yield
            finally:
                stream.truncate(0)
                _give_up(stream)
    finally:
        turn.release()
