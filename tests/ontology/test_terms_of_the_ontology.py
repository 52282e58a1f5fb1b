"""Terms, axioms and mappings (items 7 to 16), and the report rules that editors of ontologies know."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT
from rdflib.namespace import DCAT, DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SKOS, SOSA, TIME, VANN, VOID

from kg.lexicon import lexicon
from kg.vocabulary import TOP_TYPES, vocabulary
from kg.vocabulary.namespaces import XB, XBU
from ontology.files import FOLDER, ONTOLOGY, VS, local, own_terms, read, store

RULES = sorted((Path(__file__).parent / "rules").glob("*.rq"))
CLASSES = own_terms(OWL.Class)
PROPERTIES = own_terms(OWL.ObjectProperty, OWL.DatatypeProperty)
ANNOTATIONS = own_terms(OWL.AnnotationProperty)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_report_rules(path: Path) -> None:
    found = store().query(path.read_text(encoding="utf-8"))
    assert [str(row) for row in found] == []  # type: ignore[union-attr]


def test_every_term_says_where_it_belongs() -> None:
    graph = read()
    for term in own_terms():
        assert graph.value(term, RDFS.isDefinedBy) == ONTOLOGY, term
        assert graph.value(term, VS.term_status), term


def test_labels_are_clean() -> None:
    for _, text in read().subject_objects(SKOS.prefLabel):
        assert isinstance(text, rdflib.Literal)
        assert unicodedata.is_normalized("NFC", str(text))
        if text.language == "en":
            assert text.isascii(), text
        else:
            assert text.language == "zh-Hans"


def test_names_are_of_their_kind() -> None:
    for term in CLASSES:
        assert re.fullmatch("[A-Z][A-Za-z0-9]*", local(term)), term
    for term in PROPERTIES | ANNOTATIONS:
        assert re.fullmatch("[a-z][A-Za-z0-9]*", local(term)), term


def test_each_property_has_one_domain_and_one_range_or_says_why() -> None:
    graph = read()
    for term in PROPERTIES:
        counts = {len(list(graph.objects(term, name))) for name in (RDFS.domain, RDFS.range)}
        noted = len(list(graph.objects(term, SKOS.editorialNote))) == 2
        assert counts == {1} or (counts == {0} and noted), term


def test_every_class_is_used() -> None:
    """A class is that of names of the lexicon, of a relation's occurrences, or of what every graph holds."""
    used = {entry.subclass for entry in lexicon().entries.values()} | set(TOP_TYPES)
    used |= {predicate.event_class for predicate in vocabulary().predicates.values()}
    used |= {"Article", "Statement", "Observation", "Evidence", "Occurrence", "Modality", "Bound"}
    above = {one.parent for one in vocabulary().classes.values()}
    assert {local(term) for term in CLASSES} - used - above == set()


def members(node: rdflib.term.Node) -> list[rdflib.term.Node]:
    return list(rdflib.collection.Collection(read(), node))


def test_what_nothing_is_two_of() -> None:
    lists = [
        {local(one) for one in members(node)}
        for axiom in read().subjects(RDF.type, OWL.AllDisjointClasses)
        for node in read().objects(axiom, OWL.members)
    ]
    wanted = {*TOP_TYPES, "Article", "Statement", "Observation", "Evidence", "Occurrence"}
    assert any(wanted <= one for one in lists)


def test_inverses_go_both_ways_and_are_no_relations() -> None:
    graph = read()
    pairs = list(graph.subject_objects(OWL.inverseOf))
    assert len({one for pair in pairs for one in pair}) == 2 * len(pairs)
    for one, other in pairs:
        assert {one, other} <= PROPERTIES
        assert local(one) not in vocabulary().predicates
    symmetric = {local(one) for one in graph.subjects(RDF.type, OWL.SymmetricProperty)}
    assert symmetric == {"integratesWith", "partnersWith", "competesWith"}
    assert {local(one) for one in graph.subjects(RDF.type, OWL.TransitiveProperty)} == {"belongsTo"}


# Names of vocabularies that rdflib has no closed namespace of.
NAMES = {
    "http://semanticweb.cs.vu.nl/2009/11/sem/": {
        *("Event", "Place", "Actor", "Time", "hasActor", "hasPlace", "hasTime"),
        *("hasBeginTimeStamp", "hasEndTimeStamp"),
    },
    "http://www.w3.org/ns/oa#": {
        *("Annotation", "SpecificResource", "TextPositionSelector", "TextQuoteSelector"),
        *("hasSource", "exact", "start", "end"),
    },
    "http://purl.org/ontology/bibo/": {"status", "status/draft"},
    "http://www.w3.org/2003/06/sw-vocab-status/ns#": {"term_status"},
    "https://w3id.org/sssom/": {"mapping_justification"},
    "https://w3id.org/semapv/vocab/": {"ManualMappingCuration"},
}
CLOSED = (DCAT, DCTERMS, FOAF, ORG, OWL, PROV, QB, RDF, RDFS, SDO, SKOS, SOSA, TIME, VANN, VOID)
OWN = ("https://w3id.org/alibaba-xborder/", "https://creativecommons.org/")


@pytest.mark.parametrize("name", ["ontology.ttl", "metrics.ttl", "alignments.ttl"])
def test_foreign_terms_exist(name: str) -> None:
    graph = read(name)
    for term in {part for triple in graph for part in triple if isinstance(part, rdflib.URIRef)}:
        space = next((str(one) for one in CLOSED if str(term).startswith(str(one))), None)
        if space is not None and term != rdflib.URIRef(space):
            assert term in next(one for one in CLOSED if str(one) == space), term
        elif space is None and not str(term).startswith((*OWN, "http://www.w3.org/2001/XMLSchema#")):
            spaces = [one for one in NAMES if str(term).startswith(one)]
            assert spaces, term
            assert str(term) in spaces or term.removeprefix(spaces[0]) in NAMES[spaces[0]], term


def test_used_terms_are_declared_where_they_are_used() -> None:
    """OWL 2 DL (Structural Specification §5.8.2): every class and property is declared."""
    builtin = (str(RDF), str(RDFS), str(OWL))
    for names in (("ontology.ttl", "metrics.ttl"), ("ontology.ttl", "metrics.ttl", "alignments.ttl")):
        graph = read(*names)
        declared = {
            term
            for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
            for term in graph.subjects(RDF.type, kind)
        }
        used = {term for term in graph.predicates() if not str(term).startswith(builtin)}
        assert used <= declared
        classes = set(graph.subjects(RDF.type, OWL.Class))
        named = {term for term in graph.objects(None, RDFS.subClassOf) if isinstance(term, rdflib.URIRef)}
        named |= {term for term in graph.objects(None, RDF.type) if not str(term).startswith(builtin)}
        assert named <= classes


# The OWL 2 datatype map (Structural Specification §4), as far as used.
DATATYPES = {"integer", "decimal", "string", "boolean"}


def test_axioms_stay_in_owl_2_dl() -> None:
    graph = read("ontology.ttl", "metrics.ttl", "alignments.ttl")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    ranges = {term for term in graph.objects(None, RDFS.range) if str(term).startswith(xsd)}
    assert {str(term).removeprefix(xsd) for term in ranges} <= DATATYPES
    # Transitive properties are not simple: none stands in a cardinality, nor is functional (§11).
    for term in graph.subjects(RDF.type, OWL.TransitiveProperty):
        assert (term, RDF.type, OWL.FunctionalProperty) not in graph
    # The domain of an annotation property is an IRI, and the annotated axioms are blank nodes.
    for term in graph.subjects(RDF.type, OWL.AnnotationProperty):
        assert not [one for one in graph.objects(term, RDFS.domain) if isinstance(one, rdflib.BNode)]
    assert all(isinstance(one, rdflib.BNode) for one in graph.subjects(RDF.type, OWL.Axiom))
    assert not list(graph.subjects(RDF.type, RDF.Statement))


MATCHES = {SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch}


def test_mappings_say_how_they_were_made_and_why_no_more() -> None:
    graph = read("alignments.ttl")
    annotations = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
    annotated = {
        tuple(graph.value(axiom, name) for name in annotations)
        for axiom in graph.subjects(RDF.type, OWL.Axiom)
        if graph.value(axiom, RDFS.comment)
    }
    mapped = {triple for triple in graph if str(triple[0]).startswith(XB) and not str(triple[2]).startswith((XB, XBU))}
    assert mapped == annotated
    assert {predicate for _, predicate, _ in mapped} <= MATCHES | {RDFS.subClassOf, RDFS.subPropertyOf}
    assert {local(term) for term, _, _ in mapped} <= {local(term) for term in own_terms()}


def test_no_mapping_joins_two_own_terms() -> None:
    targets = list(read("alignments.ttl").objects(None, SKOS.exactMatch))
    assert len(targets) == len(set(targets))


def test_a_platform_is_mapped_closely_only() -> None:
    graph = read("alignments.ttl")
    found = {p for p, _ in graph.predicate_objects(rdflib.URIRef(XB + "Platform"))}
    assert found == {SKOS.closeMatch}


WANTED = {
    *(str(space) for space in (ORG, SDO, PROV, TIME, QB, DCAT, VOID, SKOS)),
    "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "http://www.w3.org/ns/oa#",
}


def test_every_vocabulary_is_mapped_to() -> None:
    terms = {str(part) for triple in read("alignments.ttl") for part in triple}
    assert all(any(term.startswith(space) for term in terms) for space in WANTED)


def test_money_is_by_iso_4217() -> None:
    from babel.numbers import list_currencies

    graph = read()
    money = list(graph.subjects(rdflib.URIRef(XB + "unitKind"), rdflib.Literal("money")))
    assert len(money) > 100
    for unit in money:
        assert graph.value(unit, SKOS.notation) == rdflib.Literal(local(unit))
        assert local(unit) in list_currencies()


def test_schemes_hold_their_concepts() -> None:
    graph = read()
    for concept in own_terms(SKOS.Concept):
        (scheme,) = graph.objects(concept, SKOS.inScheme)
        assert graph.value(concept, SKOS.topConceptOf) == scheme


def test_the_shapes_name_declared_properties_and_all_terms() -> None:
    shapes = read("shapes.ttl")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    paths = {path for path in shapes.objects(None, sh.path) if isinstance(path, rdflib.URIRef)}
    declared = set(read().subjects(RDF.type, None)) | {RDF.type, RDFS.label}
    assert paths <= declared
    text = (FOLDER / "shapes.ttl").read_text(encoding="utf-8")
    named = set(re.findall(r"xb:(\w+)", text))
    assert named <= {local(term) for term in own_terms()}
    assert {*vocabulary().predicates, *vocabulary().metrics, *vocabulary().classes} <= named


def test_readme_and_changelog_are_there() -> None:
    assert (ROOT / "ontology" / "README.md").is_file()
