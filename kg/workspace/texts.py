"""The articles of a graph, kept beside its store by the SHA-256 of their files, so that its facts can be explained."""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.graph.changing import STORE
from kg.model import Article, Block, Body, Segment
from kg.vocabulary import InputError, ModelError

__all__ = [
    "KEPT_TEXTS",
    "keep_text",
    "keep_texts",
    "kept_text",
    "packed_text",
    "prune_texts",
    "text_path",
    "unpacked_text",
]

KEPT_TEXTS = STORE.parent / "texts"


def _record(article: Article) -> dict[str, Any]:
    """What a file holds of an article: its text and where its body stands; the rest is in the graph."""
    return {
        "file": article.file_text,
        "body": article.body.text,
        "segments": [[s.body, s.file, s.length, s.file_length] for s in article.body.segments],
        "blocks": [[b.kind, b.start, b.end] for b in article.body.blocks],
    }


def packed_text(article: Article) -> bytes:
    """What a file holds of an article, packed: JSON in ASCII (lone surrogates stay escaped) under gzip."""
    return gzip.compress(json.dumps(_record(article)).encode("ascii") + b"\n", compresslevel=3, mtime=0)


def unpacked_text(path: Path) -> dict[str, Any]:
    """What a kept file holds.

    Raises:
        OSError, ValueError: it is damaged.
    """
    try:
        found = json.loads(gzip.decompress(path.read_bytes()))
    except (EOFError, zlib.error) as error:
        raise ValueError(str(error)) from error
    if not isinstance(found, dict):
        raise ValueError("no text of an article")  # noqa: TRY004 (damaged, like any other)
    return found


def text_path(folder: Path, sha256: str) -> Path:
    """Where the text of an article is kept.

    Args:
        folder: the folder of texts.
        sha256: of the article's file, hex.
    """
    return folder / f"{sha256}.json.gz"


def keep_text(folder: Path, sha256: str, packed: bytes) -> None:
    """Write the :func:`packed_text` of an article into a folder that exists, whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    path = text_path(folder, sha256)
    temporary = path.with_suffix(f".{os.getpid()}.tmp")
    temporary.write_bytes(packed)
    temporary.replace(path)


def keep_texts(articles: Iterable[Article], folder: Path) -> None:
    """Write the texts of articles into `folder`, one file each, named by the SHA-256 of the article's file.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        keep_text(folder, article.sha256, packed_text(article))


def prune_texts(folder: Path, is_kept: Callable[[str], bool]) -> None:
    """Remove the texts that a graph no longer has, and what was left half-written.

    Args:
        folder: the folder of texts.
        is_kept: whether the text of a SHA-256 stays.
    """
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        for one in found:
            if not one.name.endswith(".json.gz") or not is_kept(one.name.partition(".")[0]):
                Path(one.path).unlink(missing_ok=True)


def kept_text(folder: str | os.PathLike[str], sha256: str, metadata: dict[str, Any]) -> Article | None:
    """A kept article; None where the folder does not keep it.

    Args:
        folder: the folder of a graph.
        sha256: SHA-256 of the article's file, hex.
        metadata: what the graph knows of it: ``id``, ``published`` and other fields of :class:`kg.model.Article`.

    Raises:
        InputError: what is kept is damaged.
    """
    path = text_path(Path(folder) / KEPT_TEXTS, sha256)
    if not re.fullmatch("[0-9a-f]{64}", sha256) or not path.is_file():
        return None
    try:
        row = unpacked_text(path)
        segments = tuple(Segment(*map(int, one)) for one in row["segments"])
        blocks = tuple(Block(kind, int(start), int(end)) for kind, start, end in row["blocks"])
        return Article(file_text=row["file"], sha256=sha256, body=Body(row["body"], segments, blocks), **metadata)
    except (OSError, ValueError, KeyError, TypeError, ModelError) as error:
        raise InputError(f"{path} is damaged ({error}); build the graph again with `kg build`") from error
