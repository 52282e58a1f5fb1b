"""Paths between two things, whichever way their relations run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx

from kg.vocabulary import LimitError

__all__ = ["all_paths", "shortest_path"]

_MOST_STEPS = 2_000_000  # of the search for all paths


def _simple(graph: nx.MultiGraph[str]) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return simple


def shortest_path(graph: nx.MultiGraph[str], start: str, end: str) -> tuple[list[str], int]:
    """A shortest path, and how many paths are as short.

    Of several it is the one along which most edges stand side by side, then the first by its nodes.

    Args:
        graph: any undirected graph; self-loops make no difference.
        start: one of its nodes.
        end: another.

    Returns:
        The nodes of the path, both ends included, and the number of shortest paths; no nodes and 0 where none joins
        the two.
    """
    if start not in graph or end not in graph:
        return [], 0
    layers = {start: 0}
    ways, support = {start: 1}, {start: 0}
    before: dict[str, str] = {}
    layer = [start]
    while layer and end not in layers:
        depth = layers[layer[0]]
        nearer = sorted({other for node in layer for other in graph[node] if other not in layers})
        for other in nearer:
            steps = [node for node in graph[other] if layers.get(node) == depth]
            ways[other] = sum(ways[node] for node in steps)
            gains = {node: support[node] + len(graph[node][other]) for node in steps}
            before[other] = min(gains, key=lambda node: (-gains[node], node))
            support[other] = gains[before[other]]
        layers |= dict.fromkeys(nearer, depth + 1)
        layer = nearer
    if end not in layers:
        return [], 0
    path = [end]
    while path[-1] != start:
        path.append(before[path[-1]])
    return path[::-1], ways[end]


def all_paths(graph: nx.MultiGraph[str], start: str, end: str, length: int, most: int) -> list[list[str]]:
    """All paths of at most `length` edges that pass no node twice, the shortest first, then by their nodes.

    Only the block of the graph that holds every such path is searched: a path from `start` to `end` and an edge
    between the two make a cycle, and cycles never leave a biconnected component (Hopcroft and Tarjan 1973).

    Args:
        graph: any undirected graph; parallel edges make one path.
        start: a node.
        end: another.
        length: edges at most.
        most: paths at most.

    Raises:
        LimitError: there are more than `most`, or the search takes too long.
    """
    if start not in graph or end not in graph:
        return []
    block = _block(_simple(graph), start, end, length)
    if block is None:
        return []
    found = []
    for path in _walk(block, start, end, length):
        found.append(path)
        if len(found) > most:
            raise LimitError(
                f"more than {most:,} paths of up to {length} relations join the two; "
                "lower --max-length or raise --limit"
            )
    return sorted(found, key=lambda path: (len(path), path))


def _block(simple: nx.Graph[str], start: str, end: str, length: int) -> nx.Graph[str] | None:
    """What is near enough to both ends, and lies on a path between them."""
    ahead = nx.single_source_shortest_path_length(simple, start, cutoff=length)
    back = nx.single_source_shortest_path_length(simple, end, cutoff=length)
    near = simple.subgraph(
        [node for node in simple if node in ahead and ahead[node] + back.get(node, length) <= length]
    )
    if end not in near:
        return None
    closed: nx.Graph[str] = nx.Graph(near)
    closed.add_edge(start, end)
    inside = next(part for part in _blocks(closed) if start in part and end in part)
    block: nx.Graph[str] = nx.Graph()
    block.add_nodes_from(sorted(inside))
    block.add_edges_from((a, b) for a, b in near.edges() if a in inside and b in inside)
    return block


def _blocks(graph: nx.Graph[str]) -> Iterator[set[str]]:
    found: Any = nx.biconnected_components(graph)  # sets of nodes; the stubs have it otherwise
    yield from found


def _walk(block: nx.Graph[str], start: str, end: str, length: int) -> Iterator[list[str]]:
    """Depth first, never further from the end than the edges that are left."""
    left = nx.single_source_shortest_path_length(block, end)
    beside = {node: sorted(block[node]) for node in block}
    path, waiting, steps = [start], [iter(beside[start])], 0
    on_path = {start}
    while waiting:
        other = next(waiting[-1], None)
        steps += 1
        if steps > _MOST_STEPS:
            raise LimitError(f"too many ways of up to {length} relations have to be tried; lower --max-length")
        if other is None:
            waiting.pop()
            on_path.discard(path.pop())
        elif other == end:
            yield [*path, end]
        elif other not in on_path and len(path) + left[other] <= length:
            path.append(other)
            on_path.add(other)
            waiting.append(iter(beside[other]))
