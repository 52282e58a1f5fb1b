"""The network of things that statements tie together, what is denied, planned, uncertain or past left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import networkx as nx

from kg.explore.facts import Figure, StatedRelation
from kg.explore.index import Fact

__all__ = ["STATUSES", "statuses", "tied"]

# How a statement may differ from a plain one.
STATUSES = ("negated", "planned", "hedged", "former")


def statuses(fact: Fact | StatedRelation | Figure) -> tuple[str, ...]:
    """Those of :data:`STATUSES` that a fact has."""
    if isinstance(fact, Fact):
        former = ("former", "true") in fact.qualifiers
    else:
        former = any(one.name == "former" and one.value == "true" for one in fact.qualifiers)
    held = {"negated": fact.negated, fact.modality: True, "former": former}
    return tuple(status for status in STATUSES if held.get(status))


def tied(facts: Iterable[Fact], include: Collection[str] = ()) -> nx.MultiGraph[str]:
    """Things as nodes, statements between two of them as edges, their nodes' IRIs as keys.

    Args:
        facts: where to take statements from; those with one end and figures are left out.
        include: statuses of :data:`STATUSES` that a statement may have.
    """
    network: nx.MultiGraph[str] = nx.MultiGraph()
    for fact in sorted(facts, key=lambda one: one.iri):
        if fact.relation and fact.subject and fact.object and set(statuses(fact)) <= set(include):
            network.add_edge(fact.subject, fact.object, key=fact.iri)
    return network
