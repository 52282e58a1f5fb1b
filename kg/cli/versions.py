"""The versions of what a graph depends on, read where that costs nothing: no library is imported."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, version

from kg import __version__

__all__ = ["versions"]

_LIBRARIES = ("pyoxigraph", "rdflib", "spacy")
_ONTOLOGY = re.compile(r'owl:versionInfo\s+"([^"]+)"')


def _of_the_ontology() -> str:
    from kg.vocabulary.errors import InputError
    from kg.vocabulary.paths import data_folder

    try:
        match = _ONTOLOGY.search((data_folder("ontology") / "ontology.ttl").read_text(encoding="utf-8"))
    except (InputError, OSError, UnicodeError):
        match = None
    return match[1] if match else "missing"


def _of_a_library(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def versions() -> str:
    """A line each for the program, the ontology, Python and the libraries that graphs depend on."""
    rows = [("kg, version", __version__), ("ontology", _of_the_ontology()), ("Python", platform.python_version())]
    rows += [(name, _of_a_library(name)) for name in _LIBRARIES]
    return "\n".join(f"{name} {number}" for name, number in rows)
