"""A small picture drawn by pyvis (vis-network) as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import os
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.analysis.colours import OTHER_COLOUR, TYPE_COLOURS
from kg.analysis.network import to_networkx
from kg.explore.facts import FactReader, StatedRelation
from kg.explore.index import GraphIndex
from kg.explore.page import PageSummary
from kg.explore.picture import LINE_SIZE, NAME_SIZE, SHAPES, Network, Picture, draw, edge_options, node_options
from kg.explore.plain import plain_text
from kg.explore.selection import Extract, View, extract_of
from kg.explore.wording import class_label, predicate_label, qualifier_text, source_text, status_words
from kg.graph import GraphView, write_file
from kg.vocabulary import TOP_TYPES, KgError
from kg.vocabulary.namespaces import XBS

__all__ = ["write_pyvis_page"]

_HERE = Path(__file__).parent
# Fonts with Chinese on Windows, macOS, Android and Linux; each system takes the first that it has.
_FONTS = "'PingFang SC','Hiragino Sans GB','Microsoft YaHei','Noto Sans CJK SC','Source Han Sans SC','WenQuanYi Micro Hei','SimSun',sans-serif"  # noqa: E501

_OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"hover": True, "tooltipDelay": 120, "hoverConnectedEdges": False},
    "nodes": {
        "font": {"face": _FONTS, "size": NAME_SIZE, "color": "#1b2430", "strokeWidth": 4, "strokeColor": "#ffffff"},
        "scaling": {"label": {"drawThreshold": 4}},
    },
    "edges": {
        "font": {"face": _FONTS, "size": LINE_SIZE, "strokeWidth": 3, "strokeColor": "#ffffff", "align": "horizontal"},
        "scaling": {"label": {"drawThreshold": 5}},
        "width": 1.3,
        "hoverWidth": 1,
        "selectionWidth": 1.5,
    },
}


def write_pyvis_page(graph: GraphView, path: str | os.PathLike[str], view: View | None = None) -> PageSummary:
    """Write a small extract of `graph` as a page of vis-network, whole or not at all.

    The file holds the library vis-network and loads nothing; the same graph gives the same bytes. Meant for some 150
    things and for notebooks: every name is shown, and beyond some hundreds none is legible.

    Args:
        graph: what to draw: its statements are the lines, with their sentences.
        path: the file; ``-`` is standard output.
        view: what of it; without it everything.

    Raises:
        NotFoundError: nothing has a name that the view gives.
        UsageError: a query of the view is malformed, or a day of it is none.
        OutputError: the file cannot be written.
    """
    view = view or View()
    extract = extract_of(graph, GraphIndex(graph), view)
    network = _part(graph, to_networkx(graph), extract, view.narrows)
    chosen = extract.chosen if view.focus or view.path else []
    picture = draw(graph, network, frozenset(chosen))
    write_file(path, [_html(picture, _heading(graph, chosen)).encode("utf-8")])
    return PageSummary(len(picture.nodes), len(picture.edges), len(extract.facts))


def _part(graph: GraphView, network: Network, extract: Extract, narrowed: bool) -> Network:
    """The statements of `network` that the extract holds; things that a view names stand there even without any."""
    part: Network = nx.MultiDiGraph()
    reader = FactReader(graph)
    kept = {iri.removeprefix(XBS) for iri in extract.facts}
    edges = [edge for edge in network.edges(keys=True, data=True) if edge[2] in kept]
    ends = {end for source, target, _, _ in edges for end in (source, target)}
    for iri in sorted(ends | (set(extract.chosen) if narrowed else set())):
        thing = reader.thing(iri)
        alone = {"label": thing.name, "label_zh": thing.name, "label_en": thing.en, "type": next(iter(thing.types), "")}
        part.add_node(iri, **(network.nodes[iri] if iri in network else alone))
    for source, target, key, data in edges:
        part.add_edge(source, target, key=key, **data)
    return part


def _heading(graph: GraphView, chosen: list[str]) -> str:
    reader = FactReader(graph)
    names = dict.fromkeys(plain_text(reader.thing(iri).name, 40) for iri in chosen)
    return " · ".join([*names, "阿里跨境电商知识图谱"])


# ---------------------------------------------------------------- pyvis
class _Inline(HTMLParser):
    """Collects the scripts that a page carries itself; what it would load from elsewhere is left behind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.scripts: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open = tag == "script" and not any(name == "src" for name, _ in attrs)
        if self._open:
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.scripts[-1] += data


def _scripts(picture: Picture) -> list[str]:
    """The scripts of the page that pyvis makes of the picture: the library, and the network itself.

    Of pyvis' page only these are kept: the rest links two files of a content network, has no title or language, and
    styles for menus that are not there. Its own way to write the file depends on the locale.
    """
    from pyvis.network import Network as Drawing  # imports IPython: only where a picture is drawn

    drawing = Drawing(height="100%", width="100%", directed=True, cdn_resources="in_line")
    for index, node in enumerate(picture.nodes):
        drawing.add_node(index, **node_options(node))
    for edge in picture.edges:
        drawing.add_edge(edge.source, edge.target, **edge_options(edge))
    drawing.options = _OPTIONS
    inline = _Inline()
    inline.feed(drawing.generate_html())
    inline.close()
    scripts = [script.replace("\r\n", "\n").replace("\r", "\n") for script in inline.scripts]
    if not any("new vis.DataSet" in script for script in scripts):
        raise KgError("this version of pyvis makes pages of another kind; install pyvis 0.3.2")
    return scripts


# ---------------------------------------------------------------- the page around it
def _html(picture: Picture, title: str) -> str:
    scripts = [*_scripts(picture), (_HERE / "pyvis_page.js").read_text(encoding="utf-8")]
    style = (_HERE / "pyvis_page.css").read_text(encoding="utf-8").replace("FONTS", _FONTS)
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    return environment.get_template("pyvis_page.html").render(
        title=title,
        # Ours or pyvis' own, with the article's words in JSON in which < is escaped: nothing in them can end a script.
        scripts=[Markup(script) for script in scripts],
        style=Markup(style),
        policy=_policy(scripts, style),
        legend=_legend(picture),
        rows=_rows(picture),
        relations=len(picture.edges),
        things=len(picture.nodes),
        focused=any(node.focused for node in picture.nodes),
    )


def _policy(scripts: list[str], style: str) -> str:
    """A Content Security Policy that lets run what stands in the page and nothing else (W3C CSP level 3)."""

    def digests(texts: list[str]) -> str:
        found = (hashlib.sha256(text.encode("utf-8")).digest() for text in texts)
        return " ".join(f"'sha256-{base64.b64encode(digest).decode('ascii')}'" for digest in found)

    return (
        f"default-src 'none'; script-src {digests(scripts)}; style-src {digests([style])}; "
        "base-uri 'none'; form-action 'none'"
    )


def _legend(picture: Picture) -> list[dict[str, object]]:
    """The types that occur, in the order of the fact model, with colour, shape and number."""
    counted = Counter(node.type if node.type in TOP_TYPES else "" for node in picture.nodes)
    entries = []
    for name in (*TOP_TYPES, ""):
        if counted[name]:
            zh, en = class_label(name) if name else ("其他", "other")
            colour = TYPE_COLOURS.get(name, OTHER_COLOUR)
            entries.append({"zh": zh, "en": en, "colour": colour, "shape": SHAPES.get(name, "dot"), "n": counted[name]})
    return entries


def _rows(picture: Picture) -> list[dict[str, object]]:
    """The statements as rows for reading, those of the focus first, by subject, relation and time."""
    focused = {node.iri for node in picture.nodes if node.focused}
    found = sorted(
        (edge.statement for edge in picture.edges),
        key=lambda one: (
            not focused & {end.iri for end in (one.subject, one.object) if end},
            _end(one, "subject"),
            one.predicate,
            one.time or "9999",
            _end(one, "object"),
            one.iri,
        ),
    )
    return [
        {
            "subject": _end(one, "subject"),
            "predicate": predicate_label(one.predicate)[0],
            "object": _end(one, "object"),
            "remarks": _remarks(one),
            "negated": one.negated,
            "quotations": [(plain_text(quotation.text), source_text(quotation.source)) for quotation in one.quotations],
        }
        for one in found
    ]


def _end(statement: StatedRelation, side: str) -> str:
    thing = statement.subject if side == "subject" else statement.object
    return plain_text(thing.name, 80) if thing else ""


def _remarks(statement: StatedRelation) -> str:
    said = [plain_text(statement.time or "", 40), *status_words(statement.modality, statement.negated, chinese=True)]
    if statement.attributed_to:
        said.append(f"据 {plain_text(statement.attributed_to.name, 80)}")
    said += [qualifier_text(qualifier, chinese=True) for qualifier in statement.qualifiers]
    return " · ".join(part for part in said if part)
