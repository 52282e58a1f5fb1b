# ruff: noqa: E501  (lines of pages, as sites write them)
"""Saved pages in ten layouts after those of real sites: their boxes, names and furniture, around invented articles."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import NamedTuple

from articles.page_texts import TEXTS, Text

OTHERS = (
    "云梭物流宣布涨价，快递业迎来拐点？",
    "独家丨飞梭北美团队再换帅",
    "为什么年轻人不爱逛商场了",
    "鹿角资本：我们只投慢公司",
)


def _links(tag: str = "li", path: str = "/a/") -> str:
    return "".join(f'<{tag}><a href="{path}{n}.html" title="{t}">{t}</a></{tag}>\n' for n, t in enumerate(OTHERS))


def _markup(line: str, number: int) -> str:
    """A line with the markup that editors leave: bold, spans, links, entities."""
    text = escape(line, quote=False)
    if number % 3 == 0:
        text = text.replace("星帆出海", '<a href="/tag/xf" target="_blank"><strong>星帆</strong>出海</a>', 1)
    if number % 3 == 1:
        text = f'<span style="font-size: 16px;">{text[:7]}</span>{text[7:]}'
    if number % 4 == 2:
        text = text.replace("“", "&ldquo;").replace("”", "&rdquo;").replace("%", "&#37;")
    return text


def _paragraphs(
    text: Text, wrap: Callable[[str], str], between: dict[int, str] | None = None, heading: str = "h2"
) -> str:
    """The lines as paragraphs, headings, lists and quotes, with what a site puts between them."""
    out, items = [], []
    for number, line in enumerate([*text.lines, ""]):
        if line.startswith("- "):
            items.append(f"<li><p>{_markup(line[2:], number)}</p></li>")
            continue
        if items:
            out.append(f"<ul>{''.join(items)}</ul>")
            items = []
        if line.startswith("## "):
            out.append(f"<{heading}>{_markup(line[3:], number)}</{heading}>")
        elif line.startswith("> "):
            out.append(f"<blockquote>{wrap(_markup(line[2:], number))}</blockquote>")
        elif line:
            out.append(wrap(_markup(line, number)))
        out.append((between or {}).get(number, ""))
    return "\n".join(out)


def wechat(text: Text) -> str:
    body = _paragraphs(
        text,
        lambda p: f'<section style="margin: 0 8px;"><p style="line-height:2em;"><span leaf="">{p}</span></p></section>',
        {
            1: '<section><p style="text-align:center;"><img class="rich_pages wxw-img" data-src="https://mmbiz.example/0" /></p></section>'
        },
    )
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta property="og:title" content="{text.title}" /><meta property="og:site_name" content="微信公众平台" />
<meta name="author" content="{text.author}" /><title></title><style>.rich_media_content{{overflow:hidden}}</style></head>
<body id="activity-detail" class="zh_CN wx_wap_page mm_appmsg comment_feature">
<script nonce="1">var ct = "1700000000"; var msg_title = '{text.title}'.html(false); document.write("<div>假的</div>");</script>
<div id="js_article" class="rich_media"><div class="rich_media_inner"><div id="page-content" class="rich_media_area_primary">
<div id="img-content" class="rich_media_wrp"><h1 class="rich_media_title " id="activity-name">
  {text.title}
</h1><div id="meta_content" class="rich_media_meta_list"><span id="copyright_logo" class="rich_media_meta icon_appmsg_tag">原创</span>
<span class="rich_media_meta rich_media_meta_text">{text.author}</span><span class="rich_media_meta rich_media_meta_nickname" id="profileBt">
<a href="javascript:void(0);" id="js_name">{text.outlet}</a></span><em id="publish_time" class="rich_media_meta rich_media_meta_text">{text.date} {text.clock}</em>
<em id="js_ip_wording_wrp" class="rich_media_meta rich_media_meta_text" style="display: none;">浙江</em></div>
<div class="rich_media_content js_underline_content" id="js_content" style="visibility: hidden; opacity: 0; ">{body}
<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p></div></div>
<div class="rich_media_tool_area" id="js_tags_preview_toast"><div class="article-tag-card__title">收录于合集</div></div>
<div class="rich_media_area_extra"><div id="js_pc_qr_code" class="qr_code_pc_outer" style="display:none;"><p>微信扫一扫<br>关注该公众号</p></div>
<div class="discuss_container" id="js_cmt_area"><h3>精选留言</h3><ul class="discuss_list"><li>读者甲：说得太好了，我们公司就是这样，一模一样。</li></ul></div></div>
</div></div></div><div class="weui-dialog" role="alert"><p>知道了，微信扫一扫使用小程序，继续滑动看下一个。</p></div></body></html>"""


def portal(text: Text) -> str:
    body = _paragraphs(
        text,
        lambda p: f"<p>　　{p}</p>",
        {
            2: '<div class="article-ad-in"><ins class="sinaads" data-ad-pdps="P1"></ins><script>sinaads.push({});</script></div>'
        },
        "h3",
    )
    return f"""<!DOCTYPE html>
<!-- [ published at {text.date} {text.clock}:11 ] -->
<html><head><meta http-equiv="Content-type" content="text/html; charset=utf-8" /><title>{text.title}|跨境|{text.outlet}_潮汐财经_潮汐网</title>
<meta name="keywords" content="跨境,电商" /><meta property="og:title" content="{text.title}" />
<meta property="article:published_time" content="{text.date}T{text.clock}:11+08:00" /><meta property="og:url" content="https://finance.chaoxi.example/roll/{text.date}/doc-1.shtml" /></head>
<body><div class="sina-header"><div class="sec-top-bar"><ul class="sec-nav"><li><a href="/">潮汐首页</a></li><li><a href="/n">新闻</a></li><li><a href="/f">财经</a></li></ul>
<form action="/s"><input type="text" value="请输入关键字"><button>搜索</button></form></div></div>
<div class="main-content w1240"><div class="path-search"><div class="path"><a href="/f">潮汐财经</a> &gt; <span>跨境</span> &gt; 正文</div></div>
<h1 class="main-title">{text.title}</h1><div class="top-bar ani" id="top_bar"><div class="date-source"><span class="date">{text.date.replace("-", "年", 1).replace("-", "月")}日 {text.clock}</span>
<span class="source ent-source">{text.outlet}</span></div><div class="share"><a href="javascript:;">缩小字体</a><a href="javascript:;">放大字体</a><a>收藏</a><a>微博</a><a>微信</a></div></div>
<div class="article-content-left"><div class="article" id="artibody" data-sudaclick="blk_content">
<div class="img_wrapper"><img src="x.jpg" alt="图"></div>
{body}
<div class="appendQr_wrap"><a href="http://m.example/">海量资讯、精准解读，尽在潮汐财经APP</a></div>
<p class="article-editor">责任编辑：何双 SF012</p></div>
<div class="article-bottom"><div class="keywords" id="keywords"><span>文章关键词：</span><a href="/k">跨境电商</a><a href="/k2">融资</a></div>
<div class="page-statement"><p>声明：潮汐网登载此文出于传递更多信息之目的，并不意味着赞同其观点。投资者据此操作，风险请自担。</p></div></div>
<div class="blk-comment" id="bottom_sina_comment"><div class="comment-list"><p>网友张三：融了这么多钱，希望不要像前面几家那样乱花，到最后还是消费者买单，真的看腻了。</p></div></div></div>
<div class="article-content-right"><div class="hot-rank"><h3>热门排行</h3><ul>{_links()}</ul></div><p>24小时滚动播报最新的财经资讯和视频，更多粉丝福利扫描二维码关注。</p></div></div>
<div class="page-footer"><p>Copyright © 1996-2025 CHAOXI Corporation, All Rights Reserved</p><p>潮汐公司 版权所有</p></div></body></html>"""


def tech(text: Text) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": text.title,
        "datePublished": f"{text.date}T{text.clock}:00+08:00",
        "author": [{"@type": "Person", "name": text.author}],
        "publisher": {"@type": "Organization", "name": text.outlet, "logo": {"url": "https://x.example/l.png"}},
        "mainEntityOfPage": {"@id": "https://tech.example/p/3187"},
    }
    body = _paragraphs(
        text,
        lambda p: f"<p>{p}</p>",
        {0: '<p class="image-wrapper"><img src="y.jpg"></p><p class="img-desc">仓库一角</p>'},
    )
    return f"""<!doctype html><html data-path="/p/3187"><head><meta charset="UTF-8"><title>{text.title}-科技号</title>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body>
<div id="app"><div class="kr-layout"><header class="kr-header"><nav><a href="/">首页</a><a href="/newsflashes">快讯</a><a href="/login" class="login">登录</a></nav></header>
<div class="kr-layout-main clearfloat"><div class="main-right"><div class="kr-layout-content"><div class="article-detail-wrapper-box">
<div class="article-left-tool"><span>赞</span><span>12</span><span>收藏</span></div>
<div class="article-wrapper common-width"><div class="article-content"><h1 class="article-title margin-bottom-20 common-width">{text.title}</h1>
<div class="article-title-icon common-width margin-bottom-40"><a class="title-icon-item item-a" href="/user/1">{text.author}</a><span class="title-icon-item item-time"><i>·</i>{text.date}</span></div>
<div class="summary"><span>这一次，轮到了仓库。</span></div>
<div class="common-width content articleDetailContent kr-rich-text-wrapper">{body}</div></div>
<div class="article-footer-txt"><p>该文观点仅代表作者本人，科技号平台仅提供信息存储空间服务。</p></div>
<div class="article-share-tool">好文章，需要你的鼓励</div></div>
<div class="related-article-wrapper"><h4>下一篇</h4><div class="next-post"><a href="/p/9">{OTHERS[0]}</a><p>三月以来，快递企业纷纷调价，行业竞争进入新阶段，头部公司利润率普遍回升，值得继续观察。</p></div></div>
</div></div></div><div class="main-left"><h5>最新文章</h5><ul class="hotlist">{_links()}</ul></div></div>
<footer class="kr-footer"><a href="/about">关于我们</a><a href="/join">加入我们</a><span>京ICP备00000000号</span></footer></div></div>
<script>window.initialState={{"articleDetail":{{"html":"<p>重复的正文，不应当出现。</p>"}}}}</script></body></html>"""


def blog(text: Text) -> str:
    body = _paragraphs(text, lambda p: f"<p>{p}</p>", {1: '<figure class="wp-block-image"><img src="z.jpg"/></figure>'})
    return f"""<!DOCTYPE html><html lang="zh-Hans"><head><meta charset="UTF-8" /><title>{text.title} &#8211; {text.outlet}</title>
<link rel="canonical" href="https://blog.example/2025/xf/" /><meta property="og:site_name" content="{text.outlet}" />
<meta property="article:published_time" content="{text.date}T00:12:09+00:00" /></head>
<body class="post-template-default single single-post postid-77 has-sidebar comments-open"><div id="page" class="site">
<header id="masthead" class="site-header"><p class="site-title"><a href="/">{text.outlet}</a></p><p class="site-description">一个人的跨境观察，不定期更新，欢迎来信。</p>
<nav id="site-navigation" class="main-navigation"><ul class="menu"><li><a href="/about">关于</a></li><li><a href="/links">友链</a></li></ul></nav></header>
<div id="content" class="site-content"><div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-77" class="post-77 post type-post status-publish hentry category-kuajing tag-cangku"><header class="entry-header"><h1 class="entry-title">{text.title}</h1>
<div class="entry-meta"><span class="posted-on"><time class="entry-date published updated" datetime="{text.date}T{text.clock}:09+08:00">{text.date}</time></span><span class="byline"> 由 <span class="author vcard">{text.author}</span></span></div></header>
<div class="entry-content">{body}
<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">共享此文章：</h3><ul><li class="share-twitter"><a href="#">Twitter</a></li></ul></div>
<div id="jp-relatedposts" class="jp-relatedposts"><h3>相关</h3><p>上一次写仓库，还是在两年以前，当时谁也没有想到会有今天。</p></div></div>
<footer class="entry-footer"><span class="cat-links">发布于 <a href="/c">跨境</a></span></footer></article>
<nav class="navigation post-navigation"><div class="nav-previous"><a href="/p">{OTHERS[1]}</a></div></nav>
<div id="comments" class="comments-area"><h2 class="comments-title">《{text.title}》有2个想法</h2><ol class="comment-list">
<li class="comment even"><div class="comment-content"><p>写得很好，我在青河镇也开过店，海外仓的租金确实贵得离谱，希望作者多写写这方面的内容，谢谢。</p></div></li>
<li class="comment odd"><div class="comment-content"><p>同意楼上，不过我觉得作者对墨西哥过于乐观，那边清关的时间并不稳定，常常拖到两周以上。</p></div></li></ol>
<div id="respond" class="comment-respond"><h3>发表回复</h3><form><p class="comment-notes">您的邮箱地址不会被公开。必填项已用 * 标注</p></form></div></div></main></div>
<aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>近期文章</h2><ul>{_links()}</ul></section></aside></div>
<footer id="colophon" class="site-footer">自豪地采用WordPress</footer></div></body></html>"""


def tables(text: Text) -> str:
    """A page of the 2000s: tables for layout, breaks for paragraphs, no names at all, tags in capitals."""
    lines = [line.removeprefix("## ").removeprefix("- ").removeprefix("> ") for line in text.lines]
    body = "<BR><BR>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{escape(line.strip('　'), quote=False)}" for line in lines)
    menu = "".join(
        f'<TD align=center><A HREF="/{n}.asp">{t}</A></TD>' for n, t in enumerate(("首页", "新闻", "财经", "论坛"))
    )
    year, month, day = text.date.split("-")
    return f"""<HTML><HEAD><META http-equiv=Content-Type content="text/html; charset=gb2312"><TITLE>{text.title} - 东港在线</TITLE></HEAD>
<BODY bgColor=#ffffff><TABLE width=760 align=center border=0><TBODY><TR>{menu}</TR></TBODY></TABLE>
<TABLE width=760 align=center border=0><TR><TD width=560 vAlign=top>
<TABLE width="100%"><TR><TD><FONT color=#666666>您的位置：<A HREF="/">首页</A> &gt; <A HREF="/news">新闻中心</A> &gt; 正文</FONT></TD></TR>
<TR><TD align=center><FONT size=5><B>{text.title}</B></FONT></TD></TR>
<TR><TD align=center>{year}年{int(month)}月{int(day)}日 {text.clock}　来源：{text.outlet}　作者：{text.author}　【字体：<A HREF="#">大</A> <A HREF="#">中</A> <A HREF="#">小</A>】</TD></TR>
<TR><TD><HR SIZE=1></TD></TR><TR><TD class=f14>{body}</TD></TR>
<TR><TD align=right>（编辑：小雨）</TD></TR><TR><TD>【<A HREF="javascript:print()">打印本页</A>】【<A HREF="javascript:close()">关闭窗口</A>】</TD></TR></TABLE>
</TD><TD width=200 vAlign=top><TABLE><TR><TD bgColor=#eeeeee>相关新闻</TD></TR>{_links("TD")}</TABLE></TD></TR></TABLE>
<CENTER>东港在线版权所有 未经许可不得转载<BR>Copyright 2001-2025</CENTER></BODY></HTML>"""


def selfmedia(text: Text) -> str:
    body = _paragraphs(text, lambda p: f"<p>{p}</p>", {3: '<p class="ql-align-center"><img src="s.jpeg"></p>'}, "h4")
    return f"""<!DOCTYPE html><html><head><title>{text.title}_{text.outlet}</title><meta charset="utf-8"/>
<meta property="og:release_date" content="{text.date} {text.clock}"/><meta name="mediaid" content="{text.outlet}"/><meta property="og:title" content="{text.title}"/></head>
<body class="article-page"><div class="header" id="main-header"><ul><li><a href="/news">新闻</a></li><li><a href="/fashion">时尚</a></li></ul><div class="login-sohu"><a>登录</a></div></div>
<div class="location-without-nav"></div><div class="wrapper-box"><div class="area" id="article-container"><div class="left main"><div><div class="text">
<div class="text-title"><h1>{text.title}<span class="article-tag"></span></h1><div class="article-info"><span class="time" id="news-time">{text.date} {text.clock}</span><span class="tag"> 来源: <a href="/u/1">{text.outlet}</a></span></div></div>
<article class="article" id="mp-editor"><p data-role="original-title" style="display:none">原标题：{text.title}</p>{body}
<p>返回搜狐，查看更多</p></article>
<div class="statement">平台声明：该文观点仅代表作者本人，搜狐号系信息发布平台，仅提供信息存储空间服务。</div>
<div class="bottom-relate-wrap"><span class="read-wrap">阅读 (<em>3021</em>)</span></div></div></div></div>
<div class="sidebar right" id="right-side-bar"><div class="hot-article"><h3>24小时热文</h3><ol>{_links()}</ol></div></div></div></div>
<div class="bottom-recommendation"><h3>推荐阅读</h3>{_links("div")}</div></body></html>"""


def hashed(text: Text) -> str:
    """A page whose names mean nothing, as bundlers make them."""
    body = _paragraphs(text, lambda p: f'<p class="css-1x8w">{p}</p>')
    cards = "".join(
        f'<div class="css-k2"><a href="/c/{n}"><div class="css-k3">{t}</div></a><div class="css-k4">{n + 2}小时前 · {n + 1}2条评论</div></div>'
        for n, t in enumerate(OTHERS)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{text.title}</title></head><body><div id="root"><div class="css-a1"><div class="css-a2"><a href="/">发现</a><a href="/hot">热榜</a><a href="/vip">会员</a></div></div>
<div class="css-b1"><div class="css-b2"><div class="css-b3"><h1 class="css-b4">{text.title}</h1><div class="css-b5"><div class="css-b6">{text.date} {text.clock}</div><div class="css-b6">来源：{text.outlet}</div></div>
<div class="css-b7">{body}</div><div class="css-b8"><span>举报</span><span>分享</span></div></div>
<div class="css-b9"><div class="css-d1">全部评论 18</div><div class="css-d2"><div class="css-d3">海边的卡</div><div class="css-d4">不错。</div></div><div class="css-d2"><div class="css-d3">阿陆</div><div class="css-d4">蹲一个后续，</div></div></div></div>
<div class="css-c1">{cards}</div></div><div class="css-e1"><span>© 2025 发现</span><a href="/terms">用户协议</a></div></div>
<script id="__NEXT_DATA__" type="application/json">{json.dumps({"props": {"publishTime": f"{text.date} {text.clock}"}})}</script></body></html>"""


def government(text: Text) -> str:
    body = "".join(
        f'<p class="MsoNormal" style="text-indent:32pt">{_markup(line.removeprefix("## ").removeprefix("- ").removeprefix("> "), n)}<o:p></o:p></p>\n'
        for n, line in enumerate(text.lines)
    )
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x"><html xmlns="http://www.w3.org/1999/xhtml"><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<meta name="SiteName" content="{text.outlet}"/><meta name="ArticleTitle" content="{text.title}"/><meta name="PubDate" content="{text.date} {text.clock}"/><meta name="ContentSource" content="{text.outlet}"/>
<title>{text.title}</title></head><body><div class="top"><div class="weather">今天是 星期三</div><a href="/wza">无障碍</a><a href="/en">English</a></div>
<div class="nav"><ul><li><a href="/zwgk">政务公开</a></li><li><a href="/bsfw">办事服务</a></li></ul></div>
<div class="crumb-nav">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 通知公告</div>
<div class="artCon"><form id="aspnetForm" method="post"><div class="art-title"><h1>{text.title}</h1></div>
<div class="artBox"><span>发布时间：{text.date} {text.clock}</span> <span>来源：{text.outlet}</span> <span>浏览次数：<b id="hits">218</b></span> <span>字号：[ <a>大</a> <a>中</a> <a>小</a> ]</span></div>
<div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}</style><div class="Custom_UnionStyle">{body}</div></div>
<div class="fujian">附件：<a href="a.doc">评估结果.doc</a></div>
<div class="dy"><a href="javascript:window.print()">打印本页</a><a href="javascript:window.close()">关闭窗口</a></div></form></div>
<div class="footer"><p>主办单位：东港市人民政府　备案号：东ICP备00000000号</p><p>地址：东港市人民路1号，邮编100000，电话：010-0000000</p></div></body></html>"""


def island(text: Text) -> str:
    data = [
        {"@context": "http://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
        {
            "@context": "http://schema.org",
            "@type": "NewsArticle",
            "headline": text.title,
            "datePublished": f"{text.date}T{text.clock}:00+08:00",
            "author": {"@type": "Person", "name": text.author},
            "publisher": {"@type": "Organization", "name": text.outlet},
            "url": "https://island.example/story/5612",
        },
    ]
    ads = {
        0: '<div class="ad-in-article"><div class="ad-title">廣告</div><p>請繼續往下閱讀...</p></div>',
        2: '<p><strong>【延伸閱讀】</strong></p><p><a href="/s/1">台灣超商為什麼賣起了跨境包裹</a></p>',
    }
    body = _paragraphs(text, lambda p: f"<p>{p}</p>", ads)
    return f"""<!DOCTYPE html><html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>{text.title} | {text.outlet}</title>
<script type="application/ld+json">
{json.dumps(data, ensure_ascii=False)}
</script></head><body class="story-page"><header class="site-header"><a href="/">{text.outlet}</a><nav class="nav-menu"><a href="/biz">產經</a><a href="/stock">股市</a></nav></header>
<main><section class="story-wrapper"><article class="article-content"><h1 class="article-content__title">{text.title}</h1>
<section class="authors"><time class="article-content__time" datetime="{text.date}">{text.date} {text.clock}</time><div class="article-content__author">{text.outlet}／ 記者<a href="/r/1">{text.author}</a>／台北報導</div></section>
<section class="article-content__editor">{body}</section>
<section class="keywords"><a class="tag" href="/t1">財報</a><a class="tag" href="/t2">電商</a></section>
<div class="fb-like">讚</div></article></section>
<section class="related-news"><h2>相關新聞</h2><div class="story-list__text"><h3><a href="/s/2">海帆集團董事會通過配息案</a></h3><p>海帆集團董事會今日通過去年度盈餘分配案，每股擬配發現金股利二元。</p></div></section>
<section class="discuss-board"><h2>共有 3 則留言</h2><p>只要用戶於聯合新聞網留言，即視為同意本站規範。</p></section></main>
<aside class="sidebar"><h2>熱門新聞</h2>{_links("p")}</aside><footer class="footer"><p>島嶼財經 版權所有 不得轉載</p></footer></body></html>"""


def netes(text: Text) -> str:
    """Post body with the notes inside it; paragraphs that never close."""
    lines = [line.removeprefix("## ").removeprefix("- ").removeprefix("> ") for line in text.lines]
    body = "\n".join(f'<p id="p{n}">{_markup(line, n)}' for n, line in enumerate(lines))
    return f"""<!DOCTYPE HTML><html id="ne_wrap"><head><meta charset="utf-8"><title>{text.title}|跨境|关税_网络新闻</title>
<meta property="article:author" content="{text.outlet}"></head><body><div class="ntes_nav_wrap" id="js_N_NTES_wrap"><div class="ntes-nav"><a href="/app">应用</a><a href="/mail">免费邮箱</a></div></div>
<div class="wrapper clearfix" id="contain"><div class="post_main"><h1 class="post_title">{text.title}</h1>
<div class="post_info">{text.date} {text.clock}:15　来源: <a href="/s/x">{text.outlet}</a>　 <a class="post_jubao" href="/tousu">举报</a></div>
<div class="post_top"><div class="post_top_share"><span>分享至</span><ul><li><a>微信</a></li><li>用微信扫码二维码</li><li>分享至好友和朋友圈</li></ul></div></div>
<div class="post_content" id="content"><div class="post_body">{body}
<div class="gg200x300"><div class="at_item right_ad_item"><a href="/ad" class="ad_hover_href"></a></div></div>
<p>本文来源：{text.outlet} 责任编辑： 周全_NF5
<div class="post_end_ad"></div></div>
<div class="post_statement">特别声明：以上内容(如有图片或视频亦包括在内)为自媒体平台用户上传并发布，本平台仅提供信息存储服务。</div></div>
<div class="post_recommends js-tab-mod"><h3>相关推荐</h3><ul>{_links()}</ul></div>
<div class="tie-area post_comment"><div class="tie-head">热门跟贴</div><div class="tie-hot"><p>有态度网友：手续费最后肯定还是加到商品价格里面去，羊毛出在羊身上，谁也跑不掉。</p></div></div></div>
<div class="post_side"><div class="side_title">热点新闻</div>{_links("p")}</div></div>
<div class="ntes_foot_link">公司简介 - 联系方法 - 招聘信息 - 客户服务</div></body></html>"""


class Layout(NamedTuple):
    """A layout: how it writes a page, in which encoding, and what of the metadata a page of it tells."""

    name: str
    write: Callable[[Text], str]
    encoding: str
    tells: tuple[str, ...]
    texts: tuple[int, ...]
    own: tuple[str, ...] = ()  # lines of the article that the layout adds: a summary, a caption


LAYOUTS = (
    Layout("wechat", wechat, "utf-8", ("date", "outlet", "author"), (0, 3, 6, 1)),
    Layout("portal", portal, "utf-8-sig", ("date", "outlet"), (0, 4, 5, 1)),
    Layout("tech", tech, "utf-8", ("date", "outlet", "author"), (0, 1, 6, 5), ("这一次，轮到了仓库。", "仓库一角")),
    Layout("blog", blog, "utf-8", ("date", "outlet", "author"), (3, 6, 4, 0)),
    Layout("tables", tables, "gb18030", ("date", "outlet", "author"), (0, 3, 5, 7)),
    Layout("selfmedia", selfmedia, "utf-8", ("date", "outlet"), (1, 4, 6, 5)),
    Layout("hashed", hashed, "utf-16", ("date", "outlet"), (1, 3, 4, 0)),
    Layout("government", government, "gb18030", ("date", "outlet"), (7, 4, 5, 1)),
    Layout("island", island, "utf-8", ("date", "outlet", "author"), (2, 4, 5, 0)),
    Layout("netes", netes, "utf-8", ("date", "outlet"), (0, 2, 4, 6)),
)


def pages() -> list[tuple[Layout, int, bytes]]:
    """All pages: layout, number of the text, bytes of the file."""
    made = []
    for layout in LAYOUTS:
        for number in layout.texts:
            html = layout.write(TEXTS[number])
            made.append((layout, number, html.encode(layout.encoding)))
    return made


def lines_of(text: Text) -> list[str]:
    """The lines of an article as a reader has them."""
    return [line.removeprefix("## ").removeprefix("- ").removeprefix("> ").strip("　") for line in text.lines]
