import time
from pathlib import Path

from articles.exact import assert_exact
from articles.mutations import mutated
from kg.articles import read_articles
from kg.vocabulary import KgError


def test_mutated_articles_end_in_an_article_or_a_clear_line(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, data in mutated(250):
        path = folder / name
        path.write_bytes(data)
        problems: list[KgError] = []
        started = time.monotonic()
        for article in read_articles([path], on_problem=problems.append):
            assert_exact(article)
        assert all(str(error).isprintable() and str(path) in str(error) for error in problems)
        assert time.monotonic() - started < 10
        path.unlink()
        assert list(tmp_path.rglob("*")) == [folder]


def test_fifty_megabytes_on_one_line(tmp_path: Path) -> None:
    for name, data in (
        ("a.txt", b"a" * 50_000_000),
        ("b.html", b"<p>" + b"a" * 50_000_000 + b"</p>"),
        ("c.md", b"[" * 50_000_000),
    ):
        (tmp_path / name).write_bytes(data)
        started = time.monotonic()
        problems: list[KgError] = []
        assert read_articles([tmp_path / name], on_problem=problems.append) == []
        assert len(problems) == 1
        assert time.monotonic() - started < 20
        (tmp_path / name).unlink()
