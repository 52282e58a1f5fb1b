"""Writing what is more than one stream: a folder of files, or a file that a library writes by its path."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.vocabulary import OutputError

__all__ = ["LISTING", "replaced_file", "write_folder"]

LISTING = ".kg-export"  # the names of the files of a folder that an export wrote, a line each

Files = Iterable[tuple[str, Iterable[bytes]]]


@contextmanager
def _beside(path: Path) -> Iterator[Path]:
    """An empty folder beside `path`, gone afterwards.

    Raises:
        OutputError: it cannot be made, or what is done in it fails for want of space or rights.
    """
    path = path.absolute()
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent) as name:
            yield Path(name)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}") from error


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """A path to write to, which becomes `path` once its block ends well.

    Raises:
        OutputError: the file cannot be written.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder; name a file")
    with _beside(path) as work:
        new = work / path.name
        yield new
        new.replace(path)


def _former(folder: Path) -> list[str]:
    """The files that an earlier export wrote into a folder.

    Raises:
        OutputError: it holds other files and none of an export, so that the name may be a mistake.
    """
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder} is a file; name a folder")
    listing = folder / LISTING
    if listing.is_file():
        return [name for name in listing.read_text(encoding="utf-8").splitlines() if name]
    if folder.is_dir() and any(folder.iterdir()):
        raise OutputError(f"{folder} holds files that no export wrote; name a new or empty folder")
    return []


def write_folder(folder: Path, files: Files) -> None:
    """Write files into a folder, in place of those that an earlier export wrote there; all others stay.

    Everything is written beside the folder first; only when it is whole is it moved into its place.

    Args:
        folder: the folder; it may be missing.
        files: paths relative to it, ``/`` between their parts, each with its bytes.

    Raises:
        OutputError: the folder cannot be written, or holds files that no export wrote.
    """
    try:
        former = _former(folder)
        with _beside(folder) as work:
            names = []
            for name, chunks in files:
                place = work / name
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as stream:
                    for chunk in chunks:
                        stream.write(chunk)
                names.append(name)
            (work / LISTING).write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
            _move(work, folder, [*names, LISTING])
        for name in sorted(set(former) - set(names)):
            _remove(folder, name)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}") from error


def _move(work: Path, folder: Path, names: Iterable[str]) -> None:
    for name in names:
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.is_dir():
            shutil.rmtree(place)
        os.replace(work / name, place)  # noqa: PTH105 (one step, over what stands there)


def _remove(folder: Path, name: str) -> None:
    """Remove a file that an earlier export wrote, and the folders that it leaves empty; never anything outside."""
    place = folder / name
    if folder.resolve() not in place.resolve().parents:
        return
    place.unlink(missing_ok=True)
    parent = place.parent
    while parent != folder and parent.is_dir() and not any(parent.iterdir()):
        parent.rmdir()
        parent = parent.parent
