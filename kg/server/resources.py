"""Everything at its own address: a page, Turtle, JSON-LD and more of each IRI of the graph."""

from __future__ import annotations

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.graph import GraphView
from kg.server.addresses import address_of, iri_of
from kg.server.answers import answer, entity_tag, negotiate, not_modified
from kg.server.context import Context, context_of
from kg.server.describing import describe, exists, write_triples
from kg.server.negotiation import PAGE_FORMS, Form
from kg.server.pages import page
from kg.server.protocol import parameters, the_one
from kg.server.refusals import Refusal
from kg.server.views import MOST, view_of
from kg.vocabulary import parse_turtle_file
from kg.vocabulary.paths import data_folder

__all__ = ["ontology", "resource"]

_SUFFIXES = {f".{form.name}": form.name for form in PAGE_FORMS}
_DOCUMENTATION = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


def _only_read(request: Request) -> None:
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "pages are only read", {"Allow": "GET, HEAD, OPTIONS"})


def _form(request: Request, named: str | None) -> Form:
    pairs = parameters(request.scope["query_string"], "query string")
    return negotiate(request.headers.get("accept"), named or the_one(pairs, "format"), PAGE_FORMS)


def _addressed(graph: GraphView, path: str) -> tuple[str, str | None]:
    """The IRI that a path stands for, and the form that its suffix asks for; the whole path goes first."""
    iri = iri_of(path)
    if iri is None or not _is_iri(iri):
        raise Refusal(404, "there is nothing at this address")
    if exists(graph, iri):
        return iri, None
    for suffix, name in _SUFFIXES.items():
        if path.endswith(suffix):
            bare = iri_of(path.removesuffix(suffix))
            if bare is not None and exists(graph, bare):
                return bare, name
    raise Refusal(404, "the graph says nothing of this address")


def _is_iri(text: str) -> bool:
    """Whether a decoded path can stand in an IRI as it is."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return text.isprintable()


async def resource(request: Request) -> Response:
    """The page of an IRI, or its triples, by ``Accept``, ``format=`` or suffix."""
    _only_read(request)
    context = context_of(request)
    graph = context.graph
    iri, named = _addressed(graph, request.scope["path"])
    form = _form(request, named)
    tag = entity_tag(context.site.fingerprint, iri, form.name)
    known = not_modified(request, tag)
    if known:
        return known
    href = address_of(iri) or ""
    extra = {"content-location": f"{href}.{form.name}", "link": f'<{href}.ttl>; rel="alternate"; type="text/turtle"'}
    if form.name == "html":
        return await _page(request, context, graph, iri, tag, extra)
    body = await context.page(lambda: write_triples(describe(graph, iri), form.name))
    return answer(request, body, form, tag, extra)


async def _page(
    request: Request, context: Context, graph: GraphView, iri: str, tag: str, extra: dict[str, str]
) -> Response:
    body = await context.page(lambda: context.render("resource.html", view=view_of(graph, iri), most=MOST))
    return page(request, body, tag, extra)


async def ontology(request: Request) -> Response:
    """The ontology: its documentation, or its triples."""
    _only_read(request)
    context = context_of(request)
    named = next((name for suffix, name in _SUFFIXES.items() if request.url.path.endswith(suffix)), None)
    form = _form(request, named)
    tag = entity_tag(context.site.fingerprint, "ontology", form.name)
    known = not_modified(request, tag)
    if known:
        return known
    if form.name == "html":
        return page(request, await context.page(_documentation, context), tag, policy=_DOCUMENTATION)
    body = await context.page(_ontology_triples, form.name)
    return answer(request, body, form, tag)


def _documentation(context: Context) -> bytes:
    kept = context.kept.get("documentation")
    if not isinstance(kept, bytes):
        from kg.explore.documentation import documentation_files

        kept = context.kept["documentation"] = documentation_files()["index.html"].encode()
    return kept


def _ontology_triples(form: str) -> bytes:
    files = sorted(data_folder("ontology").glob("*.ttl"))
    return write_triples([triple for path in files for triple in parse_turtle_file(path)], form)
