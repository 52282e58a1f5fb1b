"""Users' own facts from CSV: rows as values of the fact model, their names linked to things that the graph knows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.exchange.import_map import FIELDS, ImportMap
from kg.graph import GraphView
from kg.graph.terms import term, web_iri
from kg.lexicon import lexicon
from kg.model import Entity, Evidence, Observation, Qualifiers, Relation, TimeSpan, fold
from kg.vocabulary import TOP_TYPES, InputError, ModelError, vocabulary
from kg.vocabulary.namespaces import XBR, mint_slug

__all__ = ["Row", "read_facts"]

_TRUE, _FALSE = ("true", "1", "yes", "是"), ("false", "0", "no", "否", "")
_TEXTS = ("role", "scope", "facility", "label", "per", "list", "comparison", "also_given_as", "bound", "amount_unit")
_TIMES = ("until", "announced", "effective")
_Fact = Relation | Observation


@dataclass(frozen=True)
class Row:
    """A fact, where it comes from (None: as the whole table), and the things that it names."""

    fact: _Fact
    derived_from: ox.NamedNode | None
    things: tuple[Entity, ...]


class _Things:
    """Things by their names: those of the graph, then those of the lexicon, else new ones."""

    def __init__(self, graph: GraphView | None) -> None:
        self._known: dict[str, dict[str, Entity]] = {}
        if graph is not None:
            for label in ("skos:prefLabel", "skos:altLabel"):
                for triple in graph.triples(None, term(label)):
                    self._add(graph, triple)
        for entry in lexicon().entries.values():
            for name in entry.names():
                self._known.setdefault(fold(name), {}).setdefault(entry.slug, entry.entity())
        self._by_slug = {slug: one for found in self._known.values() for slug, one in found.items()}

    def _add(self, graph: GraphView, triple: ox.Triple) -> None:
        node, label = triple.subject, triple.object
        if not isinstance(node, ox.NamedNode) or not node.value.startswith(XBR) or not isinstance(label, ox.Literal):
            return
        slug = node.value.removeprefix(XBR)
        entry = lexicon().entries.get(slug)
        if entry is not None:
            entity = entry.entity()
        else:
            kinds = {getattr(one, "value", "").rpartition("#")[2] for one in graph.objects(node, term("rdf:type"))}
            top = next((one for one in TOP_TYPES if one in kinds), None)
            if top is None:
                return
            labels = [one for one in graph.objects(node, term("skos:prefLabel")) if isinstance(one, ox.Literal)]
            chinese = [one for one in labels if (one.language or "").startswith("zh-hans")]
            entity = Entity(slug, top, (*chinese, *labels, label)[0].value)
        self._known.setdefault(fold(label.value), {}).setdefault(slug, entity)

    def find(self, name: str, kind: str | None, allowed: frozenset[str], field: str) -> Entity:
        """The thing of a name, an IRI or an ``xbr:`` name.

        Raises:
            ModelError: it may be several things, or is new and of no known type.
        """
        prefix, _, local = name.partition(":")
        slug = local if prefix == "xbr" else name.removeprefix(XBR) if name.startswith(XBR) else None
        if slug is not None:
            if slug not in self._by_slug:
                raise ModelError(f"{name} is no thing that the graph or the lexicon knows")
            return self._by_slug[slug]
        known = list(self._known.get(fold(name), {}).values())
        found = [one for one in known if one.type == kind] or known  # a type is a hint for what is not known
        fitting = [one for one in found if not allowed or one.type in allowed] or found
        if len(fitting) > 1:
            listed = ", ".join(sorted(f"xbr:{one.slug}" for one in fitting))
            raise ModelError(f"{name!r} may be any of {listed}; name one of them")
        if fitting:
            return fitting[0]
        kind = kind or (next(iter(allowed)) if len(allowed) == 1 else None)
        if kind is None:
            types = ", ".join(TOP_TYPES)
            raise ModelError(f"{name!r} is new; say what it is in the field {field}_type ({types})")
        entity = Entity(mint_slug(kind, name), kind, name)
        self._known.setdefault(fold(name), {})[entity.slug] = self._by_slug[entity.slug] = entity
        return entity


class _Cells:
    """The fields of one row."""

    def __init__(self, row: Mapping[str, str], mapping: ImportMap) -> None:
        columns = mapping.columns or {name: name for name in FIELDS if name in row}
        self._values = {name: _bare(row.get(column) or "").strip() for name, column in columns.items()}
        self._values = {**mapping.constants, **{name: value for name, value in self._values.items() if value}}

    def text(self, name: str) -> str | None:
        return self._values.get(name) or None

    def needed(self, name: str) -> str:
        found = self.text(name)
        if found is None:
            raise ModelError(f"{name} is missing")
        return found

    def number(self, name: str) -> Decimal | None:
        found = self.text(name)
        if found is None:
            return None
        try:
            return Decimal(found.replace(",", "").replace("，", ""))
        except InvalidOperation as error:
            raise ModelError(f"{name} {found!r} is no number") from error

    def truth(self, name: str) -> bool:
        found = (self.text(name) or "").lower()
        if found not in (*_TRUE, *_FALSE):
            raise ModelError(f"{name} {found!r} is neither true nor false")
        return found in _TRUE

    def time(self, name: str) -> TimeSpan | None:
        found = self.text(name)
        return TimeSpan(found) if found else None


def _bare(cell: str) -> str:
    """A cell without the apostrophe that guards it against being taken for a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r＝＋－＠'" and len(cell) > 1 else cell


class _Reader:
    """Rows as facts."""

    def __init__(self, source: str, graph: GraphView | None, mapping: ImportMap) -> None:
        self._source, self._mapping, self._things = source, mapping, _Things(graph)

    def row(self, values: Mapping[str, str], number: int) -> Row:
        cells = _Cells(values, self._mapping)
        named: list[Entity] = []

        def thing(name: str, allowed: frozenset[str] = frozenset(), needed: bool = False) -> Entity | None:
            given = cells.needed(name) if needed else cells.text(name)
            if given is None:
                return None
            kind = "Place" if name == "place" else cells.text(f"{name}_type")
            if kind is not None and kind not in TOP_TYPES:
                raise ModelError(f"{name}_type {kind!r} is not one of {', '.join(TOP_TYPES)}")
            found = self._things.find(given, kind, allowed, name)
            named.append(found)
            return found

        metric, predicate = cells.text("metric"), cells.text("predicate")
        if (metric is None) == (predicate is None):
            raise ModelError("a row has either a predicate or a metric")
        common: dict[str, Any] = {
            "evidence": Evidence(self._source, number, number + 1, "-", "-"),  # stands for the row; never written
            "modality": cells.text("modality") or "asserted",
            "negated": cells.truth("negated"),
            "time": cells.time("time"),
            "time_text": cells.text("time_text"),
            "attributed_to": thing("attributed_to"),
            "qualifiers": self._qualifiers(cells, thing("place"), thing("joint_with"), metric is not None),
        }
        fact: _Fact
        if metric:
            fact = self._observation(cells, metric, thing, common)
        else:
            fact = self._relation(cells, str(predicate), thing, common)
        origin = cells.text("derived_from")
        iri = web_iri(origin) if origin else None
        if origin and iri is None:
            raise ModelError(f"derived_from {origin!r} is no absolute IRI")
        return Row(fact, iri, tuple(named))

    @staticmethod
    def _qualifiers(cells: _Cells, place: Entity | None, joint: Entity | None, figure: bool) -> Qualifiers:
        given: dict[str, Any] = {name: cells.text(name) for name in _TEXTS}
        given |= {name: cells.time(name) for name in _TIMES}
        return Qualifiers(
            **given,
            place=place,
            joint_with=joint,
            from_value=cells.number("from") if figure else cells.text("from"),
            max=cells.number("max"),
            amount=cells.number("amount"),
            approx=cells.truth("approx"),
            former=cells.truth("former"),
        )

    @staticmethod
    def _relation(cells: _Cells, name: str, thing: Any, common: dict[str, Any]) -> Relation:
        predicate = vocabulary().predicates.get(name)
        if predicate is None:
            raise ModelError(f"{name!r} is no relation of the ontology")
        subject = thing("subject", predicate.domain, not predicate.subject_optional)
        text = cells.text("object_text")
        obj = None if text else thing("object", predicate.range, True)
        return Relation(predicate=name, subject=subject, object=obj, object_text=text, **common)

    @staticmethod
    def _observation(cells: _Cells, metric: str, thing: Any, common: dict[str, Any]) -> Observation:
        given = cells.needed("value")
        value = given if metric == "profitStatus" else cells.number("value")
        if value is None:
            raise ModelError("value is missing")
        subject, unit = thing("subject", needed=True), cells.text("unit")
        return Observation(metric=metric, subject=subject, value=value, value_text=given, unit=unit, **common)


def _table(path: Path) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    """The header of a CSV file, and its rows with their lines; commas, semicolons or tabs are told by the header."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is no UTF-8 text: {error.reason} at byte {error.start}") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)

    def rows() -> Iterator[tuple[int, list[str]]]:
        try:
            for row in reader:
                if any(row):
                    yield reader.line_num, row
        except csv.Error as error:
            raise InputError(f"{path}:{reader.line_num}: no valid CSV: {error}") from error

    found = rows()
    header = next(found, (0, []))[1]
    if not header:
        raise InputError(f"{path} is empty; a header line names its columns")
    return header, found


def read_facts(path: Path, source: str, mapping: ImportMap, graph: GraphView | None = None) -> list[Row]:
    """The facts of a CSV file.

    Args:
        path: the file.
        source: IRI of the source.
        mapping: how its columns are read.
        graph: whose things it may name, besides those of the lexicon.

    Raises:
        InputError: it is no such table, or a row is no fact of the fact model; names the line.
    """
    header, rows = _table(path)
    missing = [column for column in mapping.columns.values() if column not in header]
    if missing:
        raise InputError(f"{path}:1: has no column {missing[0]!r}; it has {', '.join(header)}")
    if not mapping.columns and not set(header) & set(FIELDS):
        raise InputError(f"{path}:1: no column is a field of facts; name them by a column map (--map)")
    reader, found = _Reader(source, graph, mapping), []
    for line, cells in rows:
        if len(cells) != len(header):
            raise InputError(f"{path}:{line}: has {len(cells)} cells, the header {len(header)}")
        try:
            found.append(reader.row(dict(zip(header, cells, strict=True)), line))
        except ModelError as error:
            raise InputError(f"{path}:{line}: {_reason(error, source)}") from error
    if not found:
        raise InputError(f"{path} holds no fact")
    return found


def _reason(error: ModelError, source: str) -> str:
    """What is wrong, without the place that stands for the row."""
    text = str(error)
    return text.partition(": ")[2] if text.startswith(f"{source}:") else text
