"""kg import: users' own facts in a graph of their own, checked by the shapes, apart from what articles state."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner

from kg.cli.import_command import import_command
from kg.exchange import export_graph
from kg.graph import open_graph
from kg.graph.store import default_lines
from kg.vocabulary import ConformanceError, DataFileError, InputError, KgError, UsageError
from kg.workspace import build_graph
from kg.workspace.imports import import_facts, imported_sources, remove_import

TABLE = """公司,上级,自,数,备注
速卖通,阿里巴巴,2010/..,,"两行
的备注"
"Newco, Ltd.",阿里巴巴,2020,,
"""
MAP = """name = "registry"
derived_from = "https://example.org/registry"
[columns]
subject = "公司"
object = "上级"
time = "自"
[constants]
predicate = "partOf"
subject_type = "Organization"
"""
OWN = """@prefix xb: <https://w3id.org/alibaba-xborder/ontology#> .
@prefix xbr: <https://w3id.org/alibaba-xborder/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
xbr:one a xb:Organization ; skos:prefLabel "One"@en ; rdfs:label "One"@en .
xbr:one xb:partnersWith xbr:two ; xb:partOf xbr:two .
xbr:two a xb:Organization ; skos:prefLabel "Two"@en ; rdfs:label "Two"@en ; xb:partnersWith xbr:one .
"""
PROV = "http://www.w3.org/ns/prov#wasDerivedFrom"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.md").write_text(
        "---\ndate: 2025-04-22\n---\n菜鸟隶属于阿里巴巴。速卖通与Temu竞争。\n", encoding="utf-8"
    )
    build_graph(["one.md"], "graph")
    (tmp_path / "table.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
    (tmp_path / "own.ttl").write_text(OWN, encoding="utf-8")
    return tmp_path


def rows(query: str, folder: str = "graph") -> set[tuple[str, ...]]:
    return {tuple(getattr(value, "value", "") for value in row) for row in open_graph(folder).select(query)}


def test_a_table_becomes_a_graph_of_its_own(here: Path) -> None:
    before = default_lines(open_graph("graph"))
    done = import_facts("table.csv", "graph", column_map="map.toml")
    assert (done.graph, done.facts) == ("https://w3id.org/alibaba-xborder/id/source-registry", 2)
    asked = f"""SELECT ?name ?time ?from {{ GRAPH xbr:source-registry {{
        ?s xb:subject/rdfs:label ?name ; xb:predicate xb:partOf ; xb:object xbr:alibaba ; xb:time ?time ;
           <{PROV}> ?from }} }}"""
    origin = "https://example.org/registry"
    assert rows(asked) == {("AliExpress", "2010/..", origin), ("Newco, Ltd.", "2020", origin)}
    plain = "SELECT ?o { GRAPH xbr:source-registry { xbr:aliexpress xb:partOf ?o } }"
    assert rows(plain) == {("https://w3id.org/alibaba-xborder/id/alibaba",)}
    same = default_lines(open_graph("graph")) == before
    assert same
    export_graph(open_graph("graph"), "trig", here / "out.trig")
    assert "registry" not in (here / "out.trig").read_text(encoding="utf-8")


def test_an_import_replaces_the_former_outlives_builds_and_can_be_removed(here: Path) -> None:
    import_facts("table.csv", "graph", column_map="map.toml")
    (here / "table.csv").write_text("公司,上级,自\nTemu,阿里巴巴,2021\n", encoding="utf-8")
    import_facts("table.csv", "graph", column_map="map.toml")
    asked = "SELECT ?s { GRAPH xbr:source-registry { ?s xb:partOf ?o } }"
    temu = {("https://w3id.org/alibaba-xborder/id/temu",)}
    assert rows(asked) == temu
    build_graph(["one.md"], "graph")
    assert rows(asked) == temu
    (here / "graph" / ".kg" / "store.json").unlink()
    assert rows(asked) == temu
    assert imported_sources("graph") == ("registry",)
    remove_import("registry", "graph")
    assert rows(asked) == set()
    assert imported_sources("graph") == ()
    with pytest.raises(InputError, match="registry"):
        remove_import("registry", "graph")


def test_rdf_gets_the_statements_that_it_lacks(here: Path) -> None:
    done = import_facts("own.ttl", "graph", derived_from="https://example.org/own")
    assert done.facts == 2  # one of each relation; the symmetric one stands in both orders
    asked = f"SELECT ?p ?f {{ GRAPH xbr:source-own {{ ?s xb:predicate ?p ; xb:modality xb:asserted ; <{PROV}> ?f }} }}"
    assert {found[0].rpartition("#")[2] for found in rows(asked)} == {"partnersWith", "partOf"}
    read = rdflib.Graph().parse(here / "graph" / "imports" / "own.ttl")
    xbr, xb = "https://w3id.org/alibaba-xborder/id/", "https://w3id.org/alibaba-xborder/ontology#"
    assert (rdflib.URIRef(f"{xbr}two"), rdflib.URIRef(f"{xb}partnersWith"), rdflib.URIRef(f"{xbr}one")) in read


def test_blank_nodes_get_names(here: Path) -> None:
    (here / "own.nt").write_text(
        f"_:a <{rdflib.RDF.type}> <https://w3id.org/alibaba-xborder/ontology#Organization> .\n"
        f'_:a <{rdflib.SKOS.prefLabel}> "A"@en .\n_:a <{rdflib.RDFS.label}> "A"@en .\n'
    )
    import_facts("own.nt", "graph")
    text = (here / "graph" / "imports" / "own.ttl").read_text(encoding="utf-8")
    assert "_:" not in text
    assert "source-own/node-a" in text
    assert "urn:file:own.nt" in text


def test_figures_qualifiers_and_fields_without_a_map(here: Path) -> None:
    (here / "figures.csv").write_text(
        "subject;metric;value;unit;time;place;approx;attributed_to;derived_from;role;predicate;object;former\n"
        "AliExpress;marketShare;85;percent;2024;韩国;是;雷峰网;https://a.org/1;;;;\n"
        "AIDC;revenue;'-1,000.50;CNY;2024-Q4;;;;;;;;\n"
        "蒋凡;;;;;;;;;总裁;leads;速卖通;true\n",
        encoding="utf-8",
    )
    assert import_facts("figures.csv", "graph").facts == 3
    asked = f"""SELECT ?v ?p ?f {{ GRAPH xbr:source-figures {{
        ?s xb:metric xb:marketShare ; xb:value ?v ; xb:place/rdfs:label ?p ; <{PROV}> ?f }} }}"""
    assert rows(asked) == {("85", "South Korea", "https://a.org/1")}
    assert rows("SELECT ?v { GRAPH xbr:source-figures { ?s xb:metric xb:revenue ; xb:value ?v } }") == {("-1000.5",)}
    led = """SELECT ?r { GRAPH xbr:source-figures { ?s xb:role ?r ; xb:former true }
        FILTER NOT EXISTS { GRAPH xbr:source-figures { ?a xb:leads ?b } } }"""
    assert rows(led) == {("总裁",)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["empty"]),
        ("a,b\n1,2\n", ["--map"]),
        ("subject,predicate,object\n", ["no fact"]),
        ("subject,predicate,object\n速卖通,partOf\n", [":2:", "2 cells"]),
        ("subject,predicate,object\n速卖通,owns,阿里巴巴\n", [":2:", "owns"]),
        ("subject,predicate,object\n\n速卖通,partOf,未知物\n", [":3:", "未知物", "object_type"]),
        ("subject,predicate,object\n速卖通,partOf,韩国\n", [":2:", "Place"]),
        ("subject,predicate,object,time\n速卖通,partOf,阿里巴巴,去年\n", [":2:", "去年"]),
        ("subject,predicate,object,negated\n速卖通,partOf,阿里巴巴,maybe\n", [":2:", "maybe"]),
        ("subject,metric,value,unit\n速卖通,revenue,lots,CNY\n", [":2:", "lots"]),
        ("subject,metric,value,unit\n速卖通,revenue,1,percent\n", [":2:", "percent"]),
        ("subject,metric,predicate\n速卖通,revenue,partOf\n", [":2:", "either"]),
        ("subject,predicate,object,derived_from\n速卖通,partOf,阿里巴巴,nowhere\n", [":2:", "nowhere"]),
        ('subject,predicate,object\n速卖通,partOf,"阿里\n', ["no valid CSV"]),
        ("subject,predicate,object\nxbr:nothing,partOf,阿里巴巴\n", [":2:", "xbr:nothing"]),
    ],
)
def test_malformed_tables(here: Path, text: str, words: list[str]) -> None:
    (here / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        import_facts("bad.csv", "graph")
    said = str(told.value)
    assert "bad.csv" in said and "\n" not in said
    assert all(word in said for word in words), said
    assert not (here / "graph" / "imports").exists()


@pytest.mark.parametrize(
    ("name", "data", "error", "words"),
    [
        ("bad.csv", b"subject\xff\xfe", InputError, "UTF-8"),
        ("bad.ttl", b"<a:b> <a:c>\n .", InputError, "bad.ttl:"),
        ("bad.ttl", b"", InputError, "no triple"),
        ("bad.png", b"", UsageError, "unknown kind"),
        ("Bad Name!.ttl", OWN.encode(), UsageError, "--name"),
        ("bad.ttl", OWN.replace("a xb:Organization", "a xb:Place", 1).encode(), ConformanceError, "does not conform"),
        (
            "bad.ttl",
            b"<https://w3id.org/alibaba-xborder/id/article/one> <a:a> <a:b> .",
            InputError,
            "speak for",
        ),
    ],
)
def test_malformed_files(here: Path, name: str, data: bytes, error: type[KgError], words: str) -> None:
    (here / name).write_bytes(data)
    with pytest.raises(error, match=words):
        import_facts(name, "graph")
    assert not (here / "graph" / "imports").exists()


def test_what_it_says_of_facts_that_do_not_conform(here: Path) -> None:
    (here / "bad.ttl").write_text(OWN.replace("a xb:Organization", "a xb:Place", 1), encoding="utf-8")
    with pytest.raises(ConformanceError) as told:
        import_facts("bad.ttl", "graph")
    assert "mend:" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "text", ["[columns]\nsubjekt = 'a'", "[columns]\nsubject = 1", "columns = 1", "colums = {}", "name = 1", "[columns"]
)
def test_malformed_maps(here: Path, text: str) -> None:
    (here / "bad.toml").write_text(text)
    with pytest.raises(DataFileError, match=r"bad\.toml"):
        import_facts("table.csv", "graph", column_map="bad.toml")


def test_the_command(here: Path) -> None:
    run = CliRunner().invoke
    assert run(import_command, ["table.csv", "-g", "graph", "--map", "map.toml", "--dry-run"]).exit_code == 0
    assert not (here / "graph" / "imports").exists()
    done = run(import_command, ["table.csv", "-g", "graph", "--map", "map.toml"])
    assert "2 facts" in done.output
    assert run(import_command, ["--list", "-g", "graph"]).output == "registry\n"
    assert run(import_command, ["--remove", "registry", "-g", "graph"]).exit_code == 0
    bad = subprocess.run(
        [sys.executable, "-m", "kg", "import", "-g", "graph"], capture_output=True, check=False, cwd=here
    )
    assert (bad.returncode, b"Traceback" in bad.stderr) == (2, False)
    assert ox.Store.read_only(str(here / "graph" / ".kg" / "store")) is not None
