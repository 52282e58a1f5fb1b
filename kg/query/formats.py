"""Answers as text: the result formats of SPARQL 1.1, a table for people, and Turtle for graphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import IO

import pyoxigraph as ox

from kg.graph import turtle_bytes
from kg.query.run import Answer, Term
from kg.vocabulary import UsageError
from kg.vocabulary.namespaces import compact_iri

__all__ = ["RESULT_FORMATS", "default_format", "short_name", "write_answer"]

_ENGINE = {
    "csv": ox.QueryResultsFormat.CSV,  # SPARQL 1.1 Query Results CSV and TSV Formats
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,  # SPARQL 1.1 Query Results JSON Format
    "xml": ox.QueryResultsFormat.XML,  # SPARQL Query Results XML Format
}
RESULT_FORMATS = ("table", *_ENGINE, "ttl")

# Nothing of an article may steer the terminal: control characters, and marks that turn the direction of a line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u2029\u202a-\u202e\u2066-\u2069]")


def default_format(answer: Answer, terminal: bool) -> str:
    """The format of an answer where none is named: Turtle for triples, else a table on a terminal and CSV elsewhere."""
    if answer.kind == "triples":
        return "ttl"
    return "table" if terminal else "csv"


def short_name(iri: str) -> str:
    """An IRI by its prefix where it has one; no two IRIs are written alike."""
    compact = compact_iri(iri)
    return ":".join(compact) if compact else f"<{iri}>"


def _cell(term: Term | None) -> str:
    """A term as a table shows it."""
    if term is None:
        return ""
    shown = short_name(term.value) if isinstance(term, ox.NamedNode) else str(getattr(term, "value", term))
    return _UNPRINTABLE.sub(" ", shown)


def _write_table(answer: Answer, stream: IO[bytes], width: int | None) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = [[_cell(term) for term in row] for row in answer.rows()]
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in answer.variables:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    text = StringIO()
    console = Console(
        file=text, width=width or 1_000_000, color_system=None, force_terminal=False, legacy_windows=False
    )
    console.print(table)
    for line in text.getvalue().rstrip("\n").split("\n"):
        stream.write(line.rstrip().encode() + b"\n")


def _write_turtle(answer: Answer, stream: IO[bytes], _: int | None) -> None:
    stream.write(turtle_bytes(answer.triples()))


def _write_truth(answer: Answer, stream: IO[bytes], _: int | None) -> None:
    stream.write(b"true\n" if answer else b"false\n")


def _write_engine(name: str) -> Callable[[Answer, IO[bytes], int | None], None]:
    def write(answer: Answer, stream: IO[bytes], _: int | None) -> None:
        if isinstance(answer.found, ox.QueryTriples):
            raise TypeError("triples are no table")
        answer.found.serialize(stream, format=_ENGINE[name])
        if name in ("json", "xml"):
            stream.write(b"\n")

    return write


# What an answer can be written as; CSV and TSV know no truth value, so a plain word stands for it.
_WRITERS: dict[tuple[str, str], Callable[[Answer, IO[bytes], int | None], None]] = {
    **{("rows", name): _write_engine(name) for name in _ENGINE},
    **{("truth", name): _write_engine(name) for name in ("json", "xml")},
    **{("truth", name): _write_truth for name in ("table", "csv", "tsv")},
    ("rows", "table"): _write_table,
    ("triples", "ttl"): _write_turtle,
}


def write_answer(answer: Answer, name: str, stream: IO[bytes], width: int | None = None) -> None:
    """Write an answer to a binary stream, as UTF-8.

    Args:
        answer: what a query found; it is used up.
        name: one of :data:`RESULT_FORMATS`.
        stream: where to.
        width: columns of the terminal that a table is folded to; without it lines are as long as they need.

    Raises:
        UsageError: this kind of answer cannot be written in this format; says which can.
    """
    writer = _WRITERS.get((answer.kind, name))
    if writer is None:
        fitting = [known for kind, known in sorted(_WRITERS) if kind == answer.kind]
        query = {"rows": "SELECT", "truth": "ASK", "triples": "CONSTRUCT or DESCRIBE"}[answer.kind]
        raise UsageError(f"the answer to {query} cannot be written as {name}; choose {', '.join(fitting)}")
    writer(answer, stream, width)
