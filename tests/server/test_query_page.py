"""The query page in a headless Chromium: it asks, completes, sorts, draws, downloads, shares, remembers."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from conftest import need

from .browser import Browser
from .running import HOSTILE, Running

pytestmark = pytest.mark.browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
READY = "document.documentElement.dataset.ready === 'yes'"
NAMES = "SELECT ?thing ?whole { ?thing xb:partOf ?whole }"


@pytest.fixture(scope="module")
def chromium() -> str:
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    need(found is not None, "a Chromium on the PATH (Debian: apt-get install chromium)")
    assert found is not None
    return found


@pytest.fixture(scope="module")
def tab(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(chromium, tmp_path_factory.mktemp("chromium")) as one:
        yield one


@pytest.fixture
def browser(tab: Browser, server: Running) -> Browser:
    """A tab as if nothing had been done in it."""
    tab.size(1280, 860)
    tab.send("Storage.clearDataForOrigin", origin=server.address, storageTypes="all")
    tab.events.clear()
    return tab


def opened(browser: Browser, server: Running, query: str | None = None) -> Browser:
    browser.open(server.address + "/" + ("#query=" + quote(query, safe="") if query else ""))
    browser.wait(READY)
    return browser


def text_of(browser: Browser, selector: str) -> str:
    return str(browser.run(f"document.querySelector({json.dumps(selector)}).textContent"))


def asks(browser: Browser, query: str) -> None:
    """Put a query into the editor as a person would, and run it."""
    browser.run("document.querySelector('#query').focus(); document.querySelector('#query').select()")
    browser.type(query)
    browser.key("Escape")
    browser.run("document.querySelector('#status').textContent = ''")
    browser.key("Enter", "Control")
    browser.wait(
        "/\\d|Yes|No/.test(document.querySelector('#status').textContent) || !document.querySelector('#problem').hidden"
    )


def cells(browser: Browser, column: int) -> list[str]:
    script = f"[...document.querySelectorAll('.rows tbody tr')].map((row) => row.children[{column}].innerText)"
    found: list[str] = browser.run(script)
    return found


def test_the_page_opens_with_an_answer_and_asks_nobody_else(browser: Browser, server: Running) -> None:
    opened(browser, server)
    browser.wait("document.querySelectorAll('.rows .ref').length > 0")
    assert "AliExpress" in text_of(browser, ".rows")
    assert browser.run("document.querySelectorAll('#question-list button').length") > 50
    assert browser.complaints() == []
    assert all(address.startswith((server.address, "blob:", "data:")) for address in browser.requested())


def test_a_forbidden_request_would_be_seen(browser: Browser, server: Running) -> None:
    opened(browser, server)
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.org/x.png\">')")
    time.sleep(0.3)
    assert any("Content Security Policy" in line for line in browser.complaints())


@pytest.mark.parametrize(
    ("written", "gives"),
    [
        ("SELECT * { ?x xb:partOf 速卖", "xbr:aliexpress"),
        ("SELECT * { ?x xb:partOf suma", "xbr:aliexpress"),
        ("SELECT * { ?x xb:partOf xbr:aliex", "xbr:aliexpress"),
        ("SELECT * { ?x 隶属", "xb:partOf"),
        ("SELECT * { ?x competes", "xb:competesWith"),
        ("SELECT * { ?x a xb:Marketp", "xb:Marketplace"),
        ("SELECT * { ?thing a ?kind . ?th", "?thing"),
        ("SELECT * { ?x dcte", "dcterms:"),
        ("SELECT * { ?x ?y ?z FILT", "FILTER"),
    ],
)
def test_completion_by_prefix_and_by_any_name(browser: Browser, server: Running, written: str, gives: str) -> None:
    opened(browser, server)
    browser.run("document.querySelector('#query').select()")
    browser.type(written)
    browser.wait(f"document.querySelector('#choices li code')?.textContent === {json.dumps(gives)}")
    browser.key("Enter")
    text = str(browser.run("document.querySelector('#query').value"))
    assert text.rstrip().endswith(" " + gives)


def test_nothing_is_completed_inside_a_string_or_a_comment(browser: Browser, server: Running) -> None:
    opened(browser, server)
    for written in ('SELECT * { ?x ?y "速卖', "SELECT * { # xb:part", "SELECT * { ?x ?y <http://xb"):
        browser.run("document.querySelector('#query').select()")
        browser.type(written)
        time.sleep(0.5)
        assert browser.run("document.querySelector('#choices').hidden")


def test_a_mistake_is_shown_where_it_is(browser: Browser, server: Running) -> None:
    opened(browser, server)
    asks(browser, "SELECT ?x {\n  ?x xb:partOf ?y FILTR(?y) }")
    assert "FILTR" in text_of(browser, "#problem")
    assert text_of(browser, ".t-here") == "FILTR"
    assert text_of(browser, "#gutter b") == "2"
    browser.click("#problem button")
    assert browser.run("document.querySelector('#query').selectionStart") == len("SELECT ?x {\n  ?x xb:partOf ?y ")
    asks(browser, NAMES)
    assert browser.run("document.querySelector('#problem').hidden")


def test_rows_are_sorted_by_any_column(browser: Browser, server: Running) -> None:
    query = "SELECT ?n ?s { VALUES (?n ?s) { (10 'b') (9 'a') (100 'c') (UNDEF 'd') } }"
    opened(browser, server, query)
    browser.click("th[aria-sort] button[data-column=n]")
    assert cells(browser, 1) == ["9", "10", "100", "–"]
    browser.click("th[aria-sort] button[data-column=n]")
    assert cells(browser, 1) == ["100", "10", "9", "–"]
    assert browser.run("document.querySelector('[aria-sort=descending] button').dataset.column") == "n"


def colours(browser: Browser) -> set[tuple[int, int, int]]:
    script = """(() => { const c = document.querySelector('canvas');
      const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data, seen = new Set();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) seen.add(data[i] + ',' + data[i + 1] + ',' + data[i + 2]);
      }
      return [...seen]; })()"""
    return {tuple(map(int, one.split(","))) for one in browser.run(script)}  # type: ignore[misc]


@pytest.mark.parametrize("query", [NAMES, "CONSTRUCT { ?thing xb:partOf ?whole } WHERE { ?thing xb:partOf ?whole }"])
def test_things_are_drawn_in_their_colours(browser: Browser, server: Running, query: str) -> None:
    opened(browser, server, query)
    browser.click("#view-graph")
    browser.wait("document.querySelector('.legend .Platform') !== null")
    assert {(0xC8, 0x64, 0x1C), (0x3B, 0x6F, 0xB6)} <= colours(browser)
    assert "2 nodes, 1 lines" in str(browser.run("document.querySelector('canvas').getAttribute('aria-label')"))
    asks(browser, "SELECT (1 AS ?n) {}")
    assert "no graph" in text_of(browser, "#result")


@pytest.mark.parametrize(
    ("query", "suffix", "holds"),
    [
        (NAMES, "csv", "thing,whole"),
        (NAMES, "tsv", "?thing\t?whole"),
        (NAMES, "json", '"vars"'),
        (NAMES, "xml", "<sparql"),
        ("DESCRIBE xbr:aidc", "ttl", "@prefix"),
        ("DESCRIBE xbr:aidc", "jsonld", "@id"),
        ("ASK {}", "json", "true"),
    ],
)
def test_answers_are_downloaded(
    browser: Browser, server: Running, tmp_path: Path, query: str, suffix: str, holds: str
) -> None:
    opened(browser, server, query)
    folder = tmp_path / "downloads"
    folder.mkdir()
    browser.send("Page.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
    browser.click("#download")
    browser.click(f"#formats [data-suffix={suffix}]")
    target, end = folder / f"answer.{suffix}", time.monotonic() + 10
    while not target.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert holds in target.read_text(encoding="utf-8")


def test_a_link_carries_the_query(browser: Browser, server: Running) -> None:
    opened(browser, server)
    asks(browser, "SELECT ('a+b & 速卖通 #' AS ?n) {}")
    address = str(browser.run("location.href"))
    browser.open(address)
    browser.wait(READY)
    assert browser.run("document.querySelector('#query').value") == "SELECT ('a+b & 速卖通 #' AS ?n) {}"
    assert cells(browser, 1) == ["a+b & 速卖通 #"]
    browser.open(f"{server.address}/sparql?query={quote('SELECT (7 AS ?n) {}')}")
    browser.wait(READY)
    assert cells(browser, 1) == ["7"]


def test_history_is_kept_and_cleared(browser: Browser, server: Running) -> None:
    opened(browser, server)
    asks(browser, "SELECT (1 AS ?first) {}")
    asks(browser, "SELECT (2 AS ?second) {}")
    opened(browser, server, NAMES)
    browser.click("#tab-history")
    listed = str(browser.run("document.querySelector('#history-list').innerText"))
    assert listed.index("?second") < listed.index("?first")
    browser.run("document.querySelector('#status').textContent = ''")
    browser.click("#history-list button:nth-child(2)")
    browser.wait("document.querySelector('#query').value.includes('?second')")
    browser.wait("/\\d/.test(document.querySelector('#status').textContent)")  # it is asked again, and kept once more
    browser.click("#forget")
    assert browser.run("localStorage.getItem('kg.history')") == "[]"


@pytest.mark.parametrize("spoilt", ["'{'", "'{}'", "'[null, 5, {}]'", "null"])
def test_a_browser_that_keeps_nothing_or_nonsense_is_no_reason_to_stop(
    browser: Browser, server: Running, spoilt: str
) -> None:
    get = "throw new Error('no')" if spoilt == "null" else f"return {spoilt}"
    script = f"Storage.prototype.getItem = () => {{ {get} }};"
    script += "Storage.prototype.setItem = () => { throw new Error('full') };"
    added = browser.send("Page.addScriptToEvaluateOnNewDocument", source=script)
    try:
        opened(browser, server)
        asks(browser, NAMES)
        assert len(cells(browser, 1)) == 1
        assert browser.complaints() == []
    finally:
        browser.send("Page.removeScriptToEvaluateOnNewDocument", identifier=added["identifier"])


def test_all_by_keyboard(browser: Browser, server: Running) -> None:
    opened(browser, server)
    browser.key("k", "Control")
    browser.type("part of what")
    browser.key("Enter")
    browser.wait("document.querySelector('#query').value.includes('partOf')")
    browser.key("j", "Control")
    assert browser.run("document.activeElement.id") == "result"
    browser.key("e", "Control")
    assert browser.run("document.activeElement.id") == "query"
    browser.run("document.querySelector('#query').select()")
    browser.type("SELECT * {")
    browser.key("Enter")
    browser.type("?s ?p ?o")
    assert browser.run("document.querySelector('#query').value") == "SELECT * {\n  ?s ?p ?o"
    browser.key("/", "Control")
    assert browser.run("document.querySelector('#query').value") == "SELECT * {\n  # ?s ?p ?o"
    browser.key("Escape")
    browser.key("Tab")
    assert browser.run("document.activeElement.id") != "query"


def test_a_running_query_is_stopped(browser: Browser, server: Running) -> None:
    opened(browser, server)
    browser.run("document.querySelector('#query').select()")
    browser.type("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    browser.key("Escape")
    browser.key("Enter", "Control")
    browser.wait("!document.querySelector('#stop').hidden")
    browser.click("#stop")
    browser.wait("document.querySelector('#status').textContent === 'Stopped'")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1100), (1920, 1000)])
@pytest.mark.parametrize("dark", [False, True])
def test_it_fits_every_screen_in_both_languages(
    browser: Browser, server: Running, width: int, height: int, dark: bool
) -> None:
    browser.size(width, height, dark)
    opened(browser, server)
    for _ in range(2):
        assert browser.run("document.documentElement.scrollWidth <= innerWidth")
        outside = """[...document.querySelectorAll('.top a, .top button, .top input, .bar button:not([hidden])')]
          .filter((one) => one.offsetParent && !one.closest('[hidden]'))
          .map((one) => [one.id || one.textContent, one.getBoundingClientRect()])
          .filter(([, box]) => box.left < 0 || box.right > innerWidth + 1 || box.width < 20)
          .map(([name]) => name)"""
        assert browser.run(outside) == []
        browser.click("#language")
    red = browser.run("getComputedStyle(document.body).backgroundColor")
    assert (red == "rgb(20, 24, 30)") is dark
    browser.click("#language")
    browser.wait("document.querySelector('#run').innerText.includes('运行')")
    assert "Run" not in str(browser.run("document.querySelector('#run').innerText"))


def test_hostile_values_stay_text(browser: Browser, server: Running) -> None:
    opened(browser, server, "SELECT ?s ?o ?t { ?s ?p ?o . FILTER(CONTAINS(STR(?o), 'alert')) BIND(xbr:evil AS ?t) }")
    browser.wait("document.querySelectorAll('.rows .ref').length > 0")
    assert "<script>alert(1)</script>" in text_of(browser, ".rows")
    for view in ("#view-graph", "#view-text", "#view-table"):
        browser.click(view)
        time.sleep(0.3)
        assert browser.run("document.querySelectorAll('main script, main img, main iframe').length") == 0
    assert browser.run("[...document.querySelectorAll('a')].every((one) => /^https?:$/.test(one.protocol))")
    asks(browser, "SELECT * { " + HOSTILE)
    assert browser.run("document.querySelectorAll('main script, main img').length") == 0
    browser.run("document.querySelector('#query').select()")
    browser.type("SELECT * { ?x xb:partOf xbr:script")
    browser.wait("document.querySelector('#choices').innerText.includes('alert')")
    assert browser.run("document.querySelectorAll('#choices script, #choices img').length") == 0
    complaints = [line for line in browser.complaints() if "400" not in line]
    assert complaints == []


def test_pages_of_things_switch_language_and_search(browser: Browser, server: Running) -> None:
    browser.open(server.address + "/id/aliexpress")
    assert "Relations from it" in str(browser.run("document.body.innerText"))
    browser.click("#language")
    assert "从它出发的关系" in str(browser.run("document.body.innerText"))
    browser.run("document.querySelector('.find input').focus()")
    browser.type("cainiao")
    browser.key("Enter")
    browser.wait("location.pathname === '/search'")
    browser.wait("document.readyState === 'complete'")
    assert "菜鸟" in str(browser.run("document.body.innerText"))
    assert browser.complaints() == []


@pytest.mark.node
def test_axe_finds_nothing_that_keeps_people_out(browser: Browser, server: Running) -> None:
    axe = Path(os.environ.get("KG_NODE_MODULES", "node_modules")) / "axe-core" / "axe.min.js"
    need(axe.is_file(), "axe-core ($KG_NODE_MODULES; npm install axe-core)")
    found = []
    for dark in (False, True):
        for width in (390, 1280):
            browser.size(width, 860, dark)
            for path in ("/", "/id/aliexpress", "/id/statement/1", "/search?q=a", "/ontology/partOf", "/id/nothing"):
                browser.open(server.address + path)
                if path == "/":
                    browser.wait(READY)
                browser.run(axe.read_text(encoding="utf-8"))
                found += browser.run(
                    "axe.run(document).then((all) => all.violations.flatMap((one) =>"
                    " one.nodes.map((node) => [location.pathname, one.id, node.target.join(' ')].join(' '))))"
                )
    assert found == []
