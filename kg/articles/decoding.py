"""A file's bytes as text."""

from __future__ import annotations

import codecs
import re
from functools import cache

from kg.vocabulary import InputError

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\A\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})[\"']")
_DECLARED = 4096  # bytes in which a page names its encoding (1024 by the HTML standard; saved pages put a note before)
# Names that pages use, by the Encoding Standard, section 4.2: what they call GB2312 is GBK, and so on.
_LABELS = {
    "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "x-x-big5": "big5hkscs", "cn-big5": "big5hkscs", "hz-gb-2312": "hz",
}  # fmt: skip
_GUESSES = ("gb18030", "big5hkscs", "cp950", "utf-16-le", "utf-16-be")
_COMMONEST = "的一是在不了有和人"  # the same in both scripts; some 8 % of any Chinese text
_SAMPLE = 60_000  # bytes on which a guess is made
_ENOUGH = 0.85  # share of usual characters in a text that is Chinese


@cache
def _usual() -> frozenset[str]:
    """The characters of the first levels of GB 2312 and Big5, with their punctuation: nearly all of any text."""
    usual = set()
    for encoding, leads, trails in (
        ("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)),
        ("gb2312", range(0xA1, 0xA4), range(0xA1, 0xFF)),
        ("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
        ("big5", range(0xA1, 0xA2), (*range(0x40, 0x7F), *range(0xA1, 0xFF))),
    ):
        for lead in leads:
            for trail in trails:
                usual.add(bytes((lead, trail)).decode(encoding, "ignore"))
    return frozenset(usual - {""})


def decode(data: bytes, name: str) -> str:
    """The text of a file, without byte order mark, line ends as they are.

    Read are UTF-8, UTF-16 and UTF-32, GB18030 (hence GBK and GB2312) and Big5: by the byte order mark, as UTF-8 where
    it is that, as what a page declares, else as that in which the text reads as Chinese.

    Args:
        data: the bytes of the file.
        name: of the file, for messages.

    Raises:
        InputError: the bytes are of no such encoding, or no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{name}: byte {len(mark) + error.start} is not {encoding.upper()}; save it as UTF-8"
                ) from error
    if b"\0" in data:
        return _guessed(
            data, ("utf-16-le", "utf-16-be"), name, "holds NUL bytes and is no text; give a text file in UTF-8"
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = _declared(data)
        if declared:
            try:
                return data.decode(declared)
            except (UnicodeDecodeError, LookupError):
                pass
        return _guessed(data, _GUESSES, name, f"byte {error.start} is not UTF-8; save it as UTF-8")


def _declared(data: bytes) -> str | None:
    """The encoding that a page names, where it is one of those that are read."""
    match = _CHARSET.search(data, 0, _DECLARED) or _XML.match(data[:_DECLARED])
    return _LABELS.get(match[1].decode("ascii").lower()) if match else None


def _guessed(data: bytes, encodings: tuple[str, ...], name: str, problem: str) -> str:
    """The text in the encoding in which it reads best as Chinese."""
    best, text = _ENOUGH, None
    for encoding in encodings:
        if encoding.startswith("utf-16") and len(data) % 2:
            continue
        sample = data[:_SAMPLE].decode(encoding, "ignore")
        share = _share(sample)
        if share > best:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            best = share
    if text is None:
        raise InputError(f"{name}: {problem}")
    return text


def _share(text: str) -> float:
    """How well a text reads as Chinese: the share of usual characters, and a bonus for the commonest."""
    foreign = [char for char in text if not char.isascii()]
    if not foreign:
        return 0.0
    usual = _usual()
    common = sum(map(text.count, _COMMONEST))
    return (sum(char in usual for char in foreign) + min(common, len(foreign) / 10)) / len(foreign)
