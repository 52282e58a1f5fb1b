"""Pages whose code blocks are carried out, and which show what comes of it: the README and ``docs/``.

What a block does depends on its kind and its title:

- ``console`` is a session: ``$`` begins a command, ``>`` continues it, the other lines are what it prints, with a blank
  line before the next command. ``pycon`` is the same of Python. ``sh`` has a command a line, whose output is not shown.
- ``sparql`` is a query, asked of the graph that the page made last; the ``text`` block behind it is the answer.
- ``facts`` is what is read off the sentence that stands before it as a quotation.
- A block of any kind with a title is a file: ``title="news/a.txt"`` is the whole of it, ``title="at the end of FILE"``
  is added to it, ``title="in FILE, below: LINE"`` is put below the one line that begins so.

All blocks of a page run in the order in which they stand, in one folder.
"""

from __future__ import annotations

import doctest
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BLOCK", "RUN", "Session", "Step", "rewritten", "steps", "steps_of"]

ROOT = Path(__file__).resolve().parent.parent
RUN = ("console", "pycon", "sh", "sparql", "facts")
BLOCK = re.compile(
    r"(?P<head>^```(?P<kind>\w+)(?: title=\"(?P<title>[^\"\n]+)\")?\n)(?P<text>.*?)(?P<foot>^```$)"
    r"(?P<answer>\n\n```text\n.*?^```$)?",
    re.MULTILINE | re.DOTALL,
)
_QUOTED = re.compile(r"^> (.+)$", re.MULTILINE)
_PLACE = re.compile(r"(?:at the end of (?P<end>\S+)|in (?P<file>\S+), below: (?P<line>.+))\Z")
# What a checkout is made of, as far as the pages need it.
_CHECKOUT = ("kg", "ontology", "seeds", "docs/tutorial", "tests/gold")
_GRAPH = re.compile(r"\bkg build\b(?:.*?-o (?P<folder>\S+))?", re.DOTALL)


@dataclass(frozen=True)
class Step:
    """A command of a page, and what the page shows of its output (None where it shows none)."""

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
    """The commands of a block of commands."""
    if kind == "console":
        return list(_console(text))
    if kind == "pycon":
        return list(_python(text))
    return [Step("sh", f"{line}\n", line, None) for line in text.splitlines()]


def steps(page: str) -> list[Step]:
    """All commands of a page, in the order in which they stand."""
    blocks = (block for block in BLOCK.finditer(page) if block["kind"] in ("console", "pycon", "sh"))
    return [step for block in blocks if not block["title"] for step in steps_of(block["kind"], block["text"])]


class Session:
    """Runs commands one after the other in `folder`, with the ``kg`` of this Python before any other.

    Args:
        folder: an empty folder; it gets the seeds, the ontology and the pages.
        checkout: whether it gets a copy of the whole program instead, which is then the one that runs.
    """

    def __init__(self, folder: Path, checkout: bool = False) -> None:
        self.folder = folder
        self.graph = "exports"
        self.environment = {key: value for key, value in os.environ.items() if key not in ("KG_GRAPH", "KG_DEBUG")}
        # sys.executable of a virtual environment is a link, which must not be followed
        self.environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment |= {"COLUMNS": "80", "KG_LANG": "en"}
        self._python: list[str] = []
        if checkout:
            for name in _CHECKOUT:
                shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "held-out"))
            self.environment["PYTHONPATH"] = str(folder)
            return
        for name in ("docs", "ontology", "seeds"):
            (folder / name).symlink_to(ROOT / name)

    def run(self, step: Step) -> tuple[int, str]:
        """Exit code and output, errors and all; of Python, what it prints and the code 0."""
        if step.kind == "pycon":
            return self._run_python(step)
        built = _GRAPH.search(step.command)
        if built:
            self.graph = built["folder"] or "exports"
        return self._do(["bash", "-euo", "pipefail", "-c", step.command])

    def _do(self, command: list[str]) -> tuple[int, str]:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        # as editors leave it: no blanks at the ends of lines
        return done.returncode, "\n".join(line.rstrip() for line in done.stdout.decode().split("\n"))

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
        return self._do([sys.executable, "-c", program, *self._python])

    def ask(self, query: str) -> str:
        """The answer of a query of the page's graph, as ``kg query`` prints it."""
        triples = re.search(r"^\s*(CONSTRUCT|DESCRIBE)\b", query, re.MULTILINE)
        form = ["--format", "ttl"] if triples else ["--format", "table", "--labels", "en"]
        code, printed = self._do([sys.executable, "-m", "kg", "query", "-g", self.graph, *form, query])
        if code:
            sys.exit(f"{query}\nexit code {code}: {printed}")
        return printed

    def read(self, sentences: list[str]) -> list[str]:
        """What is read off each sentence, a line a fact."""
        program = f"import sys; sys.path.insert(0, {str(ROOT / 'tests')!r}); import sentences; sentences.main()"
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=self.folder, env=self.environment, check=True,
            input=json.dumps(sentences).encode(), stdout=subprocess.PIPE,
        )  # fmt: skip
        answer: list[str] = json.loads(done.stdout)
        return answer

    def put(self, title: str, text: str) -> None:
        """Write the file of a block with a title, or add to it."""
        place = _PLACE.match(title)
        path = self.folder / (place["end"] or place["file"] if place else title)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not place:
            path.write_text(text, encoding="utf-8")
            return
        old = path.read_text(encoding="utf-8")
        if place["end"]:
            path.write_text(f"{old.rstrip()}\n\n{text}", encoding="utf-8")
            return
        lines = old.splitlines(keepends=True)
        found = [number for number, line in enumerate(lines) if line.strip().startswith(place["line"])]
        if len(found) != 1:
            sys.exit(f"{place['file']} has {len(found)} lines that begin with {place['line']!r}, not one")
        path.write_text("".join([*lines[: found[0] + 1], text, *lines[found[0] + 1 :]]), encoding="utf-8")


def _commands(session: Session, kind: str, given: str) -> str:
    text = ""
    for step in steps_of(kind, given):
        text += ("\n" if text and step.kind == "console" else "") + step.source
        if step.installs:
            text += step.shown or ""
            continue
        code, printed = session.run(step)
        if code:
            sys.exit(f"{step.command}: exit code {code}: {printed}")
        text += printed if step.shown is not None else ""
    return text


def rewritten(page: str, session: Session) -> str:
    """The page with what its blocks yield now."""
    sentences = [_sentence(page, block) for block in BLOCK.finditer(page) if block["kind"] == "facts"]
    read = iter(session.read(sentences) if sentences else [])

    def block(match: re.Match[str]) -> str:
        kind, text = match["kind"], match["text"]
        if match["title"]:
            session.put(match["title"], text)
            return match.group()
        answer = match["answer"] or ""
        if kind == "sparql":
            printed = session.ask(text).rstrip("\n")
            answer = f"\n\n```text\n{printed}\n```"
        elif kind == "facts":
            text = next(read)
        elif kind in RUN:
            text = _commands(session, kind, text)
        return f"{match['head']}{text}{match['foot']}{answer}"

    return BLOCK.sub(block, page)


def _sentence(page: str, block: re.Match[str]) -> str:
    """The last quotation before a block."""
    return _QUOTED.findall(page, 0, block.start())[-1]
