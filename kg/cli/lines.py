"""Lines of a text answer: styled on a terminal, plain elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.explore.render import Line

__all__ = ["write_lines"]

_STYLES = {
    "name": "bold",
    "heading": "bold cyan",
    "group": "cyan",
    "fact": "",
    "quote": "italic",
    "source": "dim",
    "note": "dim",
}


def write_lines(lines: Iterable[Line], output: str = "-") -> None:
    """Write lines to standard output or a file.

    Args:
        lines: what :mod:`kg.explore` tells.
        output: a file; ``-`` is standard output.

    Raises:
        OutputError: the file cannot be written.
    """
    from kg.graph import STANDARD_STREAM, write_file

    if output != STANDARD_STREAM or not sys.stdout.isatty():
        text = "".join(f"{'  ' * line.indent}{line.text}".rstrip() + "\n" for line in lines)
        write_file(output, [text.encode()])
        return
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines:
        console.print(Padding(Text(line.text, style=_STYLES[line.style]), (0, 0, 0, 2 * line.indent)))
