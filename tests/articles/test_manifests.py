from pathlib import Path

import pytest

from articles.checks import WOSHIPM_PAGE
from kg.articles import Manifest, read_article
from kg.vocabulary import DataFileError


def write(folder: Path, text: str) -> Path:
    path = folder / "manifest.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_manifest_beside_a_file_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WOSHIPM_PAGE, encoding="utf-8")
    write(tmp_path, '[[article]]\nid = "a"\ntitle = "别名"\npublished = 2025-03-01\nscript = "Hant"\n')
    article = read_article(tmp_path / "a.md")
    assert (article.title, article.published, article.script) == ("别名", "2025-03-01", "Hant")
    assert (article.publisher, article.author) == ("人人都是产品经理", "光子_星球")


def test_an_entry_may_name_a_file_and_give_another_id(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("正文。", encoding="utf-8")
    manifest = Manifest.load(write(tmp_path, '[[article]]\nid = "other"\nfile = "sub/a.txt"\npublished = "2025"\n'))
    article = read_article(tmp_path / "sub" / "a.txt", manifest=manifest)
    assert (article.id, article.published) == ("other", "2025")


def test_an_empty_manifest_says_nothing(tmp_path: Path) -> None:
    assert Manifest.load(write(tmp_path, "# nothing yet\n")).entries == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('[[article]]\nid = "a"\ntitel = "x"\n', 3, "unknown key 'titel'"),
        ('[[article]]\nid = "a"\n\n[[article]]\nid = "b"\npublished = "2025-13"\n', 6, "date '2025-13'"),
        ('[[article]]\nid = "a"\npublished = "21.4.2025"\n', 3, "YYYY-MM-DD"),
        ('[[article]]\nid = "a"\npublished = 2025-04-21T08:00:00\n', 3, "published is no text"),
        ('[[article]]\ntitle = "x"\n', 1, "without id"),
        ('[[article]]\nid = "a"\ntitle = ""\n', 3, "left out"),
        ('[[article]]\nid = "a b"\n', 2, "white space"),
        ('[[article]]\nid = "a"\nsource = "javascript:1"\n', 3, "no http"),
        ('[[article]]\nid = "a"\nscript = "zh"\n', 3, "Hans nor Hant"),
        ('[[article]]\nid = "a"\nfile = "../x.txt"\n', 3, "inside"),
        ('[[article]]\nid = "a"\nfile = "x.txt"\n', 3, "beside"),
        ('[[article]]\nid = "a"\n[[article]]\nid = "a"\n', 3, "two entries"),
        ("articles = []\n", 1, "unknown key 'articles'"),
        ("article = 3\n", 1, "no list"),
        ('[[article]]\nid = "a\n', 2, "no valid TOML"),
    ],
)
def test_what_the_schema_does_not_allow_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataFileError) as caught:
        Manifest.load(path)
    message = str(caught.value)
    assert words in message
    assert "\n" not in message
    assert caught.value.line in (line, None if "articles" in words or words == "no list" else line)
    assert str(path) in message


def test_a_missing_manifest_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        Manifest.load(tmp_path / "manifest.toml")
