"""The slots of a rule's pattern that take things: what separates the members of a list, and what may describe each."""

from __future__ import annotations

from kg.extraction.view import ACTING, CODES, PLACE_CODES

__all__ = ["BODY_CODES", "OWNER", "SEPARATOR", "thing_slot"]

_ACTOR_CODES = "".join(CODES[t] for t in ACTING)
# Relations whose ends may be told in a list each with its owner: A、B旗下的C.
_BETWEEN_BODIES = frozenset({"competesWith", "partnersWith", "integratesWith", "supplies", "sellsOn"})
BODY_CODES = CODES["Organization"] + CODES["Platform"]
OWNER = f"[{BODY_CODES}](?:旗下的?|的)"  # before the name of what is its own
SEPARATOR = r"(?:、?(?:以及|乃至|甚至)|、?(?:和|与|及|跟|或|还有)|、|/|&|,(?![0-9]))"
# Between places also commas, where three or more stand in a row or the last is announced: 德国，法国，波兰，以及日本.
_PLACES_APART = (
    r"|，以及"
    rf"|[，,] ?(?=[{PLACE_CODES}](?:[，,] ?[{PLACE_CODES}]|等"
    rf"|[和与及、][{PLACE_CODES}](?:市场|站|地区|国家|等|[，。；]|$)))"
    rf"|(?<=[，,][{PLACE_CODES}])[，,] ?(?=[{PLACE_CODES}](?:[^\u3400-\u9fff{PLACE_CODES}]|[一二两三四五六七八九十]|$))"
)
# What may stand in brackets behind a member of a list: Shopee、Lazada（阿里）、SHEIN.
_GLOSS = r"(?:[（(][^（）()。]{1,20}[）)](?=[、和与及等的]|以及))?"
# A member of a list that nobody knows: 与三通一达、极兔等合作.
_UNKNOWN = r"[\u3400-\u9fffA-Za-z0-9&·]{1,8}"
# What a name may have before it that tells of what kind it is: 新加坡星展银行, 菲律宾支付公司PayMongo.
_KIND = (
    r"(?:公司|平台|企业|品牌|机构|巨头|龙头|连锁|商超|车企|服务商|运营商|零售商|处理商|软件商|物流商|经销商|分销商|开发商|制造商|厂商|供应商|独角兽|集团|应用|网站|演员|歌手|明星|女星|男星|艺人|球星|影星|网红"
    r"|女团|男团|富豪|富商|企业家|商人|创业者|首富|App|APP|软件|工具|系统|游戏|电商|功能|计划|模式|社区|浏览器|钱包|大模型|业务|子公司|基金|银行|超市|便利店|券商|律所|俱乐部|交易所|酒店|航司|工作室|大学|协会|大卖|新秀|玩家)"
)
_OF_KIND = rf"(?![与和及跟同或])[\u3400-\u9fff]{{1,8}}{_KIND}[“「\"]?"
_DESCRIBED = rf"(?:[{PLACE_CODES}]{{1,2}}的?(?:[\u3400-\u9fffA-Z]{{0,10}}{_KIND})?[“「\"]?|{_OF_KIND})?"
# What describes a place that is told as a market or ends its phrase: 竞争激烈的东南亚市场, 整个欧洲.
_OF_PLACE = (
    r"(?:整个|部分|广大的?|同为[\u3400-\u9fff]{2,4}的?"
    r"|(?:(?!商家|卖家|用户|对手|同行|品牌|公司|企业|平台|们|旗下|周边|邻近|货|供应)[\u3400-\u9fff]){2,8}的)"
    rf"(?=[{PLACE_CODES}](?:[、和与及][{PLACE_CODES}])*(?:市场|站|地区|等|[，。；,;]|$|[开设建]|上线|推出|落地|运营|发力|布局|成立|拥有))"
)
# A town that nobody knows behind a place in a list of such: 在泰国罗勇、匈牙利塞格德建厂.
_PLACE_THERE = (
    r"(?:(?!.{0,4}(?:[仓厂店商卖站]|中心|办公|公司|品牌|企业|用户|政府|市场|业务|团队|消费|的|在|和|与))"
    rf"[\u3400-\u9fff]{{2,5}}(?=、[{PLACE_CODES}]))"
)
# The wider places that a place is told in, which it ends: 中国上海, 日本首都东京.
_WIDER_PLACES = rf"(?:[{PLACE_CODES}](?:首都|省会)?){{0,2}}"
# The region that a list of its countries is summed up with: A、B等东南亚国家.
_OF_REGION = rf"(?:[{PLACE_CODES}](?=的?(?:国家|地区|市场|国|城市|主要|多国|六国)))?"
# The market that a list of its parts is summed up with is one too: 迪拜等中东地区.
_REGION_TOO = f"(?:等{CODES['Region']}(?=的?(?:地区|市场)|[，。；]|$))?"
# The noun that sums a list up: A、B等多款产品, A、B等国家和地区.
_SUMMARY = (
    r"(?:[^，。；：、的有在都也是与和对向为将已被把给等\ue000-\uf8ff]{0,8}?"
    r"(?:平台|产品|应用|公司|企业|巨头|大厂|品牌|服务商|厂商|物流商|运营商|零售商|供应商|玩家|机构|伙伴|头部卖家|大卖|头部商家|电商|媒体|银行|渠道|合作伙伴|国家和地区|国家|地区|市场|城市|站点|地|国)"
    r"(?![\u3400-\u9fff]{0,2}(?:商家|卖家|方|用户|上|内|里)))?"
)


def thing_slot(name: str, predicate: str | None, types: frozenset[str], codes: str, opens: bool) -> str:
    """A slot of things: it takes a list, each member with what describes it; a member from elsewhere has its own seat.

    Args:
        name: the name of its group.
        predicate: the relation of its rule, if that reads one.
        types: the types that it takes.
        codes: the characters that stand for their marks.
        opens: whether the pattern opens with it.
    """
    described = f"(?:{_OF_KIND})?" if predicate == "locatedIn" else _DESCRIBED
    bodies = "".join(c for c in codes if c in BODY_CODES) if predicate in _BETWEEN_BODIES else ""
    member, skipped, separator = f"[{codes}]{_GLOSS}", _UNKNOWN, SEPARATOR
    describes = "" if types & {"Place", "Event"} else described
    if name != "place" and types <= {"Place", "Region", "City"}:  # 中国上海, 香港地区: the place is the last
        member = rf"{_WIDER_PLACES}[{codes}](?:地区|(?:站点?|市场|区)(?=[、和与及])|{_PLACE_THERE})?{_GLOSS}"
        skipped += f"|[{CODES['Organization']}]"
        separator = f"(?:{SEPARATOR}{_PLACES_APART})"
    if name != "place" and "Place" in types and not types <= {"Place", "Region", "City"}:  # 美国蒙大拿州: the last
        others = "".join(c for c in codes if c not in PLACE_CODES)
        member = rf"(?:[{others}]|[{PLACE_CODES}](?![{PLACE_CODES}])){_GLOSS}"
    things = _ACTOR_CODES
    if predicate == "adoptsModel":  # A、B的全托管模式 is a model of both
        things = things.replace(CODES["OperatingModel"], "")
    anothers = rf"的[{things}]|旗下的?[^，。；、]{{0,8}}?[{_ACTOR_CODES}A-Za-z“「]"  # A和B的C, A和B旗下C
    if name == "object":
        anothers += "|[^，。；、的]{0,6}(?:推出|发布|上线|打造|发起)的"  # A推出的B、C推出的D
    owned = f"|{OWNER}[{bodies}](?!{anothers})" if bodies else ""  # A、B旗下的C: A and C
    further = rf"(?:{describes}{member}(?!{anothers}){owned}|(?:{skipped})(?=[、和与及等]))"
    if name == "object" and types <= {"Place", "Region", "City"}:
        describes = f"(?:{_OF_PLACE})?"
    region = _REGION_TOO if name == "object" and predicate == "targetsMarket" else ""
    before = "" if opens else f"(?:{_UNKNOWN}、){{0,2}}?{describes}" if name == "object" else describes
    return f"{before}(?P<{name}>{member}(?:{separator}{further})*{region})(?:等{_OF_REGION}{_SUMMARY})?"
