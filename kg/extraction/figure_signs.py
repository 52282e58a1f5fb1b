"""Whose a figure may be: the metrics of places, hosts and parts of a business, and words that make it another's."""

from __future__ import annotations

import re

from kg.extraction.slots import BODY_CODES
from kg.extraction.view import CODES, SentenceView
from kg.model import Entity

__all__ = [
    "ALL_DO",
    "BACKS",
    "OF_HOSTS",
    "OF_MARKETS",
    "OF_ONE_EACH",
    "OF_PARTS",
    "OF_SEVERAL",
    "OF_SOME",
    "ONLY_PART",
    "POSTS",
    "RESULTS",
    "SHARES",
    "SUMMED",
    "host_sells",
    "of_nobody",
    "of_public_body",
]

# Metrics that a country or region has itself.
OF_MARKETS = frozenset({"users", "activeUsers", "fundingAmount", "price", "tariffRate", "parcels", "other"})
# What somebody who sells in broadcasts has himself.
OF_HOSTS = frozenset({"gmv", "orderVolume"})
_HOST_SELLS = re.compile(f"{CODES['Person']}[^。；]{{0,20}}(?:直播|带货|首播|开播|单场)")
# What people earn: 月收入在1000元以下的占46%.
_OF_INCOMES = re.compile(f"收入[^，。；]{{0,6}}{CODES['money']}[^，。；]{{0,4}}的(?:人群?|用户|消费者|群体|家庭)?占")
_ACTING_BEFORE = re.compile(f"(?<!在)[{BODY_CODES}]")
OF_ONE_EACH = re.compile(  # of one of many
    "每(?:卖出?|售出|成交)一?|单用户|单个用户|人均|每位|户均|单店|客均|每个?(?:付费|活跃|月活|日活|注册|新)?(?:用户|会员|客户)|每家|店均|单品牌|单个品牌|骑手[^，。；]{0,8}(?:平均|人均|日均)|单个?客户|(?:客户|商家|卖家|商户|门店|店铺)的?(?:平均|年均|月均|日均|单)+$"
)
# A clause that only names a part of a business: 其向卖家收取的佣金和广告业务，….
ONLY_PART = re.compile(
    "[\ue000\ue001]的?[^，。；了是将\ue000-\ue01f]{0,16}?(?P<part>[^，。；了是将的\ue000-\ue01f]{2,10}(?:业务|板块|分部))[，,]"
)
# What only a business has: its parts (游戏业务收入, 海外收入) are those of whom the text goes on about.
OF_PARTS = frozenset({"revenue", "revenueGrowth", "revenueShare", "profit", "profitGrowth", "profitStatus"})
OF_PARTS |= {"orderVolume", "orderGrowth", "salesGrowth", "gmv", "gmvGrowth"}
RESULTS = re.compile("财报|业绩|年报|季报|营收|收入|利润|扭亏|增长")  # 小米公布了财报。手机业务收入….
# Whom somebody puts money into.
BACKS = re.compile("(?:参与|投资|入股|注资|收购|领投|参投|跟投|认购)[了过]?[\ue000\ue001]")
SHARES = frozenset({"marketShare", "revenueShare", "orderShare"})
SUMMED = re.compile("合计|加起来|加在一起|合起来")
OF_SEVERAL = re.compile(
    "[两三四五六七八九十几多][家大][^，。；]{0,10}(?:公司|企业|平台|巨头|龙头|厂商|品牌)[，,]?(?:合计|总共|共计|加起来|一共)"
)
ALL_DO = re.compile("(?:一共|总共|合计|共计|共(?![同有享建]))")  # behind several: 五家公司共发布32个模型
OF_SOME = re.compile(
    "有的|有些|有人|某[一家个些]|也有|一些|不少|部分(?!.{0,4}占)"
)  # of many, not what the text goes on about
# Behind a figure that nobody has reached: 1000单左右才会去开仓, 破亿指日可待.
_NOT_REACHED = re.compile(
    "(?:左右|以上)?(?:的)?目标(?!完成|达成|已|实现)|(?:左右|以上)?(?:的话|的时候|时|后|以后)?[，,]?(?:才(?:会|能|可以|可(?!能)|肯|去|敢|算|有资格|允许)|方可|方能|即可|指日可待|不是梦|近在眼前)"
)
POSTS = re.compile(
    "话题|词条|标签|账号|相关|[#＃“《]|短片|MV|新剧|短剧|剧集|该剧|直播间|首播|单条|[这该]条|[该一首][条支]?视频|视频(?!观看|播放|总|日|的)"
)


def host_sells(code: str, position: int, end: int) -> bool:
    """Whether a sentence tells what a person sells in broadcasts, and names no company before the figure.

    Args:
        code: its view.
        position: position of the figure's noun.
        end: position behind the figure.
    """
    return bool(_HOST_SELLS.search(code, 0, end)) and _ACTING_BEFORE.search(code, 0, position) is None


def of_public_body(entity: Entity, metric: str | None) -> bool:
    """Whether a public body would have sales: 国务院发布…，社会消费品零售总额44万亿元.

    Args:
        entity: whom the figure seems to be of.
        metric: its metric.
    """
    return metric in ("gmv", "gmvGrowth") and entity.subclass == "PublicBody"


# What somebody sells, by a name that nobody knows: 库迪的“椰椰拿铁”凭借低价位列第一.
_ITS_PRODUCT = re.compile(
    "的[“「《][^”」》，。\ue000-\uf8ff]{2,16}[”」》](?![^，。；]{0,4}(?:战略|模式|策略|业务|服务|平台|活动))"
)
# What two have, told in one: 份额已经是63%比37%.
_AGAINST = re.compile(f"[ ]?(?:比|对|:|：)[ ]?{CODES['percent']}")
# Whose the figure is stands behind it: 拥有500多家门店的盒马.
_OWNED_BEHIND = re.compile(f"(?:左右|以上)?的[^，。；、的\ue000-\uf8ff]{{0,8}}[{BODY_CODES}]")

# What a figure describes behind it: 用户数仅20万左右的B端平台.
_SUCH = re.compile(
    "(?:左右|上下|以上|多)?的[^，。；的\ue000-\uf8ff]{0,8}?(?:平台|公司|企业|品牌|应用|网站|店铺|商家|小店|网红|主播)(?!的|们?[都也])"
)
_OF_ONE_SHOP = re.compile("(?:单店|每店|每家门店)的?$")  # 单店京东外卖最高日订单超过750单
_WAIVED = re.compile("减免|免除|节省|返还|补贴")
_IS_SUCH = re.compile("[是为]|属于|堪称|不愧|号称")  # A是月活过亿的平台


def of_nobody(view: SentenceView, span: tuple[int, int], metric: str, subject: int) -> bool:
    """Whether a figure is a threshold, one to come, waived, what people earn, or that of what stands behind it.

    Args:
        view: its sentence.
        span: what told it.
        metric: its metric.
        subject: position of its subject, -1 for one of another sentence.
    """
    (first, last), code = span, view.code
    apart = subject < view.clause_of(first)[0]
    if metric in ("revenue", "revenueShare") and _OF_INCOMES.search(code, first, min(last + 6, len(code))):
        return True
    if metric == "rank" and not apart and _ITS_PRODUCT.match(code, subject + 1, first):
        return True
    if apart and metric not in ("price", "rank") and _OWNED_BEHIND.match(code, last):
        return True
    before = max(subject, view.clause_of(first)[0])
    if metric not in ("price", "rank") and _SUCH.match(code, last) and not _IS_SUCH.search(code, before, first):
        return True
    if not apart and _OF_ONE_SHOP.search(code, max(subject - 6, 0), subject):
        return True
    if metric in ("fee", "adSpend") and _WAIVED.search(code, max(subject, 0), last):
        return True
    if metric in SHARES and _AGAINST.match(code, last):
        return True
    return metric != "price" and bool(_NOT_REACHED.match(code, last))
