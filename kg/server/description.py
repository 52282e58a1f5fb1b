"""What the endpoint says of itself: SPARQL 1.1 Service Description (W3C Recommendation) with VoID counts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph import GraphView
from kg.server.negotiation import GRAPH_FORMS, TABLE_FORMS
from kg.vocabulary import TOP_TYPES, KgError
from kg.vocabulary.namespaces import PREFIXES, XB, XBR

if TYPE_CHECKING:
    from kg.server.context import Context

__all__ = ["service_description"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_DCT = PREFIXES["dcterms"]
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")
_FORMAT_NAMES = {
    "csv": "SPARQL_Results_CSV",
    "json": "SPARQL_Results_JSON",
    "jsonld": "JSON-LD",
    "nq": "N-Quads",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "trig": "TriG",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "xml": "SPARQL_Results_XML",
}
_COUNTS = {
    "triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
    "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
    "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) { VALUES ?c { "
    + " ".join(f"xb:{top}" for top in TOP_TYPES)
    + " } ?s a ?c }",
}
_KEPT = "void counts"


def _rows(context: Context, query: str) -> list[dict[str, str]]:
    with context.pool.run(query, rows="json") as result:
        bindings = json.loads(result.read())["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def _counted(context: Context) -> dict[str, dict[str, int]]:
    """Counts of the default graph, and of its classes and properties; those that take too long are left out."""
    kept = context.kept.get(_KEPT)
    if isinstance(kept, dict):
        return kept
    found: dict[str, dict[str, int]] = {"whole": {}, "class": {}, "property": {}}
    try:
        for name, query in sorted(_COUNTS.items()):
            found["whole"][name] = int(_rows(context, query)[0]["n"])
        for row in _rows(context, "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c"):
            found["class"][row["c"]] = int(row["n"])
        for row in _rows(context, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"):
            found["property"][row["p"]] = int(row["n"])
    except KgError:
        pass
    else:
        context.kept[_KEPT] = found
    return found


class _Writer:
    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def say(self, subject: ox.NamedNode, predicate: str, *objects: ox.NamedNode | ox.Literal) -> None:
        self.triples += [ox.Triple(subject, ox.NamedNode(predicate), one) for one in objects]

    def kind(self, subject: ox.NamedNode, *classes: str) -> None:
        self.say(subject, _TYPE.value, *map(ox.NamedNode, classes))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_INTEGER)


def service_description(context: Context, graph: GraphView, endpoint: str) -> list[ox.Triple]:
    """The description of the service at `endpoint` as triples; blocks while the counts are made.

    Args:
        context: the server's state.
        graph: the graph it serves.
        endpoint: the endpoint's own address.
    """
    writer = _Writer()
    service, dataset, default = (ox.NamedNode(endpoint + part) for part in ("", "#dataset", "#default-graph"))
    writer.kind(service, _SD + "Service")
    writer.say(service, _SD + "endpoint", service)
    writer.say(service, _SD + "supportedLanguage", ox.NamedNode(_SD + "SPARQL11Query"))
    forms = {form.name: form for form in (*TABLE_FORMS, *GRAPH_FORMS)}
    writer.say(service, _SD + "resultFormat", *(ox.NamedNode(_FORMATS + _FORMAT_NAMES[name]) for name in sorted(forms)))
    writer.say(service, _SD + "defaultDataset", dataset)
    writer.say(service, _DCT + "title", ox.Literal("SPARQL 1.1 endpoint", language="en"))
    writer.kind(dataset, _SD + "Dataset", _VOID + "Dataset")
    writer.say(dataset, _SD + "defaultGraph", default)
    writer.say(dataset, _VOID + "sparqlEndpoint", service)
    writer.say(dataset, _VOID + "uriSpace", ox.Literal(XBR))
    writer.say(dataset, _VOID + "vocabulary", ox.NamedNode(XB), ox.NamedNode(PREFIXES["skos"]))
    writer.kind(default, _SD + "Graph", _VOID + "Dataset")
    counted = _counted(context)
    for subject in (dataset, default):
        for name, value in counted["whole"].items():
            writer.say(subject, _VOID + name, _number(value))
    _partitions(writer, endpoint, default, counted)
    _named_graphs(writer, endpoint, dataset, graph)
    return writer.triples


def _partitions(writer: _Writer, endpoint: str, default: ox.NamedNode, counted: dict[str, dict[str, int]]) -> None:
    for kind, count in (("class", "entities"), ("property", "triples")):
        for index, (iri, value) in enumerate(sorted(counted[kind].items()), 1):
            part = ox.NamedNode(f"{endpoint}#{kind}-{index}")
            writer.say(default, f"{_VOID}{kind}Partition", part)
            writer.say(part, _VOID + kind, ox.NamedNode(iri))
            writer.say(part, _VOID + count, _number(value))


_MOST_GRAPHS = 1000


def _named_graphs(writer: _Writer, endpoint: str, dataset: ox.NamedNode, graph: GraphView) -> None:
    names = sorted(name.value for name in graph.store.named_graphs() if isinstance(name, ox.NamedNode))
    for index, name in enumerate(names[:_MOST_GRAPHS], 1):
        entry = ox.NamedNode(f"{endpoint}#graph-{index}")
        writer.say(dataset, _SD + "namedGraph", entry)
        writer.kind(entry, _SD + "NamedGraph")
        writer.say(entry, _SD + "name", ox.NamedNode(name))
