"""What worker processes do in tests of the pool."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Toy:
    """A task: a number, and what is to happen on it."""

    number: int
    kind: str = ""
    size: int = 40_000  # each travels alone


class Doubler:
    """Doubles numbers; other kinds of task end the process, fail, or take their time."""

    def __init__(self, folder: str = "") -> None:
        if folder == "unfit":
            raise ValueError("no such folder")
        self._folder = folder

    def __call__(self, task: Toy) -> int:
        if task.kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if task.kind == "kill once" and not (mark := Path(self._folder, "mark")).exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if task.kind == "fail":
            raise ValueError("odd")
        if task.kind == "print":
            print("a library says something", flush=True)  # noqa: T201
        if task.kind == "sleep":
            time.sleep(600)
        return 2 * task.number
