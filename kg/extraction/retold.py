"""An event told in two sentences: what the second one adds where it takes the first one up (该交易于2024年3月完成)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kg.extraction.amounts import PAID, amount_told
from kg.extraction.candidate import Candidate
from kg.extraction.context import Context
from kg.extraction.timing import time_of
from kg.extraction.view import SentenceView
from kg.language import TimeMark
from kg.vocabulary.tables import alternation, word_table

__all__ = ["with_retellings"]

_REACH = 2  # sentences between an event and what takes it up
# What holds of the event later on, not when it happened.
_LATER = re.compile("预计|预期|有望|将|计划|拟|尚|仍|需要|需|目前|如今|现在|截至|此前|之前|一直|最早")


@cache
def _words() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """Words that take an event up, and the relations that each noun may mean."""
    table = dict(word_table("discourse")["retellings"])
    before = alternation(table.pop("before"))
    meant: dict[str, set[str]] = defaultdict(set)
    for predicate, nouns in table.items():
        for noun in nouns:
            meant[noun].add(predicate)
    pattern = re.compile(f"(?:{before})(?:的)?(?P<noun>{alternation(list(meant))})")
    return pattern, {noun: frozenset(predicates) for noun, predicates in meant.items()}


def _taken_up(number: int, context: Context) -> Iterator[tuple[re.Match[str], frozenset[str]]]:
    """The words of a sentence that take an event up, and the relations that it may be."""
    pattern, meant = _words()
    view = context.views[number]
    for match in pattern.finditer(view.code):
        if context.opens_clause(view, match.start()):
            yield match, meant[match["noun"]]


def _time(match: re.Match[str], view: SentenceView, context: Context) -> TimeMark | None:
    """The time that the clause gives to the event; None where it tells of something later."""
    start, end = view.clause_of(match.start())
    clause = view.code[start:end]
    if _LATER.search(clause) or clause.rstrip("。").endswith(("？", "?")):
        return None
    if context.stance(view, match.start(), match.end(), match.start(), -1).dropped:
        return None
    mark = time_of(context, view, match.start(), match.end())
    return mark if mark is not None and mark.value is not None else None


def _with_amount(event: Candidate, match: re.Match[str], view: SentenceView) -> Candidate:
    """An event with what the sentence that takes it up says was paid, if it has no amount of its own."""
    if event.amount is not None or event.rule.predicate not in PAID:
        return event
    amount = amount_told(view, match.start(), len(view.code))
    if amount is None:
        return event
    last = len(view.code.rstrip("。！!；;"))
    again = replace(event, amount=amount, view=view, first=match.start(), last=last)
    return replace(event, amount=amount, retold=(*event.retold, again))


def with_retellings(candidates: list[list[Candidate]], context: Context) -> list[Candidate]:
    """The candidates, those of events that a later sentence takes up with its time where they have none of their own.

    The nearest sentence before, of the same block and at most two away, that tells of such an event counts, if all
    that it tells of it has no time.

    Args:
        candidates: those of each sentence.
        context: the article.
    """
    found = [list(row) for row in candidates]
    for number, view in enumerate(context.views):
        for match, predicates in _taken_up(number, context):
            for before in range(number - 1, max(number - 2 - _REACH, -1), -1):
                if context.views[before].sentence.block != view.sentence.block:
                    break
                told = [n for n, one in enumerate(found[before]) if one.rule.predicate in predicates]
                if not told:
                    continue
                if len(told) == 1:
                    found[before][told[0]] = _with_amount(found[before][told[0]], match, view)
                mark = _time(match, view, context)
                if mark is not None and all(found[before][n].time is None for n in told):
                    first, last = _run(match, view.position_of(mark.start) + 1)
                    for n in told:
                        dated = replace(found[before][n], time=mark)
                        found[before][n] = replace(
                            dated, retold=_also(dated, replace(dated, view=view, first=first, last=last))
                        )
                break
    return [one for row in found for one in row]


def _also(event: Candidate, again: Candidate) -> tuple[Candidate, ...]:
    """Where an event is told again, with one place more; a sentence that gives both amount and time counts once."""
    for one in event.retold:
        if one.view is again.view:
            again = replace(again, first=min(one.first, again.first), last=max(one.last, again.last))
    return (*(one for one in event.retold if one.view is not again.view), again)


def _run(match: re.Match[str], time_end: int) -> tuple[int, int]:
    """First position of the words and the time together, and the position behind their last."""
    return min(match.start(), time_end - 1), max(match.end(), time_end)
