"""``kg path``: how two things hang together."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.analysis_options import form_option, include_option, included, labels_option
from kg.cli.lines import write_lines
from kg.cli.options import graph_option, output_option
from kg.cli.waiting import Waiting
from kg.vocabulary import UsageError

__all__ = ["path_command"]

_LENGTH, _MOST = 3, 1000


@click.command("path")
@click.argument("start", metavar="A", shell_complete=completing.things)
@click.argument("end", metavar="B", shell_complete=completing.things)
@graph_option
@click.option("--all", "every", is_flag=True, help="Show all paths up to --max-length that pass no thing twice.")
@click.option(
    "--max-length",
    type=click.IntRange(min=1, max=12),
    metavar="N",
    help=f"With --all: relations at most. [default: {_LENGTH}]",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help=f"With --all: paths at most; more are an error, never cut off. [default: {_MOST}]",
)
@include_option
@labels_option
@form_option("text", "json", "csv")
@output_option()
def path_command(
    start: str,
    end: str,
    graph: str | None,
    every: bool,
    max_length: int | None,
    limit: int | None,
    include: tuple[str, ...],
    labels: str,
    form: str,
    output: str,
) -> None:
    """Show the shortest path of statements between the things called A and B, or with --all every path up to a length.

    Each step shows what is stated of the two, with sentence, article and date. A path may follow a statement either
    way; what is negated, planned, hedged or called past is no step unless --include says so, and is marked then. Of
    several shortest paths the one with most statements is shown.

    \b
    kg path 菜鸟 速卖通
    kg path 菜鸟 AliExpress --all --max-length 3 --limit 50 --labels en
    kg path 蒋凡 韩国 --include planned --format csv -o path.csv
    """  # noqa: D301 (click reads the \b)
    if not every and (max_length is not None or limit is not None):
        raise UsageError("--max-length and --limit go with --all; the shortest path is as long as it is")
    from kg.explore import analysis_lines, analysis_tables
    from kg.explore.render import json_text
    from kg.explore.routes import routes_between
    from kg.explore.words import Words
    from kg.graph import open_graph, write_file

    length = (max_length or _LENGTH) if every else None
    with Waiting(doing="looking for paths"):
        found = routes_between(open_graph(graph), start, end, length, limit or _MOST, included(include))
    words = Words(labels == "zh")
    if form == "text":
        write_lines(analysis_lines.route_lines(found, words), output)
    else:
        text = json_text(found) if form == "json" else analysis_tables.route_csv(found, words)
        write_file(output, [text.encode()])
