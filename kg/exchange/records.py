"""The nodes of a graph as plain values: what tables, property graphs and other lists are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Self

from kg.graph import GraphView
from kg.graph.paragraphs import Subjects, literal_parts, ordered_subjects
from kg.graph.store import default_lines
from kg.vocabulary import TOP_TYPES
from kg.vocabulary.namespaces import PREFIXES, XB, XBA, XBE, XBO, XBR, XBS

__all__ = ["Records"]

_KINDS = {XBA: "articles", XBS: "statements", XBO: "observations", XBE: "evidence"}
_TOPS = frozenset(TOP_TYPES)


def _token(name: str) -> bytes:
    prefix, _, local = name.partition(":")
    return f"<{PREFIXES[prefix]}{local}>".encode()


class Records:
    """The default graph, asked by node and property.

    Nodes are IRIs; properties are prefixed names, ``xb:`` where none is given.
    """

    def __init__(self, graph: GraphView) -> None:
        self._hold(default_lines(graph))

    @classmethod
    def of_lines(cls, lines: Sequence[bytes]) -> Self:
        """The records of sorted lines of N-Triples (:func:`kg.graph.paragraphs.ntriples_lines`)."""
        made = cls.__new__(cls)
        made._hold(lines)
        return made

    def _hold(self, lines: Sequence[bytes]) -> None:
        self._said = Subjects(lines)
        self._tokens: dict[str, bytes] = {}

    @cached_property
    def _by_kind(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for token in ordered_subjects(self._said):
            iri = token[1:-1].decode()
            kind = _KINDS.get(iri[: iri.rfind("/") + 1])
            if kind is None and iri.startswith(XBR) and self.top_type(iri):
                kind = "things"
            if kind:
                found[kind].append(iri)
        return found

    def all(self, kind: str) -> list[str]:
        """The nodes of a kind: ``things``, ``articles``, ``statements``, ``observations``, ``evidence``; in order."""
        return self._by_kind.get(kind, [])

    def _objects(self, node: str, name: str) -> Iterator[bytes]:
        token = self._tokens.get(name) or self._tokens.setdefault(name, _token(name if ":" in name else f"xb:{name}"))
        subject = f"<{node}>".encode()
        if subject in self._said.ranges:
            yield from self._said.objects(subject, token)

    def values(self, node: str, name: str) -> list[str]:
        """IRIs and lexical forms, sorted as N-Triples sort."""
        return [one[1:-1].decode() if one[:1] == b"<" else literal_parts(one)[0] for one in self._objects(node, name)]

    def value(self, node: str, name: str) -> str | None:
        """The first value, or None."""
        return next(iter(self.values(node, name)), None)

    def local(self, node: str, name: str) -> str | None:
        """The first value without its namespace, or None."""
        found = self.value(node, name)
        return None if found is None else self.short(found)

    def truth(self, node: str, name: str) -> bool:
        """Whether the value is true."""
        return self.value(node, name) == "true"

    def tagged(self, node: str, name: str) -> list[tuple[str, str]]:
        """Literals with their languages (``""`` for none)."""
        parts = [literal_parts(one) for one in self._objects(node, name) if one[:1] == b'"']
        return [(value, language or "") for value, language, _ in parts]

    @staticmethod
    def short(iri: str) -> str:
        """What is left of an IRI without the namespaces of the project."""
        for namespace in (XBA, XBS, XBO, XBE, XBR, XB):
            if iri.startswith(namespace):
                return iri[len(namespace) :]
        return iri.rpartition("#")[2] if iri.startswith(PREFIXES["xbu"]) else iri

    def types(self, node: str) -> list[str]:
        """Local names of the classes of a node."""
        return [self.short(one) for one in self.values(node, "rdf:type")]

    def top_type(self, node: str) -> str | None:
        """The top type of a thing; None for what is no thing."""
        return next((one for one in self.types(node) if one in _TOPS), None)

    def name(self, node: str | None, language: str = "") -> str | None:
        """A thing's name: the preferred one of a language (``zh-Hans``), else, where none is asked for, its label."""
        if node is None:
            return None
        if language:
            return next((value for value, tag in self.tagged(node, "skos:prefLabel") if tag == language), None)
        return self.value(node, "rdfs:label") or self.short(node)

    @cached_property
    def counts(self) -> dict[str, Counter[str]]:
        """How many ``statements``, ``observations`` and ``articles`` each thing has; copies of a text count once."""
        found = {"statements": Counter[str](), "observations": Counter[str](), "articles": Counter[str]()}
        for thing in self.all("things"):
            found["statements"][thing] = len(self.values(thing, "hasStatement"))
            found["observations"][thing] = len(self.values(thing, "hasObservation"))
        mentions = {
            (self._original(one), thing) for one in self.all("articles") for thing in self.values(one, "mentions")
        }
        found["articles"].update(thing for _, thing in mentions)
        return found

    def article_of(self, fact: str) -> str | None:
        """The article that states a fact."""
        evidence = self.value(fact, "evidence")
        return self.value(evidence, "article") if evidence else None

    def evidence_of(self, fact: str) -> list[str]:
        """The evidence of a fact, the clearest first."""
        return [*self.values(fact, "evidence"), *self.values(fact, "alsoIn")]

    def holds(self, statement: str) -> bool:
        """Whether a statement also stands as a plain triple."""
        said = self.value(statement, "modality") == XB + "asserted" and not self.truth(statement, "negated")
        ends = self.value(statement, "subject") and self.value(statement, "object")
        return bool(said and not self.truth(statement, "former") and ends)

    @cached_property
    def sources(self) -> dict[tuple[str, ...], int]:
        """How many articles state the same relation, by subject, predicate and object; copies of a text count once."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for one in self.all("statements"):
            found[self.same(one)].add(self._original(self.article_of(one) or ""))
        return {key: len(articles) for key, articles in found.items()}

    def same(self, statement: str) -> tuple[str, ...]:
        """What statements that say the same share."""
        ends = (self.value(statement, name) or "" for name in ("subject", "predicate", "object", "objectText"))
        return (*ends, self.local(statement, "modality") or "", self.value(statement, "negated") or "")

    def _original(self, article: str) -> str:
        seen = {article}
        while (first := self.value(article, "copyOf")) and first not in seen:
            article = first
            seen.add(first)
        return article
