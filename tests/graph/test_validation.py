"""The shapes: each fails on its fixture and on nothing else, and a general SHACL engine finds the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from conftest import ROOT

from graph.toy import all_facts, toy_graph
from kg.cli.validate_command import validate_command
from kg.graph import GraphView, open_graph
from kg.graph.consistency import contradictions
from kg.graph.findings import Finding, Tally
from kg.graph.report import report_json, report_lines, report_turtle
from kg.graph.shapes import SH, XBSH, read_shapes, shapes
from kg.graph.store import fill_store
from kg.graph.validation import validate_graph
from kg.vocabulary import ConformanceError, DataFileError, vocabulary

FOLDER = Path(__file__).parent / "shapes"
FIXTURES = sorted(path for path in FOLDER.glob("*Shape.ttl"))


def graph_of(*paths: Path, more: str = "") -> GraphView:
    store = ox.Store()
    for path in paths:
        store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    prefixes = "".join(line + "\n" for line in (FOLDER / "conforming.ttl").read_text().split("\n") if "@prefix" in line)
    store.load((prefixes + more).encode(), format=ox.RdfFormat.TURTLE)
    return GraphView(store, None, has_articles=False)


def test_a_small_graph_and_the_seeds_conform() -> None:
    assert list(validate_graph(graph_of(FOLDER / "conforming.ttl"))) == []
    assert [one for one in validate_graph(open_graph(ROOT / "exports" / "kg.ttl")) if not one.warning] == []
    assert [one for one in validate_graph(open_graph(ROOT / "exports" / "kg.trig")) if not one.warning] == []


def test_every_shape_has_its_fixture() -> None:
    assert {path.stem for path in FIXTURES} == {shape.name for shape in shapes()}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fixture_fails_for_its_shape_alone(path: Path) -> None:
    found = list(validate_graph(graph_of(FOLDER / "conforming.ttl", path)))
    assert {one.shape for one in found} == {path.stem}
    for one in found:
        assert set(one.message) == set(one.remedy) == {"zh", "en"}
        assert all(one.message.values())
        assert "{" not in "".join(one.message.values())


@cache
def shapes_of_rdflib() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")


def owner(node: rdflib.term.Node) -> str:
    """The node shape that a property shape or constraint belongs to."""
    while not isinstance(node, rdflib.URIRef):
        node = next(iter(shapes_of_rdflib().subjects(None, node)))
    return node.removeprefix(XBSH)


@pytest.mark.filterwarnings("ignore")
def test_a_general_engine_finds_the_same() -> None:
    pyshacl = pytest.importorskip("pyshacl")
    paths = [FOLDER / "conforming.ttl", *FIXTURES]
    data = rdflib.Graph()
    for path in paths:
        data.parse(path)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes_of_rdflib(), meta_shacl=True, inference="none")
    assert isinstance(report, rdflib.Graph), report
    sh = rdflib.Namespace(SH)
    theirs = {
        (str(report.value(one, sh.focusNode)), owner(report.value(one, sh.sourceShape) or one))
        for one in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    }
    assert theirs == {(one.node.strip("<>"), one.shape) for one in validate_graph(graph_of(*paths))}


def test_every_class_has_a_shape() -> None:
    shaped = {one.value.rpartition("#")[2] for shape in shapes() for one in shape.classes}
    assert set(vocabulary().classes) <= shaped


def test_articles_one_by_one_and_all_together() -> None:
    graph = toy_graph()
    assert [one for one in validate_graph(graph) if one.shape != "QuoteLengthShape"] == []
    store = ox.Store()
    store.load((FOLDER / "BelongingShape.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    halves = [[], []]
    for quad in store.quads_for_pattern(None, None, None, None):
        halves["hen" in str(quad.subject)].append(quad)
    both = ox.Store()
    names = [ox.NamedNode(f"https://w3id.org/alibaba-xborder/id/article/{name}") for name in "ab"]
    fill_store(
        both,
        [
            [ox.Quad(q.subject, q.predicate, q.object, name) for q in half]
            for half, name in zip(halves, names, strict=True)
        ],
    )
    (cycle, _) = [one for one in validate_graph(GraphView(both)) if one.shape == "BelongingShape"]
    assert cycle.article is None
    assert cycle.warning


CONTRADICTION = """
xbr:person xb:hasStatement xbs:one ; a xb:Person . xbr:body xb:locatedIn xbr:person .
xbs:one xb:modality xb:planned .
"""


def test_contradictions_are_explained() -> None:
    clean = graph_of(FOLDER / "conforming.ttl")
    assert list(contradictions(clean)) == []
    found = list(contradictions(graph_of(FOLDER / "conforming.ttl", more=CONTRADICTION)))
    assert [one.component for one in found] == ["disjointClasses", "functionalProperty"]
    text = found[0].message["en"]
    assert "xb:Person and xb:Place" in text
    assert "xbr:person rdf:type xb:Person" in text
    assert "xbr:body xb:locatedIn xbr:person (xb:locatedIn has the range xb:Place)" in text
    assert "xb:asserted and xb:planned differ" in found[1].message["en"]
    assert list(contradictions(toy_graph(*all_facts()))) == []


def one_finding(**more: object) -> Finding:
    where = {"article": None, "node": "<urn:x>", "path": "xb:time", "value": '"a\x1b[2J"'}
    what = {"shape": "S", "component": "pattern", "warning": False}
    words = {"message": {"en": "Wrong.", "zh": "错。"}, "remedy": {"en": "Mend.", "zh": "改。"}}
    return Finding(**{**where, **what, **words, **more})  # type: ignore[arg-type]


def test_reports() -> None:
    lines = list(report_lines([one_finding(), one_finding(warning=True)], "kg.ttl"))
    assert lines[:3] == ["kg.ttl: all articles together", "  <urn:x>", "    error [xb:time]: Wrong."]
    assert "\x1b" not in "".join(lines)
    assert any("warning" in line for line in lines)
    found = json.loads(report_json([one_finding(warning=True)], "kg.ttl"))
    assert found["conforms"] is True
    assert found["results"][0]["message"]["zh"] == "错。"
    turtle = rdflib.Graph().parse(data=report_turtle([one_finding()]), format="turtle")
    assert (None, rdflib.URIRef(SH + "conforms"), rdflib.Literal(False)) in turtle
    tally = Tally()
    assert len(list(tally.of([one_finding(), one_finding(warning=True)]))) == 2
    assert str(tally) == "1 error, 1 warning"
    assert str(Tally()) == "nothing found"


def test_the_command(tmp_path: Path) -> None:
    fixture = tmp_path / "kg.ttl"
    fixture.write_bytes((FOLDER / "conforming.ttl").read_bytes() + b"xbr:nobody a xb:Actor .\n")
    wrong = CliRunner().invoke(validate_command, [str(fixture)])
    assert isinstance(wrong.exception, ConformanceError)
    assert "xbr:nobody" in wrong.output
    right = CliRunner().invoke(validate_command, [str(FOLDER / "conforming.ttl"), "--format", "json"])
    assert right.exit_code == 0
    assert '"conforms": true' in right.output


def test_shapes_that_are_not_understood(tmp_path: Path) -> None:
    for text, message in (
        ("xbsh:A a sh:NodeShape ; sh:closed true .", "sh:closed"),
        ("xbsh:A a sh:NodeShape ; sh:property [ sh:path [ sh:zeroOrMorePath rdfs:label ] ] .", "path"),
    ):
        path = tmp_path / "shapes.ttl"
        prefixes = f"@prefix sh: <{SH}> . @prefix xbsh: <{XBSH}> . @prefix rdfs: <{rdflib.RDFS}> .\n"
        path.write_text(prefixes + text)
        with pytest.raises(DataFileError, match=message):
            read_shapes(path)
