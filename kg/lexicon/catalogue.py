"""All known names: found by any spelling, offered where a name is unknown, laid out for the matcher."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from difflib import SequenceMatcher
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from kg.lexicon.entries import LexiconEntry
from kg.lexicon.places import territory_records
from kg.lexicon.records import Record, faults, line_of_thing, read_files
from kg.model import fold, is_han, simplify, traditionalize
from kg.vocabulary import TOP_TYPES, DataFileError, data_folder

__all__ = ["Lexicon", "lexicon", "lexicon_of", "read_lexicon"]

_LEAST_LIKENESS = 0.6
_LONGEST_QUERY = 100


class Lexicon:
    """The known names.

    Args:
        entries: the things, each slug once.
    """

    def __init__(self, entries: Iterable[LexiconEntry]) -> None:
        found = {entry.slug: entry for entry in entries}
        self.entries: Mapping[str, LexiconEntry] = MappingProxyType({slug: found[slug] for slug in sorted(found)})

    def __repr__(self) -> str:
        return f"Lexicon({len(self.entries)} things)"

    @cached_property
    def _simplified(self) -> dict[str, str]:
        """Every name with its simplified form, converted in one go: OpenCC costs by the call."""
        names = sorted({name for entry in self.entries.values() for name in entry.names()})
        return _converted(names, simplify)

    @cached_property
    def _forms(self) -> tuple[tuple[str, str, bool], ...]:
        found: dict[tuple[str, str], bool] = {}
        for slug, entry in self.entries.items():
            doubtful = {self._simplified[name].lower() for name in entry.ambiguous}
            for name in entry.names():
                form = self._simplified[name]
                found[form, slug] = form.lower() in doubtful
        return tuple(sorted((form, slug, ambiguous) for (form, slug), ambiguous in found.items()))

    @cached_property
    def _lowered(self) -> dict[str, list[tuple[str, str, bool]]]:
        found: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
        for row in self._forms:
            found[row[0].lower()].append(row)
        return dict(found)

    @cached_property
    def _by_fold(self) -> dict[str, list[tuple[bool, str]]]:
        found: dict[str, set[tuple[bool, str]]] = defaultdict(set)
        for form, slug, ambiguous in self._forms:
            if (key := fold(form)) and (not ambiguous or (False, slug) not in found[key]):
                found[key].add((ambiguous, slug))
        return {key: sorted(pairs) for key, pairs in found.items()}

    def find(self, name: str) -> tuple[LexiconEntry, ...]:
        """The things of a name in any script, case, spacing and punctuation.

        Those that it surely means stand first, then those that write it so (``Alipay+``, not ``Alipay``), then by slug.
        """
        wanted = simplify(name.strip()).lower()
        exact = {slug for form, slug, _ in self._lowered.get(wanted, ())}
        ranked = sorted((doubtful, slug not in exact, slug) for doubtful, slug in self._by_fold.get(fold(name), ()))
        return tuple(self.entries[slug] for _, _, slug in ranked)

    def forms(self) -> tuple[tuple[str, str, bool], ...]:
        """All names as ``(form, slug, ambiguous)``, sorted.

        The forms are simplified and otherwise as written: one thing may have several that differ in case or spacing.
        An ambiguous form counts for its thing only where `LexiconEntry.counts_in` the article. A form may stand under
        several things, at most one of them unambiguous.
        """
        return self._forms

    def blocked(self) -> tuple[str, ...]:
        """Longer strings within which some name does not count (``亚马逊河``), simplified, sorted; none is a form."""
        forms = {form.lower() for form, _, _ in self._forms}
        strings = {simplify(text) for entry in self.entries.values() for text in entry.not_within}
        return tuple(sorted(text for text in strings if text.lower() not in forms))

    @cached_property
    def _sounds(self) -> dict[str, str]:
        """The toneless pinyin of every folded name that is in Han characters."""
        from pypinyin import lazy_pinyin  # a large dictionary: only where a name is unknown

        return {key: "".join(lazy_pinyin(key)) for key in self._by_fold if any(map(is_han, key))}

    def nearest(self, name: str, n: int = 3) -> tuple[LexiconEntry, ...]:
        """Up to `n` things whose names look or sound most like an unknown one, the likest first.

        Spelling is compared by `difflib`; so is the sound (toneless pinyin), since a wrong character in Chinese is
        mostly one that sounds the same.
        """
        wanted = fold(name[:_LONGEST_QUERY])
        if not wanted or n < 1:
            return ()
        sound = wanted
        if any(map(is_han, wanted)):
            from pypinyin import lazy_pinyin

            sound = "".join(lazy_pinyin(wanted))
        look, hear = SequenceMatcher(autojunk=False), SequenceMatcher(autojunk=False)
        look.set_seq2(wanted)
        hear.set_seq2(sound)
        best: dict[str, float] = {}
        for key, pairs in self._by_fold.items():
            likeness = max(_ratio(look, key), 0.95 * _ratio(hear, self._sounds.get(key, "")))
            for _, slug in pairs:
                best[slug] = max(best.get(slug, 0.0), likeness)
        ranked = sorted((-likeness, slug) for slug, likeness in best.items() if likeness >= _LEAST_LIKENESS)
        return tuple(self.entries[slug] for _, slug in ranked[:n])


def _ratio(matcher: SequenceMatcher[str], text: str) -> float:
    """How alike a text and the matcher's are; 0 where two cheap upper bounds already rule it out."""
    if not text:
        return 0.0
    matcher.set_seq1(text)
    if matcher.real_quick_ratio() < _LEAST_LIKENESS or matcher.quick_ratio() < _LEAST_LIKENESS:
        return 0.0
    return matcher.ratio()


def _converted(names: list[str], convert: Callable[[str], str]) -> dict[str, str]:
    """The names under a converter that keeps line ends, called once for all; one by one where a name holds one."""
    lines = convert("\n".join(names)).split("\n")
    if len(lines) != len(names):
        lines = [convert(name) for name in names]
    return dict(zip(names, lines, strict=True))


def _context(record: Record) -> list[str]:
    """The context words of the data, then the unambiguous names that are too long to stand somewhere by accident."""
    if not record.ambiguous:
        return list(dict.fromkeys(record.context))
    doubtful = {simplify(name).lower() for name in record.ambiguous}
    own = [name for name in map(simplify, record.names()) if name.lower() not in doubtful and _telling(name)]
    return list(dict.fromkeys([*record.context, *own]))


def _telling(name: str) -> bool:
    return sum(map(is_han, name)) >= 2 or len(re.sub(r"[^A-Za-z]", "", name)) >= 5


def _entry(record: Record, traditional: Mapping[str, str]) -> LexiconEntry:
    """The entry of a record without faults."""
    top = next(name for name in record.types if name in TOP_TYPES)
    english = record.preferred.get("en")
    zh = record.preferred.get("zh-Hans") or english or record.labels[0]
    zh_hant = record.preferred.get("zh-Hant") or traditional.get(zh, zh)
    doubtful = {simplify(name).lower() for name in record.ambiguous}
    settled = {zh, zh_hant, english}
    aliases = [name for name in record.alternative if name not in settled and simplify(name).lower() not in doubtful]
    return LexiconEntry(
        slug=record.slug,
        type=top,
        subclass=next((name for name in record.types if name != top), None),
        zh=zh,
        zh_hant=zh_hant,
        en=english,
        label=record.labels[0],
        aliases=tuple(dict.fromkeys(aliases)),
        ambiguous=tuple(dict.fromkeys(record.ambiguous)),
        context=tuple(_context(record)),
        not_within=tuple(dict.fromkeys(record.not_within)),
        broader=tuple(sorted(set(record.broader))),
        exact_match=tuple(sorted(set(record.exact_match))),
    )


def read_lexicon(folder: Path) -> Lexicon:
    """The lexicon of the Turtle files of a folder, with the places of CLDR.

    Raises:
        DataFileError: a file is no Turtle, or says of a thing what the lexicon does not allow; it names the line.
    """
    return lexicon_of(read_files(folder, territory_records()))


def lexicon_of(records: Mapping[str, Record]) -> Lexicon:
    """The lexicon of records that were read.

    Raises:
        DataFileError: one says of a thing what the lexicon does not allow; it names the line.
    """
    for slug in sorted(records):
        for fault in faults(records[slug]):
            path = records[slug].path
            raise DataFileError(f"{slug}: {fault}", path, line_of_thing(path, slug))
    missing = {
        record.preferred["zh-Hans"]
        for record in records.values()
        if "zh-Hant" not in record.preferred and not record.preferred.get("zh-Hans", "a").isascii()
    }
    traditional = _converted(sorted(missing), traditionalize)
    return Lexicon(_entry(record, traditional) for record in records.values())


@cache
def lexicon() -> Lexicon:
    """The lexicon of this installation, read once a process.

    Raises:
        DataFileError: a file of ``ontology/lexicon/`` is bad; it names the line.
    """
    return read_lexicon(data_folder("ontology") / "lexicon")
