"""Times told in a row with what happened in each: 分别于2016年和2020年获得A和B的投资, 2020年至2022年分别亏损M、N、P."""

from __future__ import annotations

import re
from dataclasses import replace

from kg.extraction.candidate import Candidate
from kg.extraction.view import CODES, SentenceView
from kg.language import Mention, QuantityMark, TimeMark
from kg.model import TimeSpan
from kg.vocabulary import vocabulary

__all__ = ["with_times_of_each"]

_T = CODES["time"]
_ROW = re.compile(
    rf"(?P<told>分别[于在从]?)?{_T}(?:、{_T})*(?:、|以及|和|与|及){_T}(?(told)|(?=[，,]?[^，。；]{{0,8}}分别))"
)
_YEARS = re.compile(r"(\d{4})/(\d{4})")
_ACTING = ("Organization", "Platform", "Program", "Person")


def _row_before(view: SentenceView, position: int) -> tuple[list[TimeMark], int] | None:
    """The last row of times that is told one by one before a position, and where it ends."""
    rows = [match for match in _ROW.finditer(view.code, 0, position + 1) if match.end() <= position + 1]
    if not rows:
        return None
    marks = [view.marks.get(n) for n in range(*rows[-1].span())]
    return [mark for mark in marks if isinstance(mark, TimeMark)], rows[-1].end()


def _names_behind(view: SentenceView, position: int) -> list[int]:
    """Where the names of the clause stand that tells of each: those behind 分别, or behind the row itself."""
    severally = view.code.find("分别", position)
    start = max(position, severally)
    names = [n for n, m in sorted(view.marks.items()) if n >= start and isinstance(m, Mention)]
    names = [n for n in names if view.marks[n].entity.type in _ACTING]  # type: ignore[union-attr]
    return [n for n in names if n < view.clause_of(names[0])[1]] if names else []


def _relation(candidate: Candidate) -> Candidate:
    """An act with its own of several times; with none where it cannot be told which."""
    view, rule = candidate.view, candidate.rule
    happens = vocabulary().predicates[rule.predicate or ""].event_class is not None
    row = _row_before(view, candidate.last) if happens and rule.options.get("time") is not False else None
    if row is None or view.clause_index(row[1] - 1) + 1 < view.clause_index(candidate.last - 1):
        return candidate
    times, end = row
    names = _names_behind(view, end)
    if len(names) == len(times):
        for mark, position in zip(times, names, strict=True):
            if {candidate.subject, candidate.object} & set(view.entities(position)):
                return replace(candidate, time=mark)
    return replace(candidate, time=None) if candidate.time in times else candidate


def _figure(candidate: Candidate) -> Candidate:
    """One of as many figures as a range has years."""
    view, mark = candidate.view, candidate.time
    years = _YEARS.fullmatch(mark.value.value) if mark and mark.value else None
    if mark is None or years is None or candidate.value is None:
        return candidate
    severally = view.code.find("分别", view.position_of(mark.start))
    if severally < 0:
        return candidate
    _, end = view.clause_of(severally)
    marks = [view.marks.get(n) for n in range(severally, end)]
    figures = [abs(m.quantity.value) for m in marks if isinstance(m, QuantityMark)]  # of a loss, the figure is negative
    first, last, own = int(years[1]), int(years[2]), abs(candidate.value.value)
    if len(figures) != last - first + 1 or own not in figures:
        return candidate
    return replace(candidate, time=replace(mark, value=TimeSpan(str(first + figures.index(own)))))


def with_times_of_each(candidates: list[list[Candidate]]) -> list[list[Candidate]]:
    """The facts of each sentence, those told in a row with as many times each with its own.

    Args:
        candidates: the facts, sentence by sentence.
    """
    severally = [bool(sentence) and "分别" in sentence[0].view.code for sentence in candidates]
    return [
        [_relation(one) if one.rule.predicate else _figure(one) for one in sentence] if told else sentence
        for told, sentence in zip(severally, candidates, strict=True)
    ]
