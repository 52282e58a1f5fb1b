"""What a request can be refused for, as one exception that knows its HTTP status."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from kg.vocabulary import KgError, LimitError, NotFoundError, UsageError

__all__ = ["Refusal", "refusal_of"]

_PLACE = re.compile(r"line (\d+), column (\d+)")
_TITLES = {
    400: "Bad request",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    408: "Request timeout",
    413: "Content too large",
    414: "URI too long",
    415: "Unsupported media type",
    421: "Misdirected request",
    500: "Internal error",
    503: "Service unavailable",
    504: "Query timeout",
}


class Refusal(Exception):  # noqa: N818 (it is no fault of the program)
    """A request that is not answered.

    Args:
        status: the HTTP status.
        detail: what is wrong and what to do, in one line or a few.
        headers: further headers, such as ``Allow``.
    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})

    @property
    def title(self) -> str:
        """The status in words."""
        return _TITLES.get(self.status, "Error")

    @property
    def place(self) -> tuple[int, int] | None:
        """Line and column of the query that the refusal is about, both from 1."""
        match = _PLACE.search(self.detail)
        return (int(match[1]), int(match[2])) if match else None

    def text(self) -> bytes:
        """The refusal as plain text."""
        return f"{self.detail}\n".encode("utf-8", "replace")

    def problem(self) -> bytes:
        """The refusal as a problem document (RFC 9457), with line and column where they are known."""
        found: dict[str, object] = {"title": self.title, "status": self.status, "detail": self.detail}
        if self.place:
            found["line"], found["column"] = self.place
        return json.dumps(found, ensure_ascii=True).encode() + b"\n"


def refusal_of(error: KgError) -> Refusal:
    """An error of the rooms below as a refusal."""
    if isinstance(error, UsageError):
        return Refusal(400, str(error))
    if isinstance(error, NotFoundError):
        return Refusal(404, str(error))
    if isinstance(error, LimitError):
        return Refusal(503, str(error))
    return Refusal(500, str(error))
