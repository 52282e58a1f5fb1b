"""What can go wrong, as exceptions that know their exit code.

    KgError                     4  internal: a fault of the program itself
    ├── NotFoundError           1  nothing matches what was asked for
    ├── ConformanceError        1  the data does not conform
    ├── UsageError              2  the question is malformed (options, SPARQL)
    ├── InputError              3  a file, an article or a graph cannot be read
    │   ├── DataFileError       3  a data file of ontology/ or seeds/ breaks its schema
    │   └── ModelError          3  a fact that the fact model forbids
    ├── OutputError             3  a file cannot be written
    └── LimitError              5  stopped at a limit

Every message is one line: what is wrong, where (``file:line`` or ``article:offset``), what to do.
"""

from __future__ import annotations

__all__ = [
    "ConformanceError",
    "DataFileError",
    "InputError",
    "KgError",
    "LimitError",
    "ModelError",
    "NotFoundError",
    "OutputError",
    "UsageError",
]


class KgError(Exception):
    """Base of all errors that the commands report in one line."""

    exit_code = 4


class NotFoundError(KgError):
    """Nothing matches what was asked for."""

    exit_code = 1


class ConformanceError(KgError):
    """The data does not conform."""

    exit_code = 1


class UsageError(KgError):
    """The question itself is malformed."""

    exit_code = 2


class InputError(KgError):
    """A file, an article or a graph cannot be read."""

    exit_code = 3


class DataFileError(InputError):
    """A data file breaks its schema; `path` and `line` say where."""

    def __init__(self, message: str, path: object = None, line: int | None = None) -> None:
        self.path, self.line = path, line
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(f"{where}{message}")


class ModelError(InputError):
    """A value or fact that the fact model forbids."""


class OutputError(KgError):
    """A file cannot be written."""

    exit_code = 3


class LimitError(KgError):
    """Stopped at a limit of time, memory or size."""

    exit_code = 5
