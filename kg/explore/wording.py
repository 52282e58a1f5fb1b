"""Plain wording of facts for readers: in a terminal, in a tooltip, on a page."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from kg.explore.facts import Figure, Qualifier, Quotation, Source, StatedRelation, Thing
from kg.explore.plain import plain_text
from kg.vocabulary import vocabulary

__all__ = [
    "QUALIFIER_LABELS",
    "class_label",
    "metric_label",
    "number",
    "predicate_label",
    "qualifier_text",
    "quotation_place",
    "source_text",
    "status_words",
    "thing_name",
    "time_text",
]

_MODALITIES = {"planned": ("planned", "计划"), "hedged": ("uncertain", "不确定")}


QUALIFIER_LABELS = {
    "role": "职务",
    "scope": "范围",
    "facility": "设施",
    "place": "地点",
    "jointWith": "合计",
    "amount": "金额",
    "from": "原为",
    "max": "至多",
    "bound": "界限",
    "approx": "约",
    "former": "曾经",
    "list": "榜单",
    "per": "每",
    "comparison": "对比",
    "alsoGivenAs": "亦作",
    "until": "至",
    "announced": "宣布于",
    "effective": "生效于",
    "label": "说明",
}


def predicate_label(name: str) -> tuple[str, str]:
    """Chinese and English label of a relation; its own name where the vocabulary has none."""
    known = vocabulary().predicates.get(name)
    return (known.zh, known.en) if known else (plain_text(name, 60), plain_text(name, 60))


def metric_label(name: str) -> tuple[str, str]:
    """Chinese and English label of a metric; its own name where the vocabulary has none."""
    known = vocabulary().metrics.get(name)
    return (known.zh, known.en) if known else (plain_text(name, 60), plain_text(name, 60))


def class_label(name: str) -> tuple[str, str]:
    """Chinese and English label of a class, without the remark that sets occurrences apart."""
    known = vocabulary().classes.get(name)
    if known is None:
        return plain_text(name, 60), plain_text(name, 60)
    return known.zh.removesuffix("（发生）"), known.en.removesuffix(" (occurrence)")


def thing_name(thing: Thing | None, limit: int = 80) -> str:
    """The name of a thing, with its English name in brackets; what a text leaves unnamed is so called."""
    if thing is None:
        return "(not named)"
    name, en = plain_text(thing.name, limit), plain_text(thing.en or "", limit)
    if en.startswith(name):
        return en
    return f"{name} ({en})" if en else name


def time_text(fact: StatedRelation | Figure) -> str:
    """The time of a fact with the article's own words for it."""
    if not fact.time:
        return ""
    words = plain_text(fact.time_text or "", 40)
    return plain_text(fact.time, 40) + (f" (“{words}”)" if words and words != fact.time else "")


def status_words(modality: str, negated: bool, chinese: bool = False) -> list[str]:
    """How the text holds a fact, where it does not simply state it."""
    words = [_MODALITIES[modality][chinese]] if modality in _MODALITIES else []
    return [*(["否定" if chinese else "denied"] if negated else []), *words]


def number(value: str) -> str:
    """A figure with its thousands set apart; what is no number stays as it is.

    >>> number("37756000000"), number("profitable")
    ('37,756,000,000', 'profitable')
    """
    try:
        decimal = Decimal(value)
    except InvalidOperation:
        return plain_text(value, 60)
    return f"{decimal:,f}" if decimal.is_finite() and abs(decimal.adjusted()) < 40 else plain_text(value, 60)


def qualifier_text(qualifier: Qualifier, chinese: bool = False) -> str:
    """A qualifier as ``name: value``; of those that are simply true, the name."""
    name = QUALIFIER_LABELS.get(qualifier.name, qualifier.name) if chinese else qualifier.name
    if qualifier.value == "true":
        return name
    value = thing_name(qualifier.thing) if qualifier.thing else plain_text(qualifier.value, 200)
    if qualifier.name in ("from", "max"):
        value = number(qualifier.value)
    return f"{name} {value}" if chinese else f"{name}: {value}"


def source_text(source: Source) -> str:
    """An article by title, publisher and date; one without a title by its id."""
    parts = [source.title or source.article, source.publisher, source.issued]
    return " · ".join(plain_text(part, 120) for part in parts if part)


def quotation_place(quotation: Quotation) -> str:
    """Where a quotation stands: article id and offsets in its file."""
    article = plain_text(quotation.source.article, 80)
    if quotation.start is None or quotation.end is None:
        return article
    return f"{article}:{quotation.start}-{quotation.end}"
