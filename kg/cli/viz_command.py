"""``kg viz``: the explorer, or a small picture, as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import completing
from kg.cli.options import graph_option, output_option
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.vocabulary import InputError, UsageError

if TYPE_CHECKING:
    from kg.graph import GraphView
    from kg.model import Article

__all__ = ["viz_command"]

_MANY = 300  # things beyond which pyvis draws no legible name


def _query(given: str) -> str:
    """The text of a query: of a file, else of a saved question."""
    path = Path(given)
    if path.is_file():
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{path} cannot be read: {error.strerror}") from error
        except UnicodeError as error:
            raise InputError(f"{path} is no UTF-8 text: {error}") from error
    if path.suffix or "/" in given:
        raise InputError(f"{given}: no such file")
    from kg.query import saved_question

    return saved_question(given).query


def _texts(graph: GraphView) -> dict[str, Article]:
    """The texts of the graph's articles, as far as they are at hand; says which are not."""
    import pyoxigraph as ox

    from kg.vocabulary.namespaces import PREFIXES, XB, XBA
    from kg.workspace.explain import article_of

    kind, found = ox.NamedNode(PREFIXES["rdf"] + "type"), {}
    subjects = [triple.subject for triple in graph.triples(None, kind, ox.NamedNode(XB + "Article"))]
    articles = sorted(node.value for node in subjects if isinstance(node, ox.NamedNode))
    for iri in articles:
        try:
            found[iri.removeprefix(XBA)] = article_of(graph, iri)
        except InputError as error:
            tell(f"kg viz: {error}")
    return found


@click.command("viz")
@graph_option
@click.option(
    "--focus",
    metavar="NAME",
    multiple=True,
    shell_complete=completing.things,
    help="Show only what is near the thing of this name.",
)
@click.option(
    "--hops",
    type=click.IntRange(min=0, max=20),
    default=1,
    show_default=True,
    help="With --focus: at most so many relations away from it.",
)
@click.option(
    "--path",
    "paths",
    metavar="A B",
    shell_complete=completing.things,
    nargs=2,
    multiple=True,
    help="Show the shortest ways between two things.",
)
@click.option(
    "--query",
    "queries",
    metavar="FILE",
    shell_complete=completing.asked,
    multiple=True,
    help="Show what a SPARQL query or a saved question answers with.",
)
@click.option(
    "--article",
    "articles",
    metavar="ID",
    shell_complete=completing.articles,
    multiple=True,
    help="Show what an article states.",
)
@click.option("--on", metavar="DATE", help="Only what held on this day, such as 2025-04-21.")
@click.option("--since", metavar="DATE", help="Only what is dated, and not before this day.")
@click.option("--until", metavar="DATE", help="Only what is dated, and not after this day.")
@click.option("--all", "whole", is_flag=True, help="Show everything, also of a graph that is too large for a page.")
@click.option("--with-text", is_flag=True, help="Put the articles' texts into the page, not only the quoted sentences.")
@click.option(
    "--engine",
    type=click.Choice(["canvas", "pyvis"]),
    default="canvas",
    show_default=True,
    help="The explorer, or a small picture drawn by pyvis.",
)
@output_option(required=True)
def viz_command(
    graph: str | None,
    focus: tuple[str, ...],
    hops: int,
    paths: tuple[tuple[str, str], ...],
    queries: tuple[str, ...],
    articles: tuple[str, ...],
    on: str | None,
    since: str | None,
    until: str | None,
    whole: bool,
    with_text: bool,
    engine: str,
    output: str,
) -> None:
    """Write the explorer: the graph and its evidence as one HTML page that needs no network.

    Lines are statements: click one to read its sentence and its source. What several options name is shown together;
    times narrow it down. Of a graph that is too large for a page the things with most facts are shown, unless something
    is named.

    \b
    kg viz -o kg.html
    kg viz --all -o all.html
    kg viz --focus 速卖通 --hops 2 --with-text -o aliexpress.html
    kg viz --path 菜鸟 速卖通 --on 2025-04-01 -o path.html
    kg viz --query who-leads -o leaders.html
    kg viz --article 000_1a7cadfdf621ab76 --since 2024-01-01 --until 2025-12-31 -o article.html
    kg viz --focus 菜鸟 --engine pyvis -g graph -o small.html
    """  # noqa: D301 (click reads the \b)
    from kg.explore import View, write_page, write_pyvis_page
    from kg.graph import open_graph

    if engine == "pyvis" and with_text:
        raise UsageError("--with-text is for the explorer; leave out --engine pyvis")
    asked = tuple(_query(given) for given in queries)
    view = View(focus, hops, paths, asked, articles, on, since, until, whole)
    opened = open_graph(graph)
    if engine == "pyvis":
        shown = write_pyvis_page(opened, output, view)
    else:
        with ProgressBar() as bar:
            shown = write_page(opened, output, view, _texts(opened) if with_text else None, bar.drawing)
    tell(f"kg viz: {shown.things} things, {shown.relations} relations")
    if shown.left_out:
        tell(
            f"kg viz: {shown.left_out} facts of things that are told of less are left out; --focus NAME shows what is"
            " near a thing, --all everything"
        )
    if engine == "pyvis" and shown.things > _MANY:
        tell("kg viz: that is much for pyvis; --focus NAME draws the neighbourhood of a thing")
