"""The saved questions on a small graph of the whole field, and on the seeds."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT

from kg.graph import GraphView, open_graph
from kg.graph.consistency import contradictions
from kg.graph.validation import validate_graph
from kg.query import ask, questions
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XB
from query.field import field_graph
from query.rows import expected_text

NAMES = sorted(questions())
EXPECTED = Path(__file__).parent / "expected"

# Terms that no question asks for, and why.
UNASKED = {
    # what they say is how the ontology is used, not what articles state
    *("eventClass", "subjectType", "takesText", "subjectOptional", "measuredIn", "unitKind"),
    *("ambiguousLabel", "contextWord", "notWithin"),
    # notes on how a fact came about, which kg review and kg explain tell
    *("reviewedBy", "reviewedOn", "extractor"),
    # what facts that tell of the same share; their counts are asked for
    "claimKey",
    # derived only where inferences are built in; the questions follow the stated relations
    *("belongsTo", "hasPart", "foundedBy", "becamePartOf", "acquiredBy", "investedInBy", "suppliedBy", "ledBy"),
    *("hasAffiliate", "launchedBy", "offeredBy", "endedBy", "marketOf", "hasFacilityOf", "locationOf", "sponsoredBy"),
    *("endorses", "hasSeller", "hasParticipant", "adoptedBy", "regulatedBy", "suedBy", "growthDrivenBy"),
    *("mentionedIn", "toldBy"),
}
# Classes of the model that questions ask for by their members.
ABSTRACT = {"Claim": ("Statement", "Observation"), "Modality": ("asserted", "planned"), "Bound": ("atLeast", "atMost")}


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return field_graph()


def test_the_small_graph_is_sound(graph: GraphView) -> None:
    assert list(validate_graph(graph)) == []
    assert list(contradictions(graph)) == []


@pytest.mark.parametrize("name", NAMES)
def test_expected_rows(name: str, graph: GraphView) -> None:
    text = expected_text(graph, name)
    assert text == (EXPECTED / f"{name}.csv").read_text(encoding="utf-8")
    assert text.count("\n") > 1


def test_nothing_else_is_expected() -> None:
    assert {path.stem for path in EXPECTED.iterdir()} == set(NAMES)


def words() -> set[str]:
    """Every term of the ontology that some question names."""
    text = " ".join(re.sub(r"#.*", "", one.query.replace("ontology#", "")) for one in questions().values())
    return set(re.findall(r"xb:(\w+)", text))


def test_everything_is_asked_for() -> None:
    asked = words()
    assert set(vocabulary().predicates) <= asked
    assert set(vocabulary().metrics) <= asked
    assert set(vocabulary().classes) - set(ABSTRACT) <= asked
    assert all(set(members) <= asked for members in ABSTRACT.values())


def test_every_property_is_asked_for_or_listed() -> None:
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "ontology.ttl").parse(ROOT / "ontology" / "metrics.ttl")
    kinds = (rdflib.OWL.ObjectProperty, rdflib.OWL.DatatypeProperty, rdflib.OWL.AnnotationProperty)
    own = {str(s).removeprefix(XB) for kind in kinds for s in ontology.subjects(rdflib.RDF.type, kind) if XB in s}
    assert own - words() == UNASKED


def pattern(query: str) -> str:
    """The shape of a query: variables by their order, terms of the ontology and their lists as one."""
    body = re.sub(r"(?m)^(#|PREFIX).*$|ORDER BY.*", "", query)
    known = {*vocabulary().predicates, *vocabulary().metrics, *vocabulary().classes}
    body = re.sub(r"xb:(\w+)", lambda m: "TERM" if m[1] in known else m[0], body)
    body = re.sub(r"TERM(?:[\s,|]+TERM)*", "TERM", body)
    order: dict[str, str] = {}
    body = re.sub(r"\?\w+", lambda m: order.setdefault(m[0], f"?{len(order)}"), body)
    return " ".join(body.split())


def test_no_two_are_alike() -> None:
    assert len(NAMES) >= 40
    shapes = [pattern(one.query) for one in questions().values()]
    assert len(set(shapes)) == len(shapes)
    for wording in ("zh", "en"):
        assert len({getattr(one, wording) for one in questions().values()}) == len(NAMES)
    assert all(re.search("[\u4e00-\u9fff]", one.zh) and one.en.isascii() for one in questions().values())


def test_the_seeds_answer_quickly() -> None:
    seeds = open_graph(ROOT / "exports" / "kg.trig")
    answered = 0
    for name in NAMES:
        taken = []
        for _ in range(5):
            start = time.perf_counter()
            rows = len(list(ask(name, seeds).rows()))
            taken.append(time.perf_counter() - start)
        answered += rows > 0
        assert min(taken) < 0.05, name
    assert answered >= 20


def held(graph: GraphView, day: str, predicate: str) -> set[tuple[str, str]]:
    answer = ask("held-on", graph, on=day, predicate=predicate)
    at = [answer.variables.index(name) for name in ("subjectName", "objectName")]
    return {(row[at[0]].value, row[at[1]].value) for row in answer.rows()}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "heads", "choice"),
    [
        ("2019-12-31", set(), False),
        ("2020-06-01", {"孙兴"}, False),
        ("2022-01-01", {"张凯夫"}, False),
        ("2024-12-01", {"张凯夫"}, True),
        ("2025-03-01", {"张凯夫"}, False),  # Choice was ended in February
    ],
)
def test_what_held_on_a_day(day: str, heads: set[str], choice: bool, graph: GraphView) -> None:
    assert {one for one, body in held(graph, day, "leads") if body == "速卖通"} == heads
    assert (("Choice", "速卖通") in held(graph, day, "隶属于")) == choice


def test_what_an_ending_suspends_holds_again(graph: GraphView) -> None:
    days = ("2025-03-31", "2025-06-01", "2026-01-01")
    assert [("Temu", "仅退款") in held(graph, day, "offers") for day in days] == [True, False, True]


def test_plans_by_a_day(graph: GraphView) -> None:
    assert [len(list(ask("plans-due", graph, on=day).rows())) for day in ("2025-06-29", "2025-06-30")] == [0, 1]
