"""A Cypher script (openCypher 9) for graphs of up to some ten thousand nodes: ``cypher-shell -f kg.cypher``.

Values come as literals of data in ``UNWIND``, never as parts of a pattern; labels and types of relationships are names
of the ontology. A backslash is always doubled, also before a ``u``, so that no value can end its string. Running the
script again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from kg.exchange.property_graph import PropertyNode, Relationship, Value, property_graph
from kg.graph import GraphView

__all__ = ["chunks", "cypher_literal"]

_BATCH = 200  # rows of a statement
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_OPENING = """// Things, articles and figures, and what articles say of them. Run: cypher-shell -f FILE
CREATE CONSTRAINT kg_iri IF NOT EXISTS FOR (n:Resource) REQUIRE n.iri IS UNIQUE;
"""


def cypher_literal(value: Value) -> str:
    r"""A value as a literal of Cypher.

    >>> cypher_literal("it's \\u0027"), cypher_literal(True), cypher_literal(("a", "b"))
    ("'it\\'s \\\\u0027'", 'true', "['a', 'b']")
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(map(cypher_literal, value)) + "]"
    if isinstance(value, date):
        return f"date('{value.isoformat()}')"
    if isinstance(value, str):
        return "'" + "".join(map(_character, value)) + "'"
    return repr(value)


def _character(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04X}" if char < " " or "\x7f" <= char < "\xa0" or char in "\u2028\u2029" else char


def _name(name: str) -> str:
    """A label or type; names of the ontology need no quoting, anything else gets it."""
    return name if name.isascii() and name.replace("_", "").isalnum() else "`" + name.replace("`", "``") + "`"


def _map(values: dict[str, Value]) -> str:
    return "{" + ", ".join(f"{_name(key)}: {cypher_literal(value)}" for key, value in values.items()) + "}"


def _batches(rows: Sequence[str], then: str) -> Iterator[str]:
    for start in range(0, len(rows), _BATCH):
        listed = ",\n  ".join(rows[start : start + _BATCH])
        yield f"UNWIND [\n  {listed}\n] AS row\n{then};\n"


def _nodes(nodes: Sequence[PropertyNode]) -> Iterator[str]:
    by_labels: dict[tuple[str, ...], list[PropertyNode]] = defaultdict(list)
    for node in nodes:
        by_labels[node.labels].append(node)
    for labels, members in sorted(by_labels.items()):
        rows = [f"{{iri: {cypher_literal(one.iri)}, properties: {_map(one.properties)}}}" for one in members]
        given = "".join(f":{_name(label)}" for label in labels)
        yield from _batches(rows, f"MERGE (n:Resource {{iri: row.iri}}) SET n{given}, n += row.properties")


def _relationships(relationships: Sequence[Relationship]) -> Iterator[str]:
    by_type: dict[tuple[str, bool], list[Relationship]] = defaultdict(list)
    for one in relationships:
        by_type[one.type, "statement" in one.properties].append(one)
    for (kind, stated), members in sorted(by_type.items()):
        rows = []
        for one in members:
            ends = f"source: {cypher_literal(one.source)}, target: {cypher_literal(one.target)}"
            more = f", statement: {cypher_literal(one.properties['statement'])}" if stated else ""
            rows.append(f"{{{ends}{more}, properties: {_map(one.properties)}}}")
        key = " {statement: row.statement}" if stated else ""
        then = "MATCH (a:Resource {iri: row.source}), (b:Resource {iri: row.target})\n"
        yield from _batches(rows, f"{then}MERGE (a)-[r:{_name(kind)}{key}]->(b) SET r += row.properties")


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The graph as statements of Cypher."""
    found = property_graph(graph)
    yield _OPENING.encode()
    for statement in (*_nodes(found.nodes), *_relationships(found.relationships)):
        yield statement.encode()
