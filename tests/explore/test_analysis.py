"""Paths, timelines, ranks, communities and comparisons: what they find in small graphs, and how they tell it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.explore.contrast import Item, contrast
from kg.explore.names import find_thing
from kg.explore.rankings import communities, rank_things
from kg.explore.routes import routes_between
from kg.explore.timeline import timeline
from kg.vocabulary import LimitError, NotFoundError, UsageError

from .samples import HEAD, SAMPLE, graph_of, quoted, write_sample

ROOT = Path(__file__).resolve().parents[2]

THING = 'xbr:{0} a xb:{1} ; skos:prefLabel {2}@zh-Hans ; rdfs:label "{0}" .\n'
ARTICLES = """
xba:a1 a xb:Article ; dcterms:title "甲报道"@zh-Hans ; dcterms:issued "2025-03-01"^^xsd:date .
xba:a2 a xb:Article ; dcterms:title "乙报道"@zh-Hans ; dcterms:issued "2025-04-01"^^xsd:date .
xba:a3 a xb:Article ; dcterms:title "甲报道"@zh-Hans ; xb:copyOf xba:a1 .
"""


def things(*rows: tuple[str, str, str]) -> str:
    return ARTICLES + "".join(THING.format(slug, kind, quoted(name)) for slug, kind, name in rows)


def said(number: int, subject: str, predicate: str, end: str, more: str = "", article: str = "a1") -> str:
    """A statement with its evidence; `end` is a thing's slug, or a text in quotes."""
    obj = f"xb:objectText {end}" if end.startswith('"') else f"xb:object xbr:{end}"
    how = "" if "xb:modality" in more else "xb:modality xb:asserted ; "
    how += "" if "xb:negated" in more else "xb:negated false ; "
    return (
        f"xbs:{number} a xb:Statement ; xb:subject xbr:{subject} ; xb:predicate xb:{predicate} ; {obj} ; "
        f"{how}{more}{' ; ' if more else ''}xb:evidence xbe:{number} .\n"
        f'xbe:{number} a xb:Evidence ; xb:article xba:{article} ; xb:quote "句{number}"@zh-Hans .\n'
    )


def figure(number: int, about: str, value: str, more: str = "", article: str = "a1") -> str:
    return (
        f"xbo:{number} a xb:Observation ; xb:about xbr:{about} ; xb:metric xb:revenue ; xb:value {value} ; "
        f"xb:unit xbu:CNY ; xb:modality xb:asserted ; xb:negated false ; {more}{' ; ' if more else ''}"
        f"xb:evidence xbe:o{number} .\n"
        f'xbe:o{number} a xb:Evidence ; xb:article xba:{article} ; xb:quote "数{number}"@zh-Hans .\n'
    )


PLATFORMS = [(slug, "Platform", name) for slug, name in zip("abcdez", "甲乙丙丁戊己", strict=True)]
STATUSES = (
    things(*PLATFORMS)
    + said(1, "a", "competesWith", "b", "xb:negated true")
    + said(2, "b", "supplies", "z", "xb:modality xb:planned")
    + said(3, "a", "partnersWith", "c")
    + said(4, "c", "partnersWith", "d", "xb:former true")
    + said(5, "z", "partnersWith", "d", "xb:modality xb:hedged")
    + said(6, "d", "partnersWith", "e")
)


def names_of(graph_text: str, *args: Any, **options: Any) -> list[list[str]]:
    found = routes_between(graph_of(graph_text), *args, **options)
    return [[route.hops[0].start.name, *(hop.end.name for hop in route.hops)] for route in found.routes]


# ---------------------------------------------------------------- names
def test_a_name_that_several_things_have_is_refused_with_their_addresses() -> None:
    with pytest.raises(NotFoundError, match=r"2 things.*精选 \(Platform\) xbr:choice-app, 精选 \(Program\)") as caught:
        find_thing(graph_of(SAMPLE), "精選")
    assert "\n" not in str(caught.value)
    assert find_thing(graph_of(SAMPLE), "xbr:choice-app").endswith("/choice-app")


@pytest.mark.parametrize("name", ["速賣通", "aliexpress", "全球速卖通", "xbr:aliexpress"])
def test_any_name_will_do(name: str) -> None:
    assert names_of(SAMPLE, "菜鳥", name) == [["菜鸟", "菜鸟国际电商物流团队", "速卖通"]]


# ---------------------------------------------------------------- paths
def test_a_path_shows_every_statement_of_a_hop_with_its_evidence() -> None:
    found = routes_between(graph_of(SAMPLE), "菜鸟", "韩国")
    (route,), last = found.routes, found.routes[0].hops[-1]
    assert found.shortest == 1
    assert [hop.start.name for hop in route.hops] == ["菜鸟", "菜鸟国际电商物流团队", "速卖通"]
    assert [(one.predicate, one.time) for one in last.statements] == [("targetsMarket", "2023")]  # 2026 is planned
    assert last.statements[0].quotations[0].source.issued == "2025-03-01"
    both = routes_between(graph_of(SAMPLE), "菜鸟", "韩国", include=["planned"]).routes[0].hops[-1]
    assert [one.time for one in both.statements] == ["2023", "2026"]


@pytest.mark.parametrize(
    ("include", "length", "expected"),
    [
        ((), None, None),
        (("negated",), None, None),
        (("negated", "planned"), None, [["甲", "乙", "己"]]),
        (("hedged", "former"), None, [["甲", "丙", "丁", "己"]]),
        (("negated", "planned", "hedged", "former"), 3, [["甲", "乙", "己"], ["甲", "丙", "丁", "己"]]),
    ],
)
def test_what_is_not_plainly_stated_is_no_step(
    include: tuple[str, ...], length: int | None, expected: list[list[str]] | None
) -> None:
    if expected is None:
        with pytest.raises(NotFoundError, match="--include all finds one of 2"):
            names_of(STATUSES, "甲", "己", length, include=include)
    else:
        assert names_of(STATUSES, "甲", "己", length, include=include) == expected


def test_why_there_is_no_path() -> None:
    with pytest.raises(NotFoundError, match="at most 1 relations joins '菜鸟' and '速卖通'; the shortest has 2"):
        routes_between(graph_of(SAMPLE), "菜鸟", "速卖通", 1)
    with pytest.raises(NotFoundError, match=r"no relations of the graph join '菜鸟' and '亚洲'$"):
        routes_between(graph_of(SAMPLE), "菜鸟", "亚洲")
    with pytest.raises(UsageError, match="name two things"):
        routes_between(graph_of(SAMPLE), "AliExpress", "速卖通")


def test_too_many_paths_are_never_cut_off() -> None:
    text = things(*PLATFORMS) + "".join(
        said(2 * number + end, one, "partnersWith", other)
        for number, one in enumerate("bcde")
        for end, other in enumerate("az")
    )
    assert len(names_of(text, "甲", "己", 2, 4)) == 4
    with pytest.raises(LimitError):
        names_of(text, "甲", "己", 2, 3)
    found = routes_between(graph_of(text), "甲", "己")
    assert (found.shortest, len(found.routes)) == (4, 1)


# ---------------------------------------------------------------- timelines
def test_a_timeline_goes_by_time_and_ends_with_what_has_none() -> None:
    years = {
        1: ("2025-03", "2025-03-01", "2025-03-31"),
        2: ("2024", "2024-01-01", "2024-12-31"),
        3: ("../2023", None, "2023-12-31"),
    }
    text = things(*PLATFORMS)
    for number, (time, start, end) in years.items():
        bounds = [f'xb:time "{time}"', *([f'xb:timeStart "{start}"^^xsd:date'] if start else [])]
        text += said(number, "a", "partnersWith", "b", " ; ".join([*bounds, f'xb:timeEnd "{end}"^^xsd:date']))
    text += said(4, "c", "supplies", "a", article="a2") + said(5, "d", "supplies", "a") + said(6, "b", "supplies", "c")
    period = 'xb:period "2024-01" ; xb:timeStart "2024-01-01"^^xsd:date ; xb:timeEnd "2024-01-31"^^xsd:date'
    graph = graph_of(text + figure(1, "a", "5", period))
    order = [moment.fact.iri.rpartition("id/")[2] for moment in timeline(graph, "甲").moments]
    assert order == [
        "statement/3", "observation/1", "statement/2", "statement/1", "statement/5", "statement/4",
    ]  # fmt: skip
    dated = timeline(graph, "甲", since="2024-02-01", until="2024-12-01").moments
    assert [moment.fact.time for moment in dated] == ["2024"]
    assert [moment.fact.time for moment in timeline(graph, "甲", until="2023-06-01").moments] == ["../2023"]
    with pytest.raises(UsageError, match="is no day"):
        timeline(graph, "甲", since="2024")


# ---------------------------------------------------------------- ranks and communities
def test_ranks_count_neighbours_and_are_filtered_afterwards() -> None:
    ranking = rank_things(graph_of(SAMPLE))
    first = ranking.ranked[0]
    assert (first.place, first.thing.name, first.degree) == (1, "速卖通", 3)
    assert "Temu" not in {one.thing.name for one in ranking.ranked}  # its rivalry is denied
    marketplaces = rank_things(graph_of(SAMPLE), "pagerank", "marketplace")
    assert [one.thing.name for one in marketplaces.ranked] == ["速卖通"]
    assert marketplaces.ranked[0].pagerank == next(one.pagerank for one in ranking.ranked if one.thing.name == "速卖通")
    assert {one.thing.name for one in rank_things(graph_of(SAMPLE), kind="平台", include=["negated"]).ranked} == {
        "速卖通",
        "Temu",
    }
    by = rank_things(graph_of(SAMPLE), "betweenness")
    assert (by.ranked[0].thing.name, by.sampled) == ("速卖通", None)


def test_nothing_to_rank() -> None:
    with pytest.raises(UsageError, match="no class"):
        rank_things(graph_of(SAMPLE), kind="Thingummy")
    with pytest.raises(NotFoundError, match="no Person"):
        rank_things(graph_of(SAMPLE), kind="Person")
    for call in (rank_things, communities):
        with pytest.raises(NotFoundError, match="no relation"):
            call(graph_of(things(*PLATFORMS)))


def test_communities_are_named_by_their_central_things() -> None:
    rows = [(f"{group}{i}", "Platform", f"{group}{i}") for group in "pq" for i in range(6)]
    pairs = [(f"{group}{i}", f"{group}{j}") for group in "pq" for i in range(6) for j in range(i)]
    text = things(*rows) + said(900, "p3", "partnersWith", "q4")
    text += "".join(said(number, a, "partnersWith", b) for number, (a, b) in enumerate(pairs))
    first, second = communities(graph_of(text))
    assert {thing.name for thing in first.members} == {f"p{i}" for i in range(6)}
    assert (first.named_by[0].name, second.named_by[0].name) == ("p3", "q4")
    assert (first.inside, first.outside, second.inside, second.outside) == (15, 1, 15, 1)


# ---------------------------------------------------------------- comparisons
COMPARED = (
    things(
        *PLATFORMS, ("kr", "Place", "韩国"), ("jp", "Place", "日本"), ("pop", "Program", "POP"), ("li", "Person", "李")
    )
    + said(1, "a", "targetsMarket", "kr")
    + said(2, "a", "targetsMarket", "kr", article="a3")
    + said(3, "b", "targetsMarket", "kr", "xb:modality xb:planned", "a2")
    + said(4, "c", "partnersWith", "a")
    + said(5, "b", "partnersWith", "c", "xb:negated true")
    + said(6, "a", "adoptsModel", "pop")
    + said(7, "b", "adoptsModel", '"pop"')
    + said(8, "b", "adoptsModel", '"自营"')
    + said(9, "li", "leads", "b", "xb:former true")
    + said(10, "a", "competesWith", "b")
    + said(11, "b", "targetsMarket", "jp")
    + figure(1, "a", "5", 'xb:period "2024"')
    + figure(2, "b", "-7.5", 'xb:period "2024"')
    + figure(3, "b", "8", 'xb:period "2023"')
    + figure(4, "a", "1")
    + figure(5, "b", "1")
)


def test_a_comparison_tells_what_is_common_and_what_is_not() -> None:
    found = contrast(graph_of(COMPARED), "甲", "乙")

    def told(item: Item) -> tuple[Any, ...]:
        sides = tuple(side and (side.statements, side.articles, *side.statuses) for side in item.sides)
        return item.aspect, item.thing.name if item.thing else item.text, item.denied, *sides

    assert [told(item) for item in found.items] == [
        ("partners", "丙", False, (1, 1), None),
        ("partners", "丙", True, None, (1, 1)),
        ("markets", "韩国", False, (2, 1), (1, 1, "planned")),  # a3 is a copy of a1
        ("markets", "日本", False, None, (1, 1)),
        ("models", "POP", False, (1, 1), (1, 1)),
        ("models", "自营", False, None, (1, 1)),
        ("people", "李", False, None, (1, 1, "former")),
    ]
    assert [one.predicate for one in found.between] == ["competesWith"]
    rows = [(row.period, *([one.value for one in side] for side in row.sides)) for row in found.figures]
    assert rows == [("2023", [], ["8"]), ("2024", ["5"], ["-7.5"]), (None, ["1"], []), (None, [], ["1"])]
    with pytest.raises(UsageError):
        contrast(graph_of(COMPARED), "甲", "甲")


# ---------------------------------------------------------------- commands
def run(monkeypatch: pytest.MonkeyPatch, *args: str) -> int:
    monkeypatch.setattr(sys, "argv", ["kg", *args])
    with pytest.raises(SystemExit) as leaving:
        main()
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


def told_by(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: str) -> str:
    assert run(monkeypatch, *args) == 0
    caught = capsys.readouterr()
    assert caught.err == ""
    return caught.out


def test_path_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = write_sample(tmp_path)
    text = told_by(monkeypatch, capsys, "path", "菜鸟", "韩国", "-g", source, "--labels", "en", "--include", "planned")
    assert text.startswith("Cainiao … South Korea: 3 relations\n\nCainiao — 菜鸟国际电商物流团队 — AliExpress — South")
    assert "    AliExpress —targets market→ South Korea  [2026; planned]\n      “速卖通隶属于AIDC”\n" in text
    assert "速卖通与菜鸟 · 雷峰网 · 2025-03-01  <a1:120-140>" in text


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["path", "精选", "速卖通"], 1),
        (["path", "没有", "速卖通"], 1),
        (["path", "菜鸟", "亚洲"], 1),
        (["path", "速卖通", "AliExpress"], 2),
        (["path", "菜鸟", "速卖通", "--max-length", "3"], 2),
        (["path", "菜鸟", "速卖通", "--include", "some"], 2),
        (["path", "菜鸟", "速卖通", "--all", "--max-length", "0"], 2),
        (["timeline", "精选"], 1),
        (["timeline", "亚洲"], 1),
        (["timeline", "速卖通", "--since", "yesterday"], 2),
        (["rank", "--type", "没有"], 2),
        (["rank", "--type", "Person"], 1),
        (["rank", "--by", "fame"], 2),
        (["compare", "速卖通", "没有"], 1),
        (["compare", "速卖通", "AliExpress"], 2),
        (["rank", "-o", "{tmp}/none/x.csv"], 3),
    ],
)
def test_what_cannot_be_answered_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, args: list[str], code: int
) -> None:
    source = write_sample(tmp_path)
    assert run(monkeypatch, *(arg.format(tmp=tmp_path) for arg in args), "-g", source) == code
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.splitlines()[-1].startswith(("kg: ", "Error: "))


def test_a_limit_is_exit_code_5(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "kg.ttl").write_text(
        HEAD
        + things(*PLATFORMS)
        + "".join(said(i, a, "supplies", b) for i, (a, b) in enumerate(["ab", "bz", "ac", "cz"])),
        encoding="utf-8",
    )
    given = ["path", "甲", "己", "--all", "-g", str(tmp_path / "kg.ttl"), "--limit"]
    assert run(monkeypatch, *given, "1") == 5
    assert capsys.readouterr() == (
        "",
        "kg: more than 1 paths of up to 3 relations join the two; lower --max-length or raise --limit\n",
    )
    assert "己: 2 paths\n" in told_by(monkeypatch, capsys, *given, "2")


def test_tables(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    source = write_sample(tmp_path)

    def table(*args: str) -> list[dict[str, str]]:
        text = told_by(monkeypatch, capsys, *args, "--format", "csv", "-g", source)
        return list(csv.DictReader(io.StringIO(text, newline="")))

    hop = table("path", "菜鸟", "韩国", "--include", "all")[-1]
    assert (hop["hop"], hop["to_name"], hop["term"], hop["status"], hop["issued"]) == (
        "3", "韩国", "targetsMarket", "planned", "",
    )  # fmt: skip
    moments = table("timeline", "AIDC")
    assert [(row["time"], row["value"], row["qualifiers"]) for row in moments if row["unit"]] == [
        ("2024-Q3", "25618000000.5", "approx=true"),
        ("2024-Q4", "37756000000", ""),
    ]
    ranks = table("rank", "--top", "2")
    assert [(row["place"], row["name"], row["degree"]) for row in ranks] == [
        ("1", "速卖通", "3"), ("2", "菜鸟国际电商物流团队", "2"),
    ]  # fmt: skip
    assert {row["community_name"] for row in table("communities", "--labels", "en")} == {
        "AliExpress · 菜鸟国际电商物流团队 · AIDC"
    }
    compared = table("compare", "速卖通", "Temu")
    assert {row["whose"] for row in compared} == {"a"}


def test_json_has_every_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    source = write_sample(tmp_path)
    found = {
        name: json.loads(told_by(monkeypatch, capsys, *args, "--format", "json", "-g", source))
        for name, args in {
            "path": ["path", "菜鸟", "韩国"],
            "timeline": ["timeline", "AIDC"],
            "rank": ["rank", "--top", "1"],
            "communities": ["communities"],
            "compare": ["compare", "速卖通", "Temu"],
        }.items()
    }
    assert found["path"]["routes"][0]["hops"][2]["statements"][0]["quotations"][0]["source"]["issued"] == "2025-03-01"
    assert [one["fact"].get("value") for one in found["timeline"]["moments"]] == [25618000000.5, 37756000000, None]
    assert [one["thing"]["en"] for one in found["rank"]["ranked"]] == ["AliExpress"]
    assert found["communities"][0]["inside"] == 4
    assert found["compare"]["between"][0]["negated"] is True


def test_hostile_words_are_inert(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    evil = "=HYPERLINK(1)\u202e\x1b[31m\r\n,\"'<b>"
    text = things(("a", "Platform", evil), ("b", "Platform", "乙")) + said(1, "a", "supplies", "b")
    text = text.replace('"句1"', quoted(evil)) + said(2, "a", "adoptsModel", quoted(evil))
    source = tmp_path / "kg.ttl"
    source.write_text(HEAD + text, encoding="utf-8")
    for args in (["path", "乙", "xbr:a"], ["timeline", "乙"], ["rank"], ["communities"], ["compare", "乙", "xbr:a"]):
        for form in ([], ["--format", "csv"], ["--format", "json"]):
            told = told_by(monkeypatch, capsys, *args, *form, "-g", str(source))
            assert "HYPERLINK" in told
            assert not {"\u202e", "\x1b"} & set(told)
            if form[-1:] == ["csv"]:
                cells = [cell for row in csv.reader(io.StringIO(told, newline="")) for cell in row]
                assert not [cell for cell in cells if cell.startswith("=")]


def test_the_same_bytes_for_any_hash_seed(tmp_path: Path) -> None:
    source = ROOT / "exports" / "kg.trig"
    for args in (["rank", "--by", "betweenness"], ["communities"], ["compare", "速卖通", "Temu"]):
        told = {
            subprocess.run(
                [sys.executable, "-m", "kg", *args, "-g", str(source), "--format", "csv"],
                check=True, capture_output=True, env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"},
            ).stdout
            for seed in ("1", "2")
        }  # fmt: skip
        assert len(told) == 1


def test_the_graph_of_the_seeds(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(ROOT / "exports" / "kg.trig")
    path = told_by(monkeypatch, capsys, "path", "菜鳥", "AliExpress", "-g", source)
    assert "菜鸟国际电商物流团队 —融合→ 速卖通" in path
    assert "<000_1a7cadfdf621ab76:2820-2842>" in path
    ranks = told_by(monkeypatch, capsys, "rank", "--by", "betweenness", "-g", source)
    assert ranks.splitlines()[1].startswith(" 1  速卖通 ")
    assert told_by(monkeypatch, capsys, "communities", "-g", source).startswith("1. 速卖通 · ")
    assert "37,756,000,000 CNY" in told_by(monkeypatch, capsys, "timeline", "AIDC", "-g", source)
    compared = told_by(monkeypatch, capsys, "compare", "速卖通", "Temu", "-g", source)
    paid = next(line for line in compared.splitlines() if "2024, 韩国" in line)  # what Koreans paid to each
    assert "3,689,700,000,000 KRW" in paid
    assert "600,000,000,000 KRW" in paid
