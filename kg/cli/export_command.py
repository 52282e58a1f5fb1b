"""``kg export``: the graph in another format."""

from __future__ import annotations

import click

from kg.cli.options import graph_option, output_option
from kg.exchange import FORMATS, export_graph
from kg.graph import open_graph

__all__ = ["export_command"]


@click.command("export")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@graph_option
@click.option("--inferred", is_flag=True, help="Of Turtle and N-Triples: with what kg build --infer added.")
@output_option(required=True)
def export_command(form: str, graph: str | None, inferred: bool, output: str) -> None:
    """Write the graph in another format: turtle, ntriples, trig, nquads, jsonld, rdfxml or graphml.

    TriG and N-Quads hold a graph an article; the others hold what all articles say together, GraphML the things and
    the statements between them. The same graph always gives the same bytes.

    \b
    kg export jsonld -o kg.jsonld
    kg export ntriples -o - | wc -l
    """  # noqa: D301 (click reads the \b)
    export_graph(open_graph(graph), form, output, inferred=inferred)
