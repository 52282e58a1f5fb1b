"""The context of our JSON-LD: a short key for every property of the graph, with the kind of its values.

It stands in the file itself, so no processor needs the network.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB

__all__ = ["FRAMED", "Key", "context", "keys"]

_SKOS, _DCTERMS, _XSD = (PREFIXES[prefix] for prefix in ("skos", "dcterms", "xsd"))

# What leads to nodes that are written where they are led to.
FRAMED = ("hasStatement", "hasObservation", "evidence", "alsoIn", "tells")

_LANGUAGE = {
    "prefLabel": _SKOS + "prefLabel",
    "altLabel": _SKOS + "altLabel",
    "title": _DCTERMS + "title",
    "quote": XB + "quote",
    "text": XB + "text",
}
_LINKS = (
    "about",
    "affected",
    "agent",
    "amountUnit",
    "article",
    "attributedTo",
    "copyOf",
    "evidence",
    "jointWith",
    "object",
    "place",
    "subject",
    "unit",
)
_LINK_LISTS = ("alsoIn", "hasObservation", "hasStatement", "mentions", "tells")
_TERMS = ("bound", "metric", "modality", "predicate")  # their values are terms of the ontology
_DATES = ("timeStart", "timeEnd")
_FOREIGN_LINKS = {"publisher": _DCTERMS + "publisher", "source": _DCTERMS + "source"}
_FOREIGN_LISTS = {"broader": _SKOS + "broader", "exactMatch": _SKOS + "exactMatch"}


class Key(NamedTuple):
    """How a property is written.

    Attributes:
        key: its key.
        kind: ``link``, ``links`` (always a list), ``term``, ``language``, or ``date``.
        iri: the property.
    """

    key: str
    kind: str
    iri: str


@cache
def keys() -> dict[str, Key]:
    """The keys of properties whose values the context gives a kind, by IRI; all others are written by their names."""
    found = [Key(key, "language", iri) for key, iri in _LANGUAGE.items()]
    found += [Key(key, "link", XB + key) for key in _LINKS]
    found += [Key(key, "links", XB + key) for key in (*_LINK_LISTS, *vocabulary().predicates)]
    found += [Key(key, "term", XB + key) for key in _TERMS]
    found += [Key(key, "date", XB + key) for key in _DATES]
    found += [Key(key, "link", iri) for key, iri in _FOREIGN_LINKS.items()]
    found += [Key(key, "links", iri) for key, iri in _FOREIGN_LISTS.items()]
    return {one.iri: one for one in found}


def _definition(one: Key) -> dict[str, Any]:
    more: dict[str, dict[str, str]] = {
        "language": {"@container": "@language"},
        "link": {"@type": "@id"},
        "links": {"@type": "@id", "@container": "@set"},
        "term": {"@type": "@vocab"},
        "date": {"@type": _XSD + "date"},
    }
    return {"@id": one.iri} | more[one.kind]


@cache
def context() -> dict[str, Any]:
    """The context, its keys sorted."""
    terms = {one.key: _definition(one) for one in keys().values()}
    return {"@vocab": XB, "id": "@id", "type": "@type"} | dict(sorted((PREFIXES | terms).items()))
