"""``kg add``: articles into a graph."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kg.cli.build_command import undated_line
from kg.cli.change_options import (
    changed_graph_option,
    given_options,
    graph_folder,
    say_change,
    wait_option,
    waiting_for,
)
from kg.cli.model_options import model_options, model_reader
from kg.cli.progress_bar import ProgressBar
from kg.cli.telling import tell
from kg.vocabulary.errors import InputError

__all__ = ["add_command"]


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage seldom: names and rules are made once and stay, and to go through them takes a third second."""
    former = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*former)


@click.command("add")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@changed_graph_option
@given_options
@wait_option
@model_options
def add_command(
    paths: tuple[Path, ...],
    graph: str | None,
    strict: bool,
    date: str | None,
    title: str | None,
    publisher: str | None,
    source: str | None,
    wait: bool,
    extractor: str,
    llm_url: str | None,
    llm_model: str | None,
    llm_key: str | None,
    llm_timeout: float,
) -> None:
    """Add articles to the graph: files, folders or archives of them, as kg build reads them.

    An article of a known id takes the place of the former; one that is there already changes nothing. The store
    changes, which all commands read; kg.ttl and the other files of the folder stay until kg export or kg build writes
    them. The next kg build PATH holds exactly what its PATHs yield, whatever was added.

    \b
    kg add saved.html
    kg add news -g graph --strict
    kg add saved.html --date 2025-04-21 --title 速卖通进入韩国 --publisher 雷峰网 --no-wait
    kg add news.txt --source https://example.org/news/1
    kg add news --extractor both --llm-url http://localhost:11434/v1 --llm-model qwen3
    kg add news --extractor llm --llm-model qwen3 --llm-key KEY --llm-timeout 60   # at $KG_LLM_URL
    """  # noqa: D301 (click reads the \b)
    from kg.articles import Given
    from kg.workspace import Listener
    from kg.workspace.additions import add_articles

    place = graph_folder(graph)
    given = Given(title, date, publisher, source)
    with _few_collections(), ProgressBar() as bar:
        listener = Listener(
            extracting=bar.extracting, problem=None if strict else bar.problem, note=bar.note, facts=bar.facts
        )
        cache = place / ".kg" / "cache" / "llm"
        reader = model_reader(extractor, cache, bar.note, llm_url, llm_model, llm_key, llm_timeout)
        waiting = waiting_for(wait, "kg add")
        report = add_articles(paths, place, given=given, listener=listener, reader=reader, waiting=waiting)
    if report.undated:
        tell(f"kg: {undated_line(report.undated)}")
    say_change(report)
    if report.left_out:
        raise InputError(f"{report.left_out} left out, as said above; the graph holds the others")
