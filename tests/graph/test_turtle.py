"""Turtle and TriG: readable, and the same triples for every parser."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from graph.toy import toy_graph
from kg.graph import turtle_bytes
from kg.graph.paragraphs import canonical_language, literal_parts, ntriples_lines, paragraphs, with_canonical_language
from kg.graph.store import article_graphs, default_lines
from kg.graph.turtle import trig_chunks, turtle_chunks
from kg.vocabulary.namespaces import PREFIXES, XB, XBR

_NAMES = st.text(st.sampled_from("aZ0_-.%~:/速#é"), min_size=1, max_size=6)
_WORDS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)


@st.composite
def _iris(draw: st.DrawFn) -> ox.NamedNode:
    namespace = draw(st.sampled_from([*sorted(PREFIXES.values()), "http://example.org/", "urn:x:"]))
    try:
        return ox.NamedNode(namespace + draw(_NAMES))
    except ValueError:
        return ox.NamedNode(namespace + "x")


_NUMBERS = st.one_of(
    st.integers().map(lambda n: ox.Literal(str(n), datatype=ox.NamedNode(PREFIXES["xsd"] + "integer"))),
    st.sampled_from(["1.5", ".5", "5.", "5", "x", "+1", ""]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal"))
    ),
    st.sampled_from(["true", "false", "1", "0"]).map(
        lambda text: ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "boolean"))
    ),
)
_LITERALS = st.one_of(
    _WORDS.map(ox.Literal),
    st.builds(lambda text, tag: ox.Literal(text, language=tag), _WORDS, st.sampled_from(["zh-Hans", "en", "en-US"])),
    _NUMBERS,
)
_TRIPLES = st.builds(ox.Triple, _iris(), _iris(), st.one_of(_iris(), _LITERALS))


@given(st.lists(_TRIPLES, max_size=12))
def test_turtle_gives_back_the_same_triples(triples: list[ox.Triple]) -> None:
    written = turtle_bytes(triples)
    assert {quad.triple for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)} == set(triples)
    assert turtle_bytes(triples[::-1]) == written


def test_rdflib_and_oxigraph_read_the_same_graph() -> None:
    lines = default_lines(toy_graph())
    written = b"".join(turtle_chunks(lines))
    assert ntriples_lines(quad.triple for quad in ox.parse(written, format=ox.RdfFormat.TURTLE)) == lines
    theirs = rdflib.Graph().parse(data=written, format="turtle")
    back = ox.parse(theirs.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES)
    assert ntriples_lines(quad.triple for quad in back) == lines


def test_trig_has_a_graph_an_article_and_nothing_besides() -> None:
    graph = toy_graph()
    written = b"".join(trig_chunks(article_graphs(graph)))
    quads = set(ox.parse(written, format=ox.RdfFormat.TRIG))
    assert quads == {quad for quad in graph.store if quad.graph_name != ox.DefaultGraph()}
    assert written.index(b"xba:a {") < written.index(b"xba:b {") < written.index(b"xba:c {")


def test_things_come_first_and_facts_in_the_order_of_the_text() -> None:
    text = b"".join(turtle_chunks(default_lines(toy_graph()))).decode()
    places = [text.index(mark) for mark in ("xbr:aidc a", "xbr:temu a", "xba:a a", "xba:b a", "xba:c a")]
    assert places == sorted(places)
    order = [f"xb:predicate xb:{name} " for name in ("competesWith", "leads", "targetsMarket", "launches")]
    assert [text.index(mark) for mark in order] == sorted(text.index(mark) for mark in order)
    assert text.index("xba:b a") < text.index(order[0]) < text.index("377.56") < text.index("a xb:LaunchEvent")


def test_it_reads_well() -> None:
    thing, has = ox.NamedNode(XBR + "a"), ox.NamedNode(XB + "hasStatement")
    triples = [
        ox.Triple(thing, ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(XB + "Platform")),
        ox.Triple(thing, ox.NamedNode(PREFIXES["skos"] + "prefLabel"), ox.Literal("速卖通", language="zh-Hans")),
        *(ox.Triple(thing, has, ox.NamedNode(XBR + f"b{n}")) for n in range(4)),
    ]
    assert turtle_bytes(triples).decode().partition("\n\n")[2] == (
        'xbr:a a xb:Platform ;\n    skos:prefLabel "速卖通"@zh-Hans ;\n    xb:hasStatement\n        xbr:b0 ,\n'
        "        xbr:b1 ,\n        xbr:b2 ,\n        xbr:b3 .\n"
    )


def test_nothing_is_nothing() -> None:
    assert turtle_bytes([]) == b""
    assert list(paragraphs([])) == []


@pytest.mark.parametrize(
    ("tag", "written"), [("zh-hant-tw", "zh-Hant-TW"), ("EN", "en"), ("en--ltr", "en--ltr"), ("de-1996", "de-1996")]
)
def test_language_tags(tag: str, written: str) -> None:
    assert canonical_language(tag) == written


@given(_LITERALS)
def test_literals_come_apart(literal: ox.Literal) -> None:
    value, language, datatype = literal_parts(str(literal).encode())
    assert value == literal.value
    assert (language or "").lower() == (literal.language or "")
    assert datatype == (None if literal.language or datatype is None else literal.datatype.value)


def test_language_of_a_line() -> None:
    assert with_canonical_language(b'<a:a> <a:b> "x\\"@zh-hans" .') == b'<a:a> <a:b> "x\\"@zh-hans" .'
    assert with_canonical_language(b'<a:a> <a:b> "\\"@"@zh-hans .') == b'<a:a> <a:b> "\\"@"@zh-Hans .'
