"""Where on the server an IRI of the graph has its page, and what an address stands for."""

from __future__ import annotations

from urllib.parse import quote

from kg.vocabulary.namespaces import XB, XBA, XBE, XBO, XBR, XBS, XBU, XBV

__all__ = ["KINDS", "address_of", "iri_of", "kind_of"]

# The longest namespace first: articles and statements live below the things.
_SPACES = ((XBA, "article"), (XBS, "statement"), (XBO, "observation"), (XBE, "evidence"), (XBV, "event"))
KINDS = (*(kind for _, kind in _SPACES), "thing", "term", "unit")
_ROOTS = ((XBR, "/id/"), (XB, "/ontology/"), (XBU, "/unit/"))
_SAFE = "/-._~!$&'()*+,;=:@"


def kind_of(iri: str) -> str | None:
    """What an IRI names by its namespace: one of :data:`KINDS`; None where it is none of the graph's own."""
    for space, kind in (*_SPACES, (XBR, "thing"), (XB, "term"), (XBU, "unit")):
        if iri.startswith(space) and len(iri) > len(space):
            return kind
    return None


def address_of(iri: str) -> str | None:
    """The path of the page of an IRI; None where it has none here.

    >>> address_of("https://w3id.org/alibaba-xborder/ontology#partOf")
    '/ontology/partOf'
    """
    for space, root in _ROOTS:
        if iri.startswith(space) and len(iri) > len(space):
            return root + quote(iri[len(space) :], safe=_SAFE)
    return None


def iri_of(path: str) -> str | None:
    """The IRI whose page stands at a (decoded) path; None for a path of another kind.

    >>> iri_of("/id/statement/5f2c")
    'https://w3id.org/alibaba-xborder/id/statement/5f2c'
    """
    for space, root in _ROOTS:
        if path.startswith(root) and len(path) > len(root):
            return space + path[len(root) :]
    return None
