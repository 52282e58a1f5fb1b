"""Asking the graph: SPARQL, result formats, saved questions."""

from kg.query.asking import ask, ask_about, saved_question
from kg.query.formats import RESULT_FORMATS, default_format, short_name, write_answer
from kg.query.limits import (
    Limits,
    MalformedQueryError,
    QueryCancelledError,
    QueryLimitError,
    RefusedQueryError,
    UnfitFormatError,
)
from kg.query.pool import QueryPool, Stop, query_kind
from kg.query.questions import Question, find_questions, questions
from kg.query.result import Result
from kg.query.run import Answer, run_query

__all__ = [
    "RESULT_FORMATS",
    "Answer",
    "Limits",
    "MalformedQueryError",
    "QueryCancelledError",
    "QueryLimitError",
    "QueryPool",
    "Question",
    "RefusedQueryError",
    "Result",
    "Stop",
    "UnfitFormatError",
    "ask",
    "ask_about",
    "default_format",
    "find_questions",
    "query_kind",
    "questions",
    "run_query",
    "saved_question",
    "short_name",
    "write_answer",
]
