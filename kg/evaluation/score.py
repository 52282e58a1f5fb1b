"""Precision, recall and F1 of graphs against gold annotations, as values that add up.

The measures:

- ``entities``: things that share a name with an entity; of several that meet one entity, all but one are spurious;
- ``facts``: relations and observations together, the headline;
- ``relations``: predicate, both ends and negation; symmetric predicates in either order;
- ``observations``: subject, metric, value within 1 %, unit and negation, but for the metric ``other``;
- ``other figures``: the same for the metric ``other``, which is open-ended and no part of the headline;
- ``pairs``: relations with the predicate left aside: the right two things, however related.

The qualities, over the facts that match: type of the entity, time (as the days it covers), modality, plans and hedges
(modality over those facts that either side plans or hedges), attribution, qualifiers and evidence. A time that only one
side gives is wrong; a speaker whom the gold does not know counts as none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.evaluation.comparison import covered
from kg.evaluation.gold import Gold, GoldFact, read_gold
from kg.evaluation.matching import (
    Alignment,
    Pairing,
    align,
    evidence_share,
    pair_facts,
    same_observation,
    same_relation,
)
from kg.evaluation.predicted import Predicted, PredictedFact, read_predicted
from kg.vocabulary import InputError

__all__ = ["MEASURES", "ArticleScore", "Difference", "Evaluation", "Row", "Score", "Share", "Tally", "evaluate"]

MEASURES = ("entities", "facts", "relations", "observations", "other figures", "pairs")

_OTHER = "other"
_ENOUGH_EVIDENCE = 0.25  # a whole sentence for one of its clauses will do, a paragraph will not


@dataclass(frozen=True)
class Tally:
    """How many are right, how many the graph has, and how many the gold has."""

    right: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float:
        """Right ones among those of the graph; 0 where it has none."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Right ones among those of the gold; 0 where it has none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True)
class Share:
    """How many of the matched have a quality right, and of how many it is asked."""

    right: int = 0
    of: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.of + other.of)

    @property
    def ratio(self) -> float:
        """The right ones among all; 0 of none."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True)
class Score:
    """The counts of one article or of several together.

    Attributes:
        measures: by name, in the order of :data:`MEASURES`.
        terms: by kind (``relation``, ``observation``) and predicate or metric.
        qualities: by name; only those that were asked of some match.
        bands: how many facts of the graph are right, by how certain it says they are, in tenths from 0.5 on.
    """

    measures: Mapping[str, Tally] = field(default_factory=lambda: dict.fromkeys(MEASURES, Tally()))
    terms: Mapping[tuple[str, str], Tally] = field(default_factory=dict)
    qualities: Mapping[str, Share] = field(default_factory=dict)
    bands: Mapping[str, Share] = field(default_factory=dict)

    def __add__(self, other: Score) -> Score:
        return Score(
            {name: self.measures[name] + other.measures[name] for name in MEASURES},
            {
                key: self.terms.get(key, Tally()) + other.terms.get(key, Tally())
                for key in sorted({*self.terms, *other.terms}, key=lambda key: (key[0] != "relation", key[1]))
            },
            {
                name: self.qualities.get(name, Share()) + other.qualities.get(name, Share())
                for name in sorted({*self.qualities, *other.qualities})
            },
            {
                name: self.bands.get(name, Share()) + other.bands.get(name, Share())
                for name in sorted({*self.bands, *other.bands})
            },
        )


@dataclass(frozen=True)
class Difference:
    """A fact of the headline that only one side has.

    Attributes:
        side: ``missed`` by the graph, or ``spurious`` in it.
        fact: the fact in short, with the names of its ends.
        time: its time as written, if any.
        quote: the words that state it; "" where the file gives none.
    """

    side: str
    fact: str
    time: str | None
    quote: str


@dataclass(frozen=True)
class ArticleScore:
    """The score of one graph against the gold annotations of one article, and where they differ."""

    graph: Path
    gold: Path
    article: str
    score: Score
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class Row:
    """One measure of one article, or of all together (`article` None)."""

    article: str | None
    measure: str
    tally: Tally


@dataclass(frozen=True)
class Evaluation:
    """The scores of articles one by one, and of all together (counts are added up, not averaged)."""

    articles: tuple[ArticleScore, ...]
    total: Score

    def rows(self) -> Iterator[Row]:
        """Every measure of every article in the order given, then of all together."""
        for one in self.articles:
            yield from (Row(one.article, name, tally) for name, tally in one.score.measures.items())
        yield from (Row(None, name, tally) for name, tally in self.total.measures.items())


class _Qualities:
    """Counts of how often the rest of a match is right too."""

    def __init__(self, alignment: Alignment) -> None:
        self._alignment = alignment
        self.shares: dict[str, Share] = {}
        for key, thing in alignment.first.items():
            self._ask("entity type", alignment.gold.entities[key].type in alignment.predicted.types(thing))

    def _ask(self, quality: str, right: bool) -> None:
        self.shares[quality] = self.shares.get(quality, Share()) + Share(right, 1)

    def add(self, p: PredictedFact, g: GoldFact) -> None:
        of = self._alignment.of
        if g.time or p.time:
            self._ask("time", covered(p.time) == covered(g.time))
        self._ask("modality", p.modality == g.modality)
        if not p.modality == g.modality == "asserted":
            self._ask("plans and hedges", p.modality == g.modality)
        if g.attributed_to or p.attributed_to:
            self._ask("attribution", of(p.attributed_to) == g.attributed_to)
        for key, wanted in g.qualifiers.items():
            self._ask("qualifiers", any(self._alignment.is_qualifier(v, wanted) for v in p.qualifiers[key]))
        self._ask("evidence", evidence_share(p, g) >= _ENOUGH_EVIDENCE)


def _tally(pairing: Pairing) -> Tally:
    right = len(pairing.matched)
    return Tally(right, right + len(pairing.spurious), right + len(pairing.missed))


def _by_term(pairings: Sequence[Pairing]) -> dict[tuple[str, str], Tally]:
    terms: dict[tuple[str, str], Tally] = {}

    def add(fact: PredictedFact | GoldFact, tally: Tally) -> None:
        key = (fact.kind, fact.term)
        terms[key] = terms.get(key, Tally()) + tally

    for pairing in pairings:
        for _, g in pairing.matched:
            add(g, Tally(1, 1, 1))
        for p in pairing.spurious:
            add(p, Tally(0, 1, 0))
        for g in pairing.missed:
            add(g, Tally(0, 0, 1))
    return terms


def _bands(pairings: Sequence[Pairing]) -> dict[str, Share]:
    """How many facts are right, by their confidence; those that have none are left out."""
    bands: dict[str, Share] = {}
    for pairing in pairings:
        for facts, right in (([p for p, _ in pairing.matched], 1), (pairing.spurious, 0)):
            for fact in facts:
                if fact.confidence is not None:
                    low = min(int(fact.confidence * 10 + 1e-9), 9)
                    name = f"0.{low} to {'1' if low == 9 else f'0.{low + 1}'}" if low > 4 else "0 to 0.5"
                    bands[name] = bands.get(name, Share()) + Share(right, 1)
    return bands


def _differences(predicted: Predicted, gold: Gold, pairings: Sequence[Pairing]) -> Iterator[Difference]:
    for g in (g for pairing in pairings for g in pairing.missed):
        ends = gold.name(g.subject), gold.name(g.object)
        yield Difference("missed", _in_short(g, *ends), g.time, g.quote)
    for p in (p for pairing in pairings for p in pairing.spurious):
        ends = predicted.label(p.subject), predicted.label(p.object)
        yield Difference("spurious", _in_short(p, *ends), p.time, p.quote)


def _in_short(fact: PredictedFact | GoldFact, subject: str, target: str) -> str:
    marks = ("not " if fact.negated else "") + ("" if fact.modality == "asserted" else f"{fact.modality} ")
    if fact.kind == "relation":
        return f"{marks}{fact.term}({subject}, {target})"
    value = f"{fact.value:.15g}" if isinstance(fact.value, (int, float)) else str(fact.value or "—")
    return f"{marks}{fact.term}({subject}) = {value} {fact.unit}".rstrip()


def _score(graph: Path, gold_path: Path) -> ArticleScore:
    gold, predicted = read_gold(gold_path), read_predicted(graph)
    if gold.packed and predicted.digests and gold.sha256 not in predicted.digests:
        raise InputError(f"{graph}: built from another text than {gold_path} annotates, whose SHA-256 is {gold.sha256}")
    alignment = align(predicted, gold)
    shown, stated = predicted.observations, gold.of_kind("observation")
    figure = same_observation(alignment)

    def figures(other: bool) -> Pairing:
        ours = [p for p in shown if (p.term == _OTHER) == other]
        return pair_facts(ours, [g for g in stated if (g.term == _OTHER) == other], figure, alignment)

    def related(any_predicate: bool) -> Pairing:
        test = same_relation(alignment, any_predicate)
        return pair_facts(predicted.relations, gold.of_kind("relation"), test, alignment)

    headline = relations, observations = related(any_predicate=False), figures(other=False)
    others = figures(other=True)
    qualities = _Qualities(alignment)
    for p, g in relations.matched + observations.matched:
        qualities.add(p, g)
    tallies = (
        Tally(len(alignment.first), len(predicted.things), len(gold.entities)),
        _tally(relations) + _tally(observations),
        _tally(relations),
        _tally(observations),
        _tally(others),
        _tally(related(any_predicate=True)),
    )
    measures = dict(zip(MEASURES, tallies, strict=True))
    score = Score() + Score(measures, _by_term((*headline, others)), qualities.shares, _bands((*headline, others)))
    return ArticleScore(graph, gold_path, gold.article, score, tuple(_differences(predicted, gold, headline)))


def evaluate(pairs: Sequence[tuple[Path, Path]]) -> Evaluation:
    """Score graphs against gold annotations.

    Args:
        pairs: a graph file and the gold annotations of the one article that it was built from, for each article.

    Raises:
        InputError: a file cannot be read, or the graph is of another text than packed annotations.
        DataFileError: a file is not of its format; names the file, the place, and what is wrong.
    """
    articles = tuple(_score(Path(graph), Path(gold)) for graph, gold in pairs)
    return Evaluation(articles, sum((one.score for one in articles), Score()))
