"""Asking another server by the SPARQL 1.1 Protocol."""

from __future__ import annotations

import re
import time
from http.client import HTTPException
from types import TracebackType
from typing import IO, Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, build_opener

import pyoxigraph as ox

from kg import __version__
from kg.query.guard import check_query, query_kind
from kg.query.limits import Limits, MalformedQueryError, QueryLimitError
from kg.query.mistakes import explain
from kg.query.result import Result, ResultText
from kg.query.run import parser_end, read_result
from kg.query.scanner import scan
from kg.vocabulary import InputError, KgError, UsageError
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["Endpoint", "declared"]

_MEDIA_TYPES = {
    "json": "application/sparql-results+json",
    "jsonld": "application/ld+json",
    "n3": "text/n3",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "xml": "application/sparql-results+xml",
}
_FORMATS = {media: name for name, media in _MEDIA_TYPES.items()} | {
    "application/json": "json",
    "application/xml": "xml",
    "application/x-turtle": "ttl",
    "text/plain": "nt",
    "text/xml": "xml",
}
_TRIPLES = frozenset(["jsonld", "n3", "nq", "nt", "rdf", "trig", "ttl"])
_WORDS = 600  # characters of a server's error that are passed on
_TAGS = re.compile(r"<(style|script|head)\b.*?</\1>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile(r"(?P<before>\b(?:at|line)\s+)(?P<line>\d+)")
_PIECE = 1 << 16
_BUSY = frozenset([408, 429, 503, 504])


def declared(query: str) -> str:
    """The query behind a first line that declares the prefixes that it uses and does not declare."""
    names = [token.text.partition(":")[0] for token in scan(query) if token.kind == "prefixed"]
    own = {name.lower() for name in re.findall(r"(?i)\bprefix\s+([^\s:]*):", query)}
    wanted = sorted({name for name in names if name in PREFIXES and name.lower() not in own})
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in wanted) + "\n" + query


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def _said(error: HTTPError) -> str:
    """What a server says about a failure, as one line, its line numbers those of the query as it was given."""
    try:
        text = error.read(1 << 16).decode("utf-8", "replace")
    except (OSError, HTTPException):
        text = ""
    line = " ".join(_TAGS.sub(" ", text).split())
    line = _LINE.sub(lambda match: match["before"] + str(max(int(match["line"]) - 1, 1)), line)
    line = "".join(char for char in line if char.isprintable())
    return f"{line[:_WORDS]}…" if len(line) > _WORDS else line


def _malformed(query: str, told: str) -> MalformedQueryError:
    """What a server says of a malformed query, behind what we see in it ourselves."""
    try:
        check_query(query, services=("*",))
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        ours = explain(query, error.msg, parser_end)
        return MalformedQueryError(f"{ours} ({told})", ours.line, ours.column)
    except (KgError, OSError, RuntimeError, ValueError):
        pass
    return MalformedQueryError(told)


class Endpoint:
    """A server that answers SPARQL queries.

    Args:
        url: its address for queries.
        limits: `timeout`, `rows`, `size` and `length` hold; the rest is the server's.

    Raises:
        UsageError: the address is none of HTTP.
    """

    def __init__(self, url: str, limits: Limits | None = None) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{url!r} is no address of a SPARQL endpoint; write it as https://host/sparql")
        self.url = url
        self.limits = limits or Limits()
        self.services = ("*",)  # which servers it calls is the server's to say

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, where: TracebackType | None
    ) -> None:
        pass

    def run(
        self, query: str, *, rows: str | None = "json", truth: str | None = "json", triples: str | None = "nt"
    ) -> Result:
        """Run a query and wait for its whole result; formats as for :meth:`kg.query.pool.QueryPool.run`.

        The prefixes of :data:`kg.vocabulary.namespaces.PREFIXES` need no declaration. The result is in JSON or XML, or
        for triples in the format asked for or another one; it was read once to see that none of it lacks (a server that
        ran out of time may cut a result that it had begun).

        Raises:
            MalformedQueryError: the server says so.
            QueryLimitError: the server does not answer in time, or with too much.
            InputError: the server cannot be reached, refuses, or gives no result of a query.
        """
        if len(query) > self.limits.length:
            raise QueryLimitError(
                f"the query has {len(query):,} characters; {self.limits.length:,} are allowed", "length"
            )
        kind = query_kind(query) or "rows"
        wanted = (triples or "nt") if kind == "triples" else "json"
        started = time.monotonic()
        try:
            with build_opener().open(self._request(query, kind, wanted), timeout=self.limits.timeout) as answer:
                return self._result(answer, kind, started)
        except HTTPError as error:
            with error:
                raise self._failure(query, error) from error
        except TimeoutError as error:
            raise self._late() from error
        except (OSError, HTTPException, URLError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise self._late() from error
            raise InputError(f"{self.url} cannot be asked: {reason}") from error

    def _request(self, query: str, kind: str, wanted: str) -> Request:
        fallback = "text/turtle;q=0.8, application/rdf+xml;q=0.5" if kind == "triples" else ""
        fallback = fallback or "application/sparql-results+json;q=0.8, application/sparql-results+xml;q=0.5"
        headers = {
            "Accept": f"{_MEDIA_TYPES[wanted]}, {fallback}",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"alibaba-xborder-kg/{__version__}",
        }
        body = urlencode({"query": declared(query)}).encode()
        return Request(self.url, body, headers)

    def _result(self, answer: Any, kind: str, started: float) -> Result:
        media = answer.headers.get_content_type()
        found = _FORMATS.get(media)
        if found is None:
            raise InputError(
                f"{self.url} answers with {media}, which is no result of a query; is it a SPARQL endpoint?"
            )
        if (found in _TRIPLES) != (kind == "triples"):
            kind = "triples" if found in _TRIPLES else "rows"
        text = self._read(answer, started)
        seconds = time.monotonic() - started
        try:
            whole = read_result(Result(kind, found, (), 0, seconds, text))
            kind, variables = whole.kind, whole.variables
            count = 1 if kind == "truth" else sum(1 for _ in (whole.rows() if kind == "rows" else whole.triples()))
        except (InputError, OSError, SyntaxError, ValueError) as error:
            raise InputError(f"{self.url} gives a result that is cut short or broken: {_line(error)}") from error
        if count > self.limits.rows:
            raise QueryLimitError(f"{self.url} answers with more than {self.limits.rows:,} rows; add a LIMIT", "rows")
        return Result(kind, found, variables, count, seconds, text)

    def _read(self, answer: IO[bytes], started: float) -> ResultText:
        text = ResultText()
        while piece := answer.read(_PIECE):
            text.write(piece)
            if text.size > self.limits.size:
                raise QueryLimitError(f"{self.url} answers with more than {self.limits.size >> 20} MiB", "size")
            if time.monotonic() - started > self.limits.timeout:
                raise self._late()
        return text

    def _late(self) -> QueryLimitError:
        return QueryLimitError(f"{self.url} gave no whole answer within {self.limits.timeout:g} s", "timeout")

    def _failure(self, query: str, error: HTTPError) -> Exception:
        said = _said(error)
        told = f"{self.url} says {error.code}" + (f": {said}" if said else f" {error.reason}")
        if error.code == 400:
            return _malformed(query, told)
        if error.code in _BUSY:
            return QueryLimitError(told, "timeout")
        return InputError(told)
