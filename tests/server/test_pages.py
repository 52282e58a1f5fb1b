"""Everything at its own address: pages, triples, search, graphs, files."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from kg.server.addresses import address_of, iri_of
from kg.vocabulary.namespaces import XB, XBA, XBE, XBO, XBR, XBS, XBU, XBV

from .running import HOSTILE, Running

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
EVERY = [
    XBR + "aliexpress", XBR + "a.ttl", XBR + "evil", XBA + "a1", XBS + "1", XBS + "7", XBO + "2", XBE + "1", XBV + "1",
    XB + "partOf", XB + "Platform", XB + "revenue", XB + "subject", XBU + "CNY",
]  # fmt: skip


class Page(HTMLParser):
    """The elements, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    @property
    def links(self) -> set[str]:
        return {attributes["href"] or "" for tag, attributes in self.elements if tag == "a" and "href" in attributes}


@pytest.mark.parametrize("iri", EVERY)
def test_every_kind_of_thing_has_a_page_and_its_triples(server: Running, iri: str) -> None:
    path = address_of(iri)
    assert path is not None
    page = server.ask(path, headers=BROWSER)
    assert (page.status, page.media_type) == (200, "text/html")
    assert iri in Page(page.text).text
    wanted = ox.NamedNode(iri)
    for suffix, accept, form in (
        (".ttl", "text/turtle", ox.RdfFormat.TURTLE),
        (".jsonld", "application/ld+json", ox.RdfFormat.JSON_LD),
        (".nt", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        (".rdf", "application/rdf+xml", ox.RdfFormat.RDF_XML),
    ):
        by_accept, by_suffix = server.ask(path, headers={"Accept": accept}), server.ask(path + suffix)
        assert by_accept.media_type == by_suffix.media_type == accept
        assert by_accept.body == by_suffix.body
        assert by_accept.headers["content-location"] == path + suffix
        assert any(quad.subject == wanted for quad in ox.parse(by_accept.body, format=form))


def test_a_thing_tells_its_facts_and_where_they_stand(server: Running) -> None:
    page = Page(server.ask("/id/aliexpress", headers=BROWSER).text)
    for text in ("速卖通", "速賣通", "AliExpress", "速卖通隶属于AIDC", "85 percent", "2026", "速卖通与菜鸟"):
        assert text in page.text
    assert {"/id/aidc", "/id/temu", "/id/article/a1", "/id/statement/3", "/ontology/Platform"} <= page.links
    assert "/id/observation/1" in page.links


def test_an_article_a_statement_and_its_evidence_lead_to_each_other(server: Running) -> None:
    def links(path: str) -> set[str]:
        return Page(server.ask(path, headers=BROWSER).text).links

    assert {"/id/statement/1", "/id/aliexpress", "https://example.org/1"} <= links("/id/article/a1")
    assert {"/id/evidence/1", "/id/event/1", "/id/article/a1"} <= links("/id/statement/1")
    assert {"/id/article/a1", "/id/statement/1"} <= links("/id/evidence/1")
    assert "/id/statement/1" in links("/id/event/1")
    assert {"/ontology/Organization", "/id/statement/3"} <= links("/ontology/partOf")


def test_a_name_that_ends_like_a_suffix_is_itself(server: Running) -> None:
    assert "a.ttl" in Page(server.ask("/id/a.ttl", headers=BROWSER).text).text
    assert server.ask("/id/a.ttl", headers=BROWSER).media_type == "text/html"
    assert server.ask("/id/a.ttl.ttl", headers=BROWSER).media_type == "text/turtle"


def test_what_is_not_there(server: Running) -> None:
    for path in ("/id/nothing", "/id/", "/ontology/nothing", "/nothing", "/id/statement/", "/static/nothing.js"):
        answer = server.ask(path)
        assert (answer.status, answer.media_type) == (404, "text/plain")
    assert server.ask("/id/nothing", headers=BROWSER).media_type == "text/html"
    assert server.ask("/id/nothing", "POST", body=b"").status == 405
    assert server.ask("/id/aliexpress", headers={"Accept": "image/png"}).status == 406


def test_the_ontology(server: Running) -> None:
    assert "partOf" in server.ask("/ontology", headers=BROWSER).text
    turtle = server.ask("/ontology.ttl")
    assert turtle.media_type == "text/turtle"
    subjects = {quad.subject for quad in ox.parse(turtle.body, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode(XB + "partOf") in subjects
    assert server.ask("/ontology", headers={"Accept": "application/ld+json"}).media_type == "application/ld+json"


# ---------------------------------------------------------------- hostile names
PAGES = [
    "/id/evil",
    "/id/article/a2",
    "/id/statement/9",
    "/id/evidence/9",
    "/search?q=script",
    "/search?q=" + quote(HOSTILE),
]


@pytest.mark.parametrize("path", PAGES)
def test_what_an_article_says_never_becomes_html(server: Running, path: str) -> None:
    answer = server.ask(path, headers=BROWSER)
    page = Page(answer.text)
    scripts = [attributes for tag, attributes in page.elements if tag == "script"]
    assert scripts == [{"src": "/static/site.js"}]
    assert [attributes.get("src") for tag, attributes in page.elements if tag == "img"] == ["/static/mark.svg"]
    assert not any(name.startswith("on") for _, attributes in page.elements for name in attributes)
    assert not any(link.lower().startswith(("javascript:", "data:")) for link in page.links)
    assert "{{7*7}}" in page.text
    assert "<script>alert(1)" in page.text
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_addresses_and_iris_are_each_others_inverse() -> None:
    for iri in EVERY:
        path = address_of(iri)
        assert path is not None
        assert iri_of(path) == iri
    assert address_of("https://example.org/") is None
    assert iri_of("/id/") is None
    assert address_of(XBR + "速 卖?#%") == "/id/%E9%80%9F%20%E5%8D%96%3F%23%25"


# ---------------------------------------------------------------- search and labels
def found(server: Running, words: str, extra: str = "") -> list[str]:
    answer = server.ask(f"/search?q={quote(words)}{extra}")
    assert answer.media_type == "application/json"
    return [one["iri"] for one in answer.json["found"]]


@pytest.mark.parametrize(
    "words",
    [
        "速卖通",
        "速賣通",
        "AliExpress",
        "aliexp",
        "sumaitong",
        "SuMai",
        "smt",
        "全球速卖",
        "ａｌｉｅｘｐｒｅｓｓ",
        "xbr:aliexpress",
    ],
)
def test_a_thing_is_found_by_any_name(server: Running, words: str) -> None:
    assert found(server, words)[0] == XBR + "aliexpress"


def test_search_knows_articles_and_terms_and_its_limits(server: Running) -> None:
    assert XBA + "a1" in found(server, "速卖通与菜鸟")
    assert found(server, "隶属于", "&kind=term")[0] == XB + "partOf"
    assert found(server, "part of", "&kind=thing") == []
    assert len(found(server, "a", "&limit=2")) == 2
    assert found(server, "") == found(server, "!?") == []
    for bad in ("&limit=0", "&limit=x", "&limit=1000", "&kind=person", "&q=b"):
        assert server.ask(f"/search?q=a{bad}").status == 400
    page = Page(server.ask("/search?q=" + quote("速卖通"), headers=BROWSER).text)
    assert "/id/aliexpress" in page.links


def test_names_of_many_iris(server: Running) -> None:
    body = f'["{XBR}aliexpress", "{XB}partOf", "{XBS}3", "https://example.org/x", "no iri", "javascript:alert(1)"]'
    answer = server.ask("/labels", "POST", {"Content-Type": "application/json"}, body.encode())
    assert answer.json[XBR + "aliexpress"] == {
        "iri": XBR + "aliexpress", "zh": "速卖通", "en": "AliExpress", "type": "Platform", "href": "/id/aliexpress",
    }  # fmt: skip
    assert answer.json[XB + "partOf"]["href"] == "/ontology/partOf"
    assert answer.json[XBS + "3"]["en"] == "AliExpress → part of → AIDC"
    assert answer.json["javascript:alert(1)"]["href"] == ""
    assert "no iri" not in answer.json
    for bad in (b"{}", b"[1]", b"[", b"[" * 100_000, b"\xff"):
        assert server.ask("/labels", "POST", {"Content-Type": "application/json"}, bad).status == 400
    assert server.ask("/labels", "POST", {"Content-Type": "text/plain"}, b"[]").status == 415


# ---------------------------------------------------------------- graphs
def test_graphs_are_read_by_the_graph_store_protocol(server: Running) -> None:
    default = server.ask("/data?default", headers={"Accept": "application/n-triples"})
    counted = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json["results"]["bindings"][0]["n"]["value"]
    assert len(default.text.splitlines()) == int(counted)
    one = server.ask(f"/data?graph={quote(XBA + 'a2', safe='')}")
    assert one.media_type == "text/turtle"
    assert len(list(ox.parse(one.body, format=ox.RdfFormat.TURTLE))) == 25
    again = server.ask(
        "/data?default", headers={"Accept": "application/n-triples", "If-None-Match": default.headers["etag"]}
    )
    assert again.status == 304
    head = server.ask("/data?default", "HEAD")
    assert (head.status, head.raw) == (200, b"")
    assert server.ask(f"/data?graph={quote(XBA + 'none', safe='')}").status == 404
    for bad in ("/data", "/data?default&graph=urn:x", "/data?graph=relative", "/data?graph=urn:a&graph=urn:b"):
        assert server.ask(bad).status == 400
    for method in ("PUT", "POST", "DELETE"):
        assert server.ask("/data?default", method, {"Content-Type": "text/turtle"}, b"").status == 405


def test_a_page_that_is_unchanged_keeps_its_policy(server: Running) -> None:
    for path in ("/", "/id/aliexpress", "/search?q=a"):
        first = server.ask(path, headers=BROWSER)
        again = server.ask(path, headers={**BROWSER, "If-None-Match": first.headers["etag"]})
        assert again.status == 304
        assert (
            again.headers.get("content-security-policy", first.headers["content-security-policy"])
            == (first.headers["content-security-policy"])
        )


def test_the_rest(server: Running) -> None:
    assert server.ask("/health").json["status"] == "ok"
    assert server.ask("/.well-known/void").headers["location"] == "/sparql"
    terms = server.ask("/terms.json").json
    assert terms["prefixes"]["xb"] == XB
    assert {"name": "xb:partOf", "zh": "隶属于", "en": "part of", "kind": "relation"} in terms["terms"]
    assert len(terms["questions"]) > 50
    script = server.ask("/static/query.js")
    assert script.media_type == "text/javascript"
    assert server.ask("/static/query.js", headers={"If-None-Match": script.headers["etag"]}).status == 304


def test_every_saved_question_runs_as_the_page_offers_it(server: Running) -> None:
    failed = [
        one["name"] for one in server.ask("/terms.json").json["questions"] if server.post(one["query"]).status != 200
    ]
    assert failed == []
