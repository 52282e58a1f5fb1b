"""The embedded store: article graphs, the default graph that unites them, and the model's own graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.paragraphs import ntriples_lines
from kg.graph.view import GraphView
from kg.vocabulary import InputError, data_folder, parse_turtle_file
from kg.vocabulary.namespaces import XBA, XBR

__all__ = [
    "GRAPH_LEXICON",
    "GRAPH_ONTOLOGY",
    "UNITE",
    "article_graphs",
    "default_lines",
    "fill_store",
    "load_model",
    "read_rdf",
]

GRAPH_ONTOLOGY = ox.NamedNode(XBR + "graph-ontology")
GRAPH_LEXICON = ox.NamedNode(XBR + "graph-lexicon")

# In the engine, so that a triple of many articles enters once and none passes through Python.
UNITE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"

_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def fill_store(store: ox.Store, articles: Iterable[Iterable[ox.Quad]]) -> None:
    """Add the graphs of articles to an empty store, and to its default graph every triple of them once."""
    for quads in articles:
        store.extend(quads)
    store.update(UNITE)


def load_model(store: ox.Store) -> None:
    """Add the ontology and the lexicon, each as a graph of its own; the default graph stays as it is."""
    from kg.graph.names import entry_triples  # the lexicon: only where a store is made
    from kg.lexicon import lexicon

    for path in sorted(data_folder("ontology").glob("*.ttl")):
        store.extend(ox.Quad(t.subject, t.predicate, t.object, GRAPH_ONTOLOGY) for t in parse_turtle_file(path))
    for _, entry in sorted(lexicon().entries.items()):
        store.extend(ox.Quad(t.subject, t.predicate, t.object, GRAPH_LEXICON) for t in entry_triples(entry))


def read_rdf(store: ox.Store, path: Path) -> bool:
    """Add a file of any RDF format to an empty store; whether it holds named graphs.

    Named graphs fill the default graph (graph shape, "Graphs").

    Raises:
        InputError: it is missing, empty, of no known format or not well-formed; names the line.
    """
    rdf_format = _FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise InputError(f"{path}: unknown kind of graph file; known are {', '.join(_FORMATS)}")
    try:
        if not path.stat().st_size:
            raise InputError(f"{path} is empty; `kg build` makes a graph")
        store.bulk_load(path=str(path), format=rdf_format)
    except SyntaxError as error:
        where = f"{path}:{error.lineno}" if error.lineno else str(path)
        raise InputError(f"{where}: {error.msg}") from error
    except (OSError, ValueError) as error:
        raise InputError(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    named = next(iter(store.named_graphs()), None) is not None
    if named:
        store.update(UNITE)
    return named


def article_graphs(graph: GraphView) -> Iterator[tuple[str, list[bytes]]]:
    """The article graphs by IRI, in its order, each as sorted lines of N-Triples."""
    names = sorted(name.value for name in graph.store.named_graphs() if isinstance(name, ox.NamedNode))
    for name in names:
        if name.startswith(XBA):
            quads = graph.store.quads_for_pattern(None, None, None, ox.NamedNode(name))
            yield name, ntriples_lines(quad.triple for quad in quads)


def default_lines(graph: GraphView) -> list[bytes]:
    """The default graph as sorted lines of N-Triples."""
    data = graph.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    return sorted(line for line in (data or b"").split(b"\n") if line)
