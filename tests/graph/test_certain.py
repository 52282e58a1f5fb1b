"""A graph without what is too uncertain."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.graph import GraphView, open_graph
from kg.graph.certain import at_least
from kg.graph.terms import term
from kg.workspace import build_graph

NEWS = "2024年，速卖通收购了菜鸟。淘宝的营收为3亿元。速卖通隶属于菜鸟。\n"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> GraphView:
    folder = tmp_path_factory.mktemp("certain")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kg.extraction.document.confidence_model", _Model)
        (folder / "one.txt").write_text(NEWS, encoding="utf-8")
        (folder / "two.txt").write_text("速卖通的母公司菜鸟很大。速卖通隶属于菜鸟。\n", encoding="utf-8")
        build_graph([folder], folder / "graph")
    return open_graph(folder / "graph")


class _Model:
    """A confidence for each predicate."""

    @staticmethod
    def confidence(rule: object, _: object) -> Decimal:
        name = str(getattr(rule, "id", ""))
        return Decimal("0.5") if name.startswith("acquires") else Decimal("0.9") if "." in name else Decimal(1)


def _count(graph: GraphView, kind: str) -> int:
    return len(list(graph.triples(None, term("rdf:type"), term(f"xb:{kind}"))))


def test_a_claim_goes_with_all_that_rests_on_it(graph: GraphView) -> None:
    left = at_least(graph, Decimal("0.6"))
    acquires = term("xb:acquires")
    assert list(graph.triples(None, acquires, None)) and not list(left.triples(None, acquires, None))
    assert (_count(graph, "AcquisitionEvent"), _count(left, "AcquisitionEvent")) == (1, 0)
    assert _count(graph, "Evidence") == _count(left, "Evidence") + 1
    assert list(left.triples(None, term("xb:partOf"), None)) and _count(left, "Observation") == 1
    nodes = {t.object for t in left.triples(None, term("xb:hasStatement"), None)}
    assert nodes == {t.subject for t in left.triples(None, term("rdf:type"), term("xb:Statement"))}


def test_all_stays_where_all_is_certain_enough(graph: GraphView) -> None:
    same = {str(q) for q in at_least(graph, Decimal("0.5")).store} == {str(q) for q in graph.store}
    assert same


def test_the_command_leaves_out_what_is_less_certain(graph: GraphView, tmp_path: Path) -> None:
    args = ["export", "ntriples", "-g", str(graph.path), "-o", "-", "--min-confidence"]
    some, none = (CliRunner().invoke(cli, [*args, bound]) for bound in ("0.6", "1"))
    assert some.exit_code == none.exit_code == 0
    assert "#partOf>" in some.stdout and "#acquires>" not in some.stdout
    assert "/statement/" not in none.stdout and "#Article>" in none.stdout
    assert CliRunner().invoke(cli, [*args, "1.5"]).exit_code == 2
