"""Files as articles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import NamedTuple

from kg.articles.blocks import build_body
from kg.articles.checks import check_body, check_draft, check_text
from kg.articles.decoding import decode
from kg.articles.front_matter import is_front_matter, read_front_matter
from kg.articles.gitbook import is_gitbook, is_markdown, read_gitbook, read_markdown
from kg.articles.html_page import is_html, read_html
from kg.articles.manifest import MANIFEST_NAME, Entry, Manifest
from kg.articles.metadata import Draft
from kg.articles.plain import is_plain, read_plain
from kg.articles.unpacking import read_bytes, shown, unpack
from kg.model import Article
from kg.vocabulary import InputError, LimitError

__all__ = ["SUFFIXES", "article_in", "read_article", "stem_and_suffix"]


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
    _Format("front matter", (".markdown", ".md", ".txt"), is_front_matter, read_front_matter),
    _Format("html", (".htm", ".html", ".shtml", ".xhtml"), is_html, read_html),
    _Format("markdown", (".markdown", ".md"), is_markdown, read_markdown),
    _Format("plain", (".txt",), is_plain, read_plain),
)
SUFFIXES = tuple(sorted({suffix for form in _FORMATS for suffix in form.suffixes}))
"""Suffixes of articles in folders and archives."""


def stem_and_suffix(name: str) -> tuple[str, str]:
    """A file's name without suffix, and its suffix in lower case; ``.gz`` and ``.xz`` behind that do not count.

    >>> stem_and_suffix("a.html.gz")
    ('a', '.html')
    """
    path = PurePath(name)
    if path.suffix.lower() in (".gz", ".xz"):
        path = PurePath(path.stem)
    return path.stem, path.suffix.lower()


def read_article(path: Path | str, *, manifest: Manifest | None = None) -> Article:
    """Read a file as an article. Its format is recognised by its content; it may be packed with gzip or xz.

    Args:
        path: the file.
        manifest: what is known of it; by default the ``manifest.toml`` beside the file, if there is one. It wins over
            what the file says.

    Raises:
        InputError: the file is missing, empty, no text, not Chinese, or has no article in it.
        LimitError: it is larger than any article.
        DataFileError: the manifest breaks its schema.
    """
    path = Path(path)
    data = read_bytes(path)
    if manifest is None:
        beside = path.parent / MANIFEST_NAME
        manifest = Manifest.load(beside) if beside.is_file() else None
    name = shown(path)
    stem, suffix = stem_and_suffix(path.name)
    return article_in(unpack(data, name), str(path), stem, suffix, manifest.entry(path) if manifest else None)


def article_in(
    data: bytes, name: str, stem: str, suffix: str, entry: Entry | None = None, said: Draft | None = None
) -> Article:
    """The article in a file's bytes.

    Args:
        data: the bytes, unpacked.
        name: of the file, for messages.
        stem: what its id is made of, where neither it nor its manifest gives one.
        suffix: of its name, in lower case.
        entry: what a manifest says of it, which counts most.
        said: what its archive says of it, which counts least.

    Raises:
        InputError, LimitError: as `read_article`.
    """
    line = shown(name)
    if not data.strip():
        raise InputError(f"{line}: the file is empty")
    text = decode(data, line)
    form = next(form for form in _FORMATS if form.recognises(text, suffix))
    check_text(text, line, form.read is read_html)
    try:
        draft = form.read(text)
    except LimitError as error:
        raise LimitError(f"{line}: {error}") from error
    check_draft(draft, line)
    body = build_body(text, draft.blocks)
    check_body(body.text, line)
    known, said = entry or Entry(draft.id or _id(stem)), said or Draft([])
    return Article(
        id=known.id,
        file_text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        body=body,
        title=known.title or draft.title or said.title,
        published=known.published or draft.published or said.published,
        publisher=known.publisher or draft.publisher or said.publisher,
        author=known.author or draft.author or said.author,
        source=known.source or draft.source or said.source,
        script=known.script or "",
        path=name,
    )


def _id(stem: str) -> str:
    """An id from a file's name: its stem, what no id may hold as underscores."""
    return re.sub(r"[\s\x00-\x1f\ud800-\udfff]+", "_", stem) or "article"
