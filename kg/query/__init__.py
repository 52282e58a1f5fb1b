"""Asking the graph: SPARQL, result formats, saved questions.

Each name is loaded where it is first used (PEP 562): a query from the command line starts no HTTP client.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.query.asking import ask, ask_about, saved_question
    from kg.query.endpoint import Endpoint
    from kg.query.formats import (
        RESULT_FORMATS,
        check_format,
        default_format,
        short_name,
        text_formats,
        write_answer,
        write_result,
    )
    from kg.query.guard import check_query, query_kind
    from kg.query.limits import (
        Limits,
        MalformedQueryError,
        QueryCancelledError,
        QueryLimitError,
        RefusedQueryError,
        UnfitFormatError,
    )
    from kg.query.pool import QueryPool, Stop
    from kg.query.result import Result
    from kg.query.run import Answer, read_result, run_query
    from kg.query.saved import Question, find_questions, questions

_HOMES = {
    "asking": ("ask", "ask_about", "saved_question"),
    "endpoint": ("Endpoint",),
    "formats": (
        "RESULT_FORMATS",
        "check_format",
        "default_format",
        "short_name",
        "text_formats",
        "write_answer",
        "write_result",
    ),
    "guard": ("check_query", "query_kind"),
    "limits": (
        "Limits",
        "MalformedQueryError",
        "QueryCancelledError",
        "QueryLimitError",
        "RefusedQueryError",
        "UnfitFormatError",
    ),
    "pool": ("QueryPool", "Stop"),
    "saved": ("Question", "find_questions", "questions"),
    "result": ("Result",),
    "run": ("Answer", "read_result", "run_query"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "RESULT_FORMATS",
    "Answer",
    "Endpoint",
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
    "check_format",
    "check_query",
    "default_format",
    "find_questions",
    "query_kind",
    "questions",
    "read_result",
    "run_query",
    "saved_question",
    "short_name",
    "text_formats",
    "write_answer",
    "write_result",
]


def __getattr__(name: str) -> object:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
