from __future__ import annotations

import networkx as nx
import pytest

from kg.analysis import MEASURES, scores


def star() -> nx.MultiGraph[str]:
    return nx.MultiGraph([("m", "a"), ("b", "m"), ("m", "c"), ("m", "a"), ("m", "m")])


def test_parallel_edges_and_loops_make_no_difference() -> None:
    assert scores(star(), "degree").values == {"a": 1.0, "b": 1.0, "c": 1.0, "m": 3.0}
    assert scores(star(), "betweenness").values == {"a": 0.0, "b": 0.0, "c": 0.0, "m": 1.0}
    plain = nx.Graph([("m", "a"), ("m", "b"), ("m", "c")])
    assert scores(star(), "pagerank") == scores(plain, "pagerank")
    assert scores(star(), "pagerank").values["m"] > 0.4


def test_betweenness_is_that_of_networkx() -> None:
    graph = nx.relabel_nodes(nx.gnm_random_graph(60, 90, seed=3), str)
    found, expected = scores(graph, "betweenness"), nx.betweenness_centrality(graph)
    assert found.sampled is None
    assert found.values == pytest.approx(expected, abs=1e-6)


def test_betweenness_of_a_large_graph_is_sampled_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.ranks._EXACT", 100)
    monkeypatch.setattr("kg.analysis.ranks._SAMPLE", 80)
    graph = nx.relabel_nodes(nx.barabasi_albert_graph(120, 2, seed=1), str)
    found, done = scores(graph, "betweenness"), []
    assert found.sampled == 80
    assert scores(graph, "betweenness", lambda *now: done.append(now)) == found
    assert done == [(0, 80), (50, 80)]
    exact = nx.betweenness_centrality(graph)
    best = sorted(exact, key=lambda node: -exact[node])[:3]
    assert sorted(found.values, key=lambda node: -found.values[node])[:3] == best
    assert sum(found.values.values()) == pytest.approx(sum(exact.values()), rel=0.1)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("nodes", [(), ("a",), ("a", "b")])
def test_nothing_to_rank(measure: str, nodes: tuple[str, ...]) -> None:
    graph: nx.MultiGraph[str] = nx.MultiGraph()
    graph.add_nodes_from(nodes)
    assert set(scores(graph, measure).values) == set(nodes)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_order_of_edges_makes_no_difference(measure: str) -> None:
    edges = [(str(a), str(b)) for a, b in nx.gnm_random_graph(40, 60, seed=5).edges()]
    assert scores(nx.MultiGraph(edges), measure).values == scores(nx.MultiGraph(edges[::-1]), measure).values


def test_an_unknown_measure() -> None:
    with pytest.raises(ValueError, match="degree, pagerank, betweenness"):
        scores(star(), "fame")
