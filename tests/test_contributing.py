"""CONTRIBUTING.md and CITATION.cff say what is so."""

from __future__ import annotations

import re
import subprocess
import tomllib

from conftest import ROOT
from test_architecture import ROOMS

import kg

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_map_has_the_rooms_in_their_order() -> None:
    rows = re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)
    assert tuple(rows) == ROOMS


def test_what_is_named_is_there() -> None:
    named = re.findall(r"`((?:\.ci|benchmarks|docs|exports|kg|ontology|seeds|tests)/[\w./-]*)`", TEXT)
    assert named
    assert [path for path in named if not (ROOT / path).exists() and not re.search("[A-Z]{4}", path)] == []


def test_the_scripts_are_sound_and_told_of() -> None:
    for name in ("run", "release"):
        assert f".ci/{name}" in TEXT
        assert subprocess.run(["bash", "-n", ROOT / ".ci" / name], check=False).returncode == 0
        assert (ROOT / ".ci" / name).stat().st_mode & 0o100


def test_one_version_everywhere() -> None:
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert PROJECT["version"] == kg.__version__
    assert f"\nversion: {kg.__version__}\n" in cited
    assert re.search(
        rf"^## (Unreleased|{re.escape(kg.__version__)})", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )


def test_the_citation_has_what_the_format_asks_for() -> None:
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    keys = set(re.findall(r"^([a-z-]+):", cited, re.MULTILINE))
    assert keys >= {"cff-version", "message", "authors", "title", "version", "license"}
    assert PROJECT["name"] in cited
