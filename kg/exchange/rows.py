"""The rows of the tables of a graph (:mod:`kg.exchange.columns`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from kg.exchange.columns import TABLES, Column
from kg.exchange.records import Records
from kg.vocabulary import TOP_TYPES, vocabulary

__all__ = ["Cell", "Row", "table_rows"]

Cell = str | int | bool | Decimal | date | None
Row = tuple[Cell, ...]
_Cells = dict[str, Cell]

_TEXT_QUALIFIERS = {
    "until": "until",
    "announced": "announced",
    "effective": "effective",
    "also_given_as": "alsoGivenAs",
}


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        return None


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        return None


def _called(records: Records, thing: str | None) -> str | None:
    return records.name(thing, "zh-Hans") or records.name(thing)


def _entities(records: Records) -> Iterator[_Cells]:
    for thing in records.all("things"):
        top = records.top_type(thing)
        finer = [one for one in records.types(thing) if one not in TOP_TYPES]
        aliases = sorted({value for value, _ in records.tagged(thing, "skos:altLabel")})
        yield {
            "id": records.short(thing),
            "iri": thing,
            "type": top,
            "class": finer[0] if finer else None,
            "label": records.name(thing),
            "name_zh_hans": records.name(thing, "zh-Hans"),
            "name_zh_hant": records.name(thing, "zh-Hant"),
            "name_en": records.name(thing, "en"),
            "aliases": " | ".join(aliases) or None,
            "broader": " ".join(map(records.short, records.values(thing, "skos:broader"))) or None,
            "same_as": " ".join(records.values(thing, "skos:exactMatch")) or None,
            **{name: records.counts[name][thing] for name in ("statements", "observations", "articles")},
        }


def _names(records: Records) -> Iterator[_Cells]:
    for thing in records.all("things"):
        for kind in ("skos:prefLabel", "skos:altLabel"):
            for value, language in records.tagged(thing, kind):
                preferred = kind == "skos:prefLabel"
                yield {"entity_id": records.short(thing), "name": value, "language": language, "preferred": preferred}


def _articles(records: Records) -> Iterator[_Cells]:
    for article in records.all("articles"):
        publisher = records.value(article, "dcterms:publisher")
        yield {
            "id": records.short(article),
            "iri": article,
            "title": records.value(article, "dcterms:title"),
            "issued": records.value(article, "dcterms:issued"),
            "publisher_id": records.local(article, "dcterms:publisher"),
            "publisher": records.name(publisher),
            "byline": records.value(article, "byline"),
            "source": records.value(article, "dcterms:source"),
            "sha256": records.value(article, "sha256"),
            "copy_of": records.local(article, "copyOf"),
        }


def _mentions(records: Records) -> Iterator[_Cells]:
    for article in records.all("articles"):
        for thing in records.values(article, "mentions"):
            yield {"article_id": records.short(article), "entity_id": records.short(thing)}


def _evidence(records: Records) -> Iterator[_Cells]:
    for one in records.all("evidence"):
        quote, language = next(iter(records.tagged(one, "quote")), (None, None))
        yield {
            "id": records.short(one),
            "iri": one,
            "article_id": records.local(one, "article"),
            "start": int(records.value(one, "start") or 0),
            "end": int(records.value(one, "end") or 0),
            "language": language,
            "quote": quote,
            "text": records.value(one, "text") or quote,
        }


def _common(records: Records, fact: str) -> _Cells:
    """What relations and figures share."""
    evidence = records.value(fact, "evidence")
    article = records.article_of(fact)
    words = evidence and (records.value(evidence, "text") or records.value(evidence, "quote"))
    return {
        "id": records.short(fact),
        "iri": fact,
        "time_start": _day(records.value(fact, "timeStart")),
        "time_end": _day(records.value(fact, "timeEnd")),
        "time_text": records.value(fact, "timeText"),
        "modality": records.local(fact, "modality"),
        "negated": records.truth(fact, "negated"),
        "former": records.truth(fact, "former"),
        "place_id": records.local(fact, "place"),
        "joint_with_id": records.local(fact, "jointWith"),
        "scope": records.value(fact, "scope"),
        "label": records.value(fact, "label"),
        "approx": records.truth(fact, "approx"),
        **{key: records.value(fact, name) for key, name in _TEXT_QUALIFIERS.items()},
        "attributed_to_id": records.local(fact, "attributedTo"),
        "rule": records.value(fact, "rule"),
        "confidence": _number(records.value(fact, "confidence")),
        "article_id": article and records.short(article),
        "evidence_id": records.local(fact, "evidence"),
        "also_in": " ".join(map(records.short, records.values(fact, "alsoIn"))) or None,
        "quote": words,
    }


def _facts(records: Records) -> Iterator[_Cells]:
    known = vocabulary().predicates
    for fact in records.all("statements"):
        subject, obj = records.value(fact, "subject"), records.value(fact, "object")
        predicate = records.local(fact, "predicate") or ""
        yield {
            **_common(records, fact),
            "subject_id": records.local(fact, "subject"),
            "subject": _called(records, subject),
            "predicate": predicate,
            "predicate_zh": known[predicate].zh if predicate in known else None,
            "object_id": records.local(fact, "object"),
            "object": _called(records, obj) or records.value(fact, "objectText"),
            "time": records.value(fact, "time"),
            "holds": records.holds(fact),
            "sources": records.sources[records.same(fact)],
            "role": records.value(fact, "role"),
            "facility": records.value(fact, "facility"),
            "from": records.value(fact, "from"),
            "amount": _number(records.value(fact, "amount")),
            "amount_unit": records.local(fact, "amountUnit"),
        }


def _observations(records: Records) -> Iterator[_Cells]:
    known = vocabulary().metrics
    for one in records.all("observations"):
        metric, value = records.local(one, "metric") or "", records.value(one, "value")
        number = _number(value)
        yield {
            **_common(records, one),
            "subject_id": records.local(one, "about"),
            "subject": _called(records, records.value(one, "about")),
            "metric": metric,
            "metric_zh": known[metric].zh if metric in known else None,
            "value": number,
            "status": value if number is None else None,
            "unit": records.local(one, "unit"),
            "value_text": records.value(one, "valueText"),
            "period": records.value(one, "period"),
            "bound": records.local(one, "bound"),
            "max": _number(records.value(one, "max")),
            "from": _number(records.value(one, "from")),
            "list": records.value(one, "list"),
            "comparison": records.value(one, "comparison"),
            "per": records.value(one, "per"),
        }


_ROWS: dict[str, Callable[[Records], Iterator[_Cells]]] = {
    "entities": _entities,
    "names": _names,
    "articles": _articles,
    "mentions": _mentions,
    "evidence": _evidence,
    "facts": _facts,
    "observations": _observations,
}


def _clean(cell: Cell) -> Cell:
    """A cell without the null character, at which databases and spreadsheets end a text."""
    return cell.replace("\0", "\ufffd") if isinstance(cell, str) else cell


def table_rows(records: Records, name: str) -> Iterator[Row]:
    """The rows of a table, their cells in the order of its columns; None where nothing is known.

    Args:
        records: the graph.
        name: a key of :data:`kg.exchange.columns.TABLES`.
    """
    columns: tuple[Column, ...] = TABLES[name].columns
    for cells in _ROWS[name](records):
        yield tuple(_clean(cells[column.name]) for column in columns)
