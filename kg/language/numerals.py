"""Numbers in Arabic and Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

__all__ = ["ADJACENT", "ARABIC", "CHINESE", "SCALES", "chinese_number", "plain", "read_number"]

# Numerals longer than any figure are none; without a limit a row of digits would take quadratic time.
ARABIC = r"[0-9]{1,18}(?:,[0-9]{3}){0,6}(?:\.[0-9]{1,12})?"
CHINESE = r"[零〇一二两三四五六七八九十百千万亿]{1,24}(?:点[零〇一二三四五六七八九]{1,12})?"
# Two numerals side by side that mean about so many: 七八, 五六十, 一两百.
ADJACENT = r"(?:一两|一二|两三|二三|三四|四五|五六|六七|七八|八九)[十百千]?"
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 1000,
    "百": 100,
}


def _section(text: str) -> int | None:
    """A number below ten thousand: 三百二十 is 320, 十五 is 15; a bare row of digits (二〇二四) is read as such."""
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, digit = 0, None
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            total += (1 if digit is None else digit) * _SMALL[char]
            digit = None
        else:
            return None
    return total + (digit or 0)


def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral; None where the characters make none.

    >>> chinese_number("一百二十万"), chinese_number("三点五")
    (Decimal('1200000'), Decimal('3.5'))
    """
    whole, point, fraction = text.partition("点")
    if point:
        head = chinese_number(whole)
        digits = "".join(str(_DIGITS[c]) for c in fraction if c in _DIGITS)
        return None if head is None or len(digits) != len(fraction) else head + Decimal(f"0.{digits}")
    if not whole:
        return None
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in whole:
            left, _, right = whole.rpartition(mark)
            high = chinese_number(left) if left else Decimal(1)
            low = chinese_number(right) if right else Decimal(0)
            return None if high is None or low is None else high * size + low
    value = _section(whole)
    return None if value is None else Decimal(value)


def read_number(text: str) -> Decimal | None:
    """The value of a numeral in Arabic digits (with separators) or Chinese ones; None where it is neither.

    >>> read_number("1,234.5"), read_number("十五")
    (Decimal('1234.5'), Decimal('15'))
    """
    compact = text.replace(",", "").strip()
    if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", compact):
        return Decimal(compact)
    return chinese_number(compact)


def plain(value: Decimal) -> Decimal:
    """The same number without exponent and trailing zeros, as XML Schema writes a canonical decimal.

    >>> plain(Decimal("8E+1")), plain(Decimal("1.50"))
    (Decimal('80'), Decimal('1.5'))
    """
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
