"""A small graph of the field, made by hand: every class, relation and metric occurs in it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyoxigraph as ox
from graph.toy import toy_lexicon

from kg.graph import GraphView, article_quads
from kg.graph.store import fill_store
from kg.graph.support import renew_support
from kg.model import Article, ArticleFacts, Body, Entity, Evidence, Observation, Qualifiers, Relation, Segment, TimeSpan
from kg.vocabulary.namespaces import XB, XBA

# slug | type | subclass | Chinese | English
THINGS = """
alibaba | Organization | Company | 阿里巴巴 | Alibaba
aidc | Organization | BusinessUnit | 阿里国际 | AIDC
taotian | Organization | BusinessUnit | 淘天 | Taotian
cainiao | Organization | LogisticsNetwork | 菜鸟 | Cainiao
team | Organization | BusinessUnit | 菜鸟国际团队 | Cainiao team
anker | Organization | Company | 安克 | Anker
kaola | Organization | Company | 考拉 | Kaola
fund | Organization | Company | 某基金 | Some Fund
latepost | Organization | MediaOutlet | 晚点 | LatePost
qm | Organization | ResearchFirm | 某研究 | Some Research
moit | Organization | PublicBody | 越南工贸部 | MOIT
court | Organization | PublicBody | 韩国公平委 | KFTC
aliexpress | Platform | Marketplace | 速卖通 | AliExpress
taobao | Platform | Marketplace | 淘宝 | Taobao
temu | Platform | Marketplace | Temu | Temu
tiktok | Platform | SocialPlatform | TikTok | TikTok
appstore | Platform | AppStore | 苹果商店 | App Store
choice | Program | Service | Choice | Choice
managed | Program | OperatingModel | 全托管 | full management
subsidies | Program | Subsidy | 百亿补贴 | Ten Billion Subsidies
stone | Program | Campaign | 出海计划 | Going Global
refund | Program | Policy | 仅退款 | refund only
jiang | Person | | 蒋凡 | Jiang Fan
sun | Person | | 孙兴 | Sun Xing
zhang | Person | | 张凯夫 | Zhang Kaifu
star | Person | | 某球星 | Some Star
cup | Event | | 欧洲杯 | Euro 2024
hangzhou | Place | City | 杭州 | Hangzhou
germany | Place | Country | 德国 | Germany
usa | Place | Country | 美国 | United States
china | Place | Country | 中国 | China
vietnam | Place | Country | 越南 | Vietnam
korea | Place | Country | 韩国 | South Korea
europe | Place | Region | 欧洲 | Europe
"""

# article | published | title
ARTICLES = """
early | 2023-06-01 | 早先
main | 2024-11-21 | 其后
late | 2025-04-21 | 近来
copy | 2025-04-22 | 转载
"""

# article | subject (- for none) | relation | object, or text in quotes | qualifiers
RELATIONS = """
early | aliexpress | partOf | alibaba | time=2020
main | aliexpress | partOf | aidc | time=2023-03 rule=belonging.of
late | aliexpress | partOf | aidc | attributed_to=latepost
copy | aliexpress | partOf | aidc |
main | aidc | partOf | alibaba |
main | team | partOf | cainiao |
main | cainiao | partOf | alibaba |
main | choice | partOf | aliexpress |
main | alibaba | founded | aidc | time=2023-03 place=hangzhou
main | - | founded | temu | time=2022-09
main | aidc | formedFrom | team | time=2023
main | alibaba | acquires | cainiao | time=2017 amount=5300000000 amount_unit=CNY
main | kaola | partOf | cainiao | former
main | fund | investsIn | aidc | time=2024-05 amount=100000000 amount_unit=USD also_given_as=7亿元
main | team | integratesWith | aliexpress | time=2024-01 scope=部分团队
late | aidc | integratesWith | taotian | modality=hedged
main | aliexpress | partnersWith | tiktok | time=2024-02
main | temu | partnersWith | tiktok |
main | aliexpress | competesWith | temu |
late | temu | competesWith | aliexpress | attributed_to=qm
main | cainiao | supplies | aliexpress |
main | anker | supplies | cainiao | scope=包装
early | sun | leads | aliexpress | time=2020 role=总经理
main | zhang | leads | aliexpress | time=2021-06/.. role=总裁
main | jiang | leads | aidc | time=2023 role=CEO
late | sun | leads | aliexpress | former
main | sun | affiliatedWith | aidc | role=顾问 time=2024
main | aliexpress | launches | choice | time=2023-03
main | - | launches | subsidies | time=2024-09
main | aliexpress | offers | managed |
main | aliexpress | offers | stone |
main | temu | offers | refund |
late | temu | ends | refund | time=2025-04 until=2025-12 place=china
late | aliexpress | ends | choice | time=2025-02
main | aliexpress | targetsMarket | korea | time=2018
main | temu | targetsMarket | korea | time=2023-07
main | aliexpress | targetsMarket | germany | modality=planned time=2025-01 time_text=明年一月
late | aliexpress | targetsMarket | germany | time=2025-03
main | aliexpress | targetsMarket | vietnam | modality=planned time=2025-06
late | temu | targetsMarket | vietnam | negated attributed_to=moit
main | temu | targetsMarket | vietnam | time=2024-10
main | cainiao | hasFacilityIn | korea | facility=仓库
main | alibaba | locatedIn | hangzhou |
main | cup | locatedIn | germany |
main | aliexpress | sponsors | cup | time=2024-06
main | aliexpress | endorsedBy | star | time=2024-05 place=europe
main | anker | sellsOn | aliexpress |
main | anker | sellsOn | temu |
main | anker | participatesIn | stone |
main | jiang | participatesIn | cup |
main | zhang | responsibleFor | “招商” | scope=全托管
main | aliexpress | adoptsModel | managed | time=2022-12 from_value=POP
main | temu | adoptsModel | “自营” |
main | moit | regulates | temu | time=2024-10 announced=2024-10-20 effective=2024-11
late | court | regulates | aliexpress | time=2025-01
main | anker | sues | temu | time=2024-08
main | choice | drivesGrowthOf | aidc |
"""

# article | thing | metric | value | unit (- for none) | qualifiers
FIGURES = """
main | aidc | revenue | 27400000000 | CNY | time=2024-Q1
main | aidc | revenue | 31672000000 | CNY | time=2024-Q3 attributed_to=latepost rule=figures.revenue
late | aidc | revenue | 31600000000 | CNY | time=2024-Q3
late | aidc | revenue | 37756000000 | CNY | time=2024-Q4 confidence=0.9
late | aidc | profitStatus | loss | - | time=2024-Q4
late | aidc | profit | -4952000000 | CNY | time=2024-Q4
late | aidc | profitGrowth | -57 | percent | time=2024-Q4
main | aidc | revenueGrowth | 29 | percent | time=2024-Q3
late | aidc | revenueGrowth | 32 | percent | time=2024-Q4 comparison=qoq
main | aliexpress | gmv | 40000000000 | USD | time=2023
main | temu | gmvGrowth | 300 | percent | time=2023
main | aliexpress | salesGrowth | 60 | percent |
main | aliexpress | orderVolume | 5000000 | count | per=天
main | aliexpress | orderGrowth | 45 | percent |
main | choice | orderShare | 70 | percent | scope=速卖通订单
main | aidc | revenueShare | 13 | percent |
main | aliexpress | marketShare | 10.5 | percent | place=korea
main | temu | marketShare | 8 | percent | place=korea
main | temu | rank | 1 | rank | list=购物榜 place=usa from_value=3
main | temu | downloads | 300000000 | count | bound=atLeast
main | temu | downloadGrowth | 46 | percent |
main | aliexpress | activeUsers | 9000000 | count | list=MAU approx
main | tiktok | users | 1000000000 | count |
main | appstore | users | 650000000 | count |
main | aliexpress | userGrowth | 21 | percent |
main | aliexpress | trafficGrowth | 12 | percent |
main | aliexpress | visits | 500000000 | count |
main | aliexpress | merchants | 200000 | count | joint_with=taobao
main | temu | merchantGrowth | 80 | percent |
main | aliexpress | products | 100000000 | count |
main | taobao | paymentAmount | 1000000 | CNY |
main | choice | price | 10 | USD | per=件 max=15
main | subsidies | subsidy | 10000000000 | CNY |
main | alibaba | investment | 1100000000 | USD | also_given_as=80亿元
main | aidc | fundingAmount | 100000000 | USD | time=2024-05
main | aidc | valuation | 39000000000 | USD |
main | aliexpress | fee | 8 | percent |
main | cainiao | costReduction | 20 | percent |
late | usa | tariffRate | 145 | percent | place=china effective=2025-05 label=小额包裹
main | cainiao | deliveryTime | 5 | days | place=korea
main | cainiao | deliveryTime | 72 | hours | place=germany
main | cainiao | parcels | 5000000 | count | per=天
main | cainiao | warehouses | 60 | count |
main | aliexpress | markets | 200 | count |
main | alibaba | employees | 198162 | count |
main | choice | reviews | 5000 | count |
main | tiktok | views | 90000 | count |
main | temu | penalty | 15000000 | USD |
main | temu | adSpend | 1700000000 | USD |
main | aliexpress | other | 3 | count | label=赛事场次
"""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def things() -> dict[str, Entity]:
    """The things by slug."""
    return {
        slug: Entity(slug, kind, zh, en=en, subclass=subclass or None) for slug, kind, subclass, zh, en in _rows(THINGS)
    }


_SPANS = ("until", "announced", "effective")
_THINGS = ("place", "joint_with")
_NUMBERS = ("max", "amount")
_FACT = ("modality", "time_text", "rule")


def _qualified(text: str, figure: bool) -> dict[str, Any]:
    """The part of a fact that its qualifiers make."""
    known, kept, fact = things(), {}, {}
    for part in text.split():
        name, _, value = part.partition("=")
        if name in _SPANS:
            kept[name] = TimeSpan(value)
        elif name in _THINGS:
            kept[name] = known[value]
        elif name in _NUMBERS or (name == "from_value" and figure):
            kept[name] = Decimal(value)
        elif name == "time":
            fact[name] = TimeSpan(value)
        elif name == "attributed_to":
            fact[name] = known[value]
        elif name == "confidence":
            fact[name] = Decimal(value)
        elif name == "negated":
            fact[name] = True
        elif name in _FACT:
            fact[name] = value
        else:
            kept[name] = value or True
    return {**fact, "qualifiers": Qualifiers(**kept)}


def _facts(name: str, published: str, title: str) -> ArticleFacts:
    relations = [row[1:] for row in _rows(RELATIONS) if row[0] == name]
    figures = [row[1:] for row in _rows(FIGURES) if row[0] == name]
    sentences = [" ".join(row) + "。" for row in relations + figures]
    text = "".join(sentences)
    body = Body(text, (Segment(0, 0, len(text), len(text)),))
    article = Article(
        name,
        text,
        "ab" * 32,
        body,
        path=f"{name}.md",
        published=published,
        title=title,
        publisher="雷峰网",
        author="某甲",
        source=f"https://example.org/{name}",
    )
    proofs = []
    for sentence in sentences:
        start = text.index(sentence)
        proofs.append(Evidence(name, start, start + len(sentence), sentence, sentence))
    known = things()
    stated = tuple(
        Relation(
            predicate=predicate,
            subject=known.get(subject),
            evidence=proof,
            object=known.get(obj),
            object_text=None if obj in known else obj.strip("“”"),
            **_qualified(more, False),
        )
        for (subject, predicate, obj, more), proof in zip(relations, proofs, strict=False)  # figures follow
    )
    given = tuple(
        Observation(
            metric=metric,
            subject=known[thing],
            value=value if metric == "profitStatus" else Decimal(value),
            value_text=value,
            unit=None if unit == "-" else unit,
            evidence=proof,
            **_qualified(more, True),
        )
        for (thing, metric, value, unit, more), proof in zip(figures, proofs[len(relations) :], strict=True)
    )
    return ArticleFacts(article, (), stated, given)


def field_graph() -> GraphView:
    """The graph in memory."""
    store = ox.Store()
    with toy_lexicon():
        quads = [article_quads(_facts(*row)) for row in _rows(ARTICLES)]
    copied = ox.NamedNode(XBA + "copy")
    quads[3].append(ox.Quad(copied, ox.NamedNode(XB + "copyOf"), ox.NamedNode(XBA + "late"), copied))
    fill_store(store, quads)
    renew_support(store)
    return GraphView(store)
