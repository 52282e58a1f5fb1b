"""The seeds' data: evidence, references, names, counts (items 17 to 28, as far as no shape says them)."""

from __future__ import annotations

import hashlib
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

from kg.cli.stats_command import stats_command
from kg.graph import GraphView, open_graph
from kg.graph.dataset import dataset_triples
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XB, XBA, XBR, XBU

EXPORTS = ROOT / "exports"


@cache
def seeds() -> GraphView:
    return open_graph(EXPORTS / "kg.trig")


def rows(query: str) -> list[tuple[str, ...]]:
    found = seeds().select(query)
    names = [variable.value for variable in found.variables]
    return [tuple(str(getattr(row[name], "value", "")) for name in names) for row in found]


def test_evidence_is_what_the_file_says() -> None:
    texts, hashes = {}, {}
    for path in (ROOT / "seeds").glob("*.txt"):
        data = path.read_bytes()
        texts[XBA + path.stem] = data.decode("utf-8-sig")
        hashes[XBA + path.stem] = hashlib.sha256(data).hexdigest()
    quotes = rows("SELECT ?a ?quote ?start ?end { ?e xb:article ?a ; xb:quote ?quote ; xb:start ?start ; xb:end ?end }")
    assert quotes
    for article, quote, start, end in quotes:
        assert texts[article][int(start) : int(end)] == quote
    assert dict(rows("SELECT ?a ?hash { ?a xb:sha256 ?hash }")) == hashes  # type: ignore[comparison-overlap]


def test_nothing_dangles() -> None:
    known = {s for (s,) in rows("SELECT DISTINCT ?s { ?s a ?kind }")}
    named = {o for (o,) in rows("SELECT DISTINCT ?o { ?s ?p ?o FILTER(ISIRI(?o)) }")}
    known_terms = (vocabulary().predicates, vocabulary().metrics, vocabulary().classes)
    terms = {XB + name for names in known_terms for name in names}
    terms |= {XBU + name for name in vocabulary().units}
    terms |= {XB + name for name in ("asserted", "planned", "hedged", "atLeast", "atMost")}
    own = {one for one in named if one.startswith((XBR, XB, XBU))}
    assert own - known - terms == set()
    unnamed = (
        "SELECT ?s { VALUES ?kind { xb:Organization xb:Place } ?s a ?kind FILTER NOT EXISTS { ?s rdfs:label ?l } }"
    )
    assert rows(unnamed) == []


def test_plain_triples_and_statements_agree() -> None:
    relations = [name for name, one in vocabulary().predicates.items() if one.range]
    stated, plain = set(), set()
    query = """SELECT ?s ?p ?o { ?st xb:subject ?s ; xb:predicate ?p ; xb:object ?o ; xb:modality xb:asserted ;
               xb:negated false FILTER NOT EXISTS { ?st xb:former true } }"""
    for subject, predicate, obj in rows(query):
        stated.add((subject, predicate, obj))
        if vocabulary().predicates[predicate.removeprefix(XB)].symmetric:
            stated.add((obj, predicate, subject))
    for name in relations:
        plain |= set(rows(f"SELECT ?s (xb:{name} AS ?p) ?o {{ ?s xb:{name} ?o }}"))
    assert plain == stated


def test_names_of_a_language_are_one() -> None:
    assert rows("SELECT ?s { ?s skos:prefLabel ?a , ?b FILTER(STR(?a) < STR(?b) && LANG(?a) = LANG(?b)) }") == []
    assert rows("SELECT ?s { ?s skos:prefLabel ?a ; skos:altLabel ?a }") == []
    assert rows("SELECT ?s { ?s skos:broader+ ?s }") == []


def test_counts_of_the_data_set() -> None:
    described = rdflib.Graph()
    for triple in dataset_triples(open_graph(EXPORTS)):
        described.parse(data=f"{triple} .", format="nt")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    dcat = rdflib.Namespace("http://www.w3.org/ns/dcat#")
    dataset = rdflib.URIRef(XBR + "dataset")
    data = rdflib.Graph().parse(EXPORTS / "kg.ttl")
    assert int(str(described.value(dataset, void.triples))) == len(data)
    assert int(str(described.value(dataset, void.distinctSubjects))) == len(set(data.subjects()))
    for part in described.objects(dataset, void.classPartition):
        members = set(data.subjects(rdflib.RDF.type, described.value(part, void["class"])))
        assert int(str(described.value(part, void.entities))) == len(members)
    for part in described.objects(dataset, void.propertyPartition):
        count = len(list(data.triples((None, described.value(part, void.property), None))))
        assert int(str(described.value(part, void.triples))) == count
    checksum, value = (rdflib.URIRef(f"http://spdx.org/rdf/terms#{name}") for name in ("checksum", "checksumValue"))
    files = list(described.objects(dataset, dcat.distribution))
    assert len(files) >= 3
    for file in files:
        content = (EXPORTS / str(described.value(file, rdflib.DCTERMS.title))).read_bytes()
        assert int(str(described.value(file, dcat.byteSize))) == len(content)
        digest = described.value(described.value(file, checksum), value)
        assert str(digest) == hashlib.sha256(content).hexdigest()
        assert described.value(file, dcat.mediaType)


def test_the_command_describes() -> None:
    from click.testing import CliRunner

    found = CliRunner().invoke(stats_command, ["-g", str(EXPORTS), "--format", "void"], catch_exceptions=False)
    assert found.exit_code == 0
    assert "void#Dataset" in found.output


@pytest.mark.filterwarnings("ignore")  # of rdflib's own
@pytest.mark.parametrize("name", ["kg.ttl", "kg.trig"])
def test_both_parsers_count_alike(name: str) -> None:
    media = {"kg.ttl": ox.RdfFormat.TURTLE, "kg.trig": ox.RdfFormat.TRIG}[name]
    ours = sum(1 for _ in ox.parse(path=str(EXPORTS / name), format=media))
    if name == "kg.trig":
        assert ours == sum(1 for _ in rdflib.Dataset().parse(EXPORTS / name).quads())  # type: ignore[attr-defined]
    else:
        assert ours == len(rdflib.Graph().parse(EXPORTS / name))
