"""Decisions about names: the file, what they make of an article's facts, and that undoing them leaves no trace."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.terms import term, thing_iri
from kg.lexicon import lexicon
from kg.model import Article, ArticleFacts, Body, Entity, Evidence, Observation, Relation, Segment
from kg.vocabulary import DataFileError
from kg.vocabulary.namespaces import mint_slug
from kg.workspace.decisions import Decisions
from kg.workspace.name_changes import NameChanges
from kg.workspace.name_file import Join, NameDecision, Rename, Split, add_decision, read_names
from kg.workspace.records import record_of

TEXT = "全文。"


def unlinked(kind: str, name: str, *aliases: str) -> Entity:
    return Entity(mint_slug(kind, name), kind, name, aliases=aliases)


def linked(slug: str) -> Entity:
    return lexicon().entries[slug].entity()


FAST, QUICK = unlinked("Organization", "快链物流"), unlinked("Organization", "快链", "快鏈")
ZHANG = unlinked("Person", "张伟")
ALI, TEMU = linked("aliexpress"), linked("temu")


def facts(name: str, *said: Relation | Observation, publisher: str | None = None) -> ArticleFacts:
    article = Article(name, TEXT, "ab" * 32, Body(TEXT, (Segment(0, 0, 3, 3),)), publisher=publisher)
    things = {one.slug: one for fact in said for one in (fact.subject, getattr(fact, "object", None)) if one}
    relations = tuple(one for one in said if isinstance(one, Relation))
    figures = tuple(one for one in said if isinstance(one, Observation))
    return ArticleFacts(article, tuple(things[slug] for slug in sorted(things)), relations, figures)


def relation(subject: Entity, predicate: str, target: Entity, name: str = "a") -> Relation:
    return Relation(predicate=predicate, subject=subject, object=target, evidence=Evidence(name, 0, 3, TEXT, TEXT))


def graph(said: ArticleFacts, *decisions: NameDecision) -> set[ox.Triple]:
    return {quad.triple for quad in Decisions(names=NameChanges(decisions)).quads(said)}


def names(triples: set[ox.Triple], slug: str, kind: str = "skos:prefLabel") -> set[str]:
    said = (term(kind), thing_iri(slug))
    return {t.object.value for t in triples if (t.predicate, t.subject) == said}  # type: ignore[union-attr]


def join(keep: Entity, other: Entity) -> Join:
    return Join(keep.name, other.name, keep.slug, keep.type, other.slug)


# ---------------------------------------------------------------------- what they do
def test_joined_things_are_one_with_both_names() -> None:
    said = facts("a", relation(QUICK, "partnersWith", ALI))
    found = graph(said, join(FAST, QUICK))
    assert ox.Triple(thing_iri(FAST.slug), term("xb:partnersWith"), thing_iri("aliexpress")) in found
    assert not any(thing_iri(QUICK.slug) in (t.subject, t.object) for t in found)
    assert names(found, FAST.slug) == {"快链物流"}
    assert names(found, FAST.slug, "skos:altLabel") == {"快链", "快鏈"}
    # an article that has the first name alone gives the thing the same names
    other = graph(facts("b", relation(FAST, "partnersWith", ALI, "b")), join(FAST, QUICK))
    assert names(other, FAST.slug, "skos:altLabel") == {"快链"}


def test_a_new_name_can_be_joined_with_a_known_one_and_known_ones_with_each_other() -> None:
    found = graph(facts("a", relation(QUICK, "partnersWith", ALI)), join(TEMU, QUICK))
    assert ox.Triple(thing_iri("temu"), term("xb:partnersWith"), thing_iri("aliexpress")) in found
    assert "快链" in names(found, "temu", "skos:altLabel")
    both = graph(facts("a", relation(ALI, "partOf", FAST)), join(TEMU, ALI))
    assert ox.Triple(thing_iri("temu"), term("xb:partOf"), thing_iri(FAST.slug)) in both
    assert "速卖通" in names(both, "temu", "skos:altLabel")


def test_a_fact_between_joined_things_is_dropped_and_told() -> None:
    said = facts("a", relation(QUICK, "partOf", FAST), relation(ALI, "partnersWith", QUICK))
    found = NameChanges([join(FAST, QUICK)]).applied(said)
    assert [one.predicate for one in found.dropped if isinstance(one, Relation)] == ["partOf"]
    assert [one.predicate for one in found.facts.relations] == ["partnersWith"]
    wrong = NameChanges([join(ZHANG, QUICK)]).applied(facts("a", relation(QUICK, "partOf", ALI)))
    assert len(wrong.dropped) == 1  # a person is part of no platform


def test_joins_lead_on() -> None:
    third = unlinked("Organization", "快链国际")
    said = facts("a", relation(third, "partnersWith", ALI))
    found = graph(said, join(QUICK, third), join(FAST, QUICK))
    assert names(found, FAST.slug, "skos:altLabel") == {"快链", "快链国际"}


def test_a_split_name_is_another_thing_in_the_given_articles() -> None:
    split = Split("张伟", "张伟（菜鸟）", ZHANG.slug, "Person", ("b",))
    here, there = (facts(name, relation(ZHANG, "leads", ALI, name)) for name in "ab")
    assert graph(here, split) == graph(here)
    found = graph(there, split)
    assert split.other == mint_slug("Person", "张伟（菜鸟）") != ZHANG.slug
    assert ox.Triple(thing_iri(split.other), term("xb:leads"), thing_iri("aliexpress")) in found
    assert names(found, split.other) == {"张伟（菜鸟）"}
    assert names(found, split.other, "skos:altLabel") == {"张伟"}
    assert names(found, ZHANG.slug) == set()


def test_a_renamed_thing_keeps_its_iri_and_its_former_name() -> None:
    found = graph(facts("a", relation(FAST, "partnersWith", ALI)), Rename("快链物流", "快链科技", FAST.slug))
    assert names(found, FAST.slug) == names(found, FAST.slug, "rdfs:label") == {"快链科技"}
    assert names(found, FAST.slug, "skos:altLabel") == {"快链物流"}
    known = graph(facts("a", relation(FAST, "partnersWith", ALI)), Rename("速卖通", "全球速买通", "aliexpress"))
    assert names(known, "aliexpress") == {"全球速买通", "AliExpress"}
    assert {"速卖通"} <= names(known, "aliexpress", "skos:altLabel")
    assert names(known, "aliexpress", "rdfs:label") == {"AliExpress"}
    english = graph(facts("a", relation(FAST, "partnersWith", ALI)), Rename("速卖通", "Ali Express", "aliexpress"))
    assert names(english, "aliexpress", "rdfs:label") == {"Ali Express"}
    assert "速卖通" in names(english, "aliexpress")


def test_an_outlet_is_renamed_and_joined_like_any_thing() -> None:
    outlet = unlinked("Organization", "快报")
    said = facts("a", relation(FAST, "partnersWith", ALI), publisher="快报")
    found = graph(said, Rename("快报", "快报网", outlet.slug))
    assert names(found, outlet.slug) == {"快报网"}
    joined = graph(said, join(FAST, outlet))
    assert any(t.predicate == term("dcterms:publisher") and t.object == thing_iri(FAST.slug) for t in joined)


def test_a_place_of_the_lexicon_keeps_its_name() -> None:
    place = linked("korea") if "korea" in lexicon().entries else lexicon().find("韩国")[0].entity()
    with pytest.raises(DataFileError, match="place of the lexicon"):
        graph(facts("a", relation(ALI, "targetsMarket", place)), Rename("韩国", "南韩", place.slug))


def test_figures_speakers_and_places_follow() -> None:
    one = Observation(
        metric="revenue", subject=QUICK, value=Decimal(3), value_text="3", unit="CNY", attributed_to=QUICK,
        evidence=Evidence("a", 0, 3, TEXT, TEXT),
    )  # fmt: skip
    found = graph(facts("a", one), join(FAST, QUICK))
    ends = {t.predicate for t in found if t.object == thing_iri(FAST.slug)}
    assert {term("xb:about"), term("xb:attributedTo"), term("xb:mentions")} <= ends


def test_only_articles_that_name_the_things_are_concerned() -> None:
    decisions = Decisions(names=NameChanges([join(FAST, QUICK), Rename("张伟", "张玮", ZHANG.slug)]))
    about, other = facts("a", relation(QUICK, "partOf", ALI)), facts("b", relation(TEMU, "competesWith", ALI))
    heads = [record_of(one.article, one).head for one in (about, other)]
    assert decisions.of(heads[0])
    assert decisions.of(heads[1]) == ""
    fewer = Decisions(names=NameChanges([join(FAST, QUICK)]))
    assert fewer.of(heads[0]) == decisions.of(heads[0])
    assert fewer.digest() != decisions.digest()
    assert Decisions().of(heads[0]) == ""


# ---------------------------------------------------------------------- the file
EVERYTHING: list[NameDecision] = [
    join(FAST, QUICK),
    Split("张伟", '张伟 "B" \\', ZHANG.slug, "Person", ("b", "c")),
    Rename("推特", "X", "twitter"),
]


def test_decisions_are_lines_that_can_be_removed(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    for one in EVERYTHING:
        add_decision(path, one)
    assert read_names(path) == EVERYTHING
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "split" not in line or line.startswith("#")), encoding="utf-8")
    assert read_names(path) == [EVERYTHING[0], EVERYTHING[2]]
    add_decision(path, EVERYTHING[1])
    assert read_names(path) == [EVERYTHING[0], EVERYTHING[2], EVERYTHING[1]]


def test_remarks_of_a_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    row = '{ rename = "A", to = "B", thing = "a" }'
    path.write_text(f"# ours\ndecisions = [\n  # first\n  {row}\n  # last\n]\n", encoding="utf-8")
    with pytest.raises(DataFileError):  # no comma before the remark: not added, nothing lost
        add_decision(path, EVERYTHING[2])
    path.write_text(f"# ours\ndecisions = [\n  {row}, # first\n  # last\n]\n", encoding="utf-8")
    add_decision(path, EVERYTHING[2])
    text = path.read_text(encoding="utf-8")
    assert "# ours" in text
    assert "# first" in text
    assert "# last" in text
    assert len(read_names(path)) == 2
    assert [one.name for one in tmp_path.iterdir()] == ["names.toml"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{ rename = "A", thing = "a" }', r"names\.toml:3: decision 2: rename needs to"),
        ('{ rename = "A", to = "B", thing = "a", on = 1 }', "knows no on"),
        ('{ rename = "A", to = " ", thing = "a" }', "to must be a text"),
        ('{ rename = "A", to = "B", thing = "a b" }', "no local name"),
        ('{ move = "A" }', "one of join, split, rename"),
        ('{ join = "A", with = "B", thing = "a", type = "Thing", other = "b" }', "type 'Thing' is not one of"),
        ('{ join = "A", with = "B", thing = "a", type = "Person", other = "a" }', "joined with itself"),
        ('{ join = "A", with = "B", thing = "y", type = "Person", other = "x" }', "round in a circle"),
        ('{ join = "A", with = "B", thing = "z", type = "Person", other = "y" }', "joined with x already"),
        ('{ split = "A", as = "B", thing = "a", type = "Person", articles = [] }', "list of ids"),
    ],
)
def test_errors_name_the_line(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "names.toml"
    first = '{ join = "X", with = "Y", thing = "x", type = "Person", other = "y" }'
    path.write_text(f"decisions = [\n  {first},\n  {row},\n]\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=said) as error:
        read_names(path)
    assert "names.toml:3:" in str(error.value)


def test_what_is_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    assert read_names(path) == []
    for text in ("decisions = 3", "other = []", "decisions = [", 'decisions = ["a"]'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError):
            read_names(path)
