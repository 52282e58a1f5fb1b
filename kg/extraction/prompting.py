"""The instructions for a language model, and the schema of its answers, made from the ontology's own files."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from kg.model import MODALITIES, PROFIT_STATUSES
from kg.vocabulary import TOP_TYPES, data_folder, parse_turtle_file, vocabulary
from kg.vocabulary.namespaces import PREFIXES, XB
from kg.vocabulary.schema import Vocabulary

__all__ = ["answer_schema", "instructions", "pieces", "request"]

_DEFINITION = PREFIXES["skos"] + "definition"
_LONGEST = 3000  # characters of a piece: small models lose count of more


@cache
def _definitions() -> dict[str, str]:
    """The English definitions of terms by local name."""
    found: dict[str, str] = {}
    for name in ("ontology.ttl", "metrics.ttl"):
        for triple in parse_turtle_file(data_folder("ontology") / name):
            value = triple.object
            subject = getattr(triple.subject, "value", "")
            english = str(getattr(value, "language", "")) == "en"
            if english and triple.predicate.value == _DEFINITION and subject.startswith(XB):
                found.setdefault(subject.removeprefix(XB), str(getattr(value, "value", "")))
    return found


def _worded(known: Vocabulary) -> list[str]:
    """Metrics whose value is a word."""
    return sorted(name for name, one in known.metrics.items() if one.kinds == {"status"})


@cache
def instructions() -> str:
    """What a model is told: the relations with their types, the metrics, and how to answer."""
    known, definitions = vocabulary(), _definitions()
    lines = [
        "You read Chinese business news and list the facts that the text states about named things, as JSON.",
        f"Types of things: {', '.join(TOP_TYPES)}.",
        "Relations (subject types -> object types):",
    ]
    for name, one in sorted(known.predicates.items()):
        ends = [*sorted(one.range), *(["text"] if one.takes_text else [])]
        about = f"{'|'.join(sorted(one.domain))} -> {'|'.join(ends)}"
        lines.append(f"- {name} ({one.zh}): {about}. {definitions.get(name, '')}".rstrip())
    lines.append("Metrics of figures:")
    for name, metric in sorted(known.metrics.items()):
        if name != "other":
            lines.append(f"- {name} ({metric.zh}). {definitions.get(name, '')}".rstrip())
    lines += [
        "Rules:",
        "- State only what the text says; no knowledge of your own.",
        "- quote: the shortest run of the text that states the fact, copied character by character.",
        "- subject and object: names as the text writes them somewhere; resolve pronouns to names; subject null only",
        "  where the text names none.",
        "- value_text and time_text: words of the quote, copied; null where there are none.",
        "- modality: asserted, planned (plans of one's own) or hedged (rumours, possibilities).",
        "- negated: true where the text denies it.",
        f"- of {', '.join(_worded(known))}: object is one of {', '.join(PROFIT_STATUSES)}.",
    ]
    return "\n".join(lines)


@cache
def answer_schema() -> dict[str, Any]:
    """The JSON schema of an answer (JSON Schema 2020-12, the subset that servers support)."""
    known = vocabulary()
    words = {"type": ["string", "null"]}
    types = {"type": ["string", "null"], "enum": [*TOP_TYPES, None]}
    terms = sorted({*known.predicates, *(name for name in known.metrics if name != "other")})
    properties: dict[str, Any] = {
        "quote": {"type": "string"},
        "subject": words,
        "subject_type": types,
        "term": {"type": "string", "enum": terms},
        "object": words,
        "object_type": types,
        "value_text": words,
        "time_text": words,
        "modality": {"type": "string", "enum": list(MODALITIES)},
        "negated": {"type": "boolean"},
    }
    fact = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"facts": {"type": "array", "items": fact}},
        "required": ["facts"],
        "additionalProperties": False,
    }


def pieces(text: str, longest: int = _LONGEST) -> list[str]:
    """A text in pieces of whole lines, each no longer than `longest` unless a line is."""
    found: list[str] = []
    for line in text.split("\n"):
        if found and len(found[-1]) + len(line) < longest:
            found[-1] += "\n" + line
        else:
            found.append(line)
    return [piece for piece in found if piece.strip()]


def request(model: str, piece: str, title: str | None, published: str | None) -> dict[str, Any]:
    """The body of a request (OpenAI chat completions): the same for the same piece, at temperature 0."""
    about = json.dumps({"title": title, "published": published}, ensure_ascii=False)
    return {
        "model": model,
        "temperature": 0,
        "seed": 0,
        "messages": [
            {"role": "system", "content": instructions()},
            {"role": "user", "content": f"Article: {about}\n\n{piece}"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "facts", "strict": True, "schema": answer_schema()},
        },
    }
