"""Subjects of clauses, told by what stands around a name: adverbs, prepositions, nouns that it modifies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.language.marks import Mention
from kg.vocabulary.tables import alternation, word_table

__all__ = ["ACTORS", "is_subject_position", "is_transparent", "leading_subject", "with_head"]

ACTORS = ("Organization", "Platform")


def _words(key: str) -> list[str]:
    return word_table("discourse")["subjects"][key]


@cache
def _transparent() -> re.Pattern[str]:
    words = alternation(_words("transparent"))
    # Atomic: a run that can be cut into words in many ways is cut in one, so that the time stays linear.
    return re.compile(
        rf"(?>(?:{words}|[\s，“”\"‘’（）()《》0-9年月日第季度Q.\-:：%号]|[一二三四五六七八九十]+[月日年])*)"
    )


@cache
def _modified() -> re.Pattern[str]:
    """What follows a name that only modifies another noun."""
    return re.compile(rf"\s*(?!{alternation(_words('not_modifiers'))})(?:{alternation(_words('modifiers'))})")


@cache
def _preposition() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_words('prepositions'))})\s*[“\"]?$")


def is_transparent(text: str) -> bool:
    """Whether a run holds only adverbs, times, connectives and the like: nothing that could be a subject."""
    return bool(_transparent().fullmatch(text))


def is_subject_position(text: str, start: int, end: int, left: int) -> bool:
    """Whether the name at `start`..`end` can be the subject of what follows: no object of a preposition, no modifier.

    Args:
        text: the text.
        start: where the name starts.
        end: where it ends, head noun (平台, 方面) included.
        left: where its clause starts.
    """
    return not _preposition().search(text, max(left, start - 4), start) and not _modified().match(text, end)


@cache
def _head(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\s*(?:{alternation(_words(kind))})(?<!系(?=[列统数]))")


def with_head(text: str, end: int, entity_type: str = "Platform") -> int:
    """The end of a name together with a head noun that adds nothing to it (平台, 方面; of a programme 模式, 服务)."""
    head = _head("program_heads" if entity_type == "Program" else "heads").match(text, end)
    return head.end() if head else end


def leading_subject(text: str, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    """The subject with which a clause opens: its first name, where only adverbs and times stand before it."""
    place: Mention | None = None
    for mention in mentions:
        if mention.start < start:
            continue
        if mention.start >= end:
            break
        if mention.entity.type in ("Place", "Event"):
            place = mention
            continue
        if not is_transparent(_without(text, mentions, start, mention.start)):
            return _described(text, mentions, start, end)
        if mention.entity.type not in (*ACTORS, "Program", "Person"):
            return None
        joined = place is not None and not text[place.end : mention.start].strip()  # 在美国纳斯达克上市
        before = place.start if place is not None and joined else mention.start
        return (
            mention
            if is_subject_position(text, before, with_head(text, mention.end, mention.entity.type), start)
            else None
        )
    return None


def _described(text: str, mentions: Sequence[Mention], start: int, end: int) -> Mention | None:
    """The name with which a clause ends, where all before it is said of it: 流放海外两年的蒋凡，…."""
    inside = [m for m in mentions if start <= m.start < end]
    if not inside or inside[-1].entity.type not in ("Person", *ACTORS) or text[inside[-1].end : end].strip():
        return None
    if not text[start : inside[-1].start].rstrip().endswith("的"):
        return None
    return inside[-1]


def _without(text: str, mentions: Sequence[Mention], start: int, end: int) -> str:
    """A run of the text without the places and events in it."""
    parts, position = [], start
    for mention in mentions:
        if start <= mention.start and mention.end <= end and mention.entity.type in ("Place", "Event"):
            parts.append(text[position : mention.start])
            position = mention.end
    return "".join([*parts, text[position:end]])
