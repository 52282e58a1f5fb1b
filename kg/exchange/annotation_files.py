"""Annotations from one tool to another: ours, brat's and Label Studio's."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from kg.exchange.annotations import Marked, gold_of_marks, marks_of_gold
from kg.exchange.brat import brat_files, read_brat
from kg.exchange.folders import write_folder
from kg.exchange.label_studio import label_studio_files, read_label_studio
from kg.graph import write_file
from kg.vocabulary import InputError, UsageError

__all__ = ["ANNOTATION_FORMATS", "convert_annotations"]

ANNOTATION_FORMATS = ("gold", "brat", "label-studio")


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is no UTF-8 text: {error.reason}") from error
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}") from error


def _json(path: Path) -> Any:
    try:
        return json.loads(_text(path))
    except ValueError as error:
        raise InputError(f"{path}: no valid JSON: {error}") from error
    except RecursionError as error:
        raise InputError(f"{path}: nested too deep") from error


def _read(path: Path, article: Path | None) -> Marked:
    """Annotations of any of the formats, told by the file's name and content.

    Raises:
        UsageError: the text is missing that they are of.
        InputError: they are of none of the formats.
    """
    if path.suffix == ".ann":
        return read_brat(_text(path), _text(article or path.with_suffix(".txt")), str(path))
    found = _json(path)
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if isinstance(found, dict) and "data" in found:
        return read_label_studio(found, str(path))
    if not isinstance(found, dict) or not isinstance(found.get("facts"), list):
        raise InputError(f"{path}: neither gold annotations nor one task of Label Studio")
    if article is None:
        raise UsageError(f"{path} has no text of its own; name the article's file with --text")
    try:
        return marks_of_gold(found, _text(article))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"{path}: no gold annotations: {type(error).__name__} {error}") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def convert_annotations(
    path: str | os.PathLike[str],
    form: str,
    target: str | os.PathLike[str],
    article: str | os.PathLike[str] | None = None,
) -> None:
    """Write annotations in another format.

    Args:
        path: ``.ann`` of brat, or JSON: ours, or a task of Label Studio.
        form: one of :data:`ANNOTATION_FORMATS`.
        target: a file for ``gold``, ``-`` for standard output; a folder for the others.
        article: the article's file; brat's ``.txt`` beside the ``.ann`` and a task's own text do without.

    Raises:
        UsageError: there is no such format, or the text is missing.
        InputError: the annotations are malformed, or not of that text.
        OutputError: the target cannot be written.
    """
    if form not in ANNOTATION_FORMATS:
        raise UsageError(f"no format {form!r} of annotations; there are {', '.join(ANNOTATION_FORMATS)}")
    file = Path(path)
    marked = _read(file, Path(article) if article is not None else None)
    if form == "gold":
        try:
            gold = gold_of_marks(marked, file.stem)
        except InputError as error:
            raise InputError(f"{file}: {error}") from error
        write_file(target, [(json.dumps(gold, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")])
    else:
        writer = brat_files if form == "brat" else label_studio_files
        write_folder(Path(target), writer(marked, file.stem))
