"""An article's facts as statements, observations and evidence (graph shape, "What an article says")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from kg.graph.occurrences import Told
from kg.graph.terms import (
    boolean,
    decimal,
    evidence_iri,
    number,
    observation_iri,
    statement_iri,
    tagged,
    term,
    text,
    thing_iri,
    time_bounds,
    unit_iri,
)
from kg.model import Entity, Evidence, Observation, Qualifiers, Relation, TimeSpan
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import content_id

__all__ = ["observation_nodes", "observation_triples", "statement_nodes", "statement_triples"]

_Fact = Relation | Observation
_Said = tuple[ox.NamedNode, ox.NamedNode | ox.Literal]

# Fields of Qualifiers whose name in the graph differs.
_RENAMED = {
    "also_given_as": "alsoGivenAs",
    "joint_with": "jointWith",
    "from_value": "from",
    "amount_unit": "amountUnit",
}
# What tells two figures of one thing apart beside metric, value, unit, time, negation and modality.
_DISTINGUISHING = ("place", "list", "label", "comparison", "per", "scope")


def _object(relation: Relation) -> ox.NamedNode | ox.Literal:
    return thing_iri(relation.object.slug) if relation.object else text(relation.object_text or "")


def _digest(article: ox.NamedNode, fact: _Fact, *parts: object) -> str:
    time = fact.time.value if fact.time else None
    strings = [None if part is None else str(part) for part in parts]
    return content_id(article.value, *strings, time, str(fact.negated).lower(), fact.modality)


def _relation_digest(article: ox.NamedNode, relation: Relation) -> str:
    subject = relation.subject and thing_iri(relation.subject.slug)
    return _digest(article, relation, subject, relation.predicate, _object(relation))


def _observation_digest(article: ox.NamedNode, one: Observation) -> str:
    kept = dict(one.qualifiers.items())
    apart = [kept.get(name) for name in _DISTINGUISHING]
    places = [part.slug if isinstance(part, Entity) else part for part in apart]
    value = number(one.value) if isinstance(one.value, Decimal) else one.value
    return _digest(article, one, thing_iri(one.subject.slug), one.metric, value, one.unit, *places)


def statement_nodes(article: ox.NamedNode, relations: Iterable[Relation]) -> dict[ox.NamedNode, list[Relation]]:
    """The relations of an article by their node; the same fact said twice is one node, what still holds first."""
    found: dict[ox.NamedNode, list[Relation]] = {}
    for relation in relations:
        found.setdefault(statement_iri(_relation_digest(article, relation)), []).append(relation)
    for same in found.values():
        same.sort(key=lambda one: one.qualifiers.former)
    return found


def observation_nodes(article: ox.NamedNode, ones: Iterable[Observation]) -> dict[ox.NamedNode, list[Observation]]:
    """The observations of an article by their node; the same figure given twice is one node."""
    found: dict[ox.NamedNode, list[Observation]] = {}
    for one in ones:
        found.setdefault(observation_iri(_observation_digest(article, one)), []).append(one)
    return found


def _qualifier(name: str, value: object, on_relation: bool) -> _Said:
    predicate = term(f"xb:{_RENAMED.get(name, name)}")
    if isinstance(value, Entity):
        return predicate, thing_iri(value.slug)
    if isinstance(value, TimeSpan):
        return predicate, text(value.value)
    if isinstance(value, bool):
        return predicate, boolean(value)
    if isinstance(value, Decimal):
        return predicate, text(format(value, "f")) if name == "from_value" and on_relation else decimal(value)
    if name == "bound":
        return predicate, term(f"xb:{value}")
    if name == "amount_unit":
        return predicate, unit_iri(str(value))
    return predicate, text(str(value))


def _qualified(qualifiers: Qualifiers, on_relation: bool) -> Iterator[_Said]:
    for name, value in qualifiers.items():
        yield _qualifier(name, value, on_relation)


def _common(fact: _Fact) -> Iterator[_Said]:
    """What statements and observations share."""
    on_relation = isinstance(fact, Relation)
    if fact.time is not None:
        yield term("xb:time" if on_relation else "xb:period"), text(fact.time.value)
        yield from time_bounds(fact.time)
    if fact.time_text is not None:
        yield term("xb:timeText"), text(fact.time_text)
    yield term("xb:modality"), term(f"xb:{fact.modality}")
    yield term("xb:negated"), boolean(fact.negated)
    if fact.attributed_to is not None:
        yield term("xb:attributedTo"), thing_iri(fact.attributed_to.slug)
    yield from _qualified(fact.qualifiers, on_relation)
    if fact.confidence is not None:
        yield term("xb:confidence"), decimal(fact.confidence)
    if fact.rule is not None:
        yield term("xb:rule"), text(fact.rule)


def _evidence_node(article: ox.NamedNode, evidence: Evidence) -> ox.NamedNode:
    return evidence_iri(content_id(article.value, str(evidence.start), str(evidence.end)))


def _evidence(article: ox.NamedNode, evidence: Evidence, script: str) -> Iterator[ox.Triple]:
    node = _evidence_node(article, evidence)
    language = f"zh-{script}"
    yield ox.Triple(node, term("rdf:type"), term("xb:Evidence"))
    yield ox.Triple(node, term("xb:article"), article)
    yield ox.Triple(node, term("xb:quote"), tagged(evidence.quote, language))
    if evidence.text != evidence.quote:
        yield ox.Triple(node, term("xb:text"), tagged(evidence.text, language))
    yield ox.Triple(node, term("xb:start"), number(Decimal(evidence.start)))
    yield ox.Triple(node, term("xb:end"), number(Decimal(evidence.end)))


def _node(
    article: ox.NamedNode, node: ox.NamedNode, own: Iterable[_Said], same: Iterable[_Fact], script: str
) -> Iterator[ox.Triple]:
    """A node with all that its facts say: the first one's words, and of the others what the first leaves open."""
    said = dict(own)
    proofs: dict[ox.NamedNode, Evidence] = {}
    for position, fact in enumerate(same):
        for predicate, value in _common(fact):
            if position == 0 or predicate != term("xb:former"):
                said.setdefault(predicate, value)
        for evidence in (fact.evidence, *fact.also_in):
            proofs.setdefault(_evidence_node(article, evidence), evidence)
    for predicate, value in said.items():
        yield ox.Triple(node, predicate, value)
    for position, (proof, evidence) in enumerate(proofs.items()):
        yield ox.Triple(node, term("xb:alsoIn" if position else "xb:evidence"), proof)
        yield from _evidence(article, evidence, script)


def statement_triples(article: ox.NamedNode, told: Told, same: list[Relation], script: str) -> Iterator[ox.Triple]:
    """One statement, its evidence, and the plain triple where it holds.

    Args:
        article: the article.
        told: the statement's node and its relation.
        same: that relation and whatever else of the article says the same.
        script: ``Hans`` or ``Hant``.
    """
    node, relation = told
    subject, predicate = relation.subject, term(f"xb:{relation.predicate}")
    own: list[_Said] = [(term("rdf:type"), term("xb:Statement")), (term("xb:predicate"), predicate)]
    own.append((term("xb:object" if relation.object else "xb:objectText"), _object(relation)))
    if subject is not None:
        own.append((term("xb:subject"), thing_iri(subject.slug)))
    yield from _node(article, node, own, same, script)
    for end in (subject, relation.object):
        if end is not None:
            yield ox.Triple(thing_iri(end.slug), term("xb:hasStatement"), node)
    if relation.is_plain and subject is not None and relation.object is not None:
        yield ox.Triple(thing_iri(subject.slug), predicate, thing_iri(relation.object.slug))
        if vocabulary().predicates[relation.predicate].symmetric:
            yield ox.Triple(thing_iri(relation.object.slug), predicate, thing_iri(subject.slug))


def observation_triples(
    article: ox.NamedNode, node: ox.NamedNode, same: list[Observation], script: str
) -> Iterator[ox.Triple]:
    """One observation and its evidence; arguments as for :func:`statement_triples`."""
    one = same[0]
    subject = thing_iri(one.subject.slug)
    own: list[_Said] = [
        (term("rdf:type"), term("xb:Observation")),
        (term("xb:about"), subject),
        (term("xb:metric"), term(f"xb:{one.metric}")),
        (term("xb:value"), number(one.value) if isinstance(one.value, Decimal) else text(one.value)),
        (term("xb:valueText"), text(one.value_text)),
    ]
    if one.unit is not None:
        own.append((term("xb:unit"), unit_iri(one.unit)))
    yield from _node(article, node, own, same, script)
    yield ox.Triple(subject, term("xb:hasObservation"), node)
