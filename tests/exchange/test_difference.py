"""kg diff: what came, went and changed; the patch makes the one graph of the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from graph.toy import all_facts, fourth_facts, hans_facts, hant_facts, third_facts, toy_graph

from exchange.samples import HOSTILE, hostile_graph
from kg.cli.diff_command import diff_command
from kg.exchange import export_graph
from kg.exchange.difference import difference
from kg.exchange.difference_formats import difference_html, difference_patch, difference_text
from kg.graph import GraphView
from kg.model import ArticleFacts, TimeSpan


@pytest.fixture(scope="module")
def old() -> GraphView:
    return toy_graph(*all_facts())


@pytest.fixture(scope="module")
def new() -> GraphView:
    """Without the third article and one relation, with a fifth; a launch has another time, a post another role."""
    second = hans_facts()
    relations = []
    for one in second.relations:
        if one.predicate == "competesWith":
            continue
        if one.time == TimeSpan("2024-09"):
            one = replace(one, time=TimeSpan("2024-08"))
        if one.predicate == "leads":
            one = replace(one, qualifiers=replace(one.qualifiers, role="掌门"))
        relations.append(one)
    changed = ArticleFacts(second.article, second.entities, tuple(relations), second.observations)
    third = third_facts()
    fifth = ArticleFacts(
        replace(third.article, id="e"),
        third.entities,
        tuple(replace(r, evidence=replace(r.evidence, article="e")) for r in third.relations),
    )
    return toy_graph(hant_facts(), changed, fourth_facts(), fifth)


def test_facts_that_came_went_and_changed(old: GraphView, new: GraphView) -> None:
    found = difference(old, new)
    came = [(one.article, one.subject, one.term, one.object) for one in found.came]
    assert came == [("e", "速卖通", "partOf", "阿里国际数字商业集团")]
    assert {(one.article, one.term) for one in found.went} == {("b", "competesWith"), ("c", "partOf"), ("c", "revenue")}
    changed = {one.after.term: one for one in found.changed}
    assert changed["launches"].differing == ("time",)
    assert (changed["launches"].before.details["time"], changed["launches"].after.details["time"]) == (
        "2024-09",
        "2024-08",
    )
    assert changed["leads"].differing == ("role",)
    assert (found.articles_came, found.articles_went) == (("e",), ("c",))


def test_the_same_graph_has_no_difference(old: GraphView) -> None:
    found = difference(old, toy_graph(*all_facts()))
    assert not found
    assert difference_text(found) == "facts: 0 came, 0 went, 0 changed; articles +0 -0; things +0 -0\n"
    assert b"".join(difference_patch(old, toy_graph(*all_facts()))) == b""


def test_a_figure_that_is_read_anew_is_a_change() -> None:
    third = third_facts()
    wrong = replace(third.observations[0], value=third.observations[0].value * 10)
    other = ArticleFacts(third.article, third.entities, third.relations, (wrong,))
    found = difference(toy_graph(third), toy_graph(other))
    assert not found.came and not found.went
    assert [one.differing for one in found.changed] == [("object",)]
    assert "object: 37000000000 CNY → 370000000000 CNY" in difference_text(found)


def test_the_text(old: GraphView, new: GraphView) -> None:
    text = difference_text(difference(old, new))
    assert text.splitlines()[0] == "facts: 1 came, 3 went, 2 changed; articles +1 -1; things +0 -0"
    assert "  - 速卖通 竞争 Temu" in text or "  - Temu 竞争 速卖通" in text
    assert "      time: 2024-09 → 2024-08" in text
    assert "      “全球速卖通属AIDC。”" in text


def applied(graph: GraphView, patch: str) -> set[ox.Quad]:
    store = ox.Store()
    store.extend(graph.store)
    if patch:
        store.update(patch)
    return set(store)


def test_the_patch_makes_the_one_graph_of_the_other(old: GraphView, new: GraphView) -> None:
    for first, second in ((old, new), (new, old), (old, hostile_graph()), (hostile_graph(), new)):
        patch = b"".join(difference_patch(first, second)).decode()
        assert applied(first, patch) == set(second.store)


def test_rdflib_applies_the_patch(old: GraphView, new: GraphView, tmp_path: Path) -> None:
    sides = []
    for name, graph in (("old", old), ("new", new)):
        export_graph(graph, "turtle", tmp_path / f"{name}.ttl")
        sides.append(rdflib.Graph().parse(tmp_path / f"{name}.ttl"))
    done = CliRunner().invoke(diff_command, [str(tmp_path / "old.ttl"), str(tmp_path / "new.ttl"), "--format", "patch"])
    assert done.exit_code == 0
    assert "GRAPH" not in done.stdout
    sides[0].update(done.stdout)
    assert set(sides[0]) == set(sides[1])


def test_the_page_holds_text_alone() -> None:
    page = difference_html(difference(toy_graph(*all_facts()), hostile_graph()))
    assert "a&lt;b&gt;&amp;amp;" in page
    assert "a<b>" not in page
    assert HOSTILE not in page
    assert "<script" not in page and "http" not in page.partition("<body>")[2].replace("https://", "")


def test_the_command(old: GraphView, new: GraphView, tmp_path: Path) -> None:
    for name, graph in (("old", old), ("new", new)):
        export_graph(graph, "trig", tmp_path / f"{name}.trig")
    places = [str(tmp_path / "old.trig"), str(tmp_path / "new.trig")]
    for form, sign in (("text", "facts: 1 came"), ("html", "<!DOCTYPE html>"), ("patch", "DELETE DATA {\n")):
        done = CliRunner().invoke(diff_command, [*places, "--format", form, "-o", str(tmp_path / form)])
        assert done.exit_code == 0
        assert (tmp_path / form).read_text(encoding="utf-8").startswith(sign)
