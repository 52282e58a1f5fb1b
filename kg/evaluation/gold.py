"""Gold annotations: what a person finds in one article, as a JSON file.

The file holds ``article`` (``id``, and ``sha256`` where evidence is packed), ``entities`` and ``facts``::

    {"article": {"id": "a1"},
     "entities": [{"id": "e1", "name": "速卖通", "aliases": ["速賣通"], "type": "Platform", "en": "AliExpress"}, …],
     "facts": [{"kind": "relation", "subject": "e1", "predicate": "partOf", "object": "e2", "time": "2024",
                "modality": "asserted", "negated": false, "attributedTo": null, "evidence": "速卖通隶属于…",
                "qualifiers": {"role": "…"}},
               {"kind": "observation", "subject": "e1", "metric": "rank", "value": 1, "unit": "rank", "period": null,
                "place": "e3", "list": "…", "evidence": "…", "qualifiers": {}}, …]}

Packed, so that it can be handed on without the article's words, ``evidence`` is ``[start, end]`` in code points of the
article whose SHA-256 is ``article.sha256``. Keys that are not named here are left to other readers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.model import MODALITIES
from kg.vocabulary import TOP_TYPES, DataFileError, InputError, vocabulary

__all__ = ["QUALIFIERS", "Gold", "GoldEntity", "GoldFact", "read_gold"]

QUALIFIERS = ("approx", "bound", "facility", "from", "list", "max", "place", "role", "until")

_REFERENCES = ("subject", "attributedTo")


@dataclass(frozen=True, order=True)
class GoldEntity:
    """A named thing: its id in the file, its name, its top type, and all its names, none empty."""

    id: str
    name: str
    type: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class GoldFact:
    """A relation or an observation; things stand by their id in the file.

    Attributes:
        kind: ``relation`` or ``observation``.
        term: predicate or metric.
        subject: id; None only where a relation names no subject.
        object: of a relation, an id or a text.
        value: of an observation, a number or a word.
        unit: of an observation, "" for none.
        time: time or period in the fact model's format.
        place: id or text of the place given outside `qualifiers`, which decides between equal claims.
        modality: one of the three of the fact model.
        negated: whether the text denies it.
        attributed_to: id of the speaker.
        quote: the words that state it, "" where the file gives only `run`.
        run: where they stand in the article, in code points.
        qualifiers: those of :data:`QUALIFIERS` that are given, by name.
    """

    kind: str
    term: str
    subject: str | None
    object: str | None = None
    value: float | str | None = None
    unit: str = ""
    time: str | None = None
    place: str | None = None
    modality: str = "asserted"
    negated: bool = False
    attributed_to: str | None = None
    quote: str = ""
    run: tuple[int, int] | None = None
    qualifiers: Mapping[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gold:
    """The annotations of one article; `packed` where evidence is given by its place in the text of that `sha256`."""

    path: Path
    article: str
    sha256: str | None
    entities: Mapping[str, GoldEntity]
    facts: tuple[GoldFact, ...]

    @property
    def packed(self) -> bool:
        """Whether any evidence is given by its place alone."""
        return any(fact.run is not None for fact in self.facts)

    def of_kind(self, kind: str) -> list[GoldFact]:
        """Its relations or its observations."""
        return [fact for fact in self.facts if fact.kind == kind]

    def names(self, key: str | None) -> tuple[str, ...]:
        """All names of an entity, or a text itself."""
        if key is None:
            return ()
        return self.entities[key].names if key in self.entities else (key,)

    def name(self, key: str | None) -> str:
        """The name of an entity, a text itself, or a dash for nothing."""
        if key is None:
            return "—"
        return self.entities[key].name if key in self.entities else key


class _Record:
    """One JSON object of the file, with checked access; a fault names the file, the object and the key."""

    def __init__(self, value: Any, path: Path, where: str) -> None:
        self.path, self.where = path, where
        if not isinstance(value, dict):
            raise self.fault("must be an object")
        self._value: dict[str, Any] = value

    def fault(self, message: str) -> DataFileError:
        return DataFileError(f"{self.where}: {message}", self.path)

    def raw(self, key: str) -> Any:
        return self._value.get(key)

    def text(self, key: str) -> str:
        found = self.optional_text(key)
        if not found:
            raise self.fault(f"{key} is missing")
        return found

    def optional_text(self, key: str) -> str | None:
        found = self.raw(key)
        if found is not None and not isinstance(found, str):
            raise self.fault(f"{key} must be a text, not {found!r}")
        return found or None

    def switch(self, key: str) -> bool:
        found = self.raw(key)
        if found is not None and not isinstance(found, bool):
            raise self.fault(f"{key} must be true or false, not {found!r}")
        return bool(found)

    def scalar(self, key: str) -> float | str | None:
        """A text or a finite number; of switches, Python's own numbers."""
        found = self.raw(key)
        if found is None or isinstance(found, str):
            return found
        if isinstance(found, (int, float)):
            try:
                if math.isfinite(found):
                    return found
            except OverflowError:
                pass
        raise self.fault(f"{key} must be a text or a number, not {str(found)[:40]}")

    def items(self, key: str, required: bool = True) -> list[Any]:
        found = self.raw(key)
        if found is None and not required:
            return []
        if not isinstance(found, list):
            raise self.fault(f"{key} must be a list")
        return found

    def one_of(self, key: str, allowed: Any, default: str | None = None) -> str:
        found = self.optional_text(key) or default
        if found not in allowed:
            raise self.fault(f"{key} {found!r} is not known to the fact model")
        return str(found)


def _entity(record: _Record) -> GoldEntity:
    aliases = record.items("aliases", required=False)
    if not all(isinstance(alias, str) for alias in aliases):
        raise record.fault("aliases must be a list of texts")
    name = record.text("name")
    names = [name, record.optional_text("en") or "", *aliases]
    return GoldEntity(
        id=record.text("id"),
        name=name,
        type=record.one_of("type", TOP_TYPES),
        names=tuple(dict.fromkeys(n for n in names if n)),
    )


def _evidence(record: _Record) -> tuple[str, tuple[int, int] | None]:
    found = record.raw("evidence")
    if isinstance(found, list):
        if len(found) != 2 or not all(type(n) is int for n in found) or not 0 <= found[0] < found[1]:
            raise record.fault(f"evidence must be words or [start, end], not {found!r}")
        return "", (found[0], found[1])
    return record.optional_text("evidence") or "", None


def _qualifiers(record: _Record) -> dict[str, float | str]:
    """Those that are scored; what stands at the fact itself goes before what stands among its qualifiers."""
    given = record.raw("qualifiers")
    inner = _Record({} if given is None else given, record.path, f"{record.where}: qualifiers")
    found = {}
    for key in QUALIFIERS:
        value = record.scalar(key)
        value = inner.scalar(key) if value is None else value
        if value is not None:
            found[key] = value
    return found


def _time(record: _Record) -> str | None:
    for key in ("time", "period"):
        found = record.raw(key)
        if type(found) is int:
            return str(found)
        if text := record.optional_text(key):
            return text
    return None


def _fact(record: _Record, ids: Mapping[str, GoldEntity]) -> GoldFact:
    relation = record.one_of("kind", ("observation", "relation")) == "relation"
    for key in _REFERENCES:
        if (found := record.optional_text(key)) is not None and found not in ids:
            raise record.fault(f"{key} {found!r} is no entity of this file")
    known = vocabulary()
    quote, run = _evidence(record)
    place = record.raw("place")
    fact = GoldFact(
        kind="relation" if relation else "observation",
        term=record.one_of("predicate", known.predicates) if relation else record.one_of("metric", known.metrics),
        subject=record.optional_text("subject"),
        object=record.text("object") if relation else None,
        value=None if relation else record.scalar("value"),
        unit="" if relation else record.optional_text("unit") or "",
        time=_time(record),
        place=None if place is None else str(place),
        modality=record.one_of("modality", MODALITIES, "asserted"),
        negated=record.switch("negated"),
        attributed_to=record.optional_text("attributedTo"),
        quote=quote,
        run=run,
        qualifiers=_qualifiers(record),
    )
    _check_ends(record, fact, ids)
    return fact


def _check_ends(record: _Record, fact: GoldFact, ids: Mapping[str, GoldEntity]) -> None:
    if fact.kind == "observation":
        if fact.subject is None:
            raise record.fault("subject is missing")
        if fact.value is None or isinstance(fact.value, bool):
            raise record.fault("value must be a number or a word")
        return
    predicate = vocabulary().predicates[fact.term]
    if fact.subject is None and not predicate.subject_optional:
        raise record.fault("subject is missing")
    if fact.object not in ids and not predicate.takes_text:
        raise record.fault(f"object {fact.object!r} is no entity of this file")


def _parse(path: Path) -> Any:
    def refuse(constant: str) -> None:
        raise ValueError(f"{constant} is no number")

    try:
        return json.loads(path.read_text(encoding="utf-8-sig"), parse_constant=refuse)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"{path}: cannot be read: {reason}; name a graph file, then its gold annotations") from error
    except json.JSONDecodeError as error:
        raise DataFileError(f"no valid JSON: {error.msg}", path, error.lineno) from error
    except RecursionError as error:
        raise DataFileError("no gold annotations: nested too deep", path) from error
    except ValueError as error:  # neither UTF-8 nor numbers of JSON
        raise DataFileError(f"no valid JSON: {error}", path) from error


def read_gold(path: Path) -> Gold:
    """The gold annotations of one article.

    Args:
        path: a JSON file of the form that the module describes, evidence in words or packed.

    Raises:
        InputError: the file cannot be read.
        DataFileError: it is not of the form; names the file, the entity or fact, and what is wrong with it.
    """
    top = _Record(_parse(path), path, "gold annotations")
    article = _Record(top.raw("article") or {}, path, "article")
    entities: dict[str, GoldEntity] = {}
    for number, one in enumerate(top.items("entities")):
        record = _Record(one, path, f"entity {number}")
        entity = _entity(record)
        if entity.id in entities:
            raise record.fault(f"id {entity.id!r} is given twice")
        entities[entity.id] = entity
    facts = []
    for number, one in enumerate(top.items("facts")):
        facts.append(_fact(_Record(one, path, f"fact {number}"), entities))
    gold = Gold(path, article.optional_text("id") or path.stem, article.optional_text("sha256"), entities, tuple(facts))
    if gold.packed and gold.sha256 is None:
        raise article.fault("sha256 is missing, which evidence given as [start, end] needs")
    return gold
