from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import assert_in_place, lines, read
from kg.articles.blocks import build_body
from kg.articles.plain import read_plain


def test_a_line_is_a_paragraph_and_nothing_is_markup(tmp_path: Path) -> None:
    article = read(tmp_path, "  第一段 **x** &amp; [a](b)\n\n\u3000\u3000第二段😀\r\n第三段", "a.txt")
    assert lines(article) == ["第一段 **x** &amp; [a](b)", "第二段😀", "第三段"]
    assert {block.kind for block in article.body.blocks} == {"paragraph"}
    assert (article.title, article.published, article.publisher) == (None, None, None)
    assert_in_place(article.body, article.file_text)


@pytest.mark.parametrize(
    "last",
    [
        "歡迎廣大電商從業者添加作者微信：abc_123，一起聊電商。",
        "欢迎关注公众号“某某”",
        "扫描下方二维码加入交流群",
        "作者：张三 编辑：李四",
        "文｜张三 编辑｜李四",
        "来源公众号：某某（ID：abc），看见新经济。",
        "张三，微信公众号：张三说，十年老兵。",
        "声明：本文仅代表作者观点，不构成投资建议。",
        "（題圖來自網絡）",
        "未经授权，禁止转载。",
    ],
)
def test_calls_to_action_and_credits_behind_the_text_go(tmp_path: Path, last: str) -> None:
    assert lines(read(tmp_path, f"第一段。\n第二段。\n{last}\n", "a.txt")) == ["第一段。", "第二段。"]


@pytest.mark.parametrize(
    "last",
    [
        "速卖通通过微信公众号招募商家。",
        "“欢迎中国商家。”他说。",
        "阿里的海外业务由此受到更多关注。",
        "数据来源说明增长放缓。",
    ],
)
def test_last_sentences_of_the_article_stay(tmp_path: Path, last: str) -> None:
    assert lines(read(tmp_path, f"第一段。\n{last}\n", "a.txt"))[-1] == last


def test_bylines_before_the_text_go_and_such_lines_within_stay(tmp_path: Path) -> None:
    middle = "\n".join(f"第{number}段。" for number in range(20))
    article = read(tmp_path, f"作者丨思原 编辑丨茯神\n{middle}\n作者：这是对话。\n{middle}\n", "a.txt")
    assert lines(article)[0] == "第0段。"
    assert "作者：这是对话。" in lines(article)


def test_titles_of_other_articles_go(tmp_path: Path) -> None:
    text = "第一段。\n第二段。\n延伸阅读：\n《一篇》\n《另一篇》\n"
    assert lines(read(tmp_path, text, "a.txt")) == ["第一段。", "第二段。"]


@given(st.text())
def test_any_text_reads_and_every_character_is_in_place(text: str) -> None:
    draft = read_plain(text)
    if draft.blocks:
        assert_in_place(build_body(text, draft.blocks), text)
