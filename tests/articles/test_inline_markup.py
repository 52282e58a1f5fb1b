import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import assert_in_place
from kg.articles.blocks import build_body
from kg.articles.markdown import markdown_blocks


def text_of(markdown: str) -> str:
    body = build_body(markdown, markdown_blocks(markdown))
    if body.text:
        assert_in_place(body, markdown)
    return body.text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ('速卖通[在韩国](https://a.b/c(d)e "标题")增长', "速卖通在韩国增长"),
        ("[链接 **粗**](u)后", "链接 粗后"),
        ("[分享](https://s.cn/?t=淘宝 火了&u=1)完", "分享完"),
        ("前![图](https://a.b/c.png)后", "前后"),
        ("前[![图](x.png)](https://a.b)后", "前后"),
        ("前![\\](https://a.b/c.png)后", "前后"),
        ("据[1]所说，[2](净推荐值)", "据[1]所说，2"),
        ("没有链接的[方括号]", "没有链接的[方括号]"),
        ("](https://a.b) 孤立", "](https://a.b) 孤立"),
        ("<https://a.b/c>见", "https://a.b/c见"),
    ],
)
def test_links_keep_their_text_and_images_vanish(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**速卖通**和*淘宝*", "速卖通和淘宝"),
        ("**“引用”**文字", "“引用”文字"),
        ("**甲****乙**", "甲乙"),
        ("****甲****乙", "甲乙"),
        ("***甲***乙", "甲乙"),
        ("产品_策略_主要", "产品策略主要"),
        ("__重点__：", "重点："),
        ("~~旧~~新", "旧新"),
        ("张**女士", "张**女士"),
        ("电话138****8888和139****9999", "电话138****8888和139****9999"),
        ("2*3*4 与 user_id 和 a__b__c", "2*3*4 与 user_id 和 a__b__c"),
        ("（供给+需求）*增长", "（供给+需求）*增长"),
        ("a ** b ** c", "a ** b ** c"),
        ("哈哈~~~", "哈哈~~~"),
    ],
)
def test_emphasis_goes_and_literal_marks_stay(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("用`a*b*c`和``x`y``", "用a*b*c和x`y"),
        ("落单的`反引号", "落单的`反引号"),
        (r"1\. 甲\*乙\_丙\头", r"1. 甲*乙_丙\头"),
        ("甲&amp;乙&#20013;&nbsp;丙&lt;br&gt;", "甲&乙中\xa0丙<br>"),
        ("甲&nosuch;乙 A&B; &NotEqualTilde;", "甲&nosuch;乙 A&B; &NotEqualTilde;"),
        ("甲&#10;乙", "甲 乙"),
        ("甲<br>乙<br/>丙", "甲\n乙\n丙"),
        ('<p>甲<span class="x">乙</span></p> <role> 1<2', "甲乙 <role> 1<2"),
        ("甲<!-- 注 -->乙", "甲乙"),
        ("速\u200b卖\ufeff通\u200d，👨\u200d👩", "速卖通，👨\u200d👩"),
    ],
)
def test_code_escapes_entities_and_tags(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_an_entity_is_one_character_with_a_longer_place_in_the_file() -> None:
    markdown = "**甲**&amp;乙😀丙"
    body = build_body(markdown, markdown_blocks(markdown))
    assert body.text == "甲&乙😀丙"
    entity = next(segment for segment in body.segments if segment.file_length == 5)
    assert (body.text[entity.body], markdown[entity.file : entity.file + 5]) == ("&", "&amp;")


_MARKUP = st.one_of(
    st.sampled_from("*_`~[]()<>!#|&;:-+\\\"' \n\r\t>1.=甲乙ab{%}\u200b\u2028😀"),
    st.sampled_from(["**", "](", "![", "&amp;", "<br>", "```", "http://a.b/", "<!--", "-->", "[^1]", "\\|"]),
    st.sampled_from(["| - |", "\n\n", "\r\n", "](u)\n", "\n[", "--|--\n", "甲|乙\n-|-\n"]),
)


@given(st.one_of(st.text(), st.lists(_MARKUP, max_size=50).map("".join)))
def test_any_text_reads_and_every_character_is_in_place(markdown: str) -> None:
    text_of(markdown)
