"""The benchmark of queries, and the graph that it makes, at a small size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
from conftest import ROOT

from kg.graph import GraphView
from kg.graph.store import UNITE


def run(*args: str) -> str:
    done = subprocess.run([sys.executable, *args], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_fifteen_queries_side_by_side(tmp_path: Path) -> None:
    told = run(
        "benchmarks/queries.py", "--triples", "8000", "--sides", "kg,pyoxigraph,rdflib", "--folder", str(tmp_path)
    )
    assert told.count("all parts of") == 2
    assert "rdflib to kg, geometric mean of 15" in told
    assert "cold start" in told


def test_the_generated_graph_is_of_our_shape_and_always_the_same(tmp_path: Path) -> None:
    run("benchmarks/generated.py", str(tmp_path / "a"), "--triples", "4000")
    run("benchmarks/generated.py", str(tmp_path / "b"), "--triples", "4000")
    same = (tmp_path / "a" / "kg.nt").read_bytes() == (tmp_path / "b" / "kg.nt").read_bytes()
    assert same
    store = ox.Store.read_only(str(tmp_path / "a" / ".kg" / "store"))
    graph = GraphView(store)
    triples = {str(triple) for triple in graph.triples()}
    assert 3000 < len(triples) < 5000
    united = ox.Store()
    united.extend(quad for quad in store if not isinstance(quad.graph_name, ox.DefaultGraph))
    united.update(UNITE)
    assert {str(triple) for triple in GraphView(united).triples()} == triples
