"""Where articles come from, one after the other: the bytes of each and what is said of it, before it is read.

However many articles there are, one is in memory at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from kg.articles.archives import ARCHIVE_SUFFIXES, Member, archive_of
from kg.articles.given import Given
from kg.articles.manifest import MANIFEST_NAME, Entry, Manifest
from kg.articles.metadata import Draft
from kg.articles.reading import SUFFIXES, article_in, stem_and_suffix
from kg.articles.unpacking import read_bytes, shown, unpack
from kg.model import Article
from kg.vocabulary import InputError, KgError

__all__ = ["Source", "article_files", "article_of", "article_sources", "is_list", "is_url"]

Problem = Callable[[KgError], None]
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Source:
    """An article that is not read yet.

    Attributes:
        name: of its file, for messages.
        stem: what its id is made of, where neither it nor a manifest gives one.
        suffix: of its name, in lower case.
        data: its bytes, unpacked.
        entry: what a manifest says of it, which counts most but for `given`.
        said: what its archive says of it, which counts least.
        given: what whoever calls says of it.
    """

    name: str
    stem: str
    suffix: str
    data: bytes = field(repr=False)
    entry: Entry | None = None
    said: Draft | None = None
    given: Given | None = None

    @property
    def sha256(self) -> str:
        """SHA-256 of its bytes, hex."""
        return hashlib.sha256(self.data).hexdigest()

    def identity(self) -> str:
        """All that the article depends on beside the program, as text; where the file stands is no part of it."""
        entry = asdict(self.entry) if self.entry else {}
        entry.pop("file", None)
        said = asdict(self.said) if self.said else {}
        given = asdict(self.given) if self.given else {}
        known = {key: value for part in (said, entry, given) for key, value in part.items() if value}
        stem = "" if self.entry else self.stem  # an entry gives the id
        kinds = [sorted(key for key, value in part.items() if value) for part in (said, entry, given)]
        return json.dumps([self.sha256, stem, self.suffix, known, kinds], sort_keys=True)


def is_url(place: object) -> bool:
    """Whether a place is a URL rather than a path.

    >>> is_url("s3://news/2025/a.html"), is_url("news/a.html")
    (True, False)
    """
    scheme, found, _ = str(place).partition("://")
    return bool(found) and scheme.replace("+", "").replace("-", "").isalnum()


def is_list(place: object) -> bool:
    """Whether a place is a list of articles (:mod:`kg.articles.listing`) rather than one."""
    name = str(place).rpartition("/")[2]
    return name == MANIFEST_NAME or name.endswith(".jsonl")


def article_of(source: Source) -> Article:
    """Read a source as an article.

    Raises:
        InputError, LimitError: as :func:`kg.articles.read_article`.
    """
    article = article_in(source.data, source.name, source.stem, source.suffix, source.entry, source.said)
    return source.given.applied([article])[0] if source.given else article


class _Walk:
    """The files of paths, each once, and the manifests beside them."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self._seen: set[bytes] = set()
        self._beside: tuple[Path, Manifest | None] | None = None

    def manifest(self, folder: Path) -> Manifest | None:
        """The manifest of a folder; the last one is kept, since files come folder by folder.

        Raises:
            DataFileError: it breaks its schema.
        """
        if self._beside is None or self._beside[0] != folder:
            beside = folder / MANIFEST_NAME
            self._beside = (folder, Manifest.load(beside) if beside.is_file() else None)
        return self._beside[1]

    def is_new(self, file: Path) -> bool:
        """Whether a file was not given before, by whatever way to it."""
        digest = hashlib.blake2b(os.fsencode(_resolved(file)), digest_size=16).digest()
        new = digest not in self._seen
        self._seen.add(digest)
        return new

    def of(self, path: Path) -> Iterator[Source]:
        """The articles of a file, or of an archive of them."""
        manifest = self.manifest(path.parent)
        members = archive_of(path, SUFFIXES)
        if members is None:
            try:
                data = unpack(read_bytes(path), shown(path))
            except KgError as error:
                self.problem(error)
                return
            entry = manifest.entry(path) if manifest else None
            yield Source(str(path), *stem_and_suffix(path.name), data, entry)
            return
        for member in members:
            if not isinstance(member, Member):
                self.problem(member)
                continue
            entry = manifest.entry(Path(path.parent, member.stem + member.suffix)) if manifest else None
            yield Source(member.name, member.stem, member.suffix, member.data, entry, member.said)


def article_sources(
    paths: Iterable[Path | str], *, on_problem: Problem | None = None, progress: Progress | None = None
) -> Iterator[Source]:
    """The articles of files, folders and archives, unread, each file once; see :func:`kg.articles.read_articles`.

    Args:
        paths: what to read; also URLs, as text, and lists of paths and URLs (:mod:`kg.articles.listing`).
        on_problem: told of what cannot be read, which is then left out; without it the first such ends the reading.
        progress: told how many files are done, of how many, and which is next.

    Raises:
        KgError: a file cannot be read, or a folder holds no article.
        DataFileError: a manifest breaks its schema.
    """

    def problem(error: KgError) -> None:
        if on_problem is None:
            raise error
        on_problem(error)

    walk, places = _Walk(problem), list(paths)
    total = sum(map(_count, places)) if progress else 0
    done = 0
    for place in places:
        try:
            for name, found in _found(walk, place):
                if progress:
                    progress(done, max(total, done + 1), name)
                yield from found
                done += 1
        except _NothingThere as error:
            problem(InputError(str(error)))
    if progress:
        progress(done, done, "")


def article_files(path: Path) -> Iterator[Path]:
    """The file itself, or the articles and archives of a folder, in order.

    Raises:
        InputError: a folder holds none.
    """
    try:
        yield from _files(path)
    except _NothingThere as error:
        raise InputError(str(error)) from None


class _NothingThere(Exception):  # noqa: N818 (told as an InputError)
    """A folder holds no article."""


def _resolved(path: Path) -> Path:
    """The path without links; as it is where they go round in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def _count(place: Path | str) -> int:
    path = Path(place)
    return sum(1 for _ in _walk(path)) if not is_url(place) and _is_folder(path) else 1


def _found(walk: _Walk, place: Path | str) -> Iterator[tuple[str, Iterable[Source]]]:
    """The files of a place by name, each with its articles."""
    if is_url(place) or is_list(place):
        yield from ((source.name, [source]) for source in _elsewhere(place, walk.problem))
    else:
        yield from ((file.name, walk.of(file)) for file in _files(Path(place)) if walk.is_new(file))


def _elsewhere(place: Path | str, problem: Problem) -> Iterator[Source]:
    """The articles behind a URL, or of a list."""
    from kg.articles.listing import list_articles, read_listed

    for one in list_articles([place], on_problem=problem):
        for source in read_listed(one):
            if isinstance(source, KgError):
                problem(source)
            else:
                yield source


def _files(path: Path) -> Iterator[Path]:
    """The files that a path names, folders walked in order."""
    if not _is_folder(path):
        yield path
        return
    empty = True
    for file in _walk(path):
        empty = False
        yield file
    if empty:
        raise _NothingThere(f"{shown(path)}: holds no article; articles end in {', '.join(SUFFIXES)}")


def _walk(folder: Path) -> Iterator[Path]:
    """The articles and archives of a folder at any depth, but hidden ones, in order of their paths' parts.

    Links to folders are not followed; a folder that cannot be read has none.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted((one.name, _is_folder(Path(one.path)), one.is_symlink()) for one in found)
    except OSError:
        return
    for name, is_folder, is_link in entries:
        if name.startswith("."):
            continue
        if is_folder:
            if not is_link:
                yield from _walk(Path(folder, name))
            continue
        suffix = stem_and_suffix(name)[1]
        if suffix in SUFFIXES or suffix in ARCHIVE_SUFFIXES:
            yield Path(folder, name)
