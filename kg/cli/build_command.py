"""``kg build``: the graph of articles."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

__all__ = ["build_command"]

_PATIENCE = 2.0  # seconds before a progress bar appears


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on standard error, where that is a terminal and the build takes its time."""
    if not sys.stderr.isatty():
        yield None
        return
    started = time.monotonic()
    with ExitStack() as stack:
        bars: list[tuple[Progress, TaskID]] = []

        def tell(done: int, total: int, _: str) -> None:
            if not bars and time.monotonic() - started > _PATIENCE:
                from rich.console import Console
                from rich.progress import Progress

                bar = stack.enter_context(Progress(console=Console(stderr=True), transient=True))
                bars.append((bar, bar.add_task("articles", total=total)))
            for bar, task in bars:
                bar.update(task, completed=done)

        yield tell


@click.command("build")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the graph. [default: ./graph; ./exports for the seeds]",
)
def build_command(paths: tuple[Path, ...], output: Path | None) -> None:
    """Build the graph from articles: files, or folders of files. Without PATH: the seeds, into ./exports.

    The folder then holds exactly what these articles yield: kg.ttl, kg.trig, kg.graphml, kg.html and the store that
    the other commands read.

    \b
    kg build                       the seeds, into ./exports
    kg build news/*.md -o graph    these articles, into ./graph
    """  # noqa: D301 (click reads the \b)
    from kg.workspace import build_graph

    with _progress() as tell:
        report = build_graph(paths, output, tell)
    counts = report.counts
    click.echo(
        f"{report.folder}: {counts.articles} articles, {counts.things} things, {counts.statements} statements, "
        f"{counts.observations} observations, {counts.triples} triples"
    )
