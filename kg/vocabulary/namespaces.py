"""Namespaces of the graph and the IRIs minted in them (design: stable, opaque where identity is content)."""

from __future__ import annotations

import hashlib
import re

__all__ = [
    "PREFIXES",
    "XB",
    "XBA",
    "XBE",
    "XBO",
    "XBR",
    "XBS",
    "XBU",
    "XBV",
    "compact_iri",
    "content_id",
    "mint_slug",
]

XB = "https://w3id.org/alibaba-xborder/ontology#"
XBU = "https://w3id.org/alibaba-xborder/unit#"
XBR = "https://w3id.org/alibaba-xborder/id/"
XBA = XBR + "article/"
XBS = XBR + "statement/"
XBO = XBR + "observation/"
XBE = XBR + "evidence/"
XBV = XBR + "event/"

PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xb": XB,
    "xba": XBA,
    "xbe": XBE,
    "xbo": XBO,
    "xbr": XBR,
    "xbs": XBS,
    "xbu": XBU,
    "xbv": XBV,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def compact_iri(iri: str) -> tuple[str, str] | None:
    """An IRI as prefix and local name; None where no prefix covers it or nothing is left for a name.

    >>> compact_iri("https://w3id.org/alibaba-xborder/id/article/001")
    ('xba', '001')
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = _PREFIX_OF.get(iri[:cut])
    return (prefix, iri[cut:]) if prefix and cut < len(iri) else None


_ESCAPES = str.maketrans({"\x00": "\\0", "\x1f": "\\1", "\\": "\\\\"})  # for what separates parts and stands for None


def content_id(*parts: str | None, digits: int = 16) -> str:
    """The first hex `digits` of the SHA-256 of `parts`, unambiguous for any strings (None differs from "").

    >>> content_id("a", "b") == content_id("ab")
    False
    """
    text = "\x1f".join("\x00" if part is None else part.translate(_ESCAPES) for part in parts)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:digits]


def mint_slug(entity_type: str, name: str) -> str:
    """The local name of a thing that no lexicon holds: Latin letters or pinyin, ``-``, six hex digits.

    Args:
        entity_type: one of the six top types.
        name: the canonical name in simplified Chinese, or Latin.

    >>> mint_slug("Person", "孙兴")[:9]
    'sun-xing-'
    """
    from pypinyin import lazy_pinyin  # a large dictionary: loaded where a name needs it

    syllables = "-".join(lazy_pinyin(name, errors=lambda rest: f" {rest} "))
    latin = re.sub(r"[^a-z0-9]+", "-", syllables.lower()).strip("-")[:48].strip("-")
    return f"{latin or 'x'}-{content_id(entity_type, name, digits=6)}"
