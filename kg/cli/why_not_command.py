"""``kg why-not``: why an article does not yield a fact."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import completing
from kg.cli.options import graph_option

__all__ = ["why_not_command"]

_SHOWN = 8


@click.command("why-not")
@click.argument("subject", shell_complete=completing.things)
@click.argument("predicate", metavar="PREDICATE|METRIC", shell_complete=completing.predicates)
@click.argument("target", metavar="OBJECT|VALUE", shell_complete=completing.things)
@click.argument("article", shell_complete=completing.texts)
@click.option("--quote", metavar="WORDS", help="Words of the article that should yield it. [default: look everywhere]")
@graph_option
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
def why_not_command(
    subject: str, predicate: str, target: str, article: str, quote: str | None, graph: str | None, form: str
) -> None:
    """Show why ARTICLE does not yield a fact: which rules came near, and which check or missing piece stopped them.

    ARTICLE is a file, or the id of an article whose text the graph keeps. SUBJECT - is no subject.

    \b
    kg why-not 速卖通 competesWith Coupang news.txt
    kg why-not 速卖通 targetsMarket 韩国 news.txt --quote 速卖通进入韩国
    kg why-not 速卖通 revenue 3亿元 001_88b91df809469b87 -g graph --format json
    """  # noqa: D301 (click reads the \b)
    from kg.articles import read_article
    from kg.extraction.whynot import why_not
    from kg.workspace.explained import why_not_json, why_not_text

    if Path(article).is_file():
        text = read_article(article)
    else:
        from kg.graph import open_graph
        from kg.workspace.explain import article_of

        text = article_of(open_graph(graph), article)
    found = why_not(text, subject, predicate, target, quote)
    click.echo(why_not_json(found) if form == "json" else why_not_text(found, _SHOWN), nl=False)
