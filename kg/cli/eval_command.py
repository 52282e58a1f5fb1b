"""``kg eval``: score graphs against gold annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import output_option

__all__ = ["eval_command"]


@click.command("eval")
@click.argument("files", metavar="GRAPH GOLD [GRAPH GOLD]...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True, help="List the facts that are missed, and those that are not in the gold.")
@click.option("--detail", is_flag=True, help="Add tables of predicates, metrics and confidence.")
@click.option("--bootstrap", is_flag=True, help="Add the range of each figure over resampled articles.")
@click.option(
    "--text",
    "texts",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Articles of the graphs: check that ends occur in them, quotes are exact, types fit, and that reading them in"
    " another order gives the same; --html marks facts in them.",
)
@click.option("--html", metavar="FILE", help="Write a page with right, wrong and missed facts marked in the texts.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="What to print."
)
@output_option()
def eval_command(
    files: tuple[Path, ...],
    errors: bool,
    detail: bool,
    bootstrap: bool,
    texts: tuple[Path, ...],
    html: str | None,
    form: str,
    output: str,
) -> None:
    """Score graphs against gold annotations: precision, recall and F1.

    GRAPH is a graph file (.ttl, .nt, .trig, .nq) built from the one article that GOLD annotates; give one pair for
    each article.

    \b
    kg eval one/kg.ttl one.json
    kg eval one/kg.ttl one.json --errors --detail
    kg eval one/kg.ttl one.json two/kg.ttl two.json --bootstrap --format json -o scores.json
    kg eval one/kg.ttl one.json --text one.txt --html marked.html
    """  # noqa: D301 (click reads the \b)
    if len(files) % 2:
        raise click.UsageError(f"{len(files)} files given; give a graph and its gold annotations for each article")
    from kg.articles import read_articles
    from kg.evaluation import evaluate
    from kg.evaluation.intervals import intervals
    from kg.evaluation.marked import as_html
    from kg.evaluation.soundness import soundness, unstable_articles
    from kg.graph.files import write_file

    evaluation = evaluate(list(zip(files[::2], files[1::2], strict=True)))
    drawn = intervals(evaluation) if bootstrap else None
    articles = read_articles(texts) if texts else []
    checked = [soundness(graph, articles) for graph in files[::2]] if texts else []
    unstable = unstable_articles(articles) if texts else None
    if html:
        write_file(html, [as_html(evaluation, articles, drawn or ()).encode("utf-8")])
    from kg.evaluation import report

    if form == "json":
        more: dict[str, Any] = {"intervals": report.intervals_object(drawn)} if drawn is not None else {}
        more |= {"checks": report.checks_object(checked, unstable)} if texts else {}
        rendered = report.as_json(evaluation, errors=errors, detail=detail, more=more)
    else:
        rendered = report.as_table(evaluation, errors=errors, detail=detail)
        rendered += "\n" + report.intervals_table(drawn) if drawn is not None else ""
        rendered += "\n" + report.checks_table(checked, unstable) if texts else ""
    write_file(output, [rendered.encode("utf-8", "backslashreplace")])
