"""Whether a clause has a subject of its own, told by parts of speech: Chinese leaves out what the clause before named.

Words and parts of speech are those of jieba's dictionary (as rjieba reads it); what is wrong in it for this genre, and
which nouns tell of a part of the subject rather than of another one, is data (``ontology/language/discourse.toml``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.extraction.view import ACTING, CODES
from kg.language.subjects import is_transparent
from kg.vocabulary.tables import word_table

__all__ = ["Opening", "leaves_subject_out", "opening"]

_PASSED = frozenset(
    {"d", "ad", "t", "tg", "c", "u", "f", "y", "e", "o", "zg", "x", "dg", "vd", "m", "q", "uj", "ul", "uz"}
)
_NOUNS = ("n", "r", "s", "j", "l", "i", "b", "an")
_ACTING = frozenset(CODES[kind] for kind in ACTING)
_PERIOD = re.compile("[每各当前上下这那同本][一二三四两几半]?个?(?:年|季度?|月|周|日|天|期)度?")
_OTHERS = re.compile("某|另|其他|其它|多家|一家|不少|许多|这些|那些|各家")  # 某团队: somebody else, no part
_BREAK = re.compile(r"[，,；;：:。]")
# On which side of a business something is done: 商家端推出….
_SIDE = re.compile("^在?(?:商家|卖家|用户|消费者|买家|供给|需求|产品|技术|流量|物流|供应|品牌|平台|[BCbc])(?:侧|端)")


@dataclass(frozen=True)
class Opening:
    """How a clause, or the part of one that stands before a word, opens.

    Attributes:
        subject: the noun phrase with which it opens, before its first verb; "" where there is none.
        is_part: whether that tells of a part of what the sentence is about (总部, 业务范围).
        verbs: its verbs, in order.
    """

    subject: str
    is_part: bool
    verbs: tuple[str, ...]


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(word_table("discourse")["clauses"][key])


def _kinds(text: str) -> list[tuple[str, str]]:
    """Words with their parts of speech, corrected."""
    import rjieba  # its dictionary takes a tenth of a second to load

    found = []
    for word, kind in rjieba.tag(text):
        if word in _words("verbs"):
            kind = "v"
        elif word in _words("nouns"):
            kind = "n"
        elif word in _words("prepositions"):
            kind = "p"
        elif kind not in ("p", "uj", "ul") and (is_transparent(word) or _PERIOD.fullmatch(word)):
            kind = "d"
        elif any(one in _ACTING for one in word):
            kind = "name"
        elif any("\ue000" <= one <= "\uf8ff" for one in word):
            kind = "mark"
        elif kind == "eng" and len(word) > 3 and not word.isupper():
            kind = "n"  # a Latin word that is no known name: Wundrsight宣布…
        found.append((word, kind))
    return found


@lru_cache(maxsize=4096)
def opening(clause: str) -> Opening:
    """How a clause opens.

    Args:
        clause: its text, or the part before a word; names, times and figures in it as one character of the private
            use area each (:mod:`kg.extraction.view`).
    """
    bare = _SIDE.sub("", _BREAK.sub("", clause))
    words = _kinds(bare.encode("utf-8", "replace").decode())  # half a surrogate pair is no text
    place, end = 0, len(words)
    while place < end:
        word, kind = words[place]
        if kind == "p":
            place = _past_phrase(words, place)
        elif kind in _PASSED or kind == "mark":
            place += 1
        else:
            break
    verbs = tuple(word for word, kind in words[place:] if kind.startswith("v"))
    if place == end:
        return Opening("", False, verbs)
    kind, alone = words[place][1], place + 1 == end or not words[place + 1][1].startswith(_NOUNS)
    if kind.startswith("v") or (kind == "a" and alone):
        return Opening("", False, verbs)
    head = []
    for word, kind in words[place:]:
        if not kind.startswith(_NOUNS) and kind not in ("a", "m", "q", "uj", "mark", "name", "c", "vn"):
            break
        head.append(word)
    subject = "".join(head)
    last = next((word for word in reversed(head) if word not in ("的",)), "")
    return Opening(subject, last in _words("parts") and not _OTHERS.match(subject), verbs)


def _past_phrase(words: list[tuple[str, str]], place: int) -> int:
    """The place behind a preposition with its object: at its locative, else at the first verb, else at the end."""
    for at in range(place + 1, len(words)):
        word, kind = words[at]
        if kind == "f" or word in ("起", "以来", "来看", "来说", "而言", "为例"):
            return at + 1
        if kind in ("v", "d") and at > place + 1:
            return at
    return len(words)


def leaves_subject_out(clause: str, whole: bool = False) -> bool:
    """Whether a clause goes on about what the one before was about.

    Args:
        clause: a clause, or the part of it that stands before a verb.
        whole: whether it is the whole clause; a part of it must not say that another one acts (帮助商家…).
    """
    found = opening(clause)
    if found.subject and not found.is_part:
        return False
    others = _words("introducing" if whole else "causing")
    return not any(verb in others for verb in found.verbs)
