"""The vocabulary says what the fact model says, term by term."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.vocabulary import (
    TOP_TYPES,
    Concept,
    DataFileError,
    InputError,
    Vocabulary,
    data_folder,
    parse_turtle_file,
    vocabulary,
)

_LETTERS = dict(zip("OPGHEL", ("Organization", "Platform", "Program", "Person", "Event", "Place"), strict=True))

# Predicate: subject types, object types ("" is text alone), event class.
PREDICATES = {
    "partOf": ("OPG", "OPG", None),
    "founded": ("OHP", "OP", "FoundingEvent"),
    "formedFrom": ("O", "OP", "ReorganizationEvent"),
    "acquires": ("OP", "OP", "AcquisitionEvent"),
    "investsIn": ("OP", "OPG", "InvestmentEvent"),
    "integratesWith": ("OPG", "OPG", "IntegrationEvent"),
    "partnersWith": ("OPGHL", "OPGHL", "PartnershipEvent"),
    "competesWith": ("OP", "OP", None),
    "supplies": ("OPG", "OPG", None),
    "leads": ("H", "OPG", None),
    "affiliatedWith": ("H", "OP", None),
    "launches": ("OP", "GP", "LaunchEvent"),
    "offers": ("OP", "GP", None),
    "ends": ("OPHL", "GPOL", "EndingEvent"),
    "targetsMarket": ("OPG", "L", None),
    "hasFacilityIn": ("OP", "L", None),
    "locatedIn": ("OPE", "L", None),
    "sponsors": ("OP", "EO", "SponsorshipEvent"),
    "endorsedBy": ("OPG", "H", "EndorsementEvent"),
    "sellsOn": ("O", "P", None),
    "participatesIn": ("OPH", "GE", None),
    "responsibleFor": ("OPH", "", None),
    "adoptsModel": ("OP", "G", "ModelChangeEvent"),
    "regulates": ("OLH", "OPGL", "RegulationEvent"),
    "sues": ("OP", "OP", "LawsuitEvent"),
    "drivesGrowthOf": ("OPG", "OP", None),
}

METRICS = [
    "revenue",
    "revenueGrowth",
    "revenueShare",
    "profit",
    "profitGrowth",
    "profitStatus",
    "gmv",
    "gmvGrowth",
    "salesGrowth",
    "orderVolume",
    "orderGrowth",
    "orderShare",
    "marketShare",
    "rank",
    "downloads",
    "downloadGrowth",
    "activeUsers",
    "users",
    "userGrowth",
    "trafficGrowth",
    "visits",
    "merchants",
    "merchantGrowth",
    "products",
    "paymentAmount",
    "price",
    "subsidy",
    "investment",
    "fundingAmount",
    "valuation",
    "fee",
    "costReduction",
    "tariffRate",
    "deliveryTime",
    "parcels",
    "warehouses",
    "markets",
    "employees",
    "reviews",
    "views",
    "penalty",
    "adSpend",
    "other",
]

PLAIN_UNITS = {"percent", "rank", "count", "days", "hours", "times", "tonnes", "squareMetres"}


def _types(letters: str) -> frozenset[str]:
    return frozenset(_LETTERS[letter] for letter in letters)


def test_predicates_are_those_of_the_fact_model() -> None:
    assert sorted(vocabulary().predicates) == sorted(PREDICATES)


@pytest.mark.parametrize("name", sorted(PREDICATES))
def test_a_predicate_has_its_domain_range_and_event_class(name: str) -> None:
    domain, allowed, event = PREDICATES[name]
    predicate = vocabulary().predicates[name]
    assert predicate.domain == _types(domain)
    assert predicate.range == _types(allowed)
    assert predicate.event_class == event


def test_three_predicates_are_symmetric() -> None:
    symmetric = {p.name for p in vocabulary().predicates.values() if p.symmetric}
    assert symmetric == {"competesWith", "integratesWith", "partnersWith"}
    assert all(p.domain == p.range for p in vocabulary().predicates.values() if p.symmetric)


def test_two_predicates_take_text_and_two_may_lack_a_subject() -> None:
    known = vocabulary().predicates.values()
    assert {p.name for p in known if p.takes_text} == {"adoptsModel", "responsibleFor"}
    assert {p.name for p in known if p.subject_optional} == {"founded", "launches"}


def test_event_classes_are_occurrences() -> None:
    known = vocabulary()
    for predicate in known.predicates.values():
        if predicate.event_class:
            assert known.classes[predicate.event_class].parent == "Occurrence"
            assert known.top_type(predicate.event_class) is None


def test_metrics_are_those_of_the_fact_model() -> None:
    assert sorted(vocabulary().metrics) == sorted(METRICS)


def test_every_metric_is_measured_in_some_unit() -> None:
    known = vocabulary()
    kinds = {kind for unit in known.units.values() for kind in unit.kinds} | {"status"}
    for metric in known.metrics.values():
        assert metric.kinds
        assert metric.kinds <= kinds
    assert known.metrics["profitStatus"].kinds == {"status"}
    assert all(
        "percent" in metric.kinds for name, metric in known.metrics.items() if name.endswith(("Growth", "Share"))
    )


def test_units_are_those_of_the_fact_model_and_money() -> None:
    units = vocabulary().units
    money = {name for name, unit in units.items() if unit.kinds == {"money"}}
    assert {"CNY", "USD", "KRW", "EUR", "JPY", "GBP"} <= money
    assert all(len(name) == 3 and name.isascii() and name.isupper() for name in money)
    assert set(units) - money == PLAIN_UNITS
    assert all(units[name].kinds == {name} for name in PLAIN_UNITS)


def test_every_term_has_a_label_in_both_languages() -> None:
    known = vocabulary()
    for group in (known.classes, known.predicates, known.metrics, known.units):
        for name, term in group.items():
            assert term.name == name
            assert not term.zh.isascii(), name
            assert term.en.isascii(), name


def test_labels_of_one_kind_of_term_differ() -> None:
    known = vocabulary()
    for group in (known.classes, known.predicates, known.metrics, known.units):
        assert len({term.zh for term in group.values()}) == len(group)
        assert len({term.en for term in group.values()}) == len(group)


@pytest.mark.parametrize(
    ("name", "top"),
    [(top, top) for top in TOP_TYPES]
    + [("Marketplace", "Platform"), ("OperatingModel", "Program"), ("Country", "Place"), ("Company", "Organization")]
    + [("Actor", None), ("Statement", None), ("Occurrence", None), ("Nonsense", None)],
)
def test_the_type_above_a_class(name: str, top: str | None) -> None:
    assert vocabulary().top_type(name) == top


def test_classes_in_a_circle_have_no_type_above() -> None:
    circle = {"A": Concept("A", "甲", "a", parent="B"), "B": Concept("B", "乙", "b", parent="A")}
    assert Vocabulary(circle, {}, {}, {}).top_type("A") is None


def test_the_vocabulary_is_read_once() -> None:
    assert vocabulary() is vocabulary()


@pytest.mark.parametrize("name", ["ontology", "seeds"])
def test_data_folders_are_found(name: str) -> None:
    assert data_folder(name).is_dir()


def test_a_missing_data_folder_is_named() -> None:
    with pytest.raises(InputError, match="atlantis/ is missing"):
        data_folder("atlantis")


def test_bad_turtle_names_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("<https://a/> <https://b/> 1 .\n\nnonsense\n", encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        list(parse_turtle_file(path))
    assert str(error.value).startswith(f"{path}:3: no valid Turtle")


def test_missing_turtle_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"none\.ttl: cannot be read"):
        list(parse_turtle_file(tmp_path / "none.ttl"))
