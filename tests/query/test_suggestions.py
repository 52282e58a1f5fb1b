"""What a query without an answer names that does not exist; names beside things."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from graph.toy import toy_graph

from kg.query import QueryPool
from kg.query.labels import labels
from kg.query.suggestions import unknown_terms
from kg.vocabulary.namespaces import XB, XBR


@pytest.fixture(scope="module")
def pool() -> Iterator[QueryPool]:
    with QueryPool(toy_graph().store.dump(format=ox.RdfFormat.N_QUADS) or b"", workers=1) as one:
        yield one


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "SELECT * {\n?s xb:partof ?o }",
            ["line 2, column 4: xb:partof is no term of the ontology; did you mean xb:partOf?"],
        ),
        (f"SELECT * {{ ?s <{XB}Partof> ?o }}", ["did you mean xb:partOf?"]),
        ("PREFIX o: <https://w3id.org/alibaba-xborder/ontology#> ASK { ?s a o:Platfrom }", ["xb:Platform"]),
        (
            "SELECT * { xbr:aliexpres xb:partOf ?o }",
            ["xbr:aliexpres stands nowhere in this graph; did you mean xbr:"],
        ),
        ("SELECT * { ?s xb:zzzqqq ?o }", ["is no term of the ontology"]),
        ("SELECT * { ?s xb:partOf 'xb:partof' } # xb:partof", []),
        ("SELECT * { xbr:aliexpress xb:sponsors ?o ; xb:timeStart ?t ; a xb:Platform }", []),
    ],
)
def test_terms_that_nothing_knows(pool: QueryPool, query: str, told: list[str]) -> None:
    found = unknown_terms(query, pool)
    assert len(found) == len(told)
    assert all(one in line for one, line in zip(told, found, strict=True))


def test_names_in_either_language(pool: QueryPool) -> None:
    things = [XBR + "aliexpress", XB + "partOf", XBR + "nobody"]
    assert labels(pool, things, "zh")[things[0]] == "速卖通"
    found = labels(pool, things, "en")
    assert found[things[0]] == "AliExpress"
    assert set(found) == set(things[:2])
