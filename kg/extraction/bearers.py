"""What keeps a name from bearing the figure behind it: another noun, a comparison, goods on its shelves."""

from __future__ import annotations

import re

from kg.extraction.clauses import by_several, of_more
from kg.extraction.found import AT, SOURCE, Found
from kg.extraction.view import CODES, MARKS, PLACE_CODES, SentenceView
from kg.language.subjects import is_transparent

__all__ = [
    "bears_nothing",
    "is_by_the_way",
    "is_of_another",
    "is_of_goods",
    "is_of_shelves",
    "joined_from",
    "tells_of_others",
]

# What goods cost, not what their shop does; and what a platform sells of its own.
_GOODS_PRICE = re.compile("售价|标价|价格|定价|售卖价|起售价|折扣价|到手价|原价|现价")
_OWN_PRICE = re.compile("会员|套餐|服务|版|订阅|年卡|月卡")
_ONE_PIECE = re.compile("(?:[一几两每这那])(?:件|款|台|部|双|条|瓶|只|支|套|杯|盒)[^，]{0,4}$")

# What tells, before the noun of a figure, that it is of others: 中国网购用户数, 四个单品销售额, 对超10单的用户.
_OF_ANOTHER = re.compile(
    rf"^(?:{CODES['time']}|[，,中]|但|而|且|则|同时|预测)*[{PLACE_CODES}{CODES['count']}]"
    r"|[一两三四五六七八九十单某首每]个(?!月|季|小时)|这些|那些|违规|清退|封禁|下架|查处|单品|单个|品类|类目|谁|大多|愿意"
    r"|^个|^(?:但|而|并)?(?:不|不仅|对)(?!断|过|仅(?:宣布|推出|提供|拥有|投入|承诺|获得|完成|覆盖|实现|支持))"
)
# Who tells of others' figures rather than of his own: 贝恩的一份调查问卷显示, 高盛甚至将…预测从….
_SAYS = re.compile(
    r"[^，。；]{0,12}?(?:数据|报告|调查|问卷|统计|调研|预测|研究)[^，。；]{0,6}?(?:显示|指出|称|表明|诞生|从)|[》」]?(?:观察到|获悉|了解到|注意到|调查发现)|[^，。；的]{0,6}(?:表示|预测|预计|认为|估计|测算)[，,]?"
)


# Who is cited for what follows, and who backed the round that is told of.
_CITED = re.compile(
    "(?:等媒体|等)?(?:的)?(?:报道|报导|消息|介绍|预测|预计|估算|测算|估计|统计|分析|研究|报告|数据|调查|了解|披露|透露|称)"
)
_BACKED = re.compile("(?:等)?(?:领投|跟投|参投|联合领投|投资)的")
# Somebody whom nobody knows, told together with a name; and what is told of a part by its name: 来自A的收入.
_WITH_UNKNOWN = re.compile(
    "(?:、|和|以及|及(?!时|其))(?!去年|上年|上一|同期|此前|之前|以往|往年|过去|其[他它]?|自身|旗下|现在|今年)[^，。；：\ue000-\ue01f]{2}"
)
_COMES_FROM = re.compile("(?:集团|业务|平台|部门)?的(?:总|净|直接)?")

# Somebody else, named in quotation marks behind what he is: A内某某主播“甲乙”.
_NAMED_OTHER = re.compile(
    "(?:买手|主播|博主|达人|商家|卖家|店主|网红|红人|店铺|账号|创作者|直播间|up主|UP主|品牌)[“「《][^”」》]{1,14}[”」》]"
)

# Whom a name gets to do what follows: 帮助商家…, 已帮助60家初创公司….
_FOR_OTHERS = re.compile(
    "(?:要求|让|使|帮助?|助力|支持|需要)[^，]{0,8}(?:商家|卖家|用户|企业|品牌|工厂)"
    f"|(?:帮助?|助力|让|使)了?{CODES['count']}[^，]{{0,6}}(?:公司|客户|产品|团队|网站|店铺|应用)"
)


# Some shop of many on a platform, or some brand's trade there: 有微信小店…, 还有品牌上线…, 有商家的A订单….
_LED = "也|亦|甚至|更|就|便|曾|目前|此前|已经?|而|但|比如|例如|如"
_THERE_IS = "有(?:的|些|一些|[一某][家个])?"
_SOME_SHOP = re.compile(
    f"(?:{_LED})*{_THERE_IS}"
    f"|(?:{_LED}|还)*{_THERE_IS}"
    "(?:品牌|商家|商户|门店|店铺|店主|卖家|用户|主播|餐厅|企业|网友|达人)[^，。；]{0,10}"
)
# A film or product put up there bears what follows: 《X》上线A平台后播放量….
_PUT_UP_THERE = re.compile("(?:上线|登陆|入驻|登录|进驻|加入|接入)$")
_SINCE_THEN = re.compile("(?:平台|App|APP)?(?:之后|以来|以后|后)")
# Behind whoever made what follows.
MADE = "(?:推出|发起|打造|研发|开发|主办|孵化|出品|举办|发行)的"
# What somebody made or has under it is another thing, where only its kind or an unknown name follows: A推出的礼盒,
# A旗下的某某某, A旗下最新…的APP; not its report, nor what all it has comes to.
_ANOTHERS = re.compile(
    "(?:集团|公司)?旗下(?:的)?(?!所有|各|全部|全系|全线|全平台|多个|整体|业务|产品|品牌|平台|应用|电商|门店|[A-Za-z0-9]*产品)[^，。；的]"
    f"|[^，。；的\ue000-\uf8ff]{{0,10}}{MADE}"
    "(?!(?:财报|年报|季报|报告|数据|公告|业绩|产品|商品|新品|短剧|活动|补贴|门店|服务|自有|自营|[^，。；]{0,4}(?:报告|财报|数据)))[^，。；、]{2}"
)


# A place that only tells what somebody is (这家波兰电商), or where shares are sold (在纽约上市).
_POINTED_AT = re.compile("(?:[这那一]家|该)$")
_LISTED_THERE = re.compile("[^，。；、\ue000-\uf8ff]{0,6}(?:上市|挂牌|IPO|交易所|联交所)")


def is_by_the_way(code: str, start: int, place: int) -> bool:
    """Whether a place of a clause tells nothing of where its figure holds: 这家波兰电商, 在纽约上市."""
    listed = code[place] in PLACE_CODES and _LISTED_THERE.match(code, place + 1)
    return bool(listed or _POINTED_AT.search(code, start, place))


def is_of_another(before: str) -> bool:
    """Whether what stands before the noun of a figure tells that it is of others: 四个单品销售额."""
    return bool(_OF_ANOTHER.search(before))


def tells_of_others(behind: str) -> bool:
    """Whether what stands behind a name makes it the source of figures, not their subject: 高盛预测从…."""
    return bool(_SAYS.match(behind))


def is_of_goods(view: SentenceView, found: Found, start: int, position: int) -> bool:
    """Whether a figure is of what is sold or who has an account on a platform: 淘宝的价格为…, 视频号端的粉丝."""
    between = view.code[found.end : position]
    kinds = {e.subclass for e in found.entities}
    if view.code.startswith("粉丝", position) or between.startswith("私域"):  # 微信私域用户: some shop's
        return kinds == {"SocialPlatform"}
    if not _GOODS_PRICE.match(view.code, position):
        return False
    if _ONE_PIECE.search(between):
        return True
    shop = bool(kinds & {"Marketplace", "SocialPlatform"}) or view.code[max(start, found.position - 1)] in AT
    return shop and not _OWN_PRICE.search(between)


def is_of_shelves(view: SentenceView, carried: Found, start: int, position: int) -> bool:
    """Whether a price is of the goods of shops that an earlier clause tells of."""
    priced = _GOODS_PRICE.match(view.code, position) and not _OWN_PRICE.search(view.code, start, position)
    return bool(priced) and all(e.subclass == "Marketplace" for e in carried.entities)


def joined_from(code: str, start: int, runs: list[tuple[int, int]], first: int) -> int:
    """Where a list with 与 or 和 starts that opens the clause: Temu与SHEIN销售额…, A已经和B、C一同…."""
    before = [run for run in runs if run[1] < first]
    together = bool(before) and re.fullmatch("(?:已经?|也|还|将)?[与和]", code[before[-1][1] : first])
    opens = together and is_transparent(MARKS.sub("", code[start : before[-1][0]]))
    return before[-1][0] if opens else first


def _only_hosts(before: str, between: str) -> bool:
    """Whether a figure is of what somebody made or has, by several means, of some shop there, or of a film there."""
    there = _PUT_UP_THERE.search(before) and _SINCE_THEN.match(between)
    means = by_several(before)
    return bool(there or means or _SOME_SHOP.fullmatch(before) or _ANOTHERS.match(between))


def bears_nothing(code: str, first: int, last: int, start: int, between: str) -> bool:
    """Whether a noun between name and metric, or a comparison, makes another thing the bearer."""
    if of_more(between) or _WITH_UNKNOWN.match(between):  # 百度、腾讯等厂商的采购, A和甲乙丙的份额: of others too
        return True
    if _NAMED_OTHER.search(between) or re.search("[”》」]的?(?:话题|视频|标签|短视频|挑战|$)", between):
        return True
    if _FOR_OTHERS.search(between) or _only_hosts(code[start:first], between):
        return True
    if SOURCE.match(between):  # 根据谷歌的研究显示，…
        return True
    if re.search(r"据$", code[max(start, first - 1) : first]) and _CITED.match(between):  # 据36氪报导称…
        return True
    if _BACKED.match(between):  # 由A领投的估值…的融资
        return True
    if code[max(start, first - 2) : first] == "来自" and _COMES_FROM.fullmatch(between):  # 其中，来自A的收入为…
        return not is_transparent(MARKS.sub("", code[start : first - 2]))
    if re.search(
        r"(?:从|来自|(?:实现|达成)了?)$", code[max(start, first - 3) : first]
    ):  # 从A售出的包裹, 已实现抖音销售额N
        return True
    if re.search(r"(?:高于|低于|超过|超越|优于|相比|比|不及|除|较)$", code[max(start, first - 3) : first]):
        return True
    return bool(
        re.match(
            r"(?:以外|之外|的?(?:母公司|控股股东|大股东|竞争对手|竞对)|商家|卖家|用户(?!日均|人均|平均|使用|规模|数|总|增长|留存|渗透)|消费者|员工|投资人|创始人|服务商|供应商|网?店(?!铺?(?:的|总)?数量?)|(?:官方)?账号|官号|公众号|视频号(?!的?(?:GMV|日活|月活|用户|交易))|社群|主页|直播间|(?:官方)?(?:旗舰店|专营店|专卖店)|官旗|的?(?:应用商店|应用市场)|(?:市场|行业|赛道)(?!份额|占|渗透|扩|竞争|表现)的?[^的]{0,4}$|上?的(?:商家|卖家|用户|消费者))",
            between,
        )
    )
