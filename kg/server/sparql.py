"""The SPARQL endpoint: SPARQL 1.1 Protocol (W3C Recommendation), and without a query the service description."""

from __future__ import annotations

import asyncio
import contextlib
import re
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from kg.query.limits import QueryCancelledError, QueryLimitError, RefusedQueryError, UnfitFormatError
from kg.query.pool import Stop, query_kind
from kg.query.result import Result
from kg.server.answers import answer, entity_tag, negotiate, not_modified, read_body, stream
from kg.server.context import Context, context_of
from kg.server.describing import write_triples
from kg.server.description import service_description
from kg.server.negotiation import GRAPH_FORMS, HTML, TABLE_FORMS, TRUTH_FORMS, Form, choose
from kg.server.protocol import QueryRequest, read_query
from kg.server.query_page import query_page
from kg.server.refusals import Refusal, refusal_of
from kg.vocabulary import KgError

__all__ = ["run", "sparql"]

_LONG = 20_000  # characters that take the event loop too long to look through
_WHOLE = 1 << 20  # bytes up to which an answer is sent in one piece
_FORMS = {"rows": TABLE_FORMS, "truth": TRUTH_FORMS, "triples": GRAPH_FORMS}
# Functions that give something else each time: their answers are not the same for the same graph.
_FICKLE = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_STATUS = {"timeout": 504, "nesting": 400, "length": 413, "rows": 422, "size": 422}


async def sparql(request: Request) -> Response:
    """Answer a query, or describe the service."""
    context = context_of(request)
    if request.method not in ("GET", "HEAD", "POST"):
        raise Refusal(405, "ask by GET or POST", {"Allow": "GET, HEAD, POST, OPTIONS"})
    body = b""
    if request.method == "POST":
        body = await read_body(request, context.settings.body_bytes, context.settings.patience)
    asked = read_query(request.method, request.scope["query_string"], request.headers, body)
    if request.method != "POST" and asked.form is None and _is_browser(request):
        return query_page(request)
    if asked.query is None:
        return await _describe(request, context, asked)
    return await _answer_query(request, context, asked, asked.query)


def _is_browser(request: Request) -> bool:
    """Whether a page is more welcome than any result."""
    forms = (*TABLE_FORMS, *GRAPH_FORMS, HTML)
    return choose(request.headers.get("accept"), forms) is HTML


def endpoint_of(request: Request) -> str:
    """The endpoint's own address, by the host that the client names."""
    return f"{request.url.scheme}://{request.url.netloc}/sparql"


async def _describe(request: Request, context: Context, asked: QueryRequest) -> Response:
    form = negotiate(request.headers.get("accept"), asked.form, GRAPH_FORMS)
    graph = context.graph
    endpoint = endpoint_of(request)
    tag = entity_tag(context.site.fingerprint, endpoint, form.name)
    known = not_modified(request, tag)
    if known:
        return known
    triples = await context.query(service_description, context, graph, endpoint)
    return answer(request, write_triples(triples, form.name), form, tag)


async def _answer_query(request: Request, context: Context, asked: QueryRequest, query: str) -> Response:
    kind = query_kind(query) if len(query) < _LONG else await context.page(query_kind, query)
    form = negotiate(request.headers.get("accept"), asked.form, _FORMS[kind]) if kind else TABLE_FORMS[0]
    tag = None
    if request.method != "POST" and not _FICKLE.search(query):
        tag = entity_tag(context.site.fingerprint, context.settings.rows, asked, form.name)
        known = not_modified(request, tag)
        if known:
            return known
    result = await run(request, context, asked, query, form)
    extra = {"kg-row-limit": str(context.settings.rows)}
    if result.size <= _WHOLE:
        with result:
            return answer(request, result.read(), form, tag, extra)
    return stream(request, result.pieces(), result.size, form, tag, extra)


async def run(request: Request, context: Context, asked: QueryRequest, query: str, form: Form) -> Result:
    """Run a query in a worker, which is stopped when the client hangs up.

    Raises:
        Refusal: the query is malformed or was stopped at a limit.
    """
    stop = Stop()
    watching = asyncio.create_task(_watch(request, stop))
    work = partial(
        context.pool.run,
        query,
        rows=form.name,
        truth=form.name,
        triples=form.name,
        default_graphs=asked.default_graphs if asked.has_dataset else None,
        named_graphs=asked.named_graphs if asked.has_dataset else None,
        base=endpoint_of(request),
        stop=stop,
    )
    try:
        return await context.query(work)
    except KgError as error:
        raise _refusal(error, context) from error
    finally:
        stop.set()
        watching.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await watching


async def _watch(request: Request, stop: Stop) -> None:
    """End the query when nobody waits for it any longer."""
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            stop.set()
            return


def _refusal(error: KgError, context: Context) -> Refusal:
    if isinstance(error, QueryCancelledError):
        return Refusal(503, "the client hung up")
    if isinstance(error, UnfitFormatError):
        return Refusal(406, str(error))
    if isinstance(error, RefusedQueryError):
        return Refusal(403 if error.what == "service" else 400, str(error))
    if isinstance(error, QueryLimitError):
        again = {"Retry-After": "5"} if error.limit == "wait" else None
        return Refusal(_STATUS.get(error.limit, 503), str(error), again)
    return refusal_of(error)
