"""Checking a graph against the shapes, article by article, so that a large one streams through.

What SHACL Core means by each constraint is written here over plain look-ups rather than left to a general engine: an
article takes hundredths of a second, whatever else the graph holds.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Protocol

import pyoxigraph as ox

from kg.graph.findings import Finding
from kg.graph.shapes import SH, Check, Shape, shapes
from kg.graph.view import GraphView, Term
from kg.vocabulary.namespaces import PREFIXES, XBA, compact_iri

__all__ = ["validate_graph"]

_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_XSD = PREFIXES["xsd"]
_LANG_STRING = PREFIXES["rdf"] + "langString"
_Graph = ox.NamedNode | ox.DefaultGraph


class _Data(Protocol):
    def objects(self, subject: Term, predicate: ox.NamedNode) -> list[Term]: ...
    def subjects(self, predicate: ox.NamedNode | None, value: Term) -> list[Term]: ...
    def subjects_of(self, predicate: ox.NamedNode) -> Iterable[Term]: ...


class _Indexed:
    """A small graph, read once."""

    def __init__(self, store: ox.Store, graph: _Graph) -> None:
        self._forward: dict[tuple[Term, str], list[Term]] = defaultdict(list)
        self._back: dict[tuple[str, Term], list[Term]] = defaultdict(list)
        self._of: dict[str, dict[Term, None]] = defaultdict(dict)
        for subject, predicate, value, _ in store.quads_for_pattern(None, None, None, graph):
            name = predicate.value
            self._forward[subject, name].append(value)
            self._back[name, value].append(subject)
            self._of[name][subject] = None

    def objects(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        return self._forward.get((subject, predicate.value), [])

    def subjects(self, predicate: ox.NamedNode | None, value: Term) -> list[Term]:
        return self._back.get((predicate.value if predicate else "", value), [])

    def subjects_of(self, predicate: ox.NamedNode) -> Iterable[Term]:
        return self._of.get(predicate.value, ())


class _Stored:
    """A graph of any size, looked up in the store."""

    def __init__(self, store: ox.Store, graph: _Graph) -> None:
        self._store, self._graph = store, graph

    def objects(self, subject: Term, predicate: ox.NamedNode) -> list[Term]:
        if isinstance(subject, (ox.Literal, ox.Triple)):
            return []
        return [q.object for q in self._store.quads_for_pattern(subject, predicate, None, self._graph)]

    def subjects(self, predicate: ox.NamedNode | None, value: Term) -> list[Term]:
        return [q.subject for q in self._store.quads_for_pattern(None, predicate, value, self._graph)]

    def subjects_of(self, predicate: ox.NamedNode) -> Iterable[Term]:
        return dict.fromkeys(q.subject for q in self._store.quads_for_pattern(None, predicate, None, self._graph))


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def _shown(term: Term | None) -> str | None:
    """A term as a message shows it."""
    if not isinstance(term, ox.NamedNode):
        return None if term is None else str(term)
    compact = compact_iri(term.value)
    return ":".join(compact) if compact else str(term)


# ---------------------------------------------------------------- what each constraint means
# A function yields the values that are wrong; None stands for one that is missing.

_LEXICAL = {
    "boolean": re.compile("true|false|1|0"),
    "integer": re.compile("[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"),
    "date": re.compile(r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:Z|[+-][0-9]{2}:[0-9]{2})?"),
    "gYearMonth": re.compile(r"-?[0-9]{4,}-(?:0[1-9]|1[0-2])"),
    "gYear": re.compile("-?[0-9]{4,}"),
}


def _is_of(value: Term, datatype: str) -> bool:
    """Whether a literal is of a datatype and well-formed (SHACL §4.1.2)."""
    if not isinstance(value, ox.Literal):
        return False
    if datatype == _LANG_STRING:
        return bool(value.language)
    pattern = _LEXICAL.get(datatype.removeprefix(_XSD))
    return value.datatype.value == datatype and (pattern is None or bool(pattern.fullmatch(value.value)))


def _ordered(first: Term, second: Term, equal: bool) -> bool:
    """Whether one literal is less than another (numbers, or dates without zones); False where none can tell."""
    try:
        one: Decimal | str = Decimal(_text(first))
        other: Decimal | str = Decimal(_text(second))
    except InvalidOperation:
        one, other = _text(first), _text(second)
    return one < other or (equal and one == other)  # type: ignore[operator]


def _min_count(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    if len(values) < int(_text(check.values[0])):
        yield None


def _max_count(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    if len(values) > int(_text(check.values[0])):
        yield max(values, key=str)


def _class(data: _Data, _: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    yield from (value for value in values if check.values[0] not in data.objects(value, _TYPE))


def _datatype(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    wanted = _text(check.values[0])
    yield from (value for value in values if not _is_of(value, wanted))


_KINDS = {"IRI": ox.NamedNode, "Literal": ox.Literal, "BlankNode": ox.BlankNode}


def _node_kind(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    wanted = _KINDS[_text(check.values[0]).removeprefix(SH)]
    yield from (value for value in values if not isinstance(value, wanted))


def _in(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    yield from (value for value in values if value not in check.values)


def _has_value(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    if check.values[0] not in values:
        yield None


def _pattern(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    pattern = re.compile(_text(check.values[0]))
    yield from (value for value in values if isinstance(value, ox.BlankNode) or not pattern.search(_text(value)))


def _min_inclusive(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    yield from (value for value in values if not _ordered(check.values[0], value, True))


def _max_inclusive(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    yield from (value for value in values if not _ordered(value, check.values[0], True))


def _language_in(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    ranges = [_text(one).lower() for one in check.values]
    for value in values:
        tag = (getattr(value, "language", None) or "").lower()
        if not any(tag == one or tag.startswith(one + "-") for one in ranges):
            yield value


def _unique_lang(_: _Data, __: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    seen: set[str] = set()
    for value in sorted(values, key=str):
        tag = getattr(value, "language", None)
        if tag and tag in seen:
            yield value
        seen.add(tag or "")


def _other(data: _Data, focus: Term, check: Check) -> list[Term]:
    """The values of the property that a comparing constraint names."""
    named = check.values[0]
    return data.objects(focus, named) if isinstance(named, ox.NamedNode) else []


def _less_than(data: _Data, focus: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    equal = check.component == "lessThanOrEquals"
    ends = _other(data, focus, check)
    yield from (value for value in values for end in ends if not _ordered(value, end, equal))


def _disjoint(data: _Data, focus: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    others = _other(data, focus, check)
    yield from (value for value in values if value in others)


def _or(data: _Data, _: Term, values: list[Term], check: Check) -> Iterator[Term | None]:
    for value in values:
        if not any(_holds(data, value, shape) for shape in check.shapes):
            yield value


_MEANINGS: dict[str, Callable[[_Data, Term, list[Term], Check], Iterator[Term | None]]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "in": _in,
    "hasValue": _has_value,
    "pattern": _pattern,
    "minInclusive": _min_inclusive,
    "maxInclusive": _max_inclusive,
    "languageIn": _language_in,
    "uniqueLang": _unique_lang,
    "lessThan": _less_than,
    "lessThanOrEquals": _less_than,
    "disjoint": _disjoint,
    "or": _or,
}


def _holds(data: _Data, node: Term, shape: Shape) -> bool:
    return not any(True for _ in _core(data, node, shape))


def _values(data: _Data, node: Term, shape: Shape) -> list[Term]:
    """The values of a shape at a node: the node itself, or what its path leads to (SHACL §2.3)."""
    values = [node]
    for step, inverse in shape.path:
        found = (data.subjects(step, v) if inverse else data.objects(v, step) for v in values)
        values = list(dict.fromkeys(one for group in found for one in group))
    return values


def _core(data: _Data, node: Term, shape: Shape) -> Iterator[tuple[Shape, Check, Term | None]]:
    """The constraints of SHACL Core that do not hold at a node, its property shapes included."""
    values = _values(data, node, shape)
    for check in shape.checks:
        for wrong in _MEANINGS[check.component](data, node, values, check):
            yield shape, check, wrong
    for part in shape.properties:
        yield from _core(data, node, part)


# ---------------------------------------------------------------- running the shapes


def _targets(data: _Data, shape: Shape) -> list[Term]:
    found = dict.fromkeys(node for one in shape.classes for node in data.subjects(_TYPE, one))
    found.update(dict.fromkeys(node for one in shape.subjects_of for node in data.subjects_of(one)))
    return sorted(found, key=str)


def _filled(words: dict[str, str], value: str | None) -> dict[str, str]:
    return {language: text.replace("{?value}", value or "") for language, text in words.items()}


def _path_name(shape: Shape) -> str | None:
    return "/".join(("^" if inverse else "") + (_shown(step) or "") for step, inverse in shape.path) or None


def _asked(store: ox.Store, graph: _Graph, shape: Shape, targets: list[Term], article: str | None) -> Iterator[Finding]:
    """What the SPARQL-based constraints of a shape find: one query for all its nodes, their rows sorted."""
    known = set(targets)
    for query in shape.queries:
        solutions = store.query(query.select, prefixes=PREFIXES, default_graph=[graph])
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError(f"{shape.name}: not a SELECT query")
        names = [variable.value for variable in solutions.variables]
        rows = {tuple(solution[i] for i in range(len(names))) for solution in solutions}
        for row in sorted(rows, key=str):
            found = dict(zip(names, row, strict=True))
            node = found["this"]
            if node is not None and node in known:
                value = _shown(found.get("value"))
                message = _filled(query.message, value)
                yield Finding(
                    article, str(node), None, value, shape.name, "sparql", message, query.remedy, shape.warning
                )


def _found(store: ox.Store, graph: _Graph, data: _Data, wanted: Iterable[Shape]) -> Iterator[Finding]:
    article = graph.value if isinstance(graph, ox.NamedNode) else None
    for shape in wanted:
        targets = _targets(data, shape)
        for node in targets:
            for part, check, wrong in _core(data, node, shape):
                value, words = _shown(wrong), part if part.message else shape
                yield Finding(
                    article=article,
                    node=str(node),
                    path=_path_name(part),
                    value=value,
                    shape=shape.name,
                    component=check.component,
                    message=_filled(words.message, value),
                    remedy=words.remedy,
                    warning=shape.warning,
                )
        if targets:
            yield from _asked(store, graph, shape, targets, article)


def validate_graph(
    graph: GraphView, wanted: Iterable[Shape] | None = None, progress: Callable[[int, int, str], None] | None = None
) -> Iterator[Finding]:
    """What of a graph does not have the shapes of ``ontology/shapes.ttl``, as it is found.

    Each article's graph is checked by itself; shapes that articles must meet together on all of them. A graph without
    article graphs (a Turtle) is checked as a whole.

    Args:
        graph: the graph.
        wanted: other shapes, for the whole graph and article by article alike.
        progress: told how many articles are done, of how many, and which is next.
    """
    known = tuple(wanted) if wanted is not None else shapes()
    store, whole = graph.store, ox.DefaultGraph()
    names = sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode) and g.value.startswith(XBA))
    if not names:
        yield from _found(store, whole, _Stored(store, whole), known)
        return
    alone = [shape for shape in known if not shape.across]
    for done, name in enumerate(names):
        if progress:
            progress(done, len(names), name)
        article = ox.NamedNode(name)
        yield from _found(store, article, _Indexed(store, article), known if len(names) == 1 else alone)
    if len(names) > 1:
        yield from _found(store, whole, _Stored(store, whole), [shape for shape in known if shape.across])
