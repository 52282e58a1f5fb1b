"""A graph that follows a folder of articles: files are looked at again and again, and what changed is added or removed.

Nothing is asked of the system but the sizes and times of files, so that it works everywhere, on network drives too. A
file counts once it has been the same for a while, so that one that is still being written is left alone. What the graph
holds of a folder is remembered in ``.kg/watch.json``: what changed while nobody watched is found by the next look.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.articles import article_files
from kg.articles.manifest import MANIFEST_NAME
from kg.graph import write_file
from kg.graph.changing import HOME, STORE, Waiting
from kg.vocabulary import InputError, KgError, NotFoundError
from kg.workspace.additions import add_articles
from kg.workspace.changes import ChangeReport, remove_articles
from kg.workspace.ledger import LEDGER, Ledger
from kg.workspace.listeners import Listener

__all__ = ["Watch"]

_NOTES = HOME / "watch.json"
_Signature = tuple[int, ...]  # of a file that is not there: empty
_AT_ONCE = 500  # files of one change, so that much news is in the graph before all of it is


@dataclass
class Watch:
    """A folder of articles, and the graph that follows it.

    Attributes:
        articles: the folder of articles.
        graph: the folder of the graph; it is made where there is none.
        quiet: seconds for which a file must be the same before it counts.
        changed: told of each change of the graph.
        problem: told of what cannot be read; it is left out until it changes.
        waiting: what to do where another process changes the graph.
        clock: tells seconds.
    """

    articles: Path
    graph: Path
    quiet: float = 1.0
    changed: Callable[[ChangeReport], None] = lambda report: None
    problem: Callable[[KgError], None] = lambda error: None
    waiting: Waiting | None = None
    clock: Callable[[], float] = time.monotonic
    _since: dict[str, tuple[_Signature, float]] = field(default_factory=dict)
    _missing: bool = False

    def __post_init__(self) -> None:
        self._done, self._ids = self._remembered()

    # ------------------------------------------------------------------ what is remembered
    def _remembered(self) -> tuple[dict[str, _Signature], dict[str, list[str]]]:
        """The files that the graph holds, by path within the folder: how they were, and their articles' ids."""
        if not (self.graph / STORE / LEDGER).is_file():
            return {}, {}
        with suppress(OSError, ValueError, TypeError, AttributeError, KeyError):
            table = json.loads((self.graph / _NOTES).read_text(encoding="utf-8"))[self._name()]
            done = {str(name): tuple(map(int, one["state"])) for name, one in table.items()}
            return done, {str(name): list(map(str, one["articles"])) for name, one in table.items()}
        return {}, {}

    def _name(self) -> str:
        return str(self.articles.absolute())

    def _remember(self) -> None:
        table: dict[str, object] = {}
        with suppress(OSError, ValueError):
            known = json.loads((self.graph / _NOTES).read_text(encoding="utf-8"))
            table = known if isinstance(known, dict) else {}
        table[self._name()] = {
            name: {"state": list(state), "articles": self._ids.get(name, [])} for name, state in self._done.items()
        }
        if (self.graph / HOME).is_dir():
            write_file(self.graph / _NOTES, [json.dumps(table, ensure_ascii=True, sort_keys=True).encode() + b"\n"])

    # ------------------------------------------------------------------ looking
    def _look(self) -> dict[str, _Signature]:
        """The files there are, each with its size and time, and those of the manifest beside it.

        Raises:
            InputError: the folder is gone, which is no reason to empty the graph.
        """
        if not self.articles.is_dir():
            raise InputError(f"{self.articles}: no such folder; the graph stays as it is")
        found: dict[str, _Signature] = {}
        beside: dict[Path, _Signature] = {}
        for path in _files(self.articles):
            state = _state(path)
            if state:
                if path.parent not in beside:
                    beside[path.parent] = _state(path.parent / MANIFEST_NAME)
                found[path.relative_to(self.articles).as_posix()] = state + beside[path.parent]
        return found

    def _settled(self, found: dict[str, _Signature]) -> tuple[list[str], list[str], bool]:
        """The files that are new or changed, those that are gone, and whether some may still be on their way.

        One that is gone may have been moved: it counts as gone no sooner than the other as new.
        """
        now, since = self.clock(), dict[str, tuple[_Signature, float]]()
        fresh: list[str] = []
        gone: list[str] = []
        missing = ((name, ()) for name in self._done if name not in found)
        for name, state in (*found.items(), *missing):
            if self._done.get(name) == state:
                continue
            former = self._since.get(name)
            since[name] = former if former is not None and former[0] == state else (state, now)
            if now - since[name][1] >= self.quiet:
                (fresh if state else gone).append(name)
        self._since = since
        return fresh, gone, len(since) > len(fresh) + len(gone)

    def look(self) -> bool:
        """Have the graph follow what changed so far; whether some files are still being written.

        Raises:
            OutputError: the graph's folder cannot be written.
        """
        try:
            found = self._look()
        except InputError as error:
            if not self._missing:
                self.problem(error)
            self._missing = True
            return False
        self._missing = False
        fresh, gone, waits = self._settled(found)
        for start in range(0, len(fresh), _AT_ONCE):
            self._add(fresh[start : start + _AT_ONCE], found)
        if gone:
            self._remove(self._given_up(gone))
            self._remember()
        return waits

    # ------------------------------------------------------------------ following
    def _add(self, names: list[str], found: dict[str, _Signature]) -> None:
        paths = {str(self.articles / name): name for name in names}
        try:
            report: ChangeReport | None = add_articles(
                paths, self.graph, listener=Listener(problem=self.problem), waiting=self.waiting
            )
        except InputError as error:  # nothing among them could be read
            self.problem(error)
            report = None
        articles: dict[str, list[str]] = {name: [] for name in names}
        for article, place in report.places if report else ():
            name = _file_of(place, paths)
            if name is not None:
                articles[name].append(article)
        dropped = {one for name in names for one in self._ids.get(name, ())}
        for name in names:
            self._done[name] = found[name]
            self._ids[name] = sorted(articles[name])
        if report and not report.is_nothing:
            self.changed(report)
        self._remove(dropped - {one for ids in self._ids.values() for one in ids})
        self._remember()

    def _given_up(self, names: Iterable[str]) -> set[str]:
        """The articles that no file yields any more once some files are gone."""
        dropped: set[str] = set()
        for name in names:
            dropped.update(self._ids.pop(name, ()))
            del self._done[name]
        return dropped - {one for ids in self._ids.values() for one in ids}

    def _remove(self, articles: set[str]) -> None:
        if not articles:
            return
        with Ledger(self.graph / STORE) as ledger:
            known = sorted(one for one in articles if ledger.line(one) is not None)
        with suppress(NotFoundError):  # another process was quicker
            if known:
                self.changed(remove_articles(known, self.graph, waiting=self.waiting))


def _files(folder: Path) -> list[Path]:
    """The articles and archives of a folder, which may hold none yet."""
    try:
        return list(article_files(folder))
    except InputError:
        return []


def _state(path: Path) -> _Signature:
    """Time and size of a file; nothing where there is none."""
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_mtime_ns, state.st_size


def _file_of(place: str, paths: dict[str, str]) -> str | None:
    """The file that an article was read from: itself, or the archive that its place begins with."""
    if place in paths:
        return paths[place]
    return next((name for path, name in paths.items() if place.startswith(path)), None)
