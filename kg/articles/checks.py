"""What a file must be to be an article of a Chinese corpus: some text, in Chinese, not too long, not a login page."""

from __future__ import annotations

import re

from kg.articles.metadata import Draft
from kg.articles.unpacking import shown
from kg.vocabulary import InputError, LimitError

__all__ = ["LONGEST_BODY", "check_body", "check_draft", "check_text"]

LONGEST_BODY = 2_000_000
"""Characters of the longest body that is read; the longest novels have as many."""

_LONGEST_TEXT = 4_000_000  # characters of a file that is no saved page; those may hold pictures and scripts
_SAMPLE = 40_000
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_OTHER_SCRIPTS = re.compile("[\u3040-\u30ff\uac00-\ud7af\u0400-\u04ff\u0600-\u06ff\u0e00-\u0e7f]")
_WORD = re.compile(r"[^\W\d_]+")
_LEAST_HAN = 0.3  # of characters and words


def check_text(text: str, name: str, is_page: bool) -> None:
    """Refuse a file that is longer than any article, before it is read.

    Raises:
        LimitError: it is.
    """
    if not is_page and len(text) > _LONGEST_TEXT:
        raise LimitError(f"{name}: {len(text):,} characters; no article has more than {_LONGEST_TEXT:,}, split it")


def check_draft(draft: Draft, name: str) -> None:
    """Refuse a file without an article.

    Raises:
        InputError: it is a page that shows its article only after a login, or there is nothing in it but furniture.
    """
    if draft.wall:
        raise InputError(
            f"{name}: a login wall and not the article ({shown(draft.wall)[:40]}); save the page while logged in"
        )
    if not draft.blocks:
        raise InputError(f"{name}: no article in it, only page furniture or white space")


def check_body(text: str, name: str) -> None:
    """Refuse a body that is too long, or not Chinese.

    Raises:
        LimitError: it is longer than any article.
        InputError: it is in another language.
    """
    if len(text) > LONGEST_BODY:
        raise LimitError(
            f"{name}: a text of {len(text):,} characters; no article has more than {LONGEST_BODY:,}, split it"
        )
    sample = text[:_SAMPLE]
    rest = _HAN.sub(" ", sample)
    han = len(sample) - len(rest) + len(_HAN.findall(sample))
    others = len(_OTHER_SCRIPTS.findall(rest))
    words = sum(1 for _ in _WORD.finditer(rest))
    if han < _LEAST_HAN * (han + max(words, others)) or not han or others > han / 2:
        raise InputError(f"{name}: the text is not Chinese; leave it out")
