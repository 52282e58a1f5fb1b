"""Many articles at once: what cannot be read is told and left out, and what is read twice is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from kg.articles.manifest import MANIFEST_NAME
from kg.articles.sources import article_of, article_sources
from kg.articles.unpacking import shown
from kg.model import Article
from kg.vocabulary import InputError, KgError

__all__ = ["read_articles", "same_file", "same_id", "same_text", "text_digest"]


class _Batch:
    """The articles read so far."""

    def __init__(self, on_note: Callable[[str], None] | None) -> None:
        self.articles: dict[str, Article] = {}
        self._texts: dict[bytes, Article] = {}
        self._on_note = on_note

    def add(self, article: Article) -> None:
        """Take an article in, unless its id is taken.

        Raises:
            InputError: it is, by another text.
        """
        other = self.articles.get(article.id)
        if other and other.sha256 == article.sha256:
            self._note(same_file(article.path, other.path))
            return
        if other:
            raise InputError(same_id(article.id, article.path, other.path))
        self.articles[article.id] = article
        twin = self._texts.setdefault(text_digest(article), article)
        if twin is not article:
            self._note(same_text(article.path, twin.path))

    def _note(self, text: str) -> None:
        if self._on_note:
            self._on_note(text)


def text_digest(article: Article) -> bytes:
    """What is the same for articles whose texts differ in white space at most."""
    return hashlib.sha256("".join(article.body.text.split()).encode("utf-8", "surrogatepass")).digest()


def same_file(path: str, other: str) -> str:
    """What is said of an article that is given twice."""
    return f"{shown(path)}: the same file as {shown(other)}; read once"


def same_id(name: str, path: str, other: str) -> str:
    """What is said of two texts under one id."""
    return (
        f"{shown(path)}: has the same id {shown(name)!r} as {shown(other)}; rename it, or"
        f" give it another id in {MANIFEST_NAME}"
    )


def same_text(path: str, other: str) -> str:
    """What is said of one text under two ids."""
    return f"{shown(path)}: the same text as {shown(other)} under another id; both are kept"


def read_articles(
    paths: Iterable[Path | str],
    *,
    on_problem: Callable[[KgError], None] | None = None,
    on_note: Callable[[str], None] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> list[Article]:
    """Read files, folders and archives as articles, each file once, all into memory.

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
    batch = _Batch(on_note)
    for source in article_sources(paths, on_problem=on_problem, progress=progress):
        try:
            batch.add(article_of(source))
        except KgError as error:
            if on_problem is None:
                raise
            on_problem(error)
    return list(batch.articles.values())
