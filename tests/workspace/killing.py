"""Ending a command with SIGKILL at a chosen point inside a stage, and seeing what is left.

Run as a script it is ``kg`` itself, watched: what its modules do is counted by stage, and at the given count the
process kills itself. Of what happens often the first, second, fourth … time counts, so that the points lie apart.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from kg.graph import open_graph
from kg.graph.store import default_lines

__all__ = ["STAGES", "killed_at", "points", "seen", "totals"]

# The modules whose work makes up a stage.
STAGES = {
    "read": ("kg.articles", "kg.workspace.texts", "kg.workspace.gathering", "kg.workspace.intake"),
    "extract": ("kg.language", "kg.extraction", "kg.workspace.cache", "kg.workspace.records", "kg.workspace.work"),
    "store": (
        "kg.graph.filling",
        "kg.graph.store",
        "kg.graph.seals",
        "kg.graph.sources",
        "kg.workspace.assembly",
        "kg.workspace.graph_files",
        "kg.workspace.ledger",
        "kg.workspace.additions",
        "kg.workspace.changes",
    ),
    "move": ("kg.graph.changing",),
}
_ENVIRONMENT = {"PYTHONHASHSEED": "0", "KG_DEBUG": ""}


# ---------------------------------------------------------------------- inside the process
def _stage(module: str) -> str:
    for stage, names in STAGES.items():
        if any(module == name or module.startswith(name + ".") for name in names):
            return stage
    return ""


class _Watch:
    """Counts by stage, and ends the process."""

    def __init__(self, stage: str, number: int) -> None:
        self.totals = Counter[str]()
        self._stages: dict[str, str] = {}
        self._times = Counter[tuple[int, int, str]]()
        self._at = stage, number

    def __call__(self, frame: FrameType, event: str, _: Any) -> None:
        """A profiler of Python (:func:`sys.setprofile`)."""
        module = frame.f_globals.get("__name__", "")
        stage = self._stages.get(module)
        if stage is None:
            stage = self._stages[module] = _stage(module)
        if not stage:
            return
        site = id(frame.f_code), frame.f_lasti, event
        self._times[site] += 1
        if self._times[site].bit_count() > 1:  # no power of two
            return
        self.totals[stage] += 1
        if (stage, self.totals[stage]) == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def _main(stage: str, number: str, told: str, *arguments: str) -> None:
    from kg.cli import main

    watch = _Watch(stage, int(number))
    sys.argv = ["kg", *arguments]
    sys.setprofile(watch)
    try:
        main()
    finally:
        sys.setprofile(None)
        Path(told).write_text(json.dumps(watch.totals))


# ---------------------------------------------------------------------- outside
def _run(stage: str, number: int, told: Path, arguments: Sequence[str], here: Path) -> int:
    command = [sys.executable, __file__, stage, str(number), str(told), *arguments]
    done = subprocess.run(command, cwd=here, capture_output=True, check=False, env=os.environ | _ENVIRONMENT)
    if done.returncode not in (0, -signal.SIGKILL):
        raise AssertionError(done.stderr.decode())
    return done.returncode


def totals(arguments: Sequence[str], here: Path) -> dict[str, int]:
    """How many points each stage of a command has; the command runs to its end."""
    told = here / "totals.json"
    _run("", 0, told, arguments, here)
    found: dict[str, int] = json.loads(told.read_text())
    return found


def points(total: int, wanted: int) -> list[int]:
    """So many points of a stage, evenly spread."""
    return sorted({1 + (2 * one + 1) * total // (2 * wanted) for one in range(wanted)})


def killed_at(stage: str, number: int, arguments: Sequence[str], here: Path) -> bool:
    """Run a command that kills itself at a point; whether it came to it."""
    return _run(stage, number, here / "totals.json", arguments, here) != 0


def seen(folder: Path) -> tuple[list[bytes], dict[str, bytes]]:
    """What a graph's folder says: its default graph as the store has it, and its files."""
    lines = default_lines(open_graph(folder))
    return lines, {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


if __name__ == "__main__":
    _main(*sys.argv[1:])
