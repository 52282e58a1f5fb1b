# ruff: noqa: E501  (markup, as it comes)
"""Files that went wrong on their way: articles cut, spliced, mixed up in encoding, nested, packed; from a seed, always the same."""

from __future__ import annotations

import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator

from articles.checks import WOSHIPM_PAGE
from articles.page_layouts import pages

_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030", "big5", "latin-1", "cp1252")
_PARTS = (
    "<div>", "</div>", "<p>", "<table>", "<td>", "<a href='", "<!--", "-->", "<script>", "</script>", "&#", "&amp;", "[", "](",
    "![", "`", "```\n", "*", "> ", "- ", "|", "{% hint %}", "---\n", "+++\n", "标题：", "\0", "\ufeff", "\u202e", "\ud800", "\r",
    "😀", "<?xml", "<![CDATA[", "<title>", "<svg>", "<style>", "日期：", "<br>", "<blockquote>", "\x0b", "\u2028", "<meta charset=",
)  # fmt: skip
_NAMES = (
    "a.md",
    "a.txt",
    "a.html",
    "a.htm",
    "a.markdown",
    "a.html.gz",
    "a.txt.xz",
    "a.tar",
    "a.tar.gz",
    "a.epub",
    "a.warc",
    "a",
)


def _sources() -> list[bytes]:
    front = "---\ntitle: 题\ndate: 2025-04-21\nsource: https://a.b/c\n---\n\n速卖通进入韩国市场。\n".encode()
    head = "速卖通进入韩国\n2025-04-21 10:30 来源：某报\n\n速卖通宣布进入韩国市场。\n".encode()
    return [WOSHIPM_PAGE.encode(), front, head, *[data for _, _, data in pages()[::3]]]


def _cut(data: bytes, rng: random.Random) -> bytes:
    start, end = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
    return rng.choice((data[:start], data[start:end], data[end:], data[:start] + data[end:]))


def _splice(data: bytes, rng: random.Random) -> bytes:
    part = rng.choice(_PARTS).encode("utf-8", "surrogatepass") * rng.choice((1, 1, 3, 50, 2000))
    place = rng.randrange(len(data) + 1)
    return data[:place] + part + data[place:]


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 5, 200))):
        if changed:
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _recode(data: bytes, rng: random.Random) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(_ENCODINGS), "replace")


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data) + 1)
    return data[:start] + data[start : start + rng.randrange(1, 60)] * rng.choice((10, 100, 1000)) + data[start:]


def _one_line(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", b"").replace(b"\r", b"")


def _tar(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number in range(rng.randrange(4)):
            info = tarfile.TarInfo(
                rng.choice(("a.md", "../../a.md", "/tmp/a.html", "a" * 300 + ".txt", "x\n.md"))
                + str(number) * rng.randrange(2)
            )
            info.type = rng.choice(
                (tarfile.REGTYPE, tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE)
            )
            info.linkname = "/etc/passwd"
            info.size = len(data) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def _zip(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<rootfile full-path="b.opf"/>')
        book.writestr(
            "b.opf", '<item id="a" href="../a.xhtml" media-type="application/xhtml+xml"/><itemref idref="a"/>'
        )
        book.writestr("../a.xhtml", data)
        book.writestr("a.xhtml", bytes(rng.choice((0, 1_000_000))))
    return out.getvalue()


def _warc(data: bytes, rng: random.Random) -> bytes:
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        + rng.choice((b"", b"Transfer-Encoding: chunked\r\n"))
        + b"\r\n"
        + data
    )
    size = rng.choice((len(http), len(http) + 9, 3, 99_999_999_999))
    return (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/b\r\nContent-Length: {size}\r\n\r\n".encode()
        + http
    )


_CHANGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _cut, _cut, _splice, _splice, _splice, _flip, _flip, _recode, _recode, _repeat, _one_line, _tar, _zip, _warc,
    lambda data, _: gzip.compress(data, 1),
    lambda data, _: lzma.compress(data, preset=0),
    lambda data, _: data + data,
)  # fmt: skip


def mutated(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """So many files: a name and bytes."""
    sources = _sources()
    for number in range(count):
        rng = random.Random(seed * 1_000_003 + number)
        data = rng.choice(sources)
        for _ in range(rng.randrange(1, 5)):
            data = rng.choice(_CHANGES)(data, rng)[:2_000_000]
        yield rng.choice(_NAMES), data
