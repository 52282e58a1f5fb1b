"""Why an article does not yield a fact: which rules came near, and which check or missing piece stopped them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.rules import Rule
from kg.extraction.tracing import STAGES, Attempt, Tracer, candidate_line, fact_line
from kg.extraction.wanted import Wanted, wanted_fact
from kg.language import Mention, QuantityMark
from kg.model import Article, fold, simplify
from kg.vocabulary import NotFoundError, vocabulary

__all__ = ["WhyNot", "why_not"]


@dataclass(frozen=True)
class WhyNot:
    """Why an article does not yield a fact.

    Attributes:
        stage: how far it came, one of :data:`STAGES`.
        reason: what stopped it.
        attempts: what was tried, the nearest first.
    """

    stage: str
    reason: str
    attempts: tuple[Attempt, ...]


class _Search:
    """A search for what stopped one fact."""

    def __init__(self, tracer: Tracer, wanted: Wanted, words: tuple[str, str], quote: str | None) -> None:
        self.tracer, self.wanted, self.words = tracer, wanted, words
        self.numbers = self._sentences(quote)

    def _sentences(self, quote: str | None) -> list[int]:
        """The sentences to look at: all, or those that the quoted words touch."""
        views = self.tracer.views
        if quote is None:
            return list(range(len(views)))
        wanted = re.sub(r"\s+", "", simplify(quote))
        kept = [n for n, char in enumerate(self.tracer.text) if not char.isspace()]
        at = "".join(self.tracer.text[n] for n in kept).find(wanted) if wanted else -1
        if at < 0:
            raise NotFoundError(f"{self.tracer.article.id}: the words {quote[:40]!r} do not stand in the article")
        start, end = kept[at], kept[at + len(wanted) - 1]
        return [n for n, v in enumerate(views) if v.sentence.start <= end and start < v.sentence.end]

    # ------------------------------------------------------------------ names
    def _has(self, number: int, slugs: frozenset[str]) -> bool:
        view = self.tracer.views[number]
        return any(e.slug in slugs for n in view.marks for e in view.entities(n))

    def _carried(self, number: int, slugs: frozenset[str]) -> bool:
        """Whether a sentence could be about a thing that it does not name: what the one before was about."""
        topic = self.tracer.context.topics[number - 1] if number else None
        return topic is not None and any(e.slug in slugs for e in (*topic.entities, *topic.beside))

    def _has_subject(self, number: int) -> bool:
        heads = self.wanted.subject
        return heads is None or self._has(number, heads) or self._carried(number, heads)

    def _has_target(self, number: int) -> bool:
        view = self.tracer.views[number]
        if self.wanted.is_relation:
            words = fold(self.tracer.text[view.sentence.start : view.sentence.end])
            takes_text = vocabulary().predicates[self.wanted.term].takes_text
            return self._has(number, self.wanted.object) or (
                takes_text and bool(self.wanted.text) and self.wanted.text in words
            )
        if self.wanted.status:
            return True
        marks = [m.quantity for m in view.marks.values() if isinstance(m, QuantityMark)]
        return any(q.value == abs(self.wanted.value or 0) for q in marks)

    def _nameless(self) -> Attempt | None:
        """What is not read as a name or figure at all."""
        every = range(len(self.tracer.views))
        heads = self.wanted.subject
        if heads is not None and not any(self._has(n, heads) for n in every):
            return Attempt("no name", None, "", None, f"subject: {self._unread(self.words[0], heads)}")
        if not any(self._has_target(n) for n in self.numbers) and not any(map(self._fixes, self._rules())):
            if not self.wanted.is_relation:
                return Attempt("no figure", None, "", None, f"no figure {self.words[1]} is read there")
            return Attempt("no name", None, "", None, f"object: {self._unread(self.words[1], self.wanted.object)}")
        return None

    def _fixes(self, rule: Rule) -> bool:
        """Whether a rule brings the other end itself: a fixed figure or text, or what owns the subject."""
        fixed = rule.options.get("fixed_value")
        if rule.options.get("object_from") == "owner":
            owners = [self.tracer.doc._.owners.get(slug) for slug in self.wanted.subject or ()]
            return any(owner is not None and owner.slug in self.wanted.object for owner in owners)
        if rule.options.get("object_text"):
            return True
        return isinstance(fixed, (int, float)) and self.wanted.value == fixed

    def _unread(self, name: str, slugs: frozenset[str]) -> str:
        """What the text has of a name that is not read as one."""
        text, plain = self.tracer.text, simplify(name).strip()
        if any(self._has(n, slugs) for n in range(len(self.tracer.views))):
            return f"{name} is not named in these words"
        at = text.lower().find(plain.lower()) if plain else -1
        if at < 0 and (not fold(plain) or fold(plain) not in fold(text)):
            return f"{name} does not stand in the article"
        for mention in self.tracer.doc._.mentions:
            if 0 <= at < mention.end and mention.start < at + len(plain):
                return f"{name} is read as part of {mention.entity.name} ({mention.entity.type})"
        return f"{name} stands in the article, but is not read as a name"

    # ------------------------------------------------------------------ types
    def _refused(self) -> Attempt | None:
        """Types of the ends that the fact model forbids, whatever the text says."""
        known = vocabulary()
        types = {e.slug: e.type for m in self._all_mentions() for e in (m.entity, *m.others)}
        heads = {types[slug] for slug in self.wanted.subject or () if slug in types}
        if not self.wanted.is_relation:
            if self.wanted.unit and not known.units[self.wanted.unit].kinds & known.metrics[self.wanted.term].kinds:
                return Attempt(
                    "type refused", None, "", None, f"{self.wanted.term} is not measured in {self.wanted.unit}"
                )
            return None
        predicate = known.predicates[self.wanted.term]
        targets = {types[slug] for slug in self.wanted.object if slug in types}
        if heads and not heads & predicate.domain:
            return Attempt(
                "type refused", None, "", None, f"no {'/'.join(sorted(heads))} is subject of {predicate.name}"
            )
        if targets and not targets & predicate.range and not predicate.takes_text:
            return Attempt(
                "type refused", None, "", None, f"no {'/'.join(sorted(targets))} is object of {predicate.name}"
            )
        return None

    def _all_mentions(self) -> list[Mention]:
        return [*self.tracer.doc._.mentions, *self.tracer.doc._.references, *self.tracer.doc._.own_words]

    # ------------------------------------------------------------------ rules
    def _rules(self) -> Iterator[Rule]:
        """The rules that could read it."""
        nouns = self.tracer.book.nouns
        for rule in self.tracer.book.rules:
            named = rule.metric == "noun" and any(e.metric(rule.reading or "value") == self.wanted.term for e in nouns)
            if self.wanted.term in (rule.predicate, rule.metric) or named:
                yield rule

    def _tried(self, number: int, rule: Rule) -> Attempt | None:
        """How far a rule comes in a sentence; None where it does not match it."""
        matched = self.tracer.matches(number, rule, None if self.wanted.is_relation else self.wanted.term)
        said = [one for one in self.tracer.read(number, rule) if self.wanted.said_by(one)]
        if said:
            return self._attempt(number, rule, *self.tracer.fate(said[0]))
        for stage, why, found in self.tracer.lifted(number, rule):
            if any(self.wanted.said_by(one) for one in found):
                return self._attempt(number, rule, stage, why)
        if not matched or rule.options.get("object_from") == "owner":  # such a rule matches every name
            return None
        return self._attempt(number, rule, "role unfilled", self._instead(number, rule, matched))

    def _instead(self, number: int, rule: Rule, matched: list[re.Match[str]]) -> str:
        """What a rule read in place of the wanted fact."""
        read = sorted({candidate_line(one) for one in self.tracer.read(number, rule)})
        if read:
            return f"it reads {', '.join(read[:4])}"
        missing = "subject" if rule.subject not in ("none", "pattern") else "end"
        return f"it matches “{self.tracer.matched(number, matched[0])}”, but finds no {missing} that fits"

    def _attempt(self, number: int, rule: Rule | None, stage: str, reason: str) -> Attempt:
        words, offset = self.tracer.sentence(number)
        ends = self._has_subject(number) + self._has_target(number)
        return Attempt(stage, rule.id if rule else None, words, offset, reason, ends)

    def attempts(self) -> list[Attempt]:
        """What was tried, the nearest first."""
        found = []
        rules = list(self._rules())
        for number in self.numbers:
            if not (self._has_target(number) or self._has_subject(number)):
                continue
            tried = [attempt for attempt in (self._tried(number, rule) for rule in rules) if attempt]
            if not self._has_target(number):
                tried = [one for one in tried if one.stage != "role unfilled"]
            found += tried
            if not tried and self._has_target(number) and self._has_subject(number):
                reason = f"none of the {len(rules)} rules for {self.wanted.term} matches"
                found.append(self._attempt(number, None, "no trigger", reason))
        return sorted(found, key=_nearest)

    def answer(self) -> WhyNot:
        """The stage, the reason and what was tried."""
        if any(self.wanted.said_by(fact) for fact in self.tracer.facts):
            fact = next(fact for fact in self.tracer.facts if self.wanted.said_by(fact))
            offset, words = fact.evidence.start, fact.evidence.text
            return WhyNot(
                "found", "the article yields it", (Attempt("found", fact.rule, words, offset, fact_line(fact), 2),)
            )
        stopped = self._refused() or self._nameless()
        tried = self.attempts()
        if stopped:
            return WhyNot(stopped.stage, stopped.reason, tuple(tried))
        if not tried:
            return WhyNot("no trigger", "no sentence has both ends, and no rule for it matches where one is", ())
        return WhyNot(tried[0].stage, tried[0].reason, tuple(tried))


def _nearest(one: Attempt) -> tuple[object, ...]:
    passed = STAGES.index(one.stage) > STAGES.index("role unfilled")
    return (not passed, -one.ends, -STAGES.index(one.stage), one.offset or 0, one.rule or "")


def why_not(article: Article, subject: str, term: str, target: str, quote: str | None = None) -> WhyNot:
    """Why an article does not yield a fact.

    Args:
        article: the article.
        subject: any name of the subject; ``-`` for none.
        term: predicate or metric.
        target: any name of the object, its text, or the value.
        quote: words of the article that should yield it; without them the whole article is looked at.

    Raises:
        NotFoundError: there is no such predicate or metric, or the quoted words do not stand in the article.
        UsageError: the value is none.
    """
    tracer = Tracer(article)
    mentions = [*tracer.doc._.mentions, *tracer.doc._.references, *tracer.doc._.own_words]
    wanted = wanted_fact(subject, term, target, mentions, tracer.text)
    return _Search(tracer, wanted, (subject, target), quote).answer()
