"""The benchmark of the server at a tenth of its size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from conftest import ROOT

from .running import write_graph


def test_clients_are_answered_beside_queries_without_end(tmp_path: Path) -> None:
    graph = write_graph(tmp_path / "graph")
    # Limits forty times as wide: here it is the machine that is busy.
    options = ["--seconds", "6", "--clients", "5", "--timeout", "1", "--slack", "40"]
    command = [sys.executable, "benchmarks/server.py", "--graph", str(graph), *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "errors                 none" in done.stdout
    assert "{504:" in done.stdout
