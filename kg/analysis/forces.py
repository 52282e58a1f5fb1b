"""Placing few things well: by the lengths of the paths between them, and boxes clear of each other.

Only sums row by row and operations on single numbers are used, whose results are the same on every machine (IEEE 754).

Source: stress majorization (Gansner, Koren and North 2004).
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "path_lengths", "push_apart", "stress"]

Floats = npt.NDArray[np.float64]

_DAMPING = 0.75  # of each step; whole ones can swing to and fro
_SMALL = 1e-9


def path_lengths(graph: nx.Graph[int], nodes: Sequence[int]) -> Floats:
    """Lengths of the shortest paths between `nodes` of a connected graph.

    An edge is the longer the more neighbours its ends do not share, so that hubs get room for what hangs on them.
    """
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    at = {node: index for index, node in enumerate(nodes)}
    inside = {node: {other for other in graph[node] if other in at} for node in nodes}
    rows, columns, lengths = [], [], []
    for node in nodes:
        for other in sorted(inside[node]):
            apart_from = len(inside[node] ^ inside[other]) - 2
            rows.append(at[node])
            columns.append(at[other])
            lengths.append(float(np.sqrt(np.sqrt(max(1.0, apart_from / 2)))))
    matrix = csr_matrix((lengths, (rows, columns)), shape=(len(nodes), len(nodes)))
    found: Floats = dijkstra(matrix, directed=False)
    return found


def stress(start: Floats, wanted: Floats, rounds: int) -> Floats:
    """Move points until their distances are as near to the wanted ones as they get.

    Args:
        start: a point a row.
        wanted: distances between all pairs, in any unit; near pairs count more.
        rounds: how often all points move.
    """
    points = start.copy()
    if len(points) < 2:
        return points
    weights = 1.0 / np.maximum(wanted, _SMALL) ** 2
    np.fill_diagonal(weights, 0.0)
    total = weights.sum(axis=0)
    for _ in range(rounds):
        sides = []
        squares = None
        for axis in (0, 1):
            column = points[:, axis]
            difference = column[None, :] - column[:, None]  # [j, i] = x_i - x_j
            sides.append(difference)
            square = difference * difference
            squares = square if squares is None else squares + square
        scale = wanted / np.sqrt(np.maximum(squares, _SMALL))  # type: ignore[arg-type]
        for axis, difference in enumerate(sides):
            pulled = weights * (points[:, axis][:, None] + scale * difference)
            points[:, axis] += _DAMPING * (pulled.sum(axis=0) / total - points[:, axis])
    return points


def push_apart(points: Floats, sizes: Floats, rounds: int) -> Floats:
    """Push overlapping boxes apart, each pair along the axis that needs less.

    Args:
        points: middles of the boxes, one a row.
        sizes: width and height of each.
        rounds: at most so often.
    """
    points = points.copy()
    half = sizes / 2
    number = np.arange(len(points), dtype=np.float64)
    before = np.sign(number[None, :] - number[:, None])  # of two that coincide, the later goes right
    for _ in range(rounds):
        dx = points[:, 0][None, :] - points[:, 0][:, None]
        dy = points[:, 1][None, :] - points[:, 1][:, None]
        over_x = half[:, 0][None, :] + half[:, 0][:, None] - np.abs(dx)
        over_y = half[:, 1][None, :] + half[:, 1][:, None] - np.abs(dy)
        hit = (over_x > 0.5) & (over_y > 0.5)
        np.fill_diagonal(hit, False)
        if not hit.any():
            break
        along_x = hit & (over_x < over_y)
        along_y = hit & ~along_x
        sign_x = np.where(dx == 0, before, np.sign(dx))
        sign_y = np.where(dy == 0, before, np.sign(dy))
        push_x = np.where(along_x, over_x * sign_x, 0.0).sum(axis=0)
        push_y = np.where(along_y, over_y * sign_y, 0.0).sum(axis=0)
        crowd = np.maximum(1.0, hit.sum(axis=0) / 3.0)  # in a crowd pushes add up too far
        points[:, 0] += push_x / 2 / crowd
        points[:, 1] += push_y / 2 / crowd
    return points
