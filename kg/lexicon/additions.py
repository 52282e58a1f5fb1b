"""Adding a name to the lexicon's files."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.lexicon.catalogue import read_lexicon
from kg.lexicon.checks import check_lexicon
from kg.lexicon.records import read_files
from kg.model import fold, is_han
from kg.vocabulary import TOP_TYPES, DataFileError, OutputError, UsageError, data_folder, vocabulary

__all__ = ["Addition", "add_name"]

_LONGEST_SLUG = 48


@dataclass(frozen=True)
class Addition:
    """A name to be added.

    Attributes:
        kind: its class, a top type (``Platform``) or a subclass (``Marketplace``).
        zh: its name in simplified Chinese.
        zh_hant: its name in traditional Chinese, where conversion does not give it.
        en: its name in English.
        aliases: further names.
        slug: local name of its IRI; made from the English name, else from pinyin, where not given.
    """

    kind: str
    zh: str | None = None
    zh_hant: str | None = None
    en: str | None = None
    aliases: tuple[str, ...] = ()
    slug: str | None = None


def _minted(one: Addition) -> str:
    from pypinyin import lazy_pinyin  # a large dictionary: loaded where a name needs it

    source = one.en or " ".join(lazy_pinyin(one.zh or "", errors=lambda rest: f" {rest} "))
    return re.sub(r"[^a-z0-9]+", "-", source.lower()).strip("-")[:_LONGEST_SLUG].strip("-")


def _tag(name: str) -> str:
    return "zh-Hans" if any(is_han(char) for char in name) else "en"


def _quoted(name: str, tag: str) -> str:
    return f"{ox.Literal(name)}@{tag}"  # the engine escapes what the name holds


def _paragraph(one: Addition, slug: str, top: str) -> str:
    """The thing in Turtle, as the files write it."""
    kinds = [top] if one.kind == top else [top, one.kind]
    named = ((one.zh, "zh-Hans"), (one.zh_hant, "zh-Hant"), (one.en, "en"))
    preferred = [_quoted(name, tag) for name, tag in named if name]
    lines = [f"xbr:{slug} a {' , '.join(f'xb:{kind}' for kind in kinds)} ;"]
    lines.append(f"    skos:prefLabel {' , '.join(preferred)} ;")
    if one.aliases:
        lines.append(f"    skos:altLabel {' , '.join(_quoted(name, _tag(name)) for name in one.aliases)} ;")
    label = _quoted(one.en, "en") if one.en else _quoted(one.zh or "", "zh-Hans")
    lines.append(f"    rdfs:label {label} .")
    return "\n".join(lines) + "\n"


def _place(folder: Path, one: Addition, top: str) -> Path:
    """The file that holds most things of the same kind, else of the same top type."""
    records = read_files(folder)
    for kind in (one.kind, top):
        files = Counter(record.path for record in records.values() if kind in record.types and record.path)
        if files:
            return min(files, key=lambda path: (-files[path], path.name))
    raise DataFileError(f"no file holds a {top}", folder)


def _problems(folder: Path) -> list[str]:
    """What is wrong with a folder, told without its path, so that a copy tells the same."""
    return [re.sub(r"^.*?([\w.-]+\.ttl):\d+: ", r"\1: ", problem) for problem in check_lexicon(folder)]


def _tried(folder: Path, place: Path, text: str) -> Sequence[str]:
    """The problems that the folder would have, beyond those that it has, if a file read so."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / folder.name
        shutil.copytree(folder, copy)
        (copy / place.name).write_text(text, encoding="utf-8", newline="\n")
        before = Counter(_problems(folder))
        return sorted((Counter(_problems(copy)) - before).elements())


def _checked(one: Addition) -> str:
    """The top type of what is to be added.

    Raises:
        UsageError: it has no name, or its class is none of a thing's.
    """
    top = vocabulary().top_type(one.kind) if one.kind in vocabulary().classes else None
    if top is None:
        kinds = sorted(name for name in vocabulary().classes if vocabulary().top_type(name) in TOP_TYPES)
        raise UsageError(f"{one.kind!r} is no class of things; there are {', '.join(kinds)}")
    if not (one.zh or one.en):
        raise UsageError("give its name in Chinese, in English, or both")
    return top


def add_name(one: Addition, folder: Path | None = None) -> tuple[str, Path]:
    """Append a thing to the file of the lexicon that holds its like; its slug, and the file.

    Nothing is written where the lexicon's checks would find something new.

    Args:
        one: the thing.
        folder: folder of Turtle files; this installation's where None.

    Raises:
        UsageError: it has no name, its class is none of a thing's, or the lexicon knows one of its names already.
        DataFileError: the lexicon would not be sound with it; says why.
        OutputError: the file cannot be written.
    """
    top = _checked(one)
    folder = folder or data_folder("ontology") / "lexicon"
    known = read_lexicon(folder)
    for name in filter(None, (one.zh, one.zh_hant, one.en, *one.aliases)):
        for entry in known.find(name):
            if fold(name) in {fold(form) for form in entry.names() if form not in entry.ambiguous}:
                raise UsageError(f"{name!r} is already a name of xbr:{entry.slug}")
    slug = one.slug or _minted(one)
    if slug in known.entries:
        raise UsageError(f"xbr:{slug} stands for {known.entries[slug].label!r} already; give another with --slug")
    place = _place(folder, one, top)
    text = place.read_text(encoding="utf-8")
    text += ("" if text.endswith("\n") else "\n") + _paragraph(one, slug, top)
    problems = _tried(folder, place, text)
    if problems:
        raise DataFileError(f"not added: {problems[0]}", place)
    new = place.with_name(f".{place.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(place)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise OutputError(f"{place} cannot be written: {error.strerror}") from error
    return slug, place
