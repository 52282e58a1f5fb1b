"""Many articles at once: what cannot be read is told and left out, and what is read twice is told."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.articles.archives import ARCHIVE_SUFFIXES, Member, archive_of
from kg.articles.manifest import MANIFEST_NAME, Manifest
from kg.articles.reading import SUFFIXES, article_in, read_article, stem_and_suffix
from kg.articles.unpacking import shown
from kg.model import Article
from kg.vocabulary import InputError, KgError

__all__ = ["read_articles"]

_PACKED = (".gz", ".xz")


class _Batch:
    """The articles read so far."""

    def __init__(self, on_problem: Callable[[KgError], None] | None, on_note: Callable[[str], None] | None) -> None:
        self.articles: dict[str, Article] = {}
        self._texts: dict[bytes, Article] = {}
        self._on_problem, self._on_note = on_problem, on_note
        self._manifests: dict[Path, Manifest | None] = {}

    def problem(self, error: KgError) -> None:
        """Tell what is wrong with an article, or raise it where nobody listens."""
        if self._on_problem is None:
            raise error
        self._on_problem(error)

    def manifest(self, folder: Path) -> Manifest | None:
        """The manifest of a folder.

        Raises:
            DataFileError: it breaks its schema.
        """
        if folder not in self._manifests:
            beside = folder / MANIFEST_NAME
            self._manifests[folder] = Manifest.load(beside) if beside.is_file() else None
        return self._manifests[folder]

    def read(self, path: Path) -> None:
        """Read a file, or an archive of them."""
        manifest = self.manifest(path.parent)
        members = archive_of(path, SUFFIXES)
        if members is None:
            try:
                self._add(read_article(path, manifest=manifest or Manifest(path.parent / MANIFEST_NAME)))
            except KgError as error:
                self.problem(error)
            return
        for member in members:
            if not isinstance(member, Member):
                self.problem(member)
                continue
            entry = manifest.entry(Path(path.parent, member.stem + member.suffix)) if manifest else None
            try:
                self._add(article_in(member.data, member.name, member.stem, member.suffix, entry, member.said))
            except KgError as error:
                self.problem(error)

    def _add(self, article: Article) -> None:
        """Take an article in, unless its id is taken."""
        other = self.articles.get(article.id)
        if other and other.sha256 == article.sha256:
            self._note(f"{shown(article.path)}: the same file as {shown(other.path)}; read once")
            return
        if other:
            raise InputError(
                f"{shown(article.path)}: has the same id {shown(article.id)!r} as {shown(other.path)}; rename it, or"
                f" give it another id in {MANIFEST_NAME}"
            )
        self.articles[article.id] = article
        digest = hashlib.sha256("".join(article.body.text.split()).encode("utf-8", "surrogatepass")).digest()
        twin = self._texts.setdefault(digest, article)
        if twin is not article:
            self._note(f"{shown(article.path)}: the same text as {shown(twin.path)} under another id; both are kept")

    def _note(self, text: str) -> None:
        if self._on_note:
            self._on_note(text)


def read_articles(
    paths: Iterable[Path | str],
    *,
    on_problem: Callable[[KgError], None] | None = None,
    on_note: Callable[[str], None] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Article]:
    """Read files, folders and archives as articles, each file once.

    Of a folder, all files with a suffix of articles (``.txt``, ``.md``, ``.html``, …; ``.gz`` or ``.xz`` behind it) and
    all archives (tar, WARC, EPUB) are read, at any depth, but hidden ones; sorted by path. A ``manifest.toml`` beside a
    file counts.

    Args:
        paths: what to read.
        on_problem: told of what cannot be read, which is then left out; without it the first such ends the reading.
        on_note: told of texts that stand there twice.
        progress: told how many files are done, of how many, and which is next.

    Raises:
        KgError: as `read_article`; or a folder holds no article; or two articles have the same id.
        DataFileError: a manifest breaks its schema.
    """
    batch = _Batch(on_problem, on_note)
    files: dict[Path, Path] = {}
    for path in map(Path, paths):
        try:
            for file in _files(path):
                files.setdefault(_resolved(file), file)
        except InputError as error:
            batch.problem(error)
    for done, file in enumerate(files.values()):
        if progress:
            progress(done, len(files), file.name)
        batch.read(file)
    if progress:
        progress(len(files), len(files), "")
    return list(batch.articles.values())


def _resolved(path: Path) -> Path:
    """The path without links; as it is where they go round in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def _files(path: Path) -> Iterator[Path]:
    """The files that a path names, folders walked in order."""
    try:
        is_folder = path.is_dir()
    except (OSError, ValueError):
        is_folder = False
    if not is_folder:
        yield path
        return
    files = sorted(_walk(path), key=lambda file: file.parts)
    if not files:
        raise InputError(f"{shown(path)}: holds no article; articles end in {', '.join(SUFFIXES)}")
    yield from files


def _walk(folder: Path) -> Iterator[Path]:
    """The articles and archives of a folder at any depth, but hidden ones; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith("."):
                continue
            suffix = stem_and_suffix(name)[1]
            if suffix in SUFFIXES or suffix in ARCHIVE_SUFFIXES:
                yield Path(parent, name)
