"""The W3C's tests of query evaluation, through the workers: none is lost against the bare engine."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import need

from kg.query import Limits, QueryPool
from kg.vocabulary import KgError

pytestmark = pytest.mark.shared

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FICKLE = ("rand", "now", "uuid", "bnode")  # functions that give something else each time


@pytest.fixture(scope="module")
def suite() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "sparql" / "sparql11"
    need(folder.is_dir(), "the folder ../shared/w3c (the W3C's tests of SPARQL 1.1)")
    return folder


def cases(suite: Path) -> Iterator[tuple[Path, list[str], list[str]]]:
    """The query of each test, and the files of its default graph and its named graphs."""
    for path in sorted(suite.glob("*/manifest.ttl")):
        if path.parent.name == "service":
            continue  # other servers are not called
        store = ox.Store()
        store.load(path.read_bytes(), ox.RdfFormat.TURTLE, base_iri=path.as_uri())

        def objects(subject: Any, name: str, store: ox.Store = store) -> list[Any]:
            return [quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(name), None)]

        for kind in ("QueryEvaluationTest", "CSVResultFormatTest"):
            tests = store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(MF + kind))
            for test in sorted(quad.subject.value for quad in tests):
                (action,) = objects(ox.NamedNode(test), MF + "action")
                (query,) = objects(action, QT + "query")
                data, named = (objects(action, QT + name) for name in ("data", "graphData"))
                yield (
                    Path(query.value.removeprefix("file://")),
                    [one.value for one in data],
                    [one.value for one in named if isinstance(one, ox.NamedNode)],
                )


def loaded(files: list[tuple[str, ox.NamedNode | None]]) -> ox.Store:
    """A store of files, each in a graph of its own or in the default graph."""
    store = ox.Store()
    for iri, graph in files:
        store.load(path=iri.removeprefix("file://"), base_iri=iri, to_graph=graph)
    return store


def shown(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterator[Any]) -> Any:
    """An answer to be compared; blank nodes have no names that last."""
    if isinstance(found, ox.QueryBoolean):
        return bool(found)

    def text(term: Any) -> str:
        return "_:" if isinstance(term, ox.BlankNode) else str(term)

    if isinstance(found, ox.QuerySolutions):
        names = [one.value for one in found.variables]
        return names, Counter(tuple(text(row[name]) for name in names) for row in found)
    return Counter(tuple(map(text, (one.subject, one.predicate, one.object))) for one in found)


def test_no_test_of_query_evaluation_is_lost(suite: Path) -> None:
    tests, right = [], []
    for path, default, named in cases(suite):
        graphs = [(iri, ox.NamedNode(iri)) for iri in named]
        try:
            store = loaded([*((iri, None) for iri in default), *graphs])
            right.append(shown(store.query(path.read_text(encoding="utf-8"), base_iri=path.as_uri())))
        except (OSError, SyntaxError, RuntimeError, ValueError):
            continue
        tests.append((path, default, named))
    files = sorted({iri for _, default, named in tests for iri in (*default, *named)})
    source = loaded([(iri, ox.NamedNode(iri)) for iri in files]).dump(format=ox.RdfFormat.N_QUADS) or b""
    lost = []
    with QueryPool(source, workers=1, limits=Limits(timeout=20)) as pool:
        for (path, default, named), expected in zip(tests, right, strict=True):
            query = path.read_text(encoding="utf-8")
            from_query = "\nFROM" in query.upper()
            graphs = {} if from_query else {"default_graphs": default, "named_graphs": named}
            try:
                with pool.run(query, base=path.as_uri(), **graphs) as result:
                    text = result.read()
            except KgError as error:
                lost.append(f"{path.parent.name}/{path.name}: {error}")
                continue
            if result.kind == "truth":
                same = json.loads(text)["boolean"] == expected
            elif result.kind == "triples":
                same = shown(ox.parse(text, format=ox.RdfFormat.N_TRIPLES)) == expected
            else:
                same = shown(ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)) == expected
            if not same and not any(word in path.stem for word in FICKLE):
                lost.append(f"{path.parent.name}/{path.name}")
    assert len(tests) > 220
    assert lost == []
