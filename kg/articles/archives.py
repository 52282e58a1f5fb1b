"""Files that hold many articles: tar archives, WARC files, EPUB books. Nothing of them is ever written to a disk."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple
from urllib.parse import unquote, urlsplit

from kg.articles.html_tree import attributes
from kg.articles.metadata import Draft, clean_url, published_date
from kg.articles.unpacking import LARGEST, Unpacked, is_packed, shown, unpack
from kg.vocabulary import InputError, KgError, LimitError

__all__ = ["ARCHIVE_SUFFIXES", "Member", "archive_of"]

ARCHIVE_SUFFIXES = (".epub", ".tar", ".tgz", ".txz", ".warc")
_LEAST_ROOM = 512 * 1024 * 1024  # bytes that any archive may unpack to
_RATIO = 60  # how much longer than itself a larger one may be; Chinese text packs to a quarter
_LONGEST_HEADER = 1024 * 1024
_MOST_MEMBERS = 1_000_000
_LONG_HEADERS = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


class Member(NamedTuple):
    """An article in an archive.

    Attributes:
        name: the archive's and its own, for messages.
        stem: what its id is made of.
        suffix: of its name, in lower case.
        data: its bytes.
        said: what the archive says of it.
    """

    name: str
    stem: str
    suffix: str
    data: bytes
    said: Draft | None = None


def archive_of(path: Path, suffixes: tuple[str, ...]) -> Iterator[Member | KgError] | None:
    """The articles of an archive, one after the other, or what is wrong with one; None where a file is no archive.

    Args:
        path: the file.
        suffixes: of the members of a tar archive that are articles.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to open a pipe is to wait
            return None
        with path.open("rb") as stream:
            head = stream.read(512)
            if is_packed(head):
                stream.seek(0)
                head = _head(Unpacked(stream, 1 << 20, shown(path)))
    except (OSError, ValueError):
        return None  # whoever reads it says why
    if head[257:262] == b"ustar":
        return _guarded(_tar(path, suffixes), path)
    if head.startswith(b"WARC/"):
        return _guarded(_warc(path), path)
    if head.startswith(b"PK\x03\x04") and (b"application/epub+zip" in head[:100] or path.suffix.lower() == ".epub"):
        return _guarded(_epub(path), path)
    return None


def _head(stream: Unpacked) -> bytes:
    """The first bytes of packed data; none where they are broken."""
    try:
        return io.BufferedReader(stream).read(512)
    except KgError:
        return b""


def _guarded(members: Iterator[Member | KgError], path: Path) -> Iterator[Member | KgError]:
    """The same, an error that ends the archive as its last."""
    try:
        yield from members
    except KgError as error:
        yield error
    except (
        tarfile.TarError,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        ValueError,
        KeyError,
        IndexError,
        OverflowError,
    ) as error:
        yield InputError(f"{shown(path)}: broken archive ({shown(error)[:80]}); pack or download it again")
    except (NotImplementedError, RuntimeError) as error:  # of zipfile: methods that it does not know, passwords
        yield InputError(f"{shown(path)}: cannot be unpacked ({shown(error)[:80]}); unpack it and give the files")
    except OSError as error:
        yield InputError(f"{shown(path)}: cannot be read: {error.strerror or 'broken archive'}")


class _Header(tarfile.TarInfo):
    """A member's header; long names and attributes of its own only up to a sane length."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        found = super().frombuf(buf, encoding, errors)
        if found.type in _LONG_HEADERS and found.size > _LONGEST_HEADER:
            raise LimitError("the tar archive has a header of more than a megabyte; pack it again")
        return found


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of an archive, unpacked, as a stream with a limit."""
    with path.open("rb") as stream:
        head = stream.read(8)
        stream.seek(0)
        if not is_packed(head):
            yield stream
            return
        limit = max(_LEAST_ROOM, _RATIO * path.stat().st_size)
        with io.BufferedReader(Unpacked(stream, limit, shown(path)), 1 << 16) as unpacked:
            yield unpacked


def _tar(path: Path, suffixes: tuple[str, ...]) -> Iterator[Member | KgError]:
    """The articles of a tar archive: its regular files with a suffix of articles, but hidden ones."""
    found = False
    with _opened(path) as stream, tarfile.open(fileobj=stream, mode="r|", tarinfo=_Header) as archive:
        for number, info in enumerate(archive):
            archive.members = []  # type: ignore[attr-defined]  # each is done with once it is read
            if number > _MOST_MEMBERS:
                raise LimitError(f"{shown(path)}: more than {_MOST_MEMBERS:,} members; unpack it and give the files")
            place = PurePosixPath(info.name)
            inner = place.with_suffix("") if place.suffix.lower() in (".gz", ".xz") else place
            hidden = any(part.startswith(".") and part not in (".", "..") for part in place.parts)
            if not info.isreg() or hidden or inner.suffix.lower() not in suffixes:
                continue
            found = True
            yield _tar_member(archive, info, f"{shown(path)}:{shown(info.name)}", inner)
    if not found:
        yield InputError(f"{shown(path)}: holds no article; articles end in {', '.join(suffixes)}")


def _tar_member(archive: tarfile.TarFile, info: tarfile.TarInfo, name: str, inner: PurePosixPath) -> Member | KgError:
    """A regular file of a tar archive."""
    if info.size > LARGEST or info.issparse():
        return LimitError(f"{name}: larger than {LARGEST // 2**20} MB; no article is that large, split it")
    file = archive.extractfile(info)
    if file is None:
        return InputError(f"{name}: cannot be read")
    try:
        data = unpack(file.read(), name)
    except KgError as error:
        return error
    return Member(name, inner.stem, inner.suffix.lower(), data)


_WARC_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*$", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(rb"^(?P<key>[A-Za-z-]{1,40}):[ \t]*(?P<value>[^\r\n]*)", re.MULTILINE)


def _headers(stream: IO[bytes], name: str) -> bytes:
    """The lines of a header, up to the empty one; none at the end."""
    lines: list[bytes] = []
    length = 0
    while line := stream.readline(_LONGEST_HEADER):
        length += len(line)
        if length > _LONGEST_HEADER:
            raise LimitError(f"{name}: a header of more than a megabyte; download it again")
        if line.strip():
            lines.append(line)
        elif lines:
            break
    return b"".join(lines)


def _warc(path: Path) -> Iterator[Member | KgError]:
    """The pages of a WARC file (ISO 28500): responses of HTML with status 200."""
    found = False
    name = shown(path)
    with _opened(path) as stream:
        while head := _headers(stream, name):
            length = _WARC_LENGTH.search(head.replace(b"\r", b""))
            if not head.startswith(b"WARC/") or not length:
                raise InputError(f"{name}: broken archive (no WARC record where one should be); download it again")
            fields = {m["key"].lower(): m["value"].strip() for m in _FIELD.finditer(head)}
            size = int(length[1])
            uri = fields.get(b"warc-target-uri", b"").decode("utf-8", "replace").strip("<>")
            if fields.get(b"warc-type") != b"response" or not uri.startswith("http"):
                _skip(stream, size)
                continue
            if size > LARGEST:
                _skip(stream, size)
                yield LimitError(f"{name}:{shown(uri)[:200]}: larger than {LARGEST // 2**20} MB")
                continue
            data = stream.read(size)
            if len(data) < size:
                raise InputError(f"{name}: the archive ends too early; download it again")
            member = _response(data, name, uri)
            found = found or member is not None
            if member:
                yield member
    if not found:
        yield InputError(f"{name}: holds no page")


def _skip(stream: IO[bytes], size: int) -> None:
    while size > 0 and (data := stream.read(min(size, 1 << 16))):
        size -= len(data)


def _response(data: bytes, name: str, uri: str) -> Member | KgError | None:
    """The page in an HTTP response; None where it is none."""
    head, _, payload = data.partition(b"\r\n\r\n")
    fields = {m["key"].lower(): m["value"].strip().lower() for m in _FIELD.finditer(head)}
    if not re.match(rb"HTTP/[\d.]+ 200\b", head) or b"html" not in fields.get(b"content-type", b""):
        return None
    name = f"{name}:{shown(uri)[:200]}"
    try:
        if fields.get(b"transfer-encoding") == b"chunked":
            payload = _unchunked(payload)
        if fields.get(b"content-encoding") in (b"gzip", b"x-gzip"):
            payload = unpack(payload, name)
    except KgError as error:
        return error
    stem = PurePosixPath(unquote(urlsplit(uri).path)).stem or "index"
    digest = hashlib.sha256(uri.encode("utf-8", "replace")).hexdigest()[:8]
    return Member(name, f"{stem[:60]}-{digest}", ".html", payload, Draft([], source=clean_url(uri)))


def _unchunked(payload: bytes) -> bytes:
    """A payload that came in chunks (RFC 9112, section 7.1); as it is where it did not."""
    parts: list[bytes] = []
    position = 0
    while match := re.compile(rb"([0-9A-Fa-f]{1,8})[^\r\n]{0,100}\r\n").match(payload, position):
        size = int(match[1], 16)
        if not size:
            return b"".join(parts)
        parts.append(payload[match.end() : match.end() + size])
        position = match.end() + size + 2
    return b"".join(parts) if parts and position >= len(payload) else payload


_XML_TAG = re.compile(r"<(?:[\w-]+:)?(?P<name>[\w-]+)(?P<rest>(?:\s[^<>]*)?)>(?P<text>[^<]{0,1000})")
_MOST_XML = 4 * 1024 * 1024


def _epub(path: Path) -> Iterator[Member | KgError]:
    """The chapters of a book (EPUB 3.3), each an article, with what the book says of itself."""
    room = max(_LEAST_ROOM, _RATIO * path.stat().st_size)
    with zipfile.ZipFile(path) as book:
        opf = next(
            (
                attributes(tag["rest"]).get("full-path", "")
                for tag in _XML_TAG.finditer(_xml(book, "META-INF/container.xml"))
                if tag["name"] == "rootfile"
            ),
            "",
        )
        said, chapters = _package(_xml(book, opf))
        for number, chapter in enumerate(chapters, start=1):
            place = str(PurePosixPath(opf).parent / unquote(chapter))
            name = f"{shown(path)}:{shown(place)}"
            info = book.getinfo(place) if place in book.namelist() else None
            if info is None:
                yield InputError(f"{name}: the book names this chapter but does not hold it")
                continue
            with book.open(info) as stream:
                data = stream.read(LARGEST + 1)
            room -= len(data)
            if len(data) > LARGEST or room < 0:
                raise LimitError(f"{name}: unpacks to more than an article can have")
            yield Member(name, f"{path.stem}-{number:03}", ".xhtml", data, said)
    if not chapters:
        yield InputError(f"{shown(path)}: holds no chapter")


def _xml(book: zipfile.ZipFile, name: str) -> str:
    with book.open(name) as stream:
        return stream.read(_MOST_XML).decode("utf-8", "replace")


def _package(opf: str) -> tuple[Draft, list[str]]:
    """What a package document says of its book, and the places of its chapters in reading order."""
    items: dict[str, str] = {}
    order: list[str] = []
    said: dict[str, str] = {}
    for tag in _XML_TAG.finditer(opf):
        found = attributes(tag["rest"].rstrip("/"))
        if (
            tag["name"] == "item"
            and "xhtml" in found.get("media-type", "")
            and "nav" not in found.get("properties", "")
        ):
            items[found.get("id", "")] = found.get("href", "")
        elif tag["name"] == "itemref" and found.get("linear") != "no":
            order.append(found.get("idref", ""))
        elif tag["name"] in ("title", "creator", "publisher", "date", "source") and tag["text"].strip():
            said.setdefault(tag["name"], tag["text"].strip())
    draft = Draft(
        [],
        published=published_date(said.get("date", "")),
        publisher=said.get("publisher"),
        author=said.get("creator"),
        source=clean_url(said.get("source", "")),
    )
    return draft, [items[one] for one in dict.fromkeys(order) if one in items]
