"""An evaluation as one HTML file: every text with what is right, wrong and missed marked where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kg.evaluation.gold import Gold, GoldFact, read_gold
from kg.evaluation.intervals import Interval
from kg.evaluation.matching import align, pair_facts, same_observation, same_relation
from kg.evaluation.predicted import Predicted, PredictedFact, read_predicted
from kg.evaluation.score import Evaluation, Tally
from kg.model import Article

__all__ = ["MarkedFact", "as_html", "marked_facts"]

_SIDES = ("wrong", "missed", "right")  # what shows where several meet
_PAGE = Path(__file__).with_name("marked.html")


@dataclass(frozen=True, order=True)
class MarkedFact:
    """A fact of an evaluation.

    Attributes:
        start: where its words start in the decoded file; -1 where that is unknown.
        end: where they end.
        side: ``right``, ``wrong`` (only in the graph) or ``missed`` (only in the gold).
        fact: the fact in short.
        time: its time, "" for none.
        quote: its words.
    """

    start: int
    end: int
    side: str
    fact: str
    time: str
    quote: str


def marked_facts(graph: Path, gold_path: Path, text: str = "") -> list[MarkedFact]:
    """The facts of the headline of one pair, in the order of the text.

    Args:
        graph: the graph file.
        gold_path: its gold annotations.
        text: the decoded file of the article, to find quotes in; "" where it is not at hand.

    Raises:
        InputError: a file cannot be read.
    """
    predicted, gold = read_predicted(graph), read_gold(gold_path)
    alignment = align(predicted, gold)
    relations = pair_facts(predicted.relations, gold.of_kind("relation"), same_relation(alignment), alignment)
    shown = [one for one in predicted.observations if one.term != "other"]
    stated = [one for one in gold.of_kind("observation") if one.term != "other"]
    observations = pair_facts(shown, stated, same_observation(alignment), alignment)
    found = []
    for pairing in (relations, observations):
        found += [_of_graph("right", p, predicted) for p, _ in pairing.matched]
        found += [_of_graph("wrong", p, predicted) for p in pairing.spurious]
        found += [_of_gold(g, gold, text) for g in pairing.missed]
    return sorted(found)


def _in_short(fact: PredictedFact | GoldFact, subject: str, target: str) -> str:
    if fact.kind == "relation":
        return f"{fact.term}({subject}, {target})"
    value = f"{fact.value:.15g}" if isinstance(fact.value, (int, float)) else str(fact.value or "—")
    return f"{fact.term}({subject}) = {value} {fact.unit}".rstrip()


def _of_graph(side: str, fact: PredictedFact, predicted: Predicted) -> MarkedFact:
    start, end = fact.run or (-1, -1)
    short = _in_short(fact, predicted.label(fact.subject), predicted.label(fact.object))
    return MarkedFact(start, end, side, short, fact.time or "", fact.quote)


def _of_gold(fact: GoldFact, gold: Gold, text: str) -> MarkedFact:
    short = _in_short(fact, gold.name(fact.subject), gold.name(fact.object))
    if fact.run is not None:
        return MarkedFact(*fact.run, "missed", short, fact.time or "", text[slice(*fact.run)])
    start = text.find(fact.quote) if fact.quote else -1
    return MarkedFact(
        start, start + len(fact.quote) if start >= 0 else -1, "missed", short, fact.time or "", fact.quote
    )


def _segments(text: str, facts: Sequence[MarkedFact]) -> Iterator[dict[str, str]]:
    """The text in runs that the same facts cover: its words, the side that shows, and all the facts."""
    placed = [one for one in facts if 0 <= one.start < one.end <= len(text)]
    edges = sorted({0, len(text), *(one.start for one in placed), *(one.end for one in placed)})
    for start, end in pairwise(edges):
        here = [one for one in placed if one.start <= start and end <= one.end]
        sides = {one.side for one in here}
        yield {
            "text": text[start:end],
            "side": next((side for side in _SIDES if side in sides), ""),
            "facts": "\n".join(f"{one.side}: {one.fact}" for one in here),
        }


def _row(name: str, tally: Tally) -> dict[str, str]:
    figures = (tally.precision, tally.recall, tally.f1)
    cells = dict(zip(("p", "r", "f1"), (f"{one:.3f}" for one in figures), strict=True))
    return {"name": name, **cells, "right": str(tally.right), "graph": str(tally.predicted), "gold": str(tally.gold)}


def as_html(evaluation: Evaluation, articles: Sequence[Article] = (), drawn: Sequence[Interval] = ()) -> str:
    """The evaluation as one HTML file that needs nothing else.

    Args:
        evaluation: what to show.
        articles: the articles, told by the SHA-256 that the graphs name; without its text an article has lists alone.
        drawn: intervals to show beside the figures.
    """
    from jinja2 import Environment, StrictUndefined

    texts = {one.sha256: one.file_text for one in articles}
    pages = []
    for one in evaluation.articles:
        digests = sorted(read_predicted(one.graph).digests)
        text = next((texts[digest] for digest in digests if digest in texts), "")
        facts = marked_facts(one.graph, one.gold, text)
        rows = [_row(name, tally) for name, tally in one.score.measures.items()]
        segments = list(_segments(text, facts)) if text else []
        pages.append({"name": one.article, "rows": rows, "segments": segments, "facts": facts})
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_PAGE.read_text(encoding="utf-8"))
    total = [_row(name, tally) for name, tally in evaluation.total.measures.items()]
    shown = [
        {
            "name": f"{one.measure}, {one.figure}",
            "range": f"{one.low:.3f} to {one.high:.3f}",
            "value": f"{one.value:.3f}",
        }
        for one in drawn
    ]
    page = template.render(total=total, articles=pages, intervals=shown)
    return page.encode("utf-8", "replace").decode("utf-8")
