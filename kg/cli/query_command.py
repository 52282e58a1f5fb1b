"""``kg query``: SPARQL."""

from __future__ import annotations

import shutil
import sys

import click

from kg.cli.options import graph_option, output_option
from kg.graph import STANDARD_STREAM, atomic_output, open_graph
from kg.query import RESULT_FORMATS, default_format, run_query, write_answer
from kg.vocabulary import InputError, UsageError

__all__ = ["query_command"]


def _text(path: str) -> str:
    """The text of a file; ``-`` is standard input."""
    try:
        with click.open_file(path, encoding="utf-8") as stream:
            return str(stream.read())
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


@click.command("query")
@click.argument("sparql", required=False)
@click.option("-f", "--file", metavar="FILE", help="Read the query from a file; - is standard input.")
@graph_option
@click.option(
    "--format",
    "form",
    type=click.Choice(RESULT_FORMATS),
    help="How to write the answer. [default: table on a terminal, else csv; ttl for triples]",
)
@output_option()
def query_command(sparql: str | None, file: str | None, graph: str | None, form: str | None, output: str) -> None:
    """Ask the graph in SPARQL 1.1. The prefixes xb:, xbr:, skos: and the like need no declaration.

    The default graph is what all articles say; GRAPH ?article tells which. Language tags compare as
    langMatches(lang(?name), "zh-Hans") does.

    \b
    kg query 'SELECT ?who ?what { ?who xb:leads ?what }'
    kg query -f question.rq --format json -o rows.json
    """  # noqa: D301 (click reads the \b)
    question = _question(sparql, file)
    answer = run_query(open_graph(graph), question)
    terminal = output == STANDARD_STREAM and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if terminal else None
    with atomic_output(output) as stream:
        write_answer(answer, form or default_format(answer, terminal), stream, width)
