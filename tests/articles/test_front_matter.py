# ruff: noqa: E501  (markup, as it comes)
from pathlib import Path

import pytest

from articles.checks import lines, read
from articles.exact import assert_exact


def test_yaml_in_english_and_markdown(tmp_path: Path) -> None:
    page = (
        "---\ntitle: \"速卖通：进入韩国\"  \ndate: 2025-04-21 10:30:00 +0800\nauthor:\n  - 甲\n  - '乙'\npublisher: 某报 # 注\n"
        'source: https://a.b/c?d=1#e\ntags: [电商, "出海"]\ndraft: false\n---\n\n# 速卖通：进入韩国\n\n正文**粗**。\n'
    )
    article = read(tmp_path, page)
    assert (article.title, article.published, article.author) == ("速卖通：进入韩国", "2025-04-21", "甲、乙")
    assert (article.publisher, article.source) == ("某报", "https://a.b/c?d=1#e")
    assert lines(article) == ["速卖通：进入韩国", "正文粗。"]
    assert_exact(article)


def test_yaml_in_chinese_and_html(tmp_path: Path) -> None:
    page = (
        "---\r\n标题：速卖通进入韩国\r\n日期：2025年4月21日\r\n作者：甲\r\n来源：某报\r\n链接：https://a.b/c\r\n---\r\n"
        "<p>速卖通<b>进入</b>韩国&hellip;</p>\r\n<p>第二段。</p>\r\n"
    )
    article = read(tmp_path, page, "a.txt")
    assert (article.title, article.published, article.author) == ("速卖通进入韩国", "2025-04-21", "甲")
    assert (article.publisher, article.source) == ("某报", "https://a.b/c")
    assert lines(article) == ["速卖通进入韩国…", "第二段。"]
    assert_exact(article)


def test_a_source_that_is_a_link_and_an_id(tmp_path: Path) -> None:
    article = read(
        tmp_path, '---\nid: 编号 七\noriginal: "[原文](https://a.b/c)"\ntitle: >\n  折行的\n  标题\n---\n正文。\n'
    )
    assert (article.id, article.source, article.title) == ("编号_七", "https://a.b/c", "折行的 标题")


def test_toml(tmp_path: Path) -> None:
    article = read(
        tmp_path, '+++\ntitle = "题"\ndate = 2025-04-21T08:00:00+08:00\nauthors = ["甲", "乙"]\n+++\n正文。\n'
    )
    assert (article.title, article.published, article.author) == ("题", "2025-04-21", "甲、乙")
    assert lines(article) == ["正文。"]


@pytest.mark.parametrize(
    "page",
    [
        "---\n\n正文。\n\n---\n\n后文。\n",
        "---\n这是一句话。\n---\n正文。\n",
        "---\ntitle: 题\n正文。\n",
        "---\n",
        "+++\n= = =\n+++\n正文。",
    ],
)
def test_rules_that_are_no_front_matter(tmp_path: Path, page: str) -> None:
    if page == "---\n":
        page += "正文。"
    assert "正文" in read(tmp_path, page).body.text


@pytest.mark.parametrize(
    "head",
    [
        "标题：速卖通进入韩国\n作者：李某\n日期：2025-04-21\n来源：某报\n链接：https://a.b/c\n\n",
        "速卖通进入韩国\n\n2025年4月21日 10:30　来源：某报　作者：李某\nhttps://a.b/c\n\n",
        "Title: 速卖通进入韩国\nDate: 2025-04-21\nAuthor: 李某\nPublisher: 某报\nURL: https://a.b/c\n",
        "【标题】：速卖通进入韩国\n发布时间：2025-04-21 08:00\n来源：某报\n作者：李某\n网址：https://a.b/c\n",
    ],
)
def test_plain_text_with_a_headline_block(tmp_path: Path, head: str) -> None:
    article = read(tmp_path, head + "速卖通宣布进入韩国市场。\n第二段。\n", "a.txt")
    assert (article.title, article.published, article.publisher) == ("速卖通进入韩国", "2025-04-21", "某报")
    assert (article.author, article.source) == ("李某", "https://a.b/c")
    assert lines(article) == ["速卖通进入韩国", "速卖通宣布进入韩国市场。", "第二段。"]
    assert article.body.blocks[0].kind == "heading"
    assert_exact(article)


def test_a_first_line_that_is_no_headline_block_stays_a_paragraph(tmp_path: Path) -> None:
    article = read(tmp_path, "速卖通进入韩国\n速卖通宣布进入韩国市场。\n", "a.txt")
    assert (article.title, article.body.blocks[0].kind) == (None, "paragraph")
    dialogue = read(tmp_path, "问：为什么？\n答：因为快。\n来源：不知道。\n", "b.txt")
    assert lines(dialogue)[:2] == ["问：为什么？", "答：因为快。"]
