"""HermiT finds ontology and seeds consistent, and sees a contradiction; where Java and owlready2 are present."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import rdflib
from conftest import ROOT

from ontology.files import FOLDER, MODEL

SMALL = ROOT / "tests" / "graph" / "shapes" / "conforming.ttl"
WRONG = """
@prefix xb: <https://w3id.org/alibaba-xborder/ontology#> .
@prefix xbr: <https://w3id.org/alibaba-xborder/id/> .
xbr:body xb:locatedIn xbr:person .
"""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("paths", "more", "consistent"),
    [
        ([FOLDER / "alignments.ttl"], "", True),
        ([ROOT / "exports" / "kg.ttl"], "", True),
        ([SMALL], "", True),
        ([SMALL], WRONG, False),
    ],
    ids=["mappings", "seeds", "small", "contradiction"],
)
def test_hermit(paths: list[Path], more: str, consistent: bool, tmp_path: Path) -> None:
    owlready2 = pytest.importorskip("owlready2", reason="missing: owlready2")
    if shutil.which("java") is None:
        pytest.skip("missing: Java")
    graph = rdflib.Graph()
    for path in (*(FOLDER / name for name in MODEL), *paths):
        graph.parse(path)
    graph.parse(data=more, format="turtle")
    graph.serialize(tmp_path / "all.owl", format="xml")
    world = owlready2.World()
    ontology = world.get_ontology((tmp_path / "all.owl").as_uri()).load()
    found = True
    try:
        with ontology:
            owlready2.sync_reasoner_hermit(world, debug=0)
        assert list(world.inconsistent_classes()) == []
    except owlready2.OwlReadyInconsistentOntologyError:
        found = False
    assert found == consistent
