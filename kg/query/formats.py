"""Answers as text: the result formats of SPARQL 1.1, a table for people, and graphs in the formats of RDF."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from io import StringIO
from typing import IO, TypedDict

import pyoxigraph as ox

from kg.graph import turtle_bytes
from kg.query.result import Result
from kg.query.run import Answer, Term, read_result
from kg.vocabulary import UsageError
from kg.vocabulary.namespaces import PREFIXES, compact_iri

__all__ = [
    "RESULT_FORMATS",
    "check_format",
    "default_format",
    "short_name",
    "text_formats",
    "write_answer",
    "write_result",
]

_ENGINE = {
    "csv": ox.QueryResultsFormat.CSV,  # SPARQL 1.1 Query Results CSV and TSV Formats
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,  # SPARQL 1.1 Query Results JSON Format
    "xml": ox.QueryResultsFormat.XML,  # SPARQL Query Results XML Format
}
_RDF = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "n3": ox.RdfFormat.N3,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
}
RESULT_FORMATS = ("table", *_ENGINE, "ttl", *_RDF)
_QUERIES = {"rows": "SELECT", "truth": "ASK", "triples": "CONSTRUCT or DESCRIBE"}

_FOLDED = 1000  # rows; a longer table is not read on a terminal, and folding takes long
_GAP = "   "

# Nothing of an article may steer the terminal: control characters, and marks that turn the direction of a line.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u2029\u202a-\u202e\u2066-\u2069]")


def default_format(kind: str, terminal: bool) -> str:
    """The format of a kind of answer where none is named: Turtle, or a table on a terminal and CSV elsewhere."""
    if kind == "triples":
        return "ttl"
    return "table" if terminal else "csv"


def short_name(iri: str) -> str:
    """An IRI by its prefix where it has one; no two IRIs are written alike."""
    compact = compact_iri(iri)
    return ":".join(compact) if compact else f"<{iri}>"


def _cell(term: Term | None, names: Mapping[str, str]) -> str:
    """A term as a table shows it, a thing with its name behind."""
    if term is None:
        return ""
    shown = str(getattr(term, "value", term))
    if isinstance(term, ox.NamedNode):
        name = names.get(term.value)
        shown = short_name(term.value) + (f" {name}" if name else "")
    return _UNPRINTABLE.sub(" ", shown)


def _write_table(answer: Answer, stream: IO[bytes], width: int | None, names: Mapping[str, str]) -> None:
    rows = [[_cell(term, names) for term in row] for row in answer.rows()]
    if width is not None and len(rows) <= _FOLDED:
        _write_folded(answer.variables, rows, stream, width)
        return
    from rich.cells import cell_len  # Chinese characters take two columns

    table = [list(answer.variables), *rows]
    lengths = [[len(cell) if cell.isascii() else cell_len(cell) for cell in row] for row in table]
    widths = [max(column) for column in zip(*lengths, strict=True)]
    rule = "─" * (sum(widths) + len(_GAP) * max(len(widths) - 1, 0))
    for number, (row, taken) in enumerate(zip(table, lengths, strict=True)):
        cells = (cell + " " * (room - used) for cell, used, room in zip(row, taken, widths, strict=True))
        stream.write(_GAP.join(cells).rstrip().encode() + b"\n" + (b"" if number else rule.encode() + b"\n"))


def _write_folded(variables: Sequence[str], rows: list[list[str]], stream: IO[bytes], width: int) -> None:
    """A table as wide as the terminal, with long cells folded."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name in variables:
        table.add_column(Text(name), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    text = StringIO()
    console = Console(file=text, width=width, color_system=None, force_terminal=False, legacy_windows=False)
    console.print(table)
    for line in text.getvalue().rstrip("\n").split("\n"):
        stream.write(line.rstrip().encode() + b"\n")


def _write_turtle(answer: Answer, stream: IO[bytes]) -> None:
    stream.write(turtle_bytes(answer.triples()))


def _write_truth(answer: Answer, stream: IO[bytes]) -> None:
    stream.write(b"true\n" if answer else b"false\n")


def _write_engine(name: str) -> Callable[[Answer, IO[bytes]], None]:
    def write(answer: Answer, stream: IO[bytes]) -> None:
        if not isinstance(answer.found, ox.QuerySolutions | ox.QueryBoolean):
            raise TypeError("triples are no table")
        answer.found.serialize(stream, format=_ENGINE[name])
        if name in ("json", "xml"):
            stream.write(b"\n")

    return write


def _write_rdf(name: str) -> Callable[[Answer, IO[bytes]], None]:
    prefixes = PREFIXES if name == "rdf" else None  # written in no order elsewhere
    ends_line = name not in ("jsonld", "rdf")

    def write(answer: Answer, stream: IO[bytes]) -> None:
        ox.serialize(sorted(set(answer.triples()), key=str), stream, _RDF[name], prefixes=prefixes)
        stream.write(b"" if ends_line else b"\n")

    return write


# What an answer can be written as; CSV and TSV know no truth value, so a plain word stands for it.
_WRITERS: dict[tuple[str, str], Callable[[Answer, IO[bytes]], None]] = {
    **{("rows", name): _write_engine(name) for name in _ENGINE},
    **{("truth", name): _write_engine(name) for name in ("json", "xml")},
    **{("truth", name): _write_truth for name in ("table", "csv", "tsv")},
    **{("triples", name): _write_rdf(name) for name in _RDF},
    ("triples", "ttl"): _write_turtle,
}


def check_format(kind: str, name: str) -> None:
    """Whether a kind of answer can be written in a format.

    Raises:
        UsageError: it cannot; says which formats fit.
    """
    if (kind, name) in _WRITERS or (kind, name) == ("rows", "table"):
        return
    fitting = sorted(known for of, known in _WRITERS if of == kind) + (["table"] if kind == "rows" else [])
    raise UsageError(f"the answer to {_QUERIES[kind]} cannot be written as {name}; choose {', '.join(fitting)}")


class _TextFormats(TypedDict):
    rows: str
    truth: str
    triples: str


def text_formats(name: str) -> _TextFormats:
    """The formats to ask a :class:`kg.query.pool.QueryPool` for, so that its result can be written as `name`."""
    return {
        "rows": name if name in _ENGINE else "json",
        "truth": name if name in ("json", "xml") else "json",
        "triples": "nt",  # to be sorted
    }


def write_answer(
    answer: Answer, name: str, stream: IO[bytes], width: int | None = None, names: Mapping[str, str] | None = None
) -> None:
    """Write an answer to a binary stream, as UTF-8.

    Args:
        answer: what a query found; it is used up.
        name: one of :data:`RESULT_FORMATS`.
        stream: where to.
        width: columns of the terminal that a table is folded to; without it lines are as long as they need.
        names: names of things by IRI, which a table shows behind them.

    Raises:
        UsageError: this kind of answer cannot be written in this format; says which can.
    """
    check_format(answer.kind, name)
    if name == "table" and answer.kind == "rows":
        _write_table(answer, stream, width, names or {})
    else:
        _WRITERS[answer.kind, name](answer, stream)


def write_result(
    result: Result, name: str, stream: IO[bytes], width: int | None = None, names: Mapping[str, str] | None = None
) -> None:
    """Write a result to a binary stream; arguments and errors as for :func:`write_answer`.

    Raises:
        InputError: the result is another server's, and cannot be read.
    """
    check_format(result.kind, name)
    if result.format != name or result.kind == "triples":
        write_answer(read_result(result), name, stream, width, names)
        return
    for piece in result.pieces():
        stream.write(piece)
    if name in ("json", "xml"):
        stream.write(b"\n")
