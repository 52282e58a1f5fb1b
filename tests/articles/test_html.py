# ruff: noqa: E501  (markup, as it comes)
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.checks import lines, read
from articles.exact import assert_exact
from kg.articles.html_page import read_html
from kg.articles.html_tree import scan_page
from kg.articles.reading import article_in
from kg.model import Span
from kg.vocabulary import InputError, KgError

FILLER = "".join(f"<p>第{number}段说的是速卖通在韩国的仓库，以及它怎样做得更快。</p>" for number in range(6))


def body_of(html: str) -> list[str]:
    return [line.block.text for line in scan_page(html).lines]


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>速卖通<b>进入</b><a href='/x'>韩国</a>。", ["速卖通进入韩国。"]),
        ("<p>甲<br>乙<br/>丙</p>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲\n  乙</p><p>one\n two  three</p>", ["甲乙", "one two three"]),
        ("<p>甲 </p> <p> 乙<span> 丙</span></p>", ["甲", "乙 丙"]),
        ("<p>A&amp;B &lt;丙&gt; &#20013;&#x56fd;&nbsp;😀&hellip;</p>", ["A&B <丙> 中国\xa0😀…"]),
        ("<p>?a=1&copy=2&amp 丁 &nosuch; &NotEqualTilde;</p>", ["?a=1©=2& 丁 &nosuch; &NotEqualTilde;"]),
        ("<p>甲<!-- 乙 --->丙<!---->丁<!-->戊</p>", ["甲丙丁戊"]),
        ("<script>var a='<p>假</p>';</script><style>p{}</style><p>真</p>", ["真"]),
        ("<p>甲<span style='display: none'>藏<span>深</span></span>乙</p>", ["甲乙"]),
        ("<p>甲<svg><text>图</text></svg>乙<button>点</button></p>", ["甲乙"]),
        ("<ul><li>一<li>二</ul><dl><dt>名<dd>义</dl>", ["一", "二", "名", "义"]),
        ("<table><tr><td>甲<td>乙<tr><td>丙</div></table>丁", ["甲", "乙", "丙", "丁"]),
        ("<pre>甲\n  乙</pre>", ["甲", "乙"]),
        ("<p>汉<ruby>字<rp>(</rp><rt>zi</rt><rp>)</rp></ruby></p>", ["汉字"]),
        ("1 < 2 <3 a<b <甲>", ["1 < 2 <3 a"]),
        ("<p title='a>b' data-x=\"'>\" x=y'z>甲</p>", ["甲"]),
        ("<P>甲<A HREF=x>乙</A></P><TITLE>题</TITLE>", ["甲乙"]),
        ("<p>速\u200b卖\ufeff通 👨\u200d👩</p>", ["速卖通 👨\u200d👩"]),
        ("<p>甲\u2028乙\x85丙</p>", ["甲 乙 丙"]),
        ("<p>甲</p", ["甲"]),
        ("<p>甲<a href='", ["甲"]),
        ("甲<script>", ["甲"]),
    ],
)
def test_text_without_markup(html: str, texts: list[str]) -> None:
    assert body_of(html) == texts


def test_a_sentence_with_markup_has_its_place(tmp_path: Path) -> None:
    page = (
        f"<html><body><article>{FILLER}<p>速卖通<b>进入</b>&ldquo;韩国&rdquo;😀市\r\n场。</p></article></body></html>"
    )
    article = read(tmp_path, page, "a.html")
    assert_exact(article)
    text = "速卖通进入“韩国”😀市场。"
    start = article.body.text.index(text)
    place = article.body.file_span(Span(start, start + len(text)))
    assert article.file_text[place.start : place.end] == "速卖通<b>进入</b>&ldquo;韩国&rdquo;😀市\r\n场。"
    one = article.body.file_span(Span(start + 5, start + 6))
    assert article.file_text[one.start : one.end] == "&ldquo;"


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta property="article:published_time" content="2025-04-21T10:30:00+08:00">', "", "2025-04-21"),
        ('<meta name="publishdate" content="20250421">', "", "2025-04-21"),
        ('<script type="application/ld+json">{"@graph":[{"@type":["NewsArticle"],"datePublished":"2025-04-20T23:30:00Z"}]}</script>', "", "2025-04-21"),
        ('<script type="application/ld+json">{"pubDate":"2025-04-21T08:00:00","@id":"https://a.b/c"}</script>', "", "2025-04-21"),
        ("", '<time datetime="2025-04-21">四月</time>', "2025-04-21"),
        ("", "<div>2025-04-21 10:30　来源：某报</div>", "2025-04-21"),
        ("", "<div>发布时间：2025年4月21日 来源：某报</div>", "2025-04-21"),
        ("", "<div><span>2025/04/21</span> <span>来源：某报</span></div>", "2025-04-21"),
        ("<script>var publishTime = '2025-04-21 10:30:00';</script>", "", "2025-04-21"),
        ('<script>var ct="1745200000";</script>', "", "2025-04-21"),
        ('<script type="application/ld+json">{"datePublished": [[[</script>', "", None),
        ('<meta name="date" content="2025-13-41">', "", None),
        ("", "<p>公司成立于2019年3月4日，总部在杭州，至今已经六年了。</p>", None),
    ],
)  # fmt: skip
def test_dates(tmp_path: Path, head: str, body: str, published: str | None) -> None:
    page = (
        f"<html><head>{head}</head><body><div><h1>速卖通进入韩国市场</h1>{body}<div>{FILLER}</div></div></body></html>"
    )
    assert read(tmp_path, page, "a.html").published == published


def test_source_line_and_json(tmp_path: Path) -> None:
    page = (
        "<html><head><title>速卖通进入韩国市场_跨境_某网</title></head><body><div class='main'><h1>速卖通进入韩国市场</h1>"
        f"<p>2025-04-21 10:30　来源：第一财经　作者：李某某</p>{FILLER}<p>责任编辑：王某</p></div></body></html>"
    )
    article = read(tmp_path, page, "a.html")
    assert (article.title, article.publisher, article.author) == ("速卖通进入韩国市场", "第一财经", "李某某")
    assert lines(article)[0] == "速卖通进入韩国市场"
    assert lines(article)[1].startswith("第0段") and lines(article)[-1].startswith("第5段")


@pytest.mark.parametrize("words", ["登录后阅读全文", "请登录后继续阅读", "本文为会员专享", "剩余80%内容，订阅后可查看"])
def test_a_login_wall(tmp_path: Path, words: str) -> None:
    page = f"<html><body><h1>深度</h1><p>蒋凡昨日在杭州表示，今年还会继续投入。</p><div class='x'>{words}</div></body></html>"
    with pytest.raises(InputError, match="a login wall"):
        read(tmp_path, page, "a.html")


def test_a_short_page_with_a_login_link_is_none(tmp_path: Path) -> None:
    page = (
        "<html><body><header><a href='/login'>立即登录</a></header><div class='content'><p>速卖通今日宣布进入韩国市场，首批开放三"
        "个城市的仓库，由菜鸟负责配送，预计年底前覆盖全境，并将招募两千家商家入驻。</p></div><div class='comments'>"
        "请登录后发表评论</div></body></html>"
    )
    assert len(lines(read(tmp_path, page, "a.html"))) == 1


_PART = st.one_of(
    st.sampled_from("<>&;/='\"!-甲乙 \n\r\tab1😀\u200b\u2028"),
    st.sampled_from(["<p>", "</p>", "<div class=content>", "</div>", "<a href='/x'>", "</a>", "<br>", "<td>", "</table>", "<li>"]),
    st.sampled_from(["<script>", "</script>", "<!--", "-->", "&amp;", "&#x4e2d;", "&#0;", "<h1>题</h1>", "<pre>", "</pre>", "<title>"]),
    st.sampled_from(["<meta name=date content=2025>", "<time datetime='x'>", '<script type="application/ld+json">{"@graph":[1]}']),
    st.just("速卖通在韩国的仓库，以及它怎样做得更快。"),
)  # fmt: skip


@given(st.one_of(st.text(), st.lists(_PART, max_size=60).map("".join)))
def test_any_text_reads_and_every_character_is_in_place(html: str) -> None:
    read_html(html)
    try:
        assert_exact(article_in(html.encode("utf-8", "surrogatepass"), "x.html", "x", ".html"))
    except KgError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    "part",
    ["<div>", "<a ", "<!--", "<p", "&#", "</div>", "<td>", '<a href="', "<b>a", "<table><tr><td>", "<script>", "</p><p>", "&a", "<a x='>",
     "<h1>", "<ul><li>", "<pre>\n", "<svg>", "<title>", "<a href=x>甲</a>", "<p>登录后", "<time>", "<p>2025-01-01 来源：", "<p>分享",
     "<blockquote>", "</SCRIPT>", "<p class=ad>", "甲、"],
)  # fmt: skip
def test_hostile_pages_read_in_linear_time(part: str) -> None:
    def seconds(size: int) -> float:
        page = f"<html><body>{FILLER}" + part * (size // len(part))
        started = time.process_time()
        with suppress(KgError):
            article_in(page.encode(), "x.html", "x", ".html")
        return time.process_time() - started

    assert seconds(120_000) < 60 * max(seconds(12_000), 0.03)  # a hundred times were squared
