"""The library of saved questions: ``ontology/questions/*.rq``, each SPARQL with its wording in its header.

A header is the comment lines at the top of the file, ``# key: value``:

    # zh: 谁领导谁？                 its wording
    # en: Who leads what?
    # topic: people                  what it is about, one word
    # param: thing                   a variable of the projection that may be given, as often as needed
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
from kg.query.run import Answer, Term, run_query
from kg.vocabulary import DataFileError, NotFoundError, UsageError, data_folder
from kg.vocabulary.namespaces import PREFIXES, XBR

__all__ = ["Question", "ask", "questions", "read_question"]

_LINE = re.compile(r"#\s*(?P<key>[\w-]+)\s*:\s*(?P<value>.*?)\s*")
_ONCE = ("zh", "en", "topic")
_KEYS = (*_ONCE, "param")
_LABELS = ("prefLabel", "altLabel")


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
    """

    name: str
    zh: str
    en: str
    topic: str
    params: tuple[str, ...]
    query: str


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
        if key == "param":
            if value not in columns:
                raise DataFileError(f"?{value} is no column of the SELECT", path, number)
            params.append(value)
        elif key in known:
            raise DataFileError(f"{key} stands twice", path, number)
        else:
            known[key] = value
    for key in _ONCE:
        if key not in known:
            raise DataFileError(f"the header has no line '# {key}: …'", path, 1)
    return Question(path.stem, known["zh"], known["en"], known["topic"], tuple(params), text)


@cache
def questions() -> dict[str, Question]:
    """The saved questions of this installation by name, in its order.

    Raises:
        DataFileError: a file of ``ontology/questions`` breaks its schema.
    """
    files = sorted((data_folder("ontology") / "questions").glob("*.rq"))
    return {path.stem: read_question(path) for path in files}


def _thing(graph: GraphView, given: str | Term) -> Term:
    """A value of a question: a term as it is, an IRI, a prefixed name, or the exact or folded name of a thing."""
    if not isinstance(given, str):
        return given
    prefix, _, local = given.partition(":")
    if prefix in PREFIXES or given.startswith(("https://", "http://")):
        try:
            return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else given)
        except ValueError as error:
            raise UsageError(f"{given!r} is no IRI: {error}") from error
    from kg.model import fold  # conversion of scripts: only where a name is looked up

    wanted, found = fold(given), set()
    for label in _LABELS:
        for triple in graph.triples(None, ox.NamedNode(PREFIXES["skos"] + label)):
            subject = triple.subject
            if isinstance(subject, ox.NamedNode) and subject.value.startswith(XBR):
                name = str(getattr(triple.object, "value", ""))
                if name == given or (wanted and fold(name) == wanted):
                    found.add(subject.value)
    if not found:
        raise NotFoundError(f"nothing in the graph is named {given!r}")
    if len(found) > 1:
        listed = ", ".join(f"xbr:{iri.removeprefix(XBR)}" for iri in sorted(found))
        raise NotFoundError(f"{given!r} may be any of {listed}; name one of them")
    return ox.NamedNode(found.pop())


def ask(name: str, graph: GraphView, **params: str | Term) -> Answer:
    """Ask a saved question.

    Args:
        name: its name, a key of :func:`questions`.
        graph: what to ask.
        params: values of its parameters: RDF terms, IRIs, ``xbr:`` names, or names of things in any script. The engine
            binds them; a parameter left out stands for all things.

    Raises:
        NotFoundError: there is no such question, or nothing of that name.
        UsageError: it has no such parameter.
    """
    question = questions().get(name)
    if question is None:
        close = get_close_matches(name, questions(), 3, 0.4) or sorted(questions())
        raise NotFoundError(f"no saved question is named {name!r}; there are {', '.join(close)}")
    for param in params:
        if param not in question.params:
            takes = f"it takes {', '.join(question.params)}" if question.params else "it takes none"
            raise UsageError(f"the question {name} has no parameter {param!r}; {takes}")
    return run_query(graph, question.query, {key: _thing(graph, value) for key, value in params.items()})
