"""The pages of ``docs/`` as a site: built without a warning, whole, and without anything from the network."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import urllib.parse
from importlib.util import find_spec
from pathlib import Path

import pytest
from conftest import ROOT, need
from explore.browser import Browser, find_chromium


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    need(find_spec("material") is not None, "mkdocs-material (pip install -e '.[docs]')")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder], cwd=ROOT, check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode()
    return folder


def pages(site: Path) -> list[Path]:
    return sorted(page for page in site.rglob("*.html") if page.name != "404.html")  # that one is for servers


def test_every_page_is_there_and_in_the_navigation(site: Path) -> None:
    made = {page.relative_to(site).with_suffix(".md").as_posix() for page in pages(site)}
    sources = {page.relative_to(ROOT / "docs").as_posix() for page in (ROOT / "docs").rglob("*.md")}
    assert {name.replace("README.md", "index.md") for name in sources} <= made
    navigation = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:\n")[1]
    assert sorted(name for name in sources if name not in navigation) == []


def test_links_and_anchors_lead_somewhere(site: Path) -> None:
    texts = {page: page.read_text(encoding="utf-8") for page in pages(site)}
    ids = {page: {html.unescape(one) for one in re.findall(r'\bid="([^"]+)"', text)} for page, text in texts.items()}
    lost = []
    for page, text in texts.items():
        for target in map(html.unescape, re.findall(r'\b(?:href|src)="([^"]+)"', text)):
            parts = urllib.parse.urlsplit(target)
            if parts.scheme or target in ("#", "."):
                continue
            path = (page.parent / urllib.parse.unquote(parts.path)).resolve() if parts.path else page
            anchor = urllib.parse.unquote(parts.fragment)
            if not path.exists() or (anchor and path in ids and anchor not in ids[path] and anchor != "__skip"):
                lost.append(f"{page.relative_to(site)}: {target}")
    assert lost == []


def test_nothing_is_loaded_from_the_network(site: Path) -> None:
    loads = re.compile(r'<(?:script|img|iframe|source|link)\b[^>]*?\b(?:src|href)="(?:https?:)?//[^"]+"[^>]*>')
    found = {page.name: loads.findall(page.read_text(encoding="utf-8")) for page in pages(site)}
    assert {name: tags for name, tags in found.items() if [tag for tag in tags if "canonical" not in tag]} == {}
    styles = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"(?:@import|url\()\s*[\"']?(?:https?:)?//", styles)


@pytest.mark.browser
def test_a_browser_without_network_shows_and_searches_it(site: Path) -> None:
    chromium = find_chromium()
    need(chromium is not None, "a Chromium")
    assert chromium is not None
    with Browser(chromium) as browser:
        for name in ("index.html", "tutorial.html", "sparql.html"):
            browser.open(site / name)
            browser.rest(0.5)
            wide = browser.ask("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, name
            broken = browser.ask("[...document.images].filter((one) => !one.naturalWidth).map((one) => one.src)")
            assert broken == [], name
        browser.ask("document.querySelector('[data-md-component=search-query]').focus();1")
        browser.type("modality")
        for _ in range(40):
            browser.rest(0.25)
            if browser.ask("document.querySelectorAll('.md-search-result__item').length"):
                break
        assert browser.ask("document.querySelectorAll('.md-search-result__item').length") > 0
        assert [url for url in browser.requests if not url.startswith(("file:", "data:", "blob:", "about:"))] == []
        assert [line for line in browser.said if "rror" in line] == []
