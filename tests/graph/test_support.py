"""How many sources state a fact and how many contradict it, and that counting step by step gives the same."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.toy import article, known, proof, toy_lexicon, unknown
from kg.graph import GraphView, article_quads
from kg.graph.claims import Claim, contradicts, figure_rows, supports
from kg.graph.families import link_copies
from kg.graph.filling import add_graphs, remove_graphs
from kg.graph.store import fill_store
from kg.graph.support import GRAPH_SUPPORT, Support, renew_support, support_of
from kg.graph.terms import article_iri
from kg.model import ArticleFacts, Entity, Observation, Qualifiers, Relation, TimeSpan
from kg.vocabulary.namespaces import XB

SUN, LI = unknown("sun-000001", "Person", "孙兴"), unknown("li-000002", "Person", "李伟")
TEXT = "原文。"


def relation(predicate: str, subject: Entity, target: Entity, **more: Any) -> dict[str, Any]:
    return {"predicate": predicate, "subject": subject, "object": target, **more}


def figure(value: str, words: str = "", period: str | None = "2024", **more: Any) -> dict[str, Any]:
    return {"value": Decimal(value), "value_text": words or value, "time": period and TimeSpan(period), **more}


def quads(name: str, *said: dict[str, Any]) -> list[ox.Quad]:
    """The graph of an article that states some things."""
    one = article(name, TEXT)
    relations, figures = [], []
    for number, row in enumerate(said):
        evidence = proof(one, TEXT)
        if "predicate" in row:
            relations.append(Relation(evidence=evidence, **row))
        else:
            fields = {"metric": "revenue", "subject": known("aidc"), "unit": "CNY", **row}
            figures.append(Observation(evidence=evidence, **fields))
        assert number >= 0
    with toy_lexicon():
        return article_quads(ArticleFacts(one, (), tuple(relations), tuple(figures)))


def store_of(**articles: list[dict[str, Any]]) -> ox.Store:
    store = ox.Store()
    fill_store(store, [quads(name, *said) for name, said in articles.items()])
    return store


def counts(store: ox.Store) -> dict[str, list[Support]]:
    """The support of the facts of each article, in the order of what they say."""
    graph = GraphView(store)
    query = "SELECT ?fact ?article WHERE { ?fact xb:evidence/xb:article ?article ; xb:predicate|xb:metric ?term }"
    found: dict[str, list[Support]] = {}
    for row in sorted(graph.select(query), key=str):
        found.setdefault(row["article"].value.rpartition("/")[2], []).append(support_of(graph, row["fact"].value))
    return found


def one_of_each(store: ox.Store) -> dict[str, tuple[int, int]]:
    """The support of the one fact of each article, the same counted and found on demand."""
    asked = counts(store)
    renew_support(store)
    kept = counts(store)
    assert kept == asked
    return {name: (found[0].sources, found[0].against) for name, found in kept.items()}


def test_sources_that_say_the_same_are_counted_and_copies_once() -> None:
    said = [relation("partOf", known("aliexpress"), known("aidc"))]
    store = store_of(a=said, b=said, c=said, d=[relation("partOf", known("temu"), known("aidc"))])
    assert one_of_each(store) == {"a": (3, 0), "b": (3, 0), "c": (3, 0), "d": (1, 0)}
    link_copies(store, {"c": "a"})
    renew_support(store, ["c"])
    assert {name: found[0].sources for name, found in counts(store).items()} == {"a": 2, "b": 2, "c": 2, "d": 1}


def test_a_symmetric_relation_counts_in_either_order() -> None:
    there, back = (relation("competesWith", *ends) for ends in ((known("temu"), known("aliexpress")),) * 2)
    back |= {"subject": known("aliexpress"), "object": known("temu")}
    assert one_of_each(store_of(a=[there], b=[back])) == {"a": (2, 0), "b": (2, 0)}


def test_what_is_denied_contradicts_within_the_same_time() -> None:
    ends = ("targetsMarket", known("temu"), known("korea"))
    yes, no = relation(*ends, time=TimeSpan("2024")), relation(*ends, negated=True, time=TimeSpan("2024-05"))
    earlier = relation(*ends, negated=True, time=TimeSpan("2022"))
    found = one_of_each(store_of(a=[yes], b=[yes], c=[no], d=[earlier]))
    assert found == {"a": (2, 1), "b": (2, 1), "c": (2, 2), "d": (2, 0)}


def test_plans_and_doubts_count_for_nobody() -> None:
    ends = ("targetsMarket", known("temu"), known("korea"))
    planned = relation(*ends, modality="planned")
    assert one_of_each(store_of(a=[relation(*ends)], b=[planned])) == {"a": (1, 0), "b": (1, 0)}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (figure("37756000000", "377.56亿"), figure("37800000000", "378亿"), (2, 0)),  # rounded
        (figure("37756000000", "377.56亿"), figure("37700000000", "377亿"), (2, 0)),  # cut off
        (figure("37756000000", "377.56亿"), figure("37900000000", "379亿"), (1, 1)),
        (figure("32", "32"), figure("33", "33"), (1, 1)),
        (figure("32000000000", "三百二十亿"), figure("32000000000", "320亿"), (2, 0)),
        (figure("100", "100", qualifiers=Qualifiers(approx=True)), figure("104", "104"), (2, 0)),
        (figure("100", "100", qualifiers=Qualifiers(bound="atLeast")), figure("104", "104"), (1, 0)),
        (figure("100", "100", qualifiers=Qualifiers(bound="atLeast")), figure("90", "90"), (1, 1)),
        (figure("100", "100", qualifiers=Qualifiers(bound="atMost")), figure("104", "104"), (1, 1)),
        (figure("100", "100", qualifiers=Qualifiers(max=Decimal(120))), figure("110", "110"), (2, 0)),
        (figure("100", "100", qualifiers=Qualifiers(max=Decimal(120))), figure("130", "130"), (1, 1)),
        (figure("100", "100", "2023"), figure("200", "200", "2024"), (1, 0)),  # of other times
        (figure("100", "100", None), figure("200", "200", None), (1, 0)),  # nobody knows of which
        (figure("100", "100", unit="USD"), figure("200", "200", unit="CNY"), (1, 0)),
        (figure("100", "100", qualifiers=Qualifiers(scope="国际")), figure("200", "200"), (1, 0)),
        (figure("5", metric="other", qualifiers=Qualifiers(label="占比")), figure("6", metric="other",
         qualifiers=Qualifiers(label="占比")), (1, 0)),
    ],
)  # fmt: skip
def test_figures(first: dict[str, Any], second: dict[str, Any], expected: tuple[int, int]) -> None:
    assert one_of_each(store_of(a=[first], b=[second])) == {"a": expected, "b": expected}


def test_an_office_has_one_holder_in_a_month_and_a_founding_one_time() -> None:
    def leads(person: Entity, time: str, role: str = "CEO") -> list[dict[str, Any]]:
        return [relation("leads", person, known("aidc"), time=TimeSpan(time), qualifiers=Qualifiers(role=role))]

    assert one_of_each(store_of(a=leads(SUN, "2024-05"), b=leads(LI, "2024-05"))) == {"a": (1, 1), "b": (1, 1)}
    assert one_of_each(store_of(a=leads(SUN, "2024"), b=leads(LI, "2024"))) == {"a": (1, 0), "b": (1, 0)}
    assert one_of_each(store_of(a=leads(SUN, "2024-05"), b=leads(LI, "2024-05", "CTO")))["a"] == (1, 0)
    founded = [[relation("founded", SUN, known("aidc"), time=TimeSpan(year))] for year in ("1999", "2003", "1999-09")]
    store = store_of(a=founded[0], b=founded[1], c=founded[2])
    assert one_of_each(store) == {"a": (2, 1), "b": (1, 2), "c": (2, 1)}


def test_one_article_never_contradicts_itself() -> None:
    store = store_of(a=[figure("100"), figure("200", "200", unit="CNY")])
    assert one_of_each(store) == {"a": (1, 0)}


SAID = [
    relation("partOf", known("aliexpress"), known("aidc")),
    relation("partOf", known("aliexpress"), known("aidc"), negated=True),
    relation("competesWith", known("temu"), known("aliexpress")),
    relation("competesWith", known("aliexpress"), known("temu")),
    relation("founded", SUN, known("aidc"), time=TimeSpan("1999")),
    relation("founded", SUN, known("aidc"), time=TimeSpan("2003")),
    relation("responsibleFor", known("temu"), known("aidc")) | {"object": None, "object_text": "招商"},
    figure("100", "100"),
    figure("200", "200"),
]


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False))
def test_step_by_step_gives_what_counting_anew_gives(chance: random.Random) -> None:
    store, there = ox.Store(), set()
    renew_support(store)
    for _ in range(8):
        changed = chance.sample("abcdef", chance.randint(1, 2))
        for name in changed:
            remove_graphs(store, [article_iri(name).value])
            there.discard(name)
            if chance.random() < 0.7:
                said = [one for one in SAID if chance.random() < 0.4]
                lines = ox.serialize((quad.triple for quad in quads(name, *said)), format=ox.RdfFormat.N_TRIPLES)
                add_graphs(store, [(article_iri(name).value, lines or b"")])
                there.add(name)
        links = {"b": "a"} if {"a", "b"} <= there and chance.random() < 0.5 else {}
        link_copies(store, links)
        renew_support(store, [*changed, "b"])
        stepwise = set(store.quads_for_pattern(None, None, None, GRAPH_SUPPORT))
        renew_support(store)
        assert stepwise == set(store.quads_for_pattern(None, None, None, GRAPH_SUPPORT))


def test_the_counts_are_asked_in_sparql() -> None:
    said = [relation("partOf", known("aliexpress"), known("aidc"))]
    store = store_of(a=said, b=said)
    renew_support(store)
    query = f"SELECT ?n WHERE {{ GRAPH <{GRAPH_SUPPORT.value}> {{ ?fact <{XB}supportCount> ?n }} }}"
    assert [row["n"].value for row in store.query(query)] == ["2", "2"]  # type: ignore[union-attr]


FIGURES = st.tuples(
    st.sampled_from(["10", "9", "11.9", "12", "12.3", "12.34", "12.35", "100", "120", "123"]),
    st.sampled_from(
        [
            Qualifiers(),
            Qualifiers(),
            Qualifiers(bound="atLeast"),
            Qualifiers(approx=True),
            Qualifiers(max=Decimal("13")),
        ]
    ),
    st.sampled_from(["a", "b", "c", "d"]),
    st.booleans(),
)


@settings(max_examples=60)
@given(st.lists(FIGURES, min_size=2, max_size=8), st.sampled_from([None, "2024"]))
def test_figures_are_counted_as_if_each_were_compared_with_each(
    rows: list[tuple[str, Qualifiers, str, bool]], period: str | None
) -> None:
    said: dict[str, list[dict[str, Any]]] = {}
    for value, qualifiers, name, negated in rows:
        said.setdefault(name, []).append(figure(value, value, period, qualifiers=qualifiers, negated=negated))
    store = store_of(**said)
    renew_support(store)
    graph = GraphView(store)
    claims: dict[str, Claim] = {one.iri: one for one in figure_rows(graph)}
    for one in claims.values():
        agree = {other.article for other in claims.values() if supports(one, other)}
        against = {other.article for other in claims.values() if contradicts(one, other)}
        assert support_of(graph, one.iri) == Support(len(agree), len(against - agree))
