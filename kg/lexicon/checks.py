"""What is wrong with the lexicon's data, all of it at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.lexicon.catalogue import Lexicon, lexicon_of
from kg.lexicon.places import territory_records
from kg.lexicon.records import Record, faults, line_of_thing, read_files
from kg.model import fold
from kg.vocabulary import DataFileError, data_folder

__all__ = ["check_lexicon"]

_DEFINITION = re.compile(r"xbr:(\S+)\s+a\s")


def check_lexicon(folder: Path | None = None) -> list[str]:
    """The problems of the lexicon's files, one line each with file and line, sorted; empty where all is well.

    Besides the faults for which `lexicon` refuses the data: one form under two things that both claim it without
    ``xb:ambiguousLabel``, a place in an unknown one, a string of ``xb:notWithin`` that holds no name of its thing,
    an ambiguous name that nothing can decide.

    Args:
        folder: folder of Turtle files; this installation's where None.
    """
    folder = folder or data_folder("ontology") / "lexicon"
    try:
        records = read_files(folder, territory_records())
    except DataFileError as error:
        return [str(error)]
    problems = [(slug, fault) for slug, record in records.items() for fault in faults(record)]
    if not problems:
        problems = list(_across(lexicon_of(records)))
    return sorted([*_repeated(folder), *(_located(records[slug], fault) for slug, fault in problems)])


def _repeated(folder: Path) -> Iterator[str]:
    """Things that one file defines twice, which Turtle itself would take as one."""
    for path in sorted(folder.glob("*.ttl")):
        first: dict[str, int] = {}
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            match = _DEFINITION.match(line)
            if match and match[1] in first:
                yield str(DataFileError(f"{match[1]}: defined twice, first in line {first[match[1]]}", path, number))
            elif match:
                first[match[1]] = number


def _located(record: Record, fault: str) -> str:
    line = line_of_thing(record.path, record.slug)
    return str(DataFileError(f"{record.slug}: {fault}", record.path or "CLDR", line))


def _across(known: Lexicon) -> Iterator[tuple[str, str]]:
    yield from _clashes(known)
    for slug, entry in known.entries.items():
        for place in entry.broader:
            if place not in known.entries:
                yield slug, f"lies in {place!r}, which is no thing of the lexicon"
        if entry.ambiguous and not entry.context:
            yield slug, f"nothing decides on {entry.ambiguous[0]!r}; give xb:contextWord"
        own = {fold(name) for name in entry.names()}
        for text in entry.not_within:
            if not any(name in fold(text) for name in own):
                yield slug, f"xb:notWithin {text!r} holds none of its names"


def _clashes(known: Lexicon) -> Iterator[tuple[str, str]]:
    claimed: dict[str, set[str]] = defaultdict(set)
    for form, slug, ambiguous in known.forms():
        if not ambiguous:
            claimed["".join(form.lower().split())].add(slug)
    for form, slugs in sorted(claimed.items()):
        if len(slugs) > 1:
            names = sorted(slugs)
            yield names[-1], f"{form!r} also names {', '.join(names[:-1])}; mark it as xb:ambiguousLabel"
