"""One predicate or metric for one stated fact: the most specific that the text supports (fact model, "Relations")."""

from __future__ import annotations

from collections import defaultdict

from kg.model import Observation, Relation

__all__ = ["left_by_yielding", "metric_of_each", "most_specific"]

Ends = tuple[str, str]


def most_specific(relations: list[Relation]) -> list[Relation]:
    """The relations without those that a more specific one says already.

    Launching, adopting a model and offering exclude each other, as do leading and working for; what a public body
    bans it does not end; a launch or dated founding by nobody gives way to one by somebody.
    """
    predicates: dict[Ends, set[str]] = defaultdict(set)
    dated: set[Ends] = set()
    for fact in relations:
        ends = _ends(fact)
        if ends:
            predicates[ends].add(fact.predicate)
            if fact.predicate == "launches" and fact.time is not None:
                dated.add(ends)
    made = {"launches": {ends[1] for ends, there in predicates.items() if "launches" in there}}
    made["founded"] = {
        f.object.slug for f in relations if f.predicate == "founded" and f.subject and f.time and f.object
    }
    return [fact for fact in relations if _stays(fact, predicates, dated, made)]


def left_by_yielding(relations: list[tuple[Relation, frozenset[str]]]) -> list[bool]:
    """Which relations stay, each given with the predicates that it yields to.

    A rule that reads one only out of how two names stand together (速卖通Choice) yields to what the article states of
    the same two, either way round.
    """
    stated: dict[frozenset[str], set[str]] = defaultdict(set)
    for fact, _ in relations:
        if ends := _ends(fact):
            stated[frozenset(ends)].add(fact.predicate)
    return [not stated.get(frozenset(_ends(fact) or ()), set()) & yields for fact, yields in relations]


def _ends(fact: Relation) -> Ends | None:
    return (fact.subject.slug, fact.object.slug) if fact.subject and fact.object else None


def _stays(fact: Relation, predicates: dict[Ends, set[str]], dated: set[Ends], made: dict[str, set[str]]) -> bool:
    if fact.subject is None and fact.object is not None:
        return fact.object.slug not in made.get(fact.predicate, ())
    ends = _ends(fact)
    if ends is None:
        return True
    stronger = {
        "offers": {"launches", "adoptsModel", "partOf"},
        "launches": set() if ends in dated else {"adoptsModel"},
        "adoptsModel": {"launches"} if ends in dated else set(),
        "affiliatedWith": {"leads"},
        "ends": {"regulates"},
    }
    return not predicates[ends] & stronger.get(fact.predicate, set())


def metric_of_each(observations: list[Observation]) -> list[Observation]:
    """The observations without those of no metric (other) whose figure one of a metric tells in the same clauses."""
    measured = {_figure(one) for one in observations if one.metric != "other"}
    return [one for one in observations if one.metric != "other" or _figure(one) not in measured]


def _figure(one: Observation) -> tuple[object, ...]:
    return one.subject.slug, one.value, one.unit, one.evidence.start
