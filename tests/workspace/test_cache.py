"""Facts by content: each part of the key counts, what is damaged is read again, and nothing is lost on the way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT

from kg.articles import Given, Source, article_of
from kg.articles.manifest import Entry
from kg.articles.metadata import Draft
from kg.extraction import extract
from kg.graph import article_quads
from kg.vocabulary import InputError, data_folder
from kg.workspace import fingerprint
from kg.workspace.cache import FactCache, fact_key, source_key
from kg.workspace.fact_text import facts_from, facts_text
from kg.workspace.records import Head, Record, quads_of, record_of

TEXT = "# 速卖通进入韩国\n\n2024年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n"
SOURCE = Source("news/one.md", "one", ".md", TEXT.encode())
KEY = bytes(32)


@pytest.fixture(scope="module")
def record() -> Record:
    article = article_of(SOURCE)
    return record_of(article, extract(article))


def seeds() -> list[Source]:
    folder = data_folder("seeds")
    return [Source(str(path), path.stem, ".txt", path.read_bytes()) for path in sorted(folder.glob("*.txt"))]


@pytest.mark.parametrize(
    "other",
    [
        replace(SOURCE, data=SOURCE.data + b"\n"),
        replace(SOURCE, stem="two"),
        replace(SOURCE, suffix=".txt"),
        replace(SOURCE, entry=Entry("one", published="2024-01-02")),
        replace(SOURCE, said=Draft([], published="2024-01-02")),
        replace(SOURCE, given=Given(published="2024-01-02")),
        replace(SOURCE, entry=Entry("one", title="2024-01-02")),
    ],
)
def test_whatever_facts_depend_on_changes_the_key(other: Source) -> None:
    assert fact_key(other) != fact_key(SOURCE)
    assert fact_key(replace(other, name="elsewhere")) == fact_key(other)


def test_it_counts_who_says_something_of_an_article() -> None:
    said, entry = Draft([], published="2024-01-02"), Entry("one", published="2024-01-02")
    assert fact_key(replace(SOURCE, said=said, entry=Entry("one"))) != fact_key(replace(SOURCE, entry=entry))


def test_the_place_of_a_file_is_no_part_of_the_key() -> None:
    assert fact_key(SOURCE) == fact_key(replace(SOURCE, name="elsewhere/one.md"))
    named = replace(SOURCE, entry=Entry("one", file="one.md"))
    assert fact_key(named) == fact_key(replace(named, entry=Entry("one", file="old/one.md"), stem="old"))


def test_the_program_and_its_data_are_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ontology/rules/a.toml", "ontology/lexicon/a.ttl", "ontology/language/a.toml", "ontology/a.ttl"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    (tmp_path / "kg" / "language").mkdir(parents=True)
    (tmp_path / "kg" / "language" / "a.py").write_text("1")
    (tmp_path / "kg" / "server").mkdir()
    monkeypatch.setattr(fingerprint, "data_folder", lambda name: tmp_path / name)
    monkeypatch.setattr(fingerprint.kg, "__file__", str(tmp_path / "kg" / "__init__.py"))

    def found() -> str:
        return fingerprint.program_fingerprint.__wrapped__()

    prints = [found()]
    for path in sorted(tmp_path.rglob("a.*")):
        path.write_text("2")
        prints.append(found())
    (tmp_path / "kg" / "language" / "b.py").write_text("1")
    prints.append(found())
    assert len(set(prints)) == 7
    (tmp_path / "kg" / "server" / "a.py").write_text("1")
    (tmp_path / "ontology" / "questions").mkdir()
    (tmp_path / "ontology" / "questions" / "a.rq").write_text("1")
    assert found() == prints[-1]
    assert source_key("a", prints[0]) != source_key("a", prints[1])


@pytest.mark.parametrize("number", [0, 1])
def test_facts_come_back_as_they_were(number: int) -> None:
    article = article_of(seeds()[number])
    facts = extract(article)
    text = facts_text(facts)
    back = facts_from(text)
    assert (back.entities, back.relations, back.observations) == (facts.entities, facts.relations, facts.observations)
    same = article_quads(back) == article_quads(facts)
    assert same
    assert facts_text(back) == text
    assert quads_of(record_of(article, facts).graph, article.id) == article_quads(facts)


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b"[]", b'{"article": 1}', b"\xff", b'{"article": {"id": "a b"}}', b"null"]
)
def test_damaged_facts_are_told(damaged: bytes) -> None:
    with pytest.raises(InputError, match="damaged"):
        facts_from(damaged)


def test_a_value_that_the_model_forbids_is_damage(record: Record) -> None:
    text = facts_text(record.facts()).replace(b'"asserted"', b'"doubted"')
    with pytest.raises(InputError, match="doubted"):
        facts_from(text)


def test_what_was_put_is_there_later(tmp_path: Path, record: Record) -> None:
    with FactCache(tmp_path / "c" / "facts.db") as cache:
        assert cache.get(KEY) is None
        cache.put(KEY, record)
        assert cache.get(KEY) == record
    with FactCache(tmp_path / "c" / "facts.db") as cache:
        assert cache.get(KEY) == record
        assert cache.head(KEY) == record.head
        assert Head.of_row(record.head.row()) == record.head
        assert len(cache) == 1


@pytest.mark.parametrize("column", ["head", "facts", "graph", "digest"])
def test_a_damaged_record_is_unknown(tmp_path: Path, record: Record, column: str) -> None:
    path = tmp_path / "facts.db"
    with FactCache(path) as cache:
        cache.put(KEY, record)
    base = sqlite3.connect(path)
    base.execute(f"UPDATE record SET {column} = substr({column}, 2)")
    base.commit()
    base.close()
    with FactCache(path) as cache:
        assert cache.get(KEY) is None
        assert cache.damaged == 1
        cache.put(KEY, record)
        assert cache.get(KEY) == record


def test_a_damaged_file_is_begun_anew(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "facts.db"
    for damage in (b"no database at all" * 100, b""):
        path.write_bytes(damage)
        notes: list[str] = []
        with FactCache(path, note=notes.append) as cache:
            assert cache.get(KEY) is None
            cache.put(KEY, record)
            assert cache.get(KEY) == record
        assert len(notes) == bool(damage)


def test_a_file_that_turns_out_damaged_later(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "facts.db"
    with FactCache(path) as cache:
        for number in range(200):
            cache.put(number.to_bytes(32, "big"), record)
    data = bytearray(path.read_bytes())
    data[4096 * 6 :] = bytes(len(data) - 4096 * 6)
    path.write_bytes(data)
    with FactCache(path) as cache:
        found = [cache.get(number.to_bytes(32, "big")) for number in range(200)]
        assert None in found
        assert all(one in (None, record) for one in found)
        cache.put(KEY, record)
        assert cache.get(KEY) == record


def test_a_killed_process_leaves_what_it_saved(tmp_path: Path) -> None:
    program = (
        f"import os, sys; sys.path[:0] = [{str(ROOT)!r}]\n"
        "from pathlib import Path\n"
        "from kg.workspace.cache import FactCache\n"
        "from kg.workspace.records import Head, Record\n"
        f"cache = FactCache(Path({str(tmp_path / 'facts.db')!r}))\n"
        "one = Record(Head({'id': 'a'}, ''), b'1', b'2')\n"
        "cache.put(bytes(32), one)\n"
        "cache.save()\n"
        "cache.put(bytes(31) + b'1', one)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=False, timeout=120)
    with FactCache(tmp_path / "facts.db") as cache:
        assert cache.get(KEY) == Record(Head({"id": "a"}, ""), b"1", b"2")
        assert len(cache) == 1


def test_facts_of_programs_before_the_last_are_forgotten(tmp_path: Path, record: Record) -> None:
    path = tmp_path / "facts.db"
    for number, program in enumerate(("a", "b", "c")):
        with FactCache(path, fingerprint=program) as cache:
            cache.put(number.to_bytes(32, "big"), record)
            cache.prune()
    with FactCache(path, fingerprint="c") as cache:
        assert [cache.get(number.to_bytes(32, "big")) is not None for number in range(3)] == [False, True, True]


def test_articles_can_be_forgotten(tmp_path: Path, record: Record) -> None:
    with FactCache(tmp_path / "facts.db") as cache:
        cache.put(KEY, record)
        cache.remove_articles(["two"])
        assert cache.get(KEY) == record
        cache.remove_articles(["one"])
        assert cache.get(KEY) is None
    assert all("速卖通".encode() not in one.read_bytes() for one in tmp_path.iterdir())
