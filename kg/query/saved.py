"""The library of saved questions: ``ontology/questions/*.rq``, each SPARQL with its wording in its header.

A header is the comment lines at the top of the file, ``# key: value``:

    # zh: 谁领导谁？                 its wording
    # en: Who leads what?
    # topic: people                  what it is about, one word
    # param: thing                   a variable of the projection that may be given, as often as needed
    # on: day                        the variable of the projection that a day may be given for
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from kg.graph import GraphView
from kg.query.run import run_query
from kg.vocabulary import DataFileError, UsageError, data_folder

__all__ = ["Question", "find_questions", "questions", "read_question"]

_LINE = re.compile(r"#\s*(?P<key>[\w-]+)\s*:\s*(?P<value>.*?)\s*")
_ONCE = ("zh", "en", "topic")
_KEYS = (*_ONCE, "param", "on")


@dataclass(frozen=True, order=True)
class Question:
    """A saved question.

    Attributes:
        name: its file's stem.
        zh: its wording in Chinese.
        en: its wording in English.
        topic: what it is about, one word.
        params: variables that may be given; without them it asks about all things.
        query: its SPARQL, header and all.
        on: the variable that a day may be given for; None where it is not about a day.
    """

    name: str
    zh: str
    en: str
    topic: str
    params: tuple[str, ...]
    query: str
    on: str | None = None


def _header(path: Path, text: str) -> Iterator[tuple[int, str, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("#"):
            return
        match = _LINE.fullmatch(line)
        if not match:
            continue  # a plain comment
        key, value = match["key"], match["value"]
        if key not in _KEYS:
            close = get_close_matches(key, _KEYS, 1)
            meant = f"; did you mean {close[0]!r}?" if close else f"; known are {', '.join(_KEYS)}"
            raise DataFileError(f"unknown key {key!r}{meant}", path, number)
        if not value:
            raise DataFileError(f"{key} says nothing", path, number)
        yield number, key, value


def _columns(path: Path, text: str) -> set[str]:
    """The variables of its projection; the engine reads it, so a saved question is well-formed."""
    try:
        answer = run_query(GraphView(ox.Store()), text)
    except UsageError as error:
        raise DataFileError(str(error), path) from error
    if answer.kind != "rows":
        raise DataFileError("a saved question is a SELECT", path)
    return set(answer.variables)


def read_question(path: Path) -> Question:
    """A saved question from its file.

    Raises:
        DataFileError: it cannot be read, its header breaks the schema, or its SPARQL is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise DataFileError(f"cannot be read: {error}", path) from error
    known: dict[str, str] = {}
    params: list[str] = []
    columns = _columns(path, text)
    for number, key, value in _header(path, text):
        if key in ("param", "on") and value not in columns:
            raise DataFileError(f"?{value} is no column of the SELECT", path, number)
        if key == "param":
            params.append(value)
        elif key in known:
            raise DataFileError(f"{key} stands twice", path, number)
        else:
            known[key] = value
    for key in _ONCE:
        if key not in known:
            raise DataFileError(f"the header has no line '# {key}: …'", path, 1)
    return Question(path.stem, known["zh"], known["en"], known["topic"], tuple(params), text, known.get("on"))


@cache
def questions() -> dict[str, Question]:
    """The saved questions of this installation by name, in its order.

    Raises:
        DataFileError: a file of ``ontology/questions`` breaks its schema.
    """
    files = sorted((data_folder("ontology") / "questions").glob("*.rq"))
    return {path.stem: read_question(path) for path in files}


def find_questions(words: str = "") -> list[Question]:
    """The saved questions whose name, wording or topic holds all of `words`, in any script and case."""
    wanted = words.split()
    found = [questions()[name] for name in sorted(questions())]
    if wanted:
        from kg.model import fold  # conversion of scripts: only where something is looked for

        def holds(one: Question) -> bool:
            text = fold(" ".join((one.name, one.zh, one.en, one.topic)))
            return all(fold(word) in text for word in wanted)

        found = [one for one in found if holds(one)]
    return sorted(found, key=lambda one: (one.topic, one.name))
