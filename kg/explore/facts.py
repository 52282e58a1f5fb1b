"""What the graph says, read back from it as frozen values that a page, a terminal or JSON can show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.graph import GraphView
from kg.graph.families import original
from kg.graph.support import counted_support
from kg.vocabulary import TOP_TYPES
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBR, XBU

__all__ = ["FactReader", "Figure", "Happening", "Qualifier", "Quotation", "Source", "StatedRelation", "Thing"]

_SKOS, _RDFS, _RDF, _DCTERMS = (PREFIXES[prefix] for prefix in ("skos", "rdfs", "rdf", "dcterms"))

QUALIFIERS = (
    "role", "scope", "facility", "place", "jointWith", "amount", "from", "max", "bound", "approx", "former", "list",
    "per", "comparison", "alsoGivenAs", "until", "announced", "effective", "label",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Thing:
    """A named thing: IRI, Chinese name (else any), English name where known, types with the top type first."""

    iri: str
    name: str
    en: str | None = None
    types: tuple[str, ...] = ()


@dataclass(frozen=True, order=True)
class Source:
    """An article: id, title, publisher or byline, date and URL, as far as they are known.

    Attributes:
        copy_of: id of the article that it copies.
    """

    article: str
    title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    url: str | None = None
    copy_of: str | None = None

    @property
    def counted(self) -> str:
        """The id by which it counts where sources are counted: a copy and its original are one source."""
        return self.copy_of or self.article


@dataclass(frozen=True, order=True)
class Quotation:
    """A sentence of an article: as it reads, and where it stands in the file (code points, end exclusive)."""

    text: str
    start: int | None
    end: int | None
    source: Source


@dataclass(frozen=True, order=True)
class Qualifier:
    """A qualifier of a fact: its name in the fact model and its value; `thing` where the value is a thing."""

    name: str
    value: str
    thing: Thing | None = None


@dataclass(frozen=True)
class _Stated:
    """What statements and figures share.

    Attributes:
        sources: how many independent sources state it, as far as the graph holds counts.
        against: how many contradict it.
    """

    iri: str
    modality: str
    negated: bool
    time: str | None
    time_text: str | None
    attributed_to: Thing | None
    qualifiers: tuple[Qualifier, ...]
    quotations: tuple[Quotation, ...]
    rule: str | None
    confidence: str | None
    sources: int = field(default=1, kw_only=True)
    against: int = field(default=0, kw_only=True)


@dataclass(frozen=True)
class StatedRelation(_Stated):
    """One relation that an article states; `subject` is None where the article names none."""

    subject: Thing | None
    predicate: str
    object: Thing | None
    object_text: str | None


@dataclass(frozen=True)
class Figure(_Stated):
    """One figure that an article states; `time` is the period that it covers."""

    subject: Thing | None
    metric: str
    value: str
    value_text: str | None
    unit: str | None


@dataclass(frozen=True, order=True)
class Happening:
    """One occurrence that statements tell of."""

    iri: str
    kind: str
    label: str | None
    time: str | None
    modality: str | None
    agents: tuple[Thing, ...]
    affected: tuple[Thing, ...]
    place: tuple[Thing, ...]


class FactReader:
    """Reads facts from a graph, each thing and article once."""

    def __init__(self, graph: GraphView) -> None:
        self._graph = graph
        self._things: dict[str, Thing] = {}
        self._sources: dict[str, Source] = {}

    # ------------------------------------------------------------ terms
    def _all(self, subject: str, predicate: str) -> list[str]:
        found = self._graph.objects(ox.NamedNode(subject), ox.NamedNode(predicate))
        return [str(getattr(term, "value", term)) for term in found]

    def _one(self, subject: str, predicate: str) -> str | None:
        return self._graph.value(ox.NamedNode(subject), ox.NamedNode(predicate))

    def _nodes(self, subject: str, predicate: str) -> list[str]:
        found = self._graph.objects(ox.NamedNode(subject), ox.NamedNode(predicate))
        return [term.value for term in found if isinstance(term, ox.NamedNode)]

    def _linked(self, subject: str, predicate: str) -> tuple[Thing, ...]:
        return tuple(sorted(self.thing(iri) for iri in self._nodes(subject, predicate)))

    def names(self, iri: str) -> list[tuple[str, str, bool]]:
        """All names of a thing as (name, language tag, whether it is the preferred one), the preferred first."""
        node, found = ox.NamedNode(iri), {}
        for kind, preferred in (("altLabel", False), ("prefLabel", True)):
            for term in self._graph.objects(node, ox.NamedNode(_SKOS + kind)):
                if isinstance(term, ox.Literal):
                    found[term.value, _tag(term.language)] = preferred
        for term in self._graph.objects(node, ox.NamedNode(_RDFS + "label")):
            if isinstance(term, ox.Literal) and all(name != term.value for name, _ in found):
                found[term.value, _tag(term.language)] = False
        return sorted(
            ((name, language, preferred) for (name, language), preferred in found.items()),
            key=lambda row: (not row[2], not row[1].startswith("zh-Hans"), row[1], row[0]),
        )

    def types(self, iri: str) -> tuple[str, ...]:
        """Local names of the classes of a thing, its top type first."""
        local = {name.removeprefix(XB) for name in self._nodes(iri, _RDF + "type") if name.startswith(XB)}
        return tuple(sorted(local, key=lambda name: (name not in TOP_TYPES, name)))

    def thing(self, iri: str) -> Thing:
        """A thing with its names; one without a name goes by its IRI's last part."""
        if iri not in self._things:
            names = self.names(iri)
            chinese = [name for name, language, _ in names if language.startswith("zh")]
            english = [name for name, language, preferred in names if preferred and language.startswith("en")]
            first = chinese or [name for name, _, _ in names] or [iri.removeprefix(XBR)]
            en = english[0] if english and english[0] != first[0] else None
            self._things[iri] = Thing(iri, first[0], en, self.types(iri))
        return self._things[iri]

    def source(self, iri: str) -> Source:
        """What is known of an article."""
        if iri not in self._sources:
            publishers = [self.thing(node).name for node in self._nodes(iri, _DCTERMS + "publisher")]
            byline, first = self._one(iri, XB + "byline"), original(self._graph, iri)
            self._sources[iri] = Source(
                article=iri.removeprefix(XBA),
                title=self._one(iri, _DCTERMS + "title"),
                publisher=publishers[0] if publishers else byline,
                issued=self._one(iri, _DCTERMS + "issued"),
                url=self._one(iri, _DCTERMS + "source"),
                copy_of=None if first == iri else first.removeprefix(XBA),
            )
        return self._sources[iri]

    # ------------------------------------------------------------ facts
    def _quotations(self, iri: str) -> tuple[Quotation, ...]:
        """The clearest sentence first, then those by xb:alsoIn."""
        found = []
        for evidence in [*self._nodes(iri, XB + "evidence"), *self._nodes(iri, XB + "alsoIn")]:
            text = self._one(evidence, XB + "text") or self._one(evidence, XB + "quote") or ""
            article = self._nodes(evidence, XB + "article")
            start, end = (_whole(self._one(evidence, XB + bound)) for bound in ("start", "end"))
            found.append(Quotation(text, start, end, self.source(article[0]) if article else Source("")))
        return tuple(found)

    def _qualifiers(self, iri: str) -> tuple[Qualifier, ...]:
        found = []
        for name in QUALIFIERS:
            for term in self._graph.objects(ox.NamedNode(iri), ox.NamedNode(XB + name)):
                if not isinstance(term, ox.NamedNode):
                    value = str(getattr(term, "value", term))
                    unit = self._one(iri, XB + "amountUnit") if name == "amount" else None
                    if value != "false":
                        found.append(Qualifier(name, f"{value} {unit.removeprefix(XBU)}" if unit else value))
                elif term.value.startswith(XB):
                    found.append(Qualifier(name, term.value.removeprefix(XB)))
                else:
                    thing = self.thing(term.value)
                    found.append(Qualifier(name, thing.name, thing))
        return tuple(found)

    def _shared(self, iri: str, time: str) -> _Stated:
        speakers = self._linked(iri, XB + "attributedTo")
        counts = counted_support(self._graph, iri)
        return _Stated(
            iri=iri,
            modality=(self._one(iri, XB + "modality") or "asserted").removeprefix(XB),
            negated=self._one(iri, XB + "negated") == "true",
            time=self._one(iri, XB + time),
            time_text=self._one(iri, XB + "timeText"),
            attributed_to=speakers[0] if speakers else None,
            qualifiers=self._qualifiers(iri),
            quotations=self._quotations(iri),
            rule=self._one(iri, XB + "rule"),
            confidence=self._one(iri, XB + "confidence"),
            sources=counts.sources,
            against=counts.against,
        )

    def relation(self, iri: str) -> StatedRelation:
        """The statement `iri`."""
        subjects, objects = self._linked(iri, XB + "subject"), self._linked(iri, XB + "object")
        return StatedRelation(
            **vars(self._shared(iri, "time")),
            subject=subjects[0] if subjects else None,
            predicate=(self._one(iri, XB + "predicate") or "").removeprefix(XB),
            object=objects[0] if objects else None,
            object_text=self._one(iri, XB + "objectText"),
        )

    def figure(self, iri: str) -> Figure:
        """The observation `iri`."""
        subjects, unit = self._linked(iri, XB + "about"), self._one(iri, XB + "unit")
        return Figure(
            **vars(self._shared(iri, "period")),
            subject=subjects[0] if subjects else None,
            metric=(self._one(iri, XB + "metric") or "").removeprefix(XB),
            value=self._one(iri, XB + "value") or "",
            value_text=self._one(iri, XB + "valueText"),
            unit=unit.removeprefix(XBU) if unit else None,
        )

    def happening(self, iri: str) -> Happening:
        """The occurrence `iri`."""
        modality = self._one(iri, XB + "modality")
        kinds = [name for name in self.types(iri) if name != "Occurrence"]
        return Happening(
            iri=iri,
            kind=kinds[0] if kinds else "Occurrence",
            label=self._one(iri, _RDFS + "label"),
            time=self._one(iri, XB + "time"),
            modality=modality.removeprefix(XB) if modality else None,
            agents=self._linked(iri, XB + "agent"),
            affected=self._linked(iri, XB + "affected"),
            place=self._linked(iri, XB + "place"),
        )

    def further(self, iri: str, known: Iterable[str]) -> list[tuple[str, str]]:
        """Other triples of a thing in either direction, as (compact predicate, value); `known` predicates are left out.

        An incoming triple's predicate is written ``^skos:broader`` (as an inverse path of SPARQL 1.1, section 9.1).
        """
        node, skip = ox.NamedNode(iri), frozenset(known)
        found = set()
        for triple in self._graph.triples(node):
            if triple.predicate.value not in skip:
                found.add((_compact(triple.predicate.value), self._shown(triple.object)))
        for triple in self._graph.triples(None, None, node):
            if triple.predicate.value not in skip:
                found.add(("^" + _compact(triple.predicate.value), self._shown(triple.subject)))
        return sorted(found)

    def _shown(self, term: object) -> str:
        if isinstance(term, ox.NamedNode) and term.value.startswith(XBR) and self.types(term.value):
            return self.thing(term.value).name
        if isinstance(term, ox.NamedNode):
            return _compact(term.value)
        return str(getattr(term, "value", term))


def _tag(language: str | None) -> str:
    """A language tag in its usual case (RFC 5646, section 2.1.1); the store holds tags in lower case."""
    parts = (language or "").split("-")
    return "-".join([parts[0], *(part.title() if len(part) == 4 else part.upper() for part in parts[1:])])


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def _compact(iri: str) -> str:
    """The IRI with a prefix where one fits, the longest first."""
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
