"""The server as an ASGI application: which address answers what."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from kg.server.answers import answer
from kg.server.context import CONTEXT, Context, context_of
from kg.server.explorer import explorer
from kg.server.finding import labels, search
from kg.server.graph_store import graph_store
from kg.server.guard import Guard
from kg.server.negotiation import HTML, JSON, NTRIPLES, choose
from kg.server.pages import POLICY, static
from kg.server.query_page import home, terms
from kg.server.refusals import Refusal
from kg.server.resources import ontology, resource
from kg.server.settings import Settings
from kg.server.site import Site
from kg.server.sparql import sparql

__all__ = ["make_application"]

_Endpoint = Callable[[Request], Awaitable[Response]]


def _for_people(endpoint: _Endpoint) -> _Endpoint:
    """A page whose refusals are pages too, where the client is a browser."""

    async def serve(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refusal as refusal:
            if choose(request.headers.get("accept"), (NTRIPLES, JSON, HTML)) is not HTML:
                raise
            values = {"status": refusal.status, "heading": refusal.title, "detail": refusal.detail}
            body = context_of(request).render("refusal.html", **values)
            made = answer(request, body, HTML, None, {"content-security-policy": POLICY, "cache-control": "no-store"})
            made.status_code = refusal.status
            made.headers.update(refusal.headers)
            return made

    return serve


async def _health(request: Request) -> Response:
    """Whether the server answers, and with which graph."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "this is only read", {"Allow": "GET, HEAD, OPTIONS"})
    found = {"status": "ok", "graph": context_of(request).site.fingerprint}
    return JSONResponse(found, headers={"cache-control": "no-store"})


async def _void(_: Request) -> Response:
    """RFC 8615 and VoID §7.2: where a description of the data set is looked for."""
    return RedirectResponse("/sparql", HTTPStatus.SEE_OTHER)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """What no route answers."""
    if scope["type"] == "http":
        raise Refusal(404, "there is nothing at this address")


_ROUTES: dict[str, _Endpoint] = {
    "/": _for_people(home),
    "/.well-known/void": _void,
    "/data": graph_store,
    "/explore": _for_people(explorer),
    "/health": _health,
    "/id/{rest:path}": _for_people(resource),
    "/labels": labels,
    "/ontology": _for_people(ontology),
    "/ontology.jsonld": ontology,
    "/ontology.ttl": ontology,
    "/ontology/{rest:path}": _for_people(resource),
    "/search": _for_people(search),
    "/sparql": sparql,
    "/sparql/": sparql,
    "/static/{name}": static,
    "/terms.json": terms,
    "/unit/{rest:path}": _for_people(resource),
}


def make_application(graph: str | os.PathLike[str] | None = None, settings: Settings | None = None) -> Guard:
    """The server of a graph as an ASGI application.

    Args:
        graph: as for :func:`kg.graph.open_graph`.
        settings: its limits.

    Raises:
        InputError: there is no graph, or it cannot be read.
    """
    settings = settings or Settings()
    context = Context(Site(graph), settings)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        watching = asyncio.create_task(context.keep_watch())
        try:
            yield
        finally:
            watching.cancel()
            context.close()

    router = Router(
        [Route(path, endpoint, methods=["GET", "HEAD", "POST"]) for path, endpoint in _ROUTES.items()],
        redirect_slashes=False,
        default=_nothing,
        lifespan=lifespan,
    )

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        scope[CONTEXT] = context
        await router(scope, receive, send)

    return Guard(application, settings)
