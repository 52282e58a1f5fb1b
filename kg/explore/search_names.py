"""What names are searched by besides themselves: pinyin, and the simplified form of traditional characters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from kg.model import is_han, simplify

__all__ = ["pinyin_of", "simplified_characters"]

_LONGEST = 40  # characters of a name whose pinyin is given


@cache
def _syllable(char: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(char, style=Style.NORMAL)[0]


def pinyin_of(name: str) -> str:
    """The pinyin of a name without tones, syllables apart; "" where it holds no Chinese character.

    >>> pinyin_of("速卖通Choice")
    'su mai tong Choice'
    """
    if not any(is_han(char) for char in name):
        return ""
    from pypinyin import Style, lazy_pinyin

    return " ".join(" ".join(lazy_pinyin(simplify(name[:_LONGEST]), style=Style.NORMAL, v_to_u=False)).split())


@cache
def _all_traditional() -> dict[str, str]:
    """Every traditional character of the basic block that has another simplified form, and that form."""
    chars = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = simplify("\n".join(chars)).split("\n")
    return {char: form for char, form in zip(chars, simple, strict=True) if form != char}


def simplified_characters(names: Iterable[str]) -> str:
    """Pairs of a traditional and its simplified character, for all simplified ones that occur in `names`.

    >>> "賣卖" in simplified_characters(["速卖通"])
    True
    """
    used = {char for name in names for char in simplify(name)}
    return "".join(char + form for char, form in sorted(_all_traditional().items()) if form in used)
