"""What a query may take, and the errors that say which limit stopped it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary import KgError, LimitError, UsageError

__all__ = [
    "Limits",
    "MalformedQueryError",
    "QueryCancelledError",
    "QueryLimitError",
    "RefusedQueryError",
    "UnfitFormatError",
]

_MIB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one query may take.

    Attributes:
        timeout: seconds from its start until its worker is killed.
        memory: bytes that it may take beyond what the idle worker takes (address space; where the system can cap it).
        rows: rows of a SELECT, triples of a CONSTRUCT or DESCRIBE.
        size: bytes of the written result.
        length: characters of the query.
        nesting: brackets within brackets, or signs before an operand.
        chain: operators, patterns and blocks side by side between two brackets.
        wait: seconds that it may wait for a free worker before it starts.
    """

    timeout: float = 60.0
    memory: int = 2048 * _MIB
    rows: int = 1_000_000
    size: int = 1024 * _MIB
    length: int = 1_000_000
    nesting: int = 100
    chain: int = 5000
    wait: float = 60.0


class MalformedQueryError(UsageError):
    """The text is no SPARQL 1.1 query.

    Attributes:
        line: where, counted from 1 in the text as it was given; None where the engine does not tell.
        column: where in the line, in characters counted from 1.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(message)


class RefusedQueryError(UsageError):
    """A query that is never run here.

    Attributes:
        what: ``update`` (LOAD among them) or ``service``.
    """

    def __init__(self, message: str, what: str) -> None:
        self.what = what
        super().__init__(message)


class UnfitFormatError(UsageError):
    """The answer cannot be written in the format asked for (rows as Turtle, triples as CSV).

    Attributes:
        kind: ``rows``, ``truth`` or ``triples``.
    """

    def __init__(self, message: str, kind: str) -> None:
        self.kind = kind
        super().__init__(message)


class QueryLimitError(LimitError):
    """A query was stopped at a limit; nothing of its result is given out.

    Attributes:
        limit: ``timeout``, ``memory``, ``rows``, ``size``, ``length``, ``nesting``, ``wait`` (no free worker in time),
            or ``crash`` (the engine's process ended; in practice a query too deep for its stack).
    """

    def __init__(self, message: str, limit: str) -> None:
        self.limit = limit
        super().__init__(message)


class QueryCancelledError(KgError):
    """Whoever asked no longer wants the answer (:meth:`kg.query.pool.Stop.set`)."""
