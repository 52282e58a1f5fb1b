"""What an article's facts look like in its graph."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pyoxigraph as ox
import pytest

from graph.toy import (
    CHOICE,
    MERGED,
    SUN,
    TEAM,
    all_facts,
    article,
    fourth_facts,
    hans_facts,
    hant_facts,
    known,
    proof,
    toy_graph,
    unknown,
)
from kg.graph import GraphView, article_quads
from kg.graph.terms import language_of
from kg.model import Article, ArticleFacts, Entity, Evidence, Observation, Qualifiers, Relation, TimeSpan
from kg.vocabulary.namespaces import PREFIXES, XBA


def term(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def said(graph: GraphView, subject: str, predicate: str) -> list[str]:
    """Objects in the default graph, as N-Triples, prefixed where they are IRIs of ours."""
    found = []
    for obj in graph.objects(term(subject), term(predicate)):
        text = str(obj)
        for prefix, namespace in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
            if text.startswith(f"<{namespace}"):
                text = f"{prefix}:{text[len(namespace) + 1 : -1]}"
        found.append(text)
    return found


def one(graph: GraphView, query: str) -> list[str]:
    """The values of the one row of a query."""
    rows = [tuple(getattr(term, "value", "") for term in row) for row in graph.select(query)]
    assert len(rows) == 1, rows
    return list(rows[0])


def truth(graph: GraphView, query: str) -> bool:
    return bool(graph.store.query(query, prefixes=PREFIXES))


def test_every_quad_stands_in_the_graph_that_the_article_names() -> None:
    quads = article_quads(hant_facts())
    assert {quad.graph_name for quad in quads} == {ox.NamedNode(XBA + "a")}
    assert quads == sorted(quads, key=str)


def test_no_blank_nodes_and_no_reification_vocabulary() -> None:
    quads = [quad for facts in all_facts() for quad in article_quads(facts)]
    assert not any(isinstance(end, ox.BlankNode) for quad in quads for end in (quad.subject, quad.object))
    assert not any(quad.predicate.value.startswith(PREFIXES["rdf"] + "subject") for quad in quads)


def test_literals_are_as_the_store_keeps_them() -> None:
    for facts in all_facts():
        quads = article_quads(facts)
        store = ox.Store()
        store.extend(quads)
        assert set(store) == set(quads)


def test_nothing_dangles() -> None:
    graph = toy_graph()
    query = """SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(ISIRI(?o) && STRSTARTS(STR(?o), STR(xbr:)))
               FILTER NOT EXISTS { ?o a ?type ; rdfs:label ?label } FILTER NOT EXISTS { ?o a xb:Evidence }
               FILTER NOT EXISTS { ?o a xb:Article } FILTER NOT EXISTS { ?o a xb:Statement }
               FILTER NOT EXISTS { ?o a xb:Observation } }"""
    assert list(graph.select(query)) == []


def test_names_of_a_known_thing() -> None:
    graph = toy_graph(hans_facts())
    assert said(graph, "xbr:aliexpress", "rdf:type") == ["xb:Marketplace", "xb:Platform"]
    assert said(graph, "xbr:aliexpress", "rdfs:label") == ['"AliExpress"@en']
    assert said(graph, "xbr:aliexpress", "skos:prefLabel") == [
        '"AliExpress"@en',
        '"速卖通"@zh-hans',
        '"速賣通"@zh-hant',
    ]
    # 全球速卖通 the lexicon knows; 国际版淘宝 only this article says.
    assert said(graph, "xbr:aliexpress", "skos:altLabel") == ['"全球速卖通"@zh-hans', '"国际版淘宝"@zh-hans']


def test_names_of_an_unknown_thing() -> None:
    graph = toy_graph(hant_facts())
    name = f"xbr:{TEAM.slug}"
    assert said(graph, name, "skos:prefLabel") == ['"菜鸟国际电商物流团队"@zh-hans'] == said(graph, name, "rdfs:label")
    assert said(graph, name, "skos:altLabel") == ['"物流團隊"@zh-hant', '"菜鳥國際電商物流團隊"@zh-hant']
    graph = toy_graph(hans_facts())
    assert said(graph, f"xbr:{CHOICE.slug}", "skos:prefLabel") == ['"Choice"@en']
    assert said(graph, f"xbr:{CHOICE.slug}", "rdf:type") == ["xb:Program"]


def test_one_preferred_label_a_language_however_articles_name_a_thing() -> None:
    texts = [article("e", "极兔来了。"), article("f", "極兔來了。"), article("g", "J&T来了。")]
    things = [
        unknown("ji-tu-0", "Organization", "极兔", "极兔"),
        unknown("ji-tu-0", "Organization", "极兔", "極兔"),
        unknown("ji-tu-0", "Organization", "极兔", "J&T", en="J&T Express"),
    ]
    graph = toy_graph(*(ArticleFacts(text, (thing,)) for text, thing in zip(texts, things, strict=True)))
    assert (
        said(graph, "xbr:ji-tu-0", "skos:prefLabel") == ['"极兔"@zh-hans'] == said(graph, "xbr:ji-tu-0", "rdfs:label")
    )
    assert said(graph, "xbr:ji-tu-0", "skos:altLabel") == ['"J&T Express"@en', '"J&T"@en', '"極兔"@zh-hant']


def test_places_bring_the_places_that_they_lie_in() -> None:
    graph = toy_graph(hant_facts())
    assert said(graph, "xbr:korea", "skos:broader") == ["xbr:east-asia"]
    assert said(graph, "xbr:east-asia", "skos:broader") == ["xbr:asia"]
    assert said(graph, "xbr:asia", "rdfs:label") == ['"Asia"@en']
    assert "xbr:asia" not in said(graph, "xba:a", "xb:mentions")


def test_the_article_and_its_publisher() -> None:
    graph = toy_graph()
    assert said(graph, "xba:a", "dcterms:publisher") == ["xbr:leiphone"]
    assert said(graph, "xba:a", "dcterms:title") == []
    assert said(graph, "xba:a", "dcterms:issued")[0].endswith("gYearMonth>")
    assert said(graph, "xba:b", "dcterms:issued")[0].endswith("date>")
    assert said(graph, "xba:c", "dcterms:issued")[0].endswith("gYear>")
    assert said(graph, "xba:b", "dcterms:source") == ["<https://x.org/1?a=b%20c>"]
    assert said(graph, "xba:b", "xb:byline") == ['"某甲"']
    (publisher,) = said(graph, "xba:b", "dcterms:publisher")
    assert publisher.startswith("xbr:guang-zi-xing-qiu-")
    assert said(graph, publisher, "rdfs:label") == ['"光子星球"@zh-hans']
    assert publisher not in said(graph, "xba:b", "xb:mentions")


def test_plain_triples_hold_for_what_is_asserted_alone() -> None:
    graph = toy_graph()
    assert truth(graph, "ASK { xbr:aliexpress xb:partOf xbr:aidc }")
    assert truth(graph, "ASK { xbr:aliexpress xb:competesWith xbr:temu . xbr:temu xb:competesWith xbr:aliexpress }")
    assert not truth(graph, "ASK { ?s xb:targetsMarket ?o }")  # planned, and denied
    assert not truth(graph, "ASK { ?s xb:leads ?o }")  # former
    assert not truth(graph, "ASK { ?s xb:responsibleFor ?o }")  # text


def test_a_plain_triple_of_three_articles_counts_once() -> None:
    graph = toy_graph()
    assert one(graph, "SELECT (COUNT(*) AS ?n) WHERE { ?s xb:partOf xbr:aidc }") == ["1"]
    assert one(graph, "SELECT (COUNT(*) AS ?n) WHERE { ?s xb:predicate xb:partOf ; xb:object xbr:aidc }") == ["3"]
    query = "SELECT (COUNT(DISTINCT ?g) AS ?n) WHERE { GRAPH ?g { xbr:aliexpress xb:partOf xbr:aidc } }"
    assert one(graph, query) == ["3"]


def test_a_statement_with_its_evidence() -> None:
    graph = toy_graph(hant_facts())
    query = """SELECT ?time ?words ?start ?end ?scope ?rule ?modality ?negated ?quote ?from ?to ?article WHERE {
        ?s a xb:Statement ; xb:predicate xb:integratesWith ; xb:subject ?subject ; xb:object xbr:aliexpress ;
          xb:time ?time ; xb:timeText ?words ; xb:timeStart ?start ; xb:timeEnd ?end ; xb:scope ?scope ; xb:rule ?rule ;
          xb:modality ?modality ; xb:negated ?negated ; xb:evidence ?e .
        ?e a xb:Evidence ; xb:quote ?quote ; xb:start ?from ; xb:end ?to ; xb:article ?article .
        ?subject xb:hasStatement ?s . xbr:aliexpress xb:hasStatement ?s }"""
    assert one(graph, query) == [
        "2025",
        "今年初",
        "2025-01-01",
        "2025-12-31",
        "部分團隊",
        "integrates.merge",
        PREFIXES["xb"] + "asserted",
        "false",
        MERGED,
        "3",
        "25",
        XBA + "a",
    ]


def test_quotes_are_the_file_s_words_and_texts_what_is_read() -> None:
    graph = toy_graph()
    query = (
        'SELECT ?quote ?text WHERE { ?e xb:quote ?quote ; xb:text ?text FILTER(LANGMATCHES(LANG(?quote), "zh-Hans")) }'
    )
    assert one(graph, query) == ["速卖通与**Temu**竞争。", "速卖通与Temu竞争。"]
    assert truth(graph, 'ASK { ?e xb:quote ?q FILTER(LANGMATCHES(LANG(?q), "zh-Hant")) }')


def test_observations_carry_numbers_in_one_spelling() -> None:
    graph = toy_graph(hans_facts())
    query = """SELECT ?value ?text ?unit ?period ?from ?max WHERE { ?o a xb:Observation ; xb:about xbr:aidc ;
        xb:metric xb:revenue ; xb:value ?value ; xb:valueText ?text ; xb:unit ?unit ; xb:period ?period ;
        xb:from ?from ; xb:max ?max . xbr:aidc xb:hasObservation ?o }"""
    assert one(graph, query) == ["37756000000", "377.56亿元", PREFIXES["xbu"] + "CNY", "2024-Q4", "285.5", "5"]
    assert truth(graph, "ASK { ?o xb:value ?v FILTER(DATATYPE(?v) = xsd:integer) }")
    assert truth(graph, "ASK { ?o xb:max ?v FILTER(DATATYPE(?v) = xsd:decimal) }")


def test_open_times_have_one_bound() -> None:
    text = article("e", "某甲自2023年起执掌速卖通。")
    led = Relation(
        predicate="leads",
        subject=SUN,
        object=known("aliexpress"),
        time=TimeSpan("2023/.."),
        evidence=proof(text, "某甲自2023年起执掌速卖通。"),
    )
    graph = toy_graph(ArticleFacts(text, (), (led,)))
    assert one(graph, "SELECT ?first WHERE { ?s xb:timeStart ?first }") == ["2023-01-01"]
    assert not truth(graph, "ASK { ?s xb:timeEnd ?last }")
    # What a fact names is mentioned, whether or not the list of things holds it.
    assert said(graph, "xba:e", "xb:mentions") == ["xbr:aliexpress", f"xbr:{SUN.slug}"]


def test_occurrences_join_what_agrees_in_time() -> None:
    graph = toy_graph(hans_facts())
    query = """SELECT ?label ?time (COUNT(?s) AS ?n) WHERE { ?v a xb:LaunchEvent , xb:Occurrence ; rdfs:label ?label ;
        xb:time ?time ; xb:agent xbr:aliexpress ; xb:modality xb:asserted . ?s xb:tells ?v } GROUP BY ?label ?time"""
    assert one(graph, query) == ["AliExpress launches Choice (2024-09)", "2024-09", "2"]


@pytest.mark.parametrize(
    ("times", "nodes"),
    [
        (("2024-09", "2024-10"), 2),
        (("2024-09", None), 1),
        (("2024", "2024-09", "2024-10"), 2),
        ((None, None), 1),
        (("2023/..", "2024-09"), 1),
    ],
)
def test_compatible_times(times: tuple[str | None, ...], nodes: int) -> None:
    text = article("e", "一。二。三。")
    relations = tuple(
        Relation(
            predicate="launches",
            subject=None,
            object=CHOICE,
            time=TimeSpan(time) if time else None,
            evidence=proof(text, words),
        )
        for time, words in zip(times, ("一。", "二。", "三。"), strict=False)
    )
    graph = toy_graph(ArticleFacts(text, (), relations))
    assert one(graph, "SELECT (COUNT(?v) AS ?n) WHERE { ?v a xb:Occurrence }") == [str(nodes)]
    assert not truth(graph, "ASK { ?v a xb:Occurrence ; xb:agent ?who }")


def test_what_is_denied_happens_nowhere() -> None:
    text = article("e", "未推出。")
    denied = Relation(predicate="launches", subject=None, object=CHOICE, negated=True, evidence=proof(text, "未推出。"))
    assert not truth(toy_graph(ArticleFacts(text, (), (denied,))), "ASK { ?v a xb:Occurrence }")


def test_a_fact_said_twice_is_one_statement() -> None:
    text = article("e", "甲执掌速卖通。总裁甲说。他又执掌速卖通。")
    proofs = [proof(text, words) for words in ("甲执掌速卖通。", "总裁甲说。", "他又执掌速卖通。")]
    facts = [
        Relation(predicate="leads", subject=SUN, object=known("aliexpress"), evidence=evidence, qualifiers=qualifiers)
        for evidence, qualifiers in zip(
            proofs, (Qualifiers(), Qualifiers(role="总裁"), Qualifiers(role="主管", former=True)), strict=True
        )
    ]
    graph = toy_graph(ArticleFacts(text, (), tuple(facts)))
    assert one(graph, "SELECT ?quote ?role WHERE { ?s xb:evidence ?e ; xb:role ?role . ?e xb:quote ?quote }") == [
        "甲执掌速卖通。",
        "总裁",
    ]
    assert one(graph, "SELECT (COUNT(?e) AS ?n) WHERE { ?s xb:alsoIn ?e }") == ["2"]
    assert truth(graph, f"ASK {{ xbr:{SUN.slug} xb:leads xbr:aliexpress }}")
    assert not truth(graph, "ASK { ?s xb:former true }")


def test_figures_that_differ_in_place_are_two() -> None:
    text = article("e", "在韩国85%，在全球85%。")
    both = tuple(
        Observation(
            metric="marketShare",
            subject=known("aliexpress"),
            value=Decimal(85),
            value_text="85%",
            unit="percent",
            evidence=proof(text, words),
            qualifiers=Qualifiers(place=place),
        )
        for words, place in (("在韩国85%", known("korea")), ("在全球85%", None))
    )
    graph = toy_graph(ArticleFacts(text, (), (), both))
    assert one(graph, "SELECT (COUNT(?o) AS ?n) WHERE { ?o a xb:Observation }") == ["2"]


def test_the_same_facts_give_the_same_identities_in_any_order() -> None:
    facts = hans_facts()
    turned = replace(facts, entities=facts.entities[::-1], relations=facts.relations[::-1])
    assert article_quads(facts) == article_quads(turned)


def test_hostile_values_are_values() -> None:
    bad = 'x" . <a:b> <a:c> <a:d> . \\u0022 \x00\ud800<script>'
    text = article("../etc passwd".replace(" ", "_"), bad, source="javascript:alert(1) <x>", author=bad)
    thing = unknown("a/../b c", "Organization", bad, bad)
    led = Relation(
        predicate="responsibleFor",
        subject=thing,
        object_text=bad,
        evidence=Evidence(text.id, 0, len(bad), bad, bad),
        rule=bad,
    )
    quads = article_quads(ArticleFacts(text, (thing,), (led,)))
    assert {quad.graph_name.value for quad in quads} == {XBA + "..%2Fetc_passwd"}
    store = ox.Store()
    store.extend(quads)
    again = ox.Store()
    dumped = store.dump(format=ox.RdfFormat.N_QUADS)
    assert dumped is not None
    again.load(dumped, format=ox.RdfFormat.N_QUADS)
    assert set(again) == set(quads)


def test_ids_of_dots_alone_are_no_steps_of_a_path() -> None:
    assert article_quads(replace(fourth_facts(), article=article("..", "无"))).pop().graph_name.value == XBA + "%2E%2E"


@pytest.mark.parametrize(
    ("name", "script", "tag"),
    [
        ("速卖通", "Hant", "zh-Hans"),
        ("速賣通", "Hans", "zh-Hant"),
        ("韩", "Hans", "zh-Hans"),
        ("中文", "Hant", "zh-Hant"),
        ("中文", "Hans", "zh-Hans"),
        ("AliExpress 速卖通", "Hans", "zh-Hans"),
        ("Lazada", "Hans", "en"),
        ("1688", "Hans", "en"),
        ("Türkiye", "Hant", "en"),
        ("11번가", "Hans", "ko"),
        ("楽天グループ", "Hans", "ja"),
        ("Яндекс", "Hans", "und"),
    ],
)
def test_languages_of_names(name: str, script: str, tag: str) -> None:
    assert language_of(name, script) == tag


def _launch(text: Article, subject: Entity | None, time: str | None, words: str) -> Relation:
    when = TimeSpan(time) if time else None
    return Relation(predicate="launches", subject=subject, object=CHOICE, time=when, evidence=proof(text, words))


@pytest.mark.parametrize(
    ("others", "nodes"),
    [
        ([(None, "2024-09")], 1),  # who and when are told in two sentences
        ([(None, None)], 1),
        ([(None, "2023")], 2),  # another time: another event
        ([(None, "2024-09"), ("aidc", None)], 3),  # two launch it: whose the third is cannot be told
    ],
)
def test_an_event_told_with_and_without_its_subject_is_one(
    others: list[tuple[str | None, str | None]], nodes: int
) -> None:
    text = article("e", "一。二。三。")
    told = [_launch(text, known("aliexpress"), "2024-09-03", "一。")]
    told += [
        _launch(text, known(slug) if slug else None, time, words)
        for (slug, time), words in zip(others, ("二。", "三。"), strict=False)
    ]
    graph = toy_graph(ArticleFacts(text, (), tuple(told)))
    assert one(graph, "SELECT (COUNT(?v) AS ?n) WHERE { ?v a xb:Occurrence }") == [str(nodes)]
    assert truth(graph, "ASK { ?v a xb:LaunchEvent ; xb:agent xbr:aliexpress ; xb:time '2024-09-03' }")
