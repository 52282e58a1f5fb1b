"""Names that the lexicon holds, found in the text: longest first, ambiguous ones decided by the article's words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from kg.language.common_words import is_common, lies_across_words
from kg.language.marks import Mention
from kg.language.tokens import text_of
from kg.lexicon import Lexicon, LexiconEntry, lexicon
from kg.model import Entity, fold, simplify
from kg.vocabulary.tables import alternation, word_table

__all__ = ["LexiconNames", "longest_first"]

_REMEMBERED = 20_000  # spellings looked up before
_BLOCKED = "\x00"
_OF_FIGURE = re.compile("[0-9.几数多十百千][万亿千百]")
_DIGITS_ONLY = re.compile(r"[0-9]+$")
_AFTER_DIGITS = re.compile(
    r"\s*(?:[A-Za-z0-9.%％]|元|万|亿|个|家|件|条|名|人|美元|块|倍|天|年|月|日|号|次|款|种|单|台|克|斤)"
)
_CURRENCY = re.compile("盾|元|卢比|比索|里拉|卢布|法郎|币")
_LATIN_WORD = re.compile(r"(?<![A-Za-z0-9@#./_\-])[A-Z][A-Za-z0-9]{5,30}(?![A-Za-z0-9@/_])(?!\.[a-z])")
_DID = re.compile("(?:投资|收购|控股|入股|搜索)[了过]|搜索(?:一下|一番|这|该|某|到|出|查|查询|“)")
_BODIES = ("Organization", "Platform")
_LIST_BEFORE, _LIST_AFTER = re.compile("、 ?$"), re.compile(" ?、 ?")
_LAST = re.compile("[，。、；：）)”」]|等|和|与|及|这样|$")
_LATIN_BEFORE, _LATIN_AFTER = re.compile("[A-Za-z0-9] $"), re.compile(" [A-Za-z]")
_EDGES = "，。；：！？、“「（( \n像如和与及继"
_ACTS = re.compile("(?:宣布|推出|旗下|CEO|创始人|联合创始人)")
_YEAR_BEFORE = re.compile(r"(?:19|20)[0-9]{2}\s*年?\s*$")


def longest_first(spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Of overlapping spans the longest, of equally long ones the first; in order of the text."""
    kept: list[tuple[int, int, str]] = []
    used: set[int] = set()
    for start, end, what in sorted(spans, key=lambda s: (s[0] - s[1], s[0], s[2])):
        if start not in used and end - 1 not in used:
            used.update(range(start, end))
            kept.append((start, end, what))
    return sorted(kept)


def _letters(text: str) -> str:
    """A text as the matcher compares it: in lower case, without blanks."""
    return "".join(text.lower().split()).replace("ς", "σ")  # the one letter whose lower case depends on its neighbours


def _in_latin(text: str, start: int, end: int) -> bool:
    """Whether Latin words stand beside a Latin name, which is part of theirs then."""
    return bool(_LATIN_BEFORE.search(text, max(0, start - 2), start) or _LATIN_AFTER.match(text, end))


def _stands_as_body(
    text: str, start: int, end: int, kind: str, ends: dict[int, Mention], starts: dict[int, Mention]
) -> bool:
    """Whether a list among known bodies, or what is done, tells that words are the name of a body.

    Args:
        text: the text.
        start: where the words start.
        end: where they end.
        kind: the type that they would have.
        ends: the names found, by where they end.
        starts: the same, by where they start.
    """
    before, after = _LIST_BEFORE.search(text, max(0, start - 3), start), _LIST_AFTER.match(text, end)
    left = ends.get(before.start()) if before else None
    right = starts.get(after.end()) if after else None
    edge = start == 0 or text[start - 1] in _EDGES
    if (edge and _ACTS.match(text, end)) or text.startswith(("旗下", " 旗下"), end):
        return True
    if left and right:
        return {left.entity.type, right.entity.type} <= {*_BODIES}
    if left:
        return left.entity.type == kind and _LAST.match(text, end) is not None
    return right is not None and right.entity.type == kind and edge


class LexiconNames:
    """The component that finds the lexicon's names.

    Args:
        nlp: the pipeline, for its tokeniser.
        known: the lexicon.
    """

    def __init__(self, nlp: Language, known: Lexicon) -> None:
        self._lexicon = known
        self._matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self._tokens = nlp.tokenizer
        self._slugs: dict[str, list[tuple[str, bool]]] = {}
        forms: dict[str, list[tuple[str, bool]]] = {}
        for form, slug, ambiguous in known.forms():
            forms.setdefault(form.lower(), []).append((slug, ambiguous))
        for blocked in known.blocked():
            forms.setdefault(blocked.lower(), []).append((_BLOCKED, False))
        self._bars: dict[str, set[str]] = {}  # the things whose names do not count within a string
        for slug, entry in known.entries.items():
            for longer in entry.not_within:
                self._bars.setdefault(simplify(longer).lower(), set()).add(slug)
        self._waiting: dict[tuple[str, ...], list[str]] = {}  # forms that no text began so far, by how they begin
        for form, slugs in sorted(forms.items()):
            self._slugs[form] = slugs
            self._waiting.setdefault(tuple(_letters(form)[:2]), []).append(form)
        self._entities: dict[str, Entity] = {}
        self._spelled: dict[str, LexiconEntry | None] = {}
        self._strings = nlp.vocab.strings

    def __call__(self, doc: Doc) -> Doc:
        """Mark the names in `doc`."""
        text = text_of(doc)
        spans: list[tuple[int, int, str]] = []
        barred: list[tuple[int, int, str]] = []
        undecided: list[tuple[int, int, str]] = []
        self._prepare(text)
        chosen: dict[str, str | None] = {}
        for key, first, last in self._matcher(doc):
            form = self._strings[key]
            if form not in chosen:
                chosen[form] = self._choose(form, text)
            start, end = doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
            if chosen[form] is None:  # it hides no shorter one: 京东 in 京东方面
                undecided.append((start, end, form))
            elif not _DID.match(text, end - 2) and not (start and _OF_FIGURE.match(text, start - 1)):
                # not 腾讯投资了京东, which tells what 腾讯 did, nor 130万达人
                (barred if chosen[form] == _BLOCKED else spans).append((start, end, form))
        found = []
        for start, end, form in longest_first(self._outside(spans, barred, chosen)):
            slug = chosen[form]
            if slug is None or self._is_number(text, start, end, form):
                continue
            if _CURRENCY.match(text, end) and start and text[start - 1] in "0123456789 十百千万亿":
                continue  # 24.7万亿越南盾 names no country
            if self._lexicon.entries[slug].type != "Place" and lies_across_words(text, start, end):
                continue
            found.append(Mention(start, end, self._entity(slug)))
        found += self._among_bodies(text, undecided, found)
        found.sort()
        found += [*self._respelled(text, found), *self._joined(text, found)]
        found.sort()
        doc._.mentions = [part for mention in found for part in self._parts(text, self._with_year(text, mention))]
        return doc

    def _outside(
        self, spans: list[tuple[int, int, str]], barred: list[tuple[int, int, str]], chosen: dict[str, str | None]
    ) -> list[tuple[int, int, str]]:
        """The names that stand in no string in which their thing is not meant: 中国 in 中国移动支付, not 中国移动."""
        within: dict[int, set[str]] = {}  # by each position, what is not meant there
        for start, end, longer in barred:
            for position in range(start, end):
                within.setdefault(position, set()).update(self._bars[longer])
        if not within:
            return spans
        empty: set[str] = set()
        return [
            span for span in spans if chosen[span[2]] not in within.get(span[0], empty) & within.get(span[1] - 1, empty)
        ]

    def _among_bodies(
        self, text: str, undecided: list[tuple[int, int, str]], found: list[Mention]
    ) -> Iterator[Mention]:
        """Names of bodies that mean something else as well, where a list or what is done tells: 微软、联想、戴尔."""
        ends = {mention.end: mention for mention in found}
        starts = {mention.start: mention for mention in found}
        taken = {place for mention in found for place in (mention.start, mention.end - 1)}
        spans = [
            (start, end, form)
            for start, end, form in longest_first(undecided)
            if not {start, end - 1} & taken and not self._is_number(text, start, end, form)
            if not (form.isascii() and _in_latin(text, start, end))
        ]
        told: dict[str, str] = {}
        for start, end, form in spans:
            slugs = [slug for slug, _ in self._slugs[form] if slug != _BLOCKED]
            if not all(self._lexicon.entries[slug].type in _BODIES for slug in slugs):
                continue
            if not _stands_as_body(text, start, end, self._lexicon.entries[slugs[0]].type, ends, starts):
                continue
            if is_common(form):
                yield Mention(start, end, self._entity(slugs[0]))
            else:
                told[form] = slugs[0]
        yield from (Mention(start, end, self._entity(told[form])) for start, end, form in spans if form in told)

    def _prepare(self, text: str) -> None:
        """Have the matcher know all names that may stand in a text: to teach it all of them takes half a second."""
        letters = _letters(text)
        begun = self._waiting.keys() & {*pairwise(letters), *zip(letters, strict=True)}
        for beginning in sorted(begun):
            for form in self._waiting.pop(beginning):
                self._matcher.add(form, [self._tokens(form)])

    def _respelled(self, text: str, found: list[Mention]) -> list[Mention]:
        """Latin names that the lexicon writes with other blanks or punctuation: PrimeVideo."""
        starts = [mention.start for mention in found]
        more = []
        for match in _LATIN_WORD.finditer(text):
            place = bisect_left(starts, match.end())
            if place and found[place - 1].end > match.start():
                continue
            name = match.group()
            if name not in self._spelled:
                if len(self._spelled) > _REMEMBERED:
                    self._spelled.clear()
                self._spelled[name] = self._by_spelling(name)
            entry = self._spelled[name]
            if entry and (fold(name) not in map(fold, entry.ambiguous) or entry.counts_in(text)):
                more.append(Mention(match.start(), match.end(), self._entity(entry.slug)))
        return more

    def _joined(self, text: str, found: list[Mention]) -> list[Mention]:
        """Short forms that stand for several things together: 北上广深, 日韩."""
        more = []
        for match in _joined_pattern().finditer(text):
            parts = word_table("names")["joined"].get(match.group())
            if parts is None or any(m.start < match.end() and match.start() < m.end for m in found):
                continue
            first, *others = (self._entity(self._lexicon.find(part)[0].slug) for part in parts)
            more.append(Mention(match.start(), match.end(), first, others=tuple(others)))
        return more

    def _by_spelling(self, name: str) -> LexiconEntry | None:
        """The one thing that a name means but for blanks and punctuation, if there is one."""
        entries = self._lexicon.find(name) if len(fold(name)) >= 6 else ()
        return entries[0] if len(entries) == 1 else None

    @staticmethod
    def _is_number(text: str, start: int, end: int, form: str) -> bool:
        """Whether a name of digits (1688) is a figure or part of a longer word here."""
        if not _DIGITS_ONLY.match(form):
            return False
        return bool(_AFTER_DIGITS.match(text, end)) or (start > 0 and text[start - 1] in "第￥$¥.约近超")

    @staticmethod
    def _with_year(text: str, mention: Mention) -> Mention:
        """A yearly event takes the year that stands before it: 2024 欧洲杯."""
        if mention.entity.type != "Event":
            return mention
        year = _YEAR_BEFORE.search(text, max(0, mention.start - 8), mention.start)
        return Mention(year.start(), mention.end, mention.entity) if year else mention

    def _choose(self, form: str, text: str) -> str | None:
        """Which thing a form means in this article; None where nothing decides."""
        plain = [slug for slug, ambiguous in self._slugs[form] if not ambiguous]
        if plain:
            return plain[0]
        return next((slug for slug, _ in self._slugs[form] if self._lexicon.entries[slug].counts_in(text)), None)

    def _parts(self, text: str, mention: Mention) -> list[Mention]:
        """A programme named with its platform (速卖通Choice) is two mentions where its own name is the shorter one."""
        if mention.entity.type != "Program" or text[mention.start : mention.end] == mention.entity.name:
            return [mention]
        for cut in range(mention.start + 1, mention.end):
            owner = self._known_as(text[mention.start : cut], ("Organization", "Platform"))
            rest = text[cut : mention.end]
            start = cut + len(rest) - len(rest.lstrip())
            if owner and self._known_as(rest.strip(), ("Program",)) == mention.entity.slug:
                return [Mention(mention.start, cut, self._entity(owner)), Mention(start, mention.end, mention.entity)]
        return [mention]

    def _known_as(self, name: str, types: tuple[str, ...]) -> str | None:
        """The thing of one of these types that a name may mean."""
        slugs = [slug for slug, _ in self._slugs.get(name.strip().lower(), []) if slug != _BLOCKED]
        return next((slug for slug in slugs if self._lexicon.entries[slug].type in types), None)

    def _entity(self, slug: str) -> Entity:
        if slug not in self._entities:
            self._entities[slug] = self._lexicon.entries[slug].entity()
        return self._entities[slug]


@cache
def _joined_pattern() -> re.Pattern[str]:
    table = word_table("names")
    return re.compile(alternation([*table["joined"], *table["joined_not"]["within"]]))


@cache
def _lexicon() -> Lexicon:
    return lexicon()


@Language.factory("kg_lexicon_names", assigns=["doc._.mentions"])
def _factory(nlp: Language, name: str) -> object:
    return LexiconNames(nlp, _lexicon())
