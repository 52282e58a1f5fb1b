"""Worker processes: all tasks are done, none is lost for another's sake, and nothing stays behind."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from kg.vocabulary import KgError
from kg.workspace.pool import Lost, WorkerPool
from workspace.pool_toys import Toy

DOUBLER = "workspace.pool_toys:Doubler"


def done(tasks: list[Toy], jobs: int = 2, *arguments: str) -> tuple[list[int], list[Lost[Toy]]]:
    with WorkerPool[Toy](DOUBLER, arguments, jobs) as pool:
        found = list(pool.run(tasks))
    lost = [one for one in found if isinstance(one, Lost)]
    return sorted(one for one in found if not isinstance(one, Lost)), lost


@pytest.mark.parametrize("size", [0, 40_000])
def test_each_task_is_done_once(size: int) -> None:
    assert done([Toy(n, size=size) for n in range(150)]) == (list(range(0, 300, 2)), [])


def test_no_task() -> None:
    assert done([]) == ([], [])


def test_what_a_library_prints_is_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    assert done([Toy(1, "print"), Toy(2)]) == ([2, 4], [])
    assert "a library says something" in capfd.readouterr().err


@pytest.mark.parametrize("size", [0, 40_000])
def test_a_task_that_ends_its_process_is_named_and_all_others_are_done(size: int) -> None:
    tasks = [Toy(n, "kill" if n == 3 else "", size) for n in range(8)]
    numbers, lost = done(tasks)
    assert numbers == [0, 2, 4, 8, 10, 12, 14]
    assert [(one.task.number, one.reason) for one in lost] == [(3, "signal 9")]


def test_a_process_that_dies_by_accident_costs_nothing(tmp_path: Path) -> None:
    assert done([Toy(1, "kill once"), Toy(2)], 1, str(tmp_path)) == ([2, 4], [])


@pytest.mark.parametrize("size", [0, 40_000])
def test_a_task_that_fails_is_named_with_its_reason(size: int) -> None:
    numbers, lost = done([Toy(1, size=size), Toy(2, "fail", size), Toy(3, size=size)])
    assert numbers == [2, 6]
    assert [(one.task.number, one.reason) for one in lost] == [(2, "ValueError: odd")]


def test_workers_that_cannot_start() -> None:
    with pytest.raises(KgError, match="no such folder"):
        done([Toy(1)], 2, "unfit")


def test_no_more_is_asked_for_than_can_soon_be_done() -> None:
    asked = answered = most = 0

    def tasks() -> Iterator[Toy]:
        nonlocal asked
        for number in range(100):
            asked += 1
            yield Toy(number)

    with WorkerPool[Toy](DOUBLER, (), 2) as pool:
        for _ in pool.run(tasks()):
            answered += 1
            most = max(most, asked - answered)
    assert answered == 100
    assert most <= 6


def test_leaving_early_ends_all_workers() -> None:
    started = time.monotonic()
    with WorkerPool[Toy](DOUBLER, (), 2) as pool:
        assert next(pool.run([Toy(1), Toy(2, "sleep"), Toy(3, "sleep")])) == 2
        running = [process._popen for process in pool._processes]
    assert time.monotonic() - started < 60
    assert all(one.poll() is not None for one in running)


def test_workers_end_with_a_killed_parent() -> None:
    program = textwrap.dedent(f"""
        import os, signal, sys
        sys.path[:0] = {[str(ROOT), str(ROOT / "tests")]!r}
        from kg.workspace.pool import WorkerPool
        from workspace.pool_toys import Toy
        pool = WorkerPool({DOUBLER!r}, (), 1)
        next(pool.run([Toy(1), Toy(2, "sleep")]))
        print(next(iter(pool._processes))._popen.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    ran = subprocess.run([sys.executable, "-c", program], stdout=subprocess.PIPE, check=False, timeout=120)
    pid = int(ran.stdout)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{pid}/stat").is_file() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            return  # dead, and nobody's child yet
        time.sleep(0.05)
    pytest.fail("the worker still runs")
