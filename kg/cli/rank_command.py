"""``kg rank``: what matters most in the network."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

import click

from kg.cli import completing
from kg.cli.analysis_options import form_option, include_option, included, labels_option, top_option
from kg.cli.lines import write_lines
from kg.cli.options import graph_option, output_option
from kg.cli.progress_bar import ProgressBar
from kg.cli.waiting import Waiting

__all__ = ["rank_command"]


@click.command("rank")
@graph_option
@click.option(
    "--by",
    "measure",
    type=click.Choice(["degree", "pagerank", "betweenness"]),
    default="degree",
    show_default=True,
    help="Things tied to it; visits of a random walk; share of shortest paths that pass through it.",
)
@click.option(
    "--type",
    "kind",
    metavar="CLASS",
    shell_complete=completing.classes,
    help="Only things of a class, such as Platform or 平台.",
)
@top_option(20, "things")
@include_option
@labels_option
@form_option("table", "json", "csv")
@output_option()
def rank_command(
    graph: str | None,
    measure: str,
    kind: str | None,
    top: int,
    include: tuple[str, ...],
    labels: str,
    form: str,
    output: str,
) -> None:
    """Rank things by how they stand in the network of plain statements.

    Ranks are reckoned over the whole network, and then filtered by --type. Betweenness is exact up to 4,000 things;
    beyond, it is estimated from 1,000 of them, drawn with a fixed seed, and the answer says so.

    \b
    kg rank
    kg rank --by pagerank --type Platform --top 10
    kg rank --include all --labels en
    kg rank --by betweenness --format csv -o ranks.csv -g graph
    """  # noqa: D301 (click reads the \b)
    from kg.explore import analysis_lines, analysis_tables
    from kg.explore.rankings import rank_things
    from kg.explore.render import json_text
    from kg.explore.words import Words
    from kg.graph import open_graph, write_file

    waiting = nullcontext() if measure == "betweenness" else Waiting(doing="ranking")  # one line at a time
    with ProgressBar() as bar, waiting:
        found = rank_things(open_graph(graph), measure, kind, included(include), bar.reckoning)
    words, most = Words(labels == "zh"), top or None
    if form == "table":
        write_lines(analysis_lines.ranking_lines(found, words, most), output)
    elif form == "json":
        write_file(output, [json_text(replace(found, ranked=found.ranked[:most])).encode()])
    else:
        write_file(output, [analysis_tables.ranking_csv(found, words, most).encode()])
