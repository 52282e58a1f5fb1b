"""Using the explorer: searching, filtering, paths, time, table, articles, exports, links."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from conftest import need

from kg.explore import View, write_page
from kg.graph import GraphView
from kg.model import Article, Block, Body, Segment

from .browser import Browser, find_chromium
from .samples import HEAD, SAMPLE, graph_of

pytestmark = pytest.mark.browser

_DAYS = 'xb:timeStart "{year}-01-01"^^xsd:date ; xb:timeEnd "{year}-12-31"^^xsd:date'
DATED = SAMPLE
for _year in ("2023", "2025", "2026"):
    DATED = DATED.replace(f'xb:time "{_year}"', f'xb:time "{_year}" ; {_DAYS.format(year=_year)}')
# What the page hands to the reader as a file, kept instead of saved.
_KEEP = """window.kept = []; const made = URL.createObjectURL;
URL.createObjectURL = (blob) => { kept.push(blob); return made.call(URL, blob); };
HTMLAnchorElement.prototype.click = function () {};"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = find_chromium()
    need(found is not None, "a Chromium on the PATH (Debian: apt-get install chromium)")
    assert found is not None
    with Browser(found, size=(1400, 900)) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "kg.html"
    write_page(graph_of(DATED), path)
    return path


@pytest.fixture
def opened(browser: Browser, page: Path) -> Iterator[Browser]:
    show(browser, page)
    yield browser
    assert browser.said == []


def show(browser: Browser, page: Path, mark: str = "") -> None:
    browser.open("about:blank")
    browser.said.clear()
    browser.open(page.as_uri() + mark)
    browser.rest(0.4)


def shown(browser: Browser) -> set[str]:
    browser.rest(0.1)
    return {slug for _, _, slug in browser.ask("kgviz.positions()")}


def panel(browser: Browser) -> str:
    return str(browser.ask("document.getElementById('panel').innerText"))


def heading(browser: Browser) -> str:
    return str(browser.ask("document.querySelector('#panel h2').textContent"))


def press(browser: Browser, selector: str, words: str = "") -> None:
    """Click the first element of a selector that says `words`."""
    says = f"(one) => one.textContent.includes({json.dumps(words)})"
    browser.ask(f"[...document.querySelectorAll({json.dumps(selector)})].find({says}).click()")
    browser.rest(0.2)


def place_of(browser: Browser, slug: str) -> tuple[float, float]:
    return next((x, y) for x, y, one in browser.ask("kgviz.positions()") if one == slug)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("速卖", "速卖通"),
        ("速賣通", "速卖通"),
        ("sumaitong", "速卖通"),
        ("smt", "速卖通"),
        ("aliexp", "速卖通"),
        ("國際版", ""),
        ("cainiao", "菜鸟"),
    ],
)
def test_search_suggests_by_any_name(opened: Browser, typed: str, first: str) -> None:
    opened.ask("document.getElementById('q').focus()")
    opened.type(typed)
    items = opened.ask("[...document.querySelectorAll('#found b')].map((one) => one.textContent)")
    assert items[:1] == ([first] if first else [])
    if first:
        opened.key("Enter")
        assert heading(opened) == first


def test_the_legend_filters_and_nothing_moves(opened: Browser) -> None:
    before = {slug: (x, y) for x, y, slug in opened.ask("kgviz.positions()")}
    press(opened, "#filters label", "地点")
    opened.rest(0.3)
    assert shown(opened) == set(before) - {"korea"}
    assert {slug: (x, y) for x, y, slug in opened.ask("kgviz.positions()")}.items() <= before.items()
    press(opened, "#undo")
    assert shown(opened) == set(before)


def test_relations_sources_and_modality_filter(opened: Browser) -> None:
    press(opened, "#filters label", "竞争")
    assert "temu" not in shown(opened)
    press(opened, "#undo")
    press(opened, "#filters label", "速卖通与菜鸟")  # the article
    assert shown(opened) == {"aliexpress", "aidc", "temu", "korea"}
    press(opened, "#undo")
    press(opened, "#filters label", "只看有数据")
    assert shown(opened) == {"aliexpress", "aidc"}
    press(opened, "#undo")
    press(opened, "#filters .only[aria-label$=计划]")
    assert shown(opened) == {"aliexpress", "korea"}


def test_time_narrows(opened: Browser) -> None:
    opened.ask("document.querySelector('#time input[type=checkbox]').click()")  # without what has no date
    assert shown(opened) == {"aliexpress", "korea", "team"}
    set_day = "const on = document.getElementById('on'); on.value = '2023-06-01'; on.dispatchEvent(new Event('change'))"
    opened.ask(f"{{ {set_day} }}")
    assert shown(opened) == {"aliexpress", "korea"}
    assert "time=2023-06-01..2023-06-01" in opened.ask("new Promise((r) => setTimeout(() => r(location.hash), 400))")


def test_the_histogram_plays_and_stops(opened: Browser) -> None:
    press(opened, "#play")
    opened.rest(0.9)
    assert opened.ask("document.getElementById('span').textContent") != "全部时间"
    press(opened, "#play")
    there = opened.ask("document.getElementById('span').textContent")
    opened.rest(0.9)
    assert opened.ask("document.getElementById('span').textContent") == there


def test_a_path_shows_each_hop_with_its_evidence(opened: Browser) -> None:
    press(opened, "#b-path")
    for side, name in (("path0", "菜鸟"), ("path1", "AIDC")):
        opened.ask(f"document.getElementById('{side}').focus()")
        opened.type(name)
        opened.key("Enter")
    text = panel(opened)
    assert "最短 3 步" in text
    for sentence in ("菜鳥國際電商物流團隊與速賣通融合", "速卖通隶属于AIDC"):
        assert sentence in text
    assert "path=cainiao,aidc" in opened.ask("new Promise((r) => setTimeout(() => r(location.hash), 400))")


def test_an_edge_shows_its_sentence_speaker_and_sources(opened: Browser) -> None:
    (ax, ay), (bx, by) = place_of(opened, "team"), place_of(opened, "aliexpress")
    opened.click((ax + bx) / 2, (ay + by) / 2)
    text = panel(opened)
    assert "融合" in text
    assert "菜鳥國際電商物流團隊與速賣通融合" in text
    assert "团队并入速卖通" in text
    assert "雷峰网" in text
    assert "1 个来源" in text


def test_only_expand_hide_pin_and_back(opened: Browser) -> None:
    opened.click(*place_of(opened, "cainiao"))
    press(opened, ".actions button", "只看它与邻居")
    opened.rest(0.6)
    assert shown(opened) == {"cainiao", "team"}
    opened.click(*place_of(opened, "team"))
    press(opened, ".actions button", "展开邻居")
    opened.rest(0.6)
    assert shown(opened) == {"cainiao", "team", "aliexpress"}
    press(opened, ".actions button", "隐藏")
    assert shown(opened) == {"cainiao", "aliexpress"}
    for _ in range(3):
        press(opened, "#undo")
    press(opened, "#z-fit")
    opened.rest(0.6)
    assert len(shown(opened)) == 6


def test_dragging_pins_and_undo_puts_back(opened: Browser) -> None:
    start = place_of(opened, "temu")
    opened.drag(start, (start[0] + 60, start[1] - 40))
    moved = place_of(opened, "temu")
    assert abs(moved[0] - start[0] - 60) < 4
    assert abs(moved[1] - start[1] + 40) < 4
    press(opened, "#undo")
    assert abs(place_of(opened, "temu")[0] - start[0]) < 2


def test_layouts_switch(opened: Browser) -> None:
    first = opened.ask("kgviz.positions()")
    for layout in ("time", "type"):
        press(opened, f"[data-layout={layout}]")
        opened.rest(0.3)
        assert len(opened.ask("kgviz.positions()")) == 6
        assert opened.ask("kgviz.positions()") != first
    press(opened, "[data-layout=map]")
    opened.rest(0.3)
    assert opened.ask("kgviz.positions()") == first


def test_the_table_sorts_narrows_and_leads_to_the_edge(opened: Browser) -> None:
    press(opened, "#b-table")
    rows = (
        "[...document.querySelectorAll('#table tbody tr')].map((one) => [...one.cells].map((cell) => cell.textContent))"
    )
    assert len(opened.ask(rows)) == 10
    press(opened, "#table th button", "时间")
    assert opened.ask("document.querySelectorAll('#table th')[3].getAttribute('aria-sort')") == "descending"
    opened.ask("document.querySelector('#table input').focus()")
    opened.type("竞争")
    ((subject, relation, obj, *_),) = opened.ask(rows)
    assert (subject, relation, obj) == ("速卖通", "竞争", "Temu")
    press(opened, "#table tbody button")
    assert "否定" in panel(opened)
    assert opened.ask("document.querySelector('#table tr.on') !== null")


def test_the_link_brings_everything_back(browser: Browser, page: Path) -> None:
    show(browser, page, "#no-type=Place&layout=type&node=cainiao&table=1&lang=en")
    assert shown(browser) == {"aliexpress", "cainiao", "team", "aidc", "temu"}
    assert heading(browser) == "Cainiao"
    assert browser.ask("document.documentElement.lang") == "en"
    assert browser.ask("document.getElementById('table').hidden") is False
    assert "Types" in browser.ask("document.getElementById('filters').innerText")
    show(browser, page, "#node=%00<img>&pins=x:1:NaN&view=a,b,c&time=x..y&no-type=%E0&path=a,b&hidden=,,&fact=zz")
    assert len(shown(browser)) == 6
    assert browser.said == []


def _kept(browser: Browser, kind: str) -> str:
    browser.ask(_KEEP)
    press(browser, "#exports button", kind)
    browser.rest(0.4)
    told = "kept[0].arrayBuffer().then((all) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(all))"
    return str(browser.ask(told))


def test_turtle_says_what_the_graph_says(opened: Browser) -> None:
    store = ox.Store()
    store.load(_kept(opened, "Turtle").encode(), ox.RdfFormat.TURTLE)
    whole = ox.Store()
    whole.load((HEAD + DATED).encode(), ox.RdfFormat.TURTLE)
    said, known = ({str(quad.triple) for quad in one} for one in (store, whole))
    labels = {triple for triple in said if "Label>" in triple or "#label>" in triple}
    assert said - labels - known == set()
    of_facts = {
        str(quad.triple) for quad in whole if "/statement/" in str(quad.subject) or "/observation/" in str(quad.subject)
    }
    assert {triple for triple in of_facts if "tells" not in triple} <= said


def test_csv_holds_what_is_shown(opened: Browser) -> None:
    press(opened, "#filters label", "平台")
    text = _kept(opened, "CSV")
    assert text.startswith("\ufeffid,kind,")
    rows = list(csv.DictReader(io.StringIO(text[1:], newline="")))
    assert {row["relation"] for row in rows} == {"partOf", "revenue"}
    assert {row["value"] for row in rows if row["kind"] == "observation"} == {"37756000000", "25618000000.5"}


def test_svg_is_the_picture_and_its_names_never_overlap(opened: Browser) -> None:
    svg = _kept(opened, "SVG")
    boxes = opened.ask(f"""(() => {{
      const root = new DOMParser().parseFromString({json.dumps(svg)}, "image/svg+xml").documentElement;
      if (root.querySelector("parsererror")) return null;
      document.body.append(root);
      const found = [...root.querySelectorAll("text")].map((one) => {{ const b = one.getBBox();
        return [one.textContent, b.x, b.y, b.x + b.width, b.y + b.height]; }});
      root.remove();
      return found; }})()""")
    assert {box[0] for box in boxes} >= {"速卖通", "菜鸟", "Temu", "韩国"}
    for number, (name, left, top, right, bottom) in enumerate(boxes):
        for other, x0, y0, x1, y1 in boxes[number + 1 :]:
            assert left >= x1 - 3 or right <= x0 + 3 or top >= y1 - 6 or bottom <= y0 + 6, (name, other)


def test_png_is_a_picture(opened: Browser) -> None:
    opened.ask(_KEEP)
    press(opened, "#exports button", "PNG")
    opened.rest(0.8)
    start = opened.ask("kept[0].slice(0, 4).arrayBuffer().then((all) => [...new Uint8Array(all)])")
    assert bytes(start) == b"\x89PNG"


def _article() -> Article:
    text = "开头。速卖通隶属于AIDC，明年进入韩国。\n\n结尾。"
    body = Body(
        text, (Segment(0, 7, len(text), len(text)),), (Block("paragraph", 0, 20), Block("paragraph", 22, len(text)))
    )
    return Article(id="a2", file_text="x" * 7 + text, sha256="0" * 64, body=body)


def test_marks_and_edges_lead_to_each_other(browser: Browser, tmp_path: Path) -> None:
    graph: GraphView = graph_of(SAMPLE)  # xbe:3 stands at 10..20 of the file, 3..13 of the text
    write_page(graph, tmp_path / "kg.html", texts={"a2": _article()})
    show(browser, tmp_path / "kg.html")
    press(browser, "#b-articles")
    press(browser, "#panel .articles button", "（无题）")
    assert "开头。" in panel(browser)
    assert browser.ask("document.querySelector('.mark').textContent") == "速卖通隶属于AIDC"
    press(browser, ".mark")
    assert browser.ask("document.querySelector('.mark').classList.contains('on')")
    first = browser.ask("document.querySelector('.pinned').innerText")
    press(browser, ".mark")  # the next fact of the same sentence
    assert browser.ask("document.querySelector('.pinned').innerText") not in ("", first)
    (ax, ay), (bx, by) = place_of(browser, "aliexpress"), place_of(browser, "temu")
    browser.click((ax + bx) / 2, (ay + by) / 2)
    assert "竞争" in browser.ask("document.querySelector('.pinned').innerText")
    assert browser.said == []


def test_a_focus_opens_with_its_panel(browser: Browser, tmp_path: Path) -> None:
    write_page(graph_of(SAMPLE), tmp_path / "kg.html", View(focus=("菜鸟",), hops=2))
    show(browser, tmp_path / "kg.html")
    assert heading(browser) == "菜鸟"
    assert browser.ask("document.title") == "菜鸟 · 阿里跨境电商知识图谱"


def test_it_works_without_webgl(page: Path) -> None:
    found = find_chromium()
    need(found is not None, "a Chromium on the PATH")
    assert found is not None
    with Browser(found, "--disable-3d-apis") as browser:
        show(browser, page)
        stats: dict[str, Any] = browser.ask("kgviz.stats()")
        assert stats["visibleNodes"] == 6
        assert browser.said == []


_SAME = """xbr:a a xb:Platform ; rdfs:label "A"@en . xbr:b a xb:Platform ; rdfs:label "B"@en .
xba:3 a xb:Article ; xb:copyOf xba:2 . """


def _told(number: int, article: int, negated: bool, confidence: str = "") -> str:
    subject, obj = ("a", "b") if number % 2 else ("b", "a")  # competition has no direction
    return (
        f'xba:{article} a xb:Article . xbe:{number} a xb:Evidence ; xb:article xba:{article} ; xb:quote "s{number}" . '
        f"xbs:{number} a xb:Statement ; xb:subject xbr:{subject} ; xb:object xbr:{obj} ; xb:predicate xb:competesWith ;"
        f" xb:modality xb:asserted ; xb:negated {str(negated).lower()} ; xb:evidence xbe:{number} {confidence}. "
    )


def test_articles_that_agree_and_disagree_are_counted_and_copies_once(browser: Browser, tmp_path: Path) -> None:
    facts = "".join(_told(n, n, negated=n == 4) for n in (1, 2, 3, 4))
    write_page(graph_of(_SAME + facts), tmp_path / "kg.html")
    show(browser, tmp_path / "kg.html", "#fact=1")
    text = panel(browser)
    assert "2 篇一致" in text
    assert "1 篇相左" in text
    assert "2 个来源这样说，1 个相反" in text
    assert "更多" not in text
    assert browser.said == []


def test_confidence_filters_where_the_graph_has_it(browser: Browser, tmp_path: Path) -> None:
    facts = _told(1, 1, False, "; xb:confidence 0.9 ") + _told(2, 2, True, "; xb:confidence 0.3 ")
    write_page(graph_of(_SAME + facts), tmp_path / "kg.html")
    show(browser, tmp_path / "kg.html", "#fact=2")
    assert "置信度 0.30" in panel(browser)
    browser.ask(
        "{ const range = document.querySelector('#filters input[type=range]');"
        " range.value = 0.5; range.dispatchEvent(new Event('change')); }"
    )
    browser.rest(0.2)
    assert "1 / 2 条关系" in browser.ask("document.getElementById('count').textContent")
    show(browser, tmp_path / "kg.html", "#confidence=0.5")
    assert "1 / 2 条关系" in browser.ask("document.getElementById('count').textContent")
    write_page(graph_of(SAMPLE), tmp_path / "kg.html")
    show(browser, tmp_path / "kg.html")
    assert browser.ask("document.querySelector('#filters input[type=range]')") is None
    assert browser.said == []
