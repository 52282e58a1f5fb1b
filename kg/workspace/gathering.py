"""What building a graph and adding to one share: the articles named are taken into a plan, in a work folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from kg.articles import Given, Source, article_of, article_sources
from kg.vocabulary import KgError
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.decisions import Decisions
from kg.workspace.intake import Intake, MakePool, Reader
from kg.workspace.ledger import Ledger
from kg.workspace.listeners import Listener, Problems, Share, Teller
from kg.workspace.spool import Spool
from kg.workspace.texts import KEPT_TEXTS

__all__ = ["Gathering", "Records"]


@dataclass(frozen=True)
class Records:
    """What is known of articles while a graph is made of them.

    Attributes:
        cache: facts by content.
        former: the ledger of the graph as it is; None where all is to be done anew.
        plan: the ledger of the graph as it is to be.
        spool: graphs that the cache does not hold as they are wanted.
    """

    cache: FactCache
    former: Ledger | None
    plan: Ledger
    spool: Spool


@dataclass
class Gathering:
    """Articles on their way into the graph of a folder.

    Attributes:
        folder: the folder of the graph.
        places: files, folders, archives, lists and URLs of articles.
        listener: who is told how it goes.
        problems: where those of articles go.
        jobs: how many processes may read.
        reader: what reads articles in place of the rules.
        make_pool: makes the workers, in place of processes of this machine.
        worked_hard: whether articles were read in other processes.
    """

    folder: Path
    places: Sequence[Path | str]
    listener: Listener
    problems: Problems
    jobs: int = 1
    reader: Reader | None = None
    make_pool: MakePool | None = None
    worked_hard: bool = False

    @property
    def paths(self) -> list[Path]:
        """Those of the places that are no URLs."""
        return [place for place in self.places if isinstance(place, Path)]

    @contextmanager
    def records(self, work: Path, former: Ledger | None) -> Iterator[Records]:
        """An empty plan in the work folder, with the cache of the graph's folder; all of it is closed afterwards."""
        (work / "plan").mkdir()
        plan, spool = Ledger(work / "plan"), Spool(work / "spool.db")
        try:
            with FactCache(self.folder / CACHE, note=self.listener.note) as cache:
                yield Records(cache, former, plan, spool)
        finally:
            plan.close()
            spool.close()
            if former is not None:
                former.close()

    def take_in(self, records: Records, decisions: Decisions, given: Given | None) -> None:
        """Take the articles into the plan.

        Args:
            records: the plan, and what is known.
            decisions: what people decided.
            given: what is said of the one article.

        Raises:
            KgError: an article cannot be read, and nobody listens; or none can be read.
            UsageError: something is said, and there are several articles.
            OSError: the folder cannot be written.
        """
        share = Share(self.listener.reading)
        sources = article_sources(self.places, on_problem=self.problems.add, progress=share)
        intake = Intake(
            records.cache,
            records.former,
            records.plan,
            records.spool,
            self.folder / KEPT_TEXTS,
            decisions,
            self.problems.add,
            self.listener.note or (lambda text: None),
            Teller(self.listener.extracting, self.listener.facts, lambda: share.share),
            self.jobs,
            self.reader,
            self.make_pool,
        )
        try:
            intake.run(_said_of(sources, given))
        finally:
            self.worked_hard = intake.used_workers
        self.problems.settle(len(records.plan), self.folder)


def _said_of(sources: Iterable[Source], given: Given | None) -> Iterator[Source]:
    """The sources, the one article among them with what is said of it.

    Raises:
        UsageError: something is said, and there are several articles.
    """
    if given is None or given == Given():
        yield from sources
        return
    taken, article, count = list(sources), None, 0
    for source in taken:
        with suppress(KgError):
            article = article_of(source)
            count += 1
    if article is not None:
        given.applied([article] * count)
    yield from (replace(source, given=given) for source in taken)
