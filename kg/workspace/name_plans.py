"""What a decision about names would change in a graph, making it, and having the graph follow."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.explore.facts import FactReader
from kg.explore.names import find_thing
from kg.graph import GraphView
from kg.graph.changing import STORE
from kg.graph.terms import article_iri, term, thing_iri
from kg.lexicon import lexicon
from kg.model import simplify
from kg.vocabulary import InputError, NotFoundError, UsageError
from kg.vocabulary.namespaces import XB, XBA, XBR
from kg.workspace.ledger import LEDGER, Ledger
from kg.workspace.name_file import NAMES_NAME, Join, NameDecision, Rename, Split

__all__ = ["NamePlan", "built_of", "corpus_of", "join_plan", "rename_plan", "split_plan"]

_ENDS = ("subject", "object", "about", "attributedTo", "place", "jointWith")
_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True)
class NamePlan:
    """What a decision changes.

    Attributes:
        decision: the decision.
        things: the things that it is about, as lines.
        articles: ids of the articles whose graphs change, sorted.
        facts: how many facts get another end or name.
        dropped: facts that can no longer stand, as lines.
    """

    decision: NameDecision
    things: tuple[str, ...]
    articles: tuple[str, ...]
    facts: int
    dropped: tuple[str, ...] = ()


def _found(graph: GraphView, name: str) -> tuple[str, str, str]:
    """Slug, top type and Chinese name of a thing by any of its names.

    Raises:
        NotFoundError: neither graph nor lexicon know it, or several things have the name.
    """
    try:
        iri = find_thing(graph, name)
    except NotFoundError:
        entries = lexicon().find(name)
        if len(entries) != 1:
            raise
        return entries[0].slug, entries[0].type, entries[0].zh
    thing = FactReader(graph).thing(iri)
    if not thing.types:
        raise NotFoundError(f"{name!r} is no named thing of the graph")
    return iri.removeprefix(XBR), thing.types[0], thing.name


def _told(graph: GraphView, slug: str, kind: str, name: str) -> str:
    known = " (of the lexicon)" if slug in lexicon().entries else ""
    count = len(_articles(graph, slug))
    return f"{name} {kind} xbr:{slug}{known}, in {count} article{'s' * (count != 1)}"


def _articles(graph: GraphView, slug: str) -> set[str]:
    """The articles that name a thing, or were published by it."""
    said = (term("xb:mentions"), term("dcterms:publisher"))
    found = (triple.subject for one in said for triple in graph.triples(None, one, thing_iri(slug)))
    return {node.value for node in found if isinstance(node, ox.NamedNode) and node.value.startswith(XBA)}


def _facts(graph: GraphView, slug: str) -> set[str]:
    """The facts at whose ends or beside which a thing stands."""
    found = (t.subject for name in _ENDS for t in graph.triples(None, ox.NamedNode(XB + name), thing_iri(slug)))
    return {node.value for node in found if isinstance(node, ox.NamedNode)}


def _of(graph: GraphView, facts: Iterable[str], articles: set[str]) -> set[str]:
    """Those of some facts that some articles state."""
    kept = set()
    for one in facts:
        evidence = graph.value(ox.NamedNode(one), term("xb:evidence"))
        if evidence and graph.value(ox.NamedNode(evidence), term("xb:article")) in articles:
            kept.add(one)
    return kept


def _ids(articles: Iterable[str]) -> tuple[str, ...]:
    from urllib.parse import unquote

    return tuple(sorted(unquote(one.removeprefix(XBA)) for one in articles))


def join_plan(graph: GraphView, name: str, other: str) -> NamePlan:
    """What joining two things would change: one thing with both names, the first name and IRI.

    Raises:
        NotFoundError: a name is unknown, or several things have it.
        UsageError: they are one already, or a thing of the lexicon would be taken in by a new one.
    """
    (slug, kind, zh), (taken, taken_kind, taken_zh) = _found(graph, name), _found(graph, other)
    if slug == taken:
        raise UsageError(f"{name!r} and {other!r} are one thing already: xbr:{slug}")
    entries = lexicon().entries
    if taken in entries and slug not in entries:
        raise UsageError(f"{other!r} is of the lexicon and {name!r} is not: join them the other way round")
    dropped = sorted(_lost(graph, slug, taken, kind))
    return NamePlan(
        Join(zh, taken_zh, slug, kind, taken),
        (_told(graph, slug, kind, zh), _told(graph, taken, taken_kind, taken_zh)),
        _ids(_articles(graph, slug) | _articles(graph, taken)),
        len(_facts(graph, taken)) - len(dropped),
        tuple(dropped),
    )


def _lost(graph: GraphView, slug: str, taken: str, kind: str) -> Iterator[str]:
    """Statements between two things that become one, and those that take no thing of its type."""
    from kg.vocabulary import vocabulary

    reader = FactReader(graph)
    node = thing_iri(taken)
    for end, beyond in (("subject", "object"), ("object", "subject")):
        for triple in graph.triples(None, ox.NamedNode(XB + end), node):
            if not isinstance(triple.subject, ox.NamedNode):
                continue
            name = (graph.value(triple.subject, term("xb:predicate")) or "").removeprefix(XB)
            known = vocabulary().predicates.get(name)
            fits = known is None or kind in (known.domain if end == "subject" else known.range)
            if graph.value(triple.subject, ox.NamedNode(XB + beyond)) == thing_iri(slug).value or not fits:
                fact = reader.relation(triple.subject.value)
                ends = [one.name if one else "—" for one in (fact.subject, fact.object)]
                yield f"{name}({', '.join(ends)})  {fact.iri.rpartition('/')[2]}"


def split_plan(graph: GraphView, name: str, new: str, articles: Iterable[str]) -> NamePlan:
    """What a name meaning another thing in some articles would change.

    Raises:
        NotFoundError: the name is unknown, several things have it, or an article does not name the thing.
        UsageError: no article is given, or both names are the same.
    """
    slug, kind, zh = _found(graph, name)
    wanted = sorted(set(articles))
    if not wanted:
        raise UsageError("name the articles in which it is another thing: --in ID")
    if simplify(new.strip()) in ("", zh):
        raise UsageError("the other thing needs a name of its own: --as NAME")
    naming = _articles(graph, slug)
    missing = [one for one in wanted if article_iri(one).value not in naming]
    if missing:
        raise NotFoundError(f"{', '.join(missing)}: no article of the graph that names {zh}")
    chosen = {article_iri(one).value for one in wanted}
    decision = Split(zh, new.strip(), slug, kind, tuple(wanted))
    facts = _of(graph, _facts(graph, slug), chosen)
    return NamePlan(
        decision,
        (_told(graph, slug, kind, zh), f"{new.strip()} {kind} xbr:{decision.other}, in {len(wanted)} of them"),
        tuple(wanted),
        len(facts),
    )


def rename_plan(graph: GraphView, old: str, new: str) -> NamePlan:
    """What another name for a thing would change; its IRI stays.

    Raises:
        NotFoundError: the name is unknown, or several things have it.
        UsageError: the new name is empty, the old one, or the thing a place of the lexicon.
    """
    slug, kind, zh = _found(graph, old)
    if simplify(new.strip()) in ("", zh):
        raise UsageError(f"{zh} needs another name than its own")
    if kind == "Place" and slug in lexicon().entries:
        raise UsageError(f"{zh} is a place of the lexicon, whose names are its own")
    told = (_told(graph, slug, kind, zh),)
    return NamePlan(Rename(zh, new.strip(), slug), told, _ids(_articles(graph, slug)), len(_facts(graph, slug)))


# ---------------------------------------------------------------------- where it is kept, and what follows
def built_of(folder: Path | None) -> list[Path]:
    """What a folder's graph was built of, as far as that is noted and still there."""
    if folder is None or not (folder / STORE / LEDGER).is_file():
        return []
    with suppress(OSError, sqlite3.Error), Ledger(folder / STORE) as ledger:
        return [path for path in map(Path, ledger.paths()) if path.exists()]
    return []


def corpus_of(folder: Path | None) -> Path:
    """The folder beside whose articles decisions about a graph are kept.

    Raises:
        InputError: nobody knows what the graph was built of.
    """
    for path in built_of(folder):
        return path if path.is_dir() else path.parent
    raise InputError(f"where its articles are is not noted; name their folder with --corpus, for {NAMES_NAME}")
