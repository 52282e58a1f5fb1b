"""``kg docs``: the ontology's documentation."""

from __future__ import annotations

import click

__all__ = ["docs_command"]


@click.command("docs")
@click.option("-o", "--output", metavar="DIR", default="docs/ontology", show_default=True, help="Folder to write.")
def docs_command(output: str) -> None:
    """Write the documentation of the ontology as HTML: every class, property, metric, unit, shape and question.

    The page needs no network, and the same ontology always gives the same bytes.

    \b
    kg docs
    kg docs -o site/ontology
    """  # noqa: D301 (click reads the \b)
    from kg.explore.documentation import write_documentation

    for path in write_documentation(output):
        click.echo(str(path))
