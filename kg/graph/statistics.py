"""What a graph holds, counted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

from kg.graph.view import GraphView
from kg.vocabulary.namespaces import XB

__all__ = ["GraphStatistics", "count_graph"]

_TOTALS = {
    "articles": "SELECT (COUNT(*) AS ?n) WHERE { ?one a xb:Article }",
    "sources": "SELECT (COUNT(*) AS ?n) WHERE { ?one a xb:Article FILTER NOT EXISTS { ?one xb:copyOf ?original } }",
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "plain_triples": """
        SELECT (COUNT(*) AS ?n) WHERE {
          { SELECT DISTINCT ?relation WHERE { ?statement xb:predicate ?relation } }
          ?subject ?relation ?object
        }""",
    "evidence": "SELECT (COUNT(*) AS ?n) WHERE { ?one a xb:Evidence }",
    "occurrences": "SELECT (COUNT(*) AS ?n) WHERE { ?one a xb:Occurrence }",
}
_GROUPED = {
    "things_by_type": """
        SELECT ?name (COUNT(DISTINCT ?one) AS ?n) WHERE {
          VALUES ?name { xb:Organization xb:Platform xb:Program xb:Person xb:Event xb:Place }
          ?article xb:mentions ?one . ?one a ?name
        } GROUP BY ?name""",
    "statements_by_predicate": "SELECT ?name (COUNT(*) AS ?n) WHERE { ?one xb:predicate ?name } GROUP BY ?name",
    "observations_by_metric": "SELECT ?name (COUNT(*) AS ?n) WHERE { ?one xb:metric ?name } GROUP BY ?name",
    "facts_by_modality": """
        SELECT ?name (COUNT(*) AS ?n) WHERE {
          { ?one a xb:Statement } UNION { ?one a xb:Observation }
          ?one xb:modality ?name
        } GROUP BY ?name""",
}


@dataclass(frozen=True)
class GraphStatistics:
    """Counts over a graph's default graph.

    Attributes:
        articles: articles.
        sources: articles that are no copy of another.
        triples: all triples.
        plain_triples: plain triples of relations; a symmetric one counts in both orders, one of many articles once.
        evidence: runs of text that state a fact.
        occurrences: event nodes.
        things_by_type: named things that articles mention, by top type.
        statements_by_predicate: relations as articles state them, by predicate.
        observations_by_metric: figures as articles state them, by metric.
        facts_by_modality: both of these, by modality.
    """

    articles: int
    sources: int
    triples: int
    plain_triples: int
    evidence: int
    occurrences: int
    things_by_type: dict[str, int] = field(default_factory=dict)
    statements_by_predicate: dict[str, int] = field(default_factory=dict)
    observations_by_metric: dict[str, int] = field(default_factory=dict)
    facts_by_modality: dict[str, int] = field(default_factory=dict)

    @property
    def statements(self) -> int:
        """All relations as articles state them."""
        return sum(self.statements_by_predicate.values())

    @property
    def observations(self) -> int:
        """All figures as articles state them."""
        return sum(self.observations_by_metric.values())

    @property
    def things(self) -> int:
        """All named things that articles mention."""
        return sum(self.things_by_type.values())

    def as_dict(self) -> dict[str, Any]:
        """The counts by name, with the sums of the groups."""
        sums = {"things": self.things, "statements": self.statements, "observations": self.observations}
        return sums | asdict(self)

    @classmethod
    def of_dict(cls, table: dict[str, Any]) -> GraphStatistics:
        """The counts of :meth:`as_dict`.

        Raises:
            KeyError, TypeError: some are missing.
        """
        return cls(**{one.name: table[one.name] for one in fields(cls)})


def _total(graph: GraphView, query: str) -> int:
    return next(int(row["n"].value) for row in graph.select(query))


def _grouped(graph: GraphView, query: str) -> dict[str, int]:
    """Counts by local name, the largest first."""
    found = {row["name"].value.removeprefix(XB): int(row["n"].value) for row in graph.select(query) if row["name"]}
    return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))


def count_graph(graph: GraphView) -> GraphStatistics:
    """Count what `graph` holds."""
    totals = {name: _total(graph, query) for name, query in _TOTALS.items()}
    return GraphStatistics(**totals, **{name: _grouped(graph, query) for name, query in _GROUPED.items()})  # type: ignore[arg-type]
