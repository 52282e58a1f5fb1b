"""What is wrong with a malformed query: where, in the text as it was given, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from itertools import pairwise

from kg.query.limits import MalformedQueryError
from kg.query.scanner import Token, place, scan
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["explain", "first_misfit"]

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
_INSTEAD = {"and": "&&", "or": "||", "null": "UNDEF", "like": "CONTAINS or REGEX", "join": "a further pattern"}
_PAIRS = {"{": "}", "(": ")", "[": "]"}
_LONGEST = 20_000  # characters of a query in which mistakes are looked for
_SPACE = " " * 64 + "\x01"  # so far behind a text that an error in the text is not mistaken for one behind it
_POSITION = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_CLASS = re.compile(r"\[[^\]]*'[^\]]*\]")  # a set of characters in the parser's list of what it expected


def _meant(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, 1, 0.7)
    return f"; did you mean {close[0]}?" if close else ""


def _strange_words(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Words that SPARQL does not know."""
    for token in tokens:
        if token.kind == "word" and token.text.lower() not in _KNOWN:
            other = _INSTEAD.get(token.text.lower())
            meant = f"; SPARQL has {other}" if other else _meant(token.text.upper(), sorted(map(str.upper, _KNOWN)))
            yield token, f"{token.text[:40]!r} is no word of SPARQL{meant}"


def _undeclared(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Names whose prefix no line declares."""
    declared = set(PREFIXES)
    for word, name in pairwise(tokens):
        if word.text.upper() == "PREFIX":
            declared.add(name.text.partition(":")[0])
    for token in tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == "prefixed" and prefix not in declared:
            yield token, f"the prefix {prefix}: is not declared{_meant(prefix, sorted(declared))}"


def _unbalanced(tokens: list[Token]) -> Iterator[tuple[Token, str]]:
    """Brackets without their partner."""
    waiting: list[Token] = []
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


def first_misfit(query: str, end_of: Callable[[str], int]) -> int:
    """The offset of the first token with which a text can no longer become a query; its end where it only lacks more.

    The parser's own position may stand some letters behind the fault; but a text that could still be continued makes it
    fail behind the text only, so that halving finds the token.

    Args:
        query: a malformed query.
        end_of: the offset at which the parser gives a text up, or its length where it takes it.
    """
    starts = [token.start for token in scan(query)]
    ends = [*starts[1:], len(query)]

    def fits(count: int) -> bool:
        text = query[: ends[count - 1]].rstrip(" \t\r\n") if count else ""
        return end_of(text + _SPACE) >= len(text) + len(_SPACE) - 1

    low, high = 0, len(starts)  # so many tokens fit; so many do not
    if not starts or fits(high):
        return len(query)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return starts[low]


def _expected(listed: str) -> str:
    """What the parser's list of what it expected says in words; its single tokens tell a reader little."""
    plain = _CLASS.sub("", listed.replace("\n", " ").removeprefix("one of ")).replace("[_]", "")
    prose = [part.strip() for part in plain.split(",") if " " in part.strip()]
    return f": {prose[0]}" if prose else ""


def explain(query: str, message: str, end_of: Callable[[str], int] | None = None) -> MalformedQueryError:
    """The engine's complaint about `query` as an error that says where and what; line and column count from 1.

    Args:
        query: the text as it was given.
        message: the engine's complaint.
        end_of: see :func:`first_misfit`; asked only where nothing else tells where the mistake is.
    """
    tokens = list(scan(query)) if len(query) <= _LONGEST else []
    mistakes = [*_strange_words(tokens), *_undeclared(tokens), *_unbalanced(tokens)]
    if mistakes:
        token, what = min(mistakes, key=lambda one: one[0].start)
        line, column = place(query, token.start)
        return MalformedQueryError(f"malformed SPARQL at line {line}, column {column}: {what}", line, column)
    match = _POSITION.match(message)
    if not match:
        return MalformedQueryError(f"malformed SPARQL: {' '.join(message.split())}")
    prose = _expected(match[3])
    misfit = first_misfit(query, end_of) if end_of and tokens else None
    if misfit is None:
        line, column = int(match[1]), int(match[2])
        return MalformedQueryError(f"malformed SPARQL near line {line}, column {column}{prose}", line, column)
    line, column = place(query, misfit)
    found = next((token for token in tokens if token.start == misfit), None)
    what = "the query ends too early" if found is None else f"{found.text[:40]!r} does not fit here"
    if found is not None and found.kind == "iri" and ":" not in found.text:
        prose = f": {found.text[:40]} is a relative IRI, and no BASE is declared"
    return MalformedQueryError(f"malformed SPARQL at line {line}, column {column}{prose or f': {what}'}", line, column)
