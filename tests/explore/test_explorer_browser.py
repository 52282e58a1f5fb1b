"""The explorer in a headless Chromium: it draws, answers, and asks the network for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import need

from kg.explore import View, write_page
from kg.graph import GraphView

from .browser import Browser, find_chromium
from .samples import SAMPLE, graph_of
from .test_pyvis_page import hostile_graph

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_chromium()
    need(found is not None, "a Chromium on the PATH (Debian: apt-get install chromium)")
    assert found is not None
    with Browser(found) as opened:
        yield opened


def show(browser: Browser, graph: GraphView, folder: Path, view: View | None = None, mark: str = "") -> None:
    """Open the page of a graph; whatever was said before is forgotten."""
    page = folder / "kg.html"
    write_page(graph, page, view)
    browser.open("about:blank")
    browser.said.clear()
    browser.requests.clear()
    browser.open(page.as_uri() + mark)
    browser.rest(0.5)


def quiet(browser: Browser) -> None:
    assert browser.said == []
    assert [address for address in browser.requests if not address.startswith("file:")] == []


def test_the_page_draws_in_silence(browser: Browser, tmp_path: Path) -> None:
    show(browser, graph_of(SAMPLE), tmp_path)
    stats = browser.ask("kgviz.stats()")
    assert (stats["nodes"], stats["edges"], stats["visibleNodes"]) == (6, 6, 6)
    assert stats["visibleLabels"] >= 6
    places = browser.ask("kgviz.positions()")
    assert {slug for _, _, slug in places} == {"aliexpress", "cainiao", "team", "aidc", "temu", "korea"}
    assert all(0 < x < 1400 and 0 < y < 900 for x, y, _ in places)
    quiet(browser)


def test_a_click_shows_the_thing_and_its_evidence(browser: Browser, tmp_path: Path) -> None:
    show(browser, graph_of(SAMPLE), tmp_path)
    x, y = next((x, y) for x, y, slug in browser.ask("kgviz.positions()") if slug == "aliexpress")
    browser.click(x, y)
    panel = browser.ask("document.getElementById('panel').innerText")
    assert "全球速卖通" in panel
    assert "85%" in panel
    assert "node=aliexpress" in browser.ask("new Promise(r => setTimeout(() => r(location.hash), 400))")
    quiet(browser)


def _graph(rows: str, things: int = 2) -> GraphView:
    named = " ".join(f'xbr:n{i} a xb:Platform ; rdfs:label "N{i}" .' for i in range(things))
    return graph_of(f'xba:1 a xb:Article . xbe:1 xb:article xba:1 ; xb:quote "q" . {named} {rows}')


def _statement(number: int, subject: str, obj: str) -> str:
    return (
        f"xbs:{number} a xb:Statement ; xb:subject xbr:{subject} ; xb:object xbr:{obj} ; xb:predicate xb:supplies ; "
        "xb:modality xb:asserted ; xb:negated false ; xb:evidence xbe:1 . "
    )


@pytest.mark.parametrize(
    ("graph", "nodes", "edges"),
    [
        (lambda: graph_of(""), 0, 0),
        (lambda: _graph("", 1), 1, 0),
        (lambda: _graph("", 40), 40, 0),
        (lambda: _graph("".join(_statement(n, "n0", "n0") for n in range(3)), 1), 1, 3),
        (lambda: _graph("".join(_statement(n, f"n{n % 2}", f"n{1 - n % 2}") for n in range(500))), 2, 500),
        (hostile_graph, 9, 9),
    ],
)
def test_odd_graphs_draw(browser: Browser, tmp_path: Path, graph: object, nodes: int, edges: int) -> None:
    show(browser, graph() if callable(graph) else graph, tmp_path)
    stats = browser.ask("kgviz.stats()")
    assert (stats["nodes"], stats["edges"], stats["visibleNodes"]) == (nodes, edges, nodes)
    quiet(browser)


_TRAP = """window.pwned = []; for (const one of ["alert", "open", "eval"]) window[one] = () => pwned.push(one);
addEventListener("error", () => {}, true);"""
_EVERYWHERE = """(async () => {
  const pause = () => new Promise((done) => setTimeout(done, 60));
  const each = async (selector) => {
    for (const one of [...document.querySelectorAll(selector)].slice(0, 14)) { one.click(); await pause(); } };
  await each("#panel .chip"); await each("#panel .fact summary"); await each("#panel .more .plain");
  document.getElementById("b-table").click(); await pause(); await each("#table tbody button");
  document.getElementById("b-articles").click(); await pause();
  await each("#panel .articles button"); await each(".mark");
  const q = document.getElementById("q"); q.focus();
  for (const text of ["<", "a", "长", "反", "alert", "'"]) {
    q.value = text; q.dispatchEvent(new Event("input")); await pause(); }
  await each("[data-layout]");
  document.getElementById("b-lang").click(); await pause();
  return [pwned, [...new Set([...document.querySelectorAll("*")].map((one) => one.localName))],
    [...document.querySelectorAll("a")].map((one) => one.href)]; })()"""


def test_hostile_words_are_text_everywhere_even_without_the_policy(browser: Browser, tmp_path: Path) -> None:
    page = tmp_path / "kg.html"
    write_page(hostile_graph(), page)
    html = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html), encoding="utf-8")
    trap = browser.call("Page.addScriptToEvaluateOnNewDocument", source=_TRAP)["identifier"]
    try:
        browser.open("about:blank")
        browser.said.clear()
        browser.requests.clear()
        browser.open(page)
        browser.rest(0.3)
        pwned, tags, links = browser.ask(_EVERYWHERE)
    finally:
        browser.call("Page.removeScriptToEvaluateOnNewDocument", identifier=trap)
    assert pwned == []
    assert not {"img", "iframe", "object", "embed", "base", "meta:refresh"} & set(tags)
    assert not any(link.startswith("javascript:") for link in links)
    quiet(browser)


def test_only_addresses_of_the_web_are_links(browser: Browser, tmp_path: Path) -> None:
    rows = "".join(
        f"xbr:n0 skos:exactMatch <{address}> . "
        for address in ("javascript:alert(1)", "data:text/html,x", "https://example.org/a?b=1&c=%3Cb%3E", "urn:x:y")
    )
    graph = _graph(rows + _statement(1, "n0", "n1") + "xba:1 dcterms:source <javascript:alert(2)> .")
    show(browser, graph, tmp_path, mark="#node=n0")
    found = browser.ask("[...document.querySelectorAll('#panel a')].map((one) => [one.href, one.rel])")
    assert found == [["https://example.org/a?b=1&c=%3Cb%3E", "noopener noreferrer"]]
    browser.ask("document.querySelector('#panel .fact summary').click()")
    browser.rest(0.2)
    assert "q" in browser.ask("document.querySelector('#panel blockquote').textContent")
    assert len(browser.ask("[...document.querySelectorAll('#panel a')].map((one) => one.href)")) == 1
    quiet(browser)
