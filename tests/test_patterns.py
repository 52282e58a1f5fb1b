"""Regular expressions mean the same to every Python that the project runs on.

Python 3.11 before 3.11.5 misreads a possessive repeat of a group (``(?:a|b(?!c))*+``; CPython's issue 106052). The
same group in an atomic one, ``(?>(?:a|b(?!c))*)``, is read rightly.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]

import pytest

import kg
from kg.extraction import rule_book

PACKAGE = Path(kg.__file__).resolve().parent
# A closing bracket repeated possessively; in a class of characters, "()*+" is none.
POSSESSIVE_GROUP = re.compile(r"(?<!\()\)(?:[*+?]|\{[0-9,]+\})\+(?!,)")


def _repeated(parsed: object) -> Iterator[object]:
    """What a parsed pattern repeats possessively, at any depth."""
    if isinstance(parsed, _parser.SubPattern | list | tuple):
        if isinstance(parsed, tuple) and parsed and parsed[0] is _constants.POSSESSIVE_REPEAT:
            yield parsed[1][2]
        for part in parsed:
            yield from _repeated(part)


def _is_one_character(repeated: object) -> bool:
    single = {_constants.IN, _constants.LITERAL, _constants.NOT_LITERAL, _constants.ANY, _constants.CATEGORY}
    return len(repeated) == 1 and repeated[0][0] in single  # type: ignore[arg-type, index]


def _texts() -> Iterator[tuple[str, str]]:
    """Every string in the package's code, with its file and line."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node.value


def test_rules_repeat_no_group_possessively() -> None:
    parsed = {rule.id: _parser.parse(rule.pattern.pattern) for rule in rule_book().rules}
    assert [name for name, one in parsed.items() if not all(map(_is_one_character, _repeated(one)))] == []


def test_code_repeats_no_group_possessively() -> None:
    assert [place for place, text in _texts() if POSSESSIVE_GROUP.search(text)] == []


@pytest.mark.parametrize(
    ("pattern", "refused"),
    [
        ("(?:a|b(?!c))*+", True),
        ("x(?:a[^b]*+|(?:cd)?+)", True),
        ("(?>(?:a|b(?!c))*)", False),
        ("[^a]*+a++.?+", False),
    ],
)
def test_what_counts_as_a_group(pattern: str, refused: bool) -> None:
    assert any(not _is_one_character(one) for one in _repeated(_parser.parse(pattern))) is refused
    assert bool(POSSESSIVE_GROUP.search(pattern)) is refused
