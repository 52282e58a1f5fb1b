import hashlib
from pathlib import Path

import pytest

from articles.checks import WOSHIPM_PAGE, lines, read
from kg.articles import read_article, read_articles
from kg.vocabulary import DataFileError, InputError, data_folder


def test_sha256_is_of_the_bytes_and_the_text_is_untouched(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + "甲。\r\n乙。\n".encode()
    article = read(tmp_path, data, "a.txt")
    assert article.sha256 == hashlib.sha256(data).hexdigest()
    assert article.file_text == "甲。\r\n乙。\n"
    assert article.body.text == "甲。\n乙。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = "速卖通是阿里巴巴的跨境电商平台，在韩国有很多的用户。"
    assert read(tmp_path, text.encode(encoding), "a.txt").body.text == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("\ufeff\u200b\n".encode(), "no article"),
        ("甲。".encode()[:-1], "not UTF-8"),
        (b"caf\xe9 au lait, d\xe9j\xe0 vu", "not UTF-8"),
        (b"\xff\xfe\x00", "not UTF-16-LE"),
        (b"PK\x03\x04\x00\x00", "no text"),
        (b"![](a.png)\n", "no article"),
    ],
)
def test_what_is_no_article_is_one_clear_line(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        read(tmp_path, data)
    assert str(tmp_path / "a.md") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.txt: no such file"):
        read_article(tmp_path / "none.txt")
    with pytest.raises(InputError, match="cannot be read"):
        read_article(tmp_path)


def test_markdown_without_a_hint_block(tmp_path: Path) -> None:
    for name in ("a.md", "a.txt"):
        article = read(tmp_path, "# 题**目**\n\n正文。\n", name)
        assert (article.title, lines(article)) == ("题目", ["题目", "正文。"])
    assert read(tmp_path, "正文**粗**。\n", "b.md").body.text == "正文粗。"
    assert read(tmp_path, "正文**粗**。\n", "b.txt").body.text == "正文**粗**。"


def test_ids_are_stems_without_white_space(tmp_path: Path) -> None:
    assert read(tmp_path, "甲。", "我的 文章.v2.txt").id == "我的_文章.v2"


def test_folders_are_read_in_order_each_file_once(tmp_path: Path) -> None:
    for name in ("b/2.md", "b/1.txt", "a.txt", "c.markdown", ".hidden.txt", ".git/x.md", "note.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("甲。", encoding="utf-8")
    (tmp_path / "b" / "manifest.toml").write_text('[[article]]\nid = "1"\npublished = "2024"\n', encoding="utf-8")
    articles = read_articles([tmp_path, tmp_path / "a.txt", tmp_path / "b" / ".." / "c.markdown"])
    assert [article.id for article in articles] == ["a", "1", "2", "c"]
    assert articles[1].published == "2024"
    assert articles[1].path == str(tmp_path / "b" / "1.txt")


def test_a_folder_without_articles_and_two_articles_with_one_id_are_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="holds no article"):
        read_articles([tmp_path / "empty"])
    (tmp_path / "a.txt").write_text("甲。", encoding="utf-8")
    (tmp_path / "a.md").write_text("乙。", encoding="utf-8")
    with pytest.raises(InputError, match="same id 'a'"):
        read_articles([tmp_path])


def test_a_broken_manifest_beside_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "manifest.toml").write_text("x = 1\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="unknown key"):
        read(tmp_path, "甲。", "a.txt")


def test_hostile_pages_read_quickly(tmp_path: Path) -> None:
    for part in ("[", "](", "![", "`", "*", "<!--\n", "```a\n", "[a]( ", "~~a", "|", "> "):
        read(tmp_path, WOSHIPM_PAGE + part * 20_000)


def test_the_seeds() -> None:
    first, second = read_articles([data_folder("seeds")])
    assert (first.id, first.publisher, first.published) == ("000_1a7cadfdf621ab76", "雷峰网", "2025-03")
    assert (first.script, first.title, first.source, first.author) == ("Hant", None, None, None)
    assert lines(first)[0].startswith('"2024 年,AIDC')
    assert lines(first)[-1] == "阿裏電商擰成一捆繩之後,留給速賣通的想象力也遠不止于此。"
    assert (second.id, second.title, second.author) == (
        "001_88b91df809469b87",
        "淘宝火了，关速卖通什么事？",
        "光子星球",
    )
    assert (second.publisher, second.published, second.script) == ("人人都是产品经理", "2025-04-21", "Hans")
    assert second.source == "https://www.woshipm.com/it/6207665.html"
    assert lines(second)[0] == second.title
    assert lines(second)[1].startswith("淘宝意外走红海外")
    assert lines(second)[2].startswith("4月16日上午")
    assert lines(second)[-1].endswith("时代巨变之下，平台与跨境商家无不面临新的选择。")


def test_the_seeds_carry_their_own_metadata_where_they_have_any(tmp_path: Path) -> None:
    seed = data_folder("seeds") / "001_88b91df809469b87.txt"
    alone = read(tmp_path, seed.read_bytes(), seed.name)
    listed = read_article(seed)
    assert (alone.title, alone.author, alone.published) == (listed.title, listed.author, listed.published)
    assert (alone.publisher, alone.source, alone.script) == (listed.publisher, listed.source, listed.script)
