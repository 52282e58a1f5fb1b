"""A set-up for neosemantics (n10s), so that Neo4j takes our Turtle whole: every language, every value, every datatype.

By its defaults n10s keeps one value of a property and drops language tags (n10s manual, "Configuration"); the settings
here keep them. The script holds the settings alone; its last line names the file to import.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.exchange.cypher import cypher_literal
from kg.graph import GraphView
from kg.vocabulary.namespaces import PREFIXES, XB

__all__ = ["chunks"]

_MANY = ("skos:altLabel", "skos:prefLabel", "skos:broader", "skos:exactMatch")


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The script; `graph` has no part in it but that it is there to be imported."""
    rows = [
        "// Run once in a database with the plugin n10s: cypher-shell -f FILE",
        "CREATE CONSTRAINT n10s_unique_uri IF NOT EXISTS FOR (r:Resource) REQUIRE r.uri IS UNIQUE;",
        "CALL n10s.graphconfig.init({",
        "  handleVocabUris: 'SHORTEN',",
        "  handleMultival: 'ARRAY',",
        f"  multivalPropList: [{', '.join(cypher_literal(_iri(name)) for name in _MANY)}],",
        "  keepLangTag: true,",
        "  keepCustomDataTypes: true,",
        "  handleRDFTypes: 'LABELS_AND_NODES',",
        "  applyNeo4jNaming: false",
        "});",
    ]
    for prefix, namespace in sorted(PREFIXES.items()):
        rows.append(f"CALL n10s.nsprefixes.add({cypher_literal(prefix)}, {cypher_literal(namespace)});")
    rows += [
        "// The Turtle that `kg export turtle -o kg.ttl` writes; the path is one that the server can read.",
        "CALL n10s.rdf.import.fetch('file:///import/kg.ttl', 'Turtle');",
        f"// One name a language: RETURN n10s.rdf.getLangValue('zh-Hans', n.skos__prefLabel); the prefix xb is {XB}",
    ]
    yield ("\n".join(rows) + "\n").encode()
