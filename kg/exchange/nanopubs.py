"""Nanopublications (nanopub.net guidelines, 2015) in TriG: of every statement that stands as a plain triple, one.

A nanopublication is four graphs: the head, the assertion (the plain triple), its provenance (the statement with its
qualifiers, the evidence and the article), and the publication info. They are neither dated nor signed: whoever
publishes them does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.exchange.plain_triples import IS_STATEMENT, Tokens, holds, reified
from kg.graph import GraphView
from kg.graph.paragraphs import Rows, Subjects, ntriples_lines
from kg.graph.store import article_graphs
from kg.graph.turtle import TurtleTerms, graph_block, prefix_lines
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBR, XBS

__all__ = ["NANOPUB", "chunks"]

NANOPUB = XBR + "nanopub/"
_NP = "http://www.nanopub.org/nschema#"
_PROV = "http://www.w3.org/ns/prov#"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PROJECT = "https://w3id.org/alibaba-xborder/project"
_ONTOLOGY = "https://w3id.org/alibaba-xborder/ontology"


def _token(iri: str) -> bytes:
    return f"<{iri}>".encode()


_EVIDENCE, _ALSO = (_token(XB + name) for name in ("evidence", "alsoIn"))
_OF_ARTICLE = {_token(PREFIXES["dcterms"] + name) for name in ("title", "issued", "publisher", "source")} | {
    _token(XB + "byline"),
    _token(PREFIXES["rdf"] + "type"),
}


def _triple(subject: str, predicate: str, obj: str) -> ox.Triple:
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode(predicate), ox.NamedNode(obj))


def _lines(subject: bytes, rows: Rows, wanted: Iterable[bytes] | None = None) -> Iterator[bytes]:
    for predicate, objects in rows:
        if wanted is None or predicate in wanted:
            for obj in objects:
                yield b"%s %s %s ." % (subject, predicate, obj)


class _Article:
    """The nanopublications of one article's graph."""

    def __init__(self, name: str, lines: list[bytes]) -> None:
        self._name, self._said, self._lines = name, Subjects(lines), set(lines)

    def __iter__(self) -> Iterator[tuple[str, list[tuple[str, list[bytes]]]]]:
        for statement in self._said.ranges:
            triple = reified(self._said, statement) if statement.startswith(IS_STATEMENT) else None
            if triple and holds(self._said, statement):
                plain = b"%s %s %s ." % triple
                if plain in self._lines:
                    yield self._nanopub(statement, plain, triple)

    def _nanopub(self, statement: bytes, plain: bytes, ends: Tokens) -> tuple[str, list[tuple[str, list[bytes]]]]:
        """Its IRI and its graphs, each by its IRI with its sorted lines."""
        own = NANOPUB + statement[1:-1].decode().removeprefix(XBS)
        head, assertion, provenance, info = (f"{own}#{part}" for part in ("head", "assertion", "provenance", "pubinfo"))
        links = [
            _triple(own, PREFIXES["rdf"] + "type", _NP + "Nanopublication"),
            _triple(own, _NP + "hasAssertion", assertion),
            _triple(own, _NP + "hasProvenance", provenance),
            _triple(own, _NP + "hasPublicationInfo", info),
        ]
        about = [
            _triple(own, PREFIXES["dcterms"] + "license", _LICENCE),
            _triple(own, PREFIXES["dcterms"] + "creator", _PROJECT),
            _triple(own, PREFIXES["dcterms"] + "conformsTo", _ONTOLOGY),
        ]
        asserted = [plain]
        predicate = ends[1][1:-1].decode().removeprefix(XB)
        if vocabulary().predicates[predicate].symmetric:
            asserted.append(b"%s %s %s ." % (ends[2], ends[1], ends[0]))
        graphs = [
            (head, ntriples_lines(links)),
            (assertion, sorted(asserted)),
            (provenance, sorted(self._provenance(statement, assertion))),
            (info, ntriples_lines(about)),
        ]
        return own, graphs

    def _provenance(self, statement: bytes, assertion: str) -> set[bytes]:
        found = {
            b"%s %s %s ." % (_token(assertion), _token(_PROV + "wasDerivedFrom"), statement),
            b"%s %s %s ." % (_token(assertion), _token(_PROV + "hadPrimarySource"), _token(self._name)),
        }
        found.update(_lines(statement, self._said.rows(statement)))
        for link in (_EVIDENCE, _ALSO):
            for evidence in self._said.objects(statement, link):
                if evidence in self._said.ranges:
                    found.update(_lines(evidence, self._said.rows(evidence)))
        article = _token(self._name)
        if article in self._said.ranges:
            found.update(_lines(article, self._said.rows(article), _OF_ARTICLE))
        return found


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The nanopublications, by article and statement."""
    yield prefix_lines()
    terms = TurtleTerms()
    for name, lines in article_graphs(graph):
        for _, graphs in _Article(name, lines):
            for one, triples in graphs:
                yield graph_block(one, triples, terms)
