"""Why a fact was read: the rule, the sentence as the rule saw it, and each step of normalisation and resolution.

Nothing of this is stored: it is recomputed from the article's text and the name of the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.extraction.candidates import Candidate
from kg.extraction.confidence import CIRCUMSTANCES, circumstances_of, confidence_model
from kg.extraction.document import evidence_of
from kg.extraction.extract import extract, find_candidates
from kg.extraction.rules import Rule
from kg.extraction.view import CODES, SentenceView
from kg.language import Mention, QuantityMark, TimeMark, analyse
from kg.language.tokens import text_of
from kg.model import Article, ArticleFacts, Entity, Observation, Quantity, Relation, Span, simplify
from kg.vocabulary.tables import load_toml

__all__ = ["Derivation", "Deriver", "Step", "rule_source", "seen_as"]

_Fact = Relation | Observation
_KIND_OF = {code: kind for kind, code in CODES.items()}


@dataclass(frozen=True)
class Step:
    """One step from the words of the article to a part of the fact.

    Attributes:
        part: what it gives: ``subject``, ``object``, ``value``, ``time``, ``place``, ``speaker``, ``modality``,
            ``negated``, ``former``, the name of a qualifier, or ``evidence`` (a further place that says the same).
        kind: how: ``lexicon name``, ``new name``, ``reference``, ``left out``, ``owner``, ``head noun``, ``script``,
            ``time words``, ``figure words``, ``fall``, ``currency``, ``fixed by the rule``, ``words``, ``speech``,
            ``stance``, ``also stated``.
        words: the article's own words; "" where it has none.
        offset: where they stand in the decoded file, in code points; None for none.
        result: what they become.
    """

    part: str
    kind: str
    words: str
    offset: int | None
    result: str


@dataclass(frozen=True)
class Derivation:
    """How a fact was read.

    Attributes:
        rule: name of the rule.
        gloss: what it reads, in short.
        pattern: its pattern as written.
        source: file and line of the rule.
        sentence: the sentence, in the article's words.
        seen_as: the sentence as the rule saw it, names, times and figures in angle brackets.
        steps: what led from words to the parts of the fact, in the order of the parts.
        confidence: how likely it is to be right.
        weighed: what speaks for or against it, as what it adds to the logarithm of the odds, with the facts known to
            be right or wrong on which that rests.
    """

    rule: str
    gloss: str
    pattern: str
    source: str
    sentence: str
    seen_as: str
    steps: tuple[Step, ...]
    confidence: str
    weighed: tuple[str, ...]


@cache
def _patterns(path: str) -> dict[str, str]:
    return {row["id"]: row["pattern"] for row in load_toml(Path(path)).get("rule", [])}


def rule_source(rule: Rule) -> tuple[str, str]:
    """The pattern of a rule as written, and ``ontology/rules/FILE:LINE`` where it stands."""
    pattern = _patterns(rule.path).get(rule.id, rule.pattern.pattern)
    return pattern, f"ontology/rules/{Path(rule.path).name}" + (f":{rule.line}" if rule.line else "")


def seen_as(view: SentenceView, text: str) -> str:
    """A sentence as rules see it, readable: ``⟨Platform 速卖通⟩均隶属于⟨Organization AIDC⟩``.

    Args:
        view: the sentence.
        text: the text that its offsets count in.
    """
    parts = []
    for position, code in enumerate(view.code):
        if position in view.marks:
            words = re.sub(r"\s+", " ", text[view.starts[position] : view.ends[position]])
            parts.append(f"⟨{_KIND_OF.get(code, 'name')} {words}⟩")
        else:
            parts.append(code)
    return "".join(parts)


def _figure(quantity: Quantity) -> str:
    said = f"{quantity.value:f} {quantity.unit}"
    extra = [
        "approximate" if quantity.approx else "",
        quantity.bound or "",
        f"up to {quantity.max:f}" if quantity.max is not None else "",
    ]
    told = ", ".join(one for one in extra if one)
    return f"{said} ({told})" if told else said


class Deriver:
    """Explains the facts of one article.

    Args:
        article: the article; its facts are read once, and told in `facts`.
    """

    def __init__(self, article: Article) -> None:
        self.article = article
        self.facts: ArticleFacts = extract(article)
        self._doc = analyse(article)
        self._text: str = text_of(self._doc)
        self._candidates = find_candidates(self._doc)
        self._mentions = sorted([*self._doc._.mentions, *self._doc._.references, *self._doc._.own_words])

    # ------------------------------------------------------------------ which candidate
    def candidate(self, fact: _Fact) -> Candidate | None:
        """The match of a rule that became a fact; None where no rule of this installation reads it."""
        ranked = [(self._likeness(one, fact), -number, one) for number, one in enumerate(self._candidates)]
        best = max((row for row in ranked if row[0] >= 0), default=None, key=lambda row: row[:2])
        return best[2] if best else None

    def _likeness(self, one: Candidate, fact: _Fact) -> int:
        """How much of a fact a candidate says; -1 where it is another fact."""
        term = fact.predicate if isinstance(fact, Relation) else fact.metric
        if one.rule.id != fact.rule or (one.rule.predicate or one.metric) != term:
            return -1
        proof = evidence_of(self.article, one)
        if proof.end <= fact.evidence.start or fact.evidence.end <= proof.start:
            return -1
        same = [one.subject.slug if one.subject else None] == [fact.subject.slug if fact.subject else None]
        if isinstance(fact, Relation):
            target = one.object.slug if one.object else one.object_text
            same_end = target == (fact.object.slug if fact.object else fact.object_text)
        else:
            same_end = (one.status or (one.value.value if one.value else None)) == fact.value
        if not same_end:
            return -1
        time = one.time.value if one.time else None
        return 8 * same + 4 * (proof == fact.evidence) + 2 * (time == fact.time) + (one.stance.negated == fact.negated)

    def of(self, fact: _Fact) -> Derivation | None:
        """How a fact of this article was read; None where no rule of this installation reads it.

        Args:
            fact: one of `facts`.
        """
        candidate = self.candidate(fact)
        if candidate is None:
            return None
        pattern, source = rule_source(candidate.rule)
        sentence = candidate.view.sentence
        return Derivation(
            rule=candidate.rule.id,
            gloss=str(candidate.rule.options.get("gloss", "")),
            pattern=pattern,
            source=source,
            sentence=self._words(sentence.start, sentence.end),
            seen_as=seen_as(candidate.view, self.article.body.text),
            steps=tuple(self._steps(candidate, fact)),
            confidence=str(self.confidence(candidate, fact)),
            weighed=tuple(self._weighed(candidate, fact)),
        )

    # ------------------------------------------------------------------ confidence
    def confidence(self, candidate: Candidate, fact: _Fact) -> Decimal:
        """How likely a fact is to be right, from its match."""
        return confidence_model().confidence(candidate.rule, circumstances_of(candidate, bool(fact.also_in)))

    @staticmethod
    def _weighed(candidate: Candidate, fact: _Fact) -> Iterator[str]:
        holds = circumstances_of(candidate, bool(fact.also_in))
        for name, one in confidence_model().parts(Path(candidate.rule.path).stem, candidate.rule.id, holds):
            why = f": {CIRCUMSTANCES[name]}" if name in CIRCUMSTANCES else ""
            yield f"{one.weight:+.2f} {name}{why} ({one.right} of {one.of} right)"

    # ------------------------------------------------------------------ steps
    def _words(self, start: int, end: int) -> str:
        return re.sub(r"\s+", " ", self.article.body.text[start:end]).strip()

    def _at(self, start: int, end: int) -> int:
        return self.article.body.file_span(Span(start, max(end, start + 1))).start

    def _step(self, part: str, kind: str, start: int, end: int, result: str) -> Step:
        return Step(part, kind, self._words(start, end), self._at(start, end), result)

    def _steps(self, candidate: Candidate, fact: _Fact) -> Iterator[Step]:
        if candidate.subject:
            yield from self._thing("subject", candidate.subject, candidate)
        if candidate.object:
            yield from self._thing("object", candidate.object, candidate)
        if candidate.object_text:
            yield from self._text_object(candidate)
        if candidate.metric is not None:
            yield from self._value(candidate)
        if candidate.time:
            yield self._time(candidate, candidate.time)
        elif fact.time:
            yield Step(
                "time", "also stated", fact.time_text or "", None, f"{fact.time.value}; where the event is told again"
            )
        yield from self._beside(candidate, fact)
        if candidate.speaker:
            yield from self._speaker(candidate, candidate.speaker)
        yield from self._stance(candidate)
        for name, value in candidate.words:
            fixed = candidate.rule.options.get(name) == value
            yield Step(name, "fixed by the rule", "", None, value) if fixed else self._said(name, value, candidate)
        for proof in fact.also_in:
            yield Step("evidence", "also stated", proof.text, proof.start, "the same fact")

    def _beside(self, candidate: Candidate, fact: _Fact) -> Iterator[Step]:
        """The things among the qualifiers, and the amount."""
        beside = {"place": candidate.place if fact.qualifiers.place else None, "joint_with": candidate.joint_with}
        for part, thing in beside.items():
            if thing:
                yield from self._thing(part, thing, candidate)
        if candidate.amount:
            yield from self._paid(candidate, candidate.amount)

    def _paid(self, candidate: Candidate, amount: Quantity) -> Iterator[Step]:
        """What was paid: in the fact's own sentence, or where the event is taken up again."""
        for view in (candidate.view, *(again.view for again in candidate.retold)):
            for _, mark in sorted(view.marks.items()):
                if isinstance(mark, QuantityMark) and mark.quantity == amount:
                    yield self._step("amount", "figure words", mark.start, mark.end, _figure(amount))
                    return

    def _position(self, entity: Entity, candidate: Candidate) -> int | None:
        """Where a thing stands in the candidate's sentence: within what the rule matched, else nearest before it."""
        view = candidate.view
        places = [n for n in sorted(view.marks) if any(e.slug == entity.slug for e in view.entities(n))]
        inside = [n for n in places if candidate.first <= n < candidate.last]
        before = [n for n in places if n < candidate.first]
        return inside[0] if inside else before[-1] if before else places[0] if places else None

    def _thing(self, part: str, entity: Entity, candidate: Candidate) -> Iterator[Step]:
        position = self._position(entity, candidate)
        if position is None:
            yield self._absent(part, entity, candidate)
            return
        view = candidate.view
        mark = view.marks[position]
        yield from self._script(part, mark.start, mark.end)
        yield self._naming(part, entity, mark)
        if view.ends[position] > mark.end or view.starts[position] < mark.start:
            start, end = view.starts[position], view.ends[position]
            yield self._step(part, "head noun", start, end, "taken together with the name")

    def _script(self, part: str, start: int, end: int) -> Iterator[Step]:
        words = self._words(start, end)
        if simplify(words) != words:
            yield self._step(part, "script", start, end, simplify(words))

    def _naming(self, part: str, entity: Entity, mark: object) -> Step:
        assert isinstance(mark, Mention)
        kind = {"name": "lexicon name", "new": "new name"}.get(mark.kind, "reference")
        result = f"{entity.name} ({entity.type}, {entity.slug})"
        if kind == "reference":
            named = self._last_named(entity, mark.start)
            if named:
                result += f", named {self._words(named.start, named.end)} at {self._at(named.start, named.end)}"
        return self._step(part, kind, mark.start, mark.end, result)

    def _last_named(self, entity: Entity, before: int) -> Mention | None:
        named = [
            m for m in self._mentions if m.entity.slug == entity.slug and m.end <= before and m.kind != "reference"
        ]
        return named[-1] if named else None

    def _absent(self, part: str, entity: Entity, candidate: Candidate) -> Step:
        """A thing that its own sentence does not name: what its clause leaves out, or what another owns."""
        result = f"{entity.name} ({entity.type}, {entity.slug})"
        if candidate.rule.options.get("object_from") == "owner" and part == "object":
            return Step(part, "owner", "", None, f"{result}, its owner by the name")
        named = self._last_named(entity, candidate.view.sentence.start)
        if named is None:
            return Step(part, "left out", "", None, result)
        return self._step(part, "left out", named.start, named.end, f"{result}, what the text goes on about")

    def _text_object(self, candidate: Candidate) -> Iterator[Step]:
        words = candidate.object_text or ""
        if candidate.rule.options.get("object_text") == words:
            yield Step("object", "fixed by the rule", "", None, words)
            return
        yield self._said("object", words, candidate)

    def _said(self, part: str, words: str, candidate: Candidate) -> Step:
        """A part of a fact that is words of the sentence."""
        sentence = candidate.view.sentence
        found = self._text.find(words, sentence.start, sentence.end)
        if found < 0:
            return Step(part, "words", words, None, words)
        return self._step(part, "words", found, found + len(words), words)

    def _value(self, candidate: Candidate) -> Iterator[Step]:
        if candidate.status:
            start, end = candidate.view.starts[candidate.first], candidate.view.ends[candidate.last - 1]
            yield self._step("value", "fixed by the rule", start, end, candidate.status)
            return
        value, view = candidate.value, candidate.view
        assert value is not None
        marks = [(n, m) for n, m in sorted(view.marks.items()) if isinstance(m, QuantityMark)]
        same = [(n, m) for n, m in marks if m.quantity.text == value.text and abs(m.quantity.value) == abs(value.value)]
        inside = [row for row in same if candidate.first <= row[0] < candidate.last]
        if not same:
            start, end = view.starts[candidate.first], view.ends[candidate.last - 1]
            yield self._step("value", "fixed by the rule", start, end, _figure(value))
            return
        mark = (inside or same)[0][1]
        yield from self._script("value", mark.start, mark.end)
        yield self._step("value", "figure words", mark.start, mark.end, _figure(mark.quantity))
        yield from self._changed(mark.quantity, value)

    @staticmethod
    def _changed(read: Quantity, value: Quantity) -> Iterator[Step]:
        """What became of a figure between the words and the fact."""
        if read.unit != value.unit:
            yield Step(
                "value", "currency", "", None, f"{read.value:f} {value.unit}, as the figures around it are money"
            )
        if read.value != value.value:
            yield Step("value", "fall", "", None, _figure(value))

    def _time(self, candidate: Candidate, mark: TimeMark) -> Step:
        view = candidate.view
        value = mark.value.value if mark.value else ""
        notes = [] if mark.explicit_year else [f"by the article's date {self.article.published or 'unknown'}"]
        if not view.sentence.start <= mark.start < view.sentence.end:
            notes.append("from another sentence")
        else:
            position = view.position_of(mark.start)
            if view.clause_index(position) < view.clause_index(candidate.first):
                notes.append("from an earlier clause")
        return self._step("time", "time words", mark.start, mark.end, "; ".join([value, *notes]))

    def _speaker(self, candidate: Candidate, speaker: Entity) -> Iterator[Step]:
        start, end = candidate.view.starts[candidate.first], candidate.view.ends[candidate.last - 1]
        speeches = [m for m in self._doc._.speech if m.speaker and m.speaker.slug == speaker.slug and m.start < end]
        covering = [m for m in speeches if m.end > start] or speeches
        result = f"{speaker.name} ({speaker.type}, {speaker.slug})"
        if not covering:
            yield Step("speaker", "speech", "", None, result)
            return
        mark = covering[-1]
        low, high = sorted((mark.cue, mark.start if mark.start > mark.cue else mark.cue + 8))
        yield self._step("speaker", "speech", low, min(high, len(self.article.body.text)), result)

    def _stance(self, candidate: Candidate) -> Iterator[Step]:
        stance, options = candidate.stance, candidate.rule.options
        held = {"modality": stance.modality if stance.modality != "asserted" else None}
        held |= {"negated": "true" if stance.negated else None, "former": "true" if stance.past else None}
        kinds = {"modality": (stance.modality,), "negated": ("negation",), "former": ("past",)}
        start = candidate.view.starts[candidate.view.clause_of(candidate.first)[0]]
        end = candidate.view.ends[candidate.last - 1]
        for part, value in held.items():
            if value is None:
                continue
            marks = [m for m in self._doc._.stance if m.kind in kinds[part] and start <= m.start < end]
            if marks:
                yield self._step(part, "stance", marks[-1].start, marks[-1].end, value)
            else:
                fixed = "fixed by the rule" if options.get(part) else "stance"
                yield self._step(part, fixed, candidate.view.starts[candidate.first], end, value)
