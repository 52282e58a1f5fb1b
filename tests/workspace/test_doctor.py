"""What is wrong with the folder of a graph is told in a line each, and mended without the articles' own files."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.doctor_command import doctor_command
from kg.graph.changing import LOCK, STORE
from kg.graph.stamps import STAMP, read_stamp, write_stamp
from kg.vocabulary import InputError
from kg.workspace import build_graph
from kg.workspace.additions import add_articles
from kg.workspace.cache import CACHE
from kg.workspace.doctor import examine, mend
from kg.workspace.ledger import LEDGER, Ledger
from kg.workspace.texts import KEPT_TEXTS
from workspace.killing import seen

ONE = "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n"
TWO = "# 蒋凡执掌阿里国际\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph of two articles, whose own files are gone."""
    here = tmp_path_factory.mktemp("doctor")
    (here / "news").mkdir()
    (here / "news" / "one.md").write_text(ONE, encoding="utf-8")
    (here / "news" / "two.md").write_text(TWO, encoding="utf-8")
    build_graph([here / "news"], here / "graph")
    (here / "news").rename(here / "moved")
    return here


@pytest.fixture
def graph(template: Path, tmp_path: Path) -> Path:
    shutil.copytree(template / "graph", tmp_path / "graph")
    return tmp_path / "graph"


def kinds(folder: Path) -> list[str]:
    return [one.kind for one in examine(folder)]


def spoil(path: Path, at: int = 100) -> None:
    data = bytearray(path.read_bytes())
    data[at : at + 8] = b"garbage!"
    path.write_bytes(data)


def test_a_sound_folder(graph: Path) -> None:
    assert examine(graph) == []
    assert mend(graph) == []


def largest(graph: Path) -> Path:
    return max((graph / STORE).glob("*.sst"), key=lambda path: path.stat().st_size)


DAMAGE = {
    "a data file changed": lambda graph: spoil(largest(graph)),
    "a data file cut short": lambda graph: largest(graph).write_bytes(b"short"),
    "a data file gone": lambda graph: largest(graph).unlink(),
    "CURRENT gone": lambda graph: (graph / STORE / "CURRENT").unlink(),
    "CURRENT empty": lambda graph: (graph / STORE / "CURRENT").write_bytes(b""),
    "a manifest changed": lambda graph: spoil(next((graph / STORE).glob("MANIFEST-*"))),
    "all of the store gone": lambda graph: shutil.rmtree(graph / STORE),
    "the stamp gone": lambda graph: (graph / STAMP).unlink(),
    "a ledger of garbage": lambda graph: (graph / STORE / LEDGER).write_bytes(b"garbage" * 999),
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("ahead", [False, True])
def test_a_damaged_store_is_made_anew(graph: Path, template: Path, damage: str, ahead: bool) -> None:
    if ahead:  # as after `kg add`: the files cannot help
        stamp = read_stamp(graph)
        assert stamp is not None
        write_stamp(graph / STAMP, replace(stamp, ahead=True))
        (graph / "kg.trig").write_text("")
    DAMAGE[damage](graph)
    assert {"store", "ledger"} & set(kinds(graph))
    assert all(one.is_mended for one in mend(graph))
    assert examine(graph) == []
    same = seen(graph) == seen(template / "graph")
    assert same


def test_a_store_of_another_shape_is_made_anew(graph: Path, template: Path) -> None:
    stamp = read_stamp(graph)
    assert stamp is not None
    write_stamp(graph / STAMP, replace(stamp, shape=stamp.shape + 1))
    assert "version 2 of the graph's shape" in examine(graph)[0].line()
    assert mend(graph)[0].is_mended
    assert examine(graph) == []
    same = seen(graph) == seen(template / "graph")
    assert same


def test_what_killed_runs_left_is_cleared(graph: Path) -> None:
    (graph / LOCK).write_text("process 1 (kg build)")
    (graph / ".kg" / "work-x").mkdir()
    assert kinds(graph) == ["left over", "left over"]
    assert "process 1 (kg build), which was killed" in examine(graph)[0].line()
    assert all(one.is_mended for one in mend(graph))
    assert examine(graph) == []


def test_files_behind_the_store_are_written(graph: Path, template: Path, tmp_path: Path) -> None:
    (tmp_path / "three.md").write_text("# 菜鸟\n\n菜鸟隶属于阿里巴巴。\n", encoding="utf-8")
    add_articles([tmp_path / "three.md"], graph)
    assert kinds(graph) == ["files"]
    mend(graph)
    assert examine(graph) == []
    build_graph([template / "moved", tmp_path / "three.md"], tmp_path / "fresh")
    same = seen(graph) == seen(tmp_path / "fresh")
    assert same


def test_a_changed_picture_is_told(graph: Path) -> None:
    (graph / "kg.html").write_text("mine")
    assert kinds(graph) == ["files"]


def test_damaged_facts_are_forgotten(graph: Path, template: Path) -> None:
    (graph / CACHE).write_bytes(b"garbage")
    for suffix in ("-wal", "-shm"):
        (graph / CACHE).with_name((graph / CACHE).name + suffix).unlink(missing_ok=True)
    assert kinds(graph) == ["cache"]
    shutil.rmtree(graph / STORE)  # the texts are read again
    assert all(one.is_mended for one in mend(graph))
    assert examine(graph) == []
    same = seen(graph)[0] == seen(template / "graph")[0]
    assert same


def test_texts_are_checked_and_kept_again(graph: Path, template: Path, tmp_path: Path) -> None:
    first, second = sorted((graph / KEPT_TEXTS).iterdir())
    first.write_bytes(b"garbage")
    second.write_bytes((template / "graph" / KEPT_TEXTS / first.name).read_bytes())  # another article's
    (graph / KEPT_TEXTS / f"{'0' * 64}.json.gz").write_bytes(b"")
    assert kinds(graph) == ["text", "text", "text"]
    found = mend(graph)
    assert [one.is_mended for one in found] == [False, False, True]  # the articles' own files are gone
    assert "`kg add" in found[0].line()
    with Ledger(graph / STORE) as ledger:
        for name in ("one", "two"):
            line = ledger.line(name)
            assert line is not None
            ledger.add([replace(line, path=str(template / "moved" / f"{name}.md"))])
    assert all(one.is_mended for one in mend(graph))
    assert examine(graph) == []


def test_the_command(graph: Path) -> None:
    run = CliRunner().invoke
    assert run(doctor_command, ["-g", str(graph)]).output == "all is well\n"
    (graph / STORE / "CURRENT").unlink()
    done = run(doctor_command, ["-g", str(graph)])
    assert done.output.count("\n") == 1
    assert done.exception is not None
    done = run(doctor_command, ["-g", str(graph), "--fix"])
    assert (done.exit_code, "made anew, 2 articles" in done.output) == (0, True)
    with pytest.raises(InputError, match="name the folder"):
        examine(graph / "kg.ttl")
