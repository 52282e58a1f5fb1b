"""The graph described as a data set: VoID counts, and DCAT distributions of its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.terms import term, text
from kg.graph.view import GraphView
from kg.vocabulary import data_folder, parse_turtle_file
from kg.vocabulary.namespaces import PREFIXES, XBR

__all__ = ["dataset_triples"]

_DATASET = ox.NamedNode(XBR + "dataset")
_VOID, _DCAT, _SPDX = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#"
_MEDIA = {
    "kg.ttl": "text/turtle",
    "kg.trig": "application/trig",
    "kg.graphml": "application/graphml+xml",
    "kg.html": "text/html",
}
_TOTALS = {
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?class }",
    "classes": "SELECT (COUNT(DISTINCT ?class) AS ?n) WHERE { ?s a ?class }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
}
_CLASSES = "SELECT ?one (COUNT(*) AS ?n) WHERE { ?s a ?one } GROUP BY ?one ORDER BY ?one"
_PROPERTIES = "SELECT ?one (COUNT(*) AS ?n) WHERE { ?s ?one ?o } GROUP BY ?one ORDER BY ?one"


def _number(count: int) -> ox.Literal:
    return ox.Literal(str(count), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))


def _partitions(graph: GraphView) -> Iterator[ox.Triple]:
    """The members of each class and the triples of each property (VoID §4.5), each a node of its own."""
    for query, link, what, count in (
        (_CLASSES, "classPartition", "class", "entities"),
        (_PROPERTIES, "propertyPartition", "property", "triples"),
    ):
        for row in graph.select(query):
            named = row["one"]
            if isinstance(named, ox.NamedNode):
                digest = hashlib.sha256(named.value.encode()).hexdigest()[:12]
                part = ox.NamedNode(f"{_DATASET.value}-{what}-{digest}")
                yield ox.Triple(_DATASET, ox.NamedNode(_VOID + link), part)
                yield ox.Triple(part, ox.NamedNode(_VOID + what), named)
                yield ox.Triple(part, ox.NamedNode(_VOID + count), _number(int(str(row["n"].value))))


def _distributions(folder: Path) -> Iterator[ox.Triple]:
    """The files of a built folder with size, media type and SHA-256 (DCAT 3 §6.8)."""
    for name, media in _MEDIA.items():
        path = folder / name
        if path.is_file():
            data = path.read_bytes()
            node, checksum = (ox.NamedNode(f"{_DATASET.value}-{name}{suffix}") for suffix in ("", "-checksum"))
            address = ox.NamedNode("https://www.iana.org/assignments/media-types/" + media)
            yield ox.Triple(_DATASET, ox.NamedNode(_DCAT + "distribution"), node)
            yield ox.Triple(node, term("rdf:type"), ox.NamedNode(_DCAT + "Distribution"))
            yield ox.Triple(node, term("dcterms:title"), text(name))
            yield ox.Triple(node, ox.NamedNode(_DCAT + "mediaType"), address)
            yield ox.Triple(node, ox.NamedNode(_DCAT + "byteSize"), _number(len(data)))
            yield ox.Triple(node, ox.NamedNode(_SPDX + "checksum"), checksum)
            yield ox.Triple(checksum, ox.NamedNode(_SPDX + "checksumValue"), text(hashlib.sha256(data).hexdigest()))


def dataset_triples(graph: GraphView) -> Iterator[ox.Triple]:
    """The description of a graph: what ``ontology/alignments.ttl`` says of the data set, its counts, its files."""
    for triple in parse_turtle_file(data_folder("ontology") / "alignments.ttl"):
        if triple.subject == _DATASET:
            yield triple
    for name, query in _TOTALS.items():
        count = next(int(str(row["n"].value)) for row in graph.select(query))
        yield ox.Triple(_DATASET, ox.NamedNode(_VOID + name), _number(count))
    yield from _partitions(graph)
    if graph.path is not None and graph.path.is_dir():
        yield from _distributions(graph.path)
