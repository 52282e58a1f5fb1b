"""``kg communities``: things that belong together."""

from __future__ import annotations

import click

from kg.cli.analysis_options import form_option, include_option, included, labels_option, top_option
from kg.cli.lines import write_lines
from kg.cli.options import graph_option, output_option
from kg.cli.waiting import Waiting

__all__ = ["communities_command"]


@click.command("communities")
@graph_option
@top_option(0, "communities, the largest first")
@include_option
@labels_option
@form_option("text", "json", "csv")
@output_option()
def communities_command(
    graph: str | None, top: int, include: tuple[str, ...], labels: str, form: str, output: str
) -> None:
    """Find communities: things that have more to do with each other than with others.

    They are found by the Louvain method with a fixed seed, over plain statements, and named by their most central
    things. Members are listed the most central first.

    \b
    kg communities
    kg communities --top 5 --labels en
    kg communities --include planned --include former
    kg communities --format csv -o communities.csv
    """  # noqa: D301 (click reads the \b)
    from kg.explore import analysis_lines, analysis_tables
    from kg.explore.rankings import communities
    from kg.explore.render import json_text
    from kg.explore.words import Words
    from kg.graph import open_graph, write_file

    with Waiting(doing="looking for communities"):
        found = communities(open_graph(graph), included(include))
    words, most = Words(labels == "zh"), top or None
    if form == "text":
        write_lines(analysis_lines.community_lines(found, words, most), output)
    else:
        text = json_text(found[:most]) if form == "json" else analysis_tables.community_csv(found, words, most)
        write_file(output, [text.encode()])
