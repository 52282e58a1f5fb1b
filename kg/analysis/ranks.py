"""How much each thing counts in the network: PageRank and betweenness."""

from __future__ import annotations

import networkx as nx

__all__ = ["betweenness", "pagerank"]

_EXACT = 400  # things up to which betweenness is exact
_SAMPLED = 48  # things from which paths are counted beyond that
_SEED = 7


def pagerank(graph: nx.Graph[str]) -> dict[str, float]:
    """PageRank of each thing (Page et al. 1999), without direction; parallel relations count once."""
    return _scaled(nx.pagerank(_ordered(graph), tol=1e-8, max_iter=500)) if len(graph) else {}


def betweenness(graph: nx.Graph[str]) -> dict[str, float]:
    """Share of shortest paths through each thing (Brandes 2001), estimated from a fixed sample in large graphs."""
    simple = _ordered(graph)
    sample = _SAMPLED if len(simple) > _EXACT else None
    return _scaled(nx.betweenness_centrality(simple, k=sample, seed=_SEED)) if len(graph) else {}


def _ordered(graph: nx.Graph[str]) -> nx.Graph[str]:
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(sorted(graph.nodes))
    simple.add_edges_from(sorted({(min(a, b), max(a, b)) for a, b in graph.edges() if a != b}))
    return simple


def _scaled(found: dict[str, float]) -> dict[str, float]:
    """The largest is 1; rounded, so that the last digits of a sum make no difference."""
    largest = max(found.values(), default=0.0) or 1.0
    return {key: round(value / largest, 3) for key, value in sorted(found.items())}
