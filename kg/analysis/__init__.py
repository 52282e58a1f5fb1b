"""The graph as a network of things: what networkx can compute on."""

from kg.analysis.islands import communities_of
from kg.analysis.layout import place_nodes
from kg.analysis.network import to_networkx
from kg.analysis.paths import all_paths, shortest_path
from kg.analysis.ranks import MEASURES, Scores, scores

__all__ = [
    "MEASURES",
    "Scores",
    "all_paths",
    "communities_of",
    "place_nodes",
    "scores",
    "shortest_path",
    "to_networkx",
]
