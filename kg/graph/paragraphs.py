"""Lines of N-Triples, and the paragraphs in which every readable format writes them.

Formats are written from sorted lines of N-Triples (RDF 1.1 N-Triples §2, as Oxigraph serialises them), split at their
blanks: no Python object a term. A paragraph is a subject with all that is said of it. Their order is things first, then
article by article its node, statements, observations, occurrences and evidence, each in the order of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

import pyoxigraph as ox

from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBE, XBO, XBS, XBV

__all__ = [
    "Paragraph",
    "Rows",
    "Subjects",
    "canonical_language",
    "literal_parts",
    "ntriples_lines",
    "ordered_subjects",
    "paragraphs",
    "with_canonical_language",
]

_Range = tuple[int, int]
Rows = list[tuple[bytes, list[bytes]]]
Paragraph = tuple[bytes, Rows]

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


def _ranges(lines: Sequence[bytes]) -> dict[bytes, _Range]:
    """Where the lines of each subject stand among sorted lines: first, behind the last."""
    found: dict[bytes, _Range] = {}
    at, count = 0, len(lines)
    while at < count:
        start, line = at, lines[at]
        opening = line[: line.index(b" ") + 1]
        at += 1
        while at < count and lines[at].startswith(opening):
            at += 1
        found[opening[:-1]] = start, at
    return found


class _RowOrder(dict[tuple[bytes, ...], list[int]]):
    """In which order predicates are written, worked out once for every set of them."""

    def __missing__(self, predicates: tuple[bytes, ...]) -> list[int]:
        ranked = sorted((_RANK.get(one, _OTHER), one, at) for at, one in enumerate(predicates))
        order = self[predicates] = [at for _, _, at in ranked]
        return order


class Subjects:
    """What sorted lines (:func:`ntriples_lines`) say, by subject; only the lines themselves are kept in memory."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines
        self._orders = _RowOrder()
        self.ranges = _ranges(lines)

    def rows(self, subject: bytes) -> Rows:
        """What is said of a subject: its predicates in the order for readers, each with its sorted objects."""
        start, end = self.ranges[subject]
        skipped, last = len(subject) + 1, b""
        names: list[bytes] = []
        rows: Rows = []
        objects: list[bytes] = []
        for line in self._lines[start:end]:
            predicate, obj = line[skipped:-2].split(b" ", 1)
            if predicate != last:
                last, objects = predicate, []
                names.append(predicate)
                rows.append((predicate, objects))
            objects.append(obj)
        return [rows[at] for at in self._orders[tuple(names)]]

    def objects(self, subject: bytes, predicate: bytes) -> Iterator[bytes]:
        """What is said of a subject by a predicate."""
        start, end = self.ranges[subject]
        opening = b"%s %s " % (subject, predicate)
        at = bisect_left(self._lines, opening, start, end)
        while at < end and self._lines[at].startswith(opening):
            yield self._lines[at][len(opening) : -2]
            at += 1

    def of_evidence(self, subject: bytes) -> tuple[bytes, int]:
        """Article and offset of an evidence."""
        digits = next(self.objects(subject, _START), b'"0"').split(b'"')[1]
        return next(self.objects(subject, _ARTICLE), b""), int(digits) if digits.isdigit() else 0


def ordered_subjects(places: Subjects) -> list[bytes]:
    """Subjects in the order of the file: things, then each article's nodes in the order of its text."""
    where: dict[bytes, tuple[bytes, int]] = {}
    kinds = {subject: _KINDS.get(subject[1 : subject.rfind(b"/") + 1], -1) for subject in places.ranges}
    for subject, kind in kinds.items():
        if kind == 4:
            where[subject] = places.of_evidence(subject)
    for subject, kind in kinds.items():
        if kind in (1, 2):
            at = next((where[o] for o in places.objects(subject, _EVIDENCE) if o in where), (b"", 0))
            where[subject] = at
            for told in places.objects(subject, _TELLS):
                where[told] = min(where.get(told, at), at)

    def key(subject: bytes) -> tuple[bytes, int, int, bytes]:
        kind = kinds[subject]
        if kind == -1:
            return b"", -1, 0, subject.rstrip(b">")  # a name before its longer ones
        article, start = (subject, 0) if kind == 0 else where.get(subject, (b"", 0))
        return article, kind, start, subject

    return sorted(kinds, key=key)


def paragraphs(lines: Sequence[bytes]) -> Iterator[Paragraph]:
    """Sorted lines (:func:`ntriples_lines`) as paragraphs: a subject, and its predicates with their sorted objects.

    Terms are in the spelling of N-Triples.
    """
    subjects = Subjects(lines)
    for subject in ordered_subjects(subjects):
        yield subject, subjects.rows(subject)
