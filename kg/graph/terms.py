"""Values as RDF terms: IRIs minted in the project's namespaces, literals in the spelling that Oxigraph keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache, lru_cache
from urllib.parse import quote

import pyoxigraph as ox

from kg.model import TimeSpan, is_han, simplify, traditionalize
from kg.vocabulary.namespaces import PREFIXES, XBA, XBE, XBO, XBR, XBS, XBU, XBV

__all__ = [
    "article_iri",
    "boolean",
    "decimal",
    "evidence_iri",
    "language_of",
    "model_graph",
    "number",
    "observation_iri",
    "occurrence_iri",
    "published",
    "statement_iri",
    "tagged",
    "term",
    "text",
    "thing_iri",
    "time_bounds",
    "unit_iri",
    "web_iri",
]

_XSD = PREFIXES["xsd"]
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def term(name: str) -> ox.NamedNode:
    """A term of a known vocabulary by its prefixed name: ``term("skos:prefLabel")``."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


@lru_cache(maxsize=65536)
def _minted(namespace: str, name: str) -> ox.NamedNode:
    """An IRI whose local name may be any string: whatever is not unreserved (RFC 3986 §2.3) is percent-encoded."""
    local = quote(_clean(name), safe="")
    if not local.strip("."):  # "." and ".." would be steps of a path
        local = local.replace(".", "%2E")
    return ox.NamedNode(namespace + local)


def thing_iri(slug: str) -> ox.NamedNode:
    """The IRI of a thing."""
    return _minted(XBR, slug)


def article_iri(article: str) -> ox.NamedNode:
    """The IRI of an article by its id; it also names the article's graph."""
    return _minted(XBA, article)


def model_graph(article: str) -> ox.NamedNode:
    """The graph of what a language model found in an article."""
    return article_iri(f"{article}.llm")


def statement_iri(digest: str) -> ox.NamedNode:
    """The IRI of a statement by its digest."""
    return _minted(XBS, digest)


def observation_iri(digest: str) -> ox.NamedNode:
    """The IRI of an observation by its digest."""
    return _minted(XBO, digest)


def evidence_iri(digest: str) -> ox.NamedNode:
    """The IRI of an evidence by its digest."""
    return _minted(XBE, digest)


def occurrence_iri(digest: str) -> ox.NamedNode:
    """The IRI of an occurrence by its digest."""
    return _minted(XBV, digest)


def unit_iri(unit: str) -> ox.NamedNode:
    """The IRI of a unit."""
    return _minted(XBU, unit)


def web_iri(address: str) -> ox.NamedNode | None:
    """The IRI of a web address, what no IRI may hold percent-encoded; None where it is no absolute address.

    A percent sign that starts no escape becomes ``%25`` (RFC 3986 §2.4).
    """
    loose = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", _clean(address).strip())
    encoded = "".join(
        quote(c, safe="") if c.isspace() or c in '<>"{}|\\^`' or not c.isprintable() else c for c in loose
    )
    try:
        return ox.NamedNode(encoded)
    except ValueError:
        return None


def _clean(value: str) -> str:
    """Without lone surrogates, which no UTF-8 file can hold: each becomes U+FFFD, so that offsets keep."""
    return _SURROGATE.sub("\ufffd", value)


def text(value: str) -> ox.Literal:
    """A plain string."""
    return ox.Literal(_clean(value))


def tagged(value: str, language: str) -> ox.Literal:
    """A string in a language."""
    return ox.Literal(_clean(value), language=language)


_OTHER_SCRIPTS = {"ko": re.compile("[\uac00-\ud7a3\u1100-\u11ff]"), "ja": re.compile("[\u3040-\u30ff]")}


@lru_cache(maxsize=65536)
def language_of(name: str, script: str) -> str:
    """The language tag of a name in a text of `script`.

    A Chinese name is of that script, unless its characters are plainly of the other one; a name in Latin letters is
    English, and one in letters that are of no language alone ``und`` (undetermined, RFC 5646 §4.1).

    >>> language_of("速賣通", "Hant"), language_of("速賣通", "Hans"), language_of("Choice", "Hant")
    ('zh-Hant', 'zh-Hant', 'en')
    """
    for tag, letters in _OTHER_SCRIPTS.items():
        if letters.search(name):
            return tag
    if any(is_han(char) for char in name):
        if simplify(name) != name:
            return "zh-Hant"
        return "zh-Hans" if script == "Hans" or traditionalize(name) != name else "zh-Hant"
    return "en" if all(char < "\u0250" or not char.isalpha() for char in name) else "und"


def boolean(value: bool) -> ox.Literal:
    """An ``xsd:boolean``."""
    return ox.Literal("true" if value else "false", datatype=term("xsd:boolean"))


def _digits(value: Decimal) -> str:
    """The canonical spelling of a decimal number, as Oxigraph keeps it: no exponent, no trailing zero or point."""
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


def number(value: Decimal) -> ox.Literal:
    """An ``xsd:integer`` where the number is whole, else an ``xsd:decimal``."""
    digits = _digits(value)
    return ox.Literal(digits, datatype=term("xsd:decimal" if "." in digits else "xsd:integer"))


def decimal(value: Decimal) -> ox.Literal:
    """An ``xsd:decimal``, whole or not."""
    return ox.Literal(_digits(value), datatype=term("xsd:decimal"))


def published(date: str) -> ox.Literal:
    """A date of publication as far as it is known: ``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``."""
    kind = {10: "xsd:date", 7: "xsd:gYearMonth", 4: "xsd:gYear"}[len(date)]
    return ox.Literal(date, datatype=term(kind))


def time_bounds(time: TimeSpan | None) -> Sequence[tuple[ox.NamedNode, ox.Literal]]:
    """First and last day of a time as ``xb:timeStart`` and ``xb:timeEnd``; an open side has none."""
    found = []
    for name, day in (("xb:timeStart", time and time.first), ("xb:timeEnd", time and time.last)):
        if day:
            found.append((term(name), ox.Literal(day.isoformat(), datatype=term("xsd:date"))))
    return found
