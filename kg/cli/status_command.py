"""``kg status``: what is new, changed, stale or gone."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.change_options import changed_graph_option
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell

__all__ = ["status_command"]


@click.command("status")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@changed_graph_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing; the exit code tells.")
@click.pass_context
def status_command(context: click.Context, paths: tuple[Path, ...], graph: str | None, quiet: bool) -> None:
    """Tell what kg build would do: which articles are new, changed, stale or gone. Without PATH: of the last build.

    Stale is an article whose file is the same, but the program, its rules or names, or what people decided changed
    since it was read. Nothing is read or changed. The exit code is 1 where there is something to do.

    \b
    kg status
    kg status news -g graph
    kg status --quiet || kg build news
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.status import STATES, graph_status

    with ProgressBar() as bar:
        found = graph_status(paths, graph, bar.reading)
    if not quiet:
        for one in found.differences:
            shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in one.path)
            click.echo("  ".join(part for part in (f"{one.state:10}", one.article, shown) if part))
        counts = ", ".join(f"{found.count(state)} {state}" for state in STATES)
        click.echo(f"{found.folder}: {found.unchanged} unchanged, {counts}")
        if found.files_behind:
            tell(f"kg: {found.folder}: its files are behind the store; `kg export` writes them")
    if not found.is_current:
        context.exit(1)
