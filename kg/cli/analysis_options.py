"""Options that paths, ranks, communities, timelines and comparisons share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

__all__ = ["STATUS_NAMES", "form_option", "include_option", "included", "labels_option", "top_option"]

_Command = Callable[..., Any]
STATUS_NAMES = ("negated", "planned", "hedged", "former")  # kg.explore.ties.STATUSES, which takes networkx to load


def form_option(*names: str) -> Callable[[_Command], _Command]:
    """Add ``--format``, the first of `names` by default; the command gets ``form: str``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names),
        default=names[0],
        show_default=True,
        help="How to write the answer; JSON and CSV give every value as the graph has it.",
    )


def labels_option(command: _Command) -> _Command:
    """Add ``--labels zh|en``; the command gets ``labels: str``."""
    return click.option(
        "--labels",
        type=click.Choice(["zh", "en"]),
        default="zh",
        show_default=True,
        help="Language of names; the other one's where it has none.",
    )(command)


def include_option(command: _Command) -> _Command:
    """Add ``--include``; the command gets ``include: tuple[str, ...]``, to hand to :func:`included`."""
    return click.option(
        "--include",
        multiple=True,
        type=click.Choice([*STATUS_NAMES, "all"]),
        help="Go along statements that deny, plan, doubt or call past, too. [default: plain ones only]",
    )(command)


def included(given: Sequence[str]) -> tuple[str, ...]:
    """The statuses that ``--include`` names."""
    return STATUS_NAMES if "all" in given else tuple(given)


def top_option(default: int | None, what: str) -> Callable[[_Command], _Command]:
    """Add ``--top N``; 0 shows all. The command gets ``top: int``."""
    return click.option(
        "--top",
        type=click.IntRange(min=0),
        metavar="N",
        default=default,
        show_default=True,
        help=f"Show so many {what}; 0 shows all.",
    )
