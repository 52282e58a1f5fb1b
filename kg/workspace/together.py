"""What articles say together, brought up to date where some of them changed: copies are linked, sources counted.

    bring_together(store, folder, ledger.lines())                      # whatever changed
    bring_together(store, folder, ledger.lines(), changed=["6207665"]) # these, and those that are gone

Both depend on which articles the store holds and on nothing else: whatever the steps, the same links and counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.families import link_copies, linked
from kg.graph.support import renew_support
from kg.vocabulary import InputError
from kg.workspace.copies import COPIES, CopyIndex, Sketch, sketch
from kg.workspace.ledger import Line
from kg.workspace.texts import KEPT_TEXTS, kept_text, text_path

__all__ = ["Known", "bring_together", "forget_copies", "no_sketch"]

Known = Callable[[str, str, str], Sketch | None]
"""The sketch of an article by its id, version and date, as far as somebody made it before."""


def no_sketch(article: str, version: str, published: str) -> None:
    """What is known of sketches where none was made before."""


def bring_together(
    store: ox.Store,
    folder: Path,
    lines: Iterable[Line],
    changed: Iterable[str] | None = None,
    known: Known = no_sketch,
) -> dict[str, str]:
    """Link the copies among a store's articles, and count the sources of its facts; the links, by ids.

    Args:
        store: the store, its articles in place; before inferences are drawn.
        folder: the folder of the graph, which keeps the texts and the index of copies.
        lines: the ledger's lines of all articles that the store holds.
        changed: ids of the articles whose graphs changed; those that are gone need not be named. None: all.
        known: sketches that are made already; the others are made of the texts that are kept.

    Raises:
        OutputError: the index cannot be written.
    """
    path = folder / COPIES
    path.parent.mkdir(parents=True, exist_ok=True)
    with CopyIndex(path) as index:
        _follow(index, folder, lines, known)
        links = index.links()
    before = linked(store)
    link_copies(store, links)
    after = linked(store)
    moved = {one for one in before.keys() | after.keys() if before.get(one) != after.get(one)}
    renew_support(store, None if changed is None else {*changed, *moved})
    return links


def _follow(index: CopyIndex, folder: Path, lines: Iterable[Line], made: Known) -> None:
    """Have the index hold the articles of a ledger whose texts are kept."""
    known, texts = index.known(), folder / KEPT_TEXTS
    gone, fresh = set(known), []
    for line in lines:
        if text_path(texts, line.sha256).is_file():
            if known.get(line.article) == (line.text, line.published):
                gone.discard(line.article)
            else:
                fresh.append(line)
    if gone or fresh:
        index.update(_sketches(folder, fresh, made), sorted(gone))


def _sketches(folder: Path, lines: Iterable[Line], made: Known) -> Iterator[Sketch]:
    for line in lines:
        found = made(line.article, line.text, line.published)
        if found is not None:
            yield found
            continue
        # Texts are compared in one script whatever their own: to find that out costs as much as the sketch.
        known = {"id": line.article, "published": line.published or None, "script": "Hans"}
        try:
            article = kept_text(folder, line.sha256, known)
        except InputError:  # a damaged text: whoever asks for it is told; it is nobody's copy
            continue
        if article is not None:
            yield sketch(article, line.text)


def forget_copies(folder: Path) -> None:
    """Remove the index of copies of a folder, and with it every text that it holds; the next build makes it anew.

    Raises:
        OSError: it cannot be removed.
    """
    for suffix in ("", "-journal"):
        (folder / f"{COPIES}{suffix}").unlink(missing_ok=True)
