"""The explorer page as a file: what it holds, that it is inert and always the same."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.explore import View, explorer_page, make_page, write_page
from kg.graph import GraphView
from kg.vocabulary import NotFoundError, OutputError, UsageError

from .samples import SAMPLE, graph_of, write_sample
from .test_pyvis_page import PAYLOADS, Page, hostile_graph


def data_of(graph: GraphView, view: View | None = None) -> dict[str, Any]:
    page = Page(explorer_page(graph, view))
    found: dict[str, Any] = json.loads(page.scripts[0])
    return found


def names(data: dict[str, Any]) -> set[str]:
    return {row[1] for row in data["things"][: data["nodes"]]}


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return graph_of(SAMPLE)


def test_the_page_loads_nothing(graph: GraphView) -> None:
    page = Page(explorer_page(graph))
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "img", "object", "embed", "base", "form", "a")
        assert not {"src", "srcset", "action", "style"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    assert not any("url(" in style or "@import" in style for style in page.styles)


def test_the_policy_lets_only_the_pages_own_script_run(graph: GraphView) -> None:
    page = Page(explorer_page(graph))
    (policy,) = [a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv")]
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == digest(page.scripts[1])
    assert rules["style-src"] == digest(page.styles[0])
    assert "connect-src" not in rules


def test_edges_are_statements_and_figures_stand_by_their_thing(graph: GraphView) -> None:
    data = data_of(graph)
    kinds = [row[0] for row in data["facts"]]
    assert (kinds.count(1), kinds.count(0)) == (7, 3)
    said = {
        (data["things"][row[2]][1], data["predicates"][row[3]][0], data["things"][row[4]][1])
        for row in data["facts"]
        if row[0] and row[4] is not None
    }
    assert ("速卖通", "targetsMarket", "韩国") in said
    assert len([row for row in data["facts"] if row[0] and row[4] is not None]) == 6
    assert len(data["points"]["map"]) == 2 * data["nodes"]


def test_search_keys_are_precomputed(graph: GraphView) -> None:
    data = data_of(graph)
    (row,) = [row for row in data["things"] if row[0] == "aliexpress"]
    assert "su mai tong" in row[5]
    assert "全球速卖通" in row[4]
    assert "賣卖" in data["traditional"]


def test_views_choose_facts(graph: GraphView) -> None:
    assert names(data_of(graph, View(focus=("cainiao",)))) == {"菜鸟", "菜鸟国际电商物流团队"}
    assert names(data_of(graph, View(path=(("菜鸟", "AIDC"),)))) == {
        "菜鸟",
        "菜鸟国际电商物流团队",
        "速卖通",
        "阿里国际数字商业集团",
    }
    assert names(data_of(graph, View(articles=("a1",)))) == {"菜鸟", "菜鸟国际电商物流团队", "速卖通", "韩国"}
    both = data_of(graph, View(focus=("Temu",), articles=("a1",)))
    assert {"Temu", "韩国"} <= names(both)
    day = 'xb:timeStart "2023-01-01"^^xsd:date ; xb:timeEnd "2023-12-31"^^xsd:date'
    dated = graph_of(SAMPLE.replace('xb:time "2023"', f'xb:time "2023" ; {day}'))
    assert names(data_of(dated, View(on="2023-05-01"))) == {"速卖通", "韩国", "阿里国际数字商业集团"}
    assert names(data_of(dated, View(since="2023-12-31", until="2024-05-01"))) == {"速卖通", "韩国"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?s { ?s xb:predicate xb:competesWith }", {"速卖通", "Temu"}),
        (
            "SELECT ?a ?p ?b { VALUES ?p { xb:partOf } ?s xb:subject ?a ; xb:predicate ?p ; xb:object ?b }",
            {"速卖通", "阿里国际数字商业集团", "菜鸟", "菜鸟国际电商物流团队"},
        ),
        ("SELECT ?a { VALUES ?a { xbr:aliexpress xbr:korea } }", {"速卖通", "韩国"}),
        (
            "CONSTRUCT { ?a xb:partOf ?b } WHERE { ?s xb:subject ?a ; xb:object ?b . ?b rdfs:label 'AIDC'@en }",
            {"速卖通", "阿里国际数字商业集团"},
        ),
        ("SELECT ?a { ?a a xb:Article ; xb:byline ?x }", {"速卖通", "韩国", "阿里国际数字商业集团", "Temu"}),
    ],
)
def test_a_query_chooses_facts(graph: GraphView, query: str, expected: set[str]) -> None:
    assert names(data_of(graph, View(queries=(query,)))) == expected


@pytest.mark.parametrize(
    ("view", "error"),
    [
        (View(focus=("速卖",)), NotFoundError),
        (View(path=(("菜鸟", "雷峰网"),)), NotFoundError),
        (View(articles=("none",)), NotFoundError),
        (View(queries=("ASK { ?a ?b ?c }",)), UsageError),
        (View(queries=("SELECT",)), UsageError),
        (View(on="yesterday"), UsageError),
    ],
)
def test_what_cannot_be_shown_is_said(graph: GraphView, view: View, error: type[Exception]) -> None:
    with pytest.raises(error):
        make_page(graph, view)


def test_an_unwritable_file_leaves_nothing(graph: GraphView, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_page(graph, tmp_path / "missing" / "kg.html")
    assert list(tmp_path.iterdir()) == []


def test_hostile_words_stay_words() -> None:
    html = explorer_page(hostile_graph())
    page = Page(html)
    assert len(page.scripts) == 2
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "a", "iframe", "link"}
    assert not set("<>&\u2028\u2029") & set(page.scripts[0])
    data = json.loads(page.scripts[0])
    quotes = {row[2] for row in data["evidence"]}
    assert set(PAYLOADS) <= quotes  # exact: the page cleans what it shows
    assert max(len(row[1]) for row in data["things"]) <= 400


def test_the_same_bytes_under_any_hash_seed_and_locale(tmp_path: Path) -> None:
    source = write_sample(tmp_path)
    pages = []
    for seed, locale in (("0", "C"), ("99", "C.UTF-8")):
        target = tmp_path / f"{seed}.html"
        command = [sys.executable, "-m", "kg", "viz", "-g", source, "-o", str(target)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "kg viz: 6 things, 6 relations\n"
        pages.append(target.read_bytes())
    same = pages[0] == pages[1]
    assert same
    assert b"\r" not in pages[0]


@pytest.mark.parametrize("turtle", ["", 'xbr:a a xb:Place ; rdfs:label "A" .'])
def test_graphs_without_facts(turtle: str) -> None:
    data = data_of(graph_of(turtle))
    assert data["facts"] == []
    assert data["nodes"] == turtle.count(" a ")


def test_who_waits_is_told_of_each_step(graph: GraphView) -> None:
    told: list[tuple[int, int, str]] = []
    make_page(graph, progress=lambda *step: told.append(step))
    assert [done for done, _, _ in told] == [0, 1, 2, 3]
    assert {total for _, total, _ in told} == {4}
