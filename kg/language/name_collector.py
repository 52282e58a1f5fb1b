"""Keeps new names apart from known ones, gives each one type in the whole article, and marks every mention."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from kg.language.common_words import is_common_latin
from kg.language.marks import Mention
from kg.language.name_cues import Found
from kg.language.short_names import introduced_names
from kg.model import Entity
from kg.vocabulary.namespaces import mint_slug
from kg.vocabulary.tables import word_table

__all__ = ["Collector"]

_BLANKS_AT_HAN = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000]+|[ \t\u3000]+(?=[\u3400-\u9fff])")
_OPEN_MARKS, _CLOSE_MARKS = ("“", "「", "『", "《"), ("”", "」", "』", "》")
_NO_BLANKS = {ord(blank): None for blank in " \t\u3000"}
_ONE = ("Organization", "Platform")  # what a company and its platform are typed, which are one thing
_BLANKS = 8  # blanks that may stand inside a name
# Of types with equal weights the first.
_ORDER = ("Program", "Event", "Person", "Platform", "Organization", "Place")


_DIVISIONS = ("事业部", "事业群", "业务部", "业务部门", "部门")
_LEGAL = re.compile(r"[ .,]*(?:Co[ .,]*L[Tt][Dd]|Inc|LLC|L[Tt][Dd]|GmbH|Corporation|Corp|PLC|Limited)[.]?$")
_LATIN = re.compile(
    r"(?<![A-Za-z0-9@#./_\-])(?P<first>[A-Z][A-Za-z0-9]{2,20})(?: [A-Z][A-Za-z0-9]{1,20})?(?![A-Za-z0-9/_])"
)


def _letters(name: str) -> str:
    """What is left of a Latin name without blanks, capitals and the legal form."""
    return re.sub(r"[ .\-]", "", _LEGAL.sub("", name)).lower()


def _runs(name: str, owner: Entity) -> bool:
    """Whether a division is who runs the thing of its name, no part of it: 闲鱼事业部, 闲鱼业务部门."""
    return any(name == f"{one}{unit}" for one in (owner.name, *owner.aliases) for unit in _DIVISIONS)


class Collector:
    """New names of one text.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order; they do not overlap.
    """

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text, self.known = text, mentions
        self._starts = [m.start for m in mentions]
        self._ends = [m.end for m in mentions]
        self._known_names = {text[m.start : m.end].lower() for m in mentions}
        self._weights: dict[str, dict[str, int]] = {}
        self._owners: dict[str, Entity] = {}
        self._things: dict[str, Entity] = {}

    def _beside(self, start: int, end: int) -> list[Mention]:
        """Known mentions that overlap a span."""
        return self.known[bisect_right(self._ends, start) : bisect_left(self._starts, end)]

    def _holds_places(self, found: Found, beside: list[Mention]) -> bool:
        """Whether the known names in a name are places of its own: 美国短剧协会, “湘里湖南菜”, Holt & Reyes Asia."""
        start, end, _, name = found
        if any(m.entity.type != "Place" for m in beside):
            return False
        quoted = self.text[start - 1 : start] in _OPEN_MARKS and self.text[end : end + 1] in _CLOSE_MARKS
        return beside[0].start == start or quoted or (name.isascii() and " " in name)

    def add(self, found: Found, weight: int, owner: Entity | None = None, apart: bool = False) -> None:
        """Note a find.

        Args:
            found: where it stands, its type and its name.
            weight: how much its cue says of its type.
            owner: the known thing that it is named after.
            apart: whether it may overlap no known name; else it may hold known names, but no part of one.
        """
        start, end, kind, name = found
        beside = self._beside(start, end)
        if beside and (
            any(not (start <= m.start and m.end <= end) or (m.start, m.end) == (start, end) for m in beside)
            or (apart and not self._holds_places(found, beside))
        ):
            return
        compact = _BLANKS_AT_HAN.sub("", name)
        if len(compact) < 2 or compact.lower() in self._known_names:
            return
        weights = self._weights.setdefault(compact, {})
        weights[kind] = weights.get(kind, 0) + weight
        if owner and not _runs(compact, owner):
            self._owners.setdefault(compact, owner)

    def _kinds(self, full: dict[str, Entity]) -> dict[str, str]:
        """The type of each name; what only stands again is a person where its first or last name is a person's."""
        kinds = {name: max(w, key=lambda k: (w[k], -_ORDER.index(k))) for name, w in self._weights.items()}
        for name, weights in self._weights.items():
            if kinds.get(name.split(" ")[0]) == "Person" and weights.keys() <= {"Platform"}:
                kinds[name] = "Person"
        weak = {name for name, weights in self._weights.items() if weights == {"Platform": 1}}
        kinds |= dict.fromkeys(weak & full.keys(), "Person")
        for name in sorted(kinds):
            parts = name.split(" ")
            if len(parts) != 2:
                continue
            if name in weak and kinds.get(parts[1]) == "Person":
                kinds[name] = "Person"
            if kinds[name] == "Person":
                kinds |= dict.fromkeys(weak & set(parts), "Person")
        return kinds

    def _make(self) -> None:
        """One thing for each name; a person is one with and without the first name or the last."""
        public = tuple(word_table("names")["organization"]["public"])
        full = self._known_people()
        kinds = self._kinds(full)
        for name, kind in kinds.items():
            subclass = "PublicBody" if kind == "Organization" and name.endswith(public) else None
            self._things[name] = Entity(slug=mint_slug(kind, name), type=kind, name=name, subclass=subclass)
        self._things |= {name: full[name] for name, kind in kinds.items() if kind == "Person" and name in full}
        for name in sorted(kinds):
            parts = name.split(" ")
            if kinds[name] == "Person" and len(parts) == 2:
                for part in parts:
                    if kinds.get(part) == "Person":
                        self._things[part] = self._things[name]
        self._same()

    def _known_people(self) -> dict[str, Entity]:
        """The known people whose full names stand in the text, by their last names: Altman of Sam Altman."""
        found: dict[str, Entity] = {}
        for mention in self.known:
            parts = re.split("[ ·]", self.text[mention.start : mention.end])
            if mention.entity.type == "Person" and len(parts) == 2:
                found.setdefault(parts[1], mention.entity)
        return found

    def owners(self) -> dict[str, Entity]:
        """The known things that new ones are named after, by the slug of the new one."""
        return {self._things[name].slug: owner for name, owner in self._owners.items() if name in self._things}

    def mark_all(self) -> list[Mention]:
        """Every mention of every new name beside the known ones; where names overlap, the longest."""
        self._make()
        marked = self._marked()
        short = {
            name: thing
            for name, thing in introduced_names(self.text, marked)
            if name.lower() not in self._known_names and (name in self._things or len(name) > 1)
        }
        if not short:
            return marked
        self._things |= short
        return self._marked()

    def _same(self) -> None:
        """One thing for Latin names that differ in blanks, capitals or the legal form: Codeway, CodeWay Inc."""
        spellings: dict[str, list[str]] = {}
        for name in sorted(self._things):
            if name.isascii() and len(name) > 2:
                spellings.setdefault(_letters(name), []).append(name)
        first = {
            letters: max(names, key=self.text.count) if len(names) > 1 else names[0]
            for letters, names in spellings.items()
        }
        for letters, names in spellings.items():
            kept = self._things[first[letters]]
            self._things |= {
                name: kept
                for name in names
                if self._things[name].type == kept.type or {self._things[name].type, kept.type} == set(_ONE)
            }
        for match in _LATIN.finditer(self.text):
            for words in {match.group(), match["first"], match.group().rpartition(" ")[2]}:
                kept_name = first.get(_letters(words)) if len(words) > 5 and not is_common_latin(words) else None
                if (
                    kept_name
                    and words not in self._things
                    and self._things[kept_name].type in ("Organization", "Platform")
                ):
                    self._things[words] = self._things[kept_name]

    def _marked(self) -> list[Mention]:
        if not self._things:
            return self.known
        spelled = {self._key(name): name for name in sorted(self._things)}
        for name, owner in self._owners.items():
            head = max((n for n in (owner.name, *owner.aliases) if name.startswith(n)), key=len, default="")
            if head:
                spelled.setdefault(self._key(f"{head}部分{name[len(head) :]}"), name)
        found = [
            Mention(start, end, self._things[name], "name" if self._things[name].linked else "new")
            for start, end, name in self._occurrences(spelled)
        ]
        return self._merge(found)

    @staticmethod
    def _key(name: str) -> str:
        return re.sub(r"[ \t\u3000]+", "", name)

    def _occurrences(self, spelled: dict[str, str]) -> Iterator[tuple[int, int, str]]:
        """Where names stand, blanks or not, the longest first at each place: a look-up for each length in question."""
        lengths: dict[str, list[int]] = {}
        for name in spelled:
            row = lengths.setdefault(name[:2], [])
            if len(name) not in row:
                row.append(len(name))
        for row in lengths.values():
            row.sort(reverse=True)
        longest = max(map(len, spelled))
        free = 0
        for match in re.finditer(f"[{re.escape(''.join(sorted({name[0] for name in spelled})))}]", self.text):
            start = match.start()
            if start < free:
                continue
            window = self.text[start : start + longest + _BLANKS]
            words = window.translate(_NO_BLANKS)
            for length in lengths.get(words[:2], ()):
                if words[:length] in spelled and len(words) >= length:
                    end = start + (length if len(words) == len(window) else _reach(window, length))
                    if self._bounded(start, end):
                        yield start, end, spelled[words[:length]]
                        free = end
                        break

    def _bounded(self, start: int, end: int) -> bool:
        """Whether a Latin name begins and ends where words do."""
        text = self.text
        if _is_latin(text[start]) and start and _is_latin(text[start - 1]):
            return False
        return not (_is_latin(text[end - 1]) and end < len(text) and _is_latin(text[end]))

    def _merge(self, found: list[Mention]) -> list[Mention]:
        """A new name swallows the known ones inside it; one that only touches a known one gives way."""
        swallowed: set[int] = set()
        kept: list[Mention] = []
        for mention in found:
            first, last = bisect_right(self._ends, mention.start), bisect_left(self._starts, mention.end)
            inside = self.known[first:last]
            if all(mention.start <= m.start and m.end <= mention.end for m in inside) and not any(
                (m.start, m.end) == (mention.start, mention.end) for m in inside
            ):
                swallowed.update(range(first, last))
                kept.append(mention)
        return sorted([*(m for n, m in enumerate(self.known) if n not in swallowed), *kept])


def _reach(window: str, length: int) -> int:
    """How many characters hold `length` that are no blanks."""
    end = 0
    while length:
        length -= window[end] not in " \t\u3000"
        end += 1
    return end


def _is_latin(char: str) -> bool:
    return char.isalnum() and char < "\u0250"
