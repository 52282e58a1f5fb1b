"""The graph's statements as a networkx multigraph: things are nodes, statements between two things are edges."""

from __future__ import annotations

from typing import TypeAlias

import networkx as nx
import pyoxigraph as ox

from kg.graph import GraphView
from kg.vocabulary.namespaces import XB, XBA, XBR

__all__ = ["to_networkx"]

# The stubs of networkx make the graph generic; at run time it is not.
Network: TypeAlias = "nx.MultiDiGraph[str]"

_NODES = """
SELECT DISTINCT ?thing ?type ?label ?zh ?en WHERE {
  ?statement a xb:Statement .
  { ?statement xb:subject ?thing } UNION { ?statement xb:object ?thing }
  ?thing rdfs:label ?label
  OPTIONAL {
    VALUES ?type { xb:Organization xb:Platform xb:Program xb:Person xb:Event xb:Place }
    ?thing a ?type
  }
  OPTIONAL { ?thing skos:prefLabel ?zh FILTER(LANGMATCHES(LANG(?zh), "zh-Hans")) }
  OPTIONAL { ?thing skos:prefLabel ?en FILTER(LANGMATCHES(LANG(?en), "en")) }
}"""

_EDGES = """
SELECT ?id ?subject ?object ?predicate ?time ?modality ?negated ?rule ?article ?quote ?title ?publisher ?issued WHERE {
  ?id a xb:Statement ; xb:subject ?subject ; xb:object ?object ; xb:predicate ?predicate ;
      xb:modality ?modality ; xb:negated ?negated ; xb:evidence ?evidence .
  ?evidence xb:article ?article ; xb:quote ?quote .
  OPTIONAL { ?id xb:time ?time }
  OPTIONAL { ?id xb:rule ?rule }
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?issued }
  OPTIONAL { ?article dcterms:publisher/rdfs:label ?publisher }
}"""


def _text(row: ox.QuerySolution, name: str) -> str | None:
    term = row[name]
    return None if term is None else str(getattr(term, "value", term))


def _local(iri: str | None, namespace: str) -> str | None:
    return iri if iri is None else iri.removeprefix(namespace)


def to_networkx(graph: GraphView) -> Network:
    """The things of `graph` and the statements between them, in a fixed order.

    Nodes are IRIs with the attributes `slug`, `label`, `label_zh`, `label_en`, `type`. Edges have the statement's local
    name as key and the attributes `id`, `predicate`, `time`, `modality`, `negated` (bool), `rule`, `article` (id),
    `quote`, `title`, `publisher`, `issued`; what is not known is None. A symmetric statement is one edge, in the order
    of the article. Statements without a thing at either end are no edges.
    """
    network: Network = nx.MultiDiGraph()
    nodes = {}
    for row in graph.select(_NODES):
        iri = row["thing"].value
        nodes[iri] = {
            "slug": _local(iri, XBR),
            "label": _text(row, "label"),
            "label_zh": _text(row, "zh"),
            "label_en": _text(row, "en"),
            "type": _local(_text(row, "type"), XB),
        }
    for iri in sorted(nodes):
        network.add_node(iri, **nodes[iri])
    edges = {}
    for row in graph.select(_EDGES):
        key = row["id"].value.rpartition("/")[2]
        plain = {name: _text(row, name) for name in ("time", "rule", "quote", "title", "publisher", "issued")}
        edges[key] = (
            row["subject"].value,
            row["object"].value,
            {
                "id": key,
                "predicate": _local(_text(row, "predicate"), XB),
                "modality": _local(_text(row, "modality"), XB),
                "negated": _text(row, "negated") == "true",
                "article": _local(_text(row, "article"), XBA),
                **plain,
            },
        )
    for key, (subject, obj, attributes) in sorted(edges.items()):
        if subject in network and obj in network:
            network.add_edge(subject, obj, key=key, **attributes)
    return network
