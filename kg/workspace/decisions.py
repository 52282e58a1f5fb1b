"""What people decided, applied to the facts of an article after they come from the cache.

    decisions = decisions_for(places, folder)
    decisions.of(head)               # digest of what concerns an article; "" where nothing does
    decisions.lines(facts)           # its graph as N-Triples, decisions honoured; and whether it is to be forgotten

A further kind of decision is one more field, one line in :meth:`Decisions.of`, one step in :meth:`Decisions.quads`.
Decisions are sent to worker processes, so that all fields must be plain values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from kg.graph.forgotten import Forgotten, read_forgotten
from kg.model import ArticleFacts
from kg.workspace.name_changes import NameChanges
from kg.workspace.name_file import NameDecision, names_beside
from kg.workspace.records import Head, graph_lines
from kg.workspace.reviews import Review, reviewed_quads, reviews_beside

__all__ = ["Decided", "Decisions", "decisions_for"]


class Decided(NamedTuple):
    """An article's graph as people want it.

    Attributes:
        graph: lines of N-Triples.
        speaks_of_forgotten: whether a person was left out of it, so that neither its text nor its facts are kept.
    """

    graph: bytes
    speaks_of_forgotten: bool


@dataclass
class Decisions:
    """All decisions that a build honours.

    Attributes:
        reviews: what was decided about facts.
        forgotten: who is left out.
        names: what was decided about names.
    """

    reviews: Sequence[Review] = ()
    forgotten: Forgotten = field(default_factory=Forgotten)
    names: NameChanges = field(default_factory=NameChanges)

    def __post_init__(self) -> None:
        self._by_article: dict[str, list[Review]] = {}
        for one in self.reviews:
            self._by_article.setdefault(one.article, []).append(one)
        people = sorted(sorted(names) for names in self.forgotten.people)
        self._people = repr(people) if people else ""

    def digest(self) -> str:
        """What is the same for the same decisions."""
        return hashlib.sha256(
            repr((sorted(map(repr, self.reviews)), self._people, self._named(self.names.decisions))).encode()
        ).hexdigest()

    def of(self, head: Head) -> str:
        """What is the same for the same decisions about one article; empty where none concerns it."""
        concerned = [repr(one) for one in self._by_article.get(head.id, ())]
        concerned += self._named(self.names_of(head))
        if not concerned and not self._people:
            return ""
        return hashlib.sha256(repr((concerned, self._people)).encode()).hexdigest()

    def names_of(self, head: Head) -> list[NameDecision]:
        """The decisions about names that the graph of an article depends on."""
        return self.names.concern(head.things, head.article.get("publisher"))

    def _named(self, names: Iterable[NameDecision]) -> list[str]:
        return [repr(one) for one in names]

    def effect(self, head: Head, forgotten: bool) -> str:
        """The digest of those decisions about an article that changed its graph; empty for none.

        Args:
            head: of the article.
            forgotten: whether someone was left out of it.
        """
        concerned = forgotten or head.id in self._by_article or bool(self.names_of(head))
        return self.of(head) if concerned else ""

    def quads(self, facts: ArticleFacts) -> list[ox.Quad]:
        """The graph of an article with all decisions honoured, sorted.

        Raises:
            DataFileError: a correction makes a fact that the fact model forbids, or a place of the lexicon is renamed.
        """
        renamed = self.names.applied(facts)
        article, reviews = facts.article.id, self._by_article.get(facts.article.id, [])
        if renamed.facts is not facts:  # decisions made before the names were changed hold for the same facts
            reviews = [
                replace(one, subject=self.names.slug(one.subject, article), object=self.names.slug(one.object, article))
                for one in reviews
            ]
        return reviewed_quads(renamed.facts, reviews, renamed.publisher)

    def lines(self, facts: ArticleFacts) -> Decided:
        """The same as lines of N-Triples, without whoever is left out.

        Raises:
            DataFileError: as :meth:`quads`.
        """
        quads = self.quads(facts)
        kept = self.forgotten.without(quads)
        return Decided(graph_lines(kept), kept is not quads)


def decisions_for(places: Iterable[Path], folder: Path) -> Decisions:
    """The decisions that stand beside articles and in the folder of their graph.

    Raises:
        DataFileError: a file of them breaks its schema.
    """
    beside = list(places)
    return Decisions(reviews_beside(beside), read_forgotten(folder), NameChanges(names_beside(beside)))
