"""The README's commands run, and print what it shows."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pages
import pytest
import readme
from conftest import ROOT, need

pytestmark = pytest.mark.long

TEXT = readme.README.read_text(encoding="utf-8")
STEPS = pages.steps(TEXT)
RUN = [number for number, step in enumerate(STEPS) if not step.installs]
STALE = "the README is stale; `python tests/readme.py` writes it anew"


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[int, tuple[int, str]]:
    """Exit code and output of each command, run in the README's order."""
    session = pages.Session(tmp_path_factory.mktemp("session"))
    return {number: session.run(STEPS[number]) for number in RUN}


@pytest.mark.parametrize("number", RUN, ids=lambda number: STEPS[number].command.split("\n")[0])
def test_a_command_prints_what_the_readme_shows(number: int, printed: dict[int, tuple[int, str]]) -> None:
    code, text = printed[number]
    assert code == 0, text
    shown = STEPS[number].shown
    assert shown is None or shown == text, STALE


def test_every_block_is_a_kind_that_is_run() -> None:
    opened = re.findall(r"^```(.*)$", TEXT, re.MULTILINE)[::2]
    assert set(opened) <= {"console", "pycon", "sh"}
    assert len(opened) >= 3


def test_one_line_installs_and_builds_and_one_installs_and_tests() -> None:
    assert [step.tests for step in STEPS if step.installs] == [False, True]
    assert all("\n" not in step.command for step in STEPS if step.installs)


def test_the_blocks_are_read_as_they_are_meant() -> None:
    text = "$ one '\n> two'\na\n\nb\n\n$ three\n"
    assert [(step.command, step.shown) for step in pages.steps_of("console", text)] == [
        ("one '\ntwo'", "a\n\nb\n"),
        ("three", ""),
    ]
    python = ">>> for a in (1,):\n...     print(a)\n1\n>>> b = 2\n"
    assert [(step.command, step.shown) for step in pages.steps_of("pycon", python)] == [
        ("for a in (1,):\n    print(a)\n", "1\n"),
        ("b = 2\n", ""),
    ]
    assert "".join(step.source + (step.shown or "") for step in pages.steps_of("pycon", python)) == python


def test_links_and_pictures_lead_somewhere() -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", TEXT)
    assert [target for target in targets if ":" not in target and not (ROOT / target).exists()] == []
    assert [name for name in re.findall(r"^\| `([^`]+)` \|", TEXT, re.MULTILINE) if not (ROOT / name).is_dir()] == []
    assert readme.PICTURE.read_bytes().startswith(b"\x89PNG\r\n")


@pytest.mark.wheel
def test_the_line_that_installs_and_builds(tmp_path: Path) -> None:
    """In a fresh virtual environment and a copy of the checkout."""
    (step,) = (step for step in STEPS if step.installs and not step.tests)
    made = {str(ROOT / name) for name in ("build", "dist", "exports", "graph")}
    hidden = shutil.ignore_patterns(".*", "__pycache__")

    def left_out(folder: str, names: list[str]) -> set[str]:
        return {*hidden(folder, names), *(name for name in names if os.path.join(folder, name) in made)}  # noqa: PTH118

    shutil.copytree(ROOT, tmp_path / "checkout", ignore=left_out)
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "PYTHON"))}
    environment["PATH"] = f"{tmp_path / 'venv' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euc", step.command], cwd=tmp_path / "checkout", env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    said = done.stdout.decode(errors="replace")
    need("No matching distribution" not in said, "a package index that pip reaches")
    assert done.returncode == 0, said
    assert said.splitlines()[-1].startswith("exports: 2 articles, ")
    assert sorted(path.name for path in (tmp_path / "checkout" / "exports").glob("kg.*")) == [
        "kg.graphml", "kg.html", "kg.trig", "kg.ttl",
    ]  # fmt: skip
