"""What all pages share: the graph, the workers that run queries, the index of names, the templates."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import anyio
import anyio.to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from kg.graph import GraphView
from kg.query.limits import Limits
from kg.query.pool import QueryPool
from kg.server.names import NameIndex
from kg.server.settings import Settings
from kg.server.site import Site

__all__ = ["CONTEXT", "Context", "context_of"]

CONTEXT = "kg.context"  # where a request's scope holds it
_HERE = Path(__file__).parent
_MIB = 1 << 20
_QUEUE = 10.0  # seconds that a query may wait for a free worker, at least
_LOOK = 1.0  # seconds between two looks at the graph's files
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


class Context:
    """One server's state, made once and handed to every page by the application.

    Args:
        site: the graph.
        settings: the limits.
    """

    def __init__(self, site: Site, settings: Settings) -> None:
        self.settings, self.site = settings, site
        self.pool = QueryPool(
            site.source,
            workers=settings.workers,
            most=settings.workers * 3,
            limits=Limits(
                timeout=settings.timeout,
                memory=settings.memory * _MIB,
                rows=settings.rows,
                length=settings.body_bytes,
                wait=max(settings.timeout, _QUEUE),
            ),
            start=1,
        )
        self.names = NameIndex()
        self.kept: dict[str, object] = {}  # what is made once a graph, by name
        self._queries = anyio.CapacityLimiter(max(settings.connections, 1))
        self._pages = anyio.CapacityLimiter(2)  # pages are Python's work: more threads would only take turns
        self.making = anyio.Lock()  # of what is made once a graph and takes long
        self.environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    @property
    def graph(self) -> GraphView:
        """The graph as it stands."""
        return self.site.graph

    async def keep_watch(self) -> None:
        """Look at the graph's files again and again; serve one that was built anew to all later requests."""
        while True:
            await anyio.sleep(_LOOK)
            if await anyio.to_thread.run_sync(self.site.look):
                self.pool.renew(self.site.source)
                self.names = NameIndex()
                self.kept = {}

    async def query(
        self, work: Callable[_Arguments, _Result], *args: _Arguments.args, **_: _Arguments.kwargs
    ) -> _Result:
        """Wait for a query in a thread."""
        return await anyio.to_thread.run_sync(work, *args, limiter=self._queries)

    async def page(
        self, work: Callable[_Arguments, _Result], *args: _Arguments.args, **_: _Arguments.kwargs
    ) -> _Result:
        """Make a page in a thread."""
        return await anyio.to_thread.run_sync(work, *args, limiter=self._pages)

    def render(self, template: str, **values: object) -> bytes:
        """A page from its template; all values are escaped."""
        return self.environment.get_template(template).render(**values).encode("utf-8", "replace")

    def close(self) -> None:
        """End the workers."""
        self.pool.close()


def context_of(request: Request) -> Context:
    """The context of the application that answers a request."""
    found = request.scope.get(CONTEXT)
    if not isinstance(found, Context):
        raise TypeError("the application has no context")
    return found
