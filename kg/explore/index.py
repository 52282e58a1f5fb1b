"""All of a graph that a page shows, read in one pass: tens of thousands of facts in a second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kg.explore.facts import QUALIFIERS
from kg.graph import GraphView
from kg.vocabulary import TOP_TYPES
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBR, XBU

__all__ = ["Fact", "GraphIndex"]

_RDF, _RDFS, _SKOS, _DCTERMS = (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "skos", "dcterms"))
_FACTS = {XB + "Statement": True, XB + "Observation": False}
# What says the same from the other end, or nothing that a page shows.
_SKIPPED = frozenset(XB + name for name in ("hasStatement", "hasObservation", "mentions", "tells", "sha256"))
_PLAIN_QUALIFIERS = frozenset({"bound", "amountUnit"})


@dataclass(frozen=True)
class Fact:
    """A statement or an observation, its ends as IRIs.

    Attributes:
        iri: its node.
        relation: whether it is a statement.
        subject: what it is about; None where the article names nothing.
        term: local name of the predicate or metric.
        object: the thing at its other end, of a statement.
        text: the text at its other end, or the value of an observation.
        time: in the fact model's format.
        start, end: the days that bound the time, ISO 8601; None where it is open.
        modality: local name.
        negated: whether the text denies it.
        evidence: nodes of its sentences, the clearest first.
        qualifiers: (name, value) in the order of the fact model.
    """

    iri: str
    relation: bool
    subject: str | None
    term: str
    object: str | None
    text: str | None
    time: str | None
    start: str | None
    end: str | None
    modality: str
    negated: bool
    evidence: tuple[str, ...]
    qualifiers: tuple[tuple[str, str], ...]

    @property
    def ends(self) -> tuple[str, ...]:
        """The things that it joins or is about."""
        return tuple(end for end in (self.subject, self.object) if end)


class GraphIndex:
    """The default graph by subject and predicate, and its facts."""

    def __init__(self, graph: GraphView) -> None:
        found: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        for triple in graph.triples():
            predicate = triple.predicate.value
            if predicate not in _SKIPPED and isinstance(triple.subject, ox.NamedNode):
                term = triple.object
                language = (term.language or "") if isinstance(term, ox.Literal) else ""
                value = term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
                found[triple.subject.value][predicate].append((value, language))
        self._found = found

    def all(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, IRIs and literals alike, sorted."""
        found = self._found[subject].get(predicate) if subject in self._found else None
        if not found:
            return []
        return [found[0][0]] if len(found) == 1 else sorted(value for value, _ in found)

    def one(self, subject: str, predicate: str) -> str | None:
        """The first of :meth:`all`."""
        found = self.all(subject, predicate)
        return found[0] if found else None

    def tagged(self, subject: str, predicate: str) -> list[tuple[str, str]]:
        """The values of a property with their language tags in lower case, sorted."""
        return sorted(self._found[subject].get(predicate, ())) if subject in self._found else []

    @cached_property
    def things(self) -> dict[str, tuple[str, ...]]:
        """All things of a top type with the local names of their classes, the top type first."""
        tops = frozenset(TOP_TYPES)
        found = {}
        for subject in sorted(self._found):
            kinds = {kind.removeprefix(XB) for kind in self.all(subject, _RDF + "type") if kind.startswith(XB)}
            if kinds & tops:
                found[subject] = tuple(sorted(kinds, key=lambda kind: (kind not in tops, kind)))
        return found

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """All facts by node, sorted."""
        found = {}
        for subject in sorted(self._found):
            for kind in self.all(subject, _RDF + "type"):
                if kind in _FACTS:
                    found[subject] = self._fact(subject, _FACTS[kind])
        return found

    def _fact(self, iri: str, relation: bool) -> Fact:
        def one(name: str) -> str | None:
            return self.one(iri, XB + name)

        return Fact(
            iri=iri,
            relation=relation,
            subject=one("subject" if relation else "about"),
            term=(one("predicate" if relation else "metric") or "").removeprefix(XB),
            object=one("object") if relation else None,
            text=one("objectText" if relation else "value"),
            time=one("time" if relation else "period"),
            start=one("timeStart"),
            end=one("timeEnd"),
            modality=(one("modality") or "asserted").removeprefix(XB),
            negated=one("negated") == "true",
            evidence=(*self.all(iri, XB + "evidence"), *self.all(iri, XB + "alsoIn")),
            qualifiers=tuple(self._qualifiers(iri)),
        )

    def _qualifiers(self, iri: str) -> Iterator[tuple[str, str]]:
        own = self._found[iri]
        for name in (*QUALIFIERS, "amountUnit"):
            for value, _ in sorted(own.get(XB + name, ())):
                if value != "false":
                    plain = name in _PLAIN_QUALIFIERS
                    yield name, value.removeprefix(XBU).removeprefix(XB) if plain else value

    def article_of(self, evidence: str) -> str | None:
        """The article that a sentence stands in."""
        return self.one(evidence, XB + "article")

    def articles_of(self, fact: Fact) -> set[str]:
        """The articles that state a fact."""
        return {article for article in map(self.article_of, fact.evidence) if article}

    @cached_property
    def articles(self) -> list[str]:
        """All articles, sorted by date and IRI."""
        found = {subject for subject in self._found if XB + "Article" in self.all(subject, _RDF + "type")}
        found |= {article for fact in self.facts.values() for article in self.articles_of(fact)}
        return sorted(found, key=lambda iri: (self.issued(iri) or "9999", iri))

    def issued(self, article: str) -> str | None:
        """The date of an article, as far as it is known."""
        return self.one(article, _DCTERMS + "issued")

    def title(self, article: str) -> str:
        """The title of an article, else its id."""
        return self.one(article, _DCTERMS + "title") or article.removeprefix(XBA)

    def publisher(self, article: str) -> str | None:
        """Who published an article: the name of the outlet, else the byline."""
        outlets = self.all(article, _DCTERMS + "publisher")
        if outlets:
            return self.name(outlets[0])[0]
        return self.one(article, XB + "byline")

    def name(self, thing: str) -> tuple[str, str | None]:
        """The Chinese (else any) and the English name of a thing."""
        preferred = self.tagged(thing, _SKOS + "prefLabel")
        chinese = [name for name, language in preferred if language == "zh-hans"]
        chinese += [name for name, language in preferred if language.startswith("zh")]
        chinese += [name for name, language in self.tagged(thing, _SKOS + "altLabel") if language.startswith("zh")]
        english = [name for name, language in preferred if language.startswith("en")]
        anything = [name for name, _ in preferred] + self.all(thing, _RDFS + "label") + [thing.removeprefix(XBR)]
        first = (chinese or anything)[0]
        return first, next((name for name in english if name != first), None)

    def names(self, thing: str) -> list[tuple[str, str]]:
        """All names of a thing with their language tags, the preferred ones first."""
        found = [*self.tagged(thing, _SKOS + "prefLabel"), *self.tagged(thing, _SKOS + "altLabel")]
        return found + [pair for pair in self.tagged(thing, _RDFS + "label") if pair[0] not in dict(found)]
