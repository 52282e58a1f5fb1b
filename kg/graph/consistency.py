"""Contradictions between the graph and the ontology, each explained by the triples that it comes from.

A node contradicts the ontology where it is of two classes that nothing can share: classes that the graph states,
domains and ranges of the properties that it stands at, and all classes above these (OWL 2 RL: prp-dom, prp-rng,
cax-sco, cax-dw); and where it has two values of a property that has one at most, which the ontology names as different.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import pyoxigraph as ox

from kg.graph.findings import Finding
from kg.graph.view import GraphView
from kg.vocabulary import data_folder, parse_turtle_file
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, compact_iri

__all__ = ["contradictions"]

_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]
_TYPE = _RDF + "type"


@dataclass(frozen=True)
class _Axioms:
    above: dict[str, frozenset[str]]
    domain: dict[str, str]
    range: dict[str, str]
    disjoint: frozenset[tuple[str, str]]
    functional: frozenset[str]
    different: frozenset[str]


class _Model:
    """The ontology's triples, looked up by property."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self._said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._named: set[str] = set()
        for triple in triples:
            subject, value = triple.subject, triple.object
            if isinstance(value, (ox.NamedNode, ox.BlankNode)) and isinstance(subject, (ox.NamedNode, ox.BlankNode)):
                self._said[triple.predicate.value][subject.value].append(value.value)
                if isinstance(value, ox.NamedNode):
                    self._named.add(value.value)

    def one(self, name: str) -> dict[str, str]:
        """Subjects of a property with its named value."""
        return {s: found[0] for s, found in self._said[name].items() if len(found) == 1 and found[0] in self._named}

    def of(self, kind: str) -> set[str]:
        return {subject for subject, kinds in self._said[_TYPE].items() if _OWL + kind in kinds}

    def lists(self, name: str) -> Iterator[list[str]]:
        """The members of each list that a property leads to."""
        first, rest = self._said[_RDF + "first"], self._said[_RDF + "rest"]
        for heads in self._said[_OWL + name].values():
            node, members = heads[0], []
            while node in first:
                members.append(first[node][0])
                node = rest[node][0]
            yield members

    def above(self) -> dict[str, frozenset[str]]:
        """Every class with all the classes above it, itself included."""
        parents, found = self._said[_RDFS + "subClassOf"], {}
        for name in self.of("Class"):
            reached, waiting = {name}, [name]
            while waiting:
                new = [parent for parent in parents.get(waiting.pop(), []) if parent not in reached]
                reached.update(new)
                waiting += new
            found[name] = frozenset(reached)
        return found


@cache
def _axioms() -> _Axioms:
    model = _Model(parse_turtle_file(data_folder("ontology") / "ontology.ttl"))
    pairs = (pair for members in model.lists("members") for pair in combinations(sorted(members), 2))
    objects = model.of("ObjectProperty")
    return _Axioms(
        above=model.above(),
        domain=model.one(_RDFS + "domain"),
        range={name: kind for name, kind in model.one(_RDFS + "range").items() if name in objects},
        disjoint=frozenset(pairs),
        functional=frozenset(model.of("FunctionalProperty") & objects),
        different=frozenset(name for members in model.lists("distinctMembers") for name in members),
    )


def _short(iri: str) -> str:
    compact = compact_iri(iri)
    return ":".join(compact) if compact else f"<{iri}>"


def _shown(triple: ox.Triple) -> str:
    return " ".join(_short(str(getattr(t, "value", t))) for t in (triple.subject, triple.predicate, triple.object))


def _classes(triple: ox.Triple, axioms: _Axioms) -> Iterator[tuple[object, str]]:
    """The nodes of a triple, each with a class that it puts them in."""
    name, value = triple.predicate.value, triple.object
    if name == _TYPE:
        if isinstance(value, ox.NamedNode) and value.value.startswith(XB):
            yield triple.subject, value.value
        return
    if name in axioms.domain:
        yield triple.subject, axioms.domain[name]
    if name in axioms.range and isinstance(value, ox.NamedNode):
        yield value, axioms.range[name]


def _reason(triples: Iterable[ox.Triple], node: object, axioms: _Axioms) -> str:
    """The first of the triples that put a node in a class, in words."""
    triple = min(triples, key=str)
    name = triple.predicate.value
    if name == _TYPE:
        return _shown(triple)
    side, kinds = (
        ("domain", axioms.domain) if triple.subject == node and name in axioms.domain else ("range", axioms.range)
    )
    return f"{_shown(triple)} ({_short(name)} has the {side} {_short(kinds[name])})"


def _finding(article: str | None, node: object, component: str, en: str, zh: str) -> Finding:
    remedy = {
        "en": "One of the two triples is wrong; drop or correct it.",
        "zh": "两个三元组之一有误，请删去或修正。",
    }
    return Finding(article, str(node), None, None, "Consistency", component, {"en": en, "zh": zh}, remedy, False)


def _disjoint(
    article: str | None, node: object, reasons: dict[str, list[ox.Triple]], axioms: _Axioms
) -> Iterator[Finding]:
    """The first pair of disjoint classes of a node, if any, with the triples that put it there."""
    wide: dict[str, list[ox.Triple]] = defaultdict(list)
    for kind, triples in reasons.items():
        for above in axioms.above.get(kind, {kind}):
            wide[above] += triples
    for pair in combinations(sorted(wide), 2):
        if pair in axioms.disjoint:
            first, second = map(_short, pair)
            one, other = (_reason(reasons.get(kind) or wide[kind], node, axioms) for kind in pair)
            en = f"Nothing is both {first} and {second}, but this is: {one}; {other}."
            zh = f"没有事物能同时是 {first} 和 {second}，而此节点由此二者得出：{one}；{other}。"
            yield _finding(article, node, "disjointClasses", en, zh)
            return


def _contradicting(article: str | None, triples: Iterable[ox.Triple]) -> Iterator[Finding]:
    axioms = _axioms()
    reasons: dict[object, dict[str, list[ox.Triple]]] = defaultdict(lambda: defaultdict(list))
    single: dict[tuple[object, str], set[str]] = defaultdict(set)
    for triple in triples:
        for node, kind in _classes(triple, axioms):
            reasons[node][kind].append(triple)
        if triple.predicate.value in axioms.functional and isinstance(triple.object, ox.NamedNode):
            single[triple.subject, triple.predicate.value].add(triple.object.value)
    for node, kinds in sorted(reasons.items(), key=lambda item: str(item[0])):
        yield from _disjoint(article, node, kinds, axioms)
    for (node, name), values in sorted(single.items(), key=lambda item: (str(item[0][0]), item[0][1])):
        two = sorted(values & axioms.different)[:2]
        if len(two) == 2:
            first, second = map(_short, two)
            en = f"{_short(name)} has one value at most, and {first} and {second} differ."
            zh = f"{_short(name)} 至多有一个值，而 {first} 与 {second} 不同。"
            yield _finding(article, node, "functionalProperty", en, zh)


def contradictions(graph: GraphView) -> Iterator[Finding]:
    """Where the graph contradicts the ontology, article by article (or as a whole, where it has no article graphs).

    Each finding's message says by which triples the contradiction comes about.
    """
    store = graph.store
    names = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode) and g.value.startswith(XBA))
    graphs: list[str | None] = [*names] or [None]
    for name in graphs:
        wanted = ox.NamedNode(name) if name else ox.DefaultGraph()
        yield from _contradicting(name, (quad.triple for quad in store.quads_for_pattern(None, None, None, wanted)))
