"""The files of ``ontology/lexicon/`` as records, one a thing, with the faults of each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from kg.model import is_han
from kg.vocabulary import TOP_TYPES, DataFileError, parse_turtle_file, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB, XBR

__all__ = ["Record", "faults", "line_of_thing", "read_files"]

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RESERVED = "graph-"  # names of graphs
_LANGUAGES = ("zh-Hans", "zh-Hant", "en")
_LISTS = ("alternative", "labels", "ambiguous", "context", "not_within", "broader", "exact_match", "faults")


@dataclass
class Record:
    """What the data says of one thing, unchecked.

    Attributes:
        slug: local name of its IRI.
        types: local names of its classes.
        preferred: preferred names by language.
        path: the file that gives its types, or the first that speaks of it.
        faults: what was already found wrong with it.
    """

    slug: str
    types: list[str] = field(default_factory=list)
    preferred: dict[str, str] = field(default_factory=dict)
    alternative: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    context: list[str] = field(default_factory=list)
    not_within: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    exact_match: list[str] = field(default_factory=list)
    path: Path | None = None
    faults: list[str] = field(default_factory=list)

    def names(self) -> Iterator[str]:
        """Every name that the data gives it."""
        yield from self.preferred.values()
        yield from self.alternative
        yield from self.ambiguous


def _text_fields() -> dict[str, str]:
    skos, rdfs = PREFIXES["skos"], PREFIXES["rdfs"]
    return {
        skos + "altLabel": "alternative",
        rdfs + "label": "labels",
        XB + "ambiguousLabel": "ambiguous",
        XB + "contextWord": "context",
        XB + "notWithin": "not_within",
    }


_TEXTS = _text_fields()
_TYPE, _PREFERRED = PREFIXES["rdf"] + "type", PREFIXES["skos"] + "prefLabel"
_BROADER, _NARROWER, _EXACT = (PREFIXES["skos"] + name for name in ("broader", "narrower", "exactMatch"))


def line_of_thing(path: Path | None, slug: str) -> int | None:
    """The line of a file on which the statements about a thing begin, those with its types first.

    Where it is no subject, the line that first names it; None where none does.
    """
    text = _text(path)
    name = rf"(?:xbr:{re.escape(slug)}(?![\w-])|<{re.escape(XBR + slug)}>)"
    for pattern in (rf"^{name}\s+a\s", rf"^{name}", name):
        match = re.search(pattern, text, re.MULTILINE)
        if match:
            return text.count("\n", 0, match.start()) + 1
    return None


def _text(path: Path | None) -> str:
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _line_with(path: Path, iri: str) -> int | None:
    """The line of a file that first has the end of an IRI, written in full or behind a prefix."""
    text, end = _text(path), re.split(r"[/#]", iri)[-1]
    return text.count("\n", 0, text.index(end)) + 1 if end and end in text else None


def read_files(folder: Path, known: Iterable[Record] = ()) -> dict[str, Record]:
    """The records of all Turtle files of a folder, by slug, added to those `known` from elsewhere.

    A file may add names to a thing that is known already; it may not give it types again.

    Raises:
        DataFileError: a file cannot be read or is no Turtle; it names the line.
    """
    records = {record.slug: record for record in known}
    for path in sorted(folder.glob("*.ttl")):
        mine: dict[str, Record] = {}
        for triple in parse_turtle_file(path):
            subject = triple.subject
            if not isinstance(subject, ox.NamedNode):
                raise DataFileError("a blank node is no thing of the lexicon; write xbr:NAME", path)
            if not subject.value.startswith(XBR):
                where = _line_with(path, subject.value)
                raise DataFileError(f"{subject} is no thing of the lexicon; write xbr:NAME", path, where)
            slug = subject.value[len(XBR) :]
            record = mine.get(slug) or mine.setdefault(slug, Record(slug, path=path))
            _take(record, triple, mine)
        for slug, record in mine.items():
            records[slug] = _merged(records[slug], record) if slug in records else record
    return records


def _take(record: Record, triple: ox.Triple, mine: dict[str, Record]) -> None:
    """Add one triple to the record of its subject; ``skos:narrower`` to that of its object."""
    predicate, value = triple.predicate.value, triple.object
    if isinstance(value, ox.Literal):
        if predicate in _TEXTS:
            getattr(record, _TEXTS[predicate]).append(value.value)
        elif predicate == _PREFERRED:
            _take_preferred(record, value)
        else:
            record.faults.append(f"{predicate} is no property of the lexicon")
        return
    iri = value.value if isinstance(value, ox.NamedNode) else str(value)
    if predicate == _TYPE:
        if iri.removeprefix(XB) not in record.types:
            record.types.append(iri.removeprefix(XB))
    elif predicate == _BROADER:
        record.broader.append(iri.removeprefix(XBR))
    elif predicate == _NARROWER:
        slug = iri.removeprefix(XBR)
        mine.setdefault(slug, Record(slug, path=record.path)).broader.append(record.slug)
    elif predicate == _EXACT:
        record.exact_match.append(iri)
    else:
        record.faults.append(f"{predicate} is no property of the lexicon")


def _take_preferred(record: Record, value: ox.Literal) -> None:
    language = next((tag for tag in _LANGUAGES if tag.lower() == (value.language or "").lower()), None)
    if language is None:
        record.faults.append(f"{value.value!r} needs a language: {', '.join(_LANGUAGES)}")
    elif record.preferred.setdefault(language, value.value) != value.value:
        record.faults.append(f"two preferred names in {language}: {record.preferred[language]!r}, {value.value!r}")


def _merged(old: Record, new: Record) -> Record:
    """`old` with what a further file says: its preferred names win, and those of before become further names."""
    if new.types and not old.types:
        old, new = new, old
    if old.types and new.types:
        new.faults.append(f"defined twice, first in {old.path.name if old.path else 'CLDR'}")
    if not new.types:
        for language, name in list(new.preferred.items()):
            before = old.preferred.get(language)
            if before and before != name:
                new.alternative.append(before)
        if "zh-Hans" in new.preferred and new.preferred["zh-Hans"] != old.preferred.get("zh-Hans"):
            before = old.preferred.pop("zh-Hant", None)
            new.alternative += [before] if before and "zh-Hant" not in new.preferred else []
        if "en" in new.preferred:
            old.labels = []
            new.labels = new.labels or [new.preferred["en"]]
    both = Record(old.slug, old.types or new.types, {**old.preferred, **new.preferred})
    both.path = old.path or new.path
    for name in _LISTS:
        getattr(both, name).extend(getattr(old, name) + getattr(new, name))
    return both


def faults(record: Record) -> Iterator[str]:
    """What is wrong with one record by itself."""
    yield from record.faults
    if not _SLUG.fullmatch(record.slug) or record.slug.startswith(_RESERVED):
        yield f"{record.slug!r} is no slug: lower-case letters, digits and single hyphens, not {_RESERVED}…"
    yield from _type_faults(record)
    if not record.preferred:
        yield "has no preferred name"
    if len(record.labels) != 1:
        yield f"needs exactly one rdfs:label, has {len(record.labels)}"
    elif record.preferred and record.labels[0] != (record.preferred.get("en") or record.preferred.get("zh-Hans")):
        yield f"rdfs:label {record.labels[0]!r} is not its English name, nor its Chinese where it has no English"
    for name in record.names():
        if not name.strip() or (len(name) == 1 and is_han(name)):
            yield f"{name!r} is too short for a name"
    if record.ambiguous and not record.context and not set(record.names()) - set(record.ambiguous):
        yield "has only ambiguous names and no context word"


def _type_faults(record: Record) -> Iterator[str]:
    if not record.types:
        yield "has no type"
        return
    groups = defaultdict(list)
    for name in record.types:
        if name not in vocabulary().classes or vocabulary().top_type(name) is None:
            yield f"{name!r} is no class of things"
        groups["top" if name in TOP_TYPES else "sub"].append(name)
    if len(groups["top"]) != 1 or len(groups["sub"]) > 1:
        yield f"needs one top type and at most one subclass, has {', '.join(record.types)}"
    elif any(vocabulary().top_type(name) not in (None, groups["top"][0]) for name in groups["sub"]):
        yield f"{groups['sub'][0]!r} is no subclass of {groups['top'][0]}"
