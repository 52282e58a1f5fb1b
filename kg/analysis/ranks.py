"""How much each thing counts among the others: degree, PageRank, betweenness.

The graph counts as a plain undirected one: relations run either way, and several between the same two things are one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx
import numpy as np

from kg.analysis.forces import Floats

__all__ = ["MEASURES", "Scores", "scores"]

MEASURES = ("degree", "pagerank", "betweenness")

_SEED = 20
_EXACT = 4000  # things up to which betweenness is exact
_SAMPLE = 1000  # things that it is estimated from beyond
_PIECE = 50  # nodes whose paths are counted together
_PLACES = 6
_Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Scores:
    """The score of each node by one measure.

    Attributes:
        measure: one of :data:`MEASURES`.
        values: scores by node, rounded.
        sampled: number of nodes that betweenness was estimated from; None where the scores are exact.
    """

    measure: str
    values: dict[str, float]
    sampled: int | None = None


def scores(graph: nx.Graph[str], measure: str, progress: _Progress | None = None) -> Scores:
    """Score all nodes of a graph.

    Args:
        graph: any graph; direction, parallel edges and self-loops make no difference.
        measure: ``degree``, the number of neighbours; ``pagerank``, their share of the visits of a walk that jumps
            anywhere in 15 of 100 steps (Page, Brin, Motwani, Winograd 1999); ``betweenness``, the share of pairs of
            other nodes between which the node lies, as the fraction of their shortest paths (Brandes 2001). Beyond
            4,000 nodes betweenness is estimated from 1,000 of them, drawn with a fixed seed (Brandes and Pich 2007).
        progress: called with the number of nodes done and of all to do, of betweenness.

    Raises:
        ValueError: there is no such measure.
    """
    simple = _simple(graph)
    if measure == "degree":
        return Scores(measure, {node: float(simple.degree(node)) for node in simple})
    if measure == "pagerank":
        found = nx.pagerank(simple, alpha=0.85, tol=1e-10, max_iter=500) if len(simple) else {}
        return Scores(measure, {node: round(float(found[node]), _PLACES) for node in simple})
    if measure == "betweenness":
        return _betweenness(simple, progress)
    raise ValueError(f"no measure {measure!r}; one of {', '.join(MEASURES)}")


def _simple(graph: nx.Graph[str]) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return simple


def _betweenness(simple: nx.Graph[str], progress: _Progress | None) -> Scores:
    count = len(simple)
    sampled = _SAMPLE if count > _EXACT else None
    sources = sorted(random.Random(_SEED).sample(range(count), sampled)) if sampled else list(range(count))
    found = np.zeros(count)
    if simple.number_of_edges():  # a row a node, in the order of the graph
        beside = nx.to_scipy_sparse_array(simple, dtype=np.dtype(np.float64), weight=None, format="csr")
        for at in range(0, len(sources), _PIECE):
            if progress is not None:
                progress(at, len(sources))
            found += _dependencies(beside, sources[at : at + _PIECE])
    pairs = (count - 1) * (count - 2)
    scale = count / len(sources) / pairs if count > 2 else 0.0
    values = {node: round(float(found[row]) * scale, _PLACES) for row, node in enumerate(simple)}
    return Scores("betweenness", values, sampled)


def _dependencies(beside: Any, sources: Sequence[int]) -> Floats:
    """How much the shortest paths from some nodes depend on each node: Brandes's accumulation, a column a source."""
    columns = np.arange(len(sources))
    depth = np.full((beside.shape[0], len(sources)), -1, dtype=np.int32)
    depth[sources, columns] = 0
    ways = (depth == 0).astype(np.float64)
    layer, deepest = ways, 0
    while True:
        layer = np.where(depth < 0, beside @ layer, 0.0)
        reached = layer > 0
        if not reached.any():
            break
        deepest += 1
        depth[reached] = deepest
        ways += layer
    rely = np.zeros_like(ways)
    for level in range(deepest, 0, -1):
        share = np.where(depth == level, (1 + rely) / np.maximum(ways, 1.0), 0.0)
        rely += np.where(depth == level - 1, (beside @ share) * ways, 0.0)
    rely[sources, columns] = 0.0
    total: Floats = rely.sum(axis=1)
    return total
