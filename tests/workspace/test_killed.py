"""A build that is killed leaves a whole graph, and the next one comes to what an undisturbed one comes to."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.workspace import build_graph
from kg.workspace.additions import add_articles
from kg.workspace.changes import remove_articles
from workspace.killing import STAGES, killed_at, points, seen, totals

pytestmark = pytest.mark.long

BEFORE = {
    "one": "# 速卖通\n\n2024年，速卖通进入韩国市场。\n",
    "two": "# 蒋凡\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n",
}
AFTER = {
    "one": "# 速卖通\n\n2025年3月，速卖通隶属于阿里国际数字商业集团。\n",
    "three": "# 菜鸟\n\n菜鸟隶属于阿里巴巴。\n",
}
BUILD = ["build", "news", "-o", "graph", "--jobs", "1"]
LIMITS = (20_000, 200_000, 3_000_000)  # bytes that a file may have


def write(folder: Path, texts: dict[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles and their graph, before and after what is new."""
    here = tmp_path_factory.mktemp("killed")
    write(here / "old", BEFORE)
    write(here / "news", BEFORE | AFTER)
    build_graph([here / "old"], here / "graph")
    build_graph([here / "news"], here / "undisturbed")
    return here


def copy_of(template: Path, here: Path) -> None:
    for name in ("old", "news", "graph"):
        shutil.copytree(template / name, here / name)


@pytest.fixture(scope="module")
def counted(template: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    here = tmp_path_factory.mktemp("counted")
    copy_of(template, here)
    return totals(BUILD, here)


@pytest.mark.parametrize("which", range(2))
@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_killed_build(template: Path, counted: dict[str, int], tmp_path: Path, stage: str, which: int) -> None:
    copy_of(template, tmp_path)
    assert killed_at(stage, points(counted[stage], 2)[which], BUILD, tmp_path)
    lines, _ = seen(tmp_path / "graph")
    assert lines in (seen(template / "graph")[0], seen(template / "undisturbed")[0])
    build_graph([tmp_path / "news"], tmp_path / "graph")
    same = seen(tmp_path / "graph") == seen(template / "undisturbed")
    assert same


@pytest.mark.parametrize("stage", ["store", "move"])
@pytest.mark.parametrize("command", ["add", "remove"])
def test_a_killed_change(template: Path, tmp_path: Path, command: str, stage: str) -> None:
    copy_of(template, tmp_path)
    write(tmp_path / "news", AFTER)
    arguments = ["add", "news", "-g", "graph"] if command == "add" else ["remove", "two", "-g", "graph"]
    shutil.copytree(tmp_path / "graph", tmp_path / "whole")
    number = totals([*arguments[:-1], "whole"], tmp_path)[stage] // 2
    before, after = (seen(tmp_path / name)[0] for name in ("graph", "whole"))
    assert killed_at(stage, number, arguments, tmp_path)
    lines, _ = seen(tmp_path / "graph")
    assert lines in (before, after)
    if command == "add":
        add_articles([tmp_path / "news"], tmp_path / "graph")
    elif lines == before:
        remove_articles(["two"], tmp_path / "graph")
    same = seen(tmp_path / "graph")[0] == after
    assert same


@pytest.mark.parametrize("size", LIMITS)
def test_a_disk_that_takes_no_more(template: Path, tmp_path: Path, size: int) -> None:
    copy_of(template, tmp_path)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        [sys.executable, "-m", "kg", *BUILD], cwd=tmp_path, capture_output=True, check=False, preexec_fn=limit
    )
    assert (done.returncode, done.stderr.count(b"\n"), b"Traceback" in done.stderr) == (3, 1, False), done.stderr
    same = seen(tmp_path / "graph") == seen(template / "graph")
    assert same
    build_graph([tmp_path / "news"], tmp_path / "graph")
    same = seen(tmp_path / "graph") == seen(template / "undisturbed")
    assert same
