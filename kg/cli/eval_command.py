"""``kg eval``: score graphs against gold annotations."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import output_option

__all__ = ["eval_command"]


@click.command("eval")
@click.argument("files", metavar="GRAPH GOLD [GRAPH GOLD]...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--errors", is_flag=True, help="List the facts that are missed, and those that are not in the gold.")
@click.option("--detail", is_flag=True, help="Add a table of predicates and one of metrics.")
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="What to print."
)
@output_option()
def eval_command(files: tuple[Path, ...], errors: bool, detail: bool, form: str, output: str) -> None:
    """Score graphs against gold annotations: precision, recall and F1.

    GRAPH is a graph file (.ttl, .nt, .trig, .nq) built from the one article that GOLD annotates; give one pair for
    each article.
    """
    if len(files) % 2:
        raise click.UsageError(f"{len(files)} files given; give a graph and its gold annotations for each article")
    from kg.evaluation import as_json, as_table, evaluate
    from kg.graph.files import write_file

    evaluation = evaluate(list(zip(files[::2], files[1::2], strict=True)))
    render = as_json if form == "json" else as_table
    write_file(output, [render(evaluation, errors=errors, detail=detail).encode("utf-8", "backslashreplace")])
