"""When a fact holds and who is named as its source."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.extraction.trial import read_text


def facts(sentence):
    found = extract(read_text(sentence, "2025-04-21"))
    return [*found.relations, *found.observations]


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("2022年3月，TikTok Shop终于在越南开始测试。", "2022-03"),
        ("2022年3月，TikTok Shop已经向越南提供服务。", None),
        ("去年8月，花西子入驻Shopee。", "2024-08"),
        ("京东的跨境零售平台Ochama9月1日上线。", "2024-09-01"),
        ("字节跳动 2021 上线 Lemon8。", "2021"),
        ("双12期间，Temu在美国上线。", "2024-12"),
        ("去年圣诞节期间，Temu在美国上线。", "2024-12"),
        ("2023年，Temu在双11期间于美国上线。", "2023-11"),
        ("去年黑五，Temu在美国上线。", "2024-11"),
        ("2018年6月，公司开始调整。当时，Temu在美国上线。", "2018-06"),
        ("如2018年，Temu在美国上线。", "2018"),
        ("真正的转折是在2018年6月。Temu在美国上线。", "2018-06"),
        ("真正的转折不在2018年6月的会上。Temu在美国上线。", None),
        ("2018年6月，公司开始调整。当时，直到Temu在美国上线才有起色。", None),
    ],
)
def test_a_state_that_begins_has_the_time_of_its_clause(sentence, time):
    told = [fact for fact in facts(sentence) if getattr(fact, "predicate", "") != "partOf"]
    assert told
    assert {fact.time.value if fact.time else None for fact in told} == {time}


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Sensor Tower数据，Temu的下载量达到1亿次。", "Sensor Tower"),
        ("来自Statista的数据，Temu的下载量达到1亿次。", "Statista"),
        ("数据平台Sensor Tower显示，Temu的下载量达到1亿次。", "Sensor Tower"),
        ("据Sensor Tower，Temu的下载量达到1亿次。", "Sensor Tower"),
        ("记者通过企查查发现，Temu的下载量达到1亿次。", "企查查"),
        ("Temu的下载量达到1亿次（来源：Sensor Tower）。", "Sensor Tower"),
        ("Temu的下载量达到1亿次，Sensor Tower指出。", "Sensor Tower"),
        ("摩根士丹利估算，Temu的下载量达到1亿次。", "摩根士丹利"),
        ("官方公布的数据显示，去年Temu的下载量达到1亿次。", "Temu"),
        ("官方数据显示，下载量增长，Temu的下载量达到1亿次。", None),
        ("速卖通显示出强大的韧性，Temu的下载量达到1亿次。", None),
        ("速卖通，Temu的下载量达到1亿次。", None),
    ],
)
def test_a_name_that_is_cited_as_it_stands_is_the_source(sentence, source):
    told = [fact for fact in facts(sentence) if getattr(fact, "metric", "") == "downloads"]
    assert [fact.attributed_to.name if fact.attributed_to else None for fact in told] == [source]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Temu难以进入日本市场。", [("asserted", True)]),
        ("Temu以难以复制的低价进入日本市场。", [("asserted", False)]),
        ("Temu希望进入日本市场。", [("planned", False)]),
        ("Temu将可以进入日本市场。", [("planned", False)]),
        ("Temu将会展开对日本市场的布局，进入日本市场。", [("planned", False)]),
        ("Temu将会员服务推广到日本市场。", [("asserted", False)]),
        ("Temu已经进入日本市场？！", []),
        ("Temu计划收购一家物流公司，打入日本市场。", [("planned", False)]),
        ("Temu计划收购一家物流公司，已进入日本市场。", [("asserted", False)]),
        ("考虑到成本，Temu进入日本市场。", [("asserted", False)]),
        ("有人问Temu是否进入日本市场。", []),
        ("Temu退出越南市场的传闻不实。", []),
        ("Temu退出越南市场的消息传出后，股价下跌。", [("asserted", False)]),
    ],
)
def test_what_is_hard_hoped_for_asked_or_denied_is_not_told_as_done(sentence, expected):
    assert [(fact.modality, fact.negated) for fact in facts(sentence)] == expected


@pytest.mark.parametrize(
    "sentence",
    ["如果字节跳动旗下的剪映涨价，用户会离开。", "字节跳动旗下的剪映可能不会涨价。", "没有人用过字节跳动旗下的剪映。"],
)
def test_whose_a_thing_is_holds_whatever_is_said_of_it(sentence):
    told = [fact for fact in extract(read_text(sentence)).relations if fact.predicate == "partOf"]
    assert [(fact.subject.name, fact.modality, fact.negated) for fact in told] == [("剪映", "asserted", False)]


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("根据张三的数据显示，今年3月国内电商普遍增长，但阿里巴巴GMV同比增长仅为6.1%。", "2025-03"),
        ("上述报告指出，2022年，在社交电商上，Facebook的订单量达到100万单。", "2022"),
        ("今年1月，完美日记入驻天猫，在38大促期间很快爆发，完美日记成交额增长了300%。", "2025-03"),
        ("拼多多公布了2024年财报。全年营收3938亿元。", "2024"),
        ("拼多多公布了2024年新计划。营收3938亿元。", None),
        ("最近一轮融资是在2022年下半年，SHEIN获得1亿美元融资。", "2022-H2"),
        ("618期间，速卖通的订单量或将达到2000万单。", "2025-06"),
        ("618期间，速卖通的订单量达到2000万单。", "2024-06"),
    ],
)
def test_a_figure_has_the_time_that_its_surroundings_tell(sentence, time):
    told = [fact for fact in facts(sentence) if hasattr(fact, "metric")]
    assert {fact.time.value if fact.time else None for fact in told} == {time}


def test_of_two_tellings_of_an_event_the_one_with_the_month_dates_it():
    told = facts("2024年，阿里巴巴设立“阿里电商事业群”，吴泳铭表示。2024年11月，阿里巴巴设立“阿里电商事业群”。")
    assert [fact.time.value for fact in told if fact.predicate == "founded"] == ["2024-11"]


def test_the_sites_of_a_platform_bear_no_figures_of_their_own():
    told = facts("TikTok Shop去年增长很快，美区日均GMV约为2000万美元。")
    assert [(fact.metric, fact.subject.name, fact.qualifiers.place.name) for fact in told] == [
        ("gmv", "TikTok Shop", "美国")
    ]
    assert facts("去年中国卖家数量突破10万家。") == []


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("“Temu去年的GMV达到500亿美元。”晨星分析师陈丽表示。", "陈丽"),
        ("“Temu去年的GMV达到500亿美元，”晨星分析师陈丽表示。", "陈丽"),
        ("“Temu去年的GMV达到500亿美元，增长很快。”张凯夫没有回应。晨星分析师陈丽表示。", None),
        ("弗若斯特沙利文报告显示，去年Temu的GMV达到500亿美元。", "弗若斯特沙利文"),
    ],
)
def test_a_quotation_is_of_whoever_is_named_with_his_title_behind_it(sentence, source):
    told = [fact for fact in facts(sentence) if getattr(fact, "metric", "") == "gmv"]
    assert [fact.attributed_to.name if fact.attributed_to else None for fact in told] == [source]


def test_the_period_of_a_report_holds_for_the_results_told_next():
    sentence = "2024年第四季度，拼多多营收1106亿元。公司很忙。利润增长了。Temu收入增长20%。"
    growth = [fact for fact in facts(sentence) if getattr(fact, "metric", "") == "revenueGrowth"]
    assert [(fact.subject.name, fact.time.value) for fact in growth] == [("Temu", "2024-Q4")]


@pytest.mark.parametrize(
    "sentence", ["以2023年抖音外卖为例，当年4月，日单量超过10万。", "抖音外卖为例，在2023年4月，日单量超过10万。"]
)
def test_an_example_is_what_the_next_clauses_are_about(sentence):
    told = [fact for fact in facts(sentence) if getattr(fact, "metric", "") == "orderVolume"]
    assert [(fact.subject.name, fact.time.value) for fact in told] == [("抖音外卖", "2023-04")]


def test_a_chief_with_two_titles_has_both_as_his_role():
    told = facts("京东集团董事长兼CEO许冉表示，订单在涨。")
    assert [(fact.subject.name, fact.qualifiers.role) for fact in told if fact.predicate == "leads"] == [
        ("许冉", "董事长兼CEO")
    ]


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("根据财报，京东2024年的营收为1万亿元。", "京东"),
        ("根据财报，速卖通2024年的营收为1万亿元。", None),
        ("京东的股价上涨。根据财报，京东2024年的营收为1万亿元。", "京东"),
        ("三季报显示，阿里巴巴的营收为2千亿元。", "阿里巴巴"),
    ],
)
def test_a_report_that_names_nobody_is_of_the_listed_company_told_of_first(sentence, speaker):
    told = [fact for fact in facts(sentence) if getattr(fact, "metric", "") == "revenue"]
    assert [fact.attributed_to.name if fact.attributed_to else None for fact in told] == [speaker]


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("截至5月26日，速卖通的订单量达到4000万。", "../2024-05-26"),
        ("截至5月26日，速卖通的日订单量达到4000万。", "2024-05-26"),
        ("截至2024年，速卖通累计服务的商家数量超过60万。", "../2024"),
        ("速卖通宣称其2024年用户超2亿，订单量达到4000万。", "2024"),
    ],
)
def test_what_adds_up_is_told_until_its_time(sentence, time):
    told = [fact for fact in facts(sentence) if getattr(fact, "metric", "") in ("orderVolume", "merchants")]
    assert [fact.time.value for fact in told] == [time]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("SHEIN分别于2016年和2020年收购了Romwe和Missguided。", {"ROMWE": "2016", "Missguided": "2020"}),
        ("2016年和2020年，SHEIN分别收购了Romwe和Missguided。", {"ROMWE": "2016", "Missguided": "2020"}),
    ],
)
def test_acts_told_in_a_row_with_their_times_have_each_its_own(sentence, expected):
    told = [fact for fact in facts(sentence) if getattr(fact, "predicate", "") == "acquires"]
    assert {fact.object.name: fact.time.value for fact in told} == expected


def test_as_many_figures_as_years_have_each_its_own():
    told = [
        f
        for f in facts("2021年至2023年，快手分别亏损了10亿元、20亿元、30亿元。")
        if getattr(f, "metric", "") == "profit"
    ]
    assert {int(fact.value) // 10**9: fact.time.value for fact in told} == {-1: "2021", -2: "2022", -3: "2023"}


def test_when_a_thing_was_made_is_not_when_it_does_something():
    (model,) = [f for f in facts("成立于2016年的美团优选主打前置仓模式。") if f.rule.startswith("adoptsModel")]
    assert model.time is None


@pytest.mark.parametrize(
    ("sentence", "told", "time"),
    [
        ("如2015年，SHEIN收购了Romwe。", "acquires", "2015"),
        ("真正的动作是在2021年5月4日。SHEIN收购了Romwe。", "acquires", "2021-05-04"),
        ("真正的动作是在2021年5月4日。去年，SHEIN收购了Romwe。", "acquires", "2024"),
        ("创立于2016年的美团优选主打前置仓模式。", "adoptsModel", None),
        ("2023年3月，每日优鲜放弃自营，转向平台模式。", "adoptsModel", "2023-03"),
        ("2019年全盛时期的每日优鲜进入了20个城市。", "markets", "2019"),
        ("2019年开始扩张的每日优鲜进入了20个城市。", "markets", None),
        ("SHEIN分别于2016年和2020年收购了Romwe、Missguided和Sheglam。", "acquires", None),
        ("2023年底，Temu表示将在日本市场开设站点。", "targetsMarket", None),
        ("2021年起，Temu成为SHEIN旗下的平台。", "partOf", "2021/.."),
        ("Temu2021年起成为SHEIN旗下的平台。", "partOf", "2021/.."),
        ("2021年，Temu成为SHEIN旗下的平台。", "partOf", None),
        ("截至2024年底，SHEIN旗下的Romwe拥有1亿用户。", "partOf", None),
        ("今年以来，SHEIN陆续收购了Romwe。", "acquires", "2025/.."),
        ("更早之前的2019年6月，SHEIN收购了Romwe。", "acquires", "2019-06"),
        ("一、2019年6月，SHEIN收购了Romwe。", "acquires", "2019-06"),
        ("2019年，SHEIN扩大了品类。收购了Romwe，并打开了市场。", "acquires", "2019"),
        ("2019年，SHEIN扩大了品类。此后收购了Romwe。", "acquires", "2019/.."),
        ("2019年，Temu上线。SHEIN收购了Romwe。", "acquires", None),
        ("2010年，京东开卖图书，正面迎战当当。", "competesWith", "2010"),
        ("2010年，京东开卖图书，对标当当。", "competesWith", None),
        ("早在2021年，SHEIN就试过多种办法，用户也多了，三年内，SHEIN收购了Romwe。", "acquires", None),
        ("快手2023年营收增长；拼多多2023年8月发布的业绩显示，营收同比增长20%。", "revenueGrowth", None),
        ("2022年以来，拼多多的股价走低，目前市值只剩10亿美元。", "valuation", None),
        ("拼多多2023年8月发布的业绩显示，营收同比增长20%。", "revenueGrowth", None),
        ("2024年，快手营收1万亿元，其中第四季度3000亿元。月活用户达5亿。", "activeUsers", "2024"),
        ("2021年，Temu一度拥有1亿用户。", "users", "2021"),
        ("多数平台在去年二季度的业务都实现了增长，拼多多的营收增速达到50%。", "revenueGrowth", "2024-Q2"),
        ("2020年，SHEIN收购了Romwe，先后成为谷歌的官方合作伙伴。", "partnersWith", None),
        ("截至2024年底，Temu已覆盖美国、加拿大等国家。", "targetsMarket", "2024-12"),
        ("截至去年5月26日，饿了么的日订单量已超4000万单。", "orderVolume", "2024-05-26"),
        ("截至去年5月26日，饿了么的订单量已超4000万单。", "orderVolume", "../2024-05-26"),
        ("截至2024年第三季度，Temu拥有2亿用户（到2024年第四季度为3亿）。", "users", "2024-Q3"),
        ("Lazada宣称其2024年用户数超1亿，成交额同比增长20%。", "gmvGrowth", "2024"),
    ],
)
def test_a_fact_takes_the_time_that_is_its_own(sentence, told, time):
    found = [fact for fact in facts(sentence) if told in (getattr(fact, "predicate", ""), getattr(fact, "metric", ""))]
    assert found
    assert {fact.time.value if fact.time else None for fact in found} == {time}


def speakers(text):
    found = [fact for fact in facts(text) if getattr(fact, "metric", "") not in ("", "other")]
    return [fact.attributed_to.name if fact.attributed_to else None for fact in found]


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("据QuestMobile数据，快手的月活为7亿。其下载量达到2亿次。", ["QuestMobile", "QuestMobile"]),
        ("据QuestMobile数据，快手的月活为7亿。如今快手下载量只有2亿次。", ["QuestMobile", None]),
        ("据QuestMobile数据，快手的月活为7亿。Temu的下载量达到2亿次。", ["QuestMobile", None]),
        ("尼尔森有一份数据，Temu的下载量达到1亿次。", ["尼尔森"]),
        ("Temu的下载量达到1亿次（数据平台Sensor Tower）。", ["Sensor Tower"]),
        ("蒋凡在社交媒体上发文，透露Temu的下载量达到1亿次。", ["蒋凡"]),
        ("蒋凡表示，市场在变化。“Temu的下载量今年已经达到1亿次。”", ["蒋凡"]),
        ("市场在变化。“Temu的下载量今年已经达到1亿次。”", [None]),
        ("四季报显示，拼多多营收同比增长12%。", ["拼多多"]),
        ("以快手为例，2024年财报依然亮眼：营收同比增长12%。", ["快手"]),
        ("Netflix报告收入为120亿美元。", ["Netflix"]),
        ("Netflix内容支出预计120亿美元。", [None]),
    ],
)
def test_figures_are_of_whoever_tells_them(text, sources):
    assert speakers(text) == sources


@pytest.mark.parametrize(
    ("text", "modalities"),
    [
        ("有市场传闻称，抖音外卖已关停，日均订单量为20万单。", {"hedged"}),
        ("Netflix内容支出预计120亿美元。", {"planned"}),
        ("Netflix的内容支出约为120亿美元，计划在2027年增加到150亿美元。", {"asserted", "planned"}),
        ("Adyen预计2027年营收将增长20%。", {"planned"}),
        ("高盛预计2027年Adyen营收将增长20%。", {"hedged"}),
        ("滴滴因数据传输问题被罚款10亿元。", {"asserted"}),
        ("2026年Temu的用户规模为2亿。", {"hedged"}),
        ("2024年Temu的用户规模为2亿。", {"asserted"}),
        ("据华泰证券预估，2024年Temu的用户规模为2亿。", {"hedged"}),
        ("“星光”创作计划发布30部短剧。", set()),
    ],
)
def test_what_is_to_come_is_planned_by_whoever_it_is_and_foreseen_by_others(text, modalities):
    assert {fact.modality for fact in facts(text) if getattr(fact, "metric", "")} == modalities


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("京东前CEO徐雷表示，外卖会增长。", True),
        ("时任京东CEO徐雷表示，外卖会增长。", True),
        ("曾被京东CEO许冉看好的业务没落了。", False),
        ("京东CEO许冉表示，外卖会增长。", False),
    ],
)
def test_an_office_is_past_where_its_title_says_so(text, former):
    assert [fact.qualifiers.former for fact in facts(text) if getattr(fact, "predicate", "") == "leads"] == [former]
