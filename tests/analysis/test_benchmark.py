"""The benchmark of analysis at a tenth of its size: every command answers."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest
from conftest import ROOT


def test_every_command_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))  # the benchmark adds its folder
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    spec = importlib.util.spec_from_file_location("analysis_benchmark", ROOT / "benchmarks" / "analysis.py")
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    found = benchmark.run(1000, 1600, tmp_path)
    assert {name: code for name, (_, code) in found.items()} == dict.fromkeys(found, 0)
    assert set(found) > {"path", "timeline", "rank", "communities", "compare"}
