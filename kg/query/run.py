"""Running SPARQL on a graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.graph import GraphView
from kg.query.guard import check_query
from kg.query.mistakes import explain
from kg.query.result import Result
from kg.query.worker import end_of
from kg.vocabulary import InputError, KgError
from kg.vocabulary.namespaces import PREFIXES

__all__ = ["Answer", "Term", "parser_end", "read_result", "run_query"]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | tuple[ox.Triple, ...]


@dataclass(frozen=True)
class Answer:
    """What a query found. It can be read once: as rows, as triples, as a truth value, or written out.

    Attributes:
        found: the engine's own result, or triples read from a text.
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
        if not isinstance(self.found, ox.QueryTriples | tuple):
            raise TypeError(f"the answer is no graph but {self.kind}")
        yield from self.found

    def __bool__(self) -> bool:
        if not isinstance(self.found, ox.QueryBoolean):
            raise TypeError(f"the answer is no truth value but {self.kind}")
        return bool(self.found)


_READ_ROWS = {
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_READ_TRIPLES = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "n3": ox.RdfFormat.N3,
    "nq": ox.RdfFormat.N_QUADS,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "trig": ox.RdfFormat.TRIG,
    "ttl": ox.RdfFormat.TURTLE,
}


def read_result(result: Result) -> Answer:
    """The answer that a result tells, as terms.

    Raises:
        InputError: its text is cut short, or not in the format that it says (another server's result).
    """
    text = result.read()
    try:
        if result.kind != "triples":
            return Answer(ox.parse_query_results(text, format=_READ_ROWS[result.format]))
        quads = ox.parse(text, format=_READ_TRIPLES[result.format])
        return Answer(tuple(ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads))
    except (KeyError, OSError, SyntaxError, ValueError) as error:
        raise InputError(f"the result cannot be read as {result.format}: {' '.join(str(error).split())}") from error


def parser_end(text: str) -> int:
    """The offset at which the engine's parser gives a text up, or its length where it takes it."""
    return end_of(ox.Store(), text, PREFIXES)


def run_query(graph: GraphView, query: str, values: Mapping[str, Term] | None = None) -> Answer:
    """Ask `graph` in SPARQL 1.1, in this process: for queries of the program and the notebook.

    Nothing but the length and depth of the query is limited; a query of somebody else goes to a
    :class:`kg.query.pool.QueryPool`.

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
        raise explain(query, error.msg, parser_end) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise KgError(f"the query failed: {error}") from error
