"""The articles of a graph, kept beside its store by the SHA-256 of their files, so that its facts can be explained."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kg.graph.location import STORE
from kg.model import Article, Block, Body, Segment
from kg.vocabulary import InputError, ModelError

__all__ = ["KEPT_TEXTS", "keep_texts", "kept_text", "swap_texts"]

KEPT_TEXTS = STORE.parent / "texts"


def _record(article: Article) -> dict[str, Any]:
    """What a file holds of an article: its text and where its body stands; the rest is in the graph."""
    return {
        "file": article.file_text,
        "body": article.body.text,
        "segments": [[s.body, s.file, s.length, s.file_length] for s in article.body.segments],
        "blocks": [[b.kind, b.start, b.end] for b in article.body.blocks],
    }


def keep_texts(articles: Iterable[Article], folder: Path) -> None:
    """Write the texts of articles into `folder`, one file each, named by the SHA-256 of the article's file.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for article in articles:
        path = folder / f"{article.sha256}.json"
        temporary = path.with_suffix(".tmp")
        temporary.write_text(json.dumps(_record(article)) + "\n", encoding="ascii")  # lone surrogates stay escaped
        temporary.replace(path)


def swap_texts(work: Path, folder: Path) -> None:
    """Put the folder ``texts`` of a finished graph in the place of the old one.

    Args:
        work: the folder in which the graph was made.
        folder: the folder of the graph.
    """
    new, place = work / "texts", folder / KEPT_TEXTS
    old = work / "old-texts"
    with suppress(FileNotFoundError):
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def kept_text(folder: str | os.PathLike[str], sha256: str, metadata: dict[str, Any]) -> Article | None:
    """A kept article; None where the folder does not keep it.

    Args:
        folder: the folder of a graph.
        sha256: SHA-256 of the article's file, hex.
        metadata: what the graph knows of it: ``id``, ``published`` and other fields of :class:`kg.model.Article`.

    Raises:
        InputError: what is kept is damaged.
    """
    path = Path(folder) / KEPT_TEXTS / f"{sha256}.json"
    if not re.fullmatch("[0-9a-f]{64}", sha256) or not path.is_file():
        return None
    try:
        row = json.loads(path.read_text(encoding="ascii"))
        segments = tuple(Segment(*map(int, one)) for one in row["segments"])
        blocks = tuple(Block(kind, int(start), int(end)) for kind, start, end in row["blocks"])
        return Article(file_text=row["file"], sha256=sha256, body=Body(row["body"], segments, blocks), **metadata)
    except (OSError, ValueError, KeyError, TypeError, ModelError) as error:
        raise InputError(f"{path} is damaged ({error}); build the graph again with `kg build`") from error
