"""A figure with its unit, as the text gives it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.model.ordering import Ordered
from kg.vocabulary import ModelError

__all__ = ["Quantity"]


@dataclass(frozen=True)
class Quantity(Ordered):
    """A number in base units.

    Attributes:
        value: the number given; of a range, its lower end; a fall is negative only where the words say so.
        unit: ISO 4217 code, or local name of another unit of ``ontology/metrics.ttl``.
        text: the words of the text.
        noun: of a count, the counted noun or measure word.
        approx: 近, 约, 左右.
        bound: ``atLeast`` or ``atMost``.
        max: upper end of a range.
    """

    value: Decimal
    unit: str
    text: str
    noun: str | None = None
    approx: bool = False
    bound: str | None = None
    max: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.value.is_finite() or not (self.max is None or self.max.is_finite()):
            raise ModelError(f"{self.text!r} is no number")
        if self.bound not in (None, "atLeast", "atMost"):
            raise ModelError(f"bound {self.bound!r} is neither atLeast nor atMost")
        if self.max is not None and self.max < self.value:
            raise ModelError(f"{self.text!r}: the upper end {self.max} lies below {self.value}")
