"""A line on the terminal while a query or a computation runs long."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Self

from kg.cli.translation import translated

__all__ = ["Waiting"]

_PATIENCE = 2.0  # seconds before it appears
_CLEAR = "\r\x1b[K"


class Waiting:
    """Tells how long something has been running, where standard error is a terminal; use it as a context manager.

    Args:
        timeout: seconds after which it is ended; None where nothing ends it.
        doing: what it is.
    """

    def __init__(self, timeout: float | None = None, doing: str = "asking") -> None:
        self._most = "" if timeout is None else translated(f" of at most {timeout:g}")
        self._doing = translated(doing)
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._thread = threading.Thread(target=self._tell, args=(time.monotonic(),), daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _tell(self, started: float) -> None:
        if self._over.wait(_PATIENCE):
            return
        while not self._over.wait(1):
            seconds = time.monotonic() - started
            sys.stderr.write(_CLEAR + translated(f"{self._doing}: {seconds:.0f} s{self._most} (Ctrl-C ends it)"))
            sys.stderr.flush()
        sys.stderr.write(_CLEAR)
        sys.stderr.flush()
