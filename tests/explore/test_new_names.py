"""Names that the lexicon lacks, reported by how many sources use them, and people of one name told apart."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.explore.new_names import name_clashes, new_names, new_names_toml
from kg.graph import GraphView, article_quads
from kg.graph.families import link_copies
from kg.graph.store import fill_store
from kg.lexicon import lexicon
from kg.lexicon.additions import read_additions
from kg.model import Article, ArticleFacts, Body, Entity, Evidence, Relation, Segment
from kg.vocabulary.namespaces import mint_slug

TEXT = "某文称二者合作。"
ALI, TEMU, CAINIAO = (lexicon().entries[slug].entity() for slug in ("aliexpress", "temu", "cainiao"))


def unlinked(kind: str, name: str, *aliases: str) -> Entity:
    return Entity(mint_slug(kind, name), kind, name, aliases=aliases)


HALF, TWIN = unlinked("Platform", "Quux Mall", "阔购"), unlinked("Platform", "QuuxMall")
NETWORK = unlinked("Organization", "菜鸟网络科技集团")
ZHANG = unlinked("Person", "张伟明")
ONCE = unlinked("Organization", "只见一次公司")


def quads(name: str, *said: tuple[Entity, str, Entity]) -> list[ox.Quad]:
    article = Article(name, TEXT, "ab" * 32, Body(TEXT, (Segment(0, 0, len(TEXT), len(TEXT)),)))
    things = {one.slug: one for first, _, last in said for one in (first, last)}
    proof = Evidence(name, 0, len(TEXT), TEXT, TEXT)
    relations = (Relation(subject=a, predicate=p, object=b, evidence=proof) for a, p, b in said)
    return article_quads(ArticleFacts(article, tuple(things[slug] for slug in sorted(things)), tuple(relations)))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    fill_store(
        store,
        [
            quads("a", (HALF, "partnersWith", ALI), (ZHANG, "leads", ALI)),
            quads("b", (HALF, "partnersWith", TEMU), (ZHANG, "affiliatedWith", ALI)),
            quads("c", (HALF, "competesWith", TEMU), (NETWORK, "partOf", CAINIAO)),
            quads("d", (NETWORK, "supplies", ALI), (TWIN, "competesWith", TEMU)),
            quads("e", (NETWORK, "supplies", ALI), (ZHANG, "leads", CAINIAO), (ONCE, "supplies", ALI)),
            quads("f", (NETWORK, "supplies", ALI), (TWIN, "competesWith", ALI)),
        ],
    )
    link_copies(store, {"f": "e"})
    return store


def test_names_are_ranked_by_independent_sources(store: ox.Store) -> None:
    found = new_names(GraphView(store))
    told = {one.name: (one.type, one.sources, one.facts) for one in found}
    assert told["Quux Mall"] == ("Platform", 3, 3)
    assert told["菜鸟网络科技集团"] == ("Organization", 3, 4)  # e and its copy f are one
    assert told["QuuxMall"] == ("Platform", 2, 2)
    assert "只见一次公司" not in told
    assert [one.sources for one in found] == sorted((one.sources for one in found), reverse=True)
    assert {one.name for one in new_names(GraphView(store), kind="Platform")} == {"Quux Mall", "QuuxMall"}
    assert "只见一次公司" in {one.name for one in new_names(GraphView(store), least=1)}
    assert len(new_names(GraphView(store), most=1)) == 1


def test_each_comes_with_its_forms_likenesses_and_sentences(store: ox.Store) -> None:
    found = {one.name: one for one in new_names(GraphView(store))}
    assert found["Quux Mall"].aliases == ("阔购",)
    assert found["Quux Mall"].twins == (TWIN.slug,)
    assert found["菜鸟网络科技集团"].alias_of in (None, "cainiao")
    assert found["Quux Mall"].sightings[0].text == TEXT
    articles = [one.article for one in found["菜鸟网络科技集团"].sightings]
    assert len(articles) == 2
    assert not {"e", "f"} <= set(articles)


def test_a_name_of_people_of_different_bodies_is_reported(store: ox.Store) -> None:
    (clash,) = name_clashes(GraphView(store))
    assert clash.name == "张伟明"
    assert clash.groups == ((("速卖通",), ("a", "b")), (("菜鸟",), ("e",)))


def test_bodies_of_which_one_is_a_part_of_the_other_are_no_clash() -> None:
    store = ox.Store()
    fill_store(
        store, [quads("a", (ZHANG, "leads", ALI)), quads("b", (ZHANG, "leads", CAINIAO), (ALI, "partOf", CAINIAO))]
    )
    assert name_clashes(GraphView(store)) == []


def test_the_toml_can_be_added(store: ox.Store, tmp_path: Path) -> None:
    text = new_names_toml(new_names(GraphView(store)))
    assert {row["class"] for row in tomllib.loads(text)["name"]} >= {"Platform", "Organization"}
    path = tmp_path / "new.toml"
    path.write_text(text, encoding="utf-8")
    added = {one.zh or one.en: one for one in read_additions(path)}
    assert added["Quux Mall"].aliases == ("阔购",)
    assert added["Quux Mall"].en == "Quux Mall"


def test_the_command(store: ox.Store, tmp_path: Path) -> None:
    path = tmp_path / "kg.trig"
    kept = (ox.Quad(q.subject, q.predicate, q.object, q.graph_name) for q in store if not _is_default(q))
    path.write_bytes(ox.serialize(kept, format=ox.RdfFormat.TRIG) or b"")
    run = CliRunner()
    text = run.invoke(cli, ["lexicon", "suggest", "-g", str(path), "--top", "0"]).stdout
    assert "Quux Mall  Platform  3 sources, 3 facts" in text
    assert f"kg lexicon split xbr:{ZHANG.slug} --as '张伟明（菜鸟）' --in e" in text
    assert f"kg lexicon join xbr:{HALF.slug} xbr:{TWIN.slug}" in text
    out = tmp_path / "names.json"
    assert run.invoke(cli, ["lexicon", "suggest", "-g", str(path), "-o", str(out)]).exit_code == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["names"][0]["sources"] == 3
    assert found["clashes"][0]["name"] == "张伟明"


def _is_default(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.DefaultGraph)
