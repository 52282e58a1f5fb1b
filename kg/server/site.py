"""The graph that a server serves: opened to be read, noticed when it is built anew, and known by a fingerprint."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from kg import __version__
from kg.graph import GraphView, find_graph, open_graph, ready_graph
from kg.vocabulary import KgError

__all__ = ["Site"]

_READY = "import sys; from kg.graph import ready_graph; ready_graph(sys.argv[1])"
_SIGNS = (Path(".kg", "store.json"), Path(".kg", "store", "CURRENT"), Path("kg.trig"), Path("kg.ttl"))


def _state(place: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether the files of a graph are still the same: names, sizes and times."""
    found = []
    for path in [place] if place.is_file() else [place / sign for sign in _SIGNS]:
        try:
            state = path.stat()
        except OSError:
            continue
        found.append((path.name, state.st_size, state.st_mtime_ns))
    return tuple(found)


class Site:
    """A graph by its folder or file.

    Args:
        path: as for :func:`kg.graph.open_graph`.

    Raises:
        InputError: there is no graph, or it cannot be read.
    """

    def __init__(self, path: str | os.PathLike[str] | None = None) -> None:
        self.place = find_graph(path).resolve()
        self._lock = threading.Lock()
        self._open()

    def _open(self) -> None:
        # Making a store takes the lexicon, and memory that a process would not give back: another one does it.
        with suppress(OSError):
            subprocess.run([sys.executable, "-c", _READY, str(self.place)], capture_output=True, check=False)
        graph, source = open_graph(self.place), ready_graph(self.place).source
        self._graph, self._source, self._state = graph, source, _state(self.place)

    @property
    def graph(self) -> GraphView:
        """The graph as it stood when it was last looked at."""
        return self._graph

    @property
    def source(self) -> Path:
        """What the workers open: the folder of a store, or an RDF file."""
        return self._source

    @property
    def fingerprint(self) -> str:
        """The same for the same graph and version of the program, another for another."""
        return hashlib.sha256(f"{__version__} {self._state}".encode()).hexdigest()[:16]

    def look(self) -> bool:
        """Open the graph again if it was built anew; whether it was.

        A graph that cannot be read just now, since it is being built, stays as it was until the next look.
        """
        with self._lock:
            if _state(self.place) == self._state:
                return False
            try:
                self._open()
            except (KgError, OSError):
                return False
            return True
