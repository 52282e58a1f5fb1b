"""Entity pages: everything that the graph says about a thing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.explore.facts import FactReader, Figure, Happening, Source, StatedRelation, Thing
from kg.explore.names import find_things
from kg.graph import GraphView
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBS

__all__ = ["EntityPage", "entity_page"]

_ABOUT_FACTS = ("subject", "object", "about", "attributedTo", "place", "jointWith", "agent", "affected", "mentions")
_OWN = ("hasStatement", "hasObservation")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True)
class EntityPage:
    """Everything that the graph says about one thing, each part in a fixed order.

    Attributes:
        thing: the thing itself.
        names: all its names with their language tags, the preferred ones first.
        outgoing: relations of which it is the subject.
        incoming: relations of which it is the object.
        figures: figures about it, by metric and time.
        happenings: occurrences that it takes part in or that take place in it.
        said: relations and figures for which the text gives it as the source.
        beside: relations and figures that name it in a qualifier (place, jointWith).
        further: other statements of the lexicon about it, as (predicate, value).
        articles: articles that mention it.
        published: articles that it published.
    """

    thing: Thing
    names: tuple[tuple[str, str], ...]
    outgoing: tuple[StatedRelation, ...]
    incoming: tuple[StatedRelation, ...]
    figures: tuple[Figure, ...]
    happenings: tuple[Happening, ...]
    said: tuple[StatedRelation | Figure, ...]
    beside: tuple[StatedRelation | Figure, ...]
    further: tuple[tuple[str, str], ...]
    articles: tuple[Source, ...]
    published: tuple[Source, ...]


def entity_page(graph: GraphView, name: str) -> list[EntityPage]:
    """The pages of all things of that name, by top type and IRI.

    Args:
        graph: where to look.
        name: any name in any script, case and spacing, or an IRI.

    Raises:
        NotFoundError: nothing has this name; offers the nearest names.
    """
    reader = FactReader(graph)
    pages = [_page(graph, reader, iri) for iri in find_things(graph, name)]
    return sorted(pages, key=lambda page: (page.thing.types, page.thing.iri))


def _page(graph: GraphView, reader: FactReader, iri: str) -> EntityPage:
    node = ox.NamedNode(iri)

    def having(predicate: str) -> list[str]:
        found = graph.triples(None, ox.NamedNode(predicate), node)
        return sorted({t.subject.value for t in found if isinstance(t.subject, ox.NamedNode)})

    def facts(*roles: str) -> tuple[StatedRelation | Figure, ...]:
        iris = sorted({fact for role in roles for fact in having(XB + role)})
        found = [_fact(graph, reader, fact) for fact in iris]
        return tuple(sorted((fact for fact in found if fact), key=_order))

    happenings = sorted({event for role in ("agent", "affected", "place") for event in having(XB + role)})
    outgoing = sorted((reader.relation(fact) for fact in having(XB + "subject")), key=_order)
    incoming = sorted((reader.relation(fact) for fact in having(XB + "object")), key=_order)
    return EntityPage(
        thing=reader.thing(iri),
        names=tuple((name, language) for name, language, _ in reader.names(iri)),
        outgoing=tuple(outgoing),
        incoming=tuple(incoming),
        figures=tuple(sorted((reader.figure(fact) for fact in having(XB + "about")), key=_order)),
        happenings=tuple(
            sorted(
                (reader.happening(event) for event in happenings if _is(graph, event, "Occurrence")),
                key=lambda one: (one.time or "9999", one.kind, one.iri),
            )
        ),
        said=facts("attributedTo"),
        beside=facts("place", "jointWith"),
        further=tuple(reader.further(iri, _covered())),
        articles=_articles(reader, having(XB + "mentions")),
        published=_articles(reader, having(PREFIXES["dcterms"] + "publisher")),
    )


def _is(graph: GraphView, iri: str, kind: str) -> bool:
    return any(graph.triples(ox.NamedNode(iri), _TYPE, ox.NamedNode(XB + kind)))


def _fact(graph: GraphView, reader: FactReader, iri: str) -> StatedRelation | Figure | None:
    if _is(graph, iri, "Observation"):
        return reader.figure(iri)
    return reader.relation(iri) if _is(graph, iri, "Statement") or iri.startswith(XBS) else None


def _order(fact: StatedRelation | Figure) -> tuple[str, ...]:
    """By predicate or metric, then time, then the other end; what has no time comes last."""
    if isinstance(fact, Figure):
        return "~" + fact.metric, fact.time or "9999", fact.value, fact.iri
    ends = [end.name if end else "" for end in (fact.subject, fact.object)]
    return fact.predicate, fact.time or "9999", *ends, fact.object_text or "", fact.iri


def _articles(reader: FactReader, iris: list[str]) -> tuple[Source, ...]:
    found = [reader.source(iri) for iri in iris]
    return tuple(sorted(found, key=lambda source: (source.issued or "9999", source.article)))


def _covered() -> Iterator[str]:
    """Predicates whose content the other parts of a page carry."""
    yield from (PREFIXES["skos"] + name for name in ("prefLabel", "altLabel"))
    yield from (PREFIXES["rdfs"] + "label", PREFIXES["rdf"] + "type", PREFIXES["dcterms"] + "publisher")
    yield from (XB + name for name in (*_ABOUT_FACTS, *_OWN, *vocabulary().predicates))
