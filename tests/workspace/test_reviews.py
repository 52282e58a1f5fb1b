"""Decisions of people: made in the terminal, kept in a file, honoured by every later build."""

from __future__ import annotations

import os
import re
import select
import sys
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import cli
from kg.explore.facts import Figure, StatedRelation
from kg.graph import open_graph
from kg.query import run_query
from kg.vocabulary import DataFileError, KgError
from kg.workspace import build_graph
from kg.workspace.explained import fact_title
from kg.workspace.reviewing import open_facts
from kg.workspace.reviews import Review, read_reviews, reviews_beside, write_reviews

NEWS = "2024年，速卖通进入韩国市场。速卖通隶属于菜鸟。淘宝的营收为3亿元。蒋凡担任阿里国际数字商业集团的首席执行官。\n"


class _Certain:
    """All facts as likely as each other, so that they come in the order of the text."""

    @staticmethod
    def confidence(*_: object) -> Decimal:
        return Decimal("0.8")


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("kg.extraction.document.confidence_model", _Certain)
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "one.txt").write_text(NEWS, encoding="utf-8")
    build_graph([folder], graph_of(folder))
    return folder


def graph_of(folder: Path) -> Path:
    """The graph of the corpus in a folder."""
    return folder.parent / "graph"


def titles(folder: Path) -> list[str]:
    return [fact_title(fact) for fact in open_facts(open_graph(graph_of(folder)), again=True)]


def review(folder: Path, typed: str, *options: str) -> Result:
    args = ["review", str(folder), "-g", str(graph_of(folder)), "--by", "李伟", "--on", "2025-05-01", *options]
    return CliRunner().invoke(cli, args, input=typed)


def marked(folder: Path) -> list[str]:
    query = (
        "SELECT ?p ?by ?on WHERE { ?f xb:reviewedBy ?by ; xb:reviewedOn ?on ; xb:predicate|xb:metric ?p } ORDER BY ?p"
    )
    return [" ".join(str(part) for part in row) for row in run_query(open_graph(graph_of(folder)), query).rows()]


def test_decisions_are_kept_and_honoured(news: Path) -> None:
    assert titles(news) == [
        "targetsMarket(速卖通, 韩国)",
        "partOf(速卖通, 菜鸟)",
        "revenue(淘宝) = 300000000 CNY",
        "leads(蒋凡, 阿里国际数字商业集团)",
    ]
    typed = "a\nc\n\n\nAIDC\n\n\n\nr\nn\nlooks odd\n"
    result = review(news, typed)
    assert result.exit_code == 0, result.output
    assert "1/4  targetsMarket(速卖通, 韩国)" in result.output and "4 decided" in result.stderr
    rows = tomllib.loads((news / "reviews.toml").read_text(encoding="utf-8"))["review"]
    assert [row["decision"] for row in rows] == ["accept", "correct", "reject", "note"]
    assert rows[1]["change"] == {"object": "AIDC"} and rows[3]["note"] == "looks odd"
    build_graph([news], graph_of(news))
    assert titles(news) == [
        "targetsMarket(速卖通, 韩国)",
        "leads(蒋凡, 阿里国际数字商业集团)",
        "partOf(速卖通, 阿里国际数字商业集团)",  # corrected: the rules' confidence is not its own
    ]
    assert [("李伟" in row, "2025-05-01" in row) for row in marked(news)] == [(True, True)] * 2
    assert "1/1  leads(" in review(news, "q\n").output  # what only has a note is asked again
    first = (graph_of(news) / "kg.trig").read_bytes()
    build_graph([news / "one.txt"], graph_of(news))  # a file alone: the reviews in its folder count
    same = (graph_of(news) / "kg.trig").read_bytes() == first
    assert same


def test_a_correction_of_a_figure(news: Path) -> None:
    typed = "s\ns\nc\nTemu\n\nmany\n400000000\n\n2024\nplanned\nmaybe\n\nq\n"
    result = review(news, typed)
    assert "'many' is no number" in result.output and "'maybe' is no negated" in result.output
    build_graph([news], graph_of(news))
    (figure,) = [fact for fact in open_facts(open_graph(graph_of(news)), again=True) if isinstance(fact, Figure)]
    assert (figure.subject and figure.subject.name, figure.value, figure.time, figure.modality) == (
        "Temu",
        "400000000",
        "2024",
        "planned",
    )


def test_quitting_and_an_ending_input_keep_what_is_decided(news: Path) -> None:
    assert "1 decided" in review(news, "a\n").stderr
    assert "0 decided" in review(news, "q\n").stderr
    assert [one.decision for one in read_reviews(news / "reviews.toml")] == ["accept"]
    assert "4 facts" not in review(news, "r\n", "--again").output
    assert [one.decision for one in read_reviews(news / "reviews.toml")] == ["reject"]  # the later decision counts
    assert "0 decided" in review(news, "x\ns\n", "--article", "other").stderr


def test_explaining_while_reviewing(news: Path) -> None:
    assert "seen as" in review(news, "e\nq\n").output


def test_a_decision_holds_where_the_digits_of_the_fact_change(news: Path) -> None:
    review(news, "s\nr\nq\n")
    (one,) = read_reviews(news / "reviews.toml")
    write_reviews(news / "reviews.toml", [Review(**{**vars(one), "fact": "0" * 16})])
    build_graph([news], graph_of(news))
    assert "partOf(速卖通, 菜鸟)" not in titles(news)


def test_low_confidence_comes_first(news: Path, tmp_path: Path) -> None:
    trig = (graph_of(news) / "kg.trig").read_text(encoding="utf-8")
    lines = re.sub(r'xb:confidence 0\.8 ;(\s+xb:rule "leads)', r"xb:confidence 0.4 ;\1", trig)
    lines = re.sub(r'xb:confidence 0\.8 ;(\s+xb:rule "targetsMarket)', r"\1", lines)
    (tmp_path / "kg.trig").write_text(lines, encoding="utf-8")
    facts = open_facts(open_graph(tmp_path / "kg.trig"))
    assert [fact.predicate for fact in facts if isinstance(fact, StatedRelation)] == [
        "leads",
        "partOf",
        "targetsMarket",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("reviews = 1", "nothing but"),
        ("[[review]]\nfact = 3", "must be a text"),
        ("[[review]]\nfoo = 'x'", "unknown: foo"),
        ("[[review]]\nfact = 'a'", "review 1"),
        ("review = [1]", "no table"),
        ("not toml", "no valid TOML"),
    ],
)
def test_a_bad_file_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "reviews.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=message):
        reviews_beside([tmp_path])


def test_an_impossible_correction_is_told_and_leaves_the_graph(news: Path) -> None:
    before = (graph_of(news) / "kg.trig").read_bytes()
    review(news, "c\nno such thing\n\n\n\n\n\nq\n")
    with pytest.raises(KgError, match="no such thing"):
        build_graph([news], graph_of(news))
    same = (graph_of(news) / "kg.trig").read_bytes() == before
    assert same


@given(st.text(), st.text(min_size=1).filter(str.strip))
def test_any_text_survives_the_file(tmp_path_factory: pytest.TempPathFactory, note: str, by: str) -> None:
    path = tmp_path_factory.mktemp("reviews") / "reviews.toml"
    one = Review("0" * 16, "a", "b", "partOf", "c", note, "accept", by, "2025-01-01", note=note)
    write_reviews(path, [one])
    (back,) = read_reviews(path)
    clean = [value.encode("utf-8", "replace").decode() for value in (note, by)]
    assert [back.note.encode("utf-8", "replace").decode().replace("\ufffd", "?"), back.by.replace("\ufffd", "?")] == [
        value.replace("\ufffd", "?") for value in clean
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_in_a_terminal(news: Path) -> None:
    import pty
    import subprocess

    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kg", "review", str(news), "-g", str(graph_of(news)), "--by", "李伟"]
    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, close_fds=True)
    os.close(slave)
    os.write(master, b"r\nq\n")
    seen = b""
    while process.poll() is None or select.select([master], [], [], 0)[0]:
        if select.select([master], [], [], 0.1)[0]:
            try:
                chunk = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not chunk:
                break
            seen += chunk
    os.close(master)
    assert process.wait(timeout=20) == 0, seen
    assert [one.decision for one in read_reviews(news / "reviews.toml")] == ["reject"]
    assert "targetsMarket" in seen.decode("utf-8", "replace")
