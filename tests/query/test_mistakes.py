"""Malformed queries: where the mistake is, in the text as it was given, and what was probably meant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query import MalformedQueryError, QueryPool
from kg.query.guard import check_query, service_host
from kg.query.limits import RefusedQueryError
from kg.query.scanner import place, scan


@pytest.fixture(scope="module")
def pool() -> Iterator[QueryPool]:
    with QueryPool(b"", workers=1) as one:
        yield one


@pytest.mark.parametrize(
    ("query", "line", "column", "what"),
    [
        ("SELECT * { ?s ?p ?o }; ", 1, 22, "';' does not fit"),
        ("SELECT * {\n  ?s ?p ?o .\r\n  FILTER ?o > 3 }", 3, 10, "'?o' does not fit"),
        ("SELECT ?s { ?s ?p ?o } ORDER ?s", 1, 30, "'?s' does not fit"),
        ("SELECT (COUNT(?s) ?n) { ?s ?p ?o }", 1, 19, "'?n' does not fit"),
        ("SELECT * { ?s ?p '速卖通😀' ; }} ?x", 1, 28, "nothing opens this }"),
        ("SELECT * { ?s ?p '速卖通😀'^xsd:date }", 1, 24, "does not fit"),
        ("SELECT * { ?s ?p <rel> }", 1, 18, "relative IRI, and no BASE"),
        ("SELECT * { ?s ?p ?o } GROUP BY", 1, 31, "ends too early"),
        ("SELEC ?s { ?s ?p ?o }", 1, 1, "did you mean SELECT"),
        ("SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?p = 2) }", 1, 35, "SPARQL has &&"),
        ("SELECT * { ?s sxos:broader ?o }", 1, 15, "did you mean skos"),
        ('SELECT * {\r?s ?p "a }', 2, 7, "this string does not end"),
        ("SELECT * { ?s\x0c?p ?o }", 1, 14, "does not fit"),
        ("SELECT ?a ?b { ?a ?p ?b } GROUP BY ?a", 1, None, "variable that is unbound"),
        ("ASK { ?s ?p '\ud800' }", 1, 14, "surrogate"),
    ],
)
def test_a_mistake_is_told_where_it_is(pool: QueryPool, query: str, line: int, column: int | None, what: str) -> None:
    with pytest.raises(MalformedQueryError) as caught:
        pool.run(query)
    assert what in str(caught.value)
    assert caught.value.line == line
    assert column in (None, caught.value.column)


def test_the_base_is_known_where_a_mistake_is_looked_for(pool: QueryPool) -> None:
    with pytest.raises(MalformedQueryError) as caught:
        pool.run("SELECT * { <a> <b> ?c ?d }", base="http://example.org/")
    assert caught.value.column == 23


@given(st.text(max_size=60))
def test_any_text_has_tokens_in_their_order(text: str) -> None:
    end = 0
    for token in scan(text):
        assert token.start >= end
        end = token.start + len(token.text)
        assert text[token.start : end] == token.text
    assert end <= len(text)


@pytest.mark.parametrize(
    "text", ['"' * 400_000, '"""\\' * 100_000, "'\\'" * 200_000, "<" * 400_000, "a:" + "." * 400_000, "_:" * 200_000]
)
def test_the_time_is_linear_in_the_text(text: str) -> None:
    assert sum(len(token.text) for token in scan(text)) <= len(text)  # at once, or the test ends at its time limit


def test_lines_end_in_any_way() -> None:
    assert [place("a\nb\r\nc\rd", offset) for offset in (0, 2, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]


@pytest.mark.parametrize(
    ("iri", "host"),
    [
        ("<http://a.org/x>", "a.org"),
        ("<HTTPS://A.org:80?x>", "a.org"),
        ("<http://a.org@b.org/>", "b.org"),
        ("<http://[::1]:9/>", "[::1]"),
        ("<urn:x>", ""),
        ("<//a.org/>", ""),
    ],
)
def test_hosts_of_services(iri: str, host: str) -> None:
    assert service_host(iri)[0] == host


@pytest.mark.parametrize(
    ("service", "passes"),
    [
        ("SERVICE <http://a.org/sparql>", True),
        ("SERVICE SILENT <http://A.org/sparql>", True),
        ("SERVICE <http://b.org:8080/sparql>", True),
        ("SERVICE <http://b.org/sparql>", False),
        ("SERVICE <http://a.org.evil.org/>", False),
        ("SERVICE <http://a.org@evil.org/>", False),
        ("SERVICE <http://evil.org/?http://a.org/>", False),
        ("SERVICE <http://a.org/> {} SERVICE ?x", False),
        ("SERVICE a:x", False),
    ],
)
def test_only_servers_that_are_allowed_are_called(service: str, passes: bool) -> None:
    query = f"PREFIX a: <http://a.org/> SELECT * {{ {service} {{ ?s ?p ?o }} }}"
    if passes:
        check_query(query, services=("a.org", "b.org:8080"))
        return
    with pytest.raises(RefusedQueryError, match=r"a\.org, b\.org:8080"):
        check_query(query, services=("a.org", "b.org:8080"))


def test_the_word_service_may_stand_in_texts_names_and_comments() -> None:
    check_query("SELECT ?service { ?service <http://schema.org/serviceType> 'SERVICE' ; xb:service ?x } # SERVICE")
