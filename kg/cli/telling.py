"""What commands say besides their data, in the reader's language."""

from __future__ import annotations

import re

import click

from kg.cli.translation import translated

__all__ = ["tell"]


def tell(text: str, err: bool = True) -> None:
    """Say a line.

    Args:
        text: the line in English, values in it; after ``kg: `` or ``kg COMMAND: `` comes what is translated.
        err: whether it goes to standard error.
    """
    speaker, said = re.match(r"(kg(?: [\w-]+)?: )?(.*)", text, re.DOTALL).groups("")  # type: ignore[union-attr]
    click.echo(speaker + translated(said), err=err)
