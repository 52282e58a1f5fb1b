"""Facts whose subject stands in the heading of their section, or where their list starts."""

from __future__ import annotations

import pytest

from kg.articles import read_article
from kg.extraction import extract
from kg.extraction.trial import fact_line, read_text


@pytest.fixture
def facts(tmp_path):
    def read(text):
        path = tmp_path / "a.md"
        path.write_text(text, encoding="utf-8")
        found = extract(read_article(path))
        return {fact_line(fact) for fact in (*found.relations, *found.observations)}

    return read


_LIST = "*   2019 年，Shopee 的订单量达到 12 亿单。\n*   2021 年，GMV 为 625 亿美元，同比增长 76.8%。\n"


@pytest.mark.parametrize("heading", ["### 2. Shopee\n\n", "### 2. Shopee\n\n### 成长路径\n\n", "**Shopee**\n\n"])
def test_every_paragraph_of_a_section_may_go_on_about_the_name_that_heads_it(facts, heading):
    told = facts(f"本文比较两个平台。\n\n{heading}{_LIST}")
    assert {"gmv(Shopee) = 62500000000 USD", "gmvGrowth(Shopee) = 76.8 percent"} <= told


def test_a_dated_chronicle_goes_on_about_what_heads_it(facts):
    told = facts(
        "本文比较两个平台。\n\n### 1. Lazada\n\n*   2013年，Shopee还没有上线。\n\n*   2014年5月，获得3亿美元C轮融资。\n"
    )
    assert "fundingAmount(Lazada) = 300000000 USD" in told


@pytest.mark.parametrize("heading", ["### 三、Stripe\n\n", "（3）Stripe\n\n"])
def test_what_an_item_tells_behind_its_label_is_told_of_the_name_that_heads_the_list(facts, heading):
    told = facts(f"本文比较几种收款。\n\n{heading}*   合作伙伴：与PayPal达成合作。\n*   区域限制：支持45个国家。\n")
    assert {"partnersWith(Stripe, PayPal)", "markets(Stripe) = 45 count"} <= told


def test_what_stands_behind_a_label_under_no_name_is_told_of_nobody(facts):
    told = facts("### 三、收款\n\n罗森已经开业。\n\n*   跨境汇款：与PayPal达成合作。\n")
    assert not {line for line in told if line.startswith("partnersWith")}


def test_a_name_right_behind_its_owners_is_what_the_sentence_goes_on_about(facts):
    told = facts("字节跳动Lemon8通过补贴扩大规模，三个月内占领日本35%市场份额。\n")
    assert "marketShare(Lemon8) = 35 percent" in told


def test_a_part_named_behind_its_owner_is_what_the_sentence_goes_on_about(facts):
    told = facts("字节跳动日本业务Lemon8的市场份额已达35%，成为日本第一大生活社区。\n")
    assert {line for line in told if line.startswith("rank(")} == {"rank(Lemon8) = 1 rank"}


def test_a_name_revealed_at_the_end_of_a_clause_is_what_the_sentence_goes_on_about(facts):
    told = facts("Lazada是平台。它就是亚洲最大的生活社区平台——Lemon8，被称为新门户，横跨30个国家坐拥2000万用户。\n")
    assert "users(Lemon8) = 20000000 count" in told
    assert not {line for line in told if "Lazada) =" in line}


def test_what_several_release_together_is_nobodys_alone(facts):
    told = facts("智谱、阿里、百度、字节和月之暗面竞争激烈。五家公司共发布32款大模型。\n")
    assert not {line for line in told if line.startswith("products")}


def test_who_else_put_money_in_is_not_what_the_list_goes_on_about(facts):
    told = facts(
        "本文比较两个平台。\n\n### 1. Lazada\n\n"
        "*   完成B轮5000万美元融资，由阿里巴巴领投，红杉资本跟投。\n\n*   获得3亿美元C轮融资。\n"
    )
    assert {line for line in told if line.startswith("fundingAmount")} == {
        "fundingAmount(Lazada) = 50000000 USD",
        "fundingAmount(Lazada) = 300000000 USD",
    }


def test_a_clause_of_instances_leaves_the_subject_to_the_next(facts):
    assert "acquires(Lazada, RedMart)" in facts("Lazada拓展其他业务，比如生鲜、数码，后来收购了Redmart。\n")
    assert not facts("Lazada拓展其他业务，比如商家做生鲜，后来收购了Redmart。\n")


def test_the_items_of_a_list_have_the_subject_of_the_sentence_before_it(facts):
    told = facts("京东展开了大规模的布局，包括：\n\n*   扩张门店。\n*   推出“京东到家”，做即时配送。\n")
    assert "launches(京东, 京东到家)" in told


@pytest.mark.parametrize(
    "text",
    [
        "### 1. Lazada为什么能在东南亚市场上做大做强\n\n市场很大。\n\nGMV 为 625 亿美元。\n",
        "### 1. Lazada\n\n平台很大。\n\nShopee发展很快。\n\nGMV 为 625 亿美元。\n",
        "### 1. Lazada\n\n平台很大。\n\n### 2. 行业\n\nGMV 为 625 亿美元。\n",
        "京东展开了布局，包括：\n\n*   扩张门店。\n*   Novowsight获得3亿美元C轮融资。\n",
    ],
)
def test_a_paragraph_under_a_question_another_name_or_another_heading_is_not_about_it(facts, text):
    assert not {line for line in facts(text) if line.startswith(("gmv(Lazada", "fundingAmount(京东"))}


def test_a_part_of_a_business_is_that_of_whose_results_the_sentence_before_tells(facts):
    assert "revenue(小米) = 191800000000 CNY" in facts("小米公布了财报。智能手机业务全年收入1918亿元。\n")
    assert "revenue(小米) = 191800000000 CNY" not in facts("小米推出了新车。智能手机业务全年收入1918亿元。\n")


def test_a_country_that_acts_in_a_clause_acts_in_those_that_go_on_without_a_subject(facts):
    told = facts("2025年2月，美国签署“对等关税”行政令，对越南商品加征46%的关税。\n")
    assert {"regulates(美国, 越南)", "tariffRate(美国) = 46 percent"} <= told
    told = facts("在美国，TikTok很受欢迎，对越南商品加征46%的关税。\n")
    assert "regulates(美国, 越南)" not in told


def test_a_clause_that_only_dates_its_subject_lets_the_next_go_on_about_it(facts):
    told = facts("当地最大的咖啡品牌是本土企业Inthanin，其在2006年成立，如今在泰国的门店超过600家。\n")
    assert {"founded(—, Inthanin)", "hasFacilityIn(Inthanin, 泰国)"} <= told


def test_an_item_with_a_label_is_about_what_heads_its_section(facts):
    text = "*   申请门槛：需要营业执照。\n*   区域限制：支持 40 个国家（如德国、日本），其余地区要等。\n"
    named = facts(f"本文比较两个平台。\n\n（2）PayPal\n\n{text}")
    assert {"markets(PayPal) = 40 count", "targetsMarket(PayPal, 日本)"} <= named
    assert not {line for line in facts(f"本文比较几个平台。\n\n（2）行业\n\n{text}") if line.startswith("markets")}


def test_an_example_may_act(facts):
    assert "targetsMarket(Keeta, 沙特)" in facts("例如Keeta隶属于美团，目前已在沙特、卡塔尔上线。\n")
    several = facts("比如Keeta和Lazada隶属于集团。去年已在沙特、卡塔尔上线。\n")
    assert not {line for line in several if line.startswith("targetsMarket")}


def test_what_its_owner_has_is_what_the_sentence_goes_on_about(facts):
    told = facts("字节跳动旗下专注于短剧的Melolo，去年进入了巴西。\n")
    assert {line for line in told if line.startswith("targetsMarket")} == {"targetsMarket(Melolo, 巴西)"}


def test_the_region_that_a_list_of_markets_is_summed_up_with_is_one_too(facts):
    told = facts("Keeta计划扩展至迪拜等中东地区。\n")
    assert {"targetsMarket(Keeta, 迪拜)", "targetsMarket(Keeta, 中东)"} <= told


def test_whoever_is_named_with_his_office_is_told_of_next():
    told = extract(read_text("阿里巴巴副总裁蒋凡去年离职，加入了字节跳动。", "2025-04-21")).relations
    assert ("affiliatedWith", "字节跳动") in {(f.predicate, f.object.name) for f in told if f.object}
    said = extract(read_text("阿里巴巴副总裁蒋凡表示，收入增长10%。", "2025-04-21")).observations
    assert [(f.subject.name, f.metric) for f in said] == [("阿里巴巴", "revenueGrowth")]


@pytest.mark.parametrize(
    "text",
    [
        "在进入日本市场后，Temu招了不少人。",
        "自进入日本市场以来，Temu招了不少人。",
        "凭借进入日本市场，Temu招了不少人。",
        "新的仓库让Temu进入了日本市场。",
        "对于Temu进入日本市场，对手并不意外。",
        "以Temu为代表的平台进入了日本市场。",
        "包括Temu在内的平台都进入了日本市场。",
        "Temu靠着价格优势进入了日本市场。",
        "一、Temu进入日本市场",
    ],
)
def test_who_acts_is_told_behind_or_inside_a_phrase_that_only_sets_the_scene(facts, text):
    assert "targetsMarket(Temu, 日本)" in facts(text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "如果进入日本市场后，Temu会招不少人。",
        "为了让Temu进入日本市场，团队招了不少人。",
        "这让Temu的商家进入了日本市场。",
        "通过与菜鸟合作，以及进入日本市场，Temu和对手都变了。",
    ],
)
def test_what_is_only_wished_or_done_by_others_is_no_act_of_the_name_beside_it(facts, text):
    assert "targetsMarket(Temu, 日本)" not in facts(text + "\n")


def test_who_once_worked_somewhere_acts_not_the_employer(facts):
    told = facts("曾任美团总监的孙兴共同创办了小鹅通。\n")
    assert not {line for line in told if line.startswith("founded(美团")}


@pytest.mark.parametrize(
    "text",
    [
        "作为最早推出“星云计划”的平台，唯品会走在前面。",
        "唯品会有备而来，商家端推出“星云计划”。",
        "唯品会瞄准下沉市场推出“星云计划”。",
        "唯品会早就在自营店铺推出了“星云计划”。",
        "如果说唯品会推出“星云计划”是试探，那今年则是全面进攻。",
        "同城一哥唯品会，去年推出了“星云计划”。",
    ],
)
def test_what_only_stands_beside_an_act_takes_it_from_nobody(facts, text):
    assert "launches(唯品会, 星云计划)" in facts(text + "\n")


@pytest.mark.parametrize(
    "text",
    [
        "唯品会有备而来，商家推出“星云计划”。",
        "作为最早推出“星云计划”的平台，商家都记得它，唯品会没有回应。",
        "如果唯品会推出“星云计划”，商家会很高兴。",
    ],
)
def test_what_others_do_or_is_only_supposed_is_no_act_of_the_name_beside_it(facts, text):
    assert "launches(唯品会, 星云计划)" not in facts(text + "\n")


def test_a_joint_title_is_no_part_of_a_name(facts):
    told = facts("历峰集团董事长兼创始人约翰·鲁伯特表示，行业必须减产。\n")
    assert not [line for line in told if "兼" in line]


_FIRMS = "# 服务商\n\n蚂蚁集团最近在招人。\n\n"


@pytest.mark.parametrize(
    "items",
    [
        "*   甲乙软件：总部位于南京。在长沙设有研发中心\n",
        "*   甲乙软件：公司总部位于南京，在长沙设有研发中心\n",
        "*   京东：总部位于北京，员工有50万人\n*   甲乙软件：在南京设有研发中心\n",
    ],
)
def test_a_list_from_firm_to_firm_tells_nothing_of_those_before_where_it_comes_to_one_that_nobody_knows(facts, items):
    told = facts(_FIRMS + items)
    assert not {fact for fact in told if "南京" in fact or "长沙" in fact}


def test_a_list_of_what_a_firm_has_goes_on_about_it_behind_labels(facts):
    told = facts("### 蚂蚁集团\n\n*   办公地点：在南京设有研发中心\n")
    assert "hasFacilityIn(蚂蚁集团, 南京)" in told


def test_what_happened_all_over_a_field_of_business_is_told_of_nobody(facts):
    assert not facts("ChatGPT火了之后，该领域共发生36起融资事件，融资金额为120亿元。")
    assert facts("ChatGPT火了之后，OpenAI完成新一轮融资，融资金额为120亿元。")
