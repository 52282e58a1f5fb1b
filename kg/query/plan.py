"""How the engine would go about a query, where it tells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from kg.query.endpoint import declared
from kg.query.guard import check_query, query_kind
from kg.query.limits import Limits, QueryLimitError
from kg.vocabulary import InputError, NotFoundError

__all__ = ["explain_plan"]

_PROGRAM = "oxigraph"


def _program() -> str:
    """The engine's own program, beside this Python or on the path."""
    beside = Path(sys.executable).with_name(_PROGRAM + (".exe" if os.name == "nt" else ""))
    found = str(beside) if beside.is_file() else shutil.which(_PROGRAM)
    if not found:
        raise NotFoundError(
            "pyoxigraph tells no plan, the engine's own program does; install it with: python -m pip install oxigraph"
        )
    return found


def explain_plan(query: str, store: Path, limits: Limits, services: tuple[str, ...] = ()) -> str:
    """The plan of a well-formed query on a store, as the engine prints it; it runs the query to its end.

    Raises:
        NotFoundError: the engine's own program, which tells it, is not installed.
        InputError: `store` is no folder of a store, or the program fails.
        QueryLimitError: the query takes longer than it may.
    """
    check_query(query, limits, services)
    if not store.is_dir():
        raise InputError(f"{store} is no store, and plans are told of stores alone; build the graph with `kg build`")
    command = [_program(), "query", "--location", str(store), "--explain", "--stats"]
    form = "nt" if query_kind(query) == "triples" else "json"
    try:
        ran = subprocess.run(
            [*command, "--results-format", form],
            input=declared(query),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            timeout=limits.timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise QueryLimitError(
            f"the query took longer than {limits.timeout:g} s; ask for less, or allow more time", "timeout"
        ) from error
    if ran.returncode:
        raise InputError(f"the engine tells no plan: {' '.join(ran.stderr.split())[-400:]}")
    return ran.stderr
