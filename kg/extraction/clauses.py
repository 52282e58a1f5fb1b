"""What the words of a clause tell: who else acts in it, what governs a name, whether it only tells figures."""

from __future__ import annotations

import re
from functools import cache

from kg.extraction.view import ACTING, ANY_MARK, CODES, PLACE_CODES, SentenceView
from kg.language.subjects import is_transparent
from kg.vocabulary.tables import alternation, word_table

__all__ = [
    "after_preposition",
    "as_example",
    "asides",
    "by_several",
    "compares",
    "figure_verbs",
    "governed",
    "governs_thing_made",
    "in_title",
    "is_adverbial",
    "is_compared",
    "listed_runs",
    "of_group",
    "of_more",
    "only_tells_figures",
    "other_subject_in",
    "outdoes",
    "severally",
    "tells_of_act",
    "tells_of_some",
    "tells_origin",
    "tells_where",
]

_ACTS = re.compile("[" + "".join(CODES[kind] for kind in ACTING) + "]")
_MEASURE = re.compile(
    r"(?:其|且|并且|而且|同时)?(?:净?利润|营收|收入|销售额|销量|订单量?|单量|用户数?量?|日活|月活|GMV|市场份额|下载量|交易额)"
)
# A clause without a subject of its own goes on about that of the one before: 退出…, 并大幅降低….
_VERB_FIRST = re.compile(
    r"(?:并|且|并且|同时|也|还|已经?|将|最终|随后|先后|大幅|持续|不断|进一步|成功|首次|正式|仍|就|便|又|预计|在\ue006)*"
    r"(?:实现|推出|发布|退出|关闭|专注|聚焦|通过|凭借|依托|进入|开设|拥有|覆盖|成为|超过|超越|宣布|计划|完成|获得|收购|降低|提升"
    r"|扩大|布局|打造|建立|上线|升级|加大|投入|占|位列|登顶|排名|保持|达到|突破|增长|亏损|扭亏|经过|主要|不再|重点)"
)
_FIGURE = re.compile(
    "[" + "".join(sorted({CODES[k] for k in ("money", "percent", "count", "days", "times", "rank")})) + "]"
)
_COUNTED = re.compile(
    r"商品交易总?额|(?:互联网|手机|社交媒体|社媒|移动|网络|网购|电商|智能手机)用户(?:总?数量?|规模)?|(?:产品|商品)(?=月活|日活|下载|销量)|(?:商家|卖家|用户|买家|消费者|员工|店铺|商品|产品)(?:总?数量?|规模|人数|量|总量|价格)|(?:商家|卖家|用户|买家|消费者|员工|店铺|商品|产品)[^，。的]{0,4}?(?:占比|比例|率|度|时长|次数|频次)|(?:入驻|注册|活跃|在售)的?[^，]{2,4}"
)

# Behind a place: 3万家中国工厂.
_ORIGIN = re.compile("(?:本土|本地|产业带|源头|跨境|中小)*的?(?:商家|卖家|工厂|供应商|制造商?|企业|品牌|货源|产业带)")


# Such a noun in the name of something that does not act: 凭借价格优势, 依靠用户规模, 抢占市场份额, 打价格战.
_NO_ACTOR = (
    "(?:价格(?:战|优势|行为|力|补贴|策略|竞争力|体系)|产品(?:力|线|矩阵|优势|能力|组合|设计|创新)|商品(?:力|池|供给|品类|优势)"
    "|用户(?:规模|体量|体验|心智|基础|基数|需求|习惯|优势|数据|增长|运营|流量|资源|黏性|粘性)"
    "|市场(?:份额|占有率|优势|地位|竞争|环境|机会|需求|支配地位|化|经验|策略|营销|推广|调研)|行业(?:经验|优势|资源|竞争|标准)"
    "|企业(?:级|服务)|商家(?:端|资源|版|后台)|团队(?:优势|能力|规模))"
)


@cache
def _other_subjects() -> re.Pattern[str]:
    nouns = alternation(word_table("discourse")["subjects"]["other_subjects"])
    return re.compile(rf"(?!{_NO_ACTOR})(?:{nouns})|[一两三四五几多]位|[两三四五几多]家")


_TAKES_OBJECT = re.compile(
    r"(?:在|从|对|向|(?<!因)为|给|被|(?<!理)由|把|将|于|针对|面向|通过|借助|除了|根据|按照|三位|两位|一位|多位|几位)[“\"]?$"
)


def after_preposition(code: str, position: int) -> bool:
    """Whether a name is the object of a preposition and so no subject; 与 and 和 also join subjects."""
    return bool(_TAKES_OBJECT.search(code[max(0, position - 4) : position]))


# Prepositions that take a thing with the clause that tells who made it; 在 only where the thing is told as a place.
_TAKES_WHOLE = re.compile("(?:通过|借助|除了|根据|按照|从|把|将)$")
_TAKES_WHOLE_IN = re.compile("(?:通过|借助|从|把|将|在)$")


def governs_thing_made(code: str, first: int, made: int) -> bool:
    """Whether the preposition before a name governs what it made, told behind `made`: 通过A推出的B, 在A上线的B中."""
    within = re.match("的[^，。；的]{1,8}?[中里上](?:[，的]|$)", code[made : made + 12])
    whole = (_TAKES_WHOLE_IN if within else _TAKES_WHOLE).search(code[:first])
    return code.startswith("的", made) and whole is not None


# Nouns behind 的 that tell of the act itself, not of who does it: A进入日本的时间, A收购B的消息.
_OF_ACT = re.compile(
    "时间|时候|步伐|速度|过程|动作|举动|做法|消息|同时|第[一二三]|节点|原因|背后|背景|初期|[当那][一年月天日]|首[年月日周]|几年|意义"
)


def tells_of_act(behind: str) -> bool:
    """Whether a noun only tells when, why or how something is done."""
    return bool(_OF_ACT.match(behind))


@cache
def governed() -> re.Pattern[str]:
    """A verb with what describes its object, at the end of a run: 收购美国汇款公司, 接入."""
    verbs = alternation(word_table("discourse")["subjects"]["transitive"])
    described = rf"[^，。；、{CODES['Organization']}-{CODES['Program']}{CODES['time']}]{{0,8}}[“\"]?$"
    phrase = rf"(?:从|向|被)[\u3400-\u9fff{CODES['Organization']}{CODES['Platform']}]{{1,6}}$"  # 从其母公司
    return re.compile(rf"{phrase}|(?:{verbs})(?:了|过|着)?(?![^，]*的$){described}")


@cache
def figure_verbs() -> re.Pattern[str]:
    """Verbs of reaching and having, which name no other bearer of a figure."""
    return re.compile(rf"(?!其中)(?:{alternation(word_table('discourse')['subjects']['figure_verbs'])})")


# Verbs whose object does nothing: 带领团队成立了A, 瞄准下沉市场推出A; not what one makes act: 吸引商家推出A.
_UPON_OTHERS = (
    "带着|带领|率领|组建|瞄准|看准|看中|顺应|进入|进军|杀入|切入|打入|攻入|抢占|争夺|抢夺|深耕|迎合|响应|回应|洞察|抓住"
    "|联手|携手|面对|根据|按照|基于|顶着|不顾|无视|避开|绕开"
)


@cache
def asides() -> re.Pattern[str]:
    """Runs in which such a noun does not act: 为商家, 美国市场, 在外卖市场; and what sums a list up: 等众多快递公司."""
    nouns = alternation(word_table("discourse")["subjects"]["other_subjects"])
    return re.compile(
        rf"(?:为|向|给|对|帮助?|替|面向|针对|与|和|同)[^，]{{0,6}}?(?:{nouns})"
        rf"|[{PLACE_CODES}](?:站点?|本土站?)(?=的|$)"
        rf"|从[^，]{{1,14}}?(?:{nouns})|[{PLACE_CODES}]的?[^，]{{0,4}}?(?:{nouns})"
        r"|以[^，]{1,8}?的价格"
        rf"|(?:{nouns})(?:侧|端)"
        rf"|在[^，的]{{1,8}}?(?:店铺|产品|平台)(?:上|里|内|中)?$|(?:{_UPON_OTHERS})[^，的{ANY_MARK}]{{0,8}}?(?:{nouns})"
        r"|在[^，的]{1,8}?市场上?|在[^，的]{1,4}?(?:侧|端|层面|环节|方面|维度)"
        rf"|(?:等|这[些类种])[^，的{ANY_MARK}]{{0,8}}?(?:企业|公司|工厂|供应商|服务商|厂商|巨头|玩家|对手|友商|竞对|同行|产品|品牌)"
        rf"|等[^，的{ANY_MARK}]{{0,6}}[两三四五几多数\d]+[家个款][^，的{ANY_MARK}]{{0,6}}?(?:平台|电商|大厂|应用|App|APP|网站|机构)"
    )


def other_subject_in(text: str) -> bool:
    """Whether a run of a view holds a noun that acts itself: 商家, 用户, 市场."""
    return bool(_other_subjects().search(asides().sub("", text)))


_BY_SEVERAL = re.compile(f"(?:凭借|依靠|依托|借助|通过|靠着?|利用)[^，。；{ANY_MARK}]{{1,12}}、$")


def by_several(before: str) -> bool:
    """Whether a name is one of several means by which somebody acts: 凭借甲乙、A机制."""
    return before.endswith("、") and bool(_BY_SEVERAL.search(before))


def is_compared(view: SentenceView, position: int) -> bool:
    """Whether a time is only what another is compared with: 较去年同期, 与2023年相比."""
    before, after = view.code[max(0, position - 3) : position], view.code[position + 1 : position + 6]
    return bool(
        re.search(r"(?:较之?|比起?|相比于?|相较于?|对比)$", before)
        or re.match(r"(?:同期)?相[比较]|的?(?:同期)?(?:平均)?水[平准]", after)
    )


def listed_runs(code: str, start: int, end: int, codes: str) -> list[tuple[int, int]]:
    """Runs of listed marks of the wanted kinds within a stretch, in order."""
    # 与 and 跟 mostly open a phrase: A与B合作, unless both are said to act: A与B均入选….
    both = rf"[与跟](?=[{codes}](?:也|则|已经?|近期|近日|{CODES['time']})?(?:均|都(?!城)|双双|先后|相继|纷纷|分别|皆))"
    either = rf"还是(?=[{codes}](?:[，,]|[都均皆]))"  # 无论是A还是B，都…
    separator = rf"(?:、?(?:以及|乃至|和|及|或|还有)|、|/|&|{both}|{either})"
    pattern = re.compile(rf"[{codes}](?:{separator}[{codes}])*")
    return [match.span() for match in pattern.finditer(code, start, end)]


# A clause that brings in others, whom the next one is about: 至少有36家互联网公司，….
_BRINGS_IN = re.compile(
    f"(?:有|出现|诞生|涌现|包括|来自)了?[^，。；]{{0,4}}[{CODES['count']}][^，。；]{{0,10}}"
    "(?:公司|企业|平台|品牌|玩家|机构|厂商|巨头)[，,]?$"
)


_SOME_OTHERS = re.compile(
    "(?:有的|有些|一些|不少|许多|很多|某些?)[^，。；的]{0,6}(?:公司|企业|平台|品牌|店|人|家|者|机构|厂)"
)


def tells_of_some(clause: str) -> bool:
    """Whether a clause brings in some of many, whom the next goes on about: 包括一些服装品牌虽然…."""
    return bool(_SOME_OTHERS.search(clause))


# A name that nobody knows before its year: 瑞贝卡2021年在美洲营收….
_UNKNOWN_FIRST = re.compile(
    rf"((?![\u3400-\u9fff]{{0,3}}(?:营收|收入|利润|销售|销量|用户|会员|日活|月活|订单|单量|份额|估值|市值|市场|规模|下载|增长|门店|公司|集团|平台|数|额|量|率|比|仅|截至|截止|到|在|据|自|从|预计|去|今|每|其|该))[\u3400-\u9fff]{{2,4}}){CODES['time']}在"
)


def only_tells_figures(clause: str) -> bool:
    """Whether a clause tells a figure and names nobody whom it would be about: SKU数量在30-40万."""
    if (_MEASURE.match(clause) or _VERB_FIRST.match(clause)) and not _ACTS.search(clause):
        return True
    figure = _FIGURE.search(clause)
    if figure is None or _ACTS.search(clause) or _BRINGS_IN.search(clause):
        return False
    before = clause[: figure.start()]
    unknown = _UNKNOWN_FIRST.match(clause)
    if unknown and not is_transparent(unknown[1]):
        return False
    return not tells_of_some(before) and not other_subject_in(_COUNTED.sub("", before))


def is_adverbial(clause: str) -> bool:
    """Whether a clause only sets the scene: 在…之后, 随着…, 为了…."""
    if re.match(r"(?:再|先|来)*看[^，。；]{0,8}(?:表现|数据|业绩|情况|利润|营收)", clause):  # 再看近期的表现，…
        return True
    return bool(re.match(r"(?:在|随着|为了|为|据|根据|除了|作为|通过|对于|针对|自|从|经过|面对)", clause))


_PLACED = re.compile(r"(?:在|于)(?:全球|最大的|知名)?[\u3400-\u9fff]{0,6}(?:社区|平台|网站|商店|榜单)[“\"]?$")
_ON_IT = re.compile(r"(?:[（(][^（()）]{0,30}[)）])?(?:平台)?[上里中]")
_WITHIN = re.compile("(?:集团|公司)?(?:体系|生态|系)内")


def tells_where(code: str, start: int, first: int, last: int) -> bool:
    """Whether a name only tells where something is: 在开源社区A（最大的社区）上, A体系内."""
    on_it = _PLACED.search(code[start:first]) and _ON_IT.match(code, last)
    return bool(on_it or _WITHIN.match(code, last))


def in_title(code: str, start: int, first: int, last: int, position: int) -> bool:
    """Whether a name is only part of what stands in marks of quotation or title: “How to shop on Taobao”话题."""
    for left, right in ("“”", "《》"):
        opened, closed = code.rfind(left, start, first), code.find(right, last, position)
        if opened >= 0 <= closed and right not in code[opened:first] and closed - opened - 1 > last - first:
            return True
    return False


_OUTDOES = re.compile(
    f"(?:[{CODES['time']}，,]|已经?|则|并|也|就|便|且|率先|最终|成功|直接|一举|首次|随后|再次)*"
    "(?:反超|超过|超越|赶超|击败|打败|甩开|追平|领先|力压|仅次于|拿下|抢占|占领|稳居|坐稳|登顶|跻身)"
)


def outdoes(clause: str) -> bool:
    """Whether a clause without a subject tells of a contest: 反超A, 登顶B; the next goes on about whoever won it."""
    return bool(_OUTDOES.match(clause))


_COMPARES = re.compile(
    f"(?:[{CODES['time']}]|也|约|已经?|几乎|则|远|仅|甚至|接近|将近|差不多|大约|基本)*"
    f"(?:是|为|相当于|达到?|接近|约为|不到|超过|高于|低于)(?:同期)?[{CODES['Organization']}{CODES['Platform']}]"
    f"(?:同期|同年|当年)?的?[^，。；]{{0,8}}[{CODES['times']}{CODES['percent']}](?!的)"
)


def compares(clause: str) -> bool:
    """Whether a clause only tells how much of another's figure one is: 是A的N倍; the next goes on about the one."""
    return bool(_COMPARES.match(clause))


_MORE = re.compile(
    r"(?:、[^，。]{1,10}|[与和][^，。]{1,8})?等(?!于)|[^，。]*(?:等[两二三四五六七八九十0-9多]+[家大个]|(?:[我你她]|(?<!其)他)们?[^，。]*$|投资的)"
)


_GROUP = re.compile(
    r"(?:等|这|在内的?)(?:[\ue000-\uf8ff][家大个]?|[一二两三四五六七八九十几数众多大头部]+[家大个]?|[家])(?!亿)[^，。；：的]{0,8}?"
    r"(?:公司|企业|平台|品牌|玩家|巨头|大厂|厂商|机构|服务商|大佬|头部)(?![^，。；]{0,8}(?:[均都各皆]|分别))"
    r"|(?:等)?在内的[^，。；：的]{0,6}(?:业务|产品|板块|品牌|渠道)(?![^，。；]{0,8}(?:[均都各皆]|分别))"
)


def of_group(between: str) -> bool:
    """Whether the words behind a list of names tell that what follows is of the group, not of each: 等四大厂商占据…."""
    return bool(_GROUP.match(between))


def severally(words: str) -> bool:
    """Whether words tell that something holds of each of several: 均, 都, 分别."""
    return bool(re.search("[均都各皆]|分别", words))


def of_more(between: str) -> bool:
    """Whether the words behind a name tell that a figure is of it and others, or of somebody else: 、X等新业务的…."""
    return bool(_MORE.match(between))


def as_example(code: str, start: int, first: int, last: int) -> bool:
    """Whether a clause only sets what the next are about: 以A为例, 从A来看."""
    opened = re.fullmatch(f"(?:而|但)?(?:(?:以|从|拿|就|对于?)(?:{CODES['time']}的?)?)?", code[start:first])
    named = code.startswith("为例", last)
    return bool(opened and (named or (opened.group() and re.match("来看|来说|而言|举例", code[last : last + 2]))))


def tells_origin(code: str, behind: int) -> bool:
    """Whether a place, by what stands behind it, tells where somebody comes from, not where something holds."""
    return bool(_ORIGIN.match(code, behind))
