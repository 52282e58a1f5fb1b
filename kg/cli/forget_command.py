"""``kg forget``: a person out of the graph."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.options import graph_option
from kg.cli.telling import tell
from kg.cli.translation import translated

__all__ = ["forget_command"]


@click.command("forget")
@click.argument("name", shell_complete=completing.things)
@graph_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def forget_command(name: str, graph: str | None, yes: bool) -> None:
    """Take the person NAME out of the graph, and keep them out of later builds of its folder.

    What is said of the person goes, with its sentences; in sentences about others the name is covered. The folder's
    forgotten.toml remembers digests of the names, not the names. The articles' own files are not touched, nor is what
    was exported or released before.

    \b
    kg forget 蒋凡 --yes
    kg forget 李方 --yes -g graph
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.forgetting import forget

    if not yes:
        click.confirm(translated(f"Take {name} out of the graph for good?"), abort=True, err=True)
    done = forget(name, graph)
    count, articles = len(done.articles), ", ".join(done.articles)
    if articles:
        tell(f"kg forget: {done.facts} facts left out; {count} articles spoke of the person: {articles}", err=False)
    else:
        tell("kg forget: no article speaks of the person any longer", err=False)
