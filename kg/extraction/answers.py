"""Answers of a language model as facts: each checked as the rules' are, and rejected with a reason otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kg.extraction.endpoint import Endpoint
from kg.extraction.extract import extract
from kg.extraction.prompting import pieces, request
from kg.language import Mention, QuantityMark, TimeMark, analyse
from kg.language.tokens import text_of
from kg.lexicon import lexicon
from kg.model import (
    MODALITIES,
    PROFIT_STATUSES,
    Article,
    ArticleFacts,
    Entity,
    Evidence,
    Observation,
    Qualifiers,
    Relation,
    Span,
    fold,
    simplify,
)
from kg.vocabulary import TOP_TYPES, ModelError, vocabulary
from kg.vocabulary.namespaces import mint_slug

__all__ = ["Rejected", "claim_of", "extract_with_model", "facts_in"]

_Fact = Relation | Observation
_FENCE = re.compile(r"^\s*```(?:json)?\s*\n(.*?)\n?```\s*$", re.DOTALL)


@dataclass(frozen=True)
class Rejected:
    """Something that a model said and that is no fact: what, and why."""

    said: str
    reason: str


def facts_in(words: str) -> list[dict[str, Any]] | None:
    """The facts of an answer as objects; None where it is no answer of the schema."""
    fenced = _FENCE.match(words)
    try:
        answer = json.loads(fenced[1] if fenced else words)
    except (ValueError, RecursionError):
        return None
    found = answer.get("facts") if isinstance(answer, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return None
    return found


class _Checker:
    """Checks what a model says about one article."""

    def __init__(self, article: Article) -> None:
        self.article, self.doc = article, analyse(article)
        self.text: str = text_of(self.doc)
        self._folded = fold(self.text)
        self.entities: dict[str, Entity] = {}
        for mention in self.doc._.mentions:
            self._add(mention)

    def _add(self, mention: Mention) -> None:
        names = (mention.entity.name, mention.entity.en or "", *mention.entity.aliases)
        for name in (self.text[mention.start : mention.end], *names):
            if name:
                self.entities.setdefault(fold(simplify(name)), mention.entity)

    # ------------------------------------------------------------------ parts
    def evidence(self, quote: Any) -> Evidence:
        """The run of the article that a quote is."""
        body = self.article.body
        if not isinstance(quote, str) or not quote.strip():
            raise ModelError("no quote")
        start = body.text.find(quote.strip())
        if start < 0:
            raise ModelError("the quote is no run of the text")
        span = Span(start, start + len(quote.strip()))
        if body.text[span.start : span.end].count("\n") > 1:
            raise ModelError("the quote is more than a sentence")
        where = body.file_span(span)
        words = self.article.file_text[where.start : where.end]
        return Evidence(self.article.id, where.start, where.end, words, quote.strip(), span.start)

    def thing(self, name: Any, given: Any, role: str) -> Entity:
        """A thing by a name that the article has."""
        if not isinstance(name, str) or not fold(name):
            raise ModelError(f"no {role}")
        plain = simplify(name.strip())
        known = self.entities.get(fold(plain))
        if known is not None:
            return known
        if fold(plain) not in self._folded:
            raise ModelError(f"{role} {name!r} does not occur in the text")
        listed = [one for one in lexicon().find(name) if given in (None, one.type)]
        if listed:
            return listed[0].entity()
        if given not in TOP_TYPES:
            raise ModelError(f"{role} {name!r} has no type")
        return Entity(mint_slug(given, plain), given, plain, aliases=(name.strip(),) if name.strip() != plain else ())

    def _inside(self, words: Any, evidence: Evidence, marks: list[Any], what: str) -> Any:
        """The mark of the text at some words of the quote."""
        if not isinstance(words, str) or not words.strip():
            raise ModelError(f"no words for the {what}")
        at = evidence.text.find(words.strip())
        if at < 0:
            raise ModelError(f"the {what} {words!r} does not stand in the quote")
        start = evidence.body_start + at
        end = start + len(words.strip())
        found = [mark for mark in marks if mark.start < end and start < mark.end]
        if len(found) != 1:
            raise ModelError(f"{words!r} is no {what}")
        return found[0]

    def time(self, words: Any, evidence: Evidence) -> dict[str, Any]:
        """Time and its words, read again from the quote."""
        if words is None:
            return {}
        mark: TimeMark = self._inside(words, evidence, self.doc._.times, "time")
        if mark.value is None:
            return {}
        said = re.sub(r"\s+", " ", self.article.body.text[mark.start : mark.end]).strip()
        return {"time": mark.value, "time_text": said}

    # ------------------------------------------------------------------ facts
    def fact(self, said: dict[str, Any]) -> _Fact:
        """What a model said, as a fact.

        Raises:
            ModelError: it is none; says why.
        """
        term = said.get("term")
        evidence = self.evidence(said.get("quote"))
        if said.get("modality") not in MODALITIES or not isinstance(said.get("negated"), bool):
            raise ModelError("modality or negation is missing")
        common = {"evidence": evidence, "modality": said["modality"], "negated": said["negated"]}
        common |= self.time(said.get("time_text"), evidence)
        known = vocabulary()
        if isinstance(term, str) and term in known.predicates:
            return self._relation(term, said, common)
        if isinstance(term, str) and term in known.metrics and term != "other":
            return self._observation(term, said, common)
        raise ModelError(f"{str(term)[:40]!r} is no relation or metric")

    def _relation(self, term: str, said: dict[str, Any], common: dict[str, Any]) -> Relation:
        predicate = vocabulary().predicates[term]
        optional = predicate.subject_optional and said.get("subject") is None
        subject = None if optional else self.thing(said.get("subject"), said.get("subject_type"), "subject")
        target = said.get("object")
        as_text = predicate.takes_text and isinstance(target, str) and fold(simplify(target)) not in self.entities
        if as_text and (not predicate.range or said.get("object_type") is None):
            words = str(target).strip()
            if not words or words not in common["evidence"].text:
                raise ModelError(f"object {words!r} does not stand in the quote")
            return Relation(predicate=term, subject=subject, object_text=simplify(words), **common)
        thing = self.thing(target, said.get("object_type"), "object")
        return Relation(predicate=term, subject=subject, object=thing, **common)

    def _observation(self, term: str, said: dict[str, Any], common: dict[str, Any]) -> Observation:
        subject = self.thing(said.get("subject"), said.get("subject_type"), "subject")
        metric = vocabulary().metrics[term]
        words = said.get("value_text")
        if metric.kinds == {"status"}:
            status = next((one for one in PROFIT_STATUSES if one == said.get("object")), None)
            if status is None or not isinstance(words, str) or words not in common["evidence"].text:
                raise ModelError(f"no {' or '.join(PROFIT_STATUSES)} as object, or no words for it in the quote")
            return Observation(metric=term, subject=subject, value=status, value_text=words, **common)
        mark: QuantityMark = self._inside(words, common["evidence"], self.doc._.quantities, "figure")
        figure = mark.quantity
        qualifiers = Qualifiers(approx=figure.approx, bound=figure.bound, max=figure.max)
        return Observation(
            metric=term,
            subject=subject,
            value=figure.value,
            value_text=self.article.body.text[mark.start : mark.end],
            unit=figure.unit,
            qualifiers=qualifiers,
            **common,
        )


def _in_short(said: dict[str, Any]) -> str:
    parts = [
        str(said.get(key))[:40] for key in ("subject", "term", "object", "value_text") if said.get(key) is not None
    ]
    return " ".join(parts)


def claim_of(fact: _Fact) -> tuple[object, ...]:
    """What makes two facts the same claim, whoever found them."""
    subject = fact.subject.slug if fact.subject else ""
    if isinstance(fact, Relation):
        ends = [subject, fact.object.slug if fact.object else fact.object_text or ""]
        ordered = sorted(ends) if vocabulary().predicates[fact.predicate].symmetric else ends
        return (fact.predicate, *ordered, fact.negated)
    return (fact.metric, subject, fact.value, fact.unit, fact.negated)


def extract_with_model(
    article: Article, endpoint: Endpoint, rejected: Callable[[Rejected], None] | None = None
) -> ArticleFacts:
    """The facts that a language model finds in an article, each checked, each once.

    Args:
        article: the article.
        endpoint: the model.
        rejected: told what the model said that is no fact, and why.

    Raises:
        LimitError: the model does not answer.
        InputError: it refuses, or answers no chat completion.
    """
    tell = rejected or (lambda _: None)
    checker = _Checker(article)
    found: dict[tuple[object, ...], _Fact] = {}
    for piece in pieces(article.body.text):
        body = request(endpoint.model, piece, article.title, article.published)
        answer = facts_in(endpoint.ask(body, lambda words: facts_in(words) is not None))
        if answer is None:
            tell(Rejected(f"answer to a piece of {len(piece)} characters", "it is no JSON of the schema"))
        for said in answer or ():
            try:
                fact = checker.fact(said)
            except ModelError as error:
                tell(Rejected(_in_short(said), str(error)))
                continue
            found.setdefault(claim_of(fact), fact)
    facts = sorted(found.values(), key=lambda fact: (fact.evidence.start, fact.evidence.end, str(claim_of(fact))))
    return ArticleFacts(
        article=article,
        entities=extract(article).entities,
        relations=tuple(fact for fact in facts if isinstance(fact, Relation)),
        observations=tuple(fact for fact in facts if isinstance(fact, Observation)),
    )
