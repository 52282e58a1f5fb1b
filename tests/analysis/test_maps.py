from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis.arrangements import by_time, by_type
from kg.analysis.forces import path_lengths, push_apart, stress
from kg.analysis.islands import communities_of, island_map


def two_groups(size: int = 8) -> nx.Graph[str]:
    """Two dense groups with one bridge, a pair, and two things alone."""
    graph: nx.Graph[str] = nx.Graph()
    for group in ("a", "b"):
        graph.add_edges_from(itertools.combinations([f"{group}{index:02}" for index in range(size)], 2))
    graph.add_edges_from([("a00", "b00"), ("p", "q"), ("q", "q")])
    graph.add_nodes_from(["alone", "alone too"])
    return graph


def test_communities_are_the_groups_and_the_most_linked_comes_first() -> None:
    first, second, pair = communities_of(two_groups())
    assert {name[0] for name in first} == {"a"}
    assert {name[0] for name in second} == {"b"}
    assert (first[0], second[0]) == ("a00", "b00")
    assert set(pair) == {"p", "q"}


@pytest.mark.parametrize("size", [8, 60])
def test_islands_stand_apart_and_hold_their_own(size: int) -> None:
    found = island_map(two_groups(size))
    assert set(found.points) == set(two_groups(size))
    one, other = found.islands[:2]
    assert {name[0] for name in one.members} == {"a"}
    if size == 60:  # small components are drawn as one
        apart = ((one.x - other.x) ** 2 + (one.y - other.y) ** 2) ** 0.5
        assert apart > one.radius
        inside = [name for name in one.members if _far(found.points[name], (one.x, one.y)) <= one.radius]
        assert len(inside) >= 0.85 * size
    else:
        assert one.radius == 0


def _far(a: tuple[int, int], b: tuple[int, int]) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def test_what_is_alone_stands_under_the_rest() -> None:
    points = island_map(two_groups()).points
    lowest = max(points[name][1] for name in points if not name.startswith("alone"))
    assert all(points[name][1] > lowest for name in ("alone", "alone too"))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=60), st.randoms())
@settings(max_examples=25, deadline=None)
def test_the_order_of_a_graph_makes_no_difference(edges: list[tuple[int, int]], chance: object) -> None:
    named = [(f"n{a}", f"n{b}") for a, b in edges]
    shuffled = list(named)
    getattr(chance, "shuffle")(shuffled)  # noqa: B009
    first, second = (island_map(nx.Graph(list(rows))) for rows in (named, shuffled))
    assert first == second
    assert len(set(first.points.values())) == len(first.points)  # nothing stands on anything


def test_boxes_are_pushed_clear_of_each_other() -> None:
    start = np.zeros((6, 2))
    sizes = np.full((6, 2), 30.0)
    points = push_apart(start, sizes, 300)
    for a, b in itertools.combinations(range(6), 2):
        assert (np.abs(points[a] - points[b]) > 28).any()


def test_stress_brings_distances_near_to_what_is_wanted() -> None:
    line: nx.Graph[int] = nx.path_graph(5)
    wanted = path_lengths(line, range(5))
    assert wanted[0, 4] == pytest.approx(sum(wanted[i, i + 1] for i in range(4)))
    start = np.array([[0.0, 0.0], [1.0, 1.0], [0.0, 2.0], [1.0, 3.0], [0.5, 0.5]])
    points = stress(start, wanted, 300)
    for a, b in itertools.combinations(range(5), 2):
        assert np.hypot(*(points[a] - points[b])) == pytest.approx(wanted[a, b], rel=0.15)


KINDS = {"x": "Platform", "y": "Person", "z": "Platform", "w": ""}


def test_years_run_from_left_to_right_and_types_have_lanes() -> None:
    found = by_time(KINDS, {"x": "2020-05-01", "y": "2020-06-01", "z": "2024-01-01"}, {}, ("Platform", "Person"))
    points = found.points
    assert points["w"][0] < points["x"][0] == points["y"][0] < points["z"][0]
    assert points["x"][1] == points["z"][1] < points["y"][1] < points["w"][1]
    assert [band.label for band in found.bands] == ["", "2020", "2024", "@Platform", "@Person", "@"]


def test_types_are_discs_with_the_weightiest_in_the_middle() -> None:
    kinds = {f"n{i}": "Platform" for i in range(9)} | {"p": "Person"}
    found = by_type(kinds, {"n4": 5.0}, ("Platform", "Person"))
    (disc,) = [band for band in found.bands if band.label == "Platform"]
    assert found.points["n4"] == (disc.x, disc.y)
    assert all(_far(found.points[f"n{i}"], (disc.x, disc.y)) <= disc.radius for i in range(9))


def test_nothing_gives_nothing() -> None:
    assert island_map(nx.Graph()).points == {}
    assert by_type({}, {}, ()).points == {}
    assert by_time({}, {}, {}, ()).points == {}
