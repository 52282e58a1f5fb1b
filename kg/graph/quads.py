"""The facts of an article as the quads of its graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pyoxigraph as ox

from kg.graph.names import labels_of, publisher_entity, thing_triples
from kg.graph.occurrences import occurrence_triples
from kg.graph.statements import observation_nodes, observation_triples, statement_nodes, statement_triples
from kg.graph.terms import article_iri, published, tagged, term, text, thing_iri, web_iri
from kg.model import Article, ArticleFacts, Entity, Observation, Relation

__all__ = ["article_quads"]


def _ends(fact: Relation | Observation) -> Iterator[Entity]:
    """The things that a fact names."""
    named = [fact.subject, fact.attributed_to, fact.qualifiers.place, fact.qualifiers.joint_with]
    if isinstance(fact, Relation):
        named.append(fact.object)
    yield from (entity for entity in named if entity is not None)


def _mentioned(facts: ArticleFacts) -> dict[str, Entity]:
    """Every named thing of the article by slug, each with all its forms."""
    found: dict[str, Entity] = {}
    in_relations = (entity for relation in facts.relations for entity in _ends(relation))
    in_observations = (entity for one in facts.observations for entity in _ends(one))
    for entity in (*facts.entities, *in_relations, *in_observations):
        known = found.get(entity.slug)
        if known is None:
            found[entity.slug] = entity
        elif set(entity.aliases) - set(known.aliases):
            found[entity.slug] = replace(known, aliases=tuple(dict.fromkeys((*known.aliases, *entity.aliases))))
    return found


def _article(article: Article, mentioned: Iterable[str], publisher: Entity | None) -> Iterator[ox.Triple]:
    """The article's own node, and its publisher."""
    node = article_iri(article.id)
    yield ox.Triple(node, term("rdf:type"), term("xb:Article"))
    yield ox.Triple(node, term("xb:sha256"), text(article.sha256))
    if article.title:
        yield ox.Triple(node, term("dcterms:title"), tagged(article.title, f"zh-{article.script}"))
    if article.published:
        yield ox.Triple(node, term("dcterms:issued"), published(article.published))
    if article.author:
        yield ox.Triple(node, term("xb:byline"), text(article.author))
    source = web_iri(article.source) if article.source else None
    if source is not None:
        yield ox.Triple(node, term("dcterms:source"), source)
    if article.publisher:
        publisher = publisher or publisher_entity(article.publisher)
        yield ox.Triple(node, term("dcterms:publisher"), thing_iri(publisher.slug))
        yield from thing_triples(publisher, article.script)
    for slug in mentioned:
        yield ox.Triple(node, term("xb:mentions"), thing_iri(slug))


def _facts(facts: ArticleFacts) -> Iterator[ox.Triple]:
    node, script = article_iri(facts.article.id), facts.article.script
    told = []
    for statement, same in statement_nodes(node, facts.relations).items():
        yield from statement_triples(node, (statement, same[0]), same, script)
        told.append((statement, same[0]))
    yield from occurrence_triples(node, told, labels_of)
    for observation, figures in observation_nodes(node, facts.observations).items():
        yield from observation_triples(node, observation, figures, script)


def article_quads(facts: ArticleFacts, publisher: Entity | None = None) -> list[ox.Quad]:
    """What an article states, in the graph that the article names, sorted; the same facts give the same quads.

    The names and types of the things that it mentions, of its publisher, and of the places that those lie in stand in
    the same graph, so that nothing in it dangles.

    Args:
        facts: what it states.
        publisher: its outlet as a thing, where that is not what the outlet's name says.
    """
    mentioned = _mentioned(facts)
    graph = article_iri(facts.article.id)
    triples = set(_article(facts.article, mentioned, publisher))
    for entity in mentioned.values():
        triples.update(thing_triples(entity, facts.article.script))
    triples.update(_facts(facts))
    return sorted((ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples), key=str)
