from __future__ import annotations

import json

import pytest

from kg.explore import entity_page, render_json, render_text
from kg.graph import GraphView
from kg.vocabulary import NotFoundError

from .samples import SAMPLE, graph_of, quoted


@pytest.fixture(scope="module")
def graph() -> GraphView:
    return graph_of(SAMPLE)


@pytest.mark.parametrize(
    "name", ["速卖通", "速賣通", "aliexpress", " Ali Express ", "ＡＬＩＥＸＰＲＥＳＳ", "全球速賣通", "xbr:aliexpress"]
)
def test_any_name_in_any_script_case_and_spacing(graph: GraphView, name: str) -> None:
    (page,) = entity_page(graph, name)
    assert page.thing.name == "速卖通"
    assert page.thing.types == ("Platform", "Marketplace")
    assert ("全球速卖通", "zh-Hans") in page.names


def test_relations_by_predicate_and_time_with_quotes_and_sources(graph: GraphView) -> None:
    (page,) = entity_page(graph, "速卖通")
    assert [(r.predicate, r.time) for r in page.outgoing] == [
        ("competesWith", None),
        ("partOf", None),
        ("responsibleFor", None),
        ("targetsMarket", "2023"),
        ("targetsMarket", "2026"),
    ]
    assert page.outgoing[0].negated
    assert page.outgoing[2].object_text == "招商"
    assert page.outgoing[4].modality == "planned"
    (merged,) = page.incoming
    assert merged.subject is not None
    assert merged.subject.name == "菜鸟国际电商物流团队"
    assert merged.attributed_to is not None
    assert merged.attributed_to.name == "雷峰网"
    assert [(q.name, q.value) for q in merged.qualifiers] == [("scope", "部分")]
    assert [(q.text, q.start, q.end) for q in merged.quotations] == [
        ("菜鳥國際電商物流團隊與速賣通融合", 120, 140),  # as it reads, without markup
        ("团队并入速卖通", 300, 307),
    ]
    source = merged.quotations[0].source
    assert (source.title, source.publisher, source.issued) == ("速卖通与菜鸟", "雷峰网", "2025-03-01")
    assert [happening.kind for happening in page.happenings] == ["IntegrationEvent"]
    assert [source.article for source in page.articles] == ["a1", "a2"]


def test_figures_in_the_order_of_time(graph: GraphView) -> None:
    (page,) = entity_page(graph, "AIDC")
    assert [(f.metric, f.time, f.value, f.unit) for f in page.figures] == [
        ("revenue", "2024-Q3", "25618000000.5", "CNY"),
        ("revenue", "2024-Q4", "37756000000", "CNY"),
    ]
    text = render_text([page])
    assert "营收 revenue\n" in text
    assert "37,756,000,000 CNY (“377.56亿元”)  [2024-Q4]\n" in text
    assert "25,618,000,000.5 CNY  [2024-Q3; approx]\n" in text


def test_a_place_shows_the_figures_that_name_it(graph: GraphView) -> None:
    (page,) = entity_page(graph, "韩国")
    assert [fact.iri.rpartition("/")[2] for fact in page.beside] == ["1"]
    assert ("skos:broader", "亚洲") in page.further
    (asia,) = entity_page(graph, "亚洲")
    assert asia.further == (("^skos:broader", "韩国"),)
    assert "No article states a fact about it." in render_text([asia])


def test_a_source_shows_what_it_said_and_published(graph: GraphView) -> None:
    (page,) = entity_page(graph, "雷峰网")
    assert [fact.iri.rpartition("/")[2] for fact in page.said] == ["1"]
    assert [source.article for source in page.published] == ["a1"]


def test_several_things_of_one_name_are_told_apart(graph: GraphView) -> None:
    pages = entity_page(graph, "精选")
    assert [page.thing.types for page in pages] == [("Platform",), ("Program",)]
    text = render_text(pages)
    assert text.startswith("2 things have this name.\n")
    assert "平台 Platform\n  https://w3id.org/alibaba-xborder/id/choice-app\n" in text
    assert [page.thing.iri for page in entity_page(graph, pages[1].thing.iri)] == [pages[1].thing.iri]


def test_an_unknown_name_offers_the_nearest(graph: GraphView) -> None:
    with pytest.raises(NotFoundError, match=r"nothing in the graph is named '速卖痛'; nearest: 速卖通 \(AliExpress\)"):
        entity_page(graph, "速卖痛")
    with pytest.raises(NotFoundError, match="nearest: 菜鸟"):
        entity_page(graph, "菜鸟网络")


@pytest.mark.parametrize("name", ["", "   ", "!!!", "🙂", "\x1b[31m", "没" * 10_000])
def test_names_of_nothing_are_one_clear_line(graph: GraphView, name: str) -> None:
    with pytest.raises(NotFoundError) as error:
        entity_page(graph, name)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 300


def test_text_in_full(graph: GraphView) -> None:
    assert render_text(entity_page(graph, "菜鸟")) == (
        "菜鸟 (Cainiao)\n"
        "  组织 Organization\n"
        "  https://w3id.org/alibaba-xborder/id/cainiao\n"
        "  names: 菜鸟 [zh-Hans], Cainiao [en]\n"
        "\n"
        "Relations to it (1)\n"
        "  隶属于 part of\n"
        "    ← 菜鸟国际电商物流团队\n"
        "      “菜鳥國際電商物流團隊與速賣通融合”\n"
        "      速卖通与菜鸟 · 雷峰网 · 2025-03-01  <a1:120-140>\n"
        "\n"
        "Articles that mention it (1)\n"
        "  速卖通与菜鸟 · 雷峰网 · 2025-03-01  <a1>  https://example.org/1\n"
    )


def test_plans_denials_and_speakers_are_worded(graph: GraphView) -> None:
    text = render_text(entity_page(graph, "速卖通"))
    assert "↔ Temu  [denied]\n" in text
    assert "→ 韩国 (South Korea)  [2026; planned]\n" in text
    assert "[2025 (“今年初”); according to 雷峰网; scope: 部分]\n" in text
    assert "→ “招商”\n" in text


def test_json_has_every_value(graph: GraphView) -> None:
    (page,) = json.loads(render_json(entity_page(graph, "AIDC")))
    assert page["thing"] == {
        "iri": "https://w3id.org/alibaba-xborder/id/aidc",
        "name": "阿里国际数字商业集团",
        "en": "AIDC",
        "types": ["Organization"],
    }
    assert [figure["value"] for figure in page["figures"]] == [25618000000.5, 37756000000]
    assert page["incoming"][0]["quotations"][0]["text"] == "速卖通隶属于AIDC"


def test_hostile_names_cannot_steer_a_terminal() -> None:
    name = "坏\x1b]0;x\x07\u202e名[bold]"
    graph = graph_of(f"xbr:x a xb:Person ; skos:prefLabel {quoted(name)}@zh-Hans ; rdfs:label {quoted(name)} .")
    pages = entity_page(graph, name)
    assert render_text(pages).startswith("坏]0;x名[bold]\n")
    text = render_json(pages)
    assert not {"\x1b", "\u202e", "\x07"} & set(text)
    assert json.loads(text)[0]["thing"]["name"] == name
