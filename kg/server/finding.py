"""``/search``: finding things by any name, as a page or as JSON; and ``/labels``: the names of IRIs."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from kg.graph import GraphView
from kg.server.answers import answer, entity_tag, negotiate, not_modified, read_body
from kg.server.context import Context, context_of
from kg.server.labels import Labeller, Reference
from kg.server.names import Find
from kg.server.negotiation import HTML, JSON
from kg.server.pages import page
from kg.server.protocol import parameters, the_one
from kg.server.refusals import Refusal
from kg.vocabulary.namespaces import XB

__all__ = ["labels", "search"]

_KINDS = ("article", "term", "thing")
_MOST = 100
_LABELS = 1000  # IRIs of one request


def _whole(text: str | None, default: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST):
        raise Refusal(400, f"limit is a number from 1 to {_MOST}")
    return int(text)


async def search(request: Request) -> Response:
    """What bears a name like ``q``."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "pages are only read", {"Allow": "GET, HEAD, OPTIONS"})
    context = context_of(request)
    pairs = parameters(request.scope["query_string"], "query string")
    words, kind = the_one(pairs, "q") or "", the_one(pairs, "kind")
    most = _whole(the_one(pairs, "limit"), 20)
    if kind is not None and kind not in _KINDS:
        raise Refusal(400, f"kind is one of {', '.join(_KINDS)}")
    form = negotiate(request.headers.get("accept"), the_one(pairs, "format"), (JSON, HTML))
    graph = context.graph
    tag = entity_tag(context.site.fingerprint, "search", words, kind, most, form.name)
    known = not_modified(request, tag)
    if known:
        return known
    body = await context.page(_found, context, graph, words, most, kind, form is HTML)
    return page(request, body, tag) if form is HTML else answer(request, body, form, tag)


def _found(context: Context, graph: GraphView, words: str, most: int, kind: str | None, as_page: bool) -> bytes:
    found = context.names.find(graph, words, most, kind)
    labeller = Labeller(graph)
    if as_page:
        rows = [(labeller.refer(one.iri), one.name, _types(labeller, one)) for one in found]
        return context.render("search.html", words=words, found=rows)
    rows_ = [{**_as_json(labeller.refer(one.iri)), "name": one.name, "kind": one.kind} for one in found]
    return json.dumps({"q": words, "found": rows_}, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _types(labeller: Labeller, one: Find) -> list[Reference]:
    if one.kind != "thing":
        return []
    return [labeller.refer(XB + name) for name in labeller.reader.types(one.iri)]


def _as_json(ref: Reference) -> dict[str, str]:
    return {"iri": ref.iri, "zh": ref.zh, "en": ref.en, "type": ref.type or ref.kind, "href": ref.href}


async def labels(request: Request) -> Response:
    """Names, types and addresses of the IRIs of a JSON list, by IRI."""
    if request.method != "POST":
        raise Refusal(405, "send a JSON list of IRIs by POST", {"Allow": "POST, OPTIONS"})
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "send a JSON list of IRIs as application/json")
    context = context_of(request)
    body = await read_body(request, context.settings.body_bytes, context.settings.patience)
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given) or len(given) > _LABELS:
        raise Refusal(400, f"send a JSON list of at most {_LABELS} IRIs")
    return answer(request, await context.page(_labelled, context.graph, given), JSON)


def _labelled(graph: GraphView, iris: list[str]) -> bytes:
    import pyoxigraph as ox

    labeller, found = Labeller(graph), {}
    for iri in dict.fromkeys(iris):
        try:
            found[iri] = _as_json(labeller.refer(ox.NamedNode(iri).value))
        except ValueError:  # no IRI: it has no name
            continue
    return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
