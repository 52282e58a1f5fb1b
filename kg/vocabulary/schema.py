"""What the model may say: classes, relations, metrics and units, read from ``ontology/`` as plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.vocabulary.errors import DataFileError
from kg.vocabulary.namespaces import PREFIXES, XB, XBU
from kg.vocabulary.paths import data_folder

if TYPE_CHECKING:  # loaded where a file is read, so that `kg --help` goes without it
    import pyoxigraph as ox

__all__ = ["TOP_TYPES", "Concept", "Predicate", "Vocabulary", "parse_turtle_file", "vocabulary"]

TOP_TYPES = ("Organization", "Platform", "Program", "Person", "Event", "Place")

_RDF, _RDFS, _OWL, _SKOS = (PREFIXES[p] for p in ("rdf", "rdfs", "owl", "skos"))


@dataclass(frozen=True, order=True)
class Concept:
    """A named term with its labels: a class, a metric or a unit.

    Attributes:
        name: local name in its namespace.
        zh: Chinese label.
        en: English label.
        kinds: of a metric, the kinds of unit it takes; of a unit, its one kind.
        parent: of a class, the local name of its superclass.
    """

    name: str
    zh: str
    en: str
    kinds: frozenset[str] = frozenset()
    parent: str | None = None


@dataclass(frozen=True, order=True)
class Predicate:
    """A relation of the fact model.

    Attributes:
        name: local name.
        zh: Chinese label.
        en: English label.
        domain: top types that its subject may have.
        range: top types that its object may have; empty where only text is taken.
        symmetric: either order is the same fact.
        event_class: local name of the class of its occurrences.
        takes_text: its object may be a text.
        subject_optional: the article may leave its subject unnamed.
    """

    name: str
    zh: str
    en: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    event_class: str | None = None
    takes_text: bool = False
    subject_optional: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """All terms of the ontology, by local name."""

    classes: dict[str, Concept]
    predicates: dict[str, Predicate]
    metrics: dict[str, Concept]
    units: dict[str, Concept]

    def top_type(self, class_name: str) -> str | None:
        """The top type above a class: ``Platform`` for ``Marketplace``; None for a class that is no thing's."""
        name: str | None = class_name
        for _ in range(len(self.classes) + 1):  # no chain of superclasses is longer, unless it goes in a circle
            if name is None or name in TOP_TYPES:
                return name
            name = self.classes[name].parent if name in self.classes else None
        return None


def parse_turtle_file(path: Path) -> Iterator[ox.Triple]:
    """The triples of a Turtle file of ``ontology/``.

    Raises:
        DataFileError: it cannot be read, or is no Turtle; names the line.
    """
    import pyoxigraph as ox

    try:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            yield quad.triple
    except SyntaxError as error:
        raise DataFileError(f"no valid Turtle: {error.msg}", path, error.lineno) from error
    except OSError as error:
        raise DataFileError(f"cannot be read: {error}", path) from error


class _Terms:
    """The triples of a file, indexed by subject and predicate."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        import pyoxigraph as ox

        self._index: dict[tuple[str, str], list[object]] = defaultdict(list)
        self.subjects: dict[str, list[str]] = defaultdict(list)
        for triple in triples:
            subject = triple.subject
            key = subject.value if isinstance(subject, (ox.NamedNode, ox.BlankNode)) else str(subject)
            self._index[key, triple.predicate.value].append(triple.object)
            if triple.predicate.value == _RDF + "type" and isinstance(triple.object, ox.NamedNode):
                self.subjects[triple.object.value].append(key)

    def values(self, subject: str, predicate: str) -> list[str]:
        """Objects as strings (IRIs, blank node ids or lexical forms)."""
        return [getattr(value, "value", str(value)) for value in self._index.get((subject, predicate), [])]

    def label(self, subject: str, language: str) -> str:
        """The label of a term in a language, else its local name."""
        for predicate in (_RDFS + "label", _SKOS + "prefLabel"):
            for value in self._index.get((subject, predicate), []):
                if (getattr(value, "language", None) or "").startswith(language):
                    return str(getattr(value, "value", value))
        return _local(subject)

    def members(self, node: str) -> list[str]:
        """The members of the union class `node`, or `node` itself."""
        union = self.values(node, _OWL + "unionOf")
        if not union:
            return [node]
        found: list[str] = []
        rest, seen = union[0], {""}
        while rest != _RDF + "nil" and rest not in seen:
            seen.add(rest)
            found += self.values(rest, _RDF + "first")
            rest = next(iter(self.values(rest, _RDF + "rest")), "")
        return found


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


def _types(terms: _Terms, subject: str, predicate: str) -> frozenset[str]:
    named = {_local(member) for node in terms.values(subject, predicate) for member in terms.members(node)}
    return frozenset(named | {"Organization", "Platform"} if "Actor" in named else named) & frozenset(TOP_TYPES)


def _predicates(terms: _Terms) -> Iterator[Predicate]:
    """Relations are told from other properties by a top type or text on each side."""
    for kind in ("ObjectProperty", "AnnotationProperty"):
        for iri in sorted(terms.subjects[_OWL + kind]):
            domain = _types(terms, iri, _RDFS + "domain") | _types(terms, iri, XB + "subjectType")
            allowed = _types(terms, iri, _RDFS + "range")
            takes_text = terms.values(iri, XB + "takesText") == ["true"]
            if not domain or not (allowed or takes_text):
                continue
            events = terms.values(iri, XB + "eventClass")
            yield Predicate(
                name=_local(iri),
                zh=terms.label(iri, "zh"),
                en=terms.label(iri, "en"),
                domain=domain,
                range=allowed,
                symmetric=_OWL + "SymmetricProperty" in terms.values(iri, _RDF + "type"),
                event_class=_local(events[0]) if events else None,
                takes_text=takes_text,
                subject_optional=terms.values(iri, XB + "subjectOptional") == ["true"],
            )


def _classes(terms: _Terms) -> Iterator[Concept]:
    for iri in sorted(terms.subjects[_OWL + "Class"]):
        if iri.startswith(XB):
            parents = [_local(parent) for parent in terms.values(iri, _RDFS + "subClassOf") if parent.startswith(XB)]
            yield Concept(
                _local(iri), terms.label(iri, "zh"), terms.label(iri, "en"), parent=parents[0] if parents else None
            )


def _concepts(terms: _Terms, scheme: str, namespace: str, kind: str) -> Iterator[Concept]:
    for iri in sorted(terms.subjects[_SKOS + "Concept"]):
        if iri.startswith(namespace) and XB + scheme in terms.values(iri, _SKOS + "inScheme"):
            kinds = frozenset(terms.values(iri, XB + kind))
            yield Concept(iri[len(namespace) :], terms.label(iri, "zh"), terms.label(iri, "en"), kinds)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of this installation's ``ontology/``, read once a process.

    Raises:
        DataFileError: a file of it is no Turtle.
    """
    folder = data_folder("ontology")
    terms = _Terms(parse_turtle_file(folder / "ontology.ttl"))
    measures = _Terms(parse_turtle_file(folder / "metrics.ttl"))
    return Vocabulary(
        classes={c.name: c for c in _classes(terms)},
        predicates={p.name: p for p in _predicates(terms)},
        metrics={c.name: c for c in _concepts(measures, "metrics", XB, "measuredIn")},
        units={c.name: c for c in _concepts(measures, "units", XBU, "unitKind")},
    )
