"""kg forget: a person out of the graph, its texts, and later builds; everything else stays."""

from __future__ import annotations

import gzip
import sqlite3
import zlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from graph.toy import SUN, all_facts, article, known, proof, toy_graph, unknown

from kg.cli.forget_command import forget_command
from kg.graph import GraphView, article_quads, open_graph
from kg.graph.forgotten import FORGOTTEN_NAME, read_forgotten
from kg.graph.terms import thing_iri
from kg.graph.validation import validate_graph
from kg.graph.withdrawal import COVER, people_in, without_people
from kg.model import ArticleFacts, Relation
from kg.vocabulary import DataFileError, InputError, NotFoundError
from kg.workspace import build_graph
from kg.workspace.cache import CACHE
from kg.workspace.copies import COPIES, CopyIndex
from kg.workspace.forgetting import forget

LED = """---
title: 孙兴与速卖通
date: 2025-04-21
author: 孙兴
---
速卖通总裁孙兴表示，速卖通隶属于AIDC。速卖通与Temu竞争。
"""
OTHER = "---\ndate: 2025-04-22\n---\n菜鸟隶属于阿里巴巴。\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.md").write_text(LED, encoding="utf-8")
    (tmp_path / "news" / "two.md").write_text(OTHER, encoding="utf-8")
    build_graph(["news"], "graph")
    return tmp_path


def cached(path: Path) -> list[str]:
    """All text of a cache, packed or not, and whatever of removed records is left in its files."""
    base = sqlite3.connect(path)
    found = [zlib.decompress(part).decode() for row in base.execute("SELECT facts, graph FROM record") for part in row]
    found += [row[0] for row in base.execute("SELECT head FROM record")]
    base.close()
    files = [one for one in sorted(path.parent.iterdir()) if one.name != COPIES.name]  # packed: looked at by itself
    return [*found, *(one.read_bytes().decode("utf-8", "replace") for one in files)]


def everything(folder: Path) -> str:
    """All text of a graph's folder but its store, and all that its store holds."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and "store" not in path.parts]
    left = [path for path in files if path.name not in ("store.json", "lock")]
    packed = [gzip.decompress(path.read_bytes()).decode() for path in left if path.suffix == ".gz"]
    plain = [path.read_text(encoding="utf-8") for path in left if path.suffix != ".gz" and "cache" not in path.parts]
    texts = [*packed, *plain, *cached(folder / CACHE)]
    quads = sorted(str(quad) for quad in open_graph(folder).store if "_:" not in str(quad))
    return "\n".join([*texts, *quads])


def test_nothing_of_the_person_is_left_and_everything_else_is(here: Path) -> None:
    assert "孙兴" in everything(here / "graph")
    done = forget("孙兴", "graph")
    text = everything(here / "graph")
    assert "孙兴" not in text and "\\u5b59\\u5174" not in text
    assert done.articles == ("one",)
    assert done.facts >= 1
    graph = open_graph("graph")
    asked = "SELECT ?q { ?s xb:subject xbr:aliexpress ; xb:predicate xb:competesWith ; xb:evidence/xb:quote ?q }"
    assert [row["q"].value for row in graph.select(asked)] == ["速卖通与Temu竞争。"]
    assert not [one for one in validate_graph(graph) if not one.warning]
    assert len(list((here / "graph" / ".kg" / "texts").iterdir())) == 1
    titles = graph.select("SELECT ?title { xba:one dcterms:title ?title }")
    assert [row["title"].value for row in titles] == [f"{COVER * 2}与速卖通"]


def test_later_builds_leave_them_out_too(here: Path) -> None:
    forget("孫興", "graph")  # in the other script
    before = everything(here / "graph")
    assert not (here / "graph" / COPIES).exists()
    build_graph(["news"], "graph")
    with CopyIndex(here / "graph" / COPIES) as index:
        assert "one" not in index.known()
    same = everything(here / "graph") == before
    assert same
    assert "孙兴" not in (here / "graph" / FORGOTTEN_NAME).read_text(encoding="utf-8")


def test_the_lexicon_of_the_graph_forgets_too(here: Path) -> None:
    (here / "news" / "one.md").write_text("---\ndate: 2025-04-22\n---\n蒋凡执掌速卖通。\n", encoding="utf-8")
    build_graph(["news"], "graph")
    assert "蒋凡" in everything(here / "graph")
    forget("蒋凡", "graph")
    assert "蒋凡" not in everything(here / "graph")
    (here / "graph" / ".kg" / "store.json").unlink()  # the store is made again from the file
    assert "蒋凡" not in everything(here / "graph")


def test_who_cannot_be_forgotten(here: Path) -> None:
    for name in ("速卖通", "无此人", "xbr:aliexpress"):
        with pytest.raises(NotFoundError):
            forget(name, "graph")
    with pytest.raises(InputError):
        forget("孙兴", "graph/kg.trig")
    assert not (here / "graph" / FORGOTTEN_NAME).exists()


def test_the_command_asks_first(here: Path) -> None:
    refused = CliRunner().invoke(forget_command, ["孙兴", "-g", "graph"], input="n\n")
    assert refused.exit_code != 0
    assert not (here / "graph" / FORGOTTEN_NAME).exists()
    done = CliRunner().invoke(forget_command, ["孙兴", "-g", "graph", "--yes"])
    assert done.exit_code == 0, done.output
    assert "1 articles spoke of the person: one" in done.output


@pytest.mark.parametrize("text", ["person = 1", "[[person]]\nnames = ['a']", "[[people]]\nnames = []", "[[person"])
def test_a_list_that_is_damaged(tmp_path: Path, text: str) -> None:
    (tmp_path / FORGOTTEN_NAME).write_text(text)
    with pytest.raises(DataFileError, match=FORGOTTEN_NAME):
        read_forgotten(tmp_path)


def test_without_people_keeps_the_graph_whole() -> None:
    graph = toy_graph(*all_facts())
    kept = ox.Store()
    for name in sorted((one for one in graph.store.named_graphs()), key=str):
        quads = list(graph.store.quads_for_pattern(None, None, None, name))
        kept.extend(without_people(quads, people_in(quads)))
    kept.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    text = str(kept)
    assert "孙兴" not in text and SUN.slug not in text
    count = "SELECT (COUNT(*) AS ?n) { ?s a xb:Statement }"
    lost = int(next(iter(graph.select(count)))["n"].value) - int(next(iter(GraphView(kept).select(count)))["n"].value)
    assert lost == 1
    assert not [one for one in validate_graph(GraphView(kept)) if not one.warning and one.shape != "NamedThingShape"]


def test_a_speaker_goes_and_the_claim_stays_a_longer_name_is_covered_whole() -> None:
    li, ann = unknown("li-000001", "Person", "李明", "李明明"), unknown("ann-000001", "Person", "Ann")
    words = "李明明说速卖通属于AIDC，Ann也说，Annual报告李明说。"
    one = article("s", words)
    said = Relation(
        predicate="partOf",
        subject=known("aliexpress"),
        object=known("aidc"),
        attributed_to=li,
        evidence=proof(one, words),
    )
    quads = article_quads_of(ArticleFacts(one, (known("aliexpress"), known("aidc"), li, ann), (said,)))
    kept = without_people(quads, people_in(quads))
    values = [quad.object.value for quad in kept if quad.predicate.value.endswith("#quote")]
    assert values == ["███说速卖通属于AIDC，███也说，Annual报告██说。"]
    assert len(values[0]) == len(words)
    assert not [quad for quad in kept if quad.predicate.value.endswith("attributedTo")]
    assert [
        quad for quad in kept if quad.subject == thing_iri("aliexpress") and quad.predicate.value.endswith("#partOf")
    ]


def article_quads_of(facts: ArticleFacts) -> list[ox.Quad]:
    from graph.toy import toy_lexicon

    with toy_lexicon():
        return article_quads(facts)
