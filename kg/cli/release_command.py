"""``kg release``: the graph as a versioned data set."""

from __future__ import annotations

import click

from kg.cli import completing
from kg.cli.options import graph_option
from kg.cli.telling import tell

__all__ = ["release_command"]


@click.command("release")
@click.argument("folder", metavar="DIR", type=click.Path())
@graph_option
@click.option("--version", "number", required=True, metavar="VERSION", help="Version of the data set, such as 1.2.0.")
@click.option("--date", "day", metavar="DATE", help="Day of the release. [default: $SOURCE_DATE_EPOCH]")
@click.option(
    "--formats",
    metavar="NAME,...",
    shell_complete=completing.formats,
    help="Formats to pack. [default: turtle,trig,nquads,jsonld,csv,sqlite]",
)
@click.option("--previous", metavar="DIR|FILE", type=click.Path(), help="Former release, for the changelog.")
@click.option("--without-persons", is_flag=True, help="Leave out all people, and cover their names in quotations.")
def release_command(
    folder: str,
    graph: str | None,
    number: str,
    day: str | None,
    formats: str | None,
    previous: str | None,
    without_persons: bool,
) -> None:
    """Pack the graph into the new or empty folder DIR: data, description, checksums, licence, codebook, changelog.

    The same graph, version and date always give the same bytes.

    \b
    kg release releases/1.0.0 --version 1.0.0 --date 2026-01-31
    kg release releases/1.1.0 --version 1.1.0 --date 2026-03-31 --previous releases/1.0.0
    kg release open --version 1.1.0 --date 2026-03-31 --formats turtle,csv --without-persons -g graph
    """  # noqa: D301 (click reads the \b)
    from kg.cli.progress_bar import ProgressBar
    from kg.workspace.releases import DEFAULT_FORMATS, release

    names = tuple(one.strip() for one in formats.split(",")) if formats else DEFAULT_FORMATS
    with ProgressBar() as bar:
        files = release(
            folder,
            graph,
            version=number,
            day=day,
            formats=names,
            previous=previous,
            without_persons=without_persons,
            progress=bar.packing,
        )
    tell(f"{folder}: {len(files)} files", err=False)
