"""Writes anew what the README and the pages of ``docs/`` show: what their commands print, and their pictures.

    python tests/readme.py                 # all of them, and the pictures
    python tests/readme.py docs/sparql.md  # this page alone, without pictures

How a page is written, tells :mod:`pages`.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from explore.browser import Browser, find_chromium
from pages import ROOT, Session, rewritten

README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "aliexpress.png"
# Pages whose blocks are carried out, and what they draw.
PAGES = {
    "README.md": (),
    "docs/tutorial.md": ("cainiao.svg",),
    "docs/fact-model.md": (),
    "docs/sparql.md": (),
    "docs/quality.md": (),
    "docs/security.md": (),
    "docs/many-articles.md": (),
    "docs/tasks/articles.md": (),
    "docs/tasks/name.md": (),
    "docs/tasks/rule.md": (),
    "docs/tasks/predicate.md": (),
    "docs/tasks/metric.md": (),
    "docs/tasks/format.md": (),
}


def session_of(page: str, folder: Path) -> Session:
    """Where the blocks of a page run: those of ``docs/`` in a copy of the checkout, which they may change."""
    return Session(folder, checkout=page != "README.md")


def write_anew(page: str, folder: Path) -> None:
    """Carry out a page in `folder`, and write what it yields into the page and among the pictures."""
    path = ROOT / page
    text = rewritten(path.read_text(encoding="utf-8"), session_of(page, folder))
    path.write_text(text, encoding="utf-8")
    for picture in PAGES[page]:
        shutil.copyfile(folder / picture, PICTURE.parent / picture)


def _take_pictures(folder: Path) -> None:
    """Screenshots of pages that the README's commands made: its own picture, and those of the whole explorer."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("no Chromium on the PATH: the pictures stay as they are")
    whole = folder / "exports" / "kg.html"
    with Browser(chromium) as browser:
        for picture, page, size, theme, does in _PICTURES:
            path = folder / page if page else whole
            browser.size(*size)
            browser.media(prefers_color_scheme=theme)
            browser.open("about:blank")
            browser.open(path)
            browser.rest(1.0)
            for step in does:
                browser.ask(f"{step};1")
                browser.rest(0.8)
            browser.picture(PICTURE.parent / picture)


_CHOOSE = "[...document.querySelectorAll('#panel .chip')].find((one) => one.textContent.includes('速卖通')).click()"
_PHONE = (390, 844, True, 2)
# Name, page (the whole graph where none is named), size of the window, theme, what is clicked.
_PICTURES: tuple[tuple[str, str, tuple[int, ...], str, tuple[str, ...]], ...] = (
    (PICTURE.name, f"{PICTURE.stem}.html", (1400, 860), "light", ()),
    ("explorer.png", "", (1440, 900), "light", ()),
    (
        "explorer-evidence.png",
        "",
        (1440, 900),
        "light",
        (_CHOOSE, "document.querySelector('#panel .fact summary').click()"),
    ),
    ("explorer-dark.png", "", (2200, 1240), "dark", (_CHOOSE, "document.getElementById('b-table').click()")),
    ("explorer-time.png", "", (1440, 900), "light", ("document.querySelector('[data-layout=time]').click()",)),
    ("explorer-phone.png", "", _PHONE, "light", (_CHOOSE,)),
)


def main(given: list[str]) -> None:
    """Write `given` pages anew, or all of them and the pictures."""
    for page in given or PAGES:
        with tempfile.TemporaryDirectory() as temporary:
            write_anew(page, Path(temporary))
            if not given and page == "README.md":
                _take_pictures(Path(temporary))


if __name__ == "__main__":
    main(sys.argv[1:])
