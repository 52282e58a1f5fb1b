"""The whole graph as a map: communities as islands, small components under them, what has no relations on a shelf.

Things are numbered by their keys before any algorithm sees them, every algorithm has a fixed seed, and coordinates are
rounded: the same graph gets the same map.

Sources: Louvain communities (Blondel et al. 2008) as networkx has them; stress majorization inside each.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from kg.analysis.forces import Floats, path_lengths, push_apart, stress

__all__ = ["Island", "Map", "communities_of", "island_map"]

_SEED = 20
_UNIT = 74.0  # of the coordinates: length of a plain relation
_WHOLE = 90  # things up to which a component is one island
_LARGE = 1500  # things beyond which paths are not measured any more
_MARGIN = 46.0  # round an island
_GAP = 80.0  # between components
_GOLDEN = 2.399963229728653  # the angle that spreads points evenly (Vogel 1979)
_PROPORTION = 1.6  # of the map, width to height


@dataclass(frozen=True)
class Island:
    """A community's place: its middle, how far it reaches, and its members, the most linked first.

    The reach is 0 where the community does not stand apart from others.
    """

    x: int
    y: int
    radius: int
    members: tuple[str, ...]


@dataclass(frozen=True)
class Map:
    """Coordinates of all things by key, x to the right and y downward, and the islands, the largest first."""

    points: dict[str, tuple[int, int]]
    islands: tuple[Island, ...]


def _numbered(graph: nx.Graph[str]) -> tuple[list[str], nx.Graph[int]]:
    keys = sorted(graph.nodes)
    number = {key: index for index, key in enumerate(keys)}
    simple: nx.Graph[int] = nx.Graph()
    simple.add_nodes_from(range(len(keys)))
    simple.add_edges_from(sorted({(min(e), max(e)) for e in ((number[a], number[b]) for a, b in graph.edges())}))
    simple.remove_edges_from(list(nx.selfloop_edges(simple)))
    return keys, simple


def _groups(simple: nx.Graph[int]) -> list[list[list[int]]]:
    """The communities of each component of two things and more, the largest first everywhere."""
    found = []
    parts = sorted((sorted(part) for part in nx.connected_components(simple)), key=lambda part: (-len(part), part[0]))
    for part in parts:
        if len(part) < 2:
            continue
        if len(part) <= 8:
            found.append([part])
            continue
        groups = nx.community.louvain_communities(simple.subgraph(part), seed=_SEED)
        found.append(sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group[0])))
    return found


def communities_of(graph: nx.Graph[str]) -> list[tuple[str, ...]]:
    """The communities of two things and more, the largest first; in each, the most linked thing first.

    Args:
        graph: any graph; direction and parallel edges make no difference.
    """
    keys, simple = _numbered(graph)
    groups = [group for part in _groups(simple) for group in part]
    groups.sort(key=lambda group: (-len(group), group[0]))
    return [tuple(keys[node] for node in _ranked(simple, group)) for group in groups]


def _ranked(simple: nx.Graph[int], group: Sequence[int]) -> list[int]:
    return sorted(group, key=lambda node: (-simple.degree(node), node))


def island_map(graph: nx.Graph[str], boxes: Mapping[str, tuple[float, float]] | None = None) -> Map:
    """Place all things of `graph`.

    Args:
        graph: any graph of strings.
        boxes: width and height that a thing needs with its name; others get a common size.
    """
    keys, simple = _numbered(graph)
    sizes = np.array([(boxes or {}).get(key, (40.0, 26.0)) for key in keys], dtype=np.float64).reshape(-1, 2)
    parts = _groups(simple)
    pieces = [_component(simple, groups, sizes) for groups in parts]
    alone = [node for node in sorted(simple) if simple.degree(node) == 0]
    placed = _packed(pieces, alone, sizes)
    points = {keys[node]: (round(placed[node][0]), round(placed[node][1])) for node in sorted(placed)}
    apart = {min(group): len(groups) > 1 and sum(map(len, groups)) > _WHOLE for groups in parts for group in groups}
    # the largest first
    grouped = sorted((group for groups in parts for group in groups if len(group) > 2), key=lambda g: (-len(g), g))
    islands = []
    for group in grouped:
        x = round(sum(placed[node][0] for node in group) / len(group))
        y = round(sum(placed[node][1] for node in group) / len(group))
        reach = sorted(math.hypot(placed[node][0] - x, placed[node][1] - y) for node in group)
        radius = round(reach[int(0.9 * (len(reach) - 1))] + _MARGIN / 2) if apart[min(group)] else 0
        islands.append(Island(x, y, radius, tuple(keys[node] for node in _ranked(simple, group))))
    return Map(points, tuple(islands))


# ---------------------------------------------------------------- one component
def _component(simple: nx.Graph[int], groups: list[list[int]], sizes: Floats) -> tuple[list[int], Floats]:
    members = sorted(node for group in groups for node in group)
    if len(members) <= _WHOLE or len(groups) == 1:
        return members, _wide(_island(simple, members, sizes[members]), sizes[members])
    inner = [_island(simple, group, sizes[group]) for group in groups]
    radii = [float(np.sqrt((xy * xy).sum(axis=1).max())) + _MARGIN for xy in inner]
    centres = _centres(simple, groups, radii)
    at = {node: index for index, group in enumerate(groups) for node in group}
    order = [node for group in groups for node in group]
    turned = [_turned(simple, group, inner[i], centres, i, at) for i, group in enumerate(groups)]
    points = np.concatenate([xy + centres[i] for i, xy in enumerate(turned)])
    arranged = points[np.argsort(order, kind="stable")]
    return members, _wide(arranged, sizes[members])


def _island(simple: nx.Graph[int], group: Sequence[int], sizes: Floats) -> Floats:
    """A connected group around its middle, boxes clear of each other."""
    inside = simple.subgraph(group)
    start = _fan(inside, group)
    if 2 < len(group) <= _LARGE:
        rounds = 200 if len(group) < 120 else 60 if len(group) < 500 else 25
        start = stress(start, path_lengths(simple, group), rounds)
    points = push_apart(start * _UNIT, sizes, 160 if len(group) < 500 else 30 if len(group) <= _LARGE else 0)
    return _around_middle(points)


def _around_middle(points: Floats) -> Floats:
    moved: Floats = points - (points.min(axis=0) + points.max(axis=0)) / 2
    return moved


def _fan(inside: nx.Graph[int], group: Sequence[int]) -> Floats:
    """A first guess: the tree of nearest paths from the most linked thing, fanned out around it."""
    root = min(group, key=lambda node: (-inside.degree(node), node))
    below: dict[int, list[int]] = {node: [] for node in group}
    depth, order = {root: 0}, [root]
    for node in order:
        for other in sorted(inside[node]):
            if other not in depth:
                depth[other] = depth[node] + 1
                below[node].append(other)
                order.append(other)
    leaves = dict.fromkeys(order, 0)
    for node in reversed(order):
        leaves[node] = sum(leaves[child] for child in below[node]) or 1
    sector = {root: (0.0, math.tau)}
    at = {}
    for node in order:
        low, high = sector[node]
        angle = (low + high) / 2
        at[node] = (round(depth[node] * math.cos(angle), 6), round(depth[node] * math.sin(angle), 6))
        for child in below[node]:
            part = (sector[node][1] - sector[node][0]) * leaves[child] / leaves[node]
            sector[child] = (low, low + part)
            low += part
    return np.array([at[node] for node in group], dtype=np.float64)


def _centres(simple: nx.Graph[int], groups: list[list[int]], radii: list[float]) -> Floats:
    """Middles of the islands' discs, close together, those with many bridges nearest each other."""
    home = {node: index for index, group in enumerate(groups) for node in group}
    bridges: dict[tuple[int, int], int] = {}
    for a, b in simple.edges():
        if a in home and home[a] != home[b]:
            pair = (min(home[a], home[b]), max(home[a], home[b]))
            bridges[pair] = bridges.get(pair, 0) + 1
    pull = np.zeros((len(groups), len(groups)))
    for (i, j), count in sorted(bridges.items()):
        pull[i, j] = pull[j, i] = math.sqrt(count)
    reach = np.array(radii)
    spread = math.sqrt(float((reach * reach).sum())) / math.sqrt(len(groups))
    number = range(len(groups))
    start = [(math.sqrt(i) * math.cos(i * _GOLDEN), math.sqrt(i) * math.sin(i * _GOLDEN)) for i in number]
    points = np.round(np.array(start), 6) * spread * 1.2
    return _settled(points, pull / max(1.0, float(pull.sum(axis=0).max())), reach)


def _settled(points: Floats, pull: Floats, reach: Floats) -> Floats:
    """Discs drawn together along their bridges, and pushed off each other."""
    need = reach[None, :] + reach[:, None]
    before = np.sign(np.arange(len(points))[None, :] - np.arange(len(points))[:, None]).astype(np.float64)
    flat = np.array([1.0, _PROPORTION])
    rounds = 300
    for step in range(rounds):
        strength = 0.5 * (1 - step / rounds)
        move = np.zeros_like(points)
        dx = points[:, 0][None, :] - points[:, 0][:, None]
        dy = points[:, 1][None, :] - points[:, 1][:, None]
        distance = np.sqrt(np.maximum(dx * dx + dy * dy, 1e-9))
        over = np.maximum(0.0, need - distance)
        np.fill_diagonal(over, 0.0)
        share = over * (reach[:, None] / need)
        away_x = np.where(distance < 1e-3, before, dx / distance)
        away_y = dy / distance
        move[:, 0] = -strength * (pull * dx).sum(axis=0) + (share * away_x).sum(axis=0)
        move[:, 1] = -strength * (pull * dy).sum(axis=0) + (share * away_y).sum(axis=0)
        middle = (points * (reach * reach)[:, None]).sum(axis=0) / (reach * reach).sum()
        points = points + move - (points - middle) * (0.03 * (1 - step / rounds)) * flat
    return points


def _turned(
    simple: nx.Graph[int],
    group: Sequence[int],
    inner: Floats,
    centres: Floats,
    index: int,
    home: Mapping[int, int],
) -> Floats:
    """An island turned so that its bridges are short."""
    rows, pulls = [], []
    for row, node in enumerate(group):
        for other in sorted(simple[node]):
            if home.get(other, index) != index:
                rows.append(row)
                pulls.append(centres[home[other]] - centres[index])
    if not rows:
        return inner
    towards = np.array(pulls)
    towards = towards / np.sqrt((towards * towards).sum(axis=1))[:, None]
    best, chosen = None, inner
    for step in range(24):
        cosine, sine = round(math.cos(math.tau * step / 24), 9), round(math.sin(math.tau * step / 24), 9)
        for mirror in (1.0, -1.0):
            x = inner[:, 0] * cosine - inner[:, 1] * sine * mirror
            y = inner[:, 0] * sine + inner[:, 1] * cosine * mirror
            gain = round(float((x[rows] * towards[:, 0] + y[rows] * towards[:, 1]).sum()), 3)
            if best is None or gain > best:
                best, chosen = gain, np.stack([x, y], axis=1)
    return chosen


def _wide(points: Floats, sizes: Floats) -> Floats:
    """Turned so that the longest axis lies level, as a screen is wider than high."""
    if len(points) < 3:
        return _around_middle(points) if len(points) != 2 else _level_pair(sizes)
    middle = points - points.sum(axis=0) / len(points)
    xx, yy = float((middle[:, 0] ** 2).sum()), float((middle[:, 1] ** 2).sum())
    xy = float((middle[:, 0] * middle[:, 1]).sum())
    angle = round(-0.5 * math.atan2(2 * xy, xx - yy), 6)
    cosine, sine = round(math.cos(angle), 9), round(math.sin(angle), 9)
    x, y = middle[:, 0] * cosine - middle[:, 1] * sine, middle[:, 0] * sine + middle[:, 1] * cosine
    level = np.stack([x, y], axis=1)
    return _around_middle(push_apart(level, sizes, 120) if len(level) <= 500 else level)


def _level_pair(sizes: Floats) -> Floats:
    room = max(_UNIT * 1.4, float(sizes[:, 0].sum()) / 2 + 10)
    return np.array([[-room / 2, 0.0], [room / 2, 0.0]])


# ---------------------------------------------------------------- all components
def _packed(pieces: list[tuple[list[int], Floats]], alone: list[int], sizes: Floats) -> dict[int, tuple[float, float]]:
    """The largest component first; the others in rows under it, and under them what is alone."""
    placed: dict[int, tuple[float, float]] = {}
    extents = [_extent(xy, sizes[members]) for members, xy in pieces]
    area = sum((w + _GAP) * (h + _GAP) for w, h, _, _ in extents)
    area += sum((sizes[node][0] + 24) * (sizes[node][1] + 24) for node in alone)
    chief = bool(pieces) and len(pieces[0][0]) > len(sizes) / 4  # it stands by itself, the rest under it
    wide = max(extents[0][0] * 1.1, 800.0) if chief else math.sqrt(area * _PROPORTION)
    width = max([wide, *(w for w, _, _, _ in extents)])
    x = y = row = 0.0
    for number, ((members, xy), (w, h, left, top)) in enumerate(zip(pieces, extents, strict=True)):
        if x and (x + w > width or (chief and number == 1)):
            x, y, row = 0.0, y + row + _GAP * 0.6, 0.0
        middle = (width - w) / 2 if chief and number == 0 else 0.0
        for node, (px, py) in zip(members, xy, strict=True):
            placed[node] = (float(px) - left + x + middle, float(py) - top + y)
        x, row = x + w + _GAP, max(row, h)
    if pieces:
        y += row + _GAP
    placed |= _shelf(alone, sizes, width, y)
    if not placed:
        return placed
    xs, ys = [p[0] for p in placed.values()], [p[1] for p in placed.values()]
    cx, cy = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return {node: (px - cx, py - cy) for node, (px, py) in placed.items()}


def _shelf(alone: list[int], sizes: Floats, width: float, top: float) -> dict[int, tuple[float, float]]:
    """What has no relations, in rows of about one length, each row in the middle of `width`."""
    wide = [float(sizes[node][0]) + 24 for node in alone]
    high = max((float(sizes[node][1]) + 12 for node in alone), default=0.0)
    length = sum(wide) / max(1, math.ceil(sum(wide) / max(width, 1.0)))  # of an even row
    rows: list[list[int]] = [[]]
    filled = 0.0
    for index in range(len(alone)):
        if rows[-1] and filled + wide[index] / 2 > length:
            rows.append([])
            filled = 0.0
        rows[-1].append(index)
        filled += wide[index]
    placed = {}
    for number, row in enumerate(rows):
        x = (width - sum(wide[index] for index in row)) / 2
        for index in row:
            placed[alone[index]] = (x + wide[index] / 2, top + number * high + high / 2)
            x += wide[index]
    return placed


def _extent(points: Floats, sizes: Floats) -> tuple[float, float, float, float]:
    low, high = (points - sizes / 2).min(axis=0), (points + sizes / 2).max(axis=0)
    return float(high[0] - low[0]), float(high[1] - low[1]), float(low[0]), float(low[1])
