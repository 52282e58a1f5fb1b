"""What the tests of exports share."""

from __future__ import annotations

import importlib
import importlib.util
from typing import Any

from conftest import need


def library(name: str) -> Any:
    """A package that only tests need; without it the test is skipped, or fails under KG_REQUIRE_ALL=1."""
    need(importlib.util.find_spec(name) is not None, f"the Python package {name}")
    return importlib.import_module(name)
