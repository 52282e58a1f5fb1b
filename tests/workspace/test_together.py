"""What a build makes of reprints and of facts that several articles state, whatever the steps in which they come."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest

from kg.explore.entity import entity_page
from kg.graph import open_graph
from kg.graph.families import originals
from kg.graph.statistics import count_graph
from kg.graph.support import GRAPH_SUPPORT
from kg.query import ask
from kg.vocabulary.namespaces import XBA
from kg.workspace import build_graph
from kg.workspace.copies import COPIES

STORY = (
    "2024年，速卖通进入韩国市场，并在当地开设仓库。菜鸟为速卖通提供物流服务，时效缩短到五天以内。分析人士认为，"
    "跨境电商的竞争正在从价格转向履约能力，平台需要在海外仓、干线运输与本地配送之间重新分配资源，才能守住份额。"
    "与此同时，商家也在重新评估各个渠道的投入产出，一些卖家开始把库存前置到海外，以换取更稳定的流量与复购。"
)
OTHER = "速卖通进入韩国市场。这是另一家媒体独立写成的短讯，措辞与前文没有关系，只有事实相同，供读者参考对照。"
ARTICLES = {
    "first": ("2024-05-01", STORY),
    "reprint": ("2024-05-03", "本网讯。" + STORY),
    "third": ("2024-05-02", STORY + "（责任编辑：某某）"),
    "other": ("2024-05-04", OTHER),
}


def laid_out(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        issued, text = ARTICLES[name]
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: {issued}\n---\n\n{text}\n", encoding="utf-8")
    return folder


def links(graph: Path) -> dict[str, str]:
    found = originals(open_graph(graph))
    return {copy.removeprefix(XBA): first.removeprefix(XBA) for copy, first in found.items()}


def support(graph: Path) -> list[str]:
    view = open_graph(graph)
    return sorted(str(quad) for quad in view.store.quads_for_pattern(None, None, None, GRAPH_SUPPORT))


def entering(graph: Path) -> list[tuple[int, int]]:
    """Sources for and against each statement that 速卖通 entered 韩国."""
    view = open_graph(graph)
    (page,) = entity_page(view, "速卖通")
    return [(one.sources, one.against) for one in page.outgoing if one.predicate == "targetsMarket"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("together")
    build_graph([laid_out(folder / "news", *ARTICLES)], folder / "graph")
    return folder


def test_reprints_are_linked_to_the_first(built: Path) -> None:
    assert links(built / "graph") == {"third": "first", "reprint": "first"}
    assert "xb:copyOf" in (built / "graph" / "kg.trig").read_text(encoding="utf-8")
    assert "xb:copyOf" in (built / "graph" / "kg.ttl").read_text(encoding="utf-8")


def test_they_count_as_one_source(built: Path) -> None:
    view = open_graph(built / "graph")
    counts = count_graph(view)
    assert (counts.articles, counts.sources) == (4, 2)
    assert set(entering(built / "graph")) == {(2, 0)}
    answer = ask("corroborated", view)
    at = answer.variables.index("articles")
    assert {row[at].value for row in answer.rows()} == {"2"}  # type: ignore[union-attr]
    assert list(ask("supported", view).rows())


def test_any_order_and_split_gives_the_same(built: Path, tmp_path: Path) -> None:
    wanted = [(built / "graph" / name).read_bytes() for name in ("kg.trig", "kg.ttl")]
    for number, order in enumerate(itertools.islice(itertools.permutations(ARTICLES), 0, 24, 7)):
        folder = tmp_path / str(number)
        folder.mkdir()
        for end in (2, 4):
            build_graph([laid_out(folder / "news", *order[:end])], folder / "graph")
        same = [(folder / "graph" / name).read_bytes() for name in ("kg.trig", "kg.ttl")] == wanted
        assert same, order
        assert support(folder / "graph") == support(built / "graph")


def test_links_are_made_anew_when_the_original_goes(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "copy")
    news, graph = tmp_path / "copy" / "news", tmp_path / "copy" / "graph"
    (news / "first.md").unlink()
    build_graph([news], graph)
    assert links(graph) == {"reprint": "third"}
    (news / "third.md").unlink()
    build_graph([news], graph)
    assert links(graph) == {}
    fresh = tmp_path / "fresh"
    build_graph([news], fresh)
    same = (graph / "kg.trig").read_bytes() == (fresh / "kg.trig").read_bytes()
    assert same
    assert support(graph) == support(fresh)


def test_a_lost_index_is_made_anew(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "copy")
    news, graph = tmp_path / "copy" / "news", tmp_path / "copy" / "graph"
    (graph / COPIES).write_bytes(b"damaged" * 1000)
    (news / "other.md").unlink()
    build_graph([news], graph)
    assert links(graph) == {"third": "first", "reprint": "first"}


def test_a_store_made_from_its_file_counts_too(built: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    shutil.copy(built / "graph" / "kg.trig", tmp_path / "graph")
    assert support(tmp_path / "graph") == support(built / "graph")
