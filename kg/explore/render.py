"""Entity pages as lines for a terminal, as plain text, and as JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, NamedTuple

from kg.explore.entity import EntityPage
from kg.explore.facts import Figure, Happening, Quotation, Source, StatedRelation, Thing
from kg.explore.plain import plain_text
from kg.explore.wording import (
    class_label,
    metric_label,
    number,
    predicate_label,
    qualifier_text,
    quotation_place,
    source_text,
    status_words,
    thing_name,
    time_text,
)
from kg.vocabulary import vocabulary

__all__ = ["Line", "json_text", "page_lines", "render_json", "render_text"]


class Line(NamedTuple):
    """A line: how far it is indented, what it says, and what it is.

    `style` is one of ``name``, ``heading``, ``group``, ``fact``, ``quote``, ``source`` and ``note``.
    """

    indent: int
    text: str
    style: str


_STEERING = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_BLANK = Line(0, "", "note")


def page_lines(pages: Sequence[EntityPage]) -> Iterator[Line]:
    """The pages line by line, in plain words, free of control characters.

    Args:
        pages: as :func:`kg.explore.entity_page` gives them.
    """
    if len(pages) > 1:
        yield Line(0, f"{len(pages)} things have this name.", "note")
        yield _BLANK
    for index, page in enumerate(pages):
        if index:
            yield _BLANK
        yield from _page(page)


def render_text(pages: Sequence[EntityPage]) -> str:
    """The pages as plain text, two spaces an indent, lines ended by a line feed."""
    return "".join("  " * line.indent + line.text + "\n" for line in page_lines(pages))


# ---------------------------------------------------------------- a page
def _page(page: EntityPage) -> Iterator[Line]:
    yield Line(0, thing_name(page.thing), "name")
    yield Line(1, " · ".join(f"{class_label(name)[0]} {name}" for name in page.thing.types), "note")
    yield Line(1, page.thing.iri, "note")
    names = [f"{plain_text(name, 80)} [{language or '-'}]" for name, language in page.names]
    yield Line(1, "names: " + ", ".join(names), "note")
    yield from (Line(1, f"{plain_text(name, 80)}: {plain_text(value, 200)}", "note") for name, value in page.further)
    yield from _relations("Relations from it", page.outgoing, "→")
    yield from _relations("Relations to it", page.incoming, "←")
    yield from _figures("Figures", page.figures)
    yield from _happenings(page.happenings)
    yield from _others("Said by it", page.said)
    yield from _others("Named in other facts", page.beside)
    yield from _sources("Articles that mention it", page.articles)
    yield from _sources("Articles that it published", page.published)
    if not (page.outgoing or page.incoming or page.figures or page.said or page.beside or page.published):
        yield _BLANK
        yield Line(0, "No article states a fact about it.", "note")


def _heading(text: str, count: int) -> Iterator[Line]:
    yield _BLANK
    yield Line(0, f"{text} ({count})", "heading")


def _relations(title: str, relations: Sequence[StatedRelation], arrow: str) -> Iterator[Line]:
    if not relations:
        return
    yield from _heading(title, len(relations))
    for predicate, group in groupby(relations, key=lambda relation: relation.predicate):
        zh, en = predicate_label(predicate)
        known = vocabulary().predicates.get(predicate)
        shown = "↔" if known and known.symmetric else arrow
        yield Line(1, f"{zh} {en}", "group")
        for relation in group:
            yield Line(2, f"{shown} {_other_end(relation, arrow)}{_remarks(relation)}", "fact")
            yield from _quotations(relation.quotations, 3)


def _other_end(relation: StatedRelation, arrow: str) -> str:
    if arrow == "←":
        return thing_name(relation.subject)
    return thing_name(relation.object) if relation.object else f"“{plain_text(relation.object_text or '', 120)}”"


def _remarks(fact: StatedRelation | Figure) -> str:
    """Time, status, speaker and qualifiers, as far as there are any."""
    parts = [time_text(fact), *status_words(fact.modality, fact.negated)]
    if fact.attributed_to:
        parts.append(f"according to {thing_name(fact.attributed_to)}")
    parts += [qualifier_text(qualifier) for qualifier in fact.qualifiers]
    parts.append(f"{fact.sources} sources" if fact.sources > 1 else "")
    parts.append(f"{fact.against} against" if fact.against else "")
    said = [part for part in parts if part]
    return "  [" + "; ".join(said) + "]" if said else ""


def _value(figure: Figure) -> str:
    words = plain_text(figure.value_text or "", 60)
    unit = f" {plain_text(figure.unit, 20)}" if figure.unit else ""
    return f"{number(figure.value)}{unit}" + (f" (“{words}”)" if words else "")


def _figures(title: str, figures: Sequence[Figure]) -> Iterator[Line]:
    if not figures:
        return
    yield from _heading(title, len(figures))
    for metric, group in groupby(figures, key=lambda figure: figure.metric):
        zh, en = metric_label(metric)
        yield Line(1, f"{zh} {en}", "group")
        for figure in group:
            yield Line(2, _value(figure) + _remarks(figure), "fact")
            yield from _quotations(figure.quotations, 3)


def _happenings(happenings: Sequence[Happening]) -> Iterator[Line]:
    if not happenings:
        return
    yield from _heading("Occurrences", len(happenings))
    for one in happenings:
        ends = [", ".join(thing_name(thing) for thing in side) for side in (one.agents, one.affected) if side]
        remarks = [plain_text(one.time or "", 40), *status_words(one.modality or "", False)]
        remarks += [f"place: {thing_name(place)}" for place in one.place]
        said = "; ".join(remark for remark in remarks if remark)
        zh, en = class_label(one.kind)
        yield Line(1, f"{zh} {en}: {' → '.join(ends)}" + (f"  [{said}]" if said else ""), "fact")


def _others(title: str, facts: Sequence[StatedRelation | Figure]) -> Iterator[Line]:
    if not facts:
        return
    yield from _heading(title, len(facts))
    for fact in facts:
        if isinstance(fact, Figure):
            text = f"{thing_name(fact.subject)}: {metric_label(fact.metric)[0]} {_value(fact)}"
        else:
            text = f"{thing_name(fact.subject)} → {predicate_label(fact.predicate)[0]} → {_other_end(fact, '→')}"
        yield Line(1, text + _remarks(fact), "fact")
        yield from _quotations(fact.quotations, 2)


def _quotations(quotations: Iterable[Quotation], indent: int) -> Iterator[Line]:
    for quotation in quotations:
        yield Line(indent, f"“{plain_text(quotation.text)}”", "quote")
        yield Line(indent, f"{source_text(quotation.source)}  <{quotation_place(quotation)}>", "source")


def _sources(title: str, sources: Sequence[Source]) -> Iterator[Line]:
    if not sources:
        return
    yield from _heading(title, len(sources))
    for source in sources:
        known = [source_text(source), f"<{plain_text(source.article, 80)}>" if source.title else ""]
        yield Line(1, "  ".join(part for part in [*known, plain_text(source.url or "", 200)] if part), "source")


# ---------------------------------------------------------------- JSON
def render_json(pages: Sequence[EntityPage]) -> str:
    """The pages as a JSON array, every value as the graph has it, ended by a line feed.

    Characters that steer a terminal or the direction of text are written as escapes (RFC 8259, section 7).
    """
    return json_text(list(pages))


def json_text(value: Any) -> str:
    """Frozen values of this room as JSON, ended by a line feed; what steers a terminal is written as escapes."""
    text = json.dumps(_jsonable(value), ensure_ascii=False, indent=2)
    return _STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def _jsonable(value: Any) -> Any:
    if isinstance(value, Thing):
        return {"iri": value.iri, "name": value.name, "en": value.en, "types": list(value.types)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        found = {field.name: _jsonable(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, Figure):
            found["value"] = _json_number(value.value)
        return dict(sorted(found.items())) if isinstance(value, (StatedRelation, Figure)) else found
    if isinstance(value, (tuple, list)):
        return [_jsonable(one) for one in value]
    return value


def _json_number(text: str) -> int | float | str:
    try:
        decimal = Decimal(text)
    except InvalidOperation:
        return text
    if not decimal.is_finite() or abs(decimal.adjusted()) > 40:
        return text
    return int(decimal) if decimal == decimal.to_integral_value() else float(decimal)
