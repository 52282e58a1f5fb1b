"""``kg lexicon join``, ``split`` and ``rename``: a plan first, the decision in a file, the graph that follows."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import cli
from kg.graph import open_graph
from kg.workspace import build_graph
from kg.workspace.name_file import Join, Rename, Split, read_names

NEWS = {
    "a": "速卖通与快链物流合作。张伟明担任快链物流首席执行官。",
    "b": "快链与淘宝合作。张伟明担任菜鸟首席执行官。",
    "c": "速卖通进入韩国市场。",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    (folder / "news").mkdir()
    for name, text in NEWS.items():
        (folder / "news" / f"{name}.txt").write_text(f"{text}\n本文由本报整理。\n", encoding="utf-8")
    build_graph([folder / "news"], folder / "graph")
    return folder


def run(folder: Path, *args: str) -> Result:
    return CliRunner().invoke(cli, ["lexicon", *args, "-g", str(folder / "graph")])


def test_a_plan_changes_nothing(built: Path) -> None:
    found = run(built, "join", "速卖通", "淘宝", "--dry-run")
    assert found.exit_code == 0
    assert "thing     速卖通 Platform xbr:aliexpress (of the lexicon), in 2 articles" in found.stdout
    assert "articles  3 change: a, b, c" in found.stdout
    assert not (built / "news" / "names.toml").exists()


def test_what_would_be_lost_is_told(built: Path) -> None:
    found = run(built, "join", "速卖通", "韩国", "--dry-run")
    assert "dropped   targetsMarket(速卖通, 韩国)" in found.stdout


def test_a_decision_is_written_beside_the_articles(built: Path, tmp_path: Path) -> None:
    for args in (
        ("join", "速卖通", "淘宝"),
        ("split", "速卖通", "--as", "速卖通韩国", "--in", "c"),
        ("rename", "韩国", "南韩"),
        ("rename", "菜鸟", "菜鸟集团"),
    ):
        found = run(built, *args, "--corpus", str(tmp_path))
        if args[1] == "韩国":
            assert "place of the lexicon" in str(found.exception)
        else:
            assert found.exit_code == 0, found.output
    kinds = [type(one) for one in read_names(tmp_path / "names.toml")]
    assert kinds == [Join, Split, Rename]
    assert len((tmp_path / "names.toml").read_text(encoding="utf-8").splitlines()) == 2 + 3 + 1


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("join", "速卖通", "AliExpress"), "one thing already"),
        (("join", "速卖通", "无此名称"), "nothing in the graph is named"),
        (("split", "速卖通", "--as", "别的", "--in", "b"), "b: no article of the graph that names 速卖通"),
        (("split", "速卖通", "--as", "速卖通", "--in", "a"), "needs a name of its own"),
        (("rename", "速卖通", "速卖通"), "needs another name"),
    ],
)
def test_what_cannot_be_decided(built: Path, args: tuple[str, ...], said: str) -> None:
    assert said in str(run(built, *args, "--dry-run").exception)


def test_the_graph_follows_and_removing_the_line_undoes_it(built: Path, tmp_path: Path) -> None:
    before = (built / "graph" / "kg.trig").read_bytes()
    found = run(built, "rename", "菜鸟", "菜鸟集团", "--corpus", str(built / "news"))
    assert found.exit_code == 0, found.output
    build_graph([built / "news"], built / "graph")
    assert "菜鸟集团" in (built / "graph" / "kg.trig").read_text(encoding="utf-8")
    assert open_graph(built / "graph").has_articles
    (built / "news" / "names.toml").write_text("decisions = [\n]\n", encoding="utf-8")
    build_graph([built / "news"], built / "graph")
    same = (built / "graph" / "kg.trig").read_bytes() == before
    assert same
