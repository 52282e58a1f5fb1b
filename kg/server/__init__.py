"""The graph over HTTP: SPARQL 1.1 endpoint, query page, a page for everything, the explorer."""

from typing import Any

from kg.server.settings import Settings

__all__ = ["Settings", "make_application", "serve"]


def __getattr__(name: str) -> Any:
    if name == "make_application":  # Starlette and uvicorn are loaded where a server is made
        from kg.server.application import make_application

        return make_application
    if name == "serve":
        from kg.server.running import serve

        return serve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
