"""Adding and removing articles: whatever the order and the steps, the graph is that of one build of the same set."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from conftest import need
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.cli.add_command import add_command
from kg.cli.remove_command import remove_command
from kg.exchange import FORMATS, export_graph
from kg.graph import open_graph
from kg.graph.changing import STORE, Waiting, work_folder
from kg.graph.inference import GRAPH_INFERRED
from kg.graph.store import default_lines
from kg.query import run_query
from kg.vocabulary import InputError, NotFoundError, OutputError, UsageError
from kg.workspace import Listener, build_graph
from kg.workspace.additions import add_articles
from kg.workspace.changes import remove_articles
from kg.workspace.graph_files import renew_files
from kg.workspace.ledger import Ledger

pytestmark = pytest.mark.long

TEXTS = {
    "one": ("# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n", "one"),
    "one-later": ("# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通收购了Trendyol。\n", "one"),
    "two": ("# 蒋凡执掌阿里国际\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n", "two"),
    "three": ("# 速卖通\n\n速卖通隶属于阿里国际数字商业集团。2023年，速卖通的营收为100亿元。\n", "three"),
    "same": ("# 蒋凡执掌阿里国际\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n", "same"),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    for name, (text, article) in TEXTS.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{article}.md").write_text(text, encoding="utf-8")
    return tmp_path


def quads(folder: Path) -> set[ox.Quad]:
    """All that a store holds, but what has no name of its own (axioms of the ontology)."""
    found = open_graph(folder).store
    return {one for one in found if not any(isinstance(part, ox.BlankNode) for part in (one.subject, one.object))}


def texts(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / ".kg" / "texts").iterdir())


def ids(folder: Path) -> list[str]:
    with Ledger(folder / STORE) as ledger:
        return list(ledger.ids())


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# A step builds a set of articles anew, adds some, or removes some.
_NAMES = st.lists(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=3, unique_by=lambda name: TEXTS[name][1])
_STEPS = st.lists(st.tuples(st.sampled_from(["build", "add", "add", "remove"]), _NAMES), min_size=1, max_size=5)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name, (text, article) in TEXTS.items():
        (folder / name).mkdir()
        (folder / name / f"{article}.md").write_text(text, encoding="utf-8")
    return folder


_number = count()


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(steps=_STEPS, inferred=st.booleans())
def test_any_steps_come_to_the_same(
    articles: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, list[str]]], inferred: bool
) -> None:
    home = tmp_path_factory.mktemp(f"run{next(_number)}")
    graph, held = home / "graph", {}
    for kind, names in steps:
        places = [articles / name for name in names]
        if kind == "build" or not held:
            build_graph(places, graph, inferred=inferred)
            held = {TEXTS[name][1]: name for name in names}
        elif kind == "add":
            add_articles(places, graph)
            held |= {TEXTS[name][1]: name for name in names}
        else:
            gone = sorted({TEXTS[name][1] for name in names} & set(held))
            if gone and len(gone) < len(held):
                remove_articles(gone, graph)
                held = {one: name for one, name in held.items() if one not in gone}
    build_graph([articles / name for name in sorted(held.values())], home / "fresh", inferred=inferred)
    assert ids(graph) == sorted(held)
    same = quads(graph) == quads(home / "fresh")
    assert same
    assert texts(graph) == texts(home / "fresh")
    for form in ("trig", "turtle", "graphml", "nquads"):
        for folder in (graph, home / "fresh"):
            export_graph(open_graph(folder), form, home / f"{folder.name}.{form}")
        same = (home / f"graph.{form}").read_bytes() == (home / f"fresh.{form}").read_bytes()
        assert same
    shutil.rmtree(home)


def test_every_format_is_the_same(here: Path) -> None:
    add_articles(["three"], "a")
    add_articles(["one"], "a")
    add_articles(["two", "one-later"], "a")
    build_graph(["one-later", "two", "three"], "b")
    tables = find_spec("pyarrow") is not None
    for form in sorted(FORMATS if tables else FORMATS.keys() - {"parquet"}):
        for name in ("a", "b"):
            export_graph(open_graph(name), form, here / f"{name}-{form}.out")
        first, second = here / f"a-{form}.out", here / f"b-{form}.out"
        parts = sorted(path.relative_to(first) for path in first.rglob("*")) if first.is_dir() else [Path()]
        for part in parts:
            if (first / part).is_file() and form != "void":
                same = (first / part).read_bytes() == (second / part).read_bytes()
                assert same, (form, part)
    need(tables, "pyarrow, of the extra [tables]")


def test_a_folder_without_files_gets_them(here: Path) -> None:
    build_graph(["one"], "bare", exports=False)
    build_graph(["one"], "graph")
    renew_files("bare")
    assert sorted(files(here / "bare")) == sorted(files(here / "graph"))
    same = files(here / "bare") == files(here / "graph")
    assert same
    with pytest.raises(InputError, match=r"kg\.ttl is a file"):
        renew_files("graph/kg.ttl")


def test_files_stay_until_they_are_written(here: Path) -> None:
    build_graph(["one"], "graph")
    before = files(here / "graph")
    assert add_articles(["two"], "graph").files_behind
    same = files(here / "graph") == before
    assert same
    assert ids(here / "graph") == ["one", "two"]
    rows = run_query(open_graph("graph"), "SELECT ?a { ?a a xb:Article }").rows()
    assert len(list(rows)) == 2  # not made again from kg.trig
    assert renew_files("graph") == (Path("graph"), ("kg.ttl", "kg.trig", "kg.graphml", "kg.html"))
    build_graph(["one", "two"], "fresh")
    same = files(here / "graph") == files(here / "fresh")
    assert same
    assert renew_files("graph")[1] == ()
    assert not add_articles(["one"], "graph").files_behind


def test_what_is_there_already_changes_nothing(here: Path) -> None:
    build_graph(["one", "two"], "graph")
    made = (here / "graph" / STORE).stat().st_ino
    report = add_articles(["one", "two"], "graph")
    assert (report.unchanged, report.is_nothing) == (2, True)
    assert (here / "graph" / STORE).stat().st_ino == made


def test_new_content_takes_the_place_of_the_former(here: Path) -> None:
    add_articles(["one", "two"], "graph")
    before = texts(here / "graph")
    report = add_articles(["one-later"], "graph")
    assert (report.added, report.changed) == ((), ("one",))
    assert len(texts(here / "graph")) == len(before) == 2
    assert not run_query(open_graph("graph"), "ASK { xbr:aliexpress xb:partOf xbr:aidc }")


def test_a_text_of_two_articles_stays_with_the_last(here: Path) -> None:
    add_articles(["two", "same"], "graph")
    assert len(texts(here / "graph")) == 1
    remove_articles(["two"], "graph")
    assert len(texts(here / "graph")) == 1
    remove_articles(["same"], "graph")
    assert texts(here / "graph") == []
    assert default_lines(open_graph("graph")) == []


def test_what_another_article_states_stays(here: Path) -> None:
    add_articles(["one", "three"], "graph")
    asked = "ASK { xbr:aliexpress xb:partOf xbr:aidc }"
    remove_articles(["https://w3id.org/alibaba-xborder/id/article/one"], "graph")
    assert run_query(open_graph("graph"), asked)
    remove_articles(["xba:three"], "graph")
    assert not run_query(open_graph("graph"), asked)


def test_a_graph_made_from_its_files_can_be_changed(here: Path) -> None:
    build_graph(["one", "two"], "built")
    (here / "graph").mkdir()
    shutil.copy("built/kg.trig", "graph/kg.trig")
    add_articles(["three"], "graph")
    remove_articles(["one"], "graph")
    build_graph(["two", "three"], "fresh")
    same = quads(here / "graph") == quads(here / "fresh")
    assert same


def test_inferences_follow(here: Path) -> None:
    build_graph(["two"], "graph", inferred=True)
    add_articles(["one"], "graph")
    build_graph(["one", "two"], "fresh", inferred=True)
    assert any(quad.graph_name == GRAPH_INFERRED for quad in quads(here / "graph"))
    same = quads(here / "graph") == quads(here / "fresh")
    assert same


def test_reviews_beside_added_articles_count(here: Path) -> None:
    (here / "one" / "reviews.toml").write_text(
        '[[review]]\nfact = "0000000000000000"\narticle = "one"\nsubject = "aliexpress"\nterm = "partOf"\n'
        'object = "aidc"\nquote = "速卖通隶属于阿里国际数字商业集团。"\n'
        'decision = "reject"\nby = "me"\non = 2025-01-01\n',
        encoding="utf-8",
    )
    add_articles(["two"], "graph")
    add_articles(["one"], "graph")
    build_graph(["one", "two"], "fresh")
    same = quads(here / "graph") == quads(here / "fresh")
    assert same


def test_nothing_happens_where_something_is_wrong(here: Path) -> None:
    add_articles(["one"], "graph")
    before = quads(here / "graph")
    with pytest.raises(NotFoundError, match=r"'nix' \(and 1 more\)"):
        remove_articles(["one", "nix", "nox"], "graph")
    with pytest.raises(InputError, match="missing"):
        add_articles(["missing.md"], "graph")
    with pytest.raises(InputError, match="same id"):
        add_articles(["one", "one-later"], "graph")
    with pytest.raises(UsageError, match="articles to add"):
        add_articles([], "graph")
    with pytest.raises(InputError, match="missing"):
        add_articles(["missing.md"], "new")
    assert not Path("new").exists()
    same = quads(here / "graph") == before
    assert same


def test_a_bad_article_is_told_and_the_others_are_added(here: Path) -> None:
    (here / "two" / "empty.md").touch()
    told: list[str] = []
    report = add_articles(["two"], "graph", listener=Listener(problem=lambda error: told.append(str(error))))
    assert (report.added, report.left_out, len(told)) == (("two",), 1, 1)


def test_a_turtle_does_not_tell_articles_apart(here: Path) -> None:
    build_graph(["one"], "built")
    (here / "graph").mkdir()
    shutil.copy("built/kg.ttl", "graph/kg.ttl")
    with pytest.raises(InputError, match="tell articles apart"):
        add_articles(["two"], "graph")
    with pytest.raises(InputError, match="is a file"):
        remove_articles(["one"], "built/kg.ttl")


def test_one_changes_a_graph_at_a_time(here: Path) -> None:
    add_articles(["one"], "graph")
    with work_folder(Path("graph")):
        with pytest.raises(OutputError, match="is being changed by"):
            add_articles(["two"], "graph", waiting=Waiting(wait=False))
        with pytest.raises(OutputError, match="is being changed by"):
            remove_articles(["one"], "graph", waiting=Waiting(wait=False))


def test_readers_keep_what_they_opened(here: Path) -> None:
    add_articles(["one"], "graph")
    reader = open_graph("graph")
    before = default_lines(reader)
    add_articles(["two"], "graph")
    remove_articles(["one"], "graph")
    same = default_lines(reader) == before
    assert same


def test_the_commands(here: Path) -> None:
    run = CliRunner().invoke
    done = run(add_command, ["one", "-g", "graph"])
    assert (done.exit_code, done.stdout) == (0, "graph: 1 added, 0 changed, 0 removed, 0 unchanged; 2 facts\n")
    done = run(add_command, ["one", "two", "-o", "graph"])
    assert done.stdout == "graph: 1 added, 0 changed, 0 removed, 1 unchanged; 1 facts\n"
    done = run(remove_command, ["two", "--graph", "graph"])
    assert done.stdout == "graph: 0 added, 0 changed, 1 removed, 0 unchanged; 1 facts\n"
    bad = subprocess.run(
        [sys.executable, "-m", "kg", "remove", "two", "-g", "graph"],
        capture_output=True,
        check=False,
        env=os.environ | {"KG_DEBUG": ""},
    )
    assert (bad.returncode, bad.stderr.count(b"\n"), b"Traceback" in bad.stderr) == (1, 1, False)
