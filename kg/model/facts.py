"""Facts as frozen, ordered values whose constructors refuse what the fact model forbids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from decimal import Decimal

from kg.model.articles import Article
from kg.model.ordering import Ordered
from kg.model.times import TimeSpan
from kg.vocabulary import TOP_TYPES, ModelError, vocabulary

__all__ = [
    "MODALITIES",
    "PROFIT_STATUSES",
    "ArticleFacts",
    "Entity",
    "Evidence",
    "Observation",
    "Qualifiers",
    "Relation",
]

MODALITIES = ("asserted", "planned", "hedged")
PROFIT_STATUSES = ("profitable", "breakeven", "loss")


@dataclass(frozen=True)
class Entity(Ordered):
    """A named thing.

    Attributes:
        slug: local name of its IRI: the lexicon's, or minted from type and name.
        type: one of the six top types.
        name: canonical name in simplified Chinese, or Latin.
        en: English label, where known.
        aliases: further names, as the article writes them.
        linked: whether a lexicon holds it.
        subclass: finer class, where known.
    """

    slug: str
    type: str
    name: str
    en: str | None = None
    aliases: tuple[str, ...] = ()
    linked: bool = False
    subclass: str | None = None

    def __post_init__(self) -> None:
        if self.type not in TOP_TYPES:
            raise ModelError(f"{self.name!r}: {self.type!r} is not one of {', '.join(TOP_TYPES)}")
        if not self.slug or not self.name.strip():
            raise ModelError(f"an entity needs a slug and a name: {self.slug!r}, {self.name!r}")
        if self.subclass is not None and vocabulary().top_type(self.subclass) != self.type:
            raise ModelError(f"{self.name!r}: {self.subclass!r} is no subclass of {self.type}")


@dataclass(frozen=True, order=True)
class Evidence:
    """The exact words of an article that state a fact.

    Attributes:
        article: the article's id.
        start: offset of the first character in the decoded file, in code points.
        end: offset behind the last.
        quote: the file's exact run, markup and all.
        text: the same as read, without markup.
        body_start: offset of the first character in the body.
    """

    article: str
    start: int
    end: int
    quote: str
    text: str
    body_start: int = 0

    def __post_init__(self) -> None:
        if self.start < 0 or not self.quote or self.end - self.start != len(self.quote):
            raise ModelError(
                f"{self.article}:{self.start}: evidence of {len(self.quote)} characters cannot end at {self.end}"
            )


@dataclass(frozen=True)
class Qualifiers(Ordered):
    """The closed list of qualifiers; things stand by their slug, what fits no other goes into `label`."""

    role: str | None = None
    scope: str | None = None
    facility: str | None = None
    label: str | None = None
    per: str | None = None
    list: str | None = None
    comparison: str | None = None
    also_given_as: str | None = None
    place: Entity | None = None
    joint_with: Entity | None = None
    from_value: Decimal | str | None = None
    max: Decimal | None = None
    bound: str | None = None
    approx: bool = False
    former: bool = False
    until: TimeSpan | None = None
    announced: TimeSpan | None = None
    effective: TimeSpan | None = None
    amount: Decimal | None = None
    amount_unit: str | None = None

    def __post_init__(self) -> None:
        if self.bound not in (None, "atLeast", "atMost"):
            raise ModelError(f"bound {self.bound!r} is neither atLeast nor atMost")
        if self.place is not None and self.place.type != "Place":
            raise ModelError(f"place {self.place.name!r} is a {self.place.type}")
        if (self.amount is None) != (self.amount_unit is None):
            raise ModelError("an amount needs its unit, and a unit its amount")
        if self.amount_unit is not None and self.amount_unit not in vocabulary().units:
            raise ModelError(f"{self.amount_unit!r} is no unit")
        for number in (self.from_value, self.max, self.amount):
            if isinstance(number, Decimal) and not number.is_finite():
                raise ModelError(f"{number} is no number")

    def items(self) -> Iterator[tuple[str, object]]:
        """The qualifiers that are set, by field name, in the order of the list; an empty text is not set."""
        for one in fields(self):
            value = getattr(self, one.name)
            if value is not None and value is not False and value != "":
                yield one.name, value


@dataclass(frozen=True)
class _Fact(Ordered):
    """What relations and observations share."""

    evidence: Evidence
    modality: str = "asserted"
    negated: bool = False
    time: TimeSpan | None = None
    time_text: str | None = None
    attributed_to: Entity | None = None
    rule: str | None = None
    confidence: Decimal | None = None
    qualifiers: Qualifiers = field(default_factory=Qualifiers)
    also_in: tuple[Evidence, ...] = ()

    def _check(self, what: str) -> None:
        where = f"{self.evidence.article}:{self.evidence.start}: {what}"
        if self.modality not in MODALITIES:
            raise ModelError(f"{where}: modality {self.modality!r} is not one of {', '.join(MODALITIES)}")
        if self.confidence is not None and not (self.confidence.is_finite() and 0 <= self.confidence <= 1):
            raise ModelError(f"{where}: confidence {self.confidence} is not between 0 and 1")
        if any(other.article != self.evidence.article for other in self.also_in):
            raise ModelError(f"{where}: evidence from two articles")


@dataclass(frozen=True, kw_only=True)
class Relation(_Fact):
    """One relation that an article states: subject, predicate, object.

    Raises:
        ModelError: the predicate is unknown, an end is missing or of a type that it does not take.
    """

    predicate: str
    subject: Entity | None
    object: Entity | None = None
    object_text: str | None = None

    def __post_init__(self) -> None:
        self._check(self.predicate)
        predicate = vocabulary().predicates.get(self.predicate)
        where = f"{self.evidence.article}:{self.evidence.start}: {self.predicate}"
        if predicate is None:
            raise ModelError(f"{where} is no relation of the fact model")
        if (self.object is None) == (self.object_text is None):
            raise ModelError(f"{where} needs an object: a thing or a text, not both")
        if self.object_text is not None and not predicate.takes_text:
            raise ModelError(f"{where} takes no text as object")
        if self.object_text is not None and not self.object_text.strip():
            raise ModelError(f"{where}: the text that is its object is empty")
        if self.object is not None and self.object.type not in predicate.range:
            raise ModelError(f"{where} takes no {self.object.type} ({self.object.name}) as object")
        if self.subject is None and not predicate.subject_optional:
            raise ModelError(f"{where} needs a subject")
        if self.subject is not None and self.subject.type not in predicate.domain:
            raise ModelError(f"{where} takes no {self.subject.type} ({self.subject.name}) as subject")
        if self.subject is not None and self.object is not None and self.subject.slug == self.object.slug:
            raise ModelError(f"{where}: {self.subject.name} cannot stand at both ends")
        if self.qualifiers.max is not None or self.qualifiers.bound is not None:
            raise ModelError(f"{where}: max and bound qualify figures, not relations")

    @property
    def is_plain(self) -> bool:
        """Whether it also stands as the plain triple subject, predicate, object (graph shape, "Plain triples")."""
        held = self.modality == "asserted" and not self.negated and not self.qualifiers.former
        return held and self.subject is not None and self.object is not None


@dataclass(frozen=True, kw_only=True)
class Observation(_Fact):
    """One figure that an article states: subject, metric, value, unit; `time` is the period it covers.

    Attributes:
        value: number in base units; for `profitStatus` one of ``profitable``, ``breakeven``, ``loss``.
        value_text: the article's own words for it.

    Raises:
        ModelError: metric or unit are unknown or do not go together.
    """

    metric: str
    subject: Entity
    value: Decimal | str
    value_text: str
    unit: str | None = None

    def __post_init__(self) -> None:
        self._check(self.metric)
        known = vocabulary()
        where = f"{self.evidence.article}:{self.evidence.start}: {self.metric}"
        metric = known.metrics.get(self.metric)
        if metric is None:
            raise ModelError(f"{where} is no metric of the fact model")
        if self.metric == "other" and not self.qualifiers.label:
            raise ModelError(f"{where} needs a label")
        if self.qualifiers.amount is not None:
            raise ModelError(f"{where}: an amount qualifies relations, not figures")
        if isinstance(self.value, str):
            if "status" not in metric.kinds or self.value not in PROFIT_STATUSES or self.unit is not None:
                raise ModelError(f"{where} cannot be {self.value!r}")
            return
        if not self.value.is_finite():
            raise ModelError(f"{where}: {self.value} is no number")
        unit = known.units.get(self.unit or "")
        if unit is None:
            raise ModelError(f"{where}: {self.unit!r} is no unit")
        if not unit.kinds & metric.kinds:
            raise ModelError(f"{where} is not measured in {self.unit}")


@dataclass(frozen=True)
class ArticleFacts:
    """What one article states.

    Attributes:
        article: the article.
        entities: every named thing of its body, by slug.
        relations: its relations, in the order of their evidence.
        observations: its figures, in the order of their evidence.
    """

    article: Article
    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...] = ()
    observations: tuple[Observation, ...] = ()
