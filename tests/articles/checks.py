"""What holds of every body, and small pages to try things on."""

from __future__ import annotations

from pathlib import Path

from kg.articles import read_article
from kg.model import Article, Body, Span

WOSHIPM_PAGE = """# 淘宝火了？
{% hint style="info" %}
**Category:** It
**Author:** [光子\\_星球](https://www.woshipm.com/u/1)
**Published:** 2025-04-21\x20\x20
**Tags:** `淘宝` `速卖通`
**Original:** [View on woshipm.com](https://www.woshipm.com/it/1.html)
{% endhint %}
> 淘宝意外走红。

---

## 淘宝火了？

[![](https://static.woshipm.com/a.jpg)](https://www.woshipm.com/u/1)

[光子\\_星球](https://www.woshipm.com/u/1) ![](https://static.woshipm.com/t.png) 关注

2025-04-21

0 评论 1347 浏览 0 收藏 20 分钟

[🔗 产品经理专业技能指的是：需求分析。](https://ke.qidianla.com/courses/90pm)

> 淘宝**意外**走红。

![](https://image.woshipm.com/b.png)

第一段提到[速卖通](https://example.com/x)。

[![](https://image.woshipm.com/c.png)

如何定义B端产品

查看详情 >

](https://ke.qidianla.com/courses/bcpm)

第二段。

作者丨思原 编辑丨茯神

本文由人人都是产品经理作者【光子星球】，原创/授权 发布于人人都是产品经理，未经许可，禁止转载。

题图来自Unsplash，基于CC0协议。

该文观点仅代表作者本人，人人都是产品经理平台仅提供信息存储空间服务。

赞赏 收藏已收藏3 点赞已赞0

更多精彩内容，请关注人人都是产品经理微信公众号或下载App

[淘宝](https://www.woshipm.com/tag/x)[速卖通](https://www.woshipm.com/tag/y)

[分享到微博](https://service.weibo.com/share/share.php?title=淘宝 (火了)&url=x)

微信扫一扫

![微信二维码](https://api.pwmqr.com/qrcode/create/?url=x)

分享
"""


def read(folder: Path, text: str | bytes, name: str = "a.md") -> Article:
    """Write a file and read it."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return read_article(path)


def lines(article: Article) -> list[str]:
    """The texts of the blocks."""
    return [article.body.text[block.start : block.end] for block in article.body.blocks]


def assert_in_place(body: Body, file_text: str) -> None:
    """Every character of a body stands where its segment says; blocks and segments cover the text in order."""
    position = place = 0
    for segment in body.segments:
        assert segment.body == position
        assert segment.file >= place
        position += segment.length
        place = segment.file + segment.file_length
        if segment.length == segment.file_length:
            run = body.text[segment.body : position]
            there = file_text[segment.file : place]
            assert len(run) == len(there)
            assert all(
                one == other or (one == "\n" and other in "|\r\v\f\x1c\x1d\x1e\x85\u2028\u2029<")
                for one, other in zip(run, there, strict=True)
            )
    assert position == len(body.text)
    assert place <= len(file_text)
    assert "\n".join(body.text[block.start : block.end] for block in body.blocks) == body.text
    for block in body.blocks:
        text = body.text[block.start : block.end]
        assert text == text.strip() != ""
        assert len(text.splitlines()) == 1
        body.file_span(Span(block.start, block.end))
