"""``kg show``: everything that the graph says about a thing."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.lines import write_lines
from kg.cli.options import graph_option

__all__ = ["show_command"]


@click.command("show")
@click.argument("name", shell_complete=completing.things)
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Plain text, or JSON with every value as the graph has it.",
)
def show_command(name: str, graph: str | None, form: str) -> None:
    """Show everything that the graph says about the thing called NAME, with quotes and sources.

    NAME may be any name of it in Chinese (simplified or traditional) or English, in any case and spacing, or its IRI.
    Where several things have the name, all are shown; where nothing has it, the nearest names are offered.

    \b
    kg show 菜鸟
    kg show aliexpress -g graph --format json
    """  # noqa: D301 (click reads the \b)
    from kg.explore import entity_page, page_lines, render_json
    from kg.graph import open_graph

    pages = entity_page(open_graph(graph), name)
    if form == "json":
        click.echo(render_json(pages), nl=False)
    else:
        write_lines(page_lines(pages))
