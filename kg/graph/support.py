"""How many independent sources state a fact, and how many contradict it; kept in ``xbr:graph-support``.

Of each statement and figure that more than one source states, or that another contradicts, that graph holds
``xb:supportCount``, ``xb:contradictionCount`` and ``xb:claimKey``, which is the same for all that tell of the same. A
fact that is not in it has one source and none against it. Copies of a text are one source
(:mod:`kg.graph.families`). What is planned or uncertain neither supports nor contradicts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.graph.claims import Claim, PlainFigures, contradicts, figure_rows, group_of, groups_in, relation_rows, supports
from kg.graph.families import originals
from kg.graph.terms import article_iri, tagged, term, text
from kg.graph.view import GraphView
from kg.vocabulary import vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBR, content_id

__all__ = ["GRAPH_SUPPORT", "Support", "counted_support", "renew_support", "support_of"]

GRAPH_SUPPORT = ox.NamedNode(XBR + "graph-support")
_MARK = ox.Quad(GRAPH_SUPPORT, term("rdfs:label"), tagged("support", "en"), GRAPH_SUPPORT)
_SUPPORT, _AGAINST, _KEY = term("xb:supportCount"), term("xb:contradictionCount"), term("xb:claimKey")
_Said = tuple[ox.NamedNode, ox.NamedNode | ox.Literal]
_INTEGER = ox.NamedNode(PREFIXES["xsd"] + "integer")


@dataclass(frozen=True)
class Support:
    """What sources say of a fact.

    Attributes:
        sources: how many state it.
        against: how many contradict it.
    """

    sources: int = 1
    against: int = 0


def _counted(claims: Sequence[Claim], firsts: dict[str, str]) -> Iterator[tuple[Claim, Support]]:
    """The claims of a group, each with its support.

    Claims of the same content are compared once, whatever their number: a common fact stands in many articles.
    """
    alike: dict[Claim, list[Claim]] = defaultdict(list)
    for one in claims:
        alike[replace(one, iri="", article="")].append(one)
    sources = {content: {firsts.get(one.article, one.article) for one in same} for content, same in alike.items()}
    plain = PlainFigures(alike)
    everyone = set().union(*(sources[other] for other in plain.all))
    others = [content for content in alike if content not in plain.all]
    for content, same in alike.items():
        near = [*plain.near(content), *others] if content in plain.all else list(alike)
        agree = set().union(*(sources[other] for other in near if supports(content, other)))
        against = set().union(*(sources[other] for other in near if contradicts(content, other))) - agree
        count = len(against)
        if content in plain.all and plain.exclude(content):  # whoever gives a figure that is not near contradicts
            count += len(everyone - against) - len(agree & everyone)
        for one in same:
            yield one, Support(max(1, len(agree)), count)


def _quads(key: tuple[str, ...], claims: Sequence[Claim], firsts: dict[str, str]) -> Iterator[ox.Quad]:
    if len({one.article for one in claims}) < 2:
        return
    digest = text(content_id(*key))
    for claim, found in _counted(claims, firsts):
        if found != Support():
            node = ox.NamedNode(claim.iri)
            yield ox.Quad(node, _SUPPORT, ox.Literal(str(found.sources), datatype=_INTEGER), GRAPH_SUPPORT)
            yield ox.Quad(node, _AGAINST, ox.Literal(str(found.against), datatype=_INTEGER), GRAPH_SUPPORT)
            yield ox.Quad(node, _KEY, digest, GRAPH_SUPPORT)


def _grouped(claims: Iterable[Claim]) -> dict[tuple[str, ...], list[Claim]]:
    found: dict[tuple[str, ...], dict[str, Claim]] = defaultdict(dict)
    for one in claims:
        found[group_of(one)].setdefault(one.iri, one)
    return {key: [same[iri] for iri in sorted(same)] for key, same in found.items()}


def _all(graph: GraphView) -> Iterator[ox.Quad]:
    """All support of a graph; one predicate or metric is in memory at a time."""
    firsts = originals(graph)
    known = vocabulary()
    for rows, names in ((relation_rows, sorted(known.predicates)), (figure_rows, sorted(known.metrics))):
        for name in names:
            for key, claims in sorted(_grouped(rows(graph, term=ox.NamedNode(XB + name))).items()):
                yield from _quads(key, claims, firsts)


def renew_support(store: ox.Store, articles: Iterable[str] | None = None) -> int:
    """Have the support of a store's facts stand in its graph; how many triples changed.

    Args:
        store: the store, its articles and the links between copies up to date.
        articles: ids of the articles that are new or changed since, or whose links are; those that are gone need not
            be named. None: count all anew.
    """
    graph = GraphView(store)
    if articles is None or _MARK not in store:
        store.remove_graph(GRAPH_SUPPORT)
        count, batch = 0, [_MARK]
        for quad in _all(graph):
            batch.append(quad)
            if len(batch) >= 50_000:
                store.bulk_extend(batch)
                count, batch = count + len(batch), []
        store.bulk_extend(batch)
        return count + len(batch)
    return _changed(store, graph, {article_iri(one).value for one in articles})


def _changed(store: ox.Store, graph: GraphView, articles: set[str]) -> int:
    groups = {key for one in sorted(articles) for key in groups_in(graph, one)}
    former: dict[str, set[ox.Quad]] = defaultdict(set)  # by key: what the graph says of those that tell of the same
    touched = {content_id(*key) for key in groups}
    for quad in store.quads_for_pattern(None, _KEY, None, GRAPH_SUPPORT):
        if _lacks(store, quad.subject):
            touched.add(str(quad.object.value))  # type: ignore[union-attr]
    for digest in touched:
        for quad in list(store.quads_for_pattern(None, _KEY, text(digest), GRAPH_SUPPORT)):
            former[digest].update(store.quads_for_pattern(quad.subject, None, None, GRAPH_SUPPORT))
    known = {content_id(*key) for key in groups}
    for digest in sorted(touched - known):  # of articles that are gone: what is left tells which group it was
        left = sorted({quad.subject.value for quad in former[digest]})  # type: ignore[union-attr]
        groups |= {key for iri in left for key in _group_at(graph, iri)}
    firsts = originals(graph)
    wanted: set[ox.Quad] = set()
    for key in sorted(groups):
        wanted.update(_quads(key, _members(graph, key), firsts))
    there = {quad for quads in former.values() for quad in quads}
    for quad in there - wanted:
        store.remove(quad)
    store.extend(wanted - there)
    return len(there ^ wanted)


def _lacks(store: ox.Store, node: object) -> bool:
    """Whether a store says nothing of a node in its default graph."""
    return next(iter(store.quads_for_pattern(node, term("rdf:type"), None, ox.DefaultGraph())), None) is None  # type: ignore[arg-type]


def _group_at(graph: GraphView, iri: str) -> Iterator[tuple[str, ...]]:
    node = ox.NamedNode(iri)
    for rows in (relation_rows, figure_rows):
        yield from (group_of(one) for one in rows(graph, id=node))


def _members(graph: GraphView, key: tuple[str, ...]) -> list[Claim]:
    """The claims of a group."""
    kind, name, *ends = key
    if kind == "figure":
        facts = _facts(graph, (term("xb:about"), ox.NamedNode(ends[0])), (term("xb:metric"), ox.NamedNode(name)))
        return _grouped(one for fact in facts for one in figure_rows(graph, id=fact)).get(key, [])
    said = (term("xb:predicate"), ox.NamedNode(name))
    found: list[ox.NamedNode] = []
    if kind == "single":
        found += _facts(graph, _object(ends[0]), said)
    else:
        for one, other in sorted({(ends[0], ends[1]), (ends[1], ends[0])} if kind == "both" else {(ends[0], ends[1])}):
            found += _facts(graph, (term("xb:subject"), ox.NamedNode(one)), _object(other), said)
    return _grouped(claim for fact in found for claim in relation_rows(graph, id=fact)).get(key, [])


def _facts(graph: GraphView, first: _Said, *others: _Said) -> list[ox.NamedNode]:
    """The statements or figures of which all that is said, looked up by the first of it.

    A query would start from the predicate, which most have in common.
    """
    store, here = graph.store, ox.DefaultGraph()
    found = [quad.subject for quad in store.quads_for_pattern(None, *first, here)]
    return [
        one
        for one in found
        if isinstance(one, ox.NamedNode) and all(ox.Quad(one, *said, here) in store for said in others)
    ]


def _object(value: str) -> _Said:
    return (
        (term("xb:objectText"), text(value[1:])) if value.startswith('"') else (term("xb:object"), ox.NamedNode(value))
    )


def counted_support(graph: GraphView, fact: str) -> Support:
    """What the counts of a graph say of a fact; where it holds none, one source and none against."""
    found = graph.store.quads_for_pattern(ox.NamedNode(fact), None, None, GRAPH_SUPPORT)
    counts = {quad.predicate: quad.object.value for quad in found}  # type: ignore[union-attr]
    return Support(int(counts.get(_SUPPORT, 1)), int(counts.get(_AGAINST, 0)))


def support_of(graph: GraphView, fact: str) -> Support:
    """What sources say of a fact; of one that is planned or uncertain, of nobody else's.

    Args:
        graph: the graph; where it holds no counts, they are found from its statements.
        fact: IRI of a statement or figure.
    """
    if _MARK in graph.store:
        return counted_support(graph, fact)
    for key in _group_at(graph, fact):
        for claim, counted in _counted(_members(graph, key), originals(graph)):
            if claim.iri == fact:
                return counted
    return Support()
