"""``kg build``: the graph of articles."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.change_options import given_options, wait_option, waiting_for
from kg.cli.model_options import model_options, model_reader
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.vocabulary.errors import InputError, KgError, UsageError

if TYPE_CHECKING:
    from kg.workspace.intake import MakePool

__all__ = ["build_command", "undated_line"]

_MOST_NAMED = 3  # articles that a line names


@click.command("build")
@click.argument("paths", metavar="[PATH|URL]...", nargs=-1, type=click.Path())
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder of the graph. [default: ./graph; ./exports for the seeds]",
)
@given_options
@click.option("--infer", "inferred", is_flag=True, help="Add what follows by the ontology, as xbr:graph-inferred.")
@click.option(
    "-j", "--jobs", metavar="N", type=click.IntRange(1, 1024), help="Processes that read. [default: a core one]"
)
@click.option("--cluster", metavar="ADDRESS", help="Have the workers of this Dask scheduler read.")
@click.option("--shards", metavar="DIR|URL", help="Leave the graph in shards there, for a bulk loader, in place of -o.")
@click.option(
    "--shard-size", metavar="N", type=click.IntRange(1), default=500, show_default=True, help="Articles of a shard."
)
@click.option("--no-exports", is_flag=True, help="Write the store alone; `kg build` without it writes the files.")
@wait_option
@model_options
def build_command(
    paths: tuple[str, ...],
    output: Path | None,
    strict: bool,
    date: str | None,
    title: str | None,
    publisher: str | None,
    source: str | None,
    inferred: bool,
    jobs: int | None,
    cluster: str | None,
    shards: str | None,
    shard_size: int,
    no_exports: bool,
    wait: bool,
    extractor: str,
    llm_url: str | None,
    llm_model: str | None,
    llm_key: str | None,
    llm_timeout: float,
) -> None:
    """Build the graph from articles: files, folders, URLs, or lists of them. Without PATH: the seeds, into ./exports.

    An article is markdown, a saved HTML page or plain text, also packed with gzip or xz; tar archives, WARC files and
    EPUB books hold many. What cannot be read is told and left out; the exit code is then 3.

    URLs (s3://, https://, file:// and more) and --cluster need the extra [cluster]. A list is a manifest.toml, or a
    .jsonl with an object a line: id, file (a path or URL), title, published and so on. With --shards the workers read
    and write by themselves, so that paths must mean the same to all of them.

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
    kg build news --cluster tcp://10.0.0.1:8786 -o graph
    kg build news --shards shards --shard-size 1000
    kg build news --extractor both --llm-url http://localhost:11434/v1 --llm-model qwen3
    kg build news --extractor llm --llm-model qwen3 --llm-key KEY --llm-timeout 60   # at $KG_LLM_URL
    """  # noqa: D301 (click reads the \b)
    from kg.articles import Given
    from kg.workspace import Listener, build_graph

    given = Given(title, date, publisher, source)
    with ProgressBar() as bar, _connected(cluster, bar) as made:
        if shards is not None:
            if not paths or output or inferred or no_exports or extractor != "rules" or given != Given():
                raise UsageError("shards are made of PATHs by rules; leave out what is about a folder or one article")
            _write_shards(paths, shards, shard_size, None if strict else bar.problem, bar, made, jobs)
            return
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
            make_pool=made,
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


@contextmanager
def _connected(address: str | None, bar: ProgressBar) -> Iterator[MakePool | None]:
    """What makes the workers of a cluster; None where none is wanted."""
    if address is None:
        yield None
        return
    from kg.workspace.cluster import Cluster

    with Cluster(address, bar.note) as cluster:
        yield cluster.pool


def _write_shards(
    paths: tuple[str, ...],
    place: str,
    size: int,
    problem: Callable[[KgError], None] | None,
    bar: ProgressBar,
    made: MakePool | None,
    jobs: int | None,
) -> None:
    """Leave the graph in shards."""
    from kg.articles.sources import is_url
    from kg.workspace.decisions import decisions_for
    from kg.workspace.pool import WorkerPool, usable_cores
    from kg.workspace.shards import build_shards

    made = made or (lambda target, given: WorkerPool(target, given, jobs or usable_cores()))
    here = [Path(one) for one in paths if not is_url(one)]
    decisions = decisions_for(here, Path(place) if not is_url(place) else Path(os.devnull))
    report = build_shards(
        paths,
        place,
        made,
        size=size,
        decisions=decisions,
        problem=problem,
        note=bar.note,
        progress=bar.extracting,
    )
    if report.undated:
        tell(f"kg: {report.undated} articles have no date: their relative times stay open; list them with their dates")
    tell(
        f"{report.place}: {report.shards} shards, {report.articles} articles, {report.relations} relations, "
        f"{report.observations} observations",
        err=False,
    )
    if report.left_out:
        raise InputError(f"{report.left_out} left out, as said above; the shards hold the others")


def undated_line(paths: tuple[str, ...]) -> str:
    """The line that says which articles have no date."""
    named = ", ".join("".join(c if c.isprintable() else "\ufffd" for c in path) for path in paths[:_MOST_NAMED])
    if len(paths) == 1:
        return f"{named} has no date: its relative times stay open; give --date, or a manifest.toml beside"
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return f"{named}{more} have no date: their relative times stay open; give --date, or a manifest.toml beside"
