"""Names told by the known body, list or row in which they stand."""

from __future__ import annotations

import pytest

from .test_new_names import analysed, new_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("数据来自比亚迪App的里程页面", [("比亚迪App", "Platform")]),
        ("OPPO手机Find K8销量亮眼", [("Find K8", "Program")]),
        ("Rokid Nova 3 Pro开始发售", [("Rokid Nova 3 Pro", "Program")]),
        ("由Qualtrics Group发布，并非WhatsApp Group里的消息", [("Qualtrics Group", "Organization")]),
        ("西藏消委会的调查，英国大使馆的提示", [("西藏消委会", "Organization"), ("英国大使馆", "Organization")]),
        ("希腊政府采购了一批设备", []),
        (
            "据中国跑步联盟统计，淘宝安全中心的公告",
            [("中国跑步联盟", "Organization"), ("淘宝安全中心", "Organization")],
        ),
        ("腾讯助学基金会捐款", [("腾讯助学基金会", "Organization")]),
        ("公司组建算法中心，还组建了数据中心。", [("算法中心", "Organization")]),
        ("字节放弃芯片业务后继续投入", []),
        ("创始人中川健一是工程师，中川街道", [("中川健一", "Person")]),
        ("首届送货AI算法大赛反响热烈", [("送货AI算法大赛", "Event")]),
        ("据江城消费大数据实验室统计", [("江城消费大数据实验室", "Organization")]),
        ("淘宝App的首页", []),
        ("比亚迪App显示，余量不足", []),
        ("其中，无印良品中国营收上涨了9%", [("无印良品中国", "Organization")]),
        ("星巴克进入中国市场", []),
        ("这件事给Shopee马来西亚分部带来打击", [("Shopee马来西亚分部", "Organization")]),
        ("他带领谷歌以色列研发部门", [("谷歌以色列研发部门", "Organization")]),
        ("推出了为期两周的Shopee大学，供用户使用", [("Shopee大学", "Program")]),
        ("淘宝大学生用户很多", []),
        ("Shopify 企业版：月费", [("Shopify企业版", "Program")]),
        ("华为Vira Flip的销量", [("Vira Flip", "Program")]),
        ("阿里GMV8万亿，腾讯A1至A5轮融资", []),
        ("钱包WeChat Pay SG（新加坡）上线", [("WeChat Pay SG", "Program")]),
        ("西加勒比央行的通知", [("西加勒比央行", "Organization")]),
        ("他负责果蔬事业部，开始创业", [("果蔬事业部", "Organization")]),
        ("平台推出Telegram+订阅，按月付费", [("Telegram+", "Program")]),
        ("卖家要做Telegram+独立站的组合", []),
    ],
)
def test_products_and_branches_are_named_after_their_body(text, expected):
    assert new_names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他与同学Otto Brandt、Hugo Lindqvist组建车队", ["Otto Brandt", "Hugo Lindqvist"]),
        ("有许棠棠、陆嘉程等明星主播带货", ["许棠棠", "陆嘉程"]),
        ("董事长于振扬也曾公开表示", ["于振扬"]),
        ("在首席财务官单棋的表态里", ["单棋"]),
        ("像玛丽·洛佩斯小说里的侦探", ["玛丽·洛佩斯"]),
        ("首席技术官 KB Hansen 早年", ["KB Hansen"]),
        ("陶蓓，陶蓓至今记得那天。陶蓓又来了。", ["陶蓓"]),
        ("集团副总裁林薇一上台，就开始发言", ["林薇"]),
        ("贴满了汤沁、罗庭两位代言人的海报", ["汤沁", "罗庭"]),
        ("技术工老师傅一年的收入", []),
    ],
)
def test_people_are_told_by_lists_roles_and_standing_often(text, expected):
    assert new_names(text) == [(name, "Person") for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("比如“百亿补贴”“天天划算价”“仅退款”等", [("天天划算价", "Program")]),
        ("公众号“百亿补贴”“天天划算价”“仅退款”等", []),
        ("淘宝开展了“首都一盏灯”项目", [("首都一盏灯", "Program")]),
        ("拼多多首创的“农云拼搭”模式很快推开", [("农云拼搭", "Program")]),
        ("美团在去年开启了“抢地大战”", []),
        ("美团从“数日达”走向当日送达", []),
    ],
)
def test_quoted_words_are_programmes_by_their_row_and_what_they_hold(text, expected):
    assert new_names(text) == expected


def test_what_a_new_body_brings_out_is_a_programme():
    assert ("看图识花", "Program") in new_names("社交应用Florado上线，Florado 支持“看图识花”功能。")


def test_titles_in_a_row_with_a_work_are_works():
    text = "推动了热门剧集，如《雾中城》、《红砂》，西班牙的《夜钟楼》、德国的《黑松林》等；《海风报告》显示"
    assert [name for name, kind in new_names(text) if kind == "Program"] == ["雾中城", "红砂", "夜钟楼", "黑松林"]


def test_a_latin_name_keeps_its_accents():
    text = "时尚品牌 BelleCléa 的创始人起诉，BelleCléa 胜诉。"
    assert new_names(text)[0] == ("BelleCléa", "Organization")
    assert all(text[m.start : m.end] == "BelleCléa" for m in analysed(text)._.mentions)
