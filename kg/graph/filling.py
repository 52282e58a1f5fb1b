"""Putting many article graphs into a store quickly, in memory that does not grow with them; and changing a few.

A graph comes as lines of N-Triples with the IRI that names it. In the store it stands twice: under its name, and in the
default graph, which is the set of all of them (graph shape, "Graphs").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.vocabulary.namespaces import XBA

__all__ = ["ArticleGraph", "add_graphs", "bulk_fill", "named_lines", "remove_graphs"]

ArticleGraph = tuple[str, bytes]
"""The IRI that names a graph, and the graph as lines of N-Triples."""

_BATCH = 24_000_000  # bytes of N-Triples that are loaded at once; some 130 MB in the loader


def named_lines(name: str, lines: bytes) -> bytes:
    """Lines of N-Triples as lines of N-Quads in a graph.

    A line ends in `` .`` and a line feed, which stand nowhere else (RDF 1.1 N-Triples §2).
    """
    return lines.replace(b" .\n", b" " + str(ox.NamedNode(name)).encode() + b" .\n")


def _batches(graphs: Iterable[ArticleGraph]) -> Iterator[list[ArticleGraph]]:
    batch: list[ArticleGraph] = []
    size = 0
    for name, lines in graphs:
        batch.append((name, lines))
        size += len(lines)
        if size >= _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def bulk_fill(store: ox.Store, graphs: Iterable[ArticleGraph]) -> int:
    """Add article graphs, and every triple of them to the default graph; how many triples were given.

    Quick, and not safe against a process that ends half-way: for a store that nobody reads yet.
    """
    count = 0
    for batch in _batches(graphs):
        united: set[bytes] = set()
        for _, lines in batch:
            found = lines.splitlines(keepends=True)
            count += len(found)
            united.update(found)
        quads = b"".join(named_lines(name, lines) for name, lines in batch)
        store.bulk_load(input=quads, format=ox.RdfFormat.N_QUADS)
        del quads
        store.bulk_load(input=b"".join(united), format=ox.RdfFormat.N_TRIPLES)
    return count


def remove_graphs(store: ox.Store, names: Iterable[str]) -> int:
    """Take article graphs out, and out of the default graph what no other article graph holds; how many there were."""
    count = 0
    for name in names:
        graph = ox.NamedNode(name)
        quads = list(store.quads_for_pattern(None, None, None, graph))
        count += bool(quads)
        store.remove_graph(graph)
        for quad in quads:
            if not _is_stated(store, quad.triple):
                store.remove(ox.Quad(quad.subject, quad.predicate, quad.object))
    return count


def _is_stated(store: ox.Store, triple: ox.Triple) -> bool:
    """Whether some article states a triple."""
    found = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(isinstance(q.graph_name, ox.NamedNode) and q.graph_name.value.startswith(XBA) for q in found)


def add_graphs(store: ox.Store, graphs: Iterable[ArticleGraph]) -> None:
    """Add article graphs and their triples to a store that may be read meanwhile, each graph in one step."""
    for name, lines in graphs:
        graph = ox.NamedNode(name)
        triples = list(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))
        both = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples]
        store.extend([*both, *(ox.Quad(t.subject, t.predicate, t.object) for t in triples)])
