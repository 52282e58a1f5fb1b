"""How far figures could be off by the choice of articles: percentile intervals of the bootstrap (Efron 1979)."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from kg.evaluation.score import MEASURES, Evaluation, Tally

__all__ = ["Interval", "intervals"]

_SEED = 20250421
_FIGURES = ("precision", "recall", "f1")


@dataclass(frozen=True)
class Interval:
    """A figure and the range that 95 % of resampled sets of articles give it."""

    measure: str
    figure: str
    value: float
    low: float
    high: float


def intervals(evaluation: Evaluation, draws: int = 1000) -> list[Interval]:
    """The 95 % intervals of precision, recall and F1 of every measure.

    Articles are drawn with replacement, as many as there are, their counts added up as they are for the whole; the same
    evaluation always gives the same intervals. Of a single article nothing can be told: no interval.

    Args:
        evaluation: the scores.
        draws: how many sets are drawn.
    """
    articles = evaluation.articles
    if len(articles) < 2 or draws < 1:
        return []
    chance = random.Random(_SEED)
    samples = [[chance.randrange(len(articles)) for _ in articles] for _ in range(draws)]
    found = []
    for measure in MEASURES:
        tallies = [one.score.measures[measure] for one in articles]
        drawn = [sum((tallies[n] for n in sample), Tally()) for sample in samples]
        for figure in _FIGURES:
            values = sorted(getattr(one, figure) for one in drawn)
            value = getattr(evaluation.total.measures[measure], figure)
            found.append(Interval(measure, figure, value, _quantile(values, 0.025), _quantile(values, 0.975)))
    return found


def _quantile(values: Sequence[float], share: float) -> float:
    """A quantile of sorted values, between neighbours in proportion."""
    at = share * (len(values) - 1)
    low = int(at)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (at - low)
