"""Extraction rules: data of ``ontology/rules/*.toml``, schema-checked, compiled to regular expressions over views.

A pattern is a regular expression over a sentence view (`kg.extraction.view`) with these additions:

- ``{subject}``, ``{object:Platform|Program}``, ``{place}``, ``{value:money}``: a slot; without types those that the
  predicate or metric takes. A slot of things takes a list of them (A、B和C), one fact a member.
- ``{noun}``: a metric noun; ``{nouns}``: two or more in a row;
- ``{@verb}``: any word of the list `verb` of the rule, of its file's ``[words]``, or of common.toml.
- ``~`` or ``~12``: up to 8 (12) characters of the same clause, none of them an actor, programme or person;
- ``≈`` or ``≈12``: the same, any mark allowed;
- ``≋`` or ``≋30``: up to 30 characters of the same sentence, commas included.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

from kg.extraction.compiled import Compiled, compiled, keep_compiled, save_compiled
from kg.extraction.needs import Needs, beginnings, marks_in
from kg.extraction.slots import SEPARATOR, thing_slot
from kg.extraction.view import ACTING, CODES, unbracketed
from kg.vocabulary import TOP_TYPES, DataFileError, data_folder, vocabulary
from kg.vocabulary.tables import alternation, line_of, load_toml

__all__ = ["Example", "MetricNouns", "Rule", "RuleBook", "load_rules", "rule_book"]

_CLAUSE_BREAK = "，,；;：:。！？!?\\n"
_FIGURE_KINDS = ("money", "percent", "rank", "count", "days", "hours", "times", "tonnes", "squareMetres")
_ACTOR_CODES = "".join(CODES[t] for t in ACTING)
_KEYS = {
    "id", "gloss", "predicate", "metric", "reading", "pattern", "subject", "subject_types", "words", "time", "former",
    "modality", "negatable", "role", "facility", "scope", "list", "label", "comparison", "bound", "place", "sign",
    "not_if", "examples", "object_text", "from", "per", "respectively", "fixed_value",
    "fixed_unit", "unless", "opens", "known", "pairs", "object_from", "split", "requires", "relative", "ordered",
    "presupposed", "in_passing", "yields_to",
}  # fmt: skip
_NOUNS = ("noun", "nouns")
# What a figure may be measured in whose metric a noun tells; each metric takes its own.
_NOUN_KINDS = frozenset({"money", "percent", "count", "hours", "tonnes"})
_FIGURES = marks_in("".join(CODES[kind] for kind in _FIGURE_KINDS))
_MOST_HELD = 2000  # combinations of marks whose rules are remembered
_SUBJECTS = ("lead", "pattern", "clause", "optional", "none", "bearer", "topic", "series")


@dataclass(frozen=True)
class Example:
    """A sentence on which a rule is tried.

    Attributes:
        text: the sentence.
        facts: what it must yield, as ``predicate(subject, object)`` or ``metric(subject) = value unit``.
        absent: what it must not yield; empty with empty `facts`: nothing at all by this rule.
    """

    text: str
    facts: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    date: str | None = None


@dataclass(frozen=True)
class MetricNouns:
    """Nouns of a quantity and the metrics that they name, by reading: ``value``, ``growth``, ``share``.

    Attributes:
        nouns: the nouns.
        list: what the figure is a rank or number of (DAU, MAU).
        of: type of the only things that have such a figure, where there is one (a population: Place).
    """

    nouns: tuple[str, ...]
    value: str | None = None
    growth: str | None = None
    share: str | None = None
    list: str | None = None
    of: str | None = None

    def metric(self, reading: str) -> str | None:
        """The metric of a reading."""
        named: str | None = getattr(self, reading)
        return named


@dataclass(frozen=True)
class Rule:
    """One way of saying a fact.

    Attributes:
        id: name, unique.
        predicate: relation that it reads, or None.
        metric: metric that it reads; ``noun``: by the metric noun found.
        reading: of a metric noun.
        pattern: compiled pattern.
        subject: where the subject comes from: ``pattern``, ``clause``, ``optional`` (clause, may be missing),
            ``bearer`` (nearest thing before the metric noun), ``topic``, ``series`` (each thing of the group `series`),
            ``none``.
        needs: what a match holds.
        options: remaining keys, as written.
        examples: sentences that it must and must not read.
    """

    id: str
    predicate: str | None
    metric: str | None
    reading: str | None
    pattern: re.Pattern[str]
    subject: str
    subject_types: frozenset[str]
    options: dict[str, Any]
    examples: tuple[Example, ...]
    path: str
    line: int | None
    needs: Needs

    @property
    def yields_to(self) -> frozenset[str]:
        """Predicates that, stated of the same two ends, say better what the rule only concludes."""
        return frozenset(self.options.get("yields_to", ()))


@dataclass(frozen=True)
class RuleBook:
    """All rules, and the metric nouns that they refer to."""

    rules: tuple[Rule, ...]
    nouns: tuple[MetricNouns, ...]

    @cached_property
    def _by_beginning(self) -> dict[str, list[int]]:
        """The numbers of the rules by the beginnings that they need; under "" those that need none."""
        found = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for word in rule.needs.beginnings or ("",):
                found[word].append(number)
        return found

    @cached_property
    def _any_noun(self) -> re.Pattern[str]:
        return re.compile(alternation(list(self.words)))

    def rules_for(self, code: str) -> tuple[Rule, ...]:
        """The rules that can match in a view, in order: those of figures need one, those of metric nouns need one.

        Most need some characters to stand in it (:mod:`kg.extraction.needs`).

        Args:
            code: the code of the view.
        """
        by_word = self._by_beginning
        begun = set(by_word.get("", ()))
        for word in beginnings(code) & by_word.keys():
            begun.update(by_word[word])
        begun &= self._holding(marks_in(code), self._any_noun.search(code) is not None)
        return tuple(self.rules[number] for number in sorted(begun))

    def _holding(self, marks: int, noun: bool) -> frozenset[int]:
        """The rules that need no other marks than these, and a metric noun only where there is one."""
        held = self._held.get((marks, noun))
        if held is None:
            held = frozenset(
                number
                for number, rule in enumerate(self.rules)
                if (noun or rule.pattern.groupindex.keys().isdisjoint(_NOUNS))
                and all(marks & one for one in rule.needs.marks)
            )
            if len(self._held) < _MOST_HELD:
                self._held[marks, noun] = held
        return held

    @cached_property
    def _held(self) -> dict[tuple[int, bool], frozenset[int]]:
        """What `_holding` has found, by what it was asked: views hold few combinations of marks."""
        return {}

    @cached_property
    def words(self) -> tuple[str, ...]:
        """All metric nouns."""
        return tuple(noun for entry in self.nouns for noun in entry.nouns)

    def nouns_in(self, code: str, start: int, end: int) -> list[str]:
        """The metric nouns of a run, in order; those in brackets only tell what another means: DAU（日活跃用户）."""
        plain = unbracketed(code[start:end])
        return [match.group() for match in self._any_noun.finditer(plain)]

    def nouns_of(self, word: str) -> MetricNouns:
        """The entry of a metric noun."""
        return next(entry for entry in self.nouns if word in entry.nouns)


_SLOT = re.compile(r"\{(@?[a-z][A-Za-z0-9]*(?::[A-Za-z|]+)?)\}")
_GAPS = (("~", _CLAUSE_BREAK + _ACTOR_CODES + "《（(", 8), ("≈", _CLAUSE_BREAK, 8), ("≋", "。！？!?；;\\n", 30))


def _gap(excluded: str, default: int, match: re.Match[str]) -> str:
    """A stretch of at most so many characters, none of them excluded."""
    return f"[^{excluded}]{{0,{match[1] or default}}}?"


class _Compiler:
    """Compiles patterns of one file."""

    def __init__(self, path: Path, text: str, common: dict[str, list[str]], nouns: list[str]) -> None:
        self.path, self.text, self.common, self.nouns = path, text, common, nouns

    def fail(self, message: str, rule_id: str) -> DataFileError:
        match = re.search(rf'id\s*=\s*"{re.escape(rule_id)}"', self.text)
        line = self.text.count("\n", 0, match.start()) + 1 if match else None
        return DataFileError(f"rule {rule_id!r}: {message}", self.path, line)

    def _types(self, slot: str, row: dict[str, Any]) -> frozenset[str]:
        known = vocabulary()
        if slot == "place":
            return frozenset({"Place"})
        if slot == "time":
            return frozenset({"time"})
        if slot.startswith("value"):
            metric = known.metrics.get(row.get("metric", ""))
            return metric.kinds & CODES.keys() if metric else _NOUN_KINDS
        predicate = known.predicates.get(row.get("predicate", ""))
        if predicate is None:
            return frozenset({"Organization", "Platform", "Program"})
        return predicate.domain if slot.startswith("subject") else predicate.range

    @staticmethod
    def _given(given: str) -> frozenset[str]:
        """Types of a slot: Actor is short for two, a Service is no operating model, a Country no region or city."""
        return frozenset(
            given.replace("Actor", "Organization|Platform")
            .replace("Service", "Program")
            .replace("Country", "Place")
            .split("|")
        )

    def slot(self, match: re.Match[str], row: dict[str, Any]) -> str:
        name, _, given = match[1].partition(":")
        if name.startswith("@"):
            words = row.get("words", {}).get(name[1:]) or self.common.get(name[1:])
            if words is None:
                raise self.fail(f"no word list {name[1:]!r}", row["id"])
            return f"(?:{alternation(words)})"
        if name == "noun":
            nouns = [n for n in self.nouns if not given or n in self.common.get(given, [])]
            return f"(?P<noun>{alternation(nouns)})"
        if name == "nouns":
            word = (
                f"(?:{alternation(self.nouns)})(?:{alternation(self.common['tails'])})?(?:[（(][^（）()]{{1,12}}[)）])?"
            )
            return f"(?P<nouns>{word}(?:(?:、|和|与|及|以及)(?:其|平均)?{word})+)"
        types, codes = self._marks(name, given, row)
        if name == "values":
            return f"(?P<{name}>[{codes}](?:(?:{SEPARATOR}|，(?:和|与)?)[{codes}])*)(?:等)?"
        if name in ("subject", "object", "place", "object2", "subject2"):
            return thing_slot(name, row.get("predicate"), types, codes, opens=match.start() == 0)
        return f"(?P<{name}>[{codes}])"

    def _marks(self, name: str, given: str, row: dict[str, Any]) -> tuple[frozenset[str], str]:
        """The types of a slot, and the characters that stand for their marks."""
        types = self._given(given) if given else self._types(name, row)
        if given != "Service" and "Program" in types:
            types |= {"OperatingModel"}
        if "Country" not in given and "Place" in types:
            types |= {"Region", "City"}
        unknown = sorted(types - CODES.keys())
        if unknown or not types:
            raise self.fail(f"slot {name!r}: unknown type {', '.join(unknown) or 'none'}", row["id"])
        return types, "".join(sorted({CODES[t] for t in types}))

    def pattern(self, row: dict[str, Any]) -> Compiled:
        source = _SLOT.sub(lambda match: self.slot(match, row), row["pattern"])
        for mark, excluded, default in _GAPS:
            source = re.sub(rf"{mark}(\d*)", partial(_gap, excluded, default), source)
        try:
            return compiled(source)
        except re.error as error:
            raise self.fail(f"pattern is no regular expression: {error}", row["id"]) from error

    def rule(self, row: dict[str, Any]) -> Rule:
        if "id" not in row or "pattern" not in row:
            raise DataFileError("a rule needs id and pattern", self.path, line_of(self.text, "rule"))
        for key in sorted(row.keys() - _KEYS):
            near = difflib.get_close_matches(key, _KEYS, 1)
            raise self.fail(f"unknown key {key!r}" + (f"; did you mean {near[0]!r}?" if near else ""), row["id"])
        known = vocabulary()
        predicate, metric = row.get("predicate"), row.get("metric")
        if (predicate is None) == (metric is None):
            raise self.fail("needs either predicate or metric", row["id"])
        if predicate is not None and predicate not in known.predicates:
            raise self.fail(f"unknown predicate {predicate!r}", row["id"])
        yields = row.get("yields_to", [])
        if not isinstance(yields, list) or not set(yields) <= set(known.predicates):
            raise self.fail("yields_to must be a list of predicates", row["id"])
        if metric is not None and metric != "noun" and metric not in known.metrics:
            raise self.fail(f"unknown metric {metric!r}", row["id"])
        subject = row.get("subject", "pattern" if "{subject" in row["pattern"] else "clause" if predicate else "bearer")
        if subject not in _SUBJECTS:
            raise self.fail(f"subject must be one of {', '.join(_SUBJECTS)}", row["id"])
        types = frozenset(row.get("subject_types") or self._types("subject", row))
        if not types <= set(TOP_TYPES):
            raise self.fail(f"unknown subject type in {sorted(types)}", row["id"])
        pattern, needs = self.pattern(row)
        if metric is not None and "fixed_value" not in row:
            needs = needs._replace(marks=(*needs.marks, _FIGURES))
        return Rule(
            id=row["id"],
            predicate=predicate,
            metric=metric,
            reading=row.get("reading"),
            pattern=pattern,
            subject=subject,
            subject_types=types,
            options={k: v for k, v in row.items() if k not in ("id", "examples", "pattern", "words")},
            examples=tuple(self._example(example, row["id"]) for example in row.get("examples", [])),
            path=str(self.path),
            line=self.fail("", row["id"]).line,
            needs=needs,
        )

    def _example(self, row: dict[str, Any], rule_id: str) -> Example:
        unknown = sorted(row.keys() - {"text", "facts", "absent", "date"})
        if unknown or "text" not in row:
            raise self.fail(
                f"an example has text, facts, absent and date, not {', '.join(unknown) or 'nothing'}", rule_id
            )
        return Example(row["text"], tuple(row.get("facts", ())), tuple(row.get("absent", ())), row.get("date"))


def load_rules(folder: Path) -> RuleBook:
    """Read and compile every rule file of a folder; ``common.toml`` holds shared word lists and metric nouns.

    Raises:
        DataFileError: a file breaks the schema; the message names file and line.
    """
    common_path = folder / "common.toml"
    common = load_toml(common_path)
    text = common_path.read_text(encoding="utf-8")
    nouns = []
    for row in common.get("metric", []):
        unknown = sorted(row.keys() - {"nouns", "value", "growth", "share", "list", "of"})
        if unknown:
            raise DataFileError(f"metric nouns: unknown key {unknown[0]!r}", common_path, line_of(text, unknown[0]))
        for reading in ("value", "growth", "share"):
            if row.get(reading) is not None and row[reading] not in vocabulary().metrics:
                raise DataFileError(f"unknown metric {row[reading]!r}", common_path, line_of(text, reading))
        nouns.append(MetricNouns(**{**row, "nouns": tuple(row["nouns"])}))
    every = [noun for entry in nouns for noun in entry.nouns]
    rules: list[Rule] = []
    for path in sorted(folder.glob("*.toml")):
        if path == common_path:
            continue
        table = load_toml(path)
        compiler = _Compiler(path, path.read_text(encoding="utf-8"), common["words"] | table.get("words", {}), every)
        rules += [compiler.rule(row) for row in table.get("rule", [])]
    twice = sorted({r.id for r in rules if sum(o.id == r.id for o in rules) > 1})
    if twice:
        raise DataFileError(f"rule {twice[0]!r} stands twice", folder)
    return RuleBook(tuple(rules), tuple(nouns))


@cache
def rule_book() -> RuleBook:
    """The rules of this installation, compiled once a process."""
    keep_compiled()
    book = load_rules(data_folder("ontology") / "rules")
    save_compiled()
    return book
