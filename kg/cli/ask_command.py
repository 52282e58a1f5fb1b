"""``kg ask``: the saved questions."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from kg.cli import completing
from kg.cli.limit_options import limit_options, limits_given, warn_of_no_cap
from kg.cli.options import graph_option, output_option
from kg.cli.waiting import Waiting
from kg.graph import STANDARD_STREAM, atomic_output, open_graph, ready_graph, write_file
from kg.query import (
    RESULT_FORMATS,
    QueryPool,
    Question,
    ask_about,
    default_format,
    find_questions,
    saved_question,
    write_answer,
)
from kg.vocabulary import LimitError, NotFoundError, UsageError

__all__ = ["ask_command"]


def _listed(found: Sequence[Question]) -> str:
    """The questions by topic, each with its parameters and its wording in both languages."""
    lines: list[str] = []
    topic = ""
    for one in found:
        if one.topic != topic:
            lines += ["", one.topic] if lines else [one.topic]
            topic = one.topic
        takes = " ".join([*one.params, *(["--on"] if one.on else [])])
        lines += [f"  {one.name}" + (f" ({takes})" if takes else ""), f"    {one.zh}", f"    {one.en}"]
    return "\n".join(lines) + "\n"


def _as_json(found: Sequence[Question]) -> str:
    keys = ("name", "topic", "zh", "en", "params", "on")
    rows = [{key: getattr(one, key) for key in keys} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def _list(search: str | None, form: str | None, output: str) -> None:
    if form not in (None, "table", "json"):
        raise UsageError(f"the list of questions cannot be written as {form}; choose table, json")
    found = find_questions(search or "")
    if not found:
        raise NotFoundError(f"no saved question says {search!r}; `kg ask` lists them all")
    write_file(output, [(_as_json(found) if form == "json" else _listed(found)).encode()])


def _pair(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not (key and equals and value):
        raise UsageError(f"{given!r} is no parameter; write it as KEY=VALUE, such as person=蒋凡")
    return key, value


def _advice(question: str, narrowed: bool) -> str:
    """What to do about a question that takes too much, where it was about everything."""
    takes = saved_question(question).params
    return "" if narrowed or not takes else f"; ask it about one thing, with --name (it takes {', '.join(takes)})"


@click.command("ask")
@click.argument("question", required=False, shell_complete=completing.questions)
@click.option(
    "-n",
    "--name",
    "names",
    multiple=True,
    shell_complete=completing.things,
    help="A thing that the question is about, by any of its names.",
)
@click.option("-p", "--param", "params", metavar="KEY=VALUE", multiple=True, help="A value of one parameter.")
@click.option("--on", metavar="DATE", help="The day that the question is about, such as 2025-04-21.")
@click.option("--search", metavar="WORDS", help="List the questions that hold these words, in Chinese or English.")
@click.option("--show", is_flag=True, help="Print the question's SPARQL instead of asking it.")
@graph_option
@click.option("--format", "form", type=click.Choice(RESULT_FORMATS), help="How to write the answer, as for kg query.")
@limit_options
@output_option()
def ask_command(
    question: str | None,
    names: tuple[str, ...],
    params: tuple[str, ...],
    on: str | None,
    search: str | None,
    show: bool,
    graph: str | None,
    form: str | None,
    timeout: float,
    memory: int,
    rows: int,
    output: str,
) -> None:
    """Ask one of the saved questions; without QUESTION, list them.

    A question without names is about everything. With one --name, that thing stands for the first parameter with which
    there is an answer; with several, for the parameters in their order.

    \b
    kg ask
    kg ask --search 市场 --format json
    kg ask who-leads --name 速卖通
    kg ask connections -n 菜鸟 -n 速卖通 -o connections.csv
    kg ask who-leads --param body=速卖通 --timeout 5 --memory 1024 --rows 100
    kg ask held-on --on 2025-04-01 --format csv -g graph
    kg ask market-entries --show
    """  # noqa: D301 (click reads the \b)
    if question is None or search is not None:
        _list(search, form, output)
        return
    if show:
        write_file(output, [saved_question(question).query.encode()])
        return
    given: dict[str, Any] = dict(map(_pair, params))
    limits = limits_given(timeout, memory, rows)
    with QueryPool(ready_graph(graph).source, workers=1, limits=limits, start=1) as pool:
        view = open_graph(graph)
        try:
            with Waiting(limits.timeout):
                answer = ask_about(question, view, names, on=on, pool=pool, **given)
        except LimitError as error:
            raise LimitError(f"{error}{_advice(question, bool(names or given))}") from error
        warn_of_no_cap(pool)
    terminal = output == STANDARD_STREAM and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    with atomic_output(output) as stream:
        write_answer(answer, form or default_format(answer.kind, terminal), stream, width)
