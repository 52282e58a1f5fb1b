"""``kg stats``: what the graph holds, counted."""

from __future__ import annotations

import json

import click

from kg.cli.options import graph_option, output_option
from kg.graph import open_graph, turtle_bytes, write_file
from kg.graph.dataset import dataset_triples
from kg.graph.statistics import GraphStatistics, count_graph

__all__ = ["stats_command"]


def _table(counts: GraphStatistics) -> str:
    """The counts as lines of a name and a number."""
    rows: list[tuple[str, int | None]] = []
    for name, value in counts.as_dict().items():
        title = name.replace("_", " ")
        if isinstance(value, dict):
            rows += [("", None), (title, None), *((f"  {key}", count) for key, count in value.items())]
        else:
            rows.append((title, value))
    wide = max(len(name) for name, _ in rows)
    return (
        "\n".join(f"{name:{wide}}  {'' if count is None else f'{count:>9,}'}".rstrip() for name, count in rows) + "\n"
    )


@click.command("stats")
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "void"]),
    default="table",
    show_default=True,
    help="What to print; void describes the data set in VoID and DCAT, as Turtle.",
)
@output_option()
def stats_command(graph: str | None, form: str, output: str) -> None:
    """Count what the graph holds: articles, things, statements, observations, and how they divide.

    \b
    kg stats
    kg stats --format json -g graph
    kg stats --format void -o void.ttl
    """  # noqa: D301 (click reads the \b)
    opened = open_graph(graph)
    if form == "void":
        write_file(output, [turtle_bytes(dataset_triples(opened))])
        return
    counts = count_graph(opened)
    text = json.dumps(counts.as_dict(), ensure_ascii=False, indent=1) + "\n" if form == "json" else _table(counts)
    write_file(output, [text.encode()])
