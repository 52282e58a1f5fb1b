"""Looking at the graph: pages of things, and the explorer."""

from typing import Any

from kg.explore.entity import EntityPage, entity_page
from kg.explore.render import page_lines, render_json, render_text

__all__ = [
    "EntityPage",
    "ExplorerPage",
    "PageSummary",
    "View",
    "entity_page",
    "explorer_page",
    "make_page",
    "page_lines",
    "render_json",
    "render_text",
    "write_page",
    "write_pyvis_page",
]

# networkx, scipy and pyvis take their time to load
_LAZY = {
    "ExplorerPage": "page",
    "PageSummary": "page",
    "View": "selection",
    "explorer_page": "page",
    "make_page": "page",
    "write_page": "page",
    "write_pyvis_page": "pyvis_page",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(f"kg.explore.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
