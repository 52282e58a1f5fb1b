"""A bar on standard error for what takes its time."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from kg.cli.telling import tell
from kg.cli.translation import translated
from kg.vocabulary.errors import KgError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["ProgressBar"]

_PATIENCE = 2.0  # seconds before it appears


class ProgressBar:
    """A bar with rate and failures, where standard error is a terminal; elsewhere only the lines of what goes wrong.

    Use it as a context manager.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._stack = ExitStack()
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._failures = self._facts = 0
        self._written = 0

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def reading(self, done: int, total: int, _: str) -> None:
        """Show how many files are read."""
        self._show("reading", done, total)

    def extracting(self, done: int, total: int, _: str) -> None:
        """Show how many articles are done."""
        self._show("articles", done, total)

    def facts(self, count: int) -> None:
        """Show how many facts there are so far, with the next step of the articles."""
        self._facts = count

    def storing(self, what: str) -> None:
        """Show what is done once all articles are read; it is not known how long it takes."""
        self._show(what, 0, None)

    def sending(self, done: int, total: int, _: str) -> None:
        """Show how many graphs are sent."""
        self._show("graphs", done, total)

    def packing(self, done: int, total: int, _: str) -> None:
        """Show how many formats are written."""
        self._show("formats", done, total)

    def drawing(self, done: int, total: int, _: str) -> None:
        """Show how many steps of a page are done."""
        self._show("steps", done, total)

    def reckoning(self, done: int, total: int) -> None:
        """Show how many things' paths are counted."""
        self._show("things", done, total)

    def writing(self, size: int) -> None:
        """Show how much has been written, of what is not known before."""
        self._written += size
        self._show("writing, MB", self._written // 1_000_000, None)

    def problem(self, error: KgError) -> None:
        """Tell what cannot be read."""
        self._failures += 1
        tell(f"kg: {error}")

    def note(self, text: str) -> None:
        """Tell what is worth knowing."""
        tell(f"kg: {text}")

    def _show(self, name: str, done: int, total: int | None) -> None:
        if not sys.stderr.isatty() or time.monotonic() - self._started < _PATIENCE:
            return
        if self._bar is None:
            self._bar = self._stack.enter_context(_bar())
        if name not in self._tasks:
            self._tasks[name] = self._bar.add_task(translated(name), total=total, rate="", failures="")
        task = self._bar.tasks[list(self._tasks).index(name)]
        facts = translated(f"{self._facts:,} facts") + " " if self._facts else ""
        failures = "[red]" + translated(f"{self._failures} left out") if self._failures else ""
        rate = f"{task.speed:,.1f}/s" if task.speed else ""
        self._bar.update(self._tasks[name], completed=done, total=total, rate=rate, failures=facts + failures)


def _bar() -> Progress:
    """A bar of rich, loaded where it is shown."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[failures]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
