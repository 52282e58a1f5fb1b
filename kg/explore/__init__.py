"""Looking at the graph: pages of things, and pictures."""

from typing import Any

from kg.explore.entity import EntityPage, entity_page
from kg.explore.render import page_lines, render_json, render_text

__all__ = ["EntityPage", "PageSummary", "entity_page", "page_lines", "render_json", "render_text", "write_page"]


def __getattr__(name: str) -> Any:
    if name in ("PageSummary", "write_page"):  # networkx and pyvis take their time to load
        from kg.explore import page

        return getattr(page, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
