"""How the server bears load: 50 clients at once, beside two queries without end.

    python benchmarks/server.py                      # 60 s on the graph of the seeds
    python benchmarks/server.py --seconds 6 --clients 5 --graph FOLDER

Each client asks a query of about a millisecond, another each time, reads and checks the answer, and waits before the
next (`--pause`, in milliseconds; what people and their notebooks do). Two more clients ask queries that never end; each
must be refused with 504 when its time is over. Prints latencies and the memory of the idle server; fails where a figure
is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote, urlsplit

import pyoxigraph as ox

from kg.graph import open_graph
from kg.vocabulary.namespaces import PREFIXES

NAMES = "SELECT ?name WHERE { <%s> skos:prefLabel ?name }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . FILTER(?c != ?f || ?i != ?l) }"
LIMITS = {"p95": 25.0, "idle": 150.0, "late": 2.0}  # milliseconds, MiB, seconds over the limit


@dataclass
class Seen:
    """What the clients saw."""

    milliseconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    runaway: list[tuple[int, float]] = field(default_factory=list)


class Client:
    """One connection that is kept open."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port or 80
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, query: str) -> tuple[int, bytes]:
        if self.streams is None:
            self.streams = await asyncio.open_connection(self.host, self.port)
        reader, writer = self.streams
        writer.write(f"GET /sparql?query={quote(query, safe='')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head)
        body = await reader.readexactly(int(length[1])) if length else b""
        return int(head[9:12]), body

    def close(self) -> None:
        if self.streams is not None:
            self.streams[1].close()


def questions(graph: Path) -> list[tuple[str, frozenset[str]]]:
    """Queries with what is right, found in the graph without any server."""
    view = open_graph(graph)
    label = ox.NamedNode(PREFIXES["skos"] + "prefLabel")
    right: dict[str, set[str]] = {}
    for triple in view.triples(None, label):
        right.setdefault(triple.subject.value, set()).add(triple.object.value)
    return [(NAMES % iri, frozenset(names)) for iri, names in sorted(right.items())]


async def ask_often(
    address: str, asked: list[tuple[str, frozenset[str]]], seen: Seen, end: float, pause: float, seed: int
) -> None:
    chance, client = random.Random(seed), Client(address)
    await asyncio.sleep(chance.random() * pause)
    while time.perf_counter() < end:
        query, right = chance.choice(asked)
        query += f" # {chance.random()}"  # no answer is one that was kept
        started = time.perf_counter()
        try:
            status, body = await client.ask(query)
            seen.milliseconds.append((time.perf_counter() - started) * 1000)
            found = {row["name"]["value"] for row in json.loads(body)["results"]["bindings"]} if status == 200 else None
            if found != right:
                seen.errors[f"status {status}" if status != 200 else "wrong answer"] += 1
        except (OSError, EOFError, ValueError) as error:
            seen.errors[type(error).__name__] += 1
            client.close()
            client = Client(address)
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
    client.close()


async def run_away(address: str, seen: Seen, end: float) -> None:
    client = Client(address)
    while time.perf_counter() < end:
        started = time.perf_counter()
        status, _ = await client.ask(RUNAWAY + f" # {started}")
        seen.runaway.append((status, time.perf_counter() - started))
    client.close()


async def load(address: str, graph: Path, options: argparse.Namespace) -> Seen:
    seen, asked = Seen(), questions(graph)
    warm = Client(address)
    for query, _ in asked[:20]:
        await warm.ask(query)
    warm.close()
    end = time.perf_counter() + options.seconds
    clients = [ask_often(address, asked, seen, end, options.pause / 1000, seed) for seed in range(options.clients)]
    await asyncio.gather(*clients, *(run_away(address, seen, end) for _ in range(options.runaway)))
    return seen


def resident(pid: int) -> float:
    """Resident memory of a process and its children, MiB."""
    listed = subprocess.run(["ps", "--ppid", str(pid), "-o", "pid="], capture_output=True, check=False).stdout.split()
    total = 0
    for one in (pid, *map(int, listed)):
        lines = Path(f"/proc/{one}/status").read_text(encoding="ascii").splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return total / 1024


def start(graph: Path, timeout: float) -> tuple[subprocess.Popen[bytes], str]:
    command = [
        sys.executable,
        "-m",
        "kg",
        "serve",
        "-g",
        str(graph),
        "--port",
        "0",
        "--timeout",
        str(timeout),
        "--quiet",
    ]
    server = subprocess.Popen(command, stderr=subprocess.PIPE)
    assert server.stderr is not None
    line = server.stderr.readline().decode()
    if "http://" not in line:
        raise SystemExit(f"the server did not start: {line}")
    return server, line.split()[2]


def report(seen: Seen, idle: float, options: argparse.Namespace) -> list[str]:
    """Print the figures; those that are missed."""
    times = sorted(seen.milliseconds) or [float("inf")]
    p95 = times[int(len(times) * 0.95) - 1]
    late = max((seconds - options.timeout for _, seconds in seen.runaway), default=0.0)
    refused = Counter(status for status, _ in seen.runaway)
    print(f"clients                {options.clients}, each every {options.pause:g} ms")
    print(f"answers                {len(times)} ({len(times) / options.seconds:.0f} a second)")
    print(f"errors                 {dict(seen.errors) or 'none'}")
    print(f"median                 {statistics.median(times):.1f} ms")
    print(f"95 of 100              {p95:.1f} ms (limit {LIMITS['p95']:g})")
    print(f"99 of 100, slowest     {times[int(len(times) * 0.99) - 1]:.1f} ms, {times[-1]:.1f} ms")
    print(f"queries without end    {dict(refused)}, at most {late:.2f} s late (limit {LIMITS['late']:g})")
    print(f"idle memory            {idle:.0f} MiB (limit {LIMITS['idle']:g})")
    missed = []
    if seen.errors:
        missed.append("errors or wrong answers")
    if options.runaway and set(refused) != {504}:
        missed.append("a query without end was not refused by 504")
    for name, value in (("p95", p95), ("idle", idle), ("late", late)):
        if value > LIMITS[name] * options.slack:
            missed.append(name)
    return missed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--graph", type=Path, help="folder of a graph; without it that of the seeds is built")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--pause", type=float, default=250, help="milliseconds between two queries of a client")
    parser.add_argument("--runaway", type=int, default=2, help="clients whose queries never end")
    parser.add_argument("--timeout", type=float, default=5, help="seconds that the server gives a query")
    parser.add_argument("--slack", type=float, default=1, help="limits are so many times as wide, for busy machines")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        graph = options.graph or Path(folder, "graph")
        if options.graph is None:
            subprocess.run(
                [sys.executable, "-m", "kg", "build", "-o", str(graph)], check=True, stdout=subprocess.DEVNULL
            )
        server, address = start(graph, options.timeout)
        try:
            time.sleep(1)
            idle = resident(server.pid)
            seen = asyncio.run(load(address, graph, options))
        finally:
            server.terminate()
            server.wait(60)
    missed = report(seen, idle, options)
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


if __name__ == "__main__":
    main()
