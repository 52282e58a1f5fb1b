"""Neo4j, Wikidata, Obsidian: what goes out is whole, and no value of an article is anything but a value."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from graph.toy import all_facts, article, known, proof, toy_graph

from exchange.samples import FORMULA, HOSTILE, hostile_graph, library
from kg.exchange import export_graph
from kg.exchange.cypher import cypher_literal
from kg.exchange.obsidian import markdown_text
from kg.exchange.property_graph import property_graph
from kg.graph import GraphView
from kg.model import ArticleFacts, Relation, TimeSpan

ALI = "https://w3id.org/alibaba-xborder/id/aliexpress"
AIDC = "https://w3id.org/alibaba-xborder/id/aidc"


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return hostile_graph()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_neo4j_import_has_every_end_and_every_statement(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "neo4j", tmp_path / "neo")
    nodes = [row for path in sorted((tmp_path / "neo").glob("nodes-*.csv")) for row in rows(path)]
    ids = [row["iri:ID"] for row in nodes]
    assert len(ids) == len(set(ids))
    relationships = rows(tmp_path / "neo" / "relationships.csv")
    assert {row[end] for row in relationships for end in (":START_ID", ":END_ID")} <= set(ids)
    stated = [row["statement"] for row in relationships if row["statement"]]
    count = next(iter(graph.select("SELECT (COUNT(*) AS ?n) { ?s a xb:Statement }")))["n"].value
    assert len(stated) == len(set(stated)) == int(count)
    (ali,) = [row for row in nodes if row["iri:ID"] == ALI]
    assert ali[":LABEL"].split("\x1f") == ["Thing", "Marketplace", "Platform"]
    assert ali["aliases:string[]"].split("\x1f") == ["全球速卖通", "国际版淘宝"]
    assert {row["holds:boolean"] for row in relationships if row["modality"] == "planned"} == {"false"}
    assert [row for row in relationships if row["quote"] == HOSTILE]
    command = (tmp_path / "neo" / "import.sh").read_text(encoding="utf-8")
    named = re.findall(r"--(?:nodes|relationships)=(\S+)", command)
    assert sorted(named) == sorted(path.name for path in (tmp_path / "neo").glob("*.csv"))


def test_duckdb_reads_the_neo4j_files(graph: GraphView, tmp_path: Path) -> None:
    connection = library("duckdb").connect()
    export_graph(graph, "neo4j", tmp_path / "neo")
    found = connection.execute(
        f"""SELECT r.quote FROM read_csv('{tmp_path}/neo/relationships.csv', all_varchar = true) r
        JOIN read_csv('{tmp_path}/neo/nodes-thing.csv', all_varchar = true) n ON n."iri:ID" = r.":START_ID"
        WHERE r.":TYPE" = 'INTEGRATES_WITH'"""
    ).fetchall()
    connection.close()
    assert found == [("今年初菜鳥部分國際電商物流團隊與速賣通融合。",)]


def read_literal(text: str) -> str:
    """A string literal of Cypher, by the grammar of openCypher: a scanner that knows nothing of how it was written."""
    assert text[0] == text[-1] == "'"
    found, at, inner = [], 0, text[1:-1]
    plain = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "'": "'", "\\": "\\"}
    while at < len(inner):
        assert inner[at] != "'"
        if inner[at] != "\\":
            found.append(inner[at])
            at += 1
        elif inner[at + 1] == "u":
            found.append(chr(int(inner[at + 2 : at + 6], 16)))
            at += 6
        else:
            found.append(plain[inner[at + 1]])
            at += 2
    return "".join(found)


@pytest.mark.parametrize(
    "text", ["", "it's", "\\", "\\'", "\\u0027 OR 1=1 //", "a\nb\u2028c\x00", HOSTILE, FORMULA, "`a`"]
)
def test_a_literal_of_cypher_is_its_text(text: str) -> None:
    written = cypher_literal(text)
    assert read_literal(written) == text
    assert "\n" not in written
    # Before it reads a query, Neo4j turns \uXXXX into its character where an even number of backslashes stands before.
    assert not re.search(r"(?<!\\)(?:\\\\)*\\u0027", written)


def test_the_cypher_script_has_every_node_and_relationship(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "cypher", tmp_path / "kg.cypher")
    script = (tmp_path / "kg.cypher").read_text(encoding="utf-8")
    strings = re.compile(r"'(?:[^'\\\n]|\\.)*'")
    bare = strings.sub("''", script)
    found = property_graph(graph)
    assert len(re.findall(r"\{iri: ''", bare)) == len(found.nodes)
    assert len(re.findall(r"\{source: ''", bare)) == len(found.relationships)
    assert cypher_literal(HOSTILE) in script
    assert bare.count(";\n") == bare.count("UNWIND") + 1


def test_n10s_keeps_languages_and_many_values(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "n10s", tmp_path / "n10s.cypher")
    script = (tmp_path / "n10s.cypher").read_text(encoding="utf-8")
    for setting in ("handleMultival: 'ARRAY'", "keepLangTag: true", "keepCustomDataTypes: true", "core#altLabel'"):
        assert setting in script
    assert script.index("CREATE CONSTRAINT") < script.index("graphconfig.init") < script.index("import.fetch")


ROW = re.compile(
    r"Q\d+\tP\d+\t(?:Q\d+|[\d.-]+(?:U\d+)?)"
    r"(?:\tP58[025]\t\+\d{4}-\d\d-\d\dT00:00:00Z/(?:9|10|11))*"
    r"\tS854\t\"https?://[^\"\t\n]+\"(?:\tS1476\t[a-z-]+:\"[^\"\t\n]*\")?(?:\tS577\t\+\d{4}-\d\d-\d\dT00:00:00Z/\d+)?"
    r"\tS1683\t[a-z-]+:\"[^\"\t\n]*\"\n"
)


@pytest.fixture
def verified() -> GraphView:
    """A graph in which two things have items."""
    one = article(
        "q",
        '速卖通2023年3月起属"AIDC"。Temu属AIDC。',
        title='关于"速卖通"',
        published="2025-04-21",
        source="https://x.org/1",
    )
    ali, aidc, temu = known("aliexpress"), known("aidc"), known("temu")
    facts = (
        Relation(
            predicate="partOf",
            subject=ali,
            object=aidc,
            time=TimeSpan("2023-03/.."),
            evidence=proof(one, '速卖通2023年3月起属"AIDC"。'),
        ),
        Relation(predicate="competesWith", subject=ali, object=aidc, evidence=proof(one, "速卖通2023年3月起")),
        Relation(predicate="partOf", subject=temu, object=aidc, evidence=proof(one, "Temu属AIDC。")),
        Relation(predicate="acquires", subject=aidc, object=ali, modality="planned", evidence=proof(one, "AIDC")),
    )
    graph = toy_graph(*all_facts(), ArticleFacts(one, (ali, aidc, temu), facts))
    match = "http://www.w3.org/2004/02/skos/core#exactMatch"
    graph.store.update(f"INSERT DATA {{ <{AIDC}> <{match}> <http://www.wikidata.org/entity/Q42> }}")
    return graph


def test_quickstatements_are_of_verified_items_with_references(verified: GraphView, tmp_path: Path) -> None:
    export_graph(verified, "quickstatements", tmp_path / "wd")
    lines = (tmp_path / "wd" / "quickstatements.tsv").read_text(encoding="utf-8").splitlines(keepends=True)
    assert all(ROW.fullmatch(line) for line in lines), lines
    mine = [line for line in lines if 'x.org/1"' in line]
    assert mine == [
        'Q1234\tP361\tQ42\tP580\t+2023-03-00T00:00:00Z/10\tS854\t"https://x.org/1"\tS1476\tzh-hans:"关于”速卖通”"\t'
        'S577\t+2025-04-21T00:00:00Z/11\tS1683\tzh-hans:"速卖通2023年3月起属”AIDC”。"\n'
    ]
    (revenue,) = [line.split("\t")[:7] for line in lines if "\tP2139\t" in line]  # of a quarter: its first and last day
    days = ["P580", "+2024-10-01T00:00:00Z/11", "P582", "+2024-12-31T00:00:00Z/11"]
    assert revenue == ["Q42", "P2139", "37756000000U39099", *days]


def test_what_is_no_quickstatement_is_a_candidate_with_its_reason(verified: GraphView, tmp_path: Path) -> None:
    export_graph(verified, "quickstatements", tmp_path / "wd")
    lines = (tmp_path / "wd" / "quickstatements.tsv").read_text(encoding="utf-8").splitlines()
    candidates = rows(tmp_path / "wd" / "candidates.csv")
    count = "SELECT (COUNT(*) AS ?n) { { ?s a xb:Statement } UNION { ?s a xb:Observation } }"
    assert len(candidates) + len(lines) == int(next(iter(verified.select(count)))["n"].value)
    reasons = {(row["subject"], row["predicate"], row["object"]): row["reason"] for row in candidates}
    assert reasons["Temu", "partOf", "AIDC"] == "the subject has no verified item"
    assert reasons["AliExpress", "competesWith", "AIDC"] == "Wikidata has no property for it here"
    assert "planned" in reasons["AIDC", "acquires", "AliExpress"]
    assert not any(row["object_item"] == "Q42" and row["object"] != "AIDC" for row in candidates)


LINK = re.compile(r"(?<!\\)\[\[([^\]|]+)(?:\|[^\]]*)?\]\]")


def test_every_link_of_the_vault_leads_to_a_note(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "obsidian", tmp_path / "vault")
    notes = {path.stem: path for path in (tmp_path / "vault").rglob("*.md")}
    things = int(next(iter(graph.select("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s skos:prefLabel ?l }")))["n"].value)
    assert len(notes) == things + 5
    linked = {name for path in notes.values() for name in LINK.findall(path.read_text(encoding="utf-8"))}
    assert linked <= set(notes)
    text = notes["速卖通"].read_text(encoding="utf-8")
    assert text.startswith('---\naliases: ["AliExpress", ')
    assert "- [[速卖通]] **隶属于** [[阿里国际数字商业集团]]" in text
    assert "\n    > 速卖通隶属于AIDC。 — [[速卖通 (b)]]" in text  # the article has the thing's name as its title


def test_no_word_of_an_article_is_markup_in_the_vault(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "obsidian", tmp_path / "vault")
    text = (tmp_path / "vault" / "Platform" / "Temu.md").read_text(encoding="utf-8")
    assert markdown_text(HOSTILE) in text
    assert "a<b>" not in text


@pytest.mark.parametrize(
    "text", ["[[a]]", "#tag", "`=this`", "$x$", "%%c%%", "![[e]]", "- a", "1+1", "<b>", "a\n# b", "^id"]
)
def test_markdown_text_is_text(text: str) -> None:
    html = library("markdown_it").MarkdownIt().renderInline(markdown_text(text))
    shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace("&quot;", '"')
    assert shown == " ".join(text.split())
