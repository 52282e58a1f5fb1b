"""Syntax, release and metadata (items 1 to 6)."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox
import pytest
import rdflib
from conftest import ROOT

from kg import __version__
from kg.vocabulary.namespaces import XB
from ontology.files import ALL, FOLDER, ONTOLOGY, VANN, read

TURTLE = sorted(FOLDER.glob("**/*.ttl"))


@pytest.mark.parametrize("path", TURTLE, ids=lambda path: path.name)
def test_both_parsers_read_the_same(path: object) -> None:
    triples = set(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    graph = rdflib.Graph().parse(str(path))
    assert len(triples) == len(graph)
    again = ox.parse(graph.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    assert canonical(triples) == canonical(again)


def canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    """The same triples with blank nodes named by what is said of them (RDF Dataset Canonicalization)."""
    found = ox.Dataset(quads)
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return found


def test_no_blank_nodes_in_the_data() -> None:
    graph = rdflib.Graph().parse(ROOT / "exports" / "kg.ttl")
    assert not [term for triple in graph for term in triple if isinstance(term, rdflib.BNode)]


@pytest.mark.parametrize("name", ["ontology.ttl", "alignments.ttl", "shapes.ttl"])
def test_each_file_is_one_ontology_of_this_version(name: str) -> None:
    graph = read(name)
    (subject,) = graph.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)
    assert str(graph.value(subject, rdflib.OWL.versionIRI)) == f"{subject}/{__version__}"
    assert str(graph.value(subject, rdflib.OWL.versionInfo)) == __version__
    assert rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/") in graph.objects(
        subject, rdflib.DCTERMS.license
    )


def test_a_prior_version_is_named_from_the_second_on() -> None:
    prior = read("ontology.ttl").value(ONTOLOGY, rdflib.OWL.priorVersion)
    assert (prior is None) == (__version__ == "0.1.0")


def test_the_namespace_is_the_ontology() -> None:
    assert f"{ONTOLOGY}#" == XB
    graph = read("ontology.ttl")
    assert str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri)) == XB
    assert str(graph.value(ONTOLOGY, VANN.preferredNamespacePrefix)) == "xb"


BIBO = "http://purl.org/ontology/bibo/"
METADATA = (
    *(rdflib.DCTERMS[name] for name in ("title", "description", "license", "creator")),  # FOOPS! OM1
    *(rdflib.DCTERMS[name] for name in ("created", "bibliographicCitation")),  # OM2
    *(rdflib.DCTERMS[name] for name in ("publisher", "source", "issued")),  # OM3, but for a DOI
    rdflib.URIRef(BIBO + "status"),
    rdflib.FOAF.logo,
)


def test_metadata() -> None:
    graph = read("ontology.ttl")
    for name in METADATA:
        assert list(graph.objects(ONTOLOGY, name)), name
    for name in ("title", "description", "rights"):
        tags = {text.language for text in graph.objects(ONTOLOGY, rdflib.DCTERMS[name])}  # type: ignore[attr-defined]
        assert tags == {"zh-Hans", "en"}


def test_the_data_set_has_its_licence_and_rights() -> None:
    graph = read("alignments.ttl")
    dataset = rdflib.URIRef("https://w3id.org/alibaba-xborder/id/dataset")
    assert graph.value(dataset, rdflib.DCTERMS.license)
    assert len(list(graph.objects(dataset, rdflib.DCTERMS.rights))) == 2


def test_nothing_is_imported() -> None:
    assert not list(read(*ALL).triples((None, rdflib.OWL.imports, None)))
