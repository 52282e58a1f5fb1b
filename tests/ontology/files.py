"""The files of the ontology, read once."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import rdflib
from conftest import ROOT

from kg.vocabulary.namespaces import XB, XBU

FOLDER = ROOT / "ontology"
MODEL = ("ontology.ttl", "metrics.ttl")
ALL = (*MODEL, "alignments.ttl", "shapes.ttl")
ONTOLOGY = rdflib.URIRef(XB.removesuffix("#"))
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
VS = rdflib.Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
KINDS = (
    rdflib.OWL.Class,
    rdflib.OWL.ObjectProperty,
    rdflib.OWL.DatatypeProperty,
    rdflib.OWL.AnnotationProperty,
    rdflib.OWL.NamedIndividual,
    rdflib.SKOS.Concept,
    rdflib.SKOS.ConceptScheme,
)


@cache
def store(*names: str) -> ox.Store:
    """The same in Oxigraph, which answers quickly."""
    found = ox.Store()
    for name in names or MODEL:
        found.load(path=str(FOLDER / name), format=ox.RdfFormat.TURTLE)
    return found


@cache
def read(*names: str) -> rdflib.Graph:
    """Files of ``ontology/`` as one graph; the model's where none is named."""
    graph = rdflib.Graph()
    for name in names or MODEL:
        graph.parse(FOLDER / name)
    return graph


def own_terms(*kinds: rdflib.URIRef) -> set[rdflib.URIRef]:
    """The terms of the ontology's own namespaces of some kinds, or of all."""
    found = {term for kind in kinds or KINDS for term in read().subjects(rdflib.RDF.type, kind)}
    return {term for term in found if isinstance(term, rdflib.URIRef) and str(term).startswith((XB, XBU))}


def local(term: rdflib.term.Node) -> str:
    return str(term).rpartition("#")[2]
