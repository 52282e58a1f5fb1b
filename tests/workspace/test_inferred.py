"""``kg build --infer`` and the Turtle that asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ROOT

from kg.exchange import export_graph
from kg.graph import open_graph
from kg.graph.inference import GRAPH_INFERRED
from kg.vocabulary import InputError, UsageError
from kg.workspace import build_graph


def test_inferences_stand_apart(tmp_path: Path) -> None:
    seed = sorted((ROOT / "seeds").glob("001*.txt"))
    plain, inferred = tmp_path / "plain", tmp_path / "inferred"
    build_graph(seed, plain)
    build_graph(seed, inferred, inferred=True)
    for name in ("kg.ttl", "kg.trig", "kg.graphml"):
        same = (plain / name).read_bytes() == (inferred / name).read_bytes()
        assert same
    graph = open_graph(inferred)
    assert any(graph.store.quads_for_pattern(None, None, None, GRAPH_INFERRED))
    export_graph(graph, "turtle", tmp_path / "kg.ttl", inferred=True)
    assert b"xb:belongsTo" in (tmp_path / "kg.ttl").read_bytes()
    assert b"xb:belongsTo" not in (inferred / "kg.ttl").read_bytes()
    with pytest.raises(InputError, match="--infer"):
        export_graph(open_graph(plain), "turtle", tmp_path / "none.ttl", inferred=True)
    with pytest.raises(UsageError, match="turtle"):
        export_graph(graph, "graphml", tmp_path / "none.graphml", inferred=True)
    assert not (tmp_path / "none.ttl").exists()
