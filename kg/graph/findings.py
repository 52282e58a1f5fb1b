"""What checking a graph finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Finding", "Tally"]


@dataclass(frozen=True)
class Finding:
    """One thing that does not conform.

    Attributes:
        article: IRI of the article in whose graph it stands; None for what stands in no article's.
        node: the node, as SPARQL writes it.
        path: the property, prefixed; None where the node itself is meant.
        value: the value that is wrong, as SPARQL writes it; None where one is missing.
        shape: local name of the shape.
        component: the constraint, as SHACL names its parameter (``minCount``, ``sparql``).
        message: what is wrong, by language.
        remedy: how to mend it, by language.
        warning: whether it is a warning only, with which the graph still conforms.
    """

    article: str | None
    node: str
    path: str | None
    value: str | None
    shape: str
    component: str
    message: dict[str, str]
    remedy: dict[str, str]
    warning: bool


@dataclass
class Tally:
    """Counts of findings as they pass by.

    Attributes:
        errors: findings with which the graph does not conform.
        warnings: all others.
    """

    errors: int = 0
    warnings: int = 0

    def of(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The same findings, counted."""
        for one in findings:
            if one.warning:
                self.warnings += 1
            else:
                self.errors += 1
            yield one

    def __str__(self) -> str:
        counts = ((self.errors, "error"), (self.warnings, "warning"))
        return ", ".join(f"{count} {noun}{'s' * (count != 1)}" for count, noun in counts if count) or "nothing found"
