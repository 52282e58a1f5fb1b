"""Rows are counted in the text of a result, whatever stands in its literals and wherever it is cut."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.query.worker import RowCount

FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "json": ox.QueryResultsFormat.JSON,
    "tsv": ox.QueryResultsFormat.TSV,
    "xml": ox.QueryResultsFormat.XML,
}
_PIECES = [
    "}},{",
    '"',
    "\\",
    "{}",
    ",{},",
    "}",
    "{",
    "]",
    "[{",
    ",",
    "\n",
    "\r\n",
    "</result>",
    "\t",
    "速",
    '"bindings":[{',
]
_TEXTS = st.lists(st.sampled_from(_PIECES), max_size=5).map("".join)
_ROWS = st.lists(st.tuples(st.none() | _TEXTS, st.none() | _TEXTS), max_size=8)


def result(rows: list[tuple[str | None, str | None]], form: str) -> bytes:
    def cell(text: str | None) -> str:
        return "UNDEF" if text is None else str(ox.Literal(text))

    listed = " ".join(f"({cell(one)} {cell(other)})" for one, other in rows)
    found = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {listed} }} }}")
    assert isinstance(found, ox.QuerySolutions)
    return found.serialize(format=FORMATS[form]) or b""


def counted(text: bytes, form: str, size: int) -> int:
    tally, rest, sent = RowCount(form), b"", b""
    for start in range(0, len(text), size):
        rest += text[start : start + size]
        done = tally.count(rest, False)
        sent, rest = sent + rest[:done], rest[done:]
    done = tally.count(rest, True)
    assert sent + rest[:done] == text
    return tally.rows


@pytest.mark.parametrize("form", FORMATS)
@given(_ROWS, st.integers(1, 60))
def test_rows_are_counted_wherever_the_text_is_cut(
    form: str, rows: list[tuple[str | None, str | None]], size: int
) -> None:
    assert counted(result(rows, form), form, size) == len(rows)
