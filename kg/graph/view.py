"""A built graph, opened to be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.vocabulary.namespaces import PREFIXES

__all__ = ["GraphView", "Term"]

_Subject = ox.NamedNode | ox.BlankNode
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_DEFAULT = ox.DefaultGraph()


@dataclass(frozen=True)
class GraphView:
    """A read-only view of a graph: its default graph, and the graphs of its articles where it has them.

    Attributes:
        store: the Oxigraph store. Ask it through :func:`kg.query.run_query`; never write to it.
        path: the folder or file that it was read from, for messages; None for one made in memory.
        has_articles: whether each article's claims stand in a graph of their own (a Turtle has none).
    """

    store: ox.Store = field(repr=False)
    path: Path | None = None
    has_articles: bool = True

    def triples(
        self,
        subject: _Subject | None = None,
        predicate: ox.NamedNode | None = None,
        obj: Term | None = None,
    ) -> Iterator[ox.Triple]:
        """The triples of the default graph that match; None matches anything. In no particular order."""
        for quad in self.store.quads_for_pattern(subject, predicate, obj, _DEFAULT):
            yield quad.triple

    def objects(self, subject: _Subject, predicate: ox.NamedNode) -> list[Term]:
        """The objects of `subject` and `predicate` in the default graph, sorted."""
        return sorted((triple.object for triple in self.triples(subject, predicate)), key=str)

    def value(self, subject: _Subject, predicate: ox.NamedNode) -> str | None:
        """The first of :meth:`objects` as text (an IRI or a lexical form), or None."""
        found = self.objects(subject, predicate)
        return str(getattr(found[0], "value", found[0])) if found else None

    def select(self, query: str, **values: Term) -> ox.QuerySolutions:
        """Run one of the program's own SELECT queries.

        `values` stand for variables of its projection; the engine binds them, they are never spliced in.
        """
        bound = {ox.Variable(name): value for name, value in values.items()}
        found = self.store.query(query, prefixes=PREFIXES, substitutions=bound)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError("not a SELECT query")
        return found
