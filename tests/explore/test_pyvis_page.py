from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from kg.explore import View, write_pyvis_page
from kg.graph import GraphView
from kg.vocabulary import NotFoundError, OutputError

from .samples import SAMPLE, graph_of, quoted, write_sample

PAYLOADS = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "--><!--<script>",
    "]]>{{7*7}}${7*7}",
    "\u202e\u2066\u200f反\u0000\u001b[31m\u2028\u2029",
    "长" * 10_000,
    "\\u003c/script\\u003e\\",
    "'\"`);//",
]


class Page(HTMLParser):
    """What a browser would make of a page: elements, scripts, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.text = ""
        self._in = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag
        if tag in ("script", "style"):
            (self.scripts if tag == "script" else self.styles).append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        elif self._in == "style":
            self.styles[-1] += data
        else:
            self.text += data

    def data(self, name: str) -> list[dict[str, Any]]:
        """The nodes or edges that the page hands to vis-network."""
        (script,) = [script for script in self.scripts if "new vis.DataSet([" in script]
        match = re.search(rf"{name} = new vis\.DataSet\(", script)
        assert match
        rows: list[dict[str, Any]] = json.JSONDecoder().raw_decode(script, match.end())[0]
        return rows


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return graph_of(SAMPLE)


def page_of(graph: GraphView, folder: Path, focus: str | None = None, hops: int = 1) -> Page:
    write_pyvis_page(graph, folder / "kg.html", View(focus=(focus,) if focus else (), hops=hops))
    return Page((folder / "kg.html").read_text(encoding="utf-8"))


def by_label(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["label"]: row for row in rows}


def test_the_page_loads_nothing(graph: GraphView, tmp_path: Path) -> None:
    page = page_of(graph, tmp_path)
    for tag, attributes in page.elements:
        assert tag not in ("link", "iframe", "img", "object", "embed", "base", "form", "a")
        assert not {"src", "href", "srcset", "action"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert not any("url(" in style or "@import" in style for style in page.styles)
    assert "bootstrap" not in "".join(page.styles + page.scripts[1:])


def test_the_policy_lets_only_the_pages_own_scripts_run(graph: GraphView, tmp_path: Path) -> None:
    page = page_of(graph, tmp_path)
    (policy,) = [a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv")]
    assert policy is not None
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["default-src"] == "'none'"

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert rules["script-src"].split() == [digest(script) for script in page.scripts]
    assert rules["style-src"].split() == [digest(style) for style in page.styles]


def test_title_language_and_legend(graph: GraphView, tmp_path: Path) -> None:
    page = page_of(graph, tmp_path, focus="速卖通")
    assert page.elements[0] == ("html", {"lang": "zh-Hans"})
    assert "速卖通 · 阿里跨境电商知识图谱" in page.text
    assert "平台 platform 2" in re.sub(r"\s+", " ", page.text)
    assert "Noto Sans CJK SC" in page.styles[0]


def test_things_are_named_in_chinese_and_english_and_told_apart_by_colour_and_shape(
    graph: GraphView, tmp_path: Path
) -> None:
    nodes = by_label(page_of(graph, tmp_path).data("nodes"))
    assert set(nodes) >= {"速卖通\nAliExpress", "菜鸟\nCainiao", "Temu", "韩国\nSouth Korea"}
    assert nodes["Temu"]["color"] == nodes["速卖通\nAliExpress"]["color"]
    assert nodes["Temu"]["color"] != nodes["菜鸟\nCainiao"]["color"]
    assert nodes["Temu"]["shape"] != nodes["菜鸟\nCainiao"]["shape"]
    assert all(isinstance(node["x"], int) and isinstance(node["y"], int) for node in nodes.values())
    assert not any("group" in node or "physics" in node for node in nodes.values())


def test_a_line_is_a_statement_with_its_sentence_and_source(graph: GraphView, tmp_path: Path) -> None:
    edges = by_label(page_of(graph, tmp_path).data("edges"))
    assert set(edges) == {"融合", "隶属于", "面向市场", "✗ 竞争"}
    assert edges["融合"]["title"] == (
        "菜鸟国际电商物流团队 —融合→ 速卖通\n"
        "integrates with · 时间 2025 · 据 雷峰网 · 范围 部分\n"
        "“菜鳥國際電商物流團隊與速賣通融合”\n—— 速卖通与菜鸟 · 雷峰网 · 2025-03-01\n"
        "“团队并入速卖通”\n—— 速卖通与菜鸟 · 雷峰网 · 2025-03-01"
    )
    assert set(edges["融合"]["arrows"]) == {"to", "from"}  # symmetric: no single direction
    assert set(edges["隶属于"]["arrows"]) == {"to"}


def test_denied_and_planned_statements_look_so(graph: GraphView, tmp_path: Path) -> None:
    edges = page_of(graph, tmp_path).data("edges")
    (denied,) = [edge for edge in edges if edge["label"].startswith("✗")]
    assert denied["color"]["color"] == "#c02f2f"
    assert denied["arrows"]["middle"]["type"] == "bar"
    assert "否定" in denied["title"]
    dashed = [edge for edge in edges if "dashes" in edge]
    assert len(dashed) == 1
    assert "计划" in dashed[0]["title"]


def test_parallel_statements_are_kept_and_bow_apart(graph: GraphView, tmp_path: Path) -> None:
    parallel = [edge for edge in page_of(graph, tmp_path).data("edges") if edge["label"] == "面向市场"]
    assert len(parallel) == 2
    assert {edge["smooth"]["type"] for edge in parallel} == {"curvedCW", "curvedCCW"}
    assert len({edge["smooth"]["roundness"] for edge in parallel}) == 1


def test_opposite_statements_bow_apart(tmp_path: Path) -> None:
    ends = """xbr:a a xb:Platform ; rdfs:label "A" . xbr:b a xb:Platform ; rdfs:label "B" . xba:1 a xb:Article .
    xbe:1 xb:article xba:1 ; xb:quote "q" . """
    rows = "".join(
        f"""xbs:{number} a xb:Statement ; xb:subject xbr:{a} ; xb:object xbr:{b} ; xb:predicate xb:supplies ;
        xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:1 . """
        for number, (a, b) in enumerate(["ab", "ba"])
    )
    edges = page_of(graph_of(ends + rows), tmp_path).data("edges")
    assert len(edges) == 2
    assert {edge["from"] for edge in edges} == {0, 1}
    # Each is bowed to the same side as seen along its own direction, so to opposite sides of the page.
    assert len({edge["smooth"]["type"] for edge in edges}) == 1


def test_the_focus_shows_what_is_near_it(graph: GraphView, tmp_path: Path) -> None:
    near = page_of(graph, tmp_path, focus="cainiao")
    assert set(by_label(near.data("nodes"))) == {"菜鸟\nCainiao", "菜鸟国际电商物流团队"}
    further = page_of(graph, tmp_path, focus="cainiao", hops=2)
    assert "速卖通\nAliExpress" in by_label(further.data("nodes"))
    assert "菜鳥國際電商物流團隊與速賣通融合" in further.text
    itself = page_of(graph, tmp_path, focus="cainiao", hops=0)
    assert len(itself.data("nodes")) == 1
    assert itself.data("edges") == []


def test_a_thing_without_relations_stands_alone(graph: GraphView, tmp_path: Path) -> None:
    summary = write_pyvis_page(graph, tmp_path / "kg.html", View(focus=("雷峰网",)))
    assert (summary.things, summary.relations) == (1, 0)


def test_an_empty_graph_is_an_empty_picture(tmp_path: Path) -> None:
    page = page_of(graph_of(""), tmp_path)
    assert page.data("nodes") == []


def test_unknown_focus_and_unwritable_file_leave_nothing(graph: GraphView, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="nearest: 速卖通"):
        write_pyvis_page(graph, tmp_path / "kg.html", View(focus=("速卖",)))
    with pytest.raises(OutputError):
        write_pyvis_page(graph, tmp_path / "missing" / "kg.html")
    assert list(tmp_path.iterdir()) == []


def hostile_graph() -> GraphView:
    rows = ["xba:1 a xb:Article ; dcterms:title " + quoted(PAYLOADS[0] + PAYLOADS[2]) + " ."]
    for number, payload in enumerate(PAYLOADS):
        name = quoted(payload)
        rows.append(f"xbr:n{number} a xb:Program ; rdfs:label {name} ; skos:prefLabel {name}@zh-Hans , {name}@en .")
        rows.append(f"xbe:{number} xb:article xba:1 ; xb:quote {name} ; xb:start 0 ; xb:end 9 .")
        rows.append(
            f"xbs:{number} a xb:Statement ; xb:subject xbr:n0 ; xb:object xbr:n{number} ; xb:predicate xb:supplies ; "
            f"xb:modality xb:asserted ; xb:negated false ; xb:time {name} ; xb:role {name} ; xb:evidence xbe:{number} ."
        )
    return graph_of("\n".join(rows))


@pytest.mark.parametrize("focus", [None, "xbr:n0"])
def test_hostile_words_stay_words(tmp_path: Path, focus: str | None) -> None:
    page = page_of(hostile_graph(), tmp_path, focus=focus)
    assert len(page.scripts) == 4  # pyvis' helpers, vis-network, the network, our own
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"img", "a", "iframe", "link"}
    drawing = "".join(page.scripts[2:])
    assert "innerHTML" not in drawing  # the popup of pyvis that would parse titles
    for row in page.data("nodes") + page.data("edges"):
        assert "href" not in row["title"].lower()
        assert len(row["label"]) < 90
        assert not {"\u202e", "\u2066", "\u001b", "\u0000", "\u2028"} & set(row["title"] + row["label"])
    assert not {"\u202e", "\u2066", "\u001b", "\u0000"} & set(page.text)
    assert "<img src=x onerror=alert(1)>" in page.text  # as text


def test_the_same_bytes_under_any_hash_seed_and_locale(tmp_path: Path) -> None:
    source = write_sample(tmp_path)
    pages = []
    for seed, locale in (("0", "C"), ("99", "C.UTF-8")):
        target = tmp_path / f"{seed}.html"
        command = [sys.executable, "-m", "kg", "viz", "--engine", "pyvis", "-g", source, "-o", str(target)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": locale}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout) == (0, "")
        assert done.stderr == "kg viz: 6 things, 6 relations\n"
        pages.append(target.read_bytes())
    assert pages[0] == pages[1]
    assert b"\r" not in pages[0]
