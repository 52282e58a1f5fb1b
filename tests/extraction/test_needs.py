"""What a sentence must hold for a rule: no match is lost for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.needs import beginnings, needs_of
from kg.extraction.rules import rule_book
from kg.extraction.view import CODES


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        (".(?P<trigger>收购|并购)B", {"收购", "并购"}),
        ("(?P<trigger>进(?:入|军)?了)", {"进入", "进军", "进了"}),
        ("(?P<trigger>[进出]口)", {"进口", "出口"}),
        ("(?P<trigger>投)A", {"投A"}),
        ("(?P<trigger>(?<!不)(?:是|为)主)", {"是主", "为主"}),
        (r".(?P<trigger>a\|b)\)", {"a|"}),
        ("[^，]{0,8}?(?:收购|并购)", {"收购", "并购"}),
        ("(?P<trigger>收?)", set()),
        # the rarest of several
        (".的(?P<trigger>收购|并购).了钱", {"了钱"}),
        ("\ue000[^，]?的(?:收购|并购)[^，]", {"收购", "并购"}),
        ("(?:\ue000对手)+[^，]", {"对手"}),
        (".(?=对手)", {"对手"}),
        # what need not take part, or may be anything
        ("(?P<trigger>收购)?B", {"B"}),
        ("(?:(?P<trigger>收购)|B)", {"收购", "B"}),
        ("(?P<trigger>收购)B|C", {"收购", "C"}),
        (".(?:收购)*", set()),
        ("(?!收购).", set()),
        ("(?i)(?P<trigger>gmv)", set()),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: set[str]) -> None:
    assert set(needs_of(pattern).beginnings) == needed


@pytest.mark.parametrize(
    ("pattern", "marks"),
    [
        ("[\ue000\ue001]的\ue002", (3, 4)),
        ("\ue000(?:、[\ue000\ue001])*", (1,)),
        ("(?:\ue000)?[^\ue001]", ()),
    ],
)
def test_which_marks_a_pattern_needs(pattern: str, marks: tuple[int, ...]) -> None:
    assert needs_of(pattern).marks == marks


def test_nearly_all_rules_need_a_word() -> None:
    rules = rule_book().rules
    assert sum(bool(rule.needs.beginnings) for rule in rules) > 0.95 * len(rules)


WORDS = sorted(
    {
        word
        for rule in rule_book().rules
        for example in rule.examples[:1]
        for word in re.findall("[\u4e00-\u9fff]{2}", example.text)
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, *CODES.values(), "，", "的", "在"]), max_size=14).map("".join))
def test_no_rule_that_matches_is_left_out(code: str) -> None:
    book = rule_book()
    tried = {rule.id for rule in book.rules_for(code)}
    for rule in book.rules:
        if rule.pattern.search(code) and rule.needs.beginnings:
            assert {*rule.needs.beginnings} & beginnings(code), rule.id
        if rule.pattern.search(code) and rule.metric is None:
            assert rule.id in tried
