"""Changing a folder's graph: one process at a time, and all of a change or nothing.

A change is made in a work folder beside the store. Once all of it is on the disk, the work folder is renamed to
``.kg/ready``: from that moment the change counts, and whoever comes next finishes the moves that a process that was
killed did not come to (a redo log; each move is a rename, and may be done twice). Before that moment nothing has
changed.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.graph.locks import locked
from kg.graph.seals import seal_store

__all__ = ["LOCK", "READY", "STORE", "WORK", "Waiting", "commit", "finish_change", "link_store", "work_folder"]

HOME = Path(".kg")
STORE = HOME / "store"
LOCK = HOME / "lock"
READY = HOME / "ready"
WORK = "work-"
_PLAN = "plan.json"
_NOT_COPIED = ("LOCK", "LOG")  # of an Oxigraph store: its lock, and what it says about itself
_Move = tuple[str, str]


@dataclass(frozen=True)
class Waiting:
    """What to do where another process changes the same folder.

    Attributes:
        wait: whether to wait for it, or to fail.
        tell: told once, in a line, that it is waited for.
        doing: what others are told that this process does: ``kg build``.
    """

    wait: bool = True
    tell: Callable[[str], None] | None = None
    doing: str = ""


@contextmanager
def work_folder(folder: Path, waiting: Waiting | None = None) -> Iterator[Path]:
    """An empty folder beside the store of `folder`, to make a new one in; afterwards it is gone.

    One process works on a folder at a time; what one that was killed left behind is finished or removed.

    Raises:
        OutputError: another process works on it, and is not to be waited for.
        OSError: the folder cannot be written.
    """
    waiting = waiting or Waiting()
    home = folder / HOME
    home.mkdir(parents=True, exist_ok=True)
    with locked(folder / LOCK, waiting.doing, wait=waiting.wait, tell=waiting.tell):
        _finish(folder)
        for leftover in home.glob(f"{WORK}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        work = Path(tempfile.mkdtemp(prefix=WORK, dir=home))
        try:
            yield work
        finally:
            _remove(work)


def _remove(work: Path) -> None:
    """Remove a folder, even while a store that an error still holds writes to it."""
    for _ in range(20):
        shutil.rmtree(work, ignore_errors=True)
        if not work.exists():
            return
        time.sleep(0.05)


def link_store(old: Path, new: Path) -> None:
    """A copy of a store that nobody writes to, to be changed while others read the old one.

    Its data files never change once they are written (RocksDB's SST files): they are linked, where the file system can.
    """
    new.mkdir()
    for path in sorted(old.iterdir()):
        if path.name in _NOT_COPIED or path.name.startswith("LOG.old."):
            continue
        if path.suffix == ".sst":
            try:
                os.link(path, new / path.name)
                continue
            except OSError:  # another file system, or one without links
                pass
        shutil.copy2(path, new / path.name)


# ---------------------------------------------------------------------- onto the disk
def _sync(path: Path) -> None:
    """Have a file or folder written to the disk."""
    if path.is_dir() and os.name == "nt":  # folders need none there, and cannot be opened
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            _sync(Path(parent, name))
        _sync(Path(parent))


def commit(work: Path, folder: Path, moves: Sequence[_Move], removals: Sequence[str] = ()) -> None:
    """Have the finished content of a work folder take its places in `folder`, all of it whatever happens.

    Args:
        work: what :func:`work_folder` gave.
        folder: the folder of the graph.
        moves: each file or folder of `work`, and its place in `folder`, whose former content goes.
        removals: places in `folder` whose files go.

    Raises:
        OSError: the disk is full, say; then nothing has changed, or the next process finishes the moves.
    """
    if (work / STORE.name).is_dir():
        seal_store(work / STORE.name)
    plan = {"moves": [list(one) for one in moves], "removals": list(removals)}
    (work / _PLAN).write_text(json.dumps(plan), encoding="utf-8")
    _sync_tree(work)
    work.rename(folder / READY)
    _sync(folder / HOME)
    _finish(folder)


def finish_change(folder: Path) -> None:
    """Finish the moves of a process that was killed in the midst of them, waiting for one that is at it.

    Raises:
        OSError: the folder cannot be written.
    """
    if (folder / READY).is_dir():
        with locked(folder / LOCK):
            _finish(folder)


def _finish(folder: Path) -> None:
    ready = folder / READY
    if not ready.is_dir():
        return
    plan = json.loads((ready / _PLAN).read_text(encoding="utf-8"))
    touched = {folder, folder / HOME}
    for source, target in plan["moves"]:
        place = folder / target
        place.parent.mkdir(parents=True, exist_ok=True)
        touched.add(place.parent)
        _move(ready / source, place, ready)
    for name in plan["removals"]:
        (folder / name).unlink(missing_ok=True)
        touched.add((folder / name).parent)
    for place in sorted(touched):
        if place.is_dir():
            _sync(place)
    done = Path(tempfile.mkdtemp(prefix=WORK, dir=folder / HOME))
    ready.rename(done / "done")
    _remove(done)


def _move(source: Path, place: Path, ready: Path) -> None:
    """Move a file or folder to its place; nothing where that was done before."""
    if not source.exists():
        return
    if source.is_dir():
        former = Path(tempfile.mkdtemp(prefix="former-", dir=ready))
        with suppress(FileNotFoundError):
            place.rename(former / place.name)
        source.rename(place)
    else:
        source.replace(place)
