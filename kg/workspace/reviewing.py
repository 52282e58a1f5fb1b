"""Which facts a person is asked about, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.explore.facts import FactReader, Figure, StatedRelation
from kg.graph import GraphView
from kg.vocabulary.namespaces import PREFIXES, XB
from kg.workspace.reviews import Review

__all__ = ["open_facts", "parts_of"]

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def open_facts(
    graph: GraphView, reviews: Sequence[Review] = (), article: str | None = None, again: bool = False
) -> list[StatedRelation | Figure]:
    """The facts to review: the least certain first, then those without a confidence, in the order of the texts.

    Args:
        graph: the graph.
        reviews: what is decided already.
        article: id of the one article to look at.
        again: whether facts that are decided count too.
    """
    done = set() if again else {one.fact for one in reviews if one.decision != "note"}
    reader = FactReader(graph)
    found: list[StatedRelation | Figure] = []
    for kind in ("Statement", "Observation"):
        for triple in graph.triples(None, _TYPE, ox.NamedNode(XB + kind)):
            node = triple.subject
            if not isinstance(node, ox.NamedNode) or node.value.rpartition("/")[2] in done:
                continue
            if not again and graph.value(node, ox.NamedNode(XB + "reviewedBy")):
                continue
            fact = reader.relation(node.value) if kind == "Statement" else reader.figure(node.value)
            if article is None or _article(fact) == article:
                found.append(fact)
    return sorted(found, key=_order)


def _article(fact: StatedRelation | Figure) -> str:
    return fact.quotations[0].source.article if fact.quotations else ""


def _order(fact: StatedRelation | Figure) -> tuple[object, ...]:
    start = fact.quotations[0].start if fact.quotations else None
    return (fact.confidence is None, float(fact.confidence or 0), _article(fact), start or 0, fact.iri)


def parts_of(fact: StatedRelation | Figure) -> list[tuple[str, str]]:
    """The parts of a fact that a person may change, with what they are now."""
    parts = [("subject", fact.subject.name if fact.subject else "-")]
    if isinstance(fact, StatedRelation):
        parts += [
            ("predicate", fact.predicate),
            ("object", fact.object.name if fact.object else fact.object_text or ""),
        ]
    else:
        parts += [("metric", fact.metric), ("value", fact.value)]
        parts += [("unit", fact.unit)] if fact.unit else []
    return [*parts, ("time", fact.time or ""), ("modality", fact.modality), ("negated", str(fact.negated).lower())]
