"""Reprints and near-copies: what is one, what is none, and that neither order nor way of adding changes the answer."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.articles.likeness import comparable_text, run_hashes, shared_share
from kg.graph import GraphView
from kg.graph.families import SOURCE_OF, count_sources, link_copies, originals
from kg.graph.terms import article_iri, term
from kg.model import Article, Block, Body, Segment, simplify
from kg.vocabulary import OutputError
from kg.workspace.copies import COMMON, CopyIndex, Sketch, sketch, sketch_of

HAN = [chr(code) for code in range(0x4E00, 0x5E00)]


def words(seed: object, length: int = 600) -> str:
    """A text that shares no run with that of another seed."""
    return simplify("".join(random.Random(f"text {seed}").choices(HAN, k=length)))


def made(id_: str, text: str, published: str = "", version: str = "1") -> Sketch:
    return sketch_of(id_, version, published, text)


def article(text: str, blocks: tuple[Block, ...] = ()) -> Article:
    body = Body(text, (Segment(0, 0, len(text), len(text)),), blocks)
    return Article("a", text, "0" * 64, body)


def links_of(*articles: Sketch) -> dict[str, str]:
    with CopyIndex() as index:
        index.update(articles)
        return index.links()


def share(first: str, second: str) -> float:
    short, long = sorted((first, second), key=len)
    return shared_share(run_hashes(short), run_hashes(long))


# ---------------------------------------------------------------------- the share
def test_the_share_is_that_of_the_shorter_text() -> None:
    part, rest = words(1, 300), words(2, 300)
    assert share(part, part + rest) == 1
    assert share(part + words(3, 100), part + rest) == pytest.approx(0.75)
    assert share(part, rest) == 0
    assert share("", part) == 0


def test_short_runs_are_not_shared_text() -> None:
    idioms = [words(f"idiom {n}", 12) for n in range(20)]
    first = "".join(idiom + words(f"a{n}", 8) for n, idiom in enumerate(idioms))
    second = "".join(idiom + words(f"b{n}", 8) for n, idiom in enumerate(idioms))
    assert share(first, second) == 0


def test_script_case_width_and_spacing_do_not_matter() -> None:
    hans = article("速卖通与 AliExpress（全球）：2024年，增长！" * 4)
    hant = article("速賣通與\nＡｌｉｅｘｐｒｅｓｓ(全球)，2024 年增長" * 4)
    assert comparable_text(hans) == comparable_text(hant)


def test_quotation_blocks_are_left_out_unless_they_are_most_of_the_text() -> None:
    own, quoted = words("own", 60), words("quoted", 40)
    text = f"{own}\n{quoted}"
    blocks = (Block("paragraph", 0, 60), Block("quote", 61, 101))
    assert comparable_text(article(text, blocks)) == own
    mostly = (Block("quote", 0, 60), Block("paragraph", 61, 101))
    assert comparable_text(article(text, mostly)) == own + quoted


# ---------------------------------------------------------------------- pairs and families
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_reprint_is_found_whatever_is_put_in_and_taken_out(data: st.DataObject) -> None:
    text = words(data.draw(st.integers(0, 9)), 800)
    changed, place = [], 0
    while place < len(text):  # a change each 40 characters at the closest: 16 or more of each run stay
        run = data.draw(st.integers(40, 200))
        changed.append(text[place : place + run])
        changed.append(words(data.draw(st.integers(100, 999)), data.draw(st.integers(1, 8))))
        place += run + data.draw(st.integers(0, 3))
    reprint = words("frame", data.draw(st.integers(0, 150))) + "".join(changed)
    assert links_of(made("a", text, "2024-01-01"), made("b", reprint, "2024-01-02")) == {"b": "a"}


def test_half_of_the_shorter_text_is_the_limit() -> None:
    text = words("shared", 400)
    over, under = text[:210] + words("x", 190), text[:190] + words("y", 210)
    assert links_of(made("a", text), made("b", over)) == {"b": "a"}
    assert links_of(made("a", text), made("b", under)) == {}


def test_a_chapter_of_a_longer_text_is_a_copy() -> None:
    chapter = words("chapter", 500)
    book = words("before", 2000) + chapter + words("behind", 2000)
    assert links_of(made("book", book, "2024-05"), made("chapter", chapter, "2024-01")) == {"book": "chapter"}


def test_the_earliest_is_the_original_then_the_least_id_and_undated_ones_come_last() -> None:
    text = words("same")
    found = links_of(
        made("d", text, "2024-02-01"), made("c", text), made("b", text, "2024-01"), made("a", text, "2025")
    )
    assert found == {"a": "b", "c": "b", "d": "b"}
    assert links_of(made("z", text, "2024"), made("y", text, "2024")) == {"z": "y"}


def test_a_chain_of_near_copies_is_one_family() -> None:
    one, two, three, four = (words(part, 300) for part in "abcd")
    pairs = [
        made("1", one + two, "1999"),
        made("2", one + two[:200] + three, "2000"),
        made("3", three + four[:100], "2001"),
    ]
    assert links_of(*pairs) == {"2": "1", "3": "1"}


def test_empty_and_tiny_texts_are_nobodys_copies() -> None:
    assert links_of(made("a", ""), made("b", ""), made("c", "短"), made("d", "短")) == {}


# ---------------------------------------------------------------------- boilerplate
def test_what_many_articles_share_makes_no_copies() -> None:
    card = words("author card", 300)
    notices = [made(f"n{n:02}", words(n, 200) + card) for n in range(COMMON + 4)]
    assert links_of(*notices) == {}


def test_a_text_that_many_reprint_is_still_a_family() -> None:
    text = words("agency", 600)
    reprints = [made(f"r{n:02}", words(n, 100) + text, f"2024-01-{n + 1:02}") for n in range(COMMON + 4)]
    found = links_of(*reprints)
    assert found == {one.id: "r00" for one in reprints[1:]}


def test_a_text_that_hundreds_reprint_is_one_family_of_few_pairs() -> None:
    text = words("agency", 400)
    reprints = [made(f"r{n:03}", words(n, n % 90) + text, f"2024-{n % 12 + 1:02}") for n in range(300)]
    with CopyIndex() as index:
        index.update(reprints)
        assert index.links() == {one.id: "r000" for one in reprints[1:]}
        assert len(index.pairs()) <= len(reprints) * COMMON * 2
        index.update(gone=[one.id for one in reprints[1::2]])
        left = index.pairs()
    with CopyIndex() as index:
        index.update(reversed(reprints[::2]))
        assert index.pairs() == left


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_split_and_removal_do_not_matter(chance: random.Random, common: int) -> None:
    card, text, other = words("card", 120), words("text", 200), words("other", 200)
    everything = [made(f"c{n}", card + words(n, 90)) for n in range(5)]
    everything += [made(f"t{n}", text + card * (n % 2) + words(f"t{n}", 40 * n)) for n in range(4)]
    everything += [made("o1", other), made("o2", other + text[:150]), made("x", words("x"))]
    gone = [made("g1", text + other), made("g2", card + text), made("x", words("former x"), version="0")]
    kept = [one for one in everything if chance.random() < 0.8]
    with CopyIndex(common=common) as whole:
        whole.update(kept)
        expected = whole.pairs(), whole.links()
    steps = [*kept, *gone]
    chance.shuffle(steps)
    with CopyIndex(common=common) as index:
        while steps:
            size = chance.randint(1, 4)
            index.update({one.id: one for one in steps[:size]}.values())
            del steps[:size]
        index.update([one for one in kept if one.id == "x"])
        index.update(gone=[one for one in index.known() if one not in {one.id for one in kept}])
        assert (index.pairs(), index.links()) == expected


# ---------------------------------------------------------------------- the file
def test_the_index_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "copies.db"
    with CopyIndex(path) as index:
        index.update([made("a", words(1), "2024-01-01"), made("b", words(1))])
    with CopyIndex(path) as index:
        assert index.known() == {"a": ("1", "2024-01-01"), "b": ("1", "")}
        assert index.links() == {"b": "a"}
        index.update(gone=["a", "never there"])
        assert index.links() == {}


def test_a_damaged_index_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "copies.db"
    path.write_bytes(b"no database at all" * 100)
    with CopyIndex(path) as index:
        assert index.known() == {}
        index.update([made("a", words(1))])
    with CopyIndex(path) as index:
        assert list(index.known()) == ["a"]


def test_a_file_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"copies\.db cannot be written"):
        CopyIndex(tmp_path / "no such folder" / "copies.db")


def test_a_sketch_holds_what_an_article_says() -> None:
    one = sketch(Article("a", "x", "f" * 64, Body("甲" * 40, (Segment(0, 0, 40, 40),)), published="2024-05"))
    assert (one.id, one.version, one.published, one.length) == ("a", "f" * 64, "2024-05", 40)
    assert sketch(article("甲" * 40), "v2").version == "v2"


# ---------------------------------------------------------------------- the benchmark
def test_made_up_articles(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("copies_benchmark", ROOT / "benchmarks" / "copies.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found = module.run(module.made(200), tmp_path / "copies.db")
    assert (found["articles"], found["pairs"], found["links"], found["same after"]) == (200, 4, 4, 1)
    assert found["one more s"] < 1


# ---------------------------------------------------------------------- in the store
def store_of(*ids: str) -> ox.Store:
    store = ox.Store()
    for one in ids:
        node = article_iri(one)
        for graph in (node, ox.DefaultGraph()):
            store.add(ox.Quad(node, term("rdf:type"), term("xb:Article"), graph))
    return store


def linked(store: ox.Store) -> list[str]:
    return sorted(
        " ".join(str(getattr(part, "value", part)).rpartition("/")[2] for part in (quad.subject, quad.object))
        + ("" if isinstance(quad.graph_name, ox.DefaultGraph) else f" in {quad.graph_name.value.rpartition('/')[2]}")
        for quad in store.quads_for_pattern(None, term("xb:copyOf"), None)
    )


def test_links_stand_in_the_graph_of_the_copy_and_are_made_anew() -> None:
    store = store_of("a", "b", "c")
    assert link_copies(store, {"b": "a", "c": "a"}) == 4
    assert linked(store) == ["b a", "b a in b", "c a", "c a in c"]
    assert link_copies(store, {"b": "a", "c": "a"}) == 0
    assert link_copies(store, {"c": "b", "gone": "a"}) == 6
    assert linked(store) == ["c b", "c b in c"]


def test_families_count_once() -> None:
    store = store_of("a", "b", "c", "d")
    link_copies(store, {"b": "a", "c": "b"})  # a link to a copy, as a file from elsewhere may hold
    firsts = originals(GraphView(store))
    everyone = [article_iri(one).value for one in "abcd"]
    assert count_sources(everyone, firsts) == 2
    link_copies(store, {"b": "a", "c": "a"})
    query = f"SELECT (COUNT(DISTINCT ?source) AS ?n) WHERE {{ ?article a xb:Article . {SOURCE_OF} }}"
    assert [int(row["n"].value) for row in GraphView(store).select(query)] == [2]
