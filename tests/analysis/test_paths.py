from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import all_paths, shortest_path
from kg.vocabulary import LimitError


def graph_of(*edges: str) -> nx.MultiGraph[str]:
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_edges_from((a, b) for a, b in edges)
    return graph


def test_the_shortest_path_with_most_edges_side_by_side() -> None:
    graph = graph_of("ab", "bz", "ac", "ac", "cz", "ad", "de", "ez", "aa")
    assert shortest_path(graph, "a", "z") == (["a", "c", "z"], 2)
    assert shortest_path(graph, "z", "a") == (["z", "c", "a"], 2)


def test_equal_paths_are_told_apart_by_their_nodes() -> None:
    assert shortest_path(graph_of("ac", "cz", "ab", "bz"), "a", "z") == (["a", "b", "z"], 2)


def test_no_path() -> None:
    graph = graph_of("ab", "cd")
    assert shortest_path(graph, "a", "d") == ([], 0)
    assert shortest_path(graph, "a", "unknown") == ([], 0)
    assert all_paths(graph, "a", "d", 5, 10) == []
    assert all_paths(graph, "unknown", "d", 5, 10) == []


def test_all_paths_up_to_a_length_shortest_first() -> None:
    graph = graph_of("ab", "ab", "bz", "az", "ac", "cd", "dz", "bb", "ax")
    assert all_paths(graph, "a", "z", 3, 10) == [["a", "z"], ["a", "b", "z"], ["a", "c", "d", "z"]]
    assert all_paths(graph, "a", "z", 1, 10) == [["a", "z"]]


def test_too_many_paths_are_an_error() -> None:
    graph = graph_of("ab", "bz", "ac", "cz")
    assert len(all_paths(graph, "a", "z", 2, 2)) == 2
    with pytest.raises(LimitError, match="more than 1 paths"):
        all_paths(graph, "a", "z", 2, 1)


def test_a_thicket_that_leads_nowhere_is_not_searched() -> None:
    graph = graph_of("ac", "cz")
    thicket = nx.complete_graph(40)
    graph.add_edges_from((f"t{a}", f"t{b}") for a, b in thicket.edges())
    graph.add_edges_from(("c", f"t{node}") for node in thicket)
    assert all_paths(graph, "a", "z", 12, 10) == [["a", "c", "z"]]


def test_an_endless_search_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.paths._MOST_STEPS", 50)
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_edges_from((str(a), str(b)) for a, b in nx.complete_graph(12).edges())
    with pytest.raises(LimitError, match="--max-length"):
        all_paths(graph, "0", "11", 9, 10**9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=14), st.integers(1, 5))
def test_paths_are_those_of_networkx(edges: list[tuple[str, str]], length: int) -> None:
    graph: nx.MultiGraph[str] = nx.MultiGraph([*edges, ("a", "b"), ("e", "f")])
    simple = nx.Graph(graph)
    expected = sorted(nx.all_simple_paths(simple, "a", "f", cutoff=length), key=lambda path: (len(path), path))
    assert all_paths(graph, "a", "f", length, 10_000) == expected
    path, count = shortest_path(graph, "a", "f")
    shortest = list(nx.all_shortest_paths(simple, "a", "f")) if nx.has_path(simple, "a", "f") else []
    assert count == len(shortest)
    assert path in shortest or not shortest
