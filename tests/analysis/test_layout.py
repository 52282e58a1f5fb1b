from __future__ import annotations

import itertools
import subprocess
import sys

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.layout import Box, place_nodes


def islands() -> nx.MultiDiGraph[str]:
    """Two dense groups with one bridge, a pair apart, and two things alone."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for group in ("a", "b"):
        members = [f"{group}{index}" for index in range(8)]
        graph.add_edges_from(itertools.combinations(members, 2))
    graph.add_edge("a0", "b0")
    graph.add_edge("p", "q")
    graph.add_edge("p", "q")
    graph.add_nodes_from(["alone", "alone too"])
    return graph


def spread(points: dict[str, tuple[int, int]], names: list[str]) -> tuple[float, float, float, float]:
    xs, ys = zip(*(points[name] for name in names), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def test_communities_stand_apart() -> None:
    points = place_nodes(islands())
    centre = {
        group: [sum(points[f"{group}{i}"][axis] for i in range(8)) / 8 for axis in (0, 1)] for group in ("a", "b")
    }
    for name, (x, y) in points.items():
        if name[0] in "ab" and name[1:].isdigit():
            own, other = centre[name[0]], centre["b" if name[0] == "a" else "a"]
            assert (x - own[0]) ** 2 + (y - own[1]) ** 2 < (x - other[0]) ** 2 + (y - other[1]) ** 2


def test_what_no_relation_joins_stands_below() -> None:
    points = place_nodes(islands())
    lowest = max(y for name, (_, y) in points.items() if not name.startswith("alone"))
    assert points["alone"][1] == points["alone too"][1] > lowest


def test_boxes_do_not_overlap() -> None:
    graph = nx.star_graph(40)
    named: nx.Graph[str] = nx.relabel_nodes(graph, {node: f"n{node}" for node in graph})
    boxes = {f"n{node}": Box(60.0 + 10 * (node % 9), 50.0) for node in graph}
    points = place_nodes(named, boxes)
    for a, b in itertools.combinations(points, 2):
        clear_x = abs(points[a][0] - points[b][0]) >= (boxes[a][0] + boxes[b][0]) / 2 - 2
        clear_y = abs(points[a][1] - points[b][1]) >= (boxes[a][1] + boxes[b][1]) / 2 - 2
        assert clear_x or clear_y, (a, b)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_very_small_graphs(count: int) -> None:
    graph: nx.Graph[str] = nx.path_graph(count, create_using=nx.Graph)
    points = place_nodes(nx.relabel_nodes(graph, {node: str(node) for node in graph}))
    assert len(set(points.values())) == count


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=25))
def test_any_graph_gets_distinct_whole_places_whatever_the_order(edges: list[tuple[int, int]]) -> None:
    one: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    one.add_edges_from((f"n{a}", f"n{b}") for a, b in edges)
    other: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    other.add_edges_from((f"n{a}", f"n{b}") for a, b in reversed(edges))
    points = place_nodes(one)
    assert points == place_nodes(other)
    assert len(set(points.values())) == len(one)
    assert all(isinstance(x, int) and isinstance(y, int) for x, y in points.values())


_PRINT = """
import networkx as nx
from kg.analysis.layout import place_nodes
graph = nx.relabel_nodes(nx.barabasi_albert_graph(60, 2, seed=3), str)
print(place_nodes(graph))
"""


def test_the_same_in_every_process() -> None:
    seen = {
        subprocess.run(
            [sys.executable, "-c", _PRINT], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "4711")
    }
    assert len(seen) == 1
