"""What commands say, in the reader's language.

The program words everything in English; a catalogue (``kg/cli/messages/LANGUAGE/*.toml``) has the same in another
language, keyed by the English text with ``{}`` where values stand. A text that was put together elsewhere, as the line
of an error is, is found by its pattern: no room below has to know of languages, and English costs nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

__all__ = ["LANGUAGES", "catalogue", "chosen_language", "language_of", "set_language", "translated"]

LANGUAGES = ("en", "zh")
_VARIABLES = ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
_HOLE = re.compile(r"\{\}")
_TELLING = 6  # letters that a pattern has at least; one that says less may be found in any text
_MOST_STARTS = 8  # colons behind which a text may start
_LONGEST = 4000  # characters of a text that is looked up; longer ones are data
_state = {"language": LANGUAGES[0]}


def language_of(environment: Mapping[str, str]) -> str:
    """The language that an environment asks for: ``KG_LANG``, else the locale of messages (POSIX, chapter 8.2).

    >>> language_of({"LANG": "zh_CN.UTF-8"}), language_of({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}), language_of({})
    ('zh', 'en', 'en')
    """
    asked = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    return "zh" if re.match(r"zh(?![a-z])", asked.lower()) else "en"


def set_language(language: str | None = None) -> None:
    """Have commands speak this language; without one, the environment's.

    Args:
        language: one of :data:`LANGUAGES`.
    """
    _state["language"] = language or language_of(os.environ)


def chosen_language() -> str:
    """The language that commands speak now."""
    return _state["language"]


@cache
def catalogue(language: str) -> dict[str, str]:
    """The texts of a language by the English ones; none for English."""
    if language == LANGUAGES[0]:
        return {}
    import tomllib

    folder = Path(__file__).parent / "messages" / language
    found: dict[str, str] = {}
    for name in ("help", "messages"):
        for section in tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")).values():
            found |= section
    return found


@cache
def _patterns(language: str) -> list[tuple[int, list[str], str]]:
    """Texts with holes, those first that say most: how much that is, the pieces between the holes, the text."""
    found = []
    for text in catalogue(language):
        pieces = _HOLE.split(text)
        if len(pieces) > 1:
            found.append((sum(map(len, pieces)), pieces, text))
    return sorted(found, key=lambda one: (-one[0], one[2]))


def _matched(text: str, language: str) -> tuple[int, str, tuple[str, ...]] | None:
    """The text of the catalogue that says most of this one: how much, the text, the values."""
    if text in catalogue(language):
        return len(text), text, ()
    for size, pieces, pattern in _patterns(language):
        if size < _TELLING:
            return None
        if not (text.startswith(pieces[0]) and text.endswith(pieces[-1]) and all(one in text for one in pieces)):
            continue
        match = re.fullmatch("(.*?)".join(map(re.escape, pieces)), text, re.DOTALL)
        if match:
            return size, pattern, match.groups()
    return None


def _put(text: str, values: list[str]) -> str:
    """A text with values where `{}` stands, in their order, or `{0}` and so on."""
    rest = iter(values)
    return re.sub(r"\{(\d*)\}", lambda hole: values[int(hole[1])] if hole[1] else next(rest), text)


def _within(value: str, language: str) -> tuple[int, str]:
    """A value of a text, translated where it is a text of ours and no word of the user's; how much is known of it."""
    found = _found(value, language) if " " in value else None
    return found or (0, value)


def _found(text: str, language: str) -> tuple[int, str] | None:
    """A text in a language, and how many of its letters the catalogue knows: the reading that knows most.

    A text is known as a whole, or by what follows a colon, before which stands, say, a file and its line.

    Args:
        text: the English text, its values in it.
        language: the language.
    """
    best: tuple[int, str] | None = None
    for start in [0, *(colon.end() for colon in re.finditer(": ", text))][:_MOST_STARTS]:
        match = _matched(text[start:], language)
        if match is None:
            continue
        size, pattern, values = match
        told = [_within(value, language) for value in values]
        known, before = _within(text[: start - 2], language) if start else (0, "")
        known += size + sum(one for one, _ in told)
        if best is None or known > best[0]:
            whole = catalogue(language)[pattern]
            said = _put(whole, [one for _, one in told]) if told else whole
            best = (known, f"{before}: {said}" if start else said)
    return best


def translated(text: str) -> str:
    """A text of a command in the chosen language; as it is where the catalogue does not have it.

    Args:
        text: the English text, its values in it.
    """
    language = _state["language"]
    if language == LANGUAGES[0] or len(text) > _LONGEST:
        return text
    found = _found(text, language)
    return found[1] if found else text
