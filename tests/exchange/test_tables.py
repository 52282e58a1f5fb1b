"""Tables as CSV, Parquet and SQLite: DuckDB, sqlite3, pandas and Polars read back what the graph holds."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import kg
from exchange.samples import HOSTILE, hostile_graph, library
from kg.exchange import export_graph
from kg.exchange.columns import TABLES
from kg.exchange.csv_tables import guarded
from kg.exchange.records import Records
from kg.exchange.rows import Cell, table_rows
from kg.exchange.views import NotebookGraph
from kg.graph import GraphView
from kg.vocabulary import UsageError, vocabulary


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return hostile_graph()


@pytest.fixture(scope="module")
def expected(graph: GraphView) -> dict[str, list[tuple[Cell, ...]]]:
    records = Records(graph)
    return {name: list(table_rows(records, name)) for name in TABLES}


@pytest.fixture(scope="module")
def folder(graph: GraphView, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("tables")
    for name in ("csv", "csv-excel"):
        export_graph(graph, name, place / name)
    export_graph(graph, "sqlite", place / "kg.db")
    return place


def cell(rows: list[tuple[Cell, ...]], table: str, key: Cell, column: str) -> Cell:
    names = [one.name for one in TABLES[table].columns]
    (row,) = [row for row in rows if row[0] == key]
    return row[names.index(column)]


def test_the_tables_hold_what_the_graph_holds(graph: GraphView, expected: dict[str, list[tuple[Cell, ...]]]) -> None:
    counts = {
        "facts": "SELECT (COUNT(*) AS ?n) { ?s a xb:Statement }",
        "observations": "SELECT (COUNT(*) AS ?n) { ?s a xb:Observation }",
        "evidence": "SELECT (COUNT(*) AS ?n) { ?s a xb:Evidence }",
        "articles": "SELECT (COUNT(*) AS ?n) { ?s a xb:Article }",
        "mentions": "SELECT (COUNT(*) AS ?n) { ?s xb:mentions ?o }",
        "names": "SELECT (COUNT(*) AS ?n) { ?s skos:prefLabel|skos:altLabel ?o }",
    }
    for name, query in counts.items():
        assert len(expected[name]) == int(next(iter(graph.select(query)))["n"].value), name
    entities = expected["entities"]
    assert cell(entities, "entities", "aliexpress", "name_zh_hant") == "速賣通"
    assert cell(entities, "entities", "aliexpress", "class") == "Marketplace"
    assert cell(entities, "entities", "aliexpress", "same_as") == "https://www.wikidata.org/entity/Q1234"
    assert cell(entities, "entities", "korea", "broader") == "east-asia"


def test_every_property_of_facts_has_a_column(graph: GraphView) -> None:
    own = {"hasStatement", "hasObservation", "mentions", "agent", "affected", "tells"}
    asked = (
        "SELECT DISTINCT ?p { ?s ?p ?o FILTER(STRSTARTS(STR(?p), STR(xb:))) FILTER(!STRSTARTS(STR(?s), STR(xbv:))) }"
    )
    used = {row["p"].value.rpartition("#")[2] for row in graph.select(asked)}
    named = {column.name for table in TABLES.values() for column in table.columns}
    spelt = {
        "".join(part.title() if at else part for at, part in enumerate(name.removesuffix("_id").split("_")))
        for name in named
    }
    renamed = {
        "evidence",
        "about",
        "alsoIn",
        "article",
        "subject",
        "predicate",
        "object",
        "objectText",
        "place",
        "quote",
        "text",
        "start",
        "end",
    }
    assert used - own - renamed - set(vocabulary().predicates) <= spelt


def test_csv_is_as_the_rfc_has_it(folder: Path, expected: dict[str, list[tuple[Cell, ...]]]) -> None:
    for name, rows in expected.items():
        data = (folder / "csv" / f"{name}.csv").read_bytes()
        assert data.endswith(b"\r\n")
        read = list(csv.reader(io.StringIO(data.decode(), newline="")))
        assert read[0] == [column.name for column in TABLES[name].columns]
        assert len(read) == len(rows) + 1
        assert {len(row) for row in read} == {len(read[0])}
        with_mark = (folder / "csv-excel" / f"{name}.csv").read_bytes()
        assert with_mark == b"\xef\xbb\xbf" + data
    assert (folder / "csv" / "codebook.md").read_text(encoding="utf-8").count("| `") == sum(
        len(table.columns) for table in TABLES.values()
    )


def test_no_cell_is_a_formula_and_the_guard_can_be_taken_off(
    folder: Path, expected: dict[str, list[tuple[Cell, ...]]]
) -> None:
    texts = [at for at, column in enumerate(TABLES["evidence"].columns) if column.kind == "text"]
    quote = [column.name for column in TABLES["evidence"].columns].index("quote")
    with (folder / "csv" / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    for row, wanted in zip(rows, expected["evidence"], strict=True):
        for at in texts:
            assert not row[at].startswith(("=", "+", "-", "@", "\t", "\r"))
            assert row[at].removeprefix("'") == (wanted[at] or "")
    assert [row[quote] for row in rows if row[quote].startswith("'")] == ["'=cmd|'/c calc'!A1"]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "'a", "''"])
def test_the_guard_is_one_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert guarded(f"a{text}") == f"a{text}"


def duck(query: str) -> list[tuple[Any, ...]]:
    with closing(library("duckdb").connect()) as connection:
        rows: list[tuple[Any, ...]] = connection.execute(query).fetchall()
    return rows


def plain(rows: list[tuple[Cell, ...]], table: str) -> list[tuple[Any, ...]]:
    kinds = [column.kind for column in TABLES[table].columns]
    return [
        tuple(float(c) if k == "number" and c is not None else c for c, k in zip(row, kinds, strict=True))
        for row in rows
    ]


def test_duckdb_reads_the_csv(folder: Path, expected: dict[str, list[tuple[Cell, ...]]]) -> None:
    types = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
    for name, rows in expected.items():
        columns = ", ".join(f"'{column.name}': '{types[column.kind]}'" for column in TABLES[name].columns)
        path = folder / "csv" / f"{name}.csv"
        read = duck(
            f"SELECT * FROM read_csv('{path}', header = true, delim = ',', quote = '\"', columns = {{{columns}}})"
        )
        texts = {at for at, column in enumerate(TABLES[name].columns) if column.kind == "text"}
        bare = [tuple(c.removeprefix("'") if at in texts and c else c for at, c in enumerate(row)) for row in read]
        assert bare == plain(rows, name), name


def test_duckdb_reads_the_parquet(
    graph: GraphView, tmp_path: Path, expected: dict[str, list[tuple[Cell, ...]]]
) -> None:
    library("pyarrow")
    export_graph(graph, "parquet", tmp_path / "kg")
    first = {path.name: path.read_bytes() for path in (tmp_path / "kg").iterdir()}
    for name, rows in expected.items():
        assert duck(f"SELECT * FROM '{tmp_path}/kg/{name}.parquet'") == plain(rows, name), name
    export_graph(graph, "parquet", tmp_path / "kg")
    same = first == {path.name: path.read_bytes() for path in (tmp_path / "kg").iterdir()}
    assert same


@pytest.fixture
def database(folder: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{folder / 'kg.db'}?mode=ro", uri=True)) as connection:
        yield connection


def test_sqlite_holds_the_tables(database: sqlite3.Connection, expected: dict[str, list[tuple[Cell, ...]]]) -> None:
    for name, rows in expected.items():
        stored = [
            tuple(
                c.isoformat() if column.kind == "date" and c is not None else c
                for c, column in zip(row, TABLES[name].columns, strict=True)
            )  # type: ignore[union-attr]
            for row in plain(rows, name)
        ]
        assert database.execute(f"SELECT * FROM {name}").fetchall() == stored, name
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert (
        database.execute("SELECT typeof(value) FROM observations WHERE metric = 'revenue'").fetchall()
        == [("integer",)] * 2
    )


def test_sqlite_finds_chinese_text_and_has_views(database: sqlite3.Connection) -> None:
    found = "SELECT e.quote FROM evidence_search s JOIN evidence e ON e.rowid = s.rowid WHERE evidence_search MATCH ?"
    assert database.execute(found, ('"物流團隊"',)).fetchall() == [("今年初菜鳥部分國際電商物流團隊與速賣通融合。",)]
    like = "SELECT COUNT(*) FROM evidence_search WHERE text LIKE ?"
    assert database.execute(like, ("%電商物%",)).fetchone() == (1,)
    assert database.execute("SELECT COUNT(*) FROM names_search WHERE name MATCH 'AliExp'").fetchone() == (1,)
    assert database.execute("SELECT facts FROM facts_by_predicate WHERE predicate = 'partOf'").fetchone() == (5,)
    sold = """SELECT DISTINCT subject, value, unit, publisher FROM observations_with_sources
        WHERE metric_zh = '营收' ORDER BY value"""
    assert [row[:3] for row in database.execute(sold)] == [
        ("阿里国际数字商业集团", n, "CNY") for n in (37000000000, 37756000000)
    ]
    assert ("速卖通", "隶属于", "阿里国际数字商业集团") in database.execute(
        "SELECT subject, predicate_zh, object FROM facts_with_sources"
    ).fetchall()
    assert database.execute("SELECT COUNT(*) FROM plain_facts WHERE predicate = 'targetsMarket'").fetchone() == (0,)
    assert database.execute("SELECT COUNT(*) FROM codebook").fetchone() == (
        sum(len(t.columns) for t in TABLES.values()),
    )


def test_the_same_database_each_time(graph: GraphView, folder: Path, tmp_path: Path) -> None:
    export_graph(graph, "sqlite", tmp_path / "again.db")
    same = (tmp_path / "again.db").read_bytes() == (folder / "kg.db").read_bytes()
    assert same


def test_views_of_notebooks(graph: GraphView, tmp_path: Path, expected: dict[str, list[tuple[Cell, ...]]]) -> None:
    export_graph(graph, "trig", tmp_path / "kg.trig")
    opened = kg.open_graph(tmp_path / "kg.trig")
    assert isinstance(opened, NotebookGraph)
    assert len(opened.to_rdflib()) == sum(1 for _ in graph.triples())
    assert sum(map(len, opened.to_rdflib(articles=True).graphs())) == sum(1 for _ in graph.store) - sum(
        1 for _ in graph.triples()
    )
    assert opened.to_networkx().number_of_edges() == 13
    assert "<td>5</td>" in opened._repr_html_()
    with pytest.raises(UsageError, match="observations"):
        opened.to_pandas("relations")
    library("pandas")
    library("polars")
    frame, table = opened.to_pandas("observations"), opened.to_polars("observations")
    assert (len(frame), table.height) == (len(expected["observations"]),) * 2
    assert sorted(frame["value"]) == sorted(table["value"]) == [85.0, 37000000000.0, 37756000000.0]
    assert str(frame["time_start"].max().date()) == str(table["time_start"].max()) == "2024-10-01"
    assert frame["approx"].sum() == table["approx"].sum() == 1
    quotes = list(opened.to_pandas("evidence")["quote"])
    assert quotes == list(opened.to_polars("evidence")["quote"])
    assert HOSTILE.replace("\0", "\ufffd") in quotes


def test_a_library_that_is_missing_is_named(graph: GraphView, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"alibaba-xborder-kg\[tables\]"):
        export_graph(graph, "parquet", tmp_path / "kg")
    assert list(tmp_path.iterdir()) == []
