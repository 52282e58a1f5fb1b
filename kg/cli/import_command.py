"""``kg import``: users' own facts as one more source graph."""

from __future__ import annotations

import click

from kg.cli.options import graph_option
from kg.cli.telling import tell

__all__ = ["import_command"]


@click.command("import")
@click.argument("file", required=False, type=click.Path())
@graph_option
@click.option("--map", "column_map", metavar="FILE", type=click.Path(), help="Of CSV: its column map (TOML).")
@click.option("--name", metavar="NAME", help="Name of the source. [default: the map's, else the file's]")
@click.option("--derived-from", metavar="IRI", help="Where the facts come from, unless they say so themselves.")
@click.option("--dry-run", is_flag=True, help="Check the file only.")
@click.option(
    "--annotations",
    "form",
    type=click.Choice(["gold", "brat", "label-studio"]),
    help="FILE holds annotations of an article: write them in this format to -o.",
)
@click.option("--text", metavar="FILE", type=click.Path(), help="Of annotations: the article that they are of.")
@click.option("-o", "--output", metavar="FILE|DIR", type=click.Path(), help="Of annotations: where to.")
@click.option("--list", "listed", is_flag=True, help="List the sources that the graph has.")
@click.option("--remove", metavar="NAME", help="Take a source out again.")
def import_command(
    file: str | None,
    graph: str | None,
    column_map: str | None,
    name: str | None,
    derived_from: str | None,
    dry_run: bool,
    form: str | None,
    text: str | None,
    output: str | None,
    listed: bool,
    remove: str | None,
) -> None:
    """Add facts of your own to the graph, from RDF or CSV, as the graph xbr:source-NAME.

    They are checked by the graph's shapes and never mixed with what articles state: ask GRAPH xbr:source-NAME for them.
    An import replaces what the source held before; building the articles again keeps it.

    \b
    kg import registry.csv --map registry.toml --derived-from https://example.org/registry
    kg import own.ttl --name own --dry-run
    kg import own.ttl --name own -g graph
    kg import --list
    kg import --remove own

    Annotations go from brat (.ann), Label Studio or our own JSON to any of these:

    \b
    kg import one.json --text one.txt --annotations brat -o brat
    kg import brat/one.ann --annotations gold -o gold.json
    """  # noqa: D301 (click reads the \b)
    from kg.vocabulary import UsageError
    from kg.workspace.imports import import_facts, imported_sources, remove_import

    if (file is not None) + listed + (remove is not None) != 1:
        raise UsageError("give one of FILE, --list and --remove NAME")
    if form is not None:
        from kg.exchange.annotation_files import convert_annotations

        if file is None or output is None:
            raise UsageError("annotations need FILE, and -o for where to")
        convert_annotations(file, form, output, text)
    elif listed:
        for one in imported_sources(graph):
            click.echo(one)
    elif remove is not None:
        remove_import(remove, graph)
    elif file is not None:
        done = import_facts(file, graph, name=name, column_map=column_map, derived_from=derived_from, dry_run=dry_run)
        if dry_run:
            tell(f"kg import: {done.facts} facts, {done.triples} triples would be in <{done.graph}>", err=False)
        else:
            tell(f"kg import: {done.facts} facts, {done.triples} triples are in <{done.graph}>", err=False)
