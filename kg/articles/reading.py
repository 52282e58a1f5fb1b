"""Files as articles."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.articles.blocks import build_body
from kg.articles.decoding import decode
from kg.articles.gitbook import is_gitbook, is_markdown, read_gitbook, read_markdown
from kg.articles.manifest import MANIFEST_NAME, Entry, Manifest
from kg.articles.metadata import Draft
from kg.articles.plain import is_plain, read_plain
from kg.model import Article
from kg.vocabulary import InputError

__all__ = ["read_article", "read_articles"]


class _Format(NamedTuple):
    """A format of files.

    Attributes:
        name: of the format.
        suffixes: of its files, where a folder is given.
        recognises: whether a text in a file with a suffix is of it.
        read: reads a text.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[str, str], bool]
    read: Callable[[str], Draft]


# The first that recognises a text reads it. One more format is one more module and one more line.
_FORMATS = (
    _Format("gitbook", (".md", ".txt"), is_gitbook, read_gitbook),
    _Format("markdown", (".markdown", ".md"), is_markdown, read_markdown),
    _Format("plain", (".txt",), is_plain, read_plain),
)
_SUFFIXES = tuple(sorted({suffix for form in _FORMATS for suffix in form.suffixes}))


def read_article(path: Path | str, *, manifest: Manifest | None = None) -> Article:
    """Read a file as an article. Its format is recognised by its content.

    Args:
        path: the file.
        manifest: what is known of it; by default the ``manifest.toml`` beside the file, if there is one. It wins over
            what the file says.

    Raises:
        InputError: the file is missing, empty, no text, or has no article in it.
        DataFileError: the manifest breaks its schema.
    """
    path = Path(path)
    data = _read(path)
    if manifest is None:
        beside = path.parent / MANIFEST_NAME
        manifest = Manifest.load(beside) if beside.is_file() else None
    return _article(data, path, manifest.entry(path) if manifest else None)


def read_articles(paths: Iterable[Path | str]) -> list[Article]:
    """Read files and folders as articles, each file once.

    Of a folder, all files with a suffix of articles (``.txt``, ``.md``, ``.markdown``) are read, at any depth, but
    hidden ones; sorted by path. A ``manifest.toml`` beside a file counts.

    Raises:
        InputError: as `read_article`; or a folder holds no article; or two articles have the same id.
        DataFileError: a manifest breaks its schema.
    """
    manifests: dict[Path, Manifest | None] = {}
    articles: dict[str, Article] = {}
    seen: set[Path] = set()
    for path in _files(paths):
        real = path.resolve()
        if real in seen:
            continue
        seen.add(real)
        if path.parent not in manifests:
            beside = path.parent / MANIFEST_NAME
            manifests[path.parent] = Manifest.load(beside) if beside.is_file() else None
        manifest = manifests[path.parent]
        article = _article(_read(path), path, manifest.entry(path) if manifest else None)
        if article.id in articles:
            raise InputError(
                f"{path}: has the same id {article.id!r} as {articles[article.id].path}; rename it, or give it another"
                f" id in {MANIFEST_NAME}"
            )
        articles[article.id] = article
    return list(articles.values())


def _files(paths: Iterable[Path | str]) -> Iterator[Path]:
    """The files that paths name, folders walked in order."""
    for path in map(Path, paths):
        if not path.is_dir():
            yield path
            continue
        found = False
        for file in sorted(_walk(path), key=lambda file: file.parts):
            found = True
            yield file
        if not found:
            raise InputError(f"{path}: holds no article; articles end in {', '.join(_SUFFIXES)}")


def _walk(folder: Path) -> Iterator[Path]:
    """The articles of a folder at any depth, but hidden ones."""
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith(".") and Path(name).suffix.lower() in _SUFFIXES:
                yield Path(parent, name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such file") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _article(data: bytes, path: Path, entry: Entry | None) -> Article:
    """The article in a file's bytes, with what a manifest says of it."""
    if not data.strip():
        raise InputError(f"{path}: the file is empty")
    text = decode(data, str(path))
    suffix = path.suffix.lower()
    draft = next(form for form in _FORMATS if form.recognises(text, suffix)).read(text)
    if not draft.blocks:
        raise InputError(f"{path}: no article in it, only page furniture or white space")
    known = entry or Entry(draft.id or _id(path))
    return Article(
        id=known.id,
        file_text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        body=build_body(text, draft.blocks),
        title=known.title or draft.title,
        published=known.published or draft.published,
        publisher=known.publisher or draft.publisher,
        author=known.author or draft.author,
        source=known.source or draft.source,
        script=known.script or "",
        path=str(path),
    )


def _id(path: Path) -> str:
    """An id from a file's name: its stem, what no id may hold as underscores."""
    return re.sub(r"[\s\x00-\x1f\ud800-\udfff]+", "_", path.stem)
