"""How likely a fact is to be right: the rule that read it, and the circumstances of the match.

A logistic model of few weights, all in ``ontology/confidence.toml``: one for every fact, one for the file of the rule,
one for the rule, and one for each circumstance that holds. Their sum is the logarithm of the odds that the fact is
right. :mod:`kg.evaluation.calibration` fits them to annotated articles.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.extraction.candidate import Candidate
from kg.extraction.rules import Rule
from kg.extraction.view import ANY_MARK
from kg.language import Mention
from kg.model import Entity
from kg.vocabulary import DataFileError, data_folder
from kg.vocabulary.tables import line_of, load_toml

__all__ = ["CIRCUMSTANCES", "ConfidenceModel", "Weight", "circumstances_of", "confidence_model", "load_confidence"]

# What may hold of a match beside its rule, and what it means.
CIRCUMSTANCES: Mapping[str, str] = MappingProxyType(
    {
        "carried subject": "the subject is what the text goes on about: its sentence does not name it",
        "pronoun": "an end is a pronoun or a short form",
        "carried time": "the time stands in an earlier clause or sentence",
        "new name": "an end is a name that no lexicon holds",
        "programme": "the subject is a programme or a place",
        "no subject": "the text names no subject",
        "text object": "the object is a text",
        "listed": "an end is one of a list",
        "words between": "more than 8 characters stand between the ends, names and figures aside",
        "second actor": "another actor stands before the subject in its clause, in no list with it",
        "long sentence": "the sentence has more than 80 characters",
        "long clause": "the clause has more than 35 characters",
        "not asserted": "the fact is planned, doubted or denied",
        "quoted": "somebody is quoted as saying so",
        "told again": "another sentence of the article says the same",
    }
)
_BETWEEN, _LONG_SENTENCE, _LONG_CLAUSE = 8, 80, 35
_IN_LIST = re.compile(f"[、和及{ANY_MARK}]*")
_MARK = re.compile(f"[{ANY_MARK}，、]")
_LEAST, _MOST = Decimal("0.02"), Decimal("0.99")
_HEAVIEST = 8.0


@dataclass(frozen=True)
class Weight:
    """What speaks for or against a fact.

    Attributes:
        weight: what it adds to the logarithm of the odds.
        right: how many of the facts it was fitted to were right.
        of: how many they were.
    """

    weight: float
    right: int = 0
    of: int = 0


@dataclass(frozen=True)
class ConfidenceModel:
    """The weights, by what they are about: all facts, the files of rules, the rules, the circumstances."""

    base: Weight
    files: Mapping[str, Weight]
    rules: Mapping[str, Weight]
    circumstances: Mapping[str, Weight]

    def parts(self, file: str, rule: str, circumstances: frozenset[str]) -> Iterator[tuple[str, Weight]]:
        """What counts for a fact, in the order of the model; a rule that it does not know counts as its file does.

        Args:
            file: name of the file of the rule, without its ending.
            rule: the rule.
            circumstances: what holds of the match, of :data:`CIRCUMSTANCES`.
        """
        yield "every fact", self.base
        if file in self.files:
            yield f"rules of {file}", self.files[file]
        if rule in self.rules:
            yield f"rule {rule}", self.rules[rule]
        for name in CIRCUMSTANCES:
            if name in circumstances:
                yield name, self.circumstances[name]

    def of(self, file: str, rule: str, circumstances: frozenset[str]) -> Decimal:
        """How likely a fact is to be right, from 0.02 to 0.99, in hundredths; arguments as for :meth:`parts`."""
        total = math.fsum(weight.weight for _, weight in self.parts(file, rule, circumstances))
        exact = Decimal(repr(round(1 / (1 + math.exp(-total)), 6)))
        return min(max(exact.quantize(Decimal("0.01"), ROUND_HALF_UP), _LEAST), _MOST)

    def confidence(self, rule: Rule, circumstances: frozenset[str]) -> Decimal:
        """The same for a rule of a rule book."""
        return self.of(Path(rule.path).stem, rule.id, circumstances)


# ---------------------------------------------------------------------- what holds of a match
def _places(entity: Entity | None, candidate: Candidate) -> list[int]:
    """Where a thing stands in the sentence, those within the match first, then from its end backwards."""
    view = candidate.view
    found = [n for n in sorted(view.marks) if entity and any(e.slug == entity.slug for e in view.entities(n))]
    inside = [n for n in found if candidate.first <= n < candidate.last]
    return inside or found[::-1]


def _is_listed(position: int, candidate: Candidate) -> bool:
    code = candidate.view.code
    return code[position + 1 : position + 2] == "、" or code[max(0, position - 1) : position] == "、"


def _second_actor(position: int, candidate: Candidate) -> bool:
    view = candidate.view
    start, _ = view.clause_of(position)
    marks = ((n, view.marks.get(n)) for n in range(start, position))
    actors = [n for n, m in marks if isinstance(m, Mention) and m.entity.type not in ("Place", "Event")]
    return any(not _IN_LIST.fullmatch(view.code, n + 1, position) for n in actors)


def _of_ends(subject: list[int], target: list[int], candidate: Candidate) -> Iterator[str]:
    """What holds of the ends: where each stands, and what is between."""
    view = candidate.view
    marks = [view.marks.get(positions[0]) for positions in (subject, target) if positions]
    if any(isinstance(mark, Mention) and mark.kind == "reference" for mark in marks):
        yield "pronoun"
    if any(_is_listed(positions[0], candidate) for positions in (subject, target) if positions):
        yield "listed"
    if subject and _second_actor(subject[0], candidate):
        yield "second actor"
    if subject and target:
        low, high = sorted((subject[0], target[0]))
        if len(_MARK.sub("", view.code[low + 1 : high])) > _BETWEEN:
            yield "words between"


def _of_things(candidate: Candidate) -> Iterator[str]:
    """What holds of the things and the text at the ends, wherever they stand."""
    subject = candidate.subject
    if subject is None:
        yield "no subject"
    elif subject.type in ("Program", "Place"):
        yield "programme"
    if any(end is not None and not end.linked for end in (subject, candidate.object)):
        yield "new name"
    if candidate.object_text is not None:
        yield "text object"


def _of_sentence(candidate: Candidate) -> Iterator[str]:
    view, mark = candidate.view, candidate.time
    start, end = view.clause_of(candidate.first)
    if len(view.code) > _LONG_SENTENCE:
        yield "long sentence"
    if end - start > _LONG_CLAUSE:
        yield "long clause"
    if candidate.stance.negated or candidate.stance.modality != "asserted":
        yield "not asserted"
    if candidate.speaker is not None:
        yield "quoted"
    if mark is not None:
        inside = view.sentence.start <= mark.start < view.sentence.end
        if not inside or view.clause_index(view.position_of(mark.start)) < view.clause_index(candidate.first):
            yield "carried time"


def _found(candidate: Candidate) -> Iterator[str]:
    subject, target = _places(candidate.subject, candidate), _places(candidate.object, candidate)
    if candidate.object is None:  # a figure or a text stands where the match ends
        target = [candidate.last - 1]
    if candidate.subject is not None and not subject:
        yield "carried subject"
    yield from _of_ends(subject, target, candidate)
    yield from _of_things(candidate)
    yield from _of_sentence(candidate)


def circumstances_of(candidate: Candidate, told_again: bool = False) -> frozenset[str]:
    """What holds of a match, of :data:`CIRCUMSTANCES`.

    Args:
        candidate: the match with its roles filled.
        told_again: whether another sentence of the article says the same.
    """
    return frozenset(_found(candidate)) | ({"told again"} if told_again else set())


# ---------------------------------------------------------------------- the file
def _weight(row: Any, name: str, path: Path, text: str) -> Weight:
    if not isinstance(row, dict) or set(row) != {"weight", "right", "of"}:
        raise DataFileError(f"{name!r} must be {{ weight = …, right = …, of = … }}", path, line_of(text, name))
    weight, right, of = row["weight"], row["right"], row["of"]
    if type(weight) not in (int, float) or not abs(weight) <= _HEAVIEST:
        raise DataFileError(f"{name!r}: the weight must be a number from -8 to 8", path, line_of(text, name))
    if type(right) is not int or type(of) is not int or not 0 <= right <= of:
        raise DataFileError(f"{name!r}: right and of must be counts, right the smaller", path, line_of(text, name))
    return Weight(float(weight), right, of)


def load_confidence(path: Path) -> ConfidenceModel:
    """Read the weights of a file.

    Args:
        path: a TOML file with ``base`` and the sections ``files``, ``rules`` and ``circumstances``.

    Raises:
        DataFileError: it breaks the schema, or lacks a circumstance; names the line.
    """
    table = load_toml(path)
    text = path.read_text(encoding="utf-8")
    sections = ("files", "rules", "circumstances")
    for key in sorted({"base", *sections} ^ set(table)):
        raise DataFileError(f"{key!r} is {'unknown' if key in table else 'missing'}", path, line_of(text, key))
    read: dict[str, dict[str, Weight]] = {}
    for section in sections:
        if not isinstance(table[section], dict):
            raise DataFileError(f"{section!r} must be a section", path, line_of(text, section))
        read[section] = {name: _weight(row, name, path, text) for name, row in table[section].items()}
    for name in sorted(set(CIRCUMSTANCES) ^ set(read["circumstances"])):
        what = "is missing" if name in CIRCUMSTANCES else "is none"
        raise DataFileError(f"circumstance {name!r} {what}", path, line_of(text, "circumstances"))
    return ConfidenceModel(_weight(table["base"], "base", path, text), **read)


@cache
def confidence_model() -> ConfidenceModel:
    """The weights of this installation."""
    return load_confidence(data_folder("ontology") / "confidence.toml")
