# ruff: noqa: E501  (lines of pages, as sites write them)
"""Twelve more layouts, one line each: what stands before the text, its paragraphs, what stands behind."""

from collections.abc import Callable
from pathlib import Path

import pytest

from articles.checks import lines, read
from articles.exact import assert_exact
from articles.page_layouts import OTHERS, _links, _paragraphs, lines_of
from articles.page_texts import TEXTS

NAV = (
    '<div class="hd"><ul><li><a href=/>首页</a></li><li><a href=/1>资讯</a></li><li><a href=/2>快讯</a></li></ul></div>'
)
FOOT = (
    '<div class="ft"><p>关于我们 | 联系我们 | 广告服务</p><p>Copyright 2025 某某网 版权所有 京ICP证000000号</p></div>'
)
LEADS = {"导语：仓库里的生意。", "一句话的导语，说的是仓库和时间。", "副题一句，说明了事情。"}


def P(text: str) -> str:
    return f"<p>{text}</p>"


def D(text: str) -> str:
    return f"<div>{text}</div>"


LAYOUTS: dict[str, tuple[str, Callable[[str], str], str]] = {
    "zhihu": (
        '<div class="Post-NormalMain"><header class="Post-Header"><h1 class="Post-Title">{t}</h1><div class="Post-Author"><span class="UserLink AuthorInfo-name">{a}</span><div class="AuthorInfo-badgeText">跨境电商从业者</div></div></header><div class="Post-RichTextContainer"><div class="RichText ztext Post-RichText">',
        P,
        '</div></div><div class="ContentItem-time">编辑于 {d} {c}・IP 属地浙江</div></div><div class="Post-topicsAndReviewer"><a>跨境</a></div><div class="RichContent-actions"><button>赞同 12</button></div><div class="Comments-container"><h2>8 条评论</h2><div class="CommentContent">写得真不错，我们公司也遇到了同样的问题，希望能有更多的讨论，谢谢。</div><div class="CommentContent">同感。</div></div>',
    ),
    "huxiu": (
        '<div class="article-wrap"><div class="article-content-wrap"><h1 class="article__title">{t}</h1><div class="article__author-info-box"><a class="author-info__username">{a}</a></div><span class="article__time">{d} {c}</span><div class="article__content">',
        P,
        '<p>本内容由作者授权发布，观点仅代表作者本人，不代表虎嗅立场。</p><p>如对本稿件有异议或投诉，请联系 tougao@huxiu.com。</p><p>End</p><p>想涨知识 关注虎嗅视频号！</p></div></div></div><div class="article-recommend">'
        + _links()
        + "</div>",
    ),
    "leiphone": (
        '<div class="lphArticle-detail"><div class="article-title"><h1 class="headTit">{t}</h1></div><div class="msg"><table><tr><td class="aut"><a>{a}</a></td><td class="time">{d} {c}</td></tr></table></div><div class="article-lead">导语：仓库里的生意。</div><div class="lph-article-comView">',
        P,
        '<p>雷峰网原创文章，未经授权禁止转载。详情见<a href=/z>转载须知</a>。</p></div><div class="artCollect">0人收藏</div><div class="comment-box"><p>文明评论，请勿刷屏。</p></div></div><div class="aboutAur-main">专注跨境十年，写过很多关于仓库的文章，欢迎和我交流，微信号在这里。</div>',
    ),
    "eastmoney": (
        '<div class="contentwrap"><div class="mainleft"><div class="contentbox"><div class="title">{t}</div><div class="tipbox"><div class="infos"><div class="item">{d} {c}</div><div class="item">来源：{o}</div><div class="item">作者：{a}</div></div></div><div class="txtinfos" id="ContentBody"><p class="em_media">摘要</p>',
        P,
        '<p class="em_media">（文章来源：{o}）</p></div><div class="contentbottom"><p>(责任编辑：6)</p><p>郑重声明：东方财富发布此内容旨在传播更多信息，与本站立场无关，不构成投资建议。据此操作，风险自担。</p></div></div></div></div>',
    ),
    "baijia": (
        '<div id="ssr-content"><div class="EaCvy"><div class="_213PQ"><div id="header"><div class="sKHSJ">{t}</div><div class="_12lIz"><p class="_7y5nA"><a>{o}</a></p><div><span>{d} {c}</span></div></div></div><div class="_18p7x" data-testid="article">',
        lambda p: f'<div class="dpu8C _2kCxD"><p><span class="bjh-p">{p}</span></p></div>',
        '</div><div class="_1ytyR"><span>举报/反馈</span></div></div></div><div class="_2z4V4"><div class="X2Mgo">发表评论</div><div>评论列表 12</div><div class="x-com"><span>某网友</span><span>希望这家公司可以走得更远。</span></div></div><div class="_rec"><a href=1>'
        + OTHERS[0]
        + "</a><a href=2>"
        + OTHERS[1]
        + "</a></div>",
    ),
    "jiemian": (
        '<div class="main-container"><div class="article-view"><div class="article-header"><h1>{t}</h1><p>一句话的导语，说的是仓库和时间。</p></div><div class="article-info"><p><span class="author"><a>{a}</a></span><span>· {d} {c}</span><span>浏览 1.2w</span><span>来源：{o}</span></p></div><div class="article-main"><div class="article-content">',
        P,
        '</div><div class="article-source"><p>未经正式授权严禁转载本文，侵权必究。</p></div></div></div><div class="opt-view"><h3>推荐阅读</h3>'
        + _links()
        + "</div></div>",
    ),
    "thepaper": (
        '<div class="index_leftcontent__IlQTi"><h1 class="index_title__B8mhI">{t}</h1><div class="index_headerContent__sASF4"><div class="ant-space"><div>{o}记者 {a}</div></div><div class="ant-space"><span>{d} {c}</span><span>来源：<span>{o}</span></span></div></div><div class="index_cententWrap__Jv8jK">',
        P,
        '</div><div class="index_responsibleStatistics"><span>责任编辑：李某</span><span>图片编辑：张某</span></div><div class="index_copyright__"><span>澎湃新闻报料：021-962866</span></div></div><div class="index_rightcontent"><div>热榜</div>'
        + _links()
        + "</div>",
    ),
    "divs": (
        '<div id="wrap"><div id="left"><div class="tit">{t}</div><div class="sub">{d} {c} 来源：{o} 编辑：小王 点击：302次</div><div id="zoom">',
        D,
        '</div><div class="pageup">上一篇：<a href=1>'
        + OTHERS[0]
        + "</a></div><div>下一篇：<a href=2>"
        + OTHERS[1]
        + '</a></div></div><div id="right"><div>点击排行</div>'
        + _links("div")
        + "</div></div>",
    ),
    "brs": (
        "<table width=900><tr><td><b>{t}</b></td></tr><tr><td>{o} {d} {c}</td></tr><tr><td id=text>",
        lambda p: f"　　{p}<br>\n",
        "<br>【<a href=a>发表评论</a>】【<a href=b>推荐</a>】<br>相关链接：<br><a href=1>"
        + OTHERS[0]
        + "</a><br><a href=2>"
        + OTHERS[1]
        + "</a></td></tr></table>",
    ),
    "people": (
        '<div class="layout rm_txt cf"><div class="col col-1"><h1>{t}</h1><div class="author cf"></div><div class="channel cf"><div class="col-1-1">{d} {c} | 来源：<a href=x>{o}</a></div><div class="col-1-2">小字号</div></div><div class="rm_txt_con cf"><div class="bza"></div>',
        lambda p: f'<p style="text-indent: 2em;">\n\t{p}</p>',
        '<div class="edit cf">(责编：孙某、陈某)</div><p class="paper_num"></p><div class="zdfy clearfix"></div><center></center></div><div class="rm_relevant cf"><h2>相关新闻</h2><ul>'
        + _links()
        + '</ul></div><div class="rm_fx">分享让更多人看到</div></div></div>',
    ),
    "news_en": (
        '<main><article><header><h1>{t}</h1><p class="dek">副题一句，说明了事情。</p><p class="byline">作者 {a}</p><time datetime="{d}T{c}:00+08:00">{d}</time></header><div class="prose">',
        P,
        '<aside class="newsletter"><h3>订阅我们的通讯</h3><p>每周一封，不多不少，随时可以退订，欢迎你的加入。</p></aside></div><footer><p>标签：<a>跨境</a></p></footer></article><section aria-label="more"><article><h3><a href=1>'
        + OTHERS[0]
        + "</a></h3><p>三月以来，快递企业纷纷调价，行业竞争进入新阶段。</p></article><article><h3><a href=2>"
        + OTHERS[1]
        + "</a></h3><p>据知情人士透露，飞梭北美团队负责人已于本周离职。</p></article></section></main>",
    ),
    "toutiao": (
        '<div class="article-detail-container"><div class="main"><div class="article-content"><h1>{t}</h1><div class="article-meta"><span>{d} {c}</span><span class="dot">·</span><span class="name"><a href=x>{o}</a></span></div><article class="syl-article-base tt-article-content syl-page-article">',
        lambda p: f'<p data-track="1">{p}</p>',
        '</article></div><div class="detail-end-tip"><span>举报</span></div><div class="comment-list"><ul><li><div class="comment-info"><p class="content">我是义乌的，说得很对，就是这样，没有办法。</p></div></li></ul></div></div><div class="right-sidebar"><div class="hot-board"><h2>头条热榜</h2>'
        + _links()
        + "</div></div></div>",
    ),
}


@pytest.mark.parametrize("number", [1, 3, 6])
@pytest.mark.parametrize("name", list(LAYOUTS))
def test_a_page_yields_its_article_and_nothing_else(tmp_path: Path, name: str, number: int) -> None:
    text = TEXTS[number]
    before, wrap, behind = LAYOUTS[name]
    page = f"<html><head><meta charset=utf-8><title>{text.title}-某某网</title></head><body>{NAV}{before}{_paragraphs(text, wrap)}{behind}{FOOT}"
    for mark, value in (
        ("{t}", text.title),
        ("{a}", text.author),
        ("{d}", text.date),
        ("{c}", text.clock),
        ("{o}", text.outlet),
    ):
        page = page.replace(mark, value)
    article = read(tmp_path, page + "</body></html>", "a.html")
    assert [line for line in lines(article) if line not in LEADS] == [text.title, *lines_of(text)]
    assert (article.title, article.published) == (text.title, text.date)
    assert_exact(article)
