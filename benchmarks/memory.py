"""How much memory a process and all that it starts take together."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

_EVERY = 0.25  # seconds between two looks


class MemoryWatch(threading.Thread):
    """Looks at a process and all below it until told to end.

    Args:
        process: its number.
    """

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._over = process, threading.Event()
        self._most = 0

    def run(self) -> None:
        while not self._over.wait(_EVERY):
            self._most = max(self._most, sum(map(_held, set(_below(self._process)))))

    def end(self) -> float:
        """Look no longer; the most that was held at once, in MB."""
        self._over.set()
        self.join()
        return self._most / 1024


def _below(process: int) -> Iterator[int]:
    """A process and all that it started."""
    yield process
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return
    for thread in threads:
        try:
            children = (thread / "children").read_text().split()
        except OSError:
            continue
        for child in map(int, children):
            yield from _below(child)


def _held(process: int) -> int:
    """KB that a process holds, what it shares with others divided among them; 0 where it has ended."""
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
        return int(text.partition("\nPss:")[2].split()[0])
    except (OSError, ValueError, IndexError):
        return 0
