"""Names and terms in the one language that a reader asked for."""

from __future__ import annotations

from dataclasses import dataclass

from kg.explore.facts import Figure, StatedRelation, Thing
from kg.explore.plain import plain_text
from kg.explore.ties import statuses
from kg.explore.wording import (
    class_label,
    metric_label,
    number,
    predicate_label,
    qualifier_text,
    status_words,
    time_text,
)

__all__ = ["Words"]

_FORMER = ("former", "曾经")


@dataclass(frozen=True)
class Words:
    """Wording of things and facts, in Chinese or else English."""

    chinese: bool = True

    def thing(self, thing: Thing | None, limit: int = 60) -> str:
        """A name; the other language's where this one has none."""
        if thing is None:
            return "（未指明）" if self.chinese else "(not named)"
        return plain_text(thing.name if self.chinese else thing.en or thing.name, limit) or "?"

    def term(self, name: str, metric: bool = False) -> str:
        """A relation or a metric; of a relation that is read backwards, an arrow before it."""
        bare = name.removeprefix("^")
        label = (metric_label if metric else predicate_label)(bare)[not self.chinese]
        return f"←{label}" if bare != name else label

    def kind(self, thing: Thing) -> str:
        """The most special class of a thing that is written."""
        return class_label(thing.types[-1])[not self.chinese] if thing.types else ""

    def statuses(self, names: tuple[str, ...]) -> list[str]:
        """Negated, planned, hedged, former, in words."""
        words = [word for name in names for word in status_words(name, name == "negated", self.chinese)]
        return words + ([_FORMER[self.chinese]] if "former" in names else [])

    def relation(self, fact: StatedRelation) -> str:
        """Subject, relation and object."""
        end = self.thing(fact.object) if fact.object else f"“{plain_text(fact.object_text or '', 120)}”"
        return f"{self.thing(fact.subject)} —{self.term(fact.predicate)}→ {end}"

    def value(self, figure: Figure) -> str:
        """A figure with its unit, and the article's own words for it."""
        words = plain_text(figure.value_text or "", 60)
        unit = f" {plain_text(figure.unit, 20)}" if figure.unit else ""
        return f"{number(figure.value)}{unit}" + (f" (“{words}”)" if words else "")

    def fact(self, fact: StatedRelation | Figure) -> str:
        """A relation, or whose figure it is, which and how much."""
        if isinstance(fact, StatedRelation):
            return self.relation(fact)
        return f"{self.thing(fact.subject)} · {self.term(fact.metric, True)}: {self.value(fact)}"

    def remarks(self, fact: StatedRelation | Figure, with_time: bool = True) -> str:
        """Time, status, speaker and qualifiers in brackets, as far as there are any."""
        parts = [time_text(fact) if with_time else "", *self.statuses(statuses(fact))]
        if fact.attributed_to:
            parts.append(("据 " if self.chinese else "according to ") + self.thing(fact.attributed_to))
        parts += [qualifier_text(one, self.chinese) for one in fact.qualifiers if one.name != "former"]
        said = [part for part in parts if part]
        return "  [" + "; ".join(said) + "]" if said else ""
