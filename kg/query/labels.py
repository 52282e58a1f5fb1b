"""Names of things for people, asked where the things were found."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import pyoxigraph as ox

from kg.query.result import Result
from kg.query.run import Term, read_result
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import XB, XBU

__all__ = ["LANGUAGES", "Asked", "labels", "things_among"]

# The languages of names, the best first; the empty one stands for any other.
LANGUAGES: dict[str, tuple[str, ...]] = {
    "en": ("en", "zh-hans", "zh", "zh-hant", ""),
    "zh": ("zh-hans", "zh", "zh-hant", "en", ""),
}
_AT_ONCE = 500
_QUERY = "SELECT ?thing ?name WHERE {{ VALUES ?thing {{ {things} }} ?thing skos:prefLabel|rdfs:label ?name }}"


class Asked(Protocol):
    """Whatever runs queries: a pool of workers, or an endpoint."""

    def run(
        self, query: str, *, rows: str | None = "json", truth: str | None = "json", triples: str | None = "nt"
    ) -> Result:
        """Run a query; see :meth:`kg.query.pool.QueryPool.run`."""


def things_among(terms: Iterable[Term | None]) -> list[str]:
    """The IRIs among terms, each once, sorted."""
    return sorted({term.value for term in terms if isinstance(term, ox.NamedNode)})


def _of_the_model(language: str) -> dict[str, str]:
    """The names of classes, properties, metrics and units, which no graph need hold."""
    known = vocabulary()
    names: dict[str, str] = {}
    for terms in (known.classes, known.predicates, known.metrics):
        names |= {XB + one.name: one.zh if language == "zh" else one.en for one in terms.values()}
    return {iri: name for iri, name in names.items() if name} | {XBU + "percent": "%"}


def labels(asked: Asked, iris: Iterable[str], language: str) -> dict[str, str]:
    """The names of things, where they have one.

    Args:
        asked: the graph that the things are of.
        iris: the things.
        language: a key of :data:`LANGUAGES`; a thing without a name in it is called by the next best.
    """
    wanted = sorted(set(iris))
    order = LANGUAGES[language]
    best: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        nodes = [ox.NamedNode(iri) for iri in wanted[start : start + _AT_ONCE]]  # which checks and writes them
        with asked.run(_QUERY.format(things=" ".join(map(str, nodes)))) as result:
            for thing, name in read_result(result).rows():
                if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal):
                    tag = (name.language or "").lower()
                    rank = order.index(tag) if tag in order else len(order)
                    best[thing.value] = min(best.get(thing.value, (99, "")), (rank, name.value))
    model = _of_the_model(language)
    return {iri: model[iri] for iri in wanted if iri in model} | {iri: name for iri, (_, name) in best.items()}
