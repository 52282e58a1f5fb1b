"""Content negotiation: which of the forms that the server can write does a client want (RFC 9110 §12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "GRAPH_FORMS",
    "HTML",
    "JSON",
    "PAGE_FORMS",
    "TABLE_FORMS",
    "TRUTH_FORMS",
    "Form",
    "accepts_gzip",
    "choose",
    "named_form",
]

_RANGE = re.compile(r"\s*([!#$%&'*+\-.^_`|~0-9A-Za-z]+)/([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*")
_WEIGHT = re.compile(r";\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """A form that an answer can be written in.

    Attributes:
        name: how ``format=`` and file suffixes call it.
        media_type: what is sent as ``Content-Type``.
        also: other media types and names that ask for it.
        text: whether the charset is named.
    """

    name: str
    media_type: str
    also: tuple[str, ...] = ()
    text: bool = True

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``; whatever the server writes is UTF-8."""
        return f"{self.media_type}; charset=utf-8" if self.text else self.media_type


# SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats; the first of a list goes to whom everything is welcome.
_SPARQL_JSON = Form("json", "application/sparql-results+json", ("application/json", "srj"))
_SPARQL_XML = Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml", "srx"))
_CSV = Form("csv", "text/csv", ())
_TSV = Form("tsv", "text/tab-separated-values", ())
TABLE_FORMS = (_SPARQL_JSON, _SPARQL_XML, _CSV, _TSV)
TRUTH_FORMS = (_SPARQL_JSON, _SPARQL_XML)

TURTLE = Form(
    "ttl", "text/turtle", ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "turtle", "n3")
)
NTRIPLES = Form("nt", "application/n-triples", ("text/plain", "ntriples", "n-triples"))
_RDFXML = Form("rdf", "application/rdf+xml", ("application/xml", "text/xml", "rdf+xml", "rdfxml", "xml", "rdf-xml"))
JSONLD = Form("jsonld", "application/ld+json", ("application/json", "json-ld", "json"))
_TRIG = Form("trig", "application/trig", ("application/x-trig",))
_NQUADS = Form("nq", "application/n-quads", ("text/x-nquads", "nquads", "n-quads"))
GRAPH_FORMS = (TURTLE, NTRIPLES, _RDFXML, JSONLD, _TRIG, _NQUADS)

HTML = Form("html", "text/html", ("application/xhtml+xml",))
JSON = Form("json", "application/json")
PAGE_FORMS = (HTML, TURTLE, JSONLD, NTRIPLES, _RDFXML)


@dataclass(frozen=True)
class _Range:
    main: str
    sub: str
    weight: float

    def specificity(self, media_type: str) -> int:
        """0 where it does not cover the type, else 1 for ``*/*``, 2 for ``text/*``, 3 for the type itself."""
        main, _, sub = media_type.partition("/")
        if self.main == "*" and self.sub == "*":
            return 1
        if self.main != main:
            return 0
        return 2 if self.sub == "*" else 3 if self.sub == sub else 0


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in accept[:4096].split(","):
        match = _RANGE.match(part)
        if match and (match.end() == len(part) or part[match.end()] == ";"):
            weight = _WEIGHT.search(part, match.end() - 1)
            found.append(_Range(match[1].lower(), match[2].lower(), min(float(weight[1]), 1.0) if weight else 1.0))
    return found


def _weight(form: Form, ranges: Iterable[_Range]) -> float:
    """How welcome a form is: by its own type, else by the best of its other types; 0 where it is not."""
    ranges = list(ranges)
    best = 0.0
    for position, media_type in enumerate((form.media_type, *(name for name in form.also if "/" in name))):
        covering = [(one.specificity(media_type), one.weight) for one in ranges if one.specificity(media_type)]
        if not covering:
            continue
        exact, weight = max(covering)
        if position == 0 and exact == 3:
            return weight
        if position == 0 or exact == 3:
            best = max(best, weight)
    return best


def choose(accept: str | None, forms: Sequence[Form]) -> Form | None:
    """The most welcome of `forms`; of those equally welcome the first. None where none is welcome.

    Args:
        accept: the header's value; without one, or with one that says nothing, everything is welcome.
        forms: what can be written, the server's own preference first.
    """
    ranges = _ranges(accept or "")
    if not ranges:
        return forms[0]
    weight, position = max((_weight(form, ranges), -index) for index, form in enumerate(forms))
    return forms[-position] if weight > 0 else None


def named_form(name: str, forms: Sequence[Form]) -> Form | None:
    """The form that ``format=NAME`` means, by name or media type."""
    wanted = name.strip().lower()
    for form in forms:
        if wanted in (form.name, form.media_type):
            return form
    return next((form for form in forms if wanted in form.also), None)


def accepts_gzip(header: str | None) -> bool:
    """Whether a client takes gzip (RFC 9110 §12.5.3)."""
    weights = {}
    for part in (header or "")[:1024].split(","):
        coding, _, rest = part.partition(";")
        weight = _WEIGHT.search(";" + rest) if rest else None
        weights[coding.strip().lower()] = float(weight[1]) if weight else 1.0
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0
