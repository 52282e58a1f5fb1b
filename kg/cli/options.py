"""Options that several commands share, as decorators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kg.cli import completing

__all__ = ["graph_option", "output_option"]

_Command = Callable[..., Any]


def graph_option(command: _Command) -> _Command:
    """Add ``-g/--graph``; the command gets ``graph: str | None``, to hand to :func:`kg.graph.open_graph`."""
    return click.option(
        "-g",
        "--graph",
        metavar="DIR|FILE",
        shell_complete=completing.files,
        help="Folder or file of the graph. [default: $KG_GRAPH, else ./graph, else ./exports]",
    )(command)


def output_option(required: bool = False, printed: bool = True) -> Callable[[_Command], _Command]:
    """Add ``-o/--output``; the command gets ``output: str``, to hand to :func:`kg.graph.write_file`.

    Args:
        required: whether the option must be given; else it is ``-``, standard output.
        printed: whether it is; without that a command that is not told gets None.
    """
    printed = printed and not required
    default: dict[str, Any] = {"default": "-"} if printed else {}  # a default of None would count as given
    return click.option(
        "-o",
        "--output",
        metavar="FILE",
        shell_complete=completing.files,
        required=required,
        **default,
        help="File to write; - is standard output." + (" [default: -]" if printed else ""),
    )
