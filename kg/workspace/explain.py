"""Explaining facts of a graph: found by IRI, digits or names, and derived again from the kept texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyoxigraph as ox

from kg.articles import read_articles
from kg.explore.facts import FactReader, Figure, StatedRelation
from kg.explore.names import find_things
from kg.extraction.derivation import Derivation, Deriver
from kg.extraction.wanted import NOBODY, term_of
from kg.graph import GraphView
from kg.graph.statements import observation_nodes, statement_nodes
from kg.graph.terms import article_iri
from kg.model import Article, Observation, Relation, fold
from kg.vocabulary import InputError, NotFoundError, UsageError, data_folder, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBO, XBS
from kg.workspace.texts import kept_text

__all__ = ["Explanation", "article_of", "explain_facts", "explain_nodes", "find_facts"]

_DIGITS = re.compile("[0-9a-f]{1,16}")
_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


@dataclass(frozen=True)
class Explanation:
    """A fact of the graph, and how it was read.

    Attributes:
        fact: the fact as the graph has it.
        derivation: how it was read; None where no rule of this installation reads it from the text.
        note: why there is no derivation; else "".
    """

    fact: StatedRelation | Figure
    derivation: Derivation | None
    note: str = ""


def _all_facts(graph: GraphView) -> dict[str, str]:
    """The nodes of all facts, and whether each is a ``Statement`` or an ``Observation``."""
    found = {}
    for kind in ("Statement", "Observation"):
        for triple in graph.triples(None, _TYPE, ox.NamedNode(XB + kind)):
            if isinstance(triple.subject, ox.NamedNode):
                found[triple.subject.value] = kind
    return found


def _by_digits(graph: GraphView, key: str) -> list[str]:
    """Facts by IRI, prefixed name, digits or the first of them."""
    iri = key
    for prefix, namespace in (("xbs:", XBS), ("xbo:", XBO)):
        if key.startswith(prefix):
            iri = namespace + key.removeprefix(prefix)
    facts = _all_facts(graph)
    if iri in facts:
        return [iri]
    wanted = iri.rpartition("/")[2].lower()
    if not _DIGITS.fullmatch(wanted):
        raise NotFoundError(
            f"{key[:80]!r} is no fact; give the IRI of a statement or observation, the first of its 16 hex digits, or"
            " SUBJECT PREDICATE OBJECT"
        )
    found = sorted(
        one for one in facts if one.rpartition("/")[2].startswith(wanted) and one.startswith(iri[: -len(wanted)])
    )
    if not found:
        raise NotFoundError(f"no fact of the graph starts with {wanted}; `kg timeline NAME` tells those of a thing")
    if len(found) > 1:
        few = ", ".join(one.rpartition("/")[2] for one in found[:5])
        raise UsageError(
            f"{len(found)} facts start with {wanted}: {few}{' …' if len(found) > 5 else ''}; give more digits"
        )
    return found


def _by_names(graph: GraphView, subject: str, term: str, target: str | None) -> list[str]:
    """Facts by subject, predicate or metric, and object or value."""
    name = term_of(term)
    relation = name in vocabulary().predicates
    reader = FactReader(graph)
    nameless = subject in NOBODY
    role = ox.NamedNode(XB + ("subject" if relation else "about"))
    term_role = ox.NamedNode(XB + ("predicate" if relation else "metric"))
    told = {t.subject for t in graph.triples(None, term_role, ox.NamedNode(XB + name))}
    nodes = {node for node in told if isinstance(node, ox.NamedNode)}
    if nameless:
        nodes = {node for node in nodes if not graph.objects(node, role)}
    else:
        things = [ox.NamedNode(iri) for iri in find_things(graph, subject)]
        nodes &= {t.subject for thing in things for t in graph.triples(None, role, thing)}
    read = reader.relation if relation else reader.figure
    found = [iri for iri in sorted(node.value for node in nodes) if _is_target(graph, read(iri), target)]
    if not found:
        said = f"{subject} {name} {target or ''}".strip()
        raise NotFoundError(f"the graph does not say {said!r}; `kg why-not` tells why an article does not yield it")
    return found


def _is_target(graph: GraphView, fact: StatedRelation | Figure, target: str | None) -> bool:
    """Whether a fact has the wanted object (any name of it) or value (as a number, or in the article's words)."""
    if target is None:
        return True
    if isinstance(fact, Figure):
        return fold(target) in {fold(text) for text in (fact.value, fact.value_text or "")}
    if fact.object is None:
        return fold(fact.object_text or "") == fold(target)
    return fact.object.iri == target or fold(target) in {
        fold(name) for name, _, _ in FactReader(graph).names(fact.object.iri)
    }


def find_facts(graph: GraphView, keys: Sequence[str]) -> list[str]:
    """The IRIs of the facts that a user means, sorted.

    Args:
        graph: where to look.
        keys: one key (IRI, ``xbs:…``, 16 hex digits or the first of them), or subject, predicate or metric, and object
            or value; ``-`` for no subject; the last may be left out.

    Raises:
        NotFoundError: there is no such fact.
        UsageError: too few digits to tell, or no key at all.
    """
    if len(keys) == 1:
        return _by_digits(graph, keys[0].strip())
    if len(keys) in (2, 3):
        return _by_names(graph, keys[0], keys[1], keys[2] if len(keys) == 3 else None)
    raise UsageError("give one FACT, or SUBJECT PREDICATE OBJECT")


def _metadata(graph: GraphView, iri: str) -> dict[str, Any]:
    node = ox.NamedNode(iri)
    found = {
        "title": graph.value(node, ox.NamedNode(PREFIXES["dcterms"] + "title")),
        "published": graph.value(node, ox.NamedNode(PREFIXES["dcterms"] + "issued")),
        "author": graph.value(node, ox.NamedNode(XB + "byline")),
    }
    return {"id": unquote(iri.removeprefix(XBA)), **found}


def article_of(graph: GraphView, iri: str, paths: Sequence[Path] = ()) -> Article:
    """The article of a graph, from the texts kept beside it, the given files, or the seeds.

    Args:
        graph: the graph.
        iri: IRI of the article, or its id.
        paths: files and folders to look in besides.

    Raises:
        NotFoundError: the graph has no such article.
        InputError: its text is nowhere; says what to do.
    """
    iri = iri if iri.startswith(XBA) else article_iri(iri).value
    digest = graph.value(ox.NamedNode(iri), ox.NamedNode(XB + "sha256"))
    if digest is None:
        raise NotFoundError(f"the graph has no article {iri.removeprefix(XBA)!r}; `kg ask articles` lists them")
    metadata = _metadata(graph, iri)
    if graph.path is not None:
        folder = graph.path if graph.path.is_dir() else graph.path.parent
        kept = kept_text(folder, digest, metadata)
        if kept is not None:
            return kept
    for place in (*paths, data_folder("seeds")):
        for article in read_articles([place]):
            if article.sha256 == digest:
                return article
    raise InputError(f"the text of {metadata['id']} is not kept beside the graph; name its file with --text")


def explain_facts(graph: GraphView, keys: Sequence[str], paths: Sequence[Path] = ()) -> list[Explanation]:
    """How facts of a graph were read.

    Args:
        graph: the graph.
        keys: as :func:`find_facts` takes them.
        paths: files and folders of articles, where the graph does not keep their texts.

    Raises:
        NotFoundError: there is no such fact.
        UsageError: too few digits to tell.
        InputError: the article's text is nowhere.
    """
    return list(explain_nodes(graph, find_facts(graph, keys), paths))


def explain_nodes(graph: GraphView, facts: Sequence[str], paths: Sequence[Path] = ()) -> Iterator[Explanation]:
    """The same for facts by IRI, in the order given; each article is read once."""
    reader, derivers = FactReader(graph), {}
    for iri in facts:
        stated = any(graph.triples(ox.NamedNode(iri), _TYPE, ox.NamedNode(XB + "Statement")))
        fact = reader.relation(iri) if stated else reader.figure(iri)
        article = fact.quotations[0].source.article if fact.quotations else ""
        if article not in derivers:
            derivers[article] = _Derived(article_of(graph, XBA + article, paths))
        yield derivers[article].explanation(fact)


class _Derived:
    """The facts of an article, read again, by node."""

    def __init__(self, article: Article) -> None:
        self._deriver = Deriver(article)
        facts, node = self._deriver.facts, article_iri(article.id)
        self._read: dict[str, Relation | Observation] = {}
        for iri, same in statement_nodes(node, facts.relations).items():
            self._read[iri.value] = same[0]
        for iri, figures in observation_nodes(node, facts.observations).items():
            self._read[iri.value] = figures[0]

    def explanation(self, fact: StatedRelation | Figure) -> Explanation:
        read = self._read.get(fact.iri)
        if read is None:
            who = f"rule {fact.rule!r} of another installation" if fact.rule else "no rule"
            return Explanation(fact, None, f"{who} read it: the rules of this one do not yield it from the text")
        derivation = self._deriver.of(read)
        return Explanation(fact, derivation, "" if derivation else "its rule no longer matches the text")
