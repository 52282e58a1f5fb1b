"""``kg watch``: a graph that follows a folder."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.change_options import changed_graph_option, graph_folder, wait_option, waiting_for
from kg.cli.telling import tell

if TYPE_CHECKING:
    from kg.vocabulary import KgError
    from kg.workspace.changes import ChangeReport

__all__ = ["watch_command"]


def _tell(report: ChangeReport) -> None:
    for word, ids in (("added", report.added), ("changed", report.changed), ("removed", report.removed)):
        for one in ids:
            click.echo(f"{word}\t{''.join(c if c.isprintable() else chr(0xFFFD) for c in one)}")


def _complain(error: KgError) -> None:
    tell(f"kg: {error}")


@click.command("watch")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False))
@changed_graph_option
@click.option("--once", is_flag=True, help="Look once, and end when nothing is being written any more.")
@click.option(
    "--every",
    metavar="SECONDS",
    type=click.FloatRange(min=0.05),
    default=2.0,
    show_default=True,
    help="Look so often.",
)
@click.option(
    "--quiet",
    metavar="SECONDS",
    type=click.FloatRange(min=0),
    default=1.0,
    show_default=True,
    help="Leave a file alone until it has been the same so long.",
)
@wait_option
def watch_command(folder: Path, graph: str | None, once: bool, every: float, quiet: float, wait: bool) -> None:
    """Keep the graph current with the articles in DIR, until Ctrl-C.

    A file that is new or changed is added, one that is gone is removed; a line each on standard output: added, changed
    or removed, a tab, the article's id. What changed while nobody watched is made good first. Articles that came into
    the graph by other ways stay.

    \b
    kg watch news -o graph
    kg watch news -g graph --every 10 --quiet 0.5 --no-wait
    kg watch news -o graph --once
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.watching import Watch

    tell(f"kg watch: {folder} is watched; Ctrl-C ends it")
    watch = Watch(folder, graph_folder(graph), quiet, _tell, _complain, waiting_for(wait, "kg watch"))
    while True:
        waits = watch.look()
        if once and not waits:
            return
        time.sleep(min(every, max(quiet / 2, 0.05)) if waits else every)
