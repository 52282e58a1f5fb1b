from articles.checks import assert_in_place
from kg.articles.blocks import build_body
from kg.articles.markdown import markdown_blocks


def blocks_of(markdown: str) -> list[tuple[str, str]]:
    body = build_body(markdown, markdown_blocks(markdown))
    assert_in_place(body, markdown)
    return [(block.kind, body.text[block.start : block.end]) for block in body.blocks]


def test_headings_paragraphs_items_and_quotes() -> None:
    markdown = (
        "# 题 #\n甲\n乙  \n\n> 引\n>\n> * 条\n\n- 一\n+ [ ] 二\n3. 三\n    丙\n\n---\n* * *\n下线\n====\n"
        "#话题# 不是标题\n-5% 不是条目\n"
    )
    assert blocks_of(markdown) == [
        ("heading", "题"),
        ("paragraph", "甲"),
        ("paragraph", "乙"),
        ("quote", "引"),
        ("quote", "条"),
        ("item", "一"),
        ("item", "二"),
        ("item", "三"),
        ("paragraph", "丙"),
        ("heading", "下线"),
        ("paragraph", "#话题# 不是标题"),
        ("paragraph", "-5% 不是条目"),
    ]


def test_tables_give_a_block_a_cell() -> None:
    markdown = "| 市场 | 份额 |\n|:--|--:|\n| 韩国 | **85%** |\n| a\\|b | |\n\n甲 | 乙 不是表格\n"
    assert blocks_of(markdown) == [
        ("cell", "市场"),
        ("cell", "份额"),
        ("cell", "韩国"),
        ("cell", "85%"),
        ("cell", "a|b"),
        ("paragraph", "甲 | 乙 不是表格"),
    ]


def test_fenced_code_stays_as_it_is_and_an_unclosed_fence_fences_nothing() -> None:
    assert blocks_of("```py\na *b* [c](d)\n```\n**粗**\n") == [("paragraph", "a *b* [c](d)"), ("paragraph", "粗")]
    assert blocks_of("```\n**粗**\n") == [("paragraph", "粗")]


def test_emphasis_may_span_the_lines_of_a_paragraph() -> None:
    assert blocks_of("**甲\n乙**\n") == [("paragraph", "甲"), ("paragraph", "乙")]


def test_a_link_around_paragraphs_keeps_their_text() -> None:
    assert blocks_of("前\n\n[![](x)\n\n标题\n\n](https://a.b)\n\n* [一\n\n  二\n\n  ](https://a.b)\n后") == [
        ("paragraph", text) for text in ("前", "标题", "一", "二", "后")
    ]


def test_comments_and_template_tags_are_no_text() -> None:
    assert blocks_of("甲\n<!-- 一\n二 -->\n{% embed url %}\n乙\n<!-- 不完\n") == [
        ("paragraph", "甲"),
        ("paragraph", "乙"),
        ("paragraph", "<!-- 不完"),
    ]
