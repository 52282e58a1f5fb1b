"""The facts of an article as JSON and back: no names of classes or modules in it, so that it is safe to read.

An entity and an evidence stand once, in tables; facts name them by their place there. Whatever a damaged or forged text
holds, the constructors of the fact model check it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from decimal import Decimal
from typing import Any

from kg.model import Article, ArticleFacts, Body, Entity, Evidence, Observation, Qualifiers, Relation, TimeSpan
from kg.vocabulary import InputError

__all__ = ["article_row", "facts_from", "facts_text", "stub_article"]

_ARTICLE = ("id", "sha256", "title", "published", "publisher", "author", "source", "script")
_ENTITIES = ("place", "joint_with")
_TIMES = ("until", "announced", "effective")
_QUALIFIERS = tuple(one.name for one in fields(Qualifiers))
_Fact = Relation | Observation


def article_row(article: Article) -> dict[str, str]:
    """What the graph says of an article itself, as far as it is known."""
    return {name: value for name in _ARTICLE if (value := getattr(article, name))}


def stub_article(row: dict[str, str], path: str = "") -> Article:
    """An article without its text.

    Raises:
        ModelError, TypeError, KeyError: the row is damaged.
    """
    known = {name: row.get(name) for name in _ARTICLE}
    return Article(file_text="", body=Body("", ()), path=path, **known)  # type: ignore[arg-type]


class _Table:
    """Values, each once, by their place."""

    def __init__(self, row: Callable[[Any], list[Any]]) -> None:
        self._row = row
        self._places: dict[Any, int] = {}
        self.rows: list[list[Any]] = []

    def add(self, value: Any) -> int | None:
        if value is None:
            return None
        place = self._places.get(value)
        if place is None:
            place = self._places[value] = len(self.rows)
            self.rows.append(self._row(value))
        return place


def _entity_row(one: Entity) -> list[Any]:
    return [one.slug, one.type, one.name, one.en, list(one.aliases), one.linked, one.subclass]


def _evidence_row(one: Evidence) -> list[Any]:
    return [one.start, one.quote, None if one.text == one.quote else one.text, one.body_start]


def _value(value: Decimal | str | None) -> Any:
    """A number as a list of its digits, so that it differs from a text."""
    return [str(value)] if isinstance(value, Decimal) else value


def _time(span: TimeSpan | None) -> str | None:
    return span.value if span else None


def _qualifiers(one: Qualifiers, entities: _Table) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in one.items():
        if isinstance(value, Entity):
            found[name] = entities.add(value)
        elif isinstance(value, TimeSpan):
            found[name] = value.value
        else:
            found[name] = _value(value) if isinstance(value, Decimal) else value
    return found


def _common(one: _Fact, entities: _Table, evidence: _Table) -> list[Any]:
    return [
        evidence.add(one.evidence),
        one.modality,
        one.negated,
        _time(one.time),
        one.time_text,
        entities.add(one.attributed_to),
        one.rule,
        _value(one.confidence),
        _qualifiers(one.qualifiers, entities),
        [evidence.add(other) for other in one.also_in],
    ]


def facts_text(facts: ArticleFacts) -> bytes:
    """The facts of an article as JSON, without its text; the same facts give the same bytes."""
    entities, evidence = _Table(_entity_row), _Table(_evidence_row)
    named = [entities.add(one) for one in facts.entities]
    relations = [
        [
            one.predicate,
            entities.add(one.subject),
            entities.add(one.object),
            one.object_text,
            *_common(one, entities, evidence),
        ]
        for one in facts.relations
    ]
    observations = [
        [
            one.metric,
            entities.add(one.subject),
            _value(one.value),
            one.value_text,
            one.unit,
            *_common(one, entities, evidence),
        ]
        for one in facts.observations
    ]
    whole = {
        "article": article_row(facts.article),
        "entities": entities.rows,
        "named": named,
        "evidence": evidence.rows,
        "relations": relations,
        "observations": observations,
    }
    return json.dumps(whole, separators=(",", ":"), sort_keys=True).encode()


def _number(value: Any) -> Any:
    return Decimal(value[0]) if isinstance(value, list) else value


def _at(table: list[Any], place: int | None) -> Any:
    return None if place is None else table[place]


def _qualified(row: dict[str, Any], entities: list[Entity]) -> Qualifiers:
    known: dict[str, Any] = {}
    for name, value in row.items():
        if name not in _QUALIFIERS:
            raise KeyError(name)
        if name in _ENTITIES:
            known[name] = entities[value]
        elif name in _TIMES:
            known[name] = TimeSpan(value)
        else:
            known[name] = _number(value)
    return Qualifiers(**known)


def _shared(row: list[Any], entities: list[Entity], evidence: list[Evidence]) -> dict[str, Any]:
    proof, modality, negated, time, time_text, speaker, rule, confidence, qualifiers, also_in = row
    return {
        "evidence": evidence[proof],
        "modality": modality,
        "negated": negated,
        "time": None if time is None else TimeSpan(time),
        "time_text": time_text,
        "attributed_to": _at(entities, speaker),
        "rule": rule,
        "confidence": _number(confidence),
        "qualifiers": _qualified(qualifiers, entities),
        "also_in": tuple(evidence[place] for place in also_in),
    }


def _facts(whole: dict[str, Any], path: str) -> ArticleFacts:
    article = stub_article(whole["article"], path)
    entities = [
        Entity(slug, kind, name, en, tuple(aliases), linked, subclass)
        for slug, kind, name, en, aliases, linked, subclass in whole["entities"]
    ]
    evidence = [
        Evidence(article.id, start, start + len(quote), quote, quote if text is None else text, body_start)
        for start, quote, text, body_start in whole["evidence"]
    ]
    relations = [
        Relation(
            predicate=predicate,
            subject=_at(entities, subject),
            object=_at(entities, target),
            object_text=text,
            **_shared(rest, entities, evidence),
        )
        for predicate, subject, target, text, *rest in whole["relations"]
    ]
    observations = [
        Observation(
            metric=metric,
            subject=entities[subject],
            value=_number(value),
            value_text=text,
            unit=unit,
            **_shared(rest, entities, evidence),
        )
        for metric, subject, value, text, unit, *rest in whole["observations"]
    ]
    named = tuple(entities[place] for place in whole["named"])
    return ArticleFacts(article, named, tuple(relations), tuple(observations))


def facts_from(text: bytes, path: str = "") -> ArticleFacts:
    """The facts of :func:`facts_text`; their article has no text.

    Args:
        text: the JSON.
        path: where the article was read from, for messages.

    Raises:
        InputError: it is damaged.
    """
    try:
        return _facts(json.loads(text), path)
    except (ArithmeticError, AttributeError, InputError, KeyError, LookupError, TypeError, ValueError) as error:
        raise InputError(f"{path or 'facts'}: damaged ({type(error).__name__}: {error})") from error
