"""A graph for notebooks: rdflib, networkx, pandas and Polars in one call each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from kg.exchange.columns import TABLES
from kg.exchange.records import Records
from kg.exchange.rows import table_rows
from kg.graph import GraphView
from kg.graph import open_graph as _open_graph
from kg.graph.statistics import count_graph
from kg.vocabulary import UsageError
from kg.vocabulary.extras import extra

if TYPE_CHECKING:
    import pandas
    import polars
    import rdflib

    from kg.analysis.network import Network

__all__ = ["NotebookGraph", "open_graph"]


def _table(name: str) -> None:
    if name not in TABLES:
        raise UsageError(f"there is no table {name!r}; there are {', '.join(TABLES)}")


@dataclass(frozen=True)
class NotebookGraph(GraphView):
    """A graph with its views: each call makes a new one, which can be changed without changing the graph."""

    @cached_property
    def _records(self) -> Records:
        return Records(self)

    def to_rdflib(self, articles: bool = False) -> rdflib.Graph | rdflib.Dataset:
        """The graph for rdflib.

        Args:
            articles: whether to give a data set with a graph an article; else a graph of what all articles say.
        """
        from kg.exchange.rdflib_graph import to_rdflib  # takes its time to load

        return to_rdflib(self, articles)

    def to_networkx(self) -> Network:
        """Things and the statements between them (:func:`kg.analysis.to_networkx`)."""
        from kg.analysis.network import to_networkx

        return to_networkx(self)

    def to_pandas(self, table: str = "facts") -> pandas.DataFrame:
        """A table as a data frame of pandas; missing values are those of its types.

        Args:
            table: ``facts``, ``observations``, ``entities``, ``names``, ``evidence``, ``articles`` or ``mentions``.

        Raises:
            UsageError: there is no such table, or pandas is not installed.
        """
        _table(table)
        library = extra("pandas", "notebook")
        kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
        frame: pandas.DataFrame = library.DataFrame(
            list(self.rows(table)), columns=[one.name for one in TABLES[table].columns]
        )
        for column in TABLES[table].columns:
            values = frame[column.name]
            if column.kind == "date":
                frame[column.name] = library.to_datetime(values, errors="coerce")
            else:
                frame[column.name] = values.astype(kinds.get(column.kind, "string"))
        return frame

    def to_polars(self, table: str = "facts") -> polars.DataFrame:
        """A table as a data frame of Polars.

        Args:
            table: as for :meth:`to_pandas`.

        Raises:
            UsageError: there is no such table, or Polars is not installed.
        """
        _table(table)
        library = extra("polars", "notebook")
        kinds = {
            "text": library.String,
            "integer": library.Int64,
            "number": library.Float64,
            "boolean": library.Boolean,
            "date": library.Date,
        }
        schema = {one.name: kinds[one.kind] for one in TABLES[table].columns}
        frame: polars.DataFrame = library.DataFrame(list(self.rows(table)), schema=schema, orient="row")
        return frame

    def rows(self, table: str = "facts") -> Iterator[tuple[Any, ...]]:
        """The rows of a table as tuples of Python's own values, numbers as floats.

        Raises:
            UsageError: there is no such table.
        """
        _table(table)
        numbers = {at for at, one in enumerate(TABLES[table].columns) if one.kind == "number"}
        for row in table_rows(self._records, table):
            yield tuple(float(c) if at in numbers and c is not None else c for at, c in enumerate(row))  # type: ignore[arg-type]

    def _repr_html_(self) -> str:
        """What a notebook shows: counts, as a small table."""
        counts = count_graph(self)
        shown = {"articles": counts.articles, "things": counts.things, "statements": counts.statements}
        shown |= {"observations": counts.observations, "triples": counts.triples}
        head = "".join(f"<th>{name}</th>" for name in shown)
        cells = "".join(f"<td>{count:,}</td>" for count in shown.values())
        title = f"<caption>{escape(str(self.path or 'graph in memory'))}</caption>"
        return f"<table>{title}<thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def open_graph(path: str | os.PathLike[str] | None = None) -> NotebookGraph:
    """Open a graph to read it, with views for notebooks.

    Args:
        path: as for :func:`kg.graph.open_graph`.

    Raises:
        InputError: there is no graph, or it cannot be read.
    """
    graph = _open_graph(path)
    return NotebookGraph(graph.store, graph.path, graph.has_articles)
