"""Every command that reads a graph, on one graph: seconds, memory and size of what it prints, as a table in markdown.

    python benchmarks/commands.py -g graph
    python benchmarks/commands.py -g graph --only show --only "export turtle"

Each command runs in a process of its own, as a user runs it. The things that it is asked about are those with the most
statements in the graph. Seconds are those of the clock; beside them stand those of the processor, which others at work
on the machine change little.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_BUSIEST = (
    "SELECT ?thing WHERE { ?thing xb:hasStatement ?s ; a ?kind FILTER(?kind IN (xb:Platform, xb:Organization)) }"
    " GROUP BY ?thing ORDER BY DESC(COUNT(DISTINCT ?s)) ?thing LIMIT 2"
)
_FACT = "SELECT ?s WHERE { ?s a xb:Statement ; xb:subject ?a ; xb:object ?b } ORDER BY ?s LIMIT 1"
_FOLDERS = ("csv", "csv-excel", "neo4j", "obsidian", "parquet", "quickstatements")
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Run:
    """How a command ran.

    Attributes:
        name: of the command.
        seconds: by the clock.
        processor: seconds of the processor, of all its processes.
        megabytes: the most memory that one of its processes held.
        size: bytes of what it wrote.
        code: its exit code; None where it was stopped.
        said: the last line of its standard error.
    """

    name: str
    seconds: float
    processor: float
    megabytes: float
    size: int
    code: int | None
    said: str = ""


def kg(*args: str, limit: float = 1800.0, name: str = "", target: Path | None = None) -> Run:
    """Run a command to its end, or stop it after `limit` seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", *args],
            stdout=out,
            stderr=err,
            env={**os.environ, **_ONE_THREAD},
            start_new_session=True,
        )
        timer = threading.Timer(limit, os.killpg, (process.pid, signal.SIGKILL))
        timer.start()
        _, status, used = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        size = out.seek(0, os.SEEK_END) + (size_of(target) if target else 0)
        err.seek(0)
        lines = err.read().decode("utf-8", "replace").strip().splitlines()
    code = None if process.returncode < 0 else process.returncode
    said = lines[-1] if lines else ""
    return Run(name or " ".join(args), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, size, code, said)


def size_of(path: Path) -> int:
    """Bytes of a file, or of all files of a folder."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size if path.exists() else 0


def rows(graph: Path, query: str) -> list[str]:
    """The first column of what a query answers with."""
    command = [sys.executable, "-m", "kg", "query", query, "-g", str(graph), "--format", "csv"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.splitlines()[1:]


def reading(graph: Path) -> list[tuple[str, ...]]:
    """The commands that answer about a graph, but for exports, pictures and the server."""
    first, second = rows(graph, _BUSIEST)
    fact = rows(graph, _FACT)[0]
    questions = sorted(path.stem for path in (ROOT / "ontology" / "questions").glob("*.rq"))
    return [
        ("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
        ("stats",),
        ("show", first),
        *(("ask", question) for question in questions),
        ("ask", "timeline", "--name", first),
        ("path", first, second),
        ("path", first, second, "--all"),
        ("timeline", first),
        ("rank",),
        ("rank", "--by", "pagerank"),
        ("rank", "--by", "betweenness"),
        ("communities",),
        ("compare", first, second),
        ("explain", fact),
        ("stats", "--format", "void"),
        ("validate",),
    ]


def writing(graph: Path, work: Path) -> Iterator[tuple[tuple[str, ...], Path]]:
    """The commands that write files, each with what it writes."""
    first = rows(graph, _BUSIEST)[0]
    for args in ((), ("--focus", first), ("--focus", first, "--engine", "pyvis")):
        yield ("viz", *args), work / "page.html"
    listed = subprocess.run(
        [sys.executable, "-c", "from kg.exchange.formats import FORMATS; print(*FORMATS)"],
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    for form in listed:
        yield ("export", form), work / form


def served(graph: Path) -> Iterator[Run]:
    """The pages of ``kg serve``, each asked for once."""
    first = urllib.parse.urlsplit(rows(graph, _BUSIEST)[0]).path.rpartition("/")[2]
    command = [sys.executable, "-m", "kg", "serve", "-g", str(graph), "--port", "0", "--quiet"]
    query = urllib.parse.quote("SELECT (COUNT(*) AS ?n) { ?s a xb:Statement }")
    pages = ("/", f"/id/{first}", f"/id/{first}.ttl", f"/search?q={first}", f"/sparql?query={query}", "/explore")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        try:
            assert server.stdout is not None
            address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
            for page in pages:
                started = time.perf_counter()
                code: int | None = 0
                try:
                    with urllib.request.urlopen(address.rstrip("/") + page, timeout=600) as answer:
                        size = len(answer.read())
                except OSError:
                    code, size = 1, 0
                yield Run(
                    f"serve {page.split('=')[0]}", time.perf_counter() - started, 0.0, _memory(server.pid), size, code
                )
        finally:
            server.send_signal(signal.SIGTERM)


def _memory(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def measure(graph: Path, only: Iterable[str] = (), limit: float = 1800.0) -> Iterator[Run]:
    """Run the commands whose names begin with one of `only`; all without it."""
    wanted = tuple(only) or ("",)
    for args in reading(graph):
        name = " ".join(args[:2] if args[0] == "ask" else (args[0], *(one for one in args[1:] if one.startswith("--"))))
        if name.startswith(wanted):
            yield (
                kg(*args, "-g", str(graph), limit=limit, name=name)
                if args[0] != "validate"
                else kg(*args, str(graph), limit=limit, name=name)
            )
    with tempfile.TemporaryDirectory() as folder:
        for args, target in writing(graph, Path(folder)):
            name = " ".join(word for word in args if "/" not in word)
            if name.startswith(wanted):
                yield kg(*args, "-g", str(graph), "-o", str(target), limit=limit, name=name, target=target)
    if "serve".startswith(wanted):
        yield from served(graph)


def table(runs: Iterable[Run]) -> Iterator[str]:
    """The runs as a table in markdown, a line at a time."""
    yield "| command | s | s of the processor | MB | kB written | |"
    yield "| --- | ---: | ---: | ---: | ---: | --- |"
    for run in runs:
        code = "stopped" if run.code is None else f"exit {run.code}: {run.said[:100]}" if run.code else ""
        numbers = f"{run.seconds:.1f} | {run.processor:.1f} | {run.megabytes:,.0f} | {run.size / 1000:,.1f}"
        yield f"| {run.name} | {numbers} | {code} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-g", "--graph", type=Path, required=True)
    parser.add_argument("--only", action="append", default=[], help="commands that begin so")
    parser.add_argument("--limit", type=float, default=1800.0, help="seconds after which a command is stopped")
    parser.add_argument("--json", action="store_true", help="an object a line instead of the table")
    given = parser.parse_args()
    found = measure(given.graph, given.only, given.limit)
    for line in (json.dumps(vars(run)) for run in found) if given.json else table(found):
        print(line, flush=True)


if __name__ == "__main__":
    main()
