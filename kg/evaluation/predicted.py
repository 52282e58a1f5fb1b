"""What a graph file claims, read through the fixed shape of the graph.

Where a node has several values of a property that takes one, the first in the file counts, and facts keep the order of
the file, so that a result depends on the file's bytes alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kg.evaluation.comparison import plain
from kg.evaluation.gold import QUALIFIERS
from kg.vocabulary import TOP_TYPES, DataFileError, InputError
from kg.vocabulary.namespaces import PREFIXES, XB, XBR

__all__ = ["Predicted", "PredictedFact", "Value", "local_name", "read_predicted"]

_TYPE = PREFIXES["rdf"] + "type"
_NAMES = (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel", PREFIXES["rdfs"] + "label")
_NAMING = tuple(XB + name for name in ("mentions", "subject", "object", "about", "attributedTo"))
_XSD = PREFIXES["xsd"]
_ENDINGS = (".jsonld", ".n3", ".nq", ".nt", ".rdf", ".trig", ".ttl", ".xml")  # not .json, which is more often gold
_INTEGERS = ("integer", "int", "long", "short", "byte")  # and what ends in one of them, as unsignedInt


@dataclass(frozen=True, slots=True)
class Value:
    """An object of the graph: the IRI of a thing, or a text (of literals their normal form, of blank nodes the id)."""

    text: str
    is_thing: bool


def local_name(iri: str) -> str:
    """What stands behind the last ``#`` or ``/``."""
    return iri.replace("#", "/").rpartition("/")[2]


def _normal(literal: ox.Literal) -> str:
    """The lexical form that Python's numbers and truth values print, else the literal's own."""
    text, datatype = literal.value, literal.datatype.value
    try:
        if datatype == _XSD + "boolean":
            return {"1": "true", "0": "false"}.get(text, text.lower())
        if datatype.startswith(_XSD) and datatype.lower().endswith(_INTEGERS):
            return str(int(text))
        if datatype == _XSD + "decimal":
            return f"{Decimal(text):f}"
        if datatype in (_XSD + "double", _XSD + "float"):
            return str(float(text))
    except (ValueError, InvalidOperation):
        pass
    return text


def _value(term: object) -> Value | None:
    if isinstance(term, ox.NamedNode):
        return Value(term.value, True)
    if isinstance(term, ox.BlankNode):
        return Value(f"_:{term.value}", False)
    return Value(_normal(term), False) if isinstance(term, ox.Literal) else None


@dataclass(frozen=True)
class PredictedFact:
    """A statement or an observation of the graph.

    Attributes:
        node: its IRI.
        kind: ``relation`` or ``observation``.
        term: local name of predicate or metric.
        subject: whom it is about.
        object: of a relation, a thing or a text.
        value: of an observation, a number, or the word that stands for one.
        unit: local name, "" for none.
        time: time or period as written.
        place: the place it holds of.
        modality: local name.
        negated: whether it is denied.
        attributed_to: the speaker.
        quote: the words of its evidence, "" for none.
        run: where they stand in the file, in code points.
        qualifiers: all values of those that are scored, by name.
        confidence: how likely it is said to be right; None where the graph does not say.
    """

    node: str
    kind: str
    term: str
    subject: Value | None
    object: Value | None
    value: float | str | None
    unit: str
    time: str | None
    place: Value | None
    modality: str
    negated: bool
    attributed_to: Value | None
    quote: str
    run: tuple[int, int] | None
    qualifiers: Mapping[str, tuple[Value, ...]]
    confidence: float | None = None


class Predicted:
    """The named things and the facts of one graph."""

    def __init__(self, triples: Iterator[ox.Triple | ox.Quad]) -> None:
        self._values: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for triple in triples:
            subject, value = _value(triple.subject), _value(triple.object)
            if subject is not None and value is not None:
                self._values[subject.text][triple.predicate.value].append(value)

    def _all(self, node: str, *predicates: str) -> list[Value]:
        values = self._values.get(node, {})
        return [value for predicate in predicates for value in values.get(predicate, ())]

    def _one(self, node: str, *names: str) -> Value | None:
        return next(iter(self._all(node, *(XB + name for name in names))), None)

    def _text(self, node: str, name: str) -> str:
        value = self._one(node, name)
        return value.text if value else ""

    def _nodes(self, class_name: str) -> list[str]:
        wanted = Value(XB + class_name, True)
        return [node for node, values in self._values.items() if wanted in values.get(_TYPE, ())]

    @cached_property
    def things(self) -> tuple[str, ...]:
        """IRIs of what an article mentions or a fact has as an end or a speaker, sorted."""
        found = {v.text for node in self._values for v in self._all(node, *_NAMING) if v.is_thing}
        return tuple(sorted(found))

    def types(self, thing: str) -> frozenset[str]:
        """The top types of a thing."""
        return frozenset(local_name(value.text) for value in self._all(thing, _TYPE)) & frozenset(TOP_TYPES)

    def labels(self, thing: str) -> tuple[str, ...]:
        """The names of a thing as written, preferred ones first."""
        return tuple(value.text for value in self._all(thing, *_NAMES))

    def names(self, thing: str) -> frozenset[str]:
        """The names of a thing as they are compared."""
        return frozenset(plain(label) for label in self.labels(thing)) - {""}

    def called(self, value: Value) -> tuple[str, ...]:
        """The names of a thing, or a text itself."""
        return self.labels(value.text) if value.is_thing else (value.text,)

    def label(self, value: Value | None) -> str:
        """One name to show: of a thing its first, else the local name of its IRI; a dash for nothing."""
        if value is None:
            return "—"
        return next(iter(self.called(value)), local_name(value.text))

    @cached_property
    def relations(self) -> tuple[PredictedFact, ...]:
        """The statements."""
        return tuple(self._fact(node, "relation") for node in self._nodes("Statement"))

    @cached_property
    def observations(self) -> tuple[PredictedFact, ...]:
        """The observations."""
        return tuple(self._fact(node, "observation") for node in self._nodes("Observation"))

    @cached_property
    def digests(self) -> frozenset[str]:
        """SHA-256 of the articles that it says it was built from."""
        return frozenset(value.text for node in self._values for value in self._all(node, XB + "sha256"))

    def _fact(self, node: str, kind: str) -> PredictedFact:
        relation = kind == "relation"
        evidence = self._one(node, "evidence")
        return PredictedFact(
            node=node,
            kind=kind,
            term=local_name(self._text(node, "predicate" if relation else "metric")),
            subject=self._one(node, "subject" if relation else "about"),
            object=self._one(node, "object", "objectText") if relation else None,
            value=None if relation else self._figure(node),
            unit=local_name(self._text(node, "unit")),
            time=self._text(node, "time" if relation else "period") or None,
            place=self._one(node, "place"),
            modality=local_name(self._text(node, "modality") or "asserted"),
            negated=self._text(node, "negated").lower() in ("true", "1"),
            attributed_to=self._one(node, "attributedTo"),
            quote=self._text(evidence.text, "quote") if evidence else "",
            run=self._run(evidence.text) if evidence else None,
            qualifiers={key: tuple(self._all(node, XB + key)) for key in QUALIFIERS},
            confidence=self._number(node, "confidence"),
        )

    def _figure(self, node: str) -> float | str | None:
        value = self._one(node, "value")
        if value is None:
            return None
        try:
            return float(value.text)
        except ValueError:
            return local_name(value.text)

    def _number(self, node: str, name: str) -> float | None:
        try:
            return float(self._text(node, name))
        except ValueError:
            return None

    def _run(self, evidence: str) -> tuple[int, int] | None:
        try:
            return int(self._text(evidence, "start")), int(self._text(evidence, "end"))
        except ValueError:
            return None


def read_predicted(path: Path) -> Predicted:
    """The things and facts that a graph file holds, all its graphs taken together.

    Args:
        path: Turtle, N-Triples, TriG, N-Quads, RDF/XML, N3 or JSON-LD, told by the ending of its name.

    Raises:
        InputError: it cannot be read, or its name tells no format.
        DataFileError: it is not of the format; names the line.
    """
    form = ox.RdfFormat.from_extension(path.suffix[1:].lower()) if path.suffix.lower() in _ENDINGS else None
    if path.is_dir():
        raise InputError(f"{path}: is a folder; name the graph file in it, such as {path / 'kg.ttl'}")
    if form is None:
        raise InputError(f"{path}: no graph file by its name; use one that ends in .ttl, .nt, .trig or .nq")
    try:
        return Predicted(ox.parse(path=path, format=form, base_iri=XBR))
    except SyntaxError as error:
        raise DataFileError(f"no valid {form.name}: {error.msg}", path, error.lineno) from error
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else str(error)
        raise InputError(f"{path}: cannot be read: {reason}; name a graph file, then its gold annotations") from error
