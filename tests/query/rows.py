"""Answers as lines that a person can check: things by their names, nothing that is named by a digest."""

from __future__ import annotations

import csv
from io import StringIO

import pyoxigraph as ox

from kg.graph import GraphView
from kg.query import ask, short_name
from kg.vocabulary.namespaces import XBE, XBO, XBS, XBV

_MINTED = (XBE, XBO, XBS, XBV)  # their digests say nothing to a reader

# What the expected rows were asked with, where a question is too wide without.
GIVEN: dict[str, dict[str, str]] = {
    "connections": {"one": "菜鸟", "other": "孙兴"},
    "evidence": {"thing": "Choice"},
    "figures": {"thing": "Temu"},
    "held-on": {"on": "2024-12-01"},
    "mentions": {"thing": "欧洲杯"},
    "names": {"thing": "淘宝"},
    "plans-due": {"on": "2025-12-31"},
}


def shown(term: object) -> str:
    """A term as the expected rows have it."""
    if isinstance(term, ox.NamedNode):
        return "…" if term.value.startswith(_MINTED) else short_name(term.value)
    return "" if term is None else str(getattr(term, "value", term))


def expected_text(graph: GraphView, name: str) -> str:
    """The answer to a saved question as CSV, its columns and rows in their order."""
    answer = ask(name, graph, **GIVEN.get(name, {}))
    columns, rows = answer.variables, list(answer.rows())

    def told(column: str) -> bool:
        """Whether a name stands beside its thing in every row, and says nothing more of it."""
        base = column.removesuffix("Name")
        return base != column and base in columns and all(row[columns.index(base)] is not None for row in rows)

    kept = [i for i, column in enumerate(columns) if not told(column)]
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([columns[i] for i in kept])
    writer.writerows([shown(row[i]) for i in kept] for row in rows)
    return stream.getvalue()
