"""Targets that cannot be written: one clear line, nothing half-written, and a rerun completes."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import ROOT

from exchange.samples import hostile_graph, library
from kg.exchange import FORMATS, export_graph
from kg.exchange.folders import LISTING, write_folder
from kg.graph import GraphView
from kg.vocabulary import OutputError, UsageError


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return hostile_graph()


def left(folder: Path) -> dict[str, bytes]:
    """All files of a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_written_twice_to_the_same_bytes(graph: GraphView, name: str, tmp_path: Path) -> None:
    if name == "parquet":
        library("pyarrow")
    export_graph(graph, name, tmp_path / "a")
    first = left(tmp_path)
    export_graph(graph, name, tmp_path / "a")
    same = left(tmp_path) == first
    assert same
    assert first


def test_a_folder_keeps_what_is_not_its_own(tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_folder(target, [("a/b.txt", [b"1"]), ("c.txt", [b"2"])])
    (target / ".obsidian").mkdir()
    (target / ".obsidian" / "app.json").write_text("{}")
    (target / "mine.txt").write_text("mine")
    write_folder(target, [("c.txt", [b"3"])])
    assert set(left(target)) == {LISTING, ".obsidian/app.json", "c.txt", "mine.txt"}
    assert not (target / "a").exists()
    assert (target / "c.txt").read_bytes() == b"3"


def test_a_folder_of_other_files_is_not_touched(graph: GraphView, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(OutputError, match="new or empty folder"):
        export_graph(graph, "csv", tmp_path)
    assert left(tmp_path) == {"letter.txt": b"mine"}


def test_a_listing_cannot_lead_outside(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("mine")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / LISTING).write_text("../precious.txt\n")
    write_folder(tmp_path / "out", [("a.txt", [b"1"])])
    assert (tmp_path / "precious.txt").exists()


def test_a_failure_midway_leaves_what_was_there(tmp_path: Path) -> None:
    def failing() -> Iterator[tuple[str, Iterator[bytes]]]:
        yield "a.txt", iter([b"new"])
        raise OSError(28, "No space left on device")

    write_folder(tmp_path / "out", [("a.txt", [b"old"]), ("b.txt", [b"old"])])
    before = left(tmp_path)
    with pytest.raises(OutputError, match="No space left"):
        write_folder(tmp_path / "out", failing())
    assert left(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "target", "error", "words"),
    [
        ("sqlite", "-", UsageError, "-o"),
        ("csv", "-", UsageError, "-o"),
        ("sqlite", "kg.db.gz", UsageError, "without .gz"),
        ("sqlite", "nowhere/kg.db", OutputError, "nowhere"),
        ("csv", "nowhere/csv", OutputError, "nowhere"),
        ("turtle", "nowhere/kg.ttl.gz", OutputError, "nowhere"),
        ("csv", "file", OutputError, "is a file"),
        ("sqlite", "folder", OutputError, "is a folder"),
    ],
)
def test_targets_that_cannot_be(
    graph: GraphView,
    name: str,
    target: str,
    error: type[Exception],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("a")
    (tmp_path / "folder").mkdir()
    with pytest.raises(error, match=words):
        export_graph(graph, name, target)
    assert left(tmp_path) == {"file": b"a"}


@pytest.mark.parametrize("name", ["turtle", "nquads", "csv", "sqlite", "obsidian"])
def test_a_full_disk(graph: GraphView, name: str, small_disk: Callable[[int], Path]) -> None:
    disk = small_disk(128)
    filler = disk / "filler"
    filler.write_bytes(bytes(120 * 1024))
    with pytest.raises(OutputError, match="cannot be written"):
        export_graph(graph, name, disk / "kg")
    assert sorted(path.name for path in disk.rglob("*")) == ["filler"]
    if name in ("turtle", "csv"):
        filler.unlink()
        export_graph(graph, name, disk / "kg")
        assert (disk / "kg").exists()


def test_standard_output_is_not_compressed(
    graph: GraphView, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    export_graph(graph, "turtle", "-")
    export_graph(graph, "turtle", tmp_path / "kg.ttl.gz")
    assert gzip.decompress((tmp_path / "kg.ttl.gz").read_bytes()) == capfdbinary.readouterr().out


_ALL = """
import sys
from pathlib import Path
from kg.exchange import FORMATS, export_graph
from kg.graph import open_graph
graph, out = open_graph("kg.trig"), Path(sys.argv[1])
out.mkdir()
for name in FORMATS:
    if name != "parquet":
        export_graph(graph, name, out / name)
"""


def test_the_same_bytes_whatever_the_hash_seed_and_locale(graph: GraphView, tmp_path: Path) -> None:
    export_graph(graph, "trig", tmp_path / "kg.trig")
    for seed, locale in (("1", "C"), ("4711", "C.UTF-8")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", _ALL, seed], cwd=tmp_path, env=environment, check=True)
    same = left(tmp_path / "1") == left(tmp_path / "4711")
    assert same
