"""What counts as right, on graphs made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.evaluation import Score, Tally, evaluate

from .builder import Json, entity, figure, relation, write_gold, write_turtle

THINGS = """
xba:a1 a xb:Article ; xb:mentions xbr:aliexpress , xbr:aidc , xbr:temu .
xbr:aliexpress a xb:Platform , xb:Marketplace ; skos:prefLabel "速賣通"@zh-Hant ; rdfs:label "AliExpress"@en .
xbr:aidc a xb:Organization ; skos:prefLabel "AIDC" .
xbr:temu a xb:Platform ; rdfs:label "Temu"@en .
"""
ENTITIES = [
    entity("e1", "速卖通", en="AliExpress"),
    entity("e2", "阿里国际数字商业集团", "Organization", aliases=["AIDC"]),
    entity("e3", "Temu"),
]

Scored = Callable[..., Score]


@pytest.fixture
def scored(tmp_path: Path) -> Scored:
    """The score of a graph, its things given, against facts."""

    def score(claims: str, *facts: Json, entities: list[Json] = ENTITIES, things: str = THINGS) -> Score:
        graph = write_turtle(tmp_path / "kg.ttl", things + claims)
        return evaluate([(graph, write_gold(tmp_path / "gold.json", entities, list(facts)))]).total

    return score


def statement(
    predicate: str, subject: str = "xbr:aliexpress", target: str = "xbr:aidc", more: str = "", n: int = 1
) -> str:
    ends = (f"xb:subject {subject} ; " if subject else "") + f"xb:object {target}"
    return f"xbs:{n} a xb:Statement ; xb:predicate xb:{predicate} ; {ends} {more} .\n"


def observation(metric: str, value: str, unit: str, more: str = "", n: int = 1) -> str:
    return (
        f"xbo:{n} a xb:Observation ; xb:about xbr:aidc ; xb:metric xb:{metric} ; xb:value {value} ; xb:unit xbu:{unit}"
        f" {more} .\n"
    )


def right(score: Score, measure: str = "facts") -> tuple[int, int, int]:
    tally = score.measures[measure]
    return tally.right, tally.predicted, tally.gold


def quality(score: Score, name: str) -> tuple[int, int] | None:
    share = score.qualities.get(name)
    return (share.right, share.of) if share else None


# ---------------------------------------------------------------- entities


def test_a_thing_is_met_by_any_of_its_names_in_either_script(scored: Scored) -> None:
    score = scored("")
    assert right(score, "entities") == (3, 3, 3)
    assert quality(score, "entity type") == (3, 3)


def test_of_two_nodes_for_one_entity_one_is_spurious_and_facts_may_use_either(scored: Scored) -> None:
    twice = 'xba:a1 xb:mentions xbr:twin . xbr:twin a xb:Organization ; skos:prefLabel "速卖通" .\n'
    score = scored(twice + statement("partOf", subject="xbr:twin"), relation("e1", "partOf", "e2"))
    assert right(score, "entities") == (3, 4, 3)
    assert right(score) == (1, 1, 1)
    assert quality(score, "entity type") == (3, 3)  # of the node that meets it first, by IRI


def test_a_thing_goes_to_the_entity_with_which_it_shares_most_names(scored: Scored) -> None:
    entities = [
        entity("e1", "阿里", "Organization"),
        entity("e2", "阿里国际", "Organization", aliases=["阿里", "AIDC"]),
    ]
    things = 'xba:a1 xb:mentions xbr:x . xbr:x skos:prefLabel "阿里国际" ; skos:altLabel "阿里" .'
    claims = statement("partOf", "xbr:x", "xbr:x")
    score = scored(claims, relation("e2", "partOf", "e2"), entities=entities, things=things)
    assert right(score) == (1, 1, 1)


def test_unnamed_and_unknown_things_are_spurious(scored: Scored) -> None:
    score = scored("xba:a1 xb:mentions xbr:nameless , xbr:other . xbr:other rdfs:label 'Ozon' .\n")
    assert right(score, "entities") == (3, 5, 3)


def test_ends_of_facts_and_speakers_are_things_too(scored: Scored) -> None:
    claims = statement("partOf", target="xbr:group", more="; xb:attributedTo xbr:latepost ; xb:place xbr:us")
    assert right(scored(claims), "entities") == (3, 5, 3)  # a place counts only where it is mentioned


# ---------------------------------------------------------------- relations


def test_direction_and_predicate_count(scored: Scored) -> None:
    wanted = relation("e1", "partOf", "e2")
    assert right(scored(statement("partOf"), wanted)) == (1, 1, 1)
    assert right(scored(statement("partOf", "xbr:aidc", "xbr:aliexpress"), wanted)) == (0, 1, 1)
    assert right(scored(statement("supplies"), wanted)) == (0, 1, 1)


@pytest.mark.parametrize("predicate", ["integratesWith", "partnersWith", "competesWith"])
def test_symmetric_relations_match_in_either_order(scored: Scored, predicate: str) -> None:
    turned = statement(predicate, "xbr:temu", "xbr:aliexpress")
    assert right(scored(turned, relation("e1", predicate, "e3"))) == (1, 1, 1)


def test_pairs_leave_predicate_and_direction_aside(scored: Scored) -> None:
    score = scored(statement("supplies", "xbr:aidc", "xbr:aliexpress"), relation("e1", "partOf", "e2"))
    assert right(score, "pairs") == (1, 1, 1)
    assert right(score, "relations") == (0, 1, 1)


def test_a_missing_subject_matches_a_missing_subject_only(scored: Scored) -> None:
    nobody = relation(None, "launches", "e3")
    assert right(scored(statement("launches", "", "xbr:temu"), nobody)) == (1, 1, 1)
    assert right(scored(statement("launches", "xbr:aidc", "xbr:temu"), nobody)) == (0, 1, 1)
    assert right(scored(statement("launches", "", "xbr:temu"), relation("e2", "launches", "e3"))) == (0, 1, 1)


def test_a_denial_is_another_fact(scored: Scored) -> None:
    denied = statement("partOf", more="; xb:negated true")
    assert right(scored(denied, relation("e1", "partOf", "e2"))) == (0, 1, 1)
    assert right(scored(denied, relation("e1", "partOf", "e2", negated=True))) == (1, 1, 1)
    assert right(scored(statement("partOf", more="; xb:negated false"), relation("e1", "partOf", "e2"))) == (1, 1, 1)


def test_the_same_fact_twice_is_once_spurious(scored: Scored) -> None:
    twice = statement("partOf") + statement("partOf", n=2)
    assert right(scored(twice, relation("e1", "partOf", "e2"))) == (1, 2, 1)
    assert right(scored(twice, relation("e1", "partOf", "e2"), relation("e1", "partOf", "e2"))) == (2, 2, 2)


def test_of_two_claims_the_one_with_the_right_time_is_matched(scored: Scored) -> None:
    claims = statement("partOf", more='; xb:time "2019"') + statement("partOf", more='; xb:time "2024"', n=2)
    score = scored(claims, relation("e1", "partOf", "e2", time="2024"))
    assert quality(score, "time") == (1, 1)


@pytest.mark.parametrize(
    ("predicate", "written", "wanted", "same"),
    [
        ("responsibleFor", "招商工作", "招商", False),
        ("responsibleFor", "海外招商工作", "海外的招商工作", True),
        ("responsibleFor", "招商業務", "招商", True),
        ("adoptsModel", "B2C模式", "B2C", True),
        ("adoptsModel", "C2C", "B2C", False),
        ("adoptsModel", "Temu（半托管）", "e3", True),
        ("partOf", "Temu", "e3", False),
    ],
)
def test_text_objects_match_by_their_wording(
    scored: Scored, predicate: str, written: str, wanted: str, same: bool
) -> None:
    claim = f'xbs:1 a xb:Statement ; xb:predicate xb:{predicate} ; xb:subject xbr:aidc ; xb:objectText "{written}" .'
    assert right(scored(claim, relation("e2", predicate, wanted))) == (int(same), 1, 1)


def test_a_thing_may_stand_for_a_text_object(scored: Scored) -> None:
    claim = statement("adoptsModel", "xbr:aidc", "xbr:temu")
    assert right(scored(claim, relation("e2", "adoptsModel", "TEMU模式"))) == (1, 1, 1)


# ---------------------------------------------------------------- observations


@pytest.mark.parametrize(
    ("value", "same"),
    [
        ("100", True),
        ("101", True),
        ("99.0", True),
        ("1.01e2", True),
        ("102", False),
        ("98.9", False),
        ('"hundred"', False),
    ],
)
def test_figures_match_within_one_percent(scored: Scored, value: str, same: bool) -> None:
    score = scored(observation("revenue", value, "CNY"), figure("e2", "revenue", 100, "CNY"))
    assert right(score) == (int(same), 1, 1)


def test_unit_metric_and_subject_count(scored: Scored) -> None:
    wanted = figure("e2", "revenue", 100, "CNY")
    assert right(scored(observation("revenue", "100", "USD"), wanted)) == (0, 1, 1)
    assert right(scored(observation("profit", "100", "CNY"), wanted)) == (0, 1, 1)
    assert right(scored(observation("revenue", "100", "CNY"), figure("e1", "revenue", 100, "CNY"))) == (0, 1, 1)


@pytest.mark.parametrize("value", ['"loss"', "xb:loss"])
def test_a_status_is_a_word_and_has_no_unit(scored: Scored, value: str) -> None:
    score = scored(observation("profitStatus", value, "percent"), figure("e2", "profitStatus", "loss", None))
    assert right(score) == (1, 1, 1)


def test_other_figures_are_no_part_of_the_headline(scored: Scored) -> None:
    claims = observation("other", "5", "count") + observation("revenue", "7", "CNY", n=2)
    score = scored(claims, figure("e2", "other", 5, "count"), figure("e2", "other", 6, "count"))
    assert right(score, "other figures") == (1, 1, 2)
    assert right(score, "observations") == (0, 1, 0)
    assert right(score) == (0, 1, 0)


def test_the_period_of_a_figure_stands_under_its_own_name(scored: Scored) -> None:
    wanted = figure("e2", "revenue", 7, "CNY", period="2024-Q4")
    assert quality(scored(observation("revenue", "7", "CNY", '; xb:period "2024-10/2024-12"'), wanted), "time") == (
        1,
        1,
    )
    assert quality(scored(observation("revenue", "7", "CNY", '; xb:time "2024-Q4"'), wanted), "time") == (0, 1)


# ---------------------------------------------------------------- qualities of what matches


def _one(scored: Scored, written: str, name: str, **wanted: object) -> tuple[int, int] | None:
    return quality(scored(statement("partOf", more=written), relation("e1", "partOf", "e2", **wanted)), name)


def test_a_time_that_one_side_gives_alone_is_wrong(scored: Scored) -> None:
    assert _one(scored, "", "time") is None
    assert _one(scored, '; xb:time "2024"', "time") == (0, 1)
    assert _one(scored, "", "time", time="2024") == (0, 1)
    assert _one(scored, '; xb:time "2024-01/2024-12"', "time", time="2024") == (1, 1)


def test_modality_is_asserted_where_nothing_is_said(scored: Scored) -> None:
    assert _one(scored, "", "modality") == (1, 1)
    assert _one(scored, "", "plans and hedges") is None
    assert _one(scored, "; xb:modality xb:planned", "plans and hedges", modality="planned") == (1, 1)
    assert _one(scored, "; xb:modality xb:planned", "plans and hedges", modality="hedged") == (0, 1)
    assert _one(scored, "", "plans and hedges", modality="hedged") == (0, 1)


def test_speakers(scored: Scored) -> None:
    assert _one(scored, "", "attribution") is None
    assert _one(scored, "; xb:attributedTo xbr:temu", "attribution", attributedTo="e3") == (1, 1)
    assert _one(scored, "; xb:attributedTo xbr:temu", "attribution") == (0, 1)
    assert _one(scored, "", "attribution", attributedTo="e3") == (0, 1)
    assert _one(scored, "; xb:attributedTo xbr:nobody", "attribution") == (1, 1)  # whom the gold does not know


@pytest.mark.parametrize(
    ("written", "key", "wanted", "same"),
    [
        ('; xb:role "總裁"', "role", "总裁", True),
        ('; xb:role "总经理"', "role", "总裁", False),
        ("", "role", "总裁", False),
        ("; xb:place xbr:temu", "place", "e3", True),
        ("; xb:place xbr:temu", "place", "Temu", True),
        ("; xb:place xbr:aidc", "place", "e3", False),
        ("; xb:bound xb:atLeast", "bound", "atLeast", True),
        ("; xb:bound xb:atMost", "bound", "atLeast", False),
        ("; xb:approx true", "approx", True, True),
        ("; xb:approx false", "approx", True, False),
        ("; xb:max 400000", "max", 400000, True),
        ("; xb:max 400000.0", "max", 400000, True),
        ("; xb:max 400001", "max", 400000, False),
        ("; xb:max 7.5", "max", 7.5, True),
        ('; xb:until "2025-01-19"', "until", "2025-01-19", True),
        ('; xb:list "韩国购物榜" , "美区榜"', "list", "美区榜", True),
    ],
)
def test_qualifiers(scored: Scored, written: str, key: str, wanted: object, same: bool) -> None:
    assert _one(scored, written, "qualifiers", qualifiers={key: wanted}) == (int(same), 1)
    assert _one(scored, written, "qualifiers", **{key: wanted}) == (int(same), 1)


def test_qualifiers_that_are_not_scored_are_not_asked_for(scored: Scored) -> None:
    assert _one(scored, "", "qualifiers", qualifiers={"scope": "Choice", "label": 3, "former": True}) is None


EVIDENCE = '; xb:evidence xbe:1 . xbe:1 xb:quote "{}"'


@pytest.mark.parametrize(
    ("quote", "good"),
    [
        ("速賣通與淘天海外均隸屬於 AIDC", True),
        ("自组织架构来看，速卖通与淘天海外均隶属于AIDC。", True),
        ("物流也很重要", False),
        ("", False),
    ],
)
def test_evidence_shares_its_words(scored: Scored, quote: str, good: bool) -> None:
    wanted = "速卖通与淘天海外均隶属于AIDC"
    assert _one(scored, EVIDENCE.format(quote), "evidence", evidence=wanted) == (int(good), 1)


# ---------------------------------------------------------------- sums


def test_scores_add_up_over_articles(tmp_path: Path) -> None:
    graph = write_turtle(tmp_path / "a.ttl", THINGS + statement("partOf"))
    empty = write_turtle(tmp_path / "b.ttl", "")
    gold = write_gold(tmp_path / "gold.json", ENTITIES, [relation("e1", "partOf", "e2")])
    found = evaluate([(graph, gold), (empty, gold)])
    assert right(found.total) == (1, 1, 2)
    assert found.total == sum((one.score for one in found.articles), Score())
    rows = {(row.article, row.measure): row.tally for row in found.rows() if row.article is None}
    assert rows[None, "facts"].precision == 1.0
    assert rows[None, "facts"].recall == 0.5
    assert len(list(found.rows())) == 3 * 6


def test_nothing_scores_nothing() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
    assert right(evaluate([]).total) == (0, 0, 0)


def test_terms_are_counted_apart(scored: Scored) -> None:
    claims = statement("partOf") + statement("supplies", n=2) + observation("other", "5", "count")
    score = scored(claims, relation("e1", "partOf", "e2"), relation("e1", "leads", "e2"), figure("e2", "gmv", 5, "CNY"))
    assert dict(score.terms) == {
        ("relation", "leads"): Tally(0, 0, 1),
        ("relation", "partOf"): Tally(1, 1, 1),
        ("relation", "supplies"): Tally(0, 1, 0),
        ("observation", "gmv"): Tally(0, 0, 1),
        ("observation", "other"): Tally(0, 1, 0),
    }
