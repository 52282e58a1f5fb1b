"""Cytoscape JSON (js.cytoscape.org, "Elements JSON"): things and links, for Cytoscape and Cytoscape.js."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from kg.exchange.links import Link, Thing, draw_links
from kg.graph import GraphView

__all__ = ["chunks"]


def _node(thing: Thing) -> dict[str, Any]:
    data = {
        "id": thing.iri,
        "value": thing.iri,
        "name": thing.label,
        "label_zh": thing.zh,
        "label_en": thing.en,
        "type": thing.type,
        "colour": thing.colour,
        "size": thing.size,
    }
    return {"data": _known(data), "position": {"x": thing.x, "y": thing.y}}


def _edge(link: Link) -> dict[str, Any]:
    data = {
        "id": link.id,
        "key": link.id,
        "source": link.source,
        "target": link.target,
        "interaction": link.predicate,
        "name": link.zh,
        "label_en": link.en,
        "modality": link.modality,
        "negated": link.negated,
        "symmetric": link.symmetric,
        "weight": link.weight,
        "start": link.start,
        "end": link.end,
        "articles": list(link.articles),
        "statements": list(link.statements),
    }
    return {"data": _known(data)}


def _known(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The things of the graph and the links between them, an element a line."""
    drawing = draw_links(graph)
    head = {
        "format_version": "1.0",
        "generated_by": "alibaba-xborder-kg",
        "target_cytoscapejs_version": "~3.0",
        "data": {"name": "alibaba-xborder-kg"},
        "directed": True,
        "multigraph": True,
    }
    yield json.dumps(head)[:-1].encode() + b',\n"elements": {"nodes": [\n'
    yield b",\n".join(json.dumps(_node(one), ensure_ascii=False).encode() for one in drawing.things)
    yield b'\n], "edges": [\n'
    yield b",\n".join(json.dumps(_edge(one), ensure_ascii=False).encode() for one in drawing.links)
    yield b"\n]}}\n"
