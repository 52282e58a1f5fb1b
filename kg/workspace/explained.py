"""Explanations of facts as text for a terminal and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from kg.explore.facts import Figure, Quotation, StatedRelation
from kg.explore.plain import plain_text
from kg.extraction.tracing import Attempt
from kg.extraction.whynot import WhyNot
from kg.workspace.explain import Explanation

__all__ = ["as_json", "as_text", "dropped_text", "fact_lines", "fact_title", "why_not_json", "why_not_text"]


def fact_title(fact: StatedRelation | Figure) -> str:
    """A fact in short: ``partOf(速卖通, AIDC)``, ``revenue(AIDC) = 37756000000 CNY``."""
    subject = fact.subject.name if fact.subject else "—"
    if isinstance(fact, StatedRelation):
        return f"{fact.predicate}({subject}, {fact.object.name if fact.object else fact.object_text})"
    return f"{fact.metric}({subject}) = {fact.value}{' ' + fact.unit if fact.unit else ''}"


def _line(name: str, value: str) -> str:
    return f"  {name:10} {plain_text(value)}".rstrip()


def _source(quotation: Quotation) -> str:
    source = quotation.source
    known = ", ".join(one for one in (source.publisher, source.issued) if one)
    title = f"  {source.title}" if source.title else ""
    return f"{source.article}{title}" + (f" ({known})" if known else "")


def fact_lines(fact: StatedRelation | Figure) -> Iterator[str]:
    """A fact, its IRI, its article and its quote, a line each, for a terminal."""
    held = [fact.modality, *(["negated"] if fact.negated else []), *([f"time {fact.time}"] if fact.time else [])]
    held += [f"confidence {fact.confidence}"] if fact.confidence else []
    held += [f"{fact.sources} sources"] if fact.sources > 1 else []
    held += [f"{fact.against} against"] if fact.against else []
    yield f"{plain_text(fact_title(fact))}  [{', '.join(held)}]"
    yield _line("fact", fact.iri)
    for quotation in fact.quotations[:1]:
        yield _line("article", _source(quotation))
        yield _line("quote", f"{quotation.text}  [{quotation.start}..{quotation.end}]")


def _lines(one: Explanation) -> Iterator[str]:
    fact, derivation = one.fact, one.derivation
    yield from fact_lines(fact)
    if derivation is None:
        yield _line("rule", fact.rule or "none")
        yield _line("note", one.note)
        return
    yield _line("sentence", derivation.sentence)
    yield _line("rule", f"{derivation.rule}: {derivation.gloss}  ({derivation.source})")
    yield _line("pattern", derivation.pattern)
    yield _line("seen as", derivation.seen_as)
    yield _line("confidence", f"{derivation.confidence}, the odds of these weights together")
    for weighed in derivation.weighed:
        yield f"    {weighed}"
    yield "  steps"
    for step in derivation.steps:
        words = f"“{step.words}”" if step.words else ""
        at = f" at {step.offset}" if step.offset is not None else ""
        said = f"{words}{at} → {step.result}" if words else step.result
        yield f"    {step.part:9} {step.kind:17} {plain_text(said)}".rstrip()


def as_text(explanations: Iterable[Explanation]) -> str:
    """Explanations as text for people; control characters of articles are left out."""
    return "\n\n".join("\n".join(_lines(one)) for one in explanations) + "\n"


def as_json(explanations: Iterable[Explanation]) -> str:
    """Explanations as a JSON list of objects with ``fact``, ``derivation`` (or null) and ``note``."""
    found = [
        {
            "fact": asdict(one.fact),
            "derivation": asdict(one.derivation) if one.derivation else None,
            "note": one.note,
        }
        for one in explanations
    ]
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def why_not_text(found: WhyNot, shown: int = 8) -> str:
    """An answer of :func:`kg.extraction.whynot.why_not` as text for people.

    Args:
        found: the answer.
        shown: how many attempts to show.
    """
    lines = [f"{found.stage}: {plain_text(found.reason)}"]
    for one in found.attempts[:shown]:
        lines += ["", f"  {one.stage:13} {one.rule or '—'}: {plain_text(one.reason)}"]
        at = f"  [{one.offset}]" if one.offset is not None else ""
        lines.append(f"  {'':13} {plain_text(one.sentence)}{at}")
    if len(found.attempts) > shown:
        lines += ["", f"  … and {len(found.attempts) - shown} more"]
    return "\n".join(lines) + "\n"


def dropped_text(article: str, dropped: Iterable[Attempt]) -> str:
    """What rules matched in an article and what kept it from becoming a fact, two lines each, in the order of the text.

    Args:
        article: id of the article.
        dropped: what :func:`kg.extraction.tracing.dropped_candidates` found.
    """
    lines = []
    for one in dropped:
        lines.append(f"{article}:{one.offset}  {one.stage}  {one.rule or '-'}  {plain_text(one.reason)}")
        lines.append(f"    {plain_text(' '.join(one.sentence.split()))}")
    return "".join(line + "\n" for line in lines)


def why_not_json(found: WhyNot) -> str:
    """The same as a JSON object with ``stage``, ``reason`` and ``attempts``."""
    return json.dumps(asdict(found), ensure_ascii=False, indent=1) + "\n"
