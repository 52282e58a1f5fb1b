"""``kg show``: everything that the graph says about a thing."""

from __future__ import annotations

import sys

import click

from kg.cli.options import graph_option

__all__ = ["show_command"]

_STYLES = {
    "name": "bold",
    "heading": "bold cyan",
    "group": "cyan",
    "fact": "",
    "quote": "italic",
    "source": "dim",
    "note": "dim",
}


@click.command("show")
@click.argument("name")
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
    """
    from kg.explore import entity_page, page_lines, render_json, render_text
    from kg.graph import open_graph

    pages = entity_page(open_graph(graph), name)
    if form == "json":
        click.echo(render_json(pages), nl=False)
    elif not sys.stdout.isatty():
        click.echo(render_text(pages), nl=False)
    else:
        from rich.console import Console
        from rich.padding import Padding
        from rich.text import Text

        console = Console(highlight=False, markup=False, emoji=False)
        for line in page_lines(pages):
            console.print(Padding(Text(line.text, style=_STYLES[line.style]), (0, 0, 0, 2 * line.indent)))
