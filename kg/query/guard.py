"""What is refused before a query is parsed: updates, calls to other servers, and what is too long or too deep."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.query.limits import Limits, MalformedQueryError, QueryLimitError, RefusedQueryError
from kg.query.scanner import Token, place, scan

__all__ = ["check_query", "query_kind", "service_host"]

UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])
_KINDS = {"ASK": "truth", "CONSTRUCT": "triples", "DESCRIBE": "triples", "SELECT": "rows"}
_EMPTY = "the query is empty; write SPARQL such as 'SELECT * WHERE { ?s ?p ?o } LIMIT 10'"
_PREFIX_SIGNS = frozenset("!^+-")
_CHAINED = frozenset("|&/+-*=<>")
_CHAINED_WORDS = frozenset(["BIND", "FILTER", "GRAPH", "MINUS", "OPTIONAL", "UNION", "VALUES"])
_LIMITS = Limits()
_SERVICE = "SERVICE"
# What reads as an IRI may be a comparison with more behind it: "?a<1)SERVICE#>", "?a<'x>'". Not so with "//".
_DOUBTFUL = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.\-]*://).*['#)\\]")
_HOST = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://(?:[^/?#@>]*@)?(?P<host>\[[^\]]*\]|[^/?#:>]*)(?P<port>:\d+)?[/?#>]")


def _where(query: str, token: Token) -> str:
    line, column = place(query, token.start)
    return f"line {line}, column {column}"


def _first_word(tokens: Iterator[Token]) -> Token | None:
    """The first token behind the prologue (``PREFIX``, ``BASE`` and ``VERSION``)."""
    for token in tokens:
        word = token.text.upper()
        if word == "PREFIX":
            next(tokens, None)
            next(tokens, None)
        elif word in ("BASE", "VERSION"):
            next(tokens, None)
        else:
            return token
    return None


def query_kind(query: str) -> str | None:
    """The kind of a query's answer, before it is run: ``rows``, ``truth``, ``triples``; None where it is no query."""
    first = _first_word(scan(query))
    # The engine reads "ASKWHERE" and "SELECTDISTINCT" as two words.
    return next((kind for word, kind in _KINDS.items() if first and first.text.upper().startswith(word)), None)


def service_host(iri: str) -> tuple[str, str]:
    """The host of an IRI between its brackets, alone and with its port; empty where there is none.

    >>> service_host("<https://query.example.org:8080/sparql>")
    ('query.example.org', 'query.example.org:8080')
    """
    match = _HOST.match(iri)
    if not match:
        return "", ""
    host = match["host"].lower()
    return host, host + (match["port"] or "")


class _Services:
    """Whether the servers that a query calls are among those that may be called."""

    def __init__(self, query: str, services: Sequence[str]) -> None:
        self._query = query
        self._allowed = {host.lower() for host in services}
        self._called: Token | None = None
        self._names_it = _SERVICE in query.upper()
        self._any = "*" in self._allowed

    def read(self, token: Token) -> None:
        """The next token of the query.

        Raises:
            RefusedQueryError: it calls a server that may not be called.
        """
        if self._any:
            return
        if self._called is not None:
            if token.text.upper() == "SILENT":
                return
            if token.kind != "iri" or not self._allowed.intersection(service_host(token.text)):
                raise self._refusal(self._called)
            self._called = None
        elif self._names_it and token.kind in ("word", "number", "prefixed"):
            # The engine needs no blank behind the keyword: "SERVICESILENT", "SERVICEa:b".
            _, found, behind = token.text.partition(":")[0].upper().rpartition(_SERVICE)
            if not found:
                return
            self._called = token
            if not self._allowed or token.kind == "prefixed" or behind not in ("", "SILENT"):
                raise self._refusal(token)
        elif token.kind == "iri" and self._names_it and _DOUBTFUL.match(token.text):
            raise self._refusal(token)

    def _refusal(self, token: Token) -> RefusedQueryError:
        where = f"{_where(self._query, token)}: SERVICE is refused"
        if not self._allowed:
            return RefusedQueryError(f"{where}, a query asks this graph alone", "service")
        return RefusedQueryError(f"{where} but for IRIs of {', '.join(sorted(self._allowed))}", "service")


class _Depth:
    """How deep a query is nested, and how long what stands side by side."""

    def __init__(self, query: str, limits: Limits) -> None:
        self._query, self._limits = query, limits
        self._signs = 0
        self._chains = [0]

    def read(self, token: Token) -> None:
        """The next token of the query.

        Raises:
            QueryLimitError: it is one too many.
        """
        if token.kind == "open":
            self._chains.append(0)
        elif token.kind == "close" and len(self._chains) > 1:
            self._chains.pop()
        self._signs = self._signs + 1 if token.text in _PREFIX_SIGNS else 0
        if token.text in _CHAINED or (token.kind == "word" and token.text.upper() in _CHAINED_WORDS):
            self._chains[-1] += 1
        if max(len(self._chains) - 1, self._signs) > self._limits.nesting:
            raise self._error(token, f"nested deeper than {self._limits.nesting} brackets or signs")
        if self._chains[-1] > self._limits.chain:
            raise self._error(token, f"longer than {self._limits.chain:,} parts side by side")

    def _error(self, token: Token, what: str) -> QueryLimitError:
        return QueryLimitError(f"{_where(self._query, token)}: the query is {what}", "nesting")


def _check_characters(query: str) -> None:
    """Half of a surrogate pair is no character."""
    try:
        query.encode()
    except UnicodeEncodeError as error:
        line, column = place(query, error.start)
        message = f"malformed SPARQL at line {line}, column {column}: half a surrogate pair, which is no character"
        raise MalformedQueryError(message, line, column) from error


def check_query(query: str, limits: Limits = _LIMITS, services: Sequence[str] = ()) -> None:
    """Refuse what is never answered: updates, calls to other servers, what is longer or deeper than its limits.

    Args:
        query: the text.
        limits: its length, depth and breadth.
        services: hosts that SERVICE may call, as ``host`` or ``host:port``; ``*`` stands for any.

    Raises:
        MalformedQueryError: it is empty, or a string in it has no end.
        RefusedQueryError: it is an update, or calls a server that is not among `services`.
        QueryLimitError: it is too long, or nested too deep.
    """
    if len(query) > limits.length:
        raise QueryLimitError(f"the query has {len(query):,} characters; {limits.length:,} are allowed", "length")
    _check_characters(query)
    first = _first_word(scan(query))
    if first is None:
        raise MalformedQueryError(_EMPTY)
    if first.kind == "word" and first.text.upper() in UPDATES:
        raise RefusedQueryError(
            f"{_where(query, first)}: {first.text.upper()} is refused, a query only reads", "update"
        )
    depth, called = _Depth(query, limits), _Services(query, services)
    for token in scan(query):
        if token.kind == "endless":
            line, column = place(query, token.start)
            message = f"malformed SPARQL at line {line}, column {column}: this string does not end"
            raise MalformedQueryError(message, line, column)
        depth.read(token)
        called.read(token)
