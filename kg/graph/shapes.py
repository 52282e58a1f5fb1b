"""The shapes of ``ontology/shapes.ttl`` as plain values (SHACL Core, and SPARQL-based constraints of SHACL §5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.graph.view import Term
from kg.vocabulary import DataFileError, data_folder, parse_turtle_file
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["COMPONENTS", "SH", "XBSH", "Check", "Query", "Shape", "Step", "read_shapes", "shapes"]

SH = "http://www.w3.org/ns/shacl#"
XBSH = "https://w3id.org/alibaba-xborder/shapes#"
_RDF = PREFIXES["rdf"]

# The parameters of SHACL that are understood; any other of its terms in the file is an error, never passed over.
COMPONENTS = (
    "minCount",
    "maxCount",
    "class",
    "datatype",
    "nodeKind",
    "in",
    "hasValue",
    "pattern",
    "minInclusive",
    "maxInclusive",
    "languageIn",
    "uniqueLang",
    "lessThan",
    "lessThanOrEquals",
    "disjoint",
    "or",
)
_LISTS = ("in", "languageIn")
_OTHER = ("path", "targetClass", "targetSubjectsOf", "message", "severity", "property", "sparql", "prefixes", "select")

_Words = dict[str, str]
Step = tuple[ox.NamedNode, bool]


@dataclass(frozen=True)
class Check:
    """One constraint: a parameter of SHACL, its values, and for ``or`` the shapes of its list."""

    component: str
    values: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()


@dataclass(frozen=True)
class Query:
    """A SPARQL-based constraint: each row of its SELECT is a node that does not conform."""

    select: str
    message: _Words
    remedy: _Words


@dataclass(frozen=True)
class Shape:
    """A node shape, or a property shape within one.

    Attributes:
        name: local name of a node shape; of a property shape the name of the node shape that holds it.
        path: steps of a property shape, each a property and whether it is followed backwards; empty for a node shape.
        classes: the classes whose members it is about.
        subjects_of: the properties whose subjects it is about.
        checks: its constraints of SHACL Core.
        queries: its SPARQL-based constraints.
        properties: its property shapes.
        message: what is wrong where it does not hold, by language (``zh``, ``en``).
        remedy: how to mend it, by language.
        warning: whether it warns only.
        across: whether it is about what articles say together.
    """

    name: str
    path: tuple[Step, ...]
    classes: tuple[ox.NamedNode, ...]
    subjects_of: tuple[ox.NamedNode, ...]
    checks: tuple[Check, ...]
    queries: tuple[Query, ...]
    properties: tuple[Shape, ...]
    message: _Words
    remedy: _Words
    warning: bool
    across: bool


class _Reader:
    """The triples of a shapes file by subject."""

    def __init__(self, triples: Iterable[ox.Triple], path: Path) -> None:
        self._path = path
        self._said: dict[object, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            self._said[triple.subject][triple.predicate.value].append(triple.object)

    def _values(self, node: object, name: str) -> list[Term]:
        return self._said[node].get(SH + name, [])

    def _words(self, node: object, predicate: str) -> _Words:
        found: _Words = {}
        for value in self._said[node].get(predicate, []):
            if isinstance(value, ox.Literal):
                found[(value.language or "en").partition("-")[0]] = value.value
        return found

    def _list(self, node: Term) -> Iterator[Term]:
        while node.value != _RDF + "nil" if isinstance(node, ox.NamedNode) else True:
            yield self._said[node][_RDF + "first"][0]
            node = self._said[node][_RDF + "rest"][0]

    def _path_of(self, node: Term) -> tuple[Step, ...]:
        """Property paths of one property, its inverse, or a sequence of these (SHACL §2.3.1)."""
        if isinstance(node, ox.NamedNode):
            return ((node, False),)
        inverse = self._values(node, "inversePath")
        if inverse and isinstance(inverse[0], ox.NamedNode):
            return ((inverse[0], True),)
        if _RDF + "first" in self._said[node]:
            return tuple(step for part in self._list(node) for step in self._path_of(part))
        raise DataFileError("a path is a property, its inverse, or a list of these", self._path)

    def _checks(self, node: Term, name: str) -> Iterator[Check]:
        for component in COMPONENTS:
            for value in self._values(node, component):
                if component == "or":
                    yield Check(component, shapes=tuple(self.shape(part, name) for part in self._list(value)))
                elif component in _LISTS:
                    yield Check(component, tuple(self._list(value)))
                else:
                    yield Check(component, (value,))

    def _queries(self, node: Term) -> Iterator[Query]:
        for one in self._values(node, "sparql"):
            for select in self._values(one, "select"):
                if isinstance(select, ox.Literal):
                    yield Query(select.value, self._words(one, SH + "message"), self._words(one, XBSH + "remedy"))

    def _named(self, node: Term, name: str) -> tuple[ox.NamedNode, ...]:
        return tuple(value for value in self._values(node, name) if isinstance(value, ox.NamedNode))

    def shape(self, node: Term, name: str) -> Shape:
        """The shape that is `node`, itself or within the node shape `name`."""
        for predicate in self._said[node]:
            local = predicate.removeprefix(SH)
            if local != predicate and local not in (*COMPONENTS, *_OTHER):
                raise DataFileError(f"{name}: sh:{local} is not understood here", self._path)
        paths = self._values(node, "path")
        return Shape(
            name=name,
            path=self._path_of(paths[0]) if paths else (),
            classes=self._named(node, "targetClass"),
            subjects_of=self._named(node, "targetSubjectsOf"),
            checks=tuple(self._checks(node, name)),
            queries=tuple(self._queries(node)),
            properties=tuple(self.shape(part, name) for part in self._values(node, "property")),
            message=self._words(node, SH + "message"),
            remedy=self._words(node, XBSH + "remedy"),
            warning=ox.NamedNode(SH + "Warning") in self._values(node, "severity"),
            across=bool(self._said[node].get(XBSH + "acrossArticles")),
        )

    def node_shapes(self) -> Iterator[Shape]:
        wanted = ox.NamedNode(SH + "NodeShape")
        for node in sorted((n for n in self._said if isinstance(n, ox.NamedNode)), key=lambda n: n.value):
            if wanted in self._said[node].get(_RDF + "type", []):
                yield self.shape(node, node.value.removeprefix(XBSH))


def read_shapes(path: Path) -> tuple[Shape, ...]:
    """The node shapes of a Turtle file, by name.

    Raises:
        DataFileError: it is no Turtle, or uses a part of SHACL that is not understood here.
    """
    return tuple(_Reader(parse_turtle_file(path), path).node_shapes())


@cache
def shapes() -> tuple[Shape, ...]:
    """The node shapes of this installation's ``ontology/shapes.ttl``, read once a process."""
    return read_shapes(data_folder("ontology") / "shapes.ttl")
