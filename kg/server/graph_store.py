"""Graphs at their own addresses, to read: SPARQL 1.1 Graph Store HTTP Protocol (W3C Recommendation, §5.2, §5.7)."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.graph import GraphView
from kg.server.answers import entity_tag, negotiate, not_modified, stream
from kg.server.context import context_of
from kg.server.negotiation import GRAPH_FORMS
from kg.server.protocol import parameters, the_one
from kg.server.refusals import Refusal
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["graph_store"]

_IN_MEMORY = 16 << 20
_ENGINE = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
}


async def graph_store(request: Request) -> Response:
    """The graph named by ``?graph=IRI``, or the default graph by ``?default``."""
    context = context_of(request)
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "graphs are only read here", {"Allow": "GET, HEAD, OPTIONS"})
    pairs = parameters(request.scope["query_string"], "query string")
    name, default = the_one(pairs, "graph"), the_one(pairs, "default")
    if (name is None) == (default is None):
        raise Refusal(400, "name one graph: ?default, or ?graph=IRI")
    graph = context.graph
    node = _graph_node(graph, name)
    form = negotiate(request.headers.get("accept"), the_one(pairs, "format"), GRAPH_FORMS)
    tag = entity_tag(context.site.fingerprint, str(node), form.name)
    known = not_modified(request, tag)
    if known:
        return known
    file, size = await context.page(_dump, graph, node, form.name)
    return stream(request, _pieces(file), size, form, tag)


def _graph_node(graph: GraphView, name: str | None) -> ox.NamedNode | ox.DefaultGraph:
    if name is None:
        return ox.DefaultGraph()
    try:
        node = ox.NamedNode(name)
    except ValueError:
        raise Refusal(400, f"the parameter 'graph' is no absolute IRI: {name[:200]!r}") from None
    if not graph.store.contains_named_graph(node):
        raise Refusal(404, f"there is no graph <{node.value}>")
    return node


def _dump(graph: GraphView, node: ox.NamedNode | ox.DefaultGraph, form: str) -> tuple[IO[bytes], int]:
    """A graph written out, and its length; once it is written no error can cut the answer."""
    file = cast("IO[bytes]", SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 (closed by whoever reads it)
    quads = graph.store.quads_for_pattern(None, None, None, node)
    ox.serialize((quad.triple for quad in quads), file, _ENGINE[form], prefixes=PREFIXES)
    return file, file.tell()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(1 << 16):
            yield piece
