"""`kg build` of many files, as a user runs it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from kg import extraction
from kg.cli import main
from kg.extraction import extract
from kg.model import Article, ArticleFacts
from kg.vocabulary import ModelError

pytestmark = pytest.mark.long

ONE = "# 速卖通进入韩国\n\n去年，速卖通进入韩国市场。速卖通隶属于阿里国际数字商业集团。\n"
TWO = "# 蒋凡执掌阿里国际\n\n蒋凡担任阿里国际数字商业集团的首席执行官。\n"


Run = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def kg(news: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command: exit code, lines of standard output, lines of standard error."""
    monkeypatch.chdir(news)
    monkeypatch.delenv("KG_GRAPH", raising=False)

    def run(*words: str) -> tuple[int, list[str], list[str]]:
        monkeypatch.setattr(sys, "argv", ["kg", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out.splitlines(), err.splitlines()

    return run


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.md").write_text(ONE, encoding="utf-8")
    (tmp_path / "news" / "two.md").write_text(TWO, encoding="utf-8")
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_bad_files_are_told_left_out_and_end_in_3(news: Path, kg: Run) -> None:
    (news / "news" / "bad.md").write_text("![](a.png)", encoding="utf-8")
    (news / "news" / "empty.txt").write_text("", encoding="utf-8")
    code, out, err = kg("build", "news", "-o", "out")
    assert (code, len(out)) == (3, 1)
    assert out[0].startswith("out: 2 articles")
    assert ["bad.md" in err[0], "empty.txt" in err[1]] == [True, True]
    assert "no date: their relative times stay open" in err[2]
    assert err[3:] == ["kg: 2 left out, as said above; the graph holds the others"]
    code, out, err = kg("build", "news", "-o", "strict", "--strict")
    assert (code, out, len(err)) == (3, [], 1)
    assert not (news / "strict").exists()
    assert kg("build", "news/bad.md", "-o", "out")[0::2] == (
        3,
        ["kg: news/bad.md: no article in it, only page furniture or white space"],
    )
    code, out, err = kg("build", "news/bad.md", "news/empty.txt", "-o", "out")
    assert (code, err[-1]) == (3, "kg: no article could be read; out is left as it was")
    assert (news / "out" / "kg.ttl").is_file()


def test_metadata_of_one_article(news: Path, kg: Run) -> None:
    code, _, err = kg("build", "news/one.md", "-o", "open")
    assert (code, len(err)) == (0, 1)
    assert "news/one.md has no date" in err[0]
    assert '"2024"' not in (news / "open" / "kg.ttl").read_text(encoding="utf-8")
    said = ("--date", "2025-04-21", "--title", "另题", "--publisher", "某报", "--source", "https://a.b/c")
    code, _, err = kg("build", "news/one.md", "-o", "dated", *said)
    assert (code, err) == (0, [])
    turtle = (news / "dated" / "kg.ttl").read_text(encoding="utf-8")
    for words in ("2025-04-21", "另题", "某报", "https://a.b/c", '"2024"'):
        assert words in turtle
    assert kg("build", "news", "-o", "x", "--date", "2025")[0] == 2
    assert kg("build", "news/one.md", "-o", "x", "--date", "gestern")[0] == 2
    assert not (news / "x").exists()


def test_a_build_that_is_killed_leaves_the_former_graph_whole(news: Path, kg: Run) -> None:
    assert kg("build", "news/one.md", "-o", "out")[0] == 0
    before = contents(news / "out")
    for number in range(200):
        (news / "news" / f"{number}.md").write_text(ONE.replace("去年", f"{1800 + number}年"), encoding="utf-8")
    states = []
    for how, wait in ((signal.SIGKILL, 1.0), (signal.SIGINT, 1.2), (signal.SIGTERM, 1.4)):
        command = [sys.executable, "-c", "from kg.cli import main; main()", "build", "news", "-o", "out"]
        with subprocess.Popen(command, cwd=news, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as build:
            time.sleep(wait)
            build.send_signal(how)
            build.wait(60)
        states.append(contents(news / "out"))
        assert kg("query", "-g", "out", "ASK { ?a a xb:Article }")[0] == 0
    assert kg("build", "news", "-o", "out")[0] == 0
    after = contents(news / "out")
    whole = [state in (before, after) for state in states]  # the former graph or the new one, never a mixture
    assert whole == [True, True, True]
    assert kg("build", "news/one.md", "-o", "out")[0] == 0
    again = contents(news / "out") == before
    assert again


def test_a_full_disk_leaves_the_former_graph_whole(news: Path, kg: Run, small_disk: Callable[[int], Path]) -> None:
    disk = small_disk(192 * 1024)
    out = str(disk / "out")
    code, _, err = kg("build", "news/one.md", "-o", out)
    assert code == 0, err
    before = contents(disk / "out")
    with (disk / "filler").open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(bytes(1 << 16))
    code, _, err = kg("build", "news", "-o", out)
    assert (code, len(err)) == (3, 1), err
    assert "cannot be written" in err[0]
    untouched = contents(disk / "out") == before
    assert untouched
    assert kg("query", "-g", out, "ASK { ?a a xb:Article }")[0] == 0


def test_an_article_whose_facts_cannot_be_written_is_left_out(
    news: Path, kg: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(article: Article) -> ArticleFacts:
        if article.id == "one":
            raise ModelError("no such value")
        return extract(article)

    monkeypatch.setattr(extraction, "extract", fail)
    code, out, err = kg("build", "news", "-o", "out")
    assert (code, err[0]) == (3, "kg: news/one.md: no such value")
    assert out[0].startswith("out: 1 articles")
