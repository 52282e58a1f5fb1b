"""Gold annotations, matching, and precision, recall and F1."""

from kg.evaluation.gold import Gold, GoldEntity, GoldFact, read_gold
from kg.evaluation.predicted import Predicted, PredictedFact, read_predicted
from kg.evaluation.report import as_json, as_table
from kg.evaluation.score import (
    MEASURES,
    ArticleScore,
    Difference,
    Evaluation,
    Row,
    Score,
    Share,
    Tally,
    evaluate,
)

__all__ = [
    "MEASURES",
    "ArticleScore",
    "Difference",
    "Evaluation",
    "Gold",
    "GoldEntity",
    "GoldFact",
    "Predicted",
    "PredictedFact",
    "Row",
    "Score",
    "Share",
    "Tally",
    "as_json",
    "as_table",
    "evaluate",
    "read_gold",
    "read_predicted",
]
