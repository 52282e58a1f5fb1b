"""The network as pyvis draws it: which node looks how, which line says what."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import networkx as nx

from kg.analysis.colours import OTHER_COLOUR, TYPE_COLOURS
from kg.analysis.layout import Box, place_nodes
from kg.explore.facts import FactReader, Quotation, StatedRelation
from kg.explore.plain import plain_text, text_width
from kg.explore.wording import class_label, predicate_label, qualifier_text, source_text, status_words
from kg.graph import GraphView
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XBS

__all__ = [
    "LINE_SIZE",
    "NAME_SIZE",
    "SHAPES",
    "DrawnEdge",
    "DrawnNode",
    "Picture",
    "draw",
    "edge_options",
    "edge_title",
    "hover_text",
    "node_options",
]

Network: TypeAlias = "nx.MultiDiGraph[str]"

SHAPES = {
    "Organization": "dot",
    "Platform": "diamond",
    "Program": "square",
    "Person": "triangle",
    "Event": "star",
    "Place": "hexagon",
}
NAME_SIZE, LINE_SIZE = 17, 14  # of letters, in units of the coordinates; names of much-linked things are larger
_LARGEST_NAME = 34
_WHOLE_WINDOW, _BESIDE_LIST = 1.9, 1.25  # width to height; with a focus, the list of statements stands open
_NAME_LINE = 1.25  # height of a line of a name, in ems
_MARGIN = (30.0, 34.0)  # beside and under a name, for lines and their labels
_HAN_A_LINE, _LATIN_A_LINE, _TITLE_LIMIT = 13, 22, 600
_PLAIN, _DENIED = "#7d8998", "#c02f2f"


@dataclass(frozen=True)
class DrawnNode:
    """A thing in the picture: place, size and looks in units of the picture."""

    iri: str
    label: str
    title: str
    type: str
    x: int
    y: int
    size: int
    letters: int
    focused: bool


@dataclass(frozen=True)
class DrawnEdge:
    """A statement in the picture; `bow` is how far it is curved, to the left of its direction where negative."""

    source: int
    target: int
    label: str
    title: str
    bow: float
    statement: StatedRelation


@dataclass(frozen=True)
class Picture:
    """What is drawn: nodes in the order of their IRIs, edges in the order of their ends."""

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]


def hover_text(*lines: str) -> str:
    """Lines for a tooltip that stays text.

    pyvis 0.3.2 turns every tooltip of a page into HTML as soon as one holds the letters of a link's attribute
    (network.py, ``generate_html``), so that word is broken by a zero-width space.
    """
    text = "\n".join(line for line in lines if line)
    at = text.lower().find("href")
    while at >= 0:
        text = f"{text[: at + 2]}\u200b{text[at + 2 :]}"
        at = text.lower().find("href", at + 3)
    return text


def draw(graph: GraphView, network: Network, focus: frozenset[str] = frozenset()) -> Picture:
    """Place the things of `network` and word what it says of them.

    Args:
        graph: where the statements are read.
        network: what to draw: nodes are IRIs, edge keys are local names of statements.
        focus: IRIs to set off.
    """
    reader = FactReader(graph)
    labels = {iri: _name_lines(network.nodes[iri]) for iri in network}
    sizes = {iri: _size(network.degree(iri)) for iri in network}
    letters = {iri: min(_LARGEST_NAME, round(NAME_SIZE - 1 + 2 * math.sqrt(network.degree(iri)))) for iri in network}
    boxes = {iri: _box(labels[iri], sizes[iri], letters[iri]) for iri in network}
    places = place_nodes(network, boxes, _BESIDE_LIST if focus else _WHOLE_WINDOW)
    order = sorted(network)
    nodes = []
    for iri in order:
        x, y = places[iri]
        nodes.append(
            DrawnNode(
                iri=iri,
                label="\n".join(labels[iri]),
                title=_node_title(network.nodes[iri], network.in_degree(iri), network.out_degree(iri)),
                type=network.nodes[iri].get("type") or "",
                x=x,
                y=y,
                size=sizes[iri],
                letters=letters[iri],
                focused=iri in focus,
            )
        )
    number = {iri: index for index, iri in enumerate(order)}
    return Picture(tuple(nodes), tuple(_edges(reader, network, number)))


# ---------------------------------------------------------------- nodes
def _name_lines(node: Mapping[str, Any]) -> list[str]:
    """The Chinese name over the English one, each on two lines at most; one of them where there is no other."""
    zh = plain_text(node.get("label_zh") or node.get("label") or node.get("slug") or "", 2 * _HAN_A_LINE)
    en = plain_text(node.get("label_en") or "", 2 * _LATIN_A_LINE - 4)  # words do not fill their lines
    lines = textwrap.wrap(zh, _HAN_A_LINE if text_width(zh) > 0.8 * len(zh) else _LATIN_A_LINE) or ["?"]
    return lines + textwrap.wrap(en, _LATIN_A_LINE) if en and en != zh else lines


def _size(degree: int) -> int:
    return min(34, round(9 + 3.2 * math.sqrt(degree)))


def _box(lines: list[str], size: int, letters: int) -> Box:
    """Room for a node with its name under it."""
    width = max(2.0 * size, *(text_width(line) * letters for line in lines))
    height = 2 * size + len(lines) * letters * _NAME_LINE
    return Box(width + _MARGIN[0], height + _MARGIN[1], height / 2 - size)


def _node_title(node: Mapping[str, Any], incoming: int, outgoing: int) -> str:
    names = [plain_text(node.get(key) or "", 200) for key in ("label_zh", "label_en", "label")]
    known = list(dict.fromkeys(name for name in names if name))
    zh, en = class_label(node.get("type") or "")
    return hover_text(" · ".join(known), f"{zh} {en}".strip(), f"关系 relations: {outgoing} → · {incoming} ←")


# ---------------------------------------------------------------- edges
def _edges(reader: FactReader, network: Network, number: Mapping[str, int]) -> Iterator[DrawnEdge]:
    """Parallel statements bow apart, whichever way they point."""
    pairs: dict[tuple[int, int], list[tuple[str, str, int, int]]] = defaultdict(list)
    for source, target, key, data in network.edges(keys=True, data=True):
        a, b = number[source], number[target]
        pairs[min(a, b), max(a, b)].append((data.get("predicate") or "", key, a, b))
    for pair, parallel in sorted(pairs.items()):
        step = min(0.22, 0.9 / len(parallel))
        for index, (_, key, a, b) in enumerate(sorted(parallel)):
            bow = round((index - (len(parallel) - 1) / 2) * step, 3)
            statement = reader.relation(XBS + key)
            yield DrawnEdge(
                source=a,
                target=b,
                label=_edge_label(statement),
                title=edge_title(statement),
                bow=bow if a == pair[0] else -bow,
                statement=statement,
            )


def _edge_label(statement: StatedRelation) -> str:
    return ("✗ " if statement.negated else "") + predicate_label(statement.predicate)[0]


def edge_title(statement: StatedRelation) -> str:
    """What a statement says, its sentence and its source, as the lines of a tooltip."""
    zh, en = predicate_label(statement.predicate)
    subject, obj = (plain_text(end.name, 60) if end else "" for end in (statement.subject, statement.object))
    speaker = statement.attributed_to
    remarks = [
        f"时间 {plain_text(statement.time, 40)}" if statement.time else "",
        *status_words(statement.modality, statement.negated, chinese=True),
        f"据 {plain_text(speaker.name, 60)}" if speaker else "",
        *(qualifier_text(qualifier, chinese=True) for qualifier in statement.qualifiers),
    ]
    quoted = [line for quotation in statement.quotations for line in _quoted(quotation)]
    said = " · ".join(remark for remark in remarks if remark)
    return hover_text(f"{subject} —{zh}→ {obj}", f"{en}{' · ' if said else ''}{said}", *quoted)


def _quoted(quotation: Quotation) -> tuple[str, str]:
    return f"“{plain_text(quotation.text, _TITLE_LIMIT)}”", f"—— {source_text(quotation.source)}"


# ---------------------------------------------------------------- as vis-network takes it
def node_options(node: DrawnNode) -> dict[str, Any]:
    """The options of a node, without its number."""
    colour = TYPE_COLOURS.get(node.type, OTHER_COLOUR)
    border = "#1b2430" if node.focused else colour
    return {
        "label": node.label,
        "title": node.title,
        "shape": SHAPES.get(node.type, "dot"),
        "x": node.x,
        "y": node.y,
        "size": node.size,
        "font": {"size": node.letters},
        "borderWidth": 4 if node.focused else 1,
        "color": {
            "background": colour,
            "border": border,
            "highlight": {"background": colour, "border": "#1b2430"},
            "hover": {"background": colour, "border": "#1b2430"},
        },
    }


def edge_options(edge: DrawnEdge) -> dict[str, Any]:
    """The options of an edge, without its ends.

    A plan is dashed, a hedged claim dotted, a denied one red with a bar across it; a symmetric relation has no single
    direction and so an arrow at both ends.
    """
    statement = edge.statement
    known = vocabulary().predicates.get(statement.predicate)
    colour = _DENIED if statement.negated else _PLAIN
    arrows: dict[str, Any] = {"to": {"enabled": True, "scaleFactor": 0.55}}
    if known and known.symmetric:
        arrows["from"] = {"enabled": True, "scaleFactor": 0.55}
    if statement.negated:
        arrows["middle"] = {"enabled": True, "type": "bar", "scaleFactor": 0.8}
    options: dict[str, Any] = {
        "label": edge.label,
        "title": edge.title,
        "arrows": arrows,
        "color": {"color": colour, "highlight": "#1b2430", "hover": "#1b2430", "inherit": False},
        "font": {"color": _DENIED if statement.negated else "#4a5563"},
        "smooth": False,
    }
    if edge.bow:
        side = "curvedCW" if edge.bow > 0 else "curvedCCW"
        options["smooth"] = {"enabled": True, "type": side, "roundness": abs(edge.bow)}
    dashes = {"planned": [9, 6], "hedged": [2, 5]}.get(statement.modality)
    if dashes:
        options["dashes"] = dashes
    return options
