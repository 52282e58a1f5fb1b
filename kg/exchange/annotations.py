"""Gold annotations as marks on a text, the form between our JSON and what annotation tools write.

A mark is a run of the text with a label: an entity's type on a name, a relation or metric on the words that state it.
Links lead from a fact's mark to the names of its ends. What a tool has no place for goes into the notes of marks, so
that annotations go out and come back whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.vocabulary import TOP_TYPES, InputError, vocabulary

__all__ = ["DOCUMENT", "ROLES", "Mark", "Marked", "gold_of_marks", "labels", "marks_of_gold"]

DOCUMENT = "Document"
ROLES = {"Subject": "subject", "Object": "object", "AttributedTo": "attributedTo", "Place": "place"}
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
_Json = dict[str, Any]


@dataclass
class Mark:
    """A labelled run of a text, in code points, end exclusive."""

    id: str
    label: str
    start: int
    end: int
    note: _Json = field(default_factory=dict)


@dataclass
class Marked:
    """A text with marks; `links` are fact, role and name, `pairs` relation, subject and object, by ids of marks."""

    text: str
    marks: dict[str, Mark] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    pairs: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, label: str, start: int, end: int, note: _Json | None = None) -> Mark:
        """A new mark."""
        mark = Mark(f"T{len(self.marks) + 1}", label, start, end, note or {})
        self.marks[mark.id] = mark
        return mark


def labels() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The labels of entities and those of facts."""
    known = vocabulary()
    return TOP_TYPES, (*sorted(known.predicates), *sorted(known.metrics))


def _run(evidence: Any, text: str, number: int) -> tuple[int, int]:
    if isinstance(evidence, list) and len(evidence) == 2:
        return int(evidence[0]), int(evidence[1])
    start = text.find(evidence) if isinstance(evidence, str) and evidence else -1
    if start < 0:
        raise InputError(f"fact {number}: its evidence does not stand in the text: {str(evidence)[:60]!r}")
    return start, start + len(evidence)


def marks_of_gold(gold: Mapping[str, Any], text: str) -> Marked:
    """Gold annotations as marks.

    Args:
        gold: as its JSON has it.
        text: the article's file, decoded.

    Raises:
        InputError: the words of a fact do not stand in the text.
    """
    marked = Marked(text)
    entities = {one["id"]: one for one in gold.get("entities", ())}
    note = {key: value for key, value in gold.items() if key != "facts"}
    marked.add(DOCUMENT, 0, min(1, len(text)), note)
    named: dict[tuple[str, int, int], Mark] = {}
    for number, fact in enumerate(gold.get("facts", ())):
        start, end = _run(fact.get("evidence"), text, number)
        label = fact.get("predicate") or fact.get("metric")
        said = {key: value for key, value in fact.items() if key not in ("evidence", "kind", "predicate", "metric")}
        mark = marked.add(str(label), start, end, said)
        for role, key in ROLES.items():
            entity = entities.get(fact.get(key))
            place = _place(entity, text, start, end) if entity else None
            if entity and place:
                at = (entity["id"], *place)
                if at not in named:
                    named[at] = marked.add(entity["type"], *place, {"id": entity["id"]})
                marked.links.append((mark.id, role, named[at].id))
    return marked


def _place(entity: Mapping[str, Any], text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where an entity's name stands in a run; of several names the longest."""
    names = (entity.get("name"), entity.get("en"), *entity.get("aliases", ()))
    for name in sorted({one for one in names if one}, key=lambda one: (-len(one), one)):
        at = text.find(name, start, end)
        if at >= 0:
            return at, at + len(name)
    return None


class _Entities:
    """The entities of annotations, those of the document's note first."""

    def __init__(self, marked: Marked, known: list[_Json]) -> None:
        self._text = marked.text
        self.rows = [dict(one) for one in known]
        self._by_id = {one["id"]: one for one in self.rows}

    def id(self, mark: Mark) -> str:
        """The id of the entity that a mark names; a new one for a name that none has."""
        given, name = mark.note.get("id"), self._text[mark.start : mark.end]
        if given in self._by_id:
            return str(given)
        for one in self.rows:
            if one["type"] == mark.label and name in (one["name"], one.get("en"), *one.get("aliases", ())):
                return str(one["id"])
        number = len(self.rows) + 1
        while f"e{number}" in self._by_id:
            number += 1
        row: _Json = {"id": f"e{number}", "name": name, "aliases": [], "type": mark.label}
        self.rows.append(row)
        self._by_id[row["id"]] = row
        return str(row["id"])


def gold_of_marks(marked: Marked, article: str) -> _Json:
    """Marks as gold annotations.

    Args:
        marked: the marks; a relation between two names without a mark of its own rests on their sentence.
        article: id of the article, where the marks do not tell it.

    Raises:
        InputError: a label is none of the ontology's, or a link leads nowhere.
    """
    types, facts = labels()
    document = next((one.note for one in marked.marks.values() if one.label == DOCUMENT), {})
    entities = _Entities(marked, document.get("entities", []))
    for mark in marked.marks.values():
        if mark.label not in (*types, *facts, DOCUMENT):
            raise InputError(f"{mark.id}: {mark.label!r} is no type, relation or metric of the ontology")
        if mark.label in types:
            entities.id(mark)
    found = [_fact(marked, mark, entities) for mark in marked.marks.values() if mark.label in facts]
    found += list(_pairs(marked, entities))
    rest = {key: value for key, value in document.items() if key != "entities"}
    return {"article": {"id": article}, **rest, "entities": entities.rows, "facts": found}


def _fact(marked: Marked, mark: Mark, entities: _Entities) -> _Json:
    relation = mark.label in vocabulary().predicates
    fact: _Json = {"kind": "relation" if relation else "observation"}
    fact["predicate" if relation else "metric"] = mark.label
    fact |= mark.note
    for source, role, target in marked.links:
        if source == mark.id:
            if role not in ROLES or target not in marked.marks:
                raise InputError(f"{mark.id}: {role} {target} leads nowhere; roles are {', '.join(ROLES)}")
            fact[ROLES[role]] = entities.id(marked.marks[target])
    fact["evidence"] = marked.text[mark.start : mark.end]
    return fact


def _pairs(marked: Marked, entities: _Entities) -> Iterator[_Json]:
    """Relations drawn from name to name."""
    for label, source, target in marked.pairs:
        if label not in vocabulary().predicates or source not in marked.marks or target not in marked.marks:
            raise InputError(f"{label} {source} {target}: no relation of the ontology between two marks")
        ends = marked.marks[source], marked.marks[target]
        first, last = min(one.start for one in ends), max(one.end for one in ends)
        sentences = [one.span() for one in _SENTENCE.finditer(marked.text) if one.end() > first and one.start() < last]
        words = marked.text[sentences[0][0] : sentences[-1][1]].strip()
        yield {
            "kind": "relation",
            "predicate": label,
            "subject": entities.id(ends[0]),
            "object": entities.id(ends[1]),
            "evidence": words,
        }
