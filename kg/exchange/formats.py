"""The table of formats that a graph can be written in; each is a module of its own."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any, cast

from kg.exchange.folders import replaced_file, write_folder
from kg.exchange.unsorted import UNSORTED, write_unsorted
from kg.graph import STANDARD_STREAM, GraphView, atomic_output
from kg.graph.inference import with_inferred
from kg.vocabulary import InputError, UsageError

__all__ = ["FORMATS", "Format", "export_graph"]

Progress = Callable[[int], None]


@dataclass(frozen=True, order=True)
class Format:
    """A format of graphs.

    Attributes:
        name: how it is called on the command line.
        suffix: its usual ending of file names; empty for a folder of files.
        media_type: its media type.
        about: what it is, in a line.
        needs_articles: whether it holds each article's graph, which a graph read from Turtle lacks.
        module: the module that writes it. Its function ``chunks`` takes a graph and yields bytes; of a `kind`
            ``file`` its ``write_file`` takes a graph and a path, of a ``folder`` its ``files`` takes a graph and yields
            names with what writes them.
        kind: ``stream``, ``file`` or ``folder``.
        options: further arguments of that function.
    """

    name: str
    suffix: str
    media_type: str
    about: str
    needs_articles: bool
    module: str
    kind: str = "stream"
    options: tuple[tuple[str, Any], ...] = ()


_TABLE = (
    Format("turtle", ".ttl", "text/turtle", "Turtle", False, "turtle"),
    Format("ntriples", ".nt", "application/n-triples", "N-Triples", False, "ntriples"),
    Format("trig", ".trig", "application/trig", "TriG, an article a graph", True, "trig"),
    Format("nquads", ".nq", "application/n-quads", "N-Quads in canonical order, an article a graph", True, "nquads"),
    Format("jsonld", ".jsonld", "application/ld+json", "JSON-LD 1.1, a thing an object", False, "jsonld"),
    Format("rdfxml", ".rdf", "application/rdf+xml", "RDF/XML", False, "rdfxml"),
    Format("turtle12", ".ttl", "text/turtle", "RDF 1.2 Turtle: statements as reifiers", False, "rdf12"),
    Format(
        "trig12",
        ".trig",
        "application/trig",
        "RDF 1.2 TriG, an article a graph",
        True,
        "rdf12",
        options=(("named", True),),
    ),
    Format("graphml", ".graphml", "application/graphml+xml", "GraphML: things and statements", False, "graphml"),
    Format(
        "gexf", ".gexf", "application/xml", "GEXF for Gephi: links with dates, weights, colours, places", False, "gexf"
    ),
    Format("cytoscape", ".cyjs", "application/json", "Cytoscape JSON", False, "cytoscape"),
    Format("dot", ".dot", "text/vnd.graphviz", "DOT for Graphviz", False, "dot"),
    Format("csv", "", "text/csv", "a folder of tables in CSV, with a codebook", False, "csv_tables", "folder"),
    Format(
        "csv-excel",
        "",
        "text/csv",
        "the same for Excel, with a byte order mark",
        False,
        "csv_tables",
        "folder",
        (("bom", True),),
    ),
    Format("parquet", "", "application/vnd.apache.parquet", "the same tables in Parquet", False, "parquet", "folder"),
    Format(
        "sqlite",
        ".db",
        "application/vnd.sqlite3",
        "the same tables in SQLite, with full-text search",
        False,
        "sqlite",
        "file",
    ),
    Format("neo4j", "", "text/csv", "a folder for Neo4j's bulk import, with its command", False, "neo4j_csv", "folder"),
    Format("cypher", ".cypher", "application/x-cypher-query", "a Cypher script, for small graphs", False, "cypher"),
    Format(
        "n10s", ".cypher", "application/x-cypher-query", "set-up of Neo4j's neosemantics for our Turtle", False, "n10s"
    ),
    Format(
        "quickstatements",
        "",
        "text/tab-separated-values",
        "a folder for Wikidata: statements and candidates",
        False,
        "quickstatements",
        "folder",
    ),
    Format("obsidian", "", "text/markdown", "a vault of notes for Obsidian", False, "obsidian", "folder"),
    Format("nanopubs", ".trig", "application/trig", "nanopublications of what holds, in TriG", True, "nanopubs"),
)
FORMATS: dict[str, Format] = {one.name: one for one in sorted(_TABLE)}

_WITH_INFERRED = ("ntriples", "turtle")


def _checked(graph: GraphView, name: str, inferred: bool, unsorted: bool, target: str) -> Format:
    """The format, if the graph can be written in it as wanted."""
    known = FORMATS.get(name)
    if known is None:
        raise UsageError(f"unknown format {name!r}; there are {', '.join(FORMATS)}")
    if known.needs_articles and not graph.has_articles:
        raise InputError(f"{graph.path}: has no graph an article, which {name} holds; read a TriG or a built folder")
    if inferred and name not in _WITH_INFERRED:
        raise UsageError(f"{name} is written without inferences; choose {', '.join(_WITH_INFERRED)}")
    if unsorted and name not in UNSORTED:
        raise UsageError(f"{name} is always sorted; unsorted can be {', '.join(UNSORTED)}")
    if known.kind != "stream" and target == STANDARD_STREAM:
        raise UsageError(f"{name} is a {known.kind}; name it with -o")
    if known.kind != "stream" and target.endswith(".gz"):
        raise UsageError(f"{name} is a {known.kind}, which is not compressed; name it without .gz")
    return known


def export_graph(
    graph: GraphView,
    name: str,
    target: str | os.PathLike[str],
    *,
    inferred: bool = False,
    unsorted: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write a graph to a file or folder, whole or not at all; the same graph gives the same bytes.

    Args:
        graph: the graph.
        name: a key of :data:`FORMATS`.
        target: the file or folder; ``-`` is standard output. A file whose name ends in ``.gz`` is compressed (gzip
            without a time stamp).
        inferred: whether what follows by the ontology is written too (Turtle and N-Triples).
        unsorted: whether N-Triples, N-Quads or Turtle come as the store has them: quicker, in little memory, and in an
            order that may differ from one store to the next.
        progress: told of every piece written, by its bytes.

    Raises:
        UsageError: there is no such format, or it cannot be written in that way.
        InputError: the format holds article graphs, or inferences are wanted, and `graph` has none.
        OutputError: the target cannot be written.
    """
    known = _checked(graph, name, inferred, unsorted, os.fspath(target))
    if inferred:
        graph = with_inferred(graph)
    module = import_module(f"kg.exchange.{known.module}")
    options = dict(known.options)
    if known.kind == "folder":
        write_folder(Path(target), module.files(graph, **options))
    elif known.kind == "file":
        with replaced_file(Path(target)) as path:
            module.write_file(graph, path, **options)
    else:
        with atomic_output(target) as stream, _packed(stream, os.fspath(target)) as packed:
            if unsorted:
                write_unsorted(graph, name, packed)
                return
            chunks = cast("Iterator[bytes]", module.chunks(graph, **options))
            for chunk in chunks:
                packed.write(chunk)
                if progress:
                    progress(len(chunk))


@contextmanager
def _packed(stream: IO[bytes], target: str) -> Iterator[IO[bytes]]:
    """The stream itself, or one that compresses into it (RFC 1952, with neither name nor time)."""
    if not target.endswith(".gz"):
        yield stream
        return
    with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
        yield cast("IO[bytes]", packed)
