"""Who reads the facts: the rules, a language model, or both, each in graphs of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kg.extraction import extract
from kg.extraction.answers import Rejected, claim_of, extract_with_model
from kg.extraction.endpoint import Endpoint
from kg.graph.statements import observation_nodes, statement_nodes
from kg.graph.terms import article_iri, model_graph, term, text
from kg.model import Article, ArticleFacts
from kg.vocabulary import UsageError
from kg.workspace.reviews import Review, reviewed_quads

__all__ = ["EXTRACTORS", "ModelReader", "model_graph"]

EXTRACTORS = ("rules", "llm", "both")
_Key = tuple[object, ...]


def _nodes(facts: ArticleFacts) -> dict[_Key, list[ox.NamedNode]]:
    """The nodes of facts by their claim."""
    graph = article_iri(facts.article.id)
    found: dict[_Key, list[ox.NamedNode]] = {}
    for node, stated in statement_nodes(graph, facts.relations).items():
        found.setdefault(claim_of(stated[0]), []).append(node)
    for node, figures in observation_nodes(graph, facts.observations).items():
        found.setdefault(claim_of(figures[0]), []).append(node)
    return found


def _without(facts: ArticleFacts, keys: set[_Key]) -> ArticleFacts:
    return replace(
        facts,
        relations=tuple(one for one in facts.relations if claim_of(one) not in keys),
        observations=tuple(one for one in facts.observations if claim_of(one) not in keys),
    )


@dataclass
class ModelReader:
    """Reads articles with a language model, alone or beside the rules.

    Attributes:
        endpoint: the model.
        with_rules: whether the rules read too. A claim that both find stands as the rules read it, and is marked as
            found by both; what the model alone finds stands in :func:`model_graph`.
        rejected: told the article's id and what the model said that is no fact.
    """

    endpoint: Endpoint
    with_rules: bool = True
    rejected: Callable[[str, Rejected], None] | None = None

    @classmethod
    def of(
        cls, extractor: str, endpoint: Endpoint | None, rejected: Callable[[str, Rejected], None] | None = None
    ) -> ModelReader | None:
        """The reader of an extractor's name; None for the rules alone.

        Raises:
            UsageError: there is no such extractor, or no model is given.
        """
        if extractor not in EXTRACTORS:
            raise UsageError(f"{extractor!r} is no extractor; known are {', '.join(EXTRACTORS)}")
        if extractor == "rules":
            return None
        if endpoint is None:
            raise UsageError("no model given; name its address with --llm-url or KG_LLM_URL, and its name")
        return cls(endpoint, extractor == "both", rejected)

    def quads(self, article: Article, reviews: Sequence[Review] = ()) -> list[ox.Quad]:
        """The graphs of an article, sorted; each fact is marked ``xb:extractor``."""
        tell = self.rejected
        modelled = extract_with_model(article, self.endpoint, (lambda one: tell(article.id, one)) if tell else None)
        ruled = extract(article)
        if not self.with_rules:
            ruled = replace(ruled, relations=(), observations=())
        by_rules, by_model = _nodes(ruled), _nodes(modelled)
        both = set(by_rules) & set(by_model)
        alone = _without(modelled, both)
        graph, own = article_iri(article.id), model_graph(article.id)
        found = set(reviewed_quads(ruled, reviews))
        found |= {ox.Quad(q.subject, q.predicate, q.object, own) for q in reviewed_quads(alone, reviews)}
        standing = {q.subject for q in found}  # a rejected fact has no node to be marked

        def mark(nodes: list[ox.NamedNode], who: str, where: ox.NamedNode) -> None:
            found.update(ox.Quad(n, term("xb:extractor"), text(who), where) for n in nodes if n in standing)

        for key, nodes in by_rules.items():
            mark(nodes, "rules", graph)
            if key in both:
                mark(nodes, "llm", own)
        for key, nodes in by_model.items():
            if key not in both:
                mark(nodes, "llm", own)
        return sorted(found, key=str)
