"""Finding things by any of their names."""

from __future__ import annotations

from collections import defaultdict
from difflib import SequenceMatcher

import pyoxigraph as ox

from kg.explore.facts import FactReader
from kg.explore.plain import plain_text
from kg.graph import GraphView
from kg.model import fold
from kg.vocabulary import TOP_TYPES, NotFoundError
from kg.vocabulary.namespaces import PREFIXES, XB, XBR

__all__ = ["find_thing", "find_things", "nearest_names"]

_LABELS = (PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "altLabel", PREFIXES["rdfs"] + "label")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
_OFFERED = 5


def _key(name: str) -> str:
    """A name as it is compared; one of nothing but punctuation is itself."""
    return fold(name) or name.strip()


def _all_things(graph: GraphView) -> set[str]:
    return {
        triple.subject.value
        for top in TOP_TYPES
        for triple in graph.triples(None, _TYPE, ox.NamedNode(XB + top))
        if isinstance(triple.subject, ox.NamedNode)
    }


def _index(graph: GraphView, things: set[str]) -> dict[str, set[str]]:
    """Things by each of their names as compared."""
    index: dict[str, set[str]] = defaultdict(set)
    for label in _LABELS:
        for triple in graph.triples(None, ox.NamedNode(label)):
            if isinstance(triple.subject, ox.NamedNode) and triple.subject.value in things:
                index[_key(str(getattr(triple.object, "value", "")))].add(triple.subject.value)
    return index


def nearest_names(name: str, keys: list[str]) -> list[str]:
    """Those of `keys` (folded names) that are most like `name`, the likest first, five at most.

    A key that holds the name or stands in it comes before one that shares characters with it.
    """
    wanted = _key(name)
    ranked = []
    for key in keys:
        within = bool(wanted) and bool(key) and (wanted in key or key in wanted)
        if not within and not set(wanted) & set(key):
            continue
        alike = SequenceMatcher(None, wanted, key, autojunk=False).ratio()
        if within or alike >= 0.4:
            ranked.append((not within, round(-alike, 6), key))
    return [key for _, _, key in sorted(ranked)[:_OFFERED]]


def find_things(graph: GraphView, name: str) -> list[str]:
    """The IRIs of all things with this name, sorted.

    Args:
        graph: where to look.
        name: any name of the thing, in any script, case and spacing; or its IRI, or ``xbr:`` and its local name.

    Raises:
        NotFoundError: nothing has this name; offers the nearest names.
    """
    things = _all_things(graph)
    iri = XBR + name.removeprefix("xbr:") if name.startswith("xbr:") else name
    if iri in things:
        return [iri]
    index = _index(graph, things)
    found = index.get(_key(name))
    if found and name.strip():
        return sorted(found)
    reader = FactReader(graph)
    offered = []
    for key in nearest_names(name[:200], sorted(index)):
        for thing in (reader.thing(iri) for iri in sorted(index[key])):
            text = plain_text(thing.name, 40) + (f" ({plain_text(thing.en, 40)})" if thing.en else "")
            if text not in offered:
                offered.append(text)
    hint = f"; nearest: {', '.join(offered[:_OFFERED])}" if offered else "; `kg rank --top 0` lists all things"
    raise NotFoundError(f"nothing in the graph is named {plain_text(name, 60)!r}{hint}")


def find_thing(graph: GraphView, name: str) -> str:
    """The IRI of the one thing with this name.

    Args:
        graph: where to look.
        name: as :func:`find_things` takes it.

    Raises:
        NotFoundError: nothing has this name, or several things have it; offers names or addresses.
    """
    found = find_things(graph, name)
    if len(found) == 1:
        return found[0]
    reader = FactReader(graph)
    things = [reader.thing(iri) for iri in found[:_OFFERED]]
    offered = [
        f"{plain_text(thing.name, 40)} ({', '.join(thing.types[:1])}) xbr:{thing.iri.removeprefix(XBR)}"
        for thing in things
    ]
    more = f" and {len(found) - _OFFERED} more" if len(found) > _OFFERED else ""
    raise NotFoundError(
        f"{len(found)} things are named {plain_text(name, 60)!r}: {', '.join(offered)}{more}; "
        "give the one you mean by its xbr: name"
    )
