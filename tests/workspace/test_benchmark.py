"""The benchmarks of this room, at a fraction of their size."""

from __future__ import annotations

import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import kill_points
import one_article

pytestmark = pytest.mark.long


def test_one_article_is_added_and_removed() -> None:
    found = one_article.run(None, None, 20, 1)
    assert sorted(found) == ["add", "remove"]
    assert all(len(took) == 1 and took[0] > 0 for took in found.values())


def test_points_at_which_a_build_is_killed() -> None:
    assert kill_points.run(["move"], 1) == {"move": [""]}
