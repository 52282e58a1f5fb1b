"""``kg doctor``: whether the folder of a graph is sound."""

from __future__ import annotations

import click

from kg.cli.change_options import changed_graph_option, wait_option, waiting_for
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.vocabulary.errors import ConformanceError

__all__ = ["doctor_command"]


@click.command("doctor")
@changed_graph_option
@click.option("--fix", is_flag=True, help="Mend what is found.")
@wait_option
def doctor_command(graph: str | None, fix: bool, wait: bool) -> None:
    """Look the folder of the graph over, and mend it.

    It tells of a damaged or outdated store, of damaged facts and texts, of files that are behind the store, and of what
    killed runs left, a line each. Exit code 1 where something is left to mend.

    --fix makes a damaged store anew from the facts and texts that the folder keeps, without the articles' own files,
    and writes kg.ttl and the others where they are behind the store.

    \b
    kg doctor
    kg doctor --fix -g graph --no-wait
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.doctor import examine, mend

    with ProgressBar() as bar:
        found = mend(graph, waiting=waiting_for(wait, "kg doctor"), progress=bar.extracting) if fix else examine(graph)
    for one in found:
        click.echo(one.line())
    left = sum(not one.is_mended for one in found)
    if left:
        if fix:
            raise ConformanceError(f"{left} of these could not be mended")
        raise ConformanceError(f"{left} of these can be mended with `kg doctor --fix`")
    if not found:
        tell("all is well", err=False)
