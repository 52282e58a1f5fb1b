"""What there is to do: how the articles of a graph differ from the files that they came from."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.articles import Source, article_of, article_sources
from kg.graph import find_graph, open_graph
from kg.graph.changing import STORE
from kg.graph.location import ready_graph
from kg.graph.stamps import read_stamp, source_file
from kg.vocabulary import InputError, KgError, UsageError
from kg.workspace.cache import fact_key
from kg.workspace.changes import adopted_lines
from kg.workspace.decisions import Decisions, decisions_for
from kg.workspace.ledger import LEDGER, Ledger, Line

__all__ = ["STATES", "Difference", "GraphStatus", "graph_status"]

STATES = ("new", "changed", "stale", "gone", "unreadable")
"""What may be the matter with an article, in the order in which it is told."""


@dataclass(frozen=True)
class Difference:
    """An article that is not in the graph as it would be now.

    Attributes:
        state: one of :data:`STATES`. ``new``: not in the graph; ``changed``: its file is another one; ``stale``: the
            file is the same, but the program, its rules or names, what a manifest says of it, or a decision of people
            changed since; ``gone``: in the graph, and no longer among the files; ``unreadable``: left out.
        article: its id; "" where it cannot be read.
        path: where it is, or was read from; for ``unreadable`` what is wrong with it.
    """

    state: str
    article: str
    path: str


@dataclass(frozen=True)
class GraphStatus:
    """A graph beside its articles.

    Attributes:
        folder: where the graph is.
        paths: what was looked at.
        unchanged: how many articles are in the graph as they would be now.
        differences: all others, by state, then in the order of the files.
        files_behind: whether the folder has files that do not hold what its store does.
    """

    folder: Path
    paths: tuple[str, ...]
    unchanged: int
    differences: tuple[Difference, ...]
    files_behind: bool

    def count(self, state: str) -> int:
        """How many articles are in a state."""
        return sum(one.state == state for one in self.differences)

    @property
    def is_current(self) -> bool:
        """Whether a build of these paths would change nothing in the store."""
        return all(one.state == "unreadable" for one in self.differences)


class _Known:
    """The articles of a graph, from its ledger, else as far as the graph itself tells."""

    def __init__(self, folder: Path) -> None:
        ready_graph(folder)
        self._ledger = Ledger(folder / STORE) if (folder / STORE / LEDGER).is_file() else None
        lines = [] if self._ledger else adopted_lines(open_graph(folder))
        self._lines = {line.article: line for line in lines}
        self.paths = self._ledger.paths() if self._ledger else []

    def of_key(self, key: bytes) -> Line | None:
        return next(iter(self._ledger.of_key(key)), None) if self._ledger else None

    def of_article(self, article: str) -> Line | None:
        return self._ledger.line(article) if self._ledger else self._lines.get(article)

    def lines(self) -> Iterator[Line]:
        yield from self._ledger.lines() if self._ledger else self._lines.values()

    def has_same_decisions(self, decisions: Decisions) -> bool:
        return self._ledger is not None and self._ledger.value("decisions") == decisions.digest()

    def close(self) -> None:
        if self._ledger:
            self._ledger.close()


class _Look:
    """Compares sources with what a graph has of them."""

    def __init__(self, known: _Known, decisions: Decisions) -> None:
        self._known = known
        self._same = known.has_same_decisions(decisions)
        self._reviewed = {one.article for one in decisions.reviews}
        self._names = bool(decisions.names.decisions)
        self.seen: set[str] = set()
        self.unchanged = 0

    def at(self, source: Source) -> Difference | None:
        """What is the matter with a source; None for nothing."""
        line = self._known.of_key(fact_key(source))
        if line is not None:
            self.seen.add(line.article)
            if self._is_decided_otherwise(line):
                return Difference("stale", line.article, source.name)
            self.unchanged += 1
            return None
        try:
            article = article_of(source)
        except KgError as error:
            return Difference("unreadable", "", str(error))
        if article.id in self.seen:
            return None
        self.seen.add(article.id)
        line = self._known.of_article(article.id)
        if line is None:
            return Difference("new", article.id, source.name)
        return Difference("stale" if line.sha256 == article.sha256 else "changed", article.id, source.name)

    def _is_decided_otherwise(self, line: Line) -> bool:
        """Whether decisions changed since, and may concern an article."""
        return not self._same and (self._names or line.article in self._reviewed or bool(line.decided))


def graph_status(
    paths: Sequence[str | os.PathLike[str]] = (),
    graph: str | os.PathLike[str] | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> GraphStatus:
    """Compare a graph with the files of its articles; nothing is changed, and no text is analysed.

    Args:
        paths: files, folders and archives of articles; without them those of the last build.
        graph: the folder of the graph; by default the one that other commands read.
        progress: told how many files are looked at, of how many, and which is next.

    Raises:
        InputError: there is no graph, or it is no folder.
        UsageError: no path is given, and the graph does not know what it was built from.
    """
    folder = find_graph(graph)
    if not folder.is_dir():
        raise InputError(f"{folder} is a file; kg status looks at a folder that `kg build` made")
    known = _Known(folder)
    try:
        given = [os.fspath(one) for one in paths] or known.paths
        if not given:
            raise UsageError(f"{folder} does not tell what it was built from; name the articles")
        differences: list[Difference] = []

        def unreadable(error: KgError) -> None:
            differences.append(Difference("unreadable", "", str(error)))

        look = _Look(known, decisions_for([Path(one) for one in given], folder))
        for source in article_sources(given, on_problem=unreadable, progress=progress):
            found = look.at(source)
            if found is not None:
                differences.append(found)
        gone = (line for line in known.lines() if line.article not in look.seen)
        differences += [Difference("gone", line.article, line.path) for line in gone]
    finally:
        known.close()
    differences.sort(key=lambda one: STATES.index(one.state))
    stamp = read_stamp(folder)
    behind = stamp is not None and stamp.ahead and source_file(folder) is not None
    return GraphStatus(folder, tuple(given), look.unchanged, tuple(differences), behind)
