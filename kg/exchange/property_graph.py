"""The graph as property graphs have it: nodes with labels, and relationships that carry qualifiers and evidence.

Things, articles and figures are nodes; so are texts that stand in place of an object. Each statement is one
relationship, whether or not it holds: ``holds`` says so. What has several values is a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.exchange.columns import TABLES
from kg.exchange.records import Records
from kg.exchange.rows import table_rows
from kg.graph import GraphView
from kg.vocabulary.namespaces import XBA, XBR, content_id

__all__ = ["KINDS", "PropertyGraph", "PropertyNode", "Relationship", "Value", "property_graph"]

Value = str | int | float | bool | date | tuple[str, ...]

# Properties with their kinds, by the kind of node; a list is ``text[]``.
KINDS: dict[str, dict[str, str]] = {
    "Thing": {
        "slug": "text",
        "label": "text",
        "name_zh": "text",
        "name_zh_hant": "text",
        "name_en": "text",
        "aliases": "text[]",
        "same_as": "text[]",
    },
    "Article": {"title": "text", "issued": "text", "byline": "text", "source": "text", "sha256": "text"},
    "Observation": {
        "metric": "text",
        "metric_zh": "text",
        "value": "number",
        "status": "text",
        "unit": "text",
        "value_text": "text",
        "period": "text",
        "time_start": "date",
        "time_end": "date",
        "modality": "text",
        "negated": "boolean",
        "approx": "boolean",
        "bound": "text",
        "max": "number",
        "list": "text",
        "comparison": "text",
        "quote": "text",
    },
    "Text": {"text": "text"},
    "relationship": {
        "statement": "text",
        "label_zh": "text",
        "time": "text",
        "time_start": "date",
        "time_end": "date",
        "modality": "text",
        "negated": "boolean",
        "former": "boolean",
        "holds": "boolean",
        "role": "text",
        "scope": "text",
        "attributed_to": "text",
        "article": "text",
        "quote": "text",
    },
}


@dataclass(frozen=True)
class PropertyNode:
    """A node: its IRI, the kind of its properties, its labels, its properties."""

    iri: str
    kind: str
    labels: tuple[str, ...]
    properties: dict[str, Value]


@dataclass(frozen=True)
class Relationship:
    """A relationship between two nodes, given by their IRIs."""

    source: str
    target: str
    type: str
    properties: dict[str, Value]


@dataclass(frozen=True)
class PropertyGraph:
    """Nodes, each once, and relationships between them."""

    nodes: tuple[PropertyNode, ...]
    relationships: tuple[Relationship, ...]


def _set(values: Mapping[str, object]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, value in values.items():
        if isinstance(value, Decimal):
            found[key] = int(value) if value == value.to_integral_value() and abs(value) < 1 << 53 else float(value)
        elif value is not None and value not in ("", ()) and isinstance(value, (str, int, float, bool, date, tuple)):
            found[key] = value
    return found


def _type(predicate: str) -> str:
    """``PART_OF`` for ``partOf``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", predicate).upper()


def _rows(records: Records, name: str) -> Iterator[dict[str, object]]:
    names = [column.name for column in TABLES[name].columns]
    for row in table_rows(records, name):
        yield dict(zip(names, row, strict=True))


def _things(records: Records) -> Iterator[PropertyNode]:
    for iri in records.all("things"):
        properties = {
            "slug": records.short(iri),
            "label": records.name(iri),
            "name_zh": records.name(iri, "zh-Hans"),
            "name_zh_hant": records.name(iri, "zh-Hant"),
            "name_en": records.name(iri, "en"),
            "aliases": tuple(sorted({value for value, _ in records.tagged(iri, "skos:altLabel")})),
            "same_as": tuple(records.values(iri, "skos:exactMatch")),
        }
        yield PropertyNode(iri, "Thing", ("Thing", *records.types(iri)), _set(properties))


def _picked(row: dict[str, object], kind: str) -> dict[str, Value]:
    return _set({name: row[name] for name in KINDS[kind] if name in row})


def _mentions(records: Records) -> Iterator[Relationship]:
    for article in records.all("articles"):
        for thing in records.values(article, "mentions"):
            yield Relationship(article, thing, "MENTIONS", {})
        publisher = records.value(article, "dcterms:publisher")
        if publisher:
            yield Relationship(article, publisher, "PUBLISHED_BY", {})
    for thing in records.all("things"):
        for place in records.values(thing, "skos:broader"):
            yield Relationship(thing, place, "BROADER", {})


def property_graph(graph: GraphView) -> PropertyGraph:
    """The default graph as a property graph, in a fixed order."""
    records = Records(graph)
    nodes = [*_things(records)]
    nodes += [
        PropertyNode(str(row["iri"]), "Article", ("Article",), _picked(row, "Article"))
        for row in _rows(records, "articles")
    ]
    relationships = []
    texts: dict[str, PropertyNode] = {}
    for row in _rows(records, "facts"):
        source = XBR + str(row["subject_id"]) if row["subject_id"] else XBA + str(row["article_id"])
        target = XBR + str(row["object_id"]) if row["object_id"] else ""
        if not target:
            text = str(row["object"] or "")
            target = f"{XBR}text/{content_id(text)}"
            texts.setdefault(target, PropertyNode(target, "Text", ("Text",), {"text": text}))
        said = _picked(row, "relationship") | _set(
            {
                "statement": row["iri"],
                "label_zh": row["predicate_zh"],
                "attributed_to": row["attributed_to_id"],
                "article": row["article_id"],
            }
        )
        relationships.append(Relationship(source, target, _type(str(row["predicate"])), said))
    for row in _rows(records, "observations"):
        iri = str(row["iri"])
        nodes.append(PropertyNode(iri, "Observation", ("Observation",), _picked(row, "Observation")))
        relationships.append(Relationship(XBR + str(row["subject_id"]), iri, "HAS_OBSERVATION", {}))
        relationships.append(Relationship(iri, XBA + str(row["article_id"]), "STATED_BY", {}))
    nodes += [texts[key] for key in sorted(texts)]
    known = {node.iri for node in nodes}
    found = [one for one in (*relationships, *_mentions(records)) if one.source in known and one.target in known]
    return PropertyGraph(tuple(nodes), tuple(found))
