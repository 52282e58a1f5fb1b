"""``kg remove``: articles out of a graph."""

from __future__ import annotations

import click

from kg.cli.change_options import changed_graph_option, say_change, wait_option, waiting_for

__all__ = ["remove_command"]


@click.command("remove")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@changed_graph_option
@wait_option
def remove_command(articles: tuple[str, ...], graph: str | None, wait: bool) -> None:
    """Take articles out of the graph, with all that they alone state.

    ARTICLE is an id as kg stats and kg show tell it, an IRI, or xba:ID. Their text and facts that the folder keeps go
    too; their own files are not touched. The store changes, which all commands read; kg.ttl and the other files of the
    folder stay until kg export or kg build writes them.

    \b
    kg remove 001_88b91df809469b87
    kg remove xba:000_1a7cadfdf621ab76 -g graph --no-wait
    """  # noqa: D301 (click reads the \b)
    from kg.workspace.changes import remove_articles

    say_change(remove_articles(articles, graph, waiting=waiting_for(wait, "kg remove")))
