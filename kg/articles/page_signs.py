"""How pages name their parts, and what their furniture says, as data.

`hint` patterns are matched against a box's class, id, role and itemprop, in lower case; patterns of lines against the
simplified view of a line.
"""

from __future__ import annotations

import re

__all__ = [
    "ARTICLE_BODY",
    "AUTHOR_HINT",
    "COMMENTS",
    "CONTENT",
    "DOOR",
    "FURNITURE",
    "FURNITURE_TAGS",
    "LEAD",
    "META_LINE",
    "OUTLET_HINT",
    "RELATED_LINE",
    "TAIL_LINE",
    "TOOL_LINE",
    "WALL",
    "WEAK_CONTENT",
    "is_meta_line",
]

ARTICLE_BODY = re.compile(r"\barticlebody\b")
"""The body by schema.org."""

CONTENT = re.compile(
    r"(?:^|[\s_-])(?:js_content|rich_media_content|artibody|artibodytitle|endtext|trs_editor|mp-editor|rm_txt_con|left_zw"
    r"|kr-rich-text-wrapper|rich_text|richtext|rich-text|post_body|article-detail|articledetail|newstext|news_txt|news-text"
    r"|(?:the-?)?(?:article|post|entry|news|blog|story|detail|content|text|main|essay|page|cms|arc|art)"
    r"(?:__|-|_)?(?:content|body|text|txt|main|con|detail|article|inner|holder|wrap-content|editor|show|view|render|post)"
    r"(?:-(?:text|box|main|inner|content|body))?)(?:$|[\s_-]|\d)"
)
"""The box of the text, in the words of common systems."""

WEAK_CONTENT = re.compile(
    r"(?:^|[\s_-])(?:content|article|main|post|detail|body|text|entry|story|artical)(?:$|[\s_-]|\d)"
)
"""A box around it."""

LEAD = re.compile(r"summary|abstract|\blead\b|excerpt|article-(?:desc|intro)|daodu|zhaiyao|digest|subtitle")
"""A summary above the text that belongs to it."""

COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment[\w-]*|\w+-comments?|replies|reply(?:-?list|-?box)?|pinglun|disqus\w*|respond|gentie\w*|tiezi"
    r"|liuyan|discuss(?:ion)?)(?:$|[\s_-])"
)
"""What readers wrote."""

FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation|i)?|menu\w*|breadcrumbs?|crumbs?|crumb-nav|mianbao\w*|side-?bar\w*|aside|sider|siderail|footer\w*"
    r"|foot|bottom-?bar|site-?header|page-?header|top-?bar|topnav|masthead|toolbar|tools?|tool-?box|ad|ads|adv|advert\w*|ad-?box|ad-?wrap"
    r"|guanggao|gg|banner|sponsor\w*|promo\w*|share\w*|sharing|social\w*|bdsharebuttonbox|bshare|jiathis\w*|like-?(?:btn|box)"
    r"|relate\w*|recommend\w*|recom|rec-?list|tuijian|guess\w*|hot|hot-?(?:news|list|article|rank|box)\w*|rank\w*|most-?read"
    r"|popular\w*|trending|latest-?\w*|more-?(?:news|articles?|read)|read-?more|next-?(?:article|post)|prev-?(?:article|post)"
    r"|prev-?next|pager|pagination|paging|page-?nav|post-?navigation|tags?|tag-?list|tag-?box|keywords|label-?list|qr-?code\w*"
    r"|qrcode\w*|erweima|wechat-?(?:code|qr|card|box)|weixin-?(?:code|qr|card)|copyright\w*|statement|disclaimer|shengming|declare"
    r"|author-?(?:card|box|info|bio|profile|intro)|about-?author|bio|vcard|profile-?card|subscribe\w*|newsletter\w*|login\w*"
    r"|sign-?(?:in|up)|register|popup|modal|mask|overlay|toast|cookie\w*|gdpr|app-?(?:download|banner|guide)|download-?(?:app|bar)"
    r"|open-?app|widget\w*|toc|table-of-contents|catalog\w*|mulu|search\w*|fixed-?\w*|float-?\w*|go-?top|back-?top|feedback"
    r"|report-?btn|tips?|vote|reward|dashang|appreciate|zan|like|collect|praise|statistics|post-?meta|entry-?meta"
    r"|article-?meta|meta-?info|meta|byline|source-?info|article-?info|info-?bar|art-?info|editor-?info|article-?editor"
    r"|responsible\w*|zebian|print\w*|font-?size|hidden|sr-only|visually-hidden|noprint|no-print|links?|friend-?link|youlian"
    r"|video-?player|player|barrage|slides?|carousel|swiper|gallery-?nav)(?:$|[\s_-])"
)
"""What stands around the text."""

FURNITURE_TAGS = frozenset(("nav", "footer", "aside", "menu", "form", "dialog", "details"))
"""Elements that hold none of the text, unless they hold most of it."""

AUTHOR_HINT = re.compile(r"(?:^|[\s_-])(?:authors?|writer|zuozhe|byline)(?:$|[\s_-]|-?name)")
"""An element with the author's name."""

OUTLET_HINT = re.compile(
    r"(?:^|[\s_-])(?:source|source-?name|js_name|media-?name|outlet|laiyuan|article-?source)(?:$|[\s_-])"
)
"""An element with the outlet's name."""

_DATE = (
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s?(?:周|星期)[一二三四五六日天])?"
    r"(?:[\sT]*(?:上午|下午)?\d{1,2}[:：时]\d{2}分?(?:[:：]\d{2})?)?"
    r"|\d{1,2}月\d{1,2}日(?:\s*\d{1,2}[:：]\d{2})?|\d{1,2}[-/]\d{1,2}\s+\d{1,2}[:：]\d{2}"
    r"|(?:今天|昨天|前天)(?:\s*\d{1,2}[:：]\d{2})?|\d+\s?(?:分钟|小时|天|周|个月|年)前"
)
_LABEL = (
    r"(?:发[布表稿](?:时间|日期|于|者)?|更新(?:时间|于)?|时间|日期|最后(?:更新|修改)|(?:文章|信息|新闻|稿件|内容|原文)?来源|稿源|作者|记者|编辑|责编"
    r"|责任编辑|撰文|文|译者?|审[核校]|校对|出处|出品|点击(?:数|量|率)?|浏览(?:数|量|次数)?|阅读(?:数|量|时长)?|评论(?:数)?|字号|字体|分类|栏目|标签"
    r"|IP属地|发布地|字数|人气|热度|点赞数?|收藏数?)"
)
_COUNT = (
    r"(?:阅读|浏览|评论|点赞|赞|收藏|转发|分享|喜欢|人气|热度|围观|在看|跟贴)\s?[(（]?\d[\d.,]*\s?[万wkWK]?\+?[)）]?\s?次?"
    r"|\d[\d.,]*\s?[万wkWK]?\+?\s?(?:人?次?(?:阅读|浏览|评论|点赞|收藏|转发|分享|跟贴|参与|围观|在看|观看)|条评论|字|次|分钟(?:阅读)?)"
)
_WORD = (
    r"(?:分享(?:到|至)?|微信|微博|朋友圈|QQ(?:空间|好友)?|空间|收藏|打印|字号|字体|大|中|小|标准|超大|复制链接|复制|举报|评论|点赞|转发|关注"
    r"|已关注|订阅|原创|转载|听新闻|播放|语音播报|扫一扫|手机(?:看|阅读|观看|版)|投诉|纠错|返回(?:首页|列表|顶部)?|首页|登录|注册|更多|客户端"
    r"|新浪|facebook|twitter|linkedin|\+|-|A|T|分享到微信|微信扫码分享|赞|踩|喜欢|有用|不喜欢|推荐|海报|生成海报|赏|打赏|赞赏|听全文|我要评论"
    r"|参与评论|展开全文|阅读原文|查看原文|原文链接|在?手机上?阅读|二维码|扫码分享|展开|收起|目录|全文|上一篇|下一篇|没有了|打印本页|关闭(?:窗口|本页)?|加入收藏|收藏本[页站]|推荐给朋友|返回上[页级]|[＋－|｜/·•>»›])"
)
_BETWEEN = r"[\s|｜丨·•/,，、—\-\[\]【】()（）]*+"
_ITEM = rf"(?:{_DATE}|{_COUNT}|{_LABEL}\s?[:：/|｜丨]?\s?[^\s。！？，；【\[]{{0,24}}|{_WORD})"
META_LINE = re.compile(rf"{_BETWEEN}{_ITEM}(?>(?:{_BETWEEN}{_ITEM})*){_BETWEEN}")
"""A line of date, source, counts and buttons. Matched by `is_meta_line`."""

_REPORTER = re.compile(
    r"[^。，！？]{0,16}[/／\s][^。，！？]{0,3}记者[^。，！？]{2,12}[/／][^。，！？]{0,8}(?:报导|报道|综合报道)?"
)
_NAME_AND_DATE = re.compile(rf"[^。！？；：]{{1,16}}[\s|｜丨·•]+(?:{_DATE})(?:[\s|｜丨·•]+\S{{1,16}}){{0,3}}")
_SENTENCE = re.compile("[。！？；…]")


def is_meta_line(text: str) -> bool:
    """Whether a line, in simplified characters, holds nothing but date, source, counts and buttons."""
    if len(text) > 120 or _SENTENCE.search(text):
        return False
    return bool(META_LINE.fullmatch(text) or _NAME_AND_DATE.fullmatch(text) or _REPORTER.fullmatch(text))


TOOL_LINE = re.compile(
    r"(?:点击|戳|长按|扫码|扫描|识别|打开|下载|登录|前往|进入|使用)[^。]{0,30}(?:APP|App|app|客户端|二维码|小程序|查看(?:全文|更多|详情)|阅读全文)[^。]{0,20}"
    r"|(?:[<＜【\[(（]\s?)?(?:广告|推广|赞助内容|AD|ADVERTISEMENT|Advertisement|广告位招租)(?:\s?[>＞】\])）])?"
    r"|[（(]?(?:点击|戳)(?:图片|此处|这里|上方|下方|蓝字)[^。]{0,20}"
    r"|摘\s?要|内容(?:摘要|提要)|核心提示"
    r"|(?:您?的?当前)?(?:您(?:现在)?的|当前|所在)位置\s?[:：].{0,80}"
    r"|首页\s?[>＞»›/].{0,60}"
    r"|字(?:号|体)\s?[:：]?.{0,12}|[A-]\s?[A+]"
    r"|(?:本文)?(?:全文)?(?:共|约)?\s?\d{3,5}\s?字[，,]?\s?(?:阅读|预计|大约|需|建议)[^。]{0,16}"
)
"""A line of tools or adverts, wherever it stands."""

TAIL_LINE = re.compile(
    r"[（(【\[]?(?:本文|文章)?(?:责任?编辑|责编|编辑|值班编辑|审[核校]|校对|监制|编审|主编|作者|记者|撰文|图片|终审|初审|复审|统筹|签发)\s?[:：丨|｜/]"
    r".{0,60}"
    r"|[（(]\s?(?:文|记者|完|编辑|责编|作者|本报记者|原标题|来源)[^）)]{0,40}[）)]"
    r"|[（(【\[]?(?:本文|文章|稿件|内容|新闻|信息|图文)?(?:来源|转自|转载自|摘自|出处|原标题|原文标题|原文链接|原文地址|本文链接|文章链接)\s?[:：于自].{0,120}"
    r"|(?:标签|关键[词字]|分类|栏目|专题|话题|Tags?|TAGS?|tags?)\s?[:：].{0,120}"
    r"|#\S{1,20}(?:\s+#\S{1,20})*#?"
    r"|(?:上一[篇条则页]|下一[篇条则页]|前一篇|后一篇)(?:文章)?\s?[:：]?.{0,80}"
    r"|(?:特别|免责|版权|郑重|风险|重要|网站|转载|本站|平台|作者|法律)?(?:声明|提示|说明|申明)\s?[:：].{0,400}"
    r"|(?:凡|如)?(?:本网|本站|本报|本刊|本平台)[^。]{0,20}(?:注明|转载|所有|版权|不代表|声明).{0,200}"
    r"|(?:以上|上述|本文|该文|文章)(?:内容|观点|文章)?[^。]{0,12}(?:仅供参考|不代表|不构成|仅代表|由用户|为.{0,10}用户上传|来源于网络|由AI).{0,200}"
    r"|(?:本|该)(?:内容|文|文章|稿件?|作品)[^。]{0,12}(?:授权|原创|首发|发布)[^。]{0,40}(?:不代表|立场|转载|授权).{0,120}"
    r"|(?:如|若)对(?:本|该|此)[^。]{0,12}(?:异议|疑问|投诉).{0,80}"
    r"|(?:想[^。，]{2,10}[，, ])?(?:请|欢迎)?关注[^。，]{1,20}(?:视频号|公众号|微信|微博|账号)[！!。]?"
    r"|(?:如|若)(?:有|需|您|发现|涉及|存在)[^。]{0,20}(?:侵权|转载|版权|问题|疑问|异议)[^。]{0,30}(?:联系|告知|删除|处理|邮箱).{0,80}"
    r"|.{0,30}(?:版权所有|未经(?:正式|书面|本[站网报])?(?:授权|许可|允许|同意)[^。]{0,30}(?:转载|使用|复制|摘编|镜像)).{0,80}"
    r"|(?:Copyright|©|COPYRIGHT).{0,160}"
    r"|附件\s?\d?\s?[:：].{0,80}|返回\S{2,8}[，,]\s?查看更多|举报[/／]反馈|举报|投诉|(?:[Tt]he |THE )?(?:END|End|end)"
    r"|-+\s?(?:END|end|End|完)\s?-+|[（(—-]*\s?(?:全文完|完|本文完|未完待续)\s?[）)—-]*"
    r"|更多(?:精彩|内容|资讯|新闻|文章|相关).{0,80}|(?:欢迎|敬请)?(?:关注|扫码|扫描|长按|添加).{0,40}(?:公众号|微信|二维码|视频号|官微).{0,40}"
    r"|(?:海量资讯|更多.{0,8}资讯|打开.{0,10}APP|下载.{0,16}APP|尽在.{0,10}APP).{0,40}"
    r"|(?:微信|QQ|电话|邮箱|投稿|爆料|商务合作|寻求报道|报料|热线|客服)[^。]{0,12}[:：].{0,60}"
    r"|\d+\s?人(?:点赞|喜欢|觉得|赞过|打赏|已赞|赞赏).{0,20}|(?:你|您)(?:觉得|认为|怎么看).{0,30}(?:评论|留言).{0,20}"
)
"""A last line that is none of the text."""

RELATED_LINE = re.compile(
    r"[【\[◆■▍|]?\s?(?:相关|推荐|延伸|往期|热门|更多|精彩|猜你喜欢|猜您喜欢|大家都在|编辑|为[你您]|最新|今日|本周|其[他它]|拓展|近期)?"
    r"(?:阅读|推荐|文章|新闻|资讯|报道|回顾|内容|排行榜?|热[点文门]|专题|看|搜|精选|猜你喜欢|猜您喜欢|喜欢|话题|链接)\s?[】\]]?\s?[:：>»]?(?:更多)?"
    r"|(?:网友|最新|热门|全部|精彩|精选|用户|读者|文章|发[表布]|参与|我要|写|已有|共有?|查看)?\s?(?:\d+\s?条)?(?:评论|留言|跟贴|回复|讨论)"
    r"(?:区|列表|内容|\s?[(（]?\d+\s?条?[)）]?)?\s?[:：]?"
)
"""A heading from which on other articles or comments follow."""

WALL = re.compile(
    r"(?:登录|登陆|注册|订阅|付费|购买|开通|扫码|验证|关注公众号)[^。，]{0,14}(?:后|即可|方可|才能|可|以|继续)[^。，]{0,8}(?:查看|阅读|浏览|观看|解锁|访问|展开)"
    r"|(?:会员|付费|VIP|订阅)(?:专享|专属|用户|可见|内容|文章)|剩余\s?\d+\s?%|(?:完成|进行)?(?:安全|人机)验证|访问过于频繁|环境异常"
)
"""What a page says that shows its article to those alone who log in, pay or prove that they are people."""

DOOR = re.compile(
    r"(?:请|需要?)(?:您)?先?(?:登录|登陆|注册)|(?:输入|完成|获取)(?:短信)?(?:验证码|验证)|(?:去|立即)登录|(?:账号|密码|扫码|微信|手机号?|验证码)登录"
)
"""The same, as pages say it that show nothing else; others say it above their comments."""
