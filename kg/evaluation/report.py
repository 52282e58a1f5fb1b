"""Evaluations as text tables and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kg.evaluation.intervals import Interval
from kg.evaluation.score import ArticleScore, Difference, Evaluation, Score, Tally
from kg.evaluation.soundness import Soundness

__all__ = ["as_json", "as_table", "checks_object", "checks_table", "intervals_object", "intervals_table"]

_QUOTE_WIDTH = 60
_DIGITS = 6
_SIDES = {"missed": "missed", "spurious": "not gold"}


def _one_line(text: str) -> str:
    """A text from an article as a terminal may show it: one line, without control characters."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def _table(rows: Iterable[tuple[str, Tally]], title: str = "") -> Iterator[str]:
    named = list(rows)
    width = max([len(title), 13, *(len(name) for name, _ in named)])
    yield f"  {title:{width}}      P      R     F1  right  graph   gold"
    for name, t in named:
        figures = f"{t.precision:6.3f} {t.recall:6.3f} {t.f1:6.3f} {t.right:6} {t.predicted:6} {t.gold:6}"
        yield f"  {name:{width}} {figures}"


def _score_lines(score: Score, detail: bool) -> Iterator[str]:
    yield from _table(score.measures.items())
    if score.qualities:
        parts = (f"{name} {share.right}/{share.of}" for name, share in score.qualities.items())
        yield "  of the matched: " + ", ".join(parts)
    if detail and score.bands:
        yield ""
        yield "  confidence     right     of  share"
        for name, share in score.bands.items():
            yield f"  {name:13} {share.right:6} {share.of:6} {share.ratio:6.3f}"
    if detail:
        for kind, title in (("relation", "predicate"), ("observation", "metric")):
            rows = [(_one_line(term), tally) for (of, term), tally in score.terms.items() if of == kind]
            if rows:
                yield ""
                yield from _table(rows, title)


def _difference_line(one: Difference) -> str:
    quote = _one_line(one.quote)[:_QUOTE_WIDTH]
    return f"  {_SIDES[one.side]:8}  {_one_line(one.fact)}  [{_one_line(one.time or '—')}]  {quote}".rstrip()


def as_table(evaluation: Evaluation, errors: bool = False, detail: bool = False) -> str:
    """The scores of every article and of all together, as text for people.

    Args:
        evaluation: what to show.
        errors: whether to list the facts that the graph misses, and those that the gold does not have.
        detail: whether to add tables of predicates, metrics and confidence.
    """
    lines: list[str] = []
    for one in evaluation.articles:
        lines += [f"{one.article}  ({one.graph} against {one.gold})", *_score_lines(one.score, detail)]
        if errors:
            lines += ["", *map(_difference_line, one.differences)] if one.differences else []
        lines.append("")
    count = len(evaluation.articles)
    if count != 1:
        lines += [f"all {count} articles", *_score_lines(evaluation.total, detail)]
    return "\n".join(lines).rstrip("\n") + "\n"


def _rounded(value: float) -> float:
    return round(value, _DIGITS)


def _tallies(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {
        name: {
            "precision": _rounded(t.precision),
            "recall": _rounded(t.recall),
            "f1": _rounded(t.f1),
            "right": t.right,
            "graph": t.predicted,
            "gold": t.gold,
        }
        for name, t in tallies.items()
    }


def _score_object(score: Score, detail: bool) -> dict[str, Any]:
    shares = score.qualities.items()
    found: dict[str, Any] = {
        "measures": _tallies(score.measures),
        "matched": {name: {"share": _rounded(s.ratio), "right": s.right, "of": s.of} for name, s in shares},
    }
    if detail:
        bands = score.bands.items()
        found["confidence"] = {name: {"share": _rounded(s.ratio), "right": s.right, "of": s.of} for name, s in bands}
        for kind, name in (("relation", "predicates"), ("observation", "metrics")):
            found[name] = _tallies({term: tally for (of, term), tally in score.terms.items() if of == kind})
    return found


def _article_object(one: ArticleScore, errors: bool, detail: bool) -> dict[str, Any]:
    found = {"article": one.article, "graph": str(one.graph), "gold": str(one.gold), **_score_object(one.score, detail)}
    if errors:
        for side in _SIDES:
            found[side] = [
                {"fact": d.fact, "time": d.time, "quote": d.quote} for d in one.differences if d.side == side
            ]
    return found


def as_json(
    evaluation: Evaluation, errors: bool = False, detail: bool = False, more: Mapping[str, Any] | None = None
) -> str:
    """The same as JSON: ``articles`` (a list) and ``all``, each with ``measures`` and ``matched``.

    Args:
        evaluation: what to write.
        errors: whether to add ``missed`` and ``spurious`` facts to every article.
        detail: whether to add ``predicates``, ``metrics`` and ``confidence``.
        more: further members of the object.
    """
    found: dict[str, Any] = {
        "articles": [_article_object(one, errors, detail) for one in evaluation.articles],
        "all": _score_object(evaluation.total, detail),
        **(more or {}),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def intervals_table(drawn: Sequence[Interval]) -> str:
    """Intervals as text for people."""
    if not drawn:
        return "no intervals: they need two articles at least\n"
    lines = ["  95 % of resampled articles      value     low    high"]
    lines += [
        f"  {one.measure + ', ' + one.figure:29} {one.value:7.3f} {one.low:7.3f} {one.high:7.3f}" for one in drawn
    ]
    return "\n".join(lines) + "\n"


def checks_table(checked: Sequence[Soundness], unstable: Sequence[str] | None) -> str:
    """What holds without gold, as text for people.

    Args:
        checked: the checks of each graph.
        unstable: ids of articles whose graph depends on the order of reading; None where that was not tried.
    """
    lines = []
    for one in checked:
        shares = ", ".join(f"{name} {share.right}/{share.of}" for name, share in one.checks.items())
        lines.append(f"{one.graph}: {shares}")
        lines += [f"  {fault.check:13} {_one_line(fault.fact)}: {_one_line(fault.what)}" for fault in one.faults]
    if unstable is not None:
        told = (
            f"not the same in every order: {', '.join(map(_one_line, unstable))}"
            if unstable
            else "the same in every order"
        )
        lines.append(f"reading again: {told}")
    return "\n".join(lines) + "\n"


def checks_object(checked: Sequence[Soundness], unstable: Sequence[str] | None) -> dict[str, Any]:
    """The same as plain values for JSON."""
    graphs = [
        {
            "graph": str(one.graph),
            "checks": {name: {"right": share.right, "of": share.of} for name, share in one.checks.items()},
            "faults": [vars(fault) for fault in one.faults],
        }
        for one in checked
    ]
    return {"graphs": graphs, "unstable": None if unstable is None else list(unstable)}


def intervals_object(drawn: Sequence[Interval]) -> list[dict[str, Any]]:
    """Intervals as plain values for JSON."""
    return [
        {
            "measure": one.measure,
            "figure": one.figure,
            "value": _rounded(one.value),
            "low": _rounded(one.low),
            "high": _rounded(one.high),
        }
        for one in drawn
    ]
