"""A shard: what some articles of many state, as files that a bulk loader or a query engine reads beside other shards.

    graphs/part-00000.nq.gz       each article's claims in the graph of the article, in canonical order
    default/part-00000.nt.gz      the same without graphs; all shards together, as a set, are the default graph
    facts/part-00000.parquet      a folder a table (:mod:`kg.exchange.columns`): facts, observations, evidence, …

The tables lack the columns that count across articles (:data:`ACROSS`); a shard does not know of the others.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.exchange.columns import TABLES
from kg.exchange.nquads import canonical_line
from kg.exchange.parquet import arrow_table
from kg.exchange.records import Records
from kg.graph.terms import article_iri, term
from kg.vocabulary.extras import extra

__all__ = ["ACROSS", "copy_files", "packed_lines", "shard_files", "shard_names"]

ACROSS: Mapping[str, tuple[str, ...]] = {
    "articles": ("copy_of",),
    "entities": ("statements", "observations", "articles"),
    "facts": ("sources",),
}
"""Columns that tables of a shard lack."""
_LEVEL = 6


def shard_names(name: str) -> list[str]:
    """The files of a shard, sorted.

    Args:
        name: of the shard, such as ``part-00000``.
    """
    tables = (f"{table}/{name}.parquet" for table in TABLES)
    return sorted((f"graphs/{name}.nq.gz", f"default/{name}.nt.gz", *tables))


def packed_lines(lines: Iterable[bytes]) -> bytes:
    """Lines, compressed with gzip (RFC 1952), without time or name, so that the same lines give the same bytes."""
    worker = zlib.compressobj(_LEVEL, wbits=31)
    parts = [worker.compress(line + b"\n") for line in lines]
    return b"".join((*parts, worker.flush()))


def shard_files(graphs: Mapping[str, bytes], name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a shard, one after the other; the same graphs give the same bytes.

    Args:
        graphs: lines of N-Triples by the id of the article that states them.
        name: of the shard.

    Raises:
        UsageError: pyarrow is not installed.
    """
    extra("pyarrow", "cluster")
    quads: list[bytes] = []
    whole: set[bytes] = set()
    for article, lines in graphs.items():
        ending = f"<{article_iri(article).value}> .".encode()
        said = [line for line in lines.split(b"\n") if line]
        quads += [canonical_line(line)[:-1] + ending for line in said]
        whole.update(said)
    triples = sorted(whole)
    yield f"graphs/{name}.nq.gz", packed_lines(sorted(set(quads)))
    yield f"default/{name}.nt.gz", packed_lines(map(canonical_line, triples))
    records = Records.of_lines(triples)
    for table in TABLES.values():
        found = arrow_table(records, table).drop_columns(list(ACROSS.get(table.name, ())))
        yield f"{table.name}/{name}.parquet", _parquet(found)


def copy_files(links: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """The files that say which articles are copies (``xb:copyOf``), beside those of the shards.

    Args:
        links: the id of each copy with that of its original.
    """
    arrow = extra("pyarrow", "cluster")
    found = sorted(links.items())
    copy_of = str(term("xb:copyOf"))
    triples = [(str(article_iri(copy)), f"{article_iri(copy)} {copy_of} {article_iri(first)}") for copy, first in found]
    yield "graphs/copies.nq.gz", packed_lines(sorted(f"{said} {graph} .".encode() for graph, said in triples))
    yield "default/copies.nt.gz", packed_lines(sorted(f"{said} .".encode() for _, said in triples))
    columns = {"article_id": [copy for copy, _ in found], "copy_of": [first for _, first in found]}
    text = arrow.schema([(name, arrow.string()) for name in columns])
    yield "copies/copies.parquet", _parquet(arrow.table(columns, schema=text))


def _parquet(table: Any) -> bytes:
    from pyarrow import parquet

    buffer = io.BytesIO()
    parquet.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()
