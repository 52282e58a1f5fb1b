"""Patterns that are kept compiled are the patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extraction import compiled as module
from kg.extraction import rule_book
from kg.extraction.compiled import compiled, keep_compiled, save_compiled
from kg.extraction.needs import needs_of

PATTERNS = ["(?P<one>收购|并购)~?[^，\ue000-\uf8ff]{0,8}?(?P<two>[a-z]+)", "a|b", "(?i)gmv", "(x)(?=y)"]


@pytest.fixture(autouse=True)
def nothing_shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("KG_CACHE")
    yield
    module._active = None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "patterns.bin"


def kept(path: Path, patterns: list[str]) -> list[re.Pattern[str]]:
    module._active = None
    keep_compiled(path)
    found = [compiled(source).pattern for source in patterns]
    save_compiled()
    return found


def test_they_are_the_same_the_first_and_the_second_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [re.compile(source) for source in PATTERNS]
    assert kept(path, PATTERNS) == expected

    def refuse(*_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr(module._compiler, "_code", refuse)
    again = kept(path, PATTERNS)
    assert again == expected
    assert [compiled(source).needs for source in PATTERNS] == [needs_of(source) for source in PATTERNS]
    match = again[0].search("阿里收购了lazada")
    assert match is not None
    assert match.groupdict() == {"one": "收购", "two": "lazada"}
    assert again[2].flags == expected[2].flags


@pytest.mark.parametrize("content", [b"", b"garbage", b"\0" * 100])
def test_a_damaged_file_is_written_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    kept(path, PATTERNS[:1])
    assert len(path.read_bytes()) > 100
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(bytes(data))
    assert kept(path, PATTERNS[:1]) == [re.compile(PATTERNS[0])]


def test_another_interpreter_compiles_for_itself(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(path, PATTERNS)
    monkeypatch.setattr(module, "_VERSION", "another")
    assert module._read(path.read_bytes()) == {}


def test_what_is_used_no_more_goes(path: Path) -> None:
    kept(path, PATTERNS[:2])
    kept(path, PATTERNS[1:3])
    assert sorted(module._read(path.read_bytes())) == sorted(PATTERNS[1:3])


def test_without_a_file_they_are_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    module._active = None
    parsed: list[str] = []
    parse = module._parser.parse

    def counted(source: str, *rest: int) -> object:
        parsed.append(source)
        return parse(source, *rest)

    monkeypatch.setattr(module._parser, "parse", counted)
    found = [compiled(source) for source in PATTERNS]
    assert parsed == PATTERNS
    assert [one.pattern for one in found] == [re.compile(source) for source in PATTERNS]
    assert found[0].needs.beginnings == ("并购", "收购")


def test_no_pattern(path: Path) -> None:
    for start in (lambda: None, lambda: keep_compiled(path)):
        start()
        with pytest.raises(re.error):
            compiled("(")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert kept(tmp_path / "file" / "patterns.bin", PATTERNS) == [re.compile(source) for source in PATTERNS]


def test_a_folder_of_the_user_s_is_shared_by_all_graphs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE", str(path.parent))
    kept(path.parent.parent / "graph" / "patterns.bin", PATTERNS)
    assert path.exists()
    assert not (path.parent.parent / "graph").exists()


def test_rules_are_compiled_as_written() -> None:
    assert all(rule.pattern == re.compile(rule.pattern.pattern) for rule in rule_book().rules[::40])
