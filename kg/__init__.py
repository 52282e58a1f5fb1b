"""Chinese business news as an RDF knowledge graph in which every fact carries its time, source and exact words."""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

# Loaded where used (PEP 562), so that `import kg` stays light.
_PUBLIC = {
    "read_article": "kg.articles",
    "extract": "kg.extraction",
    "build_graph": "kg.workspace",
    "open_graph": "kg.exchange",
    "ask": "kg.query",
}

__all__ = ["__version__", *sorted(_PUBLIC)]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
