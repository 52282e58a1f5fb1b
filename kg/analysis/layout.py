"""Where things stand in a picture: communities apart, names clear of each other, small pieces packed.

The same graph always gets the same coordinates: things are numbered in the order of their keys before any algorithm
sees them, every algorithm has a fixed seed, and the result is rounded to whole units.

Sources: Louvain communities (Blondel et al. 2008) and force-directed placement (Fruchterman and Reingold 1991), both as
networkx has them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import networkx as nx

__all__ = ["Box", "place_nodes"]

Point = tuple[float, float]


class Box(NamedTuple):
    """Room for a node and its name, in units of the coordinates.

    `lift` is how far above the middle of the box the node itself stands, where its lines end.
    """

    width: float
    height: float
    lift: float = 0.0


_SEED = 20
_ROOM = 1.2  # area of a community's disc to that of the boxes in it
_LINE = 120.0  # and more to its radius where it is small, for lines and their labels
_GAP = 70.0  # free space between components
_TURNS = 24  # ways in which a community is tried before the one with the shortest bridges is kept
_ROUNDS = 300  # of pushing overlapping boxes apart
_SWERVES = 40  # of pushing names off lines
_TRIED = 40_000  # pairs of node and line up to which that is tried
_PUSHES = 300_000  # nodes times rounds: a large component gets fewer rounds
_BOX = Box(90.0, 50.0)


def place_nodes(
    graph: nx.Graph[str], boxes: Mapping[str, Box] | None = None, proportion: float = 1.9
) -> dict[str, tuple[int, int]]:
    """Coordinates for every node of `graph`, x to the right and y downward, around the origin.

    Args:
        graph: any networkx graph, directed or not, with parallel edges or without; its nodes are strings.
        boxes: the room that a node needs with its name; a node that is missing here gets a common size.
        proportion: width to height that the whole should have, as far as that goes without crowding.

    Returns:
        A point a node, where its lines end, in the order of the nodes' keys. Boxes do not overlap, save in components
        of thousands of nodes.
    """
    keys = sorted(graph.nodes)
    number = {key: index for index, key in enumerate(keys)}
    sizes = [(boxes or {}).get(key, _BOX) for key in keys]
    simple: nx.Graph[int] = nx.Graph()
    simple.add_nodes_from(range(len(keys)))
    simple.add_edges_from(sorted((number[a], number[b]) for a, b in graph.edges() if a != b))

    components = sorted((sorted(part) for part in nx.connected_components(simple)), key=lambda c: (-len(c), c[0]))
    pieces = [_component(simple.subgraph(part), sizes, proportion) for part in components if len(part) > 1]
    points = _pack(pieces, sizes, proportion)
    shelf = [part[0] for part in components if len(part) == 1]
    points |= _shelve(shelf, sizes, points, proportion)
    return {
        keys[index]: (round(x), round(y - sizes[index].lift))
        for index, (x, y) in sorted(_centred(points, sizes).items())
    }


# ---------------------------------------------------------------- one component
def _component(graph: nx.Graph[int], sizes: Sequence[Box], proportion: float) -> dict[int, Point]:
    """Each community in itself, the communities around each other, then all boxes apart."""
    communities = _communities(graph)
    radii = [_radius(members, sizes) for members in communities]
    local = [_spring(graph.subgraph(members), radius) for members, radius in zip(communities, radii, strict=True)]
    centres = _centres(graph, communities, radii)
    points: dict[int, Point] = {}
    for index, inner in enumerate(local):
        turned = _turned(inner, centres, index, graph, communities)
        points |= {node: (x + centres[index][0], y + centres[index][1]) for node, (x, y) in turned.items()}
    boxes = {node: sizes[node] for node in points}
    wide = _widened(_apart(_levelled(points), boxes), proportion)
    return _apart(_off_lines(wide, boxes, sorted((min(edge), max(edge)) for edge in graph.edges())), boxes)


def _communities(graph: nx.Graph[int]) -> list[list[int]]:
    if len(graph) < 8:
        return [sorted(graph)]
    found = nx.community.louvain_communities(graph, seed=_SEED)
    return sorted((sorted(members) for members in found), key=lambda c: (-len(c), c[0]))


def _spring(graph: nx.Graph[Any], radius: float, weight: str | None = None) -> dict[int, Point]:
    """Fruchterman-Reingold, within about `radius` around the origin."""
    ordered: nx.Graph[int] = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_edges_from(sorted(graph.edges(data=True), key=lambda edge: (edge[0], edge[1])))
    placed = nx.spring_layout(ordered, seed=_SEED, iterations=200, weight=weight)
    return {node: (float(xy[0]) * radius, float(xy[1]) * radius) for node, xy in placed.items()}


def _radius(nodes: Iterable[int], sizes: Sequence[Box]) -> float:
    """Of a disc with room for the boxes of `nodes` and for lines between them."""
    inside = list(nodes)
    area = sum(sizes[node][0] * sizes[node][1] for node in inside)
    return math.sqrt(area * _ROOM / math.pi) + _LINE / math.sqrt(len(inside))


def _centres(graph: nx.Graph[int], communities: list[list[int]], radii: list[float]) -> list[Point]:
    """Centres of the communities' discs, close together, those with many bridges nearest each other."""
    if len(communities) == 1:
        return [(0.0, 0.0)]
    home = {node: index for index, members in enumerate(communities) for node in members}
    bridges: nx.Graph[int] = nx.Graph()
    bridges.add_nodes_from(range(len(communities)))
    for a, b in sorted((min(e), max(e)) for e in graph.edges()):
        if home[a] != home[b]:
            weight = bridges.get_edge_data(home[a], home[b], {"weight": 0})["weight"]
            bridges.add_edge(home[a], home[b], weight=weight + 1)
    points = _spring(bridges, math.sqrt(sum(radius * radius for radius in radii)), "weight")
    for step in range(_ROUNDS):
        pull = 0.1 * (1 - step / _ROUNDS)  # drawn together ever less, pushed apart always
        points = {index: _drawn(index, points, bridges, pull) for index in sorted(points)}
        _push_discs(points, radii)
    return [points[index] for index in range(len(communities))]


def _drawn(index: int, points: Mapping[int, Point], bridges: nx.Graph[int], pull: float) -> Point:
    """The centre of a disc, moved a little towards the discs that it has bridges to, and to the middle."""
    x, y = points[index]
    links = [(other, bridges[index][other]["weight"]) for other in sorted(bridges[index])]
    total = sum(weight for _, weight in links) + 1
    to_x = sum(points[other][0] * weight for other, weight in links) / total
    to_y = sum(points[other][1] * weight for other, weight in links) / total
    return x + (to_x - x) * pull, y + (to_y - y) * pull


def _push_discs(points: dict[int, Point], radii: Sequence[float]) -> None:
    """Push overlapping discs apart along the line between their centres, the smaller one further."""
    for a in sorted(points):
        for b in range(a + 1, len(points)):
            dx, dy = points[b][0] - points[a][0], points[b][1] - points[a][1]
            distance = math.hypot(dx, dy)
            over = radii[a] + radii[b] - distance
            if over <= 0:
                continue
            ux, uy = (dx / distance, dy / distance) if distance else (1.0, 0.0)
            share = radii[b] / (radii[a] + radii[b])
            points[a] = (points[a][0] - ux * over * share, points[a][1] - uy * over * share)
            points[b] = (points[b][0] + ux * over * (1 - share), points[b][1] + uy * over * (1 - share))


def _turned(
    inner: dict[int, Point], centres: list[Point], index: int, graph: nx.Graph[int], communities: list[list[int]]
) -> dict[int, Point]:
    """The community turned, and mirrored where that helps, so that its bridges are short."""
    home = {node: at for at, members in enumerate(communities) for node in members}
    x0, y0 = centres[index]
    pulls = [
        (node, centres[home[other]][0] - x0, centres[home[other]][1] - y0)
        for node in sorted(inner)
        for other in sorted(graph[node])
        if home[other] != index
    ]
    if not pulls:
        return inner

    def turn(step: int, mirror: int) -> dict[int, Point]:
        sine, cosine = math.sin(math.tau * step / _TURNS), math.cos(math.tau * step / _TURNS)
        return {n: (x * cosine - y * sine * mirror, x * sine + y * cosine * mirror) for n, (x, y) in inner.items()}

    def length(points: dict[int, Point]) -> float:
        return round(sum(math.hypot(points[n][0] - dx, points[n][1] - dy) for n, dx, dy in pulls), 3)

    tried = [turn(step, mirror) for mirror in (1, -1) for step in range(_TURNS)]
    return min(tried, key=length)  # the first of equals, so always the same


def _levelled(points: dict[int, Point]) -> dict[int, Point]:
    """Turned so that its longest axis lies level, as a screen is wider than high."""
    n = len(points)
    mx, my = sum(x for x, _ in points.values()) / n, sum(y for _, y in points.values()) / n
    xx = sum((x - mx) ** 2 for x, _ in points.values())
    yy = sum((y - my) ** 2 for _, y in points.values())
    xy = sum((x - mx) * (y - my) for x, y in points.values())
    angle = -0.5 * math.atan2(2 * xy, xx - yy)
    sine, cosine = math.sin(angle), math.cos(angle)
    return {
        node: ((x - mx) * cosine - (y - my) * sine, (x - mx) * sine + (y - my) * cosine)
        for node, (x, y) in points.items()
    }


def _widened(points: dict[int, Point], proportion: float) -> dict[int, Point]:
    """Stretched along one axis to a proportion, by half at most, so that boxes only move further apart."""
    wide = max(x for x, _ in points.values()) - min(x for x, _ in points.values())
    high = max(y for _, y in points.values()) - min(y for _, y in points.values())
    if len(points) < 8 or not wide or not high:
        return points
    factor = high * proportion / wide
    fx, fy = min(max(factor, 1.0), 1.5), min(max(1 / factor, 1.0), 1.5)
    return {node: (x * fx, y * fy) for node, (x, y) in points.items()}


# ---------------------------------------------------------------- boxes
def _apart(points: Mapping[int, Point], boxes: Mapping[int, Box], rounds: int = _ROUNDS) -> dict[int, Point]:
    """Push overlapping boxes apart, each pair along the axis that needs less, until none overlap."""
    x = {node: points[node][0] for node in sorted(points)}
    y = {node: points[node][1] for node in sorted(points)}
    cell_w = max(box.width for box in boxes.values())
    cell_h = max(box.height for box in boxes.values())
    for _ in range(min(rounds, max(30, _PUSHES // len(points)))):
        moved = False
        for a, b in _neighbours(x, y, cell_w, cell_h):
            dx, dy = x[b] - x[a], y[b] - y[a]
            over_x = (boxes[a][0] + boxes[b][0]) / 2 - abs(dx)
            over_y = (boxes[a][1] + boxes[b][1]) / 2 - abs(dy)
            if over_x <= 0.5 or over_y <= 0.5:
                continue
            moved = True
            if over_x < over_y:
                push = math.copysign(over_x / 2, dx) if dx else (over_x / 2)
                x[a], x[b] = x[a] - push, x[b] + push
            else:
                push = math.copysign(over_y / 2, dy) if dy else (over_y / 2)
                y[a], y[b] = y[a] - push, y[b] + push
        if not moved:
            break
    return {node: (x[node], y[node]) for node in x}


def _off_lines(points: dict[int, Point], boxes: Mapping[int, Box], edges: list[tuple[int, int]]) -> dict[int, Point]:
    """Push names off lines that pass through them to other nodes, where the picture is small enough to try."""
    if len(points) * len(edges) > _TRIED:
        return points
    for step in range(_SWERVES):
        strength = 0.5 * (1 - step / _SWERVES)
        for node in sorted(points):
            x, y = points[node]
            for a, b in edges:
                if node not in (a, b):
                    start = (points[a][0], points[a][1] - boxes[a].lift)
                    end = (points[b][0], points[b][1] - boxes[b].lift)
                    dx, dy = _swerve(x, y, boxes[node], start, end)
                    x, y = x + dx * strength, y + dy * strength
            points[node] = (x, y)
        points = _apart(points, boxes, rounds=3)
    return points


def _swerve(x: float, y: float, box: Box, start: Point, end: Point) -> Point:
    """How a box at a point has to move for the line from `start` to `end` to pass it by."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length = math.hypot(along_x, along_y)
    if not length:
        return 0.0, 0.0
    ux, uy = along_x / length, along_y / length
    at = ((x - start[0]) * ux + (y - start[1]) * uy) / length
    if not 0 < at < 1:
        return 0.0, 0.0
    off = (y - start[1]) * ux - (x - start[0]) * uy  # signed distance to the left of the line
    need = 0.45 * (abs(uy) * box[0] + abs(ux) * box[1])
    lack = math.copysign(need - abs(off), off) if abs(off) < need else 0.0
    return -uy * lack, ux * lack


def _neighbours(x: dict[int, float], y: dict[int, float], width: float, height: float) -> Iterator[tuple[int, int]]:
    """Pairs that may overlap, by a grid whose cells are as large as the largest box."""
    grid: dict[tuple[int, int], list[int]] = {}
    for node in x:
        grid.setdefault((math.floor(x[node] / width), math.floor(y[node] / height)), []).append(node)
    for (column, row), here in sorted(grid.items()):
        for index, a in enumerate(here):
            for b in here[index + 1 :]:
                yield a, b
        for other in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1)):
            for a in here:
                for b in grid.get(other, ()):
                    yield a, b


def _extent(points: Mapping[int, Point], sizes: Sequence[Box]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all boxes."""
    return (
        min(x - sizes[n][0] / 2 for n, (x, _) in points.items()),
        min(y - sizes[n][1] / 2 for n, (_, y) in points.items()),
        max(x + sizes[n][0] / 2 for n, (x, _) in points.items()),
        max(y + sizes[n][1] / 2 for n, (_, y) in points.items()),
    )


# ---------------------------------------------------------------- all components
def _pack(pieces: list[dict[int, Point]], sizes: Sequence[Box], proportion: float) -> dict[int, Point]:
    """The components in rows, the largest first; a column of small ones stands beside a large one."""
    if not pieces:
        return {}
    extents = [_extent(piece, sizes) for piece in pieces]
    area = sum((right - left + _GAP) * (bottom - top + _GAP) for left, top, right, bottom in extents)
    first_height = extents[0][3] - extents[0][1]
    width = max(extents[0][2] - extents[0][0], math.sqrt(area * proportion))
    points: dict[int, Point] = {}
    at_x = at_y = row_height = column_x = column_y = column_width = 0.0
    for index, (piece, (left, top, right, bottom)) in enumerate(zip(pieces, extents, strict=True)):
        wide, high = right - left, bottom - top
        if index == 0:
            spot, column_x, at_y = (0.0, 0.0), wide + _GAP, first_height + _GAP
        elif column_x + wide <= width and column_y + high <= first_height:
            spot = (column_x, column_y)
            column_y += high + _GAP
            column_width = max(column_width, wide)
        elif column_x + column_width + _GAP + wide <= width and high <= first_height:
            column_x, column_y, column_width = column_x + column_width + _GAP, high + _GAP, wide
            spot = (column_x, 0.0)
        else:
            if at_x and at_x + wide > width:
                at_x, at_y, row_height = 0.0, at_y + row_height + _GAP, 0.0
            spot = (at_x, at_y)
            at_x, row_height = at_x + wide + _GAP, max(row_height, high)
        points |= {node: (x - left + spot[0], y - top + spot[1]) for node, (x, y) in piece.items()}
    return points


def _shelve(
    nodes: Iterable[int], sizes: Sequence[Box], above: Mapping[int, Point], proportion: float
) -> dict[int, Point]:
    """Things that no relation joins, in rows under everything else."""
    shelf = list(nodes)
    if not shelf:
        return {}
    left, _, right, bottom = _extent(above, sizes) if above else (0.0, 0.0, 0.0, -_GAP)
    area = sum(sizes[node][0] * sizes[node][1] for node in shelf)
    width = max(right - left, math.sqrt(area * proportion), max(sizes[node][0] for node in shelf))
    points: dict[int, Point] = {}
    at_x, at_y, row_height = left, bottom + _GAP, 0.0
    for node in shelf:
        wide, high = sizes[node][:2]
        if at_x > left and at_x + wide > left + width:
            at_x, at_y, row_height = left, at_y + row_height, 0.0
        points[node] = (at_x + wide / 2, at_y + high / 2)
        at_x, row_height = at_x + wide, max(row_height, high)
    return points


def _centred(points: dict[int, Point], sizes: Sequence[Box]) -> dict[int, Point]:
    if not points:
        return {}
    left, top, right, bottom = _extent(points, sizes)
    return {node: (x - (left + right) / 2, y - (top + bottom) / 2) for node, (x, y) in points.items()}
