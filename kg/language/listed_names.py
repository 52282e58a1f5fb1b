"""Names that no lexicon holds in lists whose other members are known, or that a noun behind the list types."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from kg.language.common_words import Cover, is_common, is_common_latin
from kg.language.cued_names import is_person_form
from kg.language.marks import Mention
from kg.language.name_cues import HAN, LATIN_WORDS, Found, any_of
from kg.vocabulary.tables import word_table

__all__ = ["find_listed"]

_MEMBER = 26  # characters of a member of a list, glosses included
_STOP = re.compile(r"[，。；：！？\n、]")
_GLOSS = re.compile(r"\s{0,2}[（(][^（）()]{0,20}[）)]\s{0,2}$")
_HEAD_NOUN = 14  # characters behind 等 in which the noun for the members stands
_JOIN = re.compile(r"\s{0,2}(?:以及|和|与|及|或)\s{0,2}")


_NO_NAME = re.compile("[的了是在和与及或等不很也都就们类型化性式]|[级款种家个]$")
_BRAND = re.compile(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*")
_MIXED = re.compile(rf"(?P<latin>[A-Za-z]{{2,10}}){HAN}{{2,4}}")
_FIRM = re.compile(
    rf"(?:(?![各多大小新老该某的等]){HAN}){{2,5}}(?:集团|控股|股份|食品|科技|实业|传媒|药业|证券|资本|物流|快递|航空|影业|陶瓷|纸业)"
)
_KINDS = (
    "跨境",
    "国际",
    "国内",
    "海外",
    "第三",
    "自建",
    "冷链",
    "智能",
    "供应",
    "传统",
    "本地",
    "现代",
    "专线",
    "同城",
)
_BRANDS = 3  # Latin names that make a list of names without a known one


@dataclass(frozen=True)
class _Member:
    """A member of a list: where its name stands, its type where the name is known, and whether it may be no name."""

    start: int
    end: int
    kind: str | None
    doubtful: bool = False


@cache
def _latin_tail() -> re.Pattern[str]:
    return re.compile(rf"(?<![A-Za-z0-9@#./_\-])(?:{LATIN_WORDS}|[a-z][A-Za-z0-9]{{2,19}})$")


@cache
def _latin_head() -> re.Pattern[str]:
    return re.compile(rf"(?:{LATIN_WORDS}|[a-z][A-Za-z0-9]{{2,19}})(?![A-Za-z0-9/_])")


_MEMBER_END = re.compile(
    r"\s{0,2}(?:$|[，。；：！？、）)（(”」》\n等和与及或的在是都也均就将已]|以及|这样|(?:三|两|四|五|多)(?:大|家|个|位|名)|竞价|涨停|跌停|涨幅|跌幅)"
)
_SHORT = re.compile(rf"{HAN}{{2,3}}?(?=[，。；、）]|等)")
_PHRASE = re.compile("[在于将把向]")  # what follows is no part of the noun: 等产品在美国市场
_BEHIND = re.compile(r"[”」》]?\s{0,2}(?:等|这样|这类)([^，。；！？\n、]{1,12})")
_PEOPLE = re.compile(r"\s{0,2}(?:等\s{0,2})?(?:[两三四五]位|[两三四五]名)(?!数)")
_FULL_NAME = re.compile(r"[A-Z][A-Za-z'’.\-]{1,20}(?: [A-Z][A-Za-z'’.\-]{0,20}){1,3}")


@cache
def _nouns(kind: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The nouns that say what members are: in front of a list (平台，比如) and behind 等."""
    nouns = any_of(kind.lower(), "nouns")
    return (
        re.compile(rf"(?:{nouns})(?:有|[，,：:]?(?:比如|例如|诸如|包括|像|如)|[（(：:])[^，。；\n]{{0,6}}$"),
        re.compile(rf"(?:{nouns})"),
    )


@cache
def _people_nouns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Nouns for people in front of a list and behind it: 同学甲、乙, 甲、乙等明星主播."""
    nouns = any_of("person", "nouns")
    return re.compile(rf"(?:{nouns})(?:有|比如|例如|包括|如|是)?[：:]?\s{{0,2}}$"), re.compile(rf"(?:{nouns})")


@cache
def _suffix() -> re.Pattern[str]:
    return re.compile("|".join(any_of("organization", key) for key in ("suffixes", "weak_suffixes", "kinds")))


def _suffix_of(name: str) -> bool:
    """Whether a name ends as those of bodies do, with at least two characters before: 佳云科技."""
    return any(_suffix().fullmatch(name, cut) for cut in range(2, len(name) - 1))


class _Lists:
    """The lists of a text."""

    def __init__(self, text: str, cover: Cover, mentions: list[Mention]) -> None:
        self.text, self.cover = text, cover
        self.at_end = {m.end: m for m in mentions}
        self.at_start = {m.start: m for m in mentions}
        self.refused = set(word_table("names")["common"]["not_members"])

    def find(self) -> Iterator[tuple[Found, int]]:
        for marks in self._chains():
            members = self._members(marks)
            known = Counter([m.kind for m in members if m.kind])
            kind, weight = self._type(members, known)
            if kind is None:
                continue
            for member in members:
                name = self.text[member.start : member.end]
                new = member.kind is None and (kind != "Person" or name.isascii() or len(name) in (2, 3))
                if weight > 1 and kind == "Person" and not (_FULL_NAME.fullmatch(name) or is_person_form(name)):
                    continue  # nouns for people stand beside what they sell and where they appear, too
                if new and (not member.doubtful or _likely(name, kind, weight, sum(known.values()))):
                    yield (member.start, member.end, kind, name), weight

    def _chains(self) -> Iterator[list[int]]:
        """Runs of 、 with nothing between two of them but a member."""
        chain: list[int] = []
        for match in re.finditer("、", self.text):
            at = match.start()
            if chain and (at - chain[-1] > _MEMBER or _STOP.search(self.text, chain[-1] + 1, at)):
                yield chain
                chain = []
            chain.append(at)
        if chain:
            yield chain

    def _members(self, marks: list[int]) -> list[_Member]:
        found = [self._ending_at(marks[0])]
        for left, right in pairwise(marks):
            found.append(self._whole(left + 1, right))
        last = self._starting_at(marks[-1] + 1)
        found.append(last)
        if last is not None:
            join = _JOIN.match(self.text, last.end)
            if join:
                found.append(self._starting_at(join.end()))
        return [member for member in found if member is not None]

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        gloss = _GLOSS.search(self.text, max(start, end - _MEMBER), end)
        if gloss and gloss.start() > start:
            end = gloss.start()
        while start < end and self.text[start] in ' “"「『‘《\t':
            start += 1
        while end > start and self.text[end - 1] in ' ”"」』’》\t':
            end -= 1
        return start, end

    def _whole(self, start: int, end: int) -> _Member | None:
        """A member with 、 on both sides: the whole of it, or what stands behind its last 的 or 旗下."""
        start, end = self._trimmed(start, end)
        words = self.text[start:end]
        if end in self.at_end and self.at_end[end].start >= start:
            return self._known(self.at_end[end])
        cut = max(words.rfind("的"), words.rfind("旗下") + 1)
        if cut > 0:
            start += cut + 1
            words = self.text[start:end]
        if start in self.at_start and not words.isascii():
            return None  # a known name and more: its own finders tell
        return self._new(start, end)

    def _ending_at(self, end: int) -> _Member | None:
        """The first member: what ends at the mark."""
        start, end = self._trimmed(max(0, end - _MEMBER), end)
        if end in self.at_end:
            return self._known(self.at_end[end])
        latin = _latin_tail().search(self.text, start, end)
        if latin:
            return self._new(latin.start(), end)
        first = end - self._suffix_before(start, end)
        while first > start and self.cover.open[first - 1]:
            first -= 1
        first += self.text[first : first + 1] == "继"  # 继青贝、腾讯之后
        return self._new(first, end)

    def _starting_at(self, start: int) -> _Member | None:
        """The last member: what begins behind the mark."""
        start, _ = self._trimmed(start, min(len(self.text), start + _MEMBER))
        if start in self.at_start:
            return self._known(self.at_start[start])
        latin = _latin_head().match(self.text, start)
        if latin:
            return self._new(start, latin.end())
        end = start
        while end < len(self.text) and end - start < 7 and self.cover.open[end]:
            end += 1
        if end - start < 2:
            short = _SHORT.match(self.text, start) or _FIRM.match(self.text, start)
            end = short.end() if short else end
        suffix = _suffix().match(self.text, end) if end > start else None
        end = suffix.end() if suffix else end
        return self._new(start, end) if _MEMBER_END.match(self.text, end) else None

    def _suffix_before(self, start: int, end: int) -> int:
        """Length of a suffix of bodies in front of `end`."""
        for length in (4, 3, 2):
            if end - length > start and _suffix().fullmatch(self.text, end - length, end):
                return length
        return 0

    @staticmethod
    def _known(mention: Mention) -> _Member:
        return _Member(mention.start, mention.end, mention.entity.type)

    def _new(self, start: int, end: int) -> _Member | None:
        """A member that may be a name: brand-like Latin, or Han characters that common words do not explain."""
        name = self.text[start:end].rstrip(".-'’&")
        end = start + len(name)
        if not 2 <= len(name) <= 24 or name in self.refused:
            return None
        if name.isascii():
            plain = re.fullmatch(rf"{LATIN_WORDS}|[a-z][A-Za-z0-9]{{2,19}}", name)
            common = is_common_latin(name)
            return _Member(start, end, None, common) if plain and (not common or " " in name) else None
        if not re.fullmatch(r"[\u3400-\u9fffA-Za-z0-9·]{2,8}", name):
            return None
        if is_common(name):  # 恰好食品: only among names
            return _Member(start, end, None, True) if _FIRM.fullmatch(name) and not name.startswith(_KINDS) else None
        mixed = _MIXED.fullmatch(name)
        if mixed and not is_common_latin(mixed["latin"]):
            return _Member(start, end, None, True)  # QQ浏览器: only among names
        unexplained = sum(self.cover.open[start:end])
        if unexplained == 1 and len(name) in (2, 3) and not _NO_NAME.search(name):
            return _Member(start, end, None, True)  # 达能: only among names
        return _Member(start, end, None) if unexplained >= 2 and unexplained * 2 >= len(name) - 1 else None

    def _type(self, members: list[_Member], known: Counter[str]) -> tuple[str | None, int]:
        """What the members are: by the noun behind or before the list, else by the known members."""
        if not members:
            return None, 0
        kinds = [kind for kind, _ in known.most_common()]
        start, end = members[0].start, members[-1].end
        behind = _BEHIND.match(self.text, end, min(len(self.text), end + _HEAD_NOUN))
        noun = _PHRASE.split(behind[1], maxsplit=1)[0] if behind else ""
        if self._are_people(kinds, start, end, noun):
            return "Person", 2
        for kind in ("Program", "Platform", "Organization", "Place"):
            before, after = _nouns(kind)
            fits = not kinds or kind in kinds or {kind, kinds[0]} == {"Platform", "Organization"}
            if fits and (before.search(self.text, max(0, start - _HEAD_NOUN), start) or after.search(noun)):
                return kind, 2
        if not kinds:
            brands = [m for m in members if not m.doubtful and _BRAND.fullmatch(self.text, m.start, m.end)]
            if len(brands) >= _BRANDS:
                return "Platform", 1
            bodies = [m for m in members if not m.doubtful and _suffix_of(self.text[m.start : m.end])]
            return ("Organization", 1) if len(bodies) >= 2 and len(bodies) * 2 > len(members) else (None, 0)
        if kinds[0] in ("Event", "Program"):
            return None, 0
        if kinds[0] in ("Place", "Person") and (known[kinds[0]] < 2 or len(kinds) > 1):
            return None, 0
        return kinds[0], 1

    def _are_people(self, kinds: list[str], start: int, end: int, noun: str) -> bool:
        """Whether a noun for people, or their number, stands beside a list of no other known things."""
        if any(kind != "Person" for kind in kinds):
            return False
        before, after = _people_nouns()
        told = before.search(self.text, max(0, start - _HEAD_NOUN), start) or after.search(noun)
        return bool(told or _PEOPLE.match(self.text, end))


def _likely(name: str, kind: str, weight: int, known: int) -> bool:
    """Whether a member that common words or abbreviations may explain is a name: the names beside it tell."""
    if name.isascii():
        return weight > 1
    return kind in ("Organization", "Platform") and known >= (2 if weight > 1 else 3)


def find_listed(text: str, cover: Cover, mentions: list[Mention]) -> Iterator[tuple[Found, int]]:
    """Unknown members of lists, typed as the known ones beside them: 新浪、腾讯、青贝等互联网大厂.

    Args:
        text: the text, simplified.
        cover: what its common words leave unexplained.
        mentions: mentions of known names, in order.
    """
    return _Lists(text, cover, mentions).find()
