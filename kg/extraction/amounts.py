"""What was paid or put in: the amount of an acquisition or an investment, told in its clause, the next, or later."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from kg.extraction.candidate import Candidate
from kg.extraction.view import CODES, SentenceView
from kg.language import QuantityMark
from kg.model import Quantity
from kg.vocabulary.tables import alternation, word_table

__all__ = ["PAID", "amount_told", "with_amounts"]

PAID = ("acquires", "investsIn")
"""Relations that have an amount."""
_MONEY = CODES["money"]
_ABOUT = "(?:了|近|约|超过?|逾|高达|不超过|至少|总计|合计|累计|共计|共|总额?为?)*"


@cache
def _words(key: str) -> str:
    return alternation(word_table("discourse")["amounts"][key])


@cache
def _paid() -> re.Pattern[str]:
    """Money that is paid: 以…, 斥资…, …的价格, …投资."""
    before = rf"(?:{_words('before')}){_ABOUT}(?P<one>{_MONEY})(?!的?(?:{_words('worth')}))"
    return re.compile(rf"{before}|(?P<two>{_MONEY})(?:的|左右|现金|人民币|天使轮|[A-F]\+?轮)*(?:{_words('behind')})")


@cache
def _told() -> re.Pattern[str]:
    """Money that a clause tells of what was told before: 交易金额为…, 作价…."""
    return re.compile(rf"(?:{_words('nouns')})(?:为|是|达到?|在|[:：]|涉及)*{_ABOUT}(?P<one>{_MONEY})")


def _only(pattern: re.Pattern[str], view: SentenceView, start: int, end: int) -> Quantity | None:
    """The one amount that a pattern finds in a stretch; None where there are several."""
    places = {match.start(match.lastgroup or 0) for match in pattern.finditer(view.code, start, end)}
    mark = view.marks.get(places.pop()) if len(places) == 1 else None
    return mark.quantity if isinstance(mark, QuantityMark) else None


def amount_told(view: SentenceView, start: int, end: int) -> Quantity | None:
    """The amount that a stretch tells of an event that was told before it."""
    return _only(_told(), view, start, end)


def _amount(one: Candidate) -> Quantity | None:
    """The amount of a relation: in its own clauses, else in the one behind them."""
    view = one.view
    start, _ = view.clause_of(one.first)
    _, end = view.clause_of(max(one.first, one.last - 1))
    found = _only(_paid(), view, start, end)
    if found is None and end < len(view.code) and _MONEY not in view.code[start:end]:
        found = amount_told(view, *view.clause_of(end))
    return found


def with_amounts(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates, acquisitions and investments with the amount that the text gives.

    Where a sentence tells of several at once, nobody knows which of them it is of, or whether of all together.
    """
    found = list(candidates)
    told: dict[tuple[int, str | None], set[tuple[str, str]]] = defaultdict(set)
    for one in found:
        if one.rule.predicate in PAID:
            ends = (one.subject.slug if one.subject else "", one.object.slug if one.object else "")
            told[id(one.view), one.rule.predicate].add(ends)
    return [
        replace(one, amount=_amount(one))
        if one.amount is None and one.rule.predicate in PAID and len(told[id(one.view), one.rule.predicate]) == 1
        else one
        for one in found
    ]
