"""The result of a query as text, whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

__all__ = ["Result", "ResultText"]

_IN_MEMORY = 16 << 20


class ResultText:
    """A place for the text of a result: in memory, and in a file without a name once it is large."""

    def __init__(self) -> None:
        self.file: IO[bytes] = BytesIO()
        self.size = 0

    def write(self, piece: bytes) -> None:
        """Append a piece.

        Raises:
            OSError: the disk is full.
        """
        if self.size <= _IN_MEMORY < self.size + len(piece):
            file: IO[bytes] = TemporaryFile()  # noqa: SIM115 (closed with the result)
            file.write(self.file.getvalue())  # type: ignore[attr-defined]
            self.file = file
        self.file.write(piece)
        self.size += len(piece)

    def __del__(self) -> None:
        self.file.close()


@dataclass(frozen=True)
class Result:
    """What a query found, written in the format asked for.

    Attributes:
        kind: ``rows`` of a SELECT, ``truth`` of an ASK, ``triples`` of a CONSTRUCT or DESCRIBE.
        format: the format of its text (see :mod:`kg.query.pool`).
        variables: the columns of ``rows``.
        count: rows or triples; 1 of a truth value.
        seconds: from the query's start in its worker until all of it was here.
    """

    kind: str
    format: str
    variables: tuple[str, ...]
    count: int
    seconds: float
    _text: ResultText

    @property
    def size(self) -> int:
        """Bytes of its text."""
        return self._text.size

    def read(self) -> bytes:
        """All of its text."""
        self._text.file.seek(0)
        return self._text.file.read()

    def pieces(self, size: int = 1 << 16) -> Iterator[bytes]:
        """Its text in pieces of at most `size` bytes."""
        self._text.file.seek(0)
        while piece := self._text.file.read(size):
            yield piece

    def close(self) -> None:
        """Give back what a large result takes on disk."""
        self._text.file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()
