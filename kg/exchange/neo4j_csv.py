"""Neo4j's bulk import: CSV with typed headers (Operations Manual, "neo4j-admin database import"), and its command."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from kg.exchange.property_graph import KINDS, Value, property_graph
from kg.graph import GraphView

__all__ = ["files"]

_TYPES = {"text": "", "text[]": ":string[]", "number": ":double", "boolean": ":boolean", "date": ":date"}
_BETWEEN = "\x1f"  # the unit separator, which no name holds, between the values of a list
_COMMAND = """#!/bin/sh
# Imports the files beside this one into a new database of Neo4j 5 or later, which must not be running.
# sh import.sh [DATABASE]
cd "$(dirname "$0")" || exit 1
exec neo4j-admin database import full \\
  --id-type=string --array-delimiter=U+001F --multiline-fields=true \\
"""


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return _BETWEEN.join(one.replace(_BETWEEN, " ") for one in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _lines(rows: Iterable[list[str]]) -> Iterator[bytes]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerows(rows)
    yield buffer.getvalue().encode()


def files(graph: GraphView) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A file a kind of node, one of all relationships, and ``import.sh``, which imports them."""
    found = property_graph(graph)
    by_kind = defaultdict(list)
    for node in found.nodes:
        by_kind[node.kind].append(node)
    command = [_COMMAND.rstrip("\n")]
    for kind, properties in KINDS.items():
        if kind == "relationship":
            continue
        header = ["iri:ID", *(name + _TYPES[one] for name, one in properties.items()), ":LABEL"]
        rows = [
            [node.iri, *(_cell(node.properties.get(name)) for name in properties), _BETWEEN.join(node.labels)]
            for node in by_kind[kind]
        ]
        name = f"nodes-{kind.lower()}.csv"
        command.append(f"  --nodes={name} \\")
        yield name, _lines([header, *rows])
    properties = KINDS["relationship"]
    header = [":START_ID", ":END_ID", ":TYPE", *(name + _TYPES[one] for name, one in properties.items())]
    rows = [
        [one.source, one.target, one.type, *(_cell(one.properties.get(name)) for name in properties)]
        for one in found.relationships
    ]
    yield "relationships.csv", _lines([header, *rows])
    command.append('  --relationships=relationships.csv "${1:-neo4j}"')
    yield "import.sh", iter([("\n".join(command) + "\n").encode()])
