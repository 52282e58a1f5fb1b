"""CSV (RFC 4180): a file a table, and the codebook that explains them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date

from kg.exchange.codebook import codebook
from kg.exchange.columns import TABLES, Column
from kg.exchange.records import Records
from kg.exchange.rows import Cell, Row, table_rows
from kg.graph import GraphView

__all__ = ["csv_lines", "files", "guarded"]

# What spreadsheets take for the start of a formula, in either width.
_FORMULA = tuple("=+-@\t\r＝＋－＠'")
_PIECE = 512


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what looks like one.

    >>> guarded("=1+1"), guarded("2024"), guarded("'tis")
    ("'=1+1", '2024', "''tis")
    """
    return f"'{text}" if text.startswith(_FORMULA) else text


def _shown(cell: Cell, column: Column) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell) if isinstance(cell, (str, int)) else format(cell, "f")
    return guarded(text) if column.kind == "text" else text


def csv_lines(columns: tuple[Column, ...], rows: Iterator[Row], bom: bool = False) -> Iterator[bytes]:
    """A header and rows, in pieces of bytes.

    Args:
        columns: the columns.
        rows: their cells.
        bom: whether a byte order mark comes first.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    if bom:
        yield b"\xef\xbb\xbf"
    for number, row in enumerate(rows, 1):
        writer.writerow([_shown(cell, column) for cell, column in zip(row, columns, strict=True)])
        if number % _PIECE == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def files(graph: GraphView, bom: bool = False) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables of a graph, and their codebook."""
    records = Records(graph)
    for table in TABLES.values():
        yield f"{table.name}.csv", csv_lines(table.columns, table_rows(records, table.name), bom)
    yield "codebook.md", iter([codebook()])
