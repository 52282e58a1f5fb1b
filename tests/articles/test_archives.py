import gzip
import io
import lzma
import os
import tarfile
import zipfile
from pathlib import Path

import pytest

from articles.checks import lines, read
from articles.page_layouts import LAYOUTS, lines_of
from articles.page_texts import TEXTS
from kg.articles import read_article, read_articles, unpacking
from kg.vocabulary import InputError, KgError, LimitError

PAGE = LAYOUTS[1].write(TEXTS[0]).encode()


def problems(path: Path) -> tuple[list[str], list[KgError]]:
    """The ids of what could be read, and what could not."""
    found: list[KgError] = []
    articles = read_articles([path], on_problem=found.append)
    assert all("\n" not in str(error) for error in found)
    return [article.id for article in articles], found


def tar_of(path: Path, files: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_files(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    for name in ("a.html.gz", "b.html"):
        article = read(tmp_path, pack(PAGE), name)
        assert (article.id, lines(article)[1:]) == (name[0], lines_of(TEXTS[0]))
    assert read(tmp_path, pack("正".encode()) + pack("文。".encode()), "a.txt.xz").body.text == "正文。"
    with pytest.raises(InputError, match=r"too early|broken"):
        read(tmp_path, pack(PAGE)[:-9], "c.html.gz")
    with pytest.raises(InputError, match="broken"):
        read(tmp_path, pack(PAGE)[:40] + bytes(range(256)) * 3, "d.html.xz")
    with pytest.raises(InputError, match="packed more than"):
        read(tmp_path, pack(pack(pack(PAGE))), "e.html.gz")


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_what_unpacks_to_more_than_an_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(unpacking, "LARGEST", 1_000_000)
    with pytest.raises(LimitError, match="unpacks to more"):
        read(tmp_path, pack(bytes(50_000_000)), "a.txt.gz")
    with pytest.raises(LimitError, match="larger than"):
        read(tmp_path, b"x" * 1_000_001, "b.txt")


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:xz"])
def test_tar_archives(tmp_path: Path, mode: str) -> None:
    files = {"x/a.html": PAGE, "x/b.md.gz": gzip.compress("乙。".encode()), "x/.hidden.md": b"\0", "y/c.pdf": b"%PDF"}
    path = tar_of(tmp_path / "all.tar", files, mode)
    assert problems(path) == (["a", "b"], [])
    (tmp_path / "d.txt").write_text("丁。", encoding="utf-8")
    assert problems(tmp_path)[0] == ["a", "b", "d"]
    (tmp_path / "manifest.toml").write_text('[[article]]\nid = "b"\npublished = 2024-01-02\n', encoding="utf-8")
    assert [a.published for a in read_articles([path])] == ["2025-04-21", "2024-01-02"]


def test_tricks_in_tar_archives(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "t.tar"
    with tarfile.open(path, "w") as archive:
        for name in ("../../evil.md", "/etc/evil2.md", "a\nb.md"):
            info = tarfile.TarInfo(name)
            info.size = 6
            archive.addfile(info, io.BytesIO("甲。".encode()))
        for kind, name in (
            (tarfile.SYMTYPE, "s.md"),
            (tarfile.LNKTYPE, "l.md"),
            (tarfile.FIFOTYPE, "f.md"),
            (tarfile.CHRTYPE, "c.md"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    before = sorted(tmp_path.rglob("*"))
    ids, found = problems(path)
    assert (ids, found) == (["evil", "evil2", "a_b"], [])
    assert sorted(tmp_path.rglob("*")) == before


def test_broken_tar_archives(tmp_path: Path) -> None:
    whole = tar_of(tmp_path / "w.tar", {"a.md": "甲。".encode() * 400, "b.md": "乙。".encode()}).read_bytes()
    for number, data in enumerate(
        (whole[:700], whole[:1500] + b"\xff" * 2000, gzip.compress(whole)[:60], whole[:512] * 3)
    ):
        path = tmp_path / f"{number}.tar"
        path.write_bytes(data)
        assert problems(path)[1]
    empty = tar_of(tmp_path / "e.tar", {"a.pdf": b"x"})
    assert "holds no article" in str(problems(empty)[1][0])


def test_a_tar_header_that_claims_gigabytes(tmp_path: Path) -> None:
    info = tarfile.TarInfo("x")
    info.type, info.size = tarfile.XHDTYPE, 8_000_000_000
    path = tmp_path / "p.tar"
    path.write_bytes(info.tobuf(tarfile.GNU_FORMAT) + bytes(2000))
    assert isinstance(problems(path)[1][0], LimitError)


def warc(*records: tuple[str, bytes]) -> bytes:
    out = b""
    for uri, payload in records:
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + payload
        out += (
            f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nContent-Length: {len(http)}\r\n\r\n".encode()
        )
        out += http + b"\r\n\r\n"
    return out


def test_warc_files(tmp_path: Path) -> None:
    head = b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n"
    data = head + warc(("https://a.b/news/1.html", PAGE), ("https://a.b/2", b"<p></p>"))
    (tmp_path / "w.warc.gz").write_bytes(gzip.compress(data))
    found: list[KgError] = []
    (article,) = read_articles([tmp_path], on_problem=found.append)
    assert article.id.startswith("1-")
    assert article.source == "https://finance.chaoxi.example/roll/2025-04-21/doc-1.shtml"
    assert lines(article)[1:] == lines_of(TEXTS[0])
    assert len(found) == 1
    (tmp_path / "w.warc.gz").write_bytes(gzip.compress(data[:-3000]))
    assert problems(tmp_path)[1]
    (tmp_path / "w.warc.gz").write_bytes(
        gzip.compress(b"WARC/1.1\r\nContent-Length: 999999999999\r\nWARC-Type: response\r\n\r\n")
    )
    assert problems(tmp_path)[1]


def epub(path: Path, chapters: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(chapters)
    )
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    with zipfile.ZipFile(path, "w", method) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="OPS/b.opf"/></rootfiles></container>'
        )
        book.writestr(
            "OPS/b.opf",
            f"<package><metadata><dc:title>书</dc:title><dc:creator>甲</dc:creator><dc:date>2024-05</dc:date></metadata><manifest>{items}"
            f"</manifest><spine>{refs}</spine></package>",
        )
        for name, data in chapters.items():
            book.writestr(f"OPS/{name}", data)
    return path


def test_epub_books(tmp_path: Path) -> None:
    chapters = {
        "1.xhtml": "<html><body><h1>第一章</h1><p>速卖通进入韩国市场，由菜鸟配送。</p></body></html>".encode(),
        "2.xhtml": b"",
    }
    found: list[KgError] = []
    (article,) = read_articles([epub(tmp_path / "book.epub", chapters)], on_problem=found.append)
    assert (article.id, article.title, article.author, article.published) == ("book-001", "第一章", "甲", "2024-05")
    assert len(found) == 1


def test_zip_bombs_and_other_zips(tmp_path: Path) -> None:
    path = epub(tmp_path / "bomb.epub", {"1.xhtml": b"<p>" + bytes(80_000_000)})
    assert isinstance(problems(path)[1][0], LimitError)
    path.write_bytes(path.read_bytes()[:2000])
    assert problems(path)[1]
    with zipfile.ZipFile(tmp_path / "z.epub", "w") as book:
        book.writestr("../../x.md", "甲。")
    assert problems(tmp_path / "z.epub")[1]


def test_links_pipes_and_circles(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("甲。", encoding="utf-8")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    (tmp_path / "c.md").symlink_to(tmp_path / "c.md")
    (tmp_path / "d.md").symlink_to("/nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "p.md")
    ids, found = problems(tmp_path)
    assert ids == ["a"]
    assert len(found) == 3
    for name in ("p.md", "c.md"):
        with pytest.raises(InputError, match="cannot be read"):
            read_article(tmp_path / name)
