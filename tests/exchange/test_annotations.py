"""Gold annotations to brat and Label Studio and back, and what people draw there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import ROOT

from kg.articles import read_article
from kg.cli.import_command import import_command
from kg.evaluation.gold import read_gold
from kg.exchange.annotation_files import convert_annotations
from kg.vocabulary import InputError, UsageError

TEXT = "🙂速卖通隶属于AIDC。\n2024年，Temu与速卖通\n竞争。孙兴任总裁。\n"
GOLD: dict[str, Any] = {
    "article": {"id": "a1", "title": None, "published": "2025"},
    "entities": [
        {"id": "e1", "name": "速卖通", "aliases": ["速賣通"], "type": "Platform", "en": "AliExpress"},
        {"id": "e2", "name": "AIDC", "aliases": [], "type": "Organization"},
        {"id": "e3", "name": "Temu", "aliases": [], "type": "Platform"},
        {"id": "e4", "name": "无名", "aliases": [], "type": "Person"},
    ],
    "facts": [
        {
            "kind": "relation",
            "predicate": "partOf",
            "subject": "e1",
            "object": "e2",
            "time": None,
            "negated": False,
            "evidence": "速卖通隶属于AIDC",
        },
        {
            "kind": "relation",
            "predicate": "competesWith",
            "subject": "e3",
            "object": "e1",
            "time": "2024",
            "evidence": "Temu与速卖通\n竞争",
            "qualifiers": {"role": "x"},
        },
        {
            "kind": "observation",
            "metric": "revenue",
            "subject": "e2",
            "value": 1.5,
            "unit": "CNY",
            "evidence": "2024年",
            "modality": "planned",
        },
        {
            "kind": "relation",
            "predicate": "responsibleFor",
            "subject": "e4",
            "object": "招商",
            "evidence": "孙兴任总裁",
        },
    ],
}


WRONG = {"type": "labels", "id": "x", "value": {"start": 0, "end": 1, "text": "b", "labels": ["Person"]}}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a1.md").write_text(TEXT, encoding="utf-8", newline="")
    (tmp_path / "a1.json").write_text(json.dumps(GOLD), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("form", "name"), [("brat", "a1.ann"), ("label-studio", "a1.json")])
def test_annotations_go_out_and_come_back_whole(here: Path, form: str, name: str) -> None:
    convert_annotations("a1.json", form, "out", "a1.md")
    convert_annotations(Path("out") / name, "gold", "back.json")
    assert json.loads((here / "back.json").read_text(encoding="utf-8")) == GOLD
    assert len(read_gold(here / "back.json").facts) == 4


@pytest.mark.parametrize("form", ["brat", "label-studio"])
@pytest.mark.parametrize("name", ["000_1a7cadfdf621ab76", "001_88b91df809469b87"])
def test_the_gold_of_the_seeds_survives(here: Path, name: str, form: str) -> None:
    gold = ROOT / "tests" / "gold" / f"{name}.json"
    (article,) = (path for path in (ROOT / "seeds").iterdir() if path.stem == name)
    text = read_article(article).file_text
    (here / "text.txt").write_bytes(text.encode())
    convert_annotations(gold, form, "out", "text.txt")
    convert_annotations(
        next(path for path in (here / "out").iterdir() if path.suffix in (".ann", ".json")), "gold", "back.json"
    )
    assert json.loads((here / "back.json").read_text(encoding="utf-8")) == json.loads(gold.read_text(encoding="utf-8"))


def test_brat_offsets_are_those_of_the_text(here: Path) -> None:
    convert_annotations("a1.json", "brat", "out", "a1.md")
    assert (here / "out" / "a1.txt").read_bytes() == TEXT.encode()
    lines = (here / "out" / "a1.ann").read_text(encoding="utf-8").splitlines()
    bound = [line.split("\t") for line in lines if line.startswith("T")]
    for _, body, shown in bound:
        runs = [tuple(map(int, run.split())) for run in body.partition(" ")[2].split(";")]
        assert " ".join(TEXT[a:b] for a, b in runs) == shown
        assert not any("\n" in TEXT[a:b] for a, b in runs)
    assert "[entities]" in (here / "out" / "annotation.conf").read_text(encoding="utf-8")


def test_label_studio_counts_as_a_browser_does(here: Path) -> None:
    convert_annotations("a1.json", "label-studio", "out", "a1.md")
    (task,) = json.loads((here / "out" / "a1.json").read_text(encoding="utf-8"))
    units = TEXT.encode("utf-16-le")
    for one in task["annotations"][0]["result"]:
        if one["type"] == "labels":
            value = one["value"]
            assert units[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]


def test_what_people_draw_in_brat(here: Path) -> None:
    (here / "b.txt").write_text("菜鸟属于阿里巴巴。阿里巴巴收购高鑫。", encoding="utf-8")
    (here / "b.ann").write_text(
        "T1\tOrganization 0 2\t菜鸟\nT2\tOrganization 4 8\t阿里巴巴\nT3\tOrganization 9 13\t阿里巴巴\n"
        "R1\tpartOf Arg1:T1 Arg2:T2\nT4\tacquires 9 17\t阿里巴巴收购高鑫\nT5\tOrganization 15 17\t高鑫\n"
        "E1\tacquires:T4 Subject:T3 Object:T5\n#1\tAnnotatorNotes E1\tplease check\n*\tEquiv T2 T3\n",
        encoding="utf-8",
    )
    convert_annotations("b.ann", "gold", "b.json")
    gold = read_gold(here / "b.json")
    assert [one.name for one in gold.entities.values()] == ["菜鸟", "阿里巴巴", "高鑫"]
    told = {(fact.term, gold.name(fact.subject), gold.name(fact.object), fact.quote) for fact in gold.facts}
    assert told == {
        ("partOf", "菜鸟", "阿里巴巴", "菜鸟属于阿里巴巴。"),
        ("acquires", "阿里巴巴", "高鑫", "阿里巴巴收购高鑫"),
    }


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("b.ann", "T1\tOrganization 0 99\tx\n", ":1:"),
        ("b.ann", "\nT1 Organization\n", ":2:"),
        ("b.ann", "T1\tPerson x y\tz\n", ":1:"),
        ("b.ann", "T1\tCompany 0 2\t菜鸟\n", "Company"),
        ("b.ann", "T1\tacquires 0 2\t菜鸟\nE1\tacquires:T1 Subject:T7\n", "leads nowhere"),
        ("b.json", "{", "no valid JSON"),
        ("b.json", "[]", "neither"),
        ("b.json", '{"data": {"text": "a"}}', "no annotated task"),
        ("b.json", json.dumps({"data": {"text": "ab"}, "annotations": [{"result": [WRONG]}]}), "region x"),
    ],
)
def test_malformed_annotations(here: Path, name: str, text: str, words: str) -> None:
    (here / "b.txt").write_text("菜鸟属于阿里巴巴。", encoding="utf-8")
    (here / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        convert_annotations(name, "gold", "out.json")
    assert words in str(told.value) and name in str(told.value)
    assert not (here / "out.json").exists()


def test_annotations_of_another_text(here: Path) -> None:
    (here / "a1.md").write_text("别的", encoding="utf-8")
    with pytest.raises(InputError, match="fact 0"):
        convert_annotations("a1.json", "brat", "out", "a1.md")
    with pytest.raises(UsageError, match="--text"):
        convert_annotations("a1.json", "brat", "out")


def test_the_command(here: Path) -> None:
    done = CliRunner().invoke(import_command, ["a1.json", "--text", "a1.md", "--annotations", "brat", "-o", "out"])
    assert done.exit_code == 0, done.output
    assert (here / "out" / "a1.ann").is_file()
