"""Lines of N-Triples, and the paragraphs in which every readable format writes them.

Formats are written from sorted lines of N-Triples (RDF 1.1 N-Triples §2, as Oxigraph serialises them), split at their
blanks: no Python object a term. A paragraph is a subject with all that is said of it. Their order is things first, then
article by article its node, statements, observations, occurrences and evidence, each in the order of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBE, XBO, XBS, XBV

__all__ = [
    "Paragraph",
    "canonical_language",
    "literal_parts",
    "ntriples_lines",
    "paragraphs",
    "with_canonical_language",
]

_Pair = tuple[bytes, bytes]
Paragraph = tuple[bytes, list[tuple[bytes, list[bytes]]]]

# Predicates in the order in which a reader wants them; all others stand, by name, where the star is.
_READING_ORDER = """
    rdf:type skos:prefLabel skos:altLabel rdfs:label skos:broader skos:exactMatch
    dcterms:title dcterms:issued dcterms:publisher xb:byline dcterms:source xb:sha256
    xb:subject xb:agent xb:predicate xb:object xb:objectText xb:affected
    xb:about xb:metric xb:value xb:valueText xb:unit
    xb:time xb:period xb:timeText xb:timeStart xb:timeEnd xb:modality xb:negated xb:attributedTo *
    xb:confidence xb:rule xb:evidence xb:alsoIn xb:tells
    xb:article xb:quote xb:text xb:start xb:end xb:mentions xb:hasStatement xb:hasObservation
"""
_ORDER = _READING_ORDER.split()
_OTHER = _ORDER.index("*")


def _token(name: str) -> bytes:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>".encode()


_RANK = {_token(name): rank for rank, name in enumerate(_ORDER) if name != "*"}
_KINDS = {XBA.encode(): 0, XBS.encode(): 1, XBO.encode(): 2, XBV.encode(): 3, XBE.encode(): 4}
_EVIDENCE, _ARTICLE, _START, _TELLS = (f"<{XB}{name}>".encode() for name in ("evidence", "article", "start", "tells"))
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def ntriples_lines(triples: Iterable[ox.Triple]) -> list[bytes]:
    """Triples as sorted lines of N-Triples without their line ends; each stands once."""
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return sorted({line for line in (data or b"").split(b"\n") if line})


def canonical_language(tag: str) -> str:
    """A language tag in the spelling of RFC 5646 §2.1.1; Oxigraph keeps tags in lower case.

    >>> canonical_language("zh-hans"), canonical_language("en-us")
    ('zh-Hans', 'en-US')
    """
    first, *rest = tag.lower().split("-")
    return "-".join([first, *(p.title() if len(p) == 4 else p.upper() if len(p) == 2 else p for p in rest)])


def with_canonical_language(line: bytes) -> bytes:
    """A line of N-Triples with the language tag of its object, if any, as :func:`canonical_language` spells it."""
    cut = line.rfind(b'"@') + 1
    if not cut or b'"' in line[cut:]:
        return line
    return line[: cut + 1] + canonical_language(line[cut + 1 : -2].decode()).encode() + b" ."


def literal_parts(token: bytes) -> tuple[str, str | None, str | None]:
    """A literal of N-Triples as its value, its language and its datatype IRI (None for a plain string)."""
    cut = token.rindex(b'"')
    value, rest = token[1:cut].decode(), token[cut + 1 :].decode()
    if "\\" in value:
        value = _ESCAPE.sub(_unescape, value)
    if rest.startswith("@"):
        return value, canonical_language(rest[1:]), None
    return value, None, rest[3:-1] or None


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def _grouped(lines: Iterable[bytes]) -> dict[bytes, list[_Pair]]:
    """Sorted lines as predicates and objects by subject, in the spelling of N-Triples."""
    found: dict[bytes, list[_Pair]] = defaultdict(list)
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        found[subject].append((predicate, rest[:-2]))
    return found


def _ordered(paragraphs: dict[bytes, list[_Pair]]) -> list[bytes]:
    """Subjects in the order of the file: things, then each article's nodes in the order of its text."""
    where: dict[bytes, tuple[bytes, int]] = {}
    kinds = {subject: _KINDS.get(subject[1 : subject.rfind(b"/") + 1], -1) for subject in paragraphs}
    for subject, kind in kinds.items():
        if kind == 4:
            known = dict(paragraphs[subject])
            digits = known.get(_START, b'"0"').split(b'"')[1]
            where[subject] = known.get(_ARTICLE, b""), int(digits) if digits.isdigit() else 0
    for subject, kind in kinds.items():
        if kind in (1, 2):
            pairs = paragraphs[subject]
            at = next((where[o] for p, o in pairs if p == _EVIDENCE and o in where), (b"", 0))
            where[subject] = at
            for p, o in pairs:
                if p == _TELLS:
                    where[o] = min(where.get(o, at), at)

    def key(subject: bytes) -> tuple[bytes, int, int, bytes]:
        kind = kinds[subject]
        if kind == -1:
            return b"", -1, 0, subject.rstrip(b">")  # a name before its longer ones
        article, start = (subject, 0) if kind == 0 else where.get(subject, (b"", 0))
        return article, kind, start, subject

    return sorted(paragraphs, key=key)


def paragraphs(lines: Iterable[bytes]) -> Iterator[Paragraph]:
    """Sorted lines (:func:`ntriples_lines`) as paragraphs: a subject, and its predicates with their sorted objects.

    Terms are in the spelling of N-Triples.
    """
    grouped = _grouped(lines)
    for subject in _ordered(grouped):
        rows: dict[bytes, list[bytes]] = {}
        for predicate, obj in grouped[subject]:
            if predicate in rows:
                rows[predicate].append(obj)
            else:
                rows[predicate] = [obj]
        yield subject, sorted(rows.items(), key=lambda row: (_RANK.get(row[0], _OTHER), row[0]))
