"""Reading gold annotations and graphs: every form that is taken, and what is wrong with the others."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.evaluation import evaluate, read_gold, read_predicted
from kg.vocabulary import DataFileError, InputError

from .builder import Json, entity, figure, relation, write_gold, write_turtle

ENTITIES = [entity("e1", "速卖通"), entity("e2", "AIDC", "Organization")]
CLAIM = """
xba:a1 a xb:Article ; xb:sha256 "5e" ; xb:mentions xbr:x , xbr:y .
xbr:x a xb:Platform ; skos:prefLabel "速卖通" . xbr:y a xb:Organization ; skos:prefLabel "AIDC" .
xbs:1 a xb:Statement ; xb:predicate xb:partOf ; xb:subject xbr:x ; xb:object xbr:y ; xb:evidence xbe:1 .
xbe:1 xb:quote "速卖通隶属于AIDC" ; xb:start 10 ; xb:end 21 .
"""


def test_gold_annotations_are_read(tmp_path: Path) -> None:
    facts = [
        relation("e1", "partOf", "e2", time=2024, negated=True, qualifiers={"role": "子公司", "scope": "x"}),
        figure("e2", "rank", 2, "rank", period="2024-Q4", place="e1", approx=True, evidence="第二"),
    ]
    gold = read_gold(write_gold(tmp_path / "g.json", ENTITIES, facts, id="007"))
    first, second = gold.facts
    assert (gold.article, first.time, first.negated, dict(first.qualifiers)) == (
        "007",
        "2024",
        True,
        {"role": "子公司"},
    )
    assert (second.term, second.time, second.quote) == ("rank", "2024-Q4", "第二")
    assert dict(second.qualifiers) == {"place": "e1", "approx": True}
    assert gold.name("e2") == "AIDC"
    assert gold.name(None) == "—"
    assert gold.name("招商") == "招商"


def test_an_article_without_id_goes_by_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "seven.json"
    path.write_text('\ufeff{"entities": [], "facts": []}', encoding="utf-8")
    assert read_gold(path).article == "seven"


@pytest.mark.parametrize(
    ("fact", "complaint"),
    [
        (relation("e9", "partOf", "e2"), "fact 0: subject 'e9' is no entity"),
        (relation("e1", "partOf", "e9"), "fact 0: object 'e9' is no entity"),
        (relation("e1", "owns", "e2"), "fact 0: predicate 'owns' is not known"),
        (relation(None, "partOf", "e2"), "fact 0: subject is missing"),
        (relation("e1", "partOf", None), "fact 0: object is missing"),  # type: ignore[arg-type]
        (relation("e1", "partOf", "e2", modality="likely"), "fact 0: modality 'likely'"),
        (relation("e1", "partOf", "e2", negated="no"), "fact 0: negated must be true or false"),
        (relation("e1", "partOf", "e2", attributedTo="LatePost"), "fact 0: attributedTo 'LatePost' is no entity"),
        (relation("e1", "partOf", "e2", time=["2024"]), "fact 0: time must be a text"),
        (relation("e1", "partOf", "e2", qualifiers=["role"]), "fact 0: qualifiers: must be an object"),
        (relation("e1", "partOf", "e2", role=["a"]), "fact 0: role must be a text or a number"),
        (relation("e1", "partOf", "e2", evidence=[3]), "fact 0: evidence must be words or [start, end]"),
        (relation("e1", "partOf", "e2", evidence=[3, 3]), "fact 0: evidence must be words or [start, end]"),
        (relation("e1", "partOf", "e2", evidence=[3, 9]), "article: sha256 is missing"),
        (figure("e1", "weight", 5, "tonnes"), "fact 0: metric 'weight' is not known"),
        (figure("e1", "gmv", None, "CNY"), "fact 0: value must be a number"),  # type: ignore[arg-type]
        (figure("e1", "gmv", True, "CNY"), "fact 0: value must be a number"),
        (figure("e1", "gmv", 10**400, "CNY"), "fact 0: value must be a text or a number"),
        ({"kind": "opinion"}, "fact 0: kind 'opinion'"),
        ("partOf", "fact 0: must be an object"),
    ],
)
def test_a_fault_in_a_fact_is_named(tmp_path: Path, fact: Json, complaint: str) -> None:
    path = write_gold(tmp_path / "g.json", ENTITIES, [fact])
    with pytest.raises(DataFileError) as error:
        read_gold(path)
    assert str(error.value).startswith(f"{path}: {complaint}")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("one", "complaint"),
    [
        (entity("e1", "速卖通", "Website"), "entity 0: type 'Website'"),
        (entity("", "速卖通"), "entity 0: id is missing"),
        (entity("e1", ""), "entity 0: name is missing"),
        (entity("e1", "速卖通", aliases="AE"), "entity 0: aliases must be a list"),
        (entity("e1", "速卖通", aliases=[1]), "entity 0: aliases must be a list of texts"),
    ],
)
def test_a_fault_in_an_entity_is_named(tmp_path: Path, one: Json, complaint: str) -> None:
    with pytest.raises(DataFileError, match=complaint):
        read_gold(write_gold(tmp_path / "g.json", [one], []))


def test_an_id_given_twice_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="entity 1: id 'e1' is given twice"):
        read_gold(write_gold(tmp_path / "g.json", [ENTITIES[0], ENTITIES[0]], []))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{\n\n 1}", ":3: no valid JSON"),
        (b"[]", "must be an object"),
        (b'{"entities": []}', "facts must be a list"),
        (b'{"x": NaN}', "NaN is no number"),
        (b"\xff", "no valid JSON"),
        (b"", ":1: no valid JSON"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_what_is_no_gold_file_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "g.json"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match=complaint) as error:
        read_gold(path)
    assert str(error.value).startswith(str(path))


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.json"):
        read_gold(tmp_path / "none.json")
    with pytest.raises(InputError, match=r"none.ttl: cannot be read: no such file"):
        read_predicted(tmp_path / "none.ttl")
    with pytest.raises(InputError, match="is a folder"):
        read_predicted(tmp_path)
    with pytest.raises(InputError, match=r"ends in \.ttl"):
        read_predicted(tmp_path / "graph.pdf")


def test_a_malformed_graph_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "g.ttl"
    path.write_text("<a> <b> <c> .\n<a> <b> nothing .\n", encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        read_predicted(path)
    assert str(error.value).startswith(f"{path}:2: no valid Turtle")


@pytest.mark.parametrize("form", ["TURTLE", "N_TRIPLES", "RDF_XML", "N_QUADS", "TRIG", "JSON_LD", "N3"])
def test_every_serialisation_says_the_same(tmp_path: Path, form: str) -> None:
    turtle = write_turtle(tmp_path / "kg.ttl", CLAIM)
    kind: ox.RdfFormat = getattr(ox.RdfFormat, form)
    path = tmp_path / f"same.{kind.file_extension}"
    graph = ox.NamedNode("https://w3id.org/alibaba-xborder/id/article/a1") if kind.supports_datasets else None
    quads = [ox.Quad(*(q.subject, q.predicate, q.object), *([graph] if graph else [])) for q in ox.parse(path=turtle)]
    ox.serialize(sorted(quads, key=str) if graph else [q.triple for q in quads], path, format=kind)
    gold = write_gold(tmp_path / "g.json", ENTITIES, [relation("e1", "partOf", "e2", evidence="速卖通隶属于AIDC")])
    assert evaluate([(path, gold)]).total == evaluate([(turtle, gold)]).total
    assert evaluate([(path, gold)]).total.measures["facts"].right == 1


def test_blank_nodes_and_quoted_triples_do_no_harm(tmp_path: Path) -> None:
    body = (
        CLAIM + "\n[] a xb:Statement ; xb:evidence [ xb:quote 'x' ] . xbs:1 rdf:reifies <<( xbr:x xb:partOf xbr:y )>> ."
    )
    gold = write_gold(tmp_path / "g.json", ENTITIES, [relation("e1", "partOf", "e2")])
    tally = evaluate([(write_turtle(tmp_path / "kg.ttl", body), gold)]).total.measures["facts"]
    assert (tally.right, tally.predicted) == (1, 2)


@pytest.mark.parametrize(("run", "good"), [([10, 21], 1), ([5, 30], 1), ([21, 30], 0)])
def test_packed_evidence_is_compared_by_its_place(tmp_path: Path, run: list[int], good: int) -> None:
    gold = write_gold(tmp_path / "g.json", ENTITIES, [relation("e1", "partOf", "e2", evidence=run)], sha256="5e")
    score = evaluate([(write_turtle(tmp_path / "kg.ttl", CLAIM), gold)]).total
    assert score.measures["facts"].right == 1
    assert score.qualities["evidence"].right == good


def test_packed_evidence_of_another_text_is_refused(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "g.json", ENTITIES, [relation("e1", "partOf", "e2", evidence=[1, 2])], sha256="6f")
    with pytest.raises(InputError, match="built from another text"):
        evaluate([(write_turtle(tmp_path / "kg.ttl", CLAIM), gold)])


def test_evidence_without_place_does_not_overlap_packed_evidence(tmp_path: Path) -> None:
    gold = write_gold(tmp_path / "g.json", ENTITIES, [relation("e1", "partOf", "e2", evidence=[1, 20])], sha256="5e")
    body = CLAIM.replace("xb:start 10 ; xb:end 21", "xb:start 'ten'")
    score = evaluate([(write_turtle(tmp_path / "kg.ttl", body), gold)]).total
    assert score.qualities["evidence"].right == 0


def test_committed_gold_files_are_read() -> None:
    for path in sorted((Path(__file__).resolve().parent.parent / "gold").glob("*.json")):
        gold = read_gold(path)
        assert gold.article == path.stem
        assert len(gold.facts) == len(json.loads(path.read_text(encoding="utf-8"))["facts"])
