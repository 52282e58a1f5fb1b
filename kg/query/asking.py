"""Asking saved questions: their parameters from the names that people use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

import pyoxigraph as ox

from kg.graph import GraphView
from kg.query.pool import QueryPool
from kg.query.run import Answer, Term, read_result, run_query
from kg.query.saved import Question, questions
from kg.vocabulary import NotFoundError, UsageError, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBR

__all__ = ["ask", "ask_about", "saved_question"]

_LABELS = [ox.NamedNode(PREFIXES["skos"] + name) for name in ("prefLabel", "altLabel")]
_LANGUAGES = ("zh-Hans", "zh-Hant", "en", "ja", "ko", "und")
_DATE = ox.NamedNode(PREFIXES["xsd"] + "date")


def saved_question(name: str) -> Question:
    """A saved question by its name.

    Raises:
        NotFoundError: there is none; offers those with a similar name.
    """
    question = questions().get(name)
    if question is None:
        close = get_close_matches(name, questions(), 3, 0.4) or sorted(questions())
        raise NotFoundError(f"no saved question is named {name!r}; there are {', '.join(close)}")
    return question


def _named(graph: GraphView, name: str) -> set[str]:
    """IRIs of the things of a name: exactly so spelt, else in any script and case."""
    literals = [ox.Literal(name, language=tag) for tag in _LANGUAGES]
    exact = {
        triple.subject.value
        for label in _LABELS
        for literal in literals
        for triple in graph.triples(None, label, literal)
        if isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(XBR)
    }
    if exact:
        return exact
    from kg.model import fold  # conversion of scripts: only where a name is looked up

    wanted = fold(name)
    return {
        triple.subject.value
        for label in _LABELS
        for triple in graph.triples(None, label)
        if isinstance(triple.subject, ox.NamedNode)
        and triple.subject.value.startswith(XBR)
        and wanted
        and fold(str(getattr(triple.object, "value", ""))) == wanted
    }


def _of_the_model(name: str) -> str | None:
    """The IRI of the class, relation or metric of a name or label."""
    known = vocabulary()
    for terms in (known.metrics, known.predicates, known.classes):
        for term in terms.values():
            if name in (term.name, term.zh, term.en):
                return XB + term.name
    return None


def _value(graph: GraphView, given: str | Term) -> Term:
    """A value of a question: a term as it is, an IRI, a prefixed name, the name of a thing, or a term of the model."""
    if not isinstance(given, str):
        return given
    prefix, _, local = given.partition(":")
    if prefix in PREFIXES or given.startswith(("https://", "http://")):
        try:
            return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else given)
        except ValueError as error:
            raise UsageError(f"{given!r} is no IRI: {error}") from error
    found = _named(graph, given)
    if len(found) > 1:
        listed = ", ".join(f"xbr:{iri.removeprefix(XBR)}" for iri in sorted(found))
        raise NotFoundError(f"{given!r} may be any of {listed}; name one of them")
    iri = found.pop() if found else _of_the_model(given)
    if iri is None:
        raise NotFoundError(f"nothing in the graph is named {given!r}; `kg show {given}` tells the nearest names")
    return ox.NamedNode(iri)


def _day(question: Question, given: str) -> dict[str, Term]:
    if question.on is None:
        about = ", ".join(sorted(name for name, one in questions().items() if one.on))
        raise UsageError(f"the question {question.name} is not about a day; those that are: {about}")
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise UsageError(f"{given!r} is no day; write it as 2025-04-21") from error
    return {question.on: ox.Literal(day.isoformat(), datatype=_DATE)}


def ask(
    name: str, graph: GraphView, *, on: str | None = None, pool: QueryPool | None = None, **params: str | Term
) -> Answer:
    """Ask a saved question.

    Args:
        name: its name, a key of :func:`questions`.
        graph: what to ask.
        on: a day (``2025-04-21``), of the questions that are about one.
        pool: workers on the same graph, with their limits; without it this process asks.
        params: values of its parameters: RDF terms, IRIs, ``xbr:`` names, names of things in any script, or names of
            classes, relations and metrics. The engine binds them; a parameter left out stands for all things.

    Raises:
        NotFoundError: there is no such question, or nothing of that name.
        UsageError: it has no such parameter, or is not about a day.
    """
    question = saved_question(name)
    for param in params:
        if param not in question.params:
            takes = f"it takes {', '.join(question.params)}" if question.params else "it takes none"
            raise UsageError(f"the question {name} has no parameter {param!r}; {takes}")
    bound = {key: _value(graph, value) for key, value in params.items()}
    if on:
        bound |= _day(question, on)
    if pool is None:
        return run_query(graph, question.query, bound)
    with pool.run(question.query, values=bound) as result:
        return read_result(result)


def ask_about(
    name: str,
    graph: GraphView,
    things: Sequence[str],
    *,
    on: str | None = None,
    pool: QueryPool | None = None,
    **params: str | Term,
) -> Answer:
    """Ask a saved question about things, without saying which parameter each of them is.

    One thing stands for the first parameter with which there are rows (who leads AliExpress, or what does it lead);
    several for the parameters in their order. The rest as for :func:`ask`.

    Raises:
        NotFoundError: as for :func:`ask`.
        UsageError: it takes fewer parameters.
    """
    question = saved_question(name)
    free = [param for param in question.params if param not in params]
    if len(things) > len(free):
        takes = ", ".join(free) or "none"
        raise UsageError(f"the question {name} takes {takes}, and {len(things)} names were given")
    if len(things) != 1:
        return ask(name, graph, on=on, pool=pool, **dict(zip(free, things, strict=False)), **params)
    thing = _value(graph, things[0])
    for param in free:
        if next(ask(name, graph, on=on, pool=pool, **{param: thing}, **params).rows(), None) is not None:
            return ask(name, graph, on=on, pool=pool, **{param: thing}, **params)
    return ask(name, graph, on=on, pool=pool, **{free[0]: thing}, **params)
