"""How long the commands take on the seeds, each in a process of its own, as a user meets them.

python benchmarks/seeds.py             five runs of each
python benchmarks/seeds.py --runs 1    a quick look
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

QUERY = "SELECT ?team WHERE { ?team xb:partOf xbr:cainiao ; xb:integratesWith xbr:aliexpress }"
COMMANDS: dict[str, list[str]] = {
    "kg build": ["build"],
    "kg query": ["query", QUERY],
    "kg show": ["show", "速卖通"],
    "kg viz": ["viz", "-o", "picture.html"],
    "kg stats": ["stats"],
    "kg export turtle": ["export", "turtle", "-o", "copy.ttl"],
    "kg --help": ["--help"],
}


def seconds(args: Sequence[str], folder: Path) -> float:
    """The time that a command takes in `folder`; a command that fails ends the benchmark."""
    environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")}
    started = time.perf_counter()
    command = [sys.executable, "-m", "kg", *args]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"kg {' '.join(args)}: exit code {done.returncode}: {done.stderr.decode('utf-8', 'replace').strip()}")
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the commands on the seeds.")
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run (default 5)")
    runs = max(1, parser.parse_args().runs)
    print(f"{'':18}{'best':>9}{'median':>9}{'worst':>9}   seconds, of {runs}")
    with tempfile.TemporaryDirectory() as folder:
        for name, args in COMMANDS.items():
            taken = [seconds(args, Path(folder)) for _ in range(runs)]
            figures = (min(taken), statistics.median(taken), max(taken))
            print(f"{name:18}" + "".join(f"{figure:9.3f}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
