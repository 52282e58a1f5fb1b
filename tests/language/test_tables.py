"""Tables of times and figures, drawn from the reading of a corpus: what share of them is read right."""

from __future__ import annotations

import re

import pytest

from kg.language.quantities import find_quantities
from kg.language.times import Published, find_times
from kg.model import Quantity

from .table_rows import report, rows, shape

PUBLISHED = Published(2024, 8, 15)
ENOUGH = 0.97


def time_pairs(clause):
    """Words and values of the times found; a vague one counts only where the row asks for it."""
    return [(clause[m.start : m.end], m.value.value if m.value else "?") for m in find_times(clause, PUBLISHED)]


def written(quantity: Quantity) -> str:
    """A figure as the tables write it."""
    upper = f"..{quantity.max}" if quantity.max is not None else ""
    marks = (" ~" if quantity.approx else "") + {"atLeast": " >", "atMost": " <", None: ""}[quantity.bound]
    return f"{quantity.value}{upper} {quantity.unit}{marks}"


def figure_pairs(clause):
    taken = [(m.start, m.end) for m in find_times(clause, PUBLISHED)]
    return [(clause[m.start : m.end], written(m.quantity)) for m in find_quantities(clause, taken)]


def compare(row, found):
    """Failures of a row, and how many of its expressions are right; a row without any counts as one."""
    expected = [(w, v) for w, v in row.expected if v != "?"]
    vague = {w for w, v in row.expected if v == "?"}
    found = [(w, v) for w, v in found if v != "?" or w not in vague]
    found = [(w, v) for w, v in found if v != "?"]
    missed = [f"{row.article} {row.clause}: not {w}={v}" for w, v in expected if (w, v) not in found]
    false = [f"{row.article} {row.clause}: found {w}={v}" for w, v in found if (w, v) not in expected]
    if missed:  # a wrong find in place of the right one is one fault
        return [f"{m} ({'; '.join(false)})" for m in missed], len(expected) - len(missed)
    if false:
        return [f"{f} (for {row.expected})" for f in false], len(expected)
    return [], len(row.expected) or 1


def score(name, pairs):
    wrong, right = [], 0
    for row in rows(name):
        faults, good = compare(row, pairs(row.clause))
        wrong += faults
        right += good
    return wrong, right


@pytest.mark.parametrize("name", ["times_before", "times_after"])
def test_times_of_the_tables_are_read(name):
    wrong, right = score(name, time_pairs)
    assert right / (right + len(wrong)) >= ENOUGH, report(wrong, right, name)


@pytest.mark.parametrize("name", ["quantities_before", "quantities_after"])
def test_figures_of_the_tables_are_read(name):
    wrong, right = score(name, figure_pairs)
    assert right / (right + len(wrong)) >= ENOUGH, report(wrong, right, name)


@pytest.mark.parametrize(("kind", "least", "patterns"), [("times", 300, 80), ("quantities", 300, 80)])
def test_the_tables_are_large_and_varied(kind, least, patterns):
    words = [w for half in ("before", "after") for row in rows(f"{kind}_{half}") for w, _ in row.expected]
    assert len(words) >= least
    assert len({shape(w) for w in words}) >= patterns


def test_nearly_every_row_names_an_article_that_has_its_form():
    for name in ("times_before", "times_after", "quantities_before", "quantities_after"):
        named = [bool(re.fullmatch("[0-9]{5,9}", row.article)) for row in rows(name)]
        assert sum(named) >= 0.8 * len(named), name
