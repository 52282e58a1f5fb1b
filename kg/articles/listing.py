"""Where articles are, not read yet, so that another process or machine can read them: files, URLs, and lists of both.

What stands behind a URL is read by fsspec (``s3://``, ``gs://``, ``https://``, ``file://``, …; the extra ``cluster``
brings it, the drivers of most stores are packages of their own). A list is a ``manifest.toml`` given itself, or a file
``.jsonl`` with an object a line that has the keys of a manifest's entry; a ``file`` in it may be a URL.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from kg.articles.archives import ARCHIVE_SUFFIXES, Member, archive_of
from kg.articles.manifest import MANIFEST_NAME, Entry, Manifest, entry_of
from kg.articles.reading import SUFFIXES, stem_and_suffix
from kg.articles.sources import Source, article_files, article_sources, is_list, is_url
from kg.articles.unpacking import LARGEST, shown, unpack
from kg.vocabulary import DataFileError, InputError, KgError, LimitError, UsageError
from kg.vocabulary.extras import extra

__all__ = ["Listed", "is_archive", "list_articles", "opened_url", "read_listed", "stamp_of"]

Problem = Callable[[KgError], None]
_PIECE = 500  # members of an archive that are read together at least
_PIECES = 64  # into which an archive is cut at most: each piece unpacks what stands before it
_LARGEST_ARCHIVE = 64 * 1024 * 1024 * 1024


@dataclass(frozen=True)
class Listed:
    """Where an article is, or an archive of them.

    Attributes:
        place: a path or URL.
        entry: what a list says of it.
        members: of an archive the first member that is meant, and the one behind the last; None for all.
    """

    place: str
    entry: Entry | None = None
    members: tuple[int, int] | None = None


def is_archive(place: str) -> bool:
    """Whether a place holds many articles, by its name."""
    return stem_and_suffix(place.rpartition("/")[2].partition("?")[0])[1] in ARCHIVE_SUFFIXES


# ---------------------------------------------------------------------- behind URLs
def opened_url(url: str) -> tuple[Any, str]:
    """The file system of a URL, and its path there.

    Raises:
        UsageError: fsspec, or its driver for such URLs, is not installed.
    """
    extra("fsspec", "cluster")
    from fsspec.core import url_to_fs

    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{shown(url)}: cannot be opened: {' '.join(str(error).split())}") from error
    return system, str(path)


def _told(url: str, error: Exception) -> KgError:
    """What went wrong behind a URL, in one line."""
    if isinstance(error, KgError):
        return error
    if isinstance(error, FileNotFoundError):
        return InputError(f"{shown(url)}: no such file")
    return InputError(
        f"{shown(url)}: cannot be read: {shown(' '.join(str(error).split()))[:200] or type(error).__name__}"
    )


def _found(url: str) -> list[str]:
    """The articles, archives and manifests that a URL names: itself, or what is in it, where it is a folder."""
    system, path = opened_url(url)
    if any(char in path for char in "*?["):
        names = system.glob(path)
    elif url.endswith("/") or (not url.startswith("http") and system.isdir(path)):
        names = system.find(path)
    else:
        return [url]
    base = PurePosixPath(path.rstrip("/"))
    kept = []
    for name in names:
        parts = PurePosixPath(name)
        inner = parts.relative_to(base).parts if parts.is_relative_to(base) else parts.parts
        suffix = stem_and_suffix(parts.name)[1]
        hidden = any(part.startswith(".") for part in inner)
        if not hidden and (suffix in SUFFIXES or suffix in ARCHIVE_SUFFIXES or parts.name == MANIFEST_NAME):
            kept.append((parts.parts, str(system.unstrip_protocol(name))))
    if not kept:
        raise InputError(f"{shown(url)}: holds no article; articles end in {', '.join(SUFFIXES)}")
    return [name for _, name in sorted(kept)]


def _fetched(url: str, limit: int) -> bytes:
    system, path = opened_url(url)
    with system.open(path, "rb") as stream:
        data: bytes = stream.read(limit + 1)
    if len(data) > limit:
        raise LimitError(f"{shown(url)}: larger than {limit // 2**20} MB; no article is that large, split it")
    return data


def _parent(url: str) -> str:
    return url.rpartition("/")[0] + "/"


def _behind(url: str) -> Iterator[Listed]:
    """The articles behind a URL, with what manifests beside them say."""
    names = _found(url)
    manifests: dict[str, Manifest] = {}
    for name in names:
        if is_list(name) and name != url:
            manifests[_parent(name)] = Manifest.of(_fetched(name, LARGEST), PurePosixPath(name), beside=False)
    for name in names:
        if not is_list(name):
            manifest = manifests.get(_parent(name))
            yield Listed(name, manifest.named(name.rpartition("/")[2]) if manifest else None)


# ---------------------------------------------------------------------- lists
def _of_list(place: str) -> Iterator[Listed]:
    """The articles of a list; their places are relative to it.

    Raises:
        DataFileError: it breaks its schema; names the line.
    """
    try:
        data = _fetched(place, LARGEST * 16) if is_url(place) else Path(place).read_bytes()
    except OSError as error:
        raise DataFileError(f"cannot be read: {error.strerror or error}", place) from error
    if place.endswith(".jsonl"):
        entries = _lines(data, place)
    else:
        entries = iter(Manifest.of(data, Path(place), beside=not is_url(place)).entries)
    base = _parent(place) if is_url(place) else None
    for entry in entries:
        file = entry.file or f"{entry.id}.md"
        where = file if is_url(file) else base + file if base else str(Path(place).parent / file)
        yield Listed(where, replace(entry, file=None))


def _lines(data: bytes, place: str) -> Iterator[Entry]:
    seen: dict[str, int] = {}
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except ValueError as error:
            raise DataFileError("no JSON object", place, number) from error
        if not isinstance(row, dict) or "file" not in row:
            raise DataFileError(
                "an object with the keys of a manifest's entry is wanted, file among them", place, number
            )
        row.setdefault("id", stem_and_suffix(str(row["file"]).rpartition("/")[2])[0])
        entry = entry_of(row, place, number)
        if seen.setdefault(entry.id, number) != number:
            raise DataFileError(f"two entries for {entry.id!r}, the first in line {seen[entry.id]}", place, number)
        yield entry


# ---------------------------------------------------------------------- what is to be read, and reading it
def list_articles(paths: Iterable[Path | str], *, on_problem: Problem | None = None) -> Iterator[Listed]:
    """Where the articles of files, folders, archives, URLs and lists are, each file once, in order.

    An archive among the files is cut into pieces that can be read apart; one behind a URL is not.

    Args:
        paths: what is to be read.
        on_problem: told of what cannot be listed; without it the first such ends the listing.

    Raises:
        KgError: something cannot be listed.
        DataFileError: a list breaks its schema.
    """
    seen: set[tuple[str, tuple[int, int] | None]] = set()
    for path in paths:
        try:
            for one in _listed(str(path)):
                if (one.place, one.members) not in seen:
                    seen.add((one.place, one.members))
                    yield one
        except (DataFileError, UsageError):
            raise
        except Exception as error:  # each driver of fsspec has errors of its own
            if on_problem is None:
                raise _told(str(path), error) from error
            on_problem(_told(str(path), error))


def _listed(place: str) -> Iterator[Listed]:
    if is_list(place):
        yield from _of_list(place)
    elif is_url(place):
        yield from _behind(place)
    else:
        for file in article_files(Path(place)):
            yield from _pieces(file)


def _pieces(file: Path) -> Iterator[Listed]:
    """A file; an archive in pieces."""
    place = str(file.absolute())
    members = archive_of(file, SUFFIXES)
    if members is None:
        yield Listed(place)
        return
    count = sum(1 for _ in members)
    step = max(_PIECE, -(-count // _PIECES))
    for start in range(0, count, step):
        yield Listed(place, None, (start, min(start + step, count)))


def read_listed(listed: Listed) -> Iterator[Source | KgError]:
    """The articles at a place, unread, or what is wrong with them.

    Raises:
        UsageError: it is a URL, and what reads such is not installed.
    """
    start, stop = listed.members or (0, None)
    try:
        yield from islice(_remote(listed) if is_url(listed.place) else _local(listed), start, stop)
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001  # as above
        yield _told(listed.place, error)


def _local(listed: Listed) -> Iterator[Source | KgError]:
    """A file, or the members of an archive, each one item; what a manifest beside it says counts."""
    problems: list[KgError] = []
    for source in article_sources([Path(listed.place)], on_problem=problems.append):
        yield from problems
        problems.clear()
        yield replace(source, entry=listed.entry) if listed.entry else source
    yield from problems


def _remote(listed: Listed) -> Iterator[Source | KgError]:
    url = listed.place
    name = url.rpartition("/")[2].partition("?")[0]
    stem, suffix = stem_and_suffix(name)
    if not is_archive(url):
        data = unpack(_fetched(url, LARGEST), shown(url))
        yield Source(url, stem, suffix, data, listed.entry)
        return
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        copy = Path(folder, f"archive{suffix}")
        system, path = opened_url(url)
        system.get_file(path, str(copy))
        for one in archive_of(copy, SUFFIXES) or ():
            if isinstance(one, Member):
                inner = one.name.replace(str(copy), shown(url))
                yield Source(inner, one.stem, one.suffix, one.data, None, one.said)
            else:
                yield type(one)(str(one).replace(str(copy), shown(url)))


def stamp_of(listed: Listed) -> str:
    """What changes where the file at a place does: its size and time, or whatever else its store knows of it."""
    if not is_url(listed.place):
        state = Path(listed.place).stat()
        return f"{state.st_size}:{state.st_mtime_ns}"
    system, path = opened_url(listed.place)
    return str(system.checksum(path)) if hasattr(system, "checksum") else str(system.info(path))
