"""``kg query``: SPARQL."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli import completing
from kg.cli.limit_options import limit_options, limits_given, warn_of_no_cap
from kg.cli.options import graph_option, output_option
from kg.cli.telling import tell
from kg.cli.waiting import Waiting
from kg.graph import STANDARD_STREAM, atomic_output, ready_graph, write_file
from kg.query import (
    RESULT_FORMATS,
    Limits,
    QueryPool,
    Result,
    check_format,
    check_query,
    default_format,
    query_kind,
    text_formats,
    write_result,
)
from kg.vocabulary import InputError, UsageError

if TYPE_CHECKING:
    from kg.query import Endpoint

__all__ = ["query_command"]


def _text(path: str) -> str:
    """The text of a file; ``-`` is standard input."""
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_STREAM else Path(path).read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeError as error:
        raise InputError(f"{path} is no UTF-8 text: {error}") from error


def _question(sparql: str | None, file: str | None) -> str:
    """The query, from the one place where it is given."""
    if (sparql is None) == (file is None):
        raise UsageError("give the query once: as an argument, with -f FILE, or - to read standard input")
    if file is not None:
        return _text(file)
    return _text(STANDARD_STREAM) if sparql == STANDARD_STREAM else str(sparql)


def _names(asked: QueryPool | Endpoint, result: Result, form: str, language: str | None) -> Mapping[str, str]:
    """Names of the things in a result, for a table."""
    if language is None or result.kind != "rows":
        return {}
    if form != "table":
        raise UsageError(f"names stand beside things in tables only; add --format table, or ask for labels in {form}")
    from kg.query.labels import labels, things_among
    from kg.query.run import read_result

    things = things_among(term for row in read_result(result).rows() for term in row)
    return labels(asked, things, language)


def _is_nothing(result: Result) -> bool:
    """Whether a result tells of nothing: no row, a count of 0, no triple, false."""
    if result.count > 1 or (result.kind == "triples" and result.count):
        return False
    if result.kind == "truth":
        return b"true" not in result.read()
    if not result.count:
        return True
    if result.format in ("csv", "tsv"):
        return set(result.read().decode().partition("\n")[2].replace("\t", ",").strip("\r\n").split(",")) <= {"", "0"}
    from kg.query.run import read_result

    return all(term is None or getattr(term, "value", "") == "0" for row in read_result(result).rows() for term in row)


def _hint(question: str, result: Result, asked: QueryPool | Endpoint) -> None:
    """Where nothing was found, say which terms of the query nothing knows."""
    if not _is_nothing(result):
        return
    from kg.query.suggestions import unknown_terms

    for line in unknown_terms(question, asked):
        tell(f"kg: nothing found; {line}")


def _plan(question: str, graph: str | None, endpoint: str | None, limits: Limits, output: str) -> None:
    from kg.query.plan import explain_plan

    if endpoint is not None:
        raise UsageError("the SPARQL Protocol has no way to ask for a plan; leave out --explain or --endpoint")
    write_file(output, [explain_plan(question, ready_graph(graph).source, limits).encode()])


@click.command("query")
@click.argument("sparql", required=False)
@click.option(
    "-f",
    "--file",
    metavar="FILE",
    shell_complete=completing.files,
    help="Read the query from a file; - is standard input.",
)
@graph_option
@click.option("--endpoint", metavar="URL", help="Ask a SPARQL 1.1 server instead of a local graph.")
@click.option(
    "--format",
    "form",
    type=click.Choice(RESULT_FORMATS),
    help="How to write the answer. [default: as FILE ends, else table on a terminal, csv, ttl for triples]",
)
@click.option("--labels", type=click.Choice(["zh", "en"]), help="Show names beside things, in a table.")
@limit_options
@click.option(
    "--allow-service", "services", metavar="HOST", multiple=True, help="A server that SERVICE may ask. [default: none]"
)
@click.option("--explain", is_flag=True, help="Show how the engine goes about the query instead of its answer.")
@output_option()
def query_command(
    sparql: str | None,
    file: str | None,
    graph: str | None,
    endpoint: str | None,
    form: str | None,
    labels: str | None,
    timeout: float,
    memory: int,
    rows: int,
    services: tuple[str, ...],
    explain: bool,
    output: str,
) -> None:
    """Ask the graph in SPARQL 1.1. The prefixes xb:, xbr:, skos: and the like need no declaration.

    The default graph is what all articles say; GRAPH ?article tells which. Language tags compare as
    langMatches(lang(?name), "zh-Hans") does.

    \b
    kg query 'SELECT ?who ?what { ?who xb:leads ?what }' --labels zh --format table
    kg query -f question.rq --format json -o rows.json
    kg query - -g graph --timeout 5 --memory 1024 --rows 1000 < question.rq
    kg query --explain 'SELECT * { ?s xb:partOf ?o }'
    kg query --endpoint http://localhost:7878/sparql 'SELECT * { ?s ?p ?o } LIMIT 3'
    kg query --allow-service localhost 'SELECT * { SERVICE <http://localhost:7878/sparql> { ?s ?p ?o } }'
    """  # noqa: D301 (click reads the \b)
    question = _question(sparql, file)
    limits = limits_given(timeout, memory, rows)
    if explain:
        _plan(question, graph, endpoint, limits, output)
        return
    if endpoint is not None:
        from kg.query import Endpoint

        with Endpoint(endpoint, limits) as server:
            _answer(question, server, form, labels, output)
        return
    with QueryPool(ready_graph(graph).source, workers=1, limits=limits, services=services, start=1) as pool:
        _answer(question, pool, form, labels, output)
        warn_of_no_cap(pool)


def _answer(question: str, asked: QueryPool | Endpoint, form: str | None, language: str | None, output: str) -> None:
    terminal = output == STANDARD_STREAM and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    check_query(question, asked.limits, asked.services)
    kind = query_kind(question) or "rows"
    named = Path(output).suffix.removeprefix(".").lower()
    form = form or (named if named in RESULT_FORMATS else default_format(kind, terminal or language is not None))
    check_format(kind, form)
    with Waiting(asked.limits.timeout):
        result = asked.run(question, **text_formats(form))
    with result:
        names = _names(asked, result, form, language)
        with atomic_output(output) as stream:
            write_result(result, form, stream, width, names)
        _hint(question, result, asked)
