"""Where a graph is found, and the store made from its file."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.toy import toy_graph
from kg.graph import GraphView, find_graph, location, open_graph
from kg.graph.changing import STORE
from kg.graph.stamps import STAMP, read_stamp, write_stamp
from kg.graph.store import article_graphs, default_lines
from kg.graph.turtle import trig_chunks, turtle_chunks
from kg.vocabulary import InputError


@pytest.fixture(autouse=True)
def _away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    monkeypatch.setattr(location, "load_model", lambda store: None)


def write(folder: Path, *names: str) -> None:
    folder.mkdir(exist_ok=True)
    graph = toy_graph()
    chunks = {"kg.ttl": turtle_chunks(default_lines(graph)), "kg.trig": trig_chunks(article_graphs(graph))}
    for name in names:
        (folder / name).write_bytes(b"".join(chunks[name]))


def count(graph: GraphView) -> int:
    return len(default_lines(graph))


def test_the_rule_of_where(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="kg build"):
        find_graph()
    write(Path("exports"), "kg.ttl")
    Path("graph").mkdir()  # holds none
    assert find_graph() == Path("exports")
    write(Path("graph"), "kg.ttl")
    assert find_graph() == Path("graph")
    write(Path("other"), "kg.ttl")
    monkeypatch.setenv("KG_GRAPH", "other")
    assert find_graph() == Path("other")
    assert find_graph("exports/kg.ttl") == Path("exports/kg.ttl")


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_no_graph_there(name: str) -> None:
    Path("empty").mkdir()
    with pytest.raises(InputError, match=f"{name}.*kg build"):
        open_graph(name)


def test_a_store_is_made_from_the_trig_and_kept() -> None:
    write(Path("graph"), "kg.trig", "kg.ttl")
    graph = open_graph()
    assert graph.has_articles
    assert default_lines(graph) == default_lines(toy_graph())
    assert [name for name, _ in article_graphs(graph)] == [name for name, _ in article_graphs(toy_graph())]
    made = (Path("graph") / STORE).stat().st_ino
    assert count(open_graph()) == count(graph)
    assert (Path("graph") / STORE).stat().st_ino == made
    assert sorted(path.name for path in Path("graph/.kg").iterdir()) == ["lock", "store", "store.json"]


def test_a_store_of_another_file_is_made_again() -> None:
    write(Path("graph"), "kg.trig")
    before = count(open_graph())
    smaller = toy_graph()
    Path("graph/kg.trig").write_bytes(b"".join(trig_chunks(list(article_graphs(smaller))[:1])))
    assert 0 < count(open_graph()) < before


def test_a_file_that_only_looks_newer_is_the_same() -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    made = (Path("graph") / STORE).stat().st_ino
    Path("graph/kg.trig").touch()
    open_graph()
    assert (Path("graph") / STORE).stat().st_ino == made


def test_a_turtle_has_no_article_graphs() -> None:
    write(Path("graph"), "kg.ttl")
    graph = open_graph("graph")
    assert not graph.has_articles
    assert default_lines(graph) == default_lines(toy_graph())


def test_a_store_without_files_is_read() -> None:
    write(Path("graph"), "kg.trig")
    before = count(open_graph())
    Path("graph/kg.trig").unlink()
    assert count(open_graph()) == before


def test_a_folder_that_cannot_be_written_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path("graph"), "kg.trig")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(location, "work_folder", refuse)
    assert count(open_graph()) == count(toy_graph())


@pytest.mark.parametrize(
    ("suffix", "rdf_format"),
    [
        (".ttl", ox.RdfFormat.TURTLE),
        (".trig", ox.RdfFormat.TRIG),
        (".nt", ox.RdfFormat.N_TRIPLES),
        (".nq", ox.RdfFormat.N_QUADS),
        (".rdf", ox.RdfFormat.RDF_XML),
        (".jsonld", ox.RdfFormat.JSON_LD),
    ],
)
def test_files_of_every_format(suffix: str, rdf_format: ox.RdfFormat, tmp_path: Path) -> None:
    graph = toy_graph()
    quads = [quad for quad in graph.store if quad.graph_name != ox.DefaultGraph()]
    data = ox.serialize(quads if rdf_format.supports_datasets else {q.triple for q in quads}, format=rdf_format)
    assert data is not None
    path = tmp_path / f"toy{suffix}"
    path.write_bytes(data)
    read = open_graph(path)
    assert default_lines(read) == default_lines(graph)
    assert read.has_articles == rdf_format.supports_datasets


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("x.ttl", "", "empty"),
        ("x.ttl", "<a:a> <a:b> .\n", r"x\.ttl:1: "),
        ("x.ttl", "@prefix a: <a:> .\na:a a:b a:c ,, .\n", r"x\.ttl:2: "),
        ("x.txt", "hello", r"\.ttl"),
        ("x.jsonld", "{", r"x\.jsonld"),
    ],
)
def test_files_that_are_no_graph(name: str, text: str, message: str) -> None:
    Path(name).write_text(text)
    with pytest.raises(InputError, match=message) as caught:
        open_graph(name)
    assert "\n" not in str(caught.value)


def test_a_broken_store_is_made_again_from_its_file() -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    shutil.rmtree(Path("graph") / STORE)
    (Path("graph") / STORE).mkdir()
    assert count(open_graph()) == count(toy_graph())


def test_a_broken_store_without_its_file_says_how_to_mend_it() -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    Path("graph/kg.trig").unlink()
    (Path("graph") / STORE / "CURRENT").write_text("nonsense")
    with pytest.raises(InputError, match="kg doctor"):
        open_graph()


def test_a_store_whose_stamp_is_lost_is_made_again() -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    (Path("graph") / STAMP).unlink()
    assert count(open_graph()) == count(toy_graph())
    assert (Path("graph") / STAMP).is_file()


def test_a_store_that_is_ahead_of_its_file_stays() -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    stamp = read_stamp(Path("graph"))
    assert stamp is not None
    write_stamp(Path("graph") / STAMP, replace(stamp, ahead=True))
    made = (Path("graph") / STORE).stat().st_ino
    Path("graph/kg.trig").write_bytes(b"".join(trig_chunks(list(article_graphs(toy_graph()))[:1])))
    assert count(open_graph()) == count(toy_graph())
    assert (Path("graph") / STORE).stat().st_ino == made


def test_a_store_of_another_shape_is_told() -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    stamp = read_stamp(Path("graph"))
    assert stamp is not None
    write_stamp(Path("graph") / STAMP, replace(stamp, shape=stamp.shape + 1))
    with pytest.raises(InputError, match=r"version 2 of the graph's shape.*kg doctor"):
        open_graph()
    Path("graph/kg.trig").write_bytes(b"".join(trig_chunks(list(article_graphs(toy_graph()))[:1])))
    assert 0 < count(open_graph()) < count(toy_graph())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"shape": "x"}', '{"shape": 1, "colour": 2}', "\x00"])
def test_a_stamp_that_says_nothing_counts_as_none(text: str) -> None:
    write(Path("graph"), "kg.trig")
    open_graph()
    (Path("graph") / STAMP).write_text(text)
    assert read_stamp(Path("graph")) is None
    assert count(open_graph()) == count(toy_graph())
