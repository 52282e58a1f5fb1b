"""What the figures of an article carry: place, period, list, what they were before, with whom they are shared."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.extraction.trial import fact_line, read_text


def figures(text, published="2025-04-21"):
    return {fact_line(fact): fact for fact in extract(read_text(text, published)).observations}


def qualifiers(text, line, published="2025-04-21"):
    return dict(figures(text, published)[line].qualifiers.items())


def period(text, line, published="2025-04-21"):
    found = figures(text, published)[line].time
    return found.value if found else None


def test_an_amount_in_brackets_is_the_same_in_another_currency():
    told = qualifiers("2024年，SHEIN的营收为380亿美元（约合人民币2700亿元）。", "revenue(SHEIN) = 38000000000 USD")
    assert told["also_given_as"] == "270000000000 CNY"


@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        ("Temu的市场份额从5%提升至17%。", "marketShare(Temu) = 17 percent", "5"),
        ("Temu向商家收取10%的佣金（此前为8%）。", "fee(Temu) = 10 percent", "8"),
        ("2024年，SHEIN营收增速从40%降至20%。", "revenueGrowth(SHEIN) = 20 percent", "40"),
    ],
)
def test_what_a_figure_was_before_is_kept(text, line, before):
    assert str(qualifiers(text, line)["from_value"]) == before


def test_of_two_that_have_a_figure_together_each_names_the_other():
    found = figures("2024年，Lazada与Shopee总GMV达到326亿美元。")
    assert found["gmv(Lazada) = 32600000000 USD"].qualifiers.joint_with.name == "Shopee"
    assert found["gmv(Shopee) = 32600000000 USD"].qualifiers.joint_with.name == "Lazada"


def test_of_two_that_have_the_same_figure_each_none_is_joint():
    found = figures("据悉，Temu与SHEIN销售额同比增长30%。")
    assert {line: fact.qualifiers.joint_with for line, fact in found.items()} == {
        "salesGrowth(Temu) = 30 percent": None,
        "salesGrowth(SHEIN) = 30 percent": None,
    }


@pytest.mark.parametrize(
    ("text", "line", "place"),
    [
        ("在美国市场，Temu的下载量达到1亿次。", "downloads(Temu) = 100000000 count", "美国"),
        ("亚马逊在美国的市场份额为40%，订单量达到1亿单。", "orderVolume(亚马逊) = 100000000 count", "美国"),
        ("Temu的佣金为5%（越南8%）。", "fee(Temu) = 5 percent", None),
        ("4月，Temu登顶美国下载榜。", "rank(Temu) = 1 rank", "美国"),
    ],
)
def test_a_figure_holds_where_its_clause_or_the_one_before_says(text, line, place):
    found = figures(text)[line].qualifiers.place
    assert (found.name if found else None) == place


@pytest.mark.parametrize(
    ("text", "line", "bound"),
    [
        ("速卖通的商品承诺5天内送达。", "deliveryTime(速卖通) = 5 days", "atMost"),
        ("淘宝给商家发放奖励，最高可返还60%的佣金。", "subsidy(淘宝) = 60 percent", "atMost"),
        ("Temu的月活用户越过6000万。", "activeUsers(Temu) = 60000000 count", "atLeast"),
    ],
)
def test_words_round_a_figure_bound_it(text, line, bound):
    assert qualifiers(text, line)["bound"] == bound


def test_by_what_a_figure_is_counted():
    assert qualifiers("2024年，Temu日均GMV突破150万美元。", "gmv(Temu) = 1500000 USD")["per"] == "日"


def test_quarter_on_quarter_is_said():
    told = qualifiers("Temu的月活用户达到6000万，环比增长20%。", "userGrowth(Temu) = 20 percent")
    assert told["comparison"] == "qoq"


def test_the_same_list_is_the_one_named_before():
    text = "4月，淘宝冲上美区购物免费榜第二。速卖通在同一榜单排名第15。"
    fact = figures(text)["rank(速卖通) = 15 rank"]
    assert (fact.qualifiers.list, fact.qualifiers.place.name) == ("美区购物免费榜", "美国")


def test_the_criterion_of_a_rank_is_its_list():
    told = qualifiers("从营收规模上看，Shopee排名第一。", "rank(Shopee) = 1 rank")
    assert told["list"] == "营收规模"


def test_places_one_after_the_other():
    found = figures("新加坡电商平台前两名为Shopee和Lazada。")
    assert set(found) == {"rank(Shopee) = 1 rank", "rank(Lazada) = 2 rank"}


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("阿里发布2025财年第三季度财报。本季度，淘天集团营收9亿元。", "revenue(淘天集团) = 900000000 CNY", "2024-Q4"),
        ("2024年第四季度，淘天集团营收1360亿元，与去年相比增长5%。", "revenueGrowth(淘天集团) = 5 percent", "2024-Q4"),
        ("2024年，Temu的GMV为500亿美元。如今SHEIN的门店超过600家。", "other(SHEIN) = 600 count", None),
        ("截至2024年11月，Temu的交易额达6亿美元，全年销售额有望超8亿美元。", "gmv(Temu) = 800000000 USD", "2024"),
        ("2023年，Temu的市场份额从2022年的5%提升至17%。", "marketShare(Temu) = 17 percent", "2023"),
    ],
)  # fmt: skip
def test_the_period_of_a_figure(text, line, expected):
    assert period(text, line) == expected


def test_half_a_year_told_in_january_is_that_of_the_year_over():
    line = "gmv(SHEIN) = 15000000000 USD"
    assert period("今年上半年SHEIN的GMV为150亿美元。", line, "2023-01-04") == "2022-H1"


def test_figures_in_a_row_are_of_the_one_subject():
    text = "2024年，Temu的GMV突破500亿美元，SKU数量在30-40万，入驻的商家数量近3万个。"
    assert {"products(Temu) = 300000 count", "merchants(Temu) = 30000 count"} <= set(figures(text))


def test_the_size_of_a_market_is_no_turnover():
    fact = figures("2024年，越南电商市场规模达到164亿美元。")["other(越南) = 16400000000 USD"]
    assert fact.qualifiers.label == "电商市场规模"


@pytest.mark.parametrize(
    "text",
    [
        "根据谷歌的研究显示，线上商品交易总额提升一倍。",
        "Netflix的每会员收入约为10美元。",
        "在推特上拥有140多万粉丝的博主不少。",
        "百度、腾讯等互联网厂商的营收达到100亿元。",
        "粉丝超57万的红人店关闭，淘宝没有回应。",
    ],
)
def test_what_only_stands_near_a_figure_does_not_bear_it(text):
    assert not figures(text)


def test_two_other_figures_of_one_number_stay_two():
    text = "2021年英国电商销售额达到2000亿英镑。\n2021年英国电子商务支出达到2000亿英镑。"
    assert sorted(f.qualifiers.label for f in extract(read_text(text, "2023-04")).observations) == [
        "电商销售额",
        "电子商务支出",
    ]


def test_our_country_is_china():
    fact = figures("2024年我国微短剧市场规模将达到504.4亿元。")["other(中国) = 50440000000 CNY"]
    assert fact.qualifiers.label == "微短剧市场规模"


def test_each_figure_of_a_row_of_years_has_its_own_year():
    found = figures("2018年至2020年，SHEIN营收分别为20亿美元、40亿美元和60亿美元。")
    assert {line: fact.time.value for line, fact in found.items()} == {
        "revenue(SHEIN) = 2000000000 USD": "2018",
        "revenue(SHEIN) = 4000000000 USD": "2019",
        "revenue(SHEIN) = 6000000000 USD": "2020",
    }


def test_each_figure_of_a_row_of_quarters_has_its_own_quarter():
    text = "2024年前三季度，优酷亏损分别为28亿元、13亿元、10亿元。"
    assert period(text, "profit(优酷) = -2800000000 CNY") == "2024-Q1"
    assert period(text, "profit(优酷) = -1000000000 CNY") == "2024-Q3"


def test_figures_go_on_behind_a_clause_that_only_sums_results_up():
    text = "2024年，SHEIN营收为380亿美元。海外增长显著，全球收入同比增长73%。"
    assert "revenueGrowth(SHEIN) = 73 percent" in figures(text)


def test_figures_go_on_behind_the_share_of_goods():
    text = "淘宝给店铺换了新版面，新品占比上升到45%，交易效率提高30%。"
    assert "other(淘宝) = 30 percent" in figures(text)


def test_the_gmv_of_a_country_is_its_gmv():
    assert "gmv(印度) = 95000000000 USD" in figures("2028年，印度的数字经济GMV将超过950亿美元。")


def test_a_row_of_years_and_figures_of_two_lengths_is_not_read():
    assert not figures("2018年至2020年，SHEIN营收分别为20亿美元、40亿美元。")


def test_of_a_row_of_years_only_what_is_to_come_is_a_forecast():
    found = figures("SHEIN营收2021年为157亿美元，2022年为227亿美元，预计2023年将达到320亿美元。")
    assert {line: (fact.time.value, fact.modality) for line, fact in found.items()} == {
        "revenue(SHEIN) = 15700000000 USD": ("2021", "asserted"),
        "revenue(SHEIN) = 22700000000 USD": ("2022", "asserted"),
        "revenue(SHEIN) = 32000000000 USD": ("2023", "hedged"),
    }


@pytest.mark.parametrize(
    ("text", "line", "scope"),
    [
        ("泡泡玛特海外收入同比增长375.2%。", "revenueGrowth(泡泡玛特) = 375.2 percent", "海外"),
        ("百度第二季度智能云业务收入51亿元。", "revenue(百度) = 5100000000 CNY", "智能云业务"),
        ("拼多多在线营销服务收入570亿元。", "revenue(拼多多) = 57000000000 CNY", "在线营销服务"),
        ("爱奇艺会员服务收入45亿元，内容发行收入7亿元。", "revenue(爱奇艺) = 700000000 CNY", "内容发行"),
        ("B站第四季度广告业务收入23.9亿元。", "revenue(B站) = 2390000000 CNY", "广告业务"),
        ("腾讯公布了年报，2024年游戏业务收入1977亿元。", "revenue(腾讯) = 197700000000 CNY", "游戏业务"),
        ("腾讯公布了年报，2024年海外收入580亿元。", "revenue(腾讯) = 58000000000 CNY", "海外"),
        ("2024年，腾讯的营销服务占总营收的18%，达到1214亿元。", "revenue(腾讯) = 121400000000 CNY", "营销服务"),
    ],
)
def test_the_part_of_a_business_that_a_clause_names_alone_is_the_scope(text, line, scope):
    assert qualifiers(text, line)["scope"] == scope


def test_what_is_valued_is_whom_money_went_into():
    found = figures("红杉中国、高瓴资本等参与了SHEIN的新一轮融资，估值达660亿美元。")
    assert list(found) == ["valuation(SHEIN) = 66000000000 USD"]
    assert list(figures("SHEIN获得红杉中国投资，估值达660亿美元。")) == ["valuation(SHEIN) = 66000000000 USD"]


def test_one_part_of_a_business_is_none_of_another():
    found = figures("2024年，美团核心本地商业分部收入694亿元；新业务分部收入242亿元。")
    assert list(found) == ["revenue(美团核心本地商业) = 69400000000 CNY"]


def test_the_same_figure_of_two_parts_is_two_facts():
    found = extract(read_text("2024年，腾讯的游戏业务收入增长10%，广告业务收入增长10%。", "2025-04-21")).observations
    assert sorted(fact.qualifiers.scope for fact in found) == ["广告业务", "游戏业务"]


def test_when_somebody_was_founded_is_not_when_he_has_a_figure():
    text = "SHEIN成立于2012年，总部位于新加坡，拥有超过2000人的全球化团队。"
    assert period(text, "employees(SHEIN) = 2000 count") is None
    assert "place" not in qualifiers(text, "employees(SHEIN) = 2000 count")


def test_a_part_that_loses_money_is_not_the_whole():
    assert not figures("阿里巴巴发布财报，但国际电商虽然扩大，持续亏损。")


@pytest.mark.parametrize(
    "text",
    [
        "2024年，某公司以70亿元估值位列《淘宝全球独角兽榜》第351位。",
        "2024年，SHEIN要求商家具有200万美元的营收。",
        "2024年，在淘宝、速卖通的应用商店下载量均超过1亿次。",
    ],
)
def test_a_name_that_only_stands_near_a_figure_does_not_bear_it(text):
    assert not figures(text)


def test_a_figure_in_several_metrics_goes_to_the_nearest_noun():
    assert list(figures("2024年，淘宝的销售份额占据40%左右。")) == ["marketShare(淘宝) = 40 percent"]


def test_the_figures_of_a_period_go_on_behind_but():
    text = "2024年上半年，SHEIN收入达到311亿元，然而却净亏损5亿元。"
    assert period(text, "profit(SHEIN) = -500000000 CNY") == "2024-H1"


def test_whoever_won_a_contest_has_the_figure_behind_it():
    assert "marketShare(京东) = 35 percent" in figures("京东重金补贴县城，2019年反超唯品会，市占率达到35%。")


@pytest.mark.parametrize(
    "text",
    [
        "2021年，京东产发、京喜、海外业务等新业务的营收达到了106亿元。",
        "2022年，唯品会累计减免卖家佣金达3亿元。",
        "美团的主要利润就是2000万订房间的人。",
    ],
)
def test_what_is_of_many_waived_or_counted_is_no_figure_of_one(text):
    assert not figures(text)


def test_a_loss_of_a_part_tells_the_part():
    assert qualifiers("2024年，美团到店业务亏损73亿元。", "profit(美团) = -7300000000 CNY")["scope"] == "到店业务"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("据财报，良品铺子上半年京东渠道营收为4.36亿元。", "revenue(良品铺子) = 436000000 CNY"),
        ("良品铺子的抖音年销售额达到5亿元。", "gmv(良品铺子) = 500000000 CNY"),
        ("良品铺子2024年实现营收71亿元，其中京东平台收入30亿元。", "revenue(良品铺子) = 3000000000 CNY"),
        ("美团营收增长。新业务分部（如优选、快驴等）收入873亿元。", "revenue(美团) = 87300000000 CNY"),
        ("其中，来自阿里云的收入为301亿元。", "revenue(阿里云) = 30100000000 CNY"),
        (
            "2024年，Sea营收48亿美元，旗下支付业务Garena的收入为8亿美元，占集团总收入的16%。",
            "revenueShare(Garena) = 16 percent",
        ),
        ("拼多多营收956亿元，不及市场预期的1016亿元，净利润147亿元。", "profit(拼多多) = 14700000000 CNY"),
        ("因为持续亏损，在很长一段时间里，京东都不被看好。", "profitStatus(京东) = loss"),
        ("2024年，京东收入上升。其中，京东物流收入为470亿元；商品收入为2423亿元。", "revenue(京东) = 242300000000 CNY"),
    ],
)
def test_of_whom_a_figure_is_that_several_are_named_beside(text, line):
    assert line in figures(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024年，天猫和无名小站占据了33%的市场份额。",
        "快手、无名、小站三家企业，合计实现营收55亿元。",
        "名创优品增长很快，目前在快手整体营收中占比已经超过10%。",
        "京东全职骑手一天跑50单，收入三四百元。",
        "快手想做团购。2021年我国宠物食品市场规模约为480亿元，占宠物消费的比重达到38.5%。",
        "爱奇艺将收入超千万元的独播短剧分账周期延长。",
        "腾讯音乐每付费用户收入为19.1元。",
    ],
)
def test_what_is_of_others_too_or_of_others_alone_is_no_figure_of_a_name(text):
    assert not {line for line in figures(text) if not line.startswith("other(")}


def test_of_two_with_a_figure_each_none_is_joint():
    found = figures("2024年，安踏和李宁分别以708亿元和286亿元的营业总收入位居前两位。")
    assert {line: fact.qualifiers.joint_with for line, fact in found.items() if line.startswith("revenue")} == {
        "revenue(安踏) = 70800000000 CNY": None,
        "revenue(李宁公司) = 28600000000 CNY": None,
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("良品铺子2024年财报出炉。抖音是重点渠道。上半年公司营收为28亿元。", "revenue(良品铺子) = 2800000000 CNY"),
        ("快手很着急。在得物财报向好的2023年，公司全年净利润为21亿元。", "profit(得物) = 2100000000 CNY"),
        ("爱奇艺营收下滑。再看近期的表现，近一季营收为66亿元。", "revenue(爱奇艺) = 6600000000 CNY"),
        ("2024年，包括达达、京喜在内的京东，营收为49亿元。", "revenue(京东) = 4900000000 CNY"),
    ],
)
def test_the_company_is_whose_report_is_told_of(text, line):
    assert line in figures(text)


def test_the_figures_of_a_profile_are_those_of_the_country_that_heads_it():
    found = figures("马来西亚：总人口为3413万。从年龄上看，人口很年轻。互联网用户为3303万，互联网普及率为96.8%。")
    assert {"users(马来西亚) = 33030000 count", "other(马来西亚) = 96.8 percent"} <= found.keys()
    assert not figures("马来西亚：总人口为3413万。Shopee很受欢迎。互联网普及率为96.8%。").keys() & {
        "other(马来西亚) = 96.8 percent"
    }


def test_what_stands_behind_among_them_is_of_whom_the_text_goes_on_about():
    found = figures("Shopee的GMV增长81.8%。2022年第二季度，保持业绩增长，其中总订单数20亿。")
    assert "orderVolume(Shopee) = 2000000000 count" in found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("京东开始做外卖。比如正餐品牌西某某，就上线了套餐。全年订单量同比增长35%。", "orderGrowth(京东) = 35 percent"),
        ("亚马逊Prime很受欢迎，快手的会员费258元。", "price(亚马逊Prime) = 258 CNY"),
        ("根据他展示的快手后台截图，首场直播，其总销售额超过40.7亿元。", "gmv(快手) = 4070000000 CNY"),
    ],
)
def test_what_is_told_of_others_in_between_is_no_figure_of_a_name_before(text, line):
    assert line not in figures(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("快手的GMV为8万亿元，是抖音的1.5倍，营收4000亿元。", "revenue(快手) = 400000000000 CNY"),
        ("快手在欧洲的月活达到9300万，美国市场的月活为5000万。", "activeUsers(快手) = 50000000 count"),
        ("快手也是如此。对于抖音来说，订单量增长20%。", "orderGrowth(抖音) = 20 percent"),
        ("Shopee市场份额48%，TikTok Shop与Tokopedia合计占22.4%。", "marketShare(Tokopedia) = 22.4 percent"),
    ],
)
def test_a_comparison_does_not_change_of_whom_figures_are(text, line):
    assert line in figures(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("唯品会的市场份额长期稳定在7%左右，日均订单量超200万单。", "orderVolume(唯品会) = 2000000 count"),
        ("2024年，京东的GMV（商品交易总额）被拼多多反超，跌至行业第四。", "rank(京东) = 4 rank"),
        ("京东宣布，外卖订单量将超过500万单。", "orderVolume(京东) = 5000000 count"),
        ("盒马增长很快，生鲜品类日均订单突破45万单。", "orderVolume(盒马) = 450000 count"),
        ("SHEIN成立于2008年，在美国快时尚市场占有率达28%。", "marketShare(SHEIN) = 28 percent"),
    ],
)
def test_a_clause_about_a_measure_or_a_part_goes_on_about_its_owner(text, line):
    assert line in figures(text)


def test_a_programme_has_no_parts_of_a_business():
    text = "京东外卖增长很快。百亿补贴上线第一天的效果不错，预计餐饮日单量会突破500万单。"
    assert "orderVolume(百亿补贴) = 5000000 count" not in figures(text)


def test_a_comparison_is_no_part_of_a_business():
    found = qualifiers("库迪咖啡销量上升，较日常订单增长10%。", "orderGrowth(库迪咖啡) = 10 percent")
    assert "scope" not in found


def test_whose_list_it_is_is_not_on_it():
    assert figures("2023年福布斯榜，穆克什以1000亿元位列第20名。") == {}


def test_a_rank_on_the_lists_of_several_places_is_one_figure_a_place():
    text = "Lemon8登上了日本和泰国的App Store社交下载榜榜首。"
    found = [f for f in extract(read_text(text, "2025-04-21")).observations if f.metric == "rank"]
    assert {f.qualifiers.place.name for f in found} == {"日本", "泰国"}
    assert {fact_line(f) for f in found} == {"rank(Lemon8) = 1 rank"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("2024年，全国网上零售额15.5万亿元，同比增长7.2%。", "gmv(中国) = 15500000000000 CNY"),
        ("2024年，全国网上零售额15.5万亿元，同比增长7.2%。", "gmvGrowth(中国) = 7.2 percent"),
        ("全国网上零售额15万亿元，其中实物商品网上零售额13万亿元。", "gmv(中国) = 13000000000000 CNY"),
        ("2024年1至4月，全国餐饮收入15887亿元。", "revenue(中国) = 1588700000000 CNY"),
        ("2023年，中国即时零售市场规模同比增长28%。", "gmvGrowth(中国) = 28 percent"),
    ],
)
def test_the_statistics_of_the_whole_country_are_the_countrys(text, line):
    assert line in figures(text)


def test_what_is_counted_in_the_whole_country_is_not_the_countrys():
    assert not figures("2024年，全国门店数量超过2万家。")


def test_sales_of_a_host_are_the_hosts():
    assert "gmv(李佳琦) = 20000000 CNY" in figures("2023年，李佳琦单场直播GMV超过2000万元。")
    assert not figures("李佳琦认为，GMV超过2000万元。")


def test_who_sells_on_a_platform_has_the_sales_there():
    assert not figures("羊绒企业转向自主品牌，已实现抖音年销售额破亿。")


def test_a_figure_of_a_region_is_that_of_whom_the_text_goes_on_about():
    found = figures("Temu在新兴市场中取得了增长，2023年拉美地区的用户增速达到12%。")
    assert found["userGrowth(Temu) = 12 percent"].qualifiers.place.name == "拉美"


def test_what_a_figure_leaves_out_is_no_condition():
    assert "revenue(TikTok) = 30000000000 USD" in figures("若不考虑汇率变化，2025年TikTok的营收将达到300亿美元。")
    assert "revenueGrowth(SHEIN) = 20 percent" in figures("若剔除汇率影响，SHEIN营收同比增长20%。")
    assert not figures("若禁令实施，2025年TikTok的营收预计将达到324亿美元。")


def test_digits_right_behind_a_latin_name_are_an_amount():
    assert "fundingAmount(SHEIN) = 120000000000 KRW" in figures("SHEIN获得KRAFTON1200亿韩元的融资。")


def test_a_bar_ends_a_clause():
    assert "profitStatus(滴滴) = profitable" in figures("雷峰网独家丨滴滴上线新服务，网约车业务已盈利。")


def test_ranks_on_two_lists_are_two_and_one_told_twice_is_one():
    def lists(text):
        return [f.qualifiers.list for f in extract(read_text(text, "2025-04-21")).observations if f.metric == "rank"]

    assert len(lists("唯品会是下载量最大的购物应用。数年之后，唯品会是会员最多的折扣平台。")) == 2
    assert len(lists("唯品会是下载量最大的购物应用。数年之后，唯品会仍是购物下载量最多的平台。")) == 1


def test_from_whom_a_fee_is_taken_does_not_take_it():
    assert "fee(唯品会) = 5 percent" in figures("唯品会宣布新政策，将向卖家收取5%的佣金。")
    assert not figures("工厂宣布新政策，卖家收取5%的佣金。")


@pytest.mark.parametrize(
    "text",
    [
        "有微信小店在春节期间的订单达到1013单。",  # some shop of many
        "还有品牌上线第二周小时达订单环比增长了30倍。",
        "腾讯旗下最新月活破亿的应用备受关注。",  # what it has, by its kind
        "《长风渡》上线快手平台后累计播放量达到3000万次。",  # the film's
        "抖音账号“小白龙旗舰店”涨粉超300万，直播销售额在1000万元以上。",
        "盒马在一座城市日订单1000单左右才会去开新仓。",  # a threshold
        "业内认为快手DAU破5亿指日可待。",
        "永辉超市消费者月收入在3000元以下的占46%。",  # what people earn
        "线下支付中，抖音和快手的市场份额约为58%比42%。",
        "抖音推出的公益餐已覆盖全国40个城市。",  # what it made covers them
        "支付宝可以做农场，但总体用户数仅20万左右的B端订货平台就难了。",  # of such platforms
        "天猫、京东和拼多多的销售总额共5717亿元。",  # of three together
        "某商家透露，单店京东外卖最高日订单超过750单。",  # of one shop there
        "天猫也在发力。某新锐洗护入驻后，该品牌在试运营三天内，创下了600多万元的交易额。",  # the brand's
    ],
)
def test_a_figure_of_another_thing_or_of_nobody_is_not_told_of_the_name_beside_it(text):
    assert not [line for line in figures(text) if not line.startswith("other")]


def test_a_figure_is_that_of_whoever_is_named_behind_it():
    assert "activeUsers(红果短剧) = 200000000 count" not in figures("红果短剧增长很快，拥有2亿日活的快手也在加码。")


def test_a_bare_number_takes_the_currency_of_its_own_clause_and_pieces_sold_none():
    found = figures("得物的GMV突破了300亿，年末拿到2亿美元融资。")
    assert "gmv(得物) = 30000000000 CNY" in found
    assert not [line for line in figures("小米SU7销量2.4万。") if line.startswith("gmv")]


def test_by_what_means_somebody_does_something_has_not_done_it():
    assert not figures("拼多多凭借裂变营销、仅退款机制迅速积累了数亿用户。").keys() & {
        "users(仅退款) = 100000000 count"
    }
    assert not figures("凭借裂变营销、仅退款机制迅速积累了数亿用户。")


@pytest.mark.parametrize(
    ("text", "line", "label"),
    [
        ("欧莱雅通过会员分层营销将复购率提升至58%。", "other(欧莱雅) = 58 percent", "复购率"),
        ("开市客以毛利率不超15%约束自己。", "other(开市客) = 15 percent", "毛利率"),
    ],
)
def test_the_label_of_a_figure_is_its_noun_without_what_leads_up_to_it(text, line, label):
    assert qualifiers(text, line)["label"] == label


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("美团和饿了么占据了98%的市场份额。", {"美团": "饿了么", "饿了么": "美团"}),
        ("美团和饿了么都拿下了30%的市场份额。", {"美团": None, "饿了么": None}),
        ("2024年美团占比高达65%，饿了么占比33%。", {"美团": None, "饿了么": None}),
    ],
)
def test_a_share_that_two_have_is_theirs_together_unless_each_has_its_own(text, joint):
    told = {fact.subject.name: dict(fact.qualifiers.items()).get("joint_with") for fact in figures(text).values()}
    assert {name: thing and thing.name for name, thing in told.items()} == joint
