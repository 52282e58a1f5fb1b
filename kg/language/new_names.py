"""Names that no lexicon holds, told and typed by plain cues beside them; the same in every mention of the article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.language.latin_names import find_latin, find_latin_programs, find_repeated_latin
from kg.language.marks import Mention
from kg.language.name_cues import HAN, Found, any_of, is_clean
from kg.language.titled_names import find_bodies, find_persons, find_titled
from kg.model import Entity
from kg.vocabulary.namespaces import mint_slug
from kg.vocabulary.tables import word_table

__all__ = ["find_new_names"]


@cache
def _unit_pattern() -> re.Pattern[str]:
    units, business = any_of("organization", "units"), any_of("organization", "figures_of")
    inner = r"[\u3400-\u9fffA-Za-z0-9]"
    coded = r"的?\s{0,2}[BC]2[BC]\s{0,2}业务"
    return re.compile(
        rf"(?P<inner>\s{{0,2}}部分)?(?P<rest>\s{{0,2}}(?:{inner}{{1,9}}?(?:{units})|{inner}{{0,4}}?(?:{business})|海外业务|{coded}))"
    )


def _units(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str, str, Entity]]:
    """Units named after their body: 菜鸟国际电商物流团队."""
    for mention in mentions:
        if mention.entity.type not in ("Organization", "Platform"):
            continue
        match = _unit_pattern().match(text, mention.end)
        if match and (is_clean(match["rest"], "organization") or re.search(r"[BC]2[BC]", match["rest"])):
            name = text[mention.start : mention.end] + match["rest"].strip()
            yield mention.start, match.end(), "Organization", name, mention.entity


@cache
def _quoted_pattern() -> re.Pattern[str]:
    followed = any_of("program", "suffixes")
    return re.compile(
        rf"(?P<open>[“「『\"])\s*(?P<name>[^“”「」『』\"\n，。；：！？…、]{{2,24}}?)\s*[”」』\"](?P<after>\s*(?:{followed}))?"
    )


def _quoted_programs(text: str) -> Iterator[Found]:
    """Quoted names: by the noun that they end in or that follows, or by a verb of launching before them."""
    suffixes = tuple(word_table("names")["program"]["strong_suffixes"])
    launch = re.compile(rf"(?:{any_of('program', 'launch')})[^，。；：！？\n]{{0,14}}$")
    launched_list = re.compile(
        rf"(?:{any_of('program', 'launch')})[^，。；：！？\n]{{0,40}}[”」]\s*(?:、|和|与|及|以及)[^，。；“”]{{0,4}}$"
    )
    refused = set(word_table("names")["program"]["not_names"])
    for match in _quoted_pattern().finditer(text):
        name = match["name"].strip()
        launched = launch.search(text, max(0, match.start() - 24), match.start())
        listed = launched_list.search(text, max(0, match.start() - 60), match.start())
        behind = text[match.end() : match.end() + 1]
        followed = match["after"] and (match["after"].strip() not in ("模式", "服务") or launched)
        called = (launched or listed) and behind != "的" and len(name) >= 3
        named = name.endswith(suffixes) or followed or called
        if named and name not in refused and is_clean(name, "program"):
            yield match.start("name"), match.start("name") + len(name), "Program", name


@cache
def _plan_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"\s{{0,2}}(?P<rest>(?:{HAN}|[A-Za-z0-9]){{2,8}}?(?:计划|项目|专区|频道))(?!书|组|经理|性|化|中|的人|负责)"
    )


def _owned_programs(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str, str, Entity]]:
    """Programmes named after their platform: 淘宝出海包邮项目."""
    for mention in mentions:
        if mention.entity.type not in ("Organization", "Platform"):
            continue
        match = _plan_pattern().match(text, mention.end)
        if match and is_clean(match["rest"], "organization") and is_clean(match["rest"], "program"):
            core = match["rest"].removesuffix("项目")
            if len(core) >= 3:
                name = text[mention.start : mention.end] + core
                yield (
                    mention.start,
                    match.end("rest") - (len(match["rest"]) - len(core)),
                    "Program",
                    name,
                    mention.entity,
                )


_CALLS = re.compile(
    r"(?P<name>(?:20[0-9]{2}\s*(?:财年|年)\s*)(?:第?[一二三四]季度|Q\s*[1-4]|上半年|下半年)?\s*(?:财报|业绩)?\s*(?:分析师)?\s*"
    r"(?:电话会议?|业绩会|股东大会|投资者日|开发者大会|商家大会|卖家大会|峰会))"
)


def _events(text: str) -> Iterator[Found]:
    """Dated conferences: 2025 财年 Q3 财报分析师电话会."""
    for match in _CALLS.finditer(text):
        yield match.start(), match.end(), "Event", re.sub(r"\s+", "", match["name"])


_VERSION = re.compile(r"(?:大模型|模型)?(?:\s?-?[A-Z]?[0-9](?:[0-9A-Za-z]|\.(?=[0-9])|-(?=[A-Za-z0-9]))*)")
_GATHERING = re.compile(
    rf"(?:召开|举办|举行|主办|出席|参加|举办的)(?:了)?(?:首届|首期|一场|第[一二三四五六七八九十0-9]+[届期])?(?P<name>(?:{HAN}|[A-Za-z0-9·]){{2,14}}?"
    r"(?:开发者大会|座谈会|招商会|商家大会|卖家大会|大会|峰会|论坛|博览会|交易会|订货会))"
)


def _versions(text: str, mentions: list[Mention]) -> Iterator[tuple[int, int, str, str, Entity]]:
    """Versions of a known product are things of their own: Qwen2.5-Max, 文心大模型4.5."""
    for mention in mentions:
        if mention.entity.type not in ("Platform", "Program") or text[mention.end - 1].isdigit():
            continue
        match = _VERSION.match(text, mention.end)
        plain = match and re.fullmatch(r"\s?[0-9]+", match.group())
        if match and not plain and not re.match(r"[亿万%个家年月日天倍]", text[match.end() :]):
            yield mention.start, match.end(), "Program", text[mention.start : match.end()], mention.entity


def _gatherings(text: str) -> Iterator[Found]:
    """Named meetings that somebody holds or attends."""
    for match in _GATHERING.finditer(text):
        name = match["name"]
        if len(name) >= 4 and is_clean(name, "program"):
            yield match.start("name"), match.end("name"), "Event", name


_PUBLIC = ("商务局", "商务厅", "工贸部", "财政部", "贸易部", "委员会", "法院", "政府", "总局", "监管局")


class _Collector:
    """Keeps new names apart from known ones and gives each one type in the whole article."""

    def __init__(self, text: str, mentions: list[Mention]) -> None:
        self.text, self.known = text, mentions
        self.things: dict[str, Entity] = {}
        self.owners: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self._known_names = {text[m.start : m.end].lower() for m in mentions}

    def overlaps_known(self, start: int, end: int) -> bool:
        return any(m.start < end and start < m.end for m in self.known)

    def add(self, name: str, kind: str, owner: Entity | None = None) -> None:
        compact = re.sub(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])", "", name)
        if compact.lower() in self._known_names or compact in self.things:
            return
        public = kind == "Organization" and compact.endswith(_PUBLIC)
        subclass = "PublicBody" if public else None
        self.things[compact] = Entity(slug=mint_slug(kind, compact), type=kind, name=compact, subclass=subclass)
        if owner:
            self.owners[compact] = owner

    def mark_all(self) -> list[Mention]:
        """Every mention of every new name; where names overlap, the longest."""
        if not self.things:
            return self.known
        spaced = {name: self._spelled(name) for name in self.things}
        order = sorted(spaced, key=lambda n: (-len(n), n))
        pattern = re.compile("|".join(f"(?P<n{i}>{self._bounded(name, spaced[name])})" for i, name in enumerate(order)))
        found = []
        for match in pattern.finditer(self.text):
            name = order[int((match.lastgroup or "n0")[1:])]
            found.append(Mention(match.start(), match.end(), self.things[name], "new"))
        return self._merge(found)

    def _spelled(self, name: str) -> str:
        """A name as it may stand: blanks anywhere, and 部分 behind the body that a unit is named after."""
        letters = [re.escape(c) for c in name.replace(" ", "")]
        owner = self.owners.get(name)
        if owner:
            known = [n for n in (owner.name, *owner.aliases) if name.startswith(n)]
            if known:
                letters[len(max(known, key=len)) - 1] += r"(?:\s*部分)?"
        return r"\s*".join(letters)

    @staticmethod
    def _bounded(name: str, pattern: str) -> str:
        left = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
        right = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
        return left + pattern + right

    def _merge(self, found: list[Mention]) -> list[Mention]:
        """A new name swallows the known ones inside it; one that only touches a known one gives way."""
        kept = list(self.known)
        for mention in found:
            inside = [m for m in kept if m.start < mention.end and mention.start < m.end]
            if all(mention.start <= m.start and m.end <= mention.end for m in inside) and not any(
                m.start == mention.start and m.end == mention.end for m in inside
            ):
                kept = [m for m in kept if m not in inside]
                kept.append(mention)
        return sorted(kept)


def _known_owners(text: str, mentions: list[Mention]) -> dict[str, Entity]:
    """The bodies after which known units are named in the text: 阿里电商事业群."""
    units = tuple(word_table("names")["organization"]["units"])
    bodies = {text[m.start : m.end]: m.entity for m in mentions if m.entity.type in ("Organization", "Platform")}
    owners: dict[str, Entity] = {}
    for mention in mentions:
        words = text[mention.start : mention.end]
        if mention.entity.type != "Organization" or not words.endswith(units):
            continue
        heads = [name for name, body in bodies.items() if words.startswith(name) and body != mention.entity]
        if heads:
            owners[mention.entity.slug] = bodies[max(heads, key=len)]
    return owners


def find_new_names(text: str, mentions: list[Mention]) -> tuple[list[Mention], dict[str, Entity]]:
    """The mentions of known and new names of `text`, and the bodies in whose names new ones stand, by slug.

    Args:
        text: the text, simplified.
        mentions: mentions of known names, in order.
    """
    collector = _Collector(text, mentions)
    for start, end, kind, name, owner in (
        *_units(text, mentions),
        *_owned_programs(text, mentions),
        *_versions(text, mentions),
    ):
        inside = [m for m in mentions if m.start < end and start < m.end]
        if all(start <= m.start and m.end <= end for m in inside):
            collector.add(name, kind, owner)
    for start, end, kind, name in (
        *_quoted_programs(text),
        *find_latin_programs(text),
        *_events(text),
        *_gatherings(text),
    ):
        exact = any(m.start == start and m.end == end for m in mentions)
        if not exact:
            collector.add(name, kind)
    for start, end, kind, name in (
        *find_titled(text),
        *find_persons(text),
        *find_bodies(text),
        *find_latin(text),
        *find_repeated_latin(text),
    ):
        if not collector.overlaps_known(start, end):
            collector.add(name, kind)
    marked = collector.mark_all()
    owners = _known_owners(text, mentions)
    owners |= {
        collector.things[name].slug: owner for name, owner in collector.owners.items() if owner.type != "Program"
    }
    return marked, owners


@Language.factory("kg_new_names", requires=["doc._.mentions"], assigns=["doc._.mentions", "doc._.owners"])
def _factory(nlp: Language, name: str) -> object:
    return _component


def _component(doc: Doc) -> Doc:
    doc._.mentions, doc._.owners = find_new_names(doc.text, doc._.mentions)
    return doc
