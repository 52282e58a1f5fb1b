"""Tables of clauses with what a reader must find in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Row:
    """A clause and what it holds: the article in which the form was seen, words and values, further columns."""

    article: str
    clause: str
    expected: tuple[tuple[str, str], ...]
    more: tuple[str, ...] = ()


def rows(name: str) -> list[Row]:
    """The rows of a table; lines that start with # are remarks."""
    found = []
    for line in (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            article, clause, expected, *more = line.split("\t")
            pairs = [] if expected == "-" else [tuple(part.split("=", 1)) for part in expected.split(" | ")]
            found.append(Row(article, clause, tuple(pairs), tuple(more)))
    return found


def shape(words: str) -> str:
    """The pattern of an expression: its words with every numeral taken out."""
    return re.sub(
        r"[零〇一二两三四五六七八九十百千万亿]+", "一", re.sub(r"[0-9][0-9.,]*", "9", re.sub(r"\s+", "", words))
    )


def report(wrong: list[str], right: int, what: str) -> str:
    """One line a failure, and the share that is right."""
    total = right + len(wrong)
    return "\n".join([*wrong, f"{what}: {right} of {total} right ({right / total:.3f})"])
