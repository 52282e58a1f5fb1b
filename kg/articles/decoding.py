"""A file's bytes as text."""

from __future__ import annotations

import codecs

from kg.vocabulary import InputError

__all__ = ["decode"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COMMONEST = "的一是在不了有和人"  # the same in both scripts; some 8 % of any Chinese text


def decode(data: bytes, name: str) -> str:
    """The text of a file, without byte order mark, line ends as they are.

    Read are UTF-8, UTF-16 and UTF-32 with a byte order mark, and GB18030 (hence GBK and GB2312) where the result reads
    as Chinese.

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
        raise InputError(f"{name}: holds NUL bytes and is no text; give a text file in UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        text = _chinese(data)
        if text is None:
            raise InputError(f"{name}: byte {error.start} is not UTF-8; save it as UTF-8") from error
        return text


def _chinese(data: bytes) -> str | None:
    """GB18030 text; None where the bytes are none, or read as gibberish."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = sum(not char.isascii() for char in text)
    common = sum(map(text.count, _COMMONEST))
    return text if common * 25 >= foreign else None
