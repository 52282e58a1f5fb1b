"""The benchmark of whole archives runs, on a hundredth of its size, and tells every step."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.long


def test_the_benchmark_of_archives(tmp_path: Path) -> None:
    figures = tmp_path / "figures.json"
    command = [sys.executable, "benchmarks/archive.py", "--size", "60", "--efficiency", "20", "--json", str(figures)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    told = json.loads(figures.read_text(encoding="utf-8"))
    rows = [(step["name"], step["articles"]) for step in told["steps"]]
    assert rows[:4] == [("build, no files", 60), ("nothing changed", 60), ("one article more", 61), ("the files", 61)]
    assert [articles for _, articles in rows[4:]] == [20, 20]
    assert told["efficiency"] > 0
    assert all(step["seconds"] > 0 for step in told["steps"])
    assert len(ran.stdout.splitlines()) == 8
