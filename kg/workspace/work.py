"""The work of a build on one article, the same wherever it is done: in this process, in another, on another machine.

    worker = Worker(decisions)
    outcome = worker(Task(number=0, source=source))      # read it
    outcome = worker(Task(number=1, record=record))      # read before: decide only

Tasks and outcomes are plain values that can be pickled.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from kg.articles import Source, article_of
from kg.vocabulary import InputError, KgError, ModelError
from kg.workspace.copies import Sketch, sketch
from kg.workspace.decisions import Decisions
from kg.workspace.records import Record, record_of
from kg.workspace.texts import packed_text

__all__ = ["PATTERNS", "Outcome", "Task", "Worker"]

PATTERNS = Path("cache", "patterns.bin")
"""Compiled rules, beside the folder of texts."""


@dataclass(frozen=True)
class Task:
    """An article to work on: a source, or the record of one that was read before.

    Attributes:
        number: tells tasks apart.
        name: of the article's file, for messages.
        source: an article to be read.
        record: or what was read of it before.
    """

    number: int
    name: str = ""
    source: Source | None = None
    record: Record | None = None

    @property
    def size(self) -> int:
        """Bytes that it holds."""
        if self.source is not None:
            return len(self.source.data)
        return len(self.record.packed_facts) + len(self.record.packed_graph) if self.record else 0


@dataclass(frozen=True)
class Outcome:
    """What became of a task.

    Attributes:
        number: the task's.
        record: what was read; None where it could not be.
        decided: digest of the decisions that changed its graph, "" for none.
        graph: its graph with decisions honoured, as lines of N-Triples; None where it is that of the record.
        text: what is kept of its text (:mod:`kg.workspace.texts`); None where it was not read now.
        sketch: what it is compared with others by; None where it was not read now.
        error: why it is left out.
        speaks_of_forgotten: whether neither record nor text may be kept.
    """

    number: int
    record: Record | None = None
    decided: str = ""
    graph: bytes | None = field(default=None, repr=False)
    text: bytes | None = field(default=None, repr=False)
    sketch: Sketch | None = None
    error: KgError | None = None
    speaks_of_forgotten: bool = False


class Worker:
    """Does the work; it holds nothing of the articles that it did.

    Args:
        decisions: what people decided.
        patterns: a file that keeps compiled rules, for a quick start.
    """

    def __init__(self, decisions: Decisions, patterns: Path | None = None) -> None:
        self._decisions, self._patterns = decisions, patterns

    def __call__(self, task: Task) -> Outcome:
        """Work on an article; whatever is wrong with it is the outcome's error."""
        try:
            return self._done(task)
        except ModelError as error:
            return Outcome(task.number, error=InputError(f"{task.name}: {error}"))
        except KgError as error:
            return Outcome(task.number, error=error)
        except Exception as error:
            if os.environ.get("KG_DEBUG"):
                raise
            what, where = type(error).__name__, task.name
            said = KgError(f"{where}: internal error: {what}: {error} (KG_DEBUG=1 shows where)")
            return Outcome(task.number, error=said)

    def _done(self, task: Task) -> Outcome:
        record, text, facts, likeness = task.record, None, None, None
        if task.source is not None:
            from kg.extraction import extract  # spaCy: only where a text is read
            from kg.extraction.compiled import keep_compiled, save_compiled

            keep_compiled(self._patterns)
            article = article_of(task.source)
            facts = extract(article)
            save_compiled()
            record, text = record_of(article, facts), packed_text(article)
            likeness = sketch(article, record.head.text)
        if record is None:
            raise ValueError("a task needs a source or a record")
        if not self._decisions.of(record.head):
            return Outcome(task.number, record, text=text, sketch=likeness)
        graph, forgotten = self._decisions.lines(facts or record.facts(task.name))
        effect = self._decisions.effect(record.head, forgotten)
        if forgotten:
            likeness = None
        return Outcome(task.number, record, effect, graph if effect else None, text, likeness, None, forgotten)
