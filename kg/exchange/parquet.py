"""Apache Parquet: a file a table, for DuckDB, Polars, pandas and Spark; needs pyarrow, of the extra ``tables``."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kg.exchange.codebook import codebook
from kg.exchange.columns import TABLES, Table
from kg.exchange.records import Records
from kg.exchange.rows import Cell, table_rows
from kg.graph import GraphView
from kg.vocabulary.extras import extra

__all__ = ["arrow_table", "files"]


def _kinds() -> dict[str, Any]:
    arrow = extra("pyarrow", "tables")
    return {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
    }


def _plain(cell: Cell) -> object:
    return float(cell) if isinstance(cell, Decimal) else cell


def arrow_table(records: Records, table: Table) -> Any:
    """A table of a graph as one of Arrow; its columns carry their meaning as metadata."""
    arrow, kinds = extra("pyarrow", "tables"), _kinds()
    fields = [
        arrow.field(column.name, kinds[column.kind], metadata={"en": column.en, "zh": column.zh})
        for column in table.columns
    ]
    columns: list[list[object]] = [[] for _ in fields]
    for row in table_rows(records, table.name):
        for column, cell in zip(columns, row, strict=True):
            column.append(_plain(cell))
    arrays = [arrow.array(column, type=field.type) for column, field in zip(columns, fields, strict=True)]
    return arrow.Table.from_arrays(arrays, schema=arrow.schema(fields))


def files(graph: GraphView) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables of a graph, and their codebook.

    Raises:
        UsageError: pyarrow is not installed.
    """
    extra("pyarrow", "tables")
    records = Records(graph)
    for table in TABLES.values():
        yield f"{table.name}.parquet", _packed(records, table)
    yield "codebook.md", iter([codebook(csv=False)])


def _packed(records: Records, table: Table) -> Iterator[bytes]:
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(arrow_table(records, table), buffer, compression="zstd")
    yield buffer.getvalue()
