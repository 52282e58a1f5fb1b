"""``kg compare``: two things side by side."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.analysis_options import form_option, labels_option
from kg.cli.lines import write_lines
from kg.cli.options import graph_option, output_option
from kg.cli.waiting import Waiting

__all__ = ["compare_command"]


@click.command("compare")
@click.argument("first", metavar="A", shell_complete=completing.things)
@click.argument("second", metavar="B", shell_complete=completing.things)
@graph_option
@labels_option
@form_option("text", "json", "csv")
@output_option()
def compare_command(first: str, second: str, graph: str | None, labels: str, form: str, output: str) -> None:
    """Compare the things called A and B: partners, rivals, markets, models, programs, people and figures.

    Each aspect has what both share, what is told of A alone and what of B alone, with the number of statements and
    articles that tell it; figures of the same metric and period stand side by side. What is denied is a row of its
    own; what is only planned, uncertain or past is marked.

    \b
    kg compare 速卖通 Temu
    kg compare AliExpress AIDC --labels en
    kg compare 速卖通 Temu --format csv -o compared.csv
    """  # noqa: D301 (click reads the \b)
    from kg.explore import analysis_lines, analysis_tables
    from kg.explore.contrast import contrast
    from kg.explore.render import json_text
    from kg.explore.words import Words
    from kg.graph import open_graph, write_file

    with Waiting(doing="comparing"):
        found = contrast(open_graph(graph), first, second)
    words = Words(labels == "zh")
    if form == "text":
        write_lines(analysis_lines.contrast_lines(found, words), output)
    else:
        text = json_text(found) if form == "json" else analysis_tables.contrast_csv(found, words)
        write_file(output, [text.encode()])
