"""How many megabytes a second one core reads: markdown of a corpus, saved pages small and of a real page's size.

python benchmarks/reading_speed.py [FOLDER_OR_TAR]
"""

from __future__ import annotations

import sys
import tarfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from articles.page_layouts import LAYOUTS, pages
from articles.page_texts import TEXTS, Text

from kg.articles.reading import article_in

GOAL = 5.0  # megabytes a second
SECONDS = 3.0


def grown(text: Text) -> Text:
    """An article of the length of a long report."""
    return replace(text, lines=text.lines * 6)


def real_sized() -> list[bytes]:
    """Pages with the styles, scripts and menus that real ones carry."""
    style = "<style>" + ".nav-item:hover{color:#f30;margin:0 auto}\n" * 700 + "</style>"
    script = "<script>" + "window.__q=window.__q||[];window.__q.push({id:1,t:'<div>'});\n" * 500 + "</script>"
    menu = (
        '<div class="nav"><ul>'
        + "".join(f'<li class="nav-item"><a href="/c/{n}" target="_blank">栏目{n}</a></li>' for n in range(120))
        + "</ul></div>"
    )
    return [
        layout.write(grown(TEXTS[number]))
        .replace("</head>", style + script + "</head>")
        .replace("</HEAD>", style + "</HEAD>")
        .replace("<body", menu + "<body", 1)
        .encode()
        for layout in LAYOUTS
        for number in layout.texts
    ]


def corpus(path: Path) -> list[bytes]:
    """The first thousand articles of a folder or tar archive."""
    if path.is_dir():
        return [file.read_bytes() for file in islice(sorted(path.rglob("*.md")), 1000)]
    with tarfile.open(path) as archive:
        files = (archive.extractfile(member) for member in archive if member.isfile())
        return [file.read() for file in islice(files, 1000) if file]


def speed(files: list[bytes], suffix: str) -> float:
    """Megabytes a second."""
    article_in(files[0], "a", "a", suffix)
    size, started = 0, time.process_time()
    while time.process_time() - started < SECONDS:
        for data in files:
            article_in(data, "a", "a", suffix)
            size += len(data)
    return size / (time.process_time() - started) / 1e6


def main() -> int:
    measured = {
        "saved pages of 4 kB, markup and little text": speed([data for _, _, data in pages()], ".html"),
        "saved pages of a real page's size": speed(real_sized(), ".html"),
        "plain text": speed([("\n".join(text.lines * 4)).encode() for text in TEXTS], ".txt"),
    }
    if len(sys.argv) > 1:
        measured["markdown"] = speed(corpus(Path(sys.argv[1])), ".md")
    for name, value in measured.items():
        print(f"{value:6.1f} MB/s  {name}")
    return 0 if min(measured.values()) >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
