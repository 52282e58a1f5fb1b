"""The ontology's documentation: complete, the same every time, and without the network."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg import __version__
from kg.cli.docs_command import docs_command
from kg.explore.documentation import documentation_files
from kg.graph.shapes import shapes
from kg.query import questions
from kg.vocabulary import OutputError, vocabulary


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return documentation_files()


class _Page(HTMLParser):
    """Anchors, links within the page, and what would be fetched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: list[str] = []
        self.links: set[str] = set()
        self.fetched: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.anchors += [found["id"]] if found.get("id") else []
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.links.add(str(found["href"])[1:])
        self.fetched += [str(found[key]) for key in ("src", "data", "poster") if key in found]
        if tag in ("script", "link", "iframe", "object"):
            self.fetched.append(tag)


def test_every_term_is_there(files: dict[str, str]) -> None:
    page, known = _Page(files["index.html"]), vocabulary()
    anchors = set(page.anchors)
    assert len(anchors) == len(page.anchors)
    assert {*known.classes, *known.predicates, *known.metrics} <= anchors
    assert {f"unit-{name}" for name in known.units} <= anchors
    assert {one.name for one in shapes()} <= anchors
    assert {f"question-{name}" for name in questions()} <= anchors
    assert page.links <= anchors
    assert __version__ in files["index.html"]


def test_nothing_is_fetched(files: dict[str, str]) -> None:
    assert _Page(files["index.html"]).fetched == []
    assert not re.search(r"url\((?!#)|@import", files["index.html"] + files["classes.svg"])


def test_the_picture_shows_every_class_on_its_own_ground(files: dict[str, str]) -> None:
    root = ET.fromstring(files["classes.svg"])
    space = "{http://www.w3.org/2000/svg}"
    texts = [text.text or "" for text in root.iter(f"{space}text")]
    assert all(any(text.split(" ")[0] == name for text in texts) for name in vocabulary().classes)
    boxes = [
        tuple(float(box.get(key, "0")) for key in ("x", "y", "width", "height"))
        for box in root.iter(f"{space}rect")
        if box.get("class") == "box"
    ]
    for i, (x, y, w, h) in enumerate(boxes):
        assert x + w <= float(root.get("width", "0"))
        for x2, y2, w2, h2 in boxes[i + 1 :]:
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y


def test_what_is_committed_is_what_is_made(files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        committed = (ROOT / "docs" / "ontology" / name).read_text(encoding="utf-8")
        assert committed == text, f"docs/ontology/{name} is outdated; run `kg docs`"
    found = CliRunner().invoke(docs_command, ["-o", str(tmp_path / "new" / "docs")], catch_exceptions=False)
    assert found.exit_code == 0
    assert (tmp_path / "new" / "docs" / "index.html").read_text(encoding="utf-8") == files["index.html"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    found = CliRunner().invoke(docs_command, ["-o", str(tmp_path / "file" / "docs")])
    assert isinstance(found.exception, OutputError)
