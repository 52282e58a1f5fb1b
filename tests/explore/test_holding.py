"""What held on a day is what the saved question tells."""

from __future__ import annotations

import pytest
from conftest import ROOT, need

from kg.explore.holding import facts_holding_on
from kg.explore.index import GraphIndex
from kg.graph import GraphView, open_graph
from kg.query import ask

from .samples import graph_of

_HEAD = """xba:1 a xb:Article ; dcterms:issued "2024-01-10"^^xsd:date . xba:2 a xb:Article ;
dcterms:issued "2025-03-01"^^xsd:date . xbe:1 xb:article xba:1 ; xb:quote "q" . xbe:2 xb:article xba:2 ; xb:quote "r" .
"""
_THINGS = " ".join(
    f'xbr:{name} a xb:{kind} ; rdfs:label "{name}"@en .'
    for name, kind in (("ann", "Person"), ("bob", "Person"), ("shop", "Platform"), ("old", "Organization"),
                       ("new", "Organization"), ("plan", "Program"), ("korea", "Place"))
)  # fmt: skip


def _said(
    number: int, subject: str, predicate: str, obj: str, start: str = "", more: str = "", article: int = 1
) -> str:
    time = f'xb:time "{start}/.." ; xb:timeStart "{start}"^^xsd:date ;' if start else ""
    return (
        f"xbs:{number} a xb:Statement ; xb:subject xbr:{subject} ; xb:predicate xb:{predicate} ; xb:object xbr:{obj} ;"
        f" {time} {more} xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:{article} . "
    )


_MADE = (
    _HEAD
    + _THINGS
    + _said(1, "ann", "leads", "shop", "2023-01-01")
    + _said(2, "bob", "leads", "shop", "2024-06-01", article=2)
    + _said(3, "shop", "partOf", "old")
    + _said(4, "shop", "partOf", "new", "2024-11-21", article=2)
    + _said(5, "shop", "targetsMarket", "korea")
    + _said(6, "shop", "offers", "plan", "2024-02-01")
    + _said(7, "shop", "ends", "plan", "2024-09-01", 'xb:until "2024-12-31" ;', article=2)
    + _said(8, "shop", "launches", "plan", "2024-02-01")
    + _said(9, "ann", "affiliatedWith", "old")
    + _said(10, "ann", "affiliatedWith", "old", more="xb:former true ;", article=2)
    + _said(11, "shop", "adoptsModel", "plan").replace("xb:asserted", "xb:planned")
)


def _told(graph: GraphView, day: str) -> set[tuple[str, ...]]:
    answer = ask("held-on", graph, on=day)
    at = [answer.variables.index(name) for name in ("subject", "predicate", "object", "article")]
    return {tuple(getattr(row[i], "value", "") for i in at) for row in answer.rows()}


def _found(graph: GraphView, day: str) -> set[tuple[str, ...]]:
    index = GraphIndex(graph)
    facts = (index.facts[iri] for iri in facts_holding_on(index, day, index.facts))
    return {
        (fact.subject or "", f"https://w3id.org/alibaba-xborder/ontology#{fact.term}", fact.object or "", article)
        for fact in facts
        if fact.relation
        for article in index.articles_of(fact)
    }


@pytest.mark.parametrize("day", ["2022-12-31", "2023-05-01", "2024-03-01", "2024-10-01", "2025-02-01", "2025-06-01"])
def test_states_begin_and_end_as_the_question_says(day: str) -> None:
    graph = graph_of(_MADE)
    assert _found(graph, day) == _told(graph, day)


def test_ann_is_followed_and_the_shop_moves() -> None:
    index = GraphIndex(graph_of(_MADE))

    def numbers(day: str) -> set[str]:
        return {iri.rpartition("/")[2] for iri in facts_holding_on(index, day, index.facts)}

    assert numbers("2022-12-31") == set()
    assert numbers("2024-03-01") == {"1", "3", "5", "6", "9"}
    assert numbers("2024-10-01") == {"2", "3", "5", "9"}
    assert numbers("2025-06-01") == {"2", "4", "5", "6"}


@pytest.mark.parametrize("day", ["2024-06-01", "2025-04-21", "2026-01-01"])
def test_the_seeds_hold_the_same(day: str) -> None:
    need((ROOT / "exports" / "kg.ttl").is_file(), "exports/kg.ttl (make it with `kg build`)")
    graph = open_graph(ROOT / "exports" / "kg.ttl")
    assert _found(graph, day) == _told(graph, day)
