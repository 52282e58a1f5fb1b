"""Qualifiers of facts as the text names them: roles, facilities, lists, places, bounds, what was left behind."""

from __future__ import annotations

import pytest

from kg.extraction import extract
from kg.extraction.trial import fact_line, read_text


def qualifiers(text, line, published="2025-04-21"):
    read = extract(read_text(text, published))
    found = {fact_line(fact): fact for fact in (*read.relations, *read.observations)}
    return dict(found[line].qualifiers.items())


def place(text, line):
    there = qualifiers(text, line).get("place")
    return there.name if there else None


@pytest.mark.parametrize(
    ("text", "line", "name", "wanted"),
    [
        ("Temu在波兰建有4个独立的数据中心。", "hasFacilityIn(Temu, 波兰)", "facility", "数据中心"),
        ("Temu在波兰建立了占地20万平方米的供应链总部。", "hasFacilityIn(Temu, 波兰)", "facility", "供应链总部"),
        ("Temu在波兰建立本地仓。", "hasFacilityIn(Temu, 波兰)", "facility", "本地仓"),
        ("Temu搭建欧洲仓和美洲仓。", "hasFacilityIn(Temu, 欧洲)", "facility", "欧洲仓"),
        ("Temu搭建欧洲仓和美洲仓。", "hasFacilityIn(Temu, 美洲)", "facility", "美洲仓"),
        ("比亚迪品牌及公关处总经理陈立说，生意很好。", "affiliatedWith(陈立, 比亚迪)", "role", "公关处总经理"),
        ("闲鱼对全体用户收取成交额0.6%的服务费。", "fee(闲鱼) = 0.6 percent", "scope", "全体用户"),
        ("Shopee门店的员工陈立说，生意很好。", "affiliatedWith(陈立, Shopee)", "role", "员工"),
        ("2016年，腾讯领投了京东的B轮融资。", "investsIn(腾讯, 京东)", "role", "领投"),
        ("腾讯成为京东的第二大股东。", "investsIn(腾讯, 京东)", "role", "第二大股东"),
        ("快手获得数百万美元天使轮融资。", "fundingAmount(快手) = 1000000 USD", "label", "天使轮"),
        ("快手获得数百万美元天使轮融资。", "fundingAmount(快手) = 1000000 USD", "bound", "atLeast"),
        ("Temu的商家数量超过了60万家。", "merchants(Temu) = 600000 count", "bound", "atLeast"),
        ("Temu拥有每月超过300万的活跃用户。", "activeUsers(Temu) = 3000000 count", "list", "MAU"),
        ("Temu、SHEIN的GMV分别约为8亿元和5亿元。", "gmv(SHEIN) = 500000000 CNY", "approx", True),
        ("大约2019年，Temu与SHEIN展开合作。", "partnersWith(Temu, SHEIN)", "approx", True),
        ("2013年前后，Temu与SHEIN展开合作。", "partnersWith(Temu, SHEIN)", "approx", True),
        ("Temu跻身波兰前三大电商平台。", "rank(Temu) = 3 rank", "list", "波兰电商平台"),
        ("在免费下载榜上，Temu最好的成绩是第17名。", "rank(Temu) = 17 rank", "list", "免费下载榜"),
        ("Temu以40%的市场份额位居第一。", "rank(Temu) = 1 rank", "list", "市场份额"),
        ("Temu的独立访客数达4亿，排名全球第二。", "rank(Temu) = 2 rank", "list", "全球独立访客数"),
        ("Temu收取商家最低10万元，最高50万元的保证金。", "fee(Temu) = 100000 CNY", "max", 500000),
        ("加上稳居行业第二的Temu，市场已经饱和。", "rank(Temu) = 2 rank", "list", "行业"),
    ],
)
def test_what_a_text_names_is_kept_whole_and_alone(text, line, name, wanted):
    assert qualifiers(text, line)[name] == wanted


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ("还收购了当时排名第三的Temu。", "rank(Temu) = 3 rank", "list"),
        ("Temu冲到榜单第一名。", "rank(Temu) = 1 rank", "list"),
        ("2013年，Temu与SHEIN展开合作。", "partnersWith(Temu, SHEIN)", "approx"),
        ("陈立在2月转投京东外卖。", "affiliatedWith(陈立, 京东外卖)", "role"),  # the name sells nothing
    ],
)
def test_what_a_text_does_not_name_is_absent(text, line, name):
    assert name not in qualifiers(text, line)


@pytest.mark.parametrize(
    ("text", "line", "wanted"),
    [
        ("在巴西，Temu推出了百亿补贴。", "launches(Temu, 百亿补贴)", "巴西"),
        ("Temu在巴西、智利推出了百亿补贴。", "launches(Temu, 百亿补贴)", None),
        ("韩国的电商市场已经形成Temu、SHEIN和eBay的三足鼎立格局。", "competesWith(Temu, SHEIN)", "韩国"),
        ("在国内，Temu推出了百亿补贴。", "launches(Temu, 百亿补贴)", "中国"),
        ("Temu西班牙站采用全托管模式。", "adoptsModel(Temu, 全托管)", "西班牙"),
        ("京东的越南市场负责人王力表示赞同。", "leads(王力, 京东)", "越南"),
        ("在东南亚，Temu年初实现单月整体盈利。", "profitStatus(Temu) = profitable", "东南亚"),
        ("Temu是国内最大的电商平台。", "rank(Temu) = 1 rank", "中国"),
        ("Temu被认为是SHEIN在波兰的最大竞争对手。", "competesWith(Temu, SHEIN)", "波兰"),
    ],
)
def test_a_place_that_is_no_end_of_a_fact_is_where_it_holds(text, line, wanted):
    assert place(text, line) == wanted


@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        ("去年5月，视频号小店升级为微信小店。", "launches(—, 微信小店)", "视频号小店"),
        ("2022年，京东放弃自营业务，转向平台模式。", "adoptsModel(京东, 平台模式)", "自营"),
    ],
)
def test_what_gives_way_to_something_new_is_kept(text, line, before):
    assert qualifiers(text, line)["from_value"] == before
