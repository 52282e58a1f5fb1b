"""Asking the graph: SPARQL, result formats, saved questions."""

from kg.query.formats import RESULT_FORMATS, default_format, short_name, write_answer
from kg.query.questions import Question, ask, questions
from kg.query.run import Answer, run_query

__all__ = [
    "RESULT_FORMATS",
    "Answer",
    "Question",
    "ask",
    "default_format",
    "questions",
    "run_query",
    "short_name",
    "write_answer",
]
