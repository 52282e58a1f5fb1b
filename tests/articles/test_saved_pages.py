from pathlib import Path

import pytest

from articles.checks import lines, read
from articles.exact import assert_exact
from articles.page_layouts import LAYOUTS, Layout, lines_of
from articles.page_texts import EDGES, TEXTS

PAGES = [(layout, number) for layout in LAYOUTS for number in layout.texts]


def test_there_are_forty_pages_of_ten_layouts() -> None:
    assert (len(PAGES), len(LAYOUTS), len(TEXTS)) == (40, 10, len(EDGES))


@pytest.mark.parametrize(("layout", "number"), PAGES, ids=[f"{layout.name}-{number}" for layout, number in PAGES])
def test_a_page_yields_its_article_and_nothing_else(tmp_path: Path, layout: Layout, number: int) -> None:
    text = TEXTS[number]
    article = read(tmp_path, layout.write(text).encode(layout.encoding), "saved.html")
    first, last = EDGES[number]
    found = lines(article)
    own = [line for line in found if line not in layout.own]
    assert own == [text.title, *lines_of(text)]
    assert own[1].startswith(first)
    assert found[-1].endswith(last)
    assert set(layout.own) <= set(found)
    assert article.title == text.title
    said = {"date": article.published, "outlet": article.publisher, "author": article.author}
    known = {"date": text.date, "outlet": text.outlet, "author": text.author}
    assert {key: said[key] for key in layout.tells} == {key: known[key] for key in layout.tells}
    assert article.script == ("Hant" if number == 2 else "Hans")
    assert article.body.blocks[0].kind == "heading"
    assert_exact(article)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk", "big5"]
)
def test_encodings_of_pages(tmp_path: Path, encoding: str) -> None:
    layout, text = LAYOUTS[8], TEXTS[2]
    html = layout.write(text).replace('<meta charset="utf-8">', f'<meta charset="{encoding}">').replace("丨", "|")
    article = read(tmp_path, html.encode(encoding, "xmlcharrefreplace"), "a.html")
    assert lines(article) == [text.title, *lines_of(text)]


def test_the_encoding_that_a_page_declares_wrongly_does_not_matter(tmp_path: Path) -> None:
    page = LAYOUTS[4].write(TEXTS[0])
    assert read(tmp_path, page.encode("utf-8"), "a.html").title == TEXTS[0].title
    assert read(tmp_path, page.replace("gb2312", "big5").encode("gb18030"), "a.html").title == TEXTS[0].title


def test_line_ends_of_a_page(tmp_path: Path) -> None:
    page = LAYOUTS[1].write(TEXTS[4])
    article = read(tmp_path, page.replace("\n", "\r\n"), "a.html")
    assert lines(article) == [TEXTS[4].title, *lines_of(TEXTS[4])]
    assert_exact(article)


def test_kinds_of_blocks(tmp_path: Path) -> None:
    article = read(tmp_path, LAYOUTS[0].write(TEXTS[1]), "a.html")
    assert [block.kind for block in article.body.blocks] == ["heading", *["paragraph"] * 4, *["item"] * 3, "paragraph"]
    quoted = read(tmp_path, LAYOUTS[1].write(TEXTS[3]).replace("“", "「"), "a.html")
    assert "quote" in {block.kind for block in quoted.body.blocks}
