"""How two things hang together: paths of statements, each hop with its evidence."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from kg.analysis.paths import all_paths, shortest_path
from kg.explore.facts import FactReader, StatedRelation, Thing
from kg.explore.index import GraphIndex
from kg.explore.names import find_thing
from kg.explore.plain import plain_text
from kg.explore.ties import STATUSES, tied
from kg.graph import GraphView
from kg.vocabulary import NotFoundError, UsageError

__all__ = ["Hop", "Route", "Routes", "routes_between"]


@dataclass(frozen=True)
class Hop:
    """A step from one thing to another: the statements between the two, whichever way they run."""

    start: Thing
    end: Thing
    statements: tuple[StatedRelation, ...]


@dataclass(frozen=True)
class Route:
    """A path, hop by hop."""

    hops: tuple[Hop, ...]


@dataclass(frozen=True)
class Routes:
    """Paths between two things, the shortest first.

    Attributes:
        start, end: the two things.
        shortest: how many paths are as short as the first, where that alone was asked for; else None.
        routes: the paths.
    """

    start: Thing
    end: Thing
    shortest: int | None
    routes: tuple[Route, ...]


def routes_between(
    graph: GraphView,
    start: str,
    end: str,
    length: int | None = None,
    most: int = 1000,
    include: Collection[str] = (),
) -> Routes:
    """The shortest path between two things, or all up to a length.

    A path may follow a statement either way. Of several shortest paths it is the one with most statements.

    Args:
        graph: where to look.
        start: a name, as :func:`kg.explore.names.find_thing` takes it.
        end: another.
        length: hops at most, for all simple paths; None for the shortest path alone.
        most: paths at most, with `length`.
        include: what statements may be besides plain ones; see :data:`kg.explore.ties.STATUSES`.

    Raises:
        NotFoundError: a name is unknown or several things have it, or no path joins the two.
        UsageError: both names are one thing's.
        LimitError: there are more than `most` paths.
    """
    first, last = find_thing(graph, start), find_thing(graph, end)
    reader = FactReader(graph)
    if first == last:
        raise UsageError(f"both names mean {plain_text(reader.thing(first).name, 60)!r}; name two things")
    index = GraphIndex(graph)
    network = tied(index.facts.values(), include)
    count: int | None = None
    if length is None:
        path, count = shortest_path(network, first, last)
        paths = [path] if path else []
    else:
        paths = all_paths(network, first, last, length, most)
    if not paths:
        raise NotFoundError(_none(index, (first, last), (start, end), length, include))

    known: dict[str, StatedRelation] = {}

    def statement(iri: str) -> StatedRelation:
        if iri not in known:
            known[iri] = reader.relation(iri)
        return known[iri]

    def hop(a: str, b: str) -> Hop:
        stated = sorted(map(statement, network[a][b]), key=lambda one: (one.predicate, one.time or "9999", one.iri))
        return Hop(reader.thing(a), reader.thing(b), tuple(stated))

    routes = tuple(Route(tuple(hop(a, b) for a, b in pairwise(path))) for path in paths)
    return Routes(reader.thing(first), reader.thing(last), count, routes)


def _none(
    index: GraphIndex, ends: tuple[str, str], names: tuple[str, str], length: int | None, include: Collection[str]
) -> str:
    """Why there is no path, and what would find one."""
    a, b = (plain_text(name, 60) for name in names)
    plainly = shortest_path(tied(index.facts.values(), include), *ends)[0]
    if plainly:
        return f"no path of at most {length} relations joins {a!r} and {b!r}; the shortest has {len(plainly) - 1}"
    widest = shortest_path(tied(index.facts.values(), STATUSES), *ends)[0]
    hint = f"; --include all finds one of {len(widest) - 1}" if widest else ""
    return f"no relations of the graph join {a!r} and {b!r}{hint}"
