"""What a sentence must hold for a rule: no match is lost for it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extraction.needs import beginnings, trigger_beginnings
from kg.extraction.rules import rule_book
from kg.extraction.view import CODES


@pytest.mark.parametrize(
    ("pattern", "needed"),
    [
        ("A(?P<trigger>收购|并购)B", {"收购", "并购"}),
        ("(?P<trigger>进(?:入|军)?了)", {"进入", "进军", "进了"}),
        ("(?P<trigger>[进出]口)", {"进口", "出口"}),
        ("(?P<trigger>投)A", {"投"}),
        ("(?P<trigger>(?<!不)(?:是|为)主)", {"是主", "为主"}),
        (r"[(|](?P<trigger>a\|b)\)", {"a|"}),
        # it need not take part, may be anything, or may be nothing
        ("(?P<trigger>收购)?B", None),
        ("(?:(?P<trigger>收购)|B)", None),
        ("(?P<trigger>收购)B|C", None),
        ("(?P<trigger>.购)", None),
        ("(?P<trigger>收?)", None),
        ("(?i)(?P<trigger>gmv)", None),
        ("收购", None),
    ],
)
def test_what_a_pattern_needs(pattern: str, needed: set[str] | None) -> None:
    assert trigger_beginnings(pattern) == needed


def test_most_rules_need_a_word() -> None:
    rules = rule_book().rules
    assert sum(trigger_beginnings(rule.pattern.pattern) is not None for rule in rules) > len(rules) / 2


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
        needed = trigger_beginnings(rule.pattern.pattern)
        if rule.pattern.search(code) and needed is not None:
            assert needed & beginnings(code), rule.id
        if rule.pattern.search(code) and rule.metric is None:
            assert rule.id in tried
