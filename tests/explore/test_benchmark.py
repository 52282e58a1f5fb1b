"""The benchmark of the explorer at a tenth of its size: what does not depend on how busy a machine is."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from conftest import ROOT, need

from .browser import find_chromium

pytestmark = pytest.mark.browser


def test_a_thousand_things_at_a_tenth(tmp_path: Path) -> None:
    need(find_chromium() is not None, "a Chromium on the PATH (Debian: apt-get install chromium)")
    spec = importlib.util.spec_from_file_location("explorer_benchmark", ROOT / "benchmarks" / "explorer.py")
    assert spec is not None
    assert spec.loader is not None
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    found = benchmark.run(1000, 1600, tmp_path, seconds=1.0)
    assert found["stats"]["nodes"] == found["stats"]["visibleNodes"] == 1000
    assert found["stats"]["edges"] > 1300
    assert 20 < found["stats"]["visibleLabels"] < 300
    assert found["kb"] < found["kb_allowed"] * 0.6
    assert (found["requests"], found["said"]) == ([], [])
    assert found["pan"]["frames"] > 5
