"""Counts of a graph."""

from __future__ import annotations

import pyoxigraph as ox

from graph.toy import toy_graph
from kg.graph import GraphView
from kg.graph.statistics import count_graph


def test_counts() -> None:
    counts = count_graph(toy_graph())
    assert (counts.articles, counts.statements, counts.observations, counts.occurrences) == (4, 12, 3, 2)
    assert counts.statements_by_predicate["partOf"] == 4
    assert next(iter(counts.statements_by_predicate)) == "partOf"
    assert counts.observations_by_metric == {"revenue": 2, "marketShare": 1}
    assert counts.facts_by_modality == {"asserted": 14, "planned": 1}
    # Two ends of each symmetric one; the partOf of three articles once; launches once for two statements.
    assert counts.plain_triples == 7
    assert counts.things_by_type["Platform"] == 2
    assert counts.as_dict()["things"] == counts.things == sum(counts.things_by_type.values())


def test_an_empty_graph() -> None:
    counts = count_graph(GraphView(ox.Store()))
    assert (counts.articles, counts.triples, counts.things, counts.plain_triples) == (0, 0, 0, 0)
