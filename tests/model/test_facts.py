"""Facts: what is taken, what is refused and why, and how they are put in order."""

from __future__ import annotations

import dataclasses
import itertools
import random
from decimal import Decimal
from typing import Any

import pytest

from kg.model import (
    ArticleFacts,
    Entity,
    Evidence,
    Observation,
    Qualifiers,
    Quantity,
    Relation,
    TimeSpan,
)
from kg.vocabulary import TOP_TYPES, ModelError, vocabulary

EVIDENCE = Evidence("a1", 3, 6, "速卖通", "速卖通", 1)
THINGS = {kind: (Entity(f"{kind}-1", kind, "甲"), Entity(f"{kind}-2", kind, "乙")) for kind in TOP_TYPES}
AIDC = Entity("aidc", "Organization", "AIDC", en="AIDC")
ALIEXPRESS = Entity("aliexpress", "Platform", "速卖通", en="AliExpress", aliases=("速賣通",), subclass="Marketplace")
KOREA = Entity("korea", "Place", "韩国")


def relation(**more: Any) -> Relation:
    return Relation(**{"evidence": EVIDENCE, "predicate": "partOf", "subject": ALIEXPRESS, "object": AIDC, **more})


def observation(**more: Any) -> Observation:
    given = {"metric": "revenue", "subject": AIDC, "value": Decimal(5), "value_text": "5元", "unit": "CNY"}
    return Observation(**{"evidence": EVIDENCE, **given, **more})


# ---------------------------------------------------------------- entities, evidence, quantities


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "Website"}, "'Website' is not one of Organization"),
        ({"type": "Marketplace", "subclass": None}, "'Marketplace' is not one of"),
        ({"slug": ""}, "needs a slug and a name"),
        ({"name": " "}, "needs a slug and a name"),
        ({"subclass": "Company"}, "'Company' is no subclass of Platform"),
        ({"subclass": "Nonsense"}, "'Nonsense' is no subclass of Platform"),
    ],
)
def test_an_entity_that_is_none(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ModelError, match=why):
        dataclasses.replace(ALIEXPRESS, **change)


@pytest.mark.parametrize(("start", "end", "quote"), [(3, 6, "速卖"), (3, 3, ""), (-3, 0, "速卖通"), (6, 3, "速卖通")])
def test_evidence_is_as_long_as_its_words(start: int, end: int, quote: str) -> None:
    with pytest.raises(ModelError, match=f"a1:{start}: evidence of"):
        Evidence("a1", start, end, quote, quote)


@pytest.mark.parametrize(
    "change", [{"value": Decimal("NaN")}, {"max": Decimal(1)}, {"max": Decimal("Infinity")}, {"bound": "about"}]
)
def test_a_quantity_that_is_none(change: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        Quantity(**{"value": Decimal(2), "unit": "CNY", "text": "2元", **change})


# ---------------------------------------------------------------- qualifiers


def test_qualifiers_that_are_set_come_in_the_order_of_the_list() -> None:
    given = Qualifiers(former=True, place=KOREA, role="总裁", label="", max=Decimal(0))
    assert list(given.items()) == [("role", "总裁"), ("place", KOREA), ("max", Decimal(0)), ("former", True)]
    assert list(Qualifiers().items()) == []


@pytest.mark.parametrize(
    "given",
    [
        {"bound": "about"},
        {"place": AIDC},
        {"amount": Decimal(5)},
        {"amount_unit": "CNY"},
        {"amount": Decimal(5), "amount_unit": "shells"},
        {"amount": Decimal("NaN"), "amount_unit": "CNY"},
        {"max": Decimal("Infinity")},
        {"from_value": Decimal("NaN")},
    ],
)
def test_qualifiers_that_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        Qualifiers(**given)


# ---------------------------------------------------------------- relations


@pytest.mark.parametrize("name", sorted(vocabulary().predicates))
def test_a_relation_takes_the_types_of_its_predicate_and_no_others(name: str) -> None:
    predicate = vocabulary().predicates[name]
    good_object = (
        {"object": THINGS[min(predicate.range)][1]} if predicate.range else {"object": None, "object_text": "招商"}
    )
    good_subject = THINGS[min(predicate.domain)][0]
    for kind in TOP_TYPES:
        if kind in predicate.domain:
            assert relation(predicate=name, subject=THINGS[kind][0], **good_object).predicate == name
        else:
            with pytest.raises(ModelError, match=f"a1:3: {name} takes no {kind} .* as subject"):
                relation(predicate=name, subject=THINGS[kind][0], **good_object)
        if kind in predicate.range:
            assert relation(predicate=name, subject=good_subject, object=THINGS[kind][1]).is_plain
        else:
            with pytest.raises(ModelError, match=f"takes no {kind} .* as object"):
                relation(predicate=name, subject=good_subject, object=THINGS[kind][1])


@pytest.mark.parametrize("name", sorted(vocabulary().predicates))
def test_text_objects_and_missing_subjects_only_where_the_predicate_has_them(name: str) -> None:
    predicate = vocabulary().predicates[name]
    subject = THINGS[min(predicate.domain)][0]
    if predicate.takes_text:
        assert not relation(predicate=name, subject=subject, object=None, object_text="自营").is_plain
    else:
        with pytest.raises(ModelError, match="takes no text"):
            relation(predicate=name, subject=subject, object=None, object_text="自营")
    if predicate.range:
        target = THINGS[min(predicate.range)][1]
        if predicate.subject_optional:
            assert not relation(predicate=name, subject=None, object=target).is_plain
        else:
            with pytest.raises(ModelError, match="needs a subject"):
                relation(predicate=name, subject=None, object=target)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"predicate": "owns"}, "a1:3: owns is no relation"),
        ({"object": None}, "needs an object"),
        ({"object_text": "招商"}, "needs an object: a thing or a text, not both"),
        ({"predicate": "adoptsModel", "object": None, "object_text": " "}, "is empty"),
        ({"object": ALIEXPRESS}, "cannot stand at both ends"),
        ({"object": dataclasses.replace(ALIEXPRESS, aliases=())}, "cannot stand at both ends"),
        ({"modality": "likely"}, "modality 'likely' is not one of asserted"),
        ({"confidence": Decimal("1.1")}, "confidence 1.1 is not between 0 and 1"),
        ({"confidence": Decimal("NaN")}, "confidence NaN is not between 0 and 1"),
        ({"also_in": (dataclasses.replace(EVIDENCE, article="a2"),)}, "evidence from two articles"),
        ({"qualifiers": Qualifiers(bound="atLeast")}, "qualify figures"),
        ({"qualifiers": Qualifiers(max=Decimal(7))}, "qualify figures"),
    ],
)
def test_a_relation_that_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ModelError, match=why) as error:
        relation(**change)
    assert str(error.value).startswith("a1:3: ")


@pytest.mark.parametrize(
    ("change", "plain"),
    [
        ({}, True),
        ({"time": TimeSpan("2019"), "attributed_to": AIDC}, True),
        ({"negated": True}, False),
        ({"modality": "planned"}, False),
        ({"modality": "hedged"}, False),
        ({"qualifiers": Qualifiers(former=True)}, False),
    ],
)
def test_what_also_stands_as_a_plain_triple(change: dict[str, Any], plain: bool) -> None:
    assert relation(**change).is_plain is plain


# ---------------------------------------------------------------- observations


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"metric": "rank", "value": Decimal(2), "unit": "rank"},
        {"metric": "profitStatus", "value": "loss", "unit": None},
        {"metric": "gmvGrowth", "value": Decimal("-3.5"), "unit": "percent"},
        {"metric": "warehouses", "value": Decimal(9), "unit": "squareMetres"},
        {"metric": "other", "value": Decimal(9), "unit": "tonnes", "qualifiers": Qualifiers(label="货重")},
        {"qualifiers": Qualifiers(bound="atLeast", max=Decimal(7), from_value=Decimal(3))},
    ],
)
def test_observations_that_are_taken(change: dict[str, Any]) -> None:
    assert observation(**change).subject == AIDC


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"metric": "weight"}, "weight is no metric"),
        ({"unit": "percent"}, "is not measured in percent"),
        ({"unit": "shells"}, "'shells' is no unit"),
        ({"unit": None}, "None is no unit"),
        ({"value": Decimal("NaN")}, "NaN is no number"),
        ({"value": "much"}, "cannot be 'much'"),
        ({"metric": "profitStatus", "value": "bad", "unit": None}, "cannot be 'bad'"),
        ({"metric": "profitStatus", "value": "loss", "unit": "CNY"}, "cannot be 'loss'"),
        ({"metric": "profitStatus", "unit": None}, "None is no unit"),
        ({"metric": "other"}, "needs a label"),
        ({"metric": "other", "value": "loss", "unit": None}, "needs a label"),
        ({"qualifiers": Qualifiers(amount=Decimal(5), amount_unit="CNY")}, "qualifies relations"),
    ],
)
def test_an_observation_that_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ModelError, match=why):
        observation(**change)


# ---------------------------------------------------------------- order


def _shuffled_back(values: list[Any]) -> None:
    for seed in range(5):
        mixed = values[:]
        random.Random(seed).shuffle(mixed)
        assert sorted(mixed) == values
    for one, other in itertools.pairwise(values):
        assert one < other
        assert one <= other
        assert other > one
        assert other >= one


def test_entities_are_in_order_of_their_slug_whatever_else_is_missing() -> None:
    bare = dataclasses.replace(AIDC, en=None)
    _shuffled_back([bare, AIDC, dataclasses.replace(AIDC, subclass="Company"), dataclasses.replace(AIDC, slug="zz")])


def test_qualifiers_and_quantities_are_in_order_whatever_is_missing() -> None:
    _shuffled_back([Qualifiers(), Qualifiers(max=Decimal(2)), Qualifiers(max=Decimal(10)), Qualifiers(role="a")])
    _shuffled_back([Qualifiers(from_value=Decimal(9)), Qualifiers(from_value="C2C")])
    two = Quantity(Decimal(2), "CNY", "2元")
    _shuffled_back([two, dataclasses.replace(two, max=Decimal(3)), dataclasses.replace(two, noun="件")])


def test_facts_are_in_the_order_of_their_evidence() -> None:
    later = Evidence("a1", 9, 11, "隶属", "隶属")
    dated, undated = relation(time=TimeSpan("2024")), relation()
    _shuffled_back([undated, dated, relation(evidence=later, subject=THINGS["Platform"][0])])
    _shuffled_back([observation(value=Decimal(n), evidence=e) for e in (EVIDENCE, later) for n in (5, 40)])
    with pytest.raises(TypeError):
        assert undated < observation()


def test_facts_are_frozen_values() -> None:
    assert relation() == relation()
    assert len({relation(), relation(), relation(negated=True)}) == 2
    sorted([relation(), relation(negated=True)])
    assert relation() == relation()
    with pytest.raises(dataclasses.FrozenInstanceError):
        relation().negated = True  # type: ignore[misc]
    assert [field.name for field in dataclasses.fields(ArticleFacts)][:2] == ["article", "entities"]
