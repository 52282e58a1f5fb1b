"""``kg read``: what the language layer sees in an article."""

from __future__ import annotations

import sys

import click

from kg.cli import completing
from kg.cli.options import output_option
from kg.vocabulary.errors import UsageError

__all__ = ["read_command"]

_STYLES = {
    "title": "bold",
    "heading": "bold cyan",
    "text": "",
    "name": "blue",
    "new name": "magenta",
    "time": "green",
    "vague time": "dim green",
    "quantity": "yellow",
    "reference": "cyan",
    "speech": "red",
    "stance": "dim",
}


@click.command("read")
@click.argument("article", metavar="ARTICLE", required=False, shell_complete=completing.files)
@click.option("--html", is_flag=True, help="A page with everything marked where it stands.")
@click.option("--pipe", is_flag=True, help="List the components in their order, what each needs and adds.")
@click.option("--dropped", is_flag=True, help="List what rules matched that became no fact, and what stopped it.")
@output_option()
def read_command(article: str | None, html: bool, pipe: bool, dropped: bool, output: str) -> None:
    """Show what is seen in ARTICLE: names, times, quantities, references, speakers, and what each resolves to.

    \b
    kg read news.txt
    kg read news.txt --html -o news.html
    kg read news.txt --dropped
    kg read --pipe
    """  # noqa: D301 (click reads the \b)
    from kg.graph import write_file

    if pipe:
        from kg.language.findings import components

        rows = [f"{c.name}\t{' '.join(c.requires) or '-'}\t{' '.join(c.assigns)}" for c in components()]
        write_file(output, [("\n".join(["component\tneeds\tadds", *rows]) + "\n").encode()])
        return
    if article is None:
        raise UsageError("kg read needs an ARTICLE (or --pipe)")
    if html and dropped:
        raise UsageError("kg read takes --html or --dropped, not both")
    from kg.articles import read_article
    from kg.explore.article_view import article_html, article_lines, article_text

    read = read_article(article)
    if dropped:
        from kg.extraction.tracing import dropped_candidates
        from kg.workspace.explained import dropped_text

        write_file(output, [dropped_text(read.id, dropped_candidates(read)).encode("utf-8", "replace")])
    elif html:
        write_file(output, [article_html(read).encode("utf-8", "replace")])
    elif output != "-" or not sys.stdout.isatty():
        write_file(output, [article_text(read).encode("utf-8", "replace")])
    else:
        from rich.console import Console
        from rich.padding import Padding
        from rich.text import Text

        console = Console(highlight=False, markup=False, emoji=False)
        for line in article_lines(read):
            console.print(Padding(Text(line.text, style=_STYLES[line.style]), (0, 0, 0, 2 * line.indent)))
