"""Finding things, articles and terms of the ontology by any name: either script, pinyin, initials, English, a part."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import GraphView
from kg.model import fold
from kg.query import short_name
from kg.vocabulary import TOP_TYPES, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBU

__all__ = ["Find", "NameIndex"]

_LABELS = tuple(
    ox.NamedNode(PREFIXES[prefix] + name)
    for prefix, name in (("skos", "prefLabel"), ("skos", "altLabel"), ("rdfs", "label"))
)
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_TITLE = ox.NamedNode(PREFIXES["dcterms"] + "title")
_MENTIONS = ox.NamedNode(XB + "mentions")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
_LATIN = re.compile(r"[a-z0-9]+")
_LONGEST = 200


@dataclass(frozen=True)
class Find:
    """Something found by one of its names.

    Attributes:
        iri: what it is.
        name: the name by which it was found.
        kind: ``thing``, ``article`` or ``term``.
    """

    iri: str
    name: str
    kind: str


@dataclass(frozen=True)
class _Entry:
    folded: str
    name: str
    iri: str
    kind: str
    weight: int


def _spelt(name: str) -> tuple[str, str]:
    """The pinyin of a name without tones, run together, and its initials: ``sutong`` and ``st``."""
    from pypinyin import lazy_pinyin  # a large dictionary: loaded where letters are searched for

    syllables = lazy_pinyin(name)
    return "".join(syllables).lower(), "".join(one[:1] for one in syllables).lower()


def _things(graph: GraphView) -> Iterator[_Entry]:
    tops = [ox.NamedNode(XB + top) for top in TOP_TYPES]
    things = {triple.subject for top in tops for triple in graph.triples(None, _TYPE, top)}
    weights = Counter(triple.object for triple in graph.triples(None, _MENTIONS))
    seen = set()
    for label in _LABELS:
        for triple in graph.triples(None, label):
            name = str(getattr(triple.object, "value", ""))
            key = triple.subject, name
            if triple.subject in things and key not in seen and isinstance(triple.subject, ox.NamedNode):
                seen.add(key)
                yield _Entry(fold(name) or name, name, triple.subject.value, "thing", weights[triple.subject])


def _articles(graph: GraphView) -> Iterator[_Entry]:
    for triple in graph.triples(None, _TYPE, ox.NamedNode(XB + "Article")):
        if isinstance(triple.subject, ox.NamedNode):
            for title in graph.objects(triple.subject, _TITLE):
                name = str(getattr(title, "value", ""))
                yield _Entry(fold(name) or name, name, triple.subject.value, "article", 0)


def _terms() -> Iterator[_Entry]:
    known = vocabulary()
    for space, terms in ((XB, known.classes), (XB, known.predicates), (XB, known.metrics), (XBU, known.units)):
        for local, term in terms.items():
            for name in dict.fromkeys((term.zh, term.en, local)):
                yield _Entry(fold(name) or name, name, space + local, "term", 0)


class NameIndex:
    """The names of a graph, read when they are first asked for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[_Entry] | None = None
        self._pinyin: list[tuple[str, str]] | None = None

    def _names(self, graph: GraphView) -> list[_Entry]:
        with self._lock:
            if self._entries is None:
                found = [*_things(graph), *_articles(graph), *_terms()]
                self._entries = sorted(found, key=lambda one: (one.iri, one.name))
            return self._entries

    def _spelling(self, entries: list[_Entry]) -> list[tuple[str, str]]:
        with self._lock:
            if self._pinyin is None:
                self._pinyin = [_spelt(one.folded) if _HAN.search(one.folded) else ("", "") for one in entries]
            return self._pinyin

    def find(self, graph: GraphView, words: str, most: int = 20, kind: str | None = None) -> list[Find]:
        """What bears a name like `words`, the likest and most mentioned first.

        Args:
            graph: where to look.
            words: a name or part of one, in any script, case and spacing; its pinyin or initials; or a prefixed name.
            most: so many at most.
            kind: ``thing``, ``article`` or ``term`` alone.
        """
        words = words[:_LONGEST].strip()
        wanted = fold(words) or words
        if not wanted:
            return []
        entries = self._names(graph)
        latin = _LATIN.fullmatch(wanted) is not None
        pinyin = self._spelling(entries) if latin and len(wanted) > 1 else None
        local = words.partition(":")[2] if ":" in words else ""
        best: dict[str, tuple[tuple[int, int, int, str, str], _Entry]] = {}
        for index, entry in enumerate(entries):
            if kind is not None and entry.kind != kind:
                continue
            rank = _rank(wanted, entry.folded, pinyin[index] if pinyin else None)
            if local and short_name(entry.iri) == words:
                rank = 0
            if rank is None:
                continue
            key = (rank, -entry.weight, len(entry.folded), entry.iri, entry.name)
            if entry.iri not in best or key < best[entry.iri][0]:
                best[entry.iri] = key, entry
        ranked = sorted(best.values(), key=lambda pair: pair[0])[:most]
        return [Find(entry.iri, entry.name, entry.kind) for _, entry in ranked]


def _rank(wanted: str, folded: str, pinyin: tuple[str, str] | None) -> int | None:
    """How well a name fits: 0 wholly, … 7 barely; None not at all."""
    spelt, initials = pinyin if pinyin and pinyin[0] else ("", "")
    fits = (
        wanted == folded,
        folded.startswith(wanted),
        wanted == spelt,
        wanted == initials,
        spelt.startswith(wanted),
        wanted in folded,
        initials.startswith(wanted),
        len(wanted) > 2 and wanted in spelt,
    )
    return next((rank for rank, fit in enumerate(fits) if fit), None)
