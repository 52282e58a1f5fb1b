"""What an article's facts carry besides their ends: time, words for it, stance, speaker, place."""

from __future__ import annotations

from kg.extraction import extract
from kg.extraction.trial import fact_line, read_text


def facts(text, published="2025-04-21"):
    found = extract(read_text(text, published))
    return {fact_line(fact): fact for fact in (*found.relations, *found.observations)}


def test_a_time_is_resolved_and_its_words_are_kept():
    fact = facts("去年9月，速卖通推出了“暖冬计划”。")["launches(速卖通, 暖冬计划)"]
    assert (fact.time.value, fact.time_text) == ("2024-09", "去年9月")


def test_without_a_date_a_relative_time_stays_open_and_its_words_are_kept():
    fact = facts("去年9月，速卖通推出了“暖冬计划”。", None)["launches(速卖通, 暖冬计划)"]
    assert (fact.time, fact.time_text) == (None, "去年9月")


def test_the_time_that_opens_a_sentence_holds_until_it_turns():
    began = "2022年2月，速卖通在推进业务时，便瞄准了外来商家，面向卖家做了调研，"
    assert facts(began + "推出了“暖冬计划”。")["launches(速卖通, 暖冬计划)"].time.value == "2022-02"
    assert facts(began + "如今已推出了“暖冬计划”。")["launches(速卖通, 暖冬计划)"].time is None


def test_a_plan_is_planned_and_a_rumour_hedged():
    assert facts("速卖通将进入美国市场。")["targetsMarket(速卖通, 美国)"].modality == "planned"
    assert facts("速卖通可能进入美国市场。")["targetsMarket(速卖通, 美国)"].modality == "hedged"


def test_what_is_denied_is_negated():
    assert facts("速卖通没有进入美国市场。")["targetsMarket(速卖通, 美国)"].negated


def test_conditions_and_questions_state_nothing():
    assert not facts("如果速卖通进入美国市场，竞争会更激烈。")
    assert not facts("速卖通会进入美国市场吗？")


def test_a_question_of_the_last_clause_leaves_what_the_ones_before_it_tell():
    assert "targetsMarket(速卖通, 美国)" in facts("速卖通进入美国市场，亚马逊还能坐得住吗？")
    assert not facts("速卖通进入美国市场，是真的吗？")
    assert not facts("为什么速卖通进入美国市场，很多人没有料到？")


def test_a_name_acts_in_a_clause_that_tells_when():
    assert "targetsMarket(速卖通, 日本)" in facts("随着速卖通进入日本，竞争更激烈了。")
    assert "targetsMarket(速卖通, 日本)" in facts("继速卖通进入日本之后，市场变了。")
    assert not facts("继速卖通之后进入日本的平台很多。")


def test_a_model_of_two_in_a_list_is_that_of_both():
    found = facts("速卖通、Temu的全托管模式很相似。")
    assert {"adoptsModel(速卖通, 全托管)", "adoptsModel(Temu, 全托管)"} <= set(found)


def test_a_report_is_the_speaker_of_its_figures():
    fact = facts("据阿里最新财报显示，阿里国际营收同比增长32%。")
    assert fact["revenueGrowth(阿里国际数字商业集团) = 32 percent"].attributed_to.name == "阿里巴巴"


def test_a_dropped_subject_is_that_of_the_clause_before():
    assert "acquires(阿里巴巴, Lazada)" in facts("2016年，阿里加快布局东南亚，收购了Lazada。")


def test_another_actor_between_takes_the_verb():
    assert not facts("速卖通的商家进入美国市场。")


def test_a_list_gives_one_fact_a_member():
    found = facts("速卖通在西班牙、法国和德国建立了海外仓。")
    assert {f"hasFacilityIn(速卖通, {place})" for place in ("西班牙", "法国", "德国")} <= set(found)


def test_two_lists_told_of_each_in_turn_give_each_its_own():
    lines = facts("2021年，Shopee和Lazada分别进入巴西和墨西哥。")
    assert {"targetsMarket(Shopee, 巴西)", "targetsMarket(Lazada, 墨西哥)"} <= lines.keys()
    assert "targetsMarket(Shopee, 墨西哥)" not in lines


def test_what_somebody_once_was_makes_what_he_then_does_no_past():
    found = facts("曾任速卖通总经理的蒋凡加入了Temu。")
    assert not found["affiliatedWith(蒋凡, Temu)"].qualifiers.former
    assert found["affiliatedWith(蒋凡, 速卖通)"].qualifiers.former


def test_a_capital_is_told_behind_its_country():
    found = facts("Shopify成立很早，总部位于加拿大首都渥太华。")
    assert {"locatedIn(Shopify, 渥太华)", "locatedIn(Shopify, 加拿大)"} <= found.keys()


def test_a_fact_told_twice_is_one_with_both_places():
    text = "速卖通隶属于AIDC。\n市场很大。\n速卖通均隶属于AIDC。"
    fact = facts(text)["partOf(速卖通, 阿里国际数字商业集团)"]
    assert len(fact.also_in) == 1


def test_whose_a_service_is_yields_to_who_launched_it():
    business = "速卖通Choice业务增长很快。"
    assert set(facts(business)) == {"partOf(Choice, 速卖通)"}
    assert set(facts(business + "2023年，速卖通推出了Choice服务。")) == {"launches(速卖通, Choice)"}


def test_the_quote_is_the_exact_run_of_the_text():
    text = "市场很大。2016年，阿里收购了Lazada，后来又增资。"
    fact = facts(text)["acquires(阿里巴巴, Lazada)"]
    assert text[fact.evidence.start : fact.evidence.end] == fact.evidence.quote
    assert "Lazada" in fact.evidence.quote


def test_a_founding_by_nobody_gives_way_to_a_dated_one_by_somebody():
    found = facts("2015年，黄峥创办了拼多多。拼多多成立于2015年。")
    assert "founded(黄峥, 拼多多)" in found
    assert "founded(null, 拼多多)" not in found


def test_whom_somebody_moves_to_act_is_whom_the_sentence_goes_on_about():
    found = facts("美团的扩张引发京东升级外卖业务，并联合达达提升活跃度。")
    assert not [line for line in found if line.startswith("partnersWith(美团")]


def test_the_pronoun_of_several_who_all_act_is_none_of_them():
    found = facts("拼多多、抖音、阿里等都在分流其市场。")
    assert not [line for line in found if line.startswith("competesWith")]


def test_how_many_a_list_sums_up_are_no_other_subject():
    found = facts("京东、美团两家早就坚定进入了美国市场。")
    assert {"targetsMarket(京东, 美国)", "targetsMarket(美团, 美国)"} <= set(found)


def test_a_facility_read_does_not_act_itself():
    assert "hasFacilityIn(华为, 东莞)" in facts("华为的两家工厂分别位于深圳和东莞。")
    assert "hasFacilityIn(华为, 东莞)" not in facts("华为的供应商工厂位于东莞。")
