"""GEXF 1.3 (gexf.net): things and links for Gephi, with the days that links are said of, so that its timeline works.

Colours, sizes and places are those of the picture; Gephi's second axis points upward.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.exchange.links import Link, Spell, Thing, draw_links
from kg.exchange.xml_text import attribute
from kg.graph import GraphView

__all__ = ["chunks"]

_OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
  <meta>
    <creator>alibaba-xborder-kg</creator>
    <description>Things of the graph and what articles say of them</description>
  </meta>
  <graph mode="dynamic" defaultedgetype="directed" timeformat="date" timerepresentation="interval">
"""
_NODE = {"type": "string", "label_zh": "string", "label_en": "string"}
_EDGE = {
    "predicate": "string",
    "predicate_zh": "string",
    "predicate_en": "string",
    "modality": "string",
    "negated": "boolean",
    "symmetric": "boolean",
    "sources": "integer",
    "articles": "string",
    "statements": "string",
}


def _declared(domain: str, keys: dict[str, str]) -> str:
    rows = "".join(
        f'      <attribute id="{domain}_{key}" title="{key}" type="{kind}"/>\n' for key, kind in keys.items()
    )
    return f'    <attributes class="{domain}" mode="static">\n{rows}    </attributes>\n'


def _values(domain: str, values: dict[str, object]) -> str:
    rows = []
    for key, value in values.items():
        if value is not None:
            shown = str(value).lower() if isinstance(value, bool) else attribute(str(value))
            rows.append(f'          <attvalue for="{domain}_{key}" value="{shown}"/>\n')
    return "        <attvalues>\n" + "".join(rows) + "        </attvalues>\n"


def _node(thing: Thing) -> str:
    red, green, blue = (int(thing.colour[at : at + 2], 16) for at in (1, 3, 5))
    said = _values("node", {"type": thing.type, "label_zh": thing.zh, "label_en": thing.en})
    return (
        f'      <node id="{attribute(thing.iri)}" label="{attribute(thing.label)}">\n{said}'
        f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n'
        f'        <viz:position x="{thing.x}" y="{-thing.y}" z="0"/>\n'
        f'        <viz:size value="{thing.size}"/>\n      </node>\n'
    )


def _spell(spell: Spell) -> str:
    start, end = spell
    return (f' start="{attribute(start)}"' if start else "") + (f' end="{attribute(end)}"' if end else "")


def _edge(link: Link) -> str:
    said = _values(
        "edge",
        {
            "predicate": link.predicate,
            "predicate_zh": link.zh,
            "predicate_en": link.en,
            "modality": link.modality,
            "negated": link.negated,
            "symmetric": link.symmetric,
            "sources": link.weight,
            "articles": " ".join(link.articles),
            "statements": " ".join(link.statements),
        },
    )
    ends = f'source="{attribute(link.source)}" target="{attribute(link.target)}"'
    opening = f'      <edge id="{link.id}" {ends} label="{attribute(link.zh)}" kind="{attribute(link.predicate)}"'
    times = _spell(link.spells[0]) if len(link.spells) == 1 else ""
    spells = "".join(f"          <spell{_spell(one)}/>\n" for one in link.spells) if len(link.spells) > 1 else ""
    spells = f"        <spells>\n{spells}        </spells>\n" if spells else ""
    return f'{opening} weight="{link.weight}.0"{times}>\n{said}{spells}      </edge>\n'


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The things of the graph and the links between them."""
    drawing = draw_links(graph)
    yield (_OPENING + _declared("node", _NODE) + _declared("edge", _EDGE) + "    <nodes>\n").encode()
    for thing in drawing.things:
        yield _node(thing).encode()
    yield b"    </nodes>\n    <edges>\n"
    for link in drawing.links:
        yield _edge(link).encode()
    yield b"    </edges>\n  </graph>\n</gexf>\n"
