"""``kg timeline``: the facts of a thing by time."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.analysis_options import form_option, labels_option
from kg.cli.lines import write_lines
from kg.cli.options import graph_option, output_option
from kg.cli.waiting import Waiting

__all__ = ["timeline_command"]


@click.command("timeline")
@click.argument("name", shell_complete=completing.things)
@graph_option
@click.option("--since", metavar="DATE", help="Only what is dated, and not before this day.")
@click.option("--until", metavar="DATE", help="Only what is dated, and not after this day.")
@labels_option
@form_option("text", "json", "csv")
@output_option()
def timeline_command(
    name: str, graph: str | None, since: str | None, until: str | None, labels: str, form: str, output: str
) -> None:
    """Tell the facts of the thing called NAME in order of time: its relations and figures, each with its source.

    What is negated, planned, hedged or called past is marked. Facts without a time come last, by the dates of their
    articles.

    \b
    kg timeline 速卖通
    kg timeline AliExpress --since 2024-01-01 --until 2025-12-31 --labels en
    kg timeline AIDC --format csv -o aidc.csv -g graph
    """  # noqa: D301 (click reads the \b)
    from kg.explore import analysis_lines, analysis_tables
    from kg.explore.render import json_text
    from kg.explore.timeline import timeline
    from kg.explore.words import Words
    from kg.graph import open_graph, write_file
    from kg.vocabulary import NotFoundError

    with Waiting(doing="reading facts"):
        found = timeline(open_graph(graph), name, since, until)
    if not found.moments:
        dated = " of that time" if since or until else ""
        raise NotFoundError(f"no article states a fact{dated} about {name!r}; `kg show {name}` tells what mentions it")
    words = Words(labels == "zh")
    if form == "text":
        write_lines(analysis_lines.timeline_lines(found, words), output)
    else:
        text = json_text(found) if form == "json" else analysis_tables.timeline_csv(found, words)
        write_file(output, [text.encode()])
