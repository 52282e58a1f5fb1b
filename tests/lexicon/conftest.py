"""A folder of small lexicon files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

HEAD = """\
@prefix xb: <https://w3id.org/alibaba-xborder/ontology#> .
@prefix xbr: <https://w3id.org/alibaba-xborder/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write Turtle bodies as files of a lexicon folder: ``write(names="xbr:…")``; the body starts on line 5."""

    def files(**bodies: str) -> Path:
        for name, body in bodies.items():
            (tmp_path / f"{name}.ttl").write_text(HEAD + body, encoding="utf-8", newline="\n")
        return tmp_path

    return files
