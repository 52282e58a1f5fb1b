"""What matters most in the network, and which things belong together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from kg.analysis.islands import communities_of
from kg.analysis.ranks import scores
from kg.explore.facts import FactReader, Thing
from kg.explore.index import GraphIndex
from kg.explore.ties import tied
from kg.graph import GraphView
from kg.vocabulary import NotFoundError, UsageError, vocabulary

__all__ = ["Community", "Ranked", "Ranking", "communities", "rank_things"]

_NAMING = 3  # things that name a community


@dataclass(frozen=True)
class Ranked:
    """A thing and its place: by the measure asked for, whole numbers from 1; then all that was reckoned of it."""

    place: int
    thing: Thing
    statements: int
    degree: int
    pagerank: float
    betweenness: float | None


@dataclass(frozen=True)
class Ranking:
    """Things by a measure.

    Attributes:
        measure: ``degree``, ``pagerank`` or ``betweenness``.
        things: number of things in the network.
        sampled: number of things that betweenness was estimated from; None where it is exact, or was not asked for.
        ranked: the things, the first first; equal ones by their statements, then by IRI.
    """

    measure: str
    things: int
    sampled: int | None
    ranked: tuple[Ranked, ...]


@dataclass(frozen=True)
class Community:
    """Things that have more to do with each other than with others.

    Attributes:
        number: from 1, the largest first.
        named_by: its most central things, which name it.
        members: all its things, the most central first.
        inside: statements between two of them.
        outside: statements between one of them and another thing.
    """

    number: int
    named_by: tuple[Thing, ...]
    members: tuple[Thing, ...]
    inside: int
    outside: int


def rank_things(
    graph: GraphView,
    measure: str = "degree",
    kind: str | None = None,
    include: Collection[str] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Ranking:
    """Rank the things that statements tie to others; ranks are reckoned over all of them, then filtered.

    Args:
        graph: where to look.
        measure: see :func:`kg.analysis.scores`.
        kind: a class, by its name or Chinese label; only things of it and its subclasses.
        include: what statements may be besides plain ones; see :data:`kg.explore.ties.STATUSES`.
        progress: called with how much of betweenness is done, and of how much.

    Raises:
        UsageError: there is no such class.
        NotFoundError: no thing is left.
    """
    wanted = None if kind is None else _class(kind)
    index = GraphIndex(graph)
    network = tied(index.facts.values(), include)
    degree, pagerank = scores(network, "degree").values, scores(network, "pagerank").values
    between = scores(network, "betweenness", progress) if measure == "betweenness" else None
    by = {"degree": degree, "pagerank": pagerank}.get(measure, between.values if between else {})
    kept = [iri for iri in network if wanted is None or wanted in _kinds(index.things.get(iri, ()))]
    if not kept:
        raise NotFoundError(
            "no relation of the graph ties two things; `kg stats` tells what it holds"
            if wanted is None
            else f"no {wanted} is tied to anything"
        )
    reader = FactReader(graph)
    ordered = sorted(kept, key=lambda iri: (-by[iri], -network.degree(iri), iri))
    ranked = tuple(
        Ranked(
            place,
            reader.thing(iri),
            network.degree(iri),
            int(degree[iri]),
            pagerank[iri],
            between.values[iri] if between else None,
        )
        for place, iri in enumerate(ordered, 1)
    )
    return Ranking(measure, len(network), between.sampled if between else None, ranked)


def _class(name: str) -> str:
    known = vocabulary().classes
    for one in known.values():
        if name.casefold() in (one.name.casefold(), one.zh, one.en.casefold()):
            return one.name
    raise UsageError(f"{name[:60]!r} is no class of the ontology; try Organization, Platform, Program, Person or Place")


def _kinds(kinds: Collection[str]) -> set[str]:
    """The classes with those that they are subclasses of."""
    known, found = vocabulary().classes, set()
    for name in kinds:
        at: str | None = name
        while at is not None and at not in found:
            found.add(at)
            at = known[at].parent if at in known else None
    return found


def communities(graph: GraphView, include: Collection[str] = ()) -> list[Community]:
    """The communities of the network, the largest first, each named by its most central things.

    They are found as the explorer finds them: Louvain (Blondel et al. 2008) with a fixed seed in each component of
    more than eight things.

    Args:
        graph: where to look.
        include: what statements may be besides plain ones; see :data:`kg.explore.ties.STATUSES`.

    Raises:
        NotFoundError: no statement ties two things.
    """
    network = tied(GraphIndex(graph).facts.values(), include)
    if not network.number_of_edges():
        raise NotFoundError("no relation of the graph ties two things; `kg stats` tells what it holds")
    groups = communities_of(network)
    home = {iri: number for number, group in enumerate(groups) for iri in group}
    inside, outside = [0] * len(groups), [0] * len(groups)
    for a, b in network.edges():
        if a in home and home[a] == home.get(b):
            inside[home[a]] += 1
        else:
            for end in (a, b):
                if end in home:
                    outside[home[end]] += 1
    reader = FactReader(graph)
    found = []
    for number, group in enumerate(groups):
        members = tuple(reader.thing(iri) for iri in group)
        found.append(Community(number + 1, members[:_NAMING], members, inside[number], outside[number]))
    return found
