"""Short and other names that a text introduces beside a name: 阿里国际数字商业集团（AIDC）, 以下简称“阿里国际”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.language.common_words import is_common, is_common_latin
from kg.language.marks import Mention
from kg.language.name_cues import GAP, HAN, LATIN_WORDS
from kg.model import Entity

__all__ = ["introduced_names"]

_CALLED = r"(?:以下简称|下称|简称|又称|又名|英文名|英文名为|前身为)"


@cache
def _pattern() -> re.Pattern[str]:
    latin, han = rf"{LATIN_WORDS}(?![A-Za-z0-9])", rf"{HAN}{{2,6}}"
    return re.compile(
        rf"(?:公司|集团)?[”」』]?{GAP}(?:[（(]{GAP}(?P<called>{_CALLED}[：:为]?)?{GAP}[“\"「]?(?P<short>{latin}|{han})[”\"」]?{GAP}[）)，,]"
        rf"|[，,]{GAP}(?:以下简称|下称|简称)(?:为)?{GAP}[“\"「]?(?P<later>{latin}|{han}(?=[”\"」，。；）]))[”\"」]?)"
    )


def _initials(long: str) -> str:
    return "".join(word[0] for word in re.split(r"[ \-]+", long) if word[:1].isupper())


def _is_short(name: str, short: str, called: bool) -> bool:
    """Whether what stands in brackets behind a name names the same thing."""
    if called:
        return True
    if not short.isascii():
        return name.isascii() and not is_common(short)
    if name.isascii():
        return len(short) > 1 and (_initials(name) == short or _initials(short) == name)
    return len(short) > 1 and (not is_common_latin(short) or short.isupper())


def introduced_names(text: str, mentions: list[Mention]) -> Iterator[tuple[str, Entity]]:
    """The names that stand in brackets behind mentions, or that a word for short names introduces, each with its thing.

    Args:
        text: the text, simplified.
        mentions: mentions of names, in order.
    """
    named = {text[m.start : m.end] for m in mentions if m.kind == "name"}
    for mention in mentions:
        if mention.entity.type in ("Place", "Event"):
            continue
        match = _pattern().match(text, mention.end)
        short = (match["short"] or match["later"]) if match else None
        if match and short and short not in named:
            called = bool(match["called"] or match["later"])
            if _is_short(text[mention.start : mention.end], short, called):
                yield short, mention.entity
