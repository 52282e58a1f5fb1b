"""Which things and facts of a graph are those of the gold annotations."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.evaluation.comparison import common_share, covered, nearly_equal, plain, same_wording
from kg.evaluation.gold import Gold, GoldFact
from kg.evaluation.predicted import Predicted, PredictedFact, Value, local_name
from kg.vocabulary import vocabulary

__all__ = ["Alignment", "Pairing", "align", "evidence_share", "pair_facts", "same_observation", "same_relation"]

# How much of the wording must agree where the object may be a text.
_LEAST_COMMON = {"adoptsModel": 0.8, "responsibleFor": 0.55}
_LEAST_COMMON_QUALIFIER = 0.5

_T = TypeVar("_T")
_Same = Callable[[PredictedFact, GoldFact], bool]


@dataclass(frozen=True)
class Alignment:
    """Which thing of the graph is which entity of the gold.

    Attributes:
        predicted: the graph.
        gold: the annotations.
        entity: IRI → id of the entity whose name it shares; several may share one.
        first: id → the IRI that meets it best, which alone counts as found.
    """

    predicted: Predicted
    gold: Gold
    entity: Mapping[str, str]
    first: Mapping[str, str]

    def of(self, value: Value | None) -> str | None:
        """The id of the entity that a value of the graph is, if any."""
        return self.entity.get(value.text) if value is not None and value.is_thing else None

    def is_end(self, value: Value | None, wanted: str | None) -> bool:
        """Whether an end of a fact is the wanted entity, or absent where none is wanted."""
        return value is None if wanted is None else self.of(value) == wanted

    def is_end_or_wording(self, value: Value | None, wanted: str | None, least: float) -> bool:
        """The same where a text may stand for a thing and a thing for a text: their wordings decide."""
        if value is None or wanted is None or self.is_end(value, wanted):
            return self.is_end(value, wanted)
        theirs = self.gold.names(wanted)
        return any(same_wording(a, b, least) for a in self.predicted.called(value) for b in theirs)

    def is_qualifier(self, value: Value, wanted: float | str) -> bool:
        """Whether one value of a qualifier is the wanted thing, number, switch or text."""
        if self.of(value) == wanted:
            return True
        if not isinstance(wanted, str):
            return value.text.lower() in (str(wanted).lower(), str(float(wanted)))
        names = (*self.predicted.called(value), local_name(value.text))
        return any(same_wording(name, wanted, _LEAST_COMMON_QUALIFIER) for name in names)


def align(predicted: Predicted, gold: Gold) -> Alignment:
    """Pair the things of a graph with the entities that share a name with them.

    A thing goes to the entity with which it shares most names. Ties: the smaller IRI is placed first, and an entity
    with the smaller id (as text) takes it.
    """
    bearers: dict[str, list[str]] = {}
    for entity in gold.entities.values():
        for name in {plain(n) for n in entity.names} - {""}:
            bearers.setdefault(name, []).append(entity.id)
    ranked = []
    for thing in predicted.things:
        shared: dict[str, int] = {}
        for name in predicted.names(thing):
            for key in bearers.get(name, ()):
                shared[key] = shared.get(key, 0) + 1
        ranked += [(-count, thing, key) for key, count in shared.items()]
    of_thing: dict[str, str] = {}
    first: dict[str, str] = {}
    for _, thing, key in sorted(ranked):
        if thing not in of_thing:
            of_thing[thing] = key
            first.setdefault(key, thing)
    return Alignment(predicted, gold, of_thing, first)


def same_relation(alignment: Alignment, any_predicate: bool = False) -> _Same:
    """The test whether a statement of the graph is a relation of the gold.

    Args:
        alignment: which thing is which entity.
        any_predicate: whether the predicate, and with it the direction, is left aside.
    """
    predicates = vocabulary().predicates

    def same(p: PredictedFact, g: GoldFact) -> bool:
        if p.negated != g.negated or not (any_predicate or p.term == g.term):
            return False
        if alignment.is_end(p.subject, g.subject):
            least = _LEAST_COMMON.get(g.term)
            if least is None and alignment.is_end(p.object, g.object):
                return True
            if least is not None and alignment.is_end_or_wording(p.object, g.object, least):
                return True
        either_way = any_predicate or predicates[g.term].symmetric
        return either_way and alignment.is_end(p.object, g.subject) and alignment.is_end(p.subject, g.object)

    return same


def same_observation(alignment: Alignment) -> _Same:
    """The test whether an observation of the graph is one of the gold: subject, metric, value within 1 %, unit."""

    def same(p: PredictedFact, g: GoldFact) -> bool:
        if p.term != g.term or p.negated != g.negated or alignment.of(p.subject) != g.subject:
            return False
        if g.term != "profitStatus" and p.unit != g.unit:  # a status has no unit, whatever is written
            return False
        if isinstance(p.value, float) and isinstance(g.value, (int, float)):
            return nearly_equal(p.value, g.value)
        return str(p.value) == str(g.value)

    return same


def evidence_share(p: PredictedFact, g: GoldFact) -> float:
    """How much of their evidence two facts have in common: 1 for the same words, 0 for none.

    Where the gold gives only the place of its evidence, the places are compared instead of the words.
    """
    if g.run is None:
        return common_share(p.quote, g.quote)
    if p.run is None or p.run[1] <= p.run[0]:
        return 0.0
    common = min(p.run[1], g.run[1]) - max(p.run[0], g.run[0])
    return 2 * max(common, 0) / (p.run[1] - p.run[0] + g.run[1] - g.run[0])


@dataclass(frozen=True)
class Pairing:
    """The outcome of a matching: pairs, facts of the graph without partner, facts of the gold without partner."""

    matched: tuple[tuple[PredictedFact, GoldFact], ...]
    spurious: tuple[PredictedFact, ...]
    missed: tuple[GoldFact, ...]


def pair_facts(
    predicted: Sequence[PredictedFact], gold: Sequence[GoldFact], same: _Same, alignment: Alignment
) -> Pairing:
    """Pair facts one to one, those first that agree best in place, time, modality and evidence, in this order.

    What has no partner left is spurious or missed, so that telling one fact twice is one spurious fact. Ties: the
    fact that comes first in the graph file, then the one that comes first in the gold.
    """
    options = []
    for n, p in enumerate(predicted):
        for i, g in enumerate(gold):
            if same(p, g):
                agreement = (
                    alignment.of(p.place) == g.place,
                    covered(p.time) == covered(g.time),
                    p.modality == g.modality,
                    evidence_share(p, g),
                )
                options.append((agreement, -n, -i))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, n, i in sorted(options, reverse=True):
        if -n not in partner and -i not in taken:
            partner[-n] = -i
            taken.add(-i)
    return Pairing(
        matched=tuple((predicted[n], gold[i]) for n, i in sorted(partner.items())),
        spurious=_without(predicted, partner),
        missed=_without(gold, taken),
    )


def _without(items: Sequence[_T], chosen: Iterable[int]) -> tuple[_T, ...]:
    left = set(chosen)
    return tuple(item for n, item in enumerate(items) if n not in left)
