"""Fifteen queries side by side: kg's runner, Oxigraph in the process, `oxigraph serve`, and rdflib.

python benchmarks/queries.py                            the seeds' graph and a million triples
python benchmarks/queries.py --triples 100000           a smaller one
python benchmarks/queries.py --sides kg,pyoxigraph      not all

Told are milliseconds for each query with its whole answer as text (rdflib: as Python values), the least of up to five
runs, each side in a process of its own that has the graph opened. Row counts must agree. Then what a single `kg query`
takes from its cold start, beside a Python that does the same with Oxigraph alone.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generated import DEFAULT_TRIPLES, make_graph

from kg.graph import ready_graph
from kg.query import Endpoint, Limits, QueryPool, Result
from kg.vocabulary.namespaces import PREFIXES

SEEDS = Path(__file__).resolve().parent.parent / "exports"
QUERIES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))["query"]
DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(PREFIXES.items()))
LIMITS = Limits(timeout=60)
Run = Callable[[str], object]
Measured = Mapping[str, tuple[float, int]]  # query → milliseconds, rows; infinite where it did not end


def rows_of(text: bytes, is_json: bool) -> int:
    """The rows of a result, counted when the time is over."""
    if not is_json:
        return len(set(text.splitlines()))
    found = json.loads(text)
    return len(found["results"]["bindings"]) if "results" in found else int(found["boolean"])


def count(answer: object) -> int:
    """How much an answer holds, from any side."""
    if isinstance(answer, Result):
        return rows_of(answer.read(), answer.format == "json")
    if isinstance(answer, bytes):
        return rows_of(answer, answer.startswith(b"{"))
    return int(answer) if isinstance(answer, bool | int) else len(list(answer))  # type: ignore[call-overload]


@contextlib.contextmanager
def run_kg(store: Path, _: Path) -> Iterator[Run]:
    with QueryPool(store, workers=1, limits=LIMITS) as pool:
        pool.run("ASK {}")
        yield pool.run


@contextlib.contextmanager
def run_pyoxigraph(store: Path, _: Path) -> Iterator[Run]:
    import pyoxigraph as ox

    opened = ox.Store.read_only(str(store))

    def run(query: str) -> object:
        found = opened.query(query, prefixes=PREFIXES)
        form = ox.RdfFormat.N_TRIPLES if isinstance(found, ox.QueryTriples) else ox.QueryResultsFormat.JSON
        return found.serialize(format=form)  # type: ignore[arg-type]

    yield run


@contextlib.contextmanager
def run_server(store: Path, _: Path) -> Iterator[Run]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("oxigraph")
    command = [str(program), "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        endpoint = Endpoint(f"http://127.0.0.1:{port}/query", LIMITS)
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield endpoint.run
    finally:
        server.kill()
        server.wait()


@contextlib.contextmanager
def run_rdflib(_: Path, file: Path) -> Iterator[Run]:
    import rdflib

    graph = rdflib.Graph()
    graph.parse(file, format="turtle" if file.suffix == ".ttl" else "nt")

    def run(query: str) -> object:
        found = graph.query(DECLARED + query)
        return bool(found) if found.type == "ASK" else len(set(found) if found.type == "CONSTRUCT" else list(found))

    yield run


SIDES = {"kg": run_kg, "pyoxigraph": run_pyoxigraph, "server": run_server, "rdflib": run_rdflib}


def timed(run: Run, query: str) -> tuple[float, int]:
    """The least of up to five runs in milliseconds, and the rows."""
    taken: list[float] = []
    while len(taken) < 5 and sum(taken) < 10_000:
        started = time.perf_counter()
        answer = run(query)
        taken.append(1000 * (time.perf_counter() - started))
    return min(taken), count(answer)


def in_child(run: Run, query: str) -> tuple[float, int]:
    """The same in a forked process, which is killed when its time is over (rdflib cannot be stopped otherwise)."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(round(LIMITS.timeout))
        os.write(writing, json.dumps(timed(run, query)).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return tuple(json.loads(told)) if told else (math.inf, -1)


def measure(side: str, store: Path, file: Path) -> Measured:
    """All queries on one side, in this process."""
    with SIDES[side](store, file) as run:
        how = in_child if side == "rdflib" else timed
        return {one["name"]: how(run, one["sparql"]) for one in QUERIES}


def measured_apart(side: str, store: Path, file: Path) -> Measured:
    """All queries on one side, in a process of its own."""
    command = [sys.executable, __file__, "--measure", side, str(store), str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return {name: (float(ms), rows) for name, (ms, rows) in json.loads(done.stdout).items()}


def cold_start(folder: Path, runs: int = 7) -> tuple[float, float]:
    """Seconds of one `kg query`, and of a bare Python with Oxigraph, from start to end."""
    query = "SELECT * WHERE { ?s xb:partOf ?o }"
    bare = (
        "import sys, pyoxigraph as ox; s = ox.Store.read_only(sys.argv[1]);"
        "print(s.query(sys.argv[2]).serialize(format=ox.QueryResultsFormat.CSV).decode())"
    )
    kg = [sys.executable, "-m", "kg", "query", "-g", str(folder), query]
    alone = [sys.executable, "-c", bare, str(folder / ".kg" / "store"), f"PREFIX xb: <{PREFIXES['xb']}> {query}"]
    seconds: list[float] = []
    for command in (kg, alone):
        taken = []
        for _ in range(runs):
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
            taken.append(time.perf_counter() - started)
        seconds.append(min(taken))
    return seconds[0], seconds[1]


def mean(ratios: list[float]) -> float:
    return math.exp(statistics.fmean(map(math.log, ratios)))


def report(results: Mapping[str, Measured]) -> int:
    """Print a table; how many queries the sides disagree about."""
    print(f"{'milliseconds':<34}{'rows':>9}" + "".join(f"{side:>12}" for side in results))
    differing = 0
    for one in QUERIES:
        name = one["name"]
        rows = {found[name][1] for found in results.values() if found[name][1] >= 0}
        differing += len(rows) > 1
        cells = "".join(f"{found[name][0]:>12.2f}" for found in results.values())
        print(f"{name:<34}{'/'.join(map(str, sorted(rows))):>9}{cells}")
    if {"kg", "pyoxigraph"} <= set(results):
        both = [(results["kg"][one["name"]][0], results["pyoxigraph"][one["name"]][0]) for one in QUERIES]
        slow = [kg / raw for kg, raw in both if raw >= 20]
        if slow:
            print(
                f"kg to pyoxigraph, the {len(slow)} queries of 20 ms and more: {mean(slow):.2f}, worst {max(slow):.2f}"
            )
    for side in results:
        if side != "kg" and "kg" in results:
            pairs = [(results[side][one["name"]][0], results["kg"][one["name"]][0]) for one in QUERIES]
            ratios = [min(other, 1000 * LIMITS.timeout) / kg for other, kg in pairs]
            unended = sum(math.isinf(other) for other, _ in pairs)
            least = f" at least ({unended} did not end)" if unended else ""
            print(f"{side} to kg, geometric mean of {len(ratios)}: {mean(ratios):.2f}{least}")
    return differing


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=DEFAULT_TRIPLES)
    parser.add_argument("--folder", type=Path, help="keep the generated graph here, or find it here")
    parser.add_argument("--sides", default=",".join(SIDES))
    parser.add_argument("--measure", nargs=3, metavar=("SIDE", "STORE", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        side, store, file = chosen.measure
        print(json.dumps(measure(side, Path(store), Path(file))))
        return
    sides = chosen.sides.split(",")
    with tempfile.TemporaryDirectory() as temporary:
        file, store = make_graph(chosen.folder or Path(temporary), chosen.triples)
        differing = 0
        for title, where, text in (
            ("the seeds' graph", ready_graph(SEEDS).source, SEEDS / "kg.ttl"),
            (f"about {chosen.triples:,} triples", store, file),
        ):
            print(f"\n== {title}")
            differing += report({side: measured_apart(side, where, text) for side in sides})
    kg, alone = cold_start(SEEDS)
    print(f"\nkg query on the seeds from a cold start: {kg:.3f} s; Python with Oxigraph alone: {alone:.3f} s")
    if differing:
        sys.exit(f"{differing} queries have different rows")


if __name__ == "__main__":
    main()
