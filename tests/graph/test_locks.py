"""One process at a time, and nothing left of one that was killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.graph.locks import held_by, left_by, locked
from kg.vocabulary import OutputError

HOLD = """
import sys
from pathlib import Path
from kg.graph.locks import locked
with locked(Path(sys.argv[1]), "kg build"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    (tmp_path / "graph" / ".kg").mkdir(parents=True)
    return tmp_path / "graph" / ".kg" / "lock"


def holder(lock: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def end(process: subprocess.Popen[bytes]) -> None:
    process.communicate()


def test_the_second_fails_with_one_line_that_names_the_first(lock: Path) -> None:
    process = holder(lock)
    said = rf"graph is being changed by process {process.pid} \(kg build\)"
    with pytest.raises(OutputError, match=said), locked(lock, wait=False):
        pass
    end(process)
    with locked(lock, wait=False):
        assert held_by(lock) == f"process {os.getpid()}"
    assert held_by(lock) == ""


def test_the_second_waits_and_says_so(lock: Path) -> None:
    process, told = holder(lock), []

    def tell(line: str) -> None:
        told.append(line)
        threading.Thread(target=end, args=(process,)).start()

    with locked(lock, tell=tell):
        pass
    assert [line.endswith("waiting for it") for line in told] == [True]


def test_threads_take_turns(lock: Path) -> None:
    with locked(lock), pytest.raises(OutputError), locked(lock, wait=False):
        pass


def test_a_killed_process_holds_nothing_but_is_named(lock: Path) -> None:
    process = holder(lock)
    assert left_by(lock) == ""
    process.kill()
    end(process)
    assert left_by(lock) == f"process {process.pid} (kg build)"
    with locked(lock, wait=False):
        assert left_by(lock) == ""
    assert left_by(lock) == ""
