"""The page of pyvis in a headless Chromium: it draws, says nothing on the console, and asks the network for nothing."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest
from conftest import need

from kg.explore import View, write_pyvis_page
from kg.graph import GraphView

from .samples import SAMPLE, graph_of
from .test_pyvis_page import Page, hostile_graph

pytestmark = pytest.mark.browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
# Every request that is not for the page itself would be seen: hosts do not resolve, and the log tells of each failure.
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=6000",
    "--window-size=1000,700",
)  # fmt: skip


@pytest.fixture
def chromium() -> str:
    found = next((path for path in map(shutil.which, _NAMES) if path), None)
    need(found is not None, "a Chromium on the PATH (Debian: apt-get install chromium)")
    assert found is not None
    return found


def browse(chromium: str, page: Path, *flags: str) -> tuple[str, list[str]]:
    """What the browser prints, and what the page said on its console."""
    profile = page.parent / "profile"
    command = [chromium, *_FLAGS, f"--user-data-dir={profile}", *flags, page.as_uri()]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    said = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    return done.stdout.decode("utf-8"), said


def colours(png: Path) -> set[tuple[int, int, int]]:
    """The colours of a PNG of 8-bit RGB or RGBA without interlace (PNG specification, sections 7 and 9)."""
    data, at, packed, header = png.read_bytes(), 8, b"", b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        header = body if kind == b"IHDR" else header
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    width, height, _, colour = struct.unpack(">IIBB", header[:10])
    size = {2: 3, 6: 4}[colour]
    raw, before, seen = zlib.decompress(packed), bytearray(width * size), set()
    for row in range(height):
        start = row * (width * size + 1)
        before = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + width * size]), before, size)
        seen |= {(before[i], before[i + 1], before[i + 2]) for i in range(0, len(before), size)}
    return seen


def _unfiltered(kind: int, line: bytearray, above: bytearray, size: int) -> bytearray:
    for index in range(len(line)):
        left = line[index - size] if index >= size else 0
        up = above[index]
        corner = above[index - size] if index >= size else 0
        if kind == 1:
            line[index] = (line[index] + left) & 255
        elif kind == 2:
            line[index] = (line[index] + up) & 255
        elif kind == 3:
            line[index] = (line[index] + (left + up) // 2) & 255
        elif kind == 4:
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))
            line[index] = (line[index] + near[2]) & 255
    return line


@pytest.mark.parametrize("make", [lambda: graph_of(SAMPLE), hostile_graph, lambda: graph_of("")])
def test_the_page_opens_without_a_word_on_the_console(chromium: str, tmp_path: Path, make: object) -> None:
    graph = make() if callable(make) else None
    assert isinstance(graph, GraphView)
    page = tmp_path / "kg.html"
    write_pyvis_page(graph, page)
    dom, said = browse(chromium, page, "--dump-dom")
    assert said == []
    assert dom.count("<canvas") == 1
    tags = {tag for tag, _ in Page(dom).elements}
    assert not tags & {"img", "iframe", "link", "a"}


def test_a_forbidden_request_would_be_seen(chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "kg.html"
    write_pyvis_page(graph_of(SAMPLE), page)
    html = page.read_text(encoding="utf-8")
    page.write_text(html.replace("<main>", '<main><img src="https://example.org/x.png">'), encoding="utf-8")
    _, said = browse(chromium, page, "--dump-dom")
    assert any("Content Security Policy" in line for line in said)


_HOVER = """<script>
for (const id of nodes.getIds()) {
  const at = network.canvasToDOM(network.getPositions([id])[id]), box = network.canvas.frame.getBoundingClientRect();
  const over = {clientX: at.x + box.left, clientY: at.y + box.top, bubbles: true};
  setTimeout(() => network.canvas.frame.canvas.dispatchEvent(new MouseEvent("mousemove", over)), 400 * id + 200);
  setTimeout(() => { document.body.append(document.querySelector(".vis-tooltip").cloneNode(true)); }, 400 * id + 500);
}
</script>"""


def test_hostile_names_are_text_in_tooltips(chromium: str, tmp_path: Path) -> None:
    page = tmp_path / "kg.html"
    write_pyvis_page(hostile_graph(), page)
    html = page.read_text(encoding="utf-8")
    # Without the policy, so that anything that became HTML would run.
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html).replace("</body>", _HOVER + "</body>")
    page.write_text(bare, encoding="utf-8")
    dom, said = browse(chromium, page, "--dump-dom")
    assert said == []
    seen = Page(dom)
    tips = [attributes for _, attributes in seen.elements if attributes.get("class") == "vis-tooltip"]
    assert len(tips) > 5
    assert not {tag for tag, _ in seen.elements} & {"img", "iframe", "link", "a"}
    assert seen.text.count("关系 relations:") > 5


def test_things_and_lines_are_drawn(chromium: str, tmp_path: Path) -> None:
    page, shot = tmp_path / "kg.html", tmp_path / "shot.png"
    write_pyvis_page(graph_of(SAMPLE), page, View(focus=("速卖通",)))
    _, said = browse(chromium, page, f"--screenshot={shot}")
    assert said == []
    seen = colours(shot)
    # platform, organization, place, a denied line
    assert {(0xE8, 0x83, 0x3A), (0x3B, 0x6F, 0xB6), (0x8D, 0x99, 0xA6), (0xC0, 0x2F, 0x2F)} <= seen
