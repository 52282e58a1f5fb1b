"""``kg diff``: what facts came, went and changed between two graphs."""

from __future__ import annotations

import click

from kg.cli.options import output_option

__all__ = ["diff_command"]


@click.command("diff")
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "patch", "html"]),
    default="text",
    show_default=True,
    help="Lines, a TurtlePatch (SPARQL's DELETE DATA and INSERT DATA) that makes NEW of OLD, or a page.",
)
@output_option()
def diff_command(old: str, new: str, form: str, output: str) -> None:
    """Tell what facts came, went and changed from the graph OLD to the graph NEW (folders or files).

    A fact counts as changed where the same article tells it otherwise: at another time, of another modality, with other
    qualifiers or words. The exit code is 0 whether or not they differ.

    \b
    kg diff exports graph
    kg diff exports graph --format patch
    kg diff --format html exports/kg.trig graph -o changes.html
    """  # noqa: D301 (click reads the \b)
    from kg.exchange.difference_formats import write_difference
    from kg.graph import open_graph, write_file

    write_file(output, write_difference(open_graph(old), open_graph(new), form))
