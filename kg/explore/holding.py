"""What held on a day: the same as the saved question ``held-on`` tells, over tens of thousands of facts at once.

A state begins with its time, else with its article, and lasts until an article ends it: by an end of its time, by an
ending, by a word such as former, or by a successor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.explore.index import Fact, GraphIndex

__all__ = ["facts_holding_on"]

_STATES = frozenset(
    ("partOf", "leads", "affiliatedWith", "offers", "supplies", "targetsMarket", "hasFacilityIn", "locatedIn",
     "adoptsModel", "sellsOn", "partnersWith", "competesWith", "endorsedBy")
)  # fmt: skip


def _settled(fact: Fact) -> bool:
    return fact.modality == "asserted" and not fact.negated


def _qualifier(fact: Fact, name: str) -> str | None:
    return dict(fact.qualifiers).get(name)


class _Changes:
    """What ends a state, by the things concerned."""

    def __init__(self, index: GraphIndex) -> None:
        self.endings: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        self.past: dict[tuple[str | None, str, str | None], list[str]] = defaultdict(list)
        self.successors: dict[tuple[str, str | None], list[tuple[str, str | None]]] = defaultdict(list)
        for fact in index.facts.values():
            if not fact.relation:
                continue
            if _qualifier(fact, "former") == "true":
                told = [day for day in map(index.issued, index.articles_of(fact)) if day]
                self.past[fact.subject, fact.term, fact.object] += told
            if not _settled(fact) or not fact.start:
                continue
            if fact.term == "ends" and fact.object:
                self.endings[fact.object].append((fact.start, _qualifier(fact, "until")))
            if fact.term == "leads" and fact.subject:
                self.successors["leads", fact.object].append((fact.start, fact.subject))
            if fact.term == "partOf" and fact.object:
                self.successors["partOf", fact.subject].append((fact.start, fact.object))

    def ended(self, fact: Fact, since: str, day: str) -> bool:
        """Whether a state that began at `since` is over by `day`."""
        for end in fact.ends:
            if any(since <= on <= day and not (until and until < day) for on, until in self.endings[end]):
                return True
        if any(since <= told <= day for told in self.past[fact.subject, fact.term, fact.object]):
            return True
        place, holder = (fact.object, fact.subject) if fact.term == "leads" else (fact.subject, fact.object)
        if fact.term not in ("leads", "partOf"):
            return False
        return any(since < start <= day and one != holder for start, one in self.successors[fact.term, place])


def facts_holding_on(index: GraphIndex, day: str, among: Iterable[str]) -> set[str]:
    """The states that held on a day, and the figures whose period covers it.

    Args:
        index: the graph; endings and successors count wherever an article tells them.
        day: ISO 8601.
        among: nodes of the facts that are asked about.
    """
    changes = _Changes(index)
    found = set()
    for iri in among:
        fact = index.facts[iri]
        if not _settled(fact) or _qualifier(fact, "former") == "true":
            continue
        if not fact.relation:
            if (fact.start or fact.end) and (fact.start or day) <= day <= (fact.end or day):
                found.add(iri)
            continue
        if fact.term not in _STATES or not fact.subject or not fact.object:
            continue
        since = fact.start or min(filter(None, map(index.issued, index.articles_of(fact))), default="")
        over = fact.end is not None and "/" in (fact.time or "") and fact.end < day
        if since <= day and not over and not changes.ended(fact, since, day):
            found.add(iri)
    return found
