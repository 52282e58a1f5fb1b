"""kg query and kg ask: formats, names, limits, other servers, plans."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from graph.toy import toy_graph
from query.hostile import hostile_queries
from query.oxigraph_server import oxigraph_program, oxigraph_serving

from kg.cli.ask_command import ask_command
from kg.cli.query_command import query_command
from kg.exchange import export_graph
from kg.query import QueryLimitError, QueryPool, RefusedQueryError
from kg.vocabulary import InputError, KgError, UsageError
from kg.vocabulary.errors import LimitError

PARTS = "SELECT ?part ?whole { ?part xb:partOf ?whole } ORDER BY ?part"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("graph")
    for name, suffix in (("trig", "trig"), ("turtle", "ttl"), ("nquads", "nq"), ("rdfxml", "rdf")):
        export_graph(toy_graph(), name, place / f"kg.{suffix}")
    return place


def query(folder: Path, *args: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(query_command, ["-g", str(folder), *args], input=given, catch_exceptions=False)


def test_names_stand_beside_things(folder: Path) -> None:
    chinese = query(folder, PARTS, "--labels", "zh").stdout
    assert "xbr:aliexpress 速卖通" in chinese
    assert "xbr:aliexpress AliExpress" in query(folder, PARTS, "--labels", "en", "--format", "table").stdout
    assert "xb:leads 执掌" in query(folder, "SELECT ?p { VALUES ?p { xb:leads } }", "--labels", "zh").stdout
    with pytest.raises(UsageError, match="in tables only"):
        query(folder, PARTS, "--labels", "zh", "--format", "json")


@pytest.mark.parametrize("name", ["kg.trig", "kg.ttl", "kg.nq", "kg.rdf"])
def test_any_file_of_rdf_is_asked(folder: Path, name: str) -> None:
    assert query(folder / name, PARTS).stdout == query(folder, PARTS).stdout


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "n3", "rdf", "jsonld"])
def test_triples_in_every_format_of_rdf_always_the_same(folder: Path, form: str) -> None:
    kinds = {
        "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS, "n3": ox.RdfFormat.N3,
        "trig": ox.RdfFormat.TRIG, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
    }  # fmt: skip
    text = query(folder, "DESCRIBE xbr:aliexpress", "--format", form).stdout
    assert text == query(folder / "kg.nq", "DESCRIBE xbr:aliexpress", "--format", form).stdout
    triples = {str(quad.triple) for quad in ox.parse(text, format=kinds[form])}
    assert triples == {
        str(one) for one in toy_graph().triples(ox.NamedNode("https://w3id.org/alibaba-xborder/id/aliexpress"))
    }


def test_the_name_of_a_file_tells_its_format(folder: Path, tmp_path: Path) -> None:
    query(folder, PARTS, "-o", str(tmp_path / "rows.json"))
    assert json.loads((tmp_path / "rows.json").read_text())["head"]["vars"] == ["part", "whole"]
    query(folder, "DESCRIBE xbr:aidc", "-o", str(tmp_path / "some.nt"))
    assert (tmp_path / "some.nt").read_text().startswith("<https://")


def test_standard_input_may_begin_with_a_mark_of_bytes(folder: Path) -> None:
    assert query(folder, "-", given=b"\xef\xbb\xbfASK {}").stdout == "true\n"


def test_nothing_found_says_what_was_meant(folder: Path) -> None:
    found = query(folder, "SELECT * { ?s xb:partof ?o }")
    assert found.exit_code == 0
    assert (
        "nothing found; line 1, column 15: xb:partof is no term of the ontology; did you mean xb:partOf?"
        in found.stderr
    )
    for form in ("json", "csv", "tsv", "table"):
        counted = query(folder, "SELECT (COUNT(*) AS ?n) ?o { ?s xb:partof ?o } GROUP BY ?o", "--format", form)
        assert "did you mean xb:partOf?" in counted.stderr
        counted = query(folder, "SELECT (COUNT(*) AS ?n) (MIN(?o) AS ?x) { ?s xb:partof ?o }", "--format", form)
        assert "did you mean xb:partOf?" in counted.stderr
    assert "did you mean xb:partOf?" in query(folder, "ASK { ?s xb:partof ?o }").stderr
    assert not query(folder, PARTS).stderr
    assert not query(folder, "ASK { ?s xb:partOf ?o }").stderr


@pytest.mark.parametrize(
    ("args", "limit", "message"),
    [
        ([ENDLESS, "--timeout", "0.5"], "timeout", r"longer than 0\.5 s"),
        (["SELECT * { ?s ?p ?o }", "--rows", "10"], "rows", "more than 10 rows"),
        (["SELECT * " + "{" * 200 + "}" * 200], "nesting", "nested deeper than 100"),
    ],
)
def test_a_query_that_is_stopped_writes_nothing(
    folder: Path, tmp_path: Path, args: list[str], limit: str, message: str
) -> None:
    target = tmp_path / "rows.csv"
    with pytest.raises(QueryLimitError, match=message) as caught:
        query(folder, *args, "-o", str(target))
    assert (caught.value.limit, caught.value.exit_code) == (limit, 5)
    assert not target.exists()


def test_hostile_queries_end_in_one_line(folder: Path) -> None:
    of_each = {one.name.rpartition("-")[0]: one for one in hostile_queries()}
    for one in of_each.values():
        try:
            query(folder, "-", "--timeout", "0.6", "--memory", "256", "--rows", "1000", given=one.text.encode())
        except KgError as error:
            assert error.exit_code in (2, 5), one.name
            assert "\n" not in str(error)


def test_other_servers_only_by_name(folder: Path) -> None:
    service = "SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }"
    with pytest.raises(RefusedQueryError, match="SERVICE is refused"):
        query(folder, service)
    with pytest.raises(KgError, match="the query failed"):
        query(folder, service, "--allow-service", "127.0.0.1:9999")


def test_formats_that_do_not_fit_are_refused_before_the_query_runs(folder: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written as ttl"):
        query(folder, ENDLESS, "--format", "ttl")


def test_a_system_without_caps_says_so_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QueryPool, "caps_memory", False)
    assert query(folder, "ASK {}").stderr.count("only --timeout holds") == 1


@pytest.mark.oxigraph
def test_another_server_is_asked_alike(folder: Path, tmp_path: Path) -> None:
    quads = toy_graph().store.dump(format=ox.RdfFormat.N_QUADS) or b""
    with oxigraph_serving(quads, tmp_path) as url:
        for args in ([PARTS], [PARTS, "--labels", "zh"], [PARTS, "--format", "json"], ["DESCRIBE xbr:aidc"]):
            theirs = CliRunner().invoke(query_command, ["--endpoint", url, *args], catch_exceptions=False).stdout
            ours = query(folder, *args).stdout
            assert theirs == ours or json.loads(theirs) == json.loads(ours)
        with pytest.raises(UsageError, match="no way to ask for a plan"):
            CliRunner().invoke(query_command, ["--endpoint", url, "--explain", PARTS], catch_exceptions=False)


@pytest.mark.oxigraph
def test_the_plan_of_the_engine(folder: Path) -> None:
    oxigraph_program()
    plan = query(folder, PARTS, "--explain").stdout
    assert "QuadPattern(?part <https://w3id.org/alibaba-xborder/ontology#partOf> ?whole)" in plan
    with pytest.raises(InputError, match="no store"):
        query(folder / "kg.nq", PARTS, "--explain")


def test_saved_questions_hold_to_the_limits(folder: Path) -> None:
    with pytest.raises(LimitError, match="more than 1 rows"):
        CliRunner().invoke(ask_command, ["mentions", "-g", str(folder), "--rows", "1"], catch_exceptions=False)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of Unix")
def test_a_long_query_tells_of_itself_and_ends_with_ctrl_c(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", "query", "-g", str(folder), ENDLESS]
    asking = subprocess.Popen(
        command,
        stderr=theirs,
        stdout=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests started in the background ignore it
    )
    os.close(theirs)
    said = b""
    while b"s of at most 60" not in said:
        said += os.read(ours, 1000)
    os.killpg(asking.pid, signal.SIGINT)
    assert asking.communicate(timeout=20)[0] == b""
    said += os.read(ours, 1000)
    os.close(ours)
    assert asking.returncode == 130
    assert said.strip().endswith(b"kg: interrupted")
