"""Whose report it is that names nobody before it: 财报显示，2024年A…; 官方数据显示，A…."""

from __future__ import annotations

import re

from kg.language import speech_cues as cues
from kg.language.marks import Mention, Sentence
from kg.model import Entity
from kg.vocabulary.tables import word_table

__all__ = ["body_of_report", "is_foreseen", "is_official"]

# What may stand before a report that names nobody, and between it and the company that it tells of.
_NOBODYS = re.compile(r"(?:[据从而其公司该最新的\s0-9财年度一二三四第Q去今季上半全]|根据)*")
# What tells that figures are a body's own, and may stand between that and its name: 官方数据显示，去年A….
_OFFICIAL = re.compile("官方(?:公布的?|披露的?|发布的?)?$")
_BRIEFLY = re.compile(r"[，,：:][^，。；：、\n]{0,6}")
_TIMED = re.compile(r"[，,：:\s]*(?:在|截至|截止|[0-9一二三四]|[年月日底末前第上下半季度全财去今]|Q|期间|[，,\s])*")
_UNITS = ("事业群", "事业部", "分部", "业务", "板块")


def is_official(text: str, left: int, start: int) -> bool:
    """Whether figures are called a body's own: 官方数据.

    Args:
        text: the text.
        left: where the clause starts.
        start: where the noun for the figures starts.
    """
    return bool(_OFFICIAL.search(text, left, start))


def body_of_report(
    text: str, told: tuple[int, int], left: int, first: Mention, mentions: list[Mention], reporting: set[str]
) -> Entity | None:
    """The body whose report, or whose own figures, are told of: the one named first behind it; None where unclear.

    Args:
        text: the text.
        told: the words that name the report.
        left: where their clause starts.
        first: the first name behind them.
        mentions: who can speak, in order.
        reporting: the slugs of those whose own report the text speaks of.
    """
    start, behind = told
    between = _TIMED.fullmatch(text, behind, first.start)
    if is_official(text, left, start):
        spoken = first.entity.type in ("Organization", "Platform") and first.entity.subclass != "PublicBody"
        return first.entity if spoken and (between or _BRIEFLY.fullmatch(text, behind, first.start)) else None
    report = cues.bare_report().search(text, start, behind) and _NOBODYS.fullmatch(text, left, start)
    return _who_reports(first.entity, mentions, reporting) if report and between else None


def _who_reports(entity: Entity, mentions: list[Mention], reporting: set[str]) -> Entity | None:
    """The listed company whose figures a report gives that opens with a name: it, or the one whose part it is."""
    if entity.subclass == "BusinessUnit" or entity.name.endswith(_UNITS):
        owners = {m.entity.slug: m.entity for m in mentions if m.entity.type in ("Organization", "Platform")}
        named = [e for e in owners.values() if e.name != entity.name and entity.name.startswith(e.name)]
        return max(named, key=lambda e: len(e.name), default=None)
    listed = entity.name in word_table("discourse")["clauses"]["platform_owners"]
    reports = entity.type == "Organization" or entity.slug in reporting or listed
    return entity if reports and entity.subclass != "PublicBody" else None


def is_foreseen(text: str, mention: Mention, verb: re.Match[str], sentence: Sentence) -> bool:
    """Whether a figure of a name is expected, by somebody else or nobody: A内容支出预计170亿元, A估计有2亿用户.

    Args:
        text: the text.
        mention: the name before the verb.
        verb: the verb of expecting.
        sentence: their sentence.
    """
    platform = mention.entity.type == "Platform"
    cited = re.match(r"[^，。；：]{0,6}(?:据|根据|按照)", text[sentence.start : mention.start])
    if cited and verb.group().startswith("预") and platform:
        return True  # 据甲报道，A预计…: expected of A
    by_itself = platform or len(text[mention.end : verb.start()].strip()) > 3
    return bool(by_itself and cues.foreseen().match(text, verb.start()))
