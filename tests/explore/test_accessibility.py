"""The explorer for readers with a keyboard, a screen reader, or less movement; axe-core finds nothing serious."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import need

from kg.explore import write_page

from .browser import Browser, find_chromium
from .samples import SAMPLE, graph_of

pytestmark = pytest.mark.browser

_VIOLATIONS = """axe.run(document, { resultTypes: ["violations"] }).then((found) => found.violations
  .filter((one) => one.impact === "serious" || one.impact === "critical")
  .map((one) => one.id + ": " + one.nodes[0].html.slice(0, 200)))"""
_STEPS = (
    "1",
    "document.querySelector('#panel .chip').click()",
    "document.querySelector('#panel .fact summary').click()",
    "document.querySelector('#panel .more .plain').click()",
    "document.getElementById('b-table').click()",
    "document.getElementById('b-path').click()",
    "document.getElementById('b-articles').click()",
    "document.querySelector('#panel .articles button').click()",
    "document.getElementById('b-export').click()",
    "document.getElementById('b-lang').click()",
    "document.getElementById('b-help').click()",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_chromium()
    need(found is not None, "a Chromium on the PATH (Debian: apt-get install chromium)")
    assert found is not None
    with Browser(found) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "kg.html"
    write_page(graph_of(SAMPLE), path)
    return path


def opened(browser: Browser, page: Path) -> None:
    browser.open("about:blank")
    browser.said.clear()
    browser.open(page)
    browser.rest(0.4)


@pytest.mark.node
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_axe_finds_nothing_serious(browser: Browser, page: Path, theme: str, size: tuple[int, int]) -> None:
    axe = Path(os.environ.get("KG_NODE_MODULES", "node_modules")) / "axe-core" / "axe.min.js"
    need(axe.is_file(), "axe-core ($KG_NODE_MODULES; npm install axe-core)")
    browser.size(*size)
    browser.media(prefers_color_scheme=theme)
    opened(browser, page)
    browser.ask(axe.read_text(encoding="utf-8") + ";1")
    for step in _STEPS:
        browser.ask(f"{step};1")
        browser.rest(0.3)
        assert (step, browser.ask(_VIOLATIONS)) == (step, [])
    assert browser.said == []


def _focused(browser: Browser) -> str:
    told = "document.activeElement.id || (document.activeElement.closest('[id]') || {}).id || ''"
    return str(browser.ask(told))


def test_tab_reaches_everything(browser: Browser, page: Path) -> None:
    browser.size(1400, 900)
    opened(browser, page)
    browser.ask("document.getElementById('b-table').click()")
    browser.ask("document.activeElement.blur()")
    wanted = {"q", "b-path", "b-export", "filters", "canvas", "layouts", "size", "z-fit", "panel", "table"}
    for _ in range(120):
        browser.key("Tab", rest=0.01)
        wanted.discard(_focused(browser))
        if not wanted:
            break
    assert wanted == set()


def test_keys_walk_choose_hide_and_undo(browser: Browser, page: Path) -> None:
    browser.size(1400, 900)
    opened(browser, page)
    browser.ask("document.getElementById('canvas').focus()")
    browser.key("ArrowRight")
    first = browser.ask("document.querySelector('#panel h2').textContent")
    assert first == "速卖通"  # the most linked
    walked = set()
    for key in ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
        browser.key(key)
        walked.add(browser.ask("document.querySelector('#panel h2').textContent"))
    assert len(walked) > 2
    second = browser.ask("document.querySelector('#panel h2').textContent")
    assert second in browser.ask("document.getElementById('live').textContent")
    browser.key("h")
    assert browser.ask("kgviz.stats().visibleNodes") == 5
    browser.key("z", modifiers=2)
    assert browser.ask("kgviz.stats().visibleNodes") == 6
    browser.key("y", modifiers=2)
    assert browser.ask("kgviz.stats().visibleNodes") == 5
    browser.key("/")
    assert _focused(browser) == "q"


def test_without_movement_the_camera_jumps(browser: Browser, page: Path) -> None:
    browser.size(1400, 900)
    browser.media(prefers_reduced_motion="reduce")
    try:
        opened(browser, page)
        browser.ask("document.getElementById('z-in').click(); document.getElementById('z-in').click()")
        browser.rest(0.1)
        places = "JSON.stringify(kgviz.positions())"
        browser.ask("document.getElementById('z-fit').click()")
        browser.rest(0.1)
        there = browser.ask(places)
        browser.rest(0.6)
        assert browser.ask(places) == there
    finally:
        browser.media()
