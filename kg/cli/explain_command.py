"""``kg explain``: how a fact was read."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import completing
from kg.cli.options import graph_option

__all__ = ["explain_command"]


@click.command("explain")
@click.argument(
    "fact", metavar="FACT | SUBJECT PREDICATE [OBJECT]", nargs=-1, required=True, shell_complete=completing.terms
)
@graph_option
@click.option(
    "--text",
    "texts",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File or folder of articles, where the graph does not keep their texts.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
def explain_command(fact: tuple[str, ...], graph: str | None, texts: tuple[Path, ...], form: str) -> None:
    """Show how a fact was read: article, sentence, rule, and each step from words to names, figures and times.

    FACT is the IRI of a statement or observation, its 16 hex digits, or the first of them; or give SUBJECT, PREDICATE
    and OBJECT by any of their names (of a figure: METRIC and value).

    \b
    kg explain 速卖通 partOf AIDC
    kg explain 蒋凡 leads 速卖通 -g graph --format json
    kg explain AIDC revenue 37756000000 --text seeds
    """  # noqa: D301 (click reads the \b)
    from kg.graph import open_graph
    from kg.workspace.explain import explain_facts
    from kg.workspace.explained import as_json, as_text

    found = explain_facts(open_graph(graph), fact, texts)
    click.echo(as_json(found) if form == "json" else as_text(found), nl=False)
