"""``kg build``: the graph of articles."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.change_options import wait_option, waiting_for
from kg.cli.model_options import model_options, model_reader
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.vocabulary.errors import InputError

__all__ = ["build_command", "undated_line"]

_MOST_NAMED = 3  # articles that a line names


@click.command("build")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the graph. [default: ./graph; ./exports for the seeds]",
)
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read.")
@click.option("--date", metavar="DATE", help="Of one article: when it was published (YYYY-MM-DD, YYYY-MM, YYYY).")
@click.option("--title", metavar="TEXT", help="Of one article: its title.")
@click.option("--publisher", metavar="NAME", help="Of one article: the outlet that published it.")
@click.option("--source", metavar="URL", help="Of one article: where it stands.")
@click.option("--infer", "inferred", is_flag=True, help="Add what follows by the ontology, as xbr:graph-inferred.")
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1, 1024), help="Processes that read. [default: a core one]"
)
@click.option("--no-exports", is_flag=True, help="Write the store alone; `kg export` writes the files later.")
@wait_option
@model_options
def build_command(
    paths: tuple[Path, ...],
    output: Path | None,
    strict: bool,
    date: str | None,
    title: str | None,
    publisher: str | None,
    source: str | None,
    inferred: bool,
    jobs: int | None,
    no_exports: bool,
    wait: bool,
    extractor: str,
    llm_url: str | None,
    llm_model: str | None,
    llm_key: str | None,
    llm_timeout: float,
) -> None:
    """Build the graph from articles: files, or folders of files. Without PATH: the seeds, into ./exports.

    An article is markdown, a saved HTML page or plain text, also packed with gzip or xz; tar archives, WARC files and
    EPUB books hold many. What cannot be read is told and left out; the exit code is then 3.

    The folder then holds exactly what these articles yield: kg.ttl, kg.trig, kg.graphml, kg.html and the store that
    the other commands read. What was read before, and has not changed, is not read again, also after a build that was
    interrupted.

    \b
    kg build                          # the seeds, into ./exports
    kg build news/*.md -o graph       # these articles, into ./graph
    kg build news --strict --infer -o graph
    kg build saved.html --date 2025-04-21 --title 速卖通进入韩国 --publisher 雷峰网
    kg build news --no-exports --jobs 2 -o graph
    kg build news.txt --source https://example.org/news/1
    kg build news --extractor both --llm-url http://localhost:11434/v1 --llm-model qwen3
    kg build news --extractor llm --llm-model qwen3 --llm-key KEY --llm-timeout 60   # at $KG_LLM_URL
    """  # noqa: D301 (click reads the \b)
    from kg.articles import Given
    from kg.workspace import Listener, build_graph

    given = Given(title, date, publisher, source)
    with ProgressBar() as bar:
        listener = Listener(
            extracting=bar.extracting,
            problem=None if strict else bar.problem,
            note=bar.note,
            facts=bar.facts,
            storing=bar.storing,
        )
        cache = (output or Path("graph")) / ".kg" / "cache" / "llm"
        reader = model_reader(extractor, cache, bar.note, llm_url, llm_model, llm_key, llm_timeout)
        report = build_graph(
            paths,
            output,
            given=given,
            listener=listener,
            inferred=inferred,
            reader=reader,
            jobs=jobs,
            exports=not no_exports,
            waiting=waiting_for(wait, "kg build"),
        )
    counts = report.counts
    if report.undated:
        tell(f"kg: {undated_line(report.undated)}")
    tell(
        f"{report.folder}: {counts.articles} articles, {counts.things} things, {counts.statements} statements, "
        f"{counts.observations} observations, {counts.triples} triples",
        err=False,
    )
    if report.left_out:
        raise InputError(f"{report.left_out} left out, as said above; the graph holds the others")


def undated_line(paths: tuple[str, ...]) -> str:
    """The line that says which articles have no date."""
    named = ", ".join("".join(c if c.isprintable() else "\ufffd" for c in path) for path in paths[:_MOST_NAMED])
    if len(paths) == 1:
        return f"{named} has no date: its relative times stay open; give --date, or a manifest.toml beside"
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return f"{named}{more} have no date: their relative times stay open; give --date, or a manifest.toml beside"
