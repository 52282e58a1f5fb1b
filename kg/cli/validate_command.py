"""``kg validate``: whether the graph has its shapes and agrees with the ontology."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.options import graph_option, output_option
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell

__all__ = ["validate_command"]


@click.command("validate")
@click.argument("file", required=False, shell_complete=completing.files)
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "ttl"]),
    default="text",
    show_default=True,
    help="A report for people, JSON, or the report that SHACL defines in Turtle.",
)
@output_option()
def validate_command(file: str | None, graph: str | None, form: str, output: str) -> None:
    """Check the graph FILE (or folder) against ontology/shapes.ttl, and for contradictions with the ontology.

    Without FILE: the graph that the other commands read. Each problem is told with its file, article and node, what is
    wrong, and how to mend it. The exit code is 0 where the graph conforms (warnings may stand), else 1.

    \b
    kg validate
    kg validate -g graph --format json
    kg validate kg.ttl --format ttl -o report.ttl
    """  # noqa: D301 (click reads the \b)
    from itertools import chain

    from kg.graph import open_graph, write_file
    from kg.graph.consistency import contradictions
    from kg.graph.findings import Tally
    from kg.graph.report import report_json, report_lines, report_turtle
    from kg.graph.validation import validate_graph
    from kg.vocabulary import ConformanceError, UsageError

    if file is not None and graph is not None:
        raise UsageError("name the graph once: as FILE, or with -g")
    opened = open_graph(file or graph)
    source, tally = str(opened.path), Tally()
    with ProgressBar() as bar:
        findings = tally.of(chain(validate_graph(opened, progress=bar.extracting), contradictions(opened)))
        if form == "text":
            write_file(output, (f"{line}\n".encode() for line in report_lines(findings, source)))
        else:
            write_file(output, [report_json(findings, source).encode() if form == "json" else report_turtle(findings)])
    if tally.errors:
        raise ConformanceError(f"{source} does not conform: {tally}")
    tell(f"{source} conforms: {tally}" if tally.warnings else f"{source} conforms")
