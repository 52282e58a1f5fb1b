"""What can be checked of a graph without gold: nothing invented, quotes exact, the ontology kept, always the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.evaluation.predicted import Predicted, PredictedFact, Value, local_name, read_predicted
from kg.evaluation.score import Share
from kg.model import Article, fold, simplify
from kg.vocabulary import InputError, vocabulary

__all__ = ["Fault", "Soundness", "soundness", "unstable_articles"]

CHECKS = ("ends occur", "spans exact", "ontology kept")


@dataclass(frozen=True)
class Fault:
    """A fact that fails a check: which of :data:`CHECKS`, the node of the fact, and what is wrong."""

    check: str
    fact: str
    what: str


@dataclass(frozen=True)
class Soundness:
    """How many facts of a graph pass each check, and those that do not."""

    graph: Path
    checks: dict[str, Share]
    faults: tuple[Fault, ...]


def soundness(path: Path, articles: Iterable[Article]) -> Soundness:
    """Check every fact of a graph file against the texts of its articles and the fact model.

    *Ends occur*: some name of subject, object, place and speaker, and a text object, stand in the text (in any script).
    *Spans exact*: the quote is the file's run from start to end. *Ontology kept*: predicate or metric are known, and
    take ends and unit of these types.

    Args:
        path: the graph.
        articles: its articles; those of the graph are told by their SHA-256.

    Raises:
        InputError: the graph cannot be read, or none of the articles is its own.
    """
    predicted = read_predicted(path)
    own = [one for one in articles if one.sha256 in predicted.digests]
    if not own:
        raise InputError(f"{path}: none of the texts is of an article of this graph; name its articles with --text")
    checker = _Checker(predicted, own)
    facts = (*predicted.relations, *predicted.observations)
    shares = dict.fromkeys(CHECKS, Share())
    faults = []
    for fact in facts:
        wrong = dict(checker.faults(fact))
        for check in CHECKS:
            shares[check] += Share(check not in wrong, 1)
        faults += [Fault(check, fact.node, what) for check, what in sorted(wrong.items())]
    return Soundness(path, shares, tuple(faults))


class _Checker:
    def __init__(self, predicted: Predicted, articles: Sequence[Article]) -> None:
        self._predicted, self._articles = predicted, articles
        self._texts = [fold(simplify(one.file_text)) for one in articles]

    def _occurs(self, value: Value | None) -> bool:
        if value is None:
            return True
        names = [fold(simplify(name)) for name in self._predicted.called(value)]
        return any(name and name in text for name in names for text in self._texts)

    def faults(self, fact: PredictedFact) -> Iterator[tuple[str, str]]:
        """The checks that a fact fails, each with what is wrong."""
        ends = {"subject": fact.subject, "object": fact.object, "place": fact.place, "speaker": fact.attributed_to}
        absent = [f"{role} {self._predicted.label(end)}" for role, end in ends.items() if not self._occurs(end)]
        if absent:
            yield "ends occur", f"not in the text: {', '.join(absent)}"
        run = fact.run
        if not fact.quote or run is None:
            yield "spans exact", "no evidence"
        elif not any(one.file_text[run[0] : run[1]] == fact.quote for one in self._articles):
            yield "spans exact", f"the file has other words at {run[0]}..{run[1]}"
        broken = self._broken(fact)
        if broken:
            yield "ontology kept", broken

    def _broken(self, fact: PredictedFact) -> str:
        known = vocabulary()
        if fact.kind == "observation":
            metric = known.metrics.get(fact.term)
            if metric is None:
                return f"{fact.term} is no metric"
            kinds = known.units[fact.unit].kinds if fact.unit in known.units else frozenset({"status"})
            return "" if kinds & metric.kinds else f"{fact.term} is not measured in {fact.unit or 'words'}"
        predicate = known.predicates.get(fact.term)
        if predicate is None:
            return f"{fact.term} is no relation"
        for role, end, allowed in (
            ("subject", fact.subject, predicate.domain),
            ("object", fact.object, predicate.range),
        ):
            if end is None and not (role == "subject" and predicate.subject_optional):
                return f"no {role}"
            if end is not None and end.is_thing and not self._predicted.types(end.text) & allowed:
                return f"{local_name(end.text)} cannot be {role} of {fact.term}"
            if end is not None and not end.is_thing and not (role == "object" and predicate.takes_text):
                return f"{fact.term} takes no text as {role}"
        return ""


def unstable_articles(articles: Sequence[Article]) -> list[str]:
    """The ids of articles whose graph depends on what is read before them; none, if all is well.

    Each is read after all that stand before it, after all that stand behind it, and in its half of the corpus alone;
    the quads must be the same each time.
    """
    from kg.extraction import extract  # the text pipeline: only where it is asked for
    from kg.graph import article_quads

    middle = len(articles) // 2
    orders = (list(articles), list(articles)[::-1], list(articles)[:middle], list(articles)[middle:])
    first: dict[str, list[str]] = {}
    unstable = set()
    for order in orders:
        for article in order:
            quads = [str(quad) for quad in article_quads(extract(article))]
            if first.setdefault(article.id, quads) != quads:
                unstable.add(article.id)
    return sorted(unstable)
