"""What sites wrap around their articles, as data: one entry a site, and what pages share wherever they stand.

Patterns are written in simplified characters; `kg.articles.chrome` matches them against the simplified view of a block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["COMMON", "NOWHERE", "SITES", "Site", "site_at", "site_signed"]


@dataclass(frozen=True)
class Site:
    """A site and its furniture.

    Attributes:
        publisher: name of the outlet.
        hosts: host names; their subdomains count.
        signature: found in the closing lines of its articles.
        links: URLs of its adverts, author pages, tags and share buttons; a block without other text is furniture.
        masthead: what a whole block of the head of the page is, once such links are taken out.
        footer: beginning of a block of the last ones, from which on nothing belongs to the article.
        end: beginning of a block, wherever it stands, from which on nothing belongs to the article.
    """

    publisher: str
    hosts: tuple[str, ...]
    signature: re.Pattern[str]
    links: re.Pattern[str]
    masthead: re.Pattern[str]
    footer: re.Pattern[str]
    end: re.Pattern[str]


@dataclass(frozen=True)
class Common:
    """What pages of any site carry at their edges.

    Attributes:
        byline: a whole block before the text: who wrote, edited, translated.
        credit: a whole block behind the text: the same, with more to tell.
        call: found in a block behind the text: follow us, add the author, scan the code.
        code: found in a block near the end, wherever it stands there: scan this code.
        related: a whole block behind the text, above the titles of other articles.
        footer: beginning of a block of the last ones, from which on nothing belongs to the article.
    """

    byline: re.Pattern[str]
    credit: re.Pattern[str]
    call: re.Pattern[str]
    code: re.Pattern[str]
    related: re.Pattern[str]
    footer: re.Pattern[str]


_NEVER = re.compile(r"(?!)")

NOWHERE = Site("", (), _NEVER, _NEVER, _NEVER, _NEVER, _NEVER)
"""The site of an article that names none."""

_WOSHIPM = Site(
    publisher="人人都是产品经理",
    hosts=("woshipm.com",),
    signature=re.compile(r"人人都是产品经理(?:作者|专栏作家|合作媒体|平台仅提供)|发布于\s?人人都是产品经理"),
    links=re.compile(
        r"https?://(?:[\w-]+\.)*(?:qidianla\.com/|woshipm\.com/(?:u|tag)/|service\.weibo\.com/share|pwmqr\.com/)"
    ),
    masthead=re.compile(
        r"(?:关注)?\s*(?:\d{4}-\d\d-\d\d)?\s*(?:\d+\s?评论\s*\d+\s?浏览\s*\d+\s?收藏(?:\s*\d+\s?分钟)?)?"
        r"|[#＃]?本文为.{1,40}(?:出品|作品)。?"
    ),
    footer=re.compile(
        r"本(?:文|栏目|篇).{0,60}人人都是产品经理"
        r"|本(?:文|栏目|篇).{0,60}(?:禁止|不得|请勿|谢绝)转载"
        r"|.{0,40}发布于\s?人人都是产品"
        r"|该文观点仅代表作者本人"
        r"|[＃#]?(?:专栏|特邀)作[家者][＃#]?$"
        r"|.{1,60}人人都是产品经理(?:专栏|特邀)作[家者]"
        r"|为我投票$|我在参加人人都是产品经理"
        r"|「天天问」为人人都是产品经理"
        r"|每周三/四晚上8点，起点课堂"
    ),
    end=re.compile(r"赞赏\s+收藏(?:已收藏)?\d*\s+点赞"),
)

SITES: tuple[Site, ...] = (_WOSHIPM,)
"""All sites with an entry; one more is one more line here."""

_ROLE = (
    r"(?:(?:特约|责任|原文?|本文)?(?:作者|记者|编辑)|撰文|撰稿|文字?|主编|责编|校对|审校|排版|出品人?|采访|译者?|编译|翻译"
    r"|(?:文章|内容)?来源(?:微信)?(?:公众号|媒体)?|原文(?:链接|地址|标题)?|(?:微信)?公众号|视频号|图片?来源|图源"
    r"|[题封头]图|(?:部分)?素材来源|监制|制图)"
)
_MARK = r"\s?(?:[:：|｜丨/／@]|来自)\s?"
_BYLINE = rf"[（(【\[]?{_ROLE}(?:\s?[&＆、和]\s?{_ROLE})?{_MARK}"
_NAMES = rf"(?:{_ROLE}\s+\S{{2,8}}\s*){{2,4}}"

COMMON = Common(
    byline=re.compile(rf"{_BYLINE}[^。！？；]{{1,40}}|{_NAMES}"),
    credit=re.compile(
        rf"(?:[#＃*•·]\s?)?{_BYLINE}.{{1,200}}|{_NAMES}"
        r"|[^，。；]{1,24}[，；。,;]\s?(?:微信)?(?:个人)?公众号(?:[:：@]|号[:：]|“|「).{1,200}"
    ),
    call=re.compile(
        r"(?:欢迎|敬请|记得|别忘了).{0,40}(?:微信|公众号|二维码|小编|交流|留言|投稿|转发|关注|点赞|收藏)"
        r"|(?:扫码|扫一扫|扫描|长按|识别).{0,30}(?:二维码|海报|[入进]群|关注|添加|加我?|领取|联系)"
        r"|(?:添加|关注|加)(?:我们?|作者|小编|顾问|助理|下方|笔者|公众号|微信|本号).{0,40}$"
        r"|(?:点击|戳)(?:下方|这里|此处|阅读原文|原文链接)"
        r"|(?:点赞|点个?在看|转发|收藏)[、，和+](?:点赞|在看|转发|收藏|分享|关注)"
    ),
    code=re.compile(
        r"(?:扫码|扫一扫|扫描|长按|识别).{0,12}(?:二维码|海报).{0,12}(?:添加|关注|加入|领取|进群)"
        r"|(?:添加|关注)(?:下方|下面).{0,16}(?:二维码|公众号)"
    ),
    related=re.compile(r"(?:相关|推荐|延伸|往期)(?:阅读|文章|推荐|回顾)[:：]?"),
    footer=re.compile(
        r"[（(【\[*＊※]?(?:"
        r"[题封头]图(?:来自|源自|来源|源于|由|为|及|[:：])"
        r"|文中(?:配图|图片)"
        r"|本文(?:由|为|系|仅|未经|转载).{0,60}(?:转载|授权|版权|代表|立场|投资建议)"
        r"|本文.{0,20}(?:禁止|请勿|谢绝|不得|请注明)"
        r"|(?:本文|文章)(?:仅|为|只)作者(?:独立|个人|本人)?观点"
        r"|(?:版权|免责|风险|转载|特别|郑重)?(?:声明|提示)[:：].{0,80}(?:观点|版权|转载|侵权|投资|立场|建议)"
        r"|.{0,80}未经.{0,10}(?:许可|授权|允许|同意).{0,8}(?:禁止|不得|请勿|谢绝)(?:转载|使用|复制)"
        r")"
    ),
)


def site_at(url: str | None) -> Site:
    """The site of a URL; `NOWHERE` where it has no entry."""
    if url:
        try:
            host = (urlsplit(url).hostname or "").lower()
        except ValueError:
            return NOWHERE
        for site in SITES:
            if any(host == name or host.endswith("." + name) for name in site.hosts):
                return site
    return NOWHERE


def site_signed(closing: str) -> Site:
    """The site whose signature stands in the closing lines of an article, in simplified characters; else `NOWHERE`."""
    return next((site for site in SITES if site.signature.search(closing)), NOWHERE)
