"""Paths, timelines, ranks, communities and comparisons in a large graph: seconds of each command.

    python benchmarks/analysis.py                        10,000 things and 16,000 facts
    python benchmarks/analysis.py --things 1000 --facts 1600

The graph is that of ``explorer.py``: made up, always the same. Each command runs in a process of its own, as a user
runs it, on a graph that was opened once before.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from explorer import write_graph

_FIRST, _SECOND = "xbr:n42", "xbr:n25"  # with many facts, and the same name in any size of the graph
_COMMANDS = {
    "path": ("path", _FIRST, _SECOND),
    "path --all": ("path", _FIRST, _SECOND, "--all", "--max-length", "6"),
    "timeline": ("timeline", _FIRST),
    "rank": ("rank",),
    "rank --by betweenness": ("rank", "--by", "betweenness"),
    "communities": ("communities",),
    "compare": ("compare", _FIRST, _SECOND),
}


def run(things: int, facts: int, folder: Path) -> dict[str, tuple[float, int]]:
    """Seconds and exit code of each command in a graph of so many things and facts, written into `folder`."""
    write_graph(folder, things, facts)
    found = {}
    for name, args in {"": ("stats",), **_COMMANDS}.items():
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "kg", *args, "-g", str(folder), "-o", os.devnull], capture_output=True, check=False
        )
        found[name] = time.perf_counter() - started, done.returncode
    del found[""]  # it opened the graph
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, default=10_000)
    parser.add_argument("--facts", type=int, default=16_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, (seconds, code) in run(given.things, given.facts, Path(folder)).items():
            print(f"{name:24} {seconds:6.2f} s" + (f"  exit {code}" if code else ""))


if __name__ == "__main__":
    main()
