"""Running SPARQL on a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import GraphView
from kg.query.syntax import check_query, explain
from kg.vocabulary import KgError
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["Answer", "Term", "run_query"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples


@dataclass(frozen=True)
class Answer:
    """What a query found. It can be read once: as rows, as triples, as a truth value, or written out.

    Attributes:
        found: the engine's own result.
    """

    found: _Found

    @property
    def kind(self) -> str:
        """``rows`` of a SELECT, ``truth`` of an ASK, ``triples`` of a CONSTRUCT or DESCRIBE."""
        if isinstance(self.found, ox.QuerySolutions):
            return "rows"
        return "truth" if isinstance(self.found, ox.QueryBoolean) else "triples"

    @property
    def variables(self) -> tuple[str, ...]:
        """The columns of ``rows``."""
        found = self.found
        return tuple(one.value for one in found.variables) if isinstance(found, ox.QuerySolutions) else ()

    def rows(self) -> Iterator[tuple[Term | None, ...]]:
        """The rows of a SELECT; None where a variable is unbound."""
        if not isinstance(self.found, ox.QuerySolutions):
            raise TypeError(f"the answer is no table but {self.kind}")
        width = range(len(self.found.variables))
        for solution in self.found:
            yield tuple(solution[i] for i in width)

    def triples(self) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE."""
        if not isinstance(self.found, ox.QueryTriples):
            raise TypeError(f"the answer is no graph but {self.kind}")
        yield from self.found

    def __bool__(self) -> bool:
        if not isinstance(self.found, ox.QueryBoolean):
            raise TypeError(f"the answer is no truth value but {self.kind}")
        return bool(self.found)


def run_query(graph: GraphView, query: str, values: Mapping[str, Term] | None = None) -> Answer:
    """Ask `graph` in SPARQL 1.1.

    The default graph is what the articles say together; ``GRAPH ?g`` tells the article. The prefixes of
    :data:`kg.vocabulary.namespaces.PREFIXES` need no declaration.

    Args:
        graph: the graph.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        values: what variables of the projection stand for (SPARQL-dev SEP-0007); bound by the engine, never spliced in.

    Raises:
        UsageError: it is malformed (says line and column), an update, or calls another server.
        LimitError: it is nested too deep.
    """
    check_query(query)
    bound = {ox.Variable(name): value for name, value in (values or {}).items()}
    try:
        return Answer(graph.store.query(query, prefixes=PREFIXES, substitutions=bound))
    except SyntaxError as error:
        raise explain(query, error.msg) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise KgError(f"the query failed: {error}") from error
