"""Programmes that no marks set apart, prizes, and functions that somebody sets up."""

from __future__ import annotations

import pytest

from .test_new_names import new_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("美团的白银会员可以领券", [("白银会员", "Program")]),
        ("白银会员可以领券", []),
        (
            "快手把服务分为月影卡、季风卡、年轮卡三种套餐",
            [("季风卡", "Program"), ("年轮卡", "Program"), ("月影卡", "Program")],
        ),
        ("快手的商家分为品牌、工厂、个人三种等级", []),
        ("快手推出每月12元的免打扰套餐，用户不少", [("免打扰套餐", "Program")]),
        ("快手推出优惠套餐，用户不少", []),
        ("Soul的Gold 会员可以置顶", [("Gold会员", "Program")]),
        ("Soul的VIP会员可以置顶", []),
    ],
)
def test_memberships_and_programmes_at_a_price_are_names(text, expected):
    assert sorted(new_names(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("快手设置了“邻里唠嗑”板块供人聊天", [("邻里唠嗑", "Program")]),
        ("我们设置了“邻里唠嗑”板块供人聊天", []),
        ("用户可以参加快手的“抢车位（Park It）”活动", [("抢车位", "Program")]),
        ("新机搭载了“随手问屏”，用着方便", [("随手问屏", "Program")]),
        ("快手上线“雨巷剧场”，账号不少", []),
        ("快手上线“雨巷剧场”，播放不少", [("雨巷剧场", "Program")]),
        ("快手增设了Moonlamp互动功能", [("Moonlamp", "Program")]),
        ("欧盟的《公平竞价行为指令》已生效", [("公平竞价行为指令", "Program")]),
    ],
)
def test_what_somebody_sets_up_is_named_by_marks_and_letters(text, expected):
    assert new_names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("快手获得了2023年亚洲最佳创意奖", [("2023年亚洲最佳创意奖", "Event")]),
        ("快手荣获“最佳直播服务奖”，团队很高兴", [("最佳直播服务奖", "Event")]),
        ("员工获得三倍年终奖，团队很高兴", []),
        ("快手在7.7 周年大促中卖出不少", [("7.7周年大促", "Event")]),
        ("7.7 促销活动的设计", []),
    ],
)
def test_prizes_and_sales_by_their_day_are_events(text, expected):
    assert new_names(text) == expected
