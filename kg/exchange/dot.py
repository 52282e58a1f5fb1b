"""DOT (graphviz.org): things and links, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.exchange.links import Link, Thing, draw_links
from kg.graph import GraphView

__all__ = ["chunks"]

_SHAPES = {
    "Organization": "ellipse",
    "Platform": "diamond",
    "Program": "box",
    "Person": "triangle",
    "Event": "octagon",
    "Place": "hexagon",
}
_STYLES = {"planned": "dashed", "hedged": "dotted"}
_POINTS = 0.75  # points of Graphviz to a unit of the picture
_STEERING = {code: " " for code in range(32) if chr(code) != "\n"}


def _quoted(text: str) -> str:
    """A string of DOT; a backslash would start an escape of labels."""
    plain = text.replace("\r\n", "\n").translate(_STEERING)
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _list(attributes: Mapping[str, object]) -> str:
    return ", ".join(f"{key}={_quoted(str(value))}" for key, value in attributes.items() if value not in (None, ""))


def _dark(colour: str) -> bool:
    """Whether black letters are hard to read on a colour (relative luminance of WCAG 2, its weights alone)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 120


def _node(thing: Thing) -> str:
    names = [name for name in (thing.zh or thing.label, thing.en) if name]
    attributes = {
        "label": "\n".join(dict.fromkeys(names)),
        "type": thing.type,
        "shape": _SHAPES.get(thing.type or "", "ellipse"),
        "fillcolor": thing.colour,
        "fontcolor": "#ffffff" if _dark(thing.colour) else None,
        "pos": f"{thing.x * _POINTS:.2f},{-thing.y * _POINTS:.2f}!",
    }
    return f"  {_quoted(thing.iri)} [{_list(attributes)}];\n"


def _edge(link: Link) -> str:
    attributes = {
        "id": link.id,
        "label": ("✗ " if link.negated else "") + link.zh,
        "tooltip": link.en,
        "predicate": link.predicate,
        "modality": link.modality,
        "negated": str(link.negated).lower(),
        "weight": link.weight,
        "style": _STYLES.get(link.modality),
        "dir": "both" if link.symmetric else None,
        "start": link.start,
        "end": link.end,
        "articles": " ".join(link.articles),
    }
    return f"  {_quoted(link.source)} -> {_quoted(link.target)} [{_list(attributes)}];\n"


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The things of the graph and the links between them; `pos` is where the picture has them (``neato -n``)."""
    drawing = draw_links(graph)
    yield b'digraph kg {\n  graph [overlap="false", splines="true"];\n'
    yield b'  node [style="filled", fontname="Noto Sans CJK SC"];\n  edge [fontname="Noto Sans CJK SC"];\n'
    for thing in drawing.things:
        yield _node(thing).encode()
    for link in drawing.links:
        yield _edge(link).encode()
    yield b"}\n"
