"""Patterns of words beside a name: each finds its examples and leaves the others; faults name their line."""

from __future__ import annotations

import pytest

from kg.language.name_patterns import load_name_patterns, name_patterns
from kg.vocabulary.errors import DataFileError

PATTERNS = [(kind, pattern) for kind in ("latin", "called", "quoted") for pattern in name_patterns(kind)]


@pytest.mark.parametrize(("kind", "pattern"), PATTERNS, ids=[f"{kind}-{pattern.id}" for kind, pattern in PATTERNS])
def test_examples(kind, pattern):
    for text, name in pattern.finds:
        assert name in [match["name"] for match in pattern.names(text)], text
    for text in pattern.leaves:
        assert [match["name"] for match in pattern.names(text)] == [], text


GOOD = """[parts]
dot = '[.]'

[[latin]]
id = "one"
pattern = '{dot}(?P<name>[A-Z]+)'
type = "Platform"
weight = 1
finds = [".AB = AB"]
leaves = ["AB"]
"""


def test_a_part_is_filled_in(tmp_path):
    path = tmp_path / "cues.toml"
    path.write_text(GOOD, encoding="utf-8")
    (pattern,) = load_name_patterns(path)["latin"]
    assert pattern.pattern.pattern == "[.](?P<name>[A-Z]+)"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("{dot}", "{dash}", 5, "no part 'dash'"),
        ("{dot}", "{platform.dots}", 5, "names.toml has no list 'platform.dots'"),
        ("{dot}", "(", 5, "no regular expression"),
        ("?P<name>", "?:", 5, "needs a group name"),
        ('"Platform"', '"Thing"', 5, "type is one of"),
        ("weight = 1", 'weight = "1"', 5, "needs weight, a number"),
        ('finds = [".AB = AB"]', "finds = []", 5, "needs finds"),
        ('".AB = AB"', '".AB"', 5, "' = ' and a name"),
        ("leaves", "lets", 5, "needs leaves"),
        ("weight = 1", "weight = 1\nweigh = 2", 5, "unknown key 'weigh'"),
        ('id = "one"\n', "", 4, "needs id"),
        ("[[latin]]", "[latin]", 4, "must be a list"),
        ("'[.]'", "'[.]{dot}'", 5, "no part 'dot'"),
    ],
)
def test_faults_name_their_line(tmp_path, old, new, line, words):
    path = tmp_path / "cues.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as error:
        load_name_patterns(path)
    assert f"cues.toml:{line}:" in str(error.value)
    assert words in str(error.value)


def test_an_id_stands_once(tmp_path):
    path = tmp_path / "cues.toml"
    path.write_text(GOOD + GOOD[GOOD.index("[[") :], encoding="utf-8")
    with pytest.raises(DataFileError, match="'one': stands twice"):
        load_name_patterns(path)
