"""``kg viz``: an interactive picture of the graph as one HTML file."""

from __future__ import annotations

import click

from kg.cli.options import graph_option, output_option

__all__ = ["viz_command"]

_MANY = 300  # things beyond which no name is legible without zooming in


@click.command("viz")
@graph_option
@click.option("--focus", metavar="NAME", help="Draw only what is near the thing of this name.")
@click.option(
    "--hops",
    type=click.IntRange(min=0, max=20),
    default=1,
    show_default=True,
    help="With --focus: at most so many relations away from it.",
)
@output_option(required=True)
def viz_command(graph: str | None, focus: str | None, hops: int, output: str) -> None:
    """Write an interactive picture of the graph as one HTML file that needs no network.

    Lines are statements: hover over one, or click it, to read its sentence and its source.
    """
    from kg.explore import write_page
    from kg.graph import open_graph

    shown = write_page(open_graph(graph), output, focus=focus, hops=hops)
    click.echo(f"kg viz: {shown.things} things, {shown.relations} relations", err=True)
    if shown.things > _MANY:
        click.echo("kg viz: that is much for one picture; --focus NAME draws the neighbourhood of a thing", err=True)
