"""What a SPARQL text is made of, as far as needed to refuse what is not answered here and to say where it errs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.query.limits import Limits, MalformedQueryError, QueryLimitError, RefusedQueryError
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["check_query", "explain", "query_kind"]

# SPARQL 1.1 §19.8, coarsely: strings, IRIs and comments are told apart, so that a word inside them is no keyword.
_TOKEN = re.compile(
    r'''(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')'''
    r"|(?P<iri><[^<>\"{}|^`\\\s]*>)"
    r"|(?P<comment>\#[^\n]*)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)"
    r"|(?P<blank>_:[\w.\-]*\w)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<prefixed>(?:[^\W\d_][\w.\-]*)?:(?:[\w.\-:%]*[\w\-:%])?)"
    r"|(?P<word>[^\W\d_]\w*)"
    r"|(?P<open>[{(\[])|(?P<close>[})\]])"
    r"|(?P<other>\S)",
    re.DOTALL,
)
_UPDATES = frozenset(["ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH"])
# Every word of SPARQL 1.1 (§19.8: keywords, built-in calls, aggregates) and of what the engine adds to it.
_WORDS = """
    a abs add adjust all as asc ask avg base bind bnode bound by ceil clear coalesce concat construct contains
    copy count create datatype day default delete desc describe distinct drop encode_for_uri exists false filter
    floor from graph group group_concat haslang haslangdir having hours if in insert into iri isblank isiri
    isliteral isnumeric istriple isuri lang langdir langmatches lateral lcase limit load max md5 min minus
    minutes month move named not now object offset optional order predicate prefix rand reduced regex replace
    round sameterm sample seconds select separator service sha1 sha256 sha384 sha512 silent str strafter
    strbefore strdt strends strlang strlangdir strlen strstarts struuid subject substr sum timezone to triple
    true tz ucase undef union uri uuid values version where with year
"""
_KNOWN = frozenset(_WORDS.split())
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_KINDS = {"SELECT": "rows", "ASK": "truth", "CONSTRUCT": "triples", "DESCRIBE": "triples"}
_LIMITS = Limits()
_POSITION = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_CLASS = re.compile(r"\[[^\]]*'[^\]]*\]")  # a set of characters in the parser's list of what it expected


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    line: int
    column: int


def _tokens(query: str) -> list[_Token]:
    found, line, line_start, last = [], 1, 0, 0
    for match in _TOKEN.finditer(query):
        breaks = query.count("\n", last, match.start())
        if breaks:
            line += breaks
            line_start = query.rfind("\n", 0, match.start()) + 1
        last = match.start()
        if match.lastgroup != "comment":
            found.append(_Token(str(match.lastgroup), match.group(), line, match.start() - line_start + 1))
    return found


def _body(tokens: list[_Token]) -> list[_Token]:
    """The tokens behind the prologue (``PREFIX`` and ``BASE``)."""
    position = 0
    while position < len(tokens) and tokens[position].text.upper() in ("PREFIX", "BASE"):
        position += 3 if tokens[position].text.upper() == "PREFIX" else 2
    return tokens[position:]


def _host(iri: str) -> str:
    """Host, and port where one is written, of an IRI between its brackets."""
    match = re.match(r"<[A-Za-z][\w+.-]*://(?:[^/?#@]*@)?([^/?#>]*)", iri)
    return match[1].lower() if match else ""


def _check_services(tokens: list[_Token], services: Sequence[str]) -> None:
    allowed = {host.lower() for host in services}
    for token, following in pairwise([*tokens, tokens[-1]]):
        if token.kind != "word" or token.text.upper() != "SERVICE":
            continue
        where = f"line {token.line}, column {token.column}: SERVICE is refused"
        if not allowed:
            raise RefusedQueryError(f"{where}, a query asks this graph alone", "service")
        target = following if following.text.upper() != "SILENT" else tokens[tokens.index(following) + 1]
        if target.kind != "iri" or _host(target.text) not in allowed:
            raise RefusedQueryError(f"{where} but for {', '.join(sorted(allowed))}, written as an IRI", "service")


def query_kind(query: str) -> str | None:
    """The kind of a query's answer, before it is run: ``rows``, ``truth``, ``triples``; None where it is no query."""
    body = _body(_tokens(query))
    return _KINDS.get(body[0].text.upper()) if body else None


def check_query(query: str, limits: Limits = _LIMITS, services: Sequence[str] = ()) -> None:
    """Refuse what is never answered: updates, calls to other servers, nesting that the engine cannot bear.

    Raises:
        MalformedQueryError: it is empty.
        RefusedQueryError: it is an update, or calls a server that is not among `services`.
        QueryLimitError: it is too long, or nested too deep.
    """
    if len(query) > limits.length:
        raise QueryLimitError(f"the query has {len(query):,} characters; {limits.length:,} are allowed", "length")
    tokens = _tokens(query)
    body = _body(tokens)
    if not body:
        raise MalformedQueryError("the query is empty; write SPARQL such as 'SELECT * WHERE { ?s ?p ?o } LIMIT 10'")
    first = body[0]
    if first.kind == "word" and first.text.upper() in _UPDATES:
        where = f"line {first.line}, column {first.column}"
        raise RefusedQueryError(f"{where}: {first.text.upper()} is refused, a query only reads", "update")
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if depth > limits.nesting:
            where = f"line {token.line}, column {token.column}"
            raise QueryLimitError(f"{where}: the query is nested deeper than {limits.nesting} brackets", "nesting")
    _check_services(tokens, services)


def _undeclared(tokens: list[_Token]) -> Iterator[tuple[_Token, str]]:
    """Names whose prefix no line declares."""
    declared = set(PREFIXES)
    for word, name in pairwise(tokens):
        if word.text.upper() == "PREFIX":
            declared.add(name.text.partition(":")[0])
    for token in tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "prefixed" and prefix not in declared:
            yield token, f"the prefix {prefix}: is not declared"


def _unbalanced(tokens: list[_Token]) -> Iterator[tuple[_Token, str]]:
    """Brackets without their partner."""
    waiting: list[_Token] = []
    for token in tokens:
        if token.kind == "open":
            waiting.append(token)
        elif token.kind == "close":
            if not waiting or _PAIRS[waiting[-1].text] != token.text:
                yield token, f"nothing opens this {token.text}"
                return
            waiting.pop()
    if waiting:
        yield waiting[-1], f"nothing closes this {waiting[-1].text}"


def _mistakes(query: str) -> Iterator[tuple[_Token, str]]:
    """The common mistakes, which a reader wants to hear of where they are and not where the parser gave up."""
    tokens = _tokens(query)
    for token in tokens:
        if token.kind == "word" and token.text.lower() not in _KNOWN:
            yield token, f"{token.text[:40]!r} is no word of SPARQL"
        elif token.kind == "other" and token.text in "\"'":
            yield token, "this string does not end"
    yield from _undeclared(tokens)
    yield from _unbalanced(tokens)


def _expected(listed: str) -> str:
    """What the parser's list of what it expected says in words; its single tokens tell a reader little."""
    plain = _CLASS.sub("", listed.replace("\n", " ").removeprefix("one of ")).replace("[_]", "")
    prose = [part.strip() for part in plain.split(",") if " " in part.strip()]
    return f": {prose[0]}" if prose else ""


def explain(query: str, message: str) -> MalformedQueryError:
    """The engine's complaint about `query` as an error that says where and what; line and column count from 1."""
    for token, what in sorted(_mistakes(query), key=lambda one: (one[0].line, one[0].column)):
        where = f"line {token.line}, column {token.column}"
        return MalformedQueryError(f"malformed SPARQL at {where}: {what}", token.line, token.column)
    match = _POSITION.match(message)
    if not match:
        return MalformedQueryError(f"malformed SPARQL: {' '.join(message.split())}")
    where = f"line {match[1]}, column {match[2]}"
    return MalformedQueryError(f"malformed SPARQL near {where}{_expected(match[3])}", int(match[1]), int(match[2]))
