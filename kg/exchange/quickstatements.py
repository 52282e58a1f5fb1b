"""QuickStatements version 1 (Wikidata's batch tool): facts with qualifiers and references, and candidates.

A row is written only where the fact holds, its article has an address to cite, and both ends have an identifier of
Wikidata that the lexicon has verified. Every other fact goes to ``candidates.csv`` with the reason; no identifier is
ever guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from kg.exchange.columns import Column
from kg.exchange.csv_tables import csv_lines
from kg.exchange.records import Records
from kg.exchange.rows import Row
from kg.graph import GraphView
from kg.vocabulary import DataFileError, data_folder
from kg.vocabulary.tables import load_toml

__all__ = ["files"]

_ITEM = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)")
_PROPERTY = re.compile("P[1-9][0-9]*")
_DAY = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
_CANDIDATES = (
    ("id", "Id of the statement or observation.", "编号。"),
    ("subject", "Name of the subject.", "主体名。"),
    ("subject_item", "Its item, where verified.", "主体的维基数据项。"),
    ("property", "Property of Wikidata, where there is one.", "维基数据属性。"),
    ("predicate", "Relation or metric of the ontology.", "关系或指标。"),
    ("object", "Name of the object, or the figure.", "客体名或数值。"),
    ("object_item", "Its item, where verified.", "客体的维基数据项。"),
    ("reason", "What keeps it from being a statement of Wikidata.", "未能提交的原因。"),
)


@dataclass(frozen=True)
class _Mapping:
    """A relation or metric as Wikidata has it."""

    property: str
    reverse: bool = False
    types: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Tables:
    relations: dict[str, list[_Mapping]]
    metrics: dict[str, _Mapping]
    units: dict[str, str]


@cache
def _tables() -> _Tables:
    """``ontology/exchange/wikidata.toml``.

    Raises:
        DataFileError: it breaks its schema.
    """
    path = data_folder("ontology") / "exchange" / "wikidata.toml"
    table = load_toml(path)

    def checked(row: dict[str, Any], name: str) -> tuple[str, _Mapping]:
        known = {name, "property", "reverse", "types"}
        if set(row) - known or not isinstance(row.get(name), str) or not _PROPERTY.fullmatch(row.get("property", "")):
            raise DataFileError(f"a {name} needs {name} and property, and may have reverse and types: {row}", path)
        return row[name], _Mapping(row["property"], bool(row.get("reverse")), frozenset(row.get("types", ())))

    relations: dict[str, list[_Mapping]] = {}
    for row in table.get("relation", ()):
        name, mapping = checked(row, "predicate")
        relations.setdefault(name, []).append(mapping)
    return _Tables(relations, dict(checked(row, "metric") for row in table.get("metric", ())), table.get("units", {}))


def _time(text: str) -> str | None:
    """A day, month or year as QuickStatements writes it, with its precision; None for anything else."""
    match = _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = match.groups()
    return f"+{year}-{month or '00'}-{day or '00'}T00:00:00Z/{11 if day else 10 if month else 9}"


def _string(text: str) -> str:
    """A string of QuickStatements, which has no escapes: quotation marks become those of print, white space a blank."""
    return '"' + " ".join(text.replace('"', "”").split()) + '"'


def _times(time: str | None) -> list[str]:
    """Qualifiers for a time of the fact model: point in time, or start and end."""
    if time is None:
        return []
    start, slash, end = time.partition("/")
    if not slash:
        point = _time(start)
        return ["P585", point] if point else []
    found = []
    for name, part in (("P580", start), ("P582", end)):
        written = _time(part)
        found += [name, written] if written else []
    return found


def _covered(records: Records, fact: str) -> list[str]:
    """Qualifiers for what a figure covers: a point in time, else its first and last day."""
    point = _times(records.value(fact, "period"))
    if point and "/" not in (records.value(fact, "period") or ""):
        return point
    found = []
    for name, day in (("P580", records.value(fact, "timeStart")), ("P582", records.value(fact, "timeEnd"))):
        written = _time(day or "")
        found += [name, written] if written else []
    return found


def _references(records: Records, fact: str) -> list[str] | None:
    """The article as a reference: address, title, date, and the words; None where it has no address."""
    article = records.article_of(fact)
    source = article and records.value(article, "dcterms:source")
    if not article or not source:
        return None
    found = ["S854", _string(source)]
    title = next(iter(records.tagged(article, "dcterms:title")), None)
    if title:
        found += ["S1476", f"{_language(title[1])}:{_string(title[0])}"]
    issued = _time(records.value(article, "dcterms:issued") or "")
    found += ["S577", issued] if issued else []
    evidence = records.value(fact, "evidence")
    quote = (
        next(iter(records.tagged(evidence, "text") or records.tagged(evidence, "quote")), None) if evidence else None
    )
    if quote:
        found += ["S1683", f"{_language(quote[1])}:{_string(quote[0])}"]
    return found


def _language(tag: str) -> str:
    return {"zh-Hans": "zh-hans", "zh-Hant": "zh-hant"}.get(tag, tag or "und")


def _item(records: Records, thing: str | None) -> str | None:
    """The one item of Wikidata that the lexicon gives a thing."""
    found = {
        match[1]
        for one in (records.values(thing, "skos:exactMatch") if thing else ())
        if (match := _ITEM.fullmatch(one))
    }
    return found.pop() if len(found) == 1 else None


def _relation(records: Records, fact: str) -> tuple[list[str], Row]:
    """The parts of a row and those of a candidate; the former empty where there is a reason."""
    subject, obj = records.value(fact, "subject"), records.value(fact, "object")
    predicate = records.local(fact, "predicate") or ""
    kind = records.top_type(subject) if subject else None
    mapping = next((one for one in _tables().relations.get(predicate, ()) if not one.types or kind in one.types), None)
    items, references = (_item(records, subject), _item(records, obj)), _references(records, fact)
    reason = _reason(records, fact, mapping, items, references)
    names = (records.name(subject), records.name(obj) or records.value(fact, "objectText"))
    row = _candidate(records, fact, names, items, mapping, predicate, reason)
    if reason or mapping is None or references is None:
        return [], row
    ends = reversed(items) if mapping.reverse else items
    first, second = (str(one) for one in ends)
    return [first, mapping.property, second, *_times(records.value(fact, "time")), *references], row


def _reason(
    records: Records, fact: str, mapping: _Mapping | None, items: Sequence[str | None], references: list[str] | None
) -> str:
    """Why a fact is no row; empty where it is one."""
    if not records.holds(fact) and records.value(fact, "metric") is None:
        return "it is planned, hedged, denied or past, or has no thing at an end"
    if mapping is None:
        return "Wikidata has no property for it here"
    if items[0] is None:
        return "the subject has no verified item"
    if len(items) > 1 and items[1] is None:
        return "the object has no verified item"
    return "the article has no address to cite" if references is None else ""


def _candidate(
    records: Records,
    fact: str,
    names: tuple[str | None, str | None],
    items: Sequence[str | None],
    mapping: _Mapping | None,
    term: str,
    reason: str,
) -> Row:
    second = items[1] if len(items) > 1 else None
    return (
        records.short(fact),
        names[0],
        items[0],
        mapping.property if mapping else None,
        term,
        names[1],
        second,
        reason,
    )


def _figure(records: Records, fact: str) -> tuple[list[str], Row]:
    about, metric = records.value(fact, "about"), records.local(fact, "metric") or ""
    unit = records.local(fact, "unit") or ""
    mapping = _tables().metrics.get(metric) if unit in _tables().units else None
    items, references = (_item(records, about),), _references(records, fact)
    reason = _reason(records, fact, mapping, items, references)
    said = records.local(fact, "modality") == "asserted" and not records.truth(fact, "negated")
    if not said or records.value(fact, "bound") or records.value(fact, "place"):
        reason = "it is planned, hedged, denied, a bound, or of one place only"
    covered = _covered(records, fact)
    reason = reason or ("" if covered else "it does not say what time it covers")
    names = (records.name(about), records.value(fact, "valueText"))
    row = _candidate(records, fact, names, items, mapping, metric, reason)
    if reason or mapping is None or references is None:
        return [], row
    number = format(Decimal(records.value(fact, "value") or "0"), "f")
    item = _tables().units[unit]
    quantity = number + (f"U{item[1:]}" if item else "")
    return [str(items[0]), mapping.property, quantity, *covered, *references], row


def files(graph: GraphView) -> Iterator[tuple[str, Iterator[bytes]]]:
    """``quickstatements.tsv`` and ``candidates.csv``."""
    records = Records(graph)
    rows, candidates = [], []
    found = [_relation(records, one) for one in records.all("statements")]
    found += [_figure(records, one) for one in records.all("observations")]
    for parts, candidate in found:
        if parts:
            rows.append("\t".join(parts) + "\n")
        else:
            candidates.append(candidate)
    yield "quickstatements.tsv", iter(["".join(dict.fromkeys(rows)).encode()])
    columns = tuple(Column(name, "text", en, zh) for name, en, zh in _CANDIDATES)
    yield "candidates.csv", csv_lines(columns, iter(candidates))
