"""brat's standoff format (brat.nlplab.org/standoff.html): a text, its annotations, and the labels that it may use.

Names are text-bound annotations, facts are events on the words that state them; everything else stands in notes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from kg.exchange.annotations import DOCUMENT, ROLES, Mark, Marked, labels
from kg.vocabulary import InputError

__all__ = ["brat_files", "read_brat"]

_ROLE = re.compile(r"([A-Za-z]+?)[0-9]*:(T[0-9]+)")


def _runs(mark: Mark, text: str) -> str:
    """Offsets without the line ends between, at which brat splits a run."""
    runs, start = [], mark.start
    for at in range(mark.start, mark.end):
        if text[at] in "\n\r":
            runs.append((start, at))
            start = at + 1
    runs.append((start, mark.end))
    return ";".join(f"{a} {b}" for a, b in runs if a < b) or f"{mark.start} {mark.end}"


def brat_files(marked: Marked, name: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of an annotated text.

    Args:
        marked: the text and its marks.
        name: what they are called, without ending.
    """
    types, facts = labels()
    lines: list[str] = []
    events: dict[str, str] = {}
    for mark in marked.marks.values():
        shown = " ".join(marked.text[mark.start : mark.end].split("\n")).replace("\r", " ")
        lines.append(f"{mark.id}\t{mark.label} {_runs(mark, marked.text)}\t{shown}")
        if mark.label in facts:
            events[mark.id] = f"E{len(events) + 1}"
    for mark_id, event in events.items():
        ends = "".join(f" {role}:{target}" for source, role, target in marked.links if source == mark_id)
        lines.append(f"{event}\t{marked.marks[mark_id].label}:{mark_id}{ends}")
    for number, mark in enumerate((one for one in marked.marks.values() if one.note), 1):
        note = json.dumps(mark.note, ensure_ascii=False)
        lines.append(f"#{number}\tAnnotatorNotes {events.get(mark.id, mark.id)}\t{note}")
    yield f"{name}.txt", iter([marked.text.encode("utf-8", "replace")])
    yield f"{name}.ann", iter([("\n".join(lines) + "\n").encode("utf-8", "replace")])
    roles = ", ".join(f"{role}?:<ENTITY>" for role in ROLES)
    entities, kinds = "\n".join((*types, DOCUMENT)), "\n".join(f"{one}\t{roles}" for one in facts)
    yield (
        "annotation.conf",
        iter([f"[entities]\n{entities}\n\n[relations]\n\n[events]\n{kinds}\n\n[attributes]\n".encode()]),
    )


def _note(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _Reader:
    """The lines of a ``.ann`` file as they are read."""

    def __init__(self, text: str) -> None:
        self.marked = Marked(text)
        self._events: dict[str, list[str]] = {}
        self._notes: list[tuple[str, dict[str, Any]]] = []

    def line(self, key: str, body: str, rest: str) -> None:
        """One annotation; kinds that mean nothing to us (equivalences, attributes) are passed over.

        Raises:
            ValueError: it is none of the format.
        """
        if key.startswith("T"):
            self._bound(key, body)
        elif key.startswith("E"):
            self._events[key] = body.split()
        elif key.startswith("R"):
            label, *ends = body.split()
            first, second = (end.partition(":")[2] for end in ends)
            self.marked.pairs.append((label, first, second))
        elif key.startswith("#"):
            self._notes.append((body.split()[1], _note(rest)))

    def _bound(self, key: str, body: str) -> None:
        label, _, runs = body.partition(" ")
        offsets = [int(one) for one in runs.replace(";", " ").split()]
        start, end = offsets[0], offsets[-1]
        if not 0 <= start < end <= len(self.marked.text):
            raise ValueError("lies outside the text")
        self.marked.marks[key] = Mark(key, label, start, end)

    def finished(self) -> Marked:
        """All of it, events and notes at their marks."""
        triggers = {}
        for event, (trigger, *ends) in self._events.items():
            mark = triggers[event] = trigger.partition(":")[2]
            matches = (_ROLE.fullmatch(end) for end in ends)
            self.marked.links += [(mark, match[1], match[2]) for match in matches if match]
        for target, note in self._notes:
            noted = self.marked.marks.get(triggers.get(target, target))
            if noted is not None:
                noted.note = note
        return self.marked


def read_brat(annotations: str, text: str, where: str) -> Marked:
    """The annotations of a text.

    Args:
        annotations: the ``.ann`` file.
        text: the text that they are of.
        where: the file, for messages.

    Raises:
        InputError: a line is none of the format, or lies outside the text; names the line.
    """
    reader = _Reader(text)
    for number, line in enumerate(annotations.splitlines(), 1):
        if line.strip():
            parts = [*line.split("\t"), "", ""]
            try:
                reader.line(parts[0], parts[1], parts[2])
            except (IndexError, ValueError) as error:
                raise InputError(f"{where}:{number}: no annotation of brat: {error}") from error
    return reader.finished()
