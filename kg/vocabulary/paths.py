"""Where the data files are: at the top level of a checkout, inside the package in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.vocabulary.errors import InputError

__all__ = ["data_folder"]

_PACKAGE = Path(__file__).resolve().parent.parent


@cache
def data_folder(name: str) -> Path:
    """The folder `name` (``ontology`` or ``seeds``) of this installation.

    A wheel carries it inside the package ``kg``; a checkout beside it.

    Raises:
        InputError: neither holds it.
    """
    for parent in (_PACKAGE, _PACKAGE.parent):
        folder = parent / name
        if folder.is_dir():
            return folder
    raise InputError(f"{name}/ is missing from this installation; install alibaba-xborder-kg again")
