"""A graph that follows a folder: what is new, changed or gone, once it is no longer being written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.graph import open_graph
from kg.graph.changing import STORE
from kg.graph.store import default_lines
from kg.workspace import build_graph
from kg.workspace.additions import add_articles
from kg.workspace.changes import ChangeReport
from kg.workspace.ledger import Ledger
from kg.workspace.watching import Watch

TEXT = "# 速卖通\n\n{}年，速卖通进入韩国市场。\n"


class Watched:
    """A folder of articles, its graph, a clock, and what was told."""

    def __init__(self, here: Path) -> None:
        self.news, self.graph = here / "news", here / "graph"
        self.news.mkdir()
        self.now = 0.0
        self.told: list[tuple[str, ...]] = []
        self.problems: list[str] = []
        self.watch = self.again()

    def again(self) -> Watch:
        """Watch from the start."""
        self.watch = Watch(
            self.news,
            self.graph,
            changed=self._tell,
            problem=lambda error: self.problems.append(str(error)),
            clock=lambda: self.now,
        )
        return self.watch

    def _tell(self, report: ChangeReport) -> None:
        for word, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
            self.told += [(word, one) for one in ids]

    def write(self, name: str, year: int) -> None:
        (self.news / f"{name}.md").write_text(TEXT.format(year), encoding="utf-8")

    def settle(self) -> list[tuple[str, ...]]:
        """Look until nothing is being written; what was told."""
        self.told.clear()
        while self.watch.look():
            self.now += 1
        return self.told

    def ids(self) -> list[str]:
        with Ledger(self.graph / STORE) as ledger:
            return list(ledger.ids())


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


def test_new_changed_moved_and_gone(watched: Watched, tmp_path: Path) -> None:
    watched.write("one", 2020)
    watched.write("two", 2021)
    assert watched.settle() == [("added", "one"), ("added", "two")]
    assert watched.settle() == []
    watched.write("one", 20199)
    (watched.news / "two.md").rename(watched.news / "three.md")
    assert watched.settle() == [("added", "three"), ("changed", "one"), ("removed", "two")]
    build_graph([watched.news], tmp_path / "fresh")
    same = default_lines(open_graph(watched.graph)) == default_lines(open_graph(tmp_path / "fresh"))
    assert same


def test_what_changed_while_nobody_watched(watched: Watched) -> None:
    watched.write("one", 2020)
    watched.write("two", 2021)
    watched.settle()
    watched.write("three", 2022)
    (watched.news / "one.md").unlink()
    watched.again()
    assert watched.settle() == [("added", "three"), ("removed", "one")]
    assert watched.again().look() is False


def test_a_file_that_is_being_written_is_left_alone(watched: Watched) -> None:
    for length in (1, 2, 3):
        watched.write("one", 10**length)
        assert watched.watch.look()
        watched.now += 0.5
    assert watched.told == []
    assert watched.settle() == [("added", "one")]


def test_articles_from_elsewhere_and_a_folder_that_is_gone(watched: Watched, tmp_path: Path) -> None:
    watched.write("one", 2020)
    watched.settle()
    (tmp_path / "other.md").write_text(TEXT.format(2023), encoding="utf-8")
    add_articles([tmp_path / "other.md"], watched.graph)
    watched.news.rename(tmp_path / "away")
    assert watched.settle() == watched.settle() == []
    assert len(watched.problems) == 1
    assert "the graph stays as it is" in watched.problems[0]
    (tmp_path / "away").rename(watched.news)
    (watched.news / "one.md").unlink()
    assert watched.settle() == [("removed", "one")]
    assert watched.ids() == ["other"]


def test_what_cannot_be_read_is_told_once(watched: Watched) -> None:
    (watched.news / "bad.md").write_bytes(b"\n")
    watched.write("one", 2020)
    assert watched.settle() == [("added", "one")]
    watched.settle()
    assert len(watched.problems) == 1
    watched.write("bad", 2021)
    assert watched.settle() == [("added", "bad")]


def test_the_command_ends_with_ctrl_c(watched: Watched) -> None:
    watched.write("one", 2020)
    command = [sys.executable, "-m", "kg", "watch", str(watched.news), "-o", str(watched.graph), "--quiet", "0.1"]
    once = subprocess.run([*command, "--once"], capture_output=True, check=False)
    assert (once.returncode, once.stdout) == (0, b"added\tone\n")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    )
    assert process.stdout is not None
    watched.write("two", 2021)
    assert process.stdout.readline() == b"added\ttwo\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in said) == (130, False)
