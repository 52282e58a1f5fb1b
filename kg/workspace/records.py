"""What is kept of an article that was read: its facts before any decision of people, and the graph that they yield."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from kg.articles.batches import text_digest
from kg.graph import article_quads
from kg.graph.terms import article_iri
from kg.model import Article, ArticleFacts, Entity, Observation, Relation
from kg.vocabulary import InputError
from kg.workspace.fact_text import article_row, facts_from, facts_text

__all__ = ["Head", "Record", "graph_lines", "quads_of", "record_of"]

_LEVEL = 3  # of zlib: a third of the time of the usual 6 for a tenth more bytes
_MOST = 1 << 30  # bytes that one record may unpack to


@dataclass(frozen=True)
class Head:
    """What is known of a record without unpacking it.

    Attributes:
        article: the article itself, as :func:`kg.workspace.fact_text.article_row`.
        text: digest of its text without white space; the same for reprints to the letter.
        relations: how many relations it states.
        observations: how many figures.
        things: slugs of all things that its facts name or its text mentions, sorted.
    """

    article: dict[str, str]
    text: str
    relations: int = 0
    observations: int = 0
    things: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The article's id."""
        return self.article["id"]

    def row(self) -> str:
        """All of it as JSON."""
        whole = [self.article, self.text, self.relations, self.observations, self.things]
        return json.dumps(whole, separators=(",", ":"), sort_keys=True)

    @classmethod
    def of_row(cls, text: str) -> Head:
        """The head of :meth:`row`.

        Raises:
            ValueError, TypeError: it is damaged.
        """
        article, digest, relations, observations, things = json.loads(text)
        return cls(dict(article), str(digest), int(relations), int(observations), tuple(things))


@dataclass(frozen=True)
class Record:
    """An article's facts and graph, packed.

    Attributes:
        head: what is known without unpacking.
        packed_facts: :func:`kg.workspace.fact_text.facts_text`, packed.
        packed_graph: :func:`graph_lines` of the graph that no decision changed, packed.
    """

    head: Head
    packed_facts: bytes = field(repr=False)
    packed_graph: bytes = field(repr=False)

    @cached_property
    def graph(self) -> bytes:
        """Lines of N-Triples: the article's graph as nobody decided anything.

        Raises:
            InputError: it is damaged.
        """
        return _unpacked(self.packed_graph, self.head.id)

    def facts(self, path: str = "") -> ArticleFacts:
        """The facts, without the article's text.

        Raises:
            InputError: they are damaged.
        """
        return facts_from(_unpacked(self.packed_facts, self.head.id), path or self.head.id)

    def digest(self) -> bytes:
        """What tells whether the record is as it was written."""
        whole = hashlib.blake2b(self.head.row().encode(), digest_size=16)
        for part in (self.packed_facts, self.packed_graph):
            whole.update(len(part).to_bytes(8, "big") + part)
        return whole.digest()


def _unpacked(data: bytes, name: str) -> bytes:
    worker = zlib.decompressobj()
    try:
        found = worker.decompress(data, _MOST)
    except zlib.error as error:
        raise InputError(f"{name}: damaged facts ({error})") from error
    if not worker.eof:
        raise InputError(f"{name}: damaged facts (they end too early)")
    return found


def graph_lines(quads: list[ox.Quad]) -> bytes:
    """The quads of one graph as lines of N-Triples, in their order."""
    return ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES) or b""


def quads_of(lines: bytes, article: str) -> list[ox.Quad]:
    """The quads of :func:`graph_lines` in the graph of an article."""
    graph = article_iri(article)
    found = ox.parse(lines, format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(one.subject, one.predicate, one.object, graph) for one in found]


def _things(facts: ArticleFacts) -> tuple[str, ...]:
    """The slugs of all things of the facts."""
    found = {one.slug for one in facts.entities}
    stated: list[Relation | Observation] = [*facts.relations, *facts.observations]
    for fact in stated:
        ends: list[Entity | None] = [
            fact.subject,
            fact.attributed_to,
            fact.qualifiers.place,
            fact.qualifiers.joint_with,
        ]
        ends.append(getattr(fact, "object", None))
        found.update(one.slug for one in ends if one is not None)
    return tuple(sorted(found))


def record_of(article: Article, facts: ArticleFacts) -> Record:
    """The record of an article that was read."""
    head = Head(
        article_row(article),
        text_digest(article).hex()[:32],
        len(facts.relations),
        len(facts.observations),
        _things(facts),
    )
    packed = zlib.compress(graph_lines(article_quads(facts)), _LEVEL)
    return Record(head, zlib.compress(facts_text(facts), _LEVEL), packed)
