"""The graph as a network of things: what networkx can compute on."""

from kg.analysis.layout import place_nodes
from kg.analysis.network import to_networkx

__all__ = ["place_nodes", "to_networkx"]
