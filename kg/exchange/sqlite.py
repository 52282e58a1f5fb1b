"""SQLite: all tables in one file, with views for readers, indexes, and full-text search, for Datasette and others.

The full-text index splits text into runs of three characters (FTS5's trigram tokeniser), which needs no words and so
works for Chinese: ``MATCH`` and ``LIKE`` find any run of three characters or more; a word of two is looked up with
``LIKE`` on the table itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

from kg.exchange.columns import TABLES, Column, Table
from kg.exchange.records import Records
from kg.exchange.rows import Cell, table_rows
from kg.graph import GraphView
from kg.vocabulary import OutputError

__all__ = ["write_file"]

_KINDS = {"text": "TEXT", "integer": "INTEGER", "number": "NUMERIC", "boolean": "INTEGER", "date": "TEXT"}
_VIEWS = """
CREATE VIEW plain_facts AS
  SELECT DISTINCT subject_id, subject, predicate, object_id, object FROM facts WHERE holds;
CREATE VIEW facts_with_sources AS
  SELECT f.id, f.subject, f.predicate_zh, f.object, f.time, f.modality, f.negated, f.role, s.label AS said_by, f.quote,
         a.title, a.publisher, a.issued, a.source
  FROM facts f LEFT JOIN articles a ON a.id = f.article_id LEFT JOIN entities s ON s.id = f.attributed_to_id;
CREATE VIEW observations_with_sources AS
  SELECT o.id, o.subject, o.metric_zh, o.value, o.status, o.unit, o.value_text, o.period, p.name_zh_hans AS place,
         o.modality, o.negated, s.label AS said_by, o.quote, a.title, a.publisher, a.issued, a.source
  FROM observations o LEFT JOIN articles a ON a.id = o.article_id LEFT JOIN entities p ON p.id = o.place_id
       LEFT JOIN entities s ON s.id = o.attributed_to_id;
CREATE VIEW facts_by_predicate AS
  SELECT predicate, predicate_zh, COUNT(*) AS facts, COUNT(DISTINCT article_id) AS articles FROM facts
  GROUP BY predicate, predicate_zh ORDER BY facts DESC, predicate;
CREATE VIEW observations_by_metric AS
  SELECT metric, metric_zh, COUNT(*) AS observations, COUNT(DISTINCT subject_id) AS subjects FROM observations
  GROUP BY metric, metric_zh ORDER BY observations DESC, metric;
"""
_SEARCH = """
CREATE VIRTUAL TABLE evidence_search USING fts5(text, content="evidence", tokenize='trigram');
INSERT INTO evidence_search(rowid, text) SELECT rowid, text FROM evidence ORDER BY rowid;
INSERT INTO evidence_search(evidence_search) VALUES('optimize');
CREATE VIRTUAL TABLE names_search USING fts5(name, content="names", tokenize='trigram');
INSERT INTO names_search(rowid, name) SELECT rowid, name FROM names ORDER BY rowid;
INSERT INTO names_search(names_search) VALUES('optimize');
"""
_INDEXED = {"facts": ("predicate", "time_start"), "observations": ("metric", "time_start"), "names": ("name",)}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _column(column: Column) -> str:
    key = " PRIMARY KEY NOT NULL" if column.name == "id" else ""
    refers = f" REFERENCES {_quoted(column.refers)}(id)" if column.refers else ""
    return f"{_quoted(column.name)} {_KINDS[column.kind]}{key}{refers}"


def _made(table: Table) -> Iterator[str]:
    yield f"CREATE TABLE {_quoted(table.name)} ({', '.join(map(_column, table.columns))})"
    for column in table.columns:
        if column.refers or column.name in _INDEXED.get(table.name, ()):
            index = _quoted(f"{table.name}_{column.name}")
            yield f"CREATE INDEX {index} ON {_quoted(table.name)} ({_quoted(column.name)})"


def _stored(cell: Cell) -> str | int | float | None:
    if isinstance(cell, Decimal):
        return float(cell)
    return cell.isoformat() if isinstance(cell, date) else cell


def _fill(database: sqlite3.Connection, records: Records) -> None:
    for table in TABLES.values():
        for statement in _made(table):
            database.execute(statement)
        marks = ", ".join("?" * len(table.columns))
        rows = (tuple(map(_stored, row)) for row in table_rows(records, table.name))
        database.executemany(f"INSERT INTO {_quoted(table.name)} VALUES ({marks})", rows)
    database.execute(
        "CREATE TABLE codebook (table_name TEXT, column_name TEXT, kind TEXT, meaning TEXT, meaning_zh TEXT)"
    )
    for table in TABLES.values():
        rows_of = [(table.name, one.name, one.kind, one.en, one.zh) for one in table.columns]
        database.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?, ?)", rows_of)


def write_file(graph: GraphView, path: Path) -> None:
    """Write the tables of a graph into a new database.

    Raises:
        OutputError: the file cannot be written, or this Python's SQLite has no trigram index.
    """
    if sqlite3.sqlite_version_info < (3, 34):
        raise OutputError(f"SQLite {sqlite3.sqlite_version} has no trigram index; 3.34 or later is needed")
    records = Records(graph)
    try:
        with closing(sqlite3.connect(path)) as database:
            database.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            with database:
                _fill(database, records)
            database.executescript(_VIEWS + _SEARCH + "ANALYZE;")
    except sqlite3.Error as error:
        raise OutputError(f"{path.name} cannot be written: {error}") from error
