"""Rules tried one by one: what stops a match from becoming a fact.

A rule is tried again with one of its conditions lifted at a time; the one whose lifting lets the fact through is what
stopped it. So the answer comes from the reading itself, not from a second account of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extraction.candidates import Candidate, candidates_in
from kg.extraction.context import Context, Stance
from kg.extraction.document import facts_of
from kg.extraction.extract import extract, views_of
from kg.extraction.rules import Rule, RuleBook, rule_book
from kg.extraction.view import CODES
from kg.extraction.wanted import Wanted
from kg.language import analyse
from kg.language.tokens import text_of
from kg.model import Article, Observation, Relation, Span, fold
from kg.vocabulary import TOP_TYPES

__all__ = ["STAGES", "Attempt", "Tracer", "candidate_line", "dropped_candidates", "fact_line"]

# From the farthest to the nearest.
STAGES = (
    "no name",
    "no figure",
    "no trigger",
    "role unfilled",
    "type refused",
    "check",
    "stance",
    "fact model",
    "most specific",
    "merged",
    "found",
)
_CHECKS = ("not_if", "unless", "requires", "known", "negatable")
_THING_CODES = "".join(sorted({CODES[kind] for kind in (*TOP_TYPES, "OperatingModel")}))
_SLOT = re.compile(rf"\(\?P<(?:subject|object)>\[[{_THING_CODES}]+\](?P<more>\(\?:.*?\[[{_THING_CODES}]+\]\)\*)?")

_Fact = Relation | Observation


@dataclass(frozen=True)
class Attempt:
    """One rule in one sentence, and how far it came.

    Attributes:
        stage: one of :data:`STAGES`.
        rule: name of the rule; None where no rule came into it.
        sentence: the sentence, in the article's words.
        offset: where that starts in the decoded file, in code points; None for none.
        reason: what stopped it, or what it read instead.
        ends: how many of the two ends the sentence has, named or carried on.
    """

    stage: str
    rule: str | None
    sentence: str
    offset: int | None
    reason: str
    ends: int = 0


def candidate_line(one: Candidate) -> str:
    """A candidate in short: ``launches(速卖通, Choice)``, ``rank(淘宝) = 2 rank``."""
    subject = one.subject.name if one.subject else "—"
    if one.rule.predicate is not None:
        return f"{one.rule.predicate}({subject}, {one.object.name if one.object else one.object_text})"
    value = one.status or (f"{one.value.value:f} {one.value.unit}" if one.value else "")
    return f"{one.metric}({subject}) = {value}"


class _Lenient(Context):
    """A context in which no question and no condition stops a fact."""

    why: str | None = None

    def stance(self, *args: object, **more: object) -> Stance:
        """As the text has it, but never dropped; what would have dropped it is kept in `why`."""
        found = super().stance(*args, **more)  # type: ignore[arg-type]
        if found.dropped:
            self.why = found.dropped
        return replace(found, dropped=None)


def _without(rule: Rule, *keys: str) -> Rule:
    return replace(rule, options={key: value for key, value in rule.options.items() if key not in keys})


def _of_any_type(rule: Rule) -> Rule:
    """The rule with slots that take things of every type."""

    def widened(match: re.Match[str]) -> str:
        return re.sub(rf"\[[{_THING_CODES}]+\]", f"[{_THING_CODES}]", match.group())

    pattern = re.compile(_SLOT.sub(widened, rule.pattern.pattern))
    return replace(rule, pattern=pattern, subject_types=frozenset(TOP_TYPES))


class Tracer:
    """An analysed article, tried with single rules."""

    def __init__(self, article: Article) -> None:
        self.article, self.book = article, rule_book()
        self.doc = analyse(article)
        self.text: str = text_of(self.doc)
        views = views_of(self.doc)
        self.context, self.lenient = Context(self.doc, views), _Lenient(self.doc, views)
        self.views = self.context.views
        facts = extract(article)
        self.facts: list[_Fact] = [*facts.relations, *facts.observations]

    # ------------------------------------------------------------------ trying
    def read(self, number: int, rule: Rule, lenient: bool = False) -> list[Candidate]:
        """What one rule reads in one sentence."""
        context = self.lenient if lenient else self.context
        return candidates_in(number, context, RuleBook((rule,), self.book.nouns))

    def lifted(self, number: int, rule: Rule) -> Iterator[tuple[str, str, list[Candidate]]]:
        """What a rule reads with one condition lifted: the stage of the condition, its wording, the candidates."""
        checks = [key for key in _CHECKS if key in rule.options]
        for key in checks:
            yield "check", f"{key} = {rule.options[key]}", self.read(number, _without(rule, key))
        self.lenient.why = None
        kept = self.read(number, rule, lenient=True)
        yield "stance", self.lenient.why or "not asserted", kept
        types = " or ".join(sorted(rule.subject_types))
        yield (
            "type refused",
            f"it takes {types} as subject, or another type as object",
            self.read(number, _of_any_type(rule)),
        )
        if checks:
            bare = _of_any_type(_without(rule, *checks))
            yield "check", f"{' and '.join(checks)} together", self.read(number, bare, lenient=True)

    def matches(self, number: int, rule: Rule, metric: str | None = None) -> list[re.Match[str]]:
        """The matches of a rule in a sentence; of a rule for metric nouns those that name the metric."""
        found = list(rule.pattern.finditer(self.views[number].code))
        if rule.metric == "noun" and metric is not None:
            reading = rule.reading or "value"
            found = [m for m in found if self.book.nouns_of(m["noun"]).metric(reading) == metric]
        return found

    # ------------------------------------------------------------------ after the rules
    def fate(self, one: Candidate) -> tuple[str, str]:
        """What became of a candidate: the stage, and why; ``found`` where it stands as a fact."""
        wanted = _wanted_of(one)
        if any(wanted.said_by(fact) and fact.negated == one.stance.negated for fact in self.facts):
            return "found", "it stands as a fact"
        relations, observations = facts_of(self.article, [one])
        if not relations and not observations:
            return "fact model", "the fact model refuses it"
        ends = (one.subject.slug if one.subject else None, one.object.slug if one.object else None)
        for fact in self.facts:
            if isinstance(fact, Relation) and fact.object is not None and one.object is not None:
                other = (fact.subject.slug if fact.subject else None, fact.object.slug)
                nobody = ends[0] is None and other[1] == ends[1] and fact.predicate == one.rule.predicate
                yields = other == ends[::-1] and fact.predicate in one.rule.yields_to
                if nobody or yields or (other == ends and fact.predicate != one.rule.predicate):
                    return "most specific", f"{fact_line(fact)} says it more exactly"
        return "merged", self._twin(one)

    def _twin(self, one: Candidate) -> str:
        """The fact into which a candidate went, in words."""
        start = self.offset(one.view.starts[one.first])
        term = one.rule.predicate or one.metric
        for fact in self.facts:
            same = (fact.predicate if isinstance(fact, Relation) else fact.metric) == term
            if same and any(e.start <= start < e.end for e in (fact.evidence, *fact.also_in)):
                return f"{fact_line(fact)} stands for it"
        return "another reading of the same words was preferred"

    # ------------------------------------------------------------------ words
    def offset(self, start: int) -> int:
        """The place in the file of an offset of the body."""
        return self.article.body.file_span(Span(start, start + 1)).start

    def matched(self, number: int, match: re.Match[str]) -> str:
        """The article's words for a match."""
        view = self.views[number]
        last = max(match.start(), match.end() - 1)
        return re.sub(r"\s+", " ", self.article.body.text[view.starts[match.start()] : view.ends[last]])

    def sentence(self, number: int) -> tuple[str, int]:
        """A sentence in the article's words, and where it starts in the file."""
        span = self.views[number].sentence
        words = re.sub(r"\s+", " ", self.article.body.text[span.start : span.end]).strip()
        return words, self.offset(span.start)


def _wanted_of(one: Candidate) -> Wanted:
    """A candidate as the fact that it would be."""
    heads = frozenset({one.subject.slug}) if one.subject else None
    if one.rule.predicate is not None:
        things = frozenset({one.object.slug}) if one.object else frozenset()
        return Wanted(one.rule.predicate, heads, things, fold(one.object_text or ""))
    value, unit = (one.value.value, one.value.unit) if one.value else (None, None)
    return Wanted(one.metric or "", heads, value=value, unit=unit, status=one.status)


def fact_line(fact: _Fact) -> str:
    """A fact in the same form."""
    subject = fact.subject.name if fact.subject else "—"
    if isinstance(fact, Relation):
        return f"{fact.predicate}({subject}, {fact.object.name if fact.object else fact.object_text})"
    return f"{fact.metric}({subject}) = {fact.value}{' ' + fact.unit if fact.unit else ''}"


def dropped_candidates(article: Article) -> list[Attempt]:
    """Every match of a rule that became no fact, in the order of the text, with what stopped it."""
    tracer = Tracer(article)
    found: list[Attempt] = []
    for number in range(len(tracer.views)):
        if tracer.views[number].marks:
            for rule in tracer.book.rules:
                found += _dropped(tracer, number, rule)
    return found


def _dropped(tracer: Tracer, number: int, rule: Rule) -> Iterator[Attempt]:
    matched = tracer.matches(number, rule)
    if not matched:
        return
    words, offset = tracer.sentence(number)
    read = tracer.read(number, rule)
    for one in read:
        stage, reason = tracer.fate(one)
        if stage != "found":
            yield Attempt(stage, rule.id, words, offset, f"{candidate_line(one)}: {reason}", 2)
    open_matches = [m for m in matched if not any(_covers(one, m) for one in read)]
    if not open_matches or rule.options.get("object_from") == "owner":  # such a rule matches every name
        return
    lifted = list(tracer.lifted(number, rule))
    for match in open_matches:
        yield next(
            (
                Attempt(stage, rule.id, words, offset, f"{candidate_line(one)}: {why}", 2)
                for stage, why, candidates in lifted
                for one in candidates
                if _covers(one, match)
            ),
            Attempt("role unfilled", rule.id, words, offset, f"matches “{tracer.matched(number, match)}”"),
        )


def _covers(one: Candidate, match: re.Match[str]) -> bool:
    return one.first <= match.start() and match.end() <= one.last
