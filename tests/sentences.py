"""Facts of single sentences, as ``docs/fact-model.md`` shows them."""

from __future__ import annotations

import json
import sys
from typing import Any

from kg.extraction import extract
from kg.extraction.trial import fact_line, read_text
from kg.model import Entity, Observation, Relation, TimeSpan

_NAMES = {"also_given_as": "alsoGivenAs", "amount_unit": "amountUnit", "from_value": "from", "joint_with": "jointWith"}


def _shown(value: Any) -> str:
    if isinstance(value, Entity):
        return value.name
    if isinstance(value, TimeSpan):
        return value.value
    return "yes" if value is True else str(value)


def facts_line(fact: Relation | Observation) -> str:
    """A fact with all that qualifies it: ``supplies(菜鸟, 速卖通)  [time 2022]``."""
    said: list[tuple[str, Any]] = [("time", fact.time)] if fact.time else []
    said += [("modality", fact.modality)] if fact.modality != "asserted" else []
    said += [("negated", True)] if fact.negated else []
    said += [("attributedTo", fact.attributed_to)] if fact.attributed_to else []
    said += [(_NAMES.get(name, name), value) for name, value in fact.qualifiers.items()]
    shown = "; ".join(f"{name} {_shown(value)}" for name, value in said)
    return f"{fact_line(fact)}  [{shown}]" if said else fact_line(fact)


def facts_of(sentence: str) -> str:
    """All facts of a sentence in an article of 21 April 2025, a line each; ``nothing`` where there is none."""
    found = extract(read_text(sentence))
    return "".join(f"{facts_line(fact)}\n" for fact in [*found.relations, *found.observations]) or "nothing\n"


def main() -> None:
    """Read sentences as JSON from standard input, write their facts."""
    json.dump([facts_of(sentence) for sentence in json.load(sys.stdin)], sys.stdout)
