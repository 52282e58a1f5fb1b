"""Options of the commands that change a graph's folder, as decorators, and what they say in the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.telling import tell

if TYPE_CHECKING:
    from kg.graph.changing import Waiting
    from kg.workspace.changes import ChangeReport

__all__ = ["changed_graph_option", "given_options", "graph_folder", "say_change", "wait_option", "waiting_for"]

_Command = Callable[..., Any]


def changed_graph_option(command: _Command) -> _Command:
    """Add ``-g/--graph``, also called ``-o/--output`` as of ``kg build``; the command gets ``graph: str | None``."""
    return click.option(
        "-g",
        "--graph",
        "-o",
        "--output",
        "graph",
        metavar="DIR",
        help="Folder of the graph. [default: $KG_GRAPH, else ./graph, else ./exports]",
    )(command)


_GIVEN = (
    click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read."),
    click.option("--date", metavar="DATE", help="Of one article: when it was published (YYYY-MM-DD, YYYY-MM, YYYY)."),
    click.option("--title", metavar="TEXT", help="Of one article: its title."),
    click.option("--publisher", metavar="NAME", help="Of one article: the outlet that published it."),
    click.option("--source", metavar="URL", help="Of one article: where it stands."),
)


def given_options(command: _Command) -> _Command:
    """Add ``--strict`` and what is said of the one article: ``--date``, ``--title``, ``--publisher``, ``--source``."""
    for option in reversed(_GIVEN):
        command = option(command)
    return command


def wait_option(command: _Command) -> _Command:
    """Add ``--wait/--no-wait``; the command gets ``wait: bool``."""
    return click.option(
        "--wait/--no-wait",
        default=True,
        help="Where another process changes the same graph: wait for it, or fail. [default: --wait]",
    )(command)


def waiting_for(wait: bool, doing: str) -> Waiting:
    """What to do where another process changes the graph; that it is waited for is told on standard error."""
    from kg.graph.changing import Waiting

    return Waiting(wait, lambda line: tell(f"kg: {line}"), doing)


def graph_folder(graph: str | None) -> Path:
    """The folder of a graph that may not be there yet; without a name the one that others read, else ./graph."""
    from kg.graph import find_graph
    from kg.vocabulary import InputError

    if graph:
        return Path(graph)
    try:
        return find_graph()
    except InputError:
        return Path("graph")


def say_change(report: ChangeReport) -> None:
    """Say what became of a graph, and whether its files are behind."""
    tell(
        f"{report.folder}: {len(report.added)} added, {len(report.changed)} changed, {len(report.removed)} removed,"
        f" {report.unchanged} unchanged; {report.facts} facts",
        err=False,
    )
    if report.files_behind:
        tell(f"kg: {report.folder}: its files are behind the store; `kg export` writes them")
