"""Facts read by a language model, behind a real HTTP server that answers well, badly, late or not at all."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.extraction.answers import Rejected, extract_with_model, facts_in
from kg.extraction.endpoint import Endpoint
from kg.extraction.prompting import answer_schema, instructions, pieces
from kg.extraction.trial import fact_line, read_text
from kg.graph import open_graph
from kg.model import ArticleFacts
from kg.query import run_query
from kg.vocabulary import InputError, LimitError, UsageError, vocabulary
from kg.workspace import build_graph
from kg.workspace.extractors import ModelReader

TEXT = "速卖通隶属于阿里国际数字商业集团。去年，菜鸟悄然牵手新宇科技，营收近3亿元。淘宝据传要走自营。"
GOOD = {
    "quote": "菜鸟悄然牵手新宇科技",
    "subject": "菜鸟",
    "subject_type": "Organization",
    "term": "partnersWith",
    "object": "新宇科技",
    "object_type": "Organization",
    "value_text": None,
    "time_text": None,
    "modality": "asserted",
    "negated": False,
}
SHARED = GOOD | {
    "quote": "速卖通隶属于阿里国际数字商业集团",
    "subject": "速卖通",
    "subject_type": "Platform",
    "term": "partOf",
    "object": "阿里国际数字商业集团",
}
FIGURE = GOOD | {
    "quote": "去年，菜鸟悄然牵手新宇科技，营收近3亿元",
    "term": "revenue",
    "object": None,
    "object_type": None,
    "value_text": "近3亿元",
    "time_text": "去年",
}


def completion(*facts: dict[str, Any]) -> bytes:
    return wrapped(json.dumps({"facts": list(facts)}, ensure_ascii=False))


def wrapped(words: str) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "choices": [choice], "usage": {}}).encode()


class Server:
    """A server of the tests' own: answers from a script, the last for ever, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, bytes, dict[str, str], float]] = []
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                outer.headers.append({"path": self.path, **dict(self.headers)})
                answer = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                status, body, headers, wait = answer
                time.sleep(wait)
                try:
                    self.send_response(status)
                    for name, value in headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:  # who asked has gone
                    pass

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"

    def say(self, body: bytes, status: int = 200, wait: float = 0.0, **headers: str) -> None:
        self.answers.append((status, body, {k.replace("_", "-"): v for k, v in headers.items()}, wait))


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    thread = threading.Thread(target=one.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield one
    one.http.shutdown()
    one.http.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def endpoint(server: Server, waits: list[float], tmp_path: Path) -> Endpoint:
    return Endpoint(server.url, "m", "secret", tmp_path / "cache", timeout=5.0, tries=3, sleep=waits.append)


def read(endpoint: Endpoint, text: str = TEXT) -> tuple[ArticleFacts, list[Rejected]]:
    rejected: list[Rejected] = []
    return extract_with_model(read_text(text), endpoint, rejected.append), rejected


def lines(facts: ArticleFacts) -> list[str]:
    return [fact_line(fact) for fact in (*facts.relations, *facts.observations)]


def test_the_prompt_is_made_from_the_ontology() -> None:
    known, schema = vocabulary(), answer_schema()
    for name in (*known.predicates, *(metric for metric in known.metrics if metric != "other")):
        assert f"- {name} (" in instructions()
        assert name in schema["properties"]["facts"]["items"]["properties"]["term"]["enum"]


def test_pieces_hold_the_whole_text() -> None:
    text = "\n".join(f"{n}" * 700 for n in range(9))
    assert "\n".join(pieces(text)) == text and max(map(len, pieces(text))) < 3000
    assert pieces("\n\n") == []


def test_good_answers_become_facts(server: Server, endpoint: Endpoint) -> None:
    server.say(completion(GOOD, FIGURE))
    facts, rejected = read(endpoint)
    assert rejected == []
    assert lines(facts) == ["partnersWith(菜鸟, 新宇科技)", "revenue(菜鸟) = 300000000 CNY"]
    (figure,) = facts.observations
    assert (figure.time and figure.time.value, figure.time_text, figure.qualifiers.approx) == ("2024", "去年", True)
    assert TEXT[figure.evidence.start : figure.evidence.end] == figure.evidence.quote == FIGURE["quote"]
    asked, headers = server.asked[0], server.headers[0]
    assert headers["path"] == "/v1/chat/completions" and headers["Authorization"] == "Bearer secret"
    assert asked["model"] == "m" and asked["temperature"] == 0 and asked["response_format"]["type"] == "json_schema"
    assert TEXT in asked["messages"][1]["content"]


HOSTILE = [
    ({"quote": "菜鸟收购新宇科技"}, "no run of the text"),
    ({"quote": ""}, "no quote"),
    ({"quote": 7}, "no quote"),
    ({"subject": "京东方"}, "subject '京东方' does not occur"),
    ({"object": "火星公司"}, "object '火星公司' does not occur"),
    ({"object": None}, "no object"),
    ({"object_type": None}, "has no type"),
    ({"object_type": "Planet"}, "has no type"),
    ({"term": "marries"}, "'marries' is no relation"),
    ({"term": ["partOf"]}, "is no relation"),
    ({"term": "leads"}, "takes no Organization"),
    ({"object": "菜鸟"}, "both ends"),
    ({"modality": "certain"}, "modality"),
    ({"negated": "no"}, "modality or negation"),
    ({"time_text": "2019年"}, "does not stand in the quote"),
    ({"time_text": "牵手"}, "is no time"),
    ({"term": "revenue", "value_text": "5亿元"}, "does not stand in the quote"),
    ({"term": "revenue", "value_text": "牵手"}, "is no figure"),
    ({"term": "revenue", "value_text": None}, "no words for the figure"),
    ({"term": "rank", "quote": FIGURE["quote"], "value_text": "近3亿元"}, "not measured in"),
    ({"term": "profitStatus", "object": "rich", "value_text": "牵手"}, "no profitable"),
    ({"term": "other", "value_text": "牵手"}, "is no relation or metric"),
]


@pytest.mark.parametrize(("change", "reason"), HOSTILE)
def test_what_is_no_fact_of_the_text_is_rejected_with_a_reason(
    server: Server, endpoint: Endpoint, change: dict[str, Any], reason: str
) -> None:
    server.say(completion(GOOD | change, GOOD))
    facts, rejected = read(endpoint)
    assert lines(facts) == ["partnersWith(菜鸟, 新宇科技)"]  # the good one beside it stays
    assert [reason in one.reason for one in rejected] == [True], rejected


@pytest.mark.parametrize(
    "words", ["", "I cannot help", '{"facts": 3}', '{"facts": [1]}', "[]", '{"facts": [', "[" * 100_000, '{"fact": []}']
)
def test_answers_that_are_no_json_of_the_schema(server: Server, endpoint: Endpoint, words: str) -> None:
    server.say(wrapped(words))
    facts, rejected = read(endpoint)
    assert lines(facts) == [] and "no JSON of the schema" in rejected[0].reason
    assert len(server.asked) == 3
    assert not list((endpoint.cache or Path()).glob("*"))  # what is no answer is not kept


def test_a_second_try_may_succeed_and_fences_are_taken_off(server: Server, endpoint: Endpoint) -> None:
    server.say(wrapped("sorry"))
    server.say(wrapped("```json\n" + json.dumps({"facts": [GOOD]}) + "\n```"))
    assert lines(read(endpoint)[0]) == ["partnersWith(菜鸟, 新宇科技)"]
    assert facts_in("```\n{}\n```") is None


def test_a_server_that_is_busy_is_asked_again(server: Server, endpoint: Endpoint, waits: list[float]) -> None:
    server.say(b"{}", 429, Retry_After="7")
    server.say(b"{}", 503)
    server.say(completion(GOOD))
    assert lines(read(endpoint)[0]) == ["partnersWith(菜鸟, 新宇科技)"]
    assert waits == [7.0, 2.0]


@pytest.mark.parametrize(
    ("say", "error", "message"),
    [
        (lambda s: s.say(b"{}", 429, Retry_After="99999"), LimitError, "HTTP 429"),
        (lambda s: s.say(b"<html>busy</html>"), LimitError, "no JSON"),
        (lambda s: s.say(b"{}", 401), InputError, "HTTP 401"),
        (lambda s: s.say(b"{}"), InputError, "no chat completion"),
        (lambda s: s.say(b'{"choices": []}'), InputError, "no chat completion"),
        (lambda s: s.say(b"{}", 302, Location="http://127.0.0.1:1/"), InputError, "HTTP 302"),
        (lambda s: s.say(b"{}", wait=1.0), LimitError, "timed out"),
    ],
)
def test_servers_that_do_not_answer(
    server: Server, endpoint: Endpoint, waits: list[float], say: Callable[[Server], None], error: Any, message: str
) -> None:
    say(server)
    endpoint.timeout = 0.2
    with pytest.raises(error, match=message) as raised:
        read(endpoint)
    assert "secret" not in str(raised.value) and "secret" not in repr(endpoint)
    assert max(waits, default=0.0) <= 60


def test_no_server_at_all_and_no_address() -> None:
    with pytest.raises(LimitError, match="refused"):
        read(Endpoint("http://127.0.0.1:9", "m", tries=2, sleep=lambda _: None))
    for url, model in (("localhost:80", "m"), ("file:///etc/passwd", "m"), ("http://a", "")):
        with pytest.raises(UsageError):
            Endpoint(url, model)
    with pytest.raises(UsageError, match="no model"):
        ModelReader.of("llm", None)


def test_a_server_without_json_schemas(server: Server, endpoint: Endpoint) -> None:
    server.say(b'{"error": "response_format"}', 400)
    server.say(completion(GOOD))
    assert lines(read(endpoint)[0]) == ["partnersWith(菜鸟, 新宇科技)"]
    assert "response_format" not in server.asked[1]


def test_answers_are_kept_by_content(server: Server, endpoint: Endpoint) -> None:
    server.say(completion(GOOD))
    first = read(endpoint)
    assert read(endpoint) == first and len(server.asked) == 1
    read(endpoint, TEXT + "好。")
    assert len(server.asked) == 2
    for path in (endpoint.cache or Path()).glob("*.json"):
        path.write_text("damaged", encoding="utf-8")
    assert read(endpoint) == first and len(server.asked) == 3


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def found_by(folder: Path) -> dict[str, list[str]]:
    query = "SELECT ?p ?who WHERE { ?f xb:extractor ?who ; xb:predicate|xb:metric ?p } ORDER BY ?p ?who"
    found: dict[str, list[str]] = {}
    for row in run_query(open_graph(folder), query).rows():
        found.setdefault(str(row[0]).rpartition("#")[2].strip(">"), []).append(str(row[1]).strip('"'))
    return found


def build(news: Path, server: Server, extractor: str) -> str:
    args = ["build", str(news / "news"), "-o", str(news / "graph"), "--extractor", extractor]
    run = CliRunner().invoke(cli, [*args, "--llm-url", server.url, "--llm-model", "m", "--date", "2025-04-21"])
    assert run.exit_code == 0, run.output
    return run.output


def test_building_with_both_says_who_found_what(server: Server, news: Path) -> None:
    server.say(completion(GOOD, SHARED, GOOD | {"object": "火星公司"}))
    assert "not taken: 菜鸟 partnersWith 火星公司: object '火星公司' does not occur in the text" in build(
        news, server, "both"
    )
    found = found_by(news / "graph")
    assert found["partOf"] == ["llm", "rules"] and found["partnersWith"] == ["llm"]
    assert {name: who for name, who in found.items() if name not in ("partOf", "partnersWith")} == {
        name: ["rules"] for name in found if name not in ("partOf", "partnersWith")
    }
    graphs = run_query(open_graph(news / "graph"), "SELECT ?g WHERE { GRAPH ?g { ?s xb:predicate xb:partnersWith } }")
    assert [str(row[0]).rpartition("/")[2] for row in graphs.rows()] == ["one.llm>"]
    whole = "SELECT (COUNT(*) AS ?n) WHERE { ?s a xb:Statement . FILTER NOT EXISTS { ?s xb:evidence ?e } }"
    assert "0" in str(next(iter(run_query(open_graph(news / "graph"), whole).rows())))
    first = (news / "graph" / "kg.trig").read_bytes()
    build(news, server, "both")
    assert (news / "graph" / "kg.trig").read_bytes() == first and len(server.asked) == 1


def test_building_with_the_model_alone_and_with_rules_alone(server: Server, news: Path) -> None:
    server.say(completion(GOOD, SHARED))
    build(news, server, "llm")
    assert found_by(news / "graph") == {"partOf": ["llm"], "partnersWith": ["llm"]}
    build(news, server, "rules")
    assert found_by(news / "graph") == {}


def test_a_build_whose_model_fails_leaves_the_former_graph(server: Server, news: Path) -> None:
    build_graph([news / "news"], news / "graph")
    before = (news / "graph" / "kg.trig").read_bytes()
    server.say(b"{}", 403)
    reader = ModelReader(Endpoint(server.url, "m"))
    with pytest.raises(InputError, match="403"):
        build_graph([news / "news"], news / "graph", reader=reader.quads)
    assert (news / "graph" / "kg.trig").read_bytes() == before


def test_the_seeds_are_read_by_rules_alone(server: Server, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="seeds"):
        build_graph(out=tmp_path, reader=ModelReader(Endpoint(server.url, "m")).quads)
    run = CliRunner().invoke(cli, ["build", str(tmp_path), "--extractor", "llm"])
    assert getattr(run.exception, "exit_code", 0) == 2
    assert server.asked == []
