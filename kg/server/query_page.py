"""The query page, and what its completion and its list of questions know."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from kg.query import questions
from kg.server.answers import answer, entity_tag, not_modified
from kg.server.context import Context, context_of
from kg.server.negotiation import JSON
from kg.server.pages import page
from kg.server.refusals import Refusal
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["query_page", "terms"]

# Properties that the vocabulary's relations and metrics do not hold, and foreign ones that stand in every graph.
_PLAIN = (
    "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:broader", "skos:exactMatch", "dcterms:title",
    "dcterms:issued", "dcterms:publisher", "dcterms:source",
)  # fmt: skip


def query_page(request: Request) -> Response:
    """The query page; the query is in the address, read by the page itself."""
    context = context_of(request)
    return page(request, context.render("query.html"))


async def home(request: Request) -> Response:
    """The query page at ``/``."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "the query page is only read; queries go to /sparql", {"Allow": "GET, HEAD, OPTIONS"})
    return query_page(request)


async def terms(request: Request) -> Response:
    """Prefixes, terms of the ontology with their names, and the saved questions, as JSON."""
    if request.method not in ("GET", "HEAD"):
        raise Refusal(405, "this is only read", {"Allow": "GET, HEAD, OPTIONS"})
    context = context_of(request)
    body = await context.page(_terms, context)
    tag = entity_tag(body)
    return not_modified(request, tag) or answer(request, body, JSON, tag)


def _terms(context: Context) -> bytes:
    kept = context.kept.get("terms")
    if isinstance(kept, bytes):
        return kept
    known = vocabulary()
    rows: list[dict[str, str]] = []
    for kind, prefix, table in (
        ("class", "xb", known.classes),
        ("relation", "xb", known.predicates),
        ("metric", "xb", known.metrics),
        ("unit", "xbu", known.units),
    ):
        named = sorted((name, (term.zh, term.en)) for name, term in table.items())
        rows += [{"name": f"{prefix}:{name}", "zh": zh, "en": en, "kind": kind} for name, (zh, en) in named]
    have = {row["name"] for row in rows}
    rows += [row for row in _properties() if row["name"] not in have]
    saved = [
        {"name": one.name, "topic": one.topic, "zh": one.zh, "en": one.en, "query": _bare(one.query)}
        for _, one in sorted(questions().items())
    ]
    found = {"prefixes": PREFIXES, "terms": rows, "questions": saved}
    body = json.dumps(found, ensure_ascii=False).encode() + b"\n"
    context.kept["terms"] = body
    return body


def _properties() -> list[dict[str, str]]:
    """Properties of claims, articles and evidence, which no statement has as its predicate."""
    from kg.explore.ontology_terms import read_terms

    rows = [
        {"name": term.name, "zh": term.labels.get("zh", ""), "en": term.labels.get("en", ""), "kind": "property"}
        for kind, _, _, terms in read_terms().sections
        if kind in ("inferred", "property")
        for term in terms
    ]
    return [*rows, *({"name": name, "zh": "", "en": "", "kind": "property"} for name in _PLAIN)]


def _bare(query: str) -> str:
    """A saved question without its header and without the prefixes that need no declaration."""
    lines = query.split("\n")
    while lines and (lines[0].startswith(("#", "PREFIX ")) or not lines[0].strip()):
        lines.pop(0)
    return "\n".join(lines).strip() + "\n"
