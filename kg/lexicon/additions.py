"""Adding a name to the lexicon's files."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.lexicon.catalogue import Lexicon, lexicon_of
from kg.lexicon.checks import check_lexicon
from kg.lexicon.places import territory_records
from kg.lexicon.records import Record, read_files
from kg.model import fold, is_han
from kg.vocabulary import TOP_TYPES, DataFileError, OutputError, UsageError, data_folder, vocabulary
from kg.vocabulary.tables import load_toml

__all__ = ["Addition", "add_name", "add_names", "read_additions"]

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


def _place(folder: Path, records: Mapping[str, Record], one: Addition, top: str) -> Path:
    """The file that holds most things of the same kind, else of the same top type."""
    for kind in (one.kind, top):
        files = Counter(record.path for record in records.values() if kind in record.types and record.path)
        if files:
            return min(files, key=lambda path: (-files[path], path.name))
    raise DataFileError(f"no file holds a {top}", folder)


def _problems(folder: Path) -> list[str]:
    """What is wrong with a folder, told without its path, so that a copy tells the same."""
    return [re.sub(r"^.*?([\w.-]+\.ttl):\d+: ", r"\1: ", problem) for problem in check_lexicon(folder)]


def _tried(folder: Path, texts: Mapping[Path, str]) -> Sequence[str]:
    """The problems that the folder would have, beyond those that it has, if some of its files read so."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / folder.name
        shutil.copytree(folder, copy)
        for place, text in texts.items():
            (copy / place.name).write_text(text, encoding="utf-8", newline="\n")
        after = Counter(_problems(copy))
        return sorted((after - Counter(_problems(folder))).elements()) if after else []


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

    Args:
        one: the thing.
        folder: folder of Turtle files; this installation's where None.

    Raises:
        UsageError, DataFileError, OutputError: as :func:`add_names`.
    """
    return add_names([one], folder)[0]


def add_names(many: Sequence[Addition], folder: Path | None = None) -> list[tuple[str, Path]]:
    """Append things to those files of the lexicon that hold their like; the slug of each, and its file.

    Nothing is written where the lexicon's checks would find something new.

    Args:
        many: the things.
        folder: folder of Turtle files; this installation's where None.

    Raises:
        UsageError: one has no name, its class is none of a thing's, or the lexicon knows one of its names already.
        DataFileError: the lexicon would not be sound with them; says why.
        OutputError: a file cannot be written.
    """
    tops = [_checked(one) for one in many]
    folder = folder or data_folder("ontology") / "lexicon"
    records = read_files(folder, territory_records())
    known = lexicon_of(records)
    texts: dict[Path, str] = {}
    added: dict[str, Path] = {}
    for one, top in zip(many, tops, strict=True):
        slug = _new_slug(one, known, added)
        place = added[slug] = _place(folder, records, one, top)
        text = texts.get(place) or place.read_text(encoding="utf-8")
        texts[place] = text + ("" if text.endswith("\n") else "\n") + _paragraph(one, slug, top)
    problems = _tried(folder, texts)
    if problems:
        raise DataFileError(f"not added: {problems[0]}", next(iter(texts), folder))
    for place, text in sorted(texts.items()):
        _written(place, text)
    return list(added.items())


def _new_slug(one: Addition, known: Lexicon, added: Mapping[str, Path]) -> str:
    """The slug of what is to be added.

    Raises:
        UsageError: it is taken, or one of its names is.
    """
    for name in filter(None, (one.zh, one.zh_hant, one.en, *one.aliases)):
        for entry in known.find(name):
            if fold(name) in {fold(form) for form in entry.names() if form not in entry.ambiguous}:
                raise UsageError(f"{name!r} is already a name of xbr:{entry.slug}")
    slug = one.slug or _minted(one)
    if slug in known.entries:
        raise UsageError(f"xbr:{slug} stands for {known.entries[slug].label!r} already; give another with --slug")
    if slug in added:
        raise UsageError(f"two of the names would be xbr:{slug}; give one another slug")
    return slug


def _written(place: Path, text: str) -> None:
    new = place.with_name(f".{place.name}.new")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(place)
    except OSError as error:
        new.unlink(missing_ok=True)
        raise OutputError(f"{place} cannot be written: {error.strerror}") from error


_ADDED = {"class": "kind", "zh": "zh", "zh_hant": "zh_hant", "en": "en", "aliases": "aliases", "slug": "slug"}


def read_additions(path: Path) -> list[Addition]:
    """The things of a TOML file of ``[[name]]`` tables: class, zh, zh_hant, en, aliases, slug.

    Raises:
        DataFileError: the file breaks that schema; names the table.
    """
    table = load_toml(path)
    rows = table.get("name", [])
    if set(table) - {"name"} or not isinstance(rows, list) or not rows:
        raise DataFileError("holds [[name]] tables alone, one at least", path)
    found = []
    for number, row in enumerate(rows, 1):
        odd = sorted(set(row) - set(_ADDED)) if isinstance(row, dict) else ["no table"]
        if odd or not isinstance(row.get("class"), str):
            raise DataFileError(f"name {number}: {'unknown: ' + ', '.join(odd) if odd else 'needs a class'}", path)
        aliases = row.get("aliases", [])
        listed = isinstance(aliases, list) and all(isinstance(one, str) for one in aliases)
        if not listed or not all(isinstance(value, str) for key, value in row.items() if key != "aliases"):
            raise DataFileError(f"name {number}: names are texts, aliases a list of them", path)
        fields = {_ADDED[key]: value for key, value in row.items() if key != "aliases"}
        found.append(Addition(aliases=tuple(aliases), **fields))
    return found
