"""How fast graphs are written, and in how much memory: each format in a process of its own, on a graph of a given size.

python benchmarks/exports.py                     a million triples
python benchmarks/exports.py --triples 100000    a quick look

The graph is made of the seeds' articles, copied under other ids until there are enough triples of the default graph.
Told of each format: seconds of the processor, triples a second, and by how many bytes a triple memory grew while it was
written (N-Quads and TriG: quads). Beside the unsorted formats stands what Oxigraph's own serialiser takes for the same.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

SEEDS = Path(__file__).resolve().parent.parent / "exports" / "kg.trig"
SORTED = ("turtle", "ntriples", "trig", "nquads", "jsonld", "rdfxml", "turtle12", "trig12")
UNSORTED = ("ntriples", "nquads", "turtle")
_OWN = re.compile(r"<https://w3id\.org/alibaba-xborder/id/(?:article|statement|observation|evidence|event)/[^>]*")


def make_graph(folder: Path, triples: int) -> tuple[int, int]:
    """Make a store of at least so many triples in its default graph; how many there are, and how many quads."""
    from kg.graph.store import UNITE

    quads = (ox.serialize(ox.parse(path=SEEDS), format=ox.RdfFormat.N_QUADS) or b"").decode()
    (folder / ".kg").mkdir(parents=True, exist_ok=True)
    store = ox.Store(str(folder / ".kg" / "store"))
    own = sum(1 for line in quads.splitlines() if _OWN.match(line))
    for number in range(max(1, -(-triples // own))):
        copied = _OWN.sub(lambda match, n=number: f"{match[0]}-{n}", quads)
        store.bulk_load(copied.encode(), format=ox.RdfFormat.N_QUADS)
    store.update(UNITE)
    store.optimize()
    store.flush()
    count = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return count, len(store) - count


def _own_serialiser(name: str, store: ox.Store, target: Path) -> None:
    """What Oxigraph takes for the same by itself."""
    with target.open("wb") as stream:
        if name == "nquads":
            for one in store.named_graphs():
                ox.serialize(store.quads_for_pattern(None, None, None, one), stream, format=ox.RdfFormat.N_QUADS)
        else:
            kind = ox.RdfFormat.TURTLE if name == "turtle" else ox.RdfFormat.N_TRIPLES
            store.dump(stream, format=kind, from_graph=ox.DefaultGraph())


def _peak() -> int:
    """The most memory that this process has held, in bytes."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def measure(folder: Path, name: str, how: str) -> dict[str, float]:
    """Write one format in this process; seconds and how far memory grew."""
    from kg.exchange import export_graph
    from kg.graph import open_graph

    graph, target = open_graph(folder), folder / "out"
    actions: dict[str, Callable[[], None]] = {
        "sorted": lambda: export_graph(graph, name, target),
        "unsorted": lambda: export_graph(graph, name, target, unsorted=True),
        "oxigraph": lambda: _own_serialiser(name, graph.store, target),
    }
    before, started = _peak(), time.process_time()
    actions[how]()
    return {"seconds": time.process_time() - started, "bytes": _peak() - before, "size": target.stat().st_size}


def _run(folder: Path, name: str, how: str) -> dict[str, float]:
    command = [sys.executable, __file__, "--measure", name, how, str(folder)]
    done = subprocess.run(command, env=os.environ, capture_output=True, check=False, encoding="utf-8")
    if done.returncode:
        sys.exit(f"{name}, {how}: {done.stderr.strip()}")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def run(folder: Path, triples: int) -> Iterator[dict[str, Any]]:
    """Measure every format on a graph of so many triples; a row each."""
    triples, quads = make_graph(folder, triples)
    for how, names in (("sorted", SORTED), ("unsorted", UNSORTED), ("oxigraph", UNSORTED)):
        for name in names:
            found, count = _run(folder, name, how), quads if name in ("nquads", "trig", "trig12") else triples
            rate = count / found["seconds"]
            yield {"format": name, "how": how, "triples": count, "rate": rate, "each": found["bytes"] / count} | found


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the exports of a large graph.")
    parser.add_argument("--triples", type=int, default=1_000_000, help="triples of the default graph (default 1000000)")
    parser.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        name, how, place = given.measure
        print(json.dumps(measure(Path(place), name, how)))
        return
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':10}{'':10}{'seconds':>9}{'triples/s':>12}{'bytes/triple':>14}{'MB':>8}", flush=True)
        for row in run(Path(folder), given.triples):
            figures = f"{row['seconds']:9.2f}{row['rate']:12,.0f}{row['each']:14,.0f}{row['size'] / 1e6:8.1f}"
            print(f"{row['format']:10}{row['how']:10}{figures}", flush=True)


if __name__ == "__main__":
    main()
