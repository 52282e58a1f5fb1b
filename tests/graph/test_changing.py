"""A change of a folder: all of it or nothing, whenever it is ended."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.graph import changing
from kg.graph.changing import READY, commit, finish_change, link_store, work_folder

MOVES = [("store", ".kg/store"), ("kg.ttl", "kg.ttl"), ("new.json", ".kg/texts/new.json")]


def content(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock")
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (".kg/store/data", "kg.ttl", ".kg/texts/old.json"):
        path = tmp_path / "graph" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("old")
    return tmp_path / "graph"


def change(folder: Path) -> None:
    with work_folder(folder) as work:
        (work / "store").mkdir()
        for name in ("store/data", "kg.ttl", "new.json"):
            (work / name).write_text("new")
        commit(work, folder, MOVES, [".kg/texts/old.json"])


def test_a_change(folder: Path) -> None:
    change(folder)
    assert content(folder) == {".kg/store/data": "new", ".kg/texts/new.json": "new", "kg.ttl": "new"}
    assert sorted(path.name for path in (folder / ".kg").iterdir()) == ["lock", "store", "texts"]


@pytest.mark.parametrize("place", ["mkdir", "rename", "replace", "unlink"])
@pytest.mark.parametrize("which", range(6))
def test_ended_at_any_step(folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, which: int) -> None:
    old = content(folder)
    step, left = getattr(Path, place), iter(range(which))

    def ending(*given: object, **named: object) -> object:
        if next(left, None) is None:
            raise KeyboardInterrupt
        return step(*given, **named)

    with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
        patch.setattr(Path, place, ending)
        change(folder)
    committed = (folder / READY).exists() or content(folder) != old
    finish_change(folder)
    new = {".kg/store/data": "new", ".kg/texts/new.json": "new", "kg.ttl": "new"}
    left_behind = {name for name in content(folder) if name.startswith(".kg/work-")}
    assert {name: text for name, text in content(folder).items() if name not in left_behind} == (
        new if committed else old
    )
    change(folder)
    assert content(folder) == new


def test_what_does_not_come_to_its_commit_changes_nothing(folder: Path) -> None:
    old = content(folder)
    with pytest.raises(OSError, match="full"), work_folder(folder) as work:
        (work / "kg.ttl").write_text("new")
        raise OSError(28, "full")
    assert content(folder) == old
    assert sorted(path.name for path in (folder / ".kg").iterdir()) == ["lock", "store", "texts"]


@pytest.mark.parametrize("links", [True, False])
def test_a_linked_store_is_a_store_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "no links")

    if not links:
        monkeypatch.setattr(changing.os, "link", refuse)
    first = ox.Store(str(tmp_path / "first"))
    quads = [ox.Quad(ox.NamedNode(f"urn:{n}"), ox.NamedNode("urn:p"), ox.Literal(str(n))) for n in range(500)]
    first.bulk_extend(quads[:300])
    first.extend(quads[300:400])
    del first
    reader = ox.Store.read_only(str(tmp_path / "first"))
    link_store(tmp_path / "first", tmp_path / "second")
    second = ox.Store(str(tmp_path / "second"))
    second.extend(quads[400:])
    for quad in quads[:200]:
        second.remove(quad)
    second.optimize()
    del second
    assert len(ox.Store.read_only(str(tmp_path / "second"))) == 300
    assert len(reader) == len(ox.Store.read_only(str(tmp_path / "first"))) == 400
