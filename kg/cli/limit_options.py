"""Options for what a query may take, and the workers that hold to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from kg.cli.telling import tell
from kg.query import Limits, QueryPool

__all__ = ["limit_options", "limits_given", "warn_of_no_cap"]

_Command = Callable[..., Any]
_DEFAULT = Limits()
_OPTIONS = (
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        default=_DEFAULT.timeout,
        show_default=True,
        help="End the query after so long.",
    ),
    click.option(
        "--memory",
        type=click.IntRange(min=16),
        metavar="MIB",
        default=_DEFAULT.memory >> 20,
        show_default=True,
        help="Memory that the query may take.",
    ),
    click.option(
        "--rows",
        type=click.IntRange(min=1),
        metavar="N",
        default=_DEFAULT.rows,
        show_default=True,
        help="Rows or triples that the query may give; more are an error, never cut off.",
    ),
)


def limit_options(command: _Command) -> _Command:
    """Add ``--timeout``, ``--memory`` and ``--rows``, to hand to :func:`limits_given`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def limits_given(timeout: float, memory: int, rows: int) -> Limits:
    """The limits of the options."""
    return Limits(timeout=timeout, memory=memory << 20, rows=rows)


def warn_of_no_cap(pool: QueryPool) -> None:
    """Say so where the system cannot cap a query's memory."""
    if pool.caps_memory is False:
        tell("kg: this system does not cap a process's memory; only --timeout holds")
