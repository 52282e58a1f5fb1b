"""Facts of users' own as RDF: the shape of an article's facts, with ``prov:wasDerivedFrom`` in place of evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from kg.graph.findings import Finding
from kg.graph.names import thing_triples
from kg.graph.shapes import Check, Shape, shapes
from kg.graph.statements import observation_nodes, observation_triples, statement_nodes, statement_triples
from kg.graph.terms import boolean, statement_iri, term, text
from kg.graph.validation import validate_graph
from kg.graph.view import GraphView
from kg.model import Entity, Observation, Relation
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XB, XBA, XBE, content_id

__all__ = ["DERIVED_FROM", "import_findings", "imported_triples", "lifted_triples", "source_triples"]

DERIVED_FROM = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
_EVIDENCE = (term("xb:evidence"), term("xb:alsoIn"))
_Fact = Relation | Observation


def imported_triples(
    source: ox.NamedNode, facts: Sequence[tuple[_Fact, ox.NamedNode]], things: Iterable[Entity]
) -> set[ox.Triple]:
    """Facts of a source as triples.

    Args:
        source: the source's graph.
        facts: each fact with what it is derived from; the words of its evidence have no part in it.
        things: the things that they name.
    """
    found: set[ox.Triple] = set()
    for entity in things:
        found.update(thing_triples(entity, "Hans"))
    origins = {id(fact): origin for fact, origin in facts}
    statements = statement_nodes(source, [fact for fact, _ in facts if isinstance(fact, Relation)])
    for node, same in statements.items():
        found.update(_derived(statement_triples(source, (node, same[0]), same, "Hans"), node, same, origins))
    observations = observation_nodes(source, [fact for fact, _ in facts if isinstance(fact, Observation)])
    for node, figures in observations.items():
        found.update(_derived(observation_triples(source, node, figures, "Hans"), node, figures, origins))
    return found


def _derived(
    triples: Iterable[ox.Triple], node: ox.NamedNode, same: Sequence[_Fact], origins: dict[int, ox.NamedNode]
) -> Iterator[ox.Triple]:
    for triple in triples:
        subject = triple.subject
        evidence = isinstance(subject, ox.NamedNode) and subject.value.startswith(XBE)
        if not evidence and triple.predicate not in _EVIDENCE:
            yield triple
    for fact in same:
        yield ox.Triple(node, DERIVED_FROM, origins[id(fact)])


def lifted_triples(source: ox.NamedNode, origin: ox.NamedNode, triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Triples of users' own RDF with what the graph's shape asks for besides.

    A plain triple of a relation without a statement gets one; a claim that is derived from nothing is derived from
    `origin`. Blank nodes get IRIs within the source.

    Args:
        source: the source's graph.
        origin: where the triples come from.
        triples: the triples.

    Raises:
        ValueError: one speaks for an article, which users' own facts cannot.
    """
    known = {_named(source, triple) for triple in triples}
    for triple in known:
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith((XBA, XBE)):
            raise ValueError(f"{triple.subject} is an article's: facts of your own cannot speak for it")
    said = {(t.subject, t.predicate): t.object for t in known}
    stated = {
        (said.get((t.subject, term("xb:subject"))), t.object, said.get((t.subject, term("xb:object"))))
        for t in known
        if t.predicate == term("xb:predicate")
    }
    found = set(known)
    for triple in known:
        name = triple.predicate.value.removeprefix(XB)
        if name in vocabulary().predicates and (triple.subject, triple.predicate, triple.object) not in stated:
            back = (triple.object, triple.predicate, triple.subject)
            if vocabulary().predicates[name].symmetric and (back in stated or _later(triple, known)):
                continue
            found.update(_statement(source, triple))
    claims = {t.subject for t in found if t.predicate == term("rdf:type") and t.object in _CLAIMS}
    derived = {t.subject for t in found if t.predicate == DERIVED_FROM}
    found.update(ox.Triple(one, DERIVED_FROM, origin) for one in claims - derived)
    ends = (term("xb:subject"), term("xb:object"))
    reached = [(t.object, t.subject) for t in found if t.predicate in ends and isinstance(t.object, ox.NamedNode)]
    found.update(ox.Triple(end, term("xb:hasStatement"), statement) for end, statement in reached)
    return found


_CLAIMS = (term("xb:Statement"), term("xb:Observation"))


def _later(triple: ox.Triple, known: set[ox.Triple]) -> bool:
    """Whether the same symmetric relation also stands the other way round, by which it gets its statement."""
    if not isinstance(triple.object, ox.NamedNode):
        return False
    back = ox.Triple(triple.object, triple.predicate, triple.subject)
    return back in known and str(triple.object) < str(triple.subject)


def _statement(source: ox.NamedNode, triple: ox.Triple) -> Iterator[ox.Triple]:
    """The statement of a plain triple; both ends name it, and of a symmetric relation both orders stand."""
    node = statement_iri(content_id(source.value, str(triple.subject), triple.predicate.value, str(triple.object)))
    yield ox.Triple(node, term("rdf:type"), term("xb:Statement"))
    yield ox.Triple(node, term("xb:subject"), triple.subject)
    yield ox.Triple(node, term("xb:predicate"), triple.predicate)
    yield ox.Triple(node, term("xb:object"), triple.object)
    yield ox.Triple(node, term("xb:modality"), term("xb:asserted"))
    yield ox.Triple(node, term("xb:negated"), boolean(False))
    for end in (triple.subject, triple.object):
        if isinstance(end, ox.NamedNode):
            yield ox.Triple(end, term("xb:hasStatement"), node)
    if vocabulary().predicates[triple.predicate.value.removeprefix(XB)].symmetric and isinstance(
        triple.object, ox.NamedNode
    ):
        yield ox.Triple(triple.object, triple.predicate, triple.subject)


def _named(source: ox.NamedNode, triple: ox.Triple) -> ox.Triple:
    subject, obj = (
        ox.NamedNode(f"{source.value}/node-{one.value}") if isinstance(one, ox.BlankNode) else one
        for one in (triple.subject, triple.object)
    )
    return ox.Triple(subject, triple.predicate, obj)  # type: ignore[arg-type]


def _adapted(shape: Shape) -> Shape:
    """A shape for imports: where articles have evidence, they are derived from something."""
    properties = tuple(
        replace(
            part,
            path=((DERIVED_FROM, False),),
            checks=(Check("minCount", (ox.Literal("1", datatype=term("xsd:integer")),)), Check("nodeKind", (_IRI,))),
            message={
                "en": "A claim of your own says what it is derived from.",
                "zh": "自有说法须说明其来源。",
            },
            remedy={"en": "Give prov:wasDerivedFrom.", "zh": "给出 prov:wasDerivedFrom。"},
        )
        if part.path == ((term("xb:evidence"), False),)
        else part
        for part in shape.properties
    )
    return replace(shape, properties=properties)


_IRI = ox.NamedNode("http://www.w3.org/ns/shacl#IRI")


def import_findings(triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    """What of a source does not have the graph's shapes, with ``prov:wasDerivedFrom`` in place of evidence."""
    store = ox.Store()
    store.extend(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    yield from validate_graph(GraphView(store, None, False), [_adapted(one) for one in shapes()])


def source_triples(source: ox.NamedNode, title: str, origin: ox.NamedNode) -> Iterator[ox.Triple]:
    """What is said of the source itself."""
    yield ox.Triple(source, term("rdf:type"), ox.NamedNode("http://www.w3.org/ns/prov#Entity"))
    yield ox.Triple(source, term("dcterms:title"), text(title))
    yield ox.Triple(source, DERIVED_FROM, origin)
