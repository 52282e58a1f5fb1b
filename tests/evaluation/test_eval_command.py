from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.vocabulary import DataFileError, InputError, OutputError

from .builder import entity, figure, relation, write_gold, write_turtle

CLAIMS = """
xba:a1 a xb:Article ; xb:mentions xbr:x , xbr:y .
xbr:x a xb:Platform ; skos:prefLabel "速卖通" . xbr:y a xb:Organization ; skos:prefLabel "AI\\u001B[31mDC" .
xbs:1 a xb:Statement ; xb:predicate xb:partOf ; xb:subject xbr:x ; xb:object xbr:y .
xbs:2 a xb:Statement ; xb:predicate xb:supplies ; xb:subject xbr:y ; xb:object xbr:x ; xb:time "2024" ;
    xb:modality xb:planned ; xb:evidence xbe:2 . xbe:2 xb:quote "AIDC\\n供货" .
"""


@pytest.fixture
def pair(tmp_path: Path) -> list[str]:
    entities = [entity("e1", "速卖通"), entity("e2", "AI[31mDC", "Organization")]
    facts = [relation("e1", "partOf", "e2"), figure("e2", "revenue", 37756000000, "CNY", evidence="营收377.56亿元")]
    return [str(write_turtle(tmp_path / "kg.ttl", CLAIMS)), str(write_gold(tmp_path / "gold.json", entities, facts))]


def run(*args: str) -> str:
    result = CliRunner().invoke(cli, ["eval", *args], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_table_of_measures(pair: list[str]) -> None:
    lines = run(*pair).splitlines()
    facts = next(line for line in lines if line.strip().startswith("facts"))
    assert facts.split() == ["facts", "0.500", "0.500", "0.500", "1", "2", "2"]
    assert "of the matched: entity type 2/2, evidence 0/1, modality 1/1" in "\n".join(lines)


def test_errors_are_listed_on_one_line_each_without_control_characters(pair: list[str]) -> None:
    out = run(*pair, "--errors")
    assert "  missed    revenue(AI[31mDC) = 37756000000 CNY  [—]  营收377.56亿元\n" in out
    assert "  not gold  planned supplies(AI[31mDC, 速卖通)  [2024]  AIDC 供货\n" in out
    assert "\x1b" not in out


def test_detail_gives_predicates_and_metrics(pair: list[str]) -> None:
    words = [line.split() for line in run(*pair, "--detail").splitlines()]
    assert ["partOf", "1.000", "1.000", "1.000", "1", "1", "1"] in words
    assert ["supplies", "0.000", "0.000", "0.000", "0", "1", "0"] in words
    assert ["revenue", "0.000", "0.000", "0.000", "0", "0", "1"] in words


def test_several_articles_end_in_their_sum(pair: list[str]) -> None:
    out = run(*pair, *pair)
    assert "all 2 articles" in out
    assert out.rstrip().endswith("of the matched: entity type 4/4, evidence 0/2, modality 2/2")


def test_json_says_the_same(pair: list[str]) -> None:
    found = json.loads(run(*pair, "--format", "json", "--errors", "--detail"))
    one = found["articles"][0]
    assert one["measures"] == found["all"]["measures"]
    assert one["measures"]["facts"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "right": 1, "graph": 2, "gold": 2}
    assert [fact["time"] for fact in one["spurious"]] == ["2024"]
    assert [fact["quote"] for fact in one["missed"]] == ["营收377.56亿元"]
    assert one["predicates"]["partOf"]["f1"] == 1.0
    assert (one["gold"], one["article"]) == (pair[1], "a1")


def test_output_goes_to_a_file(pair: list[str], tmp_path: Path) -> None:
    assert run(*pair, "-o", str(tmp_path / "scores.txt")) == ""
    assert (tmp_path / "scores.txt").read_text(encoding="utf-8") == run(*pair)


def test_output_is_the_same_bytes_each_time(pair: list[str]) -> None:
    assert run(*pair, "--errors", "--detail") == run(*pair, "--errors", "--detail")


@pytest.mark.parametrize("count", [0, 1, 3])
def test_files_come_in_pairs(pair: list[str], count: int) -> None:
    result = CliRunner().invoke(cli, ["eval", *(pair * 2)[:count]])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_bad_files_are_input_errors(pair: list[str], tmp_path: Path) -> None:
    graph, gold = pair
    for args, kind in (
        (["none.ttl", gold], InputError),
        ([graph, "none.json"], InputError),
        ([gold, gold], InputError),
        ([graph, graph], DataFileError),
        ([graph, gold, "-o", str(tmp_path / "no" / "such" / "folder")], OutputError),
    ):
        result = CliRunner().invoke(cli, ["eval", *args])
        assert isinstance(result.exception, kind)
        assert result.exception.exit_code == 3
        assert "\n" not in str(result.exception)
