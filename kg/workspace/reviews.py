"""What people decided about facts: kept in ``reviews.toml`` beside the corpus, honoured by every build.

A review names its fact by the digits of its IRI, and by article, ends and words, so that it still holds where a later
version of the program reads the same claim from the same words with another time or modality.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.explore.facts import Figure, StatedRelation
from kg.graph import article_quads
from kg.graph.files import write_file
from kg.graph.statements import observation_nodes, statement_nodes
from kg.graph.terms import article_iri, term, text
from kg.lexicon import lexicon
from kg.model import MODALITIES, PROFIT_STATUSES, ArticleFacts, Entity, Observation, Relation, TimeSpan, fold
from kg.vocabulary import DataFileError, KgError, ModelError, UsageError, vocabulary
from kg.vocabulary.namespaces import XBR
from kg.vocabulary.tables import load_toml

__all__ = [
    "CHANGEABLE",
    "DECISIONS",
    "REVIEWS_NAME",
    "Review",
    "checked_change",
    "read_reviews",
    "review_of",
    "reviewed_quads",
    "reviews_beside",
    "write_reviews",
]

REVIEWS_NAME = "reviews.toml"
DECISIONS = ("accept", "reject", "correct", "note")
CHANGEABLE = ("subject", "predicate", "object", "metric", "value", "unit", "time", "modality", "negated")
_KEYS = {"fact", "article", "subject", "term", "object", "quote", "decision", "by", "on", "note", "change"}
_Fact = Relation | Observation


@dataclass(frozen=True)
class Review:
    """One decision.

    Attributes:
        fact: the 16 hex digits of the fact.
        article: id of its article.
        subject: slug of its subject; "" for none.
        term: predicate or metric.
        object: slug or text of its object, or its value.
        quote: the words that state it.
        decision: one of :data:`DECISIONS`.
        by: who decided.
        on: when, ``YYYY-MM-DD``.
        note: a remark.
        change: of a correction, what becomes of which part (:data:`CHANGEABLE`); things by any of their names.
    """

    fact: str
    article: str
    subject: str
    term: str
    object: str
    quote: str
    decision: str
    by: str
    on: str
    note: str = ""
    change: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.decision not in DECISIONS:
            raise ModelError(f"decision {self.decision!r} is not one of {', '.join(DECISIONS)}")
        if not self.by.strip():
            raise ModelError("a review needs who decided: by")
        unknown = sorted(set(self.change) - set(CHANGEABLE))
        if unknown or (self.decision == "correct") != bool(self.change):
            raise ModelError(f"a correction changes some of {', '.join(CHANGEABLE)}, other decisions nothing")
        try:
            date.fromisoformat(self.on)
        except ValueError as error:
            raise ModelError(f"date {self.on!r} is not YYYY-MM-DD") from error


# ---------------------------------------------------------------------- the file
def read_reviews(path: Path) -> list[Review]:
    """The reviews of a file, in its order; none where there is no file.

    Raises:
        DataFileError: it breaks the schema; names the review.
    """
    if not path.is_file():
        return []
    table = load_toml(path)
    rows = table.get("review", [])
    if set(table) - {"review"} or not isinstance(rows, list):
        raise DataFileError("holds nothing but [[review]] tables", path)
    return [_review(row, number, path) for number, row in enumerate(rows)]


def _review(row: Any, number: int, path: Path) -> Review:
    if not isinstance(row, dict) or set(row) - _KEYS:
        odd = ", ".join(sorted(set(row) - _KEYS)) if isinstance(row, dict) else "no table"
        raise DataFileError(f"review {number + 1}: unknown: {odd}", path)
    values = {**row, "on": str(row.get("on", ""))}
    change = values.pop("change", {})
    wrong = [key for key, value in values.items() if not isinstance(value, str)]
    if wrong or not isinstance(change, dict):
        raise DataFileError(f"review {number + 1}: {', '.join(wrong) or 'change'} must be a text", path)
    try:
        return Review(**values, change={key: str(value) for key, value in change.items()})
    except (ModelError, TypeError) as error:
        raise DataFileError(f"review {number + 1}: {error}", path) from error


def _toml(value: str) -> str:
    """A basic string of TOML 1.0: JSON's escapes are among its own; DEL and lone surrogates are not allowed plain."""
    clean = re.sub("[\ud800-\udfff]", "\ufffd", value)
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def write_reviews(path: Path, reviews: Iterable[Review]) -> None:
    """Write a file of reviews, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    lines = ["# Decisions of people about facts; `kg build` honours them, `kg review` adds to them."]
    for one in reviews:
        lines += ["", "[[review]]"]
        for key in ("fact", "article", "subject", "term", "object", "quote", "decision", "by"):
            lines.append(f"{key} = {_toml(getattr(one, key))}")
        lines.append(f"on = {one.on}")
        if one.note:
            lines.append(f"note = {_toml(one.note)}")
        if one.change:
            inside = ", ".join(f"{key} = {_toml(one.change[key])}" for key in CHANGEABLE if key in one.change)
            lines.append(f"change = {{ {inside} }}")
    write_file(path, [("\n".join(lines) + "\n").encode()])


def reviews_beside(paths: Sequence[str | os.PathLike[str]]) -> list[Review]:
    """The reviews that stand beside a corpus: in each folder given, and in the folder of each file given."""
    folders = {(path if path.is_dir() else path.parent).resolve() for path in map(Path, paths)}
    return [one for folder in sorted(folders) for one in read_reviews(folder / REVIEWS_NAME)]


def review_of(fact: StatedRelation | Figure, decision: str, by: str, on: str, **more: Any) -> Review:
    """A review of a fact of a graph.

    Args:
        fact: the fact.
        decision: one of :data:`DECISIONS`.
        by: who decides.
        on: when, ``YYYY-MM-DD``.
        more: `note` and `change`.

    Raises:
        ModelError: the decision is none, or its parts do not go together.
    """
    subject = unquote(fact.subject.iri.removeprefix(XBR)) if fact.subject else ""
    if isinstance(fact, Figure):
        target = f"{fact.value} {fact.unit}" if fact.unit else fact.value
        name = fact.metric
    else:
        target = unquote(fact.object.iri.removeprefix(XBR)) if fact.object else fact.object_text or ""
        name = fact.predicate
    quotation = fact.quotations[0] if fact.quotations else None
    return Review(
        fact=fact.iri.rpartition("/")[2],
        article=unquote(quotation.source.article) if quotation else "",
        subject=subject,
        term=name,
        object=target,
        quote=quotation.text if quotation else "",
        decision=decision,
        by=by,
        on=on,
        **more,
    )


# ---------------------------------------------------------------------- honouring them
def _node(article: ox.NamedNode, fact: _Fact) -> ox.NamedNode:
    found = statement_nodes(article, [fact]) if isinstance(fact, Relation) else observation_nodes(article, [fact])
    return next(iter(found))


def _is_same(review: Review, fact: _Fact) -> bool:
    """Whether a review is of a claim with these ends in these words."""
    subject = fact.subject.slug if fact.subject else ""
    if isinstance(fact, Relation):
        name, target = fact.predicate, fact.object.slug if fact.object else fact.object_text or ""
    else:
        value = fact.value if isinstance(fact.value, str) else f"{fact.value:f}"
        name, target = fact.metric, f"{value} {fact.unit}" if fact.unit else value
    said = (review.subject, review.term, review.object, review.quote)
    return said == (subject, name, target, fact.evidence.text)


def _thing(name: str, facts: ArticleFacts) -> Entity | None:
    """A thing by any of its names: of the article, else of the lexicon."""
    wanted = fold(name)
    for entity in facts.entities:
        if wanted in {fold(one) for one in (entity.name, entity.en or "", entity.slug, *entity.aliases) if one}:
            return entity
    found = lexicon().find(name)
    return found[0].entity() if found else None


def _required(name: str, facts: ArticleFacts) -> Entity:
    found = _thing(name, facts)
    if found is None:
        raise ModelError(f"neither {facts.article.id} nor the lexicon has a thing named {name!r}")
    return found


def _changed(fact: _Fact, change: Mapping[str, str], facts: ArticleFacts) -> _Fact:
    """A fact as corrected.

    Raises:
        ModelError: the fact model forbids it, or a name is unknown.
    """
    new: dict[str, Any] = {"confidence": None} if change else {}  # it was that of what the rules read
    if "subject" in change:
        new["subject"] = _required(change["subject"], facts) if change["subject"] not in ("", "-") else None
    if "time" in change:
        new |= {"time": TimeSpan(change["time"]) if change["time"] else None, "time_text": None}
    if "modality" in change:
        new["modality"] = change["modality"]
    if "negated" in change:
        new["negated"] = change["negated"] == "true"
    if isinstance(fact, Relation):
        predicate = new["predicate"] = change.get("predicate", fact.predicate)
        if "object" in change:
            thing = _thing(change["object"], facts)
            known = vocabulary().predicates.get(predicate)
            as_text = thing is None and known is not None and known.takes_text
            new["object"] = None if as_text else _required(change["object"], facts)
            new["object_text"] = change["object"] if as_text else None
    else:
        new |= {key: change[key] for key in ("metric", "unit") if key in change}
        if "value" in change:
            new["value"] = change["value"] if change["value"] in PROFIT_STATUSES else _number(change["value"])
    return replace(fact, **new)


def _number(value: str) -> Decimal:
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise ModelError(f"{value!r} is no number") from error


def _decided(
    facts: Sequence[_Fact], reviews: Sequence[Review], whole: ArticleFacts
) -> list[tuple[_Fact, Review | None]]:
    """The facts that stay, as corrected, each with the review that keeps it."""
    node = article_iri(whole.article.id)
    digits = {one.fact: one for one in reviews}
    kept: list[tuple[_Fact, Review | None]] = []
    for fact in facts:
        exact = digits.get(_node(node, fact).value.rpartition("/")[2])
        review = exact or next((one for one in reversed(reviews) if _is_same(one, fact)), None)
        if review is None or review.decision in ("accept", "note"):
            kept.append((fact, review if review and review.decision == "accept" else None))
        elif review.decision == "correct":
            try:
                kept.append((_changed(fact, review.change, whole), review))
            except KgError as error:
                raise DataFileError(f"{REVIEWS_NAME}: review of fact {review.fact}: {error}") from error
    return kept


def reviewed_quads(facts: ArticleFacts, reviews: Sequence[Review], publisher: Entity | None = None) -> list[ox.Quad]:
    """The graph of an article with the decisions of people honoured, sorted.

    Rejected facts are left out; corrected ones are changed; corrected and accepted ones are marked ``xb:reviewedBy``
    and ``xb:reviewedOn``.

    Args:
        facts: what the article states.
        reviews: decisions, of any article; of two about one fact the later counts.
        publisher: the article's outlet as a thing, where that is not what the outlet's name says.

    Raises:
        DataFileError: a correction makes a fact that the fact model forbids; names the fact.
    """
    own = [one for one in reviews if one.article == facts.article.id]
    if not own:
        return article_quads(facts, publisher)
    relations, observations = _decided(facts.relations, own, facts), _decided(facts.observations, own, facts)
    left = replace(
        facts,
        relations=tuple(fact for fact, _ in relations),  # type: ignore[misc]
        observations=tuple(fact for fact, _ in observations),  # type: ignore[misc]
    )
    quads, graph = set(article_quads(left, publisher)), article_iri(facts.article.id)
    for fact, review in (*relations, *observations):
        if review is not None:
            node = _node(graph, fact)
            day = ox.Literal(review.on, datatype=term("xsd:date"))
            quads.add(ox.Quad(node, term("xb:reviewedBy"), text(review.by), graph))
            quads.add(ox.Quad(node, term("xb:reviewedOn"), day, graph))
    return sorted(quads, key=str)


def checked_change(part: str, value: str) -> str:
    """A new value for a part of a fact, as far as it can be checked without the article.

    Raises:
        UsageError: it is none.
    """
    known = vocabulary()
    allowed: dict[str, Sequence[str]] = {
        "predicate": sorted(known.predicates),
        "metric": sorted(known.metrics),
        "unit": sorted(known.units),
        "modality": MODALITIES,
        "negated": ("true", "false"),
    }
    if part in allowed and value not in allowed[part]:
        raise UsageError(f"{value!r} is no {part}")
    if part == "time" and value == "-":
        return ""
    try:
        if part == "time" and value:
            TimeSpan(value)
        if part == "value" and value not in PROFIT_STATUSES:
            _number(value)
    except ModelError as error:
        raise UsageError(str(error)) from error
    return value
