"""The W3C's own tests of the protocol and of query evaluation, through the endpoint."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import need

from .running import Answer, Running, write_graph

pytestmark = pytest.mark.shared

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
HT, CNT = "http://www.w3.org/2011/http#", "http://www.w3.org/2011/content#"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
FORMATS = {".ttl": ox.RdfFormat.TURTLE, ".nt": ox.RdfFormat.N_TRIPLES, ".rdf": ox.RdfFormat.RDF_XML}


@pytest.fixture(scope="module")
def suite() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "sparql" / "sparql11"
    need(folder.is_dir(), "the folder ../shared/w3c (the W3C's tests of SPARQL 1.1)")
    return folder


class Manifest:
    """A manifest, looked up by subject and predicate."""

    def __init__(self, path: Path) -> None:
        self.store = ox.Store()
        base = path.as_uri()
        self.store.load(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=base)
        self.node = ox.NamedNode(base)

    def all(self, subject: Any, name: str) -> list[Any]:
        return [quad.object for quad in self.store.quads_for_pattern(subject, ox.NamedNode(name), None)]

    def one(self, subject: Any, name: str) -> Any:
        return next(iter(self.all(subject, name)), None)

    def text(self, subject: Any, name: str) -> str | None:
        found = self.one(subject, name)
        return None if found is None else found.value

    def listed(self, node: Any) -> Iterator[Any]:
        while node is not None and node.value != RDF + "nil":
            yield self.one(node, RDF + "first")
            node = self.one(node, RDF + "rest")

    def entries(self) -> Iterator[Any]:
        return self.listed(self.one(self.node, MF + "entries"))


# ---------------------------------------------------------------- protocol
BOOLEAN = ("application/sparql-results+json", "application/sparql-results+xml")
TABULAR = (*BOOLEAN, "text/csv", "text/tab-separated-values")
TRIPLES = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


@pytest.fixture(scope="module")
def protocol(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, Manifest]]:
    lines = []
    for number in (1, 2, 3):
        name = f"http://kasei.us/2009/09/sparql/data/data{number}.rdf"
        lines.append(f"<{name}> {{ {(suite / 'protocol' / f'data{number}.nt').read_text(encoding='utf-8')} }}\n")
    graph = write_graph(tmp_path_factory.mktemp("w3c") / "protocol", "".join(lines))
    with Running(graph) as running:
        yield running, Manifest(suite / "protocol" / "manifest.ttl")


def _send(running: Running, manifest: Manifest, request: Any) -> Answer:
    headers = {}
    for row in manifest.listed(manifest.one(request, HT + "headers")):
        headers[manifest.text(row, HT + "fieldName") or ""] = manifest.text(row, HT + "fieldValue") or ""
    content = manifest.one(request, HT + "body")
    body = None
    if content is not None:
        encoding = manifest.text(content, CNT + "characterEncoding") or "UTF-8"
        body = (manifest.text(content, CNT + "chars") or "").encode(encoding)
    target, method = manifest.text(request, HT + "absolutePath"), manifest.text(request, HT + "methodName")
    return running.ask(target or "", method or "", headers, body)


def _fits(status: int, expected: set[str]) -> bool:
    return any(name.startswith(f"StatusCode{status // 100}") for name in expected)


def test_the_protocol_as_the_w3c_tests_it(protocol: tuple[Running, Manifest]) -> None:
    running, manifest = protocol
    entries, wrong = list(manifest.entries()), []
    assert len(entries) == 34
    for entry in entries:
        name = entry.value.rpartition("#")[2]
        updates = name.startswith("update_")  # those that succeed where updates are taken
        for request in manifest.listed(manifest.one(manifest.one(entry, MF + "action"), HT + "requests")):
            answer = _send(running, manifest, request)
            response = manifest.one(request, HT + "resp")
            expected = {one.value.rpartition("#")[2] for one in manifest.all(response, MF + "expectedStatus")}
            if (
                updates
                and manifest.text(
                    request,
                    HT + "absolutePath",
                )
                and answer.status == 403
            ):
                continue
            if updates:  # the query that looks at what the update did
                _fits(answer.status, expected) or wrong.append((name, answer.status))
                continue
            form = manifest.text(response, MF + "expectedFormat")
            types = {"boolean": BOOLEAN, "tabular": TABULAR, "RDF": TRIPLES}.get(form or "")
            truth = manifest.text(response, MF + "expectedBoolean")
            fine = (
                _fits(answer.status, expected)
                and (types is None or answer.media_type in types)
                and (truth is None or answer.json["boolean"] is (truth == "true"))
            )
            if not fine:
                wrong.append((name, answer.status, answer.text[:200]))
    assert wrong == []
    assert running.answers()


# ---------------------------------------------------------------- query evaluation
class Case:
    """A test of query evaluation: its query, the graphs it is about, and what is right."""

    def __init__(self, manifest: Manifest, entry: Any) -> None:
        action = manifest.one(entry, MF + "action")
        self.name = entry.value
        self.query = Path(_path(manifest.one(action, QT + "query")))
        self.default = [one.value for one in manifest.all(action, QT + "data")]
        self.named = [
            (manifest.text(one, UT + "graph") or one.value) if isinstance(one, ox.BlankNode) else one.value
            for one in manifest.all(action, QT + "graphData")
        ]
        self.names_differ = any(isinstance(one, ox.BlankNode) for one in manifest.all(action, QT + "graphData"))
        self.service = bool(manifest.all(action, QT + "serviceData"))
        result = manifest.one(entry, MF + "result")
        self.result = Path(_path(result)) if isinstance(result, ox.NamedNode) else None


def _path(node: Any) -> str:
    return node.value.removeprefix("file://")


def _cases(suite: Path) -> Iterator[Case]:
    for path in sorted(suite.glob("*/manifest.ttl")):
        if path.parent.name in ("entailment", "service"):
            continue
        manifest = Manifest(path)
        for entry in manifest.entries():
            types = {one.value for one in manifest.all(entry, RDF + "type")}
            if types & {MF + "QueryEvaluationTest", MF + "CSVResultFormatTest"}:
                case = Case(manifest, entry)
                if not case.service and not case.names_differ and case.result is not None:
                    yield case


def _term(term: Any) -> str:
    """A term to be compared: language tags and blank nodes without what may differ."""
    if term is None:
        return ""
    if isinstance(term, dict):
        if term["type"] == "bnode":
            return "_:"
        if term["type"] == "uri":
            return f"<{term['value']}>"
        return f'"{term["value"]}"{term.get("xml:lang", "").lower()}^{term.get("datatype", "").rpartition("#")[2]}'
    if isinstance(term, ox.BlankNode):
        return "_:"
    if isinstance(term, ox.NamedNode):
        return f"<{term.value}>"
    kind = term.datatype.value.rpartition("#")[2]
    return f'"{term.value}"{(term.language or "").lower()}^{"" if kind in ("string", "langString") else kind}'


def _bare(case: Case, base: str) -> Any:
    """What bare pyoxigraph says: rows, a truth value or triples; None where it fails."""
    store = ox.Store()
    for iri in case.default:
        store.load(path=_path(ox.NamedNode(iri)), base_iri=iri)
    for iri in case.named:
        store.load(path=_path(ox.NamedNode(iri)), base_iri=iri, to_graph=ox.NamedNode(iri))
    try:
        found = store.query(case.query.read_text(encoding="utf-8"), base_iri=base)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        if isinstance(found, ox.QueryTriples):
            return Counter(" ".join(map(_term, triple)) for triple in found)
        names = [one.value for one in found.variables]
        return Counter(" | ".join(f"{name}={_term(row[name])}" for name in sorted(names)) for row in found)
    except (SyntaxError, OSError, RuntimeError, ValueError):
        return None


def _served(answer: Answer) -> Any:
    if answer.status != 200:
        return None
    if answer.media_type == "application/n-triples":
        found = ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
        return Counter(" ".join(map(_term, (quad.subject, quad.predicate, quad.object))) for quad in found)
    found_json = json.loads(answer.body)
    if "boolean" in found_json:
        return found_json["boolean"]
    names = sorted(found_json["head"]["vars"])
    rows = found_json["results"]["bindings"]
    return Counter(" | ".join(f"{name}={_term(row.get(name))}" for name in names) for row in rows)


# Functions that give something else each time.
_FICKLE = ("rand", "now", "uuid", "struuid", "bnode")


@pytest.fixture(scope="module")
def evaluated(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, list[Case]]]:
    """A server that holds the data of all tests, a file a named graph; the protocol names each test's dataset."""
    cases = list(_cases(suite))
    store = ox.Store()
    for iri in sorted({iri for case in cases for iri in (*case.default, *case.named)}):
        try:
            store.load(path=_path(ox.NamedNode(iri)), base_iri=iri, to_graph=ox.NamedNode(iri))
        except SyntaxError:
            continue
    folder = tmp_path_factory.mktemp("w3c") / "evaluation"
    folder.mkdir()
    store.dump(folder / "data.nq", ox.RdfFormat.N_QUADS)
    with Running(folder / "data.nq", "--quiet") as running:
        yield running, cases


def test_query_evaluation_loses_nothing_against_the_bare_engine(evaluated: tuple[Running, list[Case]]) -> None:
    from urllib.parse import urlencode

    running, cases = evaluated
    assert len(cases) > 200
    lost = []
    accept = {"Accept": "application/sparql-results+json, application/n-triples;q=0.5"}
    for case in cases:
        base = case.query.as_uri()
        right = _bare(case, base)
        pairs = [("default-graph-uri", iri) for iri in case.default] + [("named-graph-uri", iri) for iri in case.named]
        query = f"BASE <{base}>\n" + case.query.read_text(encoding="utf-8")
        if "\nFROM" in query.upper():
            pairs = []  # the query names its dataset itself
        elif not case.default:
            pairs.append(("default-graph-uri", "urn:none"))
        headers = {"Content-Type": "application/x-www-form-urlencoded", **accept}
        answer = running.ask("/sparql", "POST", headers, urlencode([("query", query), *pairs]).encode())
        found = _served(answer)
        fickle = any(word in case.query.stem for word in _FICKLE)
        if right is not None and found != right and not fickle:
            lost.append((case.name.partition("sparql11/")[2], answer.status, answer.text[:150]))
    assert lost == []
