"""Chinese script: the simplified view of a text, and names as they are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

__all__ = ["fold", "is_han", "script_of", "simplify", "traditionalize"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r"[\W_]+")
_COVERS = re.compile("覆[盖蓋]")


@cache
def _converter(config: str) -> Any:
    from opencc import OpenCC  # loads dictionaries: only where text is converted

    return OpenCC(config)


def _clean(text: str) -> str:
    """Without lone surrogates, which OpenCC refuses."""
    return _SURROGATE.sub("\ufffd", text)


def simplify(text: str) -> str:
    """The simplified-Chinese view of `text`, one character for one, so that every offset holds in both.

    Lone surrogates become U+FFFD. A text that OpenCC would lengthen or shorten is converted character by character.
    """
    clean = _clean(text)
    if clean.isascii():
        return clean
    converter = _converter("t2s")
    converted: str = converter.convert(clean)
    if len(converted) != len(clean):
        converted = "".join(c if len(s := converter.convert(c)) != 1 else s for c in clean)
    if "复盖" in converted:  # the converter's words run across others: 首批覆盖 is no 批覆
        for found in _COVERS.finditer(clean):
            converted = f"{converted[: found.start()]}覆盖{converted[found.end() :]}"
    return converted


def traditionalize(text: str) -> str:
    """The traditional-Chinese form of a simplified name (OpenCC s2t, characters only)."""
    return str(_converter("s2t").convert(_clean(text)))


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """A name as it is compared: simplified, full-width forms folded, lower case, no spaces or punctuation.

    Spaces go before the conversion, which reads words: they never change what a name folds to.

    >>> fold("速賣通 AliExpress") == fold("速卖通AliExpress")
    True
    """
    bare = _NOT_IN_NAMES.sub("", unicodedata.normalize("NFKC", name).lower())
    return simplify(unicodedata.normalize("NFKC", bare))


def is_han(char: str) -> bool:
    """Whether a character is a Han ideograph."""
    if "\u4dc0" <= char <= "\u4dff":  # hexagrams, between two blocks of ideographs
        return False
    return (
        "\u3400" <= char <= "\u9fff"
        or char == "〇"
        or "\U00020000" <= char <= "\U0003ffff"
        or "\uf900" <= char <= "\ufaff"
    )


def script_of(text: str) -> str:
    """``Hant`` where a text is in traditional characters, else ``Hans``; by the characters that tell them apart."""
    clean = _clean(text)
    simplified = simplify(clean)
    traditional = sum(before != after for before, after in zip(clean, simplified, strict=True))
    if not traditional:
        return "Hans"
    only_simplified = sum(
        before != after for before, after in zip(simplified, traditionalize(simplified), strict=False)
    )
    return "Hant" if traditional * 2 > only_simplified else "Hans"
