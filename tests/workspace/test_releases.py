"""kg release: a data set that describes itself, the same bytes each time."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from graph.toy import all_facts, hans_facts, hant_facts, toy_graph

from kg.cli.release_command import release_command
from kg.exchange import FORMATS, export_graph
from kg.graph import open_graph
from kg.vocabulary import InputError, OutputError, UsageError
from kg.workspace import releases
from kg.workspace.releases import release

DCAT, SPDX, VOID = "http://www.w3.org/ns/dcat#", "http://spdx.org/rdf/terms#", "http://rdfs.org/ns/void#"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "graph").mkdir()
    export_graph(toy_graph(*all_facts()), "trig", tmp_path / "graph" / "kg.trig")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_a_release_describes_itself(here: Path) -> None:
    files = release("out", "graph", version="1.0.0", day="2026-01-31")
    found = contents(here / "out")
    assert set(files) == set(found) - {".kg-export"}
    sums = dict(reversed(line.split("  ")) for line in found["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in found.items()
        if name not in ("SHA256SUMS", ".kg-export")
    }
    told = ox.Store()
    told.load(found["dataset.ttl"], format=ox.RdfFormat.TURTLE)
    rows = told.query(
        f"SELECT ?name ?size ?sum {{ ?d <{DCAT}distribution> ?f . ?f <http://purl.org/dc/terms/title> ?name ;"
        f" <{DCAT}byteSize> ?size ; <{SPDX}checksum>/<{SPDX}checksumValue> ?sum }}"
    )
    listed = {row["name"].value: (int(row["size"].value), row["sum"].value) for row in rows}  # type: ignore[union-attr]
    data = {name: bytes_ for name, bytes_ in found.items() if name.startswith("data/")}
    assert listed == {name: (len(one), hashlib.sha256(one).hexdigest()) for name, one in data.items()}
    graph = open_graph(here / "out" / "data" / "kg.ttl")
    counted = told.query(f"SELECT ?n {{ ?d a <{VOID}Dataset> ; <{VOID}triples> ?n }}")
    assert [int(row["n"].value) for row in counted] == [sum(1 for _ in graph.triples())]  # type: ignore[union-attr]
    assert b'version: "1.0.0"\ndate-released: 2026-01-31' in found["CITATION.cff"]
    assert b"## 1.0.0 - 2026-01-31" in found["CHANGELOG.md"]
    assert all(f"`{name}`".encode() in found["README.md"] for name in data)
    assert b"Creative Commons" in found["LICENSE"]


def test_the_same_release_twice_is_the_same_bytes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release("one", "graph", version="1.0.0", day="2026-01-31")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1769860800")  # noon of that day
    release("two", "graph", version="1.0.0")
    release("two", "graph", version="1.0.0")
    same = contents(here / "one") == contents(here / "two")
    assert same


def test_every_format_can_be_packed(here: Path) -> None:
    names = [name for name in FORMATS if name != "parquet"]
    release("out", "graph", version="1.0.0", day="2026-01-31", formats=names)
    written = [path for path in (here / "out" / "data").rglob("*") if path.is_file()]
    assert len(written) >= len(names)


def test_large_files_are_compressed(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(releases, "_SMALL", 1000)
    release("out", "graph", version="1.0.0", day="2026-01-31", formats=["turtle", "sqlite"])
    assert {"data/kg.ttl.gz", "data/kg.db"} <= set(contents(here / "out"))
    assert b"@prefix" in gzip.decompress((here / "out" / "data" / "kg.ttl.gz").read_bytes())
    release("next", "graph", version="1.0.1", day="2026-02-28", previous="out")
    assert "The same facts" in (here / "next" / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_changelog_compares_with_the_former_release(here: Path) -> None:
    release("one", "graph", version="1.0.0", day="2026-01-31")
    (here / "later").mkdir()
    export_graph(toy_graph(hant_facts(), hans_facts()), "trig", here / "later" / "kg.trig")
    release("two", "later", version="2.0.0", day="2026-02-28", previous="one")
    text = (here / "two" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "0 facts came, 3 went, 0 changed." in text
    assert "### Articles that went (2)\n\n- c\n- d" in text
    assert "- 速卖通 隶属于 阿里国际数字商业集团 (d)" in text


def test_a_release_without_people(here: Path) -> None:
    release(
        "out",
        "graph",
        version="1.0.0",
        day="2026-01-31",
        without_persons=True,
        formats=["turtle", "csv", "sqlite", "obsidian"],
    )
    for name, data in contents(here / "out").items():
        assert "孙兴".encode() not in data, name
        assert b"sun-xing" not in data, name
    assert "██曾任速卖通总裁" not in (here / "out" / "data" / "kg.ttl").read_text(encoding="utf-8")  # its fact is gone
    assert "People are left out" in (here / "out" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"version": "1"}, UsageError, "1.0.0"),
        ({"version": "1.0.0", "day": "31.1.2026"}, UsageError, "2026-01-31"),
        ({"version": "1.0.0", "day": None}, UsageError, "SOURCE_DATE_EPOCH"),
        ({"version": "1.0.0", "formats": ["turtle", "png"]}, UsageError, "png"),
        ({"version": "1.0.0", "previous": "nowhere"}, InputError, "nowhere"),
        ({"version": "1.0.0", "graph": "nowhere"}, InputError, "nowhere"),
        ({"version": "1.0.0", "folder": "graph"}, OutputError, "new or empty"),
    ],
)
def test_what_is_no_release(here: Path, options: dict[str, object], error: type[Exception], words: str) -> None:
    before = contents(here)
    given = {"folder": "out", "graph": "graph", "day": "2026-01-31"} | options
    with pytest.raises(error, match=re.escape(words)):
        release(**given)  # type: ignore[arg-type]
    after = contents(here)
    assert {name: data for name, data in after.items() if "/.kg/" not in name} == before


def test_the_command(here: Path) -> None:
    done = CliRunner().invoke(
        release_command,
        ["out", "-g", "graph", "--version", "1.0.0", "--date", "2026-01-31", "--formats", "turtle, gexf"],
    )
    assert done.exit_code == 0, done.output
    assert {"data/kg.ttl", "data/kg.gexf"} <= set(contents(here / "out"))
