"""Which facts of a graph a page shows: all, what is near a thing or between two, answers a query, held on a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import networkx as nx
import pyoxigraph as ox

from kg.explore.days import day_given
from kg.explore.holding import facts_holding_on
from kg.explore.index import Fact, GraphIndex
from kg.explore.names import find_things
from kg.graph import GraphView
from kg.graph.terms import article_iri
from kg.query import run_query
from kg.vocabulary import NotFoundError, UsageError
from kg.vocabulary.namespaces import XB, XBA, XBR

__all__ = ["MOST_FACTS", "Extract", "View", "extract_of"]

MOST_FACTS = 20_000
"""Facts that a page shows of a graph of which nothing is named: more neither a reader nor a browser can take in."""
_MOST_PATHS = 50  # shortest ones that are kept, where there are many


@dataclass(frozen=True)
class View:
    """What of a graph to show. What is named together is shown together; times narrow all of it down.

    Attributes:
        focus: names of things; with them what is at most `hops` relations away.
        hops: how far.
        path: pairs of names; with them the shortest ways between the two.
        queries: SPARQL that answers with things, facts, articles or triples (SELECT, CONSTRUCT, DESCRIBE).
        articles: ids of articles; all that they state.
        on: a day (2025-04-21): the states that held then, and the figures whose period covers it.
        since, until: days; what overlaps the time between them. Facts without a time are left out.
        whole: show all, even of a graph of more than :data:`MOST_FACTS` facts; of such a graph otherwise those among
            the things with most facts are shown, unless something is named.
    """

    focus: tuple[str, ...] = ()
    hops: int = 1
    path: tuple[tuple[str, str], ...] = ()
    queries: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    on: str | None = None
    since: str | None = None
    until: str | None = None
    whole: bool = False

    @property
    def narrows(self) -> bool:
        """Whether it names anything at all but times."""
        return bool(self.focus or self.path or self.queries or self.articles)


@dataclass
class Extract:
    """The facts and things that a view chooses; `chosen` are those that it names; `left_out` facts do not fit."""

    facts: dict[str, Fact] = field(default_factory=dict)
    things: set[str] = field(default_factory=set)
    chosen: list[str] = field(default_factory=list)
    left_out: int = 0


def extract_of(graph: GraphView, index: GraphIndex, view: View) -> Extract:
    """The part of a graph that a view chooses.

    Args:
        graph: the graph.
        index: the same graph, read.
        view: what to show.

    Raises:
        NotFoundError: nothing has one of the names, no article has the id, no way joins the two things, or nothing is
            left.
        UsageError: a query is malformed or yields no graph, or a day is none.
    """
    on, since, until = day_given(view.on), day_given(view.since), day_given(view.until)
    found = Extract()
    for name in view.focus:
        _add_near(found, find_things(graph, name), index, view.hops)
    network = _network(index.facts.values()) if view.path else nx.Graph()
    for start, end in view.path:
        _add_path(found, find_things(graph, start), find_things(graph, end), index, network, (start, end))
    for query in view.queries:
        _add_answer(found, graph, query, index)
    for article in view.articles:
        _add_article(found, article, index)
    if not view.narrows:
        found.facts = dict(index.facts)
    if on:
        held = facts_holding_on(index, on, found.facts)
        found.facts = {iri: fact for iri, fact in found.facts.items() if iri in held}
    found.facts = {iri: fact for iri, fact in found.facts.items() if _overlaps(fact, since, until)}
    if not view.narrows:
        core = found.facts if view.whole else _core(found.facts, MOST_FACTS)
        found.facts, found.left_out = core, len(found.facts) - len(core)
    ends = {end for fact in found.facts.values() for end in fact.ends}
    found.things = (ends | set(found.chosen)) & (index.things.keys() | ends)
    if not found.things and (view.narrows or on or since or until):
        raise NotFoundError("nothing in the graph is what the options ask for together; leave one out")
    if not index.facts and not view.narrows:
        found.things = set(index.things)
    return found


def _core(facts: Mapping[str, Fact], most: int) -> dict[str, Fact]:
    """The facts among the things with most facts: as many of those things as have at most so many facts together."""
    if len(facts) <= most:
        return dict(facts)
    counts = Counter(end for fact in facts.values() for end in fact.ends)
    ranks = {thing: rank for rank, thing in enumerate(sorted(counts, key=lambda thing: (-counts[thing], thing)))}
    needs = {iri: max(ranks[end] for end in fact.ends) for iri, fact in facts.items() if fact.ends}
    last = sorted(needs.values())[most:]
    return {iri: facts[iri] for iri, rank in needs.items() if not last or rank < last[0]}


def _overlaps(fact: Fact, low: str | None, high: str | None) -> bool:
    """Whether the time of a fact shares a day with the time from `low` to `high`; with neither, any does."""
    if low is None and high is None:
        return True
    if fact.start is None and fact.end is None:
        return False
    return (high is None or fact.start is None or fact.start <= high) and (
        low is None or fact.end is None or fact.end >= low
    )


def _network(facts: Iterable[Fact]) -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph()
    for fact in facts:
        network.add_nodes_from(fact.ends)
        if len(fact.ends) == 2 and not fact.negated:
            network.add_edge(*fact.ends)
    return network


def _add_among(found: Extract, things: set[str], index: GraphIndex) -> None:
    """Add the facts whose ends all are among `things`."""
    for iri, fact in index.facts.items():
        if fact.ends and things.issuperset(fact.ends):
            found.facts[iri] = fact


def _add_near(found: Extract, chosen: list[str], index: GraphIndex, hops: int) -> None:
    near = set(chosen)
    joined: dict[str, set[str]] = defaultdict(set)
    for fact in index.facts.values():
        if len(fact.ends) == 2:
            joined[fact.ends[0]].add(fact.ends[1])
            joined[fact.ends[1]].add(fact.ends[0])
    edge = set(chosen)
    for _ in range(hops):
        edge = {other for thing in edge for other in joined[thing]} - near
        near |= edge
    found.chosen += [iri for iri in chosen if iri not in found.chosen]
    _add_among(found, near, index)


def _add_path(
    found: Extract,
    starts: list[str],
    ends: list[str],
    index: GraphIndex,
    network: nx.Graph[str],
    names: tuple[str, str],
) -> None:
    best: list[list[str]] = []
    for start in starts:
        for end in ends:
            if start in network and end in network and nx.has_path(network, start, end):
                length = nx.shortest_path_length(network, start, end)
                if not best or length < len(best[0]) - 1:
                    best = []
                if not best or length == len(best[0]) - 1:
                    ways = sorted(_some(nx.all_shortest_paths(network, start, end)))
                    best += ways
    if not best:
        raise NotFoundError(f"no relations of the graph join {names[0]!r} and {names[1]!r}")
    hops = {frozenset(pair) for way in best for pair in pairwise(way)}
    found.chosen += [iri for iri in dict.fromkeys([*starts, *ends]) if iri not in found.chosen]
    for iri, fact in index.facts.items():
        if len(fact.ends) == 2 and frozenset(fact.ends) in hops:
            found.facts[iri] = fact


def _some(ways: Iterable[list[str]]) -> list[list[str]]:
    kept = []
    for way in ways:
        kept.append(way)
        if len(kept) == _MOST_PATHS:
            break
    return kept


def _add_article(found: Extract, article: str, index: GraphIndex) -> None:
    known = {article if article.startswith(XBA) else XBA + article, article_iri(article).value}
    wanted = known & set(index.articles)
    if not wanted:
        raise NotFoundError(f"the graph has no article {article[:80]!r}; `kg ask articles` lists them")
    for iri, fact in index.facts.items():
        if wanted & index.articles_of(fact):
            found.facts[iri] = fact


# ---------------------------------------------------------------- answers
def _add_answer(found: Extract, graph: GraphView, query: str, index: GraphIndex) -> None:
    """Add what a query answers with: facts, else the facts that its triples say, else those among its things."""
    answer = run_query(graph, query)
    if answer.kind == "truth":
        raise UsageError("an ASK answers yes or no, which is no graph; give a SELECT or CONSTRUCT")
    if answer.kind == "rows":
        rows = [[term.value for term in row if isinstance(term, ox.NamedNode)] for row in answer.rows()]
    else:
        rows = [[t.value for t in triple if isinstance(t, ox.NamedNode)] for triple in answer.triples()]
    said: set[tuple[str, str, str]] = set()
    loose: set[str] = set()
    for row in rows:
        facts = [iri for iri in row if iri in index.facts]
        things = [iri for iri in row if iri in index.things]
        predicates = [iri.removeprefix(XB) for iri in row if iri.startswith(XB)]
        found.facts |= {iri: index.facts[iri] for iri in facts}
        if facts:
            continue
        if len(things) > 1 and predicates:
            said |= {(a, predicate, b) for a in things for b in things if a != b for predicate in predicates}
        loose |= set(things)
        for article in (iri for iri in row if iri.startswith(XBA) and not things):
            _add_article(found, article, index)
    stated = {iri: fact for iri, fact in index.facts.items() if (fact.subject, fact.term, fact.object) in said}
    found.facts |= stated
    if loose and not stated:
        _add_among(found, loose, index)
    found.chosen += [iri for iri in sorted(loose) if iri not in found.chosen and iri.startswith(XBR)]
