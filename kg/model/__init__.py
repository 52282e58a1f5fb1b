"""The fact model as frozen values, and the script of names."""

from kg.model.articles import Article, Block, Body, Segment, Span
from kg.model.facts import (
    MODALITIES,
    PROFIT_STATUSES,
    ArticleFacts,
    Entity,
    Evidence,
    Observation,
    Qualifiers,
    Relation,
)
from kg.model.quantities import Quantity
from kg.model.script import fold, is_han, script_of, simplify, traditionalize
from kg.model.times import TimeSpan

__all__ = [
    "MODALITIES",
    "PROFIT_STATUSES",
    "Article",
    "ArticleFacts",
    "Block",
    "Body",
    "Entity",
    "Evidence",
    "Observation",
    "Qualifiers",
    "Quantity",
    "Relation",
    "Segment",
    "Span",
    "TimeSpan",
    "fold",
    "is_han",
    "script_of",
    "simplify",
    "traditionalize",
]
