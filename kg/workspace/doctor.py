"""Looking a graph's folder over: what is damaged, left over or out of step, and mending it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.articles import article_sources
from kg.articles.batches import text_digest
from kg.graph import GraphView
from kg.graph.changing import HOME, LOCK, READY, STORE, WORK, Waiting, work_folder
from kg.graph.location import find_graph
from kg.graph.locks import left_by
from kg.graph.seals import broken_files
from kg.graph.stamps import SHAPE, STAMP, read_stamp, source_file
from kg.vocabulary import InputError, KgError
from kg.workspace.cache import CACHE, FactCache
from kg.workspace.disk import disk_errors
from kg.workspace.graph_files import files_are_current, refresh_files
from kg.workspace.ledger import LEDGER, Ledger, Line
from kg.workspace.mending import rebuild_graph, sound_ledger
from kg.workspace.texts import KEPT_TEXTS, keep_text, kept_text, packed_text, text_path

__all__ = ["Finding", "examine", "mend"]

_CACHE_MARK = b"SQLite format 3\x00"
_Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        kind: ``left over``, ``store``, ``ledger``, ``cache``, ``text`` or ``files``.
        place: the file or folder.
        what: what is wrong with it.
        remedy: what mends it, or has mended it.
        is_mended: whether it is as it should be now.
    """

    kind: str
    place: Path
    what: str
    remedy: str
    is_mended: bool = False

    def line(self) -> str:
        """All of it in a line."""
        return f"{self.place}: {self.what}; {self.remedy}"


# ---------------------------------------------------------------------- left over
def _left_over(folder: Path) -> Iterator[Finding]:
    remedy = "the next change of the graph clears it, as does --fix"
    if (folder / READY).is_dir():
        yield Finding("left over", folder / READY, "a change that is not finished", "reading the graph finishes it")
    holder = left_by(folder / LOCK)
    if holder:
        yield Finding("left over", folder / LOCK, f"left by {holder}, which was killed", remedy)
    for place in sorted((folder / HOME).glob(f"{WORK}*")):
        yield Finding("left over", place, "work of a process that was killed", remedy)


# ---------------------------------------------------------------------- the store
def _store(folder: Path) -> Iterator[Finding]:
    """What keeps the store from being read as it should."""
    store, stamp = folder / STORE, read_stamp(folder)
    remedy = "--fix makes it anew"
    if not store.is_dir():
        yield Finding("store", store, "missing", "reading the graph makes it from its file, --fix from what is kept")
        return
    if stamp is None:
        yield Finding("store", folder / STAMP, "missing or damaged", remedy)
    elif stamp.shape != SHAPE:
        what = f"has version {stamp.shape} of the graph's shape, and this program version {SHAPE}"
        yield Finding("store", store, what, remedy)
    broken = broken_files(store)
    if broken:
        more = f" and {len(broken) - 1} more" if len(broken) > 1 else ""
        yield Finding("store", store, f"damaged: {broken[0]}{more} not as written", remedy)
        return
    try:
        graphs = sum(1 for _ in ox.Store.read_only(str(store)).named_graphs())
    except (OSError, ValueError, RuntimeError) as error:  # the last: checksums of blocks
        yield Finding("store", store, f"damaged: {' '.join(str(error).split())[:200]}", remedy)
        return
    if not graphs:
        yield Finding("store", store, "holds nothing, not even the ontology", remedy)
    source = source_file(folder)
    if source is not None and stamp is not None and not stamp.ahead and not stamp.fits(source):
        yield Finding("store", store, f"made from another {source.name}", "reading the graph makes it anew")


def _ledger(folder: Path) -> Iterator[Finding]:
    store = folder / STORE
    if not (store / LEDGER).is_file():
        return
    if not sound_ledger(store):
        yield Finding("ledger", store / LEDGER, "damaged", "--fix makes it anew")
        return
    with Ledger(store) as ledger, suppress(OSError, ValueError, RuntimeError):
        rows = GraphView(ox.Store.read_only(str(store))).select("SELECT (COUNT(*) AS ?n) { ?one a xb:Article }")
        count = next(int(str(row["n"].value)) for row in rows)
        if count != len(ledger):
            what = f"tells of {len(ledger)} articles, and the store holds {count}"
            yield Finding("ledger", store / LEDGER, what, "--fix makes both anew")


# ---------------------------------------------------------------------- what is kept
def _cache(folder: Path, mends: bool) -> Iterator[Finding]:
    path = folder / CACHE
    if not path.is_file():
        return
    remedy = "begun anew" if mends else "--fix begins it anew"
    with path.open("rb") as stream:
        whole = stream.read(len(_CACHE_MARK)) in (_CACHE_MARK, b"")
    if whole:
        with suppress(sqlite3.Error):
            base = sqlite3.connect(path)
            try:
                whole = base.execute("PRAGMA quick_check").fetchone() == ("ok",)
            finally:
                base.close()
    if not whole:
        yield Finding("cache", path, "damaged", remedy, mends)
        if mends:
            FactCache(path, note=lambda line: None).close()
        return
    with FactCache(path) as cache:
        damaged = cache.check()
    if damaged:
        entries = "entry" if damaged == 1 else "entries"
        yield Finding("cache", path, f"{damaged} damaged {entries}", "forgotten, to be read again", True)


def _is_sound(folder: Path, line: Line) -> bool:
    """Whether the kept text of an article is the one that it was read from."""
    try:
        article = kept_text(folder, line.sha256, {"id": line.article})
    except InputError:
        return False
    return article is not None and line.text in ("", text_digest(article).hex()[:32])


def _restored(folder: Path, line: Line) -> bool:
    """Keep a text again, where the article's own file is still there."""
    if not line.path:
        return False
    with suppress(KgError, OSError):
        from kg.articles import article_of

        for source in article_sources([Path(line.path)]):
            if source.sha256 == line.sha256:
                keep_text(folder / KEPT_TEXTS, line.sha256, packed_text(article_of(source)))
                return True
    return False


def _texts(folder: Path, mends: bool) -> Iterator[Finding]:
    if not sound_ledger(folder / STORE):
        return
    kept = folder / KEPT_TEXTS
    with Ledger(folder / STORE) as ledger:
        lines = {line.sha256: line for line in ledger.lines()}
    for sha256, line in sorted(lines.items(), key=lambda pair: pair[1].article):
        path = text_path(kept, sha256)
        if (not line.key and not path.is_file()) or _is_sound(folder, line):  # of those who ask to be left out none is
            continue
        what = f"the text of {line.article} is {'damaged' if path.is_file() else 'missing'}"
        mended = mends and _restored(folder, line)
        if mended:
            remedy = "kept again"
        else:
            remedy = f"`kg add {line.path or 'PATH'}` keeps it again" if mends else "--fix keeps it again, if it can"
        yield Finding("text", path, what, remedy, mended)
    for path in sorted(kept.iterdir()) if kept.is_dir() else []:
        if path.name.partition(".")[0] not in lines or not path.name.endswith(".json.gz"):
            if mends:
                path.unlink(missing_ok=True)
            yield Finding("text", path, "a text of no article", "removed" if mends else "--fix removes it", mends)


# ---------------------------------------------------------------------- the files
def _files(folder: Path) -> Iterator[Finding]:
    stamp = read_stamp(folder)
    if source_file(folder) is None or stamp is None:
        return
    if stamp.ahead:
        yield Finding("files", folder, "its files are behind the store", "--fix or `kg build` writes them")
        return
    if not sound_ledger(folder / STORE):
        return
    with Ledger(folder / STORE) as ledger:
        if not json.loads(ledger.value("files") or "null") or files_are_current(folder, ledger):
            return
    what = "its files are not those that this program writes of the store"
    yield Finding("files", folder, what, "--fix or `kg build` writes them")


# ---------------------------------------------------------------------- all of it
def examine(folder: Path | str | None = None) -> list[Finding]:
    """What is wrong with the folder of a graph; nothing is changed but damaged entries of the cache, which are dropped.

    Raises:
        InputError: there is no folder of a graph.
        OutputError: it cannot be read.
    """
    place = _place(folder)
    with disk_errors(place, "look over"):
        found = [*_left_over(place), *_store(place), *_ledger(place)]
        if not any(one.kind == "store" for one in found):
            found += _files(place)
        return [*found, *_cache(place, False), *_texts(place, False)]


def _place(folder: Path | str | None) -> Path:
    place = Path(folder) if folder and (Path(folder) / HOME).is_dir() else find_graph(folder)
    if not place.is_dir():
        raise InputError(f"{place} is a file; name the folder that `kg build` made")
    return place


def mend(
    folder: Path | str | None = None, *, waiting: Waiting | None = None, progress: _Progress | None = None
) -> list[Finding]:
    """Mend the folder of a graph; what was wrong with it, and whether it is mended.

    Args:
        folder: as for other commands.
        waiting: what to do where another process changes the folder; by default wait.
        progress: told how many articles are done where the store is made anew, of how many, and which is next.

    Raises:
        InputError: there is no folder of a graph, or nothing is left of it.
        OutputError: it cannot be written.
    """
    place = _place(folder)
    with disk_errors(place, "mend"):
        found = [replace(one, remedy="cleared", is_mended=True) for one in _left_over(place)]
        with work_folder(place, waiting) as work:
            found += _cache(place, True)
            wrong = [*_store(place), *_ledger(place)]
            if wrong:
                rebuilt = rebuild_graph(work, place, progress)
                remedy = f"made anew, {rebuilt.articles} articles"
                found += [replace(one, remedy=remedy, is_mended=True) for one in wrong]
                for name in rebuilt.lost:
                    found.append(Finding("store", place / STORE, f"nothing is left of {name}", "add its file again"))
        with work_folder(place, waiting) as work:
            found += _texts(place, True)
            for one in _files(place):
                found.append(replace(one, remedy="written", is_mended=True))
                with Ledger(place / STORE) as ledger:
                    view = GraphView(ox.Store.read_only(str(place / STORE)), has_articles=True)
                    refresh_files(view, work, place, ledger)
    return found
