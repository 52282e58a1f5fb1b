"""The terms of the ontology with all that its files say of them, for people to read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from kg.vocabulary import data_folder, parse_turtle_file
from kg.vocabulary.namespaces import PREFIXES, XB, XBU

__all__ = ["Link", "OntologyTerms", "Term", "read_terms"]

_FILES = ("ontology.ttl", "metrics.ttl", "alignments.ttl")
_RDF, _RDFS, _OWL, _SKOS = (PREFIXES[name] for name in ("rdf", "rdfs", "owl", "skos"))
_DCT = PREFIXES["dcterms"]
_ONTOLOGY = XB.removesuffix("#")

# Prefixes of foreign terms, beside those of the graph.
_FOREIGN = {
    "bibo": "http://purl.org/ontology/bibo/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "schema": "https://schema.org/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "sosa": "http://www.w3.org/ns/sosa/",
    "time": "http://www.w3.org/2006/time#",
}
_PREFIXES = PREFIXES | _FOREIGN

# Sections by what a term is, in the order of the page.
_KINDS = (
    ("class", "Classes", "类"),
    ("relation", "Relations between things", "事物之间的关系"),
    ("inferred", "Inferred properties", "推出的属性"),
    ("property", "Properties of claims, evidence, articles and occurrences", "说法、证据、文章与发生的属性"),
    ("annotation", "Annotation properties", "注解属性"),
    ("individual", "Values", "取值"),
    ("metric", "Metrics", "指标"),
    ("unit", "Units", "单位"),
)
_MAPPINGS = ("subClassOf", "subPropertyOf", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


@dataclass(frozen=True)
class Link:
    """A term as it is named elsewhere: its prefixed name, and its address on the page or on the Web."""

    name: str
    address: str


@dataclass
class Term:
    """A term.

    Attributes:
        name: prefixed name.
        anchor: where it stands on the page.
        kind: which section it stands in.
        labels: by language.
        definitions: by language.
        notes: remarks of the editors, by language.
        rows: what else the ontology says: a heading in English and in Chinese, and links.
        mappings: how it maps to foreign terms: the property, the term, and why it is no more than that.
    """

    name: str
    anchor: str
    kind: str
    labels: dict[str, str]
    definitions: dict[str, str]
    notes: dict[str, str]
    rows: list[tuple[str, str, list[Link]]] = field(default_factory=list)
    mappings: list[tuple[str, Link, str]] = field(default_factory=list)


@dataclass(frozen=True)
class OntologyTerms:
    """The ontology as its documentation shows it.

    Attributes:
        about: what the ontology says of itself, by local name of the property and language (``""`` for none).
        sections: headings in English and Chinese with their terms.
        parents: own classes with the own class above each.
    """

    about: dict[str, dict[str, list[str]]]
    sections: list[tuple[str, str, str, list[Term]]]
    parents: dict[str, str | None]

    def labels(self, name: str) -> dict[str, str]:
        """The labels of the term with a local name."""
        return next(term.labels for *_, terms in self.sections for term in terms if term.anchor == name)


def _language(literal: ox.Literal) -> str:
    return (literal.language or "").partition("-")[0]


class _Files:
    """The triples of the ontology's files, looked up either way."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
        self.back: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in _FILES:
            for triple in parse_turtle_file(data_folder("ontology") / name):
                subject = str(getattr(triple.subject, "value", ""))
                self.said[subject][triple.predicate.value].append(triple.object)
                if isinstance(triple.object, ox.NamedNode):
                    self.back[triple.object.value, triple.predicate.value].append(subject)
        self.reasons = dict(self._reasons())

    def _reasons(self) -> Iterator[tuple[tuple[str, str, str], str]]:
        """Why a mapping is what it is, by its three terms."""
        for rows in self.said.values():
            source = [str(getattr(one, "value", "")) for one in rows.get(_OWL + "annotatedSource", [])]
            if source:
                parts = [rows[_OWL + name][0] for name in ("annotatedProperty", "annotatedTarget")]
                key = (source[0], *(str(getattr(part, "value", "")) for part in parts))
                yield key, str(getattr(rows[_RDFS + "comment"][0], "value", ""))  # type: ignore[misc]

    def words(self, subject: str, predicate: str) -> dict[str, str]:
        values = self.said[subject].get(predicate, [])
        return {_language(one): one.value for one in values if isinstance(one, ox.Literal)}

    def named(self, subject: str, predicate: str) -> list[str]:
        """The IRIs that a property leads to; the members of a union class or datatype in its place."""
        found: list[str] = []
        for value in self.said[subject].get(predicate, []):
            if isinstance(value, ox.NamedNode):
                found.append(value.value)
            elif isinstance(value, ox.BlankNode):
                for union in self.said[value.value].get(_OWL + "unionOf", []):
                    found += self._members(union)
        return found

    def _members(self, node: object) -> Iterator[str]:
        while isinstance(node, ox.BlankNode):
            first, rest = (self.said[node.value][_RDF + name][0] for name in ("first", "rest"))
            yield str(getattr(first, "value", ""))
            node = rest


def _short(iri: str) -> str:
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    prefix = next((prefix for prefix, space in _PREFIXES.items() if space == iri[:cut]), None)
    return f"{prefix}:{iri[cut:]}" if prefix else iri


def _anchor(iri: str) -> str:
    return f"unit-{iri.removeprefix(XBU)}" if iri.startswith(XBU) else iri.removeprefix(XB)


def _link(iri: str) -> Link:
    return Link(_short(iri), f"#{_anchor(iri)}" if iri.startswith((XB, XBU)) else iri)


def _kind(files: _Files, iri: str) -> str | None:
    types = files.named(iri, _RDF + "type")
    if _OWL + "Class" in types:
        return "class"
    if _OWL + "NamedIndividual" in types:
        return "individual"
    if _SKOS + "Concept" in types:
        return "unit" if iri.startswith(XBU) else "metric"
    if _SKOS + "ConceptScheme" in types:
        return "individual"
    if files.named(iri, _OWL + "inverseOf") and not files.named(iri, _RDFS + "domain"):
        return "inferred"
    if _OWL + "TransitiveProperty" in types:
        return "inferred"
    if {_OWL + "ObjectProperty", _OWL + "DatatypeProperty", _OWL + "AnnotationProperty"} & set(types):
        return _property_kind(files, iri, types)
    return None


def _property_kind(files: _Files, iri: str, types: list[str]) -> str:
    from kg.vocabulary import vocabulary

    if iri.removeprefix(XB) in vocabulary().predicates:
        return "relation"
    # Those of the data are annotation properties only for the sake of OWL 2 DL, and a note of the editors says so.
    of_the_model = _OWL + "AnnotationProperty" in types and not files.words(iri, _SKOS + "editorialNote")
    return "annotation" if of_the_model else "property"


# Headings of what is said of a term: predicate, English, Chinese, and whether it is read backwards.
_ROWS = (
    (_RDFS + "subClassOf", "subclass of", "上位类", False),
    (_RDFS + "subClassOf", "has subclasses", "下位类", True),
    (_RDFS + "subPropertyOf", "subproperty of", "上位属性", False),
    (_RDFS + "domain", "domain", "定义域", False),
    (XB + "subjectType", "subject type", "主体类型", False),
    (_RDFS + "range", "range", "值域", False),
    (_OWL + "inverseOf", "inverse of", "逆属性", False),
    (_OWL + "inverseOf", "has inverse", "逆属性为", True),
    (XB + "eventClass", "tells of", "所讲述的发生", False),
    (XB + "eventClass", "told of by", "讲述它的关系", True),
)
_NATURES = {
    "SymmetricProperty": ("symmetric", "对称"),
    "TransitiveProperty": ("transitive", "传递"),
    "FunctionalProperty": ("functional", "函数性"),
}


def _rows(files: _Files, iri: str) -> Iterator[tuple[str, str, list[Link]]]:
    for predicate, en, zh, backwards in _ROWS:
        found = files.back.get((iri, predicate), []) if backwards else files.named(iri, predicate)
        own = [one for one in found if one.startswith(XB) or predicate in (_RDFS + "domain", _RDFS + "range")]
        if own:
            yield en, zh, [_link(one) for one in (sorted(set(own)) if backwards else own)]
    for name, (en, zh) in _NATURES.items():
        if _OWL + name in files.named(iri, _RDF + "type"):
            yield en, zh, []
    for predicate, en, zh in (
        (XB + "measuredIn", "measured in", "以之度量"),
        (XB + "unitKind", "kind of unit", "单位种类"),
        (_SKOS + "notation", "notation", "记号"),
    ):
        values = sorted(str(getattr(one, "value", "")) for one in files.said[iri].get(predicate, []))
        if values:
            yield en, zh, [Link(value, "") for value in values]


def _mappings(files: _Files, iri: str) -> Iterator[tuple[str, Link, str]]:
    for name in _MAPPINGS:
        for space in (_RDFS, _SKOS):
            for target in files.named(iri, space + name):
                if not target.startswith(XB):
                    yield _short(space + name), _link(target), files.reasons.get((iri, space + name, target), "")


def _term(files: _Files, iri: str, kind: str) -> Term:
    labels = files.words(iri, _SKOS + "prefLabel")
    return Term(
        name=_short(iri),
        anchor=_anchor(iri),
        kind=kind,
        labels=labels,
        definitions=files.words(iri, _SKOS + "definition"),
        notes=files.words(iri, _SKOS + "editorialNote"),
        rows=list(_rows(files, iri)),
        mappings=list(_mappings(files, iri)),
    )


def _about(files: _Files) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for predicate, values in files.said[_ONTOLOGY].items():
        name = predicate[max(predicate.rfind("#"), predicate.rfind("/")) + 1 :]
        for value in values:
            language = _language(value) if isinstance(value, ox.Literal) else ""
            found[name][language].append(str(getattr(value, "value", "")))
    return found


def read_terms() -> OntologyTerms:
    """The ontology, its metrics and units, and their mappings, from the files of this installation."""
    files = _Files()
    terms: dict[str, list[Term]] = defaultdict(list)
    parents: dict[str, str | None] = {}
    for iri in sorted(one for one in files.said if one.startswith((XB, XBU))):
        kind = _kind(files, iri)
        if kind is None:
            continue
        terms[kind].append(_term(files, iri, kind))
        if kind == "class":
            above = [one for one in files.named(iri, _RDFS + "subClassOf") if one.startswith(XB)]
            parents[_anchor(iri)] = _anchor(above[0]) if above else None
    sections = [(kind, en, zh, terms[kind]) for kind, en, zh in _KINDS]
    return OntologyTerms(_about(files), sections, parents)
