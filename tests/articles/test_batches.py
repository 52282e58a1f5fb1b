from pathlib import Path

import pytest

from articles.checks import lines
from kg.articles import Given, read_articles
from kg.vocabulary import InputError, KgError, LimitError, UsageError

TEXT = "速卖通宣布进入韩国市场。"
BAD = {
    "empty.txt": ("", "the file is empty"),
    "image.md": ("![](a.png)\n", "no article"),
    "english.txt": ("AliExpress enters the market of South Korea, says its head.", "not Chinese"),
    "japanese.txt": ("これは韓国の市場についての記事です。アリエクスプレスは今年も続けます。", "not Chinese"),
    "korean.txt": ("알리익스프레스는 한국 시장에 진출했다. 中國", "not Chinese"),
    "digits.txt": ("123 456", "not Chinese"),
    "wall.html": ("<html><body><p>请登录后阅读全文</p></body></html>", "login wall"),
}


def test_what_cannot_be_read_is_told_in_one_line_each_and_left_out(tmp_path: Path) -> None:
    for name, (text, _) in BAD.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "broken.txt").write_bytes(b"\xff\xfe\x00")
    found: list[KgError] = []
    steps: list[tuple[int, int, str]] = []
    articles = read_articles(
        [tmp_path, tmp_path / "none"], on_problem=found.append, progress=lambda *step: steps.append(step)
    )
    assert [article.id for article in articles] == ["good"]
    told = {Path(str(error).split(":")[0]).name: str(error) for error in found}
    assert sorted(told) == sorted([*BAD, "broken.txt", "none"])
    for name, (_, words) in BAD.items():
        assert words in told[name]
        assert "\n" not in told[name]
    assert steps[0] == (0, 10, "broken.txt") and steps[-1] == (10, 10, "")
    with pytest.raises(InputError, match=r"broken\.txt"):
        read_articles([tmp_path])


def test_one_text_under_two_ids_and_one_file_twice(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "sub/a.txt"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.md").write_text(f"\n{TEXT}\n", encoding="utf-8")
    notes: list[str] = []
    assert [article.id for article in read_articles([tmp_path], on_note=notes.append)] == ["a", "b"]
    assert len(notes) == 2
    assert "b.md: the same text as" in notes[0] and "a.txt: the same file as" in notes[1]


def test_two_texts_under_one_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.md").write_text("乙。", encoding="utf-8")
    found: list[KgError] = []
    (article,) = read_articles([tmp_path], on_problem=found.append)
    assert lines(article) == ["乙。"]
    assert "same id 'a'" in str(found[0])


def test_names_with_line_ends_stay_on_one_line(tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b[1m.txt").write_text("", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_articles([tmp_path])
    assert str(caught.value).isprintable()


def test_a_text_that_is_longer_than_any_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲" * 2_000_001, encoding="utf-8")
    with pytest.raises(LimitError, match="2,000,000"):
        read_articles([tmp_path])
    (tmp_path / "a.txt").write_text("*甲" * 2_000_001, encoding="utf-8")
    with pytest.raises(LimitError, match="4,000,000"):
        read_articles([tmp_path])
    (tmp_path / "a.txt").write_text("<html><p>甲</p>" + "<br>甲" * 1_000_001, encoding="utf-8")
    with pytest.raises(LimitError, match=r"a\.txt: more than"):
        read_articles([tmp_path])


def test_what_is_given_wins(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
    articles = read_articles([tmp_path])
    given = Given("题", "2025-04-21", "某报", "https://a.b/c")
    (article,) = given.applied(articles[:1])
    assert (article.title, article.published, article.publisher) == ("题", "2025-04-21", "某报")
    assert article.source == "https://a.b/c"
    assert Given().applied(articles) == articles
    with pytest.raises(UsageError, match="there are 2"):
        given.applied(articles)
    for bad in ({"published": "21.4.2025"}, {"published": "2025-02-30"}, {"source": "javascript:1"}):
        with pytest.raises(UsageError):
            Given(**bad)
