"""The ontology's documentation as HTML that asks the network for nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.explore.class_picture import class_picture
from kg.explore.ontology_terms import read_terms
from kg.graph import write_file
from kg.graph.shapes import Shape, shapes
from kg.query import find_questions
from kg.vocabulary import OutputError
from kg.vocabulary.namespaces import XB

__all__ = ["documentation_files", "write_documentation"]

_HERE = Path(__file__).parent


def _messages(shape: Shape) -> Iterator[tuple[str, str]]:
    """What a shape and its parts say, in English and Chinese."""
    for words in (shape.message, *(part.message for part in shape.properties), *(one.message for one in shape.queries)):
        if words:
            shown = {language: text.replace("{?value}", "…") for language, text in words.items()}
            yield shown["en"], shown["zh"]


def documentation_files() -> dict[str, str]:
    """The files of the documentation by name: ``index.html`` and ``classes.svg``; always the same text.

    Raises:
        DataFileError: a file of ``ontology/`` breaks its schema.
    """
    terms = read_terms()
    picture = class_picture(terms)
    environment = Environment(
        loader=FileSystemLoader(_HERE),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    page = environment.get_template("ontology.html").render(
        about=terms.about,
        iri=XB.removesuffix("#"),
        version=terms.about["versionInfo"][""][0],
        sections=terms.sections,
        picture=Markup(picture),  # made above, and escaped there
        shapes=[(shape.name, list(_messages(shape))) for shape in shapes()],
        questions=find_questions(),
    )
    return {"classes.svg": picture, "index.html": page}


def write_documentation(folder: str | os.PathLike[str]) -> tuple[Path, ...]:
    """Write the documentation into a folder, which is made where it is missing; the files written.

    Raises:
        OutputError: the folder or a file cannot be written.
    """
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror}") from error
    files = documentation_files()
    for name, text in files.items():
        write_file(place / name, [text.encode()])
    return tuple(place / name for name in files)
