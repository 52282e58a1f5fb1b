"""The explorer: the graph and its evidence as one HTML file that asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.explore.index import GraphIndex
from kg.explore.page_data import page_data
from kg.explore.page_icons import ICONS
from kg.explore.plain import plain_text
from kg.explore.script import joined_script
from kg.explore.selection import View, extract_of
from kg.graph import GraphView, write_file
from kg.model import Article

__all__ = ["ExplorerPage", "PageSummary", "Progress", "explorer_page", "make_page", "write_page"]

Progress = Callable[[int, int, str], None]

_ASSETS = Path(__file__).parent / "assets"
_TITLE, _TITLE_EN = "阿里跨境电商知识图谱", "Alibaba cross-border e-commerce"
# The page's modules in the order in which they build on each other; together they are one script.
_MODULES = (
    "base",
    "data",
    "state",
    "ranks",
    "view",
    "pointer",
    "search",
    "panels",
    "paths",
    "filters",
    "table",
    "exports",
    "main",
)
# What could end a script or start a comment in it stands as an escape; so do the line ends that JSON allows and old
# scripts do not.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True)
class PageSummary:
    """How much a page shows: things, relations between them, and facts of all kinds."""

    things: int
    relations: int
    facts: int = 0
    left_out: int = 0


@dataclass(frozen=True)
class ExplorerPage:
    """A page: its HTML, and how much it shows."""

    html: str
    summary: PageSummary


def make_page(
    graph: GraphView,
    view: View | None = None,
    texts: Mapping[str, Article] | None = None,
    progress: Progress | None = None,
) -> ExplorerPage:
    """The explorer page of a graph; the same graph and view give the same text.

    Args:
        graph: what to show.
        view: what of it; without it all.
        texts: articles by id whose whole text the page may hold; of others it holds the quoted sentences.
        progress: told how many steps are done, of how many, and which is next.

    Raises:
        NotFoundError: nothing in the graph has a name that the view gives.
        UsageError: a query of the view is malformed, or a day of it is none.
    """
    view, tell = view or View(), progress or (lambda done, total, following: None)
    tell(0, 4, "reading")
    index = GraphIndex(graph)
    tell(1, 4, "choosing")
    extract = extract_of(graph, index, view)
    tell(2, 4, "placing")
    named = [index.name(iri) for iri in extract.chosen[:3]] if view.focus or view.path else []
    title = " · ".join([*dict.fromkeys(plain_text(zh, 40) for zh, _ in named), _TITLE])
    title_en = " · ".join([*dict.fromkeys(plain_text(en or zh, 40) for zh, en in named), _TITLE_EN])
    data = page_data(index, extract, title, _about(view), texts or {})
    tell(3, 4, "writing")
    relations = sum(1 for fact in extract.facts.values() if fact.relation and len(fact.ends) == 2)
    summary = PageSummary(len(extract.things), relations, len(extract.facts), extract.left_out)
    return ExplorerPage(_html(title, title_en, data), summary)


def explorer_page(graph: GraphView, view: View | None = None, texts: Mapping[str, Article] | None = None) -> str:
    """The HTML of :func:`make_page`."""
    return make_page(graph, view, texts).html


def write_page(
    graph: GraphView,
    path: str | os.PathLike[str],
    view: View | None = None,
    texts: Mapping[str, Article] | None = None,
    progress: Progress | None = None,
) -> PageSummary:
    """Write the explorer page of a graph as one HTML file, whole or not at all.

    Args:
        graph: what to show.
        path: the file; ``-`` is standard output.
        view: what of it; without it all.
        texts: articles by id whose whole text the page may hold.
        progress: told how many steps are done, of how many, and which is next.

    Raises:
        NotFoundError: nothing in the graph has a name that the view gives.
        UsageError: a query of the view is malformed, or a day of it is none.
        OutputError: the file cannot be written.
    """
    page = make_page(graph, view, texts, progress)
    write_file(path, [page.html.encode("utf-8")])
    return page.summary


def _about(view: View) -> dict[str, Any]:
    """What the view names, without what it leaves open."""
    said = {name: value for name, value in asdict(view).items() if value}
    if "queries" in said:
        said["queries"] = len(view.queries)
    return said


def json_text(data: Any) -> str:
    """`data` as JSON that can stand inside a script element, on one line."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPED).encode("utf-8", "replace").decode("utf-8")


def _script() -> str:
    return joined_script([(_ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in _MODULES])


def _style() -> str:
    text = " ".join((_ASSETS / "page.css").read_text(encoding="utf-8").split())
    return re.sub(r"\s*([{};,>])\s*|(?<=:) ", r"\1", text).replace(";}", "}")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _html(title: str, title_en: str, data: dict[str, Any]) -> str:
    script, style = _script(), _style()
    # Content Security Policy level 3: what stands in the page runs, and nothing else; nothing is loaded or sent.
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )
    environment = Environment(
        loader=FileSystemLoader(_ASSETS),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        title=title,
        title_en=title_en,
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        data=Markup(json_text(data)),
        icons=ICONS,
    )
