"""``kg export``: the graph in another format."""

from __future__ import annotations

from decimal import Decimal

import click

from kg.cli.change_options import wait_option, waiting_for
from kg.cli.options import graph_option, output_option
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.exchange import FORMATS, export_graph
from kg.graph import open_graph
from kg.graph.certain import at_least
from kg.vocabulary import UsageError

__all__ = ["export_command"]


class _Command(click.Command):
    """A command whose help lists the formats."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Formats"):
            formatter.write_dl([(one.name, one.about) for one in FORMATS.values()])


@click.command("export", cls=_Command)
@click.argument("form", metavar="[FORMAT]", type=click.Choice(list(FORMATS)), required=False)
@graph_option
@click.option("--inferred", is_flag=True, help="Of Turtle and N-Triples: with what kg build --infer added.")
@click.option("--unsorted", is_flag=True, help="Of N-Triples, N-Quads and Turtle: quicker, in the order of the store.")
@click.option(
    "--min-confidence",
    metavar="P",
    type=click.FloatRange(0, 1),
    help="Leave out the facts of which it is less likely than this, 0 to 1, that they are right.",
)
@output_option(printed=False)
@wait_option
def export_command(
    form: str | None,
    graph: str | None,
    inferred: bool,
    unsorted: bool,
    min_confidence: float | None,
    output: str | None,
    wait: bool,
) -> None:
    """Write the graph in another format, or the files of its own folder.

    Without FORMAT it writes kg.ttl, kg.trig, kg.graphml and kg.html of the folder anew where they are behind its store,
    as they are after kg add and kg remove.

    TriG and N-Quads hold a graph an article; the others hold what all articles say together. The same graph always
    gives the same bytes, unless --unsorted. A name that ends in .gz is compressed. A format that is a folder replaces
    what an earlier export wrote there.

    \b
    kg export -g graph
    kg export jsonld -o kg.jsonld
    kg export nquads -g graph -o kg.nq.gz
    kg export turtle --inferred -o kg.ttl
    kg export csv --min-confidence 0.9 -o tables
    kg export ntriples --unsorted -o - | wc -l
    """  # noqa: D301 (click reads the \b)
    if form is None:
        if output is not None or inferred or unsorted or min_confidence is not None:
            raise UsageError("these options need a FORMAT; `kg export --help` lists them")
        _renew(graph, wait)
        return
    if output is None:
        raise UsageError(f"say where to write with -o FILE; `kg export {form} -o -` prints")
    with ProgressBar() as bar:
        opened = open_graph(graph)
        if min_confidence is not None:
            opened = at_least(opened, Decimal(str(min_confidence)))
        export_graph(opened, form, output, inferred=inferred, unsorted=unsorted, progress=bar.writing)


def _renew(graph: str | None, wait: bool) -> None:
    from kg.workspace.graph_files import renew_files  # what builds graphs: only where one is changed

    with ProgressBar() as bar:
        bar.storing("writing files")
        folder, written = renew_files(graph, waiting=waiting_for(wait, "kg export"))
    tell(f"{folder}: {', '.join(written)} written" if written else f"{folder}: its files are as its store", err=False)
