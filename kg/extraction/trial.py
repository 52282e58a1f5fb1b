"""Trying a rule on a sentence: what its examples promise, checked."""

from __future__ import annotations

from kg.extraction.document import facts_of
from kg.extraction.extract import find_candidates
from kg.extraction.rules import Example, Rule, RuleBook, rule_book
from kg.language import analyse
from kg.model import Article, Body, Observation, Relation, Segment

__all__ = ["example_faults", "fact_line", "read_text"]


def read_text(text: str, published: str | None = "2025-04-21") -> Article:
    """An article of nothing but `text`, for trying things out."""
    body = Body(text, (Segment(0, 0, len(text), len(text)),) if text else ())
    return Article(id="trial", file_text=text, sha256="0" * 64, body=body, published=published)


def fact_line(fact: Relation | Observation) -> str:
    """A fact as the examples of rules write it: ``launches(速卖通, Choice)``, ``rank(淘宝) = 2 rank``."""
    subject = fact.subject.name if fact.subject else "—"
    if isinstance(fact, Relation):
        return f"{fact.predicate}({subject}, {fact.object.name if fact.object else fact.object_text})"
    return f"{fact.metric}({subject}) = {fact.value}{' ' + fact.unit if fact.unit else ''}"


def _read_by(rule: Rule, example: Example) -> list[str]:
    article = read_text(example.text, example.date or "2025-04-21")
    candidates = find_candidates(analyse(article), RuleBook((rule,), rule_book().nouns))
    relations, observations = facts_of(article, candidates)
    facts: list[Relation | Observation] = [*relations, *observations]
    return [fact_line(fact) for fact in facts]


def example_faults(rule: Rule) -> list[str]:
    """What a rule's examples promise and it does not keep, one line each; empty where all is well.

    A rule needs a positive example (with `facts`) and a negative one (without), and each must hold by itself.
    """
    faults = []
    if not any(example.facts for example in rule.examples):
        faults.append(f"{rule.id}: no positive example")
    if all(example.facts for example in rule.examples):
        faults.append(f"{rule.id}: no negative example")
    for example in rule.examples:
        got = _read_by(rule, example)
        faults += [
            f"{rule.id}: {example.text} does not yield {fact}, but {got}" for fact in example.facts if fact not in got
        ]
        if not example.facts and not example.absent and got:
            faults.append(f"{rule.id}: {example.text} must yield nothing, but {got}")
        faults += [f"{rule.id}: {example.text} must not yield {fact}" for fact in example.absent if fact in got]
    return faults
