"""Checksums of a store's files."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph.changing import link_store
from kg.graph.seals import SEAL, broken_files, seal_store


def quads(first: int, count: int) -> list[ox.Quad]:
    names = (f"urn:{number}" for number in range(first, first + count))
    return [ox.Quad(ox.NamedNode(name), ox.NamedNode("urn:p"), ox.Literal(name)) for name in names]


@pytest.fixture
def store(tmp_path: Path) -> Path:
    found = ox.Store(str(tmp_path / "store"))
    found.extend(quads(0, 500))
    del found
    seal_store(tmp_path / "store")
    return tmp_path / "store"


def test_a_sealed_store_is_whole_and_small(store: Path) -> None:
    assert broken_files(store) == []
    assert sum(path.stat().st_size for path in store.glob("*.log")) == 0
    assert len(ox.Store.read_only(str(store))) == 500
    assert broken_files(store) == []


def test_a_changed_file_is_found(store: Path) -> None:
    path = max(store.glob("*.sst"), key=lambda one: one.stat().st_size)
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(bytes(data))
    assert broken_files(store) == [path.name]
    path.unlink()
    (store / "CURRENT").unlink()
    assert broken_files(store) == [path.name, "CURRENT"]


def test_a_changed_copy_is_sealed_anew(store: Path, tmp_path: Path) -> None:
    link_store(store, tmp_path / "copy")
    copy = ox.Store(str(tmp_path / "copy"))
    copy.extend(quads(500, 10))
    del copy
    seal_store(tmp_path / "copy")
    assert broken_files(store) == broken_files(tmp_path / "copy") == []
    assert len(ox.Store.read_only(str(tmp_path / "copy"))) == 510


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"CURRENT": 1}'])
def test_a_seal_that_says_nothing(store: Path, text: str) -> None:
    (store / SEAL).write_text(text)
    assert broken_files(store) == []


def test_what_is_no_store_is_not_sealed(tmp_path: Path) -> None:
    seal_store(tmp_path)
    assert list(tmp_path.iterdir()) == []
