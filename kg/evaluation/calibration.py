"""Fitting the weights of confidence to facts of which it is known whether they are right.

Facts come from two sources. Those of annotated articles are right where they match the gold. Those of other articles
were read by a person against their sentences, and come as counts (:func:`read_counts`). Rules do better on articles
that they were tried on than on others, so the former get a weight of their own in the fit, and that is left out of
what is used afterwards: a confidence speaks of an article never seen.

The model is a logistic regression with normal priors of mean 0 (ridge), which draws what few facts speak for towards
what all facts do: a rule towards its file, a file towards all rules.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from kg.evaluation.gold import Gold
from kg.evaluation.matching import align, pair_facts, same_observation, same_relation
from kg.evaluation.predicted import Predicted
from kg.extraction.confidence import CIRCUMSTANCES, ConfidenceModel, Weight, circumstances_of
from kg.extraction.derivation import Deriver
from kg.extraction.rules import rule_book
from kg.graph import article_quads
from kg.graph.statements import observation_nodes, statement_nodes
from kg.graph.terms import article_iri
from kg.model import Article
from kg.vocabulary import DataFileError
from kg.vocabulary.tables import load_toml

__all__ = ["Band", "Judged", "Reliability", "as_toml", "fitted", "judged_facts", "read_counts", "reliability"]

_OTHER = "other"
# How far a weight may well be from 0, by what it is of.
_SPREAD = {"base": 5.0, "annotated": 5.0, "files": 0.2, "rules": 0.6, "circumstances": 0.3}
_BANDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)


@dataclass(frozen=True, order=True)
class Judged:
    """Facts of one kind of which it is known whether they are right.

    Attributes:
        source: id of the annotated article, or the part of the facts that were read.
        file: file of the rule.
        rule: the rule.
        circumstances: what holds of the match.
        right: how many are right.
        of: how many they are.
        annotated: whether they come from an annotated article.
    """

    source: str
    file: str
    rule: str
    circumstances: tuple[str, ...]
    right: int
    of: int = 1
    annotated: bool = True


def judged_facts(article: Article, gold: Gold) -> list[Judged]:
    """The facts that the rules read in an annotated article, each judged by the matching of :func:`evaluate`."""
    deriver, graph = Deriver(article), article_iri(article.id)
    predicted = Predicted(quad.triple for quad in article_quads(deriver.facts))
    alignment = align(predicted, gold)
    figure = same_observation(alignment)
    pairings = [pair_facts(predicted.relations, gold.of_kind("relation"), same_relation(alignment), alignment)]
    for other in (False, True):
        ours = [one for one in predicted.observations if (one.term == _OTHER) == other]
        theirs = [one for one in gold.of_kind("observation") if (one.term == _OTHER) == other]
        pairings.append(pair_facts(ours, theirs, figure, alignment))
    right = {p.node for pairing in pairings for p, _ in pairing.matched}
    nodes = {node.value: same[0] for node, same in statement_nodes(graph, deriver.facts.relations).items()} | {
        node.value: same[0] for node, same in observation_nodes(graph, deriver.facts.observations).items()
    }
    files = {rule.id: Path(rule.path).stem for rule in rule_book().rules}
    found = []
    for node, fact in nodes.items():
        candidate = deriver.candidate(fact)
        if candidate is not None:
            holds = tuple(sorted(circumstances_of(candidate, bool(fact.also_in))))
            rule = candidate.rule.id
            found.append(Judged(gold.article, files[rule], rule, holds, int(node in right)))
    return sorted(found)


def read_counts(path: Path) -> list[Judged]:
    """Counts of facts that a person read: ``[[read]]`` with part, file, rule, circumstances, right and of.

    Raises:
        DataFileError: a row has other keys, or a circumstance that there is none of.
    """
    found = []
    for number, row in enumerate(load_toml(path).get("read", []), 1):
        if set(row) != {"part", "file", "rule", "circumstances", "right", "of"}:
            raise DataFileError(f"row {number} needs part, file, rule, circumstances, right and of", path)
        unknown = sorted(set(row["circumstances"]) - set(CIRCUMSTANCES))
        if unknown or not 0 <= row["right"] <= row["of"]:
            raise DataFileError(f"row {number}: {unknown[0] if unknown else 'right'!r} cannot be", path)
        holds = tuple(sorted(row["circumstances"]))
        found.append(Judged(row["part"], row["file"], row["rule"], holds, row["right"], row["of"], annotated=False))
    return found


# ---------------------------------------------------------------------- fitting
_Term = tuple[str, str]


def _terms(one: Judged) -> list[_Term]:
    """What a fact is weighed by."""
    terms = [
        ("base", ""),
        ("files", one.file),
        ("rules", one.rule),
        *(("circumstances", name) for name in one.circumstances),
    ]
    return [*terms, ("annotated", "")] if one.annotated else terms


def _solved(design: np.ndarray, right: np.ndarray, of: np.ndarray, penalty: np.ndarray) -> np.ndarray:
    """The weights that the data and the priors make likeliest, by Newton's method."""
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-(design @ weights)))
        slope = design.T @ (right - of * chance) - penalty * weights
        curve = (design * (of * chance * (1 - chance))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


def fitted(judged: Iterable[Judged]) -> ConfidenceModel:
    """The weights that fit facts of which it is known whether they are right, in hundredths."""
    rows = sorted(judged)
    terms = sorted({term for one in rows for term in _terms(one)})
    column = {term: number for number, term in enumerate(terms)}
    design = np.zeros((len(rows), len(terms)))
    for number, one in enumerate(rows):
        for term in _terms(one):
            design[number, column[term]] = 1.0
    right = np.array([float(one.right) for one in rows])
    of = np.array([float(one.of) for one in rows])
    penalty = np.array([_SPREAD[kind] ** -2 for kind, _ in terms])
    weights = _solved(design, right, of, penalty)
    found = {
        term: Weight(
            round(float(weights[n]), 2) + 0.0,
            sum(one.right for one in rows if term in _terms(one)),
            sum(one.of for one in rows if term in _terms(one)),
        )
        for term, n in column.items()
    }

    def section(kind: str) -> dict[str, Weight]:
        return {name: weight for (of_kind, name), weight in found.items() if of_kind == kind}

    holds = section("circumstances")
    return ConfidenceModel(
        found[("base", "")],
        section("files"),
        section("rules"),
        {name: holds.get(name, Weight(0.0)) for name in CIRCUMSTANCES},
    )


def _chance(model: ConfidenceModel, one: Judged) -> float:
    return float(model.of(one.file, one.rule, frozenset(one.circumstances)))


# ---------------------------------------------------------------------- how reliable
@dataclass(frozen=True)
class Band:
    """The facts whose confidence is from `low` to below `high`: how many are right, and what was expected."""

    low: float
    high: float
    right: int
    of: int
    expected: float


@dataclass(frozen=True)
class Reliability:
    """How well confidence tells how many facts are right.

    Attributes:
        bands: the facts by their confidence.
        brier: mean square of the difference between confidence and 1 or 0.
        error: mean distance between confidence and share of right ones in a band, weighed by facts (ECE).
    """

    bands: tuple[Band, ...]
    brier: float
    error: float


def reliability(judged: Sequence[Judged], rest: Sequence[Judged] = ()) -> Reliability:
    """How well the weights do on facts that they were not fitted to.

    Each source (an annotated article, a part of the facts read) is left out in turn and judged by what the others,
    and `rest`, give.

    Args:
        judged: the facts to try.
        rest: facts that are always fitted to.
    """
    told: list[tuple[float, int, int]] = []
    for source in sorted({one.source for one in judged}):
        model = fitted([*(one for one in judged if one.source != source), *rest])
        told += [(_chance(model, one), one.right, one.of) for one in judged if one.source == source]
    return _reliability(told)


def _reliability(told: Sequence[tuple[float, int, int]]) -> Reliability:
    total = sum(of for *_, of in told)
    bands = []
    for low, high in pairwise(_BANDS):
        inside = [row for row in told if low <= row[0] < high]
        count = sum(of for *_, of in inside)
        expected = math.fsum(chance * of for chance, _, of in inside) / count if count else 0.0
        bands.append(Band(low, min(high, 1.0), sum(right for _, right, _ in inside), count, expected))
    squares = math.fsum(right * (1 - chance) ** 2 + (of - right) * chance**2 for chance, right, of in told)
    gap = math.fsum(abs(band.right - band.expected * band.of) for band in bands)
    return Reliability(tuple(bands), squares / total, gap / total)


# ---------------------------------------------------------------------- writing
def _rows(weights: Mapping[str, Weight]) -> list[str]:
    return [
        f'"{name}" = {{ weight = {one.weight:.2f}, right = {one.right}, of = {one.of} }}'
        for name, one in weights.items()
    ]


def as_toml(model: ConfidenceModel, comment: str = "") -> str:
    """The weights as ``ontology/confidence.toml``, with the counts that they were fitted to.

    Args:
        model: the weights.
        comment: a first line, without its ``#``.
    """
    base = model.base
    lines = [f"# {comment}", ""] if comment else []
    lines += [f"base = {{ weight = {base.weight:.2f}, right = {base.right}, of = {base.of} }}", ""]
    for name in ("files", "rules", "circumstances"):
        lines += [f"[{name}]", *_rows(getattr(model, name)), ""]
    return "\n".join(lines[:-1]) + "\n"
