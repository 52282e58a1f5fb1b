"""The README's commands, found and run; as a script, writes anew what they print, and the pictures.

    python tests/readme.py

A ``console`` block is a session: ``$`` begins a command, ``>`` continues it, the other lines are what it prints, with a
blank line before the next command. A ``pycon`` block is the same of Python. An ``sh`` block has a command a line, whose
output is not shown. All blocks run in the order in which they stand, in one folder that holds what a checkout does.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from explore.browser import Browser, find_chromium

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "images" / "aliexpress.png"
_BLOCK = re.compile(r"(?P<head>^```(?P<kind>console|pycon|sh)\n)(?P<text>.*?)(?P<foot>^```$)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command of the README, and what the README shows of its output (None where it shows none)."""

    kind: str
    source: str
    command: str
    shown: str | None

    @property
    def installs(self) -> bool:
        return "pip install" in self.command

    @property
    def tests(self) -> bool:
        return "pytest" in self.command


def _console(text: str) -> Iterator[Step]:
    for part in re.split(r"^(?=\$ )", text, flags=re.MULTILINE):
        if not part:
            continue
        lines = part.splitlines(keepends=True)
        own = 1
        while own < len(lines) and lines[own].startswith("> "):
            own += 1
        command = "".join(line[2:] for line in lines[:own]).rstrip("\n")
        shown = "".join(lines[own:]).rstrip("\n")
        yield Step("console", "".join(lines[:own]), command, shown and f"{shown}\n")


def _python(text: str) -> Iterator[Step]:
    for example in doctest.DocTestParser().get_examples(text):
        source = "".join(
            f"{'...' if number else '>>>'} {line}"
            for number, line in enumerate(example.source.splitlines(keepends=True))
        )
        yield Step("pycon", source, example.source, example.want)


def steps_of(kind: str, text: str) -> list[Step]:
    """The commands of a block."""
    if kind == "console":
        return list(_console(text))
    if kind == "pycon":
        return list(_python(text))
    return [Step("sh", f"{line}\n", line, None) for line in text.splitlines()]


def steps(readme: str) -> list[Step]:
    """All commands, in the order in which they stand."""
    return [step for block in _BLOCK.finditer(readme) for step in steps_of(block["kind"], block["text"])]


class Session:
    """Runs commands one after the other in `folder`, with the ``kg`` of this Python before any other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("ontology", "seeds"):
            (folder / name).symlink_to(ROOT / name)
        self.environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")}
        # sys.executable of a virtual environment is a link, which must not be followed
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment["COLUMNS"] = "80"
        self._python: list[str] = []

    def run(self, step: Step) -> tuple[int, str]:
        """Exit code and output, errors and all; of Python, what it prints and the code 0."""
        if step.kind == "pycon":
            return self._run_python(step)
        command = ["bash", "-euo", "pipefail", "-c", step.command]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode()

    def _run_python(self, step: Step) -> tuple[int, str]:
        """Runs what came before again, silently: a process of its own has the folder and the environment."""
        program = (
            "import code, contextlib, io, sys\n"
            "console = code.InteractiveConsole()\n"
            "*before, last = sys.argv[1:]\n"
            "with contextlib.redirect_stdout(io.StringIO()):\n"
            "    for source in before: console.runsource(source, symbol='single')\n"
            "console.runsource(last, symbol='single')\n"
        )
        self._python.append(step.command)
        done = subprocess.run(
            [sys.executable, "-c", program, *self._python], cwd=self.folder, env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout.decode()


def rewritten(readme: str, session: Session) -> str:
    """The README with what its commands print now."""

    def block(match: re.Match[str]) -> str:
        text = ""
        for step in steps_of(match["kind"], match["text"]):
            text += ("\n" if text and step.kind == "console" else "") + step.source
            if not step.installs:
                code, printed = session.run(step)
                if code:
                    sys.exit(f"{step.command}: exit code {code}: {printed}")
                text += printed if step.shown is not None else ""
        return match["head"] + text + match["foot"]

    return _BLOCK.sub(block, readme)


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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        README.write_text(rewritten(README.read_text(encoding="utf-8"), Session(place)), encoding="utf-8")
        _take_pictures(place)
