"""A fact as a rule read it, before it is checked against the others."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extraction.context import Stance
from kg.extraction.rules import Rule
from kg.extraction.view import SentenceView
from kg.language import TimeMark
from kg.model import Entity, Quantity

__all__ = ["Candidate"]


@dataclass(frozen=True)
class Candidate:
    """A fact as a rule read it.

    Attributes:
        rule: the rule.
        view: the sentence.
        subject: its subject; None where the text names none.
        object: its object, of a relation.
        object_text: its object, where it is a text.
        metric: metric, of an observation.
        value: figure, of an observation.
        status: value of `profitStatus`.
        time: its time.
        stance: modality and negation.
        speaker: who says it.
        place: where.
        joint_with: with whom its subject has the figure together.
        amount: what was paid or put in.
        words: qualifiers that are words (role, list, scope, facility, label, comparison, from, per).
        first: first position in the view that it draws on.
        last: position behind the last.
        retold: where later sentences take the event up, and what they say of it.
    """

    rule: Rule
    view: SentenceView
    subject: Entity | None
    object: Entity | None = None
    object_text: str | None = None
    metric: str | None = None
    value: Quantity | None = None
    status: str | None = None
    time: TimeMark | None = None
    stance: Stance = field(default_factory=Stance)
    speaker: Entity | None = None
    place: Entity | None = None
    joint_with: Entity | None = None
    amount: Quantity | None = None
    words: tuple[tuple[str, str], ...] = ()
    first: int = 0
    last: int = 0
    retold: tuple[Candidate, ...] = ()
